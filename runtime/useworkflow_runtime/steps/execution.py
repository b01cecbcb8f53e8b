"""Runs attempts of steps: async ones as tasks on the engine's loop, plain ones in a thread pool.

    runner.reserve(step)             -> True      # a place is free, and now taken
    runner.start(run, entry, step)                # after the commit that says so (G2)
    finished(work, Raw(b"3"), None)               # called on the loop, once for each attempt that was not abandoned

Arguments are decoded afresh from the log's bytes for each attempt, so one attempt cannot change what the next one gets.
Read next: ``engine_steps``, which starts attempts and takes their outcomes.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, Protocol, TypeAlias

from msgspec import Raw

from useworkflow_runtime.errors import StepCrashedError, StepTimeoutError
from useworkflow_runtime.identity import resolve_class
from useworkflow_runtime.ledger import StepEntry
from useworkflow_runtime.steps.metadata import CurrentStep, current_step
from useworkflow_runtime.steps.registry import Step
from useworkflow_sandbox.values import ValueDecodeError, decode_args, encode

Finished: TypeAlias = "Callable[[Work, Raw | None, BaseException | None], None]"
Freed: TypeAlias = "Callable[[Work], None]"


class RunOfStep(Protocol):
    """What an attempt must know about its run. ``created_at``: microseconds."""

    run_id: str
    workflow: str
    created_at: int


class Work:
    """One attempt of a step in this process. ``running`` until its task or thread has ended."""

    __slots__ = ("abandoned", "attempt", "entry", "reported", "run", "run_id", "running", "step", "task", "timer")

    def __init__(self, run: RunOfStep, entry: StepEntry, step: Step) -> None:
        self.run = run
        self.run_id = run.run_id
        self.entry = entry
        self.step = step
        self.attempt = entry.attempt
        self.running = True
        self.reported = False
        self.abandoned = False
        self.task: asyncio.Task[None] | None = None
        self.timer: asyncio.TimerHandle | None = None

    def abandon(self, reason: str | None = None) -> None:
        """Nobody waits for the outcome any more: cancel an async step, let a thread run out."""
        self.abandoned = True
        if self.timer is not None:
            self.timer.cancel()
        if self.task is not None and self.running:
            self.task.cancel(reason)


class StepRunner:
    """The places for attempts in one engine.

    Args:
        loop: the engine's loop.
        finished: called with an attempt's encoded value, or the exception that it raised.
        freed: called when an attempt's place is free again.
        context: what each attempt gets a copy of.
        loop_limit: async steps at a time.
        thread_limit: steps in threads at a time.
        executor: where plain steps run; a thread pool of its own if left out.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        finished: Finished,
        freed: Freed,
        *,
        context: contextvars.Context,
        loop_limit: int = 1000,
        thread_limit: int | None = None,
        executor: Executor | None = None,
    ) -> None:
        self._loop = loop
        self._finished = finished
        self._freed = freed
        self._context = context
        self._threads = thread_limit or min(32, (os.cpu_count() or 1) + 4)
        self._free = {False: loop_limit, True: self._threads}
        self._waiting: dict[bool, deque[tuple[str, str]]] = {False: deque(), True: deque()}
        self._pool: Executor | None = executor
        self.released: Callable[[bool], None] = lambda in_thread: None
        """Called when a place was given back unused and somebody waits for one."""
        self.running: dict[Work, None] = {}
        """In the order in which they were started: what follows from one is the same in every process."""

    def reserve(self, step: Step) -> bool:
        """Take a place for an attempt of ``step``, if one is free."""
        if self._free[step.in_thread] <= 0:
            return False
        self._free[step.in_thread] -= 1
        return True

    def release(self, step: Step) -> None:
        """Give a place back that was taken and not used."""
        self._free[step.in_thread] += 1
        if self._waiting[step.in_thread]:
            self._loop.call_soon(self.released, step.in_thread)

    def queue(self, step: Step, run_id: str, id: str) -> None:
        """An attempt of ``step`` waits for a place; ``next_waiting`` gives it out, first come, first served."""
        self._waiting[step.in_thread].append((run_id, id))

    def next_waiting(self, in_thread: bool) -> tuple[str, str] | None:
        """(run id, operation id) of the attempt that waits longest for such a place, if one is free."""
        waiting = self._waiting[in_thread]
        return waiting.popleft() if waiting and self._free[in_thread] > 0 else None

    def start(self, run: RunOfStep, entry: StepEntry, step: Step) -> Work:
        """Start the attempt ``entry.attempt``, for which a place was taken."""
        work = Work(run, entry, step)
        entry.work = work
        entry.starting = False
        self.running[work] = None
        if step.in_thread:
            self._start_in_thread(work)
        else:
            work.task = self._loop.create_task(self._on_loop(work), context=self._context.copy())
        return work

    def of(self, run_id: str) -> dict[str, Work]:
        """The attempts of that run that still run and whose outcome counts, by operation id."""
        return {w.entry.id: w for w in self.running if w.run_id == run_id and not w.abandoned and not w.reported}

    def stop(self) -> list[Work]:
        """Cancel what runs, without an outcome; the attempts that were cut off are returned."""
        cut = [work for work in self.running if not work.abandoned]
        for work in list(self.running):
            work.abandon("the worker stops")
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        return cut

    # on the loop

    async def _on_loop(self, work: Work) -> None:
        options = work.step.options
        current_step.set(_context_of(work))
        value: Raw | None = None
        failure: BaseException | None = None
        try:
            if options.timeout is None:
                value = encode(await _call(work))
            else:
                value = await _within(options.timeout / 1_000_000, work)
        except KeyboardInterrupt:
            self._ended(work)
            raise
        except asyncio.CancelledError as error:
            if work.abandoned or self._loop_is_closing():
                self._ended(work)
                raise
            failure = error
        except BaseException as error:
            failure = _survivable(error, work)
        self._ended(work)
        self._report(work, value, failure)

    def _loop_is_closing(self) -> bool:
        # asyncio.run cancels every task at its end; such a step has no outcome, it is tried again by the next engine.
        task = asyncio.current_task(self._loop)
        return task is not None and task.cancelling() > 0

    # in a thread

    def _start_in_thread(self, work: Work) -> None:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="useworkflow-step")
        timeout = work.step.options.timeout
        if timeout is not None:
            work.timer = self._loop.call_later(timeout / 1_000_000, self._timed_out, work)
        self._pool.submit(self._context.copy().run, self._in_thread, work)

    def _in_thread(self, work: Work) -> None:
        current_step.set(_context_of(work))
        value: Raw | None = None
        failure: BaseException | None = None
        try:
            args, kwargs = _decoded(work)
            result = work.step.function(*args, **kwargs)
            if inspect.iscoroutine(result):
                result = asyncio.run(result)
            value = encode(result)
        except BaseException as error:
            failure = _survivable(error, work)
        try:
            self._loop.call_soon_threadsafe(self._thread_ended, work, value, failure)
        except RuntimeError:
            pass  # the loop is closed: this outcome came too late, the next engine tries again

    def _thread_ended(self, work: Work, value: Raw | None, failure: BaseException | None) -> None:
        if work.timer is not None:
            work.timer.cancel()
        self._ended(work)
        self._report(work, value, failure)

    def _timed_out(self, work: Work) -> None:
        self._report(work, None, _timeout_error(work))

    # both

    def _report(self, work: Work, value: Raw | None, failure: BaseException | None) -> None:
        if not work.reported and not work.abandoned:
            work.reported = True
            self._finished(work, value, failure)

    def _ended(self, work: Work) -> None:
        work.running = False
        self.running.pop(work, None)
        self._free[work.step.in_thread] += 1
        self._freed(work)


class ArgumentsUnfitError(Exception):
    """The recorded arguments of a step do not fit their classes any more; ``__cause__`` says which. Internal."""


def _decoded(work: Work) -> tuple[tuple[Any, ...], dict[str, Any]]:
    try:
        return decode_args(_args(work), resolve_class)
    except ValueDecodeError as error:
        raise ArgumentsUnfitError from error


async def _call(work: Work) -> Any:
    args, kwargs = _decoded(work)
    result = work.step.function(*args, **kwargs)
    return await result if inspect.isawaitable(result) else result


async def _within(seconds: float, work: Work) -> Raw:
    try:
        async with asyncio.timeout(seconds) as limit:
            return encode(await _call(work))
    except TimeoutError:
        if limit.expired():
            raise _timeout_error(work) from None
        raise


def _args(work: Work) -> Raw:
    assert work.entry.args is not None
    return work.entry.args


def _context_of(work: Work) -> CurrentStep:
    entry, run = work.entry, work.run
    started = entry.started_at or entry.scheduled_at
    return CurrentStep(run.run_id, entry.id, work.step.name, work.attempt, started, run.workflow, run.created_at)


def _survivable(error: BaseException, work: Work) -> BaseException:
    """A step that asks the interpreter to exit must not take the worker with it."""
    if isinstance(error, (SystemExit, KeyboardInterrupt, GeneratorExit)):
        ended = StepCrashedError(f"step {work.step.name} tried to end its worker with {type(error).__name__}")
        ended.__cause__ = error
        return ended
    return error


def _timeout_error(work: Work) -> StepTimeoutError:
    seconds = (work.step.options.timeout or 0) / 1_000_000
    return StepTimeoutError(
        f"step {work.step.name} did not end within {seconds:g} s (attempt {work.attempt})",
        mend="raise its timeout option, or make it shorter",
    )
