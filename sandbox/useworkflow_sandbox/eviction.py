"""Dropping a parked run without anybody's code noticing.

    evict(coroutine)    the coroutine is gone; no ``except``, ``finally`` or ``__exit__`` of the user's ran

Lowered code asks ``evicted()`` in the first clause of every ``try`` that can suspend, and ``alive()`` in every ``finally``. While objects are dropped that
includes ``GeneratorExit``, which the interpreter throws into a generator that nobody holds any more.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Evicted(BaseException):
    """Raised at the suspension of a coroutine that is dropped from memory. User code never sees it."""


class _Slot(threading.local):
    dropping: int = 0


_slot = _Slot()
_ALWAYS = (Evicted,)
_DROPPING = (Evicted, GeneratorExit)


def evicted() -> tuple[type[BaseException], ...]:
    """The exceptions that user code must not see now."""
    return _DROPPING if _slot.dropping else _ALWAYS


def alive() -> bool:
    """Whether a ``finally`` body is to run: not while objects of a run are let go."""
    return not _slot.dropping


@contextmanager
def dropping() -> Iterator[None]:
    """While objects of a run are let go: generators among them end without their ``finally``."""
    _slot.dropping += 1
    try:
        yield
    finally:
        _slot.dropping -= 1


def evict(coroutine: Any) -> None:
    """Drop a parked or never started coroutine without running any of the user's code."""
    if coroutine.cr_frame is None:
        return
    with dropping(), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        if not coroutine.cr_suspended:
            coroutine.close()
            return
        try:
            coroutine.throw(Evicted())
        except (Evicted, StopIteration, RuntimeError):
            return
        coroutine.close()
