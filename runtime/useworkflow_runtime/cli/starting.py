"""Record a run in a world that a command has opened.

    run_id, fresh = await start_in(world, place_order, ("order-7",), {}, key=None)

Read next: ``useworkflow_runtime.start``, which does it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from useworkflow_runtime.code.programs import compile_function
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.start import StartOptions, create_run
from useworkflow_runtime.worlds.protocol import World
from useworkflow_sandbox import values
from useworkflow_sandbox.declared import declared_timeout

if TYPE_CHECKING:
    from useworkflow_runtime.engine.engine import Engine


async def start_in(
    world: World,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    *,
    key: str | None,
    queue: str | None = None,
    queue_key: str = "",
    priority: int = 0,
    engine: Engine | None = None,
) -> tuple[str, bool]:
    """Record a run of ``function``; ``engine``, if given, executes it at once.

    Returns:
        The run's id, and whether it is new: with a ``key`` that is known, it is the run of the first time.

    Raises:
        CompileError: the workflow's code breaks a rule; nothing was written.
        SerializationError: an argument cannot be recorded; nothing was written.
        IdempotencyConflictError: the key belongs to a run with other arguments.
        UnknownQueueError: nobody has declared the queue.
    """
    encoded = values.encode_args(args, kwargs)
    place = Place(world, ours=False)
    options = StartOptions(
        idempotency_key=key, queue=queue, key=queue_key, priority=priority, timeout=declared_timeout(function)
    )
    place.engine = engine
    record, fresh = await create_run(place, compile_function(function), encoded, options)
    return record.id, fresh
