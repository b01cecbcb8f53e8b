"""Dropping a parked run without anybody's code noticing.

    evict(coroutine)        the coroutine is gone; no ``except``, ``finally`` or ``__exit__`` of the user's ran
    watch_the_collector()   nor does one run when the cyclic collector frees what a run left behind

Lowered code asks ``evicted()`` in the first clause of every ``try`` that can suspend, and ``alive()`` in every ``finally``. While objects are dropped that
includes ``GeneratorExit``, which the interpreter throws into a generator that nobody holds any more.
"""

from __future__ import annotations

import gc
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


def watch_the_collector() -> None:
    """From now on what the cyclic collector frees in this process is let go of as well.

    When it frees a generator that stands in a cycle is chance, and another run may have the turn by then: a ``finally``
    would give commands to that one (G5). Python itself promises no time for it, and at the end of a process none at all.
    """
    if _collecting not in gc.callbacks:
        gc.callbacks.append(_collecting)


def _collecting(phase: str, info: dict[str, int]) -> None:
    """Called by the collector at both ends of a collection, in the thread in which it works."""
    if phase == "start":
        _slot.dropping += 1
    elif _slot.dropping:
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
