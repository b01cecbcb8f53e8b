"""How deep the blocks of a generated function nest. The interpreter takes 20, and 3.12.1 crashes where there are more.

    for ...: try: ... except: with ...:     4 blocks at the ``with`` (a handler's body counts for two)

Read next: ``functions``, which refuses what is too deep.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

MOST = 20


def too_deep(body: list[ast.stmt]) -> ast.stmt | None:
    """The first statement of a function that stands in more than ``MOST`` blocks, or would open one more."""
    return next(_deep(body, 0), None)


def _deep(body: list[ast.stmt], depth: int) -> Iterator[ast.stmt]:
    for statement in body:
        for inner, more in _inner(statement):
            if depth + more > MOST:
                yield statement
            yield from _deep(inner, depth + more)


def _inner(node: ast.stmt) -> Iterator[tuple[list[ast.stmt], int]]:
    """The statement lists inside ``node``, and the blocks that each stands in."""
    match node:
        case ast.For() | ast.AsyncFor() | ast.While():
            yield node.body, 1
            yield node.orelse, 0
        case ast.If():
            yield node.body, 0
            yield node.orelse, 0
        case ast.With() | ast.AsyncWith():
            yield node.body, len(node.items)
        case ast.Try() | ast.TryStar():
            final = bool(node.finalbody)
            yield node.body, final + bool(node.handlers)
            for handler in node.handlers:
                yield handler.body, final + 2
            yield node.orelse, final
            yield node.finalbody, 1
        case ast.Match():
            for case in node.cases:
                yield case.body, 0
