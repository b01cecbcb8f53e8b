"""A run as it stands, rebuilt from its log beside whoever executes it: nothing is changed by it.

    async with rehearsed(world, record) as instance:    None where it cannot be rebuilt
        instance.waits(), instance.stacks()

Read next: ``explain``; ``engine.recovery``, which rebuilds.
"""

from __future__ import annotations

import contextvars
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_runtime.code.programs import Programs
from useworkflow_runtime.engine.recovery import Recovery
from useworkflow_runtime.worlds.protocol import RunRecord, World
from useworkflow_sandbox.instance import Instance

LONGEST = 100_000
"""Events of a log that is replayed to see where the run's tasks stand."""


@asynccontextmanager
async def rehearsed(world: World, record: RunRecord) -> AsyncIterator[Instance | None]:
    """A running run, rebuilt; ``None``: it does not run, its log is very long, its code is not here, or at odds with its log."""
    if record.status != "running" or record.last_seq > LONGEST:
        yield None
        return
    programs = Programs(world)
    recovery = Recovery(
        world, programs.get, lambda instance, event: contextvars.Context().run(instance.deliver, event), None
    )
    try:
        recovered = await recovery.rehearse(record, await programs.get(record.bundle))
    except UseWorkflowError:
        yield None
        return
    try:
        yield recovered.instance if recovered.diverged is None else None
    finally:
        recovered.instance.close()
