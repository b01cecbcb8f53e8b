"""The same history gives the same commands in any process (G5): other hash seeds, garbage collection, Pythons."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DRIVE = Path(__file__).parent / "drive.py"
PYTHONS_VARIABLE = "USEWORKFLOW_TEST_PYTHONS"
PYTHONS = [sys.executable, *filter(None, os.environ.get(PYTHONS_VARIABLE, "").split(os.pathsep))]
"""This interpreter, and those that the environment names, in which the project is installed, too."""
SEEDS = ("0", "1", "4242")
COLLECTORS = ("off", "1")


def drive(python: str, seed: str, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [python, str(DRIVE), *arguments], env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, f"{python}, seed {seed}, {arguments}:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The histories of the corpus, as a process with a hash seed of its own has recorded them."""
    file = tmp_path_factory.mktemp("histories") / "histories.json"
    drive(sys.executable, "7", "record", str(file))
    return file


def test_the_corpus_is_large() -> None:
    """At least fifteen workflows are driven."""
    assert len(list((DRIVE.parent / "corpus").glob("*.py"))) >= 15


@pytest.mark.parametrize("collector", COLLECTORS)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("python", PYTHONS)
def test_commands_are_the_same_bytes_in_another_process(recorded: Path, python: str, seed: str, collector: str) -> None:
    """From the beginning, from every prefix, and from every snapshot, this process's own and the recording one's."""
    assert "workflows" in drive(python, seed, "check", str(recorded), collector)


def test_a_difference_is_found(recorded: Path, tmp_path: Path) -> None:
    """The comparison is one of bytes: a history in which one word is another is reported."""
    changed = tmp_path / "changed.json"
    text = recorded.read_text(encoding="utf-8")
    assert "reserve" in text
    changed.write_text(text.replace('\\"reserve\\"', '\\"deserve\\"'), encoding="utf-8")
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, str(DRIVE), "check", str(changed), "off"],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "closures, order 0" in done.stdout
