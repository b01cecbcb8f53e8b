"""Makes a failing program small: statements and expressions are taken away as long as it still fails.

    shrunk(source, fails)   ->   the smallest source found for which ``fails`` is still true

It works on the tree, so that a long program becomes a few lines whatever wrote it.
"""

from __future__ import annotations

import ast
import copy
import time
from collections.abc import Callable, Iterator

Fails = Callable[[str], bool]


def shrunk(source: str, fails: Fails, seconds: float = 20.0) -> str:
    """A small program for which ``fails`` holds, found in about ``seconds``; ``source`` itself must fail."""
    best = ast.unparse(ast.parse(source))
    if not fails(best):
        return source
    end = time.monotonic() + seconds
    progress = True
    while progress and time.monotonic() < end:
        progress = False
        for step in (_without_statements, _flattened, _simpler_expressions):
            position = 0
            while time.monotonic() < end:
                found = _first_failing(best, step, position, fails, end)
                if found is None:
                    break
                best, position = found
                progress = True
    return best


def _first_failing(
    source: str, step: Callable[[ast.Module], Iterator[Callable[[], None]]], start: int, fails: Fails, end: float
) -> tuple[str, int] | None:
    """Apply the first change of ``step``, from number ``start`` on, after which the program still fails."""
    index = start
    total = sum(1 for _ in step(ast.parse(source)))
    while index < total and time.monotonic() < end:
        tree = ast.parse(source)
        for number, change in enumerate(step(tree)):
            if number == index:
                change()
                break
        try:
            text = ast.unparse(ast.fix_missing_locations(tree))
            if text != source and len(text) <= len(source) and fails(text):
                return text, index
        except (ValueError, SyntaxError, RecursionError, AttributeError, TypeError, IndexError):
            pass
        index += 1
    return None


def _bodies(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list) and body:
                yield body


def _without_statements(tree: ast.Module) -> Iterator[Callable[[], None]]:
    for body in _bodies(tree):
        for size in (len(body) // 2, 1):
            for start in range(len(body) - size, -1, -max(size, 1)) if size else ():

                def remove(body: list[ast.stmt] = body, start: int = start, size: int = size) -> None:
                    del body[start : start + size]
                    if not body:
                        body.append(ast.Pass())

                if not (size == len(body) == 1 and isinstance(body[0], ast.Pass)):
                    yield remove
    for node in ast.walk(tree):
        for name in ("orelse", "finalbody", "handlers", "items", "cases", "decorator_list", "names", "targets"):
            part = getattr(node, name, None)
            if isinstance(part, list):
                for index in range(len(part)):
                    yield lambda part=part, index=index: part.__delitem__(index)  # type: ignore[misc]
                if len(part) == 1 and name in ("orelse", "finalbody"):
                    yield part.clear


def _flattened(tree: ast.Module) -> Iterator[Callable[[], None]]:
    """A compound statement by one of its bodies."""
    for body in _bodies(tree):
        for index, statement in enumerate(body):
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            parts = [getattr(statement, name, None) for name in ("body", "orelse", "finalbody")]
            parts += [handler.body for handler in getattr(statement, "handlers", [])]
            parts += [case.body for case in getattr(statement, "cases", [])]
            for part in parts:
                if isinstance(part, list) and part:

                    def lift(body: list[ast.stmt] = body, index: int = index, part: list[ast.stmt] = part) -> None:
                        body[index : index + 1] = part

                    yield lift


def _simpler_expressions(tree: ast.Module) -> Iterator[Callable[[], None]]:
    """An expression by a constant, or by one inside it; an optional part by nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arguments):
            yield from _fewer_arguments(node)
        for name, value in list(ast.iter_fields(node)):
            if isinstance(value, ast.expr):
                yield from _replacements(lambda new, node=node, name=name: setattr(node, name, new), value)
                yield lambda node=node, name=name: setattr(node, name, None)  # type: ignore[misc]
            elif isinstance(value, list) and value and isinstance(value[0], ast.expr):
                for index, element in enumerate(value):
                    if element is None:  # the key of ``**d`` in a display
                        continue
                    yield from _replacements(
                        lambda new, value=value, index=index: value.__setitem__(index, new), element
                    )
                    if len(value) > 1 or isinstance(node, ast.Call | ast.List):
                        yield lambda value=value, index=index: value.__delitem__(index)  # type: ignore[misc]
            elif isinstance(value, list) and value and isinstance(value[0], ast.keyword):
                for index in range(len(value)):
                    yield lambda value=value, index=index: value.__delitem__(index)  # type: ignore[misc]
            elif name == "name" and isinstance(node, ast.ExceptHandler) and value:
                yield lambda node=node: setattr(node, "name", None)  # type: ignore[misc]


def _replacements(put: Callable[[ast.expr], None], old: ast.expr) -> Iterator[Callable[[], None]]:
    context = getattr(old, "ctx", None)
    if isinstance(context, ast.Store | ast.Del):
        if not isinstance(old, ast.Name):
            yield lambda: put(ast.Name("a", copy.copy(context)))
        return
    if not isinstance(old, ast.Constant):
        yield lambda: put(ast.Constant(0))
    for child in ast.iter_child_nodes(old):
        if isinstance(child, ast.expr):
            yield lambda child=child: put(child)  # type: ignore[misc]
    if isinstance(old, ast.Constant) and old.value not in (0, 1, None):
        yield lambda: put(ast.Constant(0))


def _fewer_arguments(node: ast.arguments) -> Iterator[Callable[[], None]]:
    if node.vararg is not None:
        yield lambda: setattr(node, "vararg", None)
    if node.kwarg is not None:
        yield lambda: setattr(node, "kwarg", None)
    for index in range(len(node.kwonlyargs)):

        def drop(index: int = index) -> None:
            del node.kwonlyargs[index]
            del node.kw_defaults[index]

        yield drop
    if node.args:

        def drop_last() -> None:
            node.args.pop()
            if node.defaults:
                node.defaults.pop()

        yield drop_last
