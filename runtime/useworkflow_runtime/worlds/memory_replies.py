"""Answers to deliveries, in the world in memory.

    await world.put_reply(ReplyKey("run_7", "0/hook#0", "d-1"), value)    -> True, and False the second time

Read next: ``memory``.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Raw

from useworkflow_runtime.worlds.changes import Changes
from useworkflow_runtime.worlds.memory_rows import Row
from useworkflow_runtime.worlds.protocol import TERMINAL, Answer, HookReply, ReplyKey


class MemoryReplies:
    """The operations on replies, on the rows of the runs that were asked."""

    _runs: dict[str, Row]
    _changes: Changes

    async def put_reply(self, key: ReplyKey, value: Raw) -> bool:
        """See ``World.put_reply``."""
        answered = self._answer(key.run_id, HookReply(key.hook_id, key.dedup, value))
        if answered:
            self._changes.note()
        return answered

    def _answer(self, run_id: str, reply: HookReply) -> bool:
        row = self._runs.get(run_id)
        delivery = None if row is None else row.dedup.get((reply.hook_id, reply.dedup))
        if delivery is None or delivery.reply is not None:
            return False
        delivery.reply = Raw(bytes(reply.value))
        return True

    async def read_replies(self, keys: Sequence[ReplyKey]) -> list[Answer]:
        """See ``World.read_replies``."""
        return [self._answer_to(key) for key in keys]

    def _answer_to(self, key: ReplyKey) -> Answer:
        row = self._runs.get(key.run_id)
        if row is None:
            return Answer(None, True)
        delivery = row.dedup.get((key.hook_id, key.dedup))
        return Answer(None if delivery is None else delivery.reply, row.record.status in TERMINAL)

    async def find_reply(self, token: str, dedup: str) -> Raw | None:
        """See ``World.find_reply``."""
        for row in reversed(self._runs.values()):
            for (_, key), delivery in row.dedup.items():
                if key == dedup and delivery.token == token and delivery.reply is not None:
                    return delivery.reply
        return None
