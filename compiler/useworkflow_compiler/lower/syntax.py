"""Small constructors for generated syntax, and the one way in which it gets its positions.

    assign("_uw_pc", const(3))  ->  _uw_pc = 3

Generated nodes take the position of the user's node that they stand for, so that tracebacks, debuggers and coverage
see the user's lines only. Read next: ``ir``.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)

PC = "_uw_pc"
GO = "_uw_go"
STATE = "_uw_state"
CELLS = "_uw_cells"


def name(identifier: str) -> ast.Name:
    """``identifier`` as it is read."""
    return ast.Name(identifier, ast.Load())


def store(identifier: str) -> ast.Name:
    """``identifier`` as it is assigned."""
    return ast.Name(identifier, ast.Store())


def const(value: object) -> ast.Constant:
    """A constant."""
    return ast.Constant(value)  # type: ignore[arg-type]


def assign(target: str, value: ast.expr) -> ast.Assign:
    """``target = value``."""
    return ast.Assign([store(target)], value)


def call(function: str, *arguments: ast.expr) -> ast.Call:
    """``function(*arguments)``."""
    return ast.Call(name(function), list(arguments), [])


def method(owner: str, attribute: str, *arguments: ast.expr) -> ast.Call:
    """``owner.attribute(*arguments)``."""
    return ast.Call(ast.Attribute(name(owner), attribute, ast.Load()), list(arguments), [])


def negated(test: ast.expr) -> ast.UnaryOp:
    """``not test``."""
    return ast.UnaryOp(ast.Not(), test)


def choice(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.IfExp:
    """``then if test else otherwise``."""
    return ast.IfExp(test, then, otherwise)


def at_most(identifier: str, bound: int) -> ast.Compare:
    """``identifier <= bound``."""
    return ast.Compare(name(identifier), [ast.LtE()], [const(bound)])


def equals(identifier: str, value: object) -> ast.Compare:
    """``identifier == value``."""
    return ast.Compare(name(identifier), [ast.Eq()], [const(value)])


def within(identifier: str, low: int, high: int) -> ast.Compare:
    """``low <= identifier <= high``."""
    return ast.Compare(const(low), [ast.LtE(), ast.LtE()], [name(identifier), const(high)])


def dead_store(identifier: str) -> ast.If:
    """Code that never runs and is compiled away, but makes ``identifier`` a local variable: a function's marker."""
    return ast.If(const(0), [assign(identifier, const(None))], [])


def located(node: Node, origin: ast.AST) -> Node:
    """Give every generated node below ``node`` the position of ``origin``; the user's own nodes keep theirs."""
    place = (
        getattr(origin, "lineno", 1),
        getattr(origin, "col_offset", 0),
        getattr(origin, "end_lineno", None),
        getattr(origin, "end_col_offset", None),
    )
    _locate(node, place)
    return node


def located_all(nodes: Sequence[ast.stmt], origin: ast.AST) -> list[ast.stmt]:
    """``located`` for each of ``nodes``."""
    return [located(node, origin) for node in nodes]


def _locate(node: ast.AST, place: tuple[int, int, int | None, int | None]) -> None:
    if "lineno" in node._attributes:
        if getattr(node, "lineno", None) is not None:
            return
        node.lineno, node.col_offset, node.end_lineno, node.end_col_offset = place  # type: ignore[attr-defined]
    for child in children(node):
        _locate(child, place)


def fix_locations(module: ast.Module) -> ast.Module:
    """Give what still has no position that of the node around it, as ``ast.fix_missing_locations`` does, faster."""
    waiting: list[tuple[ast.AST, tuple[int, int, int | None, int | None]]] = [(module, (1, 0, 1, 0))]
    while waiting:
        node, place = waiting.pop()
        if "lineno" in node._attributes:
            if getattr(node, "lineno", None) is None:
                node.lineno, node.col_offset, node.end_lineno, node.end_col_offset = place  # type: ignore[attr-defined]
            else:
                place = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        waiting += [(child, place) for child in children(node)]
    return module


_HOLDING: dict[type[ast.AST], tuple[str, ...]] = {}
"""The fields of each kind of node that can hold nodes which matter: not operators and contexts."""

_NEVER_NODES = frozenset({"ctx", "op", "ops", "id", "attr", "arg", "name", "names", "asname", "kind", "level", "conversion",
                          "is_async", "simple", "type_comment", "module", "kwd_attrs", "rest", "tag"})  # fmt: skip


def _holding(kind: type[ast.AST]) -> tuple[str, ...]:
    fields = tuple(field for field in kind._fields if field not in _NEVER_NODES)
    if kind in (ast.Import, ast.ImportFrom):
        fields = ("names",)
    elif kind is ast.Constant or kind is ast.MatchSingleton:
        fields = ()
    _HOLDING[kind] = fields
    return fields


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly below ``node``, in the order of its fields, without operators and contexts."""
    kind = type(node)
    found: list[ast.AST] = []
    for field in _HOLDING.get(kind) or (() if kind in _HOLDING else _holding(kind)):
        value = getattr(node, field, None)
        if type(value) is list:
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def walk(node: ast.AST) -> list[ast.AST]:
    """``node`` and all below it, in no particular order."""
    found = [node]
    for one in found:
        found += children(one)
    return found
