"""``useworkflow inspect state``: where a run's tasks stand in its code, with which variables, whoever executes it."""

from __future__ import annotations

from typing import Any

DESK = """
import asyncio
from dataclasses import dataclass
from useworkflow import create_hook, sleep


@dataclass
class Order:
    id: str


class Rude:
    def __repr__(self):
        raise ValueError("not now")


async def decision(token: str) -> dict:
    rude, long = Rude(), "x" * 1000
    return await create_hook(token)


async def approve(order_id: str) -> dict:
    "use workflow"
    order = Order(order_id)

    async def remind() -> None:
        for day in range(3):
            await sleep("1 day")

    reminder = asyncio.create_task(remind(), name="reminder")
    answer = await decision(f"approve:{order.id}")
    reminder.cancel()
    return answer
"""


def lines_of(source: str, text: str) -> int:
    """The number of the line that holds ``text``."""
    return next(number for number, line in enumerate(source.splitlines(), 1) if text in line)


def test_state_shows_tasks_lines_and_variables(cli: Any) -> None:
    """Each task with the functions that it is in, outermost first; a value that cannot be shown shows its class."""
    file = cli.write("desk.py", DESK)
    running = cli.start("run", file, "o-7")
    running.wait_for("waits for hook approve:o-7")
    run_id = cli.only_run()["id"]
    for _ in range(2):
        state = cli.json("inspect", "state", run_id)
        assert state["status"] == "running"
        first, second = state["tasks"]
        outer, inner = first["frames"]
        assert (outer["function"], outer["line"]) == ("approve", lines_of(DESK, "answer = await"))
        assert outer["file"].endswith("desk.py")
        assert outer["values"]["order"] == "Order(id='o-7')"
        assert (inner["function"], inner["line"]) == ("decision", lines_of(DESK, "return await create_hook"))
        assert inner["values"]["token"] == "'approve:o-7'"
        assert inner["values"]["rude"] == "<Rude>"
        assert len(inner["values"]["long"]) == 200
        assert (second["name"], second["frames"][0]["values"]) == ("reminder", {"day": "0"})
        running.kill()  # the second time nobody executes it
    text = cli("inspect", "state", run_id).stdout
    assert f"approve  {outer['file']}:{outer['line']}" in text
    assert "    day = 0" in text
    assert "0x" not in text


def test_a_run_that_has_ended_has_no_state(cli: Any) -> None:
    """It says so; an unknown run is an error."""
    file = cli.write("sums.py", 'async def add(a: int) -> int:\n    "use workflow"\n    return a + 1\n')
    run_id = cli.json("run", file, "1")["id"]
    assert cli.json("inspect", "state", run_id) == {"status": "completed", "tasks": None}
    assert "has no state" in cli("inspect", "state", run_id).stdout
    assert "UW306" in cli("inspect", "state", "nobody", code=2).stderr
