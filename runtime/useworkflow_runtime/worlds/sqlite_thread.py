"""One SQLite connection and the one thread that uses it; operations go in through a queue, results come back in groups.

    thread = SQLiteThread(connect, begin="BEGIN IMMEDIATE", changes=changes)
    await thread.start()
    await thread.ask(lambda db: db.execute("INSERT ...").rowcount)  -> 1, durable

The thread takes whatever waits in its queue and runs it in **one** transaction (group commit), then answers all of it
with one call into each event loop. An operation must do its checks before its first write: what it raises as a
``UseWorkflowError`` is then its own affair and does not concern its neighbours. After any other failure the transaction
is rolled back: a failure of the store (disk full, I/O) fails the group and has changed nothing; any other one (a
constraint, a bug) is isolated by running the operations of the group once more, one transaction each.

``sqlite3`` lets go of the interpreter lock while SQLite works, so a commit's fsync does not hold up the event loop.
Read next: ``sqlite``, which owns two of these, one that writes and one that reads.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_runtime.errors import DiskFullError, WorldError
from useworkflow_runtime.worlds.changes import Changes

R = TypeVar("R")

WATCH_INTERVAL = 0.01
"""Seconds between two looks at ``data_version`` while someone waits for other processes' commits."""

BUSY_SECONDS = 10
"""So long an operation waits for another process to end its transaction."""

_LOOK_FOR_END = 0.001
_LONGEST_GROUP = 512


class _Operation:
    """A function in the queue and where its result goes."""

    __slots__ = ("error", "function", "future", "inputs", "loop", "result")

    def __init__(
        self,
        function: Callable[[sqlite3.Connection], Any],
        future: asyncio.Future[Any],
        loop: asyncio.AbstractEventLoop,
        inputs: bool | Callable[[Any], bool],
    ) -> None:
        self.function = function
        self.future = future
        self.loop = loop
        self.inputs = inputs
        self.result: Any = None
        self.error: BaseException | None = None

    def for_engines(self) -> bool:
        """What it has changed is something that an engine must look at."""
        if self.error is not None:
            return False
        return self.inputs(self.result) if callable(self.inputs) else self.inputs


class SQLiteThread:
    """A connection, its thread and its queue.

    Args:
        connect: opens and prepares the connection, called in the thread.
        begin: how a group's transaction begins, ``BEGIN IMMEDIATE`` for a writer, ``BEGIN`` for a reader.
        url: the world's, for messages.
        changes: told of every commit that changed something, and of those of other connections while it is watched.
        on_rollback: called in the thread after every rollback, before anything else runs.
    """

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        *,
        begin: str,
        url: str,
        changes: Changes | None = None,
        on_rollback: Callable[[], None] | None = None,
    ) -> None:
        self._connect = connect
        self._begin = begin
        self._url = url
        self._changes = changes
        self._on_rollback = on_rollback
        self._queue: SimpleQueue[_Operation | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._data_version = 0
        self._looked_at = 0.0

    async def start(self) -> None:
        """Start the thread and open its connection.

        Raises:
            WorldError: whatever ``connect`` raises, ``sqlite3`` errors translated.
        """
        loop = asyncio.get_running_loop()
        opened: asyncio.Future[None] = loop.create_future()
        self._stopping = False
        self._queue = SimpleQueue()
        # A daemon, so that a world that nobody closed does not keep the interpreter alive.
        self._thread = threading.Thread(target=self._main, args=(opened, loop), name="useworkflow-sqlite", daemon=True)
        self._thread.start()
        try:
            await opened
        except BaseException:
            self._thread = None
            raise

    async def stop(self) -> None:
        """Finish what is in the queue, close the connection, end the thread. May be repeated."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._stopping = True
        self._queue.put(None)
        while thread.is_alive():  # not in another thread: at the interpreter's end none can be started any more
            await asyncio.sleep(_LOOK_FOR_END)

    def ask(
        self, function: Callable[[sqlite3.Connection], R], *, inputs: bool | Callable[[R], bool] = False
    ) -> asyncio.Future[R]:
        """Run ``function(connection)`` in the thread, inside a transaction; the result is given after its commit.

        Args:
            function: the operation. It checks first and writes then.
            inputs: if it changes something, that is something an engine must look at; or what tells so from its result.

        Raises:
            WorldError: the world is not open; by the future: the store failed and nothing was changed.
        """
        if self._thread is None:
            raise WorldError(f"the world {self._url} is not open", mend="await world.open() first")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()
        self._queue.put(_Operation(function, future, loop, inputs))
        return future

    def watch(self) -> None:
        """Someone has begun to wait for changes: look at ``data_version`` from now on."""
        self._queue.put(None)

    # --- in the thread ------------------------------------------------------------------------------------------------

    def _main(self, opened: asyncio.Future[None], loop: asyncio.AbstractEventLoop) -> None:
        try:
            db = self._connect()
        except Exception as error:
            # Bound now: the name ``error`` is gone when the loop gets round to it.
            _call(loop, _fail, opened, _translated(error, self._url))
            return
        self._look(db)  # before anyone counts changes: the first look always finds one
        _call(loop, _succeed, opened)
        try:
            self._serve(db)
        finally:
            self._thread = None
            db.close()
            self._refuse_rest()

    def _serve(self, db: sqlite3.Connection) -> None:
        while True:
            group, woken = self._gather()
            if group:
                self._run_group(db, group)
            elif woken and self._stopping:
                return
            if self._changes is not None and time.monotonic() - self._looked_at >= WATCH_INTERVAL:
                self._look(db)

    def _refuse_rest(self) -> None:
        """Answer what another thread's loop put into the queue while it was being closed."""
        while True:
            try:
                operation = self._queue.get_nowait()
            except Empty:
                return
            if operation is not None:
                operation.error = WorldError(f"the world {self._url} was closed")
                _answer([operation])

    def _gather(self) -> tuple[list[_Operation], bool]:
        """All that waits, after waiting for the first; and whether the queue held a mere wake-up."""
        watched = self._changes is not None and self._changes.watched
        try:
            first = self._queue.get(timeout=WATCH_INTERVAL if watched else None)
        except Empty:
            return [], False
        if first is None:
            return [], True
        group = [first]
        try:
            while len(group) < _LONGEST_GROUP:
                operation = self._queue.get_nowait()
                if operation is None:
                    if self._stopping:
                        self._queue.put(None)  # meet it again when the queue is empty
                        break
                else:
                    group.append(operation)
        except Empty:
            pass
        return group, False

    def _look(self, db: sqlite3.Connection) -> None:
        self._looked_at = time.monotonic()
        try:
            version = db.execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.Error:
            return  # locked at this moment: the next look will see it
        if version != self._data_version:
            self._data_version = version
            if self._changes is not None:
                self._changes.note_others()

    def _run_group(self, db: sqlite3.Connection, group: list[_Operation], *, again: bool = False) -> None:
        before = db.total_changes
        try:
            inputs = self._transact(db, group)
        except Exception as error:
            self._roll_back(db)
            if not again and not _is_failure_of_store(error):
                for operation in group:
                    self._run_group(db, [operation], again=True)
                return
            translated = _translated(error, self._url)
            for operation in group:
                operation.error = translated
            inputs = False
        if self._changes is not None and db.total_changes != before:
            self._changes.note(inputs=inputs)
        _answer(group)

    def _transact(self, db: sqlite3.Connection, group: list[_Operation]) -> bool:
        inputs = False
        if db.in_transaction:  # the last rollback failed; as long as it does, nothing else may begin
            db.execute("ROLLBACK")
        db.execute(self._begin)
        for operation in group:
            operation.error = None
            before = db.total_changes
            try:
                operation.result = operation.function(db)
            except UseWorkflowError as error:
                operation.error = error
                if db.total_changes != before:
                    raise RuntimeError("an operation raised after it had written") from error
            inputs = inputs or (operation.for_engines() and db.total_changes != before)
        db.execute("COMMIT")
        return inputs

    def _roll_back(self, db: sqlite3.Connection) -> None:
        try:
            if db.in_transaction:  # SQLite may have rolled back by itself
                db.execute("ROLLBACK")
        except sqlite3.Error:
            pass  # the failure that led here is the one to report; the next group tries again
        finally:
            if self._on_rollback is not None:
                self._on_rollback()


def _is_failure_of_store(error: Exception) -> bool:
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(
        error, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.DataError
    )


def _translated(error: Exception, url: str) -> Exception:
    if not isinstance(error, sqlite3.Error | OSError):
        return error
    if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        full = DiskFullError(
            f"no room left for the world {url}",
            why=f"SQLite says: {error}. Nothing of this commit was written, and what was committed before is safe",
            mend="make room on the disk; the engine goes on by itself",
        )
        full.__cause__ = error
        return full
    if isinstance(error, sqlite3.Error) and (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF == sqlite3.SQLITE_BUSY:
        busy = WorldError(
            f"the world {url} is locked: another process has been in a transaction on it for {BUSY_SECONDS} s",
            why=f"SQLite lets one process write at a time, and says: {error}. Nothing of this operation was written",
            mend="end that process, or its transaction: one that stands still, a shell after BEGIN, a tool that copies the "
            "file; `fuser` or `lsof` with the file's name tells which. The operation may be tried again",
        )
        busy.__cause__ = error
        return busy
    failed = WorldError(
        f"the world {url} failed: {error}",
        why="nothing of this operation was written",
        mend="check the file, its folder's permissions and the disk; the operation may be tried again",
    )
    failed.__cause__ = error
    return failed


def _answer(group: list[_Operation]) -> None:
    first = group[0].loop
    if all(operation.loop is first for operation in group):
        _call(first, _settle, group)
        return
    loops: dict[asyncio.AbstractEventLoop, list[_Operation]] = {}
    for operation in group:
        loops.setdefault(operation.loop, []).append(operation)
    for loop, operations in loops.items():
        _call(loop, _settle, operations)


def _call(loop: asyncio.AbstractEventLoop, function: Callable[..., None], *args: Any) -> None:
    try:
        loop.call_soon_threadsafe(function, *args)
    except RuntimeError:
        pass  # the loop was closed: nobody is left to hear the answer


def _settle(group: list[_Operation]) -> None:
    for operation in group:
        if operation.error is not None:
            _fail(operation.future, operation.error)
        elif not operation.future.done():
            operation.future.set_result(operation.result)


def _succeed(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _fail(future: asyncio.Future[Any], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
