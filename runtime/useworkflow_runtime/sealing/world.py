"""A world around another one: what goes in is sealed, what comes out is opened.

    sealed_world(SQLiteWorld("w.db"), envelopes)   -> a World; in w.db stands {"$sealed":"..."}

Its operations are those of ``worlds.protocol.World``, each made from its signature: whatever is ``Raw``, an event's body, a
snapshot, a chunk or a new run among the arguments is sealed, and opened among the answers. So an operation that the protocol gains is
covered from the first day. Ids, names, times, tokens, attributes and code stay plain: worlds work with them.
Read next: ``rekey``.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import inspect
from collections.abc import Callable
from typing import Any, Protocol, cast, get_type_hints

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from useworkflow_runtime.errors import MissingKeyError, SealDamagedError
from useworkflow_runtime.sealing.envelope import Envelopes
from useworkflow_runtime.worlds.protocol import LoggedEvent, NewRun, SnapshotRow, World

_NULL = b"null"


class Sealer:
    """Seals and opens whatever the protocol hands over.

    Args:
        envelopes: how.
    """

    def __init__(self, envelopes: Envelopes) -> None:
        self.envelopes = envelopes

    def seal(self, value: Any, scope: str | None) -> Any:
        """``value`` with its values sealed under the key of ``scope``, unless it names a run of its own."""
        if isinstance(value, Raw):
            return value if bytes(value) == _NULL else Raw(self.envelopes.seal(bytes(value), scope))
        if isinstance(value, (list, tuple)):
            return type(value)([self.seal(item, scope) for item in value])
        if not isinstance(value, msgspec.Struct):
            return value
        if isinstance(value, LoggedEvent):
            return replace(value, body=self.envelopes.seal(value.body, scope, str(value.seq)))
        if isinstance(value, SnapshotRow):
            return replace(value, body=self.envelopes.seal_blob(value.body, scope or "", str(value.seq)))
        if isinstance(value, NewRun):
            created = self.envelopes.seal(value.created, value.id, "1")
            plain = (value.args_digest, *value.former_digests)
            digest, *former = [keyed for digest in plain for keyed in self.digests(digest)]
            return replace(value, created=created, args_digest=digest, former_digests=tuple(former))
        return _changed(value, functools.partial(self.seal, scope=getattr(value, "run_id", None) or scope))

    def open(self, value: Any) -> Any:
        """``value`` as it was before it was sealed.

        A value that does not open stays as it is, since it may stand among those of other runs: whoever reads it is told
        (``SealedValueError``). An event is read for its run alone.

        Raises:
            MissingKeyError: an event was sealed with a key that is not here.
            SealDamagedError: an event does not open.
        """
        if isinstance(value, Raw):
            try:
                return Raw(self.envelopes.open(bytes(value)))
            except (MissingKeyError, SealDamagedError):
                return value
        if isinstance(value, (list, tuple)):
            return type(value)([self.open(item) for item in value])
        if not isinstance(value, msgspec.Struct):
            return value
        if isinstance(value, LoggedEvent):
            return replace(value, body=self.envelopes.open(value.body, str(value.seq)))
        if isinstance(value, SnapshotRow):
            return self._snapshot(value)
        return _changed(value, self.open)

    def _snapshot(self, row: SnapshotRow) -> SnapshotRow:
        try:
            return replace(row, body=self.envelopes.open_blob(row.body, str(row.seq)))
        except SealDamagedError:
            return row  # its signature will not hold either, and the log suffices

    def digests(self, digest: str) -> list[str]:
        """A digest of arguments under each key, the current one's first, and at last as it is: without a key it would tell
        whether two runs had the same arguments, and which, where few are possible."""
        keys = self.envelopes.keys
        if keys is None or not digest:
            return [digest]
        under = [
            hmac.digest(keys.derived(name, b"arguments"), digest.encode(), hashlib.sha256).hex()[:32]
            for name in keys.names
        ]
        return [*under, digest]


def _changed(value: msgspec.Struct, change: Callable[[Any], Any]) -> msgspec.Struct:
    """``value`` with ``change`` done to the fields that may hold values; itself, where there is none."""
    changes = {}
    for name in value.__struct_fields__:
        field = getattr(value, name)
        if isinstance(field, Raw | list | tuple | msgspec.Struct) and len_or_one(field):
            changes[name] = change(field)
    return replace(value, **changes) if changes else value


def len_or_one(field: Any) -> int:
    """How many parts: an empty list needs no work."""
    return len(field) if isinstance(field, list | tuple) else 1


class _Sealing:
    """Around ``inner``, which stores."""

    def __init__(self, inner: Any, sealer: Sealer) -> None:
        self.inner = inner
        self.sealer = sealer
        self.parts: dict[str, _Sealing] = {}


def _operation(name: str, declared: Any) -> Any:
    names = list(inspect.signature(declared).parameters)
    place = names.index("run_id") - 1 if "run_id" in names else None

    async def operation(self: _Sealing, *args: Any, **kwargs: Any) -> Any:
        scope = None
        if place is not None:
            scope = args[place] if place < len(args) else kwargs.get("run_id")
        seal = functools.partial(self.sealer.seal, scope=scope)
        answer = await getattr(self.inner, name)(*map(seal, args), **{key: seal(item) for key, item in kwargs.items()})
        return self.sealer.open(answer)

    return functools.wraps(declared)(operation)


def _passed_on(name: str, declared: Any) -> Any:
    def method(self: _Sealing, *args: Any, **kwargs: Any) -> Any:
        return getattr(self.inner, name)(*args, **kwargs)

    return functools.wraps(declared)(method)


def _read_through(name: str, declared: property) -> property:
    """A plain property; or a part of the world with operations of its own, which seals too."""
    kind = get_type_hints(declared.fget).get("return") if declared.fget is not None else None
    part = _sealing(kind) if getattr(kind, "_is_protocol", False) else None

    def read(self: _Sealing) -> Any:
        if part is None:
            return getattr(self.inner, name)
        if name not in self.parts:
            self.parts[name] = part(getattr(self.inner, name), self.sealer)
        return self.parts[name]

    return property(read)


@functools.cache
def _sealing(protocol: Any) -> type[_Sealing]:
    """The class with the operations of ``protocol``, each of which seals and opens."""
    members: dict[str, Any] = {}
    inherited = [
        part for part in reversed(protocol.__mro__) if part is not Protocol and getattr(part, "_is_protocol", False)
    ]
    for name, declared in [member for part in inherited for member in vars(part).items()]:
        if name[:1] == "_":
            continue
        if isinstance(declared, property):
            members[name] = _read_through(name, declared)
        elif inspect.iscoroutinefunction(declared):
            members[name] = _operation(name, declared)
        elif inspect.isfunction(declared):
            members[name] = _passed_on(name, declared)
    return type(f"Sealed{protocol.__name__}", (_Sealing,), members)


class SealedWorld(_sealing(World)):  # type: ignore[misc]
    """See the module. Made by ``sealed_world``."""


def sealed_world(inner: World, envelopes: Envelopes) -> World:
    """``inner``, with everything that is stored in it sealed or compressed."""
    return cast("World", SealedWorld(inner, Sealer(envelopes)))
