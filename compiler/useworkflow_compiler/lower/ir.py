"""The form between the user's statements and the two generated forms of a function.

A *block* is a list of these. ``Plain`` holds statements that cannot suspend, exactly as the user wrote them; everything
else has a suspension somewhere inside. Expressions in the other nodes never suspend: ``explode`` has seen to that.

    a = f(x) + await g(x)      Suspend(pc=1, target=_uw_t2, operand=g(x)) between two Plain

``number`` gives the suspensions their program counters in structural order, so that each block covers one interval,
its *span*. Read next: ``statements`` (source to this), ``fast`` and ``reentry`` (this to source).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(slots=True)
class Plain:
    """Statements without a suspension."""

    body: list[ast.stmt]


@dataclass(slots=True)
class Suspend:
    """``target = await operand`` (or ``yield``, ``yield from``), without ``target =`` where there is none."""

    target: ast.expr | None
    operand: ast.expr
    origin: ast.AST
    kind: type[ast.Await | ast.Yield | ast.YieldFrom] = ast.Await
    pc: int = 0


@dataclass(slots=True)
class If:
    test: ast.expr
    body: Block
    orelse: Block
    origin: ast.AST
    span: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class While:
    test: ast.expr
    body: Block
    orelse: Block
    origin: ast.AST
    span: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class For:
    """``iterator`` is the local that holds the iterator, ``item`` one for a value not yet assigned on re-entry."""

    iterator: str
    item: str
    iterable: ast.expr
    target: ast.expr
    body: Block
    orelse: Block
    origin: ast.AST
    span: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class With:
    """One manager; ``manager`` is the local that holds it, wrapped so that eviction does not run its exit."""

    manager: str
    item: str
    context: ast.expr
    target: ast.expr | None
    body: Block
    origin: ast.AST
    span: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Handler:
    """``native`` is the user's clause where its body cannot suspend. Otherwise ``exc`` is the local with the exception."""

    type: ast.expr | None
    exc: str
    body: Block
    origin: ast.AST
    native: ast.ExceptHandler | None = None


@dataclass(slots=True)
class Try:
    """``try`` with handlers and ``else``; a ``finally`` is a ``Finally`` around it."""

    body: Block
    handlers: list[Handler]
    orelse: Block
    origin: ast.AST
    star: bool = False
    span: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Finally:
    """``kind``, ``value`` and ``exc`` are locals that hold the completion that is pending while ``final`` runs.

    ``ways`` are the kinds of completion, beside normal and raised ones, that occur. The names are ``""`` where
    ``final`` cannot suspend; ``value`` also in an async generator, which returns none.
    """

    body: Block
    final: Block
    kind: str
    value: str
    exc: str
    ways: frozenset[int]
    origin: ast.AST
    internal: bool = False
    """``final`` is not the user's: it may run while the coroutine is evicted."""
    span: tuple[int, int] = (0, 0)


Step: TypeAlias = Plain | Suspend | If | While | For | With | Try | Finally
Block: TypeAlias = list[Step]

NORMAL, RETURN, BREAK, CONTINUE, RAISE = range(5)
"""Kinds of completion."""


@dataclass(slots=True)
class Points:
    """The suspensions of a function, ``pc`` order."""

    all: list[Suspend] = field(default_factory=list)


def blocks_of(step: Step) -> Iterator[Block]:
    """The blocks inside ``step``, in the order in which they can run."""
    match step:
        case If() | While() | For():
            yield step.body
            yield step.orelse
        case With():
            yield step.body
        case Try():
            yield step.body
            for handler in step.handlers:
                yield handler.body
            yield step.orelse
        case Finally():
            yield step.body
            yield step.final
        case _:
            return


def number(block: Block, points: Points) -> None:
    """Give every suspension below ``block`` its program counter, from 1, and every step its span."""
    for step in block:
        first = len(points.all) + 1
        if isinstance(step, Suspend):
            points.all.append(step)
            step.pc = first
        for inner in blocks_of(step):
            number(inner, points)
        if not isinstance(step, Plain | Suspend):
            step.span = (first, len(points.all))


def span(block: Block) -> tuple[int, int] | None:
    """The program counters inside ``block``, or ``None`` if it cannot suspend."""
    inside = [_span_of(step) for step in block if not isinstance(step, Plain)]
    inside = [(low, high) for low, high in inside if low <= high]
    return (inside[0][0], inside[-1][1]) if inside else None


def _span_of(step: Step) -> tuple[int, int]:
    if isinstance(step, Suspend):
        return (step.pc, step.pc)
    return step.span if not isinstance(step, Plain) else (1, 0)
