"""Workers are killed at random moments, for some seconds; the long form is ``python tests/kills/rounds.py``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from postgres_rounds import KINDS, PostgresRounds
from rounds import Rounds
from server import Server

SEED = 20261123


@pytest.mark.filterwarnings("default")
async def test_killed_workers_lose_nothing_and_record_nothing_twice(tmp_path: Path) -> None:
    """G2, G3: with workers killed and stopped at random, every run ends right, no recorded step runs again, no attempt runs twice."""
    found = await Rounds(tmp_path, SEED, load=40).all(10, seconds=15)
    assert found["violations"] == []
    assert found["rounds"] >= 3
    assert found["runs_ended"] >= 40
    assert found["step_bodies"] > 400


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    "kinds",
    [("kill", "joining", "all", "stop"), ("restart", "crash", "crash_twice"), ("full",)],
    ids=["workers", "server", "disk"],
)
async def test_workers_and_server_of_postgresql_are_ended_at_random(tmp_path: Path, kinds: tuple[str, ...]) -> None:
    """G2, G3: whether workers are killed, or stopped past their lease, or the server is restarted or killed, also while it recovers, or has
    no room left, and while ended runs are removed: every run ends right, no recorded step runs again, no attempt runs twice."""
    with Server("fsync=off") as server:  # processes are killed here, not machines
        chosen = {kind: KINDS[kind] for kind in kinds}
        rounds = PostgresRounds(server, tmp_path, SEED, workers=2, load=12, kinds=chosen)
        found = await rounds.all(5, seconds=6)
    assert found["violations"] == []
    assert found["rounds"] >= 3
    assert found["runs_ended"] >= 12
