"""Hooks in a PostgreSQL world: tokens and their owners, payloads that came once, and the answers to them.

    await send(db, "approve:7", Raw(b"1"), "d", None, message)   -> "run_7"; a second time: nothing is added
    await put_reply(db, ReplyKey("run_7", "0/hook#0", "d"), Raw(b"2"))   -> True, and False ever after

What must hold stands in the keys, as in ``sqlite_hooks``. Read next: ``postgres_commit``, which creates and disposes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from msgspec import Raw

from useworkflow_runtime.errors import HookFullError, HookNotFoundError
from useworkflow_runtime.worlds.postgres_pool import Connection, piped, transaction
from useworkflow_runtime.worlds.postgres_rows import address as key_address
from useworkflow_runtime.worlds.postgres_rows import raw, text
from useworkflow_runtime.worlds.postgres_writing import tell
from useworkflow_runtime.worlds.protocol import TERMINAL, Answer, Forward, HookRecord, HookReply, ReplyKey
from useworkflow_runtime.worlds.tokens import MOST_WAITING, address

_OWNER = """
    SELECT token, runs.id, hook_id, hooks.created_at, metadata, schema, webhook
    FROM useworkflow.hooks JOIN useworkflow.runs ON runs.number = hooks.run WHERE address = %s
"""
_ANSWER = "UPDATE useworkflow.dedup SET reply = %s WHERE run = %s AND hook_id = %s AND key = %s AND reply IS NULL"


async def owner(db: Connection, token: str) -> HookRecord | None:
    """See ``World.get_hook``."""
    row = await (await db.execute(_OWNER, (address(token),))).fetchone()
    if row is None:
        return None
    metadata, schema, webhook = (Raw(value.encode()) for value in row[4:])
    return HookRecord(row[0], row[1], row[2], row[3], metadata, schema, webhook)


async def send(
    db: Connection, token: str, payload: Raw, dedup: str | None, expected: HookRecord | None, message: str
) -> str:
    """See ``World.send_to_hook``."""
    async with piped(db):
        found = await db.execute(
            "SELECT hooks.run, hooks.hook_id, runs.id FROM useworkflow.hooks "
            "JOIN useworkflow.runs ON runs.number = hooks.run WHERE address = %s FOR SHARE OF runs",
            (address(token),),
        )
        row = await found.fetchone()
        if row is None or (expected is not None and (row[2], row[1]) != (expected.run_id, expected.hook_id)):
            raise HookNotFoundError.of(token)
        number, hook_id, run_id = row
        if dedup is not None:
            first = await db.execute(
                "INSERT INTO useworkflow.dedup VALUES (%s, %s, %s, %s, NULL) ON CONFLICT DO NOTHING RETURNING 1",
                (number, hook_id, key_address(dedup), address(token)),
            )
            if await first.fetchone() is None:
                return str(run_id)
        waiting = await db.execute(
            "SELECT 1 FROM useworkflow.inbox WHERE run = %s LIMIT 1 OFFSET %s", (number, MOST_WAITING - 1)
        )
        if await waiting.fetchone() is not None:
            raise HookFullError.of(token, run_id, MOST_WAITING)  # the transaction takes the key back
        await db.execute(
            "INSERT INTO useworkflow.inbox (run, kind, target, payload, dedup) VALUES (%s, 'hook', %s, %s, %s)",
            (number, hook_id, text(payload), dedup),
        )
        await tell(db, message)
        return str(run_id)


async def forward(db: Connection, sent: Forward) -> psycopg.AsyncCursor[tuple[Any, ...]]:
    """Put what workflow code sent into the inbox of the token's owner. For a pipeline: the cursor has a row if there is one."""
    once = (
        ", fresh AS (INSERT INTO useworkflow.dedup SELECT run, hook_id, %(key)s, %(address)s, NULL FROM owner "
        "ON CONFLICT DO NOTHING RETURNING run, hook_id)"
    )
    return await db.execute(
        "WITH owner AS (SELECT run, hook_id FROM useworkflow.hooks WHERE address = %(address)s)"
        f"{'' if sent.dedup is None else once}, "
        "put AS (INSERT INTO useworkflow.inbox (run, kind, target, payload, dedup) "
        f"SELECT run, 'hook', hook_id, %(payload)s, %(dedup)s FROM {'owner' if sent.dedup is None else 'fresh'}) "
        "SELECT 1 FROM owner",
        {
            "address": address(sent.token),
            "key": None if sent.dedup is None else key_address(sent.dedup),
            "payload": text(sent.payload),
            "dedup": sent.dedup,
        },
    )


# --- answers


async def answer(db: Connection, number: int, replies: Sequence[HookReply]) -> None:
    """Keep what a turn answered; an answer that stands already stays."""
    for reply in replies:
        await db.execute(_ANSWER, (text(reply.value), number, reply.hook_id, key_address(reply.dedup)))


async def put_reply(db: Connection, key: ReplyKey, value: Raw) -> bool:
    """See ``World.put_reply``."""
    async with transaction(db):
        # The run first, as everywhere: a commit that ends it comes before or after this, not between.
        found = await db.execute("SELECT number FROM useworkflow.runs WHERE id = %s FOR SHARE", (key.run_id,))
        row = await found.fetchone()
        if row is None:
            return False
        answered = await db.execute(_ANSWER, (text(value), row[0], key.hook_id, key_address(key.dedup)))
        return answered.rowcount > 0


async def find_reply(db: Connection, token: str, dedup: str) -> Raw | None:
    """See ``World.find_reply``."""
    found = await db.execute(
        "SELECT reply FROM useworkflow.dedup WHERE address = %s AND key = %s AND reply IS NOT NULL "
        "ORDER BY run DESC LIMIT 1",
        (address(token), key_address(dedup)),
    )
    row = await found.fetchone()
    return None if row is None else raw(row[0])


async def read_replies(db: Connection, keys: Sequence[ReplyKey]) -> list[Answer]:
    """See ``World.read_replies``."""
    found = await db.execute(
        "SELECT asked.place, dedup.reply, runs.status "
        "FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS asked(run_id, hook_id, key, place) "
        "JOIN useworkflow.runs ON runs.id = asked.run_id "
        "LEFT JOIN useworkflow.dedup "
        "ON dedup.run = runs.number AND dedup.hook_id = asked.hook_id AND dedup.key = asked.key",
        (
            [key.run_id for key in keys],
            [key.hook_id for key in keys],
            [key_address(key.dedup) for key in keys],
        ),
    )
    answers = [Answer(None, True)] * len(keys)
    for place, reply, status in await found.fetchall():
        answers[place - 1] = Answer(raw(reply), status in TERMINAL)
    return answers


async def end(db: Connection, numbers: Sequence[int]) -> None:
    """These runs have ended: their tokens are free, and deliveries that nobody answered are forgotten."""
    await db.execute("DELETE FROM useworkflow.hooks WHERE run = ANY(%s)", (list(numbers),))
    await db.execute("DELETE FROM useworkflow.dedup WHERE run = ANY(%s) AND reply IS NULL", (list(numbers),))
