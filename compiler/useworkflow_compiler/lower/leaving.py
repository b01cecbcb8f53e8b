"""How the statements of a body leave it: not at all, directly, or through clauses that have to run first.

    if x: return 1                        DIRECT
    try: return 1
    finally: f()                          GUARDED: ``f`` runs before what is around the body

Read next: ``managers``.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable
from enum import Enum

from useworkflow_compiler.lower.syntax import assign, located_all, name

_GUARDS = (ast.Try, ast.TryStar, ast.With, ast.AsyncWith)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Ways(Enum):
    """How a body is left other than by its end or an exception."""

    NONE = 0
    DIRECT = 1
    GUARDED = 2


def ways_out(body: list[ast.stmt]) -> Ways:
    """The worst way out of ``body``."""
    return Ways(max((_way(statement, False, False) for statement in body), default=0))


def _way(node: ast.AST, guarded: bool, in_loop: bool) -> int:
    if isinstance(node, ast.Return) or (isinstance(node, ast.Break | ast.Continue) and not in_loop):
        return Ways.GUARDED.value if guarded else Ways.DIRECT.value
    if isinstance(node, (ast.expr, *_SCOPES)):
        return 0
    if isinstance(node, _LOOPS):
        inside = max((_way(child, guarded, True) for child in node.body), default=0)
        return max([inside, *(_way(child, guarded, in_loop) for child in node.orelse)])
    guarded = guarded or isinstance(node, _GUARDS)
    return max((_way(child, guarded, in_loop) for child in ast.iter_child_nodes(node)), default=0)


def leave_first(body: list[ast.stmt], first: list[ast.stmt], fresh: Callable[[], str]) -> list[ast.stmt]:
    """``body`` with ``first`` run before each statement that leaves it; a returned value is computed before that.

    Only for bodies that are left directly.
    """
    leaver = _Leaver(first, fresh)
    return [made for statement in body for made in leaver.each(statement)]


class _Leaver:
    def __init__(self, first: list[ast.stmt], fresh: Callable[[], str]) -> None:
        self.first = first
        self.fresh = fresh
        self.loops = 0

    def each(self, node: ast.stmt) -> list[ast.stmt]:
        if isinstance(node, ast.Return):
            if node.value is None or isinstance(node.value, ast.Constant):
                return located_all([*self._again(), node], node)
            kept = self.fresh()
            return located_all([assign(kept, node.value), *self._again(), ast.Return(name(kept))], node)
        if isinstance(node, ast.Break | ast.Continue):
            return [node] if self.loops else located_all([*self._again(), node], node)
        if isinstance(node, _SCOPES) or (not ways_out([node]).value and not isinstance(node, _LOOPS)):
            return [node]
        return [self._inside(node)]

    def _again(self) -> list[ast.stmt]:
        """A copy for each place: every await is a suspension of its own."""
        return [copy.deepcopy(statement) for statement in self.first]

    def _inside(self, node: ast.stmt) -> ast.stmt:
        changed = type(node)(**{field: getattr(node, field) for field in node._fields})
        ast.copy_location(changed, node)
        loop = isinstance(node, _LOOPS)
        for field in ("body", "orelse", "cases"):
            held = getattr(node, field, None)
            if held is None:
                continue
            self.loops += loop and field == "body"
            setattr(changed, field, [piece for item in held for piece in self._pieces(item)])
            self.loops -= loop and field == "body"
        return changed

    def _pieces(self, item: ast.stmt | ast.match_case) -> list[ast.AST]:
        if isinstance(item, ast.match_case):
            body = [made for statement in item.body for made in self.each(statement)]
            return [ast.match_case(item.pattern, item.guard, body)]
        return list(self.each(item))
