"""``Run``: a handle on a durable run, wherever it is executed.

    run = await start(add, 1, 2); await run.result()     -> 3
    run = get_run("run_01..."); await run.status()        -> "completed"

A handle holds an id and a world, and no state of its own. Results come by notification. Read next: ``start``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar, cast

from useworkflow_runtime.code.identity import resolve_class, workflow_id
from useworkflow_runtime.embedded import Place, attach
from useworkflow_runtime.engine.endings import Ended
from useworkflow_runtime.errors import (
    EngineStoppedError,
    LostOwnershipError,
    RunNotFoundError,
    WorkflowParkedError,
)
from useworkflow_runtime.streams.outside import PlaceSource
from useworkflow_runtime.streams.reading import StreamReader
from useworkflow_runtime.worlds.protocol import PARKED, STATUSES, TERMINAL, RunRecord, RunStatus, Scalar, World

if TYPE_CHECKING:
    from useworkflow_runtime.explaining.explain import Explanation
from useworkflow_sandbox import values
from useworkflow_sandbox.run_errors import cancelled, failed
from useworkflow_sandbox.runs import handles_outside
from useworkflow_sandbox.streams import Read, checked_namespace, home

T_co = TypeVar("T_co", covariant=True)
_reading: ContextVar[Place | None] = ContextVar("useworkflow_reading", default=None)
"""Where a result comes from that is being read: handles in it belong there."""
_PULSE = 1.0
"""Seconds after which a waiter looks whether the engine that owned the world is still there."""


class Run(Generic[T_co]):
    """A handle on a run. Two handles are equal if they name the same run."""

    def __init__(self, id: str, place: Place | None = None, *, world: Any = None, workflow: str = "") -> None:
        self.id = id
        self._place = place
        self._world = world
        self._workflow = workflow

    def __repr__(self) -> str:
        return f"<Run {self.id}>"

    def __eq__(self, other: object) -> bool:
        return self.id == other.id if isinstance(other, Run) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def workflow(self) -> str:
        """``workflow//{module}//{qualname}``, where this handle came from ``start`` or ``list_runs``, else ``""``."""
        return self._workflow

    async def status(self) -> RunStatus:
        """``pending running completed failed cancelled diverged stuck``.

        Raises:
            RunNotFoundError: no such run.
        """
        return (await self._record()).status

    async def exists(self) -> bool:
        """Whether the world has such a run."""
        return await (await self._at()).world.get_run(self.id) is not None

    async def created_at(self) -> datetime:
        """When it was created."""
        return _moment((await self._record()).created_at)

    async def started_at(self) -> datetime | None:
        """When its first turn was; ``None`` before."""
        at = (await self._record()).started_at
        return None if at is None else _moment(at)

    async def completed_at(self) -> datetime | None:
        """When it ended; ``None`` before."""
        at = (await self._record()).completed_at
        return None if at is None else _moment(at)

    async def result(self) -> T_co:
        """Wait for the run's end and return what it returned.

        Raises:
            WorkflowFailedError: it failed; ``__cause__`` is the exception of its code.
            WorkflowCancelledError: it was cancelled.
            WorkflowParkedError: it is ``diverged`` or ``stuck``, and has no result before it is mended.
            RunNotFoundError: no such run.
        """
        ended = await self._end()
        if ended.status != "completed" or ended.output is None:
            self._raise(ended)
        tokens = _reading.set(self._place), home.set(self._place and self._place.world)
        try:  # handles in it belong to the same world
            return cast("T_co", values.decode(ended.output, resolve_class))
        finally:
            _reading.reset(tokens[0])
            home.reset(tokens[1])

    def stream(self, namespace: str | None = None, start_index: int | str = 0, *, read: Read = "live") -> StreamReader:
        """An async iterator over what the run's steps write to a stream, as they write it. It ends where the stream was
        closed, once the step that closed it is done, and at the end of the run.

        Args:
            namespace: which of the run's streams; the default one if left out.
            start_index: the first chunk; a negative one counts from the end; or the ``cursor`` of a former reader.
            read: ``live``: each chunk as soon as it is stored, and ``StreamReset`` where some are withdrawn;
                ``committed``: only what is final.

        Raises:
            TypeError, ValueError: an argument makes no sense.
            RunNotFoundError: while reading: no such run.
        """
        source = PlaceSource(self._world, self._place)
        return StreamReader(source, self.id, checked_namespace(namespace), start_index, read)

    async def cancel(self, reason: str | None = None) -> None:
        """Ask the run to cancel: ``asyncio.CancelledError(reason)`` in its code and its async steps. May be repeated.

        Raises:
            RunNotFoundError: no such run.
        """
        await (await self._at()).world.send(self.id, "cancel", values.encode(reason))

    async def terminate(self, reason: str | None = None) -> None:
        """End the run without its code, whatever it is doing or waiting for, also where it is ``diverged`` or ``stuck``:
        nothing of it runs any more, no ``finally`` and no rollback. Its result raises ``WorkflowCancelledError``.

        Raises:
            RunNotFoundError: no such run.
        """
        await (await self._at()).world.send(self.id, "terminate", values.encode(reason))

    async def rerun(self, *, code: str | None = None, run_id: str | None = None) -> Run[T_co]:
        """Start the same workflow again, with the same arguments. This run stays as it is.

        Args:
            code: the code as it is installed now, if left out; ``"same"``: that of this run; else the id of a code that
                this run has had, or its first characters.
            run_id: an id of one's own.

        Raises:
            RunNotFoundError: no such run.
            BundleMissingError: it has never had that code.
            RunExistsError: the id is taken.
        """
        from useworkflow_runtime.forking import rerun

        place = await self._at(as_engine=True)
        record = await rerun(place, self.id, code=code, new_id=run_id)
        return Run(record.id, place, workflow=record.workflow)

    async def fork(
        self, *, at: int | None = None, before: str | None = None, code: str | None = None, run_id: str | None = None
    ) -> Run[T_co]:
        """Start a run that begins with what this one has done so far, and goes on from there. This run stays as it is.

        Steps whose outcome is copied do not run again; those that were under way begin with their first attempt, under
        ids of the new run. Tokens of hooks stay with their owners: where this run still has one, the fork meets
        ``HookConflictError``. Streams are not copied.

        Args:
            at: the position of the last event that is kept.
            before: the id of an operation, such as ``0/charge#0``: what came before its outcome is kept, and it is asked
                for again. With neither: all that has happened; of a run that has ended all but its last input, so that
                what made it end is tried again.
            code: as for ``rerun``. Where the code does not agree with what is copied, the fork is ``diverged``.
            run_id: an id of one's own.

        Raises:
            ForkError: there is no such place in its log, or nothing to go on with.
            RunNotFoundError, BundleMissingError, RunExistsError: as for ``rerun``.
        """
        from useworkflow_runtime.forking import fork

        place = await self._at(as_engine=True)
        record = await fork(place, self.id, at=at, before=before, code=code, new_id=run_id)
        return Run(record.id, place, workflow=record.workflow)

    async def wake_up(self) -> None:
        """End the run's pending sleeps now.

        Raises:
            RunNotFoundError: no such run.
        """
        await (await self._at()).world.send(self.id, "wake", values.encode(None))

    async def explain(self) -> Explanation:
        """Why the run does not move, or that it does (G9).

        Raises:
            RunNotFoundError: no such run.
        """
        from useworkflow_runtime.explaining.explain import explain_run

        place = await self._at()
        if place.engine is None or not place.engine.running:
            return await explain_run(place.world, self.id)
        hot = place.engine.runs.hot.get(self.id)
        instance = None if hot is None or hot.finished else hot.instance
        return await explain_run(place.world, self.id, place.engine.registry.missing, instance)

    # --- waiting

    async def _at(self, *, as_engine: bool = False) -> Place:
        if self._place is None:
            self._place = await attach(self._world, as_engine=as_engine)
        elif as_engine:
            await self._place.ready(as_engine=True)
        return self._place

    async def _record(self) -> RunRecord:
        record = await (await self._at()).world.get_run(self.id)
        if record is None:
            raise RunNotFoundError.of(self.id)
        return record

    async def _end(self) -> Ended:
        place = await self._at(as_engine=True)
        while True:
            engine = place.engine
            if engine is not None and engine.has(self.id):
                ended = engine.expect(self.id)
                try:
                    return await ended
                except asyncio.CancelledError:
                    engine.expect_no_more(self.id, ended)
                    raise
                except (EngineStoppedError, LostOwnershipError):
                    if place.engine is engine:
                        await asyncio.sleep(0)
            seen = place.world.changes()
            record = await self._record()
            if record.status in TERMINAL or record.status in PARKED:
                return Ended(record.status, record.output, record.error, record.error_kind, record.reason)
            if not await place.world.wait_for_change(_PULSE, since=seen) and (engine is None or not engine.running):
                await place.ready(as_engine=True)

    def _raise(self, ended: Ended) -> NoReturn:
        if ended.status == "cancelled":
            raise cancelled(self.id, ended.reason)
        if ended.status == "failed":
            cause = None
            if ended.error is not None:
                cause = values.with_tracebacks(values.decode_error(ended.error, resolve_class))
            raise failed(self.id, cause, ended.error_kind) from cause
        raise WorkflowParkedError(
            f"run {self.id} is {ended.status}: {ended.reason or 'no reason was recorded'}",
            run_id=self.id,
            status=ended.status,
            reason=ended.reason,
            why="it cannot go on by itself; nothing that was recorded is lost",
            mend=f"`useworkflow explain {self.id}`, or await run.explain(), shows what it waits for",
        )


def _recorded_handle(id: str, workflow: str) -> Run[Any]:
    """What a recorded handle becomes outside workflow code. One that a step gets finds its world when it is asked."""
    return Run(id, _reading.get(), workflow=workflow)


handles_outside(Run, _recorded_handle)


def get_run(run_id: str, *, world: World | str | None = None) -> Run[Any]:
    """A handle on the run with that id; nothing is read before it is asked something.

    Args:
        run_id: the run.
        world: where it is kept: an open world, a URL or a path; the configured world if left out.
    """
    return Run(run_id, world=world)


async def list_runs(
    *,
    workflow: str | Callable[..., Any] | None = None,
    status: RunStatus | None = None,
    attributes: dict[str, Scalar] | None = None,
    limit: int = 100,
    before: str | None = None,
    world: World | str | None = None,
) -> list[Run[Any]]:
    """Runs, newest first.

    Args:
        workflow: only those of this workflow: its function, or its id.
        status: only those with this status.
        attributes: only those that have all of these attributes.
        limit: at most so many.
        before: go on after this run id, the last one of the previous page.
        world: where to look; the configured world if left out.

    Raises:
        ValueError: there is no such status.
    """
    if status is not None and status not in STATUSES:
        raise ValueError(f"no run has the status {status!r}: it is one of {', '.join(STATUSES)}")
    place = await attach(world, as_engine=False)
    records = await place.world.find_runs(
        workflow=workflow_id(workflow) if callable(workflow) else workflow,
        status=status,
        attributes=attributes,
        limit=limit,
        before=before,
    )
    return [Run(record.id, place, workflow=record.workflow) for record in records]


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1_000_000, UTC)
