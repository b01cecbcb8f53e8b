"""The streams of a world in memory: every operation of ``streams`` on plain lists.

    await streams.write(epoch, [StreamWrite(run_id="run_7", ..., chunks=(b"1",))])    -> [StreamWritten(written=1)]

Read next: ``sqlite_streams``, the same on tables.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import Raw

from useworkflow_runtime.errors import RunNotFoundError
from useworkflow_runtime.worlds.protocol import TERMINAL, RunRecord
from useworkflow_runtime.worlds.streams import (
    MOST_CHUNKS,
    Settlement,
    StreamChunk,
    StreamPage,
    StreamRecord,
    StreamWrite,
    StreamWritten,
    WriterRecord,
    WriterState,
    judge,
)
from useworkflow_runtime.worlds.watches import Watch, Watches


@dataclass(eq=False, slots=True)
class _Writer:
    attempt: int
    written: int = 0
    final: bool = False

    def state(self) -> WriterState:
        return WriterState(self.attempt, self.written, self.final)


@dataclass(slots=True)
class _Stream:
    run_id: str
    namespace: str
    chunks: list[tuple[StreamChunk, _Writer]] = field(default_factory=list)
    writers: dict[tuple[str, str], _Writer] = field(default_factory=dict)
    """By run id and step."""
    closed_by: _Writer | None = None
    resets: list[int] = field(default_factory=list)

    def next_index(self) -> int:
        return self.chunks[-1][0].index + 1 if self.chunks else 0

    def withdraw(self, writer: _Writer) -> None:
        indexes = [chunk.index for chunk, by in self.chunks if by is writer]
        if indexes:
            self.resets.append(indexes[0])
            self.chunks = [(chunk, by) for chunk, by in self.chunks if by is not writer]
        writer.written = 0
        if self.closed_by is writer:
            self.closed_by = None

    def readable(self, only_final: bool) -> list[StreamChunk]:
        chunks = []
        for chunk, writer in self.chunks:
            if only_final and not writer.final:
                break
            chunks.append(chunk)
        return chunks


class MemoryStreams:
    """The streams of one ``MemoryWorld``.

    Args:
        run: gives the record of a run, if there is one.
        fence: raises for a stale epoch.
        watches: told of changes.
    """

    def __init__(self, run: Callable[[str], RunRecord | None], fence: Callable[[int], None], watches: Watches) -> None:
        self._run = run
        self._fence = fence
        self._watches = watches
        self._streams: dict[str, dict[str, _Stream]] = {}

    async def write(self, epoch: int, writes: Sequence[StreamWrite]) -> list[StreamWritten]:
        """See ``StreamStore.write``. Yields once to the loop before it writes, so that chunks can gather."""
        await asyncio.sleep(0)
        self._fence(epoch)
        written = [self._write(write) for write in writes]
        self._watches.note(dict.fromkeys(write.run_id for write in writes))
        return written

    def chunk_lists(self) -> Iterator[tuple[str, str, list[tuple[StreamChunk, _Writer]]]]:
        """(run id, namespace, chunks with their writers) of every stream; the lists themselves."""
        for run_id, streams in self._streams.items():
            for namespace, stream in streams.items():
                yield run_id, namespace, stream.chunks

    def _write(self, write: StreamWrite) -> StreamWritten:
        stream = self._streams.get(write.run_id, {}).get(write.namespace) or _Stream(write.run_id, write.namespace)
        key = (write.writer_run, write.step)
        writer = stream.writers.get(key)
        verdict = judge(
            write,
            None if writer is None else writer.state(),
            ended=self._ended(write.run_id),
            closed=stream.closed_by is not None,
            by_writer=writer is not None and stream.closed_by is writer,
        )
        if verdict.refused is not None:
            return verdict.answer()
        self._streams.setdefault(write.run_id, {})[write.namespace] = stream
        writer = stream.writers.setdefault(key, _Writer(write.attempt))
        if verdict.withdraw:
            stream.withdraw(writer)
        if verdict.reopen:
            stream.closed_by = None
        for index, body in enumerate(verdict.chunks, stream.next_index()):
            stream.chunks.append((StreamChunk(index, write.step, write.attempt, Raw(bytes(body))), writer))
        writer.attempt, writer.written = write.attempt, verdict.written
        if write.close and stream.closed_by is None:
            stream.closed_by = writer
        return verdict.answer()

    def _ended(self, run_id: str) -> bool:
        record = self._run(run_id)
        return record is None or record.status in TERMINAL

    async def read(
        self, run_id: str, namespace: str, start: int, *, limit: int = MOST_CHUNKS, only_final: bool = False
    ) -> StreamPage:
        """See ``StreamStore.read``."""
        if self._run(run_id) is None:
            raise RunNotFoundError.of(run_id)
        stream = self._streams.get(run_id, {}).get(namespace) or _Stream(run_id, namespace)
        readable = stream.readable(only_final)
        if start < 0:
            start = readable[start].index if -start <= len(readable) else 0
        found = [chunk for chunk in readable if chunk.index >= start]
        over = self._ended(run_id) or stream.closed_by is not None
        return StreamPage(
            start=start,
            chunks=found[:limit],
            more=len(found) > limit,
            tail=readable[-1].index if readable else -1,
            resets=tuple(stream.resets),
            over=over and all(writer.final for writer in stream.writers.values()),
        )

    async def of_run(self, run_id: str) -> list[StreamRecord]:
        """See ``StreamStore.of_run``."""
        return [
            StreamRecord(
                namespace,
                len(stream.chunks),
                sum(writer.final for _, writer in stream.chunks),
                stream.closed_by is not None,
                len(stream.resets),
            )
            for namespace, stream in sorted(self._streams.get(run_id, {}).items())
        ]

    async def of_step(self, run_id: str, step: str) -> list[WriterRecord]:
        """See ``StreamStore.of_step``."""
        return [
            WriterRecord(stream.run_id, stream.namespace, writer.written)
            for stream, writer in self._writers_of(run_id, step)
            if not writer.final
        ]

    def watch(self, run_id: str) -> Watch:
        """See ``StreamStore.watch``."""
        return self._watches.on(run_id)

    # --- what commits do with streams

    def settle(self, run_id: str, settlements: Sequence[Settlement]) -> None:
        """Steps of this run have their outcome."""
        for settlement in settlements:
            for stream, writer in self._writers_of(run_id, settlement.step):
                if not writer.final and settlement.withdraws(writer.attempt):
                    stream.withdraw(writer)
                writer.final = True
                self._watches.note([stream.run_id])

    def end(self, run_id: str) -> None:
        """The run has ended: what its steps have written stays as it is, and so do its streams."""
        for stream, writer in self._writers_of(run_id):
            writer.final = True
            self._watches.note([stream.run_id])
        for stream in self._streams.get(run_id, {}).values():
            for writer in stream.writers.values():
                writer.final = True
        self._watches.note([run_id])

    def prune(self, run_id: str) -> None:
        """The run is gone, and its streams with it."""
        self._streams.pop(run_id, None)
        for streams in self._streams.values():
            for stream in streams.values():
                for key in [key for key in stream.writers if key[0] == run_id]:
                    del stream.writers[key]

    def _writers_of(self, run_id: str, step: str | None = None) -> Iterator[tuple[_Stream, _Writer]]:
        for streams in self._streams.values():
            for stream in streams.values():
                for (by, name), writer in stream.writers.items():
                    if by == run_id and step in (None, name):
                        yield stream, writer
