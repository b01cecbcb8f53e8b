"""The writers of one attempt of a step: what it has written and what of that is stored.

    writer = work.streams.writer(Stream("run_7"))
    writer.add(Raw(b'"token"'))      -> in the buffer; the pump takes it along
    writer.full()                    -> False, unless storage is far behind: readers are never waited for

An attempt that fails leaves its buffer behind; one that succeeds is done once its chunks are stored (G3).
Read next: ``pump``; ``outside``, which the methods of ``Stream`` end in.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from typing import TYPE_CHECKING

from msgspec import Raw

from useworkflow_runtime.errors import StreamClosedError, StreamFencedError
from useworkflow_runtime.streams.pump import StreamPump
from useworkflow_runtime.worlds.streams import Refusal, StreamWrite, StreamWritten, WriterRecord
from useworkflow_sandbox.streams import Stream

if TYPE_CHECKING:
    from useworkflow_runtime.steps.work import Work

_MOST_BYTES = 1 << 20
_MOST_CHUNKS = 1000
"""What a writer gathers before ``write`` waits for the store."""


class Writer:
    """One attempt's end of one stream. Its methods may be called from the engine's thread or the step's.

    Args:
        pump: takes the chunks along.
        stream: which.
        work: the attempt.
        before: chunks that former attempts have stored there.
    """

    def __init__(self, pump: StreamPump, stream: Stream, work: Work, before: int) -> None:
        self._pump = pump
        self._stream = stream
        self._work = work
        self._lock = threading.Lock()
        self._before = before
        self._go_on = False
        self._begun = before == 0
        self._added = 0
        """Chunks of this attempt, and of those that it goes on from."""
        self._buffer: list[Raw] = []
        self._bytes = 0
        self._flying: StreamWrite | None = None
        self._adopting = False
        self._closing = False
        self._closed = False
        self._waiters: list[concurrent.futures.Future[None]] = []
        self._error: Exception | None = None

    @property
    def waiting(self) -> bool:
        """There is something to store, or to wait for."""
        return bool(self._buffer) or self._adopting or (self._closing and not self._closed) or self._flying is not None

    @property
    def next_index(self) -> int:
        """How many chunks the step has there; the attempt goes on from what former ones have stored."""
        return self.go_on()

    def go_on(self) -> int:
        """See ``next_index``."""
        with self._lock:
            adopts = not self._begun
            if adopts:
                self._begun = self._go_on = self._adopting = True
                self._added = self._before
        if adopts:
            self._pump.push(self)
        return self._added

    def add(self, chunk: Raw) -> None:
        """Take a chunk.

        Raises:
            StreamClosedError, StreamFencedError: nothing can be stored any more.
        """
        with self._lock:
            self._check()
            self._begun = True
            self._added += 1
            self._buffer.append(chunk)
            self._bytes += len(bytes(chunk))
            flying = self._flying is not None
        if not flying:
            self._pump.push(self)

    def close(self) -> None:
        """Nothing comes after what was added.

        Raises:
            As ``add``.
        """
        with self._lock:
            if self._closing and self._error is None:
                return
            self._check()
            self._begun = self._closing = True
        self._pump.push(self)

    def full(self) -> bool:
        """So much has gathered that whoever adds should wait."""
        return self._bytes > _MOST_BYTES or len(self._buffer) > _MOST_CHUNKS

    def emptied(self) -> concurrent.futures.Future[None]:
        """Done once everything that was added so far is stored; with the error that prevents it."""
        future: concurrent.futures.Future[None] = concurrent.futures.Future()
        with self._lock:
            if self.waiting and self._error is None:
                self._waiters.append(future)
                return future
        if self._error is not None:
            future.set_exception(self._error)
        else:
            future.set_result(None)
        return future

    def emptied_here(self) -> asyncio.Future[None]:
        """``emptied``, to be awaited on the loop. Whoever waits may be cancelled at the moment at which it fails."""
        future = asyncio.wrap_future(self.emptied())
        future.add_done_callback(_seen)
        return future

    def detach(self) -> None:
        """The attempt counts no more: drop what gathers; what is under way may still be stored."""
        with self._lock:
            self._error = self._error or _fenced(self._stream)
            self._buffer = []
            self._bytes = 0
            self._adopting = self._closing = False
            waiters = [] if self._flying is not None else self._waiters
            if self._flying is None:
                self._waiters = []
        _answer(waiters, self._error)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._flying is not None:
            future: concurrent.futures.Future[None] = concurrent.futures.Future()
            self._waiters.append(future)
            await asyncio.gather(asyncio.wrap_future(future), return_exceptions=True)

    # --- the pump's

    def take(self) -> StreamWrite | None:
        """What to store next; ``None``: nothing, or not before what is under way is answered."""
        with self._lock:
            if self._flying is not None or not self.waiting:
                return None
            chunks, rest = self._buffer[:_MOST_CHUNKS], self._buffer[_MOST_CHUNKS:]
            work = self._work
            self._flying = StreamWrite(
                run_id=self._stream.run_id,
                namespace=self._stream.namespace,
                writer_run=work.run_id,
                step=work.entry.id,
                attempt=work.attempt,
                position=self._added - len(self._buffer),
                chunks=tuple(chunks),
                go_on=self._go_on,
                close=self._closing and not rest,
            )
            self._buffer = rest
            self._bytes = sum(len(bytes(chunk)) for chunk in rest)
            self._adopting = False
            return self._flying

    def stored(self, answer: StreamWritten) -> None:
        """What was taken is stored, or refused."""
        with self._lock:
            write, self._flying = self._flying, None
            if answer.refused is not None:
                self._error = self._error or _refused(self._stream, answer.refused)
                self._buffer = []
                self._closing = False
            elif write is not None and write.close:
                self._closed = True
            done = not self.waiting or self._error is not None
            waiters = self._waiters if done else []
            if done:
                self._waiters = []
        _answer(waiters, self._error)

    def give_up(self) -> None:
        """The engine stops, or has lost its world."""
        with self._lock:
            self._flying = None
            self._error = self._error or _fenced(self._stream)
            self._buffer = []
            self._adopting = self._closing = False
            waiters, self._waiters = self._waiters, []
        _answer(waiters, self._error)

    def _check(self) -> None:
        if self._error is not None:
            raise self._error
        if self._closing:
            raise _refused(self._stream, Refusal.CLOSED)


class AttemptStreams:
    """The writers of one attempt.

    Args:
        pump: the engine's.
        work: the attempt.
        before: what former attempts have stored.
    """

    def __init__(self, pump: StreamPump, work: Work, before: list[WriterRecord]) -> None:
        self.pump = pump
        self._work = work
        self.before = before
        self._before = {(record.run_id, record.namespace): record.written for record in before}
        self._writers: dict[Stream, Writer] = {}
        self._detached = False

    @property
    def here(self) -> bool:
        """The caller runs in the engine's thread."""
        return self.pump.here

    @property
    def awaits(self) -> bool:
        """The step awaits what it calls, since it is async and on the engine's loop."""
        return self._work.step.is_async and self.pump.here

    @property
    def wrote(self) -> bool:
        """It has written, or begun to."""
        return bool(self._writers)

    def writer(self, stream: Stream) -> Writer:
        """The attempt's writer of a stream."""
        writer = self._writers.get(stream)
        if writer is None:
            before = self._before.get((stream.run_id, stream.namespace), 0)
            writer = self._writers.setdefault(stream, Writer(self.pump, stream, self._work, before))
            if self._detached:
                writer.detach()
        return writer

    async def stored(self) -> None:
        """Wait until all that was written is stored: then, and not before, the step may be done (G3).

        Raises:
            StreamClosedError, StreamFencedError: some of it cannot be.
        """
        for writer in list(self._writers.values()):
            await writer.emptied_here()

    def wait_stored(self) -> None:
        """``stored``, from the step's own thread."""
        for writer in list(self._writers.values()):
            writer.emptied().result()

    def detach(self) -> None:
        """The attempt counts no more."""
        self._detached = True
        for writer in list(self._writers.values()):
            writer.detach()

    async def left(self) -> None:
        """The attempt has failed: drop what gathers, wait for what is under way, so that the next one finds all of it."""
        self.detach()
        for writer in list(self._writers.values()):
            await writer.settled()


def _seen(future: asyncio.Future[None]) -> None:
    if not future.cancelled():
        future.exception()


def _answer(waiters: list[concurrent.futures.Future[None]], error: Exception | None) -> None:
    for waiter in waiters:
        if not waiter.set_running_or_notify_cancel():
            continue
        if error is None:
            waiter.set_result(None)
        else:
            waiter.set_exception(error)


def _refused(stream: Stream, refusal: Refusal) -> Exception:
    return _fenced(stream) if refusal is Refusal.FENCED else StreamClosedError.of(stream, refusal is Refusal.ENDED)


def _fenced(stream: Stream) -> Exception:
    return StreamFencedError.of(stream)
