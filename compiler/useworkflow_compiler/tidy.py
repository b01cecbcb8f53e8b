"""Take out of definitions what has no effect when workflow code runs.

Input -> output::

    def f(x: int) -> str:            def f(x):
        from .models import Order        from shop.models import Order
        y: Order = g(x)                  y: None = g(x)

Read next: ``reduce``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.modules import ParsedModule, absolute_import, is_type_checking
from useworkflow_compiler.scopes import FunctionNode, arguments_of, own_nodes


class Tidy(ast.NodeTransformer):
    """Take out of a function what has no effect when it runs: annotations, unused type parameters, type-only imports."""

    def __init__(self, parsed: ParsedModule) -> None:
        self._parsed = parsed
        self._in_class = False

    def tidy(self, node: FunctionNode | ast.ClassDef) -> None:
        """Change a definition at the top level of a module in place."""
        self.visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def _function(self, node: FunctionNode) -> ast.AST:
        node.returns = None
        for arg in arguments_of(node.args):
            arg.annotation = None
        if getattr(node, "type_params", None) and not _uses_type_parameters(node):
            vars(node)["type_params"] = []
        in_class, self._in_class = self._in_class, False
        self.generic_visit(node)
        node.body = node.body or [placeholder(node)]
        self._in_class = in_class
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        in_class, self._in_class = self._in_class, True
        self.generic_visit(node)
        self._in_class = in_class
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        if not self._in_class:
            node.annotation = ast.copy_location(ast.Constant(None), node.annotation)
        return node

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        self.generic_visit(node)
        return (node.orelse or [placeholder(node)]) if is_type_checking(node.test) else node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        if node.level:
            node.module, node.level = absolute_import(self._parsed.source, node), 0
        return node


def _uses_type_parameters(node: FunctionNode) -> bool:
    names = {p.name for p in getattr(node, "type_params", [])}
    return any(isinstance(n, ast.Name) and n.id in names for n in own_nodes(node))


def placeholder(place: ast.AST) -> ast.Pass:
    """A statement for a body that would be empty."""
    return ast.copy_location(ast.Pass(), place)
