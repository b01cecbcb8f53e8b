"""What a world keeps of streams: numbered chunks, who wrote them, and which of them can still be withdrawn.

    step 0/tell#0, attempt 1 writes "a", "b"     -> chunks 0, 1; not final: the attempt may fail
    attempt 2 writes "A" without going on        -> chunks 0, 1 withdrawn (``resets`` says from 0 on); chunk 0 is "A"
    the step is completed                        -> chunk 0 is final

A stream is named by a run and a namespace. Every step that writes to it is a *writer*; the attempt that writes for it is
fenced: one with a lower number, one whose step is settled, and one of an engine that has lost its place can append nothing
(G3). ``judge`` holds these rules for all worlds. Read next: ``memory_streams`` (the shortest store).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Protocol

import msgspec
from msgspec import Raw

from useworkflow_runtime.worlds.watches import Watch

MOST_CHUNKS = 512
"""Chunks of one page."""


class StreamWrite(msgspec.Struct, frozen=True, kw_only=True):
    """What one attempt adds to one stream. It may be given again where nobody knows whether it was stored.

    ``position``: how many chunks of this writer stand before these. ``go_on``: a later attempt keeps what former ones
    have stored; without it, its first write withdraws that. ``close``: nothing comes after these chunks.
    """

    run_id: str
    namespace: str
    writer_run: str
    """The run whose step writes: the stream's own, or another one that was handed the stream."""
    step: str
    attempt: int
    position: int = 0
    chunks: tuple[Raw, ...] = ()
    go_on: bool = False
    close: bool = False


class Refusal(Enum):
    """Why nothing was stored: the attempt does not count any more; somebody closed the stream; its run has ended, or is gone."""

    FENCED = "fenced"
    CLOSED = "closed"
    ENDED = "ended"


class StreamWritten(msgspec.Struct, frozen=True):
    """What became of a write. ``written``: chunks of this writer that the stream holds now."""

    written: int
    refused: Refusal | None = None


class StreamChunk(msgspec.Struct, frozen=True):
    """One chunk. ``body``: an encoded value."""

    index: int
    step: str
    attempt: int
    body: Raw


class StreamPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some chunks in order, and the stream as it was when they were read: one view.

    ``start``: the index from which was read. ``more``: another chunk can be read after these now. ``tail``: index of the
    last chunk that can be read, -1 if there is none. ``resets``: the first index of each withdrawal so far. ``over``: the
    stream is closed or its run has ended, and none of it can be withdrawn: it stays as it is.
    """

    start: int
    chunks: list[StreamChunk]
    more: bool
    tail: int
    resets: tuple[int, ...]
    over: bool

    @property
    def next_index(self) -> int:
        """Where to go on reading."""
        return self.chunks[-1].index + 1 if self.chunks else self.start


class StreamRecord(msgspec.Struct, frozen=True):
    """A stream, for whoever looks. ``chunks``: how many it holds; ``final``: how many of them cannot be withdrawn any
    more; ``withdrawals``: how often some were."""

    namespace: str
    chunks: int
    final: int
    closed: bool
    withdrawals: int


class WriterRecord(msgspec.Struct, frozen=True):
    """What a step's attempts so far have stored in the stream of ``run_id`` and ``namespace``."""

    run_id: str
    namespace: str
    written: int


class Settlement(msgspec.Struct, frozen=True):
    """A step has its outcome: no attempt of it writes any more. What stays is final.

    ``keep``: ``None``: all stays (it was cancelled: nobody will write it again); a number: what that attempt has written,
    or gone on from, stays (it was completed); 0: nothing does (it failed).
    """

    step: str
    keep: int | None

    def withdraws(self, attempt: int) -> bool:
        """Whether what a writer holds is withdrawn, if ``attempt`` wrote for it last."""
        return self.keep is not None and self.keep != attempt


class WriterState(msgspec.Struct, frozen=True):
    """A writer as it is stored."""

    attempt: int
    written: int
    final: bool


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a write does. ``withdraw``: first, what the writer holds. ``reopen``: the writer had closed the stream in a
    former attempt."""

    refused: Refusal | None = None
    withdraw: bool = False
    reopen: bool = False
    written: int = 0
    chunks: tuple[Raw, ...] = ()

    def answer(self) -> StreamWritten:
        """What the writer is told."""
        return StreamWritten(self.written, self.refused)


def judge(write: StreamWrite, writer: WriterState | None, *, ended: bool, closed: bool, by_writer: bool) -> Verdict:
    """Decide what a write does.

    Args:
        write: what is asked for.
        writer: what is stored of its writer.
        ended: the stream's run has ended, or is gone.
        closed: the stream is closed.
        by_writer: and it was this writer who closed it.
    """
    written = 0 if writer is None else writer.written
    if ended:
        return Verdict(refused=Refusal.ENDED, written=written)
    takes_over = writer is not None and writer.attempt < write.attempt
    if writer is not None and (writer.final or writer.attempt > write.attempt):
        return Verdict(refused=Refusal.FENCED, written=written)
    withdraw = takes_over and not write.go_on
    if withdraw:
        written = 0
    reopen = takes_over and closed and by_writer
    stored_before = bool(write.chunks) and not takes_over and write.position + len(write.chunks) == written
    if write.chunks and not stored_before:
        if closed and not reopen:
            return Verdict(refused=Refusal.CLOSED, written=written)
        if write.position != written:
            return Verdict(refused=Refusal.FENCED, written=written)
    chunks = () if stored_before else write.chunks
    return Verdict(withdraw=withdraw, reopen=reopen, written=written + len(chunks), chunks=chunks)


class StreamStore(Protocol):
    """The part of a world that keeps streams; ``World.streams``. Every operation is atomic."""

    async def write(self, epoch: int, writes: Sequence[StreamWrite]) -> list[StreamWritten]:
        """Store chunks, durable when it returns. Each write is answered for itself; together they are one transaction.

        Raises:
            LostOwnershipError: ``epoch`` is not (one of) the world's engine's; nothing was stored (G3).
            WorldError: nothing was stored, or nobody knows: the same writes may be given again.
        """

    async def read(
        self, run_id: str, namespace: str, start: int, *, limit: int = MOST_CHUNKS, only_final: bool = False
    ) -> StreamPage:
        """At most ``limit`` chunks from index ``start`` on; a negative one counts from the end. ``only_final``: as if the
        stream ended before the first chunk that can still be withdrawn.

        Raises:
            RunNotFoundError: no such run.
        """

    async def of_run(self, run_id: str) -> list[StreamRecord]:
        """The run's streams, by namespace."""

    async def of_step(self, run_id: str, step: str) -> list[WriterRecord]:
        """What the former attempts of a step have stored, wherever it wrote."""

    def watch(self, run_id: str) -> Watch:
        """Somebody looks at the run's streams: told when one of them changes, and when the run ends. Close it."""
