"""Renaming of a comprehension's variables, with respect for the scopes inside it.

rename(f(x, lambda x: x), {"x": "y"})   ->   f(y, lambda x: x)
"""

from __future__ import annotations

import ast
from typing import TypeVar

from useworkflow_compiler.lower.visiting import Transformer

Node = TypeVar("Node", bound=ast.AST)


def bound_names(target: ast.expr) -> list[str]:
    """The names that an assignment to ``target`` binds."""
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]


def rename(node: Node, names: dict[str, str]) -> Node:
    """``node`` with the new names of the variables ``names``, except where they are shadowed.

    In place: a lambda inside is known by its node.
    """
    renamed: Node = _Renamer(names).visit(node)
    return renamed


class _Renamer(Transformer):
    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.Lambda:
        arguments = node.args
        parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        parameters += [extra for extra in (arguments.vararg, arguments.kwarg) if extra is not None]
        self.visit(arguments)
        node.body = self._inside(node.body, {parameter.arg for parameter in parameters})
        return node

    def visit_ListComp(self, node: ast.ListComp) -> ast.AST:
        return self._comprehension(node)

    def visit_SetComp(self, node: ast.SetComp) -> ast.AST:
        return self._comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        return self._comprehension(node)

    def visit_DictComp(self, node: ast.DictComp) -> ast.AST:
        return self._comprehension(node)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> ast.AST:
        shadowed = {bound for generator in node.generators for bound in bound_names(generator.target)}
        node.generators[0].iter = self.visit(node.generators[0].iter)
        first = node.generators[0].iter
        node.generators[0].iter = ast.Constant(None)
        inner = _Renamer({old: new for old, new in self.names.items() if old not in shadowed})
        inner.generic_visit(node)
        node.generators[0].iter = first
        return node

    def _inside(self, node: Node, shadowed: set[str]) -> Node:
        inner = _Renamer({old: new for old, new in self.names.items() if old not in shadowed})
        visited: Node = inner.visit(node)
        return visited
