"""Rows of a PostgreSQL world <-> the structs of ``protocol``.

    record(("run_7", "workflow//app//f", ...))  -> RunRecord(id="run_7", ...)
    address("approve:17")                       -> "approve:17"; a token of 5 KB -> its start and its digest

Read next: ``postgres_reading``.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from msgspec import Raw

from useworkflow_runtime.worlds import protocol
from useworkflow_runtime.worlds.protocol import InboxItem, LoggedEvent, RunRecord, Scalar

Row = tuple[Any, ...]

COLUMNS = """
    runs.id, runs.workflow, runs.bundle, runs.status, runs.created_at, runs.started_at, runs.completed_at, runs.wake_at,
    runs.claims, runs.active, runs.idempotency_key, runs.output, runs.error, runs.error_kind, runs.reason,
    runs.attributes, runs.parent, runs.last_seq, runs.generation
"""
RECORD = f"SELECT {COLUMNS} FROM useworkflow.runs"

_LONGEST = 1_000
"""Bytes; an entry of a B-tree has room for about 2,700."""


def text(raw: Raw | bytes) -> str:
    """Encoded JSON as PostgreSQL keeps it."""
    return bytes(raw).decode()


def raw(value: str | None) -> Raw | None:
    """The reverse of ``text``; ``None`` stays ``None``."""
    return None if value is None else Raw(value.encode())


def json_text(value: object) -> str:
    """``value`` as JSON."""
    return msgspec.json.encode(value).decode()


def attributes(value: str) -> dict[str, Scalar]:
    """The reverse of ``json_text`` for a run's attributes."""
    return protocol.attributes_of(value)


def address(name: str) -> str:
    """What stands for ``name`` in an index, which has no room for a long one."""
    encoded = name.encode()
    if len(encoded) <= _LONGEST:
        return name
    return f"{name[:100]}#{hashlib.sha256(encoded).hexdigest()}"


def record(row: Row) -> RunRecord:
    """One row of ``RECORD``."""
    return RunRecord(
        id=row[0],
        workflow=row[1],
        bundle=row[2],
        status=row[3],
        created_at=row[4],
        started_at=row[5],
        completed_at=row[6],
        wake_at=row[7],
        claims=row[8],
        active=row[9],
        idempotency_key=row[10],
        output=raw(row[11]),
        error=raw(row[12]),
        error_kind=row[13],
        reason=row[14],
        attributes=protocol.attributes_of(row[15]),
        parent=row[16],
        last_seq=row[17],
        generation=row[18],
    )


def event(row: Row) -> LoggedEvent:
    """One row of (seq, kind, at, body)."""
    return LoggedEvent(row[0], row[1], row[2], row[3].encode())


def inbox_item(row: Row) -> InboxItem:
    """One row of (number, run id, kind, target, payload, dedup)."""
    return protocol.inbox_item(row[0], row[1], row[2], row[3], row[4], row[5])
