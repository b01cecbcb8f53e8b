"""Steps that end processes: their own, or their worker's. With real processes and signals."""

from __future__ import annotations

from typing import Any

POISON = """
import os, pathlib, signal
from useworkflow import StepCrashedError, step

@step(max_retries=2)
async def crunch():
    "use step"
    with pathlib.Path("attempts").open("a") as file:
        file.write("x")
    os.kill(os.getpid(), signal.SIGKILL)

async def careful():
    "use workflow"
    try:
        await crunch()
    except StepCrashedError as error:
        return str(error)
"""

SCRIPT = """
import asyncio, os
from dataclasses import dataclass
from useworkflow import start, step

@dataclass
class Order:
    id: str
    total: int

def doubled(order):
    return Order(order.id, order.total * 2)

@step(executor="process")
def compute(order: Order) -> list:
    "use step"
    return [os.getpid(), doubled(order)]

async def flow(order: Order) -> list:
    "use workflow"
    return compute(order)

async def main():
    run = await start(flow, Order("a", 21))
    pid, order = await run.result()
    print(pid != os.getpid(), type(order) is Order, order.total)

print("the script runs")
asyncio.run(main())
"""


def test_step_that_kills_its_worker_ends_after_its_attempts(cli: Any) -> None:
    """Three workers die of it, the fourth fails the step, and the workflow catches ``StepCrashedError`` (G3)."""
    cli.write("poison.py", POISON)
    cli("run", "poison.py", code=-9)
    run = cli.only_run()["id"]
    cli("resume", run, code=-9)
    cli("resume", run, code=-9)
    assert "in each of its 3 attempts" in cli("resume", run).stdout
    assert (cli.folder / "attempts").read_text() == "xxx"


def test_script_without_a_guard_runs_once(cli: Any) -> None:
    """A step of a script goes to its process by value: the script is not executed again there, and its classes come back."""
    cli.write("script.py", SCRIPT)
    process = cli.start_python("script.py")
    process.wait_for("True True 42")
    assert process.end() == 0
    assert process.output.count("the script runs") == 1


def test_example_counts_primes(cli: Any) -> None:
    """``examples/primes_in_processes.py`` counts what it should, in several processes at once."""
    assert cli("run", cli.example("primes_in_processes.py"), "20000").stdout.strip() == "2262"
