"""Values in, readable tagged JSON out, and back: what crosses every public border and stands in the log.

Input -> output::

    encode({"a": [1, "x"]})      -> {"a":[1,"x"]}
    encode((1, Decimal("2.50"))) -> {"$tuple":[1,{"$decimal":"2.50"}]}
    encode_args((5,), {"x": 1})  -> [[5],{"x":1}]

Plain JSON values are checked by exact class and handed to msgspec as they are; everything else goes through ``writing``.
Never pickle (G8). Read next: ``writing``.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from msgspec import Raw

from useworkflow_compiler.errors import Location
from useworkflow_sandbox.callsite import user_location
from useworkflow_sandbox.current import in_workflow
from useworkflow_sandbox.errors import SerializationError, ValueDecodeError
from useworkflow_sandbox.values.classes import Classes, Resolve
from useworkflow_sandbox.values.failures import shortened
from useworkflow_sandbox.values.limits import ALWAYS_ALLOWED, present_limit, too_large
from useworkflow_sandbox.values.reading import Reader
from useworkflow_sandbox.values.writing import MAX_DEPTH, Unwritable, Writer, unfold

_to_json = msgspec.json.Encoder().encode
_nodes_to_json = msgspec.json.Encoder(enc_hook=unfold).encode
_from_json = msgspec.json.Decoder().decode

_ATOMS: frozenset[type] = frozenset({str, int, bool, type(None)})
_MARK = b'"$'
"""Every tag looks like this in JSON; bytes without it hold plain JSON values only."""


def _list_is_plain(items: Any, met: set[int], depth: int) -> bool:
    for item in items:
        cls = type(item)
        if cls in _ATOMS:
            continue
        if cls is float:
            if item - item != 0.0:  # inf and NaN
                return False
        elif (cls is not list and cls is not dict) or not _is_plain(item, cls, met, depth):
            return False
    return True


def _dict_is_plain(items: dict[Any, Any], met: set[int], depth: int) -> bool:
    for key, item in items.items():
        if type(key) is not str:
            return False
        cls = type(item)
        if cls in _ATOMS:
            continue
        if cls is float:
            if item - item != 0.0:
                return False
        elif (cls is not list and cls is not dict) or not _is_plain(item, cls, met, depth):
            return False
    return True


def _is_plain(value: Any, cls: type, met: set[int], depth: int) -> bool:
    """Whether a list or dict is a tree of plain JSON values that is met here for the first time."""
    identity = id(value)
    if identity in met or depth == MAX_DEPTH:
        return False
    met.add(identity)
    if cls is list:
        return _list_is_plain(value, met, depth + 1)
    return _dict_is_plain(value, met, depth + 1)


def _plain_json(value: Any) -> bytes | None:
    try:
        data = _to_json(value)
    except (ValueError, RecursionError):  # a lone surrogate; digits beyond the interpreter's limit
        return None
    return None if _MARK in data else data


def encode(value: object, *, root: str = "value", where: Location | None = None) -> Raw:
    """``value`` as readable JSON. Cycles and shared references are kept; sets are written in a stable order (G5).

    Args:
        root: what messages call the value.
        where: the user's line, for messages; in workflow code the line that runs, if left out.

    Raises:
        SerializationError: with the path to what cannot be written, its class and the remedy.
        PayloadTooLargeError: it takes more than the limit that counts here.
    """
    raw = encode_of_any_size(value, root=root, where=where)
    if len(raw) > ALWAYS_ALLOWED:
        _check_size(raw, value, root, where)
    return raw


def encode_of_any_size(value: object, *, root: str = "value", where: Location | None = None) -> Raw:
    """As ``encode``, without a limit: for what is kept in a cache only."""
    cls = type(value)
    if cls in _ATOMS or ((cls is list or cls is dict) and _is_plain(value, cls, set(), 0)):
        data = _plain_json(value)
        if data is not None:
            return Raw(data)
    return _encode_slowly(value, root, where)


def _check_size(raw: Raw, value: Any, root: str, where: Location | None) -> None:
    limit = present_limit()
    if len(raw) > limit:
        raise _placed(too_large(value, root, len(raw), limit, _measure), where)


def _measure(part: object) -> int:
    try:
        return len(encode_of_any_size(part))
    except SerializationError:
        return 0


def _encode_slowly(value: object, root: str, where: Location | None) -> Raw:
    try:
        return _raw(Writer().document(value), value)
    except Unwritable as refused:
        error = refused.at(root)
    raise _placed(error, where)


def _placed(error: SerializationError, where: Location | None) -> SerializationError:
    """``error`` with the user's line: the given one, or in workflow code the one that runs (G10)."""
    error.where = user_location(0) if where is None and in_workflow() else where
    return error


def _raw(node: Any, value: object) -> Raw:
    try:
        return Raw(_nodes_to_json(node))
    except RecursionError:
        raise Unwritable(value, "it is nested deeper than the interpreter's stack allows here") from None


def encode_args(args: tuple[Any, ...], kwargs: dict[str, Any], *, where: Location | None = None) -> Raw:
    """The arguments of a call as ``[args, kwargs]``; paths in messages read ``args[0].client.socket``, ``kwargs.x``.

    Raises:
        SerializationError: an argument cannot be written.
        PayloadTooLargeError: together they take more than the limit that counts here.
    """
    raw = _encode_call(args, kwargs, where)
    if len(raw) > ALWAYS_ALLOWED and len(raw) > (limit := present_limit()):
        parts = {f"args[{index}]": item for index, item in enumerate(args)}
        parts |= {f"kwargs.{name}": item for name, item in kwargs.items()}
        name, heaviest = max(parts.items(), key=lambda item: _measure(item[1]))
        raise _placed(too_large(heaviest, name, len(raw), limit, _measure), where)
    return raw


def _encode_call(args: tuple[Any, ...], kwargs: dict[str, Any], where: Location | None) -> Raw:
    met: set[int] = set()
    if _list_is_plain(args, met, 1) and (not kwargs or _dict_is_plain(kwargs, met, 1)):
        data = _plain_json((args, kwargs))
        if data is not None:
            return Raw(data)
    writer = Writer()
    try:
        left = [writer.child(value, f"args[{index}]") for index, value in enumerate(args)]
        right = [[writer.write(name), writer.child(value, f"kwargs.{name}")] for name, value in kwargs.items()]
        writer.settle()
        escaped = any(
            type(name) is not str or name[:1] == "$" or node is not name
            for name, (node, _) in zip(kwargs, right, strict=True)
        )
        return _raw([left, {"$dict": right} if escaped else dict(right)], args)
    except Unwritable as refused:
        error = refused.at("")
    except RecursionError:
        error = Unwritable(args, "they are nested deeper than the interpreter's stack allows here").at("args")
    raise _placed(error, where)


def encode_error(error: BaseException) -> Raw:
    """An exception with its class by name, arguments, attributes, notes, cause, context, members and a compact
    traceback text.

    It never raises: parts that cannot be serialized become their ``repr``, and of an exception that takes more than the
    limit only class, text and traceback are kept, with a note that says so.
    """
    raw = Raw(_nodes_to_json(Writer(tracebacks=True).document(error)))
    if len(raw) > ALWAYS_ALLOWED and len(raw) > (limit := present_limit()):
        return Raw(_nodes_to_json(shortened(error, len(raw), limit)))
    return raw


def decode(raw: Raw | bytes, resolve: Resolve | None = None) -> Any:
    """Read what ``encode`` wrote. ``resolve(module, qualname)`` gives the classes.

    Raises:
        ValueDecodeError: the bytes are no value, or no longer fit their class.
        UnknownClassError: ``resolve`` does not know a class (that of an exception gives a ``RemoteError`` instead).
        SealedValueError: it is sealed, and nothing was there to open it.
    """
    data = bytes(raw)
    try:
        node = _from_json(data)
        if _MARK not in data:
            return node
        return Reader(Classes(resolve), len(data)).read(node)
    except (ValueDecodeError, MemoryError):
        raise
    except Exception as error:
        raise ValueDecodeError(f"a recorded value cannot be read: {type(error).__name__}: {error}") from error


def decode_args(raw: Raw | bytes, resolve: Resolve | None = None) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Read what ``encode_args`` wrote.

    Raises:
        ValueDecodeError: the bytes are no arguments.
        UnknownClassError: ``resolve`` does not know a class.
    """
    pair = decode(raw, resolve)
    if type(pair) is list and len(pair) == 2 and type(pair[0]) is list and type(pair[1]) is dict:
        return tuple(pair[0]), pair[1]
    raise ValueDecodeError("recorded arguments are not of the form [args, kwargs]")


def decode_error(raw: Raw | bytes, resolve: Resolve | None = None) -> BaseException:
    """Read what ``encode_error`` wrote: the exception itself, or ``RemoteError`` where its class is unknown.

    Raises:
        ValueDecodeError: the bytes are no exception.
    """
    error = decode(raw, resolve)
    if isinstance(error, BaseException):
        return error
    raise ValueDecodeError(f"a recorded exception is a {type(error).__name__}")


def digest(raw: Raw | bytes) -> str:
    """A short hexadecimal digest of an encoded value: equal values of equal shape have equal digests."""
    return hashlib.blake2b(bytes(raw), digest_size=16).hexdigest()
