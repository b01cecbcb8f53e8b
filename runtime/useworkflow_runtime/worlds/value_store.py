"""The values that a world holds, each where it stands: for whoever seals them anew (``useworkflow db rekey``).

    page = await world.stored_values()      -> ValuePage([StoredValue(...), ...], cursor)
    await world.replace_values([(value, sealed_anew)])

Read next: ``protocol``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec


class StoredValue(msgspec.Struct, frozen=True):
    """A value as it stands in the store. ``place``: where, known to the store alone; ``seq``: of an event or a snapshot;
    ``blob``: it is no JSON; not ``whole``: the store reads it, and only values inside it are others'."""

    place: str
    body: bytes
    run_id: str | None
    seq: int | None = None
    blob: bool = False
    whole: bool = True


class ValuePage(msgspec.Struct, frozen=True):
    """Some stored values; ``next``: the cursor of the next page, ``None`` at the end. A page may be empty."""

    values: list[StoredValue]
    next: str | None


class StoredValues(Protocol):
    """The part of a world that hands out its values and takes them back."""

    async def stored_values(self, cursor: str = "", *, limit: int = 500) -> ValuePage:
        """Every value in the store - bodies of events, results, errors, snapshots, payloads, answers - page by page, in an
        order of the store's own. What is written meanwhile may be missed, or seen twice."""

    async def replace_values(self, changes: Sequence[tuple[StoredValue, bytes]]) -> int:
        """Put other bytes, which must mean the same, where those values still stand, all in one transaction.

        Returns:
            How many there still were.
        """
