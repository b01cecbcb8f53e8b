"""A PostgreSQL world's direct connection, in a thread of its own: it listens, keeps the worker's lease, and watches others.

    LISTEN useworkflow                      -> changes.note(): waiters of this process wake
    every quarter of the lease              -> lease_until = the database's clock + lease
    a lock that nobody holds any more       -> that worker's connection has closed: its lease ends now

A thread, so that a step which blocks the event loop does not look like death. The lock is a session's, which the server
gives up when the connection closes. A connection may break while its worker lives, so a lock has to be free for
``_GRACE`` seconds before it counts. Read next: ``postgres``.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
import time
from typing import Any, TypeAlias

import psycopg

from useworkflow_runtime.worlds.changes import Changes
from useworkflow_runtime.worlds.postgres_pool import KEEPALIVE
from useworkflow_runtime.worlds.postgres_schema import CHANNEL, LOCK_CLASS
from useworkflow_runtime.worlds.postgres_url import Notify, PostgresUrl

_TICK = 0.25
_GRACE = 0.75
_RECONNECT = 0.1

_Db: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"


class Presence:
    """See the module.

    Args:
        url: where the database is, and how it is listened to.
        changes: told of every change.
        origin: what this process's own notifications carry, so that it passes over them.
    """

    def __init__(self, url: PostgresUrl, changes: Changes, origin: str) -> None:
        self._url = url
        self._changes = changes
        self._origin = origin
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._failure: Exception | None = None
        self._epoch: int | None = None
        self._locked: int | None = None
        self._renewed = 0.0
        self._free_since: dict[int, float] = {}
        self._expired: set[int] = set()
        self.offset = 0
        """Microseconds by which the database's clock is before this machine's."""

    def start(self) -> None:
        """Connect, and go on in the background. Blocks; call it in a thread.

        Raises:
            psycopg.Error: there is no connection.
        """
        self._stopping.clear()
        self._ready.clear()
        self._failure = None
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="useworkflow-postgres", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            failure = self._failure
            self.stop()
            raise failure

    def stop(self) -> None:
        """Disconnect, which gives the worker's lock back. Blocks for a moment; may be repeated."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._stopping.set()
        self.wake()
        thread.join()
        self._wake.close()
        self._woken.close()
        self._epoch = None

    def wake(self) -> None:
        """Do what is due now rather than at the next tick."""
        with contextlib.suppress(OSError):
            self._wake.send(b".")

    def hold(self, epoch: int | None) -> None:
        """Keep the lease of the worker ``epoch`` from now on; ``None``: of nobody."""
        self._renewed = time.monotonic()
        self._epoch = epoch
        self.wake()

    # --- the thread

    def _run(self) -> None:
        first = True
        while not self._stopping.is_set():
            try:
                with psycopg.connect(
                    self._url.direct,
                    autocommit=True,
                    prepare_threshold=None,
                    **KEEPALIVE,  # type: ignore[arg-type]
                ) as db:
                    self._locked = None
                    self._set_clock(db)
                    if self._url.notify is Notify.LISTEN:
                        db.execute(f"LISTEN {CHANNEL}")
                    if not first:  # what happened meanwhile was said to nobody
                        self._changes.note_others()
                    first = False
                    self._ready.set()
                    self._stay(db)
            except (psycopg.Error, OSError) as error:
                if first:
                    self._failure = error
                    self._ready.set()
                    return
                self._stopping.wait(_RECONNECT)

    def _stay(self, db: _Db) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(db.fileno(), selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            looked = 0.0
            while not self._stopping.is_set():
                for key, _ in selector.select(_TICK):
                    if key.fileobj is self._woken:
                        self._woken.recv(1024)
                        looked = 0.0
                if self._url.notify is Notify.LISTEN:
                    self._hear(db)
                if time.monotonic() - looked >= _TICK:
                    looked = time.monotonic()
                    self._chores(db)

    def _hear(self, db: _Db) -> None:
        heard = [notice.payload for notice in db.notifies(timeout=0)]
        others = [what for what in heard if what.partition(":")[2] != self._origin]
        if others:
            self._changes.note_others(
                inputs=any(what.startswith("inputs") for what in others),
                offers=any(what.startswith("offers") for what in others),
            )

    def _chores(self, db: _Db) -> None:
        if self._url.notify is Notify.POLL and self._changes.watched:
            self._changes.note_others()
        epoch = self._epoch
        if epoch is None:
            if self._locked is not None:
                db.execute("SELECT pg_advisory_unlock(%s, %s)", (LOCK_CLASS, self._locked))
                self._locked = None
            return
        if self._locked != epoch and self._url.notify is Notify.LISTEN:
            self._lock(db, epoch)
        if time.monotonic() - self._renewed >= self._url.lease / 4:
            self._renew(db, epoch)
        self._watch(db, epoch)

    def _lock(self, db: _Db, epoch: int) -> None:
        row = db.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCK_CLASS, epoch)).fetchone()
        if row is not None and row[0]:
            self._locked = epoch
            db.execute("UPDATE useworkflow.workers SET locked = true WHERE epoch = %s", (epoch,))

    def _renew(self, db: _Db, epoch: int) -> None:
        """A lease that has ended is not taken up again: someone may have the runs already (G3)."""
        done = db.execute(
            "UPDATE useworkflow.workers SET lease_until = clock_timestamp() + make_interval(secs => %s) "
            "WHERE epoch = %s AND lease_until > clock_timestamp()",
            (self._url.lease, epoch),
        )
        self._renewed = time.monotonic()
        if not done.rowcount and self._epoch == epoch:
            self._epoch = None
            self._changes.note(inputs=True)  # the engine looks, and is told that it has lost its place
        self._set_clock(db)

    def _watch(self, db: _Db, epoch: int) -> None:
        """Look at the other workers: whose lease has ended, whose connection has closed?"""
        rows = db.execute(
            "SELECT epoch, lease_until <= clock_timestamp(), "
            "CASE WHEN locked THEN pg_try_advisory_xact_lock_shared(%s, epoch) ELSE false END "
            "FROM useworkflow.workers WHERE epoch <> %s",
            (LOCK_CLASS, epoch),
        ).fetchall()
        now = time.monotonic()
        free = {number for number, expired, free in rows if free and not expired}
        self._free_since = {number: self._free_since.get(number, now) for number in free}
        closed = [number for number, since in self._free_since.items() if now - since >= _GRACE]
        if closed:
            db.execute(
                "UPDATE useworkflow.workers SET lease_until = clock_timestamp() WHERE epoch = ANY(%s)", (closed,)
            )
        expired = {number for number, expired, _ in rows if expired}.union(closed)
        if expired:  # until one of the workers has given their runs away
            self._changes.note(inputs=True)

    def _set_clock(self, db: _Db) -> None:
        before = time.time_ns() // 1_000
        row = db.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint").fetchone()
        after = time.time_ns() // 1_000
        if row is not None:
            self.offset = int(row[0]) - (before + after) // 2
