"""A place for compiled code between two starts, so that the second does not lower again.

Input -> output::

    cache.put("9f3c...", data); cache.get("9f3c...") -> data

Reading back is never trusted to be right: an entry that cannot be read is as good as none.
Read next: ``compile``.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Protocol


class Cache(Protocol):
    """Bytes by key. The only thing that the compiler writes, and only where the caller gives one."""

    def get(self, key: str) -> bytes | None:
        """What was put under ``key``, or ``None``."""

    def put(self, key: str, data: bytes) -> None:
        """Keep ``data`` under ``key``; failing to do so is no error."""


class DirectoryCache:
    """A cache of files in one folder, safe to share by processes: an entry appears whole or not at all."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = Path(folder)

    def get(self, key: str) -> bytes | None:
        try:
            return (self._folder / key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, data: bytes) -> None:
        write_whole(self._folder / key, data)


def write_whole(path: str | os.PathLike[str], data: bytes, *, mode: int = 0o600) -> bool:
    """Write a file, whole or not at all, and make its folder if need be.

    Returns:
        Whether it was written: a read-only or full disk costs speed, not correctness.
    """
    target = Path(path)
    temporary = target.with_name(f".new-{os.getpid()}-{os.urandom(6).hex()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
            file.write(data)
        os.replace(temporary, target)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        return False
    return True
