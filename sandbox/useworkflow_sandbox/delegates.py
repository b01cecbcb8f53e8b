"""What a restored frame goes on with, where it waited for something that cannot simply be waited for again.

yield from [1, 2, 3]       restored after 1:  ``Delegate`` over the iterator, primed without advancing it
await agen.asend(v)        restored inside:   ``StepAgain``
await agen.aclose()        likewise; what the generator itself awaits there: ``Closing``
coroutine.__await__()      ``AwaitIterator``: Python's own hides where it stands
await own.__await__()      restored inside the generator that this is: ``Started`` over it
"""

from __future__ import annotations

from collections.abc import Coroutine, Generator
from contextlib import suppress
from types import CoroutineType
from typing import Any, NoReturn


class StepAgain:
    """A step of an async generator, made while the snapshot was taken that one of the generator's steps was under way.

    It is this one if the generator waits to be taken up when this is awaited; else it has still to begin. So whoever waits
    for the step that is under way has to come first, and does: that is part of taking a run up again.

    Args:
        generator: the restored generator.
        name: ``"asend"``, ``"athrow"`` or ``"aclose"``.
        args: what that was called with.
    """

    __slots__ = ("args", "generator", "name")

    def __init__(self, generator: Any, name: str, args: tuple[Any, ...]) -> None:
        self.generator, self.name, self.args = generator, name, args

    def __await__(self) -> Generator[Any, Any, Any]:
        frame = self.generator.ag_frame
        state = None if frame is None else frame.f_locals.get("_uw_state")
        if state is None or state.awaited is None:
            step = getattr(self.generator, self.name)(*self.args)
        elif self.name == "aclose":
            step = self._closing(state)
        else:
            step = self.generator.asend(None)
        return (yield from step)

    def _closing(self, state: Any) -> Any:
        """Python's own ``aclose()`` again, for only that marks the generator as closed.

        One that yields in spite of it can be sent into, but neither closed nor thrown into a second time. The
        ``GeneratorExit`` with which it begins has been handled already, and ends in ``Closing``, at which the generator
        therefore is made to stand before.
        """
        step = self.generator.asend(None)
        state.stand_in(Closing(state.awaited, step))
        step.send(None)
        return self.generator.aclose()


class Closing:
    """What a generator awaits that was restored in the middle of its ``aclose()``: ``child``, after one ``GeneratorExit``.

    Args:
        child: what it awaited when it was captured.
        step: the step of the generator that gets it here. Such a step counts as running until it ends, and nothing
            else may begin meanwhile; it ends by failing, as it is begun again inside itself.
    """

    __slots__ = ("_step", "child")

    def __init__(self, child: Any, step: Any) -> None:
        self.child, self._step = child, step

    def __await__(self) -> Generator[Any, Any, Any]:
        with suppress(ValueError):
            self._step.send(None)
        del self._step
        with suppress(GeneratorExit):
            yield
        return (yield from self.child.__await__())


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


class Started:
    """An awaitable whose ``__await__`` has been called already."""

    __slots__ = ("_iterator",)

    def __init__(self, iterator: Any) -> None:
        self._iterator = iterator

    def __await__(self) -> Any:
        return self._iterator


class AwaitIterator:
    """What ``coroutine.__await__()`` gives in workflow code. It can be awaited itself: so a restored ``await`` goes on."""

    __slots__ = ("_coroutine",)

    def __init__(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        self._coroutine = coroutine

    def __repr__(self) -> str:
        return f"<coroutine_wrapper object at {id(self):#x}>"

    def __copy__(self) -> NoReturn:
        raise TypeError("cannot pickle 'coroutine_wrapper' object")

    def __await__(self) -> AwaitIterator:
        return self

    __iter__ = __await__

    def __next__(self) -> Any:
        return self._coroutine.send(None)

    def send(self, value: Any) -> Any:
        """Go on with ``value``."""
        return self._coroutine.send(value)

    def throw(self, *error: Any) -> Any:
        """Go on by raising ``error``."""
        return self._coroutine.throw(*error)

    def close(self) -> None:
        """Give the coroutine up."""
        self._coroutine.close()


def begin_await(awaitable: Any) -> Any:
    """``awaitable.__await__()`` of workflow code."""
    return AwaitIterator(awaitable) if type(awaitable) is CoroutineType else awaitable.__await__()
