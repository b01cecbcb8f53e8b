"""What a step can ask about itself.

    get_step_metadata()   -> StepMetadata(step_id="01J.../0/charge#0", step_name="charge", run_id="01J...", attempt=2, ...)

``step_id`` stays the same over all attempts: it is the idempotency key to hand to the outside world.
Read next: ``execution``, which sets the context that this reads.
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from useworkflow_runtime.errors import NotInStepError


class StepMetadata(msgspec.Struct, frozen=True):
    """``attempt`` is 1-based; ``started_at`` is when the first attempt started."""

    step_id: str
    step_name: str
    run_id: str
    attempt: int
    started_at: datetime
    workflow: str = ""


class CurrentStep(NamedTuple):
    """What is known about the running step; made into metadata when asked. Times in microseconds."""

    run_id: str
    id: str
    name: str
    attempt: int
    started_at: int
    workflow: str
    run_started_at: int


current_step: ContextVar[CurrentStep | None] = ContextVar("useworkflow_step", default=None)


def get_step_metadata() -> StepMetadata:
    """The metadata of the step that is running.

    Raises:
        NotInStepError: the caller is no step, or the step was called as an ordinary function.
    """
    current = current_step.get()
    if current is None:
        raise NotInStepError(
            "get_step_metadata() was called outside a step",
            why="only a step that the engine runs has an id and an attempt number",
            mend="call it in the body of a step that a workflow awaits",
        )
    return StepMetadata(
        step_id=f"{current.run_id}/{current.id}",
        step_name=current.name,
        run_id=current.run_id,
        attempt=current.attempt,
        started_at=datetime.fromtimestamp(current.started_at / 1_000_000, UTC),
        workflow=current.workflow,
    )
