"""Where do a run's tasks stand, and with what? For people who look at a run.

Input -> output::

    stacks_of(loop.tasks.values(), program.is_user_file)
        -> [TaskStack(task="0", name="Task-1", frames=[FrameState("place_order", "shop.py", 14, {"order": "'o-17'"})])]

Values are texts, cut off where they are long; names that the lowering has added are left out. Read next: ``waits``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final

import msgspec

from useworkflow_sandbox.addresses import without_addresses
from useworkflow_sandbox.tasks import Task
from useworkflow_sandbox.waits import frames_of

LONGEST: Final = 200
"""Characters of a value that are shown."""
_OWN = "_uw_"
"""What names begin with that the lowering has added."""


class FrameState(msgspec.Struct, frozen=True):
    """One function of the user's that waits. ``values``: its variables, as text."""

    function: str
    file: str
    line: int
    values: dict[str, str]


class TaskStack(msgspec.Struct, frozen=True):
    """A task, and the functions that it is in, outermost first. ``task``: its path."""

    task: str
    name: str
    frames: list[FrameState]


def stacks_of(tasks: Collection[Task], is_user_file: Callable[[str], bool]) -> list[TaskStack]:
    """Where each of a run's tasks stands."""
    found = []
    for task in tasks:
        frames = [
            FrameState(frame.f_code.co_name, frame.f_code.co_filename, frame.f_lineno, _values(frame.f_locals))
            for frame in frames_of(task)
            if is_user_file(frame.f_code.co_filename)
        ]
        found.append(TaskStack(task.path, task.get_name(), frames))
    return found


def _values(variables: dict[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in variables.items() if not name.startswith(_OWN)}


def _text(value: Any) -> str:
    try:
        text = without_addresses(repr(value))
    except Exception:  # the user's own __repr__ may raise anything
        text = f"<{type(value).__name__}>"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
