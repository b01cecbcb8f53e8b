"""asyncio's own locks, queues, task groups and timeouts through the lowering, in the place of the interpreter's.

    lower_primitives(referee)   ->   ``asyncio.Lock`` is the interpreter's source, lowered

Whatever in the asyncio package refers to the modules and classes as they were refers to the lowered ones afterwards, so
that ``asyncio.wait_for`` and the tests meet those only. Read next: ``loading``.
"""

from __future__ import annotations

import asyncio
import sys
from types import FunctionType, ModuleType
from typing import Any

from loading import Referee, load

PRIMITIVES = ("asyncio.timeouts", "asyncio.locks", "asyncio.queues", "asyncio.taskgroups")
"""In the order in which they import one another."""


def lower_primitives(referee: Referee) -> list[str]:
    """Replace the four modules by their lowered forms; the public names of asyncio that are lowered code now."""
    for name in PRIMITIVES:
        before = sys.modules[name]
        _replace(before, load(name, referee))
    return sorted(name for name, value in vars(asyncio).items() if _is_lowered(value, referee))


def _is_lowered(value: Any, referee: Referee) -> bool:
    functions = vars(value).values() if isinstance(value, type) else [value]
    return any(isinstance(function, FunctionType) and referee.codes.of(function.__code__) for function in functions)


def _replace(before: ModuleType, after: ModuleType) -> None:
    successors = {id(before): after}
    successors |= {id(getattr(before, public)): getattr(after, public) for public in before.__all__}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "asyncio" and module is not before:
            for attribute, value in list(vars(module).items()):
                if id(value) in successors:
                    setattr(module, attribute, successors[id(value)])
