"""Which nodes of a function contain one of its own suspensions.

    await f(x)                     yes
    lambda: f(x)                   no: another function
    [await f(x) for x in xs]       yes: a comprehension runs within its function

Read next: ``statements``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower.syntax import children

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Suspensions:
    """Answers, with a memory, whether a node suspends the function that it stands in.

    Args:
        yields: the function is a generator, so that ``yield`` suspends it too.
    """

    def __init__(self, *, yields: bool = False) -> None:
        self._kinds: tuple[type[ast.AST], ...] = (ast.Await, ast.AsyncFor, ast.AsyncWith)
        if yields:
            self._kinds += (ast.Yield, ast.YieldFrom)
        self._known: dict[int, tuple[ast.AST, bool]] = {}

    def __call__(self, node: ast.AST | None) -> bool:
        if node is None:
            return False
        known = self._known.get(id(node))
        if known is None:
            known = (node, self._look(node))
            self._known[id(node)] = known
        return known[1]

    def any(self, nodes: list[ast.stmt] | list[ast.expr]) -> bool:
        """Whether one of ``nodes`` suspends."""
        return any(self(node) for node in nodes)

    def first(self, node: ast.AST) -> ast.AST:
        """The innermost node that makes ``node``, which suspends, do so first: an ``await``, an ``async for`` ..."""
        if isinstance(node, self._kinds):
            return node
        return next((self.first(child) for child in children(node) if self(child)), node)

    def _look(self, node: ast.AST) -> bool:
        if isinstance(node, self._kinds):
            return True
        if isinstance(node, ast.comprehension) and node.is_async:
            return True
        if isinstance(node, _FUNCTIONS):
            return any(self(part) for part in (*node.decorator_list, node.args))
        if isinstance(node, ast.Lambda):
            return self(node.args)
        if isinstance(node, ast.ClassDef):
            return any(self(part) for part in (*node.decorator_list, *node.bases, *node.keywords))
        if isinstance(node, ast.GeneratorExp):
            return self(node.generators[0].iter)
        return any(self(child) for child in children(node))


_OTHER_SCOPES = (*_FUNCTIONS, ast.Lambda, ast.ClassDef)


def find_yield(body: list[ast.stmt]) -> ast.expr | None:
    """A ``yield`` of the function with this body, or ``None``."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return node
        if not isinstance(node, _OTHER_SCOPES):
            waiting += children(node)
    return None
