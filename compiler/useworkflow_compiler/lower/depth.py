"""How deep the blocks of a generated function nest. The interpreter takes 20, and crashes where there are more of its own.

    for ...: try: ... except: with ...:     6 blocks at the ``with`` (a handler's body counts for two, and so does the function)

Blocks that CPython does not count itself, so that it crashes instead of refusing them: in 3.12 the one around a coroutine's or
generator's body and the one around each ``await`` (github.com/python/cpython/issues/116767), and those of comprehensions, which
are part of their function from 3.12 on (issues/156091). They count here on every Python, so that a bundle compiles on all or on none. Read next: ``functions``,
which refuses what is too deep.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from useworkflow_compiler.lower.syntax import children

MOST = 20
_OWN = 2
_NEAR = MOST // 2
"""In fewer blocks than this comprehensions are not looked at, which takes a fifth of the lowering: nobody writes ten in each other."""
_SIMPLE = frozenset({ast.Assign, ast.Expr, ast.Raise, ast.Return, ast.Pass, ast.AugAssign})
"""The statements without a body that are the most of a generated function."""
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp)


def too_deep(body: list[ast.stmt]) -> ast.stmt | None:
    """The first statement of a coroutine or generator function that stands in more than ``MOST`` blocks, or would open one more."""
    return next(_deep(body, _OWN), None)


def _deep(body: list[ast.stmt], depth: int) -> Iterator[ast.stmt]:
    for statement in body:
        if depth > _NEAR and depth + _comprehensions(statement) > MOST:
            yield statement
        if type(statement) in _SIMPLE:
            continue
        for inner, more in _inner(statement):
            if depth + more > MOST:
                yield statement
            yield from _deep(inner, depth + more)


def _comprehensions(node: ast.AST) -> int:
    """How deep the comprehensions of ``node`` itself nest."""
    return isinstance(node, _COMPREHENSIONS) + max(map(_comprehensions, _evaluated_here(node)), default=0)


def _evaluated_here(node: ast.AST) -> list[ast.AST]:
    """The parts of ``node`` that belong to the same function, its inner statements apart."""
    match node:
        case ast.GeneratorExp():
            return [node.generators[0].iter]
        case ast.Lambda():
            return [node.args]
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return [*node.decorator_list, node.args]
    return [child for child in children(node) if not isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case)]


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
