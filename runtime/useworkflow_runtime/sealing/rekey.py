"""Seals everything that a world holds with the first key of the ring, while engines go on.

    await rekey(world, envelopes)   -> Rekeyed(changed=120, kept=3, failed=0)

Values are replaced where they still stand as they were read, and mean the same afterwards, so nobody has to stop. What is not sealed yet
is sealed; what does not open stays as it is and is counted. Read next: ``worlds.stored_values``.
"""

from __future__ import annotations

import msgspec

from useworkflow_runtime.errors import MissingKeyError, SealDamagedError
from useworkflow_runtime.sealing.envelope import Envelopes, keys_of
from useworkflow_runtime.worlds.protocol import StoredValue, World

_NULL = b"null"


class Rekeyed(msgspec.Struct):
    """``changed``: values sealed anew; ``kept``: they had the first key already, or hold nothing; ``failed``: of a key that
    is not here, or damaged; ``missing``: the names of such keys."""

    changed: int = 0
    kept: int = 0
    failed: int = 0
    missing: list[str] = []


async def rekey(world: World, envelopes: Envelopes, *, page: int = 500) -> Rekeyed:
    """Seal every stored value with the current key.

    Args:
        world: the world that stores, not the one that seals.
        envelopes: with all keys that were ever used, the new one first.
        page: values in one transaction.

    Raises:
        WorldError: it cannot be read or written now; what was done stays done, and the rest can be asked for again.
    """
    done = Rekeyed()
    cursor: str | None = ""
    while cursor is not None:
        found = await world.stored_values(cursor, limit=page)
        changes = []
        for value in found.values:
            new = _sealed_anew(value, envelopes, done)
            if new is not None:
                changes.append((value, new))
        if changes:
            done.changed += await world.replace_values(changes)
        cursor = found.next
    return done


def _sealed_anew(value: StoredValue, envelopes: Envelopes, done: Rekeyed) -> bytes | None:
    assert envelopes.keys is not None
    try:
        keys = keys_of(value.body)
        if keys == {envelopes.keys.current} or value.body == _NULL or not (keys or value.whole):
            done.kept += 1
            return None
        place = "" if value.seq is None else str(value.seq)
        if value.blob:
            return envelopes.seal_blob(envelopes.open_blob(value.body, place), value.run_id or "", place)
        return (
            envelopes.resealed(value.body) if keys else envelopes.seal(envelopes.open(value.body), value.run_id, place)
        )
    except (MissingKeyError, SealDamagedError) as error:
        done.failed += 1
        if isinstance(error, MissingKeyError) and error.key_name not in done.missing:
            done.missing.append(error.key_name)
        return None
