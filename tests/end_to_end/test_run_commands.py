"""Commands that end, wake and repeat runs, and find them by their attributes."""

from __future__ import annotations

import signal
from typing import Any

import pytest

PRESS = """
from pathlib import Path
from useworkflow import create_hook, set_attributes, sleep, step

async def press(page: str) -> str:
    "use workflow"
    await set_attributes({"page": page, "pages": 1})
    await prepare(page)
    return await publish(page)

async def naps(days: int) -> str:
    "use workflow"
    try:
        await sleep(f"{days} days")
    finally:
        await prepare("cleanup")
    return "rested"

async def prepare(page: str) -> None:
    "use step"
    with open("calls.txt", "a") as file:
        print(page, file=file)

@step(max_retries=0)
async def publish(page: str) -> str:
    "use step"
    if not Path("mended").exists():
        raise ConnectionError("the printer is on fire")
    return f"published {page}"
"""


def calls(cli: Any) -> list[str]:
    """What ``prepare`` was called with."""
    file = cli.folder / "calls.txt"
    return list(file.read_text().split()) if file.exists() else []


BLOCKED = """
import threading

def wait_for_ever() -> None:
    "use step"
    print("it waits", flush=True)
    threading.Event().wait()

def blocked() -> None:
    "use workflow"
    wait_for_ever()
"""


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_a_step_that_cannot_be_ended_is_left_behind(cli: Any, signal_number: int) -> None:
    """Ctrl-C and SIGTERM end the command although a thread still runs, without a traceback; the step runs again."""
    process = cli.start("run", cli.write("blocked.py", BLOCKED))
    process.wait_for("it waits")
    process.process.send_signal(signal_number)
    assert process.end() == 130
    assert "a step that runs in a thread is left behind" in process.output
    assert "Traceback" not in process.output
    again = cli.start("resume", cli.only_run()["id"])
    again.wait_for("it waits")
    assert again.interrupt() == 130


def test_a_failed_run_is_forked_once_the_world_is_mended(cli: Any) -> None:
    """The fork goes on at the step that failed; a rerun begins again; both are named on standard output."""
    place = cli.write("press.py", PRESS)
    cli("run", f"{place}:press", "front", code=1)
    old = cli.only_run()["id"]
    (cli.folder / "mended").touch()
    forked = cli.json("fork", old)["run_id"]
    assert cli("resume", forked).stdout.strip() == "published front"
    assert calls(cli) == ["front"]
    again = cli("rerun", old, "--id", "again").stdout.strip()
    assert again == "again"
    assert cli("resume", again).stdout.strip() == "published front"
    assert calls(cli) == ["front", "front"]
    found = cli.json("inspect", "runs", "--attribute", "page=front", "--attribute", "pages=1")
    assert [run["id"] for run in found] == ["again", forked, old]
    assert cli.json("inspect", "runs", "--attribute", "pages=2") == []
    assert [run["id"] for run in cli.json("inspect", "runs", "--before", forked)] == [old]
    assert "UW342" in cli("fork", old, "--at", "99", code=2).stderr
    assert "UW307" in cli("rerun", old, "--id", "again", code=2).stderr


def test_a_run_is_woken_and_another_terminated(cli: Any) -> None:
    """``wake`` ends the sleep of a run that another process executes; ``terminate`` ends one without its cleanup."""
    place = cli.write("press.py", PRESS)
    first = cli.start("run", f"{place}:naps", "3")
    first.wait_for("sleeps for")
    cli("wake", cli.only_run()["id"])
    assert first.end() == 0, first.output
    assert first.lines[-1] == "rested"
    second = cli.start("run", f"{place}:naps", "3")
    second.wait_for("sleeps for")
    run_id = cli.json("inspect", "runs", "--limit", "1")[0]["id"]
    assert f"{run_id} is terminated" in cli("terminate", run_id, "--reason", "enough").stdout
    assert second.end() == 3, second.output
    assert "enough" in second.output
    assert calls(cli) == ["cleanup"]
    assert "already cancelled" in cli("terminate", run_id).stdout


def test_a_key_with_other_arguments_is_wrong_usage(cli: Any) -> None:
    """The same key and arguments give the same run; other arguments are refused, and say which run has the key."""
    place = cli.write("press.py", PRESS)
    first = cli("start", f"{place}:press", "front", "--key", "k").stdout.strip()
    assert cli("start", f"{place}:press", "front", "--key", "k").stdout.strip() == first
    refused = cli("start", f"{place}:press", "back", "--key", "k", code=2)
    assert "UW308" in refused.stderr
    assert first in refused.stderr
