"""What does a parked task wait for? The answer to "why does it not move" (G9).

Input -> output::

    describe(task)   -> Wait(task="0.1", name="Task-3", kind="step", id="0.1/charge#0", line=14)

Read next: ``instance``.
"""

from __future__ import annotations

from typing import Any

import msgspec

from useworkflow_sandbox.futures import Future
from useworkflow_sandbox.tasks import Task


class Wait(msgspec.Struct, frozen=True):
    """One task's wait.

    ``kind``: ``step``, ``timer``, ``hook``, ``task`` (``id`` is the other task's path), ``future`` (a lock, a queue,
    ``gather`` ...), or ``ready`` (it is queued, behind a sync step that is outstanding). ``line``: the user's line that
    started the operation, 0 where it is not known. ``due``: of a timer, microseconds since the epoch.
    """

    task: str
    name: str
    kind: str
    id: str = ""
    line: int = 0
    due: int | None = None


def describe(task: Task) -> Wait:
    """What ``task`` waits for."""
    future: Future | None = task.waits_for
    if future is None:
        return Wait(task.path, task.get_name(), "ready")
    if isinstance(future, Task):
        return Wait(task.path, task.get_name(), "task", future.path)
    operation: Any = future
    kind = getattr(operation, "kind", "future")
    if kind == "future":
        return Wait(task.path, task.get_name(), "future")
    return Wait(task.path, task.get_name(), kind, operation.id, operation.line, getattr(operation, "due", None))
