"""What a world in memory keeps of a run beside its record.

    Row(record, events, "d1", epoch=0).public()   -> a record that shares nothing with the store

Read next: ``memory``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Raw, structs

from useworkflow_runtime.worlds.attributes import matches
from useworkflow_runtime.worlds.protocol import (
    PARKED,
    TERMINAL,
    LoggedEvent,
    NewRun,
    RunRecord,
    Scalar,
    SnapshotRow,
    Turn,
)


@dataclass(slots=True)
class Delivery:
    """A payload that came with a dedup key, and the answer to it."""

    token: str
    reply: Raw | None = None


@dataclass(slots=True)
class Row:
    """A run: its record (replaced, never changed in place), its log, and what only the world knows."""

    record: RunRecord
    events: list[LoggedEvent]
    args_digest: str
    epoch: int
    snapshot: SnapshotRow | None = None
    dedup: dict[tuple[str, str], Delivery] = field(default_factory=dict)
    """By hook id and dedup key."""
    tokens: set[str] = field(default_factory=set)
    items: set[int] = field(default_factory=set)
    """Numbers of its inbox items."""
    waiting: list[tuple[str, str]] = field(default_factory=list)
    """(run id, operation) of those who wait for its end."""
    former_code: set[str] = field(default_factory=set)
    """Bundles that it was moved away from."""

    def public(self) -> RunRecord:
        """A record that shares nothing with the store."""
        return structs.replace(self.record, attributes=dict(self.record.attributes))

    def awaits(self, turn: Turn) -> bool:
        """Whether the turn was made of the run as it is, and what it consumes is there."""
        record = self.record
        at_its_place = (record.last_seq, record.generation) == (turn.expected, turn.generation)
        return at_its_place and self.items.issuperset(turn.inbox_done)

    def change(self, **fields: object) -> None:
        self.record = structs.replace(self.record, **fields)


def live(record: RunRecord) -> bool:
    """Neither ended nor parked."""
    return record.status not in TERMINAL and record.status not in PARKED


def first_counts(new: NewRun) -> bool:
    """Whether of several starts in its window the first counts."""
    return new.window is not None and new.window.keep == "first"


def not_begun(record: RunRecord) -> bool:
    """Whether nobody has claimed it."""
    return record.status == "pending" and record.claims == 0


def ended_before(record: RunRecord, before: int) -> bool:
    """Whether it ended before that time."""
    return record.status in TERMINAL and record.completed_at is not None and record.completed_at < before


def matching(
    runs: dict[str, Row],
    workflow: str | None,
    status: str | None,
    attributes: dict[str, Scalar] | None,
    limit: int,
    before: str | None,
) -> list[RunRecord]:
    """See ``World.find_runs``."""
    newest_first = list(reversed(runs))
    if before is not None:
        newest_first = newest_first[newest_first.index(before) + 1 :] if before in runs else []
    found = (
        row
        for row in (runs[run_id] for run_id in newest_first)
        if workflow in (None, row.record.workflow)
        and status in (None, row.record.status)
        and matches(row.record.attributes, attributes or {})
    )
    return [row.public() for row, _ in zip(found, range(limit), strict=False)]
