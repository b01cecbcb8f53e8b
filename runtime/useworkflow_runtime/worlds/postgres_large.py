"""Large values in a PostgreSQL world: each once, and who uses it. As ``sqlite_large``.

    text = large.add("run_7", 4, body)     in memory; the log gets ``text``
    await large.write(db)                  the values, and that they are used: two statements for a whole commit
    await forget(db, [7])                  run 7 uses nothing any more; what nobody uses goes

A use refers to its value by a foreign key, so a value that is about to be removed cannot be taken up at the same moment: one of
the two transactions waits, and finds it used, or gone. Read next: ``large_values``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from msgspec.structs import replace

from useworkflow_runtime.worlds.large_values import LEAST, digests, stored
from useworkflow_runtime.worlds.large_values import whole as put_together
from useworkflow_runtime.worlds.postgres_pool import Connection
from useworkflow_runtime.worlds.protocol import LoggedEvent, StoredValue

LARGE_TABLES = (
    "CREATE TABLE useworkflow.large_values (digest text PRIMARY KEY, body text NOT NULL)",
    """
    CREATE TABLE useworkflow.large_uses (
        run    bigint NOT NULL,
        seq    bigint NOT NULL,
        digest text NOT NULL REFERENCES useworkflow.large_values,
        PRIMARY KEY (run, seq, digest)
    )
    """,
    "CREATE INDEX large_uses_by_value ON useworkflow.large_uses (digest)",
)


class Large:
    """The large values of some events that are being written."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._uses: list[tuple[str, int, str]] = []
        """(run id, position, digest)."""

    def add(self, run_id: str, seq: int, body: bytes) -> str:
        """Take the large values out of an event. Returns what the log gets."""
        if len(body) < LEAST:
            return body.decode()
        event = stored(body)
        self._values.update(event.parts)
        self._uses += [(run_id, seq, digest) for digest, _ in event.parts]
        return event.text

    async def write(self, db: Connection, among: Collection[str] | None = None) -> None:
        """Write them, once the rows of their runs are there. ``among``: only those of these runs. In one order, so that two
        commits cannot wait in a circle."""
        uses = [use for use in self._uses if among is None or use[0] in among]
        if not uses:
            return
        used = sorted({digest for _, _, digest in uses})
        await db.execute(
            "INSERT INTO useworkflow.large_values SELECT * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING",
            (used, [self._values[digest] for digest in used]),
        )
        await db.execute(
            "INSERT INTO useworkflow.large_uses SELECT runs.number, given.seq, given.digest "
            "FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS given(id, seq, digest) "
            "JOIN useworkflow.runs USING (id) ON CONFLICT DO NOTHING",
            [list(column) for column in zip(*uses, strict=True)],
        )


async def copy(db: Connection, source: str, until: int, run: int) -> None:
    """The events 2 to ``until`` of the run ``source`` were copied to the run with that number."""
    await db.execute(
        "INSERT INTO useworkflow.large_uses SELECT %s, seq, digest FROM useworkflow.large_uses "
        "WHERE run = (SELECT number FROM useworkflow.runs WHERE id = %s) AND seq BETWEEN 2 AND %s",
        (run, source, until),
    )


async def forget(db: Connection, runs: Sequence[int], seq: int | None = None) -> None:
    """These runs, or one event of theirs, use nothing any more. A value that somebody takes up just now stays."""
    gone = await db.execute(
        "DELETE FROM useworkflow.large_uses WHERE run = ANY(%s) AND (%s::bigint IS NULL OR seq = %s) RETURNING digest",
        (list(runs), seq, seq),
    )
    candidates = sorted({digest for (digest,) in await gone.fetchall()})
    if not candidates:
        return
    held = await db.execute(
        "SELECT digest FROM useworkflow.large_values WHERE digest = ANY(%s) ORDER BY digest FOR UPDATE SKIP LOCKED",
        (candidates,),
    )
    await db.execute(
        "DELETE FROM useworkflow.large_values WHERE digest = ANY(%s) "
        "AND NOT EXISTS (SELECT 1 FROM useworkflow.large_uses WHERE large_uses.digest = large_values.digest)",
        ([digest for (digest,) in await held.fetchall()],),
    )


async def whole(db: Connection, events: Sequence[LoggedEvent]) -> list[LoggedEvent]:
    """Rows of the log as the events that they were."""
    parts = await _parts(db, [event.body for event in events])
    return [replace(event, body=put_together(event.body, parts)) for event in events] if parts else list(events)


async def whole_values(db: Connection, values: Sequence[StoredValue]) -> list[StoredValue]:
    """Stored values as those who seal them know them."""
    parts = await _parts(db, [value.body for value in values])
    return [replace(value, body=put_together(value.body, parts)) for value in values] if parts else list(values)


async def _parts(db: Connection, bodies: Sequence[bytes]) -> dict[str, str]:
    wanted = sorted({digest for body in bodies for digest in digests(body)})
    if not wanted:
        return {}
    found = await db.execute("SELECT digest, body FROM useworkflow.large_values WHERE digest = ANY(%s)", (wanted,))
    return dict(await found.fetchall())


async def rewrite(db: Connection, keys: Sequence[Any], before: bytes, after: bytes) -> int | None:
    """Write a row of the log anew, whose event may have large values. Returns how many there still were; ``None``: it has
    none."""
    if len(before) < LEAST:
        return None
    number, seq = keys
    found = await db.execute(
        "SELECT log.body, runs.id FROM useworkflow.log JOIN useworkflow.runs ON runs.number = log.run "
        "WHERE log.run = %s AND log.seq = %s FOR UPDATE OF log",
        (number, seq),
    )
    row = await found.fetchone()
    if row is None or put_together(row[0].encode(), await _parts(db, [row[0].encode()])) != before:
        return 0
    await forget(db, [number], seq)
    large = Large()
    text = large.add(row[1], seq, after)
    changed = await db.execute("UPDATE useworkflow.log SET body = %s WHERE run = %s AND seq = %s", (text, number, seq))
    await large.write(db)
    return changed.rowcount
