"""The tables that live in the user's database, made when they are first needed.

    await ensure_tables(db)      useworkflow_outcomes, useworkflow_outbox, useworkflow_outbox_bundles are there

Where the application's user may not create tables, ``STATEMENTS`` goes into the application's own migrations.
Read next: ``outcomes``, ``outbox``.
"""

from __future__ import annotations

from useworkflow_runtime.transactions.database import Database, Dialect

_LOCK = 0x75776F62
"""Class of the advisory lock under which the tables are made."""

STATEMENTS: dict[Dialect, tuple[str, ...]] = {
    dialect: (
        # What a transactional step returned. Its rows may be deleted once their runs have ended.
        "CREATE TABLE IF NOT EXISTS useworkflow_outcomes (step_id TEXT PRIMARY KEY, run_id TEXT NOT NULL, value TEXT, "
        "recorded_at BIGINT NOT NULL)",
        # What is on its way to the world. A row goes when it has arrived.
        f"CREATE TABLE IF NOT EXISTS useworkflow_outbox (number {number}, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, "
        "body TEXT NOT NULL, bundle TEXT, refused TEXT, refused_at BIGINT)",
        f"CREATE TABLE IF NOT EXISTS useworkflow_outbox_bundles (id TEXT PRIMARY KEY, data {blob} NOT NULL, "
        "named_at BIGINT NOT NULL)",
    )
    for dialect, number, blob in (
        (Dialect.SQLITE, "INTEGER PRIMARY KEY AUTOINCREMENT", "BLOB"),
        (Dialect.POSTGRES, "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "BYTEA"),
    )
}
"""What makes the tables, by dialect. Times are microseconds since the Unix epoch."""

_THERE = (
    "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = ANY(current_schemas(false)) "
    "AND tablename IN ('useworkflow_outcomes', 'useworkflow_outbox', 'useworkflow_outbox_bundles')"
)


async def ensure_tables(db: Database) -> None:
    """Make what is missing, in the connection's transaction if it is in one."""
    if db.dialect is Dialect.POSTGRES:
        if await _complete(db):
            return
        # Two that create the same table at once: the second fails, in spite of IF NOT EXISTS.
        await db.execute("SELECT pg_advisory_xact_lock(?, 0)", _LOCK)
        if await _complete(db):
            return
    for statement in STATEMENTS[db.dialect]:
        await db.execute(statement)


async def _complete(db: Database) -> bool:
    ((count,),) = await db.execute(_THERE)
    return int(count) == 3
