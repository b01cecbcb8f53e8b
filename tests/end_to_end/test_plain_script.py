"""A program without asyncio, as a user runs it."""

from __future__ import annotations

from typing import Any


def test_a_plain_program_starts_and_awaits_a_run(cli: Any) -> None:
    """The example prints the result; its run, and the attribute that its last step has set, are in the world."""
    program = cli.start_python(cli.example("plain_script.py"))
    assert program.end() == 0, program.output
    assert program.lines == ["6 completed", "[True]"]
    (run,) = cli.json("inspect", "runs")
    assert run["status"] == "completed"
