"""Marks that tell, while a ``finally`` body that can suspend runs, how it was entered.

    return f(x)   ->   _uw_w2 = f(x)
                       _uw_k1 = 1
                       return _uw_w2

A capture inside the ``finally`` body then knows the completion that is pending, and re-entry makes it again inside the
native ``try``. Every way out of the body passes one mark: these statements, the end of the body, or the clause that
catches and re-raises. Read next: ``fast``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower import ir
from useworkflow_compiler.lower.syntax import assign, const, located_all, name
from useworkflow_compiler.lower.visiting import Transformer


def mark_completions(body: list[ast.stmt], kind: str, value: str) -> tuple[list[ast.stmt], frozenset[int]]:
    """``body`` with every ``return``, and every ``break`` and ``continue`` that leaves it, marked; and which occur."""
    marker = _Marker(kind, value)
    marked = [made for statement in body for made in marker.each(statement)]
    return marked, frozenset(marker.seen)


class _Marker(Transformer):
    def __init__(self, kind: str, value: str) -> None:
        self.kind = kind
        self.value = value
        self.loops = 0
        self.seen: set[int] = set()

    def each(self, statement: ast.stmt) -> list[ast.stmt]:
        """The statements that stand in for ``statement``."""
        visited = self.visit(statement)
        return visited if isinstance(visited, list) else [visited]

    def visit_Return(self, node: ast.Return) -> list[ast.stmt]:
        if not self.value:
            return located_all([self._mark(ir.RETURN), ast.Return(None)], node)
        kept = assign(self.value, node.value or const(None))
        return located_all([kept, self._mark(ir.RETURN), ast.Return(name(self.value))], node)

    def visit_Break(self, node: ast.Break) -> ast.stmt | list[ast.stmt]:
        return node if self.loops else located_all([self._mark(ir.BREAK), ast.Break()], node)

    def visit_Continue(self, node: ast.Continue) -> ast.stmt | list[ast.stmt]:
        return node if self.loops else located_all([self._mark(ir.CONTINUE), ast.Continue()], node)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> ast.stmt:
        changed = type(node)(**{field: getattr(node, field) for field in node._fields})
        ast.copy_location(changed, node)
        self.loops += 1
        changed.body = [marked for statement in node.body for marked in self.each(statement)]
        self.loops -= 1
        changed.orelse = [marked for statement in node.orelse for marked in self.each(statement)]
        return changed

    def visit_For(self, node: ast.For) -> ast.stmt:
        return self._loop(node)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.stmt:
        return self._loop(node)

    def visit_While(self, node: ast.While) -> ast.stmt:
        return self._loop(node)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Rebuild statements, so that the user's tree stays as it is; expressions hold no statements."""
        if isinstance(node, ast.expr | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return node
        changed = type(node)(**{field: getattr(node, field) for field in node._fields})
        if isinstance(node, ast.stmt | ast.ExceptHandler):
            ast.copy_location(changed, node)
        for field in node._fields:
            old = getattr(node, field, None)
            if isinstance(old, list):
                setattr(changed, field, [piece for item in old for piece in self._piece(item)])
        return changed

    def _piece(self, item: object) -> list[object]:
        if isinstance(item, ast.stmt):
            return list(self.each(item))
        if isinstance(item, ast.ExceptHandler | ast.match_case):
            return [self.generic_visit(item)]
        return [item]

    def _mark(self, kind: int) -> ast.stmt:
        self.seen.add(kind)
        return assign(self.kind, const(kind))
