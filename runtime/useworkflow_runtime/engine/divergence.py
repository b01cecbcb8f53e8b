"""The report of a divergence: what was recorded, what came, at which lines of which code, and what changed (G6).

    event 6 of the log does not follow from the code
      recorded: step_scheduled 0/charge#0 step//shop//charge args=[[5],{}] (digest 3f2a...)
                shop.py:12 in the code that recorded it (5d1f0c2a): await charge(order)
      came:     step_scheduled 0/reserve#0 step//shop//reserve args=[[5],{}] (digest 3f2a...)
                shop.py:11 in the code that replays it (91b2aa07): await reserve(order)
      what changed in the code:
    --- shop.py (5d1f0c2a)
    ...

It becomes the reason that the run is parked with. Read next: ``replay``, which finds divergences; ``code_diff``.
"""

from __future__ import annotations

from pathlib import PurePath

import msgspec

from useworkflow_compiler.format import Bundle, ModuleCode
from useworkflow_runtime.deploys.code_diff import SHOWN, code_diff
from useworkflow_runtime.deploys.shapes import changed_classes
from useworkflow_sandbox import events as e
from useworkflow_sandbox import values

_LONGEST = 200
"""Characters of a value that are shown."""

COMPARED: dict[type[e.Event], tuple[str, ...]] = {
    e.StepScheduled: ("id", "step", "args"),
    e.StepCancelled: ("id",),
    e.TimerStarted: ("id", "what", "due"),
    e.TimerCancelled: ("id",),
    e.HookCreated: ("id", "token"),
    e.HookReplied: ("id", "dedup", "value"),
    e.HookDisposed: ("id", "token"),
    e.HookResumed: ("id", "token", "payload", "dedup"),
    e.ChildStarted: (
        "id",
        "run_id",
        "workflow",
        "args",
        "parent_close",
        "idempotency_key",
        "start_at",
        "timeout",
        "attributes",
        "queue",
        "key",
        "priority",
        "window",
        "keep",
    ),
    e.RunAwaited: ("id", "run_id"),
    e.RunTold: ("id", "run_id", "what", "reason"),
    e.AttributesSet: ("values",),
    e.RunCompleted: ("value",),
    e.RunFailed: (),
    e.RunCancelled: ("reason",),
}
"""What makes two commands the same decision; lines and times are no part of it."""


class Divergence(msgspec.Struct, frozen=True):
    """Recorded history and code disagree at event ``seq``. ``waits``: what the code waits for, where nothing came."""

    seq: int
    recorded: e.Command
    came: e.Command | None
    waits: str = ""

    @property
    def recorded_text(self) -> str:
        """The recorded command for a person."""
        return describe(self.recorded)

    @property
    def came_text(self) -> str:
        """What came in its place, for a person."""
        if self.came is not None:
            return describe(self.came)
        return "nothing: the code decided no more" + (f", it waits for {self.waits}" if self.waits else "")


class Line(msgspec.Struct, frozen=True):
    """A line of workflow code. ``line`` is 0, and the rest empty, where it is not known."""

    file: str = ""
    line: int = 0
    text: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" + (f": {self.text}" if self.text else "")


class Report(msgspec.Struct, frozen=True):
    """A divergence with the lines of both codes. ``diff`` is empty where both are the same code; ``classes`` are those
    of the user's that have changed since the bundle was made (``module:qualname``)."""

    seq: int
    recorded: str
    recorded_line: Line
    came: str
    came_line: Line
    recorded_by: str
    replayed_by: str
    diff: str
    classes: list[str]

    def __str__(self) -> str:
        lines = [
            f"event {self.seq} of the log does not follow from the code",
            f"  recorded: {self.recorded}",
            *self._place(self.recorded_line, "recorded", self.recorded_by),
            f"  came:     {self.came}",
            *self._place(self.came_line, "replays", self.replayed_by),
        ]
        if self.diff:
            lines += ["  what changed in the code:", self.diff]
        elif self.recorded_by == self.replayed_by:
            lines.append(f"  both are the same code ({self.recorded_by[:SHOWN]}): what it depends on has changed")
        if self.classes:
            lines.append(f"  classes that have changed: {', '.join(self.classes)}")
        return "\n".join(lines)

    def _place(self, line: Line, verb: str, bundle: str) -> list[str]:
        where, _, text = str(line).partition(": ")
        return [f"            {where} in the code that {verb} it ({bundle[:SHOWN]}): {text}"] if line.line else []


def report(divergence: Divergence, recorded_by: Bundle | None, replayed_by: Bundle | None) -> Report:
    """Say all that can be said about a divergence.

    Args:
        divergence: what ``Replay`` found.
        recorded_by: the code that recorded the event, as far as the world holds it.
        replayed_by: the code that does not agree.
    """
    same = recorded_by is None or replayed_by is None or recorded_by.id == replayed_by.id
    return Report(
        divergence.seq,
        divergence.recorded_text,
        line_of(recorded_by, divergence.recorded),
        divergence.came_text,
        line_of(replayed_by, divergence.came),
        recorded_by.id if recorded_by is not None else "",
        replayed_by.id if replayed_by is not None else "",
        "" if same or recorded_by is None or replayed_by is None else code_diff(recorded_by, replayed_by),
        changed_classes(recorded_by) if recorded_by is not None else [],
    )


def line_of(bundle: Bundle | None, command: e.Command | None) -> Line:
    """The line of ``bundle`` that gave ``command``."""
    if bundle is None or command is None or not command.line:
        return Line()
    module = _module_of(bundle, command)
    return Line(PurePath(module.filename).name, command.line, _text(module, command.line))


def _module_of(bundle: Bundle, command: e.Command) -> ModuleCode:
    """Commands do not say their module: it is the workflow's own, unless only another one names the operation there."""
    operation = str(getattr(command, "id", "")).rpartition("/")[2].partition("#")[0].rpartition(".")[2]
    if operation:
        for module in bundle.modules:
            if operation in _text(module, command.line):
                return module
    return bundle.modules[0]


def _text(module: ModuleCode, line: int) -> str:
    lines = module.source.splitlines()
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


def describe(command: e.Command) -> str:
    """One line for a person: ``step_scheduled 0/add#1 step//app//add args=[[3,4],{}] (digest 5d1f...)``."""
    parts = [e.kind_of(command)]
    for name in COMPARED[type(command)]:
        value = getattr(command, name)
        if isinstance(value, msgspec.Raw):
            text = bytes(value).decode()
            shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
            parts.append(f"{name}={shown} (digest {values.digest(value)[:12]})")
        else:
            text = str(value)
            shown = text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
            parts.append(shown if name in ("id", "step") else f"{name}={shown}")
    return " ".join(parts)
