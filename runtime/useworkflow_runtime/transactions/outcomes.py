"""Outcomes of transactional steps, in the user's database: the table that makes them exactly-once (G3).

    await claim(db, "run_7", "0/charge#0")            -> None: this transaction is the first
    await record(db, "run_7", "0/charge#0", Raw(b"3"))
    await claim(db, "run_7", "0/charge#0")            -> Raw(b"3"), in every later one

The row is made before the body runs, so of two attempts at once the second waits until the first has committed or not.
Read next: ``transactional``; ``retention``, which removes them again.
"""

from __future__ import annotations

import time

from msgspec import Raw

from useworkflow_runtime.sealing.configured import opened_as_configured, sealed_as_configured
from useworkflow_runtime.transactions.database import Database

_CLAIM = (
    "INSERT INTO useworkflow_outcomes (step_id, run_id, recorded_at) VALUES (?, ?, ?) ON CONFLICT (step_id) DO NOTHING "
    "RETURNING step_id"
)


async def claim(db: Database, run_id: str, step: str) -> Raw | None:
    """Begin a step of a run in the connection's transaction: ``None``, or what it has returned in an earlier one."""
    step_id = f"{run_id}/{step}"
    if await db.execute(_CLAIM, step_id, run_id, time.time_ns() // 1000):
        return None
    ((value,),) = await db.execute("SELECT value FROM useworkflow_outcomes WHERE step_id = ?", step_id)
    return Raw(opened_as_configured(value.encode()))


async def record(db: Database, run_id: str, step: str, value: Raw) -> None:
    """Keep what the step returned; it counts if the transaction commits."""
    sealed = sealed_as_configured(bytes(value), run_id).decode()
    await db.execute("UPDATE useworkflow_outcomes SET value = ? WHERE step_id = ?", sealed, f"{run_id}/{step}")
