"""Sync steps called by name suspend, without ``await``.

    total = charge(1)        ->   total = await _uw_sync(charge, 1)
    weight = order.weigh()   ->   weight = await _uw_method(order.weigh)        where some class has such a sync step

Only calls in the function's own scope: through a lambda, an inner plain function or a C frame the call raises at run
time, with the remedy. Read next: ``functions``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower.syntax import located, name
from useworkflow_compiler.lower.visiting import Transformer


def await_sync_calls(body: list[ast.stmt], suspending: frozenset[str], methods: frozenset[str]) -> list[ast.stmt]:
    """``body`` with the calls by name of ``suspending`` functions awaited, and those of methods with one of these names, which
    are looked at when they are called."""
    if not suspending and not methods:
        return body
    awaiter = _Awaiter(suspending, methods)
    return [awaiter.visit(statement) for statement in body]


def sync_nested_steps(body: list[ast.stmt]) -> frozenset[str]:
    """The names of sync steps that stand in a function with this ``body``."""
    found: set[str] = set()
    for statement in body:
        match statement:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Name(id="_uw_nested"), args=[_, ast.Constant(value=False), *_]),
            ):
                found.add(name)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                continue
            case _:
                for blocks in (statement, *getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
                    for field in ("body", "orelse", "finalbody"):
                        found |= sync_nested_steps(getattr(blocks, field, []))
    return frozenset(found)


class _Awaiter(Transformer):
    def __init__(self, suspending: frozenset[str], methods: frozenset[str]) -> None:
        self.suspending = suspending
        self.methods = methods

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Name) and function.id in self.suspending:
            return self._awaited("_uw_sync", node)
        if isinstance(function, ast.Attribute) and function.attr in self.methods:
            return self._awaited("_uw_method", node)
        return node

    def _awaited(self, way: str, node: ast.Call) -> ast.AST:
        call = ast.Call(name(way), [node.func, *node.args], node.keywords)
        return located(ast.Await(call), node)

    def visit_TryStar(self, node: ast.AST) -> ast.AST:
        """In the clauses of ``except*`` nothing can be awaited: a method that only has the name of a step is called as it stands."""
        methods, handlers = self.methods, node.handlers  # type: ignore[attr-defined]
        node.handlers = []  # type: ignore[attr-defined]
        self.generic_visit(node)
        self.methods = frozenset()
        node.handlers = [self.visit(handler) for handler in handlers]  # type: ignore[attr-defined]
        self.methods = methods
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return node

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        node.generators[0].iter = self.visit(node.generators[0].iter)
        return node
