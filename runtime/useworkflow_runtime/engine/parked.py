"""What still happens to a run that is parked: the outcomes of its steps that were running are recorded (G3, G6).

    run_7 is parked as diverged while 0/charge#0 runs; charge returns 5   -> its log gets step_completed 0/charge#0
    charge raises, with attempts left                                     -> step_retrying; it is tried once the run goes on

Nothing is delivered: the workflow's code meets these events when the run is mended. Hook payloads, cancellations and
timers need nothing of this: they wait in the inbox, and in the log. Read next: ``revivals``, which parks runs.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from msgspec import Raw
from msgspec.structs import replace

from useworkflow_runtime.engine.attempts import outcome_event
from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.steps.unfit import ArgumentsUnfitError
from useworkflow_runtime.steps.work import Work
from useworkflow_runtime.streams.settling import settlement
from useworkflow_runtime.worlds.protocol import TERMINAL, LoggedEvent, RunRecord, Turn
from useworkflow_sandbox import events as e

if TYPE_CHECKING:
    from useworkflow_runtime.engine.runs import Runs

_log = logging.getLogger("useworkflow.engine")


async def record_outcome(runs: Runs, work: Work, value: Raw | None, failure: BaseException | None) -> None:
    """Record the outcome of a step whose run is neither in memory nor on its way there."""
    while not runs.committer.lost:
        if runs.knows(work.run_id):
            runs.attempts.finished(work, value, failure)
            return
        if isinstance(failure, ArgumentsUnfitError):
            return  # it has no outcome: it runs when the run is mended
        event = outcome_event(work, value, failure, runs.world.now(), runs.attempts.jitter)
        if await _appended(runs, work.run_id, event):
            return


async def record_input(runs: Runs, run_id: str, event: e.StepCompleted | e.StepFailed | e.StepRetrying) -> None:
    """Record an outcome that a parked run was given in a turn that was discarded."""
    while not runs.committer.lost and not runs.knows(run_id):
        if await _appended(runs, run_id, event):
            return


async def _appended(runs: Runs, run_id: str, event: e.StepCompleted | e.StepFailed | e.StepRetrying) -> bool:
    """Whether there is nothing more to do; ``False``: the log has moved on meanwhile."""
    try:
        record = await runs.world.get_run(run_id)
        if record is None or record.status in TERMINAL:
            return True
        row = await _row(runs, record, event)
        settled = settlement(event, None)
        turn = Turn(
            run_id=run_id, expected=record.last_seq, events=[row], generation=record.generation,
            settlements=[] if settled is None else [settled],
        )  # fmt: skip
        (outcome,) = await runs.world.commit(runs.epoch, [turn])
    except LostOwnershipError:
        return True
    except WorldError as error:
        _log.warning("an outcome of parked run %s cannot be recorded, its step will run again: %s", run_id, error)
        return True
    if outcome.committed:
        for observer in runs.observers:
            observer(run_id, row)
    return outcome.committed or outcome.lost


async def _row(runs: Runs, record: RunRecord, event: e.StepCompleted | e.StepFailed | e.StepRetrying) -> LoggedEvent:
    (newest,) = await runs.world.read_events(record.id, record.last_seq - 1, 1)
    stamped = replace(event, at=max(event.at, newest.at, runs.world.now()))
    return LoggedEvent(record.last_seq + 1, e.kind_of(stamped), stamped.at, e.encode_event(stamped))
