"""An event loop in a thread of its own, for programs that are not asynchronous: WSGI applications, plain scripts.

    here = shared(); here.run(start(place_order, "o-17"))     -> a Run; the loop, and an engine in it, go on

One loop a process, begun when it is first needed, so that a server may fork before. At the process's end it is stopped as
``asyncio.run`` stops one: engines finish their commits and give their worlds back. Read next: ``embedded``, ``web.wsgi``.
"""

from __future__ import annotations

import asyncio
import atexit
import concurrent.futures.thread  # noqa: F401 - see the end
import contextlib
import logging
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")
_log = logging.getLogger("useworkflow")


class LoopThread:
    """A loop in a daemon thread. It is begun by the first ``submit``; in a forked child it begins anew."""

    def __init__(self, name: str = "useworkflow-loop") -> None:
        self._name = name
        self._lock = threading.Lock()
        self._pid = 0
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._ending: asyncio.Event

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Run ``coroutine`` in the loop; its outcome is the future's."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._running())

    def run(self, coroutine: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """Run ``coroutine`` in the loop, and wait for its result.

        Args:
            coroutine: what to run.
            timeout: seconds after which it is cancelled.

        Raises:
            TimeoutError: it did not end in time.
            RuntimeError: called in the loop's own thread, which would wait for itself.
            BaseException: whatever the coroutine raises.
        """
        if threading.current_thread() is self._thread:
            coroutine.close()
            raise RuntimeError("this thread runs the loop that would be waited for: await the coroutine instead")
        future = self.submit(coroutine)
        try:
            return future.result(timeout)
        except BaseException:
            future.cancel()
            raise

    def stop(self) -> None:
        """Cancel what runs, let it clean up, and end the thread. May be repeated."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None and self._pid == os.getpid():
            with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                self._loop.call_soon_threadsafe(self._ending.set)
            thread.join()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._thread is None or not self._thread.is_alive() or self._pid != os.getpid():
                self._pid = os.getpid()
                begun = threading.Event()
                self._thread = threading.Thread(target=self._main, args=(begun,), name=self._name, daemon=True)
                self._thread.start()
                begun.wait()
            return self._loop

    def _main(self, begun: threading.Event) -> None:
        # What asyncio.run does, but for the end of the thread pool: that takes a new thread, and when the interpreter ends
        # there is none to be had (3.12). Whatever runs in the pool is waited for by the interpreter itself.
        loop = asyncio.new_event_loop()
        try:
            loop.run_until_complete(self._until_stopped(begun))
        finally:
            loop.run_until_complete(_cancel_all())
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()

    async def _until_stopped(self, begun: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._ending = asyncio.Event()
        begun.set()
        await self._ending.wait()


async def _cancel_all() -> None:
    """Cancel the tasks that are left, and let them clean up."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for task in tasks:
        if not task.cancelled() and task.exception() is not None:
            _log.error("a task failed while its loop ended", exc_info=task.exception())


_shared = LoopThread()


def shared() -> LoopThread:
    """The one loop thread of this process. It is stopped at the process's end."""
    return _shared


# Before thread pools are closed, which ``atexit`` comes after: engines and worlds need them to end in order. Functions that
# are registered here run in reverse order, and that of the pools was registered when their module was imported.
_at_end = getattr(threading, "_register_atexit", atexit.register)
_at_end(_shared.stop)
