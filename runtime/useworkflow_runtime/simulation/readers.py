"""Readers of streams in a history: whatever goes wrong, each must end up with every chunk exactly once.

    await follow(client.streams, run_id, "", "live", loop)     -> [0, 1, 2]: what a program has that does as the docs say

Their connection fails as everybody's does; they come back with their cursor. Read next: ``history``.
"""

from __future__ import annotations

import asyncio
from typing import Any

from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.streams.outside import StoreSource
from useworkflow_runtime.streams.reading import StreamReader
from useworkflow_runtime.worlds.streams import StreamStore
from useworkflow_sandbox import values
from useworkflow_sandbox.run_errors import StreamReset
from useworkflow_sandbox.streams import Read

_PATIENCE = 0.3
"""Virtual seconds before a reader comes back."""


class Repeated(Exception):
    """A reader was given what it cannot be given; the text says what."""


async def follow(store: StreamStore, run_id: str, namespace: str, read: Read, hasty: int) -> list[Any]:
    """What a reader has at the end of the stream.

    Args:
        store: a connection.
        run_id: whose stream.
        namespace: which of them.
        read: ``live`` or ``committed``.
        hasty: it breaks off by itself after so many chunks, and comes back; 0: never.

    Raises:
        Repeated: an index came twice, or out of order, or a reader of what is final was reset.
    """
    got: list[tuple[int, Any]] = []
    cursor: int | str = 0
    while True:
        reader = StreamReader(StoreSource(store), run_id, namespace, cursor, read)
        try:
            await _gather(reader, got, read, hasty)
        except WorldError:
            await asyncio.sleep(_PATIENCE)
        except StopAsyncIteration:
            return [value for _, value in got]
        cursor = reader.cursor
        reader.close()


async def _gather(reader: StreamReader, got: list[tuple[int, Any]], read: Read, hasty: int) -> None:
    taken = 0
    while not hasty or taken < hasty:
        try:
            chunk = await reader.next_chunk()
        except StreamReset as reset:
            if read == "committed":
                raise Repeated(f"a reader of what is final was reset to {reset.index}") from reset
            got[:] = [(index, value) for index, value in got if index < reset.index]
            continue
        if got and chunk.index <= got[-1][0]:
            raise Repeated(f"a reader that had chunk {got[-1][0]} was given chunk {chunk.index}")
        got.append((chunk.index, values.decode(chunk.body)))
        taken += 1
