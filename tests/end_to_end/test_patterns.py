"""Each small example of ``examples/patterns`` does what its first line says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

PATTERNS = Path(__file__).resolve().parents[2] / "examples" / "patterns"
RESULTS: dict[str, tuple[list[str], Any]] = {
    "sequential": (["durable Python"], {"text": "A text about durable Python.", "title": "durable Python."}),
    "parallel": (["5"], 21.0),
    "race": ([], "near answered"),
    "more_retries": ([], "it worked at attempt 6"),
    "fatal_error": (["4000"], "declined: 4000 is too much"),
    "retry_after": ([], "the report"),
    "idempotency_key": (["30"], 1),
    "rich_types": (["7"], ["Invoice", "Decimal", "Currency", "datetime", "ValueError"]),
    "tenant_in_context": (
        ["acme", "2"],
        ["bill/1: acme pays 10", "bill/2: acme pays 20", "-: acme is done"],
    ),
    "limited_step": (["6"], 2),
    "plain_rollback": (
        ["Lisbon", "3"],
        ["no balloon in Lisbon", 840, "released: car in Lisbon", "released: hotel in Lisbon"],
    ),
    "stream_between_steps": (["4"], [0, 1, 2, 3]),
}
SCRIPTS = {
    "wait_for_completion": "10\n",
    "stream_updates": "1 converted\n2 converted\n3 converted\n3 pages\n",
}
OTHERS = {"fire_and_forget", "check_later", "workflow_class"}


def copied(cli: Any, name: str) -> str:
    """An example in the test's folder."""
    return str(cli.write(f"{name}.py", (PATTERNS / f"{name}.py").read_text(encoding="utf-8")))


def test_every_pattern_is_run_here() -> None:
    """No example stands there that no test runs."""
    assert {path.stem for path in PATTERNS.glob("*.py")} == {*RESULTS, *SCRIPTS, *OTHERS}


@pytest.mark.parametrize("name", RESULTS)
def test_pattern_gives_its_result(cli: Any, name: str) -> None:
    """``useworkflow run`` executes the example's workflow and gives what it returns."""
    arguments, result = RESULTS[name]
    done = cli.json("run", copied(cli, name), *arguments)
    assert done["status"] == "completed"
    assert done["output"] == result


@pytest.mark.parametrize("name", SCRIPTS)
def test_pattern_is_a_script(cli: Any, name: str) -> None:
    """``python`` executes the example, which starts its run itself."""
    process = cli.start_python(copied(cli, name))
    assert process.end() == 0
    assert process.output + "\n" == SCRIPTS[name]


def test_nobody_waits_for_what_was_fired_and_forgotten(cli: Any, until: Any) -> None:
    """The parent's run ends at once; the child's goes on by itself."""
    path = copied(cli, "fire_and_forget")
    done = cli.json("run", f"{path}:sign_up", "ada")
    child = re.search(r"run_\w+", done["output"])
    assert child is not None
    cli("resume", child[0], code=None)
    assert cli.json("inspect", "run", child[0])["status"] == "completed"
    assert (cli.folder / "welcome-ada.txt").read_text(encoding="utf-8") == "Welcome, ada!\n"


def test_a_run_is_asked_for_later(cli: Any) -> None:
    """A second process finds the run that the first one has left behind, and its result."""
    path = copied(cli, "check_later")
    first = cli.start_python(path)
    assert first.end() == 0
    second = cli.start_python(path, first.output.strip())
    assert second.end() == 0
    assert second.output == "True 12 loaves completed"


def test_an_instance_survives_a_kill(cli: Any) -> None:
    """Killed while a method of a class waits for a hook, inside an asynchronous iterator and manager of the same object, the run goes on with that
    object, and no step runs again."""
    path = copied(cli, "workflow_class")
    process = cli.start("run", path, "lisbon")
    process.wait_for("waits for hook trip:lisbon")
    process.kill()
    run = cli.only_run()["id"]
    before = [event["kind"] for event in cli.json("inspect", "events", run)]
    cli("resume", "--hook", "trip:lisbon", '"window seat"')
    assert cli.start("resume", run).end() == 0
    done = cli.json("inspect", "run", run)
    assert done["status"] == "completed"
    assert done["output"] == {
        "reserved": ["train to lisbon", "flight to lisbon", "window seat on the flight to lisbon", "hotel to lisbon"],
        "wish": "window seat",
    }
    after = [event["kind"] for event in cli.json("inspect", "events", run)]
    assert (before.count("step_completed"), after.count("step_completed")) == (2, 4)
