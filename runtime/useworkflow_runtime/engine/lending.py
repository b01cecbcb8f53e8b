"""Steps of an engine's own runs that wait long for a place: other engines of a shared world may execute them.

    all places are taken, a step waits for 50 ms   -> it is offered, and goes on waiting
    a place is free, and it is its turn            -> it is taken back; one that another engine has taken stays there
    an item ``step`` arrives for its run           -> step_started and its outcome, in one commit (G2)
    the engine that has taken it dies              -> step_started, and the next attempt, as if it had died here (G3)

Those that wait longest are begun here next, so the last ones are offered first. An engine whose places suffice does nothing of this. What a row in the world says decides who may execute a step, so every question
about it is asked in order, one at a time. Read next: ``borrowing``, the other side; ``worlds.step_sharing``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from useworkflow_runtime.engine.hot_run import HotRun
from useworkflow_runtime.engine.ledger import StepEntry
from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.steps.registry import Step
from useworkflow_runtime.worlds.protocol import InboxItem
from useworkflow_runtime.worlds.step_sharing import LentStep, StepOffer, StepPlace
from useworkflow_sandbox import events as e

if TYPE_CHECKING:
    from useworkflow_runtime.engine.engine import Engine

PATIENCE = 0.05
"""Seconds that a step waits for a place before it is offered."""
MOST = 256
"""Steps that an engine has on offer or lent at a time."""
_AGAIN = 0.2
_log = logging.getLogger("useworkflow.engine")


class _Lent(Struct):
    """``sent``: the world knows of it, or may; ``waits``: it waits for a place here, too."""

    sent: bool
    waits: bool


class Lending:
    """See the module. All methods are called on the engine's loop.

    Args:
        engine: whose runs these are.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lent: dict[StepPlace, _Lent] = {}
        self._one_at_a_time = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None

    # --- offering

    def crowded(self) -> None:
        """A step has to wait for a place."""
        if self._timer is None:
            self._timer = self._engine.runs.loop.call_later(PATIENCE, self._offer_some)

    def close(self) -> None:
        """Offer nothing any more, and forget what was."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._lent = {}

    def _offer_some(self) -> None:
        self._timer = None
        offers: list[StepOffer] = []
        crowded = False
        for place in self._engine.runs.runner.waiting():
            if place in self._lent:
                continue
            crowded = True
            if len(self._lent) == MOST:
                break
            offer = self._offer(place)
            if offer is not None:
                offers.append(offer)
                self._lend(place, sent=False, waits=True)
        if offers:
            self._engine.spawn(self._send(offers))
        if crowded:
            self.crowded()  # more may wait by then

    def _offer(self, place: StepPlace) -> StepOffer | None:
        hot, entry = self._find(place)
        if hot is None or entry is None or entry.retry_at is not None or hot.flying is not None:
            return None
        if self._engine.runs.committer.gathering(hot.run_id) is not None:
            return None  # the world passes over offers of runs whose logs move on
        step = self._engine.registry.find(entry.step)
        if entry.work is not None or entry.starting or step is None or not _may_be_lent(step):
            return None
        return StepOffer(
            hot.run_id, entry.id, entry.attempt + 1, entry.seq, entry.step, hot.workflow, hot.started_at,
            hot.committed, entry.started_at,
        )  # fmt: skip

    async def _send(self, offers: list[StepOffer]) -> None:
        try:
            async with self._one_at_a_time:
                wanted = [offer for offer in offers if self._is_to_be_sent((offer.run_id, offer.operation))]
                if wanted:
                    offered = set(await self._engine.world.offer_steps(self._engine.epoch, wanted))
                    for place in [(offer.run_id, offer.operation) for offer in wanted]:
                        if place not in offered:
                            self._pass_over(place)
        except WorldError as error:
            _log.debug(
                "steps could not be offered: %s", error
            )  # they wait here as before, whether or not it is recorded
        except LostOwnershipError as error:
            self._engine.lose(error)

    def _pass_over(self, place: StepPlace) -> None:
        """The world did not take the offer: it may be made again, or the step has ended."""
        lent = self._lent.get(place)
        if lent is not None and lent.waits:
            del self._lent[place]
            hot, entry = self._find(place)
            if hot is not None and entry is not None:
                entry.lent = False

    def _is_to_be_sent(self, place: StepPlace) -> bool:
        lent = self._lent.get(place)
        if lent is None or lent.sent:
            return False
        lent.sent = True
        return True

    # --- taking back

    def recall(self, places: Sequence[StepPlace]) -> None:
        """There is room for these here, and they wait in no queue any more: execute those that nobody has taken."""
        for place in places:
            if place in self._lent:
                self._lent[place].waits = False
        self._engine.spawn(self._recall(places))

    async def _recall(self, places: Sequence[StepPlace]) -> None:
        try:
            async with self._one_at_a_time:
                asked = [place for place in places if place in self._lent and self._lent[place].sent]
                still = await self._engine.world.recall_steps(self._engine.epoch, asked) if asked else []
                away = {step.place for step in still}
                for place in places:
                    if place not in away:
                        self._take_back(place)
        except WorldError as error:
            _log.debug("steps could not be taken back, trying again: %s", error)
            self._engine.runs.loop.call_later(_AGAIN, self.recall, places)
            return
        except LostOwnershipError as error:
            self._engine.lose(error)
            return
        self._engine.runs.attempts.hand_out_all()

    def _take_back(self, place: StepPlace) -> None:
        if self._lent.pop(place, None) is None:
            return
        hot, entry = self._find(place)
        if hot is not None and entry is not None and entry.lent:
            entry.lent = False
            self._engine.runs.attempts.start_next(hot, entry)

    # --- what becomes of them

    def returned(self, hot: HotRun, item: InboxItem) -> None:
        """Another engine has executed a step of ``hot``, or refuses to."""
        runs, attempts = self._engine.runs, self._engine.runs.attempts
        entry = hot.ledger.steps.get(item.target)
        event = None if bytes(item.payload) == b"null" else e.decode_event(bytes(item.payload))
        if entry is None:  # it was cancelled meanwhile
            runs.done_with(hot, item)
            turn = runs.committer.pending(hot).turn
            turn.handed_back = [*turn.handed_back, item.target]
            return
        if not entry.lent:
            runs.done_with(hot, item)
            return
        self._is_back(hot, entry)
        if event is not None:
            attempts.take_outcome(hot, entry, event, item)
        else:
            runs.done_with(hot, item)
            attempts.start_next(hot, entry)

    def _is_back(self, hot: HotRun, entry: StepEntry) -> None:
        self._lent.pop((hot.run_id, entry.id), None)
        entry.lent = False
        turn = self._engine.runs.committer.pending(hot).turn
        turn.handed_back = [*turn.handed_back, entry.id]

    async def look(self) -> None:
        """Find out which of the engines that have taken steps are dead.

        Raises:
            WorldError, LostOwnershipError: of the world.
        """
        self._lent = {place: lent for place, lent in self._lent.items() if self._engine.runs.knows(place[0])}
        if not self._lent:
            return
        async with self._one_at_a_time:
            asked = [place for place, lent in self._lent.items() if lent.sent]
            found = {step.place: step for step in await self._engine.world.lent_steps(self._engine.epoch, asked)}
            for place in asked:
                self._judge(place, found.get(place))

    def _judge(self, place: StepPlace, step: LentStep | None) -> None:
        lent = self._lent.get(place)
        if lent is None:
            return
        if step is not None and step.state == "lost":
            self._give_up(step)
        elif not lent.waits and step is None:
            self._take_back(place)
        elif not lent.waits and step is not None and step.state == "free":
            self.recall([place])

    def _give_up(self, step: LentStep) -> None:
        """The attempt ended with its worker: it counts."""
        runs = self._engine.runs
        hot, entry = self._find(step.place)
        if hot is None or entry is None or not entry.lent:
            return
        runs.attempts.note_start(hot, entry, step.attempt)
        self._is_back(hot, entry)
        runs.attempts.begin_again(hot, [entry])

    # --- runs that come into memory

    async def of_run(self, run_id: str, operations: Sequence[str]) -> list[LentStep]:
        """Of the outstanding steps of a run that is being taken up, those that are another engine's to execute.

        Raises:
            WorldError, LostOwnershipError: of the world.
        """
        if not self._engine.world.shared or not operations:
            return []
        async with self._one_at_a_time:
            return await self._engine.world.recall_steps(
                self._engine.epoch, [(run_id, operation) for operation in operations]
            )

    def know(self, hot: HotRun, lent: Sequence[LentStep]) -> None:
        """``hot`` was taken up, and these of its steps are lent."""
        self._lent = {place: each for place, each in self._lent.items() if place[0] != hot.run_id}
        for step in lent:
            if step.operation in hot.ledger.steps:
                self._lend(step.place, sent=True, waits=False)
        if lent:
            self._engine.spawn(self._look_soon())

    def _lend(self, place: StepPlace, *, sent: bool, waits: bool) -> None:
        hot, entry = self._find(place)
        if hot is not None and entry is not None:
            entry.lent = True
            self._lent[place] = _Lent(sent, waits)

    async def _look_soon(self) -> None:
        while True:
            try:
                await self.look()
                return
            except WorldError as error:
                _log.debug("lent steps cannot be looked at, trying again: %s", error)
                await asyncio.sleep(_AGAIN)
            except LostOwnershipError as error:
                self._engine.lose(error)
                return

    def _find(self, place: StepPlace) -> tuple[HotRun | None, StepEntry | None]:
        hot = self._engine.runs.hot.get(place[0])
        return hot, None if hot is None else hot.ledger.steps.get(place[1])


def _may_be_lent(step: Step) -> bool:
    """Details of heartbeats are kept where the run is, and places of steps with limits are given out there."""
    return step.options.heartbeat_timeout is None and not step.limited
