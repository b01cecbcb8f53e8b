"""Sync steps called by name suspend, without ``await``.

    total = charge(1)   ->   total = await _uw_sync(charge, 1)

Only calls in the function's own scope: through a lambda, an inner plain function or a C frame the call raises at run
time, with the remedy. Read next: ``functions``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower.syntax import located, name
from useworkflow_compiler.lower.visiting import Transformer


def await_sync_calls(body: list[ast.stmt], suspending: frozenset[str]) -> list[ast.stmt]:
    """``body`` with the calls by name of ``suspending`` functions awaited."""
    if not suspending:
        return body
    awaiter = _Awaiter(suspending)
    return [awaiter.visit(statement) for statement in body]


class _Awaiter(Transformer):
    def __init__(self, suspending: frozenset[str]) -> None:
        self.suspending = suspending

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in self.suspending:
            call = ast.Call(name("_uw_sync"), [node.func, *node.args], node.keywords)
            return located(ast.Await(call), node)
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
