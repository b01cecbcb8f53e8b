"""Loads a module of the interpreter's own test suite through the lowering, as an ordinary module.

    load("test.test_with", Referee())   ->   the module, its functions lowered, in ``sys.modules``

Not the sandbox: real builtins, real asyncio. What the lowering refuses stays as it is, function by function, and is
counted. Read next: ``run_module`` (which runs the module's tests).
"""

from __future__ import annotations

import ast
import builtins
import importlib.util
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, TypeAlias
from unittest import mock

from useworkflow_compiler import tree
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.format import ModuleCode
from useworkflow_compiler.lower import functions, lower_module
from useworkflow_sandbox.codes import CodeTable
from useworkflow_sandbox.seam import seam

Rewrite: TypeAlias = Callable[[ast.Module], ast.Module]


@dataclass(slots=True)
class Referee:
    """The program under test, as a capture sees it: its code table, and a host that knows every class by its name."""

    codes: CodeTable = field(default_factory=CodeTable)
    refused: dict[str, str] = field(default_factory=dict)
    """Functions that stayed as they are -> the code of the refusal."""
    lowered: int = 0
    """How many functions have a re-entry form."""

    def host(self, module: str, qualname: str) -> Any:
        """The class with this name."""
        found: Any = sys.modules[module]
        for part in qualname.split("."):
            found = getattr(found, part)
        return found


def load(name: str, referee: Referee, *, rewrite: Rewrite = lambda tree: tree) -> ModuleType:
    """Find module ``name`` in the running interpreter, lower it after ``rewrite``, and execute it.

    Raises:
        ModuleNotFoundError: the interpreter is installed without it.
    """
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name)
    with open(spec.origin, "rb") as file:
        source = importlib.util.decode_source(file.read())
    code = lower_source(source, name, spec.origin, referee, rewrite)
    vars(builtins).update(seam(referee.host))
    module = importlib.util.module_from_spec(ModuleSpec(name, None, origin=spec.origin))
    module.__file__ = spec.origin
    sys.modules[name] = module
    referee.codes.add_module(code, vars(module))
    return module


def lower_source(
    source: str, name: str, filename: str, referee: Referee, rewrite: Rewrite = lambda tree: tree
) -> ModuleCode:
    """``source`` lowered, with the functions that the lowering refuses as they are."""
    refused: dict[tuple[int, str], str] = {}
    while True:
        known = len(refused)
        with mock.patch.object(functions, "_ModuleLowering", _leaving_alone(refused)):
            parsed = rewrite(ast.parse(source, filename))
            result = lower_module(parsed, name=name, filename=filename, source=source)
        if len(refused) == known:
            break
    referee.refused |= {f"{qualname}:{line}": code for (line, qualname), code in refused.items()}
    referee.lowered += sum(bool(entry.resume_marker) for entry in result.functions)
    return ModuleCode(
        name=name, filename=filename, source=source, source_hash="", tree=tree.encode(result.main),
        resume=tree.encode(result.resume), functions=result.functions,
    )  # fmt: skip


def _leaving_alone(refused: dict[tuple[int, str], str]) -> type:
    """The lowering of a module, but for the functions in ``refused``, to which it adds those that it refuses itself."""

    class Lowering(functions._ModuleLowering):
        def _lower(self, node: Any, made: Any, docstring: list[ast.stmt], body: list[ast.stmt]) -> None:
            key = (node.lineno, made.qualname)
            if key not in refused:
                try:
                    super()._lower(node, made, docstring, body)
                    return
                except CompileError as error:
                    refused[key] = error.code  # its nodes may be half used up: another round is needed
            node.body = [*docstring, *made.declarations, *body] or [ast.Pass(lineno=1, col_offset=0)]
            made.block = made.points = None

    return Lowering
