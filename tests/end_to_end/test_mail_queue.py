"""The example of a queue, as a user runs it; and queues of the configuration, from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any


def test_the_example_sends_each_letter_once(cli: Any) -> None:
    """All letters go out, and one digest stands for three changes; the world then shows an empty queue."""
    done = subprocess.run(
        [sys.executable, cli.example("mail_queue.py")],
        cwd=cli.folder,
        env=cli.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.splitlines() == [
        "newsletter -> ada",
        "newsletter -> bob",
        "invoice -> ada",
        "password reset -> cyd",
        "digest of 3 changes -> ada",
    ], done.stderr
    (queue,) = json.loads(cli("inspect", "queues", "--json").stdout)
    assert (queue["queue"], queue["held"], queue["waiting"]) == ("mail", 0, 0)
    assert queue["limits"]["concurrency"] == 3
    assert queue["limits"]["rate"] == "100/1m 00s"


LINE = """
from useworkflow import create_hook

async def serve(name: str) -> str:
    "use workflow"
    return await create_hook(token=name)
"""


def test_queues_of_the_configuration_hold_on_the_command_line(cli: Any, until: Any) -> None:
    """One slot: the worker begins the urgent run, says what the other waits for, and begins that when the first has ended."""
    cli.write("pyproject.toml", "[tool.useworkflow.queues.counter]\nconcurrency = 1\n")
    cli.write("line.py", LINE)
    later = cli("start", "line.py", "later", "--queue", "counter").stdout.strip()
    cli("start", "line.py", "urgent", "--queue", "counter", "--priority", "-1")
    refused = cli("start", "line.py", "never", "--queue", "country", code=2)
    assert "UW380" in refused.stderr
    worker = cli.start("worker")
    until(lambda: cli("resume", "--hook", "urgent", '"done"', code=None).returncode == 0, "the urgent run's hook")
    until(lambda: cli.json("inspect", "run", later)["hooks"], "the other run's turn")
    (queue,) = cli.json("inspect", "queues")
    assert (queue["held"], queue["waiting"], queue["limits"]["concurrency"]) == (1, 0, 1)
    worker.kill()
