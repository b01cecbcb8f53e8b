"""What a step's outcome means for what it wrote to streams; it is settled in the commit of that outcome (G2).

    StepCompleted(id="0/tell#0", attempt=2)    -> what attempt 2 wrote or went on from is final, all else is withdrawn
    StepFailed(id="0/tell#0")                  -> all is withdrawn
    StepCancelled(id="0/tell#0")               -> what is there stays: nobody will write it again

A first attempt that has written nothing needs nothing. Read next: ``worlds.streams``.
"""

from __future__ import annotations

from useworkflow_runtime.engine.ledger import StepEntry
from useworkflow_runtime.worlds.streams import Settlement
from useworkflow_sandbox import events as e


def settlement(event: e.Event, entry: StepEntry | None) -> Settlement | None:
    """What is settled with ``event``.

    Args:
        event: what happened.
        entry: the step, as it was before; ``None``: not known here.
    """
    if not _may_have_written(entry):
        return None
    if isinstance(event, e.StepCompleted):
        return Settlement(event.id, event.attempt)
    if isinstance(event, e.StepFailed):
        return Settlement(event.id, 0)
    return Settlement(event.id, None) if isinstance(event, e.StepCancelled) else None


def _may_have_written(entry: StepEntry | None) -> bool:
    if entry is None or entry.attempt > 1:
        return True
    if entry.work is None:
        return entry.attempt == 1 and not entry.starting
    return entry.work.streams is not None and entry.work.streams.wrote
