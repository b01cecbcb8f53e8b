"""The process that is killed: an engine over one world, with the steps of ``load``.

    python worker.py WORLD '{"checkpoint": 10, "prune_before": 17, "full": [0.2, 0.1]}'

It prints nothing; it says in the ledger that it owns the world, and that it has lost its place in one of many workers; it leaves
with code 3 if another one owns its file. ``checkpoint``: pages after which SQLite checkpoints. ``prune_before``: remove runs that
ended before, again and again. ``full``: after so many seconds the file may not grow for so many seconds. ``places``: steps at a time, so that
others wait, and other workers execute them.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import time

import load

from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.errors import WorldError, WorldOwnedError
from useworkflow_runtime.worlds.open import open_world
from useworkflow_runtime.worlds.protocol import World
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

OWNED_BY_ANOTHER = 3
LOCKED_BY_ANOTHER = 4
"""The owner was stopped in the middle of a transaction."""


def say(**line: object) -> None:
    """A line of the worker's own in the ledger."""
    place = os.open(os.environ["KILLS_LEDGER"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.write(place, json.dumps({**line, "pid": os.getpid(), "at": time.monotonic()}).encode() + b"\n")
    os.close(place)


async def prune_always(world: World, before: int) -> None:
    """Garbage collection that never ends."""
    while True:
        try:
            await world.prune(before)
        except WorldError as error:
            say(pruning=str(error))
        await asyncio.sleep(0.02)


async def fill_disk(world: SQLiteWorld, after: float, seconds: float) -> None:
    """Let the file not grow for a while."""
    await asyncio.sleep(after)
    pages = await world._writer.ask(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
    await world.limit_size(pages * 4096)
    await asyncio.sleep(seconds)
    await world.limit_size(None)


class Displaced(logging.Handler):
    """Says in the ledger that the engine's epoch was refused."""

    def emit(self, record: logging.LogRecord) -> None:
        if "UW304" in record.getMessage() or "goes on with epoch" in record.getMessage():
            say(displaced=True)


async def work(path: str, options: dict) -> None:
    """Execute runs until killed."""
    logging.getLogger("useworkflow.engine").addHandler(Displaced())
    world = open_world(path)
    await world.open()
    if "checkpoint" in options:
        assert isinstance(world, SQLiteWorld)
        await world._writer.ask(
            lambda db: db.execute(f"PRAGMA wal_autocheckpoint = {options['checkpoint']}").fetchone()
        )
    places = options.get("places")
    async with Engine(world) if places is None else Engine(world, loop_steps=places, thread_steps=places):
        say(owned=True)
        async with asyncio.TaskGroup() as group:
            if "prune_before" in options:
                group.create_task(prune_always(world, options["prune_before"]))
            if "full" in options:
                assert isinstance(world, SQLiteWorld)
                group.create_task(fill_disk(world, *options["full"]))
            await asyncio.Event().wait()


if __name__ == "__main__":
    assert load.PAYLOADS
    try:
        asyncio.run(work(sys.argv[1], json.loads(sys.argv[2])))
    except WorldOwnedError:
        sys.exit(OWNED_BY_ANOTHER)
    except WorldError as error:
        say(refused=str(error))
        sys.exit(LOCKED_BY_ANOTHER if "locked" in str(error) else 1)
