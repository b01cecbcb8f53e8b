"""Small constructors for generated syntax, and the one way in which it gets its positions.

    assign("_uw_pc", const(3))  ->  _uw_pc = 3

Generated nodes take the position of the user's node that they stand for, so that tracebacks, debuggers and coverage
see the user's lines only. Read next: ``ir``.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any, TypeVar

Node = TypeVar("Node", bound=ast.AST)

PC = "_uw_pc"
GO = "_uw_go"
STATE = "_uw_state"
CELLS = "_uw_cells"

_LOAD, _STORE = ast.Load(), ast.Store()
_NOT, _EQ, _AT_MOST = ast.Not(), ast.Eq(), ast.LtE()
"""They hold nothing: one of each is enough, as in what CPython's own parser makes."""


def name(identifier: str) -> ast.Name:
    """``identifier`` as it is read."""
    return ast.Name(identifier, _LOAD)


def store(identifier: str) -> ast.Name:
    """``identifier`` as it is assigned."""
    return ast.Name(identifier, _STORE)


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
    return ast.Call(ast.Attribute(name(owner), attribute, _LOAD), list(arguments), [])


def negated(test: ast.expr) -> ast.UnaryOp:
    """``not test``."""
    return ast.UnaryOp(_NOT, test)


def choice(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.IfExp:
    """``then if test else otherwise``."""
    return ast.IfExp(test, then, otherwise)


def at_most(identifier: str, bound: int) -> ast.Compare:
    """``identifier <= bound``."""
    return ast.Compare(name(identifier), [_AT_MOST], [const(bound)])


def equals(identifier: str, value: object) -> ast.Compare:
    """``identifier == value``."""
    return ast.Compare(name(identifier), [_EQ], [const(value)])


def within(identifier: str, low: int, high: int) -> ast.Compare:
    """``low <= identifier <= high``."""
    return ast.Compare(const(low), [_AT_MOST, _AT_MOST], [name(identifier), const(high)])


def dead_store(identifier: str) -> ast.If:
    """Code that never runs and is compiled away, but makes ``identifier`` a local variable: a function's marker."""
    return ast.If(const(0), [assign(identifier, const(None))], [])


def located(node: Node, origin: ast.AST) -> Node:
    """Give every generated node below ``node`` the position of ``origin``; the user's own nodes keep theirs."""
    _locate(node, _place_of(origin))
    return node


def located_all(nodes: Sequence[ast.stmt], origin: ast.AST) -> list[ast.stmt]:
    """``located`` for each of ``nodes``."""
    place = _place_of(origin)
    for node in nodes:
        _locate(node, place)
    return list(nodes)


def _place_of(origin: ast.AST) -> dict[str, int | None]:
    held = origin.__dict__
    return {
        "lineno": held.get("lineno", 1),
        "col_offset": held.get("col_offset", 0),
        "end_lineno": held.get("end_lineno"),
        "end_col_offset": held.get("end_col_offset"),
    }


def _locate(node: ast.AST, place: dict[str, int | None]) -> None:
    held = node.__dict__
    if held.get("lineno") is not None:
        return
    if "lineno" in node._attributes:
        held.update(place)
    for child in children(node):
        _locate(child, place)


def fix_locations(module: ast.Module) -> ast.Module:
    """Give what still has no position that of the node around it, as ``ast.fix_missing_locations`` does, faster."""
    waiting: list[tuple[ast.AST, dict[str, Any]]] = [(module, dict(zip(_PLACE, (1, 0, 1, 0), strict=True)))]
    while waiting:
        node, place = waiting.pop()
        held = node.__dict__
        if held.get("lineno") is not None:
            place = held
        elif "lineno" in node._attributes:
            for name in _PLACE:
                held[name] = place.get(name)
        kind = type(node)
        fields = _HOLDING.get(kind)
        for field in fields_of(kind) if fields is None else fields:
            value = held.get(field)
            if type(value) is list:
                for item in value:
                    if isinstance(item, ast.AST):
                        waiting.append((item, place))  # noqa: PERF401 - as in ``_add_children``
            elif value is not None and isinstance(value, ast.AST):
                waiting.append((value, place))
    return module


_PLACE = ("lineno", "col_offset", "end_lineno", "end_col_offset")
_HOLDING: dict[type[ast.AST], tuple[str, ...]] = {}
"""The fields of each kind of node that can hold nodes which matter: not operators and contexts."""

_NEVER_NODES = frozenset({"ctx", "op", "ops", "id", "attr", "arg", "name", "names", "asname", "kind", "level", "conversion",
                          "is_async", "simple", "type_comment", "module", "kwd_attrs", "rest", "tag"})  # fmt: skip


def fields_of(kind: type[ast.AST]) -> tuple[str, ...]:
    """The fields of nodes of this kind that can hold nodes, without operators and contexts."""
    known = _HOLDING.get(kind)
    if known is not None:
        return known
    fields = tuple(field for field in kind._fields if field not in _NEVER_NODES)
    if kind in (ast.Import, ast.ImportFrom):
        fields = ("names",)
    elif kind is ast.Constant or kind is ast.MatchSingleton:
        fields = ()
    elif kind.__name__ == "TypeAlias":
        fields = kind._fields
    _HOLDING[kind] = fields
    return fields


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly below ``node``, in the order of its fields, without operators and contexts."""
    found: list[ast.AST] = []
    _add_children(node, found)
    return found


def walk(node: ast.AST) -> list[ast.AST]:
    """``node`` and all below it, in no particular order."""
    found = [node]
    for one in found:
        _add_children(one, found)
    return found


def _add_children(node: ast.AST, found: list[ast.AST]) -> None:
    kind = type(node)
    fields = _HOLDING.get(kind)
    if fields is None:
        fields = fields_of(kind)
    if not fields:
        return
    held = node.__dict__
    for field in fields:
        value = held.get(field)
        if type(value) is list:
            for item in value:  # of ``**d`` in a display the key is None
                if isinstance(item, ast.AST):
                    found.append(item)  # noqa: PERF401 - most lists are empty or short: a comprehension costs more
        elif value is not None and isinstance(value, ast.AST):
            found.append(value)
