"""``useworkflow simulate``: a user's own workflow in many histories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from useworkflow_runtime.cli.commands import call, command_line

SHOP = """
from useworkflow import create_hook, sleep

async def sell(order: str, pause: float = 1.0) -> str:
    "use workflow"
    await note(order)
    answer = await create_hook(token=f"approve:{order}")
    await sleep(pause)
    return f"{order} {answer}"

async def note(order: str) -> None:
    "use step"
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with one workflow."""
    file = tmp_path / "simulated_shop.py"
    file.write_text(SHOP)
    monkeypatch.syspath_prepend(str(tmp_path))
    return file


def test_simulate_says_how_the_runs_ended(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every history ends with the workflow's result; an hour of pause takes no time."""
    code = call(
        command_line,
        ["simulate", str(shop), "o7", "--pause", "3600", "--seeds", "5", "--answer", 'approve:o7="yes"', "--json"],
    )
    report = json.loads(capsys.readouterr().out)
    assert code == 0
    assert report["histories"] == 5
    assert report["endings"] == {'completed "o7 yes"': 5}
    assert report["broken"] == {}


def test_simulate_names_the_seed_of_a_run_that_never_ends(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A hook that nobody answers leaves the run waiting: the history says so, and the exit code is 1."""
    code = call(command_line, ["simulate", str(shop), "o8", "--seed", "4"])
    assert code == 1
    assert "seed 4: it did not come to an end" in capsys.readouterr().out


def test_an_answer_that_is_no_json_is_refused(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--answer TOKEN=JSON`` is checked before anything runs."""
    assert call(command_line, ["simulate", str(shop), "o9", "--answer", "approve:o9=yes"]) == 2
    assert "--answer" in capsys.readouterr().err
