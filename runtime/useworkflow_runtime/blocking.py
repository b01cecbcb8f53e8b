"""The same for programs that are not asynchronous: ``from useworkflow import sync``.

    run = sync.start(place_order, "o-17")       # waits until it is recorded
    run.result(timeout=60)                       # waits for its end

Each call is the asynchronous one, carried out by a loop in a thread of its own, in which there is an engine, too, if nobody else
has it. Everything is said once, there; here is only the waiting. Read next: ``loop_thread``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, overload

from useworkflow_runtime import hooks
from useworkflow_runtime import run as runs
from useworkflow_runtime.embedded import home
from useworkflow_runtime.errors import SyncInLoopError
from useworkflow_runtime.loop_thread import shared
from useworkflow_runtime.start import Start
from useworkflow_runtime.streams import reading
from useworkflow_runtime.worlds.protocol import RunStatus, Scalar, World
from useworkflow_sandbox.runs import handles_as
from useworkflow_sandbox.streams import Read

if TYPE_CHECKING:
    from useworkflow_runtime.explaining.explain import Explanation

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


def wait_for(coroutine: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
    """Run ``coroutine`` in the loop thread, and wait for what it gives.

    Args:
        coroutine: what to run.
        timeout: seconds after which it is cancelled.

    Raises:
        SyncInLoopError: this thread runs a loop, which would stand still meanwhile.
        TimeoutError: it did not end in time.
        BaseException: whatever it raises.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return shared().run(_at_home(coroutine, home.get()), timeout)
    coroutine.close()
    raise SyncInLoopError(
        "useworkflow.sync was used in a thread that runs an event loop",
        why="the call waits, and nothing else in that loop would go on meanwhile",
        mend="await the same function of useworkflow itself, or call this one in a thread (asyncio.to_thread)",
    )


async def _at_home(coroutine: Coroutine[Any, Any, T], world: Any) -> T:
    """In a step the world of its run is meant, here as there."""
    token = home.set(world)
    try:
        return await coroutine
    finally:
        home.reset(token)


class Run(Generic[T_co]):
    """A handle on a run whose methods wait. See ``useworkflow.Run``, whose methods these are."""

    def __init__(self, id: str, *, world: World | str | None = None) -> None:
        self._run: runs.Run[T_co] = runs.Run(id, world=world)

    @classmethod
    def _of(cls, run: runs.Run[Any]) -> Run[Any]:
        self: Run[Any] = cls.__new__(cls)
        self._run = run
        return self

    def __repr__(self) -> str:
        return repr(self._run)

    def __eq__(self, other: object) -> bool:
        return self.id == other.id if isinstance(other, Run) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def id(self) -> str:
        """The run's id."""
        return self._run.id

    @property
    def workflow(self) -> str:
        """See ``useworkflow.Run.workflow``."""
        return self._run.workflow

    def status(self) -> RunStatus:
        """See ``useworkflow.Run.status``."""
        return wait_for(self._run.status())

    def exists(self) -> bool:
        """See ``useworkflow.Run.exists``."""
        return wait_for(self._run.exists())

    def created_at(self) -> datetime:
        """See ``useworkflow.Run.created_at``."""
        return wait_for(self._run.created_at())

    def started_at(self) -> datetime | None:
        """See ``useworkflow.Run.started_at``."""
        return wait_for(self._run.started_at())

    def completed_at(self) -> datetime | None:
        """See ``useworkflow.Run.completed_at``."""
        return wait_for(self._run.completed_at())

    def result(self, timeout: float | None = None) -> T_co:
        """See ``useworkflow.Run.result``.

        Args:
            timeout: seconds to wait at most.

        Raises:
            TimeoutError: the run has not ended by then; it goes on.
        """
        return wait_for(self._run.result(), timeout)

    def cancel(self, reason: str | None = None) -> None:
        """See ``useworkflow.Run.cancel``."""
        wait_for(self._run.cancel(reason))

    def terminate(self, reason: str | None = None) -> None:
        """See ``useworkflow.Run.terminate``."""
        wait_for(self._run.terminate(reason))

    def wake_up(self) -> None:
        """See ``useworkflow.Run.wake_up``."""
        wait_for(self._run.wake_up())

    def rerun(self, *, code: str | None = None, run_id: str | None = None) -> Run[T_co]:
        """See ``useworkflow.Run.rerun``."""
        return self._of(wait_for(self._run.rerun(code=code, run_id=run_id)))

    def fork(
        self, *, at: int | None = None, before: str | None = None, code: str | None = None, run_id: str | None = None
    ) -> Run[T_co]:
        """See ``useworkflow.Run.fork``."""
        return self._of(wait_for(self._run.fork(at=at, before=before, code=code, run_id=run_id)))

    def explain(self) -> Explanation:
        """See ``useworkflow.Run.explain``."""
        return wait_for(self._run.explain())

    def stream(self, namespace: str | None = None, start_index: int | str = 0, *, read: Read = "live") -> StreamReader:
        """See ``useworkflow.Run.stream``: an iterator over the chunks, as they come."""
        return StreamReader(self._run.stream(namespace, start_index, read=read))


class StreamReader:
    """An iterator over the chunks of a stream that waits for the next one. After ``StreamReset`` it goes on.

    Args:
        reader: the asynchronous one.
    """

    def __init__(self, reader: reading.StreamReader) -> None:
        self._reader = reader

    @property
    def next_index(self) -> int:
        """See ``useworkflow.Run.stream``."""
        return self._reader.next_index

    @property
    def cursor(self) -> str:
        """Where it stands, as ``start_index`` of another reader."""
        return self._reader.cursor

    def tail_index(self) -> int:
        """Index of the last chunk that can be read now, -1 if there is none."""
        return wait_for(self._reader.tail_index())

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:
        chunk = wait_for(_next(self._reader))
        if chunk is _OVER:
            raise StopIteration
        return chunk


_OVER = object()


async def _next(reader: reading.StreamReader) -> Any:
    return await anext(reader, _OVER)


handles_as(Run)


class StartAndWait:
    """The type of ``start``: call it, or give it options first."""

    def __init__(self, start: Start | None = None) -> None:
        self._start = start or Start()

    def options(self, **options: Any) -> StartAndWait:
        """``start`` with options: those of ``useworkflow.start.options``."""
        return StartAndWait(self._start.options(**options))

    @overload
    def __call__(self, fn: Callable[P, Coroutine[Any, Any, T]], /, *args: P.args, **kwargs: P.kwargs) -> Run[T]: ...

    @overload
    def __call__(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Run[T]: ...

    def __call__(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Run[Any]:
        """See ``useworkflow.start``."""
        return Run._of(wait_for(self._start(fn, *args, **kwargs)))


start = StartAndWait()
"""``start(fn, *args, **kwargs)``: start a durable run, and wait until that is recorded."""


def get_run(run_id: str, *, world: World | str | None = None) -> Run[Any]:
    """See ``useworkflow.get_run``."""
    return Run(run_id, world=world)


def list_runs(
    *,
    workflow: str | Callable[..., Any] | None = None,
    status: RunStatus | None = None,
    attributes: dict[str, Scalar] | None = None,
    limit: int = 100,
    before: str | None = None,
    world: World | str | None = None,
) -> list[Run[Any]]:
    """See ``useworkflow.list_runs``."""
    found = wait_for(
        runs.list_runs(workflow=workflow, status=status, attributes=attributes, limit=limit, before=before, world=world)
    )
    return [Run._of(run) for run in found]


def resume_hook(token: str, payload: Any = None, **options: Any) -> Any:
    """See ``useworkflow.resume_hook``: its options, and its result."""
    return wait_for(hooks.resume_hook(token, payload, **options))


def get_hook(token: str, *, world: World | str | None = None) -> hooks.HookInfo:
    """See ``useworkflow.get_hook``."""
    return wait_for(hooks.get_hook(token, world=world))


def set_attributes(attributes: dict[str, Scalar]) -> None:
    """See ``useworkflow.set_attributes``: for steps that are plain functions."""
    from useworkflow_runtime.plain_calls import set_attributes as setting
    from useworkflow_runtime.steps.metadata import current_step

    wait_for(_as_step(setting(attributes), current_step.get()))


async def _as_step(coroutine: Coroutine[Any, Any, T], step: Any) -> T:
    from useworkflow_runtime.steps.metadata import current_step

    token = current_step.set(step)
    try:
        return await coroutine
    finally:
        current_step.reset(token)
