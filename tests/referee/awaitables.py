"""What lowered code awaits under the referee, instead of what the test gave it.

    await asyncio.sleep(1)    ->   await Foreign(...)      a restored coroutine can await it again
    f(x)                      ->   await Pause(f(x))       suspends, is restored at once, and gives the value

The iterator of a ``Foreign`` survives the eviction of the coroutine above it. Read next: ``resuming``.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from useworkflow_sandbox.eviction import Evicted


class Foreign:
    """An awaitable of other code, awaited by lowered code. It can be awaited again by the restored coroutine."""

    __slots__ = ("_iterator", "_make", "_parked")

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._iterator: Any = None
        self._parked = False

    def __await__(self) -> Generator[Any, Any, Any]:
        if not self._parked:
            self._iterator = self._make()
        error: BaseException | None = None
        wake: Any = None
        while True:
            if not self._parked:
                try:
                    yielded = _step(self._iterator, wake, error)
                except StopIteration as stop:
                    return stop.value
            else:
                yielded = None  # after a restore: the driver takes this and drops it
            wake = error = None
            self._parked = True
            try:
                wake = yield yielded
            except Evicted:
                raise
            except GeneratorExit:
                self._parked = False
                close = getattr(self._iterator, "close", None)
                if close is not None:
                    close()
                raise
            except BaseException as caught:
                error = caught
            self._parked = False


def _step(iterator: Any, wake: Any, error: BaseException | None) -> Any:
    """One step as ``yield from`` makes it."""
    if error is not None:
        throw = getattr(iterator, "throw", None)
        if throw is None:
            raise error
        return throw(error)
    return next(iterator) if wake is None else iterator.send(wake)


PAUSE = object()


class Pause:
    """``await Pause(v)`` suspends, is restored at once, and gives ``v``, which has gone through bytes with its frame."""

    __slots__ = ("given",)

    def __init__(self, given: Any = None) -> None:
        self.given = given

    def __await__(self) -> Generator[Any, None, Any]:
        yield PAUSE
        return self.given


class Bad:
    """An awaitable with an ``__await__`` that gives something wrong, which Python is to say."""

    def __init__(self, iterator: Any) -> None:
        self.iterator = iterator

    def __await__(self) -> Any:
        return self.iterator


LEAVES = (Foreign.__await__.__code__, Pause.__await__.__code__)
"""Code of the generators at the end of a chain of awaits."""
