"""The stored values of a PostgreSQL world, page by page, and others in their place.

    await read(db, "", 500)                    -> ValuePage of the first column that holds values
    await replace(db, [(value, b"...")])       -> 1: it still stood there

Read next: ``stored_values``, which has the SQL.
"""

from __future__ import annotations

from collections.abc import Sequence

from useworkflow_runtime.worlds import postgres_large as large
from useworkflow_runtime.worlds import stored_values
from useworkflow_runtime.worlds.postgres_pool import Connection, transaction
from useworkflow_runtime.worlds.protocol import StoredValue, ValuePage


async def read(db: Connection, cursor: str, limit: int) -> ValuePage:
    """See ``World.stored_values``."""
    statement, parameters = stored_values.query(stored_values.POSTGRES, cursor, limit)
    rows = await (await db.execute(statement.encode(), parameters)).fetchall()
    page = stored_values.page(stored_values.POSTGRES, cursor, limit, rows)
    return ValuePage(await large.whole_values(db, page.values), page.next)


async def replace(db: Connection, changes: Sequence[tuple[StoredValue, bytes]]) -> int:
    """See ``World.replace_values``."""
    done = 0
    async with transaction(db):
        for value, new in changes:
            log = stored_values.log_key(value)
            rewritten = None if log is None else await large.rewrite(db, log, value.body, new)
            if rewritten is not None:
                done += rewritten
                continue
            statement, parameters = stored_values.update(stored_values.POSTGRES, value, new)
            done += (await db.execute(statement.encode(), parameters)).rowcount
    return done
