"""Schedules, as a user has them: the example, the commands, and a real worker on a real clock."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

TICKS = """
from datetime import datetime
from useworkflow import step

@step
async def note(when):
    "use step"
    with open("ticks", "a") as file:
        file.write(when.isoformat() + "\\n")

async def tick(when: datetime) -> str:
    "use workflow"
    await note(when)
    return when.isoformat()
"""


def test_the_example_catches_up_on_a_week(cli: Any) -> None:
    """Seven nights, one of them on the day on which the clock goes forward."""
    done = subprocess.run(
        [sys.executable, cli.example("nightly_report.py")],
        cwd=cli.folder,
        env=cli.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    lines = done.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"eu 2026-03-{day}" for day in range(22, 29)] + ["next"], (
        done.stderr
    )
    (shown,) = json.loads(cli("schedule", "list", "--json").stdout)
    assert (shown["name"], shown["timezone"], shown["paused"]) == ("nightly report", "Europe/Berlin", False)


def test_a_worker_fires_what_the_command_line_stored(cli: Any, until: Any) -> None:
    """Every second a run, each of its own second; paused, backfilled and deleted from another process."""
    cli.write("ticks.py", TICKS)
    created = cli.json("schedule", "create", "ticks", "* * * * * *", "ticks.py", "--time-argument", "when")
    assert created["next_at"]
    worker = cli.start("worker")
    ticks = cli.folder / "ticks"
    until(lambda: ticks.exists() and len(ticks.read_text().splitlines()) >= 2, "two ticks")
    cli("schedule", "pause", "ticks")
    worker.kill()
    seconds = ticks.read_text().splitlines()
    assert len(set(seconds)) == len(seconds)
    done = cli.json("schedule", "backfill", "ticks", "2026-01-01T00:00:00", "2026-01-01T00:00:05")
    assert len(done["runs"]) == 5
    again = cli.json("schedule", "backfill", "ticks", "2026-01-01T00:00:03", "2026-01-01T00:00:06")
    assert again["runs"][:2] == done["runs"][3:]
    cli("schedule", "delete", "ticks")
    assert cli.json("schedule", "list") == []
    missing = cli("schedule", "pause", "ticks", code=2)
    assert "UW382" in missing.stderr
