"""Transactional steps, outbox and relay in processes that are killed."""

from __future__ import annotations

import sqlite3
from typing import Any

BANK = '''
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
'''


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
