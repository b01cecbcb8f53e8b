"""Rows of a SQLite world <-> the structs of ``protocol``.

    record((1, "run_7", "workflow//app//f", ...))  -> RunRecord(id="run_7", ...)

Bodies and payloads are JSON bytes outside and TEXT inside, so that the ``sqlite3`` shell shows them as they are.
Read next: ``sqlite_operations``, which runs the statements.
"""

from __future__ import annotations

from typing import Any

from msgspec import Raw

from useworkflow_runtime.worlds import protocol
from useworkflow_runtime.worlds.protocol import InboxItem, LoggedEvent, RunRecord
from useworkflow_runtime.worlds.sqlite_schema import SEQ_BITS, SEQ_MASK

Row = tuple[Any, ...]

LAST_KEY = f"""
    (SELECT max(key) FROM log WHERE key BETWEEN runs.number << {SEQ_BITS} AND runs.number << {SEQ_BITS} | {SEQ_MASK})
"""
"""The newest event's key; SQLite answers it with one descent of the B-tree."""

RECORD = f"""
    SELECT number, id, workflow, bundle, status, created_at, started_at, completed_at, wake_at, claims, active,
           idempotency_key, CAST(output AS BLOB), CAST(error AS BLOB), error_kind, reason, CAST(attributes AS BLOB), parent,
           generation, {LAST_KEY} & {SEQ_MASK}
    FROM runs
"""


def text(raw: Raw | bytes) -> str:
    """Encoded JSON as SQLite keeps it."""
    return bytes(raw).decode()


def raw(value: str | bytes | None) -> Raw | None:
    """The reverse of ``text``; ``None`` stays ``None``. Read as a blob, so that damaged text concerns its run alone."""
    return None if value is None else Raw(value.encode() if isinstance(value, str) else value)


def record(row: Row) -> RunRecord:
    """One row of ``RECORD``."""
    return RunRecord(
        id=row[1],
        workflow=row[2],
        bundle=row[3],
        status=row[4],
        created_at=row[5],
        started_at=row[6],
        completed_at=row[7],
        wake_at=row[8],
        claims=row[9],
        active=bool(row[10]),
        idempotency_key=row[11],
        output=raw(row[12]),
        error=raw(row[13]),
        error_kind=row[14],
        reason=row[15],
        attributes=protocol.attributes_of(row[16]),
        parent=row[17],
        generation=row[18],
        last_seq=row[19] or 0,
    )


def event(row: Row) -> LoggedEvent:
    """One row of ``SELECT key, kind, at, CAST(body AS BLOB) FROM log``: bytes, so that damaged text concerns its run alone."""
    return LoggedEvent(row[0] & SEQ_MASK, row[1], row[2], bytes(row[3]))


def inbox_item(row: Row) -> InboxItem:
    """One row of (number, run id, kind, target, payload, dedup)."""
    return protocol.inbox_item(row[0], row[1], row[2], row[3], row[4], row[5])
