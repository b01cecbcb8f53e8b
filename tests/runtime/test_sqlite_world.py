"""What the SQLite world does beyond the contract: group commit, failures of the disk, other connections, the file."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.errors import DiskFullError, WorldError
from useworkflow_runtime.worlds import sqlite_thread
from useworkflow_runtime.worlds.protocol import LoggedEvent, NewRun, SnapshotRow, Turn, TurnOutcome
from useworkflow_runtime.worlds.sqlite import SQLiteWorld, Synchronous

COMMITTED = TurnOutcome(committed=True)
STALE = TurnOutcome(committed=False)


def new_run(run_id: str, created: bytes = b"{}") -> NewRun:
    """A run to create."""
    return NewRun(id=run_id, workflow="workflow//app//f", bundle="b1", created=created, at=1)


def turn(run_id: str, expected: int, body: bytes = b'{"text":"\xc3\xbc"}', **changes: Any) -> Turn:
    """A turn of one event."""
    return Turn(run_id=run_id, expected=expected, events=[LoggedEvent(expected + 1, "x", 5, body)], **changes)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "world.db"


@pytest.fixture
async def world(path: Path) -> AsyncIterator[SQLiteWorld]:
    world = SQLiteWorld(path, clock=FakeClock())
    await world.open()
    yield world
    await world.close()


@pytest.fixture
async def epoch(world: SQLiteWorld) -> int:
    epoch = await world.acquire("the engine")
    assert epoch is not None
    return epoch


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """What another program reads from the file."""
    db = sqlite3.connect(path)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


class TestGroupCommit:
    async def test_what_waits_goes_into_one_transaction(self, world: SQLiteWorld) -> None:
        """A hundred starts that are outstanding together cost a few transactions, not a hundred."""
        statements: list[str] = []
        await world._writer.ask(lambda db: db.set_trace_callback(statements.append))
        await asyncio.gather(*(world.create_run(new_run(f"r{index}")) for index in range(100)))
        await world._writer.ask(lambda db: db.set_trace_callback(None))
        assert len(await world.find_runs(limit=1000)) == 100
        assert 1 <= statements.count("BEGIN IMMEDIATE") <= 10

    async def test_an_operation_that_breaks_is_isolated(self, world: SQLiteWorld) -> None:
        """An operation that fails after it has written is undone alone; its neighbours are committed."""

        def breaks(db: sqlite3.Connection) -> None:
            db.execute("INSERT INTO bundles VALUES ('broken', x'00', 0)")
            raise ZeroDivisionError("a bug")

        def violates(db: sqlite3.Connection) -> None:
            db.execute("INSERT INTO bundles VALUES ('twice', x'00', 0), ('twice', x'00', 0)")

        answers = await asyncio.gather(
            world.put_bundle("before", b"1"),
            world._writer.ask(breaks),
            world._writer.ask(violates),
            world.put_bundle("after", b"2"),
            return_exceptions=True,
        )
        assert [type(answer) for answer in answers] == [type(None), ZeroDivisionError, WorldError, type(None)]
        assert [await world.get_bundle(name) for name in ("before", "broken", "twice", "after")] == [
            b"1", None, None, b"2",
        ]  # fmt: skip

    async def test_nobody_needs_to_wait_for_the_answer(self, world: SQLiteWorld) -> None:
        """An operation whose caller was cancelled does not disturb the next ones."""
        caller = asyncio.ensure_future(world.create_run(new_run("a")))
        await asyncio.sleep(0)
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        await world.create_run(new_run("b"))
        assert [record.id for record in await world.find_runs()] == ["b", "a"]

    async def test_the_key_of_the_log_guards_what_the_writer_remembers(
        self, world: SQLiteWorld, epoch: int, path: Path
    ) -> None:
        """A row that appeared behind the engine's back makes its turn stale, not the log wrong; the rest goes on."""
        await world.create_run(new_run("a"), claim_for=epoch)
        await world.create_run(new_run("b"), claim_for=epoch)
        db = sqlite3.connect(path)
        db.execute("INSERT INTO log SELECT (number << 32) | 2, 'foreign', 1, '{}' FROM runs WHERE id = 'a'")
        db.commit()
        db.close()
        assert await world.commit(epoch, [turn("a", 1), turn("b", 1)]) == [STALE, COMMITTED]
        assert [event.kind for event in await world.read_events("a")] == ["run_created", "foreign"]

    @pytest.mark.parametrize("bare", [True, False], ids=["without events", "with events"])
    async def test_the_generation_in_the_row_guards_what_the_writer_remembers(
        self, world: SQLiteWorld, epoch: int, path: Path, bare: bool
    ) -> None:
        """A generation that has moved on behind the engine's back makes its turn stale, and nothing of it is recorded."""
        await world.create_run(new_run("a"), claim_for=epoch)
        await world.create_run(new_run("b"), claim_for=epoch)
        db = sqlite3.connect(path)
        db.execute("UPDATE runs SET generation = 1 WHERE id = 'a'")
        db.commit()
        db.close()
        late = turn("a", 1, wake_at=5, snapshot=SnapshotRow(1, b"s"))
        if bare:
            late.events.clear()
        assert await world.commit(epoch, [late, turn("b", 1)]) == [STALE, COMMITTED]
        loaded = await world.load("a")
        assert loaded is not None
        assert (loaded.record.wake_at, loaded.record.generation, loaded.record.last_seq, loaded.snapshot) == (
            None,
            1,
            1,
            None,
        )


class TestFailures:
    async def test_a_full_disk_loses_nothing(self, world: SQLiteWorld, epoch: int, path: Path) -> None:
        """The commit that does not fit fails whole; what was there stays, and with room the same commit passes."""
        for run_id in "ab":
            await world.create_run(new_run(run_id))
        await world.limit_size(query(path, "PRAGMA page_count")[0][0] * 4096)
        big = [turn("a", 1), turn("b", 1, b'"%s"' % (b"x" * 1_000_000), status="running")]
        with pytest.raises(DiskFullError, match=r"UW302: no room left for the world sqlite:///.*world\.db") as raised:
            await world.commit(epoch, big)
        assert "mend: make room on the disk" in str(raised.value)
        assert [record.last_seq for record in await world.find_runs()] == [1, 1]
        assert (await world.get_run("b")).status == "pending"  # type: ignore[union-attr]
        await world.limit_size(None)
        assert await world.commit(epoch, big) == [COMMITTED, COMMITTED]
        assert [record.last_seq for record in await world.find_runs()] == [2, 2]
        assert query(path, "PRAGMA integrity_check") == [("ok",)]

    async def test_a_commit_that_fails_fails_all_of_its_group(self, world: SQLiteWorld, epoch: int) -> None:
        """Where COMMIT itself fails nobody is told otherwise, and nothing of the group is there."""
        await world.create_run(new_run("a"), claim_for=epoch)

        def refuse_commit(action: int, first: str | None, *_rest: str | None) -> int:
            return sqlite3.SQLITE_DENY if (action, first) == (sqlite3.SQLITE_TRANSACTION, "COMMIT") else 0

        def arm(db: sqlite3.Connection) -> None:
            db.set_authorizer(refuse_commit)

        armed = world._writer.ask(arm)
        group: list[Awaitable[Any]] = [world.commit(epoch, [turn("a", 1)]), world.put_bundle("b", b"1")]
        answers = await asyncio.gather(armed, *group, return_exceptions=True)
        assert [type(answer) for answer in answers] == [WorldError] * 3
        assert "UW301: the world sqlite:///" in str(answers[1])
        await world._writer.ask(lambda db: db.set_authorizer(None))
        assert await world.get_bundle("b") is None
        assert await world.commit(epoch, [turn("a", 1)]) == [COMMITTED]

    async def test_a_rollback_that_fails_is_made_up_for(self, world: SQLiteWorld) -> None:
        """While SQLite can neither commit nor roll back every operation fails; afterwards nothing half-done is left."""
        broken = True

        def refuse(action: int, first: str | None, *_rest: str | None) -> int:
            ends = action == sqlite3.SQLITE_TRANSACTION and first in ("COMMIT", "ROLLBACK")
            return sqlite3.SQLITE_DENY if ends and broken else sqlite3.SQLITE_OK

        arming = world._writer.ask(lambda db: db.set_authorizer(refuse))
        failures = [arming, world.put_bundle("a", b"1")]
        for answer in await asyncio.gather(*failures, return_exceptions=True):
            assert isinstance(answer, WorldError)
        with pytest.raises(WorldError):
            await world.put_bundle("b", b"1")
        broken = False
        await world.put_bundle("c", b"1")
        assert [await world.get_bundle(name) for name in "abc"] == [None, None, b"1"]

    async def test_a_closed_world_says_so(self, world: SQLiteWorld) -> None:
        """Using a world that is not open raises at once instead of waiting for ever."""
        await world.close()
        with pytest.raises(WorldError, match="is not open"):
            await world.get_run("a")

    async def test_a_place_where_no_file_can_be_is_refused(self, tmp_path: Path) -> None:
        """A folder that cannot be made is named in the error."""
        (tmp_path / "file").write_text("")
        with pytest.raises(WorldError, match=r"UW301: the world sqlite:///.*file/world\.db failed"):
            await SQLiteWorld(tmp_path / "file" / "world.db").open()


class TestOtherConnections:
    async def test_another_connections_commit_wakes_a_waiter(self, world: SQLiteWorld, path: Path) -> None:
        """A start by another process is heard of, as something that an engine must look at."""
        other = SQLiteWorld(path)
        await other.open()
        for of in ("any", "inputs"):
            seen = world.changes(of)
            waiter = asyncio.ensure_future(world.wait_for_change(60, of=of, since=seen))
            await other.create_run(new_run(of))
            assert await waiter is True
        await other.close()

    async def test_what_another_connection_wrote_is_seen(self, world: SQLiteWorld, epoch: int, path: Path) -> None:
        """A run that another process creates can be claimed, and its result read over there."""
        other = SQLiteWorld(path)
        await other.open()
        await other.create_run(new_run("a"))
        assert [record.id for record in await world.claim(epoch)] == ["a"]
        await world.commit(epoch, [turn("a", 1, generation=1, status="completed")])
        assert (await other.get_run("a")).status == "completed"  # type: ignore[union-attr]
        assert await other.acquire("second") is None
        assert str(os.getpid()) in (await other.owner() or "")
        await other.close()

    async def test_two_event_loops_may_share_a_world(self, world: SQLiteWorld) -> None:
        """Each caller is answered in its own loop, also when both are in one group."""

        async def start(prefix: str) -> int:
            answers = await asyncio.gather(*(world.create_run(new_run(f"{prefix}{index}")) for index in range(50)))
            return sum(created for _, created in answers)

        elsewhere = asyncio.to_thread(asyncio.run, start("there"))
        assert list(await asyncio.gather(start("here"), elsewhere)) == [50, 50]


class TestFile:
    async def test_the_shell_shows_readable_json(self, world: SQLiteWorld, epoch: int, path: Path) -> None:
        """The view ``events`` shows run id, position and the body as text."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1)])
        assert query(path, "SELECT * FROM events") == [
            ("a", 1, "run_created", 1, "{}"),
            ("a", 2, "x", 5, '{"text":"ü"}'),
        ]

    @pytest.mark.parametrize(("synchronous", "level"), [(Synchronous.FULL, 2), (Synchronous.NORMAL, 1)])
    async def test_a_commit_waits_for_the_disk_unless_told_otherwise(
        self, path: Path, synchronous: Synchronous, level: int
    ) -> None:
        """WAL with FULL is the default; NORMAL is a choice."""
        world = SQLiteWorld(path) if synchronous is Synchronous.FULL else SQLiteWorld(path, synchronous=synchronous)
        await world.open()
        settings = await world._writer.ask(
            lambda db: [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
        )
        await world.close()
        assert settings == ["wal", level]

    async def test_a_parked_run_takes_little_room(self, world: SQLiteWorld, epoch: int, path: Path) -> None:
        """A thousand runs that wait, with four events and a small snapshot each, take at most 2 KB a run."""
        count = 1000
        created = b'{"kind":"run_created","at":1766476800123456,"args":[["order"],{}],"seed":"%s"}' % (b"0" * 32)
        body = b'{"kind":"step_completed","at":1766476800123456,"id":"0/charge#0","value":{"ok":true,"id":12345}}'
        names = [f"run_{index:026}" for index in range(count)]
        await asyncio.gather(*(world.create_run(new_run(name, created)) for name in names))
        turns = [
            Turn(
                run_id=name,
                expected=1,
                events=[LoggedEvent(seq, "step_completed", 1766476800123456, body) for seq in (2, 3, 4)],
                snapshot=SnapshotRow(4, os.urandom(700)),
                status="running",
                active=False,
                wake_at=1766476800123456,
            )
            for name in names
        ]
        await world.commit(epoch, turns)
        await world.close()
        assert path.stat().st_size / count <= 2048

    async def test_every_question_is_answered_by_an_index(self, world: SQLiteWorld, epoch: int) -> None:
        """The engine's regular questions never read the whole table of runs."""
        plans: list[str] = []
        asked: list[str] = []
        questions: tuple[Callable[[], Awaitable[Any]], ...] = (
            lambda: world.claim(epoch),
            lambda: world.due(epoch, 5),
            lambda: world.next_wake(epoch),
            lambda: world.inbox(epoch),
            lambda: world.load("a"),
            lambda: world.get_run("a"),
        )
        for thread in (world._writer, world._reader):
            await thread.ask(lambda db: db.set_trace_callback(asked.append))
        for question in questions:
            await question()
        for thread in (world._writer, world._reader):
            await thread.ask(lambda db: db.set_trace_callback(None))
        for statement in {sql for sql in asked if sql.lstrip().startswith("SELECT")}:
            rows = await world._reader.ask(lambda db, sql=statement: db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall())  # type: ignore[misc]
            plans += [row[3] for row in rows]
        assert len(plans) >= len(questions)
        declared = "SCAN queues"  # a row a queue, as many as the program names
        assert [p for p in plans if p.startswith("SCAN") and "USING INDEX" not in p and p != declared] == []


async def test_a_file_that_another_process_keeps_locked_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """UW301 says who is in the way, not that permissions should be checked; once that has ended, all is well."""
    monkeypatch.setattr(sqlite_thread, "BUSY_SECONDS", 0)
    world = SQLiteWorld(path)
    await world.open()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(WorldError, match=r"UW301: the world .* is locked: another process") as caught:
        await world.create_run(new_run("a"))
    assert "database is locked" in str(caught.value)
    assert "permissions" not in str(caught.value)
    other.execute("ROLLBACK")
    other.close()
    await world.create_run(new_run("a"))
    await world.close()
