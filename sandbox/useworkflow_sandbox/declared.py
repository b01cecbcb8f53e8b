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


def declare(fn: Any, timeout: object) -> None:
    """Note on a workflow function what ``@workflow(...)`` says of it.

    Raises:
        ValueError, TypeError: the timeout makes no sense.
    """
    setattr(fn, _TIMEOUT, timeout_of(timeout))


def declared_timeout(fn: Any) -> int | None:
    """The timeout that ``@workflow(timeout=...)`` gives a function, in microseconds."""
    found = getattr(fn, _TIMEOUT, None)
    return found if isinstance(found, int) else None
