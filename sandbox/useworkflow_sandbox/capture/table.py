"""What nearly every snapshot names, by number: both sides know it before the first byte (G8).

    "_callbacks", Task, PENDING, resume, ...   ->   two bytes each, instead of their names

A snapshot says how many entries its writer knew, and is read with just those: entries are only ever appended, and one
whose class is gone is only missed by the snapshots that need it. Read next: ``__init__``.
"""

from __future__ import annotations

import functools
import importlib
from typing import Any

_PACKAGE = "useworkflow_sandbox."

_RESTORERS = (
    "resume", "fill", "make_cell", "fill_cell", "make_function", "fill_function", "known_function", "named_class",
    "new_instance", "fill_instance", "new_exception", "fill_exception", "callback", "bound_method", "plain_method",
)  # fmt: skip

_OBJECTS = (
    "loop:Loop", "loop:Handle", "tasks:Task", "futures:Future", "futures:PENDING", "futures:FINISHED",
    "futures:CANCELLED", "calls:StepFuture", "calls:ExclusiveStepFuture", "calls:StepCall", "calls:StepFunction",
    "timers:TimerFuture", "timers:TimerHandle", "hooks:Hook", "hooks:HookFuture", "orphans:Orphanage",
    "facades.randomness:RecordedRandom", "seam:Managed", "delegates:Delegate", "aio.locks:Lock", "aio.locks:Semaphore",
    "aio.locks:Event", "aio.queues:Queue", "aio.timeouts:Timeout", "aio.taskgroups:TaskGroup",
    "aio.gathering:GatheringFuture", "aio.waitsets:WaitSet",
)  # fmt: skip

_STRINGS = (
    "_names", "_orphans", "counts", "current_task", "exclusive", "ready", "tasks", "unretrieved", "_cancel_requests",
    "_children", "_coro", "_counts", "_must_cancel", "_name", "_started", "_waits_for", "path", "_callbacks",
    "_cancel_message", "_cancelled_error", "_exception", "_result", "_state", "_unretrieved", "id", "line", "step",
    "due", "token", "_wakeup", "_ends", "_hook", "_conflicts", "_disposed", "_grace", "_owner", "_payloads", "_schema",
    "_settled", "_waiters", "_spent", "_held", "_look_at", "_callback", "_args", "entered", "manager",
    "hook", "sleep", "timeout", "own", "code", "host", "stdlib", "builtins", "_value", "_locked", "_queue", "_maxsize",
    "_function", "_kwargs", "_line", "_exclusive", "_order", "_numbers", "_unanswered", "_context", "_values", "_entered", "_native",
)  # fmt: skip

SIZE = len(_RESTORERS) + len(_OBJECTS) + len(_STRINGS)
"""Entries that this version knows."""


@functools.cache
def entries() -> tuple[Any, ...]:
    """The objects, in the order of their numbers; ``None`` for one that is no longer there."""
    from useworkflow_sandbox.capture import RESTORERS

    found: list[Any] = [RESTORERS[name] for name in _RESTORERS]
    for place in _OBJECTS:
        module, _, name = place.partition(":")
        found.append(getattr(importlib.import_module(_PACKAGE + module), name, None))
    return (*found, *_STRINGS)


@functools.cache
def writer_memo() -> dict[int, tuple[int, Any]]:
    """The memo that a pickler starts with."""
    return {id(entry): (number, entry) for number, entry in enumerate(entries()) if entry is not None}


@functools.cache
def reader_prefix(size: int) -> bytes:
    """A pickle that fills an unpickler's memo with the first ``size`` entries, through ``persistent_load``."""
    numbers = b"".join(b"M" + number.to_bytes(2, "little") + b"Q\x940" for number in range(size))
    return b"\x80\x05" + numbers + b"N."
