"""What a measurement leaves behind: resident memory of this process, bytes of its database."""

from __future__ import annotations

import os
from pathlib import Path


def resident_mb() -> float:
    """Resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def database_bytes() -> int:
    """The size of the database in ``USEWORKFLOW_WORLD`` with its write-ahead log."""
    path = os.environ["USEWORKFLOW_WORLD"].removeprefix("sqlite://")
    return sum(os.stat(name).st_size for name in (path, f"{path}-wal") if os.path.exists(name))
