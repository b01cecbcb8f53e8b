"""``compensate`` where a workflow function runs as plain asyncio.

    async with compensate(refund, order):
        await ship(order)                    raises -> refund(order), then the exception goes on

In workflow code the sandbox's own class stands under this name. Read next: ``useworkflow_sandbox.library.compensation``.
"""

from __future__ import annotations

import asyncio
from typing import Any

from useworkflow_sandbox.library.compensation import Compensation


class compensate(Compensation):
    """Undo something when the block after it fails or is cancelled: an async context manager.

    The rollback ``function(*args, **kwargs)`` is called when the block raises, and awaited where it is async; then the
    exception goes on. Nested blocks, and those of an ``AsyncExitStack``, undo in reverse. A rollback that has begun is not
    cancelled: a cancellation that comes meanwhile is raised when it has ended. One that fails raises its own exception,
    with the first one as its context, and the outer rollbacks still run.

    Args:
        function: a step, or any other function that undoes what was done.
        *args, **kwargs: its arguments; they are kept with the run, and survive crashes at any point (G2).

    Raises:
        TypeError: ``function`` cannot be called.
    """

    def _start(self) -> Any:
        return asyncio.ensure_future(self._undo())

    async def _wait(self, task: Any) -> None:
        await asyncio.wait([task])
