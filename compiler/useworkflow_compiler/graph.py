"""The flow of one function as a graph of line ranges.

Input -> output::

    while busy:            nodes: 0 entry, 1 exit, 2 loop (1-1), 3 suspension (2-2), 4 code (3-3)
        await tick()       edges: 0->2, 2->3 "true", 3->2 "again", 2->4 "false", 4->1 "return"
    return busy

Each statement that suspends has a node of its own; neighbours that do not share one. An exception may leave any node,
so only the ways into ``except`` clauses are drawn: from the ``try`` itself.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

import msgspec

from useworkflow_compiler.scopes import FunctionNode

_WIDTH = 80


class Suspension(msgspec.Struct, frozen=True):
    """A place where the function may be parked. ``kind``: ``await``, ``async for``, ``async with``, ``sync step``.

    ``what``: the awaited expression as text, cut to one line.
    """

    line: int
    end_line: int
    column: int
    kind: str
    what: str


class Node(msgspec.Struct, frozen=True):
    """``kind``: ``entry exit code suspension branch loop try with``."""

    id: int
    kind: str
    line: int
    end_line: int


class Edge(msgspec.Struct, frozen=True):
    """``label``: empty for the next statement, else ``true false again break continue return raise exception case``."""

    source: int
    target: int
    label: str = ""


@dataclass(frozen=True)
class Flow:
    """The suspensions, nodes and edges of one function."""

    suspensions: tuple[Suspension, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


_Open = list[tuple[int, str]]
"""Edges whose target is not known yet: (source, label)."""


@dataclass
class _Loop:
    head: int
    breaks: _Open = field(default_factory=list)


def flow_of(function: FunctionNode, sync_suspending: frozenset[str]) -> Flow:
    """The graph of ``function``; calls by name of ``sync_suspending`` functions count as suspensions."""
    drawing = _Drawing(function, sync_suspending)
    ends = drawing.block(function.body, [(0, "")])
    drawing.join(ends, 1)
    return Flow(tuple(suspensions_in(function.body, sync_suspending)), tuple(drawing.nodes), tuple(drawing.edges))


def suspensions_in(parts: list[ast.stmt] | list[ast.AST], sync_suspending: frozenset[str]) -> list[Suspension]:
    """The suspensions of ``parts`` in source order, those of inner functions apart."""
    found: list[Suspension] = []
    stack: list[ast.AST] = list(reversed(parts))
    while stack:
        node = stack.pop()
        if isinstance(node, FunctionNode | ast.Lambda | ast.ClassDef):
            continue
        kind = _suspends(node, sync_suspending)
        if kind is not None:
            found.append(_suspension(node, *kind))
        stack.extend(reversed(list(ast.iter_child_nodes(node))))
    return sorted(found, key=lambda s: (s.line, s.column))


def _suspends(node: ast.AST, sync_suspending: frozenset[str]) -> tuple[str, ast.AST] | None:
    match node:
        case ast.Await(value=value):
            return "await", value
        case ast.AsyncFor(iter=value):
            return "async for", value
        case ast.comprehension(is_async=1, iter=value):
            return "async for", value
        case ast.AsyncWith(items=items):
            return "async with", items[0].context_expr
        case ast.Call(func=ast.Name(id=name)) if name in sync_suspending:
            return "sync step", node
    return None


def _suspension(node: ast.AST, kind: str, value: ast.AST) -> Suspension:
    place = node if hasattr(node, "lineno") else value
    text = " ".join(ast.unparse(value).split())
    line: int = getattr(place, "lineno", 0)
    return Suspension(
        line=line,
        end_line=getattr(value, "end_lineno", line) or line,
        column=getattr(place, "col_offset", 0),
        kind=kind,
        what=text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…",
    )


class _Drawing:
    """The graph under way. Each method takes the open edges into a statement and gives those that leave it."""

    def __init__(self, function: FunctionNode, sync_suspending: frozenset[str]) -> None:
        first, last = function.lineno, function.end_lineno or function.lineno
        self.nodes = [Node(0, "entry", first, first), Node(1, "exit", last, last)]
        self.edges: list[Edge] = []
        self._suspending = sync_suspending
        self._loops: list[_Loop] = []

    def join(self, ends: _Open, target: int) -> None:
        self.edges.extend(Edge(source, target, label) for source, label in ends)

    def block(self, body: list[ast.stmt], ends: _Open) -> _Open:
        last_code: int | None = None
        for statement in body:
            if not ends:  # nothing gets here: after a return, raise, break or continue
                break
            kind = _KINDS.get(type(statement))
            suspends = bool(suspensions_in(_head(statement), self._suspending))
            if kind is None and not suspends and last_code is not None:
                ends = self._extend(last_code, statement)
            elif kind is None:
                number = self._node("suspension" if suspends else "code", statement, statement, ends)
                last_code = None if suspends else number
                ends = [(number, "")]
            else:
                last_code = None
                ends = getattr(self, kind)(statement, ends)
            ends = self._leave(statement, ends)
        return ends

    def _node(self, kind: str, first: ast.stmt, last: ast.AST, ends: _Open) -> int:
        number = len(self.nodes)
        line = getattr(last, "end_lineno", None) or first.lineno
        self.nodes.append(Node(number, kind, first.lineno, max(first.lineno, line)))
        self.join(ends, number)
        return number

    def _extend(self, number: int, statement: ast.stmt) -> _Open:
        node = self.nodes[number]
        end = statement.end_lineno or statement.lineno
        self.nodes[number] = Node(number, node.kind, node.line, max(node.end_line, end))
        return [(number, "")]

    def _leave(self, statement: ast.stmt, ends: _Open) -> _Open:
        match statement:
            case ast.Return() | ast.Raise():
                label = "return" if isinstance(statement, ast.Return) else "raise"
                self.join([(source, label) for source, _ in ends], 1)
                return []
            case ast.Break() if self._loops:
                self._loops[-1].breaks += [(source, "break") for source, _ in ends]
                return []
            case ast.Continue() if self._loops:
                self.join([(source, "continue") for source, _ in ends], self._loops[-1].head)
                return []
        return ends

    def branch(self, node: ast.If, ends: _Open) -> _Open:
        head = self._node("branch", node, node.test, ends)
        return self.block(node.body, [(head, "true")]) + self.block(node.orelse, [(head, "false")])

    def loop(self, node: ast.For | ast.AsyncFor | ast.While, ends: _Open) -> _Open:
        head = self._node("loop", node, node.test if isinstance(node, ast.While) else node.iter, ends)
        self._loops.append(_Loop(head))
        again = self.block(node.body, [(head, "true")])
        self.join([(source, label or "again") for source, label in again], head)
        loop = self._loops.pop()
        return self.block(node.orelse, [(head, "false")]) + loop.breaks

    def manager(self, node: ast.With | ast.AsyncWith, ends: _Open) -> _Open:
        head = self._node("with", node, node.items[-1].context_expr, ends)
        return self.block(node.body, [(head, "")])

    def attempt(self, node: ast.Try, ends: _Open) -> _Open:
        head = self._node("try", node, ast.Pass(), ends)
        after = self.block(node.orelse, self.block(node.body, [(head, "")]))
        for handler in node.handlers:
            after += self.block(handler.body, [(head, "exception")])
        return self.block(node.finalbody, after) if after else after

    def match(self, node: ast.Match, ends: _Open) -> _Open:
        head = self._node("branch", node, node.subject, ends)
        after: _Open = []
        for case in node.cases:
            after += self.block(case.body, [(head, "case")])
        return [*after, (head, "false")]


_KINDS = {
    ast.If: "branch",
    ast.For: "loop",
    ast.AsyncFor: "loop",
    ast.While: "loop",
    ast.With: "manager",
    ast.AsyncWith: "manager",
    ast.Try: "attempt",
    ast.TryStar: "attempt",
    ast.Match: "match",
}


def _head(statement: ast.stmt) -> list[ast.AST]:
    """What a statement evaluates itself: all of a simple one, nothing of a compound one."""
    return [] if type(statement) in _KINDS else [statement]
