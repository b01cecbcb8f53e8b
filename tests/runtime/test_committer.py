"""The one place from which an engine commits."""

from __future__ import annotations

import asyncio
import contextvars
from typing import Any

import pytest

from useworkflow_runtime.engine.committer import Committer, PendingTurn
from useworkflow_runtime.worlds.protocol import Turn, TurnOutcome


class Hot:
    """As much of a run in memory as a committer looks at."""

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self.seq = 1
        self.flying: Any = None
        self.generation = 0


async def test_a_turn_that_waits_for_other_commits_is_under_way() -> None:
    """A run that is committed apart counts as under way while the others are committed first: it is neither evicted nor rebuilt meanwhile."""
    seen: list[tuple[list[str], bool]] = []
    apart, other = Hot("apart"), Hot("other")

    async def commit(turns: list[Turn]) -> list[TurnOutcome]:
        seen.append(([turn.run_id for turn in turns], apart.flying is not None))
        await asyncio.sleep(0)
        return [TurnOutcome(committed=True) for _ in turns]

    def nothing(*what: object) -> None:
        """Not looked at here."""

    committer = Committer(asyncio.get_running_loop(), commit, nothing, nothing, contextvars.copy_context())
    committer.setbacks["apart"] = 1
    for hot in (apart, other):
        committer.pending(hot)  # type: ignore[arg-type]
    await committer.drained()
    assert seen == [(["other"], True), (["apart"], True)]
    assert apart.flying is None


async def test_nothing_follows_from_a_commit_whose_answer_comes_after_the_engine_has_lost_its_place() -> None:
    """It was recorded, and the run is another engine's now: this one begins no step of it any more (G3)."""
    answer = asyncio.get_running_loop().create_future()
    done: list[Any] = []

    async def commit(turns: list[Turn]) -> list[TurnOutcome]:
        return await answer  # type: ignore[no-any-return]

    committer = Committer(
        asyncio.get_running_loop(),
        commit,
        lambda pending, outcome: done.append(pending),
        lambda group, error: done.append(error),
        contextvars.copy_context(),
    )
    committer.pending(Hot("a"))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    committer.lost = True
    answer.set_result([TurnOutcome(committed=True)])
    for _ in range(5):
        await asyncio.sleep(0)
    assert done == []


async def test_what_goes_wrong_after_the_commit_of_one_run_concerns_no_other(caplog: pytest.LogCaptureFixture) -> None:
    """Where what follows from a commit raises, that run is rebuilt like one whose commit failed; the others of the group go on."""
    done, failed = [], []

    async def commit(turns: list[Turn]) -> list[TurnOutcome]:
        return [TurnOutcome(committed=True) for _ in turns]

    def follow(pending: PendingTurn, outcome: TurnOutcome) -> None:
        if pending.hot.run_id == "first":
            raise RuntimeError("nobody thought of this")
        done.append(pending.hot.run_id)

    def rebuild(group: list[PendingTurn], error: Exception) -> None:
        failed.append(([pending.hot.run_id for pending in group], str(error)))

    committer = Committer(asyncio.get_running_loop(), commit, follow, rebuild, contextvars.copy_context())
    for run_id in ("first", "second", "third"):
        committer.pending(Hot(run_id))  # type: ignore[arg-type]
    await committer.drained()
    assert done == ["second", "third"]
    assert failed == [(["first"], "nobody thought of this")]
    assert "run first" in caplog.text
