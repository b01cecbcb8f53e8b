"""Which plain functions may suspend although they are not ``async``: what calls sync steps, and what calls values that may be such.

Input -> output::

    def charge(): "use step"       suspending_names(...) -> {"shop": {"charge", "pay", "apply"}}
    def pay(): return charge()
    def apply(f): return f()

Such a function costs more than a plain one, so there is none in a bundle without sync steps. One that comes to no step when it runs may be
called by anyone, ``map`` and operators included: this only decides for which calls the code that makes them can wait.

Read next: ``plain_calls`` (what a function calls), then ``lower``, which turns such functions into resumable ones and awaits their calls.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from useworkflow_compiler.constants import dotted_name
from useworkflow_compiler.generated import GeneratedBinding, bindings
from useworkflow_compiler.modules import Denotation, Modules, ParsedModule
from useworkflow_compiler.plain_calls import Caller, function_values, functions_of
from useworkflow_compiler.scopes import FunctionNode, global_uses
from useworkflow_compiler.suspending_methods import called_names, sync_step_methods


@dataclass(frozen=True)
class NamedCall:
    """A call by name of a step or function, whose definition is (module, name)."""

    node: ast.Call
    target: tuple[str, str]


@dataclass(frozen=True)
class Suspending:
    """``names``: module-level names, imported ones included, that may suspend when called. ``attribute_calls``: calls of
    such functions through a module, ``steps.pay()``."""

    names: frozenset[str] = frozenset()
    attribute_calls: tuple[NamedCall, ...] = ()
    functions: frozenset[str] = frozenset()
    """Qualified names of the module's plain functions that may suspend, methods and inner ones included."""
    method_names: frozenset[str] = frozenset()
    """Names of methods, of whatever class, that may suspend when they are called."""
    has_sync_steps: bool = False
    """Whether the bundle has sync steps, so that any value that is called may be one, or come to one."""


def suspending_names(modules: Modules, reduced: Mapping[str, tuple[ParsedModule, ast.Module]]) -> dict[str, Suspending]:
    """For each module of a bundle what may suspend in it when called.

    Async functions are none: their calls say ``await``.
    """
    found = {
        (name, binding.target)
        for name, (_, tree) in reduced.items()
        for binding in bindings(tree)
        if binding.function == "_uw_step" and _is_sync(binding)
    }
    method_names = set(sync_step_methods(modules.looked_at()))
    if not found and not method_names and not any(_is_sync(b) for _, tree in reduced.values() for b in bindings(tree)):
        return dict.fromkeys(reduced, Suspending())
    found |= {(name, value) for name, (_, tree) in reduced.items() for value in function_values(tree)}
    named = {name: list(_named_calls(modules, parsed, tree, found)) for name, (parsed, tree) in reduced.items()}
    functions = [
        function
        for name, (parsed, tree) in reduced.items()
        for function in plain_functions(
            name, tree, {id(call.node): call.target for call in named[name]} | _named_keys(modules, parsed, tree)
        )
    ]
    method_names |= {"__wrapped__"} | {
        attribute for parsed in modules.looked_at() for attribute in _attributes_set(parsed.tree)
    }
    suspending = closed(functions, found, method_names)
    return {
        name: Suspending(
            _visible(modules, parsed, tree, found),
            tuple(
                call
                for call in named[name]
                if call.target in found and "." not in call.target[1] and isinstance(call.node.func, ast.Attribute)
            ),
            frozenset(function.caller.qualname for function in suspending if function.module == name),
            frozenset(method_names),
            has_sync_steps=True,
        )
        for name, (parsed, tree) in reduced.items()
    }


class PlainFunction:
    """A plain function of a module, with the definitions of what it calls by name."""

    def __init__(self, module: str, caller: Caller, targets: Mapping[int, tuple[str, str]]) -> None:
        self.module = module
        self.caller = caller
        self.calls = {
            targets[id(part)]
            for call in (*caller.named, *caller.methods)
            for part in (call, call.func)
            if id(part) in targets
        }
        self.methods = {call.func.attr for call in caller.methods if isinstance(call.func, ast.Attribute)}
        self.inner = {id(function) for _, functions in caller.inner for function in functions}

    def suspends(self, found: set[tuple[str, str]], methods: set[str], inner: set[int]) -> bool:
        """Whether it may, given the steps and functions, the methods and the inner functions that may."""
        calls = self.caller
        return bool(calls.values or self.calls & found or self.methods & methods or self.inner & inner)


def plain_functions(module: str, tree: ast.Module, targets: Mapping[int, tuple[str, str]]) -> list[PlainFunction]:
    """The functions of a module that could be made resumable, lambdas among them.

    ``targets``: what its calls by name call, by identity of the call, or of the name where that is given as a key.
    """
    return [PlainFunction(module, caller, targets) for caller in functions_of(tree) if caller.can_suspend]


def closed(functions: list[PlainFunction], found: set[tuple[str, str]], methods: set[str]) -> list[PlainFunction]:
    """The functions that may suspend; they and their names are added to ``found`` and ``methods``."""
    inner: set[int] = set()
    suspending: list[PlainFunction] = []
    waiting, left = functions, -1
    while len(waiting) != left:
        left = len(waiting)
        for function in waiting:
            if function.suspends(found, methods, inner):
                caller = function.caller
                suspending.append(function)
                inner.add(id(caller.node))
                found.add((function.module, caller.qualname))
                if caller.owner:
                    methods.update(called_names(caller.owner, caller.qualname.rpartition(".")[2]))
        waiting = [function for function in waiting if id(function.caller.node) not in inner]
    return suspending


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


def _attributes_set(tree: ast.Module) -> Iterator[str]:
    """The attributes that code of a module sets, and the fields of its classes: they may hold a function, which is called as a method is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, ast.ClassDef):
            for field in node.body:
                targets = field.targets if isinstance(field, ast.Assign) else [getattr(field, "target", None)]
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def _is_sync(binding: GeneratedBinding) -> bool:
    return binding.function.startswith(("_uw_step", "_uw_nested")) and binding.arguments[1] is False


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


def _named_calls(
    modules: Modules, parsed: ParsedModule, function: ast.AST, found: set[tuple[str, str]]
) -> Iterator[NamedCall]:
    """The calls of steps, functions and what else is ``found`` below ``function`` by a name of the module, ``pay()`` or ``steps.pay()``."""
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
        target = denoted.module, denoted.name
        if denoted.kind in {Denotation.STEP, Denotation.FUNCTION} or target in found:
            yield NamedCall(call, target)


def _named_keys(modules: Modules, parsed: ParsedModule, tree: ast.Module) -> dict[int, tuple[str, str]]:
    """What the names denote that are given as a ``key=``, by identity."""
    given: dict[int, ast.expr] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "key":
            root = node.value
            while isinstance(root, ast.Attribute):
                root = root.value
            given[id(root)] = node.value
    found: dict[int, tuple[str, str]] = {}
    for use in global_uses(tree):
        if id(use.node) in given:
            denoted = modules.denote(parsed, use.name, use.chain)
            found[id(given[id(use.node)])] = (denoted.module, denoted.name)
    return found


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
