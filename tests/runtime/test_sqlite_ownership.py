"""Who owns the file, across processes that live, die by kill -9, or fork."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from useworkflow_runtime.errors import WorldError, WorldOwnedError
from useworkflow_runtime.worlds.ownership import FileLock
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

ENGINE = """
import asyncio, sys
from useworkflow_runtime.worlds.protocol import LoggedEvent, NewRun, Turn
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

async def main(path):
    world = SQLiteWorld(path)
    await world.open()
    epoch = await world.acquire("the other engine")
    await world.create_run(NewRun(id="a", workflow="w", bundle="b", created=b"{}", at=1), claim_for=epoch)
    seq = 1
    while True:
        await world.commit(epoch, [Turn(run_id="a", expected=seq, events=[LoggedEvent(seq + 1, "x", 1, b"{}")])])
        seq += 1
        print(seq, flush=True)

asyncio.run(main(sys.argv[1]))
"""

FORKER = """
import os, sys
from useworkflow_runtime.worlds.ownership import FileLock

lock = FileLock(sys.argv[1])
assert lock.acquire("parent")
if os.fork() == 0:
    sys.stdin.readline()
    os._exit(0)
print("forked", flush=True)
os._exit(0)
"""


@contextmanager
def running(script: str, *args: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", script, *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


async def test_a_killed_engine_gives_the_file_back_with_all_that_it_committed(tmp_path: Path) -> None:
    """While it lives nobody else owns the world; after kill -9 the next engine does at once and finds every commit."""
    path = tmp_path / "world.db"
    with running(ENGINE, str(path)) as engine:
        assert line_of(engine) == "2"
        world = SQLiteWorld(path)
        await world.open()
        assert await world.acquire("this engine") is None
        owner = await world.owner()
        assert owner == f"the other engine (process {engine.pid})"
        told = [line_of(engine) for _ in range(20)]
        engine.send_signal(signal.SIGKILL)
        engine.wait()
        assert engine.stdout is not None
        told += engine.stdout.read().split()
    assert await world.owner() is None
    epoch = await world.acquire("this engine")
    assert epoch == 2
    (record,) = await world.claim(epoch)
    assert (record.id, record.claims) == ("a", 2)
    assert record.last_seq >= int(told[-1]), "a commit that was reported is missing"
    await world.close()


def test_a_second_lock_in_one_process_is_refused(tmp_path: Path) -> None:
    """Two lock objects are two owners, wherever they are."""
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.acquire("first")
    assert not first.acquire("first again")
    assert not second.acquire("second")
    assert (second.holder() or "").startswith("first (process ")
    first.release()
    first.release()
    assert second.holder() is None
    assert second.acquire("second")
    second.release()


def test_looking_for_the_owner_makes_no_file(tmp_path: Path) -> None:
    """A world that never had an engine has no owner and no lock file."""
    assert FileLock(tmp_path / "lock").holder() is None
    assert list(tmp_path.iterdir()) == []


def test_a_forked_child_does_not_keep_the_lock(tmp_path: Path) -> None:
    """A process that was forked off lets the lock go with its parent."""
    path = tmp_path / "lock"
    with running(FORKER, str(path)) as parent:
        assert line_of(parent) == "forked"
        parent.wait()
        lock = FileLock(path)
        assert lock.acquire("next"), "the child still holds the lock"
        lock.release()
        assert parent.stdin is not None
        parent.stdin.write("end\n")
        parent.stdin.flush()


async def test_a_world_that_cannot_be_locked_says_so(tmp_path: Path) -> None:
    """Where the lock file cannot be made, acquiring raises and leaves the world usable."""
    path = tmp_path / "world.db"
    (tmp_path / "world.db.lock").mkdir()
    world = SQLiteWorld(path)
    await world.open()
    with pytest.raises(WorldError, match="UW301: cannot lock the world"):
        await world.acquire("me")
    assert await world.find_runs() == []
    await world.close()


def test_the_error_for_an_owned_world_names_the_owner() -> None:
    """It says who owns the world and what to do instead."""
    assert str(WorldOwnedError.of("sqlite:///w.db", "worker (process 7)")) == (
        "UW305: the world sqlite:///w.db is already owned by another engine: worker (process 7)\n"
        "  why: one engine at a time moves the runs of a SQLite world\n"
        "  mend: use that engine (runs that are started here reach it by themselves), stop it, or use another world"
    )
