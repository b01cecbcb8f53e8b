"""Which functions can be values outside of workflow code: steps and workflows, by the directive in their source.

    name_of(charge)           -> ("step", "shop", "charge")
    name_of(print_receipt)    -> None: no directive, so no name that outlives the process

Importing this lets the codec know. Read next: ``useworkflow_sandbox.function_values``.
"""

from __future__ import annotations

import functools
import sys
from types import FunctionType, MethodType
from typing import TYPE_CHECKING

from useworkflow_runtime.code.identity import find_object, locate
from useworkflow_runtime.errors import NotAWorkflowError
from useworkflow_runtime.steps.nested import made_again
from useworkflow_sandbox import function_values

if TYPE_CHECKING:
    from useworkflow_compiler.discover import Discovered

_DIRECTIVES = {"use step": "step", "use workflow": "workflow"}


def name_of(function: FunctionType) -> tuple[str, str, str] | None:
    """Kind, module and qualified name of a workflow or step that other processes can find; ``None`` for any other."""
    try:
        module, qualname = locate(function)
        found = find_object(module, qualname)
    except (NotAWorkflowError, ImportError, AttributeError):
        return None
    if (found.__func__ if isinstance(found, MethodType) else found) is not function:
        return None
    kind = directive_of(function, module, qualname)
    return None if kind is None else (kind, module, qualname)


def directive_of(function: FunctionType, module: str, qualname: str) -> str | None:
    """``step`` or ``workflow``; ``None`` where the function, which stands at that place, has no directive."""
    found = _DIRECTIVES.get(function.__doc__ or "")
    if found is not None:
        return found
    # Where a docstring stands first, the directive leaves no trace in the function: its source has to say.
    loaded = sys.modules.get(module)
    file = getattr(loaded, "__file__", None)
    discovered = _discovered(module, file) if file else None
    durable = discovered.find(qualname) if discovered is not None else None
    return None if durable is None else durable.directive.kind


@functools.lru_cache(maxsize=256)
def _discovered(module: str, file: str) -> Discovered | None:
    import ast

    from useworkflow_compiler.discover import discover, module_has_directives
    from useworkflow_compiler.errors import CompileError
    from useworkflow_compiler.sources import ModuleSource, read_source

    try:
        source = read_source(file)
        if not module_has_directives(source):
            return None
        return discover(ModuleSource(module, file, source), ast.parse(source))
    except (OSError, SyntaxError, CompileError):
        return None


function_values.provide(name_of, find_object, made_again)
