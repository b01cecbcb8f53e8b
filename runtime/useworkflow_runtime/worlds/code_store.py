"""The code that runs are pinned to: stored under its content address, and removed when nothing can need it any more.

    await world.put_bundle("b1", data)      it is there, and somebody means to use it now
    await world.prune_code(before)          -> ["b0"]: no run has or had it, no schedule has it, nobody has named it since

A process that starts runs names their code again once in ``RENEWED``; code that was named less than ``KEPT`` ago stays, whatever
``prune_code`` is asked. So a start whose code is just being removed cannot be. Read next: ``sqlite_code``.
"""

from __future__ import annotations

from typing import Final, Protocol

RENEWED: Final = 3_600_000_000
"""Microseconds after which a process names code again that it uses."""
KEPT: Final = 24 * RENEWED
"""Microseconds for which code is kept that somebody has named."""


class CodeStore(Protocol):
    """The part of a world that holds code."""

    async def put_bundle(self, bundle_id: str, data: bytes) -> None:
        """Store a bundle under its content address. Storing it again says that it is still used."""

    async def get_bundle(self, bundle_id: str) -> bytes | None:
        """The bundle's bytes, or ``None``."""

    async def prune_code(self, before: int, *, dry_run: bool = False) -> list[str]:
        """Remove bundles that no run has or has had, that no schedule starts, and that nobody has named since ``before``
        (microseconds), or in the last day. Any process may do it.

        Returns:
            Their ids; with ``dry_run`` nothing is changed.
        """


def latest(before: int, now: int) -> int:
    """The time before which code must have been named last to be removed."""
    return min(before, now - KEPT)
