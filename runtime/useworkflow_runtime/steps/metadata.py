"""What a step can ask about itself.

    get_step_metadata()   -> StepMetadata(step_id="01J.../0/charge#0", step_name="charge", run_id="01J...", attempt=2, ...)

    get_step_metadata().heartbeat({"row": 5000})        kept; the next attempt finds it as .heartbeat_details

``step_id`` stays the same over all attempts: it is the idempotency key to hand to the outside world.
Read next: ``execution``, which sets the context that this reads.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw

from useworkflow_runtime.errors import NotInStepError
from useworkflow_sandbox.values import encode

if TYPE_CHECKING:
    from useworkflow_runtime.steps.work import Work
    from useworkflow_runtime.streams.relaying import RemoteAttempt


class StepMetadata(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """``attempt`` is 1-based; ``started_at`` is when the first attempt started; ``heartbeat_details`` is what the last
    heartbeat of an earlier attempt left, ``None`` if there was none."""

    step_id: str
    step_name: str
    run_id: str
    attempt: int
    started_at: datetime
    workflow: str = ""
    heartbeat_details: Any = None
    _beat: Callable[[Raw], None] | None = None

    def heartbeat(self, details: Any = None) -> None:
        """Say that the step is alive, and how far it has come. Plain and async steps call it alike, as often as they like.

        The newest ``details`` are committed with the next group and then at most once a second; those of a failed
        attempt are committed with its failure. A worker that is killed loses those of its last second.

        Args:
            details: any serializable value; the next attempt finds it as ``heartbeat_details``.

        Raises:
            SerializationError: ``details`` cannot be recorded.
            CancelledError: nobody waits for this attempt any more. A step in a thread learns of its cancellation only so.
        """
        if self._beat is not None:
            self._beat(encode(details, root="details"))


class CurrentStep(msgspec.Struct, frozen=True, eq=False):
    """What is known about the running step; made into metadata when asked. Times in microseconds."""

    run_id: str
    id: str
    name: str
    attempt: int
    started_at: int
    workflow: str
    run_started_at: int
    family: tuple[str | None, str | None, str | None] = (None, None, None)
    """Of its run: the parent's id, the root's id, the URL."""
    details: Any = None
    beat: Callable[[Raw], None] | None = None
    work: Work | RemoteAttempt | None = None
    """The attempt; in a process of its own, what it writes to."""


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
        heartbeat_details=current.details,
        _beat=current.beat,
    )
