"""Ctrl-C and SIGTERM: end what is being done as cancellation would, so that everything is given back in order.

    await interruptible(work())   ->   work's result, or Interrupted after it has cleaned up

A second signal ends the process at once: what is committed is safe either way (G2).
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

from useworkflow_runtime.cli.exits import Exit

_Result = TypeVar("_Result")
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(Exception):
    """The person at the terminal, or the system, asked the command to stop."""


async def interruptible(work: Coroutine[Any, Any, _Result]) -> _Result:
    """Await ``work``; a signal cancels it.

    Raises:
        Interrupted: a signal came, and ``work`` has ended.
    """
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work)
    hit = False

    def interrupt() -> None:
        nonlocal hit
        if hit:
            os._exit(Exit.INTERRUPTED)
        hit = True
        task.cancel()

    for number in _SIGNALS:
        try:
            loop.add_signal_handler(number, interrupt)
        except NotImplementedError:  # Windows: KeyboardInterrupt ends the loop, and the cleanup runs as well
            break
    try:
        return await task
    except asyncio.CancelledError:
        if hit:
            raise Interrupted from None
        raise
    finally:
        for number in _SIGNALS:
            try:
                loop.remove_signal_handler(number)
            except NotImplementedError:
                break
