"""The outbox: what the user's transaction sends is a row of it, and is on its way when that commits, not before, not without.

    await put_start(db, request, bundle)      "run_7 is to start"     -> a row of useworkflow_outbox
    await put_payload(db, Payload(...))       a hook's payload        -> a row of useworkflow_outbox

Nothing here needs the world to be there. Read next: ``relay``, which takes the rows there; ``sending``, what users call.
"""

from __future__ import annotations

import secrets
import time
from datetime import datetime

import msgspec
from msgspec import Raw

from useworkflow_compiler.format import Bundle, encode_bundle
from useworkflow_runtime.sealing.configured import sealed_as_configured
from useworkflow_runtime.transactions.database import Database, Dialect
from useworkflow_runtime.transactions.tables import ensure_tables
from useworkflow_runtime.worlds.code_store import RENEWED
from useworkflow_runtime.worlds.protocol import Scalar

CHANNEL = "useworkflow_outbox"
"""PostgreSQL's channel on which a relay hears that there is something to do."""
START, PAYLOAD = "start", "payload"
"""Kinds of rows."""


class StartRequest(msgspec.Struct, frozen=True):
    """A run to start. ``args``: encoded; ``at``: not before this time; ``timeout``: microseconds."""

    run_id: str
    bundle: str
    args: Raw
    at: datetime | None = None
    attributes: dict[str, Scalar] = {}
    queue: str | None = None
    key: str = ""
    priority: int = 0
    timeout: int | None = None


class Payload(msgspec.Struct, frozen=True):
    """A payload, encoded, for the hook ``token``. ``dedup``: the sender's key."""

    token: str
    payload: Raw
    dedup: str | None = None


class Entry(msgspec.Struct, frozen=True):
    """A row of the outbox. ``body`` may be sealed."""

    number: int
    id: str
    kind: str
    body: str


async def put_start(db: Database, request: StartRequest, bundle: Bundle) -> None:
    """Ask for a run, in the connection's transaction."""
    await ensure_tables(db)
    await _name(db, bundle)
    await _put(db, request.run_id, START, request, bundle.id)


async def _name(db: Database, bundle: Bundle) -> None:
    """Store the code, or say again that it is used, seldom: whoever writes that row holds others up until the commit."""
    now = time.time_ns() // 1000
    fresh = "SELECT 1 FROM useworkflow_outbox_bundles WHERE id = ? AND named_at > ?"
    if not await db.execute(fresh, bundle.id, now - RENEWED):
        await db.execute(
            "INSERT INTO useworkflow_outbox_bundles (id, data, named_at) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET named_at = excluded.named_at",
            bundle.id,
            encode_bundle(bundle),
            now,
        )


async def put_payload(db: Database, payload: Payload) -> None:
    """Send a hook's payload, in the connection's transaction."""
    await ensure_tables(db)
    await _put(db, secrets.token_urlsafe(16), PAYLOAD, payload)


async def read(db: Database, after: int, limit: int) -> list[Entry]:
    """What is on its way with a number above ``after``, oldest first. On PostgreSQL these rows are this transaction's, and those of others are left out."""
    suffix = " FOR UPDATE SKIP LOCKED" if db.dialect is Dialect.POSTGRES else ""
    rows = await db.execute(
        "SELECT number, id, kind, body FROM useworkflow_outbox WHERE refused IS NULL AND number > ? "
        "ORDER BY number LIMIT ?" + suffix,
        after,
        limit,
    )
    return [Entry(*row) for row in rows]


async def bundle_data(db: Database, bundle_id: str) -> bytes:
    """The stored code of a run that is asked for."""
    ((data,),) = await db.execute("SELECT data FROM useworkflow_outbox_bundles WHERE id = ?", bundle_id)
    return bytes(data)


async def arrived(db: Database, entry: Entry) -> None:
    """The world has it: the row goes."""
    await db.execute("DELETE FROM useworkflow_outbox WHERE number = ?", entry.number)


async def refuse(db: Database, entry: Entry, why: str) -> None:
    """The world will never take it: the row stays, with the reason, for whoever looks."""
    await db.execute(
        "UPDATE useworkflow_outbox SET refused = ?, refused_at = ? WHERE number = ?",
        why,
        time.time_ns() // 1000,
        entry.number,
    )


async def _put(db: Database, id: str, kind: str, body: StartRequest | Payload, bundle: str | None = None) -> None:
    sealed = sealed_as_configured(msgspec.json.encode(body), id).decode()
    await db.execute(
        "INSERT INTO useworkflow_outbox (id, kind, body, bundle) VALUES (?, ?, ?, ?)", id, kind, sealed, bundle
    )
    if db.dialect is Dialect.POSTGRES:
        await db.execute(f"SELECT pg_notify('{CHANNEL}', '')")
