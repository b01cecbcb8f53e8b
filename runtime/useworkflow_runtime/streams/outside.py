"""What the methods of ``Stream`` do outside workflow code: steps write, and anybody reads.

    await get_writable().write("token")     in a step: to the attempt's writer
    async for chunk in stream.read(): ...   in a step: from the engine's world; elsewhere from the configured one

Outside of any run, where a workflow is an ordinary asyncio program, a stream is a list in memory (G1).
Read next: ``writing``, ``reading``.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Generator, Iterable
from typing import Any, TypeAlias

from useworkflow_runtime.embedded import Place, attach
from useworkflow_runtime.errors import NotInStepError, StreamClosedError
from useworkflow_runtime.steps.metadata import current_step
from useworkflow_runtime.streams.reading import Source, StreamReader
from useworkflow_runtime.streams.relaying import RemoteAttempt, RemoteWriter
from useworkflow_runtime.streams.writing import AttemptStreams, Writer
from useworkflow_runtime.worlds.protocol import World
from useworkflow_runtime.worlds.streams import StreamStore
from useworkflow_sandbox import streams, values
from useworkflow_sandbox.streams import Read, Stream, checked_namespace

AnyAttempt: TypeAlias = AttemptStreams | RemoteAttempt
AnyWriter: TypeAlias = Writer | RemoteWriter

PLAIN = "(no run)"
"""The run id of a stream outside of any run."""


class _Done:
    """An awaitable that is done: in a sync step it is simply not awaited."""

    def __await__(self) -> Generator[Any, None, None]:
        return
        yield


_DONE = _Done()


class _Emptied:
    """Waits when it is awaited, and not before: a sync step on the loop cannot wait, and does not ask."""

    def __init__(self, writer: AnyWriter) -> None:
        self._writer = writer

    def __await__(self) -> Generator[Any, None, None]:
        return self._writer.emptied_here().__await__()


class PlainStream(Stream):
    """A stream outside of any run: what was written stays in memory, and is read from there."""

    __slots__ = ("chunks", "closed")

    def __init__(self, namespace: str) -> None:
        super().__init__(PLAIN, namespace)
        self.chunks: list[Any] = []
        self.closed = False


def get_writable(namespace: str | None = None) -> Stream:
    """A stream of the run that the calling step belongs to. In workflow code the same name gives the run's own.

    Args:
        namespace: which of the run's streams; the default one if left out.

    Raises:
        TypeError, ValueError: the namespace is no text, or too long.
    """
    checked = checked_namespace(namespace)
    current = current_step.get()
    return PlainStream(checked) if current is None else Stream(current.run_id, checked)


async def pour(attempt: AnyAttempt, stream: Stream, chunks: AsyncIterator[Any]) -> Stream:
    """Write all that an iterator gives, and close the stream: what a step that returns the iterator gives in its place."""
    writer = attempt.writer(stream)
    async for chunk in chunks:
        await _room(writer, values.encode(chunk, root="chunk"))
    writer.close()
    return stream


async def _room(writer: AnyWriter, chunk: Any) -> None:
    writer.add(chunk)
    if writer.full():
        await _Emptied(writer)


class Streams:
    """See the module; the methods are those of ``useworkflow_sandbox.streams.Outside``."""

    def write(self, stream: Stream, chunk: Any) -> Awaitable[None]:
        """Add a chunk."""
        if isinstance(stream, PlainStream):
            if stream.closed:
                raise StreamClosedError.of(stream, False)
            stream.chunks.append(chunk)
            return _DONE
        attempt = _attempt("write")
        writer = attempt.writer(stream)
        writer.add(values.encode(chunk, root="chunk"))
        return _emptied(attempt, writer) if writer.full() else _DONE

    def write_from(self, stream: Stream, chunks: Iterable[Any] | AsyncIterable[Any]) -> Awaitable[None]:
        """Add many."""
        if isinstance(chunks, AsyncIterable):
            return self._write_all(stream, chunks)
        if isinstance(stream, PlainStream) or not _attempt("write_from").awaits:
            for chunk in chunks:
                self.write(stream, chunk)
            return _DONE
        return self._write_each(stream, chunks)

    async def _write_all(self, stream: Stream, chunks: AsyncIterable[Any]) -> None:
        async for chunk in chunks:
            await self.write(stream, chunk)

    async def _write_each(self, stream: Stream, chunks: Iterable[Any]) -> None:
        for chunk in chunks:
            await self.write(stream, chunk)

    def drain(self, stream: Stream) -> Awaitable[None]:
        """Wait until all is stored."""
        if isinstance(stream, PlainStream):
            return _DONE
        attempt = _attempt("drain")
        return _emptied(attempt, attempt.writer(stream))

    def close(self, stream: Stream) -> Awaitable[None]:
        """Nothing comes any more."""
        if isinstance(stream, PlainStream):
            stream.closed = True
            return _DONE
        attempt = _attempt("close")
        writer = attempt.writer(stream)
        writer.close()
        return _emptied(attempt, writer)

    def next_index(self, stream: Stream) -> int:
        """Where the step goes on."""
        if isinstance(stream, PlainStream):
            return len(stream.chunks)
        return _attempt("next_index").writer(stream).next_index

    def read(self, stream: Stream, start_index: int | str, read: Read) -> streams.StreamReader:
        """A reader."""
        if isinstance(stream, PlainStream):
            return _PlainReader(stream, int(start_index))
        current = current_step.get()
        store = None if current is None or current.work is None else current.work.store
        source: Source = PlaceSource(stream._world) if store is None else StoreSource(store)
        return StreamReader(source, stream.run_id, stream.namespace, start_index, read)


class StoreSource:
    """A store that is at hand."""

    def __init__(self, store: StreamStore) -> None:
        self._store = store

    async def store(self) -> StreamStore:
        """It."""
        return self._store

    async def pulse(self) -> None:
        """Whoever has it sees to its runs."""


class PlaceSource:
    """A world of this loop, whose engine this process becomes if nobody is.

    Args:
        world: as ``attach`` takes it.
        place: the place, where it is known.
    """

    def __init__(self, world: World | str | None, place: Place | None = None) -> None:
        self._world = world
        self._place = place

    async def store(self) -> StreamStore:
        """The world's streams."""
        if self._place is None:
            self._place = await attach(self._world, as_engine=True)
        else:
            await self._place.ready(as_engine=True)
        return self._place.world.streams

    async def pulse(self) -> None:
        """Become the engine, if it is gone."""
        if self._place is not None and (self._place.engine is None or not self._place.engine.running):
            await self._place.ready(as_engine=True)


class _PlainReader:
    """Reads what is in memory, and ends there."""

    cursor = "0.0.0"

    def __init__(self, stream: PlainStream, start_index: int) -> None:
        self._stream = stream
        self.next_index = start_index if start_index >= 0 else max(0, len(stream.chunks) + start_index)

    def __aiter__(self) -> AsyncIterator[Any]:
        return self

    async def __anext__(self) -> Any:
        if self.next_index >= len(self._stream.chunks):
            raise StopAsyncIteration
        self.next_index += 1
        return self._stream.chunks[self.next_index - 1]

    async def tail_index(self) -> int:
        return len(self._stream.chunks) - 1


def _attempt(what: str) -> AnyAttempt:
    current = current_step.get()
    if current is None:
        raise NotInStepError(
            f"{what} of a stream was used outside a step",
            why="a chunk belongs to the attempt of a step: it is withdrawn if that fails",
            mend="write in the body of a step that a workflow awaits",
        )
    assert current.work is not None  # only what stands in for it in a test leaves it out
    return current.work.open_streams()


def _emptied(attempt: AnyAttempt, writer: AnyWriter) -> Awaitable[None]:
    """Wait until a writer is empty: here, in a step's own thread; where the result is awaited, on the loop."""
    if attempt.here:
        return _Emptied(writer)
    writer.emptied().result()
    return _DONE


if not streams.outside:
    streams.outside.append(Streams())
