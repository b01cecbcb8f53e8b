"""The world fails, or the process dies, in the middle of a run: nothing is lost and nothing is said twice."""

from __future__ import annotations

import json
import resource
from typing import Any

COUNT = """
from useworkflow import step

async def count(steps: int, ledger: str) -> int:
    "use workflow"
    total = 0
    for number in range(steps):
        total += len(await big(number, ledger))
    return total

async def big(number: int, ledger: str) -> str:
    "use step"
    with open(ledger, "a") as file:
        file.write(f"{number}\\n")
    return "x" * 2000
"""

TALK = """
from useworkflow import create_hook

async def talk() -> str:
    "use workflow"
    print("begins")
    answer = await create_hook(token="t")
    print("goes on with", answer)
    return "ends"
"""


def limit_files(pid: int, size: int) -> None:
    """Let no file of process ``pid`` grow beyond ``size`` bytes: to it, the disk is full."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_full_disk_in_the_middle_is_said_and_loses_nothing(cli: Any) -> None:
    """G2, G3: commits that fail are said once and tried again; with room again the run ends, in this process."""
    path, ledger = cli.write("count.py", COUNT), cli.folder / "ledger"
    process = cli.start("run", path, "400", str(ledger))
    process.wait_for("started")
    limit_files(process.process.pid, 400_000)
    process.wait_for("warning: a commit failed and is tried again: UW30")
    limit_files(process.process.pid, resource.RLIM_INFINITY)
    assert process.end() == 0, process.output
    assert process.lines[-1] == str(400 * 2000)
    assert process.output.count("a commit failed") < 10
    assert {int(line) for line in ledger.read_text().split()} == set(range(400))


def test_run_killed_on_a_full_disk_is_resumed_with_room(cli: Any) -> None:
    """G2, G3: killed while its commits fail, the run goes on from what was recorded; no recorded step runs again."""
    path, ledger = cli.write("count.py", COUNT), cli.folder / "ledger"
    process = cli.start("run", path, "400", str(ledger))
    process.wait_for("started")
    limit_files(process.process.pid, 400_000)
    process.wait_for("a commit failed")
    process.kill()
    run_id = cli.only_run()["id"]
    recorded = cli.recorded_steps(run_id)
    lines = len(ledger.read_text().split())
    assert cli("resume", run_id).stdout == f"{400 * 2000}\n"
    again = {f"0/big#{number}" for number in ledger.read_text().split()[lines:]}
    assert recorded
    assert not recorded & again


def test_what_a_workflow_prints_is_shown_once(cli: Any) -> None:
    """A workflow's print is shown when it happens, and not again when the run is rebuilt in another process."""
    process = cli.start("run", cli.write("talk.py", TALK))
    process.wait_for("begins")
    process.wait_for("waits for hook t")
    process.kill()
    cli("resume", "--hook", "t", '"luck"')
    done = cli("resume", cli.only_run()["id"])
    assert done.stdout == "ends\n"
    assert "goes on with luck" in done.stderr
    assert "begins" not in done.stderr


def test_run_killed_again_and_again_ends_right(cli: Any, until: Any) -> None:
    """G3: five kills on the way; every step has run, and none whose outcome was recorded before a kill runs after it."""
    path, ledger = cli.write("count.py", COUNT), cli.folder / "ledger"
    process = cli.start("run", path, "300", str(ledger))
    seen = 0
    for _ in range(5):
        target = seen + 30
        until(lambda target=target: ledger.exists() and len(ledger.read_text().split()) >= target, "more steps")
        process.kill()
        run = cli.only_run()
        recorded = cli.recorded_steps(run["id"])
        seen = len(ledger.read_text().split())
        process = cli.start("resume", run["id"])
        process.wait_for("goes on")
        until(lambda seen=seen: len(ledger.read_text().split()) > seen, "the first step after the kill")
        after = {f"0/big#{number}" for number in ledger.read_text().split()[seen:]}
        assert not recorded & after
    assert process.end() == 0, process.output
    assert process.lines[-1] == str(300 * 2000)


def test_history_can_be_read_by_any_process(cli: Any) -> None:
    """`inspect` in another process shows the whole log: each step scheduled and completed once, in order."""
    ledger = cli.folder / "ledger"
    cli("run", cli.write("count.py", COUNT), "5", str(ledger))
    events = cli.json("inspect", "events", cli.only_run()["id"])
    kinds = [event["kind"] for event in events]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert kinds[0] == "run_created"
    assert kinds[-1] == "run_completed"
    assert kinds.count("step_scheduled") == kinds.count("step_completed") == 5
    json.dumps(events)


CHOICES = """
import random, time, uuid
from datetime import datetime
from useworkflow import create_hook

async def choose(names: list) -> list:
    "use workflow"
    drawn = [random.random(), random.choice(names), str(uuid.uuid4()), time.time(), datetime.now().isoformat()]
    ordered = {name: len(name) for name in sorted(set(names), key=hash_free)}
    await echo(drawn)
    await create_hook(token="t")
    return [drawn, list(ordered), random.random(), await echo(drawn)]

def hash_free(name):
    return (len(name), name)

async def echo(value: list) -> list:
    "use step"
    return value
"""


def test_run_means_the_same_under_any_hash_seed(cli: Any) -> None:
    """G5: killed under one PYTHONHASHSEED and resumed under others, a run draws the same numbers and never diverges."""
    cli.environment["PYTHONHASHSEED"] = "1"
    process = cli.start("run", cli.write("choices.py", CHOICES), '["ada", "bob", "cy", "dorothea"]')
    process.wait_for("waits for hook t")
    process.kill()
    cli.environment["PYTHONHASHSEED"] = "2"
    run_id = cli.only_run()["id"]
    process = cli.start("resume", run_id)
    process.wait_for("waits for hook t")
    process.kill()
    cli.environment["PYTHONHASHSEED"] = "3"
    cli("resume", "--hook", "t", "null")
    done = cli("resume", run_id)
    drawn, ordered, _, echoed = json.loads(done.stdout)
    assert drawn == echoed
    assert ordered == ["cy", "ada", "bob", "dorothea"]
    recorded = [event["event"] for event in cli.json("inspect", "events", run_id) if event["kind"] == "step_scheduled"]
    assert [event["args"][0][0] for event in recorded] == [drawn, drawn]


def test_run_keeps_the_workflow_code_that_it_started_with(cli: Any) -> None:
    """G7: the file changes while the run waits; the workflow goes on as it was, its steps run the new code."""
    source = """
from useworkflow import create_hook

async def deploy() -> str:
    "use workflow"
    await create_hook(token="t")
    return "workflow 1, " + await version()

async def version() -> str:
    "use step"
    return "step 1"
"""
    process = cli.start("run", cli.write("deploy.py", source))
    process.wait_for("waits for hook t")
    process.kill()
    cli.write("deploy.py", source.replace("workflow 1", "workflow 2").replace("step 1", "step 2"))
    cli("resume", "--hook", "t", "null")
    assert cli("resume", cli.only_run()["id"]).stdout == "workflow 1, step 2\n"
    process = cli.start("run", "deploy.py")
    process.wait_for("waits for hook t")
    cli("resume", "--hook", "t", "null")
    assert process.end() == 0
    assert process.lines[-1] == "workflow 2, step 2"
