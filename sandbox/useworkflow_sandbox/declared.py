"""What ``@workflow(...)`` says of a function, kept on it; or an attribute, which goes before.

    declare(approve, "1h"); declared_timeout(approve)   -> 3_600_000_000
    approve.timeout = "2h"; declared_timeout(approve)   -> 7_200_000_000

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
    setattr(fn, _TIMEOUT, timeout_of(timeout))
    setattr(fn, _FAILS, _fails(unknown_step))


def fails_without_step(fn: Any) -> bool:
    """Whether ``@workflow(unknown_step="fail")`` is said of a function."""
    attributes = getattr(fn, "__dict__", {})
    return bool(attributes.get("unknown_step", "fail" if attributes.get(_FAILS) is True else "wait") == "fail")


def declared_timeout(fn: Any) -> int | None:
    """The timeout that a workflow function has by attribute or by ``@workflow(timeout=...)``, in microseconds. An attribute that
    makes no sense is none: ``check_declared`` says so to whoever starts a run."""
    attributes = getattr(fn, "__dict__", {})
    try:
        if "timeout" in attributes:
            return timeout_of(attributes["timeout"])
    except (ValueError, TypeError):
        pass
    found = attributes.get(_TIMEOUT)
    return found if isinstance(found, int) else None


def check_declared(fn: Any) -> None:
    """Refuse options that a function has as attributes and that make no sense.

    Raises:
        ValueError, TypeError: one does.
    """
    attributes = getattr(fn, "__dict__", {})
    timeout_of(attributes.get("timeout"))
    _fails(attributes.get("unknown_step", "wait"))


def _fails(unknown_step: object) -> bool:
    if unknown_step not in _UNKNOWN_STEP:
        raise ValueError(f"unknown_step is {unknown_step!r}: give one of {', '.join(_UNKNOWN_STEP)}")
    return unknown_step == "fail"
