"""What a step can ask about itself.

    get_step_metadata()   -> StepMetadata(step_id="01J.../0/charge#0", step_name="charge", run_id="01J...", attempt=2, ...)

``step_id`` stays the same over all attempts: it is the idempotency key to hand to the outside world.
Read next: ``execution``, which sets the context that this reads.
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, datetime

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


current_step: ContextVar[tuple[str, str, str, int, int, str] | None] = ContextVar("useworkflow_step", default=None)
"""(run id, operation id, step name, attempt, started at in microseconds, workflow): made into metadata when asked."""


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
    run_id, id, name, attempt, started, workflow = current
    return StepMetadata(
        step_id=f"{run_id}/{id}",
        step_name=name,
        run_id=run_id,
        attempt=attempt,
        started_at=datetime.fromtimestamp(started / 1_000_000, UTC),
        workflow=workflow,
    )
