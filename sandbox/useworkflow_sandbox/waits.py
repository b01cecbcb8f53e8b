"""What do parked tasks wait for? The answer to "why does it not move" (G9).

Input -> output::

    describe_all(loop.tasks.values(), program.is_user_file)
        -> [Wait(task="0.1", name="Task-3", kind="step", id="0.1/charge#0", file="shop.py", line=14),
            Wait(task="0", name="Task-1", kind="lock", what="a lock", held_by=("Task-3",), file="shop.py", line=20)]

Nothing is recorded for this: the stack of a parked coroutine says where it stands, at which primitive, and which managers
it has entered. Read next: ``instance``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from types import CoroutineType, FrameType
from typing import Any

import msgspec

from useworkflow_sandbox.aio.locks import Condition, Lock, Semaphore
from useworkflow_sandbox.futures import Future
from useworkflow_sandbox.tasks import Task

_PRIMITIVES: dict[str, tuple[str, str, str]] = {
    "lock_acquire": ("lock", "lock", "a lock"),
    "semaphore_acquire": ("semaphore", "semaphore", "a place at a semaphore"),
    "event_wait": ("event", "event", "an event that nobody has set"),
    "condition_wait": ("condition", "condition", "a condition of which nobody has told"),
    "barrier_wait": ("barrier", "barrier", "the other parties of a barrier"),
    "queue_get": ("queue", "queue", "an item in an empty queue"),
    "queue_put": ("queue", "queue", "room in a full queue"),
    "queue_join": ("queue", "queue", "task_done() for each item of a queue"),
}
"""Functions of the library that suspend: (kind, the variable that holds the object, what it is)."""
_ENTERED = "_uw_m"
"""What lowered code calls the managers that it has entered."""

IsUserFile = Callable[[str], bool]


class Wait(msgspec.Struct, frozen=True):
    """One task's wait.

    ``kind``: ``step``, ``timer``, ``hook``, ``child``; ``task`` (``id`` is the other task's path); ``lock``, ``semaphore``,
    ``condition``, ``event``, ``barrier``, ``queue``; ``future`` (``gather`` and the like); or ``ready`` (it is queued, behind a
    sync step that is outstanding). ``file``, ``line``: where the task stands in the user's code, ``""`` and 0 where it is not
    known. ``due``: of a timer, microseconds since the epoch. ``held_by``: names of the tasks that hold what is waited for.
    """

    task: str
    name: str
    kind: str
    id: str = ""
    line: int = 0
    due: int | None = None
    file: str = ""
    what: str = ""
    held_by: tuple[str, ...] = ()


def describe_all(tasks: Collection[Task], is_user_file: IsUserFile) -> list[Wait]:
    """What each of a run's tasks waits for."""
    return [_describe(task, tasks, is_user_file) for task in tasks]


def _describe(task: Task, tasks: Collection[Task], is_user_file: IsUserFile) -> Wait:
    frames = list(frames_of(task))
    own = [frame for frame in frames if is_user_file(frame.f_code.co_filename)]
    file, line = (own[-1].f_code.co_filename, own[-1].f_lineno) if own else ("", 0)
    future: Future | None = task.waits_for
    if future is None:
        return Wait(task.path, task.get_name(), "ready", file=file, line=line)
    if isinstance(future, Task):
        return Wait(task.path, task.get_name(), "task", future.path, line, file=file, what=future.get_name())
    operation: Any = future
    kind = getattr(operation, "kind", "future")
    if kind == "future":
        found, what, held_by = _primitive(frames, task, tasks)
        return Wait(task.path, task.get_name(), found, file=file, line=line, what=what, held_by=held_by)
    due = getattr(operation, "due", None)
    return Wait(task.path, task.get_name(), kind, operation.id, operation.line or line, due, file)


def frames_of(task: Task) -> Iterator[FrameType]:
    """The frames of a parked task, outermost first."""
    coroutine = task._coro
    while isinstance(coroutine, CoroutineType):
        if coroutine.cr_frame is not None:
            yield coroutine.cr_frame
        coroutine = coroutine.cr_await


def _primitive(frames: list[FrameType], task: Task, tasks: Collection[Task]) -> tuple[str, str, tuple[str, ...]]:
    """(kind, what it is, who holds it) of the innermost of asyncio's primitives on a stack."""
    for frame in reversed(frames):
        known = _PRIMITIVES.get(frame.f_code.co_name)
        thing = frame.f_locals.get(known[1]) if known is not None else None
        if known is not None and thing is not None:
            return known[0], known[2], tuple(_holders(thing, task, tasks))
    return "future", "", ()


def _holders(thing: Any, task: Task, tasks: Collection[Task]) -> Iterator[str]:
    """Names of the other tasks that stand inside ``async with thing``."""
    if not isinstance(thing, Lock | Semaphore | Condition):
        return
    for other in tasks:
        frames = list(frames_of(other))
        if other is task or _is_waiting_for(thing, frames):
            continue
        if any(_has_entered(frame, thing) for frame in frames):
            yield other.get_name()


def _is_waiting_for(thing: Any, frames: list[FrameType]) -> bool:
    return any(
        frame.f_code.co_name in _PRIMITIVES and any(value is thing for value in frame.f_locals.values())
        for frame in frames
    )


def _has_entered(frame: FrameType, thing: Any) -> bool:
    held = [value for name, value in frame.f_locals.items() if name.startswith(_ENTERED)]
    return any(_is_or_guards(value, thing) for value in held)


def _is_or_guards(manager: Any, thing: Any) -> bool:
    """A condition's lock is held by whoever is inside the condition; a manager may be wrapped."""
    inner = getattr(manager, "manager", manager)
    return inner is thing or (isinstance(inner, Condition) and inner._lock is thing)
