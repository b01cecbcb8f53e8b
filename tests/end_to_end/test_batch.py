"""Runs that start runs, in real processes that are killed."""

from __future__ import annotations

from typing import Any

FAMILY = """
from useworkflow import create_hook, start

async def parent() -> str:
    "use workflow"
    run = await start(child, "from its parent")
    return await run.result()

async def child(word: str) -> str:
    "use workflow"
    answer = await create_hook(token="child")
    return f"{word}: {answer}"
"""


def test_a_batch_waits_for_its_pictures_and_leaves_its_report(cli: Any) -> None:
    """Each picture is a run of its own; a broken one is its own failure; the report is there beside the batch."""
    cli("run", cli.example("batch.py") + ":process_batch", "3", "--json")
    runs = cli.json("inspect", "runs")
    names = sorted(run["workflow"].rpartition("/")[2] for run in runs)
    assert names == ["process_batch", "shrink", "shrink", "shrink", "write_report"]
    assert [run["status"] for run in runs].count("failed") == 1


def test_the_example_is_an_ordinary_program(cli: Any) -> None:
    """Run as a script, it prints the batch's result, and that of the report which it had not waited for."""
    program = cli.start_python(cli.example("batch.py"))
    assert program.end() == 0, program.output
    assert "[90, 90, 'picture-2 is broken']" in program.lines[0]
    assert program.lines[-1].endswith("- 3 pictures, 1 broken")


def test_a_child_answers_its_parent_after_both_were_killed(cli: Any) -> None:
    """G2, G3: killed while the child waits, a new process brings the answer through both."""
    process = cli.start("run", cli.write("family.py", FAMILY) + ":parent")
    process.wait_for("starts child")
    runs = cli.json("inspect", "runs")
    process.kill()
    cli("resume", "--hook", "child", '"hello"')
    (parent,) = [run for run in runs if run["workflow"].endswith("parent")]
    done = cli("resume", parent["id"])
    assert "from its parent: hello" in done.stdout
    kinds = [event["kind"] for event in cli.json("inspect", "events", parent["id"])]
    assert kinds.count("child_started") == kinds.count("child_finished") == 1
