"""Which names of a function are its own, captured by inner functions, or free. The same on every Python.

    def f(a):                f: bound {a, g, b}, cells {a}
        g = lambda: a   ->   lambda: free {a}
        b = 1

The compiler's own symbol table differs between versions (3.12 inlines comprehensions), and what is stored with a run
must not. Read next: ``functions``.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from useworkflow_compiler.lower.mangle import mangled
from useworkflow_compiler.lower.visiting import Visitor

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(slots=True)
class Scope:
    """One function's names. ``cells``: own names that inner functions use; ``free``: names of outer functions."""

    is_class: bool = False
    is_comprehension: bool = False
    bound: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    outer: set[str] = field(default_factory=set)
    """Names declared ``nonlocal``."""
    globals: set[str] = field(default_factory=set)
    children: list[Scope] = field(default_factory=list)
    cells: set[str] = field(default_factory=set)
    free: set[str] = field(default_factory=set)


def analyse(module: ast.Module) -> dict[ast.AST, Scope]:
    """The scope of every function node below ``module``."""
    builder = _Builder()
    top = Scope(is_class=True)
    builder.fill(top, module.body)
    _resolve(top, set())
    return builder.scopes


def names_bound_in(module: ast.Module) -> frozenset[str]:
    """Every name that something in ``module`` binds, in whatever scope."""
    builder = _Builder()
    top = Scope(is_class=True)
    builder.fill(top, module.body)
    found: set[str] = set()
    waiting = [top]
    while waiting:
        scope = waiting.pop()
        found |= scope.bound | scope.globals
        waiting += scope.children
    return frozenset(found)


def names_bound_by(body: list[ast.stmt]) -> frozenset[str]:
    """The names that a function with this ``body`` binds in its own scope, parameters apart."""
    scope = Scope()
    _Builder().fill(scope, body)
    return frozenset(scope.bound - scope.globals - scope.outer)


def _resolve(scope: Scope, visible: set[str]) -> set[str]:
    """Fill ``cells`` and ``free``; return the names that inner functions want from outside ``scope``.

    A comprehension is transparent: what it reads itself is read by the function around it, as 3.12 has it.
    """
    own = scope.bound - scope.globals - scope.outer
    for_children = visible if scope.is_class else visible | own
    captured: set[str] = set()
    for child in scope.children:
        captured |= _resolve(child, for_children - scope.globals)
        if child.is_comprehension:
            scope.used |= child.used - child.bound
    if not scope.is_class:
        scope.cells = captured & own
        captured -= own
    read = (scope.used - own - scope.globals) | scope.outer
    scope.free = (captured | read) & visible
    return captured if scope.is_comprehension else scope.free


class _Builder(Visitor):
    def __init__(self) -> None:
        self.scopes: dict[ast.AST, Scope] = {}
        self.scope = Scope()
        self.function = self.scope
        self.owner = ""

    def fill(self, scope: Scope, nodes: list[ast.stmt] | list[ast.expr]) -> None:
        """Visit ``nodes`` as the body of ``scope``."""
        before = self.scope, self.function
        self.scope = self.function = scope
        for node in nodes:
            self.visit(node)
        self.scope, self.function = before

    def _child(self, is_class: bool = False) -> Scope:
        child = Scope(is_class=is_class)
        self.scope.children.append(child)
        return child

    def visit_Name(self, node: ast.Name) -> None:
        (self.scope.used if isinstance(node.ctx, ast.Load) else self.scope.bound).add(node.id)
        if node.id == "super":
            self.scope.used.add("__class__")

    def visit_Global(self, node: ast.Global) -> None:
        self.scope.globals.update(node.names)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        self.scope.outer.update(node.names)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            self.scope.bound.add(alias.asname or alias.name.partition(".")[0])

    visit_ImportFrom = visit_Import

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name is not None:
            self.scope.bound.add(node.name)
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        if node.name is not None:
            self.scope.bound.add(node.name)
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        if node.rest is not None:
            self.scope.bound.add(node.rest)
        self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.scope.bound.add(mangled(node.name, self.owner))
        for decorator in node.decorator_list:
            self.visit(decorator)
        before = self.scope
        self.scope = self._type_parameters(node)
        self._function(node, node.args, node.body)
        self.scope = before

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node, node.args, [node.body])

    def _function(self, node: ast.AST, arguments: ast.arguments, body: list[ast.stmt] | list[ast.expr]) -> None:
        for default in (*arguments.defaults, *arguments.kw_defaults):
            if default is not None:
                self.visit(default)
        scope = self._child()
        parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        parameters += [extra for extra in (arguments.vararg, arguments.kwarg) if extra is not None]
        for parameter in parameters:
            scope.bound.add(parameter.arg)
            if parameter.annotation is not None:
                self.visit(parameter.annotation)
        returns = getattr(node, "returns", None)
        if returns is not None:
            self.visit(returns)
        self.scopes[node] = scope
        self.fill(scope, body)

    def _type_parameters(self, node: ast.AST) -> Scope:
        parameters = getattr(node, "type_params", None)
        if not parameters:
            return self.scope
        before, scope = self.scope, self._child()
        scope.bound.update(parameter.name for parameter in parameters)
        self.scope = scope
        for parameter in parameters:
            for late in (getattr(parameter, "bound", None), getattr(parameter, "default_value", None)):
                if late is not None:
                    self._late(late)
        self.scope = before
        return scope

    def _late(self, node: ast.expr) -> None:
        """What is evaluated when it is asked for: it captures the names that it uses, as a function does."""
        before = self.scope
        self.scope = self._child()
        self.visit(node)
        self.scope = before

    def visit_TypeAlias(self, node: Any) -> None:
        self.visit(node.name)
        before = self.scope
        self.scope = self._type_parameters(node)
        self._late(node.value)
        self.scope = before

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.scope.bound.add(mangled(node.name, self.owner))
        for decorator in node.decorator_list:
            self.visit(decorator)
        before = self.scope, self.owner
        self.scope = self._type_parameters(node)
        for part in (*node.bases, *node.keywords):
            self.visit(part)
        outer = self._child()
        outer.bound.add("__class__")
        inner = Scope(is_class=True)
        outer.children.append(inner)
        self.owner = node.name
        self.fill(inner, node.body)
        self.scope, self.owner = before

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        self.visit(node.generators[0].iter)
        enclosing = self.scope
        self.scope = self._child()
        self.scope.is_comprehension = True
        for index, generator in enumerate(node.generators):
            self.visit(generator.target)
            for part in generator.ifs if index == 0 else [generator.iter, *generator.ifs]:
                self.visit(part)
        for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            self.visit(part)
        self.scope = enclosing

    visit_ListComp = _comprehension
    visit_SetComp = _comprehension
    visit_GeneratorExp = _comprehension
    visit_DictComp = _comprehension

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        """Inside a comprehension a walrus binds in the function around it."""
        self.visit(node.value)
        self.function.bound.add(node.target.id)
