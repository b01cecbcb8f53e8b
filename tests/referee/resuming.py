"""Restores coroutines of lowered code at every single suspension, whoever drives them.

    Restored(coroutine).send(None)     what the coroutine yields; in between it went to bytes, was evicted and restored

What a test owns outside is kept by identity (persistent ids) and counted; ``Keep`` says how much that is. What lowered
code awaits and is none of ours (a future of asyncio, a test's own awaitable) is driven through ``Foreign``, whose iterator
survives the eviction of the coroutine above it. Read next: ``patched`` (where coroutines are driven).
"""

from __future__ import annotations

import collections
import gc
import unittest
import weakref
from asyncio import BaseEventLoop
from collections.abc import Callable, Coroutine, Generator
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

from loading import Referee
from useworkflow_sandbox import capture
from useworkflow_sandbox.capture import allowed, frames
from useworkflow_sandbox.eviction import Evicted

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
    refused: collections.Counter[str] = field(default_factory=collections.Counter)

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"restored": self.restored, "kept": self.kept, "refused": dict(self.refused)}


class Foreign:
    """An awaitable of other code, awaited by lowered code. It can be awaited again by the restored coroutine."""

    __slots__ = ("_iterator", "_make", "_parked")

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._iterator: Any = None
        self._parked = False

    def __await__(self) -> Generator[Any, Any, Any]:
        if not self._parked:
            self._iterator = self._make()
        error: BaseException | None = None
        wake: Any = None
        while True:
            if not self._parked:
                try:
                    yielded = _step(self._iterator, wake, error)
                except StopIteration as stop:
                    return stop.value
            else:
                yielded = None  # after a restore: the driver takes this and drops it
            wake = error = None
            self._parked = True
            try:
                wake = yield yielded
            except Evicted:
                raise
            except GeneratorExit:
                self._parked = False
                close = getattr(self._iterator, "close", None)
                if close is not None:
                    close()
                raise
            except BaseException as caught:
                error = caught
            self._parked = False


def _step(iterator: Any, wake: Any, error: BaseException | None) -> Any:
    """One step as ``yield from`` makes it."""
    if error is not None:
        throw = getattr(iterator, "throw", None)
        if throw is None:
            raise error
        return throw(error)
    return next(iterator) if wake is None else iterator.send(wake)


_PAUSE = object()


def _paused(value: Any) -> Generator[Any, None, Any]:
    yield _PAUSE
    return value


def value(given: Any) -> Foreign:
    """``await value(v)`` suspends, is restored at once, and gives ``v``."""
    return Foreign(lambda: _paused(given))


def pause() -> Foreign:
    """``await pause()`` suspends and is restored at once."""
    return value(None)


class Resuming:
    """The restoring of one program's coroutines."""

    def __init__(self, referee: Referee, keep: Keep) -> None:
        self.referee = referee
        self.keep = keep
        self.counts = Counts()
        self.drivers: weakref.WeakSet[Restored] = weakref.WeakSet()
        capture._Pickler, capture._Unpickler = _Pickler, _Unpickler
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
        if kind is Foreign or kind is Restored or self.is_lowered(awaitable):
            return awaitable
        if self.keep is Keep.OUTSIDE and kind in frames._AGAIN:
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
            return _Bad(iterator)
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
            for driver in drivers:
                capture.evict(driver.coroutine)
            again = capture.load(data, self.referee)
            for coroutine, was_parked in zip(again, parked, strict=True):
                if was_parked:
                    coroutine.send(None)
        for driver, coroutine in zip(drivers, again, strict=True):
            driver.coroutine = coroutine
        self.counts.restored += len(drivers)
        self.counts.kept += len(kept.objects)


class _Bad:
    """An awaitable with an ``__await__`` that gives something wrong, which Python is to say."""

    def __init__(self, iterator: Any) -> None:
        self.iterator = iterator

    def __await__(self) -> Any:
        return self.iterator


def _code_of(value: Any) -> Any:
    for kind, name in ((CoroutineType, "cr_code"), (GeneratorType, "gi_code"), (AsyncGeneratorType, "ag_code")):
        if type(value) is kind:
            return getattr(value, name)
    return None


_LEAF = Foreign.__await__.__code__


def _awaited(original: Callable[..., Any]) -> Callable[..., Any]:
    def awaited(value: Any, *rest: Any) -> Any:
        if type(value) is GeneratorType and value.gi_code is _LEAF and value.gi_frame is not None:
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
        self.seen: dict[int, Any] = {}
        for root in roots:
            self._own_cells(root) if resuming.keep is Keep.OUTSIDE else self._frame(root)

    def dump(self, referee: Referee) -> bytes:
        """The snapshot. What the objects that stay refer to stays too, so it is written until that is stable."""
        while True:
            data = capture.dump(self.roots, referee)
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
            queue += _held(value, self.resuming)
        return shared

    def _own_cells(self, root: Any) -> None:
        """The variables that inner functions of the frames on the chain share may be new; those from outside not."""
        frame, self.new[id(root)] = root, root
        while frame is not None and self.resuming.is_lowered(frame):
            loaded = self.resuming.referee.codes.of(_code_of(frame))
            values = _locals_of(frame)
            reader = values.get("_uw_cells")
            if reader is not None and loaded is not None:
                cells = dict(zip(reader.__code__.co_freevars, reader.__closure__, strict=True))
                for name, cell in cells.items():
                    if name not in loaded.code.co_freevars:
                        self.new[id(cell)] = cell
            frame = _inner(frame)

    def _frame(self, frame: Any) -> None:
        self.new[id(frame)] = frame
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
        kind = type(value)
        if kind.__module__.startswith("useworkflow_sandbox."):
            self.new[id(value)] = value
        elif kind in allowed.ITERATORS:
            self.new[id(value)] = value

    def persistent(self, value: Any) -> bool:
        """Whether ``value`` stays the same object."""
        kind = type(value)
        if kind in _ATOMS:
            return False
        if id(value) in self.same:
            return True
        if id(value) in self.new:
            self.seen[id(value)] = value
            return False
        if kind is tuple:
            return False
        if kind is FunctionType and capture._RESTORERS.get(value.__name__) is value:
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
        if kind in _NEW or kind in allowed.ITERATORS or kind in frames._AGAIN:
            return True
        if kind is FunctionType:
            return self.resuming.referee.codes.of(value.__code__) is not None
        if kind is BuiltinFunctionType:
            owner = value.__self__
            return not isinstance(owner, ModuleType) and (type(owner), value.__name__) in allowed.METHODS
        if kind.__module__.startswith("useworkflow_sandbox."):
            return True
        return isinstance(value, BaseException) or self.resuming.is_lowered(value)

    def identity(self, value: Any) -> int | None:
        """The persistent id of ``value``, or ``None``."""
        if not self.persistent(value):
            return None
        number = self.index.get(id(value))
        if number is None:
            number = self.index[id(value)] = len(self.objects)
            self.objects.append(value)
        return number

    def __enter__(self) -> None:
        Kept.current.append(self)

    def __exit__(self, *_: object) -> None:
        Kept.current.pop()


class _Pickler(capture._Pickler):
    """The product's, with persistent ids."""

    def persistent_id(self, value: Any) -> int | None:
        return Kept.current[-1].identity(value)


class _Unpickler(capture._Unpickler):
    """The product's, with persistent ids."""

    def persistent_load(self, number: int) -> Any:
        return Kept.current[-1].objects[number]


def _locals_of(frame: Any) -> Any:
    for name in ("cr_frame", "gi_frame", "ag_frame"):
        found = getattr(frame, name, None)
        if found is not None:
            return found.f_locals
    return {}


def _inner(frame: Any) -> Any:
    return next((getattr(frame, n) for n in ("cr_await", "gi_yieldfrom", "ag_await") if hasattr(frame, n)), None)


_OPAQUE = (ModuleType, FrameType, CodeType, unittest.TestResult, BaseEventLoop, Thread)


def _held(value: Any, resuming: Resuming) -> list[Any]:
    """What ``value`` refers to, as far as it may be shared with a frame of ours."""
    kind = type(value)
    if isinstance(value, _OPAQUE) or kind is Restored or resuming.is_lowered(value):
        return []
    if kind is FunctionType:
        return [*(value.__closure__ or ()), *(value.__defaults__ or ()), *vars(value).values()]
    if isinstance(value, type):
        return list(vars(value).values()) if value.__module__ in resuming.referee.codes.namespaces else []
    if kind is dict and ("__builtins__" in value or "__name__" in value and "__spec__" in value):
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
        while yielded is _PAUSE:
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
