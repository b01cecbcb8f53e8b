"""Determinism as a user meets it: processes are killed, and the run goes on in another, under another environment."""

from __future__ import annotations

import json
from typing import Any

RECORDING = """
import functools, os, random
from useworkflow import create_hook

SEEN = {"calls": [1]}

@functools.cache
def drawn():
    return random.random()

class Plain:
    pass

async def record(letters: list) -> list:
    "use workflow"
    print("before the hook", Plain())
    first = [os.environ["REGION"], [letter for letter in set(letters)], drawn(), f"{Plain()}", hash("a"), id(letters)]
    await echo(first)
    await create_hook(token="t")
    print("after the hook")
    again = [os.environ["REGION"], [letter for letter in set(letters)], drawn(), f"{Plain()}", hash("a"), id(letters)]
    return [first == again, first[:2], os.environ.get("UNSET")]

async def echo(value: list) -> list:
    "use step"
    return value
"""


def test_a_run_goes_on_under_another_environment(cli: Any) -> None:
    """Listed names keep their recorded values, sets their order, caches their values; what was printed is not printed again (G5)."""
    file = cli.write("recording.py", RECORDING)
    cli.write("pyproject.toml", '[tool.useworkflow]\nenv = ["REGION", "UNSET"]\n')
    cli.environment |= {"PYTHONHASHSEED": "1", "REGION": "eu-1"}
    process = cli.start("run", file, '["delta", "alpha", "charlie", "bravo"]')
    process.wait_for("waits for hook t")
    assert process.output.count("before the hook <") == 1
    process.kill()
    run_id = cli.only_run()["id"]
    cli.environment |= {"PYTHONHASHSEED": "2", "REGION": "us-2", "UNSET": "now set"}
    cli("resume", "--hook", "t", "null")
    done = cli("resume", run_id)
    assert "before the hook" not in done.stdout + done.stderr
    assert json.loads(done.stdout) == [True, ["eu-1", ["delta", "alpha", "charlie", "bravo"]], None]
    created = cli.json("inspect", "events", run_id)[0]["event"]
    assert created["env"] == {"REGION": "eu-1", "UNSET": None}
