"""What a restored frame goes on with, where it waited for something that cannot simply be waited for again.

yield from [1, 2, 3]       restored after 1:  ``Delegate`` over the iterator, primed without advancing it
await agen.aclose()        restored inside:   ``CloseAgain``
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class CloseAgain:
    """The awaitable of an ``aclose()`` that goes on inside the generator."""

    __slots__ = ("generator",)

    def __init__(self, generator: Any) -> None:
        self.generator = generator

    def __await__(self) -> Iterator[Any]:
        try:
            yield from self.generator.asend(None)
        except (StopAsyncIteration, GeneratorExit):
            return
        raise RuntimeError("async generator ignored GeneratorExit")


class Delegate:
    """What a restored ``yield from`` goes on with: primed once without advancing, then the iterator itself."""

    __slots__ = ("iterator", "primed")

    def __init__(self, iterator: Any) -> None:
        self.iterator = iterator
        self.primed = False

    def __iter__(self) -> Delegate:
        return self

    def __next__(self) -> Any:
        if not self.primed:
            self.primed = True
            return None
        return next(self.iterator)

    def send(self, value: Any) -> Any:
        """As ``yield from`` sends: an iterator without ``send`` takes ``None`` only."""
        return next(self) if value is None else self.iterator.send(value)

    def __getattr__(self, name: str) -> Any:
        if name in ("throw", "close"):  # absent where the iterator does not have them, as ``yield from`` expects
            return getattr(self.iterator, name)
        raise AttributeError(name)
