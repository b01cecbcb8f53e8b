"""One face for the connections that users have: sqlite3's, psycopg's, and psycopg's asynchronous one.

    db = database(connection)
    await db.execute("INSERT INTO t VALUES (?)", 7)     -> []
    run_now(db.execute("SELECT x FROM t"))              -> [(7,)], without a loop: a plain connection never suspends

So what is done with them is written once. Read next: ``tables``.
"""

from __future__ import annotations

import enum
import sqlite3
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    import psycopg

T = TypeVar("T")
Row: TypeAlias = tuple[Any, ...]


class Dialect(enum.Enum):
    """Which SQL a database speaks."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


class Database(Protocol):
    """A connection that somebody else has opened, in whatever transaction it is."""

    dialect: Dialect

    async def execute(self, sql: str, *values: Any) -> list[Row]:
        """Run one statement, with ``?`` for each value, and return its rows as tuples."""


class SQLiteDatabase:
    """A ``sqlite3.Connection``."""

    dialect = Dialect.SQLITE

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def execute(self, sql: str, *values: Any) -> list[Row]:
        """See ``Database.execute``."""
        cursor = self._connection.cursor()
        cursor.row_factory = None
        return cursor.execute(sql, values).fetchall()


class PostgresDatabase:
    """A ``psycopg.Connection``."""

    dialect = Dialect.POSTGRES

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    async def execute(self, sql: str, *values: Any) -> list[Row]:
        """See ``Database.execute``."""
        from psycopg.rows import tuple_row

        with self._connection.cursor(row_factory=tuple_row) as cursor:
            cursor.execute(_numbered(sql), values)
            return cursor.fetchall() if cursor.description else []


class AsyncPostgresDatabase:
    """A ``psycopg.AsyncConnection``."""

    dialect = Dialect.POSTGRES

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self._connection = connection

    async def execute(self, sql: str, *values: Any) -> list[Row]:
        """See ``Database.execute``."""
        from psycopg.rows import tuple_row

        async with self._connection.cursor(row_factory=tuple_row) as cursor:
            await cursor.execute(_numbered(sql), values)
            return await cursor.fetchall() if cursor.description else []


def database(connection: Any) -> Database:
    """The face of ``connection``.

    Raises:
        TypeError: it is no connection of a kind that is known here.
    """
    if isinstance(connection, sqlite3.Connection):
        return SQLiteDatabase(connection)
    kind = type(connection)
    if any(base.__module__.partition(".")[0] == "psycopg" for base in kind.__mro__):
        import psycopg

        if isinstance(connection, psycopg.Connection):
            return PostgresDatabase(connection)
        if isinstance(connection, psycopg.AsyncConnection):
            return AsyncPostgresDatabase(connection)
    raise TypeError(
        "a transaction is joined by its connection: a sqlite3.Connection, psycopg.Connection or "
        f"psycopg.AsyncConnection, not {kind.__module__}.{kind.__qualname__}"
    )


def run_now(work: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that does not suspend.

    Raises:
        TypeError: it does: its connection is an asynchronous one.
    """
    try:
        work.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    work.close()
    raise TypeError("an asynchronous connection was given where a plain one is needed")


def _numbered(sql: str) -> Any:
    return sql.replace("%", "%%").replace("?", "%s")
