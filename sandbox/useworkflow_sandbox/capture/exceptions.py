"""Exceptions in a snapshot, with all that they know of each other.

    ValueError("x")     ->   new_exception(ValueError, ("x",)), then cause, context, notes, traceback

No ``__init__`` of the user's runs again. Read next: ``tracebacks``, for the lines.
"""

from __future__ import annotations

from types import GetSetDescriptorType, MemberDescriptorType, TracebackType
from typing import Any

from useworkflow_sandbox.capture import classes
from useworkflow_sandbox.capture.errors import SnapshotRefused
from useworkflow_sandbox.capture.objects import slots_of
from useworkflow_sandbox.capture.session import session
from useworkflow_sandbox.tracebacks import Entry, entries_of, rebuilt
from useworkflow_sandbox.validation_errors import is_validation_error, made_of, parts_of

_set = object.__setattr__
"""Sets an attribute past the class's own ``__setattr__``, which may refuse, as that of a frozen data class."""


def reduce_exception(error: BaseException) -> tuple[Any, ...]:
    """How a snapshot holds an exception: class, arguments, attributes, cause, context, notes, lines of its traceback."""
    kind = type(error)
    native = _native_attributes(kind)
    held = {name: getattr(error, name) for name in native if getattr(error, name, None) is not None}
    held |= slots_of(error) or {}
    state = (
        error.__dict__ or None,
        error.__cause__,
        error.__context__,
        error.__suppress_context__,
        error.__traceback__,
        held or None,
    )
    args = error.args
    if isinstance(error, BaseExceptionGroup):
        args = (error.message, list(error.exceptions))  # what it was made of may have been changed since
        state = (*state[:-1], {**held, "args": error.args})
    if is_validation_error(kind):
        return new_validation_error, (kind, parts_of(error)), state, None, None, fill_exception
    return new_exception, (kind, args), state, None, None, fill_exception


def _native_attributes(kind: type) -> tuple[str, ...]:
    """What C keeps beside the arguments, such as ``OSError.filename``."""
    names = session().codes.class_attributes.get(kind)
    if names is None:
        own = [base for base in kind.__mro__ if base.__module__ == "builtins" and base not in _COMMON]
        writable = (MemberDescriptorType, GetSetDescriptorType)
        found = [name for base in own for name, value in vars(base).items() if isinstance(value, writable)]
        names = tuple(name for name in found if name not in ("exceptions", "message"))
        if not classes.is_local(kind):
            session().codes.class_attributes[kind] = names
    return names


_COMMON = (BaseException, Exception, BaseExceptionGroup, ExceptionGroup, object)


def reduce_traceback(traceback: TracebackType) -> tuple[Any, ...]:
    """A traceback by its entries; one object stays one object."""
    return new_traceback, (entries_of(traceback),)


def new_traceback(entries: list[Entry]) -> TracebackType | None:
    """A traceback that prints as the old one did."""
    return rebuilt(entries)


def new_exception(kind: Any, args: tuple[Any, ...]) -> BaseException:
    """An exception whose own ``__init__`` has not run; that of Python's class has."""
    if not issubclass(kind, BaseException):
        raise SnapshotRefused(f"{kind.__qualname__} is no exception")
    native = next(base for base in kind.__mro__ if base.__module__ == "builtins")
    error: BaseException = native.__new__(kind, *args)
    try:
        native.__init__(error, *args)
    except TypeError:
        pass
    _set(error, "args", args)
    return error


def new_validation_error(kind: Any, parts: tuple[Any, ...]) -> BaseException:
    """Pydantic's ``ValidationError`` of these parts."""
    return made_of(kind, parts)


def fill_exception(
    error: BaseException,
    state: tuple[Any, BaseException | None, BaseException | None, bool, TracebackType | None, dict[str, Any] | None],
) -> None:
    """Set the rest. Setting a cause suppresses the context, so the flag comes last."""
    attributes, cause, context, suppress, traceback, slots = state
    if attributes:
        error.__dict__.update(attributes)
    for name, held in (slots or {}).items():
        try:
            _set(error, name, held)
        except (AttributeError, TypeError):
            pass  # read-only, and set by the arguments already
    _set(error, "__traceback__", traceback)
    _set(error, "__cause__", cause)
    _set(error, "__context__", context)
    _set(error, "__suppress_context__", suppress)
