"""What a raw SQLite commit costs in this folder, at this moment: the floor under every other figure.

{"two_rows_full_ms": 0.2, "two_rows_normal_ms": 0.05, "row_in_batch_ms": 0.019, "fdatasync_ms": 0.13}
"""

from __future__ import annotations

import os
import sqlite3
import statistics
import time
from pathlib import Path


def measure_floor(folder: Path, *, commits: int = 400) -> dict[str, float]:
    """Medians in milliseconds: a commit of two 200-byte rows with ``synchronous`` FULL and NORMAL, one row within a batch of
    2,000 rows under FULL, and a bare ``fdatasync`` of 4 KiB."""
    return {
        "two_rows_full_ms": _commits(folder / "floor-full.db", "FULL", commits),
        "two_rows_normal_ms": _commits(folder / "floor-normal.db", "NORMAL", commits),
        "row_in_batch_ms": _batch(folder / "floor-batch.db"),
        "fdatasync_ms": _fdatasync(folder / "floor.bin", commits),
    }


def _open(path: Path, synchronous: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute("CREATE TABLE events (run TEXT, seq INTEGER, body TEXT, PRIMARY KEY (run, seq)) WITHOUT ROWID")
    return connection


def _commits(path: Path, synchronous: str, commits: int) -> float:
    connection = _open(path, synchronous)
    body = "x" * 200
    times = []
    for number in range(commits):
        begun = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO events VALUES (?, ?, ?)", [("r", 2 * number, body), ("r", 2 * number + 1, body)]
        )
        connection.execute("COMMIT")
        times.append(time.perf_counter() - begun)
    connection.close()
    return round(statistics.median(times) * 1000, 4)


def _batch(path: Path, *, rows: int = 2_000, batches: int = 5) -> float:
    connection = _open(path, "FULL")
    body = "x" * 200
    times = []
    for batch in range(batches):
        begun = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO events VALUES (?, ?, ?)", [(str(batch), row, body) for row in range(rows)])
        connection.execute("COMMIT")
        times.append((time.perf_counter() - begun) / rows)
    connection.close()
    return round(statistics.median(times) * 1000, 4)


def _fdatasync(path: Path, commits: int) -> float:
    sync = getattr(os, "fdatasync", os.fsync)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o644)
    times = []
    for _ in range(commits):
        os.write(descriptor, b"x" * 4096)
        begun = time.perf_counter()
        sync(descriptor)
        times.append(time.perf_counter() - begun)
    os.close(descriptor)
    return round(statistics.median(times) * 1000, 4)
