"""Cron expressions in a time zone: from a text to nominal times.

    cadence = Cadence("30 2 * * *", "Europe/Berlin")
    cadence.after(now)      -> the next 02:30 in Berlin, microseconds since the epoch

The rule for days on which the clock is changed is Debian cron's. An expression that names its hours and minutes means a
time of the day: one that the clock leaves out is met at the first minute after the gap, one that comes twice at its first
coming alone. Where minutes or hours begin with ``*`` it means an interval, in which real time counts. Read next: ``schedules``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from useworkflow_runtime.errors import CadenceError

_ALIASES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}

_FOLD = 3 * 3600 * 1_000_000
"""Microseconds: no clock is put back by more."""


class Cadence:
    """When a schedule is due.

    Args:
        cron: five fields (minute, hour, day, month, weekday), six with seconds before them, or ``@hourly`` and the like.
        timezone: an IANA name.

    Raises:
        CadenceError: one of them is none.
    """

    def __init__(self, cron: str, timezone: str = "UTC") -> None:
        try:
            self.zone = UTC if timezone == "UTC" else ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise CadenceError(
                f"there is no time zone {timezone!r}", mend='give an IANA name, such as "Europe/Berlin" or "UTC"'
            ) from error
        self.cron = cron
        self.expression = _ALIASES.get(cron.strip().lower(), cron)
        try:
            CronSim(self.expression, datetime.now(UTC))
        except CronSimError as error:
            raise CadenceError(
                f"{cron!r} is no cron expression: {error}",
                mend='give minute, hour, day, month and weekday, such as "30 2 * * mon-fri"',
            ) from error

    def after(self, at: int) -> int | None:
        """The first nominal time after ``at``; ``None``: there is none within fifty years."""
        return next(self._forward(at), None)

    def latest(self, at: int) -> int | None:
        """The last nominal time at or before ``at``."""
        begin = datetime.fromtimestamp((at + _FOLD) / 1_000_000, UTC).astimezone(self.zone)
        times = map(_microseconds, CronSim(self.expression, begin, reverse=True))
        return next((time for time in times if time <= at), None)

    def between(self, start: int, end: int) -> Iterator[int]:
        """The nominal times from ``start`` on and before ``end``, in order."""
        return itertools.takewhile(lambda time: time < end, self._forward(start - 1))

    def _forward(self, at: int) -> Iterator[int]:
        """Strictly after ``at``. Where the clock is put back, times of the day are found by their reading alone, and have to
        be held against real time."""
        begin = datetime.fromtimestamp(at / 1_000_000, UTC).astimezone(self.zone)
        for time in map(_microseconds, CronSim(self.expression, begin)):
            if time > at:
                at = time
                yield time


def _microseconds(time: datetime) -> int:
    return round(time.timestamp()) * 1_000_000
