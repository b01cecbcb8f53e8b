"""Queues of the world in memory: tickets, slots, and what a rate still lets through.

    queues.ask("run_1", QueuePlace("mail"), now, ready_at=now)
    queues.grant(now, limit=100)     -> ["run_1"]

Read next: ``memory``, whose ``claim`` asks it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import structs

from useworkflow_runtime.worlds.changes import Changes
from useworkflow_runtime.worlds.memory_rows import Row, first_counts, live, not_begun
from useworkflow_runtime.worlds.protocol import TERMINAL, InboxItem, LoggedEvent, NewRun
from useworkflow_runtime.worlds.queueing import (
    QueueConfig,
    QueuePlace,
    QueueState,
    RateLimit,
    Ticket,
    earliest,
    least,
    places,
)

Test = Callable[[str], bool]


@dataclass(slots=True)
class _Ticket:
    place: QueuePlace
    number: int
    asked_at: int
    ready_at: int
    granted_at: int | None = None


@dataclass(slots=True)
class _Queue:
    config: QueueConfig
    grants: list[tuple[int, str]] = field(default_factory=list)
    """(time, key) of those within the longer of its two periods, oldest first."""
    wake_at: int | None = None


class MemoryQueues:
    """See the module. ``live``: whether a run is neither ended nor parked; ``ended``: whether it has ended, or is gone."""

    def __init__(self, live: Test, ended: Test) -> None:
        self._live = live
        self._ended = ended
        self._queues: dict[str, _Queue] = {}
        self._tickets: dict[str, _Ticket] = {}
        self._numbers = 0
        self.left_waiting = False

    def put(self, config: QueueConfig) -> None:
        """See ``Queueing.put_queue``."""
        self._queues.setdefault(config.name, _Queue(config)).config = config

    def ask(self, run_id: str, place: QueuePlace, now: int, ready_at: int) -> None:
        """Give a new run its ticket."""
        self._queues.setdefault(place.queue, _Queue(QueueConfig(name=place.queue)))
        self._numbers += 1
        self._tickets[run_id] = _Ticket(place, self._numbers, now, ready_at)

    def postpone(self, run_id: str, ready_at: int) -> None:
        """Let a waiting run begin no earlier than that."""
        if run_id in self._tickets:
            self._tickets[run_id].ready_at = ready_at

    def ask_again(self, run_id: str) -> bool:
        """Take a parked run's grant back; ``False`` if it has no ticket."""
        ticket = self._tickets.get(run_id)
        if ticket is not None:
            ticket.granted_at = None
        return ticket is not None

    def waits(self, run_id: str) -> bool:
        """Whether the run may not be claimed for want of a slot."""
        ticket = self._tickets.get(run_id)
        return ticket is not None and ticket.granted_at is None

    def give_up(self, run_id: str) -> None:
        """Forget the ticket of a run that is claimed without a slot, or was removed."""
        self._tickets.pop(run_id, None)

    def grant(self, now: int, limit: int) -> list[str]:
        """Let through what may begin, at most ``limit``."""
        granted: list[str] = []
        for name, queue in self._queues.items():
            granted += self._grant(name, queue, now, limit - len(granted))
        self.left_waiting = any(self._waiting(name) for name in self._queues)
        return granted

    def _grant(self, name: str, queue: _Queue, now: int, limit: int) -> list[str]:
        config = queue.config
        longest = max((rate.period for rate in (config.rate, config.key_rate) if rate is not None), default=0)
        queue.grants = [(at, key) for at, key in queue.grants if at > now - longest]
        chosen: list[str] = []
        for run_id, ticket in self._waiting(name):
            if ticket.ready_at <= now and len(chosen) < limit and self._has_room(queue, ticket.place.key, now):
                ticket.granted_at = now
                chosen.append(run_id)
                if longest:
                    queue.grants.append((now, ticket.place.key))
        queue.wake_at = self._next_time(name, queue, now)
        return chosen

    def _has_room(self, queue: _Queue, key: str, now: int) -> bool:
        config = queue.config
        held = self._held(config.name)
        free = least(
            places(config.concurrency, len(held)),
            places(config.worker_concurrency, len(held)),  # there is one worker
            places(config.key_concurrency, Counter(held.values())[key]),
            _rest(config.rate, [at for at, _ in queue.grants], now),
            _rest(config.key_rate, [at for at, of in queue.grants if of == key], now),
        )
        return free is None or free > 0

    def _next_time(self, name: str, queue: _Queue, now: int) -> int | None:
        waiting = [ticket for _, ticket in self._waiting(name)]
        if not waiting:
            return None
        delays = [ticket.ready_at for ticket in waiting if ticket.ready_at > now]
        rates = [rate for rate in (queue.config.rate, queue.config.key_rate) if rate is not None]
        ends = [at + rate.period for rate in rates for at, _ in queue.grants if at > now - rate.period]
        return earliest(*delays, *ends)

    def _waiting(self, name: str) -> list[tuple[str, _Ticket]]:
        found = [
            (run_id, ticket)
            for run_id, ticket in self._tickets.items()
            if ticket.place.queue == name and ticket.granted_at is None and self._live(run_id)
        ]
        return sorted(found, key=lambda pair: (pair[1].place.priority, pair[1].number))

    def _held(self, name: str) -> dict[str, str]:
        """Runs that hold a slot, with their keys."""
        return {
            run_id: ticket.place.key
            for run_id, ticket in self._tickets.items()
            if ticket.place.queue == name and ticket.granted_at is not None and self._live(run_id)
        }

    def next_wake(self) -> int | None:
        """When time alone lets a run through."""
        return earliest(*(queue.wake_at for queue in self._queues.values()))

    def states(self) -> Iterator[QueueState]:
        """See ``Queueing.queues``."""
        for name, queue in sorted(self._queues.items()):
            yield QueueState(queue.config, len(self._waiting(name)), len(self._held(name)), queue.wake_at)

    def ticket(self, run_id: str) -> Ticket | None:
        """See ``Queueing.ticket``."""
        found = self._tickets.get(run_id)
        if found is None or self._ended(run_id):
            return None
        place = found.place
        held = self._held(place.queue)
        before = [ticket for id, ticket in self._waiting(place.queue)]
        return Ticket(
            queue=place.queue,
            key=place.key,
            priority=place.priority,
            asked_at=found.asked_at,
            ready_at=found.ready_at,
            granted_at=found.granted_at,
            ahead=before.index(found) if found in before else 0,
            held=len(held),
            held_by_key=Counter(held.values())[place.key],
            wake_at=self._queues[place.queue].wake_at,
        )


def _rest(rate: RateLimit | None, times: list[int], now: int) -> int | None:
    """How many may still begin within the period that ends now."""
    return None if rate is None else rate.count - sum(at > now - rate.period for at in times)


class MemoryWindows:
    """Starts of a workflow with the same key that are one run: by (workflow, key) the run's id, and until when."""

    def __init__(self) -> None:
        self._windows: dict[tuple[str, str], tuple[str, int]] = {}

    def find(self, new: NewRun, now: int) -> str | None:
        """The run whose window ``new`` falls into."""
        found = self._windows.get((new.workflow, new.window.key)) if new.window is not None else None
        return found[0] if found is not None and now < found[1] else None

    def opened(self, new: NewRun, now: int) -> NewRun:
        """``new`` with the start that its window gives it; the window is its own from now on."""
        window = new.window
        if window is None:
            return new
        self._windows = {key: found for key, found in self._windows.items() if now < found[1]}
        self._windows[new.workflow, window.key] = (new.id, now + window.window)
        return structs.replace(new, start_at=window.start_at(now, new.start_at))

    def extend(self, new: NewRun, now: int) -> int:
        """Let the window that ``new`` falls into last as long as if it began now; returns when its run may begin."""
        assert new.window is not None  # a start without a window falls into none
        run_id, _ = self._windows[new.workflow, new.window.key]
        until = now + new.window.window
        self._windows[new.workflow, new.window.key] = (run_id, until)
        return until


class MemoryQueueing:
    """The operations of ``Queueing``, on ``MemoryQueues``, and what they need to know of runs."""

    _runs: dict[str, Row]
    _inbox: dict[int, InboxItem]
    _queues: MemoryQueues
    _windows: MemoryWindows
    _changes: Changes

    async def put_queue(self, config: QueueConfig) -> None:
        """See ``Queueing.put_queue``."""
        self._queues.put(config)
        self._changes.note(inputs=True)

    async def queues(self) -> list[QueueState]:
        """See ``Queueing.queues``."""
        return list(self._queues.states())

    async def ticket(self, run_id: str) -> Ticket | None:
        """See ``Queueing.ticket``."""
        return self._queues.ticket(run_id)

    def left_waiting(self) -> bool:
        """See ``Queueing.left_waiting``."""
        return self._queues.left_waiting

    def _join(self, new: NewRun) -> Row | None:
        """The run whose window ``new`` falls into; where the last start counts, it is ``new``'s from now on."""
        now = self.now()
        same = None if new.window is None else self._runs.get(self._windows.find(new, now) or "")
        if same is None or first_counts(new):
            return same
        if not not_begun(same.record):
            return None
        self._follow(same, new, now)
        return same

    def _follow(self, row: Row, new: NewRun, now: int) -> None:
        """Let the latest of several starts count: ``row`` has not begun."""
        at = self._windows.extend(new, now)
        row.events[0] = LoggedEvent(1, "run_created", new.at, new.created)
        row.args_digest = new.args_digest
        row.change(bundle=new.bundle, created_at=new.at, wake_at=None if row.record.wake_at is None else at)
        self._queues.postpone(row.record.id, at)
        self._changes.note(inputs=True)

    def now(self) -> int:
        """See ``World.now``."""
        raise NotImplementedError

    def _is_live(self, run_id: str) -> bool:
        return run_id in self._runs and live(self._runs[run_id].record)

    def _is_over(self, run_id: str) -> bool:
        return run_id not in self._runs or self._runs[run_id].record.status in TERMINAL

    def _claimable(self, epoch: int) -> Iterable[Row]:
        now = self.now()
        for row in self._runs.values():
            record = row.record
            if not live(record) or row.epoch == epoch or self._queues.waits(record.id):
                continue
            delay_over = record.status == "pending" and record.wake_at is not None and record.wake_at <= now
            if record.active or delay_over:
                yield row

    def _named(self, run_ids: Sequence[str]) -> Iterable[Row]:
        wanted = set(run_ids)
        for run_id, row in self._runs.items():
            if run_id not in wanted or not live(row.record):
                continue
            if self._queues.waits(run_id):
                if all(self._inbox[number].kind not in ("cancel", "terminate") for number in row.items):
                    continue
                self._queues.give_up(run_id)
            yield row
