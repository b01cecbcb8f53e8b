"""Two versions of the user's code on one database: runs keep the code that they started with, whoever has them (G7)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from msgspec import Raw

from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_sandbox import values

SHOP = """
from useworkflow import create_hook

async def price(order: str) -> str:
    "use step"
    return f"{order} by the steps of VERSION"

async def sell(order: str) -> list[str]:
    "use workflow"
    first = await price(order)
    answer = await create_hook(token=f"approve:{order}")
    return ["sold by VERSION", first, await price(order), answer]
"""


class Deployment:
    """A folder with one version of the code, and a worker that has it."""

    def __init__(self, folder: Path, version: str, url: str) -> None:
        self.folder = folder / version
        self.folder.mkdir()
        (self.folder / "shop.py").write_text(SHOP.replace("VERSION", version))
        self._environment = {**os.environ, "USEWORKFLOW_WORLD": url}
        command = self._command("worker", "--json", "--import", "shop.py")
        self.worker = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.worker.stdout is not None
        assert "ready" in "".join(iter(self.worker.stdout.readline, "}\n"))

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "useworkflow_runtime.cli", *arguments]

    def start(self, order: str) -> str:
        """Start a run of this version: its id."""
        command = self._command("start", "shop.py:sell", order, "--json")
        done = subprocess.run(
            command, cwd=self.folder, env=self._environment, capture_output=True, text=True, check=True
        )
        return str(json.loads(done.stdout)["run_id"])

    def end(self, number: int) -> None:
        self.worker.send_signal(number)
        self.worker.wait(30)
        assert self.worker.stdout is not None
        self.worker.stdout.close()


async def until_it_waits(world: PostgresWorld, order: str) -> None:
    """Wait until the order's hook is there."""
    while True:
        seen = world.changes()
        if await world.get_hook(f"approve:{order}") is not None:
            return
        await world.wait_for_change(0.25, since=seen)


async def answered(world: PostgresWorld, run_id: str, order: str) -> list[str]:
    """Answer the run's hook as soon as it is there; the run's result."""
    await until_it_waits(world, order)
    await world.send_to_hook(f"approve:{order}", Raw(b'"yes"'))
    while True:
        seen = world.changes()
        record = await world.get_run(run_id)
        assert record is not None
        if record.output is not None:
            return list(values.decode(record.output))
        await world.wait_for_change(0.25, since=seen)


async def test_runs_of_an_old_version_end_on_workers_of_a_new_one(postgres: str, tmp_path: Path) -> None:
    """While both versions work, each run has its own workflow code and the steps of the worker that has it; when the old
    version's worker is gone, the new one's ends the old runs, by their own code."""
    world = PostgresWorld(postgres)
    await world.open()
    old = Deployment(tmp_path, "v1", postgres)
    before = old.start("early")
    left = old.start("late")
    assert (await answered(world, before, "early"))[0] == "sold by v1"
    await until_it_waits(world, "late")
    new = Deployment(tmp_path, "v2", postgres)
    after = new.start("new")
    assert (await answered(world, after, "new"))[0] == "sold by v2"
    old.end(signal.SIGKILL)
    assert await answered(world, left, "late") == [
        "sold by v1",
        "late by the steps of v1",
        "late by the steps of v2",
        "yes",
    ]
    new.end(signal.SIGTERM)
    await world.close()
