"""Chunks on their way to the world: while one write is under way, what all steps write gathers for the next one.

    0/tell#0 writes "a"                    -> write [a]
    0/tell#0 writes "b", "c"; 0/log#0 "x"  -> meanwhile they gather: write [bc, x]

It goes beside the commits of turns, so that a step's turn waits for its own chunks only. A write that failed is given again,
the same chunks at the same position, until it is known to be stored. Read next: ``writing``.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.worlds.streams import StreamStore, WriterRecord

if TYPE_CHECKING:
    from useworkflow_runtime.streams.writing import Writer

T = TypeVar("T")
_LONGEST_DELAY = 1.0
_log = logging.getLogger("useworkflow.engine")


class StreamPump:
    """The one place from which an engine's steps write to streams.

    Args:
        loop: the engine's loop.
        store: the world's streams.
        epoch: the engine's.
        retry_delay: seconds before a failed write is given again, doubled each time up to a second.
        context: what it runs in, so that nothing of a step's context is handed on.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        store: StreamStore,
        epoch: int,
        retry_delay: float,
        context: contextvars.Context,
    ) -> None:
        self.loop = loop
        self.store = store
        self._epoch = epoch
        self._retry_delay = retry_delay
        self._context = context
        self._thread = threading.get_ident()
        self._ready: dict[Writer, None] = {}
        self._task: asyncio.Task[None] | None = None
        self._stopped = False

    @property
    def here(self) -> bool:
        """The caller runs in the engine's thread."""
        return threading.get_ident() == self._thread

    def push(self, writer: Writer) -> None:
        """The writer has something to store. From any thread."""
        if self.here:
            self._push(writer)
        else:
            self.loop.call_soon_threadsafe(self._push, writer)

    def _push(self, writer: Writer) -> None:
        if self._stopped:
            writer.give_up()
            return
        self._ready[writer] = None
        if self._task is None:
            self._task = self.loop.create_task(self._run(), context=self._context.copy())

    async def recall(self, run_id: str, step: str) -> list[WriterRecord]:
        """What the former attempts of a step have stored.

        Raises:
            LostOwnershipError: the engine has lost its world.
        """
        return await self._patiently(lambda: self.store.of_step(run_id, step))

    async def stop(self) -> None:
        """Write no more. What gathers is dropped: its steps have no outcome, and run again."""
        self._stopped = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        writers: list[Writer] = []
        try:
            while self._ready:
                writers, self._ready = list(self._ready), {}
                taken = [(writer, write) for writer in writers if (write := writer.take()) is not None]
                if not taken:
                    continue
                writes = [write for _, write in taken]
                answers = await self._patiently(lambda writes=writes: self.store.write(self._epoch, writes))  # type: ignore[misc]
                for (writer, _), answer in zip(taken, answers, strict=True):
                    writer.stored(answer)
                    if writer.waiting:
                        self._ready[writer] = None
        except BaseException as error:
            self._stopped = True
            for writer in {**dict.fromkeys(writers), **self._ready}:
                writer.give_up()
            if not isinstance(error, LostOwnershipError):
                raise
        finally:
            self._task = None

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        delay = self._retry_delay
        while True:
            try:
                return await ask()
            except WorldError as error:
                _log.warning("streams cannot be stored now, which is tried again: %s", error)
            await asyncio.sleep(delay)
            delay = min(max(2 * delay, 0.001), _LONGEST_DELAY)
