"""Many workers on one PostgreSQL database: sharing, leases, fencing, kill -9, SIGSTOP."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from msgspec import Raw

from useworkflow_runtime.code.programs import compile_function
from useworkflow_runtime.embedded import Place, join
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.errors import LostOwnershipError, WorldError, WorldTooNewError
from useworkflow_runtime.start import StartOptions, create_run
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.postgres_pool import Connection, transaction
from useworkflow_runtime.worlds.postgres_reading import FENCE
from useworkflow_runtime.worlds.protocol import Forward, HookRecord, LoggedEvent, NewRun, Turn, TurnOutcome
from useworkflow_sandbox import values

FLOWS = """
import asyncio, os
from useworkflow import step

@step(max_retries=20)
async def add_one(number: int, run: int) -> int:
    "use step"
    with open(os.environ["TEST_LEDGER"], "a") as ledger:
        ledger.write(f"{run}/{number}\\n")
    await asyncio.sleep(0.02)
    return number + 1

async def count(run: int, steps: int) -> int:
    "use workflow"
    number = 0
    for _ in range(steps):
        number = await add_one(number, run)
    return number
"""


def new_run(run_id: str, **fields: Any) -> NewRun:
    return NewRun(id=run_id, workflow="w", bundle="b", created=b'{"kind":"run_created","at":1}', at=1, **fields)


def turn(run_id: str, expected: int, *kinds: str, **fields: Any) -> Turn:
    events = [LoggedEvent(expected + index, kind, 1, b"{}") for index, kind in enumerate(kinds, 1)]
    return Turn(run_id=run_id, expected=expected, events=events, **fields)


@pytest.fixture
async def worlds(postgres: str) -> AsyncIterator[tuple[PostgresWorld, PostgresWorld]]:
    """Two processes' views of one database, with leases that end soon."""
    two = PostgresWorld(f"{postgres}&lease=0.6"), PostgresWorld(f"{postgres}&lease=0.6")
    for world in two:
        await world.open()
    yield two
    for world in two:
        await world.close()


@pytest.fixture
def flows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A module with a workflow, importable in this process and in workers."""
    (tmp_path / "counting.py").write_text(FLOWS)
    monkeypatch.setenv("TEST_LEDGER", str(tmp_path / "ledger"))
    monkeypatch.syspath_prepend(str(tmp_path))
    sys.modules.pop("counting", None)
    import counting  # type: ignore[import-not-found]

    yield counting
    sys.modules.pop("counting", None)


async def record_runs(world: PostgresWorld, flows: Any, runs: int, steps: int) -> list[str]:
    """Runs that nobody has claimed yet."""
    place = Place(world, ours=False)
    bundle = compile_function(flows.count)
    made = [
        await create_run(place, bundle, values.encode_args((number, steps), {}), StartOptions())
        for number in range(runs)
    ]
    return [record.id for record, _ in made]


async def acquired(world: PostgresWorld) -> int:
    epoch = await world.acquire("a worker")
    assert epoch is not None
    return epoch


class TestFencing:
    async def test_a_run_has_one_owner(self, worlds: tuple[PostgresWorld, PostgresWorld]) -> None:
        """What one worker has claimed, another neither claims nor commits nor sees in its inbox (G3)."""
        first, second = [await acquired(world) for world in worlds]
        await worlds[0].create_run(new_run("a"))
        assert [record.id for record in await worlds[0].claim(first)] == ["a"]
        await worlds[1].send("a", "wake", Raw(b"null"))
        assert await worlds[1].claim(second) == []
        assert await worlds[1].claim(second, ["a"]) == []
        assert await worlds[1].inbox(second) == []
        assert await worlds[1].commit(second, [turn("a", 1, "x", generation=1)]) == [
            TurnOutcome(committed=False, lost=True)
        ]
        assert len(await worlds[0].inbox(first)) == 1
        assert await worlds[0].commit(first, [turn("a", 1, "x", generation=1)]) == [TurnOutcome(committed=True)]

    async def test_a_worker_whose_lease_has_ended_records_nothing(
        self, worlds: tuple[PostgresWorld, PostgresWorld], postgres: str
    ) -> None:
        """Its runs go to the next worker, and every operation of its epoch is refused (G3)."""
        stopped, living = worlds
        old = await acquired(stopped)
        await stopped.create_run(new_run("a"), claim_for=old)
        with psycopg.connect(postgres, autocommit=True) as db:
            db.execute("UPDATE useworkflow.workers SET lease_until = clock_timestamp()")
        for operation in (stopped.commit(old, [turn("a", 1, "x")]), stopped.claim(old), stopped.inbox(old)):
            with pytest.raises(LostOwnershipError, match="UW304"):
                await operation
        new = await acquired(living)
        assert [(record.id, record.claims) for record in await living.claim(new)] == [("a", 2)]
        assert await living.commit(new, [turn("a", 1, "x", generation=1)]) == [TurnOutcome(committed=True)]

    async def test_a_closed_connection_ends_the_lease(
        self, worlds: tuple[PostgresWorld, PostgresWorld], postgres: str
    ) -> None:
        """The other worker is told of it long before a long lease has ended."""
        patient = PostgresWorld(f"{postgres}&lease=60")
        await patient.open()
        old = await acquired(patient)
        await patient.create_run(new_run("a"), claim_for=old)
        new = await acquired(worlds[1])
        while not _locked(postgres, old):
            await asyncio.sleep(0.01)
        patient._presence.stop()
        async with asyncio.timeout(5):
            while not (claimed := await worlds[1].claim(new)):
                seen = worlds[1].changes("inputs")
                await worlds[1].wait_for_change(5, of="inputs", since=seen)
        assert [record.id for record in claimed] == ["a"]
        await patient.close()

    async def test_a_worker_stopped_in_a_transaction_holds_nobody_up(
        self, worlds: tuple[PostgresWorld, PostgresWorld]
    ) -> None:
        """It has locked its own row, so it cannot be declared dead: the server ends such a transaction by itself."""
        stopped, living = worlds
        old, new = await acquired(stopped), await acquired(living)
        await stopped.create_run(new_run("a"), claim_for=old)
        inside, go_on = asyncio.Event(), asyncio.Event()

        async def claim_and_stop(db: Connection) -> None:
            async with transaction(db):
                await db.execute(FENCE, (old,))
                inside.set()
                await go_on.wait()

        claiming = asyncio.create_task(stopped._pool.use(claim_and_stop))
        await inside.wait()
        stopped._presence.stop()
        async with asyncio.timeout(10):
            while not (claimed := await living.claim(new)):
                await living.wait_for_change(1, of="inputs", since=living.changes("inputs"))
        assert [record.id for record in claimed] == ["a"]
        go_on.set()
        with pytest.raises(WorldError, match="UW301"):
            await claiming

    async def test_released_runs_are_taken_at_once(self, worlds: tuple[PostgresWorld, PostgresWorld]) -> None:
        """A worker that leaves in order wakes the others."""
        first, second = [await acquired(world) for world in worlds]
        await worlds[0].create_run(new_run("a"), claim_for=first)
        seen = worlds[1].changes("inputs")
        await worlds[0].release(first)
        assert await worlds[1].wait_for_change(5, of="inputs", since=seen)
        assert [record.id for record in await worlds[1].claim(second)] == ["a"]


def _locked(url: str, epoch: int) -> bool:
    with psycopg.connect(url) as db:
        row = db.execute("SELECT locked FROM useworkflow.workers WHERE epoch = %s", (epoch,)).fetchone()
    return row is not None and bool(row[0])


class TestContention:
    async def test_many_commits_at_once_do_not_deadlock(
        self, worlds: tuple[PostgresWorld, PostgresWorld], postgres: str
    ) -> None:
        """Two workers commit overlapping groups of runs, tokens, forwards and children; the server saw no deadlock."""
        epochs = [await acquired(world) for world in worlds]
        names = [[f"{worker}-{index}" for index in range(20)] for worker in range(2)]
        for worker, world in enumerate(worlds):
            for name in names[worker]:
                await world.create_run(new_run(name), claim_for=epochs[worker])

        async def work(worker: int, round: int) -> None:
            own = names[worker] if (worker + round) % 2 else names[worker][::-1]
            tokens = [f"t{index}" for index in range(20)] if worker else [f"t{index}" for index in range(20)][::-1]
            turns = [
                turn(
                    name, round, "x",
                    hooks_created=[HookRecord(token, name, "h", 1)],
                    hooks_disposed=[token] if round % 2 else [],
                    forwards=[Forward(token, Raw(b"1"))],
                    children=[new_run(f"c{token}-{round}", idempotency_key=f"{token}-{round}")],
                )
                for name, token in zip(own, tokens, strict=True)
            ]  # fmt: skip
            outcomes = await worlds[worker].commit(epochs[worker], turns)
            assert all(outcome.committed for outcome in outcomes)

        for round in range(1, 26):
            await asyncio.gather(*(work(worker, round) for worker in range(2)))
        with psycopg.connect(postgres) as db:
            deadlocks = db.execute(
                "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            ).fetchone()
            doubled = db.execute("SELECT count(*) - count(DISTINCT workflow || idempotency_key) FROM useworkflow.runs "
                                 "WHERE idempotency_key IS NOT NULL").fetchone()  # fmt: skip
        assert deadlocks == (0,)
        assert doubled == (0,)

    async def test_a_commit_whose_connection_broke_is_not_done_twice(
        self, worlds: tuple[PostgresWorld, PostgresWorld], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The server is asked what became of it: it was committed, and the answer says so."""
        from useworkflow_runtime.worlds import postgres_commit

        world = worlds[0]
        epoch = await acquired(world)
        await world.create_run(new_run("a"), claim_for=epoch)
        write = postgres_commit.GroupCommit._write

        async def write_and_break(self: Any, db: Any) -> None:
            await write(self, db)
            await db.close()
            raise psycopg.OperationalError("the connection broke")

        monkeypatch.setattr(postgres_commit.GroupCommit, "_write", write_and_break)
        assert await world.commit(epoch, [turn("a", 1, "x")]) == [TurnOutcome(committed=True)]
        assert [row.seq for row in await world.read_events("a")] == [1, 2]

    async def test_a_commit_that_was_rolled_back_is_an_error(
        self, worlds: tuple[PostgresWorld, PostgresWorld], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where the connection broke before the end nothing was recorded, and the engine is told so."""
        from useworkflow_runtime.worlds import postgres_commit

        world = worlds[0]
        epoch = await acquired(world)
        await world.create_run(new_run("a"), claim_for=epoch)

        async def break_before(self: Any, db: Any) -> None:
            await db.close()
            raise psycopg.OperationalError("the connection broke")

        monkeypatch.setattr(postgres_commit.GroupCommit, "_write", break_before)
        with pytest.raises(WorldError, match="UW301"):
            await world.commit(epoch, [turn("a", 1, "x")])
        assert [row.seq for row in await world.read_events("a")] == [1]

    async def test_a_transaction_whose_number_was_given_again_is_an_error(
        self, worlds: tuple[PostgresWorld, PostgresWorld], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A server that crashed before the commit reached its disk gives the number to another transaction, and says that
        it was committed: the log decides, and where the group appended nothing the outcome stays unknown (G2)."""
        from useworkflow_runtime.worlds import postgres_commit

        world = worlds[0]
        epoch = await acquired(world)
        await world.create_run(new_run("a"), claim_for=epoch)

        async def crash(self: Any, db: Any) -> None:
            await db.close()
            raise psycopg.OperationalError("the server crashed")

        async def another(self: Any, db: Any) -> str:
            return "committed"

        monkeypatch.setattr(postgres_commit.GroupCommit, "_write", crash)
        monkeypatch.setattr(postgres_commit.GroupCommit, "_status", another)
        for lost in (turn("a", 1, "x"), turn("a", 1, wake_at=5)):
            with pytest.raises(WorldError, match="UW301"):
                await world.commit(epoch, [lost])
        assert [row.seq for row in await world.read_events("a")] == [1]


class TestBorders:
    async def test_text_that_postgresql_cannot_hold_harms_no_other_turn(
        self, worlds: tuple[PostgresWorld, PostgresWorld]
    ) -> None:
        """U+0000 in a reason, tokens and keys longer than an index entry: all of the group is committed."""
        world = worlds[0]
        epoch = await acquired(world)
        long = "x" * 10_000
        for name in ("a", "b"):
            await world.create_run(new_run(name, idempotency_key=long + name), claim_for=epoch)
        turns = [
            turn("a", 1, "x", status="failed", reason="\0"),
            turn("b", 1, hooks_created=[HookRecord(long, "b", "h", 1)]),
        ]
        assert [outcome.committed for outcome in await world.commit(epoch, turns)] == [True, True]
        assert await world.send_to_hook(long, Raw(b'"\\u0000"'), dedup=long) == "b"
        (item,) = await world.inbox(epoch)
        assert item.payload == Raw(b'"\\u0000"')
        assert (await world.create_run(new_run("c", idempotency_key=long + "a")))[0].id == "a"

    async def test_a_newer_schema_is_left_alone(self, postgres: str) -> None:
        """A world that a newer version has written is refused and not changed."""
        world = PostgresWorld(postgres)
        await world.open()
        await world.close()
        with psycopg.connect(postgres, autocommit=True) as db:
            db.execute("UPDATE useworkflow.meta SET value = 99")
        with pytest.raises(WorldTooNewError, match=r"UW303.*schema version 99"):
            await world.open()

    async def test_many_open_a_new_database_at_once(self, postgres: str) -> None:
        """One of them makes the tables, the others wait for it."""
        many = [PostgresWorld(postgres) for _ in range(6)]
        await asyncio.gather(*(world.open() for world in many))
        await many[0].create_run(new_run("a"))
        assert all([await world.get_run("a") for world in many])
        await asyncio.gather(*(world.close() for world in many))

    async def test_a_password_is_not_shown(self) -> None:
        """Neither in the world's URL nor in the error of a server that is not there."""
        world = PostgresWorld("postgresql://me:secret@127.0.0.1:1/db?connect_timeout=1")
        assert "secret" not in world.url
        with pytest.raises(WorldError, match="UW301: the world postgresql://me@127") as raised:
            await world.open()
        assert "secret" not in str(raised.value)

    async def test_a_connection_keeps_nothing_that_a_pooler_could_give_to_another(
        self, worlds: tuple[PostgresWorld, PostgresWorld]
    ) -> None:
        """After all kinds of work, no prepared statement, setting, lock or channel of a session is left on a pooled connection."""
        world = worlds[0]
        epoch = await acquired(world)
        await world.create_run(new_run("a"), claim_for=epoch)
        await world.create_run(new_run("b", idempotency_key="k"))
        await world.claim(epoch)
        await world.commit(epoch, [turn("a", 1, "x", hooks_created=[HookRecord("t", "a", "h", 1)])])
        await asyncio.gather(*(world.send_to_hook("t", Raw(b"1"), dedup=str(number)) for number in range(8)))
        await world.send("b", "wake", Raw(b"null"))
        await world.inbox(epoch)
        await world.prune(1)
        assert world._pool._idle
        for db in world._pool._idle:
            found = await db.execute(
                "SELECT (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_listening_channels()), "
                "(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()), "
                "current_setting('idle_in_transaction_session_timeout'), current_setting('transaction_timeout')"
            )
            assert await found.fetchone() == (0, 0, 0, "0", "0")

    async def test_polling_hears_what_a_pooler_hides(self, postgres: str) -> None:
        """With ``notify=poll`` another process's input is noticed without LISTEN."""
        mine, other = PostgresWorld(f"{postgres}&notify=poll"), PostgresWorld(postgres)
        await mine.open()
        await other.open()
        seen = mine.changes("inputs")
        await other.create_run(new_run("a"))
        assert await mine.wait_for_change(5, of="inputs", since=seen)
        await mine.close()
        await other.close()


async def test_two_engines_share_runs(postgres: str, flows: Any) -> None:
    """50 runs that nobody has: both engines take some, every run has the right result, no commit was refused."""
    worlds = [PostgresWorld(postgres) for _ in range(3)]
    for world in worlds:
        await world.open()
    ids = await record_runs(worlds[2], flows, 50, 3)
    engines = [Engine(world) for world in worlds[:2]]
    ended: list[set[str]] = [set(), set()]
    for engine, seen in zip(engines, ended, strict=True):
        engine.events.append(lambda run_id, row, seen=seen: seen.add(run_id))  # type: ignore[misc]
    await asyncio.gather(*(engine.start() for engine in engines))
    join(engines[0])
    async with asyncio.timeout(60):
        records = [await engines[0].run_until(run_id) for run_id in ids]
    assert [values.decode(record.output) for record in records if record.output is not None] == [3] * 50
    assert all(ended)
    assert not ended[0] & ended[1]
    assert set(Counter((Path(os.environ["TEST_LEDGER"])).read_text().split()).values()) == {1}
    for engine in engines:
        await engine.stop()
    for world in worlds:
        await world.close()


class Worker:
    """``useworkflow worker`` in a process of its own."""

    def __init__(self, url: str, folder: Path) -> None:
        command = [sys.executable, "-m", "useworkflow_runtime.cli", "worker", "--db", url, "--json"]
        self.process = subprocess.Popen(
            [*command, "--import", str(folder / "counting.py")],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        ready = "".join(iter(self.process.stdout.readline, "}\n")) + "}"
        assert json.loads(ready)["ready"]

    def end(self, number: int = signal.SIGKILL) -> None:
        self.process.send_signal(number)
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


async def until_ended(world: PostgresWorld, ids: list[str], count: int | None = None) -> None:
    async with asyncio.timeout(90):
        while True:
            seen = world.changes()
            done = await world.find_runs(status="completed", limit=1000)
            if len(done) >= (len(ids) if count is None else count):
                return
            await world.wait_for_change(0.25, since=seen)


def second_records(url: str) -> list[Any]:
    """Steps whose outcome stands in a log twice."""
    with psycopg.connect(url) as db:
        return db.execute(
            "SELECT run, body::json->>'id' FROM useworkflow.log WHERE kind = 'step_completed' "
            "GROUP BY 1, 2 HAVING count(*) > 1"
        ).fetchall()


async def test_a_killed_workers_runs_go_on_elsewhere(postgres: str, flows: Any, tmp_path: Path) -> None:
    """kill -9 of one of two workers under load: all runs end right, within seconds though the lease is long, and no
    recorded step ran again: only attempts that were cut off did."""
    world = PostgresWorld(postgres)
    await world.open()
    workers = [Worker(f"{postgres}&lease=60", tmp_path) for _ in range(2)]
    ids = await record_runs(world, flows, 40, 12)
    await until_ended(world, ids, 1)
    killed = time.monotonic()
    workers[0].end()
    await until_ended(world, ids)
    assert time.monotonic() - killed < 45, "the lease alone would have taken a minute"
    for run_id in ids:
        record = await world.get_run(run_id)
        assert record is not None
        assert record.output is not None
        assert values.decode(record.output) == 12
    bodies = Counter((tmp_path / "ledger").read_text().split())
    assert len(bodies) == 40 * 12
    assert max(bodies.values()) <= 2
    assert sum(bodies.values()) - len(bodies) <= 40, "at most the attempts that were under way ran again"
    assert second_records(postgres) == []
    workers[1].end(signal.SIGTERM)
    assert await world.owner() is None, "a worker that is told to stop gives its place back"
    await world.close()


async def test_a_worker_that_was_stopped_past_its_lease_records_nothing(
    postgres: str, flows: Any, tmp_path: Path
) -> None:
    """SIGSTOP, the lease ends, the other worker finishes its runs, SIGCONT: no step is recorded twice, and it works on."""
    world = PostgresWorld(postgres)
    await world.open()
    workers = [Worker(f"{postgres}&lease=1", tmp_path) for _ in range(2)]
    ids = await record_runs(world, flows, 20, 10)
    await until_ended(world, ids, 1)
    workers[0].process.send_signal(signal.SIGSTOP)
    await until_ended(world, ids)
    workers[0].process.send_signal(signal.SIGCONT)
    more = await record_runs(world, flows, 20, 2)
    workers[1].end(signal.SIGTERM)
    await until_ended(world, ids + more)
    assert second_records(postgres) == []
    with psycopg.connect(postgres) as db:
        gaps = db.execute("SELECT run FROM useworkflow.log GROUP BY run HAVING max(seq) <> count(*)").fetchall()
    assert gaps == []
    workers[0].end(signal.SIGTERM)
    await world.close()
