"""Following a stream: an async iterator that is told when there is more, and knows where it stands.

    reader = StreamReader(source, "run_7", "", 0, "live")
    async for token in reader: ...       -> "Once", " upon", ...; StreamReset(0) if they were withdrawn
    reader.cursor                        -> "2.0.0": after a break, start_index="2.0.0" goes on just there

A reader looks at the store when it has been told of a change, and at its own pace: no writer waits for it. Readers that look
at the same place at the same time share one look. Read next: ``worlds.streams``.
"""

from __future__ import annotations

import asyncio
import re
import weakref
from collections import deque
from typing import Any, Protocol, Self, TypeAlias

from useworkflow_runtime.code.identity import resolve_class
from useworkflow_runtime.worlds.streams import StreamChunk, StreamPage, StreamStore
from useworkflow_runtime.worlds.watches import Watch
from useworkflow_sandbox import values
from useworkflow_sandbox.run_errors import StreamReset
from useworkflow_sandbox.streams import Read

_PULSE = 1.0
"""Seconds after which a reader looks although nobody said that there is more."""
_Key: TypeAlias = "tuple[str, str, int, bool]"
"""Run id, namespace, index, only what is final."""
_COUNT = re.compile(r"\d{1,15}", re.ASCII)
"""How many chunks somebody has read, who knows of no withdrawal."""
_CURSOR = re.compile(r"(\d{1,15})\.(\d{1,9})\.(\d{1,15})", re.ASCII)


class Source(Protocol):
    """Where a reader finds the streams."""

    async def store(self) -> StreamStore:
        """The world's streams."""

    async def pulse(self) -> None:
        """Nothing has come for a while: see that somebody moves the run."""


class StreamReader:
    """An async iterator over the chunks of one stream, each once and in order.

    It ends where the stream was closed, and at the end of the run. After ``StreamReset`` the same reader goes on at the
    index that the exception names.

    Args:
        source: where the stream is kept.
        run_id: whose stream.
        namespace: which of them.
        start_index: the first chunk; a negative one counts from the end; or the ``cursor`` of a former reader.
        read: ``live`` or ``committed``.

    Raises:
        ValueError: ``read`` is neither, or ``start_index`` is text that is no cursor.
    """

    def __init__(self, source: Source, run_id: str, namespace: str, start_index: int | str, read: Read) -> None:
        if read not in ("live", "committed"):
            raise ValueError(f'read is "live" or "committed", not {read!r}')
        self._source = source
        self._run_id = run_id
        self._namespace = namespace
        self._only_final = read == "committed"
        self._start, self._seen_resets, self.next_index = _place(start_index)
        self._ahead: deque[StreamChunk] = deque()
        self._over = False
        self._store: StreamStore | None = None
        self._watch: Watch | None = None

    @property
    def cursor(self) -> str:
        """Where it stands: the chunks that it has given, and the withdrawals that it knows of. As ``start_index`` of
        another reader it goes on just there, and hears of withdrawals that came between."""
        return f"{max(self.next_index, 0)}.{max(self._seen_resets, 0)}.{max(self._start, 0)}"

    async def tail_index(self) -> int:
        """Index of the last chunk that can be read now, -1 if there is none.

        Raises:
            RunNotFoundError: no such run.
        """
        store = await self._open()
        return (await store.read(self._run_id, self._namespace, 0, limit=1, only_final=self._only_final)).tail

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Any:
        return values.decode((await self.next_chunk()).body, resolve_class)

    async def next_chunk(self) -> StreamChunk:
        """The next chunk as it is stored.

        Raises:
            StopAsyncIteration: there will be none.
            StreamReset: chunks that this reader has given were withdrawn.
            RunNotFoundError: no such run.
        """
        while not self._ahead:
            if self._over:
                self.close()
                raise StopAsyncIteration
            await self._look()
        chunk = self._ahead.popleft()
        self.next_index = chunk.index + 1
        return chunk

    def close(self) -> None:
        """Look no more. A reader that is dropped does so by itself."""
        if self._watch is not None:
            self._watch.close()

    # --- looking

    async def _open(self) -> StreamStore:
        if self._store is None:
            self._store = await self._source.store()
        return self._store

    async def _look(self) -> None:
        store = await self._open()
        if self._watch is None:
            self._watch = store.watch(self._run_id)
        seen = self._watch.count
        page = await _shared(store).page(store, self._run_id, self._namespace, self.next_index, self._only_final)
        self._take_resets(page)
        self._ahead.extend(page.chunks)
        self._over = page.over and not page.more
        if not self._ahead and not self._over and not await self._watch.wait(_PULSE, seen):
            await self._source.pulse()

    def _take_resets(self, page: StreamPage) -> None:
        if self._seen_resets < 0:  # the first look: what was withdrawn before is nothing to this reader
            self._start = page.start if self._start == self.next_index else self._start
            self.next_index = page.start
            self._seen_resets = len(page.resets)
            return
        unseen = page.resets[self._seen_resets :]
        self._seen_resets = len(page.resets)
        if unseen and not self._only_final and max(min(unseen), self._start) < self.next_index:
            self.next_index = max(min(unseen), self._start)
            raise StreamReset(self.next_index)


def _place(start_index: int | str) -> tuple[int, int, int]:
    """(where it began, withdrawals that it knows of or -1, where it stands)"""
    if isinstance(start_index, int):
        return start_index, -1, start_index
    if _COUNT.fullmatch(start_index):
        return 0, -1, int(start_index)
    found = _CURSOR.fullmatch(start_index)
    if found is None:
        raise ValueError(f"{start_index!r} is neither an index nor the cursor of a reader")
    stands, resets, began = map(int, found.groups())
    return began, resets, stands


class _SharedReads:
    """Looks at one store. What is asked for before the next round of the loop is asked once, for all who ask."""

    def __init__(self) -> None:
        self._wanted: dict[_Key, asyncio.Future[StreamPage]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def page(self, store: StreamStore, *key: *_Key) -> StreamPage:
        """A page that is read after this call."""
        future = self._wanted.get(key)
        if future is None:
            loop = asyncio.get_running_loop()
            future = self._wanted[key] = loop.create_future()
            loop.call_soon(self._begin, store, key)
        return await asyncio.shield(future)

    def _begin(self, store: StreamStore, key: _Key) -> None:
        task = asyncio.ensure_future(_read(store, key, self._wanted.pop(key)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _read(store: StreamStore, key: _Key, future: asyncio.Future[StreamPage]) -> None:
    run_id, namespace, start, only_final = key
    try:
        page = await store.read(run_id, namespace, start, only_final=only_final)
    except BaseException as error:
        if isinstance(error, asyncio.CancelledError):
            future.cancel()
            raise
        future.set_exception(error)
        future.exception()  # whoever asked may have gone
    else:
        future.set_result(page)


_stores: weakref.WeakKeyDictionary[StreamStore, _SharedReads] = weakref.WeakKeyDictionary()


def _shared(store: StreamStore) -> _SharedReads:
    shared = _stores.get(store)
    if shared is None:
        shared = _stores[store] = _SharedReads()
    return shared
