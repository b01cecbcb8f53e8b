"""Nominal times: cron expressions, time zones, and the days on which the clock is changed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from useworkflow_runtime.errors import CadenceError
from useworkflow_runtime.scheduling.cron import Cadence

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> int:
    """A time with its offset, in microseconds."""
    return round(datetime.fromisoformat(text).timestamp()) * 1_000_000


def shown(times: list[int]) -> list[str]:
    """As a clock in Berlin shows them."""
    return [datetime.fromtimestamp(time / 1_000_000, BERLIN).strftime("%d %H:%M%z")[:-2] for time in times]


def days(cron: str, start: str, end: str) -> list[str]:
    return shown(list(Cadence(cron, "Europe/Berlin").between(at(start), at(end))))


def test_a_time_of_the_day_follows_the_clock_of_its_zone() -> None:
    """The same reading, another distance from UTC."""
    assert days("30 8 * * *", "2026-03-28T00:00+01:00", "2026-03-31T00:00+02:00") == [
        "28 08:30+01",
        "29 08:30+02",
        "30 08:30+02",
    ]


def test_a_time_that_the_clock_leaves_out_is_met_after_the_gap() -> None:
    """On 29 March 2026 there is no 02:30 in Berlin: 03:00, once, and no day is without a run."""
    assert days("30 2 * * *", "2026-03-28T00:00+01:00", "2026-03-31T00:00+02:00") == [
        "28 02:30+01",
        "29 03:00+02",
        "30 02:30+02",
    ]


def test_a_time_that_comes_twice_is_met_once() -> None:
    """On 25 October 2026 there are two 02:30 in Berlin: the first counts, from whichever moment one asks."""
    assert days("30 2 * * *", "2026-10-24T00:00+02:00", "2026-10-27T00:00+01:00") == [
        "24 02:30+02",
        "25 02:30+02",
        "26 02:30+01",
    ]
    cadence = Cadence("30 2 * * *", "Europe/Berlin")
    between = at("2026-10-25T02:10+01:00")  # the second 02:10
    assert cadence.after(between) == at("2026-10-26T02:30+01:00")
    assert cadence.latest(between) == at("2026-10-25T02:30+02:00")


def test_intervals_follow_real_time() -> None:
    """Every hour is every hour: 23 of them on one day, 25 on another."""
    assert len(days("0 * * * *", "2026-03-29T00:00+01:00", "2026-03-30T00:00+02:00")) == 23
    assert len(days("0 * * * *", "2026-10-25T00:00+02:00", "2026-10-26T00:00+01:00")) == 25


def test_after_and_latest_meet() -> None:
    """``after`` is strict, ``latest`` is not."""
    cadence = Cadence("*/15 * * * *")
    noon = at("2026-05-01T12:00+00:00")
    assert cadence.latest(noon) == noon
    assert cadence.latest(noon - 1) == at("2026-05-01T11:45+00:00")
    assert cadence.after(noon) == at("2026-05-01T12:15+00:00")
    assert cadence.after(noon - 1) == noon


def test_aliases_and_seconds() -> None:
    """``@daily`` is midnight of the zone; six fields begin with seconds."""
    assert days("@daily", "2026-05-01T01:00+02:00", "2026-05-03T00:00+02:00") == ["02 00:00+02"]
    assert Cadence("*/10 * * * * *").after(at("2026-05-01T12:00+00:00")) == at("2026-05-01T12:00:10+00:00")


@pytest.mark.parametrize(
    ("cron", "zone"),
    [("", "UTC"), ("* * *", "UTC"), ("0 25 * * *", "UTC"), ("* * * * *", "Europe/Atlantis"), ("0 0 31 2 *", "UTC")],
)
def test_what_says_no_times_is_refused(cron: str, zone: str) -> None:
    """When the schedule is made."""
    with pytest.raises(CadenceError):
        Cadence(cron, zone)
