"""Time that comes from the log: ``time`` and ``datetime`` as workflow code sees them.

Input -> output::

    datetime.now(UTC)     -> the time of the event that is being handled, not the machine's
    datetime(2026, 1, 2)  -> a real datetime.datetime

Where Python would take the machine's time zone, workflow code has UTC: workers differ (G5). Values are always of the
real classes; only the names ``datetime`` and ``date`` stand for classes of our own. Read next: ``logs``.
"""

from __future__ import annotations

import calendar as _calendar
import datetime as _datetime
import time as _time
from typing import Any, cast

from useworkflow_sandbox.current import current
from useworkflow_sandbox.facades.blocked import Blocked
from useworkflow_sandbox.facades.facade import FacadeModule

_SECOND = 1_000_000
_EPOCH = _datetime.datetime(1970, 1, 1, tzinfo=_datetime.UTC)


class RealClass(type):
    """A class that stands for another: the other's instances count as its own. ``makes``: what a call makes, where
    that is not the other class itself."""

    _real: type
    _makes: type

    def __new__(
        mcs, name: str, bases: tuple[type, ...], body: dict[str, Any], real: type | None = None, makes: Any = None
    ) -> Any:
        if real is None:  # a subclass of ours is one of the real class
            return type(name, tuple(base._makes if isinstance(base, RealClass) else base for base in bases), body)
        return super().__new__(mcs, name, bases, {**body, "_real": real, "_makes": makes or real})

    def __init__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any], **_options: Any) -> None:
        super().__init__(name, bases, body)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return cls._makes(*args, **kwargs)

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls._real)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass._real if isinstance(subclass, RealClass) else subclass, cls._real)

    def __getattr__(cls, name: str) -> Any:
        if name[:2] == "__":
            raise AttributeError(name)
        return getattr(cls._makes, name)

    def __eq__(cls, other: object) -> bool:
        return other is cls or other is cls._real

    def __hash__(cls) -> int:
        return hash(cls._real)

    def __repr__(cls) -> str:
        return repr(cls._real)


class date(metaclass=RealClass, real=_datetime.date):
    """``datetime.date`` with the event's time for ``today``."""

    @staticmethod
    def today() -> _datetime.date:
        """The event's day, in UTC."""
        return now().date()

    @staticmethod
    def fromtimestamp(timestamp: float) -> _datetime.date:
        """The day of ``timestamp``, in UTC."""
        return _datetime.datetime.fromtimestamp(timestamp, _datetime.UTC).date()


class datetime(metaclass=RealClass, real=_datetime.datetime):
    """``datetime.datetime`` with the event's time for ``now``, ``utcnow`` and ``today``."""

    @staticmethod
    def now(tz: _datetime.tzinfo | None = None) -> _datetime.datetime:
        """The event's time in ``tz``; naive and in UTC without one."""
        return now().replace(tzinfo=None) if tz is None else now().astimezone(tz)

    @staticmethod
    def utcnow() -> _datetime.datetime:
        """The event's time, naive and in UTC."""
        return now().replace(tzinfo=None)

    @staticmethod
    def today() -> _datetime.datetime:
        """The event's time, naive and in UTC."""
        return now().replace(tzinfo=None)

    @staticmethod
    def fromtimestamp(timestamp: float, tz: _datetime.tzinfo | None = None) -> _datetime.datetime:
        """``timestamp`` in ``tz``; naive and in UTC without one."""
        if tz is None:
            return _datetime.datetime.fromtimestamp(timestamp, _datetime.UTC).replace(tzinfo=None)
        return _datetime.datetime.fromtimestamp(timestamp, tz)


def now() -> _datetime.datetime:
    """The time of the event that is being handled, aware and in UTC, to the microsecond."""
    return _EPOCH + _datetime.timedelta(microseconds=current().now)


def make_datetime() -> FacadeModule:
    """The ``datetime`` module of workflow code."""
    names = {
        name: getattr(_datetime, name)
        for name in ("time", "timedelta", "timezone", "tzinfo", "UTC", "MINYEAR", "MAXYEAR")
    }
    return FacadeModule("datetime", names | {"date": date, "datetime": datetime})


# --- time -------------------------------------------------------------------------------------------------------------


def time() -> float:
    """The event's time in seconds since the epoch."""
    return current().now / _SECOND


def time_ns() -> int:
    """The event's time in nanoseconds since the epoch."""
    return current().now * 1000


def gmtime(seconds: float | None = None) -> _time.struct_time:
    """Broken-down UTC of ``seconds``, or of the event's time."""
    return _time.gmtime(time() if seconds is None else seconds)


def strftime(format: str, moment: Any = None) -> str:
    """``moment``, or the event's time in UTC, as text."""
    return _time.strftime(format, gmtime() if moment is None else moment)


def asctime(moment: Any = None) -> str:
    """``moment``, or the event's time in UTC, as ``Sun Jun 20 23:21:05 1993``."""
    return _time.asctime(gmtime() if moment is None else moment)


def ctime(seconds: float | None = None) -> str:
    """``seconds``, or the event's time, in UTC, as ``Sun Jun 20 23:21:05 1993``."""
    return _time.asctime(gmtime(seconds))


def mktime(moment: Any) -> float:
    """Seconds since the epoch of a broken-down time, which is taken as UTC."""
    return float(_calendar.timegm(cast("tuple[int, ...]", moment)))


def make_time() -> FacadeModule:
    """The ``time`` module of workflow code. All its clocks are the event's time."""
    names: dict[str, Any] = dict.fromkeys(("time", "monotonic", "perf_counter", "process_time", "thread_time"), time)
    names |= dict.fromkeys(("time_ns", "monotonic_ns", "perf_counter_ns", "process_time_ns", "thread_time_ns"), time_ns)
    names |= {
        "gmtime": gmtime,
        "localtime": gmtime,
        "strftime": strftime,
        "asctime": asctime,
        "ctime": ctime,
        "mktime": mktime,
    }
    names |= {"strptime": _time.strptime, "struct_time": _time.struct_time, "sleep": Blocked("time.sleep")}
    return FacadeModule("time", names | {"timezone": 0, "altzone": 0, "daylight": 0, "tzname": ("UTC", "UTC")})
