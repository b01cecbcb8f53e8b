"""Names that outlive a process: which function is ``workflow//app//place_order``, and where is it now.

    workflow_id(place_order)                  -> "workflow//app//place_order"    (also where app.py runs as __main__)
    find_object("app", "Shop.charge")         -> the function, importing ``app`` if need be
    resolve_class("app.models", "Order")      -> the class, for decoding values

A script and an import of it are one module: ``__main__`` is known under its importable name, too.
Read next: ``programs``, ``steps.registry``.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import MethodType, ModuleType
from typing import Any

from useworkflow_runtime.errors import NotAWorkflowError


def module_name(function: Any) -> str:
    """The importable name of the module in which ``function`` was defined."""
    name = getattr(function, "__module__", None) or ""
    return main_name() or "__main__" if name == "__main__" else str(name)


def main_name() -> str | None:
    """The importable name of the script that runs as ``__main__``, or ``None`` where it has none (``-c``, a shell, a command such
    as ``bin/useworkflow``, which is named after the package that it starts).

    The module is then known to imports under that name, so that there is one module object and not two.
    """
    main = sys.modules.get("__main__")
    if main is None:
        return None
    spec = getattr(main, "__spec__", None)
    if spec is not None:
        name: str | None = spec.name if spec.name != "__main__" else None
    else:
        file = getattr(main, "__file__", None)
        name = Path(file).stem if file else None
    if name is None or not all(part.isidentifier() for part in name.split(".")):
        return None
    known = sys.modules.get(name)
    if known is None and not _is_command(main, name):
        known = sys.modules[name] = main
    return name if known is main else None


def _is_command(main: ModuleType, name: str) -> bool:
    """Whether the script is no module itself, and its name is that of another."""
    file = getattr(main, "__file__", None)
    return file is not None and Path(file).suffix != ".py" and importlib.util.find_spec(name) is not None


def workflow_id(function: Callable[..., Any]) -> str:
    """``workflow//{module}//{qualname}`` of a workflow function.

    Raises:
        NotAWorkflowError: it is no function, or one that cannot be found again by its name.
    """
    module, qualname = locate(function)
    return f"workflow//{module}//{qualname}"


def locate(function: Callable[..., Any]) -> tuple[str, str]:
    """(importable module, qualified name) of a function.

    Raises:
        NotAWorkflowError: it is no function, or one that cannot be found again by its name.
    """
    qualname = getattr(function, "__qualname__", None)
    if not callable(function) or not isinstance(qualname, str):
        raise NotAWorkflowError(
            f"{function!r} is no workflow function", mend='pass a function whose body starts with "use workflow"'
        )
    if "<locals>" in qualname or "<lambda>" in qualname:
        raise NotAWorkflowError(
            f"{qualname} is defined inside another function",
            why="a run is resumed in other processes, which find its workflow by module and name",
            mend="move it to the top level of its module",
        )
    owner = getattr(function, "__self__", None)
    if isinstance(function, MethodType) and not isinstance(owner, type):
        owner = type(owner)
    if isinstance(owner, type) and qualname.rpartition(".")[0] != owner.__qualname__:
        raise NotAWorkflowError(
            f"{owner.__qualname__} inherits {qualname}",
            why="a run is known by the name of its workflow, which is that of the class that defines it",
            mend=f"start {qualname}, or define the method in {owner.__qualname__} as well",
        )
    return module_name(function), qualname


def import_module(name: str) -> ModuleType:
    """Import a module by the name that ids use; the running script counts under its importable name.

    Raises:
        ImportError: there is no such module here.
    """
    module = sys.modules.get(name)
    if module is not None:
        return module
    if main_name() == name:
        return sys.modules["__main__"]
    return importlib.import_module(name)


def find_object(module: str, qualname: str) -> Any:
    """What stands under ``qualname`` in ``module``.

    Raises:
        ImportError: there is no such module here.
        AttributeError: the module has no such name.
    """
    value: Any = import_module(module)
    for part in qualname.split("."):
        value = getattr(value, part)
    return value


def resolve_class(module: str, qualname: str) -> type:
    """The class that a recorded value names; used whenever values are decoded (G8: nothing but classes is given).

    Raises:
        LookupError: there is no such class here.
    """
    try:
        value = find_object(module, qualname)
    except (ImportError, AttributeError) as error:
        raise LookupError(f"{module}.{qualname}") from error
    if not isinstance(value, type):
        raise LookupError(f"{module}.{qualname} is no class")
    return value


def workflow_function(workflow: str) -> Any:
    """The function of a workflow id as it is installed here, which its options are on; ``None`` where it is not here."""
    _, module, qualname = workflow.split("//", 2)
    try:
        return find_object(module, qualname)
    except Exception:  # importing runs user code, which may raise anything
        return None
