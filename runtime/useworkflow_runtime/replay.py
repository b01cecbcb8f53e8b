"""Feeds recorded inputs to an instance and compares what it decides with what was recorded (G5, G6).

    recorded: run_created, step_scheduled add(1), step_completed 3, step_scheduled add(3)
    replayed: run_created -> [step_scheduled add(1)] same; step_completed 3 -> [step_scheduled add(4)]
        -> Divergence: recorded step_scheduled 0/add#1 ... with other arguments, app.py:12

What the instance decides beyond the last recorded command is new: it goes into the run's next commit.
Read next: ``recovery``, which does this with a run's log.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec

from useworkflow_runtime.ledger import Ledger
from useworkflow_sandbox import events as e

Deliver = Callable[[e.AnyEvent], "list[e.Command]"]

_COMPARED: dict[type[e.Event], tuple[str, ...]] = {
    e.StepScheduled: ("id", "step", "args"),
    e.StepCancelled: ("id",),
    e.TimerStarted: ("id", "what", "due"),
    e.TimerCancelled: ("id",),
    e.HookCreated: ("id", "token"),
    e.HookDisposed: ("id", "token"),
    e.HookResumed: ("id", "token", "payload"),
    e.ChildStarted: ("id", "workflow", "args"),
    e.AttributesSet: ("values",),
    e.RunCompleted: ("value",),
    e.RunFailed: (),
    e.RunCancelled: ("reason",),
}


class Divergence(msgspec.Struct, frozen=True):
    """Recorded history and code disagree at event ``seq``. Lines are the user's, 0 where not known."""

    seq: int
    recorded: str
    recorded_line: int
    came: str
    came_line: int
    file: str = ""

    def __str__(self) -> str:
        return (
            f"event {self.seq} of the log does not follow from the code\n"
            f"  recorded: {self.recorded}{_place(self.file, self.recorded_line)}\n"
            f"  came:     {self.came}{_place(self.file, self.came_line)}"
        )


class Replay:
    """A replay in progress.

    Args:
        deliver: the instance's ``deliver``.
        ledger: the fold that goes along.
        file: the workflow's file, for messages.
        first: the run has never had a turn, so what it prints is new.
    """

    def __init__(self, deliver: Deliver, ledger: Ledger, file: str = "", *, first: bool = False) -> None:
        self._first = first
        self._deliver = deliver
        self._ledger = ledger
        self._file = file
        self._decided: deque[e.Command] = deque()
        self.at = 0

    def take(self, seq: int, event: e.AnyEvent) -> Divergence | None:
        """Go through one recorded event; a divergence ends the replay, with nothing changed in the world."""
        if isinstance(event, e.Command):
            divergence = self._compare(seq, event)
            if divergence is not None:
                return divergence
        elif not isinstance(event, e.Note):
            commands = self._deliver(event)
            self._decided.extend(c for c in commands if self._first or type(c) is not e.Logged)
        self.at = event.at
        self._ledger.apply(seq, event)
        return None

    def rest(self) -> list[e.Command]:
        """What the code has decided and nobody has recorded yet."""
        return list(self._decided)

    def _compare(self, seq: int, recorded: e.Command) -> Divergence | None:
        if not self._decided:
            return Divergence(
                seq, describe(recorded), recorded.line, "nothing: the code decided no more", 0, self._file
            )
        came = self._decided.popleft()
        if same(recorded, came):
            return None
        return Divergence(seq, describe(recorded), recorded.line, describe(came), came.line, self._file)


def same(recorded: e.Command, came: e.Command) -> bool:
    """Whether two commands are the same decision; lines and times are not part of it."""
    if type(recorded) is not type(came):
        return False
    return all(_equal(getattr(recorded, name), getattr(came, name)) for name in _COMPARED[type(recorded)])


def describe(command: e.Command) -> str:
    """One line for a person: ``step_scheduled 0/add#1 step//app//add args=[[3,4],{}]``."""
    parts = [e.kind_of(command)]
    for name in _COMPARED[type(command)]:
        value: Any = getattr(command, name)
        text = bytes(value).decode() if isinstance(value, msgspec.Raw) else str(value)
        shown = text if len(text) <= 200 else text[:200] + "..."
        parts.append(shown if name in ("id", "step") else f"{name}={shown}")
    return " ".join(parts)


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, msgspec.Raw):
        return bytes(a) == bytes(b)
    return bool(a == b)


def _place(file: str, line: int) -> str:
    return f"  ({file}:{line})" if line else ""
