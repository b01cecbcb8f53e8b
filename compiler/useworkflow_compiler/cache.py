"""A place for compiled code between two starts, so that the second does not lower again.

Input -> output::

    cache.put("9f3c...", data); cache.get("9f3c...") -> data

Reading back is never trusted to be right: an entry that cannot be read is as good as none.
Read next: ``compile``.
"""

from __future__ import annotations

import os
import tempfile
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
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self._folder, prefix=".new-")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(temporary, self._folder / key)
        except OSError:  # a read-only or full disk costs speed, not correctness
            return
