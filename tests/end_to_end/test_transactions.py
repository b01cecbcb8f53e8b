"""Transactional steps, outbox and relay in processes that are killed."""

from __future__ import annotations

import sqlite3
from typing import Any

BANK = """
import os, signal, sqlite3
from useworkflow import get_step_metadata, get_transaction, step
from useworkflow_runtime.steps.execution import StepRunner

def die_once(where):
    if os.environ.get("DIE") == where and not os.path.exists(f"died {where}"):
        open(f"died {where}", "w").close()
        os.kill(os.getpid(), signal.SIGKILL)

@step(transaction="sqlite:///bank.db")
def deposit(cents: int) -> int:
    "use step"
    db = get_transaction()
    db.execute("CREATE TABLE IF NOT EXISTS ledger (cents INTEGER)")
    db.execute("INSERT INTO ledger VALUES (?)", (cents,))
    die_once("in the body")
    return db.execute("SELECT sum(cents) FROM ledger").fetchone()[0]

async def save(times: int):
    "use workflow"
    return [deposit(5) for _ in range(times)][-1]

over = StepRunner._over

def dying(self, work, value, failure):
    die_once("after the commit")            # the user's database has it, the run's log does not
    over(self, work, value, failure)

StepRunner._over = dying
"""


def ledger(cli: Any) -> list[int]:
    """What the bank's own database holds."""
    db = sqlite3.connect(cli.folder / "bank.db")
    try:
        return [cents for (cents,) in db.execute("SELECT cents FROM ledger")]
    finally:
        db.close()


def test_killed_in_the_body(cli: Any) -> None:
    """Killed before the commit, nothing is there; the next attempt does it, once."""
    cli.environment["DIE"] = "in the body"
    cli("run", cli.write("bank.py", BANK), "3", code=-9)
    assert cli("resume", cli.only_run()["id"]).stdout.strip() == "15"
    assert ledger(cli) == [5, 5, 5]


def test_killed_between_body_and_record(cli: Any) -> None:
    """Killed after the commit of the user's database and before that of the run's log, the body does not run again (G3)."""
    cli.environment["DIE"] = "after the commit"
    cli("run", cli.write("bank.py", BANK), "3", code=-9)
    assert ledger(cli) == [5]
    run = cli.only_run()["id"]
    assert cli("resume", run).stdout.strip() == "15"
    assert ledger(cli) == [5, 5, 5]
    assert [item["attempts"] for item in cli.json("inspect", "steps", run)] == [2, 1, 1]


SHOP = """
import os, signal, sqlite3, sys
from useworkflow import get_transaction, outbox, step
from useworkflow_runtime.transactions import outbox as rows

async def ship(order: str) -> str:
    "use workflow"
    return await pack(order)

async def pack(order: str) -> str:
    "use step"
    with open("packed", "a") as file:
        file.write(order + "\\n")
    return f"{order} is packed"

arrived = rows.arrived

async def dying(db, entry):
    if os.environ.get("DIE") and not os.path.exists("died"):
        open("died", "w").close()
        os.kill(os.getpid(), signal.SIGKILL)            # the world has the run, the outbox still has the row
    await arrived(db, entry)

rows.arrived = dying

if __name__ == "__main__":
    with sqlite3.connect("shop.db") as db:
        db.execute("CREATE TABLE orders (id TEXT)")
        db.execute("INSERT INTO orders VALUES ('o-1')")
        print(outbox(db).start(ship, "o-1"))
"""


def test_relay_that_is_killed_starts_nothing_twice(cli: Any) -> None:
    """Killed after the world has the run and before the row is gone, the next relay leaves it at one run (G3)."""
    path = cli.write("shop.py", SHOP)
    process = cli.start_python("shop.py")
    run_id = process.wait_for(r"(\S+)").group(1)
    assert process.end() == 0
    cli.environment |= {"DIE": "yes", "USEWORKFLOW_OUTBOX": "sqlite:///shop.db"}
    assert cli.start("worker", "--import", path).end() == -9
    worker = cli.start("worker", "--import", path)
    worker.wait_for("executes the runs of")
    assert cli("resume", run_id).stdout.strip() == "o-1 is packed"
    assert worker.interrupt() == 0
    assert (cli.folder / "packed").read_text() == "o-1\n"
    assert [run["id"] for run in cli.json("inspect", "runs")] == [run_id]
    db = sqlite3.connect(cli.folder / "shop.db")
    assert db.execute("SELECT count(*) FROM useworkflow_outbox").fetchone() == (0,)
    db.close()


def test_bank_example(cli: Any, until: Any) -> None:
    """``examples/bank.py`` moves money, refuses what is not there, and its transaction starts the notice."""
    cli.environment["USEWORKFLOW_OUTBOX"] = "sqlite:///bank.db"
    bank = cli.example("bank.py")
    assert cli.json("run", f"{bank}:transfer", "ann", "ben", "400")["output"] == {"ann": 600, "ben": 1400}
    assert "ann has only 6.00" in cli("run", f"{bank}:transfer", "ann", "ben", "700", code=1).stderr
    worker = cli.start("worker", "--import", bank)

    def notices() -> list[str]:
        return [run["id"] for run in cli.json("inspect", "runs") if "notify" in run["workflow"]]

    until(notices, "the notice")
    assert cli("resume", notices()[0]).stdout.strip() == "ben: 4.00 arrived"
    assert worker.interrupt() == 0
    assert len(notices()) == 1
