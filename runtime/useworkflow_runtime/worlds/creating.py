"""The record that a run begins with, the same in every world that keeps records itself.

    new_record(NewRun(id="run_7", ...), now=5, claim=True)    -> RunRecord(status="pending", claims=1, active=True, ...)
    ... with a time or a queue that it waits for              -> claims=0, active=False

Read next: ``protocol``.
"""

from __future__ import annotations

from useworkflow_runtime.worlds.protocol import NewRun, RunRecord


def new_record(new: NewRun, *, now: int, claim: bool) -> RunRecord:
    """The record of a run that is created at ``now`` (microseconds); ``claim``: claimed at once, unless it has to wait."""
    delayed = new.start_at is not None and new.start_at > now
    waits = delayed or new.queue is not None
    return RunRecord(
        id=new.id,
        workflow=new.workflow,
        bundle=new.bundle,
        status="pending",
        created_at=new.at,
        wake_at=new.start_at if delayed and new.queue is None else None,
        last_seq=1,
        claims=int(claim and not waits),
        active=not waits,
        idempotency_key=new.idempotency_key,
        attributes={key: value for key, value in new.attributes.items() if value is not None},
        parent=new.parent,
    )
