"""The example of a queue, as a user runs it."""

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
