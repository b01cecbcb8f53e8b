"""Damage in a SQLite world: it is found, named and, where it is in a cache, repaired; runs that it does not touch go on."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from useworkflow import (
    HookNotFoundError,
    WorkflowFailedError,
    WorkflowParkedError,
    create_hook,
    get_run,
    resume_hook,
    start,
)
from useworkflow_runtime.cli.commands import call, command_line
from useworkflow_runtime.code import programs
from useworkflow_runtime.embedded import join
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.worlds.sqlite import SQLiteWorld
from useworkflow_runtime.worlds.sqlite_backup import back_up
from useworkflow_runtime.worlds.sqlite_check import check

KEY = b"a key"


async def double(number: int) -> int:
    "use step"
    return 2 * number


async def short(number: int) -> int:
    "use workflow"
    return await double(number)


async def waits(token: str) -> list[Any]:
    "use workflow"
    return [await double(1), await create_hook(token=token), await double(2)]


async def _work(path: Path, *, answer: str | None = None, runs: tuple[str, ...] = ()) -> list[Any]:
    """An engine's life on that file: starts what is not there yet, or answers ``answer`` and returns results."""
    world = SQLiteWorld(path)
    await world.open()
    try:
        async with Engine(world, key=KEY) as engine:
            join(engine)
            if answer is None:
                started = [await start.options(world=world)(waits, token) for token in ("one", "two")]
                assert await (await start.options(world=world)(short, 4)).result() == 8
                while not (await world.get_hook("two")) or not (await world.get_hook("one")):
                    await world.wait_for_change(1)
                return [run.id for run in started]
            with suppress(HookNotFoundError):
                await resume_hook(answer, 7, world=world)
            return [await get_run(run, world=world).result() for run in runs]
    finally:
        await world.close()


@pytest.fixture
async def place(tmp_path: Path) -> tuple[Path, list[str]]:
    """A world with two runs that wait, with snapshots, and one that has ended."""
    path = tmp_path / "world.db"
    return path, await _work(path)


def execute(path: Path, *statements: str) -> None:
    """Do harm with SQL."""
    db = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        db.execute(statement)
    db.close()


def read_one(path: Path, query: str) -> int:
    """The only value that a query gives."""
    with closing(sqlite3.connect(path)) as db:
        number: int = db.execute(query).fetchone()[0]
    return number


def found(path: Path) -> list[tuple[str, str]]:
    """Parts and texts of the findings."""
    return [(finding.part, f"{finding.where}: {finding.what}") for finding in check(path, KEY)]


async def test_sound_world_has_no_findings_and_is_not_changed(place: tuple[Path, list[str]]) -> None:
    """Checking a sound world finds nothing and leaves every byte as it is."""
    path, _ = place
    before = path.read_bytes()
    assert found(path) == []
    assert path.read_bytes() == before


SENT = "INSERT INTO inbox (run, kind, target, payload) SELECT {{one}}, {0}, hook_id, {1} FROM hooks WHERE token = 'one'"
HARM = {
    "an event that does not decode": ("UPDATE log SET body = '{\"kind\":' WHERE key = {one} << 32 | 3", "log", "does not decode"),
    "an event of an unknown kind": ("UPDATE log SET body = '{{\"kind\":\"x\",\"at\":1}}' WHERE key = {one} << 32 | 3", "log", "does not decode"),
    "an event that is no text": ("UPDATE log SET body = CAST(x'ff00fe' AS TEXT) WHERE key = {one} << 32 | 3", "log", "does not decode"),
    "a gap": ("DELETE FROM log WHERE key = {one} << 32 | 3", "log", "event 3 is missing: the log goes on with 4"),
    "two kinds": ("UPDATE log SET kind = 'timer_fired' WHERE key = {one} << 32 | 3", "log", "filed as timer_fired"),
    "a log without a run": ("INSERT INTO log VALUES (77 << 32 | 1, 'x', 1, '{{}}')", "log", "1 events belong to no run"),
    "an end that is not in the log": ("UPDATE runs SET status = 'completed' WHERE number = {one}", "run", "its log has no end"),
    "a status that is none": ("UPDATE runs SET status = 'lost' WHERE number = {one}", "run", "which is none"),
    "code that is gone": ("UPDATE runs SET bundle = 'gone' WHERE number = {one}", "run", "its code gone is not stored"),
    "code that does not decode": ("UPDATE bundles SET data = x'00'", "bundle", "does not decode"),
    "a hook without a run": ("UPDATE hooks SET run = 77 WHERE token = 'one'", "hook", "run number 77, which is not there"),
    "an inbox item without a run": ("INSERT INTO inbox VALUES (9, 77, 'hook', 'h', '1', NULL)", "inbox", "run number 77"),
    "a snapshot that was changed": ("UPDATE snapshots SET body = zeroblob(99) WHERE run = {one}", "snapshot", "signature does not hold"),
    "attributes that are no JSON": ("UPDATE runs SET attributes = '{{' WHERE number = {one}", "run", "its attributes does not decode"),
    "a result that is no text": ("UPDATE runs SET output = CAST(x'ff00' AS TEXT) WHERE number = {one}", "run", "its output does not decode"),
    "an error that is a blob": ("UPDATE runs SET error = x'ff00' WHERE number = {one}", "run", "its error does not decode"),
    "a time that is a word": ("UPDATE runs SET wake_at = 'soon' WHERE number = {one}", "run", "its wake_at is no number"),
    "a generation that is a word": ("UPDATE runs SET generation = 'old' WHERE number = {one}", "run", "its generation is no number"),
    "metadata that is no JSON": ("UPDATE hooks SET metadata = '{{' WHERE token = 'one'", "hook", "its metadata does not decode"),
    "a payload that is no JSON": (SENT.format("'hook'", "'{{'"), "inbox", "does not decode"),
    "a payload that is no text": (SENT.format("'hook'", "CAST(x'ff00' AS TEXT)"), "inbox", "does not decode"),
    "a payload of brackets": (SENT.format("'hook'", "replace(hex(zeroblob(20000)), '0', '[')"), "inbox", "does not decode"),
    "an end of a child that is no JSON": (SENT.format("'finished'", "'{{'"), "inbox", "does not decode"),
    "a cancellation that is no JSON": (SENT.format("'cancel'", "'{{'"), "inbox", "does not decode"),
    "a snapshot from the future": ("UPDATE snapshots SET seq = 99 WHERE run = {one}", "snapshot", "which the log does not have"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARM)
async def test_each_damage_is_found_and_named(place: tuple[Path, list[str]], name: str) -> None:
    """Whatever was done to a row, the check says what is wrong and with which run."""
    path, _ = place
    sql, part, what = HARM[name]
    one = read_one(path, "SELECT run FROM hooks WHERE token = 'one'")
    execute(path, sql.replace("{one}", str(one)).replace("{{", "{").replace("}}", "}"))
    assert any(part == found_part and what in text for found_part, text in found(path)), found(path)


ALONE = [
    name for name in HARM if name not in ("code that does not decode", "a log without a run", "a hook without a run")
]
"""Damage of one run."""


@pytest.mark.parametrize("name", ALONE)
async def test_other_runs_go_on_beside_a_damaged_one(place: tuple[Path, list[str]], name: str) -> None:
    """The run whose rows are damaged harms no other: that one is answered and ends."""
    path, runs = place
    one = read_one(path, "SELECT run FROM hooks WHERE token = 'one'")
    execute(path, HARM[name][0].replace("{one}", str(one)).replace("{{", "{").replace("}}", "}"))
    execute(path, f"UPDATE runs SET active = 1 WHERE number = {one}")
    assert await _work(path, answer="two", runs=(runs[1],)) == [[2, 7, 4]]


async def test_code_that_cannot_be_read_parks_its_runs(place: tuple[Path, list[str]]) -> None:
    """Runs whose code is damaged are parked with that reason; nothing of them is lost, and they go on with the code from a backup."""
    path, runs = place
    with closing(sqlite3.connect(path)) as db:
        sound = db.execute("SELECT id, data FROM bundles").fetchall()
    execute(path, "UPDATE bundles SET data = zeroblob(10)", "UPDATE runs SET active = 1 WHERE status = 'running'")
    programs._recent._values.clear()
    programs._loaded.clear()
    with pytest.raises(WorkflowParkedError, match="cannot be read"):
        await _work(path, answer="two", runs=(runs[1],))
    with closing(sqlite3.connect(path)) as db:
        db.executemany("UPDATE bundles SET data = ? WHERE id = ?", [(data, id) for id, data in sound])
        db.commit()
    world = SQLiteWorld(path)
    await world.open()
    await world.unpark(runs[1])
    async with Engine(world, key=KEY) as engine:
        join(engine)
        assert await get_run(runs[1], world=world).result() == [2, 7, 4]
    await world.close()


async def test_payload_beyond_the_limit_that_got_in_all_the_same(place: tuple[Path, list[str]]) -> None:
    """A row of 20 MB that no sender of this version wrote: the run gets it, and what it cannot pass on is refused at its line."""
    path, runs = place
    one = read_one(path, "SELECT run FROM hooks WHERE token = 'one'")
    execute(path, SENT.format("'hook'", "'\"' || hex(zeroblob(10000000)) || '\"'").replace("{one}", str(one)))
    assert await _work(path, answer="two", runs=(runs[1],)) == [[2, 7, 4]]
    with pytest.raises(WorkflowFailedError, match=r"UW230: result\[1\] cannot be serialized"):
        await _work(path, answer="gone", runs=(runs[0],))


async def test_tampered_snapshot_is_not_loaded_and_can_be_dropped(place: tuple[Path, list[str]]) -> None:
    """A snapshot whose signature does not hold is passed over: the log alone gives the right result (G8)."""
    path, runs = place
    execute(path, "UPDATE snapshots SET body = substr(body, 1, 40) || x'41' || substr(body, 42)")
    findings = check(path, KEY)
    assert {finding.part for finding in findings} == {"snapshot"}
    assert all(finding.repairable for finding in findings)
    assert await _work(path, answer="one", runs=(runs[0],)) == [[2, 7, 4]]


async def test_flipped_bytes_in_the_file_are_found(place: tuple[Path, list[str]]) -> None:
    """Pages overwritten with rubbish are reported, not a crash, wherever they are."""
    path, _ = place
    execute(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    sound = path.read_bytes()
    silent = []
    for page in range(1, len(sound) // 4096):
        data = bytearray(sound)
        data[page * 4096 : page * 4096 + 64] = b"\xa5" * 64
        path.write_bytes(bytes(data))
        if not found(path):
            silent.append(page)
    path.write_bytes(sound)
    assert found(path) == []
    free = read_one(path, "PRAGMA freelist_count")
    assert len(silent) <= free
    path.write_bytes(b"\x00" * 100 + sound[100:])
    assert found(path)[0][0] == "pages"


async def test_truncated_write_ahead_log_costs_its_last_commits_only(tmp_path: Path) -> None:
    """A WAL that was cut off anywhere leaves a world that is sound: whole commits are missing at its end, never parts."""
    path = tmp_path / "world.db"
    await _work(path)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA wal_autocheckpoint = 0")
    for number in range(20):
        db.execute("INSERT INTO bundles VALUES (?, zeroblob(3000), 0)", (f"b{number}",))
    wal = Path(f"{path}-wal").read_bytes()
    main = path.read_bytes()
    db.close()
    for size in range(0, len(wal), len(wal) // 7):
        copy = tmp_path / f"cut{size}.db"
        copy.write_bytes(main)
        Path(f"{copy}-wal").write_bytes(wal[:size])
        assert [text for part, text in found(copy) if part != "bundle"] == []


async def test_backup_is_a_sound_world_that_goes_on(place: tuple[Path, list[str]], tmp_path: Path) -> None:
    """The copy holds every run, passes the check, and an engine goes on with it; an existing file is not replaced."""
    path, runs = place
    target = tmp_path / "copy.db"
    assert back_up(path, target) == target.stat().st_size
    assert found(target) == []
    with pytest.raises(WorldError, match="exists already"):
        back_up(path, target)
    assert await _work(target, answer="two", runs=(runs[1],)) == [[2, 7, 4]]
    assert [place.name for place in tmp_path.iterdir() if place.name.endswith(".part")] == []


def test_command_says_what_it_found(
    place: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """``db check`` ends with 1 while damage is left and with 0 after a repair; ``db prune`` keeps what has not ended."""
    path, _ = place
    monkeypatch.setenv("USEWORKFLOW_SIGNING_KEY", KEY.decode())
    where = ("--db", str(path), "--json")
    assert call(command_line, ["db", "check", *where]) == 0
    capsys.readouterr()
    execute(path, "UPDATE snapshots SET body = zeroblob(50)")
    assert call(command_line, ["db", "check", *where]) == 1
    report = json.loads(capsys.readouterr().out)
    assert {finding["part"] for finding in report["findings"]} == {"snapshot"}
    assert call(command_line, ["db", "check", "--repair", *where]) == 0
    assert json.loads(capsys.readouterr().out)["repaired"] == len(report["findings"])
    assert call(command_line, ["db", "prune", "--older-than", "0s", "--dry-run", *where]) == 0
    would = json.loads(capsys.readouterr().out)
    assert call(command_line, ["db", "prune", "--older-than", "0s", *where]) == 0
    done = json.loads(capsys.readouterr().out)
    assert would["runs"] == done["runs"]
    assert len(done["runs"]) == 1
    assert call(command_line, ["db", "upgrade", *where]) == 0
    assert call(command_line, ["db", "backup", str(path.parent / "b.db"), *where]) == 0
    assert call(command_line, ["db", "check", "--db", str(path.parent / "none.db")]) == 2
    assert CliRunner().invoke(command_line, ["db", "prune", "--older-than", "soon", *where]).exit_code == 2
