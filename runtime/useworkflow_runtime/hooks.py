"""Hooks from outside: answering the token that a run waits for.

    await resume_hook("approve:o-17", {"ok": True})    -> "run_01...", the run that got it

In workflow code the same names are the sandbox's. Read next: ``embedded``.
"""

from __future__ import annotations

from typing import Any, NoReturn

from useworkflow_runtime.embedded import attach
from useworkflow_runtime.worlds.protocol import World
from useworkflow_sandbox import values
from useworkflow_sandbox.current import NotInWorkflowError


async def resume_hook(
    token: str, payload: Any = None, *, dedup_key: str | None = None, world: World | str | None = None
) -> str:
    """Send ``payload`` to the run that owns ``token``, and return that run's id.

    Args:
        token: the hook's.
        payload: any serializable value.
        dedup_key: a second send with the same key has no effect.
        world: where the run is kept; the configured world if left out.

    Raises:
        HookNotFoundError: nobody owns the token.
        SerializationError: the payload cannot be recorded.
    """
    encoded = values.encode(payload, root="payload")
    place = await attach(world, as_engine=False)
    return await place.world.send_to_hook(token, encoded, dedup=dedup_key)


def create_hook(token: str | None = None, metadata: Any = None, schema: Any = None) -> NoReturn:
    """Only workflow code creates hooks.

    Raises:
        NotInWorkflowError: always; in workflow code the sandbox's own function stands under this name.
    """
    raise NotInWorkflowError(
        "create_hook() was called outside a workflow",
        why="a hook belongs to a run, which waits for it",
        mend='call it in a function with "use workflow" that was started with start(...)',
    )
