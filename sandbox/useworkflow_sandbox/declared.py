"""What ``@workflow(...)`` says of a function, kept on it.

    declare(approve, "1h"); declared_timeout(approve)   -> 3_600_000_000

Read next: ``deadline``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from useworkflow_sandbox.durations import to_microseconds

_TIMEOUT = "__useworkflow_timeout__"
"""Where a workflow function keeps its timeout."""
_FAILS = "__useworkflow_unknown_step_fails__"
_UNKNOWN_STEP = ("wait", "fail")


def timeout_of(timeout: object) -> int | None:
    """A run's timeout in microseconds.

    Raises:
        ValueError, TypeError: it is no length of time, or not above zero.
    """
    if timeout is None:
        return None
    if isinstance(timeout, datetime):
        raise TypeError("a run's timeout is a length of time, not a moment")
    length = to_microseconds(timeout, 0)
    if length <= 0:
        raise ValueError("a run's timeout is above zero")
    return length


def declare(fn: Any, timeout: object, unknown_step: str = "wait") -> None:
    """Note on a workflow function what ``@workflow(...)`` says of it.

    Raises:
        ValueError, TypeError: the timeout, or ``unknown_step``, makes no sense.
    """
    if unknown_step not in _UNKNOWN_STEP:
        raise ValueError(f"unknown_step is {unknown_step!r}: give one of {', '.join(_UNKNOWN_STEP)}")
    setattr(fn, _TIMEOUT, timeout_of(timeout))
    setattr(fn, _FAILS, unknown_step == "fail")


def fails_without_step(fn: Any) -> bool:
    """Whether ``@workflow(unknown_step="fail")`` is said of a function."""
    return getattr(fn, _FAILS, False) is True


def declared_timeout(fn: Any) -> int | None:
    """The timeout that ``@workflow(timeout=...)`` gives a function, in microseconds."""
    found = getattr(fn, _TIMEOUT, None)
    return found if isinstance(found, int) else None
