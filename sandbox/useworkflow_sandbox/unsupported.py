"""Names of asyncio that workflow code cannot have, each with its remedy.

Input -> output::

    asyncio.run(main())   -> UnsupportedError: UW213: asyncio.run() is not available in workflow code
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NoReturn

from useworkflow_compiler.errors import UseWorkflowError


class UnsupportedError(UseWorkflowError, RuntimeError):
    """UW213: workflow code used a part of asyncio that needs a real event loop."""

    default_code = "UW213"


_STEP = "do it in a step: a step is ordinary Python"
REMEDIES = {
    "asyncio.run": "await the coroutine: workflow code runs on a loop already",
    "asyncio.Runner": "await the coroutine: workflow code runs on a loop already",
    "asyncio.new_event_loop": "use asyncio.get_running_loop(), or do it in a step",
    "asyncio.set_event_loop": "use asyncio.get_running_loop(), or do it in a step",
    "asyncio.run_coroutine_threadsafe": "use asyncio.create_task(): there are no threads in workflow code",
    "loop.run_until_complete": "await the coroutine: workflow code runs on a loop already",
    "loop.run_forever": "return from the workflow function when it is done",
    "loop.run_in_executor": "use asyncio.to_thread(step, ...) with a step function",
    "loop.stop": "return from the workflow function, or cancel its tasks",
    "loop.close": "return from the workflow function, or cancel its tasks",
}


def unsupported(name: str) -> NoReturn:
    """Refuse ``name``.

    Raises:
        UnsupportedError: always.
    """
    raise UnsupportedError(
        f"{name}() is not available in workflow code",
        why="workflow code runs on a deterministic loop without threads, sockets, signals or processes",
        mend=REMEDIES.get(name, _STEP),
    )


def refuse_options(function: str, given: dict[str, Any], outside: Collection[str]) -> None:
    """Refuse options of ``function`` that it only has outside of workflow code, where one is given.

    Raises:
        UnsupportedError: one of ``outside`` is among ``given``.
        TypeError: another one is.
    """
    for name in given:
        if name not in outside:
            raise TypeError(f"{function}() got an unexpected keyword argument {name!r}")
        raise UnsupportedError(
            f"{function}() has no option {name} in workflow code",
            why="there it is recorded, and takes effect in the run's own world with the commit of its turn",
            mend=f"leave it out, or call {function}() in a step",
        )
