"""A transaction on SQLite that cannot last: one writer at a time means that whoever holds it holds up everybody.

    with short_transaction("shop.db", 5.0, ready) as db:
        db.execute("UPDATE ...")         committed at the end; rolled back where it raises, or has taken longer than 5 s

While it runs, the body cannot commit, roll back or begin: that would tear its outcome off. Savepoints are its own.
Read next: ``transactional``.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from useworkflow_runtime.errors import TransactionTimeoutError


class _Guard:
    """Watches one transaction. ``expire`` is called by a timer, in a thread of its own."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._lock = threading.Lock()
        self._ours = False
        self._over = False
        self.expired = False

    def allow(self, action: int, *names: str | None) -> int:
        """SQLite's question whether a statement may be compiled."""
        if self._ours:
            return sqlite3.SQLITE_OK
        return sqlite3.SQLITE_DENY if self.expired or action == sqlite3.SQLITE_TRANSACTION else sqlite3.SQLITE_OK

    def end(self, statement: str) -> bool:
        """``COMMIT`` or ``ROLLBACK``; ``False`` if the time was up before."""
        with self._lock:
            if self.expired:
                return False
            self._over = self._ours = True
            self._db.execute(statement)
            return True

    def expire(self) -> None:
        """Roll back under the body's feet, and let it do nothing more."""
        with self._lock:
            if self._over:
                return
            self.expired = True
            self._db.interrupt()
            self._ours = True
            self._db.rollback()
            self._ours = False
            self._db.set_authorizer(self.allow)  # anew: statements that were compiled before are asked about again


@contextmanager
def short_transaction(
    path: str, limit: float, ready: Callable[[sqlite3.Connection], None]
) -> Iterator[sqlite3.Connection]:
    """A write transaction on the file ``path`` for the body of a ``with``.

    Args:
        path: the database.
        limit: seconds, for waiting for others and again for the body.
        ready: called with the connection before the transaction begins.

    Raises:
        TransactionTimeoutError: the body took longer; nothing of it was kept.
        sqlite3.Error: as usual.
    """
    with closing(sqlite3.connect(path, timeout=limit, isolation_level=None, check_same_thread=False)) as db:
        ready(db)
        db.execute("BEGIN IMMEDIATE")
        guard = _Guard(db)
        db.set_authorizer(guard.allow)
        timer = threading.Timer(limit, guard.expire)
        timer.start()
        try:
            yield db
        except BaseException as error:
            if not guard.end("ROLLBACK") and isinstance(error, Exception):
                raise TransactionTimeoutError.of(limit) from error
            raise
        else:
            if not guard.end("COMMIT"):
                raise TransactionTimeoutError.of(limit)
        finally:
            timer.cancel()
            timer.join()
