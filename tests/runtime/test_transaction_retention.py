"""What stands in the user's database goes when nobody needs it any more, and not before."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from msgspec import Raw

from useworkflow_runtime.cli.commands import command_line
from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.errors import TransactionError
from useworkflow_runtime.transactions import outcomes
from useworkflow_runtime.transactions.database import database, run_now
from useworkflow_runtime.transactions.outbox import Entry, Payload, put_payload, read, refuse
from useworkflow_runtime.transactions.relay import Relay
from useworkflow_runtime.transactions.retention import Pruned, forget_code, prune_database
from useworkflow_runtime.transactions.tables import ensure_tables
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.protocol import NewRun, Turn
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

LATE = 4_102_444_800_000_000
"""Microseconds: the year 2100, when everything here is old."""
Query = Callable[..., list[Any]]


@pytest.fixture(params=["sqlite", "postgres"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Query]]:
    """The user's database: its URL, and a function that runs statements in it."""
    postgres = request.param == "postgres"
    url = request.getfixturevalue("postgres_server") if postgres else f"sqlite:///{tmp_path}/shop.db"

    def query(statement: str, *values: Any) -> list[Any]:
        db: Any = psycopg.connect(url) if postgres else sqlite3.connect(tmp_path / "shop.db")
        with closing(db):
            run_now(ensure_tables(database(db)))
            found = run_now(database(db).execute(statement, *values))
            db.commit()
            return found

    query("SELECT 1")
    yield url, query
    for table in ("useworkflow_outbox", "useworkflow_outbox_bundles", "useworkflow_outcomes"):
        query(f"DROP TABLE {table}")


async def ended(world: Any, epoch: int, run_id: str, status: Any = "completed") -> None:
    """A run that ends now; with ``running`` one that does not."""
    new = NewRun(id=run_id, workflow="workflow//app//f", bundle="b", created=b"{}", at=world.now())
    await world.create_run(new, claim_for=epoch)
    if status != "running":
        turn = Turn(run_id=run_id, expected=1, events=[], status=status, completed_at=world.now())
        await world.commit(epoch, [turn])


def keep(query: Query, run_id: str, step: str = "0/pay#0", at: int = 5) -> None:
    """An outcome in the user's database."""
    query("INSERT INTO useworkflow_outcomes VALUES (?, ?, ?, ?)", f"{run_id}/{step}", run_id, "1", at)


async def test_outcomes_stay_until_their_runs_have_ended(shop: tuple[str, Query]) -> None:
    """Those of runs that go on, that ended lately, or that this world does not know are kept; the latter unless it is said."""
    url, query = shop
    clock = FakeClock(LATE)
    world = MemoryWorld(clock)
    epoch = await world.acquire("me")
    assert epoch is not None
    await ended(world, epoch, "over")
    await ended(world, epoch, "failed/2", "failed")
    await ended(world, epoch, "goes on", "running")
    clock.advance(seconds=100)
    await ended(world, epoch, "lately")
    for run_id in ("over", "failed/2", "goes on", "lately", "another world's"):
        keep(query, run_id)
    keep(query, "over", "0/pay#1")
    before = LATE + 50_000_000
    assert await prune_database(url, world, before, dry_run=True) == Pruned(3, 1, 0, 0)
    assert await prune_database(url, world, before) == Pruned(3, 1, 0, 0)
    left = [row[0] for row in query("SELECT run_id FROM useworkflow_outcomes ORDER BY run_id")]
    assert left == ["another world's", "goes on", "lately"]
    assert await prune_database(url, world, before, unknown=True) == Pruned(1, 0, 0, 0)
    assert await prune_database(url, world, before) == Pruned(0, 0, 0, 0)


async def test_every_page_of_outcomes_is_looked_at(shop: tuple[str, Query]) -> None:
    """However many there are, the old ones of runs that have ended go in one call."""
    url, query = shop
    world = MemoryWorld(FakeClock(LATE))
    epoch = await world.acquire("me")
    assert epoch is not None
    await ended(world, epoch, "over")
    numbers = " UNION ALL ".join(f"SELECT {n} AS n" for n in range(40))
    query(
        "INSERT INTO useworkflow_outcomes SELECT 'over/' || (a.n * 40 + b.n), 'over', '1', 5 "
        f"FROM ({numbers}) AS a, ({numbers}) AS b"
    )
    assert (await prune_database(url, world, LATE + 1)).outcomes == 1600
    assert query("SELECT count(*) FROM useworkflow_outcomes") == [(0,)]


async def test_refused_rows_go_when_they_are_old_and_others_stay(shop: tuple[str, Query]) -> None:
    """What is still on its way is never removed, however old it is."""
    url, query = shop
    with closing(psycopg.connect(url) if url.startswith("postgres") else sqlite3.connect(url[10:])) as db:
        face = database(db)
        for token in ("bad", "on its way"):
            run_now(put_payload(face, Payload(token, Raw(b"1"))))
        first: Entry = run_now(read(face, 0, 1))[0]
        run_now(refuse(face, first, "it does not fit"))
        db.commit()
    world = MemoryWorld(FakeClock(LATE))
    assert (await prune_database(url, world, 5)).refused == 0
    assert (await prune_database(url, world, LATE)).refused == 1
    assert query("SELECT refused FROM useworkflow_outbox") == [(None,)]


async def test_code_goes_when_no_row_names_it(shop: tuple[str, Query]) -> None:
    """A relay removes code that is on its way no more; what a row names, or somebody has named in the last day, stays."""
    url, query = shop
    for bundle, named_at in (("idle", 5), ("waiting", 5), ("fresh", LATE - 5)):
        query("INSERT INTO useworkflow_outbox_bundles VALUES (?, ?, ?)", bundle, b"code", named_at)
    query("INSERT INTO useworkflow_outbox (id, kind, body, bundle) VALUES ('r', 'start', '{}', 'waiting')")
    relay = Relay(url, MemoryWorld(FakeClock(LATE)))
    with closing(psycopg.connect(url) if url.startswith("postgres") else sqlite3.connect(url[10:])) as db:
        for _ in range(2):
            if isinstance(db, psycopg.Connection):
                db.autocommit = True
            run_now(relay._tidy(database(db)))
        db.commit()
        run_now(forget_code(database(db), 5))
    left = [row[0] for row in query("SELECT id FROM useworkflow_outbox_bundles ORDER BY id")]
    assert left == ["fresh", "waiting"]


def test_an_outcome_knows_its_run(shop: tuple[str, Query]) -> None:
    """The run is kept beside the step, since an id of one's own may hold a slash."""
    url, query = shop
    with closing(psycopg.connect(url) if url.startswith("postgres") else sqlite3.connect(url[10:])) as db:
        face = database(db)
        assert run_now(outcomes.claim(face, "a/b", "0/pay#0")) is None
        run_now(outcomes.record(face, "a/b", "0/pay#0", Raw(b"7")))
        db.commit()
        assert run_now(outcomes.claim(face, "a/b", "0/pay#0")) == Raw(b"7")
    assert query("SELECT step_id, run_id FROM useworkflow_outcomes") == [("a/b/0/pay#0", "a/b")]


async def test_a_database_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A mistyped path makes no file."""
    with pytest.raises(TransactionError, match="there is no database"):
        await prune_database(f"sqlite:///{tmp_path}/none.db", MemoryWorld(), 5)
    assert list(tmp_path.iterdir()) == []


def test_the_command_prunes_databases_before_the_world(tmp_path: Path) -> None:
    """``db prune --database URL`` removes outcomes while the world still knows which runs have ended."""

    async def make() -> None:
        world = SQLiteWorld(tmp_path / "world.db")
        await world.open()
        epoch = await world.acquire("me")
        assert epoch is not None
        await ended(world, epoch, "over")
        await world.close()

    asyncio.run(make())
    with closing(sqlite3.connect(tmp_path / "shop.db")) as db:
        run_now(ensure_tables(database(db)))
        db.execute("INSERT INTO useworkflow_outcomes VALUES ('over/0/a#0', 'over', '1', 5)")
        db.execute("INSERT INTO useworkflow_outcomes VALUES ('gone/0/a#0', 'gone', '1', 5)")
        db.commit()
    url = f"sqlite:///{tmp_path}/shop.db"
    where = ["--db", str(tmp_path / "world.db"), "--database", url]
    result = CliRunner().invoke(command_line, ["db", "prune", "--older-than", "0s", *where])
    assert "1 runs and 0 bundles were removed" in result.output
    assert f"{url}: 1 outcomes, 0 refused rows and 0 bundles were removed" in result.output
    assert "1 outcomes are of runs that are not in this world" in result.output
    command = ["db", "prune", "--older-than", "0s", "--unknown-runs", "--json", *where]
    report = json.loads(CliRunner().invoke(command_line, command).stdout)
    assert report["databases"][url] == {"outcomes": 1, "unknown": 0, "refused": 0, "bundles": 0}
