"""Async generators that nobody iterates to their end are closed at one defined point: when the run ends.

    async for page in pages():       ``break`` leaves the generator suspended; its ``finally`` runs, awaits included,
        break                        after the tasks of the run are done, as ``asyncio.run`` does at the latest

Plain asyncio closes them when the garbage collector finds them, which no replay could repeat (G5). Read next:
``instance``.
"""

from __future__ import annotations

from typing import Any


class Orphanage:
    """Holds the async generators that were begun, and forgets those that have ended."""

    __slots__ = ("_held", "_look_at")

    def __init__(self) -> None:
        self._held: list[Any] = []
        self._look_at = 16

    def adopt(self, generator: Any) -> None:
        """Called by the interpreter at a generator's first step."""
        self._held.append(generator)
        if len(self._held) >= self._look_at:
            self._held = [held for held in self._held if held.ag_frame is not None]
            self._look_at = 16 + 2 * len(self._held)

    def take(self) -> list[Any]:
        """Those that are still open, oldest first; they are handed out once."""
        held, self._held = self._held, []
        return [generator for generator in held if generator.ag_frame is not None]
