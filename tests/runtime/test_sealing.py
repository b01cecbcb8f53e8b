"""What stands in a world is sealed or compressed, comes out as it went in, and says clearly why it does not."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from tests.runtime.test_envelopes import envelopes

from useworkflow import create_hook, get_run, get_writable, resume_hook, schedule, start
from useworkflow_runtime.cli.commands import call, command_line
from useworkflow_runtime.embedded import join
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.engine.snapshots import SnapshotPolicy
from useworkflow_runtime.errors import (
    IdempotencyConflictError,
    MissingKeyError,
)
from useworkflow_runtime.sealing.configured import configured_envelopes
from useworkflow_runtime.sealing.envelope import Envelopes, keys_of
from useworkflow_runtime.sealing.rekey import rekey
from useworkflow_runtime.sealing.world import sealed_world
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.protocol import World
from useworkflow_runtime.worlds.sqlite import SQLiteWorld
from useworkflow_runtime.worlds.sqlite_check import check
from useworkflow_sandbox import events as e
from useworkflow_sandbox.errors import SealedValueError

SECRET = "-".join(["the", "secret", "nobody", "may", "read"])  # the code itself is stored too, and must not hold it


# --- a world ----------------------------------------------------------------------------------------------------------


async def keep(text: str) -> dict[str, Any]:
    "use step"
    return {"kept": text * 2}


async def fail(text: str) -> None:
    "use step"
    raise ValueError(text)


fail.max_retries = 1  # type: ignore[attr-defined]
fail.retry_delay = 0  # type: ignore[attr-defined]


async def secretive(text: str) -> list[Any]:
    "use workflow"
    got = [await keep(text)]
    try:
        await fail(text)
    except ValueError as error:
        got.append(str(error))
    answer = await create_hook(token="ask", metadata={"about": text})
    return [*got, answer, text]


async def fails(text: str) -> None:
    "use workflow"
    await fail(text)


def contents(path: Path) -> bytes:
    """Every byte of the world's files."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def sealed_rows(path: Path) -> Iterator[str]:
    """The keys of all sealed events."""
    with closing(sqlite3.connect(path)) as db:
        for (body,) in db.execute("SELECT body FROM log ORDER BY key"):
            yield "".join(keys_of(body.encode()))


async def opened(path: Path, how: Envelopes | None) -> World:
    inner = SQLiteWorld(path)
    world: World = inner if how is None else sealed_world(inner, how)
    await world.open()
    return world


async def begin(path: Path, how: Envelopes | None) -> str:
    """Start a run that then waits for its hook, with a snapshot."""
    world = await opened(path, how)
    async with Engine(world, key=b"s", policy=SnapshotPolicy(least=1, ratio=0.0)) as engine:
        join(engine)
        run = await start.options(world=world)(secretive, SECRET)
        while await world.get_hook("ask") is None:
            await world.wait_for_change(1)
    await world.close()
    return run.id


async def finish(path: Path, how: Envelopes | None) -> list[Any]:
    """Answer the hook in another engine's life."""
    world = await opened(path, how)
    async with Engine(world, key=b"s") as engine:
        join(engine)
        run_id = await resume_hook("ask", {"answer": SECRET}, world=world)
        record = await engine.run_until(run_id)
    await world.close()
    assert record.status == "completed", record.reason
    from useworkflow_sandbox import values

    return list(values.decode(record.output or b"null"))


DONE = [{"kept": SECRET * 2}, SECRET, {"answer": SECRET}, SECRET]


@pytest.mark.parametrize("threshold", [None, 64])
async def test_nothing_of_a_run_can_be_read_in_the_file(tmp_path: Path, threshold: int | None) -> None:
    """Arguments, results, errors, payloads, metadata, snapshots and the seed are sealed; the run goes on from them."""
    path = tmp_path / "w.db"
    how = envelopes("k1", threshold=threshold)
    await begin(path, how)
    assert SECRET.encode() not in contents(path)
    assert await finish(path, how) == DONE
    assert SECRET.encode() not in contents(path)
    assert set(sealed_rows(path)) == {"k1"}


async def test_compression_alone_is_readable_by_whoever_decompresses(tmp_path: Path) -> None:
    """Without keys large values are marked as compressed, small ones stay as they are, and the run goes on."""
    path = tmp_path / "w.db"
    await begin(path, envelopes(threshold=100))
    assert b'{"$zstd":"' in contents(path)
    assert await finish(path, envelopes(threshold=100)) == DONE


async def test_a_run_goes_on_under_a_new_key(tmp_path: Path) -> None:
    """After a rotation old events open with the old key, new ones are sealed with the new one."""
    path = tmp_path / "w.db"
    await begin(path, envelopes("k1"))
    before = len(list(sealed_rows(path)))
    assert await finish(path, envelopes("k2", "k1")) == DONE
    keys = list(sealed_rows(path))
    assert set(keys[:before]) == {"k1"}
    assert set(keys[before:]) == {"k2"}


async def test_a_plain_world_can_be_sealed_from_now_on(tmp_path: Path) -> None:
    """What was written before is read as it is."""
    path = tmp_path / "w.db"
    await begin(path, None)
    assert await finish(path, envelopes("k1")) == DONE


@pytest.mark.parametrize(("how", "error"), [(None, SealedValueError), (("k2",), MissingKeyError)])
async def test_an_engine_without_the_key_does_not_start(
    tmp_path: Path, how: tuple[str, ...] | None, error: type[Exception]
) -> None:
    """It says which key is missing, touches no run, and gives the world back to one that has it."""
    path = tmp_path / "w.db"
    await begin(path, envelopes("k1"))
    world = await opened(path, None if how is None else envelopes(*how))
    with pytest.raises(error):
        await Engine(world).start()
    assert await world.owner() is None
    await world.close()
    assert await finish(path, envelopes("k1")) == DONE


async def test_a_run_of_a_lost_key_is_parked_and_others_go_on(tmp_path: Path) -> None:
    """One run's key is gone: that run is parked with the key's name, nothing of it is lost, and newer runs are not held up."""
    path = tmp_path / "w.db"
    run_id = await begin(path, envelopes("k1"))
    world = await opened(path, envelopes("k2", "k1"))
    async with Engine(world) as engine:
        join(engine)
        run = await start.options(world=world)(fails, "x")
        await engine.run_until(run.id)
    await world.close()
    world = await opened(path, envelopes("k2"))
    async with Engine(world) as engine:
        join(engine)
        await resume_hook("ask", 1, world=world)
        record = await engine.run_until(run_id)
        assert record.status == "stuck"
        assert "sealed with the key 'k1'" in (record.reason or "")
    await world.close()
    world = await opened(path, envelopes("k2", "k1"))
    await world.unpark(run_id)
    async with Engine(world) as engine:
        assert (await engine.run_until(run_id)).status == "completed"
    await world.close()


async def test_a_payload_of_an_unknown_key_parks_its_run_until_the_key_is_there(tmp_path: Path) -> None:
    """A sender has a key that the engine lacks: the run that got the payload says so, and goes on with it later."""
    path = tmp_path / "w.db"
    run_id = await begin(path, envelopes("k1"))
    sender = await opened(path, envelopes("k2"))
    await resume_hook("ask", {"answer": SECRET}, world=sender)
    await sender.close()
    world = await opened(path, envelopes("k1"))
    async with Engine(world, key=b"s") as engine:
        record = await engine.run_until(run_id)
    assert record.status == "diverged"
    assert "UW231: a recorded value is sealed with the key 'k2'" in (record.reason or "")
    await world.close()
    world = await opened(path, envelopes("k1", "k2"))
    await world.unpark(run_id)
    async with Engine(world, key=b"s") as engine:
        assert (await engine.run_until(run_id)).status == "completed"
    await world.close()


async def test_same_idempotency_key_gives_the_same_run_after_a_rotation(tmp_path: Path) -> None:
    """The digest of the arguments is keyed too, and is recognised under the former key; other arguments are refused."""
    path = tmp_path / "w.db"
    world = await opened(path, envelopes("k1"))
    one = await start.options(world=world, idempotency_key="i")(secretive, SECRET)
    with closing(sqlite3.connect(path)) as db:
        (digest,) = db.execute("SELECT args_digest FROM runs").fetchone()
    await world.close()
    from useworkflow_sandbox import values

    assert digest != values.digest(values.encode_args((SECRET,), {}))
    world = await opened(path, envelopes("k2", "k1"))
    again = await start.options(world=world, idempotency_key="i")(secretive, SECRET)
    assert again.id == one.id
    with pytest.raises(IdempotencyConflictError):
        await start.options(world=world, idempotency_key="i")(secretive, "other")
    await world.close()


async def test_the_check_opens_what_it_can_and_counts_the_rest(tmp_path: Path) -> None:
    """With the key a sealed world is checked as any other, and a changed row is found; without it that is said."""
    path = tmp_path / "w.db"
    await begin(path, envelopes("k1"))
    assert check(path, b"s", envelopes("k1")) == []
    (finding,) = check(path, b"s", envelopes("k2"))
    assert (finding.part, finding.where) == ("key", "k1")
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(
            "UPDATE log SET body = (SELECT body FROM log AS other WHERE other.key & 255 = 3) WHERE key & 255 = 4"
        )
        db.execute("UPDATE snapshots SET body = substr(body, 1, 60) || x'00' || substr(body, 62)")
    found = {(finding.part, finding.repairable) for finding in check(path, b"s", envelopes("k1"))}
    assert found == {("log", False), ("snapshot", True)}


async def test_a_damaged_sealed_snapshot_is_passed_over(tmp_path: Path) -> None:
    """The log suffices where a sealed snapshot does not open."""
    path = tmp_path / "w.db"
    await begin(path, envelopes("k1"))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE snapshots SET body = substr(body, 1, 60) || x'00' || substr(body, 62)")
    assert await finish(path, envelopes("k1")) == DONE


def test_without_configuration_a_sealed_event_says_what_it_is() -> None:
    """Whoever reads a sealed world without its key learns that, not that the log is damaged."""
    sealed = envelopes("k1").seal(e.encode_event(e.TimerFired(at=1, id="x")), "r", "1")
    with pytest.raises(SealedValueError, match="sealed with the key 'k1'"):
        e.decode_event(sealed)


# --- rotation ---------------------------------------------------------------------------------------------------------


def keys_in(path: Path) -> dict[str, set[str]]:
    """Table and column -> the keys of all that is sealed in it, whatever columns the world has."""
    found: dict[str, set[str]] = {}
    with closing(sqlite3.connect(path)) as db:
        db.text_factory = bytes
        tables = [name.decode() for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in set(tables) - {"bundles"}:  # code, with this file's examples
            cursor = db.execute(f"SELECT * FROM {table}")
            names = [column[0] for column in cursor.description]
            for row in cursor:
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, bytes) and keys_of(value):
                        found.setdefault(f"{table}.{name}", set()).update(keys_of(value))
    return found


async def test_rekey_seals_everything_with_the_new_key(tmp_path: Path) -> None:
    """Plain rows and those of the former key: afterwards the old key is not needed for anything, and the run goes on."""
    path = tmp_path / "w.db"
    await begin(path, None)
    world = await opened(path, envelopes("k1"))
    async with Engine(world) as engine:
        join(engine)
        run = await start.options(world=world)(fails, "x")
        await engine.run_until(run.id)
    await resume_hook("ask", {"answer": SECRET}, dedup_key="d", world=world)
    await world.close()
    assert {"log.body", "inbox.payload", "runs.error"} <= set(keys_in(path))
    store = SQLiteWorld(path)
    await store.open()
    done = await rekey(store, envelopes("k2", "k1"), page=3)
    again = await rekey(store, envelopes("k2", "k1"))
    await store.close()
    assert (done.failed, done.missing, again.changed, again.failed) == (0, [], 0, 0)
    assert done.changed > 10
    assert set().union(*keys_in(path).values()) == {"k2"}
    assert SECRET.encode() not in contents(path)
    assert check(path, b"s", envelopes("k2")) == []
    world = await opened(path, envelopes("k2"))
    async with Engine(world, key=b"s") as engine:
        (waiting,) = [record for record in await world.find_runs() if record.status == "running"]
        assert (await engine.run_until(waiting.id)).status == "completed"
    await world.close()


async def tell(text: str) -> None:
    "use step"
    await get_writable().write({"told": text})


async def child(text: str) -> str:
    "use workflow"
    await create_hook(token="child")
    return text


async def parent(text: str) -> str:
    "use workflow"
    await tell(text)
    run = await start(child, text)
    await create_hook(token="parent")
    return await run.result()


async def test_children_and_streams_are_sealed_and_rekeyed(tmp_path: Path) -> None:
    """What passes between runs, and chunks: nothing can be read, also while a child's end waits for its parent."""
    path = tmp_path / "w.db"
    world = await opened(path, envelopes("k1"))
    async with Engine(world) as engine:
        join(engine)
        run = await start.options(world=world)(parent, SECRET)
        while await world.get_hook("child") is None or await world.get_hook("parent") is None:
            await world.wait_for_change(1)
        ended = engine.expect(await resume_hook("child", 1, world=world))
        assert (await ended).status == "completed"
    await world.close()
    assert SECRET.encode() not in contents(path)
    assert "stream_chunks.body" in keys_in(path)
    store = SQLiteWorld(path)
    await store.open()
    done = await rekey(store, envelopes("k2", "k1"))
    await store.close()
    assert done.failed == 0
    assert set().union(*keys_in(path).values()) == {"k2"}
    world = await opened(path, envelopes("k2"))
    async with Engine(world) as engine:
        join(engine)
        await resume_hook("parent", 1, world=world)
        assert await get_run(run.id, world=world).result() == SECRET
        assert [chunk async for chunk in get_run(run.id, world=world).stream()] == [{"told": SECRET}]
    await world.close()


async def test_rekey_beside_a_working_engine(tmp_path: Path) -> None:
    """An engine that goes on meanwhile, with both keys, notices nothing."""
    path = tmp_path / "w.db"
    await begin(path, envelopes("k1"))
    world = await opened(path, envelopes("k2", "k1"))
    async with Engine(world, key=b"s") as engine:
        join(engine)
        await rekey(world.inner, envelopes("k2", "k1"))  # type: ignore[attr-defined]
        run_id = await resume_hook("ask", {"answer": SECRET}, world=world)
        assert (await engine.run_until(run_id)).status == "completed"
    await world.close()
    assert set().union(*keys_in(path).values()) == {"k2"}


async def test_rekey_counts_what_does_not_open(tmp_path: Path) -> None:
    """A key that is missing is named, and its values stay as they are."""
    path = tmp_path / "w.db"
    await begin(path, envelopes("k1"))
    store = SQLiteWorld(path)
    await store.open()
    done = await rekey(store, envelopes("k2"))
    await store.close()
    assert (done.changed, done.missing) == (0, ["k1"])
    assert done.failed > 3
    assert await finish(path, envelopes("k1")) == DONE


def test_command_rotates_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """``db new-key`` prints a key that can be used; ``db rekey`` says what it did, and ends with 1 while a key is missing."""
    path = tmp_path / "w.db"
    made = []
    for name in ("a", "b"):
        assert call(command_line, ["db", "new-key"]) == 0
        made.append(f"{name}:" + capsys.readouterr().out.strip().partition(":")[2])
    where = ("--db", str(path), "--json")
    assert call(command_line, ["db", "rekey", *where]) == 2
    assert "there is no key to seal with" in capsys.readouterr().err
    monkeypatch.setenv("USEWORKFLOW_ENCRYPTION_KEYS", made[0])
    asyncio.run(begin(path, configured_envelopes()))
    monkeypatch.setenv("USEWORKFLOW_ENCRYPTION_KEYS", made[1])
    assert call(command_line, ["db", "rekey", *where]) == 1
    assert json.loads(capsys.readouterr().out)["missing"] == ["a"]
    monkeypatch.setenv("USEWORKFLOW_ENCRYPTION_KEYS", f"{made[1]},{made[0]}")
    assert call(command_line, ["db", "rekey", *where]) == 0
    assert json.loads(capsys.readouterr().out)["key"] == "b"
    assert set().union(*keys_in(path).values()) == {"b"}
    assert call(command_line, ["inspect", "runs", *where]) == 0
    (run,) = json.loads(capsys.readouterr().out)
    assert call(command_line, ["inspect", "events", run["id"], *where]) == 0
    assert SECRET in capsys.readouterr().out
    monkeypatch.delenv("USEWORKFLOW_ENCRYPTION_KEYS")
    assert call(command_line, ["inspect", "run", run["id"], *where]) == 1
    assert "UW231" in capsys.readouterr().err


async def test_schedules_are_sealed_and_rekeyed(tmp_path: Path) -> None:
    """The arguments of a schedule cannot be read in the file, and its runs get them also under a new key."""
    path = tmp_path / "w.db"
    world = await opened(path, envelopes("k1"))
    made = await schedule("nightly", "0 3 * * *", world=world)(keep_on_time, SECRET)
    await world.close()
    assert SECRET.encode() not in contents(path)
    assert keys_in(path)["schedules.record"] == {"k1"}
    store = SQLiteWorld(path)
    await store.open()
    assert (await rekey(store, envelopes("k2", "k1"))).failed == 0
    await store.close()
    assert set().union(*keys_in(path).values()) == {"k2"}
    world = await opened(path, envelopes("k2"))
    (record,) = await world.schedules.all()
    assert SECRET.encode() in bytes(record.args)
    assert record.name == made.name
    await world.close()


async def keep_on_time(text: str) -> Any:
    "use workflow"
    return await keep(text)


async def test_everything_works_sealed_on_postgresql(postgres: str) -> None:
    """Started, waited, streamed, forked, run again, rotated: on the server as in a file, and nothing can be read in a table."""
    world = sealed_world(PostgresWorld(postgres), envelopes("k1", threshold=2000))
    await world.open()
    async with Engine(world, key=b"s", policy=SnapshotPolicy(least=1, ratio=0.0)) as engine:
        join(engine)
        run = await start.options(world=world)(parent, SECRET)
        while await world.get_hook("child") is None or await world.get_hook("parent") is None:
            await world.wait_for_change(1)
    await world.close()
    store = PostgresWorld(postgres)
    await store.open()
    assert (await rekey(store, envelopes("k2", "k1"), page=4)).failed == 0
    await store.close()
    world = sealed_world(PostgresWorld(postgres), envelopes("k2"))
    await world.open()
    async with Engine(world, key=b"s") as engine:
        join(engine)
        for token in ("child", "parent"):
            await resume_hook(token, 1, world=world)
        run = get_run(run.id, world=world)
        assert await run.result() == SECRET
        assert [chunk async for chunk in run.stream()] == [{"told": SECRET}]
        again = await run.rerun()
        copy = await run.fork()
        for other in (again, copy):
            await other.terminate()
    await world.close()
    with psycopg.connect(postgres) as db:
        for (table,) in db.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'useworkflow'").fetchall():
            if table != "bundles":
                for row in db.execute(f"SELECT * FROM useworkflow.{table}".encode()):
                    assert SECRET not in str(row)
                    assert "1.k1." not in str(row)
