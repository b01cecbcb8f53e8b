"""A room for engine tests: a world in memory, a clock that stands still, and an engine that can be killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.embedded import join
from useworkflow_runtime.engine import Engine
from useworkflow_runtime.run import Run
from useworkflow_runtime.start import start
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.protocol import LoggedEvent
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

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.world = MemoryWorld(self.clock)
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
