"""Code in a PostgreSQL world: bundles, who uses them, and the end of those that nobody does. As ``sqlite_code``.

    await put(db, "b1", data, now)        one row in ``bundles``; a second time: its ``named_at``
    await remove(db, before)              -> ["b0"]

Read next: ``code_store``, which says what is promised.
"""

from __future__ import annotations

from useworkflow_runtime.worlds.postgres_pool import Connection

CODE_TABLES = (
    "CREATE TABLE useworkflow.bundles (id text PRIMARY KEY, data bytea NOT NULL, named_at bigint NOT NULL)",
    """
    CREATE TABLE useworkflow.former_code (
        run    bigint NOT NULL,
        bundle text NOT NULL,      -- that it was moved away from
        PRIMARY KEY (run, bundle)
    )
    """,
)
_UNUSED = """
    FROM useworkflow.bundles WHERE named_at < %s
    AND NOT EXISTS (SELECT 1 FROM useworkflow.runs WHERE runs.bundle = bundles.id)
    AND NOT EXISTS (SELECT 1 FROM useworkflow.former_code WHERE former_code.bundle = bundles.id)
    AND NOT EXISTS (SELECT 1 FROM useworkflow.schedules WHERE schedules.record::json ->> 'bundle' = bundles.id)
"""


async def put(db: Connection, bundle_id: str, data: bytes, now: int) -> None:
    """See ``CodeStore.put_bundle``."""
    await db.execute(
        "INSERT INTO useworkflow.bundles VALUES (%s, %s, %s) "
        "ON CONFLICT (id) DO UPDATE SET named_at = greatest(bundles.named_at, excluded.named_at)",
        (bundle_id, data, now),
    )


async def get(db: Connection, bundle_id: str) -> bytes | None:
    """The bytes of a bundle."""
    row = await (await db.execute("SELECT data FROM useworkflow.bundles WHERE id = %s", (bundle_id,))).fetchone()
    return None if row is None else bytes(row[0])


async def leave(db: Connection, run: int, bundle: str) -> None:
    """Keep that the run had this code."""
    await db.execute("INSERT INTO useworkflow.former_code VALUES (%s, %s) ON CONFLICT DO NOTHING", (run, bundle))


async def inherit(db: Connection, source: str, run: int) -> None:
    """A copy of the log of the run ``source`` names the code that this has, and had."""
    await db.execute(
        "INSERT INTO useworkflow.former_code SELECT %s, bundle FROM useworkflow.runs WHERE id = %s "
        "UNION SELECT %s, former_code.bundle FROM useworkflow.former_code "
        "JOIN useworkflow.runs ON runs.number = former_code.run WHERE runs.id = %s ON CONFLICT DO NOTHING",
        (run, source, run, source),
    )


async def unused(db: Connection, before: int) -> list[str]:
    """Bundles that nothing names, and nobody has since ``before``."""
    found = await db.execute(f"SELECT id {_UNUSED} ORDER BY id".encode(), (before,))
    return [bundle for (bundle,) in await found.fetchall()]


async def remove(db: Connection, before: int) -> list[str]:
    """See ``CodeStore.prune_code``."""
    found = await db.execute(f"DELETE {_UNUSED} RETURNING id".encode(), (before,))
    return sorted(bundle for (bundle,) in await found.fetchall())
