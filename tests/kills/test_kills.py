"""Workers are killed at random moments, for some seconds; the long form is ``python tests/kills/rounds.py``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from rounds import Rounds

SEED = 20261123


@pytest.mark.filterwarnings("default")
async def test_killed_workers_lose_nothing_and_record_nothing_twice(tmp_path: Path) -> None:
    """G2, G3: with workers killed and stopped at random, every run ends right, no recorded step runs again, no attempt runs twice."""
    found = await Rounds(tmp_path, SEED, load=40).all(10, seconds=15)
    assert found["violations"] == []
    assert found["rounds"] >= 3
    assert found["runs_ended"] >= 40
    assert found["step_bodies"] > 400
