"""A parked instance as bytes, and back: one pickle, written and read by one allow-list, signed (G4, G8).

    data = dump(instance_state, program, key)
    load(data, program, key)          ->   the same object graph, coroutines not yet started
    evict(coroutine)                  the parked coroutine is gone; no ``except``, ``finally`` or ``__exit__`` ran

Identity holds across frames and tasks, since everything is in one blob. Read next: ``frames`` (coroutines, functions,
cells), ``objects`` (everything else), ``allowed`` (what may be named).
"""

from __future__ import annotations

import contextvars
import decimal
import functools
import io
import pickle
import re
from collections.abc import Callable
from enum import Enum
from types import (
    AsyncGeneratorType,
    BuiltinFunctionType,
    CellType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    MethodType,
    TracebackType,
    WrapperDescriptorType,
)
from typing import Any
from zoneinfo import ZoneInfo

from useworkflow_sandbox.capture import (
    allowed,
    births,
    classes,
    decimal_contexts,
    exceptions,
    forms,
    frames,
    functional,
    generated,
    itertool,
    matches,
    memory_files,
    named_tuples,
    objects,
)
from useworkflow_sandbox.capture.errors import CaptureError as CaptureError
from useworkflow_sandbox.capture.errors import SnapshotRefused as SnapshotRefused
from useworkflow_sandbox.capture.report import explained
from useworkflow_sandbox.capture.session import Program, Session, session
from useworkflow_sandbox.capture.signature import sign, verified
from useworkflow_sandbox.capture.table import SIZE, entries, reader_prefix, writer_memo
from useworkflow_sandbox.context import ContextVar
from useworkflow_sandbox.eviction import evict as evict
from useworkflow_sandbox.suspending_functions import SuspendingFunction
from useworkflow_sandbox.values.writing import is_of_library

RESTORERS: dict[str, Any] = {
    function.__name__: function
    for function in (
        frames.resume, frames.fill, frames.finished, frames.step_again, frames.close_again, frames.next_again, objects.shared_value, functional.new_partial, objects.new_struct, functional.fill_partial, frames.known_function,
        frames.make_function, frames.fill_function, frames.make_cell, frames.fill_cell, frames.bound_method,
        frames.new_suspending, frames.fill_suspending,
        objects.named_class, objects.native_function, objects.callback, objects.class_method, objects.plain_method,
        objects.enum_member, objects.flag_value, objects.new_instance, objects.new_value, objects.fill_instance, exceptions.new_exception, exceptions.new_traceback,
        exceptions.fill_exception, objects.dict_iterator, objects.empty_iterator, objects.pattern, objects.zone, objects.recorded_value,
        objects.context_variable, decimal_contexts.decimal_context, decimal_contexts.native_context,
        classes.new_class, classes.fill_class, classes.new_property, classes.new_static, forms.type_form,
        forms.type_variable, classes.fill_data_class, generated.new_enum, generated.fill_enum,
        named_tuples.new_named_tuple, named_tuples.fill_named_tuple, functional.ordering_method,
        functional.new_cached_property, functional.fill_cached_property, functional.new_dispatcher, functional.fill_dispatcher,
        functional.new_dispatching_method, functional.fill_dispatching_method, functional.dispatched, classes.slot,
        memory_files.new_memory_file, memory_files.fill_memory_file, itertool.new_itertool, itertool.fill_itertool, matches.new_match, exceptions.new_validation_error,
        forms.type_alias, frames.begin_step, frames.either_step,
    )
}  # fmt: skip


def _reduce_function(value: FunctionType) -> Any:
    if RESTORERS.get(value.__name__) is value:
        return NotImplemented
    if functional.is_dispatcher(value):
        return functional.reduce_dispatcher(value)
    if functional.is_dispatched(value):
        return functional.reduce_dispatched(value)
    return frames.reduce_function(value) or functional.reduce_ordering(value) or objects.reduce_native_function(value)


_Reduce = Callable[[Any], Any]
_BY_TYPE: dict[type, _Reduce | None] = {
    CoroutineType: frames.reduce_frame,
    GeneratorType: frames.reduce_frame,
    AsyncGeneratorType: frames.reduce_frame,
    frames.ASEND: frames.reduce_asend,
    frames.ATHROW: frames.reduce_athrow,
    frames.ANEXT: frames.reduce_anext,
    CellType: frames.reduce_cell,
    FunctionType: _reduce_function,
    SuspendingFunction: frames.reduce_suspending,
    MethodType: objects.reduce_method,
    TracebackType: exceptions.reduce_traceback,
    BuiltinFunctionType: objects.reduce_builtin,
    functools.partial: functional.reduce_partial,
    **dict.fromkeys(itertool.KINDS.values(), itertool.reduce_itertool),
    re.Match: matches.reduce_match,
    re.Pattern: lambda value: (objects.pattern, (value.pattern, value.flags)),
    WrapperDescriptorType: classes.reduce_slot,
    **dict.fromkeys((io.StringIO, io.BytesIO), memory_files.reduce_memory_file),
    property: classes.reduce_property,
    functools.cached_property: functional.reduce_cached_property,
    functools.singledispatchmethod: functional.reduce_dispatching_method,
    **dict.fromkeys((staticmethod, classmethod), classes.reduce_static),
    **dict.fromkeys(forms.FORMS, forms.reduce_form),
    ContextVar: objects.reduce_variable,
    contextvars.Context: decimal_contexts.reduce_native_context,
    decimal.Context: decimal_contexts.reduce_decimal_context,
    **dict.fromkeys(objects.VIEWS, objects.reduce_dict_iterator),
    **dict.fromkeys(allowed.ITERATORS, None),
    **dict.fromkeys(allowed.STDLIB_TYPES.values(), None),
    ZoneInfo: lambda value: (objects.zone, (value.key,)),
}
"""How instances of a class are reduced: ``None`` leaves it to the pickler's own way for the class."""


def _way_of(kind: type) -> _Reduce | None:
    """Decide how instances of ``kind`` are reduced."""
    if issubclass(kind, type):
        return objects.reduce_class
    if issubclass(kind, BaseException):
        return exceptions.reduce_exception
    if issubclass(kind, Enum):
        return objects.reduce_enum
    if kind.__module__ == "builtins":
        return None if kind.__qualname__ in allowed.BUILTIN_TYPES else objects.refuse_value
    if kind.__module__.startswith("useworkflow_sandbox."):
        return None
    if hasattr(kind, "__struct_fields__"):
        return objects.reduce_struct
    if is_of_library(kind):
        return objects.reduce_by_value
    made_by_python = not births.is_of_c(kind) and not any(map(objects.has_own_layout, kind.__mro__))
    return objects.reduce_instance if made_by_python else objects.refuse_value


class _Pickler(pickle.Pickler):
    def __init__(self, buffer: io.BytesIO) -> None:
        super().__init__(buffer, protocol=5)
        self.memo = writer_memo()
        self._ways: dict[type, _Reduce | None] = session().codes.reducers
        self._shared = session().codes.shared

    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if id(value) in self._shared:
            return objects.shared_value, self._shared[id(value)]
        try:
            reduce = self._ways[kind]
        except KeyError:
            reduce = _BY_TYPE[kind] if kind in _BY_TYPE else _way_of(kind)
            if not classes.is_local(kind):  # it is let go of with its run
                self._ways[kind] = reduce
        return NotImplemented if reduce is None else reduce(value)


class _NanPickler(_Pickler):
    """Keeps the identity of NaNs too (``x in [x]`` asks for it); plain pickling has no memo for floats."""

    def __init__(self, buffer: io.BytesIO) -> None:
        super().__init__(buffer)
        self._nans: dict[int, float] = {}

    def persistent_id(self, value: Any) -> Any:
        if type(value) is float and value != value:
            self._nans[id(value)] = value
            return id(value)
        return None


_NANS = (b"G\x7f\xf8", b"G\xff\xf8")
_WITH_NANS = 1 << 15
"""Set in a snapshot's first two bytes, beside the number of table entries, where NaNs are told apart."""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("useworkflow_sandbox.capture."):
            found = RESTORERS.get(name)
        else:
            found = allowed.GLOBALS.get((module, name))
        if found is None:
            raise SnapshotRefused(f"the snapshot names {module}.{name}, which is not allowed")
        return found


class _NanUnpickler(_Unpickler):
    def __init__(self, buffer: io.BytesIO) -> None:
        super().__init__(buffer)
        self._nans: dict[Any, float] = {}

    def persistent_load(self, number: Any) -> Any:
        known = entries()
        return known[number] if number < len(known) else self._nans.setdefault(number, float("nan"))


@functools.cache
def _table_unpickler() -> type[_Unpickler]:
    """A reader that finds table entries without a call into Python for each."""
    return type("_TableUnpickler", (_Unpickler,), {"persistent_load": staticmethod(entries().__getitem__)})


def dump(root: object, program: Program, key: bytes | None = None) -> bytes:
    """Write ``root`` and all that it reaches.

    Args:
        root: the state of an instance between turns.
        program: whose code the coroutines run.
        key: the signing key, or ``None`` for a checksum.

    Raises:
        CaptureError: something live cannot be kept; it is named with the local that holds it.
    """
    with Session(program):
        try:
            payload = _pickled(root)
        except CaptureError as error:
            raise explained(error, root, program) from None
        except Exception as error:  # whatever it is: the run goes on by its log
            what = f"the state cannot be kept in a snapshot: {type(error).__name__}: {error}"
            raise explained(CaptureError(what), root, program) from error
    return sign(payload, key)


def _pickled(root: object) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer).dump(root)
    payload = buffer.getvalue()
    if not any(nan in payload for nan in _NANS):
        return SIZE.to_bytes(2, "little") + payload
    buffer = io.BytesIO()
    _NanPickler(buffer).dump(root)
    return (SIZE | _WITH_NANS).to_bytes(2, "little") + buffer.getvalue()


def _unpickled(payload: bytes) -> Any:
    header = int.from_bytes(payload[:2], "little")
    size = header & ~_WITH_NANS
    if size > SIZE:
        raise SnapshotRefused("a snapshot was written by a newer version of useworkflow")
    reader = _NanUnpickler if header & _WITH_NANS else _table_unpickler()
    unpickler = reader(io.BytesIO(reader_prefix(size) + payload[2:]))
    unpickler.load()
    return unpickler.load()


def load(data: bytes, program: Program, key: bytes | None = None) -> Any:
    """Read what ``dump`` wrote. Coroutines come back ready to be started: the first ``send(None)`` parks them again.

    Raises:
        SnapshotRefused: damaged, signed with another key, or in need of code or classes that are not there.
    """
    payload = verified(data, key)
    if payload is None:
        raise SnapshotRefused(
            "a snapshot's signature does not hold",
            why="it is damaged, or was written with another signing key",
            mend="nothing is lost: the run is rebuilt from its log",
        )
    with Session(program), frames.unhooked():
        try:
            root = _unpickled(payload)
            frames.prime_generators()
        except SnapshotRefused:
            raise
        except Exception as error:
            raise SnapshotRefused(f"a snapshot cannot be read: {type(error).__name__}: {error}") from error
    return root
