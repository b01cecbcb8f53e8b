"""The stored values of a PostgreSQL world, page by page, and others in their place.

    await read(db, "", 500)                    -> rows of the first column that holds values
    await replace(db, [(value, b"...")])       -> 1: it still stood there

Read next: ``stored_values``, which has the SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from useworkflow_runtime.worlds import stored_values
from useworkflow_runtime.worlds.postgres_pool import Connection, transaction
from useworkflow_runtime.worlds.protocol import StoredValue


async def read(db: Connection, cursor: str, limit: int) -> list[tuple[Any, ...]]:
    """The rows of ``World.stored_values``."""
    statement, parameters = stored_values.query(stored_values.POSTGRES, cursor, limit)
    return await (await db.execute(statement.encode(), parameters)).fetchall()


async def replace(db: Connection, changes: Sequence[tuple[StoredValue, bytes]]) -> int:
    """See ``World.replace_values``."""
    done = 0
    async with transaction(db):
        for value, new in changes:
            statement, parameters = stored_values.update(stored_values.POSTGRES, value, new)
            done += (await db.execute(statement.encode(), parameters)).rowcount
    return done
