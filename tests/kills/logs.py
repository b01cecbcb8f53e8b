"""The log of a world as the referee reads it, past the code that is being tried.

    log.runs()       -> [(id, number, status, output, reason or error), ...]
    log.events(7)    -> [(position, kind, step, attempt, payload), ...] of the run with that number

Each reads one moment: its connection is in a transaction that sees nothing newer. Read next: ``book``.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Protocol

import psycopg


class Log(Protocol):
    """See the module."""

    def runs(self) -> list[tuple[Any, ...]]:
        """Every run."""

    def events(self, number: int) -> list[tuple[Any, ...]]:
        """The log of one run, in order."""


class SQLiteLog:
    """Args: ``db``, in a read transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def runs(self) -> list[tuple[Any, ...]]:
        """See ``Log``."""
        return self._db.execute("SELECT id, number, status, output, coalesce(reason, error) FROM runs").fetchall()

    def events(self, number: int) -> list[tuple[Any, ...]]:
        """See ``Log``."""
        return self._db.execute(
            "SELECT key & 0xffffffff, kind, json_extract(body, '$.id'), json_extract(body, '$.attempt'), "
            "json_extract(body, '$.payload') FROM log WHERE key BETWEEN ? AND ? ORDER BY key",
            (number << 32, number << 32 | 0xFFFFFFFF),
        ).fetchall()


class PostgresLog:
    """Args: ``db``, in a transaction that repeats its reads."""

    def __init__(self, db: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._db = db
        self._events: dict[int, list[tuple[Any, ...]]] = {}

    def runs(self) -> list[tuple[Any, ...]]:
        """See ``Log``. Reads the events as well."""
        for number, seq, kind, body in self._db.execute(
            "SELECT run, seq, kind, body FROM useworkflow.log ORDER BY run, seq"
        ):
            event = json.loads(body)
            self._events.setdefault(number, []).append(
                (seq, kind, event.get("id"), event.get("attempt"), event.get("payload"))
            )
        return self._db.execute(
            "SELECT id, number, status, output, coalesce(reason, error) FROM useworkflow.runs"
        ).fetchall()

    def events(self, number: int) -> list[tuple[Any, ...]]:
        """See ``Log``."""
        return self._events.get(number, [])
