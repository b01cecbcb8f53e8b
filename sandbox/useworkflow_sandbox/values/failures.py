"""Exceptions: class by name, arguments, attributes, notes, cause, context, members of groups, a compact traceback.

Input -> output::

    ValueError("no") -> {"$error": "builtins:ValueError", "message": "no", "args": ["no"]}

Written leniently: a failure always gets through, and what cannot be serialized in it becomes its ``repr``. A class that
cannot be found gives ``RemoteError``. ``__init__`` of the user's classes is not called: arguments and attributes come back as
they were. Read next: ``codec``.
"""

from __future__ import annotations

import linecache
import re
import traceback
from typing import Any

from useworkflow_sandbox.addresses import without_addresses
from useworkflow_sandbox.errors import RemoteError, UnknownClassError, ValueDecodeError
from useworkflow_sandbox.tracebacks import rebuilt
from useworkflow_sandbox.validation_errors import is_validation_error, made_of, parts_of
from useworkflow_sandbox.values.classes import name_of, shown
from useworkflow_sandbox.values.models import add_model_families
from useworkflow_sandbox.values.reading import Reader
from useworkflow_sandbox.values.registry import BY_TAG, FAMILIES, Identity, Kind, Node
from useworkflow_sandbox.values.scalars import write_str
from useworkflow_sandbox.values.writing import Writer

_set = object.__setattr__
"""Sets what Python itself hangs on an exception; the class's own ``__setattr__`` may refuse, as that of a frozen data class."""
_TRACEBACK = "__workflow_traceback__"
_FRAMES = 12
_TEXT = 2_000
_MEMBERS = 20
_ENTRY = re.compile(r'^File "(.*)", line (\d+), in (.*)$', re.MULTILINE)
_MACHINERY = ("useworkflow_compiler", "useworkflow_sandbox", "useworkflow_runtime")
"""Packages whose frames tell users nothing."""

_NAMED: tuple[tuple[type[BaseException], tuple[str, ...]], ...] = (
    (ImportError, ("name", "path")),
    (AttributeError, ("name",)),  # not ``obj``: it would carry the object itself across the border
    (NameError, ("name",)),
)
"""Attributes that C classes keep outside ``args`` and ``__dict__``."""


def remote_traceback(error: BaseException) -> str | None:
    """The text of the traceback that a decoded exception had where it was raised, or ``None``."""
    text = error.__dict__.get(_TRACEBACK)
    return text if isinstance(text, str) else None


def with_tracebacks(error: BaseException) -> BaseException:
    """``error``, decoded, with tracebacks for itself, its causes, contexts and members, so that Python prints the
    user's own lines; they have no frames behind them that could be inspected."""
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        text = remote_traceback(one)
        if text is not None and one.__traceback__ is None:
            entries = [(name, int(line), function) for name, line, function in _ENTRY.findall(text)]
            _set(one, "__traceback__", rebuilt(entries))
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
    return error


def _repr_text(value: object) -> str:
    try:
        text = without_addresses(repr(value))
    except Exception:
        text = f"<{shown(type(value))}>"
    return text if len(text) <= _TEXT else text[:_TEXT] + "..."


def _message(error: BaseException) -> str:
    try:
        text = without_addresses(str(error))
    except Exception:
        text = _repr_text(_args(error))
    return text if len(text) <= _TEXT else text[:_TEXT] + "..."


def _compact_traceback(error: BaseException) -> str | None:
    """The innermost frames, as Python prints them, without the chain (which is written on its own)."""
    if error.__traceback__ is None:
        return None
    lines = []
    for frame, number in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        if str(frame.f_globals.get("__name__", "")).startswith(_MACHINERY):
            continue
        lines.append(f'File "{code.co_filename}", line {number}, in {code.co_qualname}')
        source = linecache.getline(code.co_filename, number, frame.f_globals).strip()
        if source:
            lines[-1] += f"\n  {source}"
    if not lines:
        return None
    if len(lines) > _FRAMES:
        left_out = len(lines) - _FRAMES
        lines[: left_out + 1] = [lines[0], f"... {left_out} more"] if left_out > 1 else lines[: left_out + 1]
    return "\n".join(lines)


def _is_error(cls: type) -> bool:
    return issubclass(cls, BaseException)


def _arguments(error: BaseException) -> tuple[Any, ...]:
    if isinstance(error, BaseExceptionGroup):
        return (error.message,)
    if is_validation_error(type(error)):
        return parts_of(error)
    args = _args(error)
    if isinstance(error, OSError) and len(args) == 2 and error.filename is not None:
        if error.filename2 is not None:
            return (*args, error.filename, None, error.filename2)
        return (*args, error.filename)
    return args


def _args(error: BaseException) -> tuple[Any, ...]:
    try:
        args = error.args
    except Exception:
        args = ()
    return args if type(args) is tuple else ()


def _text_node(writer: Writer, value: object) -> Node:
    return write_str(writer, _repr_text(value))


def _lenient(writer: Writer, value: object) -> Node:
    return writer.attempt(value, lambda refused: _text_node(writer, refused))


def _write_error(writer: Writer, error: BaseException) -> Node:
    node: dict[str, Node] = {"$error": name_of(type(error)), "message": write_str(writer, _message(error))}
    node["args"] = [_lenient(writer, item) for item in _arguments(error)]
    if isinstance(error, BaseExceptionGroup):
        node["members"] = [_lenient(writer, member) for member in error.exceptions]
    writer.now_referable(error)
    for base, names in _NAMED:
        if isinstance(error, base):
            named = {name: _lenient(writer, getattr(error, name)) for name in names if getattr(error, name) is not None}
            if named:
                node["named"] = named
    state = {
        name: _lenient(writer, item)
        for name, item in error.__dict__.items()
        if name != "__notes__" and name != _TRACEBACK and type(name) is str
    }
    if state:
        node["attributes"] = state
    _write_surroundings(writer, error, node)
    return node


def _write_surroundings(writer: Writer, error: BaseException, node: dict[str, Node]) -> None:
    notes = getattr(error, "__notes__", None)
    if isinstance(notes, list) and notes:
        node["notes"] = [write_str(writer, note) if type(note) is str else _text_node(writer, note) for note in notes]
    if error.__cause__ is not None:
        node["cause"] = _lenient(writer, error.__cause__)
    if error.__context__ is not None:
        node["context"] = _lenient(writer, error.__context__)
    if error.__suppress_context__:
        node["suppress"] = True
    text = remote_traceback(error)
    if text is None and writer.tracebacks:
        text = _compact_traceback(error)
    if text:
        node["traceback"] = write_str(writer, text)


def shortened(error: BaseException, size: int, limit: int) -> Node:
    """What is recorded of an exception that would take ``size`` bytes where ``limit`` are allowed: its class, so that
    ``except`` means the same, its text, and the lines of its traceback (G1)."""
    writer = Writer()
    node = _summary(writer, error)
    if isinstance(error, BaseExceptionGroup):
        node["members"] = [_summary(writer, member) for member in error.exceptions[:_MEMBERS]]
    notes = [_repr_text(note) if type(note) is not str else note[:_TEXT] for note in getattr(error, "__notes__", ())]
    left_out = f"its attributes, causes and long arguments were left out: {size} bytes, and the limit is {limit}"
    node["notes"] = [write_str(writer, note) for note in (left_out, *notes[-_MEMBERS:])]
    text = remote_traceback(error) or _compact_traceback(error)
    return node | ({"traceback": write_str(writer, text[: 4 * _TEXT])} if text else {})


def _summary(writer: Writer, error: BaseException) -> dict[str, Node]:
    args = [writer.write(_trimmed(item)) for item in _arguments(error)[:_MEMBERS]]
    return {"$error": name_of(type(error)), "message": write_str(writer, _message(error)), "args": args}


def _trimmed(value: Any) -> Any:
    """A value that takes little: numbers as they are, texts cut, all else as its ``repr``."""
    if type(value) in (int, float, bool, type(None)):
        return value
    return value[:_TEXT] if type(value) in (str, bytes) else _repr_text(value)


# --- back -------------------------------------------------------------------------------------------------------------


def _read_error(reader: Reader, node: dict[str, Any]) -> BaseException:
    message = reader.read(node.get("message", ""))
    args = tuple([reader.attempt(item) for item in _list(node.get("args", []))])
    members = reader.fill(_list(node.get("members", [])))
    try:
        cls = reader.classes.find(node["$error"])
        error = _found(cls, args, members)
    except UnknownClassError:
        error = _remote(str(node["$error"]), message, args, members)
    reader.keep(node, error)
    for name, item in _state(reader, node.get("named", {})).items():
        if any(isinstance(error, base) and name in names for base, names in _NAMED):
            _set(error, name, item)
    state = _state(reader, node.get("attributes", {}))
    if not isinstance(error, RemoteError) or node["$error"] == name_of(RemoteError):
        error.__dict__.update(state)
    _read_surroundings(reader, error, node)
    return error


def _state(reader: Reader, node: Any) -> dict[str, Any]:
    if type(node) is not dict:
        raise ValueDecodeError("a recorded exception is damaged")
    return {name: reader.attempt(item) for name, item in node.items()}


def _list(node: Any) -> list[Any]:
    if type(node) is not list:
        raise ValueDecodeError("a recorded exception is damaged")
    return node


def _read_surroundings(reader: Reader, error: BaseException, node: dict[str, Any]) -> None:
    notes = [str(note) for note in reader.fill(_list(node.get("notes", [])))]
    if notes:
        error.__dict__["__notes__"] = notes
    cause, context = reader.read(node.get("cause")), reader.read(node.get("context"))
    # A part that could not be written has become text, and a text is no cause.
    _set(error, "__cause__", cause if isinstance(cause, BaseException) else None)
    _set(error, "__context__", context if isinstance(context, BaseException) else None)
    _set(error, "__suppress_context__", node.get("suppress") is True)
    text = reader.read(node.get("traceback"))
    if isinstance(text, str):
        error.__dict__[_TRACEBACK] = text


def _found(cls: type, args: tuple[Any, ...], members: list[Any]) -> BaseException:
    if not issubclass(cls, BaseException):
        raise UnknownClassError(shown(cls))
    try:
        return _made(cls, args, members)
    except (TypeError, ValueError, KeyError) as error:  # C code makes it of something else than its arguments
        raise UnknownClassError(shown(cls)) from error


def _made(cls: type[BaseException], args: tuple[Any, ...], members: list[Any]) -> BaseException:
    """The exception, without running the user's ``__init__``: only that of the builtin class it stems from."""
    if issubclass(cls, BaseExceptionGroup):
        return BaseExceptionGroup.__new__(cls, args[0], members)
    if is_validation_error(cls):
        return made_of(cls, args)
    builtin: Any = cls
    while builtin.__module__ != "builtins":
        builtin = builtin.__base__  # the base whose layout the class has
    error: BaseException = builtin.__new__(cls, *args)
    builtin.__init__(error, *args)
    return error


def _remote(name: str, message: Any, args: tuple[Any, ...], members: list[Any]) -> RemoteError:
    texts = tuple(item if isinstance(item, str) else _repr_text(item) for item in (*args, *members))
    return RemoteError(name.replace(":", "."), str(message), texts)


FAMILIES.append((_is_error, Kind(_write_error, Identity.LATE)))
BY_TAG["$error"] = _read_error
add_model_families()
