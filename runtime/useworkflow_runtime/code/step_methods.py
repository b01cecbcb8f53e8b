"""Finds the methods of the user's classes that are steps, when workflow code first meets a class.

    hosted("shop", "Order")   -> the class, whose ``ship`` knows from now on when it is called in workflow code

Read next: ``useworkflow_sandbox.step_methods``.
"""

from __future__ import annotations

import inspect
import weakref
from types import FunctionType
from typing import Any

from useworkflow_runtime.code.function_names import directive_of
from useworkflow_runtime.code.identity import find_object, module_name
from useworkflow_sandbox.step_methods import StepMethod

_seen: weakref.WeakSet[type] = weakref.WeakSet()


def hosted(module: str, qualname: str) -> Any:
    """What stands under that name in the user's own module, as workflow code gets it.

    Raises:
        ImportError, AttributeError: there is no such thing here.
    """
    found = find_object(module, qualname)
    if isinstance(found, type) and found not in _seen:
        for cls in found.__mro__:
            if cls not in _seen and cls.__module__ != "builtins":
                _seen.add(cls)
                _install(cls)
    return found


def _install(cls: type) -> None:
    module = module_name(cls)
    for name, held in list(vars(cls).items()):
        function = held.__func__ if isinstance(held, staticmethod | classmethod) else held
        if not isinstance(function, FunctionType) or "<locals>" in cls.__qualname__:
            continue
        qualname = f"{cls.__qualname__}.{name}"
        if function.__qualname__ == qualname and directive_of(function, module, qualname) == "step":
            is_async = inspect.iscoroutinefunction(inspect.unwrap(function))
            setattr(cls, name, StepMethod(held, module, qualname, is_async))
