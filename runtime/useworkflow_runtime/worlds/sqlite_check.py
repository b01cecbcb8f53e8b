"""Looks for damage in a SQLite world and names it; changes nothing.

    check(Path("world.db"), key=None)  -> [Finding("log", "run_7", "event 4 is missing: the log goes on with 5")]

It opens the file for reading only, in one transaction, so that an engine may go on working. Whatever cannot be read becomes a
finding, and the rest is looked at all the same. What a value means is not judged: its class may live elsewhere. Read next: ``sqlite_schema``.
"""

from __future__ import annotations

import functools
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from useworkflow_compiler.format import decode_bundle
from useworkflow_runtime.engine.snapshots import SnapshotDamagedError, unpack
from useworkflow_runtime.errors import MissingKeyError, SealDamagedError, WorldError
from useworkflow_runtime.sealing.envelope import Envelopes
from useworkflow_runtime.worlds import sqlite_large as large
from useworkflow_runtime.worlds.protocol import PARKED, TERMINAL
from useworkflow_runtime.worlds.sqlite_schema import SEQ_BITS, SEQ_MASK, check_version
from useworkflow_sandbox.events import decode_event, kind_of

_STATUSES = TERMINAL | PARKED | {"pending", "running"}
_ENDS = {"run_completed": "completed", "run_failed": "failed", "run_cancelled": "cancelled"}
_NUMBERS = ("created_at", "started_at", "completed_at", "wake_at", "claims", "generation", "active", "epoch")
_JSON_COLUMNS = ("output", "error", "attributes")


class Finding(msgspec.Struct, frozen=True):
    """One damage. ``part``: ``pages``, ``bundle``, ``run``, ``log``, ``snapshot``, ``hook`` or ``inbox``; ``where``: the
    run's id, or what else it is found by; ``repairable``: it is in a cache, and can be dropped without loss."""

    part: str
    where: str
    what: str
    repairable: bool = False


def check(path: Path, key: bytes | None, envelopes: Envelopes | None = None) -> list[Finding]:
    """All damage in the world ``path``.

    Args:
        path: the SQLite file.
        key: what snapshots are signed with.
        envelopes: opens what is sealed; what cannot be opened for want of a key is counted, and not looked at.

    Raises:
        WorldTooNewError: a newer version has written the file.
        WorldError: the file belongs to another program, or cannot be opened at all.
    """
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    except sqlite3.Error as error:
        raise WorldError(f"{path} cannot be opened: {error}", mend="check the path and its permissions") from error
    try:
        db.text_factory = lambda data: data.decode(errors="surrogateescape")
        return list(_Checker(db, key, envelopes or Envelopes(None)).all(str(path)))
    finally:
        db.close()


class _Checker:
    def __init__(self, db: sqlite3.Connection, key: bytes | None, envelopes: Envelopes) -> None:
        self._db = db
        self._key = key
        self._envelopes = envelopes
        self._closed: Counter[str] = Counter()
        """Rows that were not looked at, by the key that is missing."""
        self._runs: dict[int, tuple[str, str]] = {}
        """Number -> (id, status)."""
        self._bundles: set[str] = set()

    def all(self, url: str) -> Iterator[Finding]:
        try:
            check_version(self._db, url)
            self._db.execute("BEGIN")
        except sqlite3.Error as error:
            yield Finding("pages", "the file", f"it cannot be read at all: {error}")
            return
        yield from self._reading("pages", self._pages)
        yield from self._reading("bundle", self._check_bundles)
        yield from self._reading("run", self._check_runs)
        yield from self._reading("log", self._check_logs)
        yield from self._reading("snapshot", self._check_snapshots)
        yield from self._reading("hook", self._check_hooks)
        yield from self._reading("inbox", self._check_inbox)
        for name, rows in self._closed.items():
            yield Finding("key", name, f"{rows} rows are sealed with it, and it is not here: they were not looked at")

    def _trouble(self, decode: Callable[[Any], Any], data: Any, place: str | None = None) -> str | None:
        """Why ``data`` does not decode once it is opened, or ``None``."""
        return _trouble(lambda sealed: self._opened(decode, sealed, place), data)

    def _opened(self, decode: Callable[[Any], Any], data: bytes, place: str | None) -> None:
        try:
            decode(self._envelopes.open(data, place))
        except MissingKeyError as error:
            self._closed[error.key_name] += 1

    def _open_snapshot(self, body: Any, seq: int) -> None:
        try:
            unpack(self._envelopes.open_blob(body if isinstance(body, bytes) else b"", str(seq)), self._key)
        except MissingKeyError as error:
            self._closed[error.key_name] += 1
        except SealDamagedError as error:
            raise SnapshotDamagedError(error.what) from error

    def _reading(self, part: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
        try:
            yield from look()
        except sqlite3.Error as error:
            yield Finding(part, "the table", f"it cannot be read to its end: {error}")

    def _pages(self) -> Iterator[Finding]:
        for (line,) in self._db.execute("PRAGMA integrity_check(100)"):
            if line != "ok":
                yield Finding("pages", "the file", str(line))

    def _check_bundles(self) -> Iterator[Finding]:
        for id, data in self._db.execute("SELECT id, data FROM bundles"):
            self._bundles.add(id)
            trouble = _trouble(decode_bundle, data)
            if trouble is not None:
                yield Finding("bundle", id, f"it does not decode: {trouble}")
            elif decode_bundle(data).id != id:
                yield Finding("bundle", id, f"it holds the code {decode_bundle(data).id}")

    def _check_runs(self) -> Iterator[Finding]:
        columns = ", ".join([*(f"typeof({name})" for name in _NUMBERS), *_JSON_COLUMNS])
        for number, id, status, bundle, *row in self._db.execute(
            f"SELECT number, id, status, bundle, {columns} FROM runs ORDER BY number"
        ):
            kinds, values = row[: len(_NUMBERS)], row[len(_NUMBERS) :]
            self._runs[number] = (id, status)
            if status not in _STATUSES:
                yield Finding("run", id, f"its status is {status!r}, which is none")
            if self._bundles and bundle not in self._bundles and status not in TERMINAL:
                yield Finding("run", id, f"its code {bundle} is not stored")
            for name, kind in zip(_NUMBERS, kinds, strict=True):
                if kind not in ("integer", "null"):
                    yield Finding("run", id, f"its {name} is no number")
            for name, value in zip(_JSON_COLUMNS, values, strict=True):
                if value is not None and self._trouble(msgspec.json.decode, value) is not None:
                    yield Finding("run", id, f"its {name} does not decode")

    def _check_logs(self) -> Iterator[Finding]:
        for number in self._runs:
            yield from self._check_log(number)
        for number, rows in self._db.execute(
            f"SELECT key >> {SEQ_BITS} AS owner, count(*) FROM log WHERE owner NOT IN (SELECT number FROM runs) GROUP BY owner"
        ):
            yield Finding("log", f"run number {number}", f"{rows} events belong to no run")

    def _check_log(self, number: int) -> Iterator[Finding]:
        id, status = self._runs[number]
        base = number << SEQ_BITS
        expected, latest, end = 1, 0, None
        for key, kind, at, body in self._db.execute(
            "SELECT key, kind, at, body FROM log WHERE key BETWEEN ? AND ? ORDER BY key", (base, base | SEQ_MASK)
        ):
            seq = key & SEQ_MASK
            if seq != expected:
                yield Finding("log", id, f"event {expected} is missing: the log goes on with {seq}")
            if end is not None:
                yield Finding("log", id, f"event {seq} ({kind}) stands after the end")
            expected = seq + 1
            if seq == 1 and kind != "run_created":
                yield Finding("log", id, f"it begins with {kind}, not with run_created")
            if isinstance(body, str):
                body = large.whole_body(self._db, body.encode(errors="surrogateescape"))
            found: list[str] = []
            trouble = self._trouble(functools.partial(_note_kind, found), body, str(seq))
            if trouble is not None:
                yield Finding("log", id, f"event {seq} ({kind}) does not decode: {trouble}")
            elif found and found[0] != kind:
                yield Finding("log", id, f"event {seq} is {found[0]}, and filed as {kind}")
            if at < latest:
                yield Finding("log", id, f"event {seq} is older than the one before it")
            latest = max(latest, at)
            end = _ENDS.get(kind, end)
        if expected == 1:
            yield Finding("log", id, "it is empty")
        elif end is not None and end != status:
            yield Finding("run", id, f"it is {status}, and its log says {end}")
        elif end is None and status in TERMINAL:
            yield Finding("run", id, f"it is {status}, and its log has no end")

    def _check_snapshots(self) -> Iterator[Finding]:
        for number, seq, body in self._db.execute("SELECT run, seq, body FROM snapshots"):
            id, status = self._runs.get(number, (f"run number {number}", "missing"))
            last = self._db.execute(
                "SELECT max(key) FROM log WHERE key BETWEEN ? AND ?",
                (number << SEQ_BITS, number << SEQ_BITS | SEQ_MASK),
            ).fetchone()[0]
            if status == "missing":
                yield Finding("snapshot", id, "it belongs to no run", repairable=True)
            elif seq > (last or 0) & SEQ_MASK:
                yield Finding("snapshot", id, f"it is of event {seq}, which the log does not have", repairable=True)
            else:
                try:
                    self._open_snapshot(body, seq)
                except SnapshotDamagedError as error:
                    yield Finding("snapshot", id, str(error), repairable=True)

    def _check_hooks(self) -> Iterator[Finding]:
        for token, number, *values in self._db.execute("SELECT token, run, metadata, schema, webhook FROM hooks"):
            for name, value in zip(("metadata", "schema", "webhook"), values, strict=True):
                if self._trouble(msgspec.json.decode, value) is not None:
                    yield Finding("hook", token, f"its {name} does not decode")
            if number not in self._runs:
                yield Finding("hook", token, f"it belongs to run number {number}, which is not there")
            elif self._runs[number][1] in TERMINAL:
                yield Finding("hook", token, f"its run {self._runs[number][0]} has ended")

    def _check_inbox(self) -> Iterator[Finding]:
        for item, number, kind, payload in self._db.execute("SELECT number, run, kind, payload FROM inbox"):
            if number not in self._runs:
                yield Finding("inbox", f"item {item}", f"it is for run number {number}, which is not there")
            elif self._trouble(msgspec.json.decode, payload) is not None:
                yield Finding("inbox", f"item {item}", f"the {kind} for {self._runs[number][0]} does not decode")


def _note_kind(found: list[str], body: bytes) -> None:
    found.append(kind_of(decode_event(body)))


def _trouble(decode: Callable[[Any], Any], data: Any) -> str | None:
    """Why ``data`` does not decode, or ``None``."""
    try:
        if isinstance(data, str):
            data = data.encode()
        decode(bytes(data))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def drop_snapshots(path: Path, run_ids: list[str]) -> int:
    """Forget snapshots that were found damaged, and those of no run. The log suffices without them.

    Args:
        path: the SQLite file; no engine needs to be stopped.
        run_ids: the runs whose snapshots are dropped.

    Returns:
        How many were dropped.
    """
    db = sqlite3.connect(path, isolation_level=None, timeout=10)
    try:
        db.execute("BEGIN IMMEDIATE")
        dropped = db.execute("DELETE FROM snapshots WHERE run NOT IN (SELECT number FROM runs)").rowcount
        for run_id in run_ids:
            dropped += db.execute(
                "DELETE FROM snapshots WHERE run = (SELECT number FROM runs WHERE id = ?)", (run_id,)
            ).rowcount
        db.execute("COMMIT")
        return dropped
    finally:
        db.close()
