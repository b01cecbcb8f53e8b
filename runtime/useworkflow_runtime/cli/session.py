"""A command's hold on a world: opened, and owned by an engine of this process where nobody else owns it.

    async with open_session(None, say=print) as session:
        session.engine      -> an Engine, or None while another process owns the world
        await session.take_over()      # later: that process has died

Read next: ``following``, which starts or resumes a run in a session and follows it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from useworkflow_runtime.cli.errors import NoWorldError
from useworkflow_runtime.cli.logs import shown_logs
from useworkflow_runtime.cli.place import world_place
from useworkflow_runtime.errors import WorldOwnedError
from useworkflow_runtime.worlds.open import bare, open_world
from useworkflow_runtime.worlds.protocol import World
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

if TYPE_CHECKING:
    from useworkflow_runtime.engine.engine import Engine

Say = Callable[[str], None]


@asynccontextmanager
async def open_world_for(db: str | None, *, create: bool = False) -> AsyncIterator[World]:
    """The world that the command line names, open; closed afterwards.

    Args:
        db: ``--db`` as it was given.
        create: make the world where it is missing.

    Raises:
        NoWorldError: there is none, and ``create`` is false.
        WorldTooNewError, WorldError: it cannot be opened; nothing was changed.
    """
    world = open_world(world_place(db))
    stored = bare(world)
    if not create and isinstance(stored, SQLiteWorld) and not stored.path.exists():
        raise NoWorldError(
            f"there is no world at {stored.path}",
            mend="go to the folder where the runs were started, or name their world with --db PATH",
        )
    await world.open()
    try:
        yield world
    finally:
        await world.close()


class Session:
    """An open world, and the engine if this process has it."""

    def __init__(self, world: World, say: Say) -> None:
        self.world = world
        self.engine: Engine | None = None
        self._say = say

    async def become_engine(self) -> bool:
        """Try to own the world and execute its runs.

        Raises:
            Nothing where another engine owns it: the answer is ``False`` then.
        """
        from useworkflow_runtime.cli.origin import RootedPrograms
        from useworkflow_runtime.engine.engine import Engine

        engine = Engine(self.world, programs=RootedPrograms(self.world))
        try:
            await engine.start()
        except WorldOwnedError:
            return False
        self.engine = engine
        return True

    async def take_over(self) -> None:
        """Become the engine if the one that owned the world is gone."""
        if self.engine is None and await self.world.owner() is None and await self.become_engine():
            self._say("the engine that owned this world is gone; this process goes on")

    async def close(self) -> None:
        """Stop the engine in order: running steps are given up without an outcome and run again later."""
        if self.engine is not None:
            engine, self.engine = self.engine, None
            await engine.stop()


@asynccontextmanager
async def open_session(db: str | None, *, say: Say, create: bool = False) -> AsyncIterator[Session]:
    """A session that owns the world if it can.

    Args:
        db: ``--db`` as it was given.
        create: make the world where it is missing.
        say: prints a line for the person at the terminal.
    """
    with shown_logs(say, steps=False):
        async with open_world_for(db, create=create) as world:
            session = Session(world, say)
            if not await session.become_engine():
                say(
                    f"another engine owns this world ({await world.owner() or 'unknown'}): it executes the run, this follows"
                )
            try:
                yield session
            finally:
                await session.close()
