"""Runs and payloads that are sent by the user's own transaction, and the relay that takes them to the world."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from useworkflow import RunNotFoundError, create_hook, get_run, outbox, resume_hook, start, step
from useworkflow_runtime.sealing.keyring import new_key
from useworkflow_runtime.transactions import relay
from useworkflow_runtime.transactions.database import database, run_now
from useworkflow_runtime.transactions.tables import ensure_tables

calls: list[str] = []


@step
async def note(what: str) -> str:
    "use step"
    calls.append(what)
    return what


async def order(what: str) -> str:
    "use workflow"
    return await note(what)


async def asks(token: str) -> list[Any]:
    "use workflow"
    async with create_hook(token=token) as hook:
        return [await hook, await hook]


async def asks_for_a_number(token: str) -> int:
    "use workflow"
    number: int = await create_hook(token=token, schema=int)
    return number


class Shop:
    """The user's database, and an engine that relays its outbox."""

    def __init__(self, url: str, connect: Callable[[], Any], room: Any) -> None:
        self.url = url
        self.connect = connect
        self.room = room

    def rows(self) -> list[Any]:
        """What is in the outbox: (kind, refused)."""
        db = self.connect()
        try:
            return [tuple(row) for row in db.execute("SELECT kind, refused FROM useworkflow_outbox ORDER BY number")]
        finally:
            db.close()

    async def empty(self) -> None:
        """Return when nothing is in the outbox."""
        async with asyncio.timeout(20):
            while self.rows():
                await asyncio.sleep(0)

    async def ends(self, run_id: str) -> Any:
        """The result of a run that is still on its way to the world."""
        await self.empty()
        async with asyncio.timeout(20):
            return await get_run(run_id, world=self.room.world).result()


@pytest.fixture(params=["sqlite", "postgres"])
async def shop(
    request: pytest.FixtureRequest, tmp_path: Path, room: Any, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shop]:
    """A shop on each kind of database, whose engine is not there yet."""
    calls.clear()
    monkeypatch.setattr(relay, "_AGAIN", 0.02)
    if request.param == "sqlite":
        file = tmp_path / "shop.db"
        shop = Shop(f"sqlite:///{file}", lambda: sqlite3.connect(file), room)
    else:
        url = request.getfixturevalue("postgres_server")
        shop = Shop(url, lambda: psycopg.connect(url), room)
    db = shop.connect()
    run_now(ensure_tables(database(db)))
    db.execute("CREATE TABLE orders (id TEXT)")
    db.commit()
    yield shop
    if getattr(room, "engine", None) is not None:
        await room.engine.stop()
    for table in ("orders", "useworkflow_outbox", "useworkflow_outbox_bundles", "useworkflow_outcomes"):
        db.execute(f"DROP TABLE {table}")
    db.commit()
    db.close()


async def test_run_starts_when_the_transaction_commits(shop: Shop, room: Any) -> None:
    """The run has its id at once, and is there after the commit; its row goes from the outbox."""
    await room.open(outboxes=[shop.url])
    db = shop.connect()
    db.execute("INSERT INTO orders VALUES ('o-1')")
    run_id = outbox(db).start(order, "o-1")
    for _ in range(20):
        await asyncio.sleep(0)
    with pytest.raises(RunNotFoundError):
        await get_run(run_id, world=room.world).status()
    db.commit()
    db.close()
    assert await shop.ends(run_id) == "o-1"
    assert calls == ["o-1"]


async def test_what_is_sent_is_sealed_where_keys_are_configured(
    shop: Shop, room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Arguments on their way are encrypted; a relay without the key leaves them where they are, one that has it takes them."""
    mine, other = (f"{name}:{new_key().partition(':')[2]}" for name in ("mine", "other"))
    monkeypatch.setenv("USEWORKFLOW_ENCRYPTION_KEYS", mine)
    db = shop.connect()
    run_id = outbox(db).start(order, "o-sealed")
    db.commit()
    assert next(iter(db.execute("SELECT body FROM useworkflow_outbox")))[0].startswith('{"$sealed":"1.mine.')
    db.close()
    monkeypatch.setenv("USEWORKFLOW_ENCRYPTION_KEYS", other)
    await room.open(outboxes=[shop.url])
    later = shop.connect()
    behind = outbox(later).start(order, "behind")
    later.commit()
    later.close()
    async with asyncio.timeout(20):
        while len(shop.rows()) != 1:
            await asyncio.sleep(0)
    assert shop.rows() == [("start", None)]
    monkeypatch.setenv("USEWORKFLOW_ENCRYPTION_KEYS", f"{mine},{other}")
    assert await shop.ends(run_id) == "o-sealed"
    assert await shop.ends(behind) == "behind"


async def test_no_run_where_the_transaction_rolls_back(shop: Shop, room: Any) -> None:
    """What a transaction that is rolled back has asked for never happens; what comes after it does."""
    await room.open(outboxes=[shop.url])
    db = shop.connect()
    lost = outbox(db).start(order, "lost")
    db.rollback()
    run_id = outbox(db).start(order, "kept")
    db.commit()
    db.close()
    assert await shop.ends(run_id) == "kept"
    with pytest.raises(RunNotFoundError):
        await get_run(lost, world=room.world).status()
    assert calls == ["kept"]


async def test_start_takes_the_connection(shop: Shop, room: Any) -> None:
    """``start.options(transaction=...)`` gives the run, with all the options that make sense there."""
    await room.open(outboxes=[shop.url])
    db = shop.connect()
    options = start.options(transaction=db, world=room.world, run_id="mine", attributes={"shop": 1})
    run = await options(order, "o-2")
    db.commit()
    db.close()
    assert run.id == "mine"
    assert await shop.ends("mine") == "o-2"
    assert (await room.world.get_run("mine")).attributes == {"shop": 1}


async def test_asynchronous_connections_join_too(shop: Shop, room: Any) -> None:
    """psycopg's asynchronous connection is joined by ``start`` and ``resume_hook``; plain code cannot have it."""
    if not shop.url.startswith("postgres"):
        with pytest.raises(TypeError, match="joined by its connection"):
            outbox(object())
        return
    await room.open(outboxes=[shop.url])
    async with await psycopg.AsyncConnection.connect(shop.url) as db:
        run = await start.options(transaction=db, world=room.world)(asks, "t-async")
        await resume_hook("t-async", "one", transaction=db)
        await resume_hook("t-async", "two", transaction=db)
        with pytest.raises(TypeError, match="asynchronous"):
            outbox(db).start(order, "x")
        await db.rollback()
        run = await start.options(transaction=db, world=room.world)(asks, "t-async")
        await resume_hook("t-async", "one", transaction=db)
        await resume_hook("t-async", "two", transaction=db)
    assert await shop.ends(run.id) == ["one", "two"]


async def test_payload_waits_for_its_hook(shop: Shop, room: Any) -> None:
    """A payload for a hook that no run has yet waits in the outbox; what is behind it does not."""
    await room.open(outboxes=[shop.url])
    db = shop.connect()
    outbox(db).resume_hook("t-1", {"n": 1})
    outbox(db).resume_hook("t-1", {"n": 2})
    other = outbox(db).start(order, "other")
    db.commit()
    async with asyncio.timeout(20):
        while len(shop.rows()) != 2:
            await asyncio.sleep(0)
    assert await get_run(other, world=room.world).result() == "other"
    asking = outbox(db).start(asks, "t-1")
    db.commit()
    db.close()
    assert await shop.ends(asking) == [{"n": 1}, {"n": 2}]


async def test_relaying_twice_changes_nothing(shop: Shop, room: Any) -> None:
    """G3: rows that come again, since a relay died before it took them away, start and send nothing twice."""
    await room.open(outboxes=[shop.url])
    db = shop.connect()
    run_id = outbox(db).start(asks, "t-2")
    outbox(db).resume_hook("t-2", "once")
    saved = [tuple(row) for row in db.execute("SELECT id, kind, body FROM useworkflow_outbox ORDER BY number")]
    db.commit()
    await shop.empty()
    mark = "%s" if shop.url.startswith("postgres") else "?"
    for row in saved:
        db.execute(f"INSERT INTO useworkflow_outbox (id, kind, body) VALUES ({mark}, {mark}, {mark})", row)
    outbox(db).resume_hook("t-2", "twice")
    db.commit()
    db.close()
    assert await shop.ends(run_id) == ["once", "twice"]


async def test_what_is_refused_stays_with_the_reason(shop: Shop, room: Any) -> None:
    """A payload that does not fit the hook's schema is not tried again, and not lost: its row says why."""
    await room.open(outboxes=[shop.url])
    run = await room.start(asks_for_a_number, "t-3")
    await room.until(run, "hook_created")
    db = shop.connect()
    outbox(db).resume_hook("t-3", "no number")
    outbox(db).resume_hook("t-3", 7)
    db.commit()
    db.close()
    assert await run.result() == 7
    async with asyncio.timeout(20):
        while len(shop.rows()) != 1:
            await asyncio.sleep(0)
    ((kind, refused),) = shop.rows()
    assert kind == "payload"
    assert "t-3" in refused


async def test_bad_arguments_write_nothing(shop: Shop) -> None:
    """Arguments that do not fit, and options that may mean another run, are refused before anything is written."""
    db = shop.connect()
    with pytest.raises(TypeError):
        outbox(db).start(order)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="may mean another run"):
        outbox(db).options(idempotency_key="k").start(order, "x")
    db.commit()
    assert shop.rows() == []
    db.close()


async def test_outbox_begins_while_the_database_is_away(
    room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relay whose database cannot be opened tries again, and the engine does its other work meanwhile."""
    monkeypatch.setattr(relay, "_AGAIN", 0.01)
    file = tmp_path / "later" / "shop.db"
    await room.open(outboxes=[f"sqlite:///{file}"])
    assert await (await room.start(order, "meanwhile")).result() == "meanwhile"
    file.parent.mkdir()
    db = sqlite3.connect(file)
    run_id = outbox(db).start(order, "later")
    db.commit()
    db.close()
    shop = Shop("", lambda: sqlite3.connect(file), room)
    assert await shop.ends(run_id) == "later"


async def test_a_cancelled_relay_is_not_in_its_connection_any_more(tmp_path: Path) -> None:
    """Whoever cancels a statement gets control back when its thread has left the connection, which may be closed then."""
    connection = sqlite3.connect(tmp_path / "shop.db", check_same_thread=False)
    entered, leave, left = threading.Event(), threading.Event(), []

    def pause() -> int:
        entered.set()
        leave.wait(20)
        left.append(True)
        return 1

    connection.create_function("pause", 0, pause)
    work = asyncio.create_task(relay.ThreadedDatabase(connection).execute("SELECT pause()"))
    await asyncio.to_thread(entered.wait, 20)
    work.cancel()
    await asyncio.sleep(0)
    work.cancel()
    leave.set()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert left == [True]
    connection.close()
