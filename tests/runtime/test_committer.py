"""The one place from which an engine commits."""

from __future__ import annotations

import asyncio
import contextvars
from typing import Any

from useworkflow_runtime.engine.committer import Committer
from useworkflow_runtime.worlds.protocol import Turn, TurnOutcome


class Hot:
    """As much of a run in memory as a committer looks at."""

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self.seq = 1
        self.flying: Any = None


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
