"""Large values of events are stored once by content, come back byte for byte, and go with the last who uses them."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw
from msgspec.json import encode
from tests.runtime.conftest import Room

from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.sealing.envelope import Envelopes
from useworkflow_runtime.sealing.keyring import Keyring
from useworkflow_runtime.sealing.rekey import rekey
from useworkflow_runtime.worlds.large_values import LEAST, digests, stored, whole
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.protocol import LoggedEvent, NewRun, Turn
from useworkflow_runtime.worlds.queueing import StartWindow
from useworkflow_runtime.worlds.sqlite import SQLiteWorld
from useworkflow_runtime.worlds.sqlite_check import check

LARGE = Raw(encode(["ü" * LEAST]))
OTHER = Raw(encode({"other": "x" * LEAST}))


def completed(seq: int, value: Raw = LARGE) -> LoggedEvent:
    """A step has given ``value``."""
    body = {"kind": "step_completed", "at": seq, "id": f"0/a#{seq}", "value": value}
    return LoggedEvent(seq, "step_completed", seq, encode(body))


def scheduled(seq: int, *args: Any, **named: Any) -> LoggedEvent:
    """A step gets these arguments."""
    body = {"kind": "step_scheduled", "at": seq, "id": f"0/a#{seq}", "args": [args, named], "step": "s"}
    return LoggedEvent(seq, "step_scheduled", seq, encode(body))


def created(*args: Any) -> bytes:
    """The first event of a run."""
    return encode({"kind": "run_created", "at": 1, "args": [args, {}], "seed": "0"})


class TestSplitting:
    def test_a_result_and_the_argument_made_of_it_are_one_value(self) -> None:
        """Whether it is an argument by place or by name, once or twice: what is stored has one digest."""
        result = stored(completed(1).body)
        event = scheduled(2, 1, LARGE, LARGE, named=LARGE, other=OTHER)
        arguments = stored(event.body)
        assert len(result.parts) == 1
        assert {*result.parts} < {*arguments.parts}
        assert len(arguments.parts) == 2
        assert len(arguments.text) < 1000
        assert whole(arguments.text.encode(), dict(arguments.parts)) == event.body
        assert digests(arguments.text.encode()).count(result.parts[0][0]) == 3

    @pytest.mark.parametrize(
        "body",
        [
            b'{"kind":"x","value":1}',
            b'{"$sealed":"1.k.' + b"A" * LEAST + b'"}',
            b'{"kind":"x","text":"' + b"A" * LEAST + b'"}',
            b'{"kind":"x","value":"' + b"A" * LEAST,
            b'{"kind":"x","args":"' + b"A" * LEAST + b'"}',
            b'{"kind":"x","args":[[1,' + b" " * LEAST + b"2],{}]}",
        ],
    )
    def test_what_has_no_large_value_is_stored_as_it_is(self, body: bytes) -> None:
        """Small events, sealed ones, damaged ones, and those whose size is elsewhere."""
        assert stored(body) == (body.decode(), ())
        assert whole(body, {}) == body

    def test_an_event_whose_value_is_missing_does_not_decode_as_another(self) -> None:
        """It stays what stands in the log, which is no event."""
        text = stored(completed(1).body).text.encode()
        assert whole(text, {}) == text
        assert whole(b'{"$large":[[1,2],"event":', {}) == b'{"$large":[[1,2],"event":'

    @given(st.lists(st.sampled_from([1, "null", 'ü\\"', LARGE, OTHER, [1, None]]), max_size=5), st.booleans())
    def test_every_event_comes_back_byte_for_byte(self, args: list[Any], by_name: bool) -> None:
        """Whatever stands before and after its large values."""
        named = {f"k{number}": value for number, value in enumerate(args)} if by_name else {}
        body = scheduled(1, *([] if by_name else args), **named).body
        event = stored(body)
        assert whole(event.text.encode(), dict(event.parts)) == body


class Kept:
    """A world in a database, and what stands in its tables."""

    def __init__(self, world: Any, count: Any) -> None:
        self.world = world
        self.count = count

    async def run(self, id: str, *events: LoggedEvent, **changes: Any) -> None:
        """A run with these events."""
        new = NewRun(id=id, workflow="workflow//app//f", bundle="b", created=created(LARGE), at=1)
        await self.world.create_run(new)
        await self.world.commit(self.epoch, [Turn(run_id=id, expected=1, events=list(events), **changes)])

    async def open(self) -> None:
        """Own the world."""
        await self.world.open()
        self.epoch = await self.world.acquire("me")


@pytest.fixture(params=["sqlite", "postgres"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A world that stores large values by content."""
    if request.param == "sqlite":
        path = tmp_path / "world.db"

        def count(table: str) -> int:
            with closing(sqlite3.connect(path)) as db:
                return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

        kept = Kept(SQLiteWorld(path, clock=FakeClock(5)), count)
    else:
        url = request.getfixturevalue("postgres")

        def count(table: str) -> int:
            with psycopg.connect(url) as db:
                row = db.execute(f"SELECT count(*) FROM useworkflow.{table}").fetchone()
                return int(row[0]) if row is not None else 0

        kept = Kept(PostgresWorld(url, clock=FakeClock(5)), count)
    await kept.open()
    yield kept
    await kept.world.close()


async def test_a_value_is_stored_once_however_often_it_passes(kept: Kept) -> None:
    """Arguments of a run, results and arguments of steps, in several runs: one row, and all of it comes back."""
    events = [completed(2), scheduled(3, LARGE, 7), completed(4, OTHER)]
    for id in "ab":
        await kept.run(id, *events)
    assert kept.count("large_values") == 2
    for id in "ab":
        first, *others = await kept.world.read_events(id)
        assert (first.body, others) == (created(LARGE), events)
        loaded = await kept.world.load(id)
        assert loaded.events == [first, *others]
    assert await kept.world.read_events("a", 2, 1) == [events[1]]


async def test_it_goes_with_the_last_run_that_uses_it(kept: Kept) -> None:
    """Pruning one run leaves what another has; a fork uses what it has copied."""
    await kept.run("a", completed(2), completed(3, OTHER), status="completed", completed_at=5)
    await kept.run("b", completed(2))
    new = NewRun(id="copy", workflow="workflow//app//f", bundle="b", created=created(LARGE), at=1)
    await kept.world.fork_run(new, "a", 3, [], [])
    assert await kept.world.prune(10) == ["a"]
    assert kept.count("large_values") == 2
    assert (await kept.world.read_events("copy"))[1:] == [completed(2), completed(3, OTHER)]
    ended = Turn(run_id="copy", expected=3, events=[], generation=1, status="completed", completed_at=5)
    assert (await kept.world.claim(kept.epoch, ["copy"]))[0].id == "copy"
    await kept.world.commit(kept.epoch, [ended])
    assert await kept.world.prune(10) == ["copy"]
    assert kept.count("large_values") == 1
    assert (await kept.world.read_events("b"))[1:] == [completed(2)]
    await kept.world.commit(kept.epoch, [Turn(run_id="b", expected=2, events=[], status="failed", completed_at=5)])
    assert await kept.world.prune(10) == ["b"]
    assert (kept.count("large_values"), kept.count("large_uses")) == (0, 0)


async def test_a_replaced_start_uses_its_own_arguments(kept: Kept) -> None:
    """Of debounced starts the last one's arguments count, and the first one's are gone with their event."""
    for number, value in enumerate((LARGE, OTHER)):
        new = NewRun(
            id=f"r{number}", workflow="workflow//app//f", bundle="b", created=created(value), at=1,
            window=StartWindow("k", 10, "last"),
        )  # fmt: skip
        await kept.world.create_run(new)
    assert [row.body for row in await kept.world.read_events("r0")] == [created(OTHER)]
    assert kept.count("large_values") <= 1


async def test_sealing_leaves_nothing_in_the_clear(kept: Kept) -> None:
    """What was stored before there was a key is sealed with its event, and its content is nowhere any more."""
    await kept.run("a", completed(2), scheduled(3, LARGE))
    envelopes = Envelopes(Keyring({"k": b"k" * 32}))
    done = await rekey(kept.world, envelopes)
    assert done.failed == 0
    assert (kept.count("large_values"), kept.count("large_uses")) == (0, 0)
    events = await kept.world.read_events("a")
    assert all(row.body.startswith((b'{"$sealed":', b'{"$zstd":')) for row in events)
    assert envelopes.open(events[1].body, "2") == completed(2).body


async def test_a_value_is_taken_up_while_it_is_removed(postgres: str) -> None:
    """One worker prunes the last run that uses a value while another commits the next one: it is there for that one."""
    worlds = [PostgresWorld(postgres, clock=FakeClock(5)) for _ in range(2)]
    for world in worlds:
        await world.open()
    epoch = await worlds[0].acquire("me")
    assert epoch is not None
    try:
        for number in range(40):
            await worlds[0].create_run(
                NewRun(id=f"r{number}", workflow="workflow//app//f", bundle="b", created=created(), at=1)
            )
            end = Turn(run_id=f"r{number}", expected=1, events=[completed(2)], status="completed", completed_at=5)
            await asyncio.gather(worlds[1].prune(10), worlds[0].commit(epoch, [end]))
            assert (await worlds[0].read_events(f"r{number}"))[1:] in ([completed(2)], [])
            if await worlds[0].get_run(f"r{number}") is not None:
                assert (await worlds[0].read_events(f"r{number}"))[1:] == [completed(2)]
    finally:
        for world in worlds:
            await world.close()


async def test_check_reads_large_values(tmp_path: Path) -> None:
    """``db check`` finds a sound world sound, and names an event whose value is gone."""
    kept = Kept(SQLiteWorld(tmp_path / "world.db"), None)
    await kept.open()
    await kept.run("a", completed(2))
    await kept.world.close()
    sound = [finding for finding in check(tmp_path / "world.db", None, Envelopes(None)) if "event 2" in finding.what]
    with closing(sqlite3.connect(tmp_path / "world.db")) as db:
        db.execute("DELETE FROM large_values")
        db.commit()
    damaged = [finding.what for finding in check(tmp_path / "world.db", None, Envelopes(None))]
    assert sound == []
    assert any("event 2 (step_completed) does not decode" in what for what in damaged)


async def produce(size: int) -> str:
    "use step"
    return "x" * size


async def consume(text: str) -> str:
    "use step"
    return text


async def passing(size: int) -> int:
    "use workflow"
    text = await produce(size)
    for _ in range(3):
        text = await consume(text)
    return len(text)


async def test_runs_pass_large_values_through_deaths(rooms: Room) -> None:
    """An engine that takes such a run up has the same values."""
    await rooms.open()
    run = await rooms.start(passing, 3 * LEAST)
    await rooms.until(run, "step_completed", 2)
    await rooms.kill()
    await rooms.world.open()
    await rooms.open()
    assert (await rooms.engine.run_until(run.id)).output == Raw(str(3 * LEAST).encode())
