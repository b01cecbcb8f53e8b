"""A process that dies at each of its writes in turn, on a SQLite file, and another that goes on. Run by its test.

    python dying.py FOLDER   -> one JSON line: {"writes": 9, "results": [...], "repeated": []}

Children are forked from a process that has compiled everything and has no threads, so that a death costs milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from useworkflow import FatalError, get_step_metadata, sleep, start
from useworkflow_runtime.code.programs import compile_function, library_code
from useworkflow_runtime.embedded import join
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.errors import RunExistsError
from useworkflow_runtime.run import Run
from useworkflow_runtime.worlds.protocol import Turn, TurnOutcome
from useworkflow_runtime.worlds.sqlite import SQLiteWorld
from useworkflow_sandbox.events import StepCompleted, StepFailed, decode_event


def record() -> None:
    """Add this step's id to the list of bodies that ran."""
    with open(os.environ["BODIES"], "a", encoding="utf-8") as file:
        file.write(get_step_metadata().step_id + "\n")


async def work(name: str) -> str:
    "use step"
    record()
    if name == "doomed":
        raise FatalError(name)
    return name.upper()


def plain_work(name: str) -> str:
    "use step"
    record()
    return name.upper()


async def everything() -> list[str]:
    "use workflow"
    trail = [await work("a"), plain_work("b")]
    undo = [lambda: work("undo")]
    try:
        trail += await asyncio.gather(work("x"), work("y"))
        await sleep(0.001)
        await work("doomed")
    except FatalError as error:
        for rollback in undo:
            trail.append(await rollback())
        trail.append(str(error))
    return trail


class DyingWorld(SQLiteWorld):
    """A SQLite world whose process dies at a commit, just before or just after it is durable."""

    at = 0
    durable = False
    commits = 0

    async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        """Commit, or die."""
        self.commits += 1
        if self.commits == self.at and not self.durable:
            os._exit(9)
        outcomes = await super().commit(epoch, turns)
        if self.commits == self.at:
            os._exit(9)
        return outcomes


async def live(path: str, at: int, durable: bool) -> tuple[list[str], int]:
    """Own the world, start the run or find it, and see it through."""
    world = DyingWorld(path)
    world.at, world.durable = at, durable
    await world.open()
    async with Engine(world) as engine:
        join(engine)
        try:
            run: Run[list[str]] = await start.options(world=world, run_id="r")(everything)
        except RunExistsError:
            run = Run("r", world=world)
        result = await run.result()
    await world.close()
    return result, world.commits


async def outcomes(path: str) -> list[str]:
    """The ids of steps whose outcome is recorded."""
    world = SQLiteWorld(path)
    await world.open()
    events = [decode_event(row.body) for row in await world.read_events("r")]
    await world.close()
    return [f"r/{event.id}" for event in events if isinstance(event, StepCompleted | StepFailed)]


def in_child(work: str, path: str, at: int = 0, durable: bool = False) -> object:
    """What a child process answers; ``None`` if it died."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        answer = asyncio.run(live(path, at, durable) if work == "live" else outcomes(path))
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, "rb") as file:
        answered = file.read()
    os.waitpid(child, 0)
    return json.loads(answered) if answered else None


def main(folder: Path) -> None:
    """Die at every write, before and after; print what came of it."""
    compile_function(everything)
    library_code()
    os.environ["BODIES"] = str(folder / "bodies")
    whole, writes = in_child("live", str(folder / "whole.db"))  # type: ignore[misc]
    results, repeated = [], []
    for at in range(1, writes + 1):
        for durable in (False, True):
            path = str(folder / f"{at}{durable}.db")
            bodies = folder / "bodies"
            bodies.write_text("")
            lived = in_child("live", path, at, durable)
            if lived is not None:  # its commits were fewer: more turns went together
                results.append(lived[0])  # type: ignore[index]
                continue
            recorded = set(in_child("outcomes", path))  # type: ignore[call-overload]
            bodies.write_text("")
            results.append(in_child("live", path)[0])  # type: ignore[index]
            repeated += [f"{at} {id}" for id in bodies.read_text().split() if id in recorded]
    print(json.dumps({"writes": writes, "whole": whole, "results": results, "repeated": repeated}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
