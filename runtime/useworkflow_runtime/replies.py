"""Waiting for the answers of hooks: one reader for all who wait in a loop, woken by the world's notification.

    await replies.of(ReplyKey("run_7", "0/hook#0", "d"), timeout=30)   -> Raw(b'{"ok":true}')

However many wait, a commit costs one look. Read next: ``hooks``.
"""

from __future__ import annotations

import asyncio
import logging

from msgspec import Raw

from useworkflow_runtime.errors import HookUnansweredError, ReplyTimeoutError, WorldError
from useworkflow_runtime.worlds.protocol import Answer, ReplyKey, World

_PULSE = 1.0
"""Seconds after which the world is read though nobody said that it has changed."""
_log = logging.getLogger("useworkflow.hooks")


class Replies:
    """Those in this loop who wait for answers from ``world``."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: dict[ReplyKey, list[asyncio.Future[Raw]]] = {}
        self._watcher: asyncio.Task[None] | None = None

    async def of(self, key: ReplyKey, timeout: float | None = None) -> Raw:
        """Wait until the delivery ``key`` is answered.

        Args:
            key: the delivery.
            timeout: give up after so many seconds; the payload stays recorded.

        Raises:
            HookUnansweredError: its run has ended without an answer.
            ReplyTimeoutError: the time is over.
            WorldError: the world cannot be read now.
        """
        future: asyncio.Future[Raw] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, []).append(future)
        try:
            async with asyncio.timeout(timeout):
                self._settle([key], await self._world.read_replies([key]))
                self._watch()
                return await future
        except TimeoutError:
            raise ReplyTimeoutError.of(key.run_id, timeout or 0.0) from None
        finally:
            self._leave(key, future)

    def _leave(self, key: ReplyKey, future: asyncio.Future[Raw]) -> None:
        future.cancel()
        waiting = self._waiting[key]
        waiting.remove(future)
        if not waiting:
            del self._waiting[key]

    def _settle(self, keys: list[ReplyKey], answers: list[Answer]) -> None:
        for key, answer in zip(keys, answers, strict=True):
            for future in self._waiting.get(key, ()):
                if future.done():
                    continue
                if answer.value is not None:
                    future.set_result(answer.value)
                elif answer.over:
                    future.set_exception(HookUnansweredError.of(key.run_id))

    def _watch(self) -> None:
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.get_running_loop().create_task(self._read_on())

    async def _read_on(self) -> None:
        while self._waiting:
            seen = self._world.changes()
            keys = list(self._waiting)
            try:
                self._settle(keys, await self._world.read_replies(keys))
            except WorldError as error:
                _log.warning("answers of hooks cannot be read now, trying again: %s", error)
            await self._world.wait_for_change(_PULSE, since=seen)
