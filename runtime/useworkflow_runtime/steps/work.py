"""One attempt of a step in this process: what it is about, and why it was broken off.

    Work(run, run_id, entry, 2, step, ...)      attempt 2 of 0/charge#0
    work.attempted()                -> (args, kwargs), decoded afresh, so that no attempt changes what the next one gets
    work.cause                      -> HeartbeatTimeoutError(...), where the engine has broken it off

Read next: ``execution``, which runs it.
"""

from __future__ import annotations

import asyncio
import enum
from collections.abc import Callable
from typing import Any, Protocol

from msgspec import Raw, Struct

from useworkflow_runtime.code.identity import resolve_class
from useworkflow_runtime.engine.ledger import StepEntry
from useworkflow_runtime.errors import HeartbeatTimeoutError, StepCrashedError, StepTimeoutError
from useworkflow_runtime.steps.metadata import CurrentStep
from useworkflow_runtime.steps.registry import Step
from useworkflow_runtime.steps.unfit import ArgumentsUnfitError
from useworkflow_runtime.streams.pump import StreamPump
from useworkflow_runtime.streams.writing import AttemptStreams
from useworkflow_runtime.worlds.streams import StreamStore
from useworkflow_sandbox.values import ValueDecodeError, decode, decode_args


class RunOfStep(Protocol):
    """What an attempt must know about its run. ``started_at``: microseconds; ``family``: see ``CurrentStep``; ``borrowed``: the run
    is another engine's."""

    run_id: str
    workflow: str

    @property
    def borrowed(self) -> bool: ...

    @property
    def started_at(self) -> int: ...
    @property
    def family(self) -> tuple[str | None, str | None, str | None]: ...


class Ending(enum.Enum):
    """How far an attempt is: it runs, its outcome was reported, or nobody wants its outcome any more."""

    RUNNING = "running"
    REPORTED = "reported"
    ABANDONED = "abandoned"


class Work(Struct, eq=False):
    """One attempt of a step in this process. ``running`` until its task, thread or process has ended.

    ``on_beat`` is called with each heartbeat; ``details`` is the encoded value of the newest one, ``beaten_at`` the loop's time
    of it; ``timers`` is ``None`` as long as it has none; ``cause`` is what the engine broke it off with; ``kill`` ends its
    process, where it has one; ``streams`` holds what it writes to streams, if it does.
    """

    run: RunOfStep
    run_id: str
    entry: StepEntry
    attempt: int
    step: Step
    pump: StreamPump
    on_beat: Callable[[Work, Raw], None]
    running: bool = True
    ending: Ending = Ending.RUNNING
    cause: BaseException | None = None
    task: asyncio.Task[None] | None = None
    kill: Callable[[], None] | None = None
    timers: dict[str, asyncio.TimerHandle] | None = None
    details: Raw | None = None
    beaten_at: float = 0.0
    saved_at: float = float("-inf")
    saver: asyncio.TimerHandle | None = None
    streams: AttemptStreams | None = None

    def open_streams(self) -> AttemptStreams:
        """Its writers; made when they are first asked for."""
        if self.streams is None:
            self.streams = AttemptStreams(self.pump, self, [])
        return self.streams

    @property
    def store(self) -> StreamStore:
        """The streams of the engine's world."""
        return self.pump.store

    async def recall_streams(self) -> None:
        """Learn what former attempts have stored, so that this one can go on from there."""
        before = await self.pump.recall(self.run_id, self.entry.id)
        if before:
            self.streams = AttemptStreams(self.pump, self, before)

    def beat(self, details: Raw) -> None:
        """The step is alive, and has come this far.

        Raises:
            CancelledError: nobody waits for it any more.
        """
        self.on_beat(self, details)

    @property
    def abandoned(self) -> bool:
        """Nobody waits for its outcome any more."""
        return self.ending is Ending.ABANDONED

    @property
    def reported(self) -> bool:
        """Its outcome is known, whether or not it still runs."""
        return self.ending is Ending.REPORTED

    def end_timers(self) -> None:
        """Nothing happens to it by time any more."""
        for timer in (self.timers or {}).values():
            timer.cancel()
        self.timers = None
        if self.saver is not None:
            self.saver.cancel()
            self.saver = None

    def attempted(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Its arguments.

        Raises:
            ArgumentsUnfitError: they do not fit their classes any more.
        """
        assert self.entry.args is not None
        try:
            return decode_args(self.entry.args, resolve_class)
        except ValueDecodeError as error:
            raise ArgumentsUnfitError from error

    def context(self) -> CurrentStep:
        """What the step can ask about itself.

        Raises:
            ArgumentsUnfitError: the details of an earlier attempt do not fit their classes any more.
        """
        entry, run = self.entry, self.run
        started = entry.started_at or entry.scheduled_at
        try:
            details = None if entry.details is None else decode(entry.details, resolve_class)
        except ValueDecodeError as error:
            raise ArgumentsUnfitError from error
        return CurrentStep(
            run.run_id,
            entry.id,
            self.step.name,
            self.attempt,
            started,
            run.workflow,
            run.started_at,
            run.family,
            details,
            self.beat,
            self,
        )

    def survivable(self, error: BaseException) -> BaseException:
        """``error``, or what stands for it: a step that asks the interpreter to exit must not take the worker with it."""
        if isinstance(error, (SystemExit, KeyboardInterrupt, GeneratorExit)):
            name = type(error).__name__
            ended = StepCrashedError(f"step {self.step.name} tried to end its worker with {name}")
            ended.__cause__ = error
            return ended
        return error

    def timeout_error(self) -> StepTimeoutError:
        """What an attempt fails with that takes too long."""
        seconds = (self.step.options.timeout or 0) / 1_000_000
        return StepTimeoutError(
            f"step {self.step.name} did not end within {seconds:g} s (attempt {self.attempt})",
            mend="raise its timeout option, or make it shorter",
        )

    def cancelled_error(self) -> StepCrashedError:
        """What an attempt fails with whose task was cancelled by somebody else than the engine."""
        return StepCrashedError(
            f"the task of step {self.step.name} was cancelled from within (attempt {self.attempt})",
            why="neither its run nor its engine asked for it, so it is no cancellation of the run",
            mend="look for task.cancel() in the step and in what it uses; catch CancelledError where it is meant to end there",
        )

    def silence_error(self) -> HeartbeatTimeoutError:
        """What an attempt fails with whose heartbeat stays away."""
        seconds = (self.step.options.heartbeat_timeout or 0) / 1_000_000
        return HeartbeatTimeoutError(
            f"step {self.step.name} gave no heartbeat for {seconds:g} s (attempt {self.attempt})",
            mend="call get_step_metadata().heartbeat() more often, or raise its heartbeat_timeout option",
        )
