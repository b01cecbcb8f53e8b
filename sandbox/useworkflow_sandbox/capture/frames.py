"""Coroutines, functions and cells as (function id, program counter, live locals), and back.

    a parked coroutine     ->   resume(id, cells), then (pc, {local: value}, awaited)
    a closure              ->   make_function(id, cells), then (defaults, ...)
    a cell                 ->   make_cell(), then its contents

The object is made first and filled afterwards, so that cycles (a task in a local of its own coroutine) hold together,
and sibling closures share the very same cells. Read next: ``objects``.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from types import (
    AsyncGeneratorType,
    CellType,
    CodeType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    MethodType,
    TracebackType,
)
from typing import Any

from useworkflow_sandbox.capture.errors import CaptureError, SnapshotRefused
from useworkflow_sandbox.capture.session import delegates, generators, session, steps_under_way
from useworkflow_sandbox.codes import LoadedFunction
from useworkflow_sandbox.delegates import AwaitIterator, Closing, Delegate, Started, StepAgain
from useworkflow_sandbox.futures import Future
from useworkflow_sandbox.suspending_functions import SuspendingFunction, inside, put_inside

_set = object.__setattr__
"""Sets what Python itself hangs on an exception; the class's own ``__setattr__`` may refuse, as that of a frozen data class."""


async def _sample() -> AsyncGenerator[None, None]:
    yield


def _close(step: Any) -> type:
    step.close()
    return type(step)


ASEND, ATHROW = _close(_sample().asend(None)), _close(_sample().aclose())
ANEXT = _close(anext(_sample(), None))
_AGAIN = (ASEND, ATHROW, ANEXT)
"""The interpreter's own awaitables of async generators."""


class FrameState:
    """What a re-entry form is called with: where to go, the locals, and what it was waiting for."""

    __slots__ = ("_child", "_locals", "_saved", "pc")

    def __init__(self) -> None:
        self.pc = 0
        self._locals: dict[str, Any] = {}
        self._child: Any = None
        self._saved: list[tuple[BaseException, TracebackType | None, BaseException | None]] = []

    def fill(self, pc: int, values: dict[str, Any], child: Any) -> None:
        """Set all, once the values themselves are there."""
        self.pc, self._locals, self._child = pc, values, child

    def take_locals(self) -> dict[str, Any]:
        """The locals; they are handed out once, so that the frame alone keeps them alive."""
        values, self._locals = self._locals, {}
        return values

    def take(self) -> Any:
        """What the suspension awaits, when re-entry has got to it; handed out once.

        The exceptions that had to be raised again on the way get the traceback and context back that they had. Not
        before: raising one inside the handler of another looks through the other's chain, and would cut a cycle.
        """
        for error, traceback, context in reversed(self._saved):
            _set(error, "__traceback__", traceback)
            _set(error, "__context__", context)
        self._saved = []
        child, self._child = self._child, None
        return child

    @property
    def awaited(self) -> Any:
        """What the suspension awaits, while re-entry has not got to it."""
        return self._child

    def stand_in(self, child: Any) -> None:
        """Let the suspension await ``child`` in its place."""
        self._child = child

    def rethrow(self, error: BaseException) -> BaseException:
        """Note what raising ``error`` again will change, and return it."""
        self._saved.append((error, error.__traceback__, error.__context__))
        _set(error, "__context__", None)
        return error


# --- dump

_KINDS = {
    CoroutineType: ("cr_frame", "cr_code", "cr_running", "cr_await"),
    GeneratorType: ("gi_frame", "gi_code", "gi_running", "gi_yieldfrom"),
    AsyncGeneratorType: ("ag_frame", "ag_code", "ag_running", "ag_await"),
}


def reduce_frame(owner: Any) -> tuple[Any, ...]:
    """How a snapshot holds a coroutine, a generator or an async generator.

    Raises:
        CaptureError: it is not one of lowered code, or awaits something opaque.
    """
    frame_name, code_name, running_name, awaited_name = _KINDS[type(owner)]
    frame = getattr(owner, frame_name)
    if frame is None:
        return finished, (type(owner).__name__,)
    code = getattr(owner, code_name)
    loaded = session().codes.of(code)
    if loaded is None or not loaded.entry.resume_marker:
        raise _foreign(owner)
    if getattr(owner, running_name) and type(owner) is not AsyncGeneratorType:
        raise CaptureError(f"{owner.__qualname__} is running", why="a turn has not ended")
    values = frame.f_locals
    if "_uw_pc" in values:
        state: tuple[Any, ...] = _parked_state(
            values, loaded, getattr(owner, awaited_name), type(owner) is GeneratorType
        )
        cells = _cells_of_parked(values, loaded)
    else:
        state = _fresh_state(values, code, loaded)
        cells = _cells_of_fresh(owner, frame, code, loaded)
    _forget(values)
    names = (owner.__name__, owner.__qualname__)
    if names != (loaded.entry.name, loaded.entry.qualname):
        state = (*state, names)
    return resume, (loaded.entry.id, cells), state, None, None, fill


def _forget(values: Any) -> None:
    """Before 3.13 a frame keeps the dictionary that it once gave: what it holds would outlive the locals themselves."""
    if type(values) is dict:
        values.clear()


def _foreign(owner: Any) -> CaptureError:
    kind = type(owner).__name__.replace("_", " ")
    return CaptureError(
        f"a {kind} ({owner.__qualname__}) that is no function of workflow code is live across an await",
        why="only code that was compiled for it can be taken up again in another process",
        mend="make it a step or a list, or be done with it before the next suspension",
    )


def _parked_state(
    values: Any, loaded: LoadedFunction, awaited: Any, delegating: bool
) -> tuple[int, dict[str, Any], Any]:
    pc = values["_uw_pc"]
    entry = loaded.entry
    live = {name: values[name] for name in entry.points[pc - 1].live if name in values}
    live |= {name: values[name] for name in entry.holding if name not in live and _ends_with(values.get(name))}
    return pc, live, _awaited(awaited, loaded, delegating)


def _ends_with(value: Any) -> bool:
    """Whether ``value`` runs code of the workflow's when its last variable goes: a generator that was left in the middle.

    So it counts although nothing reads the variable any more: a run that was restored has to say what one in memory says (G2).
    """
    if type(value) is GeneratorType:
        return value.gi_suspended and _is_lowered(value.gi_code)
    return type(value) is AsyncGeneratorType and value.ag_frame is not None and _is_lowered(value.ag_code)


def _is_lowered(code: CodeType) -> bool:
    loaded = session().codes.of(code)
    return loaded is not None and bool(loaded.entry.resume_marker)


def _awaited(awaited: Any, loaded: LoadedFunction, delegating: bool) -> Any:
    """What re-entry has to wait for again: a frame of ours, the future behind the leaf, or an iterator delegated to."""
    kind = type(awaited)
    if awaited is None or kind is CoroutineType:
        return awaited
    if kind in _AGAIN:
        steps_under_way().add(id(awaited))
        return awaited
    if kind is GeneratorType and awaited.gi_frame is not None:
        if awaited.gi_code in _WAITING:
            values = awaited.gi_frame.f_locals
            behind = values["self"]
            _forget(values)
            return behind.child if type(behind) is Closing else behind
        if session().codes.of(awaited.gi_code) is not None:
            return awaited if delegating else Started(awaited)
    if kind is AwaitIterator:
        return awaited
    if kind is Delegate:
        return Delegate(awaited.iterator)
    if delegating:
        return Delegate(awaited)
    raise CaptureError(
        f"{loaded.entry.qualname} awaits a {kind.__qualname__}, which cannot be taken up again",
        why="an awaitable of foreign code hides where it stands",
        mend="await steps, hooks, timers and asyncio's own primitives in workflow code",
    )


def _fresh_state(values: Any, code: CodeType, loaded: LoadedFunction) -> tuple[int, dict[str, Any], Any]:
    """A frame that never started: its arguments are all there is."""
    if "_uw_state" in values:
        state: FrameState = values["_uw_state"]
        return state.pc, state._locals, state._child
    count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
    captured = loaded.entry.cells
    return 0, {name: values[name] for name in code.co_varnames[:count] if name not in captured}, None


def _cells_of_parked(values: Any, loaded: LoadedFunction) -> tuple[CellType, ...]:
    if not loaded.entry.cells:
        return ()
    reader = values["_uw_cells"]
    cells = dict(zip(reader.__code__.co_freevars, reader.__closure__, strict=True))
    return tuple(cells[name] for name in loaded.entry.cells)


def _cells_of_fresh(owner: Any, frame: Any, code: CodeType, loaded: LoadedFunction) -> tuple[CellType, ...]:
    """Free variables are cells of the function, which the frame refers to; own ones do not exist yet but as arguments."""
    if not loaded.entry.cells:
        return ()
    free: dict[str, CellType] = {}
    for found in gc.get_referents(owner, frame):
        if isinstance(found, FunctionType) and found.__code__ is code:
            free = dict(zip(code.co_freevars, found.__closure__ or (), strict=True))
    values = frame.f_locals
    missing = [name for name in loaded.entry.cells if name not in free]
    own = {name: CellType(values[name]) if name in values else CellType() for name in missing}
    return tuple(free.get(name) or own[name] for name in loaded.entry.cells)


def reduce_asend(step: Any) -> tuple[Any, ...]:
    """How a snapshot holds ``agen.asend(...)``."""
    return _step(step, "asend", tuple(gc.get_referents(step)[1:]) or (None,))


def reduce_athrow(step: Any) -> tuple[Any, ...]:
    """How a snapshot holds ``agen.athrow(...)`` or ``agen.aclose()``; they differ in what they refer to."""
    thrown = next((found for found in gc.get_referents(step) if isinstance(found, tuple)), None)
    return _step(step, "aclose" if thrown is None else "athrow", thrown or ())


def _step(step: Any, name: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """A frame says which step of a generator is under way: that is in the generator's own hands. Or another object has it."""
    generator = _generator_of(step)
    if not generator.ag_running:
        return begin_step, (generator, name, args)
    if id(step) in steps_under_way():
        return (close_again if name == "aclose" else step_again), (generator,)
    return either_step, (generator, name, args)


def reduce_anext(step: Any) -> tuple[Any, ...]:
    """``anext(agen, default)`` that is under way."""
    wrapped, default = gc.get_referents(step)
    return next_again, (_generator_of(wrapped), default)


def _generator_of(step: Any) -> Any:
    for found in gc.get_referents(step):
        if isinstance(found, AsyncGeneratorType):
            return found
    raise CaptureError("a step of an async generator that has ended is awaited", why="it has no state left")


def reduce_function(function: FunctionType) -> tuple[Any, ...] | None:
    """How a snapshot holds a function of the bundle or the library; ``None`` if it is neither."""
    codes = session().codes
    loaded = codes.of(function.__code__)
    if loaded is None:
        return None
    if codes.resolve(loaded) is function:
        return known_function, (loaded.entry.id,)
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    names: tuple[Any, ...] = (
        function.__name__, function.__qualname__, function.__doc__, function.__annotations__ or None,
    )  # fmt: skip
    parameters = getattr(function, "__type_params__", ())
    if parameters:
        names += (parameters,)
    state = (function.__defaults__, function.__kwdefaults__, function.__dict__ or None, names)
    return make_function, (loaded.entry.id, tuple(cells.items())), state, None, None, fill_function


def reduce_suspending(function: SuspendingFunction) -> tuple[Any, ...]:
    """How a snapshot holds a plain function that may suspend."""
    held: Any = inside(function)
    loaded = session().codes.of(held.__code__)
    whole: Any = None if loaded is None else session().codes.resolve(loaded)
    if loaded is not None and whole is function:
        return known_function, (loaded.entry.id,)
    return new_suspending, (), held, None, None, fill_suspending


def reduce_cell(cell: CellType) -> tuple[Any, ...]:
    """How a snapshot holds a captured variable."""
    try:
        contents = (cell.cell_contents,)
    except ValueError:
        return make_cell, ()
    return make_cell, (), contents, None, None, fill_cell


# --- load


def _loaded(function_id: str) -> LoadedFunction:
    loaded = session().codes.get(function_id)
    if loaded is None:
        raise SnapshotRefused(f"the snapshot needs {function_id}, which this program does not have")
    return loaded


def resume(function_id: str, cells: tuple[CellType, ...]) -> Any:
    """A coroutine or generator of the re-entry form that has not started; ``fill`` tells it where to go."""
    loaded = _loaded(function_id)
    code = session().codes.resume_code(function_id)
    if code is None or len(cells) != len(loaded.entry.cells):
        raise SnapshotRefused(f"{function_id} cannot be resumed from this snapshot")
    by_name = dict(zip(loaded.entry.cells, cells, strict=True))
    # The compiler gives a function that names ``super`` a cell for the class, also where that is a variable of the user's.
    by_name.setdefault("__class__", CellType())
    closure = tuple(by_name[name] for name in code.co_freevars)
    function = FunctionType(code, loaded.namespace, loaded.entry.name, None, closure)
    function.__qualname__ = loaded.entry.qualname
    return function(FrameState())


def fill(owner: Any, state: tuple[Any, ...]) -> None:
    """Tell what ``resume`` made where to go, and what it is called if that was changed."""
    pc, values, child, *names = state
    frame = getattr(owner, _KINDS[type(owner)][0])
    frame.f_locals["_uw_state"].fill(pc, values, child)
    if names:
        ((owner.__name__, owner.__qualname__),) = names
    if type(child) is Started:
        delegates().add(id(child.__await__()))
    if pc and type(owner) is not CoroutineType:
        generators().append(owner)
        if type(child) is GeneratorType:
            delegates().add(id(child))
        elif type(owner) is AsyncGeneratorType and child is not None:
            delegates().add(id(owner))  # it awaits: whoever awaits its step primes it


def prime_generators() -> None:
    """Bring every generator of this load to the ``yield`` at which it stood. Re-entry runs no user code."""
    for generator in generators():
        if id(generator) in delegates():
            continue
        if type(generator) is GeneratorType:
            generator.send(None)
            continue
        try:
            generator.asend(None).send(None)
        except StopIteration:
            pass


@contextmanager
def unhooked() -> Iterator[None]:
    """Async generators that are begun inside belong to no event loop: none closes them when their instance is let go."""
    before = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(None, None)
    try:
        yield
    finally:
        sys.set_asyncgen_hooks(*before)


async def _no_coroutine() -> None:
    """Finished before it began."""


def _no_generator() -> Iterator[None]:
    yield


async def _no_async_generator() -> AsyncGenerator[None, None]:
    yield


def finished(kind: str) -> Any:
    """A coroutine or generator that has ended."""
    match kind:
        case "coroutine":
            made: Any = _no_coroutine()
            made.close()
        case "generator":
            made = _no_generator()
            made.close()
        case _:
            made = _no_async_generator()
            try:
                made.aclose().send(None)
            except StopIteration:
                pass
    return made


def step_again(generator: Any) -> Any:
    """The awaitable of a step that goes on inside ``generator``."""
    return generator.asend(None)


def close_again(generator: Any) -> StepAgain:
    """The awaitable of an ``aclose()`` that goes on."""
    return StepAgain(generator, "aclose", ())


def either_step(generator: Any, name: str, args: tuple[Any, ...]) -> StepAgain:
    """The awaitable of a step that may be the one that is under way inside ``generator``."""
    _check_step(generator, name)
    return StepAgain(generator, name, args)


def begin_step(generator: Any, name: str, args: tuple[Any, ...]) -> Any:
    """The awaitable of a step that nobody has awaited yet."""
    _check_step(generator, name)
    return getattr(generator, name)(*args)


def _check_step(generator: Any, name: str) -> None:
    if type(generator) is not AsyncGeneratorType or name not in ("asend", "athrow", "aclose"):
        raise SnapshotRefused(f"a snapshot holds a step {name!r} of a {type(generator).__qualname__}")


def next_again(generator: Any, default: Any) -> Any:
    """The awaitable of ``anext(generator, default)`` that goes on."""
    return anext(generator, default)


_WAITING = (Future.__await__.__code__, StepAgain.__await__.__code__, Closing.__await__.__code__)
"""Generators of our own that stand for the object whose method they are."""


def known_function(function_id: str) -> FunctionType:
    """The module's own function object."""
    function = session().codes.resolve(_loaded(function_id))
    if function is None:
        raise SnapshotRefused(f"the snapshot needs {function_id}, which this program does not have")
    return function


def make_function(function_id: str, cells: tuple[tuple[str, CellType], ...]) -> FunctionType:
    """A closure over ``cells``."""
    loaded = _loaded(function_id)
    by_name = dict(cells)
    closure = tuple(by_name[name] for name in loaded.code.co_freevars)
    function = FunctionType(loaded.code, loaded.namespace, loaded.entry.name, None, closure)
    function.__qualname__ = loaded.code.co_qualname
    return function


def fill_function(function: FunctionType, state: tuple[Any, Any, Any, tuple[Any, ...]]) -> None:
    """Set the defaults and attributes of a closure."""
    function.__defaults__, function.__kwdefaults__, attributes, names = state
    function.__name__, function.__qualname__, function.__doc__, annotations, *parameters = names
    if annotations:
        function.__annotations__ = annotations
    if attributes:
        function.__dict__.update(attributes)
    if parameters and hasattr(function, "__type_params__"):
        (function.__type_params__,) = parameters


def new_suspending() -> SuspendingFunction:
    """A plain function that may suspend, with nothing inside as yet."""
    return SuspendingFunction(_no_coroutine)


def fill_suspending(function: SuspendingFunction, held: Any) -> None:
    """Put the function inside."""
    if type(held) is not FunctionType:
        raise SnapshotRefused("a snapshot holds a plain function with something else inside")
    put_inside(function, held)


def make_cell() -> CellType:
    """An empty cell."""
    return CellType()


def fill_cell(cell: CellType, contents: tuple[Any]) -> None:
    """Set the value of a captured variable."""
    (cell.cell_contents,) = contents


def bound_method(function: FunctionType, owner: Any) -> MethodType:
    """A bound method of a class of the bundle, the library or the user."""
    return MethodType(function, owner)
