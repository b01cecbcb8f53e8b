"""Feeds recorded inputs to an instance and compares what it decides with what was recorded (G5, G6).

    recorded: run_created, step_scheduled add(1), step_completed 3, step_scheduled add(3)
    replayed: run_created -> [step_scheduled add(1)] same; step_completed 3 -> [step_scheduled add(4)]
        -> Divergence: recorded step_scheduled 0/add#1 ... with other arguments

What the instance decides beyond the last recorded command is new: it goes into the run's next commit.
Read next: ``divergence``, the report; ``recovery``, which does this with a run's log.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec

from useworkflow_runtime.deploys.agreement import ShapeChanged, agree
from useworkflow_runtime.engine.divergence import COMPARED, Divergence
from useworkflow_runtime.engine.ledger import Ledger
from useworkflow_sandbox import events as e
from useworkflow_sandbox.instance import Instance

Deliver = Callable[[e.AnyEvent], "list[e.Command]"]


def _as_it_was(name: str) -> bool:
    return False


class Replay:
    """A replay in progress.

    Args:
        instance: what is brought forward.
        deliver: its ``deliver``, guarded.
        ledger: the fold that goes along.
        first: the run has never had a turn, so what it prints is new, and so is what ``patched`` is asked.
        patches: ids of ``patched`` that the log holds.
    """

    def __init__(
        self,
        instance: Instance,
        deliver: Deliver,
        ledger: Ledger,
        *,
        first: bool = False,
        patches: frozenset[str] = frozenset(),
    ) -> None:
        self._first = first
        self._instance = instance
        self._deliver = deliver
        self._ledger = ledger
        self._decided: deque[e.Command] = deque()
        self.changed: ShapeChanged = _as_it_was
        """Whether a class has changed since the events that are taken now were recorded."""
        self.at = 0
        instance.patches.recorded = patches
        instance.patches.replaying = not first

    def take(self, seq: int, event: e.AnyEvent) -> Divergence | None:
        """Go through one recorded event; a divergence ends the replay, with nothing changed in the world."""
        if isinstance(event, e.Patched):
            pass  # it speaks when it is asked
        elif isinstance(event, e.Command):
            divergence = self._compare(seq, event)
            if divergence is not None:
                return divergence
        elif not isinstance(event, e.Note):
            commands = self._deliver(event)
            self._decided.extend(c for c in commands if self._first or type(c) is not e.Logged)
        self.at = event.at
        self._ledger.apply(seq, event)
        return None

    def finish(self) -> list[e.Command]:
        """End the replay: what happens from now on is new. Returns what was decided and nobody has recorded yet."""
        patches = self._instance.patches
        patches.replaying = False
        patches.recorded = frozenset()
        return list(self._decided)

    def _compare(self, seq: int, recorded: e.Command) -> Divergence | None:
        if not self._decided:
            return Divergence(seq, recorded, None, self._waits())
        came = self._decided.popleft()
        return None if same(recorded, came, self.changed) else Divergence(seq, recorded, came)

    def _waits(self) -> str:
        waits = [f"{wait.kind} {wait.id} (line {wait.line})" for wait in self._instance.waits() if wait.line]
        return ", ".join(waits)


def same(recorded: e.Command, came: e.Command, changed: ShapeChanged = _as_it_was) -> bool:
    """Whether two commands are the same decision; lines and times are not part of it."""
    if type(recorded) is not type(came):
        return False
    return all(_equal(getattr(recorded, name), getattr(came, name), changed) for name in COMPARED[type(recorded)])


def _equal(a: Any, b: Any, changed: ShapeChanged) -> bool:
    if isinstance(a, msgspec.Raw):
        return agree(a, b, changed)
    return bool(a == b)
