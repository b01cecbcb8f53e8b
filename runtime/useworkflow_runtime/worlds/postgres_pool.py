"""The connections through which a PostgreSQL world reads and commits.

    await pool.use(work)      work(connection) -> its result; psycopg's errors come out as WorldError

They keep no session state, so a pooler in transaction mode may stand between: no prepared statement outlives its
transaction, no ``SET`` that is not ``LOCAL``, no session's lock. A transaction that lost a deadlock, or met a row that was just
being removed, was rolled back and is run again. Read next: ``postgres_writing``.
"""

from __future__ import annotations

import asyncio
import select
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import errors as pg
from psycopg.types.string import StrDumper

from useworkflow_runtime.errors import DiskFullError, WorldError

R = TypeVar("R")
_TRIES = 5
KEEPALIVE = {"connect_timeout": 10, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}


_SHORTEST, _LONGEST, _IDLE = 2.0, 10.0, 3.0
_HAS_TRANSACTION_TIMEOUT = 170000


class Connection(psycopg.AsyncConnection[tuple[Any, ...]]):
    """A connection of a pool. ``patience``: seconds that a transaction of it may take."""

    patience: float = _LONGEST


def impatient(db: Connection) -> bytes:
    """The statement after which the server ends this transaction if this process stops in the middle of it: it must not
    keep others from its runs. Between two messages of one pipeline a server counts as busy, not as idle; only the limit
    of the whole transaction, which PostgreSQL 17 brought, ends it there."""
    limits = {"idle_in_transaction_session_timeout": min(_IDLE, db.patience)}
    if db.info.server_version >= _HAS_TRANSACTION_TIMEOUT:
        limits["transaction_timeout"] = db.patience
    settings = (f"set_config('{name}', '{round(seconds * 1000)}', true)" for name, seconds in limits.items())
    return f"SELECT {', '.join(settings)}".encode()


@asynccontextmanager
async def transaction(db: Connection) -> AsyncIterator[None]:
    """A transaction that the server ends if this process stops in the middle of it."""
    async with db.transaction():
        await db.execute(impatient(db))
        yield


@asynccontextmanager
async def piped(db: Connection) -> AsyncIterator[None]:
    """Like ``transaction``, but no statement waits for the answer to the one before: a round trip for each answer that is
    fetched, and one for the end. Not for ``rowcount``, which is not known before."""
    async with db.pipeline():
        await db.execute("BEGIN")
        await db.execute(impatient(db))
        yield
        await db.execute("COMMIT")


class _Text(StrDumper):
    """PostgreSQL's text cannot hold U+0000; bodies are JSON and never do, names and reasons may."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "\ufffd") if "\0" in obj else obj)


class Pool:
    """At most ``size`` connections, made when they are needed. Lives in one event loop.

    Args:
        conninfo: what libpq takes.
        url: the world's, for messages.
        size: connections.
        lease: seconds of a worker's lease. A worker that was stopped in a transaction keeps its place until the server has
            ended that, so none takes much longer.
    """

    def __init__(self, conninfo: str, url: str, size: int, lease: float) -> None:
        self._patience = min(max(lease, _SHORTEST), _LONGEST)
        self._conninfo = conninfo
        self._url = url
        self._size = size
        self._idle: list[Connection] = []
        self._places = asyncio.Semaphore(size)
        self._open = False

    def open(self) -> None:
        """Allow connections to be made."""
        self._open = True
        self._places = asyncio.Semaphore(self._size)

    async def close(self) -> None:
        """Close what is idle, after what is under way. May be repeated."""
        if not self._open:
            return
        self._open = False
        for _ in range(self._size):
            await self._places.acquire()
        while self._idle:
            await self._idle.pop().close()

    async def use(self, work: Callable[[Connection], Awaitable[R]]) -> R:
        """Run ``work`` on a connection that nobody else uses meanwhile.

        Raises:
            WorldError: the database failed; where the connection broke, ``work`` may or may not have taken effect.
        """
        if not self._open:
            raise WorldError(f"the world {self._url} is closed", mend="open it first")
        async with self._places:
            for tried in range(1, _TRIES + 1):
                try:
                    return await self._once(work)
                except (pg.DeadlockDetected, pg.SerializationFailure, pg.ForeignKeyViolation) as error:
                    if tried == _TRIES:
                        raise self.failure(error) from error
                except (psycopg.Error, OSError) as error:
                    raise self.failure(error) from error
        raise AssertionError("the last try has returned or raised")

    async def _once(self, work: Callable[[Connection], Awaitable[R]]) -> R:
        db = await self._take()
        try:
            result = await work(db)
        except asyncio.CancelledError:
            await db.close()
            raise
        except BaseException:
            await self._give_back(db, after_failure=True)
            raise
        await self._give_back(db)
        return result

    async def _take(self) -> Connection:
        while self._idle:
            db = self._idle.pop()
            if not db.closed and not _has_something_to_say(db):
                return db
            await db.close()
        db = await Connection.connect(
            self._conninfo,
            autocommit=True,
            prepare_threshold=None,
            **KEEPALIVE,  # type: ignore[arg-type]
        )
        db.patience = self._patience
        db.adapters.register_dumper(str, _Text)
        return db

    async def _give_back(self, db: Connection, *, after_failure: bool = False) -> None:
        if after_failure and not db.closed:
            try:
                await db.rollback()
            except psycopg.Error:
                await db.close()
        if not db.closed and self._open:
            self._idle.append(db)
        else:
            await db.close()

    def failure(self, error: BaseException) -> WorldError:
        """What psycopg raised, as the world raises it."""
        if isinstance(error, WorldError):
            return error
        what = str(error).strip().partition("\n")[0]
        if isinstance(error, pg.DiskFull):
            return DiskFullError(f"the database of {self._url} has no room left: {what}", mend="free space on its disk")
        return WorldError(
            f"the world {self._url} cannot be used now: {what}",
            mend="check that the PostgreSQL server runs, that the URL is right and that its user may use the schema `useworkflow`",
        )


def _has_something_to_say(db: Connection) -> bool:
    """The server speaks first only to say that it ends the connection: such a one is not used again."""
    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(db.fileno(), select.POLLIN)
    return bool(poll.poll(0))
