"""Which plain functions suspend although they are not ``async``: sync steps, and what calls them by name.

Input -> output::

    def charge(): "use step"       suspending_names(...) -> {"shop": {"charge", "pay"}}
    def pay(): return charge()

Read next: ``suspending_methods`` (those of classes), then ``lower``, which turns such functions into resumable ones and awaits their calls.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from useworkflow_compiler.constants import dotted_name
from useworkflow_compiler.generated import GeneratedBinding, bindings
from useworkflow_compiler.modules import Denotation, Modules, ParsedModule
from useworkflow_compiler.scopes import FunctionNode, global_uses, own_nodes
from useworkflow_compiler.suspending_methods import (
    PlainMethod,
    calls_nested_step,
    plain_methods,
    sync_step_methods,
)


@dataclass(frozen=True)
class NamedCall:
    """A call by name of a step or function, whose definition is (module, name)."""

    node: ast.Call
    target: tuple[str, str]


@dataclass(frozen=True)
class Suspending:
    """``names``: module-level names, imported ones included, that suspend when called. ``attribute_calls``: calls of
    such functions through a module, ``steps.pay()``."""

    names: frozenset[str]
    attribute_calls: tuple[NamedCall, ...]
    plain_methods: frozenset[str] = frozenset()
    """Qualified names of the plain methods of this module's held classes that suspend."""
    method_names: frozenset[str] = frozenset()
    """Names of methods, of whatever class, that may suspend when they are called."""


def suspending_names(modules: Modules, reduced: Mapping[str, tuple[ParsedModule, ast.Module]]) -> dict[str, Suspending]:
    """For each module of a bundle what suspends in it when called.

    Async functions are none: their calls say ``await``.
    """
    found: set[tuple[str, str]] = set()
    calls: dict[tuple[str, str], set[tuple[str, str]]] = {}
    methods: list[PlainMethod] = []
    for name, (parsed, tree) in reduced.items():
        for binding in bindings(tree):
            if _is_sync_step(binding):
                found.add((name, binding.target))
        for function in _plain_functions(tree):
            calls[name, function.name] = _called(modules, parsed, function)
            if calls_nested_step(function):
                found.add((name, function.name))
        for method in plain_methods(name, tree):
            methods.append(method)
            calls[name, method.qualname] = _called(modules, parsed, method.node)
    method_names = set(sync_step_methods(modules.looked_at()))
    found |= {method.key for method in methods if calls_nested_step(method.node)}
    changed = True
    while changed:
        new = {caller for caller, called in calls.items() if caller not in found and called & found}
        new |= {method.key for method in methods if method.key not in found and method.calls_own(method_names)}
        found |= new
        method_names |= {name for method in methods if method.key in found for name in method.names}
        changed = bool(new)
    return {
        name: Suspending(
            _visible(modules, parsed, tree, found),
            tuple(
                call
                for call in _named_calls(modules, parsed, tree)
                if call.target in found and "." not in call.target[1] and isinstance(call.node.func, ast.Attribute)
            ),
            frozenset(qualname for module, qualname in found if module == name and "." in qualname),
            frozenset(method_names),
        )
        for name, (parsed, tree) in reduced.items()
    }


def name_attribute_calls(tree: ast.Module, calls: Sequence[NamedCall]) -> frozenset[str]:
    """Turn calls such as ``steps.pay()`` into calls by a generated name, which ``tree`` imports at its end.

    Returns the generated names: they suspend. ``tree`` is changed in place, once it has been restricted.
    """
    names: dict[tuple[str, str], str] = {}
    for call in calls:
        module, name = call.target
        alias = names.get(call.target)
        if alias is None:
            alias = names[call.target] = f"_uw_at{len(names) + 1}_{name}"
            imported = ast.copy_location(ast.alias(name, alias), call.node)
            tree.body.append(ast.copy_location(ast.ImportFrom(module, [imported], 0), call.node))
        call.node.func = ast.copy_location(ast.Name(alias, ast.Load()), call.node.func)
    return frozenset(names.values())


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
    """What ``function`` itself calls by name, as (module, name) of the definition; inner functions apart."""
    own = {id(node) for node in own_nodes(function)}
    return {call.target for call in _named_calls(modules, parsed, function) if id(call.node) in own}


def _named_calls(modules: Modules, parsed: ParsedModule, function: ast.AST) -> Iterator[NamedCall]:
    """The calls of steps and functions below ``function`` by a name of the module, ``pay()`` or ``steps.pay()``."""
    calls: dict[int, ast.Call] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            root = node.func
            while isinstance(root, ast.Attribute):
                root = root.value
            calls[id(root)] = node
    for use in global_uses(function):
        call = calls.get(id(use.node))
        if call is None or not dotted_name(call.func):
            continue
        denoted = modules.denote(parsed, use.name, use.chain)
        if denoted.kind in {Denotation.STEP, Denotation.FUNCTION}:
            yield NamedCall(call, (denoted.module, denoted.name))


def _visible(modules: Modules, parsed: ParsedModule, tree: ast.Module, found: set[tuple[str, str]]) -> frozenset[str]:
    names = {name for module, name in found if module == parsed.name and "." not in name}
    for node in _top_level(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                bound = alias.asname or alias.name
                denoted = modules.denote(parsed, bound, ())
                if (denoted.module, denoted.name) in found:
                    names.add(bound)
    return frozenset(names)
