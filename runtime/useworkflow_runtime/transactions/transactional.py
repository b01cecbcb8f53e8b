"""Transactional steps: what the body writes and what it returns are one transaction of the user's database (G3).

    @step(transaction="sqlite:///shop.db")
    def transfer(source: str, target: str, cents: int) -> int:
        "use step"
        db = get_transaction()                  the connection, inside its transaction
        db.execute("UPDATE accounts SET ...")
        return db.execute("SELECT balance ...").fetchone()[0]

A worker that dies after that commit and before the run's log has the outcome tries again; that attempt finds the outcome and
does not run the body. Read next: ``outcomes``, ``short``.
"""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any
from urllib.parse import unquote

from useworkflow_runtime.code.identity import resolve_class
from useworkflow_runtime.embedded import home
from useworkflow_runtime.errors import MissingExtraError, NotInTransactionError, TransactionError
from useworkflow_runtime.steps.metadata import current_step
from useworkflow_runtime.steps.results import encode_result
from useworkflow_runtime.transactions import outcomes
from useworkflow_runtime.transactions.database import Database, database, run_now
from useworkflow_runtime.transactions.short import short_transaction
from useworkflow_runtime.transactions.tables import ensure_tables
from useworkflow_sandbox.values import decode

WORLD = "world"
"""The database of the world in which the run is kept."""
_current: ContextVar[Any] = ContextVar("useworkflow_transaction", default=None)


def get_transaction() -> Any:
    """The connection of the transactional step that is running, inside its transaction: a ``sqlite3.Connection``, a
    ``psycopg.Connection``, or in an async step a ``psycopg.AsyncConnection``. The engine commits it.

    Raises:
        NotInTransactionError: the caller is no step with the option ``transaction`` that the engine runs.
    """
    connection = _current.get()
    if connection is None:
        raise NotInTransactionError(
            "get_transaction() was called outside a transactional step",
            why="the engine opens the transaction, and commits it together with what the step returns",
            mend='give the step the option: @step(transaction="postgresql://...")',
        )
    return connection


@dataclasses.dataclass(frozen=True)
class Transactional:
    """A step function that runs in a transaction of ``source``: a URL, ``"world"``, or a function that gives a URL.
    ``limit``: seconds that the transaction may take."""

    function: Callable[..., Any]
    source: str | Callable[[], str]
    limit: float
    is_async: bool

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the step once and for all, or return what it has returned before.

        Raises:
            TransactionError: the database cannot be what it is meant for; no retry helps.
            TransactionTimeoutError: it took too long; nothing of it was kept.
        """
        current = current_step.get()
        if current is None:
            return self.function(*args, **kwargs)
        step = current.run_id, current.id
        url = self._url()
        if url.startswith(("postgresql://", "postgres://")):
            if self.is_async:
                return self._awaited(url, step, args, kwargs)
            return self._in_postgres(url, step, args, kwargs)
        if self.is_async:
            raise TransactionError(
                "an async step cannot run in a SQLite transaction",
                why="SQLite has one writer at a time: an await in the middle would hold up everybody who writes",
                mend="make the step a plain def; what has to be awaited goes into a step before it",
            )
        with short_transaction(sqlite_path(url), self.limit, _ready) as connection:
            return run_now(self._once(connection, step, args, kwargs))

    def _in_postgres(self, url: str, step: tuple[str, str], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        with psycopg_here().connect(url) as connection:
            run_now(ensure_tables(database(connection)))
            connection.commit()
            connection.autocommit = True
            with connection.transaction():
                run_now(self._hurry(database(connection)))
                return run_now(self._once(connection, step, args, kwargs))

    async def _awaited(self, url: str, step: tuple[str, str], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        async with await psycopg_here().AsyncConnection.connect(url) as connection:
            await ensure_tables(database(connection))
            await connection.commit()
            await connection.set_autocommit(True)
            async with connection.transaction():
                await self._hurry(database(connection))
                return await self._once(connection, step, args, kwargs)

    async def _hurry(self, db: Database) -> None:
        milliseconds = str(max(1, round(self.limit * 1000)))
        for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
            await db.execute("SELECT set_config(?, ?, true)", name, milliseconds)

    async def _once(self, connection: Any, step: tuple[str, str], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        db = database(connection)
        earlier = await outcomes.claim(db, *step)
        if earlier is not None:
            return decode(earlier, resolve_class)
        token = _current.set(connection)
        try:
            value = self.function(*args, **kwargs)
            if isinstance(value, Awaitable):
                value = await value
        finally:
            _current.reset(token)
        await outcomes.record(db, *step, encode_result(self.function, value))
        return value

    def _url(self) -> str:
        url = self.source() if callable(self.source) else self.source
        if url != WORLD:
            return url
        at_home = home.get()
        if at_home is None or at_home[0].url == "memory:":
            raise TransactionError(
                'transaction="world" needs a world in a database',
                why="this step's run is kept in memory, or the step runs in a process of its own, which has no world",
                mend="name the database by its URL, or keep runs in SQLite or PostgreSQL",
            )
        return at_home[0].url


def _ready(connection: sqlite3.Connection) -> None:
    run_now(ensure_tables(database(connection)))


def sqlite_path(url: str) -> str:
    """The file of ``sqlite:///shop.db``, ``sqlite:////var/shop.db`` or a plain path.

    Raises:
        TransactionError: it is the URL of something else.
    """
    scheme, separator, rest = url.partition("://")
    if separator and scheme != "sqlite":
        raise TransactionError(
            f"transactions on {scheme!r} databases are not known here",
            mend='give "sqlite:///shop.db", "postgresql://host/shop" or "world"',
        )
    return unquote(rest.removeprefix("/").partition("?")[0]) if separator else url


def psycopg_here() -> Any:
    """The module psycopg.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import psycopg
    except ImportError as error:
        raise MissingExtraError.of("a transaction on PostgreSQL", "postgres") from error
    return psycopg
