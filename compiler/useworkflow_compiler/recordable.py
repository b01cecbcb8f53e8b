"""Whether instances of a class can be recorded, as far as the source shows it: the object of a workflow that is a method is its first argument.

Input -> output::

    @dataclass class Cart: ...                          True
    class Cart: def __workflow_serialize__(self): ...   True
    class Cart: rows = 0                                False

Where the source does not show it, the answer is yes: the value itself says so when a run is started. Read next: ``held_class``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.constants import dotted_name
from useworkflow_compiler.held import class_statements
from useworkflow_compiler.modules import Denotation, Modules, ParsedModule

_WITHOUT_STATE = frozenset({"object", "ABC", "Generic", "Protocol"})
"""Bases that say nothing of how instances are recorded."""


def may_be_recorded(modules: Modules, parsed: ParsedModule, node: ast.ClassDef) -> bool:
    """Whether instances of ``node``, a class of ``parsed``, may be serializable."""
    own = {statement.name for statement in node.body if isinstance(statement, ast.FunctionDef)}
    if node.decorator_list or "__workflow_serialize__" in own or _is_registered(parsed, node.name):
        return True
    return any(_of_base(modules, parsed, base) for base in node.bases)


def _of_base(modules: Modules, parsed: ParsedModule, base: ast.expr) -> bool:
    dotted = dotted_name(base.value if isinstance(base, ast.Subscript) else base)
    if not dotted:
        return True
    if dotted[-1] in _WITHOUT_STATE:
        return False
    denoted = modules.denote(parsed, dotted[0], dotted[1:])
    home = modules.get(denoted.module) if denoted.kind is Denotation.CLASS else None
    if home is None:
        return True
    return any(may_be_recorded(modules, home, statement) for statement in class_statements(home, denoted.name))


def _is_registered(parsed: ParsedModule, name: str) -> bool:
    """Whether the module calls ``register(name, ...)``."""
    return any(
        isinstance(call, ast.Call)
        and dotted_name(call.func)[-1:] == ("register",)
        and bool(call.args)
        and isinstance(call.args[0], ast.Name)
        and call.args[0].id == name
        for call in ast.walk(parsed.tree)
    )
