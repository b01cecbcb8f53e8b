"""Group commit: while one commit is under way, further turns gather; then all of them go in the next one (G2).

    run a: turn 1 ready   -> commit [a1]
    run b: turn 1, run a: turn 2, run c: turn 1 become ready meanwhile
                          -> commit [b1, a2, c1], and only then do a1's, and later their, commands take effect

Turns of one run that gather in the same group become one. Read next: ``engine``, which gives them effect.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import msgspec

from useworkflow_runtime.engine.ledger import StepEntry
from useworkflow_runtime.errors import LostOwnershipError
from useworkflow_runtime.steps.registry import Step
from useworkflow_runtime.worlds.protocol import InboxItem, Turn, TurnOutcome
from useworkflow_sandbox.events import Event, Logged

if TYPE_CHECKING:
    from useworkflow_runtime.engine.hot_run import HotRun

T = TypeVar("T")
_log = logging.getLogger("useworkflow.engine")

Input: TypeAlias = "tuple[Event | None, InboxItem | None]"
"""An input event, the inbox item that brought it, or both. It is given again when its turn could not be committed."""


class PendingTurn(msgspec.Struct, eq=False):
    """What one run adds to the next commit, and what takes effect once that is durable.

    Lists that most turns leave empty are ``()`` until something is added: a list for each would be most of the objects
    that the garbage collector meets.
    """

    hot: HotRun
    turn: Turn
    inputs: list[Input]
    starts: Sequence[tuple[StepEntry, Step]] = ()
    unknown: Sequence[StepEntry] = ()
    """Scheduled steps that this process does not have."""
    cancels: Sequence[StepEntry] = ()
    logged: Sequence[Logged] = ()
    evict: bool = False
    made: asyncio.Future[None] | None = None
    """Of a turn that creates its run: done once that is durable."""

    def recorded(self) -> None:
        """It is durable, and with it its run: there is nothing to create any more."""
        self.turn.new = None
        if self.made is not None and not self.made.done():
            self.made.set_result(None)

    def refuse(self, error: Exception) -> None:
        """Its run is not created."""
        if self.made is not None and not self.made.done():
            self.made.set_exception(error)

    def consume(self, event: Event | None, item: InboxItem | None) -> None:
        """An input belongs to it: ``event`` was delivered, ``item`` leaves the inbox with the commit."""
        self.inputs.append((event, item))
        if item is not None:
            self.turn.inbox_done = added(self.turn.inbox_done, item.number)


def added(items: Sequence[T], *more: T) -> Sequence[T]:
    """``items`` with ``more`` at its end. A list grows where it is; the empty tuple, which all share, becomes a list."""
    if isinstance(items, list):
        items.extend(more)
        return items
    return [*items, *more]


Commit: TypeAlias = Callable[[list[Turn]], Awaitable[list[TurnOutcome]]]
Done: TypeAlias = Callable[[PendingTurn, TurnOutcome], None]
Failed: TypeAlias = Callable[[list[PendingTurn], Exception], None]


class Committer:
    """The one place from which an engine commits.

    Args:
        loop: the engine's loop.
        commit: ``World.commit`` with the engine's epoch.
        done: called for each turn after its commit, in order; a stale one has ``committed=False``.
        failed: called with all the turns of a commit that failed; nothing of it was recorded.
        context: what the committer runs in, so that nothing of a step's context is handed on to other steps.
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, commit: Commit, done: Done, failed: Failed, context: contextvars.Context
    ) -> None:
        self._loop = loop
        self._commit = commit
        self._done = done
        self._failed = failed
        self._context = context
        self._gathering: dict[str, PendingTurn] = {}
        self._task: asyncio.Task[None] | None = None
        self._idle: asyncio.Future[None] | None = None
        self.setbacks: dict[str, int] = {}
        """Run id -> its commits that failed since the last one that did not. Such a run is committed apart from the others,
        so that what cannot be committed holds up nobody else."""
        self.lost = False
        """The world refused the engine's epoch, or the loop was torn down in the middle of a commit."""

    def pending(self, hot: HotRun) -> PendingTurn:
        """The turn of ``hot`` that will go with the next commit; a new one if there is none yet."""
        pending = self._gathering.get(hot.run_id)
        if pending is None:
            turn = Turn(run_id=hot.run_id, expected=hot.seq, events=[], generation=hot.generation)
            pending = self._gathering[hot.run_id] = PendingTurn(hot, turn, [])
            if self._task is None:
                self._task = self._loop.create_task(self._pump(), context=self._context.copy())
        return pending

    def gathering(self, run_id: str) -> PendingTurn | None:
        """The turn of that run that will go with the next commit, if there is one."""
        return self._gathering.get(run_id)

    def give_up(self, error: Exception) -> None:
        """Nothing that gathers will be committed: whoever waits for a run to be created is told ``error``."""
        for pending in self._gathering.values():
            pending.refuse(error)

    def withdraw(self, run_id: str) -> PendingTurn | None:
        """Take the gathering turn of a run back."""
        return self._gathering.pop(run_id, None)

    async def drained(self) -> None:
        """Wait until nothing is under way and nothing gathers."""
        while self._task is not None and not self.lost:
            if self._idle is None:
                self._idle = self._loop.create_future()
            await asyncio.shield(self._idle)

    async def _pump(self) -> None:
        try:
            while self._gathering and not self.lost:
                group = list(self._gathering.values())
                self._gathering = {}
                for pending in group:  # also those that wait until others are committed: they are under way
                    pending.hot.flying = pending
                    if not pending.turn.events:
                        pending.hot.generation += 1
                apart = [pending for pending in group if pending.hot.run_id in self.setbacks] if self.setbacks else []
                together = [pending for pending in group if pending not in apart] if apart else group
                for members in (together, *([pending] for pending in apart)):
                    if members and not self.lost:
                        await self._commit_group(members)
        except asyncio.CancelledError:
            self.lost = True
            raise
        finally:
            self._task = None
            if self._idle is not None and not self._idle.done():
                self._idle.set_result(None)
            self._idle = None

    async def _commit_group(self, group: list[PendingTurn]) -> None:
        try:
            outcomes = await self._commit([pending.turn for pending in group])
        except Exception as error:
            self.lost = isinstance(error, LostOwnershipError)
            for pending in group:
                pending.hot.flying = None
                self.setbacks[pending.hot.run_id] = self.setbacks.get(pending.hot.run_id, 0) + 1
            self._failed(group, error)
            return
        if self.lost:
            for pending in (
                group
            ):  # the engine has lost its place while the answer was on its way: what follows is another one's to do
                pending.recorded()
            return
        for pending, outcome in zip(group, outcomes, strict=True):
            pending.hot.flying = None
            if self.setbacks:
                self.setbacks.pop(pending.hot.run_id, None)
            try:
                self._done(pending, outcome)
            except (
                Exception
            ) as error:  # what nobody thought of: without this the rest of the group would wait for ever (G9)
                _log.exception("what follows from a commit of run %s failed: it is rebuilt", pending.hot.run_id)
                self._failed([pending], error)
