"""Restores coroutines of lowered code at every single suspension, whoever drives them.

    Restored(coroutine).send(None)     what the coroutine yields; in between it went to bytes, was evicted and restored

What a test owns outside is kept by identity (persistent ids) and counted; ``Keep`` says how much that is. What lowered
code awaits and is none of ours is a ``Foreign``. Read next: ``awaitables``, ``patched`` (where coroutines are driven).
"""

from __future__ import annotations

import collections
import gc
import io
import unittest
import weakref
from asyncio import BaseEventLoop
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from enum import Enum
from threading import Thread
from types import (
    AsyncGeneratorType,
    BuiltinFunctionType,
    CellType,
    CodeType,
    CoroutineType,
    FrameType,
    FunctionType,
    GeneratorType,
    ModuleType,
    TracebackType,
)
from typing import Any, ClassVar

from awaitables import LEAVES, PAUSE, Bad, Foreign, Pause
from loading import Referee

from useworkflow_sandbox import capture
from useworkflow_sandbox.capture import allowed, frames
from useworkflow_sandbox.capture.table import SIZE, entries, reader_prefix
from useworkflow_sandbox.delegates import Closing, StepAgain
from useworkflow_sandbox.seam import Managed, SelfIterating

CO_ITERABLE_COROUTINE = 0x100


class Keep(Enum):
    """What stays the very same object across a restore."""

    VALUES = "values"
    """All that frames hold; the frames themselves, the iterators of their loops and managers of their ``with`` are new."""
    OUTSIDE = "outside"
    """Only what no snapshot may hold or what is shared with frames outside: plain data, exceptions, closures are new."""


@dataclass(slots=True)
class Counts:
    """What happened in one module."""

    restored: int = 0
    kept: int = 0
    primitives: int = 0
    """Frames of the source of asyncio's primitives, or of our own, that were restored among those of the tests."""
    refused: collections.Counter[str] = field(default_factory=collections.Counter)

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"restored": self.restored, "kept": self.kept, "primitives": self.primitives,
                "refused": dict(self.refused)}  # fmt: skip


class Resuming:
    """The restoring of one program's coroutines."""

    def __init__(self, referee: Referee, keep: Keep) -> None:
        self.referee = referee
        self.keep = keep
        self.counts = Counts()
        self.dropped: set[int] = set()
        """Ids of async generators whose place a restored one has taken: asyncio is not to close them."""
        self.drivers: weakref.WeakSet[Restored] = weakref.WeakSet()
        capture._Pickler, capture._pickled, capture._unpickled = _Pickler, _pickled, _unpickled
        frames._awaited = _awaited(frames._awaited)

    def is_lowered(self, value: Any) -> bool:
        """Whether ``value`` is a frame of lowered code."""
        code = _code_of(value)
        if code is None:
            return False
        loaded = self.referee.codes.of(code)
        return loaded is not None and bool(loaded.entry.resume_marker)

    def foreign(self, awaitable: Any) -> Any:
        """``awaitable`` as lowered code awaits it."""
        kind = type(awaitable)
        if kind in (Foreign, Pause, Restored, Closing, StepAgain) or self.is_lowered(awaitable):
            return awaitable
        if self.keep is Keep.OUTSIDE and kind in frames._AGAIN and self.is_lowered(_generator_of(awaitable)):
            return awaitable
        if kind is CoroutineType:
            if awaitable.cr_await is not None:
                return awaitable  # Python refuses to await it twice
            return Foreign(awaitable.__await__)
        if kind is GeneratorType and awaitable.gi_code.co_flags & CO_ITERABLE_COROUTINE:
            return Foreign(lambda: awaitable)
        method = getattr(kind, "__await__", None)
        if method is None:
            return awaitable
        iterator = method(awaitable)
        if not hasattr(type(iterator), "__next__") or type(iterator) is CoroutineType:
            return Bad(iterator)
        return Foreign(lambda: iterator)

    def restore(self) -> None:
        """Take every parked or new coroutine that is being driven through bytes, in one blob.

        If that fails they stay (counted).
        """
        drivers = [driver for driver in list(self.drivers) if driver.at_rest]
        parked = [driver.coroutine.cr_suspended for driver in drivers]
        kept = Kept(self, [driver.coroutine for driver in drivers])
        with kept:
            try:
                data = kept.dump(self.referee)
            except capture.CaptureError as error:
                self.counts.refused[f"{error.what} ({error.why})"] += 1
                return
            cells = [(cell, cell.cell_contents) for cell in kept.objects if _is_full_cell(cell)]
            for driver in drivers:
                capture.evict(driver.coroutine)
            for cell, contents in cells:
                cell.cell_contents = contents  # the end of an ``except`` clause has unbound its name
            again = capture.load(data, self.referee)
            for coroutine, was_parked in zip(again, parked, strict=False):
                if was_parked:
                    coroutine.send(None)
        self.dropped.update(number for number, value in kept.seen.items() if type(value) is AsyncGeneratorType)
        for driver, coroutine in zip(drivers, again, strict=False):
            driver.coroutine = coroutine
        for old, new in zip(kept.generators, again[len(drivers) :], strict=True):
            _become(old, new)
        self.counts.restored += len(drivers)
        self.counts.kept += len(kept.objects)
        self.counts.primitives += sum(map(self._is_primitive, kept.driven.values()))

    def _is_primitive(self, frame: Any) -> bool:
        loaded = self.referee.codes.of(_code_of(frame))
        return loaded is not None and loaded.module.startswith(("asyncio.", "useworkflow_sandbox.library."))


def _is_full_cell(value: Any) -> bool:
    return type(value) is CellType and value != CellType()


def _generator_of(step: Any) -> Any:
    """The async generator that a step such as ``agen.asend(None)`` belongs to."""
    while type(step) in frames._AGAIN:
        step = next(
            (held for held in gc.get_referents(step) if type(held) in (*frames._AGAIN, AsyncGeneratorType)), None
        )
    return step


def _become(old: Any, new: Any) -> None:
    """Let the variables and containers of a test that hold ``old`` hold ``new``."""
    for holder in gc.get_referrers(old):
        if type(holder) is CellType:
            holder.cell_contents = new
        elif type(holder) is list and len(holder) < 100:
            holder[:] = [new if item is old else item for item in holder]


def _code_of(value: Any) -> Any:
    for kind, name in ((CoroutineType, "cr_code"), (GeneratorType, "gi_code"), (AsyncGeneratorType, "ag_code")):
        if type(value) is kind:
            return getattr(value, name)
    return None


def _awaited(original: Callable[..., Any]) -> Callable[..., Any]:
    def awaited(value: Any, *rest: Any) -> Any:
        if type(value) is GeneratorType and value.gi_code in LEAVES and value.gi_frame is not None:
            return value.gi_frame.f_locals["self"]
        return original(value, *rest)

    return awaited


_NEW = (
    tuple, list, dict, set, frozenset, bytearray, collections.deque, collections.OrderedDict, TracebackType,
    type(iter({}.keys())), type(iter({}.values())), type(iter({}.items())),
)  # fmt: skip
_ATOMS = (int, str, bytes, bool, complex, type(None), type(Ellipsis))


class Kept:
    """The persistent ids of one dump."""

    current: ClassVar[list[Kept]] = []

    def __init__(self, resuming: Resuming, roots: list[Any]) -> None:
        self.resuming = resuming
        self.roots = roots
        self.objects: list[Any] = []
        self.index: dict[int, int] = {}
        self.same: dict[int, Any] = {}
        self.new: dict[int, Any] = {}
        self.driven: dict[int, Any] = {}
        self.generators: list[Any] = []
        """Async generators on the way from a driver to where it waits."""
        self.seen: dict[int, Any] = {}
        for root in roots:
            self._own_cells(root) if resuming.keep is Keep.OUTSIDE else self._frame(root)

    def dump(self, referee: Referee) -> bytes:
        """The snapshot. What the objects that stay refer to stays too, so it is written until that is stable."""
        while True:
            data = capture.dump([*self.roots, *self.generators], referee)
            if self.resuming.keep is Keep.VALUES:
                return data
            shared = self._reached_from_outside()
            if not shared:
                return data
            self.same |= shared
            self.objects, self.index, self.seen = [], {}, {}

    def _reached_from_outside(self) -> dict[int, Any]:
        shared: dict[int, Any] = {}
        visited: set[int] = set()
        queue = list(self.objects)
        while queue and len(visited) < 20_000:
            value = queue.pop()
            if id(value) in visited or isinstance(value, _ATOMS):
                continue
            visited.add(id(value))
            if id(value) in self.seen:
                shared[id(value)] = value
            queue += _held(value, self)
        return shared

    def _own_cells(self, root: Any) -> None:
        """The variables that inner functions of the frames on the chain share may be new; those from outside not."""
        frame, self.driven[id(root)] = root, root
        while frame is not None and self.resuming.is_lowered(frame):
            loaded = self.resuming.referee.codes.of(_code_of(frame))
            values = _locals_of(frame)
            reader = values.get("_uw_cells")
            if reader is not None and loaded is not None:
                cells = dict(zip(reader.__code__.co_freevars, reader.__closure__, strict=True))
                for name, cell in cells.items():
                    if name not in loaded.code.co_freevars:
                        self.new[id(cell)] = cell
            self.driven[id(frame)] = frame
            frame = _inner(frame)
            while type(frame) is GeneratorType and frame.gi_code in frames._WAITING:
                frame = _inner(frame)
            if type(frame) in frames._AGAIN:
                self.driven[id(frame)] = frame
                frame = _generator_of(frame)
                if self.resuming.is_lowered(frame):
                    self.generators.append(frame)

    def _frame(self, frame: Any) -> None:
        self.driven[id(frame)] = frame
        for name, value in _locals_of(frame).items():
            if name.startswith(("_uw_i", "_uw_m")):
                self._machinery(value)
            elif not isinstance(value, _ATOMS):
                self.same[id(value)] = value
        inner = _inner(frame)
        if inner is not None and self.resuming.is_lowered(inner):
            self.same.pop(id(inner), None)
            self._frame(inner)

    def _machinery(self, value: Any) -> None:
        """What generated code made for itself is new; a manager of ``async with`` is the user's object."""
        if isinstance(value, Managed | SelfIterating) or type(value) in allowed.ITERATORS:
            self.new[id(value)] = value
        elif not isinstance(value, _ATOMS):
            self.same[id(value)] = value

    def persistent(self, value: Any) -> bool:
        """Whether ``value`` stays the same object."""
        kind = type(value)
        if kind in _ATOMS or id(value) in self.driven:
            return False
        if id(value) in self.same:
            return True
        if id(value) in self.new:
            self.seen[id(value)] = value
            return False
        if kind is tuple:
            return False
        if kind is FunctionType and (value.__module__ or "").startswith("useworkflow_sandbox."):
            return False
        if kind is float:
            return value != value
        if self.resuming.keep is Keep.VALUES:
            return kind not in (list, dict, set, tuple) and kind not in (frames.FrameState,)
        if self._can_be_new(value, kind):
            self.seen[id(value)] = value
            return False
        return True

    def _can_be_new(self, value: Any, kind: type) -> bool:
        if kind in _NEW or kind is Pause or kind in allowed.ITERATORS:
            return True
        if kind is FunctionType:
            return self.resuming.referee.codes.of(value.__code__) is not None
        if kind is BuiltinFunctionType:
            owner = value.__self__
            return not isinstance(owner, ModuleType) and (type(owner), value.__name__) in allowed.METHODS
        if kind.__module__.startswith("useworkflow_sandbox."):
            return True
        if (kind is CoroutineType and value.cr_suspended) or (
            kind is AsyncGeneratorType and value.ag_await is not None
        ):
            return False  # a test drives it by hand, or it is no driver's: it would come back not yet started
        return isinstance(value, BaseException) or self.resuming.is_lowered(value)

    def identity(self, value: Any) -> int | None:
        """The persistent id of ``value``, or ``None``."""
        if not self.persistent(value):
            return None
        number = self.index.get(id(value))
        if number is None:
            number = self.index[id(value)] = len(self.objects)
            self.objects.append(value)
        return ~number

    def __enter__(self) -> None:
        Kept.current.append(self)

    def __exit__(self, *_: object) -> None:
        Kept.current.pop()


class _Pickler(capture._Pickler):
    """The product's, with persistent ids."""

    def reducer_override(self, value: Any) -> Any:
        return (Pause, (value.given,)) if type(value) is Pause else super().reducer_override(value)

    def persistent_id(self, value: Any) -> int | None:
        return Kept.current[-1].identity(value)


class _Unpickler(capture._Unpickler):
    """The product's, with persistent ids; those from 0 on are the product's own table."""

    def persistent_load(self, number: int) -> Any:
        return entries()[number] if number >= 0 else Kept.current[-1].objects[~number]


def _pickled(root: object) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer).dump(root)
    return buffer.getvalue()


def _unpickled(payload: bytes) -> Any:
    unpickler = _Unpickler(io.BytesIO(reader_prefix(SIZE) + payload))
    unpickler.load()
    return unpickler.load()


def _locals_of(frame: Any) -> Any:
    for name in ("cr_frame", "gi_frame", "ag_frame"):
        found = getattr(frame, name, None)
        if found is not None:
            return found.f_locals
    return {}


def _inner(frame: Any) -> Any:
    return next((getattr(frame, n) for n in ("cr_await", "gi_yieldfrom", "ag_await") if hasattr(frame, n)), None)


_OPAQUE = (ModuleType, FrameType, CodeType, unittest.TestResult, Thread)


def _held(value: Any, kept: Kept) -> list[Any]:
    """What ``value`` refers to, as far as it may be shared with a frame of ours."""
    kind = type(value)
    if isinstance(value, _OPAQUE) or kind is Restored or id(value) in kept.driven:
        return []
    if isinstance(value, BaseEventLoop):
        replaced = [held for held in vars(value).values() if type(held) is FunctionType]
        return [*value._ready, *value._scheduled, *replaced]
    if kind is FunctionType:
        return [*(value.__closure__ or ()), *(value.__defaults__ or ()), *vars(value).values()]
    if isinstance(value, type):
        return list(vars(value).values()) if value.__module__ in kept.resuming.referee.codes.namespaces else []
    if kind is dict and ("__builtins__" in value or ("__name__" in value and "__spec__" in value)):
        return []
    if isinstance(value, unittest.TestCase):
        return [held for name, held in vars(value).items() if name not in ("_outcome", "_asyncioRunner")]
    return gc.get_referents(value)


class Restored(Coroutine[Any, Any, Any]):
    """A coroutine of lowered code that is restored after each step."""

    def __init__(self, resuming: Resuming, coroutine: Any) -> None:
        self.coroutine = coroutine
        self._resuming = resuming
        resuming.drivers.add(self)

    @property
    def at_rest(self) -> bool:
        """Whether the coroutine can be captured now."""
        return self.coroutine.cr_frame is not None and not self.coroutine.cr_running

    def send(self, value: Any) -> Any:
        yielded = self.coroutine.send(value)
        self._resuming.restore()
        return self._go_on(yielded)

    def throw(self, *error: Any) -> Any:
        yielded = self.coroutine.throw(*error)
        self._resuming.restore()
        return self._go_on(yielded)

    def _go_on(self, yielded: Any) -> Any:
        while yielded is PAUSE:
            yielded = self.coroutine.send(None)
            self._resuming.restore()
        return yielded

    def close(self) -> None:
        self.coroutine.close()

    def __await__(self) -> Any:
        return self

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        return self.send(None)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.coroutine, name)

    def __repr__(self) -> str:
        return repr(self.coroutine)
