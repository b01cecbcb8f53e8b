"""Coroutines, functions and cells as (function id, program counter, live locals), and back.

    a parked coroutine     ->   resume_coroutine(id, cells), then (pc, {local: value}, awaited)
    a closure              ->   make_function(id, cells), then (defaults, ...)
    a cell                 ->   make_cell(), then its contents

The object is made first and filled afterwards, so that cycles (a task in a local of its own coroutine) hold together,
and sibling closures share the very same cells. Read next: ``objects``.
"""

from __future__ import annotations

import gc
from types import CellType, CoroutineType, FunctionType, GeneratorType, MethodType
from typing import Any

from useworkflow_sandbox.capture.errors import CaptureError, SnapshotRefused
from useworkflow_sandbox.capture.session import session
from useworkflow_sandbox.codes import LoadedFunction
from useworkflow_sandbox.futures import Future

_LEAF = Future.__await__.__code__


class FrameState:
    """What a re-entry form is called with: where to go, the locals, and what it was waiting for."""

    __slots__ = ("_child", "_locals", "_saved", "pc")

    def __init__(self) -> None:
        self.pc = 0
        self._locals: dict[str, Any] = {}
        self._child: Any = None
        self._saved: Any = None

    def fill(self, pc: int, values: dict[str, Any], child: Any) -> None:
        """Set all, once the values themselves are there."""
        self.pc, self._locals, self._child = pc, values, child

    def take_locals(self) -> dict[str, Any]:
        """The locals; they are handed out once, so that the frame alone keeps them alive."""
        values, self._locals = self._locals, {}
        return values

    def take(self) -> Any:
        """What the suspension awaits; handed out once."""
        child, self._child = self._child, None
        return child

    def rethrow(self, error: BaseException) -> BaseException:
        """Note what raising ``error`` again will change, and return it."""
        self._saved = (error, error.__traceback__, error.__context__)
        return error

    def mend(self, error: BaseException) -> None:
        """Give ``error`` the traceback and context back that it had before it was raised again."""
        if self._saved is not None and self._saved[0] is error:
            _, error.__traceback__, error.__context__ = self._saved
        self._saved = None


# --- dump


def reduce_coroutine(coroutine: Any) -> tuple[Any, ...]:
    """How a snapshot holds ``coroutine``.

    Raises:
        CaptureError: it is not one of lowered code, or awaits something opaque.
    """
    loaded = session().codes.of(coroutine.cr_code)
    if loaded is None or not loaded.entry.resume_marker:
        raise CaptureError(
            f"a coroutine of {coroutine.__qualname__}, which is no workflow code, is live across an await",
            why="only code that was compiled for it can be taken up again in another process",
            mend="make it a step, or await it before the next suspension",
        )
    if coroutine.cr_frame is None:
        return finished_coroutine, ()
    if coroutine.cr_running:
        raise CaptureError(f"the coroutine of {coroutine.__qualname__} is running", why="a turn has not ended")
    parked = coroutine.cr_suspended
    state = _parked_state(coroutine, loaded) if parked else _fresh_state(coroutine, loaded)
    cells = _cells_of_parked(coroutine, loaded) if parked else _cells_of_fresh(coroutine, loaded)
    return resume_coroutine, (loaded.entry.id, cells), state, None, None, fill_coroutine


def _parked_state(coroutine: Any, loaded: LoadedFunction) -> tuple[int, dict[str, Any], Any]:
    values = coroutine.cr_frame.f_locals
    pc = values["_uw_pc"]
    live = {name: values[name] for name in loaded.entry.points[pc - 1].live if name in values}
    return pc, live, _awaited(coroutine)


def _awaited(coroutine: Any) -> Any:
    awaited = coroutine.cr_await
    if type(awaited) is CoroutineType:
        return awaited
    if type(awaited) is GeneratorType and awaited.gi_code is _LEAF and awaited.gi_frame is not None:
        return awaited.gi_frame.f_locals["self"]
    raise CaptureError(
        f"{coroutine.__qualname__} awaits a {type(awaited).__qualname__}, which cannot be taken up again",
        why="an awaitable of foreign code hides where it stands",
        mend="await steps, hooks, timers and asyncio's own primitives in workflow code",
    )


def _fresh_state(coroutine: Any, loaded: LoadedFunction) -> tuple[int, dict[str, Any], Any]:
    """A coroutine that never started: its arguments are all there is."""
    code = coroutine.cr_code
    count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
    values = coroutine.cr_frame.f_locals
    captured = loaded.entry.cells
    if "_uw_state" in values:
        state: FrameState = values["_uw_state"]
        return state.pc, state._locals, state._child
    return 0, {name: values[name] for name in code.co_varnames[:count] if name not in captured}, None


def _cells_of_parked(coroutine: Any, loaded: LoadedFunction) -> tuple[CellType, ...]:
    if not loaded.entry.cells:
        return ()
    reader = coroutine.cr_frame.f_locals["_uw_cells"]
    cells = dict(zip(reader.__code__.co_freevars, reader.__closure__, strict=True))
    return tuple(cells[name] for name in loaded.entry.cells)


def _cells_of_fresh(coroutine: Any, loaded: LoadedFunction) -> tuple[CellType, ...]:
    """Free variables are cells of the function, which the frame refers to; own ones do not exist yet but as arguments."""
    if not loaded.entry.cells:
        return ()
    code = coroutine.cr_code
    free: dict[str, CellType] = {}
    for found in gc.get_referents(coroutine, coroutine.cr_frame):
        if isinstance(found, FunctionType) and found.__code__ is code:
            free = dict(zip(code.co_freevars, found.__closure__ or (), strict=True))
    values = coroutine.cr_frame.f_locals
    missing = [name for name in loaded.entry.cells if name not in free]
    own = {name: CellType(values[name]) if name in values else CellType() for name in missing}
    return tuple(free.get(name) or own[name] for name in loaded.entry.cells)


def reduce_function(function: FunctionType) -> tuple[Any, ...] | None:
    """How a snapshot holds a function of the bundle or the library; ``None`` if it is neither."""
    codes = session().codes
    loaded = codes.of(function.__code__)
    if loaded is None:
        return None
    if codes.resolve(loaded) is function:
        return known_function, (loaded.entry.id,)
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    state = (function.__defaults__, function.__kwdefaults__, function.__dict__ or None, function.__name__)
    return make_function, (loaded.entry.id, tuple(cells.items())), state, None, None, fill_function


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


def resume_coroutine(function_id: str, cells: tuple[CellType, ...]) -> Any:
    """A coroutine of the re-entry form that has not started; ``fill_coroutine`` tells it where to go."""
    loaded = _loaded(function_id)
    code = session().codes.resume_code(function_id)
    if code is None or len(cells) != len(loaded.entry.cells):
        raise SnapshotRefused(f"{function_id} cannot be resumed from this snapshot")
    by_name = dict(zip(loaded.entry.cells, cells, strict=True))
    closure = tuple(by_name[name] for name in code.co_freevars)
    function = FunctionType(code, loaded.namespace, loaded.entry.name, None, closure)
    function.__qualname__ = loaded.entry.qualname
    return function(FrameState())


def fill_coroutine(coroutine: Any, state: tuple[int, dict[str, Any], Any]) -> None:
    """Tell a coroutine made by ``resume_coroutine`` where to go."""
    coroutine.cr_frame.f_locals["_uw_state"].fill(*state)


async def _nothing() -> None:
    """Finished before it began."""


def finished_coroutine() -> Any:
    """A coroutine that cannot be awaited any more."""
    coroutine = _nothing()
    coroutine.close()
    return coroutine


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


def fill_function(function: FunctionType, state: tuple[Any, Any, Any, str]) -> None:
    """Set the defaults and attributes of a closure."""
    function.__defaults__, function.__kwdefaults__, attributes, function.__name__ = state
    if attributes:
        function.__dict__.update(attributes)


def make_cell() -> CellType:
    """An empty cell."""
    return CellType()


def fill_cell(cell: CellType, contents: tuple[Any]) -> None:
    """Set the value of a captured variable."""
    (cell.cell_contents,) = contents


def bound_method(function: FunctionType, owner: Any) -> MethodType:
    """A bound method of a class of the bundle, the library or the user."""
    return MethodType(function, owner)
