"""``Run`` in workflow code: a handle on a run that this one has started, or was told of.

Input -> output::

    run = await start(ship, order)   -> ChildStarted(id="0/start:ship#0", run_id="run_01..."), with this turn's commit
    await run.result()               parked until ChildFinished(id="0/start:ship#0"); then its value, or its failure
    await other.result()             a run that was not started here: RunAwaited(id="0/run#0"), and the same answer
    await run.cancel("too late")     -> RunTold(what="cancel"), with this turn's commit

A handle keeps how its run ended for as long as the code keeps the handle: nothing is asked twice, and nothing stays.
Read next: ``children``, which starts runs.
"""

from __future__ import annotations

from collections.abc import Callable
from types import GenericAlias
from typing import Any, ClassVar

from useworkflow_sandbox import values
from useworkflow_sandbox.calls import StepFunction
from useworkflow_sandbox.callsite import user_line
from useworkflow_sandbox.current import current, in_workflow
from useworkflow_sandbox.deferred import Deferred
from useworkflow_sandbox.events import AnyEvent, ChildFinished, RunAwaited, RunTold
from useworkflow_sandbox.futures import PENDING, Future, finished
from useworkflow_sandbox.run_errors import RunNotFoundError, cancelled, failed
from useworkflow_sandbox.texts import checked_name, keepable
from useworkflow_sandbox.unsupported import UnsupportedError, refuse_options
from useworkflow_sandbox.values.registry import BY_CLASS, BY_TAG, Kind

_QUESTIONS = "step//useworkflow_runtime.run_questions//"


class Ending:
    """The end of one run, to come or there: the operation that ``ChildFinished`` answers, and who waits for it."""

    __slots__ = ("end", "id", "line", "run_id", "waiters")
    kind: ClassVar[str] = "child"

    def __init__(self, operation: str, run_id: str, line: int) -> None:
        self.id = operation
        self.run_id = run_id
        self.line = line
        self.end: tuple[str, bytes, bytes, str | None, str | None] | None = None
        """(outcome, value, error, kind of failure, reason), once it is there."""
        self.waiters: list[EndFuture] = []
        current().operations[operation] = self

    def deliver(self, event: AnyEvent) -> None:
        """Take the run's end."""
        if isinstance(event, ChildFinished):
            current().operations.pop(self.id, None)
            self.end = (event.outcome, bytes(event.value), bytes(event.error), event.error_kind, event.reason)
            waiters, self.waiters = self.waiters, []
            for waiter in waiters:
                self.settle(waiter)

    def settle(self, future: Future) -> None:
        """Finish ``future`` as the run ended; each gets a value of its own."""
        assert self.end is not None
        outcome, value, error, kind, reason = self.end
        host = current().program.host
        if outcome == "completed":
            future.set_result(values.decode(value, host))
        elif outcome == "cancelled":
            future.set_exception(cancelled(self.run_id, reason))
        elif outcome == "missing":
            future.set_exception(RunNotFoundError.of(self.run_id))
        else:
            cause = values.decode_error(error, host)
            raised = failed(self.run_id, cause, kind)
            raised.__cause__ = cause
            future.set_exception(raised)


class EndFuture(Future):
    """One ``await run.result()``. Cancelling it ends the wait, not the run."""

    __slots__ = ("_ending",)
    kind: ClassVar[str] = "child"

    def __init__(self, ending: Ending) -> None:
        super().__init__()
        self._ending = ending
        if ending.end is None:
            ending.waiters.append(self)
        else:
            ending.settle(self)

    @property
    def id(self) -> str:
        """The operation's id."""
        return self._ending.id

    @property
    def line(self) -> int:
        """The line that began it."""
        return self._ending.line

    def cancel(self, msg: Any = None) -> bool:
        if self._state is not PENDING:
            return False
        self._ending.waiters.remove(self)
        return super().cancel(msg)


class _Result(Deferred):
    __slots__ = ("_line", "_run")

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run
        self._line = user_line()

    def _start(self) -> Future:
        run = self._run
        if run._ending is None:
            instance = current()
            operation = instance.loop.next_id("run")
            run._ending = Ending(operation, run.id, self._line)
            instance.emit(RunAwaited(at=instance.now, id=operation, run_id=run.id, line=self._line))
        return EndFuture(run._ending)


class _Tell(Deferred):
    __slots__ = ("_line", "_reason", "_run_id", "_what")

    def __init__(self, run_id: str, what: str, reason: str | None = None) -> None:
        super().__init__()
        if reason is not None and not isinstance(reason, str):
            raise TypeError(f"a reason is text, not {type(reason).__name__}")
        self._run_id = run_id
        self._what = what
        self._reason = None if reason is None else keepable(reason)
        self._line = user_line()

    def _start(self) -> Future:
        instance = current()
        told = RunTold(
            at=instance.now,
            id=instance.loop.next_id(self._what),
            run_id=self._run_id,
            what=self._what,
            reason=self._reason,
            line=self._line,
        )
        instance.emit(told)
        return finished(None)


class Run:
    """A handle on a run. Two handles are equal if they name the same run; it is a value, and can be passed on."""

    __slots__ = ("_ending", "_workflow", "id")
    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)

    def __init__(self, id: str, workflow: str = "", _ending: Ending | None = None) -> None:
        self.id = id
        self._workflow = workflow
        self._ending = _ending

    def __repr__(self) -> str:
        return f"<Run {self.id}>"

    def __eq__(self, other: object) -> bool:
        return self.id == other.id if isinstance(other, Run) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def workflow(self) -> str:
        """``workflow//{module}//{qualname}``, where it is known, else ``""``."""
        return self._workflow

    def result(self) -> Deferred:
        """``await run.result()``: wait for the run's end, and give what it returned. Any number of times.

        Awaiting raises:
            WorkflowFailedError: it failed; ``__cause__`` is the exception of its code.
            WorkflowCancelledError: it was cancelled.
            RunNotFoundError: there is no such run.
        """
        return _Result(self)

    def cancel(self, reason: str | None = None) -> Deferred:
        """``await run.cancel(reason)``: ask the run to cancel, with the commit of this turn. One that has ended stays."""
        return _Tell(self.id, "cancel", reason)

    def terminate(self, reason: str | None = None) -> Deferred:
        """``await run.terminate(reason)``: end the run without its code, with the commit of this turn."""
        return _Tell(self.id, "terminate", reason)

    def wake_up(self) -> Deferred:
        """``await run.wake_up()``: end the run's pending sleeps, with the commit of this turn."""
        return _Tell(self.id, "wake")

    def status(self) -> Any:
        """``await run.status()``: asked by a step, so that the answer is recorded."""
        return self._ask("status")

    def exists(self) -> Any:
        """``await run.exists()``, asked by a step."""
        return self._ask("exists")

    def created_at(self) -> Any:
        """``await run.created_at()``, asked by a step."""
        return self._ask("created_at")

    def started_at(self) -> Any:
        """``await run.started_at()``, asked by a step."""
        return self._ask("started_at")

    def completed_at(self) -> Any:
        """``await run.completed_at()``, asked by a step."""
        return self._ask("completed_at")

    def _ask(self, question: str) -> Any:
        return StepFunction(f"{_QUESTIONS}run_{question}", True)(self.id)

    def __getattr__(self, name: str) -> Any:
        if name in _OUTSIDE:
            raise UnsupportedError(
                f"run.{name}() is not available in workflow code",
                why="what it does depends on the world outside of the run, which replay cannot repeat",
                mend="pass the run to a step, and call it there",
            )
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)


_OUTSIDE = frozenset({"explain", "fork", "rerun", "stream"})


def get_run(run_id: str) -> Run:
    """A handle on the run with that id; nothing is asked before it is.

    Raises:
        TypeError, ValueError: no run can have that id.
    """
    return Run(checked_name("a run id", run_id, longest=None))


def list_runs(
    *,
    workflow: Any = None,
    status: str | None = None,
    attributes: dict[str, Any] | None = None,
    limit: int = 100,
    before: str | None = None,
    **outside: Any,
) -> Any:
    """``await list_runs(...)``: handles on runs of this run's world, newest first; asked by a step, so that the answer is
    recorded. The arguments are those of ``list_runs`` outside, without ``world``."""
    refuse_options("list_runs", outside, ("world",))
    return StepFunction(f"{_QUESTIONS}runs_listed", True)(
        workflow=workflow, status=status, attributes=attributes, limit=limit, before=before
    )


def get_hook(token: str, **outside: Any) -> Any:
    """``await get_hook(token)``: who owns a token, asked by a step, so that the answer is recorded."""
    refuse_options("get_hook", outside, ("world",))
    return StepFunction(f"{_QUESTIONS}hook_owner", True)(token)


# --- as a value ---------------------------------------------------------------------------------------------------------

_outside: Callable[[str, str], Any] = Run


def handles_outside(kind: type, make: Callable[[str, str], Any]) -> None:
    """Let ``make(id, workflow)``, of the class ``kind``, be what a recorded handle becomes outside workflow code."""
    global _outside
    _outside = make
    handles_as(kind)


def handles_as(kind: type) -> None:
    """Let objects of ``kind``, with ``id`` and ``workflow``, be recorded as handles."""
    BY_CLASS[kind] = Kind(_write)


def _write(_writer: object, run: Any) -> Any:
    return {"$run": run.id, "workflow": run.workflow}


def _read(_reader: object, node: dict[str, Any]) -> Any:
    make = Run if in_workflow() else _outside
    return make(str(node["$run"]), str(node.get("workflow", "")))


BY_CLASS[Run] = Kind(_write)
BY_TAG["$run"] = _read
