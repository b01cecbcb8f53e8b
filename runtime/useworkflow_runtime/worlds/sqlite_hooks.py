"""Hooks in a SQLite world: tokens and their owners, payloads that came once, and the answers to them.

    send(db, "approve:7", Raw(b"1"), "d", None)   -> "run_7", one row in ``inbox``, one in ``dedup``; a second time: none
    put_reply(db, "run_7", "0/hook#0", "d", Raw(b"2"))   -> True, and False ever after: the first answer stands

What must hold stands in the keys: a token has one owner, a dedup key of a hook one delivery and one answer.
Read next: ``sqlite_writing``, whose commit calls ``change`` and ``answer``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from msgspec import Raw

from useworkflow_runtime.errors import HookFullError, HookNotFoundError
from useworkflow_runtime.worlds.protocol import TERMINAL, Answer, Forward, HookRecord, HookReply, ReplyKey, Turn
from useworkflow_runtime.worlds.sqlite_rows import raw, text
from useworkflow_runtime.worlds.tokens import MOST_WAITING, address

_OWNER = """
    SELECT token, runs.id, hook_id, hooks.created_at, metadata, schema, webhook
    FROM hooks JOIN runs ON runs.number = hooks.run WHERE address = ?
"""
_PUT = "INSERT INTO inbox (run, kind, target, payload, dedup) VALUES (?, 'hook', ?, ?, ?)"
_ANSWER = "UPDATE dedup SET reply = ? WHERE run = ? AND hook_id = ? AND key = ? AND reply IS NULL"


def owner(db: sqlite3.Connection, token: str) -> HookRecord | None:
    """See ``World.get_hook``."""
    row = db.execute(_OWNER, (address(token),)).fetchone()
    if row is None:
        return None
    metadata, schema, webhook = (Raw(value.encode()) for value in row[4:])
    return HookRecord(row[0], row[1], row[2], row[3], metadata, schema, webhook)


def send(db: sqlite3.Connection, token: str, payload: Raw, dedup: str | None, expected: HookRecord | None) -> str:
    """See ``World.send_to_hook``."""
    row = db.execute(
        "SELECT run, hook_id, runs.id FROM hooks JOIN runs ON runs.number = hooks.run WHERE address = ?",
        (address(token),),
    ).fetchone()
    if row is None or (expected is not None and (row[2], row[1]) != (expected.run_id, expected.hook_id)):
        raise HookNotFoundError.of(token)
    number, hook_id, run_id = row
    known = "SELECT 1 FROM dedup WHERE run = ? AND hook_id = ? AND key = ?"
    if dedup is not None and db.execute(known, (number, hook_id, dedup)).fetchone():
        return str(run_id)
    if db.execute("SELECT 1 FROM inbox WHERE run = ? LIMIT 1 OFFSET ?", (number, MOST_WAITING - 1)).fetchone():
        raise HookFullError.of(token, run_id, MOST_WAITING)
    if dedup is not None:
        _is_first(db, number, hook_id, dedup, token)
    db.execute(_PUT, (number, hook_id, text(payload), dedup))
    return str(run_id)


def _is_first(db: sqlite3.Connection, number: int, hook_id: str, dedup: str, token: str) -> bool:
    """Keep that the hook has had that delivery. Whether it had not before."""
    row = (number, hook_id, dedup, address(token))
    return db.execute("INSERT OR IGNORE INTO dedup VALUES (?, ?, ?, ?, NULL)", row).rowcount > 0


def change(db: sqlite3.Connection, number: int, turn: Turn) -> tuple[tuple[str, str, str], ...]:
    """Dispose of what the run owned, create, dispose of what this turn has created: a token may change hands in a turn."""
    later = [token for token in turn.hooks_disposed if not _dispose(db, number, token)]
    conflicts = []
    for hook in turn.hooks_created:
        row = (
            address(hook.token), hook.token, number, hook.hook_id, hook.created_at, text(hook.metadata), text(hook.schema),
            text(hook.webhook),
        )  # fmt: skip
        if db.execute("INSERT OR IGNORE INTO hooks VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row).rowcount == 0:
            standing = owner(db, hook.token)
            assert standing is not None  # its row has just stood in the way
            conflicts.append((hook.hook_id, hook.token, standing.run_id))
    for token in later:
        _dispose(db, number, token)
    return tuple(conflicts)


def _dispose(db: sqlite3.Connection, number: int, token: str) -> bool:
    return db.execute("DELETE FROM hooks WHERE address = ? AND run = ?", (address(token), number)).rowcount > 0


def forward(db: sqlite3.Connection, forwards: Sequence[Forward]) -> tuple[str, ...]:
    """Put what workflow code sent into the inboxes of the tokens' owners, and return the tokens that nobody owns."""
    unsent = []
    for sent in forwards:
        row = db.execute("SELECT run, hook_id FROM hooks WHERE address = ?", (address(sent.token),)).fetchone()
        if row is None:
            unsent.append(sent.token)
        elif sent.dedup is None or _is_first(db, row[0], row[1], sent.dedup, sent.token):
            db.execute(_PUT, (*row, text(sent.payload), sent.dedup))
    return tuple(unsent)


# --- answers


def answer(db: sqlite3.Connection, number: int, replies: Sequence[HookReply]) -> None:
    """Keep what a turn answered; an answer that stands already stays."""
    db.executemany(_ANSWER, [(text(reply.value), number, reply.hook_id, reply.dedup) for reply in replies])


def put_reply(db: sqlite3.Connection, key: ReplyKey, value: Raw) -> bool:
    """See ``World.put_reply``."""
    row = db.execute("SELECT number FROM runs WHERE id = ?", (key.run_id,)).fetchone()
    return row is not None and db.execute(_ANSWER, (text(value), row[0], key.hook_id, key.dedup)).rowcount > 0


def find_reply(db: sqlite3.Connection, token: str, dedup: str) -> Raw | None:
    """See ``World.find_reply``."""
    row = db.execute(
        "SELECT reply FROM dedup WHERE address = ? AND key = ? AND reply IS NOT NULL ORDER BY run DESC LIMIT 1",
        (address(token), dedup),
    ).fetchone()
    return None if row is None else raw(row[0])


def read_replies(db: sqlite3.Connection, keys: Sequence[ReplyKey]) -> list[Answer]:
    """See ``World.read_replies``."""
    return [_answer_to(db, key) for key in keys]


def _answer_to(db: sqlite3.Connection, key: ReplyKey) -> Answer:
    row = db.execute(
        "SELECT reply, status FROM runs LEFT JOIN dedup ON dedup.run = runs.number AND hook_id = ? AND key = ? "
        "WHERE runs.id = ?",
        (key.hook_id, key.dedup, key.run_id),
    ).fetchone()
    return Answer(None, True) if row is None else Answer(raw(row[0]), row[1] in TERMINAL)


def end(db: sqlite3.Connection, number: int) -> None:
    """The run has ended: its tokens are free, and deliveries that nobody answered are forgotten."""
    db.execute("DELETE FROM hooks WHERE run = ?", (number,))
    db.execute("DELETE FROM dedup WHERE run = ? AND reply IS NULL", (number,))
