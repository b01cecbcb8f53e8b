"""Ends turns that do not suspend: ``while True: pass`` in a workflow must not take the engine down.

    watchdog.begin()                 # the engine's thread, before a turn
    commands = instance.deliver(...)   # a thread raises TurnInterrupted in here after ``limit`` seconds
    watchdog.end()                   # afterwards: True if the turn was interrupted, even if it swallowed the exception

An asynchronous exception that was set but not raised yet is taken back in ``end``, so it cannot hit the engine itself.
Read next: ``hot_run``, which brackets every turn like this.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from useworkflow_sandbox.current import TurnInterrupted

_set_async_exc = ctypes.pythonapi.PyThreadState_SetAsyncExc
_set_async_exc.argtypes = (ctypes.c_ulong, ctypes.py_object)
_set_async_exc.restype = ctypes.c_int
_clear_async_exc = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p)(
    ("PyThreadState_SetAsyncExc", ctypes.pythonapi)
)


class Watchdog:
    """Watches the turns of one engine, which all run on the thread that called ``start``.

    Args:
        limit: seconds that a turn may take.
        monotonic: the clock that measures turns, in seconds.
        tick: how often the thread looks, in seconds; by default an eighth of ``limit``.
    """

    def __init__(
        self, limit: float = 2.0, *, monotonic: Callable[[], float] = time.monotonic, tick: float | None = None
    ) -> None:
        self.limit = limit
        self._monotonic = monotonic
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
        """The turn is over: take back an exception that was set and not raised yet; say if the turn was hit."""
        with self._lock:
            self._running = False
            fired = self._fired
            if fired:
                self._fired = False
                _clear_async_exc(self._target, None)
        return fired

    def stack(self) -> list[tuple[str, int]]:
        """(filename, line) of every frame of the turn that was interrupted last, innermost first."""
        return self._stack

    def _watch(self) -> None:
        seen = -1
        since = 0.0
        while not self._stopped.wait(self._tick):
            turn = self._turn
            if not self._running or turn != seen:
                seen = turn
                since = self._monotonic()
            elif self._monotonic() - since >= self.limit - self._tick:
                self._interrupt(turn)

    def _interrupt(self, turn: int) -> None:
        with self._lock:
            if not self._running or self._turn != turn:
                return
            if not self._fired:
                self._stack = _stack_of(sys._current_frames().get(self._target))
            self._fired = True
            _set_async_exc(self._target, TurnInterrupted)


def _stack_of(frame: FrameType | None) -> list[tuple[str, int]]:
    stack: list[tuple[str, int]] = []
    while frame is not None:
        stack.append((frame.f_code.co_filename, frame.f_lineno))
        frame = frame.f_back
    return stack
