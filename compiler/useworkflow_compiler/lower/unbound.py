"""Captured variables of a function's own, where they may be unbound, in its re-entry form.

    f = lambda: a; del a; print(a)   ->   print(_uw_bound(lambda: a, "a", False))

In the re-entry form such a variable is one of a function around it, and Python's error for an unbound one of those is
another: the helper raises the one that the source would. Read next: ``functions``.
"""

from __future__ import annotations

import ast
from typing import Any

from useworkflow_compiler.lower.syntax import assign, call, const, located, located_all, name, walk
from useworkflow_compiler.lower.visiting import Rewriter, replaced

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp


def risky_names(node: ast.FunctionDef | ast.AsyncFunctionDef, cells: set[str], parameters: list[str]) -> frozenset[str]:
    """Those of a function's own captured variables that can be unbound when they are read."""
    if not cells:
        return frozenset()
    deleted: set[str] = set()
    for found in walk(node):
        if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Del):
            deleted.add(found.id)
        elif isinstance(found, ast.ExceptHandler) and found.name is not None:
            deleted.add(found.name)
    return frozenset(cell for cell in cells if cell not in parameters or cell in deleted)


def check_reads(body: list[ast.stmt], risky: frozenset[str]) -> list[ast.stmt]:
    """``body``, which stays as it is, with the reads of ``risky`` names checked."""
    checker = _Checker(risky)
    return [made for statement in body for made in checker.statements(statement)]


class _Checker(Rewriter):
    def __init__(self, risky: frozenset[str]) -> None:
        self.risky = risky
        self.inlined = False

    def statements(self, node: ast.stmt) -> list[ast.stmt]:
        made = self.visit(node)
        return made if isinstance(made, list) else [made]

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id not in self.risky or not isinstance(node.ctx, ast.Load):
            return node
        return located(self._read(node.id), node)

    def _read(self, identifier: str) -> ast.expr:
        nothing = ast.arguments([], [], None, [], [], None, [])
        return call("_uw_bound", ast.Lambda(nothing, name(identifier)), const(identifier), const(self.inlined))

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST | list[ast.stmt]:
        if not (isinstance(node.target, ast.Name) and node.target.id in self.risky):
            return self.generic_visit(node)
        kept = f"_uw_own_{node.target.id}"
        value = self.visit(node.value)
        changed = ast.AugAssign(ast.Name(kept, ast.Store()), node.op, value)
        return located_all(
            [assign(kept, self._read(node.target.id)), changed, assign(node.target.id, name(kept))], node
        )

    def visit_Delete(self, node: ast.Delete) -> ast.AST | list[ast.stmt]:
        made: list[ast.stmt] = []
        for target in node.targets:
            if isinstance(target, ast.Name) and target.id in self.risky:
                made.append(ast.Expr(self._read(target.id)))
            made.append(ast.Delete([self.visit(target)]))
        return located_all(made, node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return self.rewritten(node, ("args",))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        return self.rewritten(node, ("decorator_list", "args"))

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self.rewritten(node, ("decorator_list", "bases", "keywords"))

    def visit_TypeAlias(self, node: ast.AST) -> ast.AST:
        return node

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        first = self.rewritten(node.generators[0], ("iter",))
        return replaced(node, {"generators": [first, *node.generators[1:]]})

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp) -> ast.AST:
        """The first iterable is read in the function; the rest inside, which is inlined from Python 3.12 on."""
        return check_inside(node, self.risky, self.visit(node.generators[0].iter))

    visit_ListComp = visit_SetComp = visit_DictComp = _comprehension


def check_inside(node: Comprehension, risky: frozenset[str], iterable: ast.expr) -> Comprehension:
    """The comprehension over ``iterable`` with the reads of ``risky`` names inside it checked."""
    bound = {
        found.id
        for generator in node.generators
        for found in ast.walk(generator.target)
        if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Store)
    }
    inside = _Checker(risky - bound)
    inside.inlined = True
    begun = replaced(node.generators[0], {"iter": const(None)})
    visited: Any = inside.generic_visit(replaced(node, {"generators": [begun, *node.generators[1:]]}))
    first = replaced(visited.generators[0], {"iter": iterable})
    made: Any = replaced(visited, {"generators": [first, *visited.generators[1:]]})
    checked: Comprehension = made
    return checked
