"""How other runs answer, and how they end, as those see it who wait for them: in workflow code and outside.

    raise RunNotFoundError.of("run_7")
    raise failed("run_7", ValueError("no stock"), "user") from cause     -> WorkflowFailedError, with the cause rebuilt

The same classes on both sides, so that an ``except`` means the same in a workflow, in a step and in a program.
Read next: ``runs``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from useworkflow_compiler.errors import UseWorkflowError, public


class NotStartableError(UseWorkflowError, TypeError):
    """UW340: workflow code tried to start something that is no workflow of its own code."""

    default_code: ClassVar[str] = "UW340"


@public
class RunNotFoundError(UseWorkflowError):
    """There is no run with that id in this world."""

    default_code: ClassVar[str] = "UW306"
    fatal: ClassVar[bool] = True
    """A step that raises it is not tried again: a run that is not there does not come."""

    @classmethod
    def of(cls, run_id: str) -> RunNotFoundError:
        """The error for the unknown id ``run_id``."""
        return cls(
            f"there is no run {run_id!r}",
            mend="look for its id with `useworkflow inspect runs`, and check that both commands use the same world",
        )


@public
class RunExistsError(UseWorkflowError):
    """The id that was given for a new run is taken."""

    default_code: ClassVar[str] = "UW307"

    @classmethod
    def of(cls, run_id: str) -> RunExistsError:
        """The error for the taken id ``run_id``."""
        return cls(
            f"there is already a run {run_id!r}",
            mend="leave the run id out, or give an idempotency key where a second start should return the first run",
        )


@public
class IdempotencyConflictError(UseWorkflowError):
    """An idempotency key was used again, with other arguments."""

    default_code: ClassVar[str] = "UW308"

    @classmethod
    def of(cls, workflow: str, key: str, run_id: str) -> IdempotencyConflictError:
        """The error for ``key`` of ``workflow``, which belongs to ``run_id``."""
        return cls(
            f"idempotency key {key!r} of {workflow} belongs to run {run_id!r}, which was started with other arguments",
            why="one key stands for one request; returning that run would answer a question that was not asked",
            mend="give each distinct request its own key, or start with the arguments of the first time",
        )


@public
class WorkflowFailedError(UseWorkflowError):
    """The run failed. ``__cause__`` is the exception that its code raised, rebuilt; ``kind`` is ``user``
    (it raised), or ``engine`` (a limit, or code, a class or a worker that was not there)."""

    default_code: ClassVar[str] = "UW321"

    def __init__(self, what: str, *, run_id: str = "", kind: str = "user", **details: Any) -> None:
        super().__init__(what, **details)
        self.run_id = run_id
        self.kind = kind


@public
class WorkflowCancelledError(UseWorkflowError):
    """The run was cancelled. ``reason`` is what the canceller gave."""

    default_code: ClassVar[str] = "UW322"

    def __init__(self, what: str, *, run_id: str = "", reason: str | None = None, **details: Any) -> None:
        super().__init__(what, **details)
        self.run_id = run_id
        self.reason = reason


@public
class WorkflowTimeoutError(UseWorkflowError, TimeoutError):
    """UW341: the run did not end within its ``timeout``. Its code was cancelled and could clean up; then it failed."""

    default_code: ClassVar[str] = "UW341"
    engines_fault: ClassVar[bool] = True


def failed(run_id: str, cause: BaseException | None, kind: str | None) -> WorkflowFailedError:
    """What a wait for a failed run raises, to be raised ``from cause``."""
    what = f"run {run_id} failed"
    if cause is not None:
        what += f": {type(cause).__name__}: {str(cause).partition(chr(10))[0]}"
    return WorkflowFailedError(what, run_id=run_id, kind=kind or "user")


def cancelled(run_id: str, reason: str | None) -> WorkflowCancelledError:
    """What a wait for a cancelled run raises."""
    why = f": {reason}" if reason else ""
    return WorkflowCancelledError(f"run {run_id} was cancelled{why}", run_id=run_id, reason=reason)


@public
class StreamReset(UseWorkflowError):
    """UW370: chunks that this reader has had were withdrawn, because the attempt that wrote them failed.

    Attributes:
        index: everything from this index on is to be forgotten; reading goes on there.
    """

    default_code = "UW370"

    def __init__(self, index: int) -> None:
        super().__init__(
            f"the stream was withdrawn from index {index} on",
            why="the attempt of the step that wrote there failed, and the next one begins anew",
            mend="forget what you have from that index on and go on reading; "
            'read="committed" shows only what is never withdrawn',
        )
        self.index = index

    def __reduce__(self) -> tuple[type[StreamReset], tuple[int]]:
        return type(self), (self.index,)
