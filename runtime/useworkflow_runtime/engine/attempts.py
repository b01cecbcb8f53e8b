"""The attempts of steps, as the engine decides about them: start, take the outcome, try again, give up.

    outcome 3 of 0/add#0            -> StepCompleted, delivered
    ValueError, attempt 1 of 4      -> StepRetrying, committed; at its time StepStarted, committed; then attempt 2 (G3)
    FatalError, or attempt 4 of 4   -> StepFailed, delivered
    the worker died in attempt 1    -> attempt 2 at once, after its StepStarted is committed

Read next: ``steps.execution``, which runs them; ``runs``, which delivers.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Raw
from msgspec.structs import replace

from useworkflow_runtime.code.identity import workflow_function
from useworkflow_runtime.engine.committer import added
from useworkflow_runtime.engine.heartbeats import Heartbeats
from useworkflow_runtime.engine.hot_run import HotRun
from useworkflow_runtime.engine.ledger import StepEntry
from useworkflow_runtime.errors import StepCrashedError, StepNotFoundError
from useworkflow_runtime.steps.registry import Place, Registry, Step
from useworkflow_runtime.steps.retries import GiveUp, Jitter, annotated, decide
from useworkflow_runtime.steps.unfit import ArgumentsUnfitError
from useworkflow_runtime.steps.work import Work
from useworkflow_runtime.worlds.protocol import InboxItem
from useworkflow_sandbox import events as e
from useworkflow_sandbox.declared import fails_without_step
from useworkflow_sandbox.values import SerializationError, encode_error

if TYPE_CHECKING:
    from useworkflow_runtime.engine.borrowing import Borrowing
    from useworkflow_runtime.engine.lending import Lending
    from useworkflow_runtime.engine.runs import Runs

_log = logging.getLogger("useworkflow.steps")


class Attempts:
    """See the module.

    Args:
        runs: the engine's runs.
        registry: finds steps.
        jitter: randomness for backoff.
    """

    def __init__(self, runs: Runs, registry: Registry, jitter: Jitter) -> None:
        self._runs = runs
        self._registry = registry
        self.jitter = jitter
        self.find = registry.find
        self.heartbeats = Heartbeats(runs)
        self.lending: Lending
        self.borrowing: Borrowing

    def finished(self, work: Work, value: Raw | None, failure: BaseException | None) -> None:
        """An attempt has its outcome. One that nobody waits for any more is passed over."""
        if work.run.borrowed:
            self.borrowing.finished(work, value, failure)
            return
        hot = self._runs.hot.get(work.run_id)
        if hot is None:
            revival = self._runs.reviving.get(work.run_id)
            if revival is not None:
                revival.outcomes.append((work, value, failure))
            else:
                self._runs.revivals.record_outcome(work, value, failure)
            return
        entry = hot.ledger.steps.get(work.entry.id)
        if entry is None or entry.attempt != work.attempt or (entry.work is not work and entry.work is not None):
            return
        if isinstance(failure, ArgumentsUnfitError):
            self._runs.diverge(hot, str(failure.__cause__))
        elif failure is None:
            assert value is not None
            at = self._runs.stamp(hot)
            self._runs.deliver(hot, e.StepCompleted(at=at, id=entry.id, value=value, attempt=work.attempt))
        else:
            self._failed(hot, work, failure)

    def freed(self, work: Work) -> None:
        """A place is free: give it to whoever waits longest; a thread that outlived its timeout may be tried again."""
        hot = self._runs.hot.get(work.run_id)
        entry = hot.ledger.steps.get(work.entry.id) if hot is not None else None
        if hot is not None and entry is not None and work.reported and entry.work is work:
            entry.work = None
            if entry.retry_at is None and entry.attempt == work.attempt:
                self.start_next(hot, entry)
        self.hand_out(work.step.place)
        if work.run.borrowed:
            self.borrowing.freed()

    def hand_out_all(self) -> None:
        """Give all free places to the attempts that wait longest for them."""
        for place in Place:
            self.hand_out(place)

    def hand_out(self, place: Place) -> None:
        """Give free places to the attempts that wait longest for one."""
        while (waiting := self._runs.runner.next_waiting(place)) is not None:
            run_id, id = waiting
            other = self._runs.hot.get(run_id)
            queued = other.ledger.steps.get(id) if other is not None else None
            if other is not None and queued is not None and queued.work is None and queued.retry_at is None:
                if queued.lent:
                    self.lending.recall([waiting])
                    return  # it may still be taken
                self.start_next(other, queued)

    def take_outcome(self, hot: HotRun, entry: StepEntry, event: e.AnyEvent, item: InboxItem) -> None:
        """Another engine has executed the next attempt of ``entry`` (``lending``): that it began is recorded with its outcome."""
        runs, at = self._runs, self._runs.stamp(hot)
        assert isinstance(event, e.StepCompleted | e.StepFailed | e.StepRetrying)
        self.note_start(hot, entry, event.attempt)
        if isinstance(event, e.StepRetrying):
            runs.note(hot, replace(event, at=at))
            runs.done_with(hot, item)
        else:
            runs.deliver(hot, replace(event, at=at), item)

    def note_start(self, hot: HotRun, entry: StepEntry, attempt: int) -> None:
        """Another engine has begun that attempt. It may be in the log: by a commit that seemed to fail here and was recorded later."""
        if attempt > entry.attempt:
            self._runs.note(hot, e.StepStarted(at=self._runs.stamp(hot), id=entry.id, attempt=attempt))

    def start_due(self, hot: HotRun, now: int) -> None:
        """Start the attempts whose time (microseconds) has come."""
        due: list[StepEntry] = []
        while (first := hot.ledger.first_retry()) is not None and first[0] <= now:
            entry = hot.ledger.steps[first[1]]
            hot.ledger.set_retry(entry, None)
            due.append(entry)
        for entry in due:
            self.start_next(hot, entry)

    def attach(self, hot: HotRun, told: set[tuple[str, int]]) -> list[StepEntry]:
        """Join a recovered run with its attempts that still run here; give back those that run nowhere.

        ``told``: (id, attempt) of those whose outcome is known already and is about to be delivered. The log may be further:
        the commit with an outcome and the next attempt's start may have been recorded though it seemed to fail.
        """
        running = self._runs.runner.of(hot.run_id)
        lost = []
        for entry in hot.ledger.steps.values():
            work = running.get(entry.id)
            if work is not None and work.attempt == entry.attempt:
                entry.work = work
                work.entry = entry
            elif entry.retry_at is None and not entry.lent and (entry.id, entry.attempt) not in told:
                lost.append(entry)
        return lost

    def begin_again(self, hot: HotRun, lost: list[StepEntry]) -> None:
        """Attempts that ended with their worker count (G3): start the next one at once, or give up."""
        for entry in lost:
            if hot.finished or hot.ledger.steps.get(entry.id) is not entry:
                continue
            step = self.find(entry.step)
            if step is not None and entry.attempt >= step.options.max_attempts:
                self._give_up(hot, entry, step, _crashed(step, entry.attempt))
            else:
                self.start_next(hot, entry)

    def begin_unknown(self, hot: HotRun, entries: Sequence[StepEntry]) -> None:
        """Steps that are not here and are scheduled by now: the run waits for them, or fails if it was told to."""
        for entry in entries:
            if not hot.finished and hot.ledger.steps.get(entry.id) is entry:
                self.start_next(hot, entry)

    def _not_here(self, hot: HotRun, entry: StepEntry) -> None:
        if fails_without_step(workflow_function(hot.workflow)):
            error = StepNotFoundError.of(entry.step, self._registry.missing.get(entry.step, "no such function"))
            at = self._runs.stamp(hot)
            failed = e.StepFailed(at=at, id=entry.id, error=_encoded(error), attempt=entry.attempt)
            self._runs.deliver(hot, failed)

    def _failed(self, hot: HotRun, work: Work, failure: BaseException) -> None:
        event = outcome_event(work, None, failure, self._runs.stamp(hot), self.jitter)
        if not isinstance(event, e.StepRetrying):
            self._runs.deliver(hot, event)
            return
        self._say(work, failure, event)
        self.heartbeats.save(work)
        entry = hot.ledger.steps[work.entry.id]
        if entry.work is not None and not entry.work.running:
            entry.work = None
        # Like an input it is given again if the commit fails: the next attempt would not wait otherwise.
        self._runs.note(hot, event).inputs.append((event, None))

    def _say(self, work: Work, failure: BaseException, event: e.StepRetrying) -> None:
        """A step that fails is seen by nobody before its last attempt, unless this says so."""
        _log.warning(
            "step %s of run %s failed (attempt %d of %d), next in %.1f s: %s: %s",
            work.step.name, work.run_id, work.attempt, work.step.options.max_attempts,
            max(0, event.retry_at - event.at) / 1_000_000, type(failure).__name__, _text(failure),
        )  # fmt: skip

    def _give_up(self, hot: HotRun, entry: StepEntry, step: Step, failure: BaseException) -> None:
        at = self._runs.stamp(hot)
        error = _last(failure, step, entry.attempt)
        self._runs.deliver(hot, e.StepFailed(at=at, id=entry.id, error=error, attempt=entry.attempt))

    def start_next(self, hot: HotRun, entry: StepEntry) -> None:
        """Start the next attempt after its ``StepStarted`` is committed; wait where no place or no such step is."""
        step = self.find(entry.step)
        if step is None:
            self._not_here(hot, entry)
            return
        if entry.starting or entry.lent or (entry.work is not None and entry.work.running):
            return
        runs = self._runs
        if not runs.runner.reserve(step):
            runs.runner.queue(step, hot.run_id, entry.id)
            return
        entry.work = None
        started = e.StepStarted(at=runs.stamp(hot), id=entry.id, attempt=entry.attempt + 1)
        pending = runs.note(hot, started)
        entry.starting = True
        pending.starts = added(pending.starts, (entry, step))


def outcome_event(
    work: Work, value: Raw | None, failure: BaseException | None, now: int, jitter: Jitter
) -> e.StepCompleted | e.StepFailed | e.StepRetrying:
    """What an attempt's end is in the log: its value, another attempt to come, or the last failure.

    Args:
        work: the attempt.
        value: its encoded result, where it did not fail.
        failure: what it raised.
        now: microseconds.
        jitter: randomness for backoff.
    """
    id, attempt = work.entry.id, work.attempt
    if failure is None:
        assert value is not None
        return e.StepCompleted(at=now, id=id, value=value, attempt=attempt)
    verdict = decide(work.step.options, attempt, failure, now, jitter)
    if isinstance(verdict, GiveUp):
        return e.StepFailed(at=now, id=id, error=_last(failure, work.step, attempt), attempt=attempt)
    return e.StepRetrying(at=now, id=id, attempt=attempt, error=_encoded(failure), retry_at=verdict.at)


def _last(failure: BaseException, step: Step, attempt: int) -> Raw:
    with annotated(failure, step.name, attempt - 1):
        return _encoded(failure)


def _text(failure: BaseException) -> str:
    try:
        return str(failure)
    except Exception as error:
        return f"<its text raised {type(error).__name__}>"


def _encoded(failure: BaseException) -> Raw:
    try:
        return encode_error(failure)
    except Exception as error:  # the user's own methods ran: an attempt without an outcome would never be tried again
        name = type(failure).__name__
        return encode_error(SerializationError("what the step raised", name, because=f"reading it raised {error!r}"))


def _crashed(step: Step, attempts: int) -> StepCrashedError:
    times = "its only attempt" if attempts == 1 else f"each of its {attempts} attempts"
    return StepCrashedError(
        f"step {step.name} ended together with its worker in {times}",
        why="the process that ran it died, or was stopped, before the step had an outcome",
        mend="look at what the step does to its process (memory, native code), or raise max_retries",
    )
