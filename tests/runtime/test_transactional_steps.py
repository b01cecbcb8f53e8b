"""Transactional steps: body and outcome in one transaction of the user's database, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest

from useworkflow import WorkflowFailedError, get_run, get_step_metadata, get_transaction, step
from useworkflow_runtime.errors import NotInTransactionError, TransactionError, TransactionTimeoutError
from useworkflow_runtime.sealing.keyring import new_key
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

place = {"url": ""}
bodies: list[Any] = []
release = threading.Event()
began = threading.Event()


@pytest.fixture(autouse=True)
def _fresh() -> None:
    bodies.clear()
    release.clear()
    began.clear()


def url() -> str:
    return place["url"]


@step(transaction=url, retry_delay=0, retry_jitter=0)
def deposit(cents: int, wrong: bool = False) -> dict[str, int]:
    "use step"
    bodies.append(get_step_metadata().attempt)
    db = get_transaction()
    db.execute(f"INSERT INTO ledger (cents) VALUES ({cents})")
    if wrong and len(bodies) == 1:
        raise ValueError("the power went")
    return {"balance": int(db.execute("SELECT sum(cents) FROM ledger").fetchone()[0])}


@step(transaction=url, retry_delay=0, retry_jitter=0)
async def deposit_async(cents: int) -> int:
    "use step"
    bodies.append(get_step_metadata().attempt)
    db = get_transaction()
    await db.execute("INSERT INTO ledger (cents) VALUES (%s)", (cents,))
    await asyncio.sleep(0)
    return cents


@step(transaction=url, max_retries=0)
def commits_itself() -> None:
    "use step"
    db = get_transaction()
    db.execute("INSERT INTO ledger (cents) VALUES (1)")
    db.commit()


@step(transaction=url, max_retries=0)
def uses_savepoints() -> int:
    "use step"
    db = get_transaction()
    db.execute("SAVEPOINT try_it")
    db.execute("INSERT INTO ledger (cents) VALUES (1)")
    db.execute("ROLLBACK TO try_it")
    return int(db.execute("SELECT count(*) FROM ledger").fetchone()[0])


@step(transaction=url, transaction_limit="50ms", max_retries=0)
def dawdles() -> None:
    "use step"
    db = get_transaction()
    db.execute("INSERT INTO ledger (cents) VALUES (1)")
    began.set()
    release.wait(10)
    try:
        db.execute("INSERT INTO ledger (cents) VALUES (2)")
    except Exception:
        bodies.append("refused")
        raise


@step(transaction="world")
def in_the_world(cents: int) -> int:
    "use step"
    db = get_transaction()
    db.execute("CREATE TABLE IF NOT EXISTS mine (cents INTEGER)")
    db.execute(f"INSERT INTO mine VALUES ({cents})")
    return cents


async def use_deposit(wrong: bool) -> list[Any]:
    "use workflow"
    return [deposit(5, wrong), deposit(7)]


async def use_deposit_async() -> int:
    "use workflow"
    return await deposit_async(5)


async def use_commits_itself() -> None:
    "use workflow"
    commits_itself()


async def use_savepoints() -> int:
    "use workflow"
    return uses_savepoints()


async def use_dawdles() -> None:
    "use workflow"
    dawdles()


async def use_world() -> int:
    "use workflow"
    return in_the_world(5)


@pytest.fixture(params=["sqlite", "postgres"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A database with a table, as the step's; gives what it holds."""
    if request.param == "sqlite":
        place["url"] = f"sqlite:///{tmp_path}/shop.db"
    else:
        place["url"] = request.getfixturevalue("postgres_server")

    def run(*statements: str) -> list[Any]:
        db: Any = psycopg.connect(url()) if url().startswith("postgres") else sqlite3.connect(tmp_path / "shop.db")
        try:
            for statement in statements[:-1]:
                db.execute(statement)
            rows = db.execute(statements[-1])
            found = rows.fetchall() if rows.description else []
            db.commit()
            return [row[0] for row in found]
        finally:
            db.close()

    run("DROP TABLE IF EXISTS ledger", "CREATE TABLE ledger (cents INTEGER)")
    yield run
    run("DROP TABLE ledger", "DROP TABLE IF EXISTS useworkflow_outcomes")


async def test_failed_attempt_leaves_nothing(room: Any, ledger: Any) -> None:
    """An attempt that raises is rolled back with all it wrote; the next one's writes and outcome are there once."""
    await room.open()
    run = await room.start(use_deposit, True)
    await room.until(run, "step_retrying")
    assert ledger("SELECT cents FROM ledger") == []
    room.advance(0)
    assert await run.result() == [{"balance": 5}, {"balance": 12}]
    assert ledger("SELECT cents FROM ledger ORDER BY cents") == [5, 7]


async def test_outcome_that_was_not_recorded_is_found(room: Any, ledger: Any) -> None:
    """G3: an engine that dies after the user's commit and before its own does not make the next one run the body again."""
    engine = await room.open()
    committed = asyncio.Event()
    engine.runs.runner._finished = lambda *outcome: committed.set()  # the outcome of the step never gets into the log
    run = await room.start(use_deposit, False)
    await committed.wait()
    assert ledger("SELECT cents FROM ledger") == [5]
    await room.kill()
    await room.open()
    assert await get_run(run.id, world=room.world).result() == [{"balance": 5}, {"balance": 12}]
    assert bodies == [1, 1]  # the first deposit's only attempt, and the second's
    assert ledger("SELECT cents FROM ledger ORDER BY cents") == [5, 7]


async def test_outcome_is_sealed_where_keys_are_configured(
    room: Any, ledger: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The outcome in the user's database is encrypted like the world, and is found again also after a rotation (G3)."""
    old, new = (f"{name}:{new_key().partition(':')[2]}" for name in ("old", "new"))
    monkeypatch.setenv("USEWORKFLOW_ENCRYPTION_KEYS", old)
    engine = await room.open()
    committed = asyncio.Event()
    engine.runs.runner._finished = lambda *outcome: committed.set()
    run = await room.start(use_deposit, False)
    await committed.wait()
    (kept,) = ledger("SELECT value FROM useworkflow_outcomes")
    assert kept.startswith('{"$sealed":"1.old.')
    await room.kill()
    monkeypatch.setenv("USEWORKFLOW_ENCRYPTION_KEYS", f"{new},{old}")
    await room.open()
    assert await get_run(run.id, world=room.world).result() == [{"balance": 5}, {"balance": 12}]
    assert ledger("SELECT cents FROM ledger ORDER BY cents") == [5, 7]


async def test_two_attempts_at_once_write_once(room: Any, ledger: Any) -> None:
    """G3: where a worker that has lost its run still works, the one that has it waits for its transaction, and takes its outcome."""
    from useworkflow_runtime.steps.metadata import CurrentStep, current_step
    from useworkflow_runtime.transactions.transactional import Transactional

    inside, may_end = threading.Event(), threading.Event()

    def body(cents: int) -> int:
        bodies.append(cents)
        get_transaction().execute(f"INSERT INTO ledger (cents) VALUES ({cents})")
        inside.set()
        may_end.wait(10)
        return cents

    transfer = Transactional(body, url, 10.0, False)

    def attempt(cents: int) -> int:
        current_step.set(CurrentStep("run", "0/transfer#0", "transfer", 1, 0, "w", 0))
        return int(transfer(cents))

    first = asyncio.ensure_future(asyncio.to_thread(attempt, 5))
    await asyncio.to_thread(inside.wait, 10)
    second = asyncio.ensure_future(asyncio.to_thread(attempt, 9))
    await asyncio.sleep(0)
    may_end.set()
    assert await asyncio.gather(first, second) == [5, 5]
    assert bodies == [5]
    assert ledger("SELECT cents FROM ledger") == [5]


async def test_body_cannot_commit(room: Any, ledger: Any) -> None:
    """A body that commits by itself would tear its outcome off: it is refused, and nothing is kept."""
    await room.open()
    run = await room.start(use_commits_itself)
    with pytest.raises(WorkflowFailedError):
        await run.result()
    assert ledger("SELECT cents FROM ledger") == []


async def test_savepoints_are_the_bodys_own(room: Any, ledger: Any) -> None:
    """Parts of a body can be rolled back."""
    await room.open()
    assert await (await room.start(use_savepoints)).result() == 0


async def test_transaction_has_a_limit(room: Any, ledger: Any) -> None:
    """Whoever holds a transaction for too long loses it: the lock is free, and the body can write nothing more."""
    await room.open()
    run = await room.start(use_dawdles)
    await asyncio.to_thread(began.wait, 10)
    ledger("DELETE FROM ledger WHERE cents > 5")  # SQLite: waits for the lock until the limit frees it
    if url().startswith("postgres"):
        with psycopg.connect(url(), autocommit=True) as db:
            while db.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
            ).fetchone() != (0,):
                await asyncio.sleep(0)
    release.set()
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert ledger("SELECT cents FROM ledger") == []
    assert bodies == ["refused"]
    if url().startswith("sqlite"):
        assert isinstance(caught.value.__cause__, TransactionTimeoutError)


async def test_async_steps_on_postgresql(room: Any, ledger: Any) -> None:
    """An async step has psycopg's asynchronous connection; on SQLite it is refused, without a retry (UW352)."""
    await room.open()
    run = await room.start(use_deposit_async)
    if url().startswith("postgres"):
        assert await run.result() == 5
        assert ledger("SELECT cents FROM ledger") == [5]
        return
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, TransactionError)
    assert bodies == []


async def test_world_can_be_the_database(rooms: Any) -> None:
    """``transaction="world"`` is the database of the run's own world; a world in memory has none (UW352)."""
    await rooms.open()
    run = await rooms.start(use_world)
    if isinstance(rooms.world, SQLiteWorld):
        assert await run.result() == 5
        db = sqlite3.connect(rooms.world.url.removeprefix("sqlite:///"))
        assert db.execute("SELECT cents FROM mine").fetchall() == [(5,)]
        db.close()
        return
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, TransactionError)


def test_outside_there_is_no_transaction() -> None:
    """``get_transaction`` elsewhere says what is missing (UW353)."""
    with pytest.raises(NotInTransactionError, match="UW353"):
        get_transaction()
