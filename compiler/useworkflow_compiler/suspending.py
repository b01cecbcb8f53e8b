"""Which plain functions suspend although they are not ``async``: sync steps, and what calls them by name.

Input -> output::

    def charge(): "use step"       suspending_names(...) -> {"shop": {"charge", "pay"}}
    def pay(): return charge()

Read next: ``lower``, which turns such functions into resumable ones and awaits their calls.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from useworkflow_compiler.modules import Denotation, Modules, ParsedModule
from useworkflow_compiler.reduce import GeneratedBinding, bindings
from useworkflow_compiler.scopes import FunctionNode, global_uses, own_nodes


def suspending_names(
    modules: Modules, reduced: Mapping[str, tuple[ParsedModule, ast.Module]]
) -> dict[str, frozenset[str]]:
    """For each module of a bundle the module-level names, imported ones included, that suspend when called.

    Async functions are none: their calls say ``await``.
    """
    found: set[tuple[str, str]] = set()
    calls: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for name, (parsed, tree) in reduced.items():
        for binding in bindings(tree):
            if _is_sync_step(binding):
                found.add((name, binding.target))
        for function in _plain_functions(tree):
            calls[name, function.name] = _called(modules, parsed, function)
    changed = True
    while changed:
        new = {caller for caller, called in calls.items() if caller not in found and called & found}
        found |= new
        changed = bool(new)
    return {name: _visible(modules, parsed, tree, found) for name, (parsed, tree) in reduced.items()}


def _is_sync_step(binding: GeneratedBinding) -> bool:
    return binding.function == "_uw_step" and binding.arguments[1] is False


def _plain_functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in _top_level(tree) if isinstance(node, ast.FunctionDef)]


def _top_level(tree: ast.Module) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                found.append(child)
            if not isinstance(child, FunctionNode | ast.ClassDef | ast.expr):
                stack.append(child)
    return found


def _called(modules: Modules, parsed: ParsedModule, function: ast.FunctionDef) -> set[tuple[str, str]]:
    """What ``function`` itself calls by a plain name, as (module, name) of the definition; inner functions apart."""
    callees = {id(node.func) for node in own_nodes(function) if isinstance(node, ast.Call)}
    found: set[tuple[str, str]] = set()
    for use in global_uses(function):
        if id(use.node) in callees:
            denoted = modules.denote(parsed, use.name, ())
            if denoted.kind in {Denotation.STEP, Denotation.FUNCTION}:
                found.add((denoted.module, denoted.name))
    return found


def _visible(modules: Modules, parsed: ParsedModule, tree: ast.Module, found: set[tuple[str, str]]) -> frozenset[str]:
    names = {name for module, name in found if module == parsed.name}
    for node in _top_level(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                bound = alias.asname or alias.name
                denoted = modules.denote(parsed, bound, ())
                if (denoted.module, denoted.name) in found:
                    names.add(bound)
    return frozenset(names)
