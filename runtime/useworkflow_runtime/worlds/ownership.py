"""Who may be the engine of a file: an exclusive lock of the operating system on ``<file>.lock``.

    lock = FileLock("world.db.lock")
    lock.acquire("worker on host7") -> True      in any other process, and in this one: False
    FileLock("world.db.lock").holder() -> "worker on host7 (process 4711)"

The kernel gives the lock back when the process ends, ``kill -9`` included, so a restart owns at once and no lease has
to run out. The file itself stays: removing it would let two processes lock two files of one name.
Read next: ``sqlite``, which raises the fencing epoch under this lock.
"""

from __future__ import annotations

import os
import sys
import time
import weakref
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    # Far behind the text, because Windows forbids others to read what is locked.
    _LOCKED_BYTE = 1 << 30

    def _lock(fd: int) -> None:
        os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

    def _unlock(fd: int) -> None:
        os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(fd: int) -> None:
        # flock, not lockf: it belongs to the open file, so a second one in this very process is refused too.
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)


_held: weakref.WeakSet[FileLock] = weakref.WeakSet()

_TRIES = 4
_PAUSE = 0.002


class FileLock:
    """An exclusive lock on a file that says who holds it.

    Args:
        path: the lock file; made if it is not there.
    """

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._fd: int | None = None

    def acquire(self, owner: str) -> bool:
        """Take the lock and write down who has it; ``False`` if someone else does, or this object already.

        Blocks for a few milliseconds at most: ``holder`` in another process takes the lock for an instant.

        Raises:
            OSError: the file cannot be made or locked at all.
        """
        if self._fd is not None:
            return False
        fd = self._try_lock()
        if fd is None:
            return False
        os.ftruncate(fd, 0)
        os.lseek(fd, 0, os.SEEK_SET)
        os.write(fd, f"{os.getpid()}\n{owner}\n".encode())
        self._fd = fd
        _held.add(self)
        return True

    def release(self) -> None:
        """Give the lock back. May be repeated."""
        fd, self._fd = self._fd, None
        _held.discard(self)
        if fd is not None:
            os.ftruncate(fd, 0)
            _unlock(fd)
            os.close(fd)

    def holder(self) -> str | None:
        """Who holds the lock, for messages; ``None`` if nobody does."""
        if self._fd is None:
            if not self._path.exists():
                return None
            fd = self._lock_once()
            if fd is not None:
                _unlock(fd)
                os.close(fd)
                return None
        pid, _, owner = self._path.read_text(encoding="utf-8", errors="replace").partition("\n")
        return f"{owner.strip() or 'an engine'} (process {pid.strip() or 'unknown'})"

    def _try_lock(self) -> int | None:
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(_PAUSE)
            fd = self._lock_once()
            if fd is not None:
                return fd
        return None

    def _lock_once(self) -> int | None:
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(fd)
        except (BlockingIOError, PermissionError):
            os.close(fd)
            return None
        except BaseException:
            os.close(fd)
            raise
        return fd

    def _forget(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def _after_fork() -> None:
    """A forked child shares the open file: unless it lets go, the lock would outlive its parent."""
    for lock in list(_held):
        lock._forget()
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
