"""How long is ``"1h 30m"``? Durations as users write them, in microseconds.

Input -> output::

    >>> to_microseconds("1h 30m", now=0)
    5400000000
    >>> to_microseconds(2.5, now=0)
    2500000
    >>> to_microseconds(timedelta(days=1), now=0)
    86400000000

Pure: the present time is an argument. The sandbox uses it for ``sleep``, the runtime for step and run options.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta

Duration = str | int | float | timedelta | datetime

SECOND = 1_000_000
END_OF_TIME = 253_402_300_799 * SECOND
"""The last second of the year 9999: the latest time at which anything can be due."""

_UNITS = {
    "ms": 1_000,
    "s": SECOND,
    "m": 60 * SECOND,
    "h": 3_600 * SECOND,
    "d": 86_400 * SECOND,
    "w": 604_800 * SECOND,
}
_NAMES = {
    "millisecond": "ms", "milliseconds": "ms",
    "sec": "s", "secs": "s", "second": "s", "seconds": "s",
    "min": "m", "mins": "m", "minute": "m", "minutes": "m",
    "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "day": "d", "days": "d", "week": "w", "weeks": "w",
}  # fmt: skip
_PART = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)\s*(?:,|and\b)?\s*", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(value: object, now: int) -> int:
    """Return how long ``value`` is, or how long it is until ``value``, in microseconds; never negative.

    Args:
        value: text such as ``"1h 30m"`` or ``"500 ms"``, seconds, a ``timedelta``, or a ``datetime`` with a time zone
            (one that has passed gives 0).
        now: the present, microseconds since the Unix epoch.

    Raises:
        ValueError: the value is negative, not a number, infinite, too far away, without a time zone, or no duration.
        TypeError: the value is of another type.
    """
    if isinstance(value, bool) or not isinstance(value, Duration):
        raise TypeError(
            f"a duration is text such as '1h 30m', seconds, a timedelta or an aware datetime, not {type(value).__name__}"
        )
    if isinstance(value, datetime):
        return _until(value, now)
    length = _length(value)
    if length < 0:
        raise ValueError(f"a duration cannot be negative: {value!r}")
    if now + length > END_OF_TIME:
        raise ValueError(f"a duration cannot go beyond the year 9999: {value!r}")
    return length


def from_seconds(delay: float, now: int) -> int:
    """Return ``delay`` seconds as microseconds as asyncio takes them: below zero is zero, endless is the year 9999.

    Raises:
        ValueError: ``delay`` is NaN.
    """
    if math.isnan(delay):
        raise ValueError("Invalid delay: NaN (not a number)")
    if delay <= 0:
        return 0
    if delay >= (END_OF_TIME - now) / SECOND:
        return END_OF_TIME - now
    return round(delay * SECOND)


def to_datetime(microseconds: int) -> datetime:
    """Return a time in microseconds since the Unix epoch as an aware UTC ``datetime``."""
    return _EPOCH + timedelta(microseconds=microseconds)


def _until(moment: datetime, now: int) -> int:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"a datetime to wait for needs a time zone: {moment!r}")
    return max(0, min((moment - _EPOCH) // _MICROSECOND, END_OF_TIME) - now)


def _length(value: str | float | timedelta) -> int:
    if isinstance(value, str):
        return _parse(value)
    if isinstance(value, timedelta):
        return value // _MICROSECOND
    if isinstance(value, int):
        return value * SECOND
    if not math.isfinite(value):
        raise ValueError(f"a duration is a finite number of seconds, not {value!r}")
    return round(value * SECOND)


def _parse(text: str) -> int:
    lowered = text.strip().lower()
    total, position = 0.0, 0
    whole = 0
    while position < len(lowered):
        part = _PART.match(lowered, position)
        unit = _UNITS.get(_NAMES.get(part[2], part[2])) if part else None
        if part is None or unit is None:
            raise ValueError(f"not a duration: {text!r}; write it like '1h 30m', '2 days' or '500ms'")
        if "." in part[1]:
            total += float(part[1]) * unit
        else:
            whole += int(part[1]) * unit
        position = part.end()
    if not lowered:
        raise ValueError("not a duration: an empty text; write it like '1h 30m', '2 days' or '500ms'")
    return whole + round(total)
