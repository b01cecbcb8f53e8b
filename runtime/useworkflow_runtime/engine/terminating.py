"""Ends runs that are not in memory, without their code: terminated ones, and those that are cancelled before they begin.

    a run that is stuck, diverged, delayed or evicted, and an item ``terminate``   -> its log gets run_terminated, it is cancelled

A run in memory is ended where it stands, by ``Runs``. Read next: ``engine``, which finds the items.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import msgspec

from useworkflow_runtime.engine.children import farewells
from useworkflow_runtime.engine.endings import Ended
from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.explaining.explain import ledger_of
from useworkflow_runtime.worlds.protocol import TERMINAL, InboxItem, LoggedEvent, RunRecord, Turn
from useworkflow_sandbox import events as e
from useworkflow_sandbox.texts import keepable

if TYPE_CHECKING:
    from useworkflow_runtime.engine.runs import Runs

_log = logging.getLogger("useworkflow.engine")


def reason_of(item: InboxItem) -> str | None:
    """What the sender of a cancellation gave as its reason."""
    reason = msgspec.json.decode(item.payload)
    return None if reason is None else keepable(str(reason))


async def ends_without_code(runs: Runs, items: list[InboxItem]) -> InboxItem | None:
    """The item, of those of one run that is not in memory, that ends it without its code.

    Raises:
        WorldError: the world cannot be read now.
    """
    for item in items:
        if item.kind == "terminate":
            return item
        if item.kind == "cancel":
            record = await runs.world.get_run(item.run_id)
            if record is not None and record.status == "pending" and not record.claims:
                return item
    return None


async def terminate(runs: Runs, item: InboxItem, reason: str | None, pause: float) -> None:
    """End the run of ``item``.

    Args:
        runs: of the engine that does it.
        item: what asks for it; consumed by the same commit.
        reason: the sender's.
        pause: seconds before the world is asked again after it failed.
    """
    while not runs.committer.lost:
        if runs.knows(item.run_id):
            runs.take_item(item)
            return
        try:
            record = await runs.world.get_run(item.run_id)
            if record is None or record.status in TERMINAL or await _ended(runs, record, item, reason):
                return
        except LostOwnershipError:
            return
        except WorldError as error:
            _log.warning("run %s cannot be ended now, trying again: %s", item.run_id, error)
            await asyncio.sleep(pause)


async def _ended(runs: Runs, record: RunRecord, item: InboxItem, reason: str | None) -> bool:
    """Whether there is nothing more to do; ``False``: the log has moved on meanwhile."""
    ledger = await ledger_of(runs.world, record.id)
    (newest,) = await runs.world.read_events(record.id, record.last_seq - 1, 1)
    event = e.RunTerminated(at=max(runs.world.now(), newest.at), reason=reason)
    row = LoggedEvent(record.last_seq + 1, e.kind_of(event), event.at, e.encode_event(event))
    turn = Turn(
        run_id=record.id, expected=record.last_seq, events=[row], generation=record.generation, status="cancelled",
        completed_at=event.at, sends=list(farewells(record.id, ledger)), inbox_done=[item.number],
    )  # fmt: skip
    if reason is not None:
        turn.reason = reason
    (outcome,) = await runs.world.commit(runs.epoch, [turn])
    if outcome.lost:
        return True
    if outcome.committed:
        for observer in runs.observers:
            observer(record.id, row)
        runs.ended(record.id, Ended("cancelled", reason=reason))
    return outcome.committed
