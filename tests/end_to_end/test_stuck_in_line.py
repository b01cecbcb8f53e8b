"""The example that explains, and the command that says the same."""

from __future__ import annotations

import subprocess
import sys
from typing import Any


def test_the_example_explains_itself(cli: Any) -> None:
    """A hook, a slot, a deadlock; and from another process, when the program has ended: the hook, and that nobody is there."""
    done = subprocess.run(
        [sys.executable, cli.example("stuck_in_line.py")],
        cwd=cli.folder,
        env=cli.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "waits for hook: papers:ada" in done.stdout, done.stderr
    assert "waits for queue: a slot of queue counter: 1 of 1 are held" in done.stdout
    assert "a lock, held by task Task-3 (task Task-2)" in done.stdout
    assert "its own tasks wait for each other" in done.stdout
    assert done.stdout.endswith("ada: fine\n")
    (bob,) = [run for run in cli.json("inspect", "runs") if run["status"] == "running" and "serve" in run["workflow"]]
    shown = cli.json("explain", bob["id"])
    assert [(wait["kind"], wait["what"]) for wait in shown["waits"]] == [
        ("hook", "papers:bob"),
        ("engine", "an engine: none owns this world now"),
    ]
    assert shown["waits"][0]["file"].endswith("stuck_in_line.py")
    assert shown["waits"][0]["moves"]
    assert "useworkflow worker" in cli("explain", bob["id"]).stdout
