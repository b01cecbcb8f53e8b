"""The world and the engine of an ordinary program: one of each per event loop and world, opened when first needed.

    place = await attach(None, as_engine=True)
    place.world, place.engine      # engine is None while another process owns the world

They end with the loop: ``asyncio.run`` cancels their keeper, which stops the engine and closes the world in order.
Read next: ``start``, ``run``.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from useworkflow_runtime.code.programs import Programs
from useworkflow_runtime.configuration import DEFAULT_WORLD, world_url
from useworkflow_runtime.errors import WorldOwnedError
from useworkflow_runtime.queues import KnownQueues
from useworkflow_runtime.replies import Replies
from useworkflow_runtime.worlds.protocol import World

if TYPE_CHECKING:
    from useworkflow_runtime.engine.engine import Engine


class Place:
    """An open world, and the engine if this loop has it."""

    def __init__(self, world: World, *, ours: bool) -> None:
        self.world = world
        self.engine: Engine | None = None
        self.programs = Programs(world)
        self.replies = Replies(world)
        self.queues = KnownQueues(world)
        self._ours = ours
        self._lock = asyncio.Lock()
        self._opened = False
        self._keeper: asyncio.Task[None] | None = None

    async def ready(self, *, as_engine: bool) -> None:
        """Open the world; with ``as_engine`` try to become its engine, if nobody is."""
        if self._opened and (not as_engine or (self.engine is not None and self.engine.running)):
            return
        async with self._lock:
            if not self._opened:
                if self._ours:
                    await self.world.open()
                self._opened = True
                self._keeper = asyncio.get_running_loop().create_task(self._keep())
            if as_engine and (self.engine is None or not self.engine.running):
                await self._become_engine()

    async def close(self) -> None:
        """Stop the engine and close the world."""
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper

    async def _become_engine(self) -> None:
        from useworkflow_runtime.engine.engine import Engine

        engine = Engine(self.world, programs=self.programs)
        try:
            await engine.start()
        except WorldOwnedError:
            return
        self.engine = engine

    async def _keep(self) -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            engine, self.engine = self.engine, None
            if engine is not None:
                await engine.stop()
            self._opened = False
            if self._ours:
                await self.world.close()


home: ContextVar[tuple[World, asyncio.AbstractEventLoop] | None] = ContextVar("useworkflow_home", default=None)
"""In a step: the world of its run, which is meant where none is named, and the loop in which it was opened."""


def _places() -> dict[object, Place]:
    """Those of the running loop. The loop itself holds them: they refer to it, so that no weak table of loops would ever let go."""
    places: dict[object, Place] = vars(asyncio.get_running_loop()).setdefault("_useworkflow_places", {})
    return places


async def attach(world: World | str | None, *, as_engine: bool) -> Place:
    """The place of this loop for ``world``: a world that the caller has opened, a URL, or the one that is meant: in a step
    that of its run, else the configured one.

    Raises:
        WorldError: the world cannot be opened.
        WorldUrlError: no world has such a URL.
        TypeError: ``world`` is none of these.
    """
    world = checked_world(world)
    here = asyncio.get_running_loop()
    places = _places()
    place = None
    if world is None and (at_home := home.get()) is not None:
        # In a thread with a loop of its own: another connection to the same world, if there can be two.
        world = at_home[0] if at_home[1] is here or at_home[0].url == "memory:" else at_home[0].url
        place = next((known for known in places.values() if known.world is world), None)
    if place is None:
        key: object = world_url() if world is None else world if isinstance(world, str) else id(world)
        place = places.get(key)
        if place is None:
            place = places[key] = Place(_opened(world), ours=world is None or isinstance(world, str))
    await place.ready(as_engine=as_engine)
    return place


def checked_world(world: Any) -> World | str | None:
    """``world``, a path as its text.

    Raises:
        TypeError: it is neither an open world, nor a URL or a path.
    """
    if isinstance(world, os.PathLike):
        return str(os.fspath(world))
    if world is None or isinstance(world, str) or hasattr(world, "create_run"):
        return world  # type: ignore[no-any-return]
    raise TypeError(f"world is an open world, a URL or a path, not {world!r}")


def join(engine: Engine) -> None:
    """Let ``start`` and ``Run`` on this loop use an engine that was made by hand."""
    place = Place(engine.world, ours=False)
    place.engine = engine
    place.programs = engine.programs
    _places()[id(engine.world)] = place


def _opened(world: World | str | None) -> World:
    if world is not None and not isinstance(world, str):
        return world
    from useworkflow_runtime.worlds.open import open_world

    url = world_url() if world is None else world
    if url == DEFAULT_WORLD:
        Path(url).parent.mkdir(parents=True, exist_ok=True)
    return open_world(url)
