"""Where in a world's tables values stand, so that all of them can be sealed anew.

    query(SQLITE, "", 500)   -> ("SELECT ... FROM log ... ORDER BY key LIMIT ?", (500,)), of the first column
    page(SQLITE, "", rows)   -> ValuePage([StoredValue(place='0:[4294967297]', ...)], next='0:[4294967305]')

A column that holds values belongs in the lists below: what is left out keeps its old key for ever (a test looks).
Read next: ``sealing.rekey``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from useworkflow_runtime.worlds.protocol import StoredValue, ValuePage
from useworkflow_runtime.worlds.sqlite_schema import SEQ_BITS, SEQ_MASK
from useworkflow_runtime.worlds.sqlite_streams import INDEX_BITS


class Column(msgspec.Struct, frozen=True):
    """One column of values. ``keys``: the primary key; ``run``: SQL for the run's number; ``seq``: for an event's position;
    ``whole``: for whether the store leaves it alone."""

    table: str
    value: str
    keys: tuple[str, ...]
    run: str = "run"
    seq: str | None = None
    blob: bool = False
    whole: str = "TRUE"


class Tables(msgspec.Struct, frozen=True):
    """The columns of one kind of world. ``mark``: how its SQL writes a parameter; ``bytes_of``: SQL for a text's bytes."""

    columns: tuple[Column, ...]
    prefix: str = ""
    mark: str = "?"
    bytes_of: str = "{}"


_COMMON = (
    Column("runs", "output", ("number",), run="number"),
    Column("runs", "error", ("number",), run="number"),
    Column("snapshots", "body", ("run",), seq="seq", blob=True),
    Column("hooks", "metadata", ("address",)),
    Column("hooks", "schema", ("address",)),
    Column("hooks", "webhook", ("address",)),
    Column("inbox", "payload", ("number",), whole="kind <> 'finished'"),
    Column("dedup", "reply", ("run", "hook_id", "key")),
    Column("schedules", "record", ("name",), run="CAST(NULL AS bigint)", whole="FALSE"),
)
_STREAM = "(SELECT streams.run FROM {}streams WHERE streams.number = {})"
SQLITE = Tables(
    (
        Column("log", "body", ("key",), run=f"key >> {SEQ_BITS}", seq=f"key & {SEQ_MASK}"),
        Column("stream_chunks", "body", ("key",), run=_STREAM.format("", f"key >> {INDEX_BITS}")),
        *_COMMON,
    ),
    bytes_of="CAST({} AS BLOB)",
)
POSTGRES = Tables(
    (
        Column("log", "body", ("run", "seq"), seq="seq"),
        Column("stream_chunks", "body", ("stream", "position"), run=_STREAM.format("useworkflow.", "stream")),
        *_COMMON,
    ),
    prefix="useworkflow.",
    mark="%s",
)


def _start(cursor: str) -> tuple[int, list[Any]]:
    number, _, keys = cursor.partition(":")
    return int(number or 0), msgspec.json.decode(keys) if keys else []


_LOG = 0
"""The log's place among the columns of every world."""


def log_key(value: StoredValue) -> list[Any] | None:
    """The primary key of the row of the log that holds the value; ``None``: it stands elsewhere."""
    number, keys = _start(value.place)
    return keys if number == _LOG else None


def query(tables: Tables, cursor: str, limit: int) -> tuple[str, tuple[Any, ...]]:
    """The statement and its parameters for the page at ``cursor``."""
    number, after = _start(cursor)
    column = tables.columns[number]
    keys = ", ".join(column.keys)
    value = column.value if column.blob else tables.bytes_of.format(column.value)
    where = f"{column.value} IS NOT NULL"
    if after:
        where += f" AND ({keys}) > ({', '.join([tables.mark] * len(after))})"
    owner = f"(SELECT runs.id FROM {tables.prefix}runs WHERE runs.number = found.owner)"
    inner = (
        f"SELECT {keys}, {column.run} AS owner, {column.seq or 'NULL'} AS place, {value} AS held, {column.whole} AS whole "
        f"FROM {tables.prefix}{column.table} WHERE {where} ORDER BY {keys} LIMIT {tables.mark}"
    )
    return f"SELECT {keys}, {owner}, place, held, whole FROM ({inner}) AS found ORDER BY {keys}", (*after, limit)


def page(tables: Tables, cursor: str, limit: int, rows: Sequence[tuple[Any, ...]]) -> ValuePage:
    """What ``query`` found, and where to go on."""
    number, _ = _start(cursor)
    column = tables.columns[number]
    values = list(_values(number, column, rows))
    if len(rows) >= limit:
        return ValuePage(values, _place(number, rows[-1][: len(column.keys)]))
    return ValuePage(values, f"{number + 1}:" if number + 1 < len(tables.columns) else None)


def _values(number: int, column: Column, rows: Sequence[tuple[Any, ...]]) -> Iterator[StoredValue]:
    for row in rows:
        keys, (run_id, seq, held, whole) = row[: len(column.keys)], row[len(column.keys) :]
        body = held.encode() if isinstance(held, str) else bytes(held)
        yield StoredValue(_place(number, keys), body, run_id, seq, column.blob, bool(whole))


def _place(number: int, keys: Sequence[Any]) -> str:
    return f"{number}:{msgspec.json.encode(list(keys)).decode()}"


def update(tables: Tables, value: StoredValue, new: bytes) -> tuple[str, tuple[Any, ...]]:
    """The statement that puts ``new`` where ``value`` still stands, and its parameters."""
    number, keys = _start(value.place)
    column = tables.columns[number]
    where = " AND ".join(f"{key} = {tables.mark}" for key in column.keys)
    bodies = (new, value.body) if column.blob else (new.decode(), value.body.decode())
    return (
        f"UPDATE {tables.prefix}{column.table} SET {column.value} = {tables.mark} WHERE {where} AND {column.value} = {tables.mark}",
        (bodies[0], *keys, bodies[1]),
    )
