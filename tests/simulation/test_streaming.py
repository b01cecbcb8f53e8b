"""Streams in histories with faults: every reader ends up with every chunk exactly once, and broken engines are found."""

from __future__ import annotations

import random
from typing import Any

import pytest

from useworkflow_runtime.simulation.history import Planned, simulate
from useworkflow_runtime.simulation.streaming import STREAM_PLAYS
from useworkflow_runtime.streams.writing import AttemptStreams
from useworkflow_runtime.worlds import memory_streams
from useworkflow_runtime.worlds.streams import Settlement, Verdict, judge


def plan(chance: random.Random) -> list[Planned]:
    """One play."""
    return chance.choice(STREAM_PLAYS)(chance, "t0")


def broken(seeds: range) -> list[str]:
    """What the first of these histories with something broken says."""
    return next((history.broken for seed in seeds if (history := simulate(plan, seed)).broken), [])


def test_a_hundred_histories_lose_and_repeat_nothing() -> None:
    """Steps that fail, die, go on or begin anew; readers that are there all along, break off and come back."""
    assert broken(range(100)) == []


def test_a_store_that_forgets_to_withdraw_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The chunks of a failed attempt would be read twice."""

    def forgetful(*args: Any, **kwargs: Any) -> Verdict:
        verdict = judge(*args, **kwargs)
        return Verdict(refused=verdict.refused, written=verdict.written, chunks=verdict.chunks)

    monkeypatch.setattr(memory_streams, "judge", forgetful)
    assert "is right (G3)" in "".join(broken(range(20)))


def test_a_step_that_is_done_before_its_chunks_are_stored_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last chunks would be lost with its worker, or refused after its commit."""

    async def hasty(self: AttemptStreams) -> None:
        return

    monkeypatch.setattr(AttemptStreams, "stored", hasty)
    said = [line for seed in range(20) for line in simulate(plan, seed).broken]  # some only wait for what was lost
    assert any("is right (G3)" in line for line in said)


def test_chunks_that_are_never_final_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit that withdraws what its step has written would lose them."""
    monkeypatch.setattr(Settlement, "withdraws", lambda self, attempt: True)
    assert "is right (G3)" in "".join(broken(range(20)))
