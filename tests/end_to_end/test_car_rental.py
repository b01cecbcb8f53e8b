"""Rentals that are found, cancelled, run out of time, and are repaired."""

from __future__ import annotations

from typing import Any


def test_each_rental_ends_as_it_should(cli: Any) -> None:
    """The book says who cleaned up: the cancelled and the late one did, the terminated fork did not, and reserved nothing again."""
    program = cli.start_python(cli.example("car_rental.py"))
    assert program.end() == 0, program.output
    said = [line for line in program.lines if not line.startswith("run run_")]  # the engine's word on a run that failed
    assert said == [
        "bus: the customer moved away", "bike: WorkflowTimeoutError", "van: FatalError", "van: end of the example",
    ]  # fmt: skip
    book = (cli.folder / "rental_book.txt").read_text().splitlines()
    assert book.count("van reserved") == book.count("van free") == 1
    assert book.index("bus called back: the customer moved away") < book.index("bus free")
    assert book.index("bike called back: the run's timeout of 1 s is over") < book.index("bike free")
    statuses = sorted(run["status"] for run in cli.json("inspect", "runs"))
    assert statuses == ["cancelled", "cancelled", "failed", "failed"]
