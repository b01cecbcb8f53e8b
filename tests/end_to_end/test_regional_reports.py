"""The example of steps as values, nested steps and methods."""

from __future__ import annotations

from typing import Any


def test_reports_are_sent_by_the_step_that_was_given(cli: Any) -> None:
    """Each region's method, the nested step and the partial of the mailing step run as steps of their own."""
    process = cli.start_python(cli.example("regional_reports.py"))
    assert process.end() == 0, process.output
    assert process.lines == [
        "to boss@example.org: north sold 14 EUR on day 7",
        "to boss@example.org: south sold 21 EUR on day 7",
    ]
    run = cli.only_run()["id"]
    assert [item["step"].rsplit("//")[-1] for item in cli.json("inspect", "steps", run)] == [
        "Region.sales",
        "nightly.<locals>.show",
        "mail",
    ] * 2
