"""Visitors and transformers of syntax, as ``ast`` has them, but quick: the lowering passes over every node several times.

    class Names(Visitor):
        def visit_Name(self, node): ...        called for each ``Name`` that no other method keeps it from

A ``Rewriter`` leaves the tree as it is and shares with it what it does not change. Operators and contexts are not visited.
Read next: ``syntax`` (``children``).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any

from useworkflow_compiler.lower.syntax import children, fields_of

_Method = Callable[[Any, Any], Any]


class Visitor:
    """Calls ``visit_KIND`` for each node, else ``generic_visit``."""

    _methods: dict[type[ast.AST], _Method]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._methods = {}

    def visit(self, node: ast.AST) -> Any:
        """Visit ``node`` in the way of its kind."""
        kind = type(node)
        method = self._methods.get(kind)
        if method is None:
            named = getattr(type(self), f"visit_{kind.__name__}", None)
            method = self._methods[kind] = named if named is not None else type(self).generic_visit
        return method(self, node)

    def generic_visit(self, node: ast.AST) -> Any:
        """Visit what is below ``node``."""
        for child in children(node):
            self.visit(child)


class Transformer(Visitor):
    """Puts in the place of each node what its method returns: a node, several, or ``None`` for nothing."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field in fields_of(type(node)):
            value = getattr(node, field, None)
            if type(value) is list:
                value[:] = _visited(self, value)
            elif isinstance(value, ast.AST):
                setattr(node, field, self.visit(value))
        return node


class OwnScope(Transformer):
    """Transforms the scope of one function: of definitions and lambdas inside it only what they evaluate where they stand."""

    def _outside(self, node: Any) -> ast.AST:
        for part in ("decorator_list", "bases", "keywords"):
            if hasattr(node, part):
                setattr(node, part, _visited(self, getattr(node, part)))
        if not isinstance(node, ast.ClassDef):
            node.args = self.visit(node.args)
        return node  # type: ignore[no-any-return]

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = visit_ClassDef = _outside


class Rewriter(Visitor):
    """A transformer that changes no node: where something below is another one, it makes a new node."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        return self.rewritten(node, fields_of(type(node)))

    def rewritten(self, node: ast.AST, fields: Iterable[str]) -> ast.AST:
        """``node`` with its ``fields`` visited, or ``node`` itself where nothing has changed."""
        changed: dict[str, Any] = {}
        for field in fields:
            value = getattr(node, field, None)
            if type(value) is list:
                made = _visited(self, value)
                if len(made) != len(value) or any(new is not old for new, old in zip(made, value, strict=True)):
                    changed[field] = made
            elif isinstance(value, ast.AST):
                new = self.visit(value)
                if new is not value:
                    changed[field] = new
        return replaced(node, changed) if changed else node


def replaced(node: ast.AST, changed: dict[str, Any]) -> ast.AST:
    """A copy of ``node`` with other fields."""
    made = type(node)(**{field: getattr(node, field) for field in node._fields if hasattr(node, field)} | changed)
    return ast.copy_location(made, node)


def _visited(visitor: Visitor, items: list[Any]) -> list[Any]:
    """What the visits of ``items`` give; what is no node stays (the key of ``**d`` in a display is ``None``)."""
    found: list[Any] = []
    for item in items:
        made = visitor.visit(item) if isinstance(item, ast.AST) else item
        if type(made) is list:
            found += made
        elif made is not None or item is None:
            found.append(made)
    return found
