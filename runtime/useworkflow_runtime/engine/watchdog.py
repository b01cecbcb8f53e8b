"""Ends turns that do not suspend: ``while True: pass`` in a workflow must not take the engine down.

    commands = watchdog.guard(lambda: instance.deliver(event))
        # on the engine's thread; another one raises TurnInterrupted in there after ``limit`` seconds, and if the turn
        # swallows that, it is raised afterwards

What counts is the processor time of the engine's thread, so that a busy machine does not make a turn long; a turn that blocks
without computing is hit after ``PATIENCE`` times as much time on the clock.

An asynchronous exception that was set but not raised yet is taken back in ``end``, so it cannot hit the engine itself.
Read next: ``runs``, which guards every turn like this.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import TypeVar

from useworkflow_sandbox.current import TurnInterrupted

T = TypeVar("T")

PATIENCE = 5
"""Limits on the clock after which a turn is hit that has used little processor time."""


def processor_time(thread: int) -> Callable[[], float]:
    """A clock of the processor time of the thread with that id; the monotonic clock where the system has none."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return time.monotonic
    return partial(time.clock_gettime, time.pthread_getcpuclockid(thread))


class Watchdog:
    """Watches the turns of one engine, which all run on the thread that called ``start``.

    Args:
        limit: seconds of processor time that a turn may take.
        monotonic: the clock, in seconds.
        worked: gives, for the thread with that id, a clock of its processor time, in seconds.
        tick: how often the thread looks, in seconds; by default an eighth of ``limit``.
    """

    def __init__(
        self,
        limit: float = 2.0,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        worked: Callable[[int], Callable[[], float]] = processor_time,
        tick: float | None = None,
    ) -> None:
        self.limit = limit
        self._monotonic = monotonic
        self._worked = worked
        self._tick = limit / 8 if tick is None else tick
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._target = 0
        self._turn = 0
        self._running = False
        self._fired = False
        self._stack: list[tuple[str, int]] = []

    def start(self) -> None:
        """Watch the calling thread from now on."""
        self._target = threading.get_ident()
        self._thread = threading.Thread(target=self._watch, name="useworkflow-watchdog", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching. May be repeated."""
        self._stopped.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()
        self._thread = None

    def begin(self) -> None:
        """A turn begins."""
        self._turn += 1
        self._running = True

    def end(self) -> bool:
        """The turn is over: take back an exception that was set and not raised yet; say if the turn was hit.

        To be called on the thread that called ``start``.
        """
        with self._lock:
            self._running = False
            fired, self._fired = self._fired, False
        if fired:
            _take_back(self._target)
        return fired

    def guard(self, turn: Callable[[], T]) -> T:
        """Call ``turn`` as one turn, and give what it returns.

        Raises:
            TurnInterrupted: it was hit, even if it swallowed the exception.
        """
        try:
            self.begin()
            result = turn()
            if self.end():
                raise TurnInterrupted
        except BaseException:
            self.end()
            raise
        return result

    def stack(self) -> list[tuple[str, int]]:
        """(filename, line) of every frame of the turn that was interrupted last, innermost first."""
        return self._stack

    def _watch(self) -> None:
        worked = self._worked(self._target)
        limit = self.limit - self._tick
        seen, since, spent = -1, 0.0, 0.0
        while not self._stopped.wait(self._tick):
            turn = self._turn
            if not self._running or turn != seen:
                seen, since, spent = turn, self._monotonic(), worked()
            elif worked() - spent >= limit or self._monotonic() - since >= limit * PATIENCE:
                self._interrupt(turn)

    def _interrupt(self, turn: int) -> None:
        with self._lock:
            if not self._running or self._turn != turn:
                return
            if not self._fired:
                self._stack = _stack_of(sys._current_frames().get(self._target))
            self._fired = True
            _set_in(self._target)


def _set_in(thread: int) -> None:
    """Let ``TurnInterrupted`` be raised in this thread, at one of its next jumps."""
    import ctypes  # here: it takes a millisecond of each process's start, and few ever interrupt a turn

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TurnInterrupted))


def _take_back(thread: int) -> None:
    """Leave nothing pending in this thread, whether what was set has been raised or not.

    Setting no exception would not do: the interpreter goes on believing that there is one, which costs a look at every jump,
    and on 3.11 it then hangs in the first function that a debugger or a coverage tool follows. So one is set, and caught.
    """
    try:
        _set_in(thread)
        while True:  # the exception comes at one of the next jumps
            pass
    except TurnInterrupted:
        return


def _stack_of(frame: FrameType | None) -> list[tuple[str, int]]:
    stack: list[tuple[str, int]] = []
    while frame is not None:
        stack.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    return stack
