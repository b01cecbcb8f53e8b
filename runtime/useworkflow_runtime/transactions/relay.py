"""The relay: takes what stands in outboxes to the world. Every engine runs one for each outbox that is configured.

    USEWORKFLOW_OUTBOX=sqlite:///shop.db        [tool.useworkflow] outbox = ["postgresql://host/shop"]
    row "run_7 is to start"  -> world.create_run(run_7), then the row goes; died in between: done again, which changes nothing

A payload whose hook is not there yet waits for it. What the world refuses for good stays, with the reason in ``refused``.
Read next: ``outbox``.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import closing, suppress
from typing import Any

import msgspec

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_compiler.format import decode_bundle
from useworkflow_runtime.code.identity import resolve_class
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.errors import HookFullError, HookNotFoundError, LostOwnershipError, MissingKeyError, WorldError
from useworkflow_runtime.hooks import deliver
from useworkflow_runtime.sealing.configured import opened_as_configured
from useworkflow_runtime.start import StartOptions, create_run
from useworkflow_runtime.transactions import outbox
from useworkflow_runtime.transactions.database import Database, Row, SQLiteDatabase, database, run_now
from useworkflow_runtime.transactions.retention import forget_code
from useworkflow_runtime.transactions.tables import ensure_tables
from useworkflow_runtime.transactions.transactional import WORLD, psycopg_here, sqlite_path
from useworkflow_runtime.worlds.code_store import RENEWED
from useworkflow_runtime.worlds.protocol import World
from useworkflow_sandbox import values
from useworkflow_sandbox.run_errors import RunExistsError

_WATCH = 0.05
"""Seconds between two looks at whether a SQLite file has changed."""
_ANYWAY = 5.0
"""Seconds after which an outbox is read though nobody said that it has changed."""
_AT_ONCE = 100
_AGAIN = 1.0
"""Seconds until it is tried again after a failure, and for a hook that is not there yet."""
_log = logging.getLogger("useworkflow.outbox")


class Relay:
    """Empties one outbox into one world.

    Args:
        url: the outbox's database, or ``"world"``.
        world: an open world.
    """

    def __init__(self, url: str, world: World) -> None:
        self._url = world.url if url == WORLD else url
        self._place = Place(world, ours=False)
        self._tidy_at = 0

    async def run(self) -> None:
        """Relay until cancelled. What fails is tried again."""
        said = ""
        while True:
            try:
                if self._url.startswith(("postgresql://", "postgres://")):
                    await self._watch_postgres()
                else:
                    await self._watch_sqlite()
            except LostOwnershipError:
                return
            except Exception as error:
                if str(error) != said:
                    said = str(error)
                    _log.warning("the outbox %s cannot be emptied now, trying again: %s", self._url, error)
                await asyncio.sleep(_AGAIN)

    async def _watch_sqlite(self) -> None:
        path = sqlite_path(self._url)
        with closing(sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)) as connection:
            db = ThreadedDatabase(connection)
            await ensure_tables(db)
            while True:
                version = _version(connection)
                waits = await self._empty(db)
                await self._tidy(db)
                await _until_changed(connection, version, _AGAIN if waits else _ANYWAY)

    async def _watch_postgres(self) -> None:
        async with await psycopg_here().AsyncConnection.connect(self._url, autocommit=True) as connection:
            db = database(connection)
            async with connection.transaction():
                await ensure_tables(db)
            await connection.execute(f"LISTEN {outbox.CHANNEL}")
            while True:
                async with connection.transaction():
                    waits = await self._empty(db)
                await self._tidy(db)
                async for _ in connection.notifies(timeout=_AGAIN if waits else _ANYWAY, stop_after=1):
                    pass

    async def _tidy(self, db: Database) -> None:
        """Now and then, remove code that is on its way no more."""
        now = self._place.world.now()
        if now >= self._tidy_at:
            self._tidy_at = now + RENEWED
            await forget_code(db, now)

    async def _empty(self, db: Database) -> bool:
        """Relay what is there; whether something has to wait for its hook."""
        waits = False
        seen = 0
        while entries := await outbox.read(db, seen, _AT_ONCE):
            for entry in entries:
                seen = entry.number
                try:
                    await self._deliver(db, entry)
                except (HookNotFoundError, HookFullError):
                    waits = True
                except MissingKeyError as error:  # whoever has the key takes it there
                    _log.error("%s %s of the outbox cannot be read: %s", entry.kind, entry.id, error)
                    waits = True
                except (WorldError, LostOwnershipError):
                    raise
                except UseWorkflowError as error:
                    _log.error("the world refuses %s %s of the outbox: %s", entry.kind, entry.id, error)
                    await outbox.refuse(db, entry, str(error))
                else:
                    await outbox.arrived(db, entry)
        return waits

    async def _deliver(self, db: Database, entry: outbox.Entry) -> None:
        body = opened_as_configured(entry.body.encode())
        if entry.kind == outbox.START:
            await self._start(msgspec.json.decode(body, type=outbox.StartRequest), db)
            return
        sent = msgspec.json.decode(body, type=outbox.Payload)
        payload = values.decode(sent.payload, resolve_class)
        await deliver(self._place.world, sent.token, payload, sent.payload, sent.dedup or entry.id)

    async def _start(self, request: outbox.StartRequest, db: Database) -> None:
        bundle = decode_bundle(await outbox.bundle_data(db, request.bundle))
        options = StartOptions(
            run_id=request.run_id,
            at=request.at,
            attributes=request.attributes,
            queue=request.queue,
            key=request.key,
            priority=request.priority,
            timeout=request.timeout,
        )
        try:
            await create_run(self._place, bundle, request.args, options)
        except RunExistsError:
            pass  # it was there when a relay died before the row went


class ThreadedDatabase(SQLiteDatabase):
    """SQLite waits for other writers: in a thread, so that the loop does not."""

    async def execute(self, sql: str, *values: Any) -> list[Row]:
        """See ``Database.execute``. Who is cancelled waits for the thread: the connection is closed next, and must not be in use."""
        work = asyncio.get_running_loop().run_in_executor(None, self._now, sql, values)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            while not work.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([work])
            work.exception()
            raise

    def _now(self, sql: str, values: tuple[Any, ...]) -> list[Row]:
        return run_now(super().execute(sql, *values))


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


async def _until_changed(connection: sqlite3.Connection, version: int, timeout: float) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + timeout
    while loop.time() < end and _version(connection) == version:
        await asyncio.sleep(_WATCH)
