"""What ``sleep`` and the metadata functions do outside workflow code, where a workflow function is plain asyncio.

await sleep("1m")              -> asyncio.sleep(60)
get_workflow_metadata()        -> in a step: the run that it belongs to; elsewhere NotInWorkflowError
set_attributes({"page": 3})    -> in a step: of the run that it belongs to
patched("id")                  -> True: what runs now is the present code
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

from useworkflow_runtime.embedded import attach
from useworkflow_runtime.steps.metadata import current_step
from useworkflow_sandbox.current import NotInWorkflowError
from useworkflow_sandbox.durations import to_microseconds
from useworkflow_sandbox.metadata import Scalar, WorkflowMetadata, checked_attributes


async def sleep(duration: str | float | timedelta | datetime) -> None:
    """Sleep, undurably: ``"1h 30m"``, seconds, a ``timedelta``, or until an aware ``datetime``.

    Raises:
        ValueError: the duration is bad, negative or NaN.
    """
    await asyncio.sleep(to_microseconds(duration, time.time_ns() // 1_000) / 1_000_000)


async def set_attributes(attributes: dict[str, Scalar]) -> None:
    """In a step: give its run searchable keys and values, at once and whatever becomes of the step; ``None`` removes a
    key. In workflow code the same name is a recorded command. Elsewhere the values are checked, and that is all.

    Raises:
        TypeError: a key or value is of a type that cannot be one.
        ValueError: a key or value is too long, reserved, or there are too many.
    """
    checked = checked_attributes(attributes)
    step = current_step.get()
    if step is None:
        return
    world = (await attach(None, as_engine=False)).world
    record = await world.get_run(step.run_id)
    if record is not None:
        checked_attributes(attributes, frozenset(record.attributes))
        await world.set_attributes(step.run_id, checked)


def patched(id: str) -> bool:
    """In workflow code: whether this run takes the new way at ``id`` (``False`` where its log was recorded without it).
    Elsewhere nothing is recorded, and the answer is ``True``.

    Raises:
        TypeError: ``id`` is no text.
    """
    if not isinstance(id, str):
        raise TypeError(f"patched() takes a name as text, not {type(id).__name__}")
    return True


def get_workflow_metadata() -> WorkflowMetadata:
    """The run that the calling step belongs to.

    Raises:
        NotInWorkflowError: the caller is neither workflow code nor a step that the engine runs.
    """
    current = current_step.get()
    if current is None:
        raise NotInWorkflowError(
            "get_workflow_metadata() was called outside a workflow",
            why="only a run that was started with start(...) has an id",
            mend="call it in workflow code or in one of its steps",
        )
    started_at = datetime.fromtimestamp(current.run_started_at / 1_000_000, UTC)
    parent, root, url = current.family
    return WorkflowMetadata(current.run_id, current.workflow, started_at, parent, root or current.run_id, url)
