"""Opening files: new ones, older ones, newer ones, and those that are something else."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from useworkflow_runtime.errors import WorldError, WorldTooNewError
from useworkflow_runtime.worlds import sqlite_schema
from useworkflow_runtime.worlds.protocol import NewRun
from useworkflow_runtime.worlds.sqlite import SQLiteWorld
from useworkflow_runtime.worlds.sqlite_schema import MIGRATIONS, migrate, schema_version

OPENER = """
import asyncio, sys
from useworkflow_runtime.worlds.protocol import NewRun
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

async def main(path, run_id):
    world = SQLiteWorld(path)
    await world.open()
    await world.create_run(NewRun(id=run_id, workflow="w", bundle="b", created=b"{}", at=1))
    await world.close()

asyncio.run(main(*sys.argv[1:]))
"""


def connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


async def opened_and_closed(path: Path) -> None:
    world = SQLiteWorld(path)
    await world.open()
    await world.close()


async def test_a_newer_file_is_refused_untouched(tmp_path: Path) -> None:
    """A file of a later schema version raises, says both versions, and keeps every byte."""
    path = tmp_path / "world.db"
    await opened_and_closed(path)
    db = connect(path)
    db.execute("UPDATE meta SET value = 999 WHERE key = 'schema_version'")
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    before = path.read_bytes()
    with pytest.raises(WorldTooNewError) as raised:
        await SQLiteWorld(path).open()
    assert str(raised.value) == (
        f"UW303: the world sqlite:///{path} has schema version 999, "
        f"and this version of useworkflow knows versions up to {len(MIGRATIONS)}\n"
        "  why: an older version that writes into a newer store would damage it; nothing was changed\n"
        "  mend: upgrade useworkflow here (`pip install -U useworkflow`), or use another world"
    )
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["world.db"]


async def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    """A SQLite file with tables of its own is not taken over."""
    path = tmp_path / "other.db"
    db = connect(path)
    db.execute("CREATE TABLE customers (id)")
    db.close()
    before = path.read_bytes()
    with pytest.raises(WorldError, match=r"UW301: this SQLite file belongs to another program(.|\n)*customers"):
        await SQLiteWorld(path).open()
    assert path.read_bytes() == before


async def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path) -> None:
    """A file of other content stays as it is, and the error names it."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database " * 100)
    with pytest.raises(WorldError, match=r"UW301: the world sqlite:///.*notes\.txt failed: file is not a database"):
        await SQLiteWorld(path).open()
    assert path.read_text() == "not a database " * 100


async def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    """A file of the current version is not migrated again."""
    path = tmp_path / "world.db"
    world = SQLiteWorld(path)
    await world.open()
    await world.create_run(NewRun(id="a", workflow="w", bundle="b", created=b"{}", at=1))
    await world.close()
    await world.open()
    record = await world.get_run("a")
    await world.close()
    assert record is not None
    assert record.created_at == 1


def test_an_older_file_is_migrated_step_by_step(tmp_path: Path) -> None:
    """Only the missing migrations run, in order, and data stays."""
    db = connect(tmp_path / "world.db")
    migrate(db, "url", MIGRATIONS)
    db.execute("UPDATE meta SET value = 7 WHERE key = 'epoch'")
    later = (*MIGRATIONS, ("ALTER TABLE runs ADD COLUMN extra TEXT DEFAULT 'e'",), ("CREATE TABLE more (x)",))
    migrate(db, "url", later)
    assert schema_version(db) == len(later)
    assert db.execute("SELECT value FROM meta WHERE key = 'epoch'").fetchone() == (7,)
    assert db.execute("SELECT count(extra) FROM runs").fetchone() == (0,)
    db.close()


def test_a_migration_that_fails_is_undone(tmp_path: Path) -> None:
    """The migrations before it stand; of the failed one nothing is left, and the file can be migrated later."""
    db = connect(tmp_path / "world.db")
    broken = (*MIGRATIONS, ("CREATE TABLE good (x)",), ("CREATE TABLE half (x)", "CREATE TABLE half (x)"))
    with pytest.raises(sqlite3.OperationalError, match="half"):
        migrate(db, "url", broken)
    assert schema_version(db) == len(MIGRATIONS) + 1
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    assert "good" in tables
    assert "half" not in tables
    migrate(db, "url", (*broken[:-1], ("CREATE TABLE half (x)",)))
    assert schema_version(db) == len(MIGRATIONS) + 2
    db.close()


async def test_processes_may_make_the_file_at_the_same_time(tmp_path: Path) -> None:
    """Whoever comes first makes the tables; every process then finds them."""
    path = tmp_path / "folder" / "world.db"
    processes = [
        subprocess.Popen([sys.executable, "-c", OPENER, str(path), f"r{index}"], stderr=subprocess.PIPE, text=True)
        for index in range(3)
    ]
    outputs = await asyncio.gather(*(asyncio.to_thread(process.communicate) for process in processes))
    assert [(process.returncode, err) for process, (_, err) in zip(processes, outputs, strict=True)] == [(0, "")] * 3
    world = SQLiteWorld(path)
    await world.open()
    assert {record.id for record in await world.find_runs()} == {"r0", "r1", "r2"}
    await world.close()


def test_the_first_migration_is_the_released_one() -> None:
    """A migration that has been released is never edited: files of its version are out there."""
    db = sqlite3.connect(":memory:")
    for statement in sqlite_schema.MIGRATIONS[0]:
        db.execute(statement)
    columns = [row[1] for row in db.execute("PRAGMA table_info(runs)")]
    db.close()
    assert columns == [
        "number", "id", "workflow", "bundle", "status", "created_at", "started_at", "completed_at", "wake_at", "claims",
        "generation", "active", "epoch", "idempotency_key", "args_digest", "output", "error", "error_kind", "reason", "attributes",
        "parent",
    ]  # fmt: skip


def test_runs_of_a_status_are_found_without_a_look_at_all_others(tmp_path: Path) -> None:
    """A worker starts, and a dashboard asks for parked runs, at the cost of those runs, whatever has ended before (G4)."""
    db = connect(tmp_path / "world.db")
    migrate(db, "sqlite:///world.db")
    plan = db.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM runs WHERE status = ? ORDER BY number DESC LIMIT 500", ("stuck",)
    )
    steps = [row[3] for row in plan]
    db.close()
    assert steps == ["SEARCH runs USING INDEX runs_by_status (status=?)"]
