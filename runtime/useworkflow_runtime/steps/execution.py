"""Runs attempts of steps: async ones as tasks on the engine's loop, plain ones in a thread pool, others in processes.

    runner.reserve(step)             -> True      # a place is free, and now taken
    runner.start(run, entry, step)                # after the commit that says so (G2)
    finished(work, Raw(b"3"), None)               # called on the loop, once for each attempt that was not abandoned

An attempt is broken off when its time is up, when its heartbeat stays away, or when nobody waits for it any more: a task
is cancelled, and again as long as its cleanup outlasts ``cleanup_timeout``; a process is killed; a thread cannot be ended.
Read next: ``work``; ``processes``; ``useworkflow_runtime.engine.attempts``, which starts attempts and takes their outcomes.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import itertools
import logging
import os
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any, TypeAlias

from msgspec import Raw

from useworkflow_runtime.engine.ledger import StepEntry
from useworkflow_runtime.steps.gates import Gates
from useworkflow_runtime.steps.metadata import current_step
from useworkflow_runtime.steps.processes import ProcessPool
from useworkflow_runtime.steps.registry import Place, Step
from useworkflow_runtime.steps.results import encode_result
from useworkflow_runtime.steps.work import Ending, RunOfStep, Work
from useworkflow_runtime.streams.outside import pour
from useworkflow_runtime.streams.pump import StreamPump
from useworkflow_runtime.streams.writing import AttemptStreams
from useworkflow_sandbox.streams import Stream

Finished: TypeAlias = "Callable[[Work, Raw | None, BaseException | None], None]"
Freed: TypeAlias = "Callable[[Work], None]"
_CLOSING = 1.0
"""Seconds after which an engine whose loop is being closed has stopped."""
_log = logging.getLogger("useworkflow.engine")


class StepRunner:
    """The places for attempts in one engine.

    Args:
        loop: the engine's loop.
        finished: called with an attempt's encoded value, or the exception that it raised.
        freed: called when an attempt's place is free again.
        gates: limits of single steps.
        pump: takes what attempts write to streams.
        context: what each attempt gets a copy of.
        loop_limit: async steps at a time.
        thread_limit: steps in threads at a time.
        process_limit: steps in processes at a time; the number of processors if left out.
        executor: where plain steps run; a thread pool of its own if left out.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        finished: Finished,
        freed: Freed,
        *,
        gates: Gates,
        pump: StreamPump,
        context: contextvars.Context,
        loop_limit: int = 1000,
        thread_limit: int | None = None,
        process_limit: int | None = None,
        executor: Executor | None = None,
    ) -> None:
        self._loop = loop
        self._thread = threading.get_ident()
        self._finished = finished
        self._freed = freed
        self.gates = gates
        self._pump = pump
        self._context = context
        processors = os.cpu_count() or 1
        self._threads = thread_limit or min(32, processors + 4)
        self._free = {Place.LOOP: loop_limit, Place.THREAD: self._threads, Place.PROCESS: process_limit or processors}
        self._waiting: dict[Place, deque[tuple[str, str]]] = {place: deque() for place in Place}
        self._pool: Executor | None = executor
        self._processes = ProcessPool(self._free[Place.PROCESS])
        self._stopped = False
        self.released: Callable[[Place], None] = lambda place: None
        """Called when a place was given back unused and somebody waits for one."""
        self.crowded: Callable[[], None] = lambda: None
        """Called when an attempt has to wait for a place."""
        self.beaten: Callable[[Work], None] = lambda work: None
        """Called on the loop when an attempt has given a heartbeat."""
        self.running: dict[Work, None] = {}
        """In the order in which they were started: what follows from one is the same in every process."""

    def reserve(self, step: Step) -> bool:
        """Take a place for an attempt of ``step``, if one is free."""
        if self._free[step.place] <= 0 or (step.limited and not self.gates.admit(step)):
            return False
        self._free[step.place] -= 1
        return True

    def release(self, step: Step) -> None:
        """Give a place back that was taken and not used."""
        self._free[step.place] += 1
        if step.limited:
            self.gates.leave(step)
        if step.limited or self._waiting[step.place]:
            self._loop.call_soon(self.released, step.place)

    def queue(self, step: Step, run_id: str, id: str) -> None:
        """An attempt of ``step`` waits for a place, or at its gate; ``next_waiting`` gives it out, first come, first served."""
        if step.limited and self._free[step.place] > 0:
            self.gates.wait(step, run_id, id)
            return
        self._waiting[step.place].append((run_id, id))
        self.crowded()

    def waiting(self) -> Iterator[tuple[str, str]]:
        """(run id, operation id) of all attempts that wait for a place; of each kind of place the last one first."""
        return itertools.chain.from_iterable(map(reversed, self._waiting.values()))

    def spare(self, place: Place) -> int:
        """Free places for which nothing waits."""
        return 0 if self._waiting[place] else max(0, self._free[place])

    def next_waiting(self, place: Place) -> tuple[str, str] | None:
        """(run id, operation id) of the attempt that waits longest for such a place, if one is free; those first that have
        waited at a gate, since few can come from there."""
        if self._free[place] <= 0:
            return None
        waiting = self._waiting[place]
        if self.gates.asked and (step := next(self.gates.open(place), None)) is not None:
            return self.gates.next_waiting(step)
        return waiting.popleft() if waiting else None

    def start(self, run: RunOfStep, entry: StepEntry, step: Step) -> None:
        """Start the attempt ``entry.attempt``, for which a place was taken; one that comes after ``stop`` is left to the next
        engine."""
        entry.starting = False
        if self._stopped:
            return
        work = Work(run, run.run_id, entry, entry.attempt, step, self._pump, self._beat)
        entry.work = work
        self.running[work] = None
        if step.options.timeout is not None:
            self._limit(work, "timeout", step.options.timeout, self._timed_out)
        if step.options.heartbeat_timeout is not None:
            work.beaten_at = self._loop.time()
            self._limit(work, "heartbeat", step.options.heartbeat_timeout, self._listen)
        if step.place is Place.LOOP:
            work.task = self._loop.create_task(self._on_loop(work), context=self._context.copy())
        elif work.attempt > 1:
            work.task = self._loop.create_task(self._recall_first(work), context=self._context.copy())
        else:
            self._submit(work)

    def abandon(self, work: Work, reason: str | None = None) -> None:
        """Nobody waits for the outcome any more: cancel an async step, kill a process, let a thread run out."""
        if work.abandoned:
            return
        work.ending = Ending.ABANDONED
        work.end_timers()
        if work.streams is not None:
            work.streams.detach()
        self._break_off(work, reason)

    def of(self, run_id: str) -> dict[str, Work]:
        """The attempts of a run of this engine that still run and whose outcome counts, by operation id."""
        return {
            w.entry.id: w
            for w in self.running
            if w.run_id == run_id and w.ending is Ending.RUNNING and not w.run.borrowed
        }

    def stop(self) -> list[Work]:
        """Cancel what runs, without an outcome; the attempts that were cut off are returned."""
        self._stopped = True
        cut = [work for work in self.running if not work.abandoned]
        for work in list(self.running):
            self.abandon(work, "the worker stops")
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._processes.close()
        self.gates.close()
        return cut

    # breaking off

    def _limit(self, work: Work, name: str, microseconds: int, then: Callable[[Work], None]) -> None:
        self._set_timer(work, name, self._loop.call_later(microseconds / 1_000_000, then, work))

    def _set_timer(self, work: Work, name: str, timer: asyncio.TimerHandle) -> None:
        if work.timers is None:
            work.timers = {}
        work.timers[name] = timer

    def _timed_out(self, work: Work) -> None:
        self._overdue(work, work.timeout_error())

    def _listen(self, work: Work) -> None:
        limit = (work.step.options.heartbeat_timeout or 0) / 1_000_000
        rest = work.beaten_at + limit - self._loop.time()
        if rest > 0:
            self._set_timer(work, "heartbeat", self._loop.call_later(rest, self._listen, work))
        else:
            self._overdue(work, work.silence_error())

    def _overdue(self, work: Work, cause: BaseException) -> None:
        work.cause = cause
        work.end_timers()
        if work.step.place is Place.THREAD:
            if work.streams is not None:
                work.streams.detach()
            self._report(work, None, cause)
        else:
            self._break_off(work, None)

    def _break_off(self, work: Work, reason: str | None) -> None:
        if not work.running:
            return
        if work.kill is not None:
            work.kill()
        elif work.task is not None:
            work.task.cancel(reason)
            work.task.add_done_callback(lambda _: self._never_began(work))
            self._limit(work, "cleanup", work.step.options.cleanup_timeout, self._press)

    def _never_began(self, work: Work) -> None:
        """A task that is cancelled before its first step runs nothing at all."""
        if work.running:
            self._ended(work)
            self._report(work, None, work.cause)

    def _press(self, work: Work) -> None:
        """Its cleanup has had its time: cancel that, too."""
        if work.running and work.task is not None:
            seconds = work.step.options.cleanup_timeout / 1_000_000
            _log.warning(
                "step %s still cleans up %g s after it was cancelled: its cleanup is cancelled", work.step.name, seconds
            )
            work.task.cancel(f"its cleanup took longer than {seconds:g} s")
            self._limit(work, "cleanup", work.step.options.cleanup_timeout, self._press)

    # heartbeats

    def _beat(self, work: Work, details: Raw) -> None:
        """Called by the step, from whatever thread it is in."""
        if work.abandoned or work.cause is not None:
            raise asyncio.CancelledError("nobody waits for this attempt any more")
        if threading.get_ident() == self._thread:
            self._beaten(work, details)
        else:
            self._loop.call_soon_threadsafe(self._beaten, work, details)

    def _beaten(self, work: Work, details: Raw) -> None:
        if work.ending is Ending.RUNNING:
            work.details = details
            work.beaten_at = self._loop.time()
            self.beaten(work)

    # on the loop

    async def _on_loop(self, work: Work) -> None:
        value: Raw | None = None
        failure: BaseException | None = None
        try:
            if work.attempt > 1:
                await work.recall_streams()
            current_step.set(work.context())
            value = await _outcome(work)
        except KeyboardInterrupt:
            self._ended(work)
            raise
        except asyncio.CancelledError as error:
            if work.abandoned or (work.cause is None and self._cancelled_by_others()):
                self._ended(work)
                self._loop.call_later(_CLOSING, self._cut_off, work)
                raise
            failure = work.cause or error
        except BaseException as error:
            failure = work.survivable(error)
        if failure is not None and work.streams is not None:
            await work.streams.left()
        self._ended(work)
        self._report(work, value, failure)

    def _cancelled_by_others(self) -> bool:
        # asyncio.run cancels every task at its end; such a step has no outcome, it is tried again by the next engine.
        task = asyncio.current_task(self._loop)
        return task is not None and task.cancelling() > 0

    def _cut_off(self, work: Work) -> None:
        """The loop still runs, and so does the engine: it was the step, or a library, that cancelled the step's own task."""
        if not self._stopped and not work.abandoned:
            self._report(work, None, work.cancelled_error())

    # in a thread, in a process

    def _threads_pool(self) -> Executor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="useworkflow-step")
        return self._pool

    def _submit(self, work: Work) -> None:
        try:
            if work.step.place is Place.THREAD:
                self._threads_pool().submit(self._context.copy().run, self._in_thread, work)
            else:
                self._processes.submit(lambda: self._in_process(work))
        except RuntimeError as error:  # no more threads can be started: a failed attempt, like any other
            self._loop.call_soon(self._thread_ended, work, None, error)

    async def _recall_first(self, work: Work) -> None:
        try:
            await work.recall_streams()
        except Exception as error:
            self._thread_ended(work, None, error)
            return
        work.task = None
        self._submit(work)

    def _in_thread(self, work: Work) -> None:
        value: Raw | None = None
        failure: BaseException | None = None
        try:
            current_step.set(work.context())
            args, kwargs = work.attempted()
            result = work.step.function(*args, **kwargs)
            if inspect.iscoroutine(result):
                result = asyncio.run(result)
            if hasattr(type(result), "__anext__"):
                result = asyncio.run(_poured(work, result))
            value = encode_result(work.step.function, result)
        except BaseException as error:
            failure = work.survivable(error)
        self._over(work, value, failure)

    def _in_process(self, work: Work) -> None:
        """In a thread that waits for the process."""
        if work.abandoned or work.cause is not None:
            self._over(work, None, work.cause)
            return
        value: Raw | None = None
        failure: BaseException | None
        try:
            value, failure = self._processes.attempt(work)
        except BaseException as error:  # no process could be started, say
            failure = error
        self._over(work, value, work.cause or failure)

    def _over(self, work: Work, value: Raw | None, failure: BaseException | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._thread_ended, work, value, failure)
        except RuntimeError:
            pass  # the loop is closed: this outcome came too late, the next engine tries again

    def _thread_ended(self, work: Work, value: Raw | None, failure: BaseException | None) -> None:
        if work.streams is None:
            self._ended(work)
            self._report(work, value, failure)
        else:
            work.task = self._loop.create_task(self._store_first(work, work.streams, value, failure))

    async def _store_first(
        self, work: Work, streams: AttemptStreams, value: Raw | None, failure: BaseException | None
    ) -> None:
        try:
            if failure is None and work.ending is Ending.RUNNING:
                await streams.stored()
        except Exception as error:
            failure = error
        if failure is not None:
            await streams.left()
        self._ended(work)
        self._report(work, value, failure)

    # everywhere

    def _report(self, work: Work, value: Raw | None, failure: BaseException | None) -> None:
        if work.ending is Ending.RUNNING:
            work.ending = Ending.REPORTED
            self._finished(work, value, failure)
        elif work.abandoned:
            _log.info("attempt %d of %s/%s ended when nobody waited for it", work.attempt, work.run_id, work.entry.id)

    def _ended(self, work: Work) -> None:
        work.running = False
        if work.timers is not None or work.saver is not None:
            work.end_timers()
        self.running.pop(work, None)
        self._free[work.step.place] += 1
        if work.step.limited:
            self.gates.leave(work.step)
        self._freed(work)


async def _outcome(work: Work) -> Raw:
    """What the step gives, encoded, once what it wrote to streams is stored."""
    args, kwargs = work.attempted()
    result = work.step.function(*args, **kwargs)
    if inspect.isawaitable(result):
        result = await result
    if hasattr(type(result), "__anext__"):  # isinstance(result, AsyncIterator) costs five times as much
        result = await _poured(work, result)
    value = encode_result(work.step.function, result)
    if work.streams is not None:
        await work.streams.stored()
    return value


async def _poured(work: Work, chunks: AsyncIterator[Any]) -> Stream:
    return await pour(work.open_streams(), Stream(work.run_id, work.entry.id), chunks)
