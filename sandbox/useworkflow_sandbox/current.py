"""Whose turn it is: the instance that the running code belongs to.

One slot per thread, since several engines may run in one process. ``Instance.deliver`` and ``Instance.restore`` fill it;
futures, tasks, steps, timers and the facades ask it for the loop, the event's time, randomness, and where commands go.

Input -> output::

    current().now                       -> 1767225600000000, the event's time in microseconds
    current().emit(Logged(...))         -> the command is part of what ``deliver`` returns
    current()                           -> NotInWorkflowError, outside a turn

Read next: ``futures``.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from useworkflow_compiler.errors import UseWorkflowError, public

if TYPE_CHECKING:
    from useworkflow_sandbox.instance import Instance


@public
class NotInWorkflowError(UseWorkflowError):
    """Something that only works inside a running workflow was used outside of one."""

    default_code = "UW210"


class TurnInterrupted(BaseException):
    """The watchdog ended a turn that did not suspend. It leaves ``Instance.deliver``; the instance must be discarded."""


FATAL = (KeyboardInterrupt, SystemExit, MemoryError, TurnInterrupted)
"""What never becomes the outcome of a task: it leaves the turn, and the turn is discarded."""


class _Slot(threading.local):
    instance: Instance | None = None
    restoring: bool = False


_slot = _Slot()


def current() -> Instance:
    """Return the instance whose turn runs in this thread.

    Raises:
        NotInWorkflowError: no workflow code runs here.
    """
    instance = _slot.instance
    if instance is None:
        raise NotInWorkflowError(
            "this only works inside a running workflow",
            why="it needs the run's own loop, time and log, and no run is being executed here",
            mend='call it from a function with "use workflow" that was started with start(...)',
        )
    return instance


def in_workflow() -> bool:
    """Whether workflow code runs in this thread."""
    return _slot.instance is not None


def restoring() -> bool:
    """Whether tasks are being primed after a restore: a future then parks its task again even if it is done."""
    return _slot.restoring


def enter(instance: Instance | None, *, prime: bool = False) -> tuple[Instance | None, bool]:
    """Make ``instance`` the current one and return what ``leave`` takes back."""
    previous = (_slot.instance, _slot.restoring)
    _slot.instance = instance
    _slot.restoring = prime
    return previous


def leave(previous: tuple[Instance | None, bool]) -> None:
    """Undo ``enter``."""
    _slot.instance, _slot.restoring = previous
