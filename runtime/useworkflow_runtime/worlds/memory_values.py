"""Every value that a world in memory holds, each with a way to put another in its place.

    places(runs, hooks, inbox, streams, schedules)   -> (StoredValue(place="log/run_7/1", body=b'{"kind":...}'), put), ...

Read next: ``stored_values``, the same for tables.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import Raw, structs

from useworkflow_runtime.worlds.memory_schedules import MemorySchedules
from useworkflow_runtime.worlds.memory_streams import MemoryStreams
from useworkflow_runtime.worlds.protocol import HookRecord, InboxItem, StoredValue
from useworkflow_runtime.worlds.streams import StreamChunk

if TYPE_CHECKING:
    from useworkflow_runtime.worlds.memory_rows import Delivery, Row

Place: TypeAlias = "tuple[StoredValue, Callable[[bytes], None]]"


def places(
    runs: Mapping[str, Row],
    hooks: MutableMapping[str, HookRecord],
    inbox: MutableMapping[int, InboxItem],
    streams: MemoryStreams,
    schedules: MemorySchedules,
) -> Iterator[Place]:
    """All places of a world."""
    for name, record in schedules.records.items():
        stored = StoredValue(f"schedule/{name}", bytes(record.args), None)
        yield stored, functools.partial(_replace, schedules.records, name, "args", Raw)
    for run_id, namespace, chunks in streams.chunk_lists():
        for index, (chunk, _) in enumerate(chunks):
            stored = StoredValue(f"stream/{run_id}/{namespace}/{chunk.index}", bytes(chunk.body), run_id)
            yield stored, functools.partial(_put_chunk, chunks, index)
    for id, row in runs.items():
        yield from _of_run(id, row)
    for token, hook in hooks.items():
        for name in ("metadata", "schema", "webhook"):
            stored = StoredValue(f"hook/{token}/{name}", bytes(getattr(hook, name)), hook.run_id)
            yield stored, functools.partial(_replace, hooks, token, name, Raw)
    for number, item in inbox.items():
        whole = item.kind != "finished"  # the world itself reads how a run ended
        stored = StoredValue(f"inbox/{number}", bytes(item.payload), item.run_id, whole=whole)
        yield stored, functools.partial(_replace, inbox, number, "payload", Raw)


def _of_run(id: str, row: Row) -> Iterator[Place]:
    for index, event in enumerate(row.events):
        stored = StoredValue(f"log/{id}/{event.seq}", event.body, id, event.seq)
        yield stored, functools.partial(_replace, row.events, index, "body", bytes)
    for name in ("output", "error"):
        value = getattr(row.record, name)
        if value is not None:
            yield StoredValue(f"run/{id}/{name}", bytes(value), id), functools.partial(_put_in_record, row, name)
    if row.snapshot is not None:
        stored = StoredValue(f"snapshot/{id}", row.snapshot.body, id, row.snapshot.seq, True)
        yield stored, functools.partial(_put_snapshot, row)
    for (hook_id, key), delivery in row.dedup.items():
        if delivery.reply is not None:
            stored = StoredValue(f"reply/{id}/{hook_id}/{key}", bytes(delivery.reply), id)
            yield stored, functools.partial(_put_reply, delivery)


def _replace(held: Any, key: Any, name: str, kind: Any, new: bytes) -> None:
    held[key] = structs.replace(held[key], **{name: kind(new)})


def _put_chunk(chunks: list[tuple[StreamChunk, Any]], index: int, new: bytes) -> None:
    chunk, writer = chunks[index]
    chunks[index] = (structs.replace(chunk, body=Raw(new)), writer)


def _put_in_record(row: Row, name: str, new: bytes) -> None:
    row.change(**{name: Raw(new)})


def _put_snapshot(row: Row, new: bytes) -> None:
    if row.snapshot is not None:
        row.snapshot = structs.replace(row.snapshot, body=new)


def _put_reply(delivery: Delivery, new: bytes) -> None:
    delivery.reply = Raw(new)
