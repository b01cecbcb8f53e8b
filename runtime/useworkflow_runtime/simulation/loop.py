"""An event loop whose time is a number and whose every choice comes from a seed; and processes that can be killed.

    loop = SimulatedLoop(random.Random(7))
    process = Process("a"); task = process.spawn(loop, work())
    process.kill()               # nothing of it runs any more, as after kill -9: no except, no finally
    loop.time()                  -> 0.0, and 3600.0 after an hour's sleep that took no time at all

Callbacks run in the order in which asyncio promises to run them. Where it promises none, the seed decides: timers that are due at the
same time, and what comes from other threads. Which process a callback belongs to is a context variable, so everything that follows from
a process's code belongs to it. Read next: ``history``.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import heapq
import random
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from useworkflow_runtime.engine.watchdog import Watchdog

T = TypeVar("T")
_MICROSECOND = 1e-6

_process: contextvars.ContextVar[Process | None] = contextvars.ContextVar("useworkflow_simulated_process", default=None)


class Process:
    """A process of the simulated machine. ``paused``: the operating system gives it no time (SIGSTOP, a long swap)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.alive = True
        self.paused = False
        self.held: deque[asyncio.Handle] = deque()
        """What it has to do once it goes on."""
        context = contextvars.Context()
        context.run(_process.set, self)
        self._context = context

    def __repr__(self) -> str:
        return f"<Process {self.name}>"

    def context(self) -> contextvars.Context:
        """A context whose callbacks belong to this process."""
        return self._context.copy()

    def spawn(self, loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Run ``work`` in this process."""
        return loop.create_task(work, context=self.context())

    def kill(self) -> None:
        """End it here and now."""
        self.alive = False
        self.held.clear()


def current_process() -> Process | None:
    """The process whose code runs; ``None``: that of nobody, who cannot die."""
    return _process.get()


class SimulationStalledError(Exception):
    """Nothing is left to happen, and what was waited for has not. Internal: becomes a broken invariant."""


class SimulatedLoop(asyncio.BaseEventLoop):
    """See the module.

    Args:
        chance: decides what asyncio leaves open.
        limit: virtual seconds after which the simulation counts as stalled.
    """

    _ready: deque[asyncio.Handle]
    _scheduled: list[asyncio.TimerHandle]
    _stopping: bool

    def __init__(self, chance: random.Random, limit: float = 1e9) -> None:
        super().__init__()
        self._chance = chance
        self._seconds = 0.0
        self._limit = limit
        self.unhandled: list[str] = []
        """What callbacks raised, and what else the loop was told that nobody took care of."""
        self.spawned: list[asyncio.Task[Any]] = []
        """Every task so far: held, so that none is collected, and its ``finally`` run, at a time of the collector's choice."""
        self.set_exception_handler(_note_unhandled)

    def time(self) -> float:
        """Virtual seconds since the simulation began."""
        return self._seconds

    def create_task(self, coro: Any, **options: Any) -> asyncio.Task[Any]:
        """See ``asyncio``; the loop keeps the task."""
        task = super().create_task(coro, **options)
        self.spawned.append(task)
        return task

    def call_soon_threadsafe(  # type: ignore[override]
        self, callback: Any, *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        """Other threads call back at any place among what is ready."""
        handle = super().call_soon(callback, *args, context=context)
        self._ready.pop()
        self._ready.insert(self._chance.randint(0, len(self._ready)), handle)
        return handle

    def resume(self, process: Process) -> None:
        """Let a paused process go on where it stood."""
        process.paused = False
        self._ready.extend(process.held)
        process.held.clear()

    def dispose(self) -> None:
        """End what the simulation has left behind, without a word, and close the loop."""
        for task in self.spawned:
            if not task.done():
                task._log_destroy_pending = False  # type: ignore[attr-defined, unused-ignore]
                with contextlib.suppress(BaseException):
                    task.get_coro().close()  # type: ignore[union-attr, unused-ignore]
            elif not task.cancelled():
                task.exception()
        self.spawned.clear()
        self._ready.clear()
        self._scheduled.clear()
        self.close()

    # what BaseEventLoop leaves to its subclasses

    def _process_events(self, event_list: Any) -> None:
        """There is no selector."""

    def _write_to_self(self) -> None:
        """There is nobody to wake."""

    def _run_once(self) -> None:
        self._let_time_pass()
        ready = self._ready
        for _ in range(len(ready)):
            handle = ready.popleft()
            if handle._cancelled:  # type: ignore[attr-defined, unused-ignore]
                continue
            process = handle._context.get(_process)  # type: ignore[attr-defined, unused-ignore]
            if process is None or (process.alive and not process.paused):
                handle._run()
            elif process.alive:
                process.held.append(handle)

    def _let_time_pass(self) -> None:
        """A microsecond while there is something to do, so that whoever only spins gets on; else up to the next timer."""
        scheduled, ready = self._scheduled, self._ready
        while scheduled and scheduled[0].cancelled():
            heapq.heappop(scheduled)._scheduled = False  # type: ignore[attr-defined, unused-ignore]
        if ready or self._stopping:
            self._seconds += _MICROSECOND
        elif scheduled:
            self._seconds = max(self._seconds, scheduled[0].when())
        else:
            raise SimulationStalledError("nothing is left to happen")
        if self._seconds > self._limit:
            raise SimulationStalledError(f"it did not come to an end in {self._limit:g} s")
        at_once: list[asyncio.TimerHandle] = []
        while scheduled and scheduled[0].when() <= self._seconds:
            timer = heapq.heappop(scheduled)
            timer._scheduled = False  # type: ignore[attr-defined, unused-ignore]
            if at_once and at_once[0].when() != timer.when():
                self._make_ready(at_once)
            if not timer.cancelled():
                at_once.append(timer)
        self._make_ready(at_once)

    def _make_ready(self, at_once: list[asyncio.TimerHandle]) -> None:
        if len(at_once) > 1:
            self._chance.shuffle(at_once)
        self._ready.extend(at_once)
        at_once.clear()


def _note_unhandled(loop: Any, context: dict[str, Any]) -> None:
    error = context.get("exception")
    loop.unhandled.append(f"{context.get('message')}: {error!r}")


class InlineExecutor(Executor):
    """The threads of a simulated process: each call runs on the loop, a while later, and dies with its process.

    Args:
        loop: the simulation's.
        chance: how long a call waits for its thread.
    """

    def __init__(self, loop: SimulatedLoop, chance: random.Random) -> None:
        self._loop = loop
        self._chance = chance
        self._handles: list[asyncio.TimerHandle] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run ``fn`` soon. The future is never done: the engine's threads answer by a callback."""
        process = current_process()
        context = process.context() if process is not None else None
        delay = self._chance.choice((0.0, 0.001, 0.01, 0.2))
        self._handles.append(self._loop.call_later(delay, lambda: fn(*args, **kwargs), context=context))
        return Future()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Calls that have not begun are dropped."""
        for handle in self._handles:
            handle.cancel()


class Unwatched(Watchdog):
    """In place of the watchdog: turns are bracketed, and nothing looks at a real clock."""

    def start(self) -> None:
        """Nothing to start."""

    def stop(self) -> None:
        """Nothing to stop."""

    def begin(self) -> None:
        """A turn begins."""

    def end(self) -> bool:
        """The turn is over; it was not interrupted."""
        return False

    def stack(self) -> list[tuple[str, int]]:
        """No turn was interrupted."""
        return []
