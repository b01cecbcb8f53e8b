"""Steps of other engines' runs that this engine executes, since it has places that none of its own steps waits for.

    steps are on offer, and a place is free   -> take one (the world records it), read its arguments, execute it
    it has its outcome                        -> into the inbox of its run, and only if it is still this engine's (G3)
    it is not this engine's any more          -> it is cancelled: its run has ended, or does not want it

Outcomes gather while others are being recorded. Read next: ``lending``, the other side.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from msgspec import Raw, Struct

from useworkflow_runtime.engine.attempts import outcome_event
from useworkflow_runtime.engine.ledger import StepEntry
from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.steps.registry import Place, Step
from useworkflow_runtime.steps.unfit import ArgumentsUnfitError
from useworkflow_runtime.steps.work import Work
from useworkflow_runtime.worlds.step_sharing import StepOffer, StepReturn
from useworkflow_sandbox import events as e
from useworkflow_sandbox.metadata import URL_VARIABLE

if TYPE_CHECKING:
    from useworkflow_runtime.engine.engine import Engine

_AT_ONCE = 64
_LOOK_ANYWAY = 30.0
_LOOK_AFTER_THEM = 1.0
"""Seconds after which it is asked whether borrowed steps are still wanted."""
_NOT_EXECUTED = Raw(b"null")
_log = logging.getLogger("useworkflow.engine")


class LentRun(Struct, eq=False):
    """What a borrowed attempt must know about its run."""

    run_id: str
    workflow: str
    started_at: int
    family: tuple[str | None, str | None, str | None]
    number: int
    """Of the offer."""
    borrowed: bool = True


class Borrowing:
    """See the module. All methods are called on the engine's loop.

    Args:
        engine: which executes them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._mine: dict[int, Work | None] = {}
        """What this engine has taken and not returned, by number, with its attempt once that has begun."""
        self._unsure = False
        """The world may say that it has taken something that it has not heard of."""
        self._outcomes: list[StepReturn] = []
        self._returning = False
        self._looking = False
        self._look_again = False

    async def watch(self) -> None:
        """Take what is on offer, for as long as the engine has its place in the world."""
        world = self._engine.world
        while True:
            seen = world.changes("offers")
            try:
                await self._borrow()
            except WorldError as error:
                _log.debug("steps cannot be borrowed now: %s", error)
            except LostOwnershipError as error:
                self._engine.lose(error)
                return
            patience = _LOOK_AFTER_THEM if self._mine or self._unsure else _LOOK_ANYWAY
            await world.wait_for_change(patience, of="offers", since=seen)

    # --- taking

    async def _borrow(self) -> None:
        """One look at a time; who comes meanwhile has the other look again."""
        self._look_again = True
        if self._looking:
            return
        self._looking = True
        try:
            while self._look_again:
                self._look_again = False
                if self._mine or self._unsure:
                    await self._compare()
                await self._borrow_all()
        finally:
            self._looking = False

    async def _borrow_all(self) -> None:
        engine = self._engine
        while any(engine.runs.runner.spare(place) for place in Place):
            steps = [engine.registry.find(step_id) for step_id in await engine.world.steps_on_offer(engine.epoch)]
            took = [
                await self._borrow_for(place, [s for s in steps if s and s.place is place and not s.limited])
                for place in Place
            ]
            if not any(took):
                return

    async def _borrow_for(self, place: Place, steps: list[Step]) -> bool:
        """Whether there may be more."""
        engine = self._engine
        spare = min(engine.runs.runner.spare(place), _AT_ONCE)
        if not steps or not spare:
            return False
        for _ in range(spare):
            engine.runs.runner.reserve(steps[0])
        offers: list[StepOffer] = []
        self._unsure = True
        try:
            offers = await engine.world.borrow_steps(engine.epoch, [step.id for step in steps], spare)
            self._unsure = False
        finally:
            for _ in range(spare - len(offers)):
                engine.runs.runner.release(steps[0])
        known = {step.id: step for step in steps}
        for offer in offers:
            self._mine[offer.number] = None
            engine.spawn(self._begin(offer, known[offer.step]))
        return bool(offers)

    async def _begin(self, offer: StepOffer, step: Step) -> None:
        engine = self._engine
        try:
            run, args = await self._read(offer)
        except WorldError as error:
            _log.debug("the arguments of a borrowed step cannot be read: %s", error)
            engine.runs.runner.release(step)
            self._give_back(offer.run_id, offer.operation, offer.number, _NOT_EXECUTED)
            return
        entry = StepEntry(
            offer.operation, step.id, offer.seq, args, attempt=offer.attempt,
            started_at=engine.world.now() if offer.started_at is None else offer.started_at,
        )  # fmt: skip
        if offer.number in self._mine:
            engine.runs.runner.start(run, entry, step)
            self._mine[offer.number] = entry.work
        else:
            engine.runs.runner.release(step)  # its run did not wait for it any more before it began

    async def _read(self, offer: StepOffer) -> tuple[LentRun, Raw]:
        world = self._engine.world
        first = await world.read_events(offer.run_id, 0, 1)
        rows = await world.read_events(offer.run_id, offer.seq - 1, 1)
        if not first or not rows:
            raise WorldError(f"the log of run {offer.run_id} is gone")
        created, scheduled = e.decode_event(first[0].body), e.decode_event(rows[0].body)
        assert isinstance(created, e.RunCreated)
        assert isinstance(scheduled, e.StepScheduled)
        family = created.parent, created.root or offer.run_id, created.env.get(URL_VARIABLE)
        return LentRun(offer.run_id, offer.workflow, offer.run_started_at, family, offer.number), scheduled.args

    # --- giving back

    def finished(self, work: Work, value: Raw | None, failure: BaseException | None) -> None:
        """A borrowed attempt has its outcome."""
        if isinstance(failure, ArgumentsUnfitError):
            outcome = _NOT_EXECUTED  # its own engine says what is wrong
        else:
            now = self._engine.world.now()
            event = outcome_event(work, value, failure, now, self._engine.runs.attempts.jitter)
            outcome = Raw(e.encode_event(event))
        assert isinstance(work.run, LentRun)
        self._give_back(work.run_id, work.entry.id, work.run.number, outcome)

    def freed(self) -> None:
        """A place is free that a borrowed step had: there may be more on offer."""
        self._engine.spawn(self._borrow_again())

    async def _borrow_again(self) -> None:
        try:
            await self._borrow()
        except WorldError as error:
            _log.debug("steps cannot be borrowed now: %s", error)
        except LostOwnershipError as error:
            self._engine.lose(error)

    def _give_back(self, run_id: str, operation: str, number: int, outcome: Raw) -> None:
        self._outcomes.append(StepReturn(run_id, operation, number, outcome))
        if not self._returning:
            self._returning = True
            self._engine.spawn(self._return())

    async def _return(self) -> None:
        try:
            while self._outcomes:
                batch, self._outcomes = self._outcomes, []
                await self._return_until_recorded(batch)
        except LostOwnershipError as error:
            self._engine.lose(error)
        finally:
            self._returning = False

    async def _return_until_recorded(self, batch: list[StepReturn]) -> None:
        pause = 0.05
        while True:
            try:
                await self._engine.world.return_steps(self._engine.epoch, batch)
                for given in batch:
                    self._mine.pop(given.number, None)
                if any(self._engine.runs.knows(given.run_id) for given in batch):
                    await self._engine.inbox.read()  # the run has come to this engine meanwhile
                return
            except WorldError as error:
                _log.warning("outcomes of borrowed steps cannot be recorded now, trying again: %s", error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)

    async def _compare(self) -> None:
        """Drop what is not this engine's any more, and give back what it has taken without having heard of it."""
        asked = dict(self._mine)
        found = await self._engine.world.borrowed_steps(self._engine.epoch)
        self._unsure = False
        for step in found:
            if step.number not in self._mine and step.number not in asked:
                self._give_back(step.run_id, step.operation, step.number, _NOT_EXECUTED)
        taken = {step.number for step in found}
        for number, work in asked.items():
            if number not in taken and number in self._mine:
                del self._mine[number]
                if work is not None:
                    self._engine.runs.runner.abandon(work, "its run does not wait for it any more")
