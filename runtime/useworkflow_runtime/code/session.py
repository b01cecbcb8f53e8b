"""The cells of a notebook as one module: what they define, and of what they define again the latest.

    In [1]: import asyncio
    In [2]: async def double(x): ...            ->   import asyncio
    In [3]: async def flow(x): ...                   async def flow(x): ...
    In [4]: await (await start(flow, 3)).result()    async def double(x): ...
    In [5]: async def double(x): ...

Statements that only do something are no part of it, and neither is what awaits at top level. Read next: ``programs``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import FunctionType

from useworkflow_compiler.sources import ModuleSource

_FILENAME = "<notebook>"
_BINDING = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
_NOT_KEPT = (ast.Expr, ast.Delete)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def session_source(function: FunctionType) -> ModuleSource | None:
    """The session in which ``function`` was defined, as a module; ``None`` where it is none of IPython's."""
    names = function.__globals__
    cells = names.get("In")
    if "get_ipython" not in names or not isinstance(cells, list):
        return None
    return ModuleSource(function.__module__, _FILENAME, joined([str(cell) for cell in cells]))


def joined(cells: list[str]) -> str:
    """One module's text of the cells, in the order in which they were executed."""
    kept: list[tuple[set[str], str]] = []
    for cell in cells:
        for names, text in _definitions(cell):
            kept = [(known, before) for known, before in kept if not known or not known <= names]
            kept.append((names, text))
    return "\n".join(text for _, text in kept)


def _definitions(cell: str) -> Iterator[tuple[set[str], str]]:
    """What a cell's statements bind, and their text. A cell that does not parse was not executed either."""
    flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        tree = compile(cell, _FILENAME, "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError):
        return
    assert isinstance(tree, ast.Module)
    for statement in tree.body:
        if isinstance(statement, _NOT_KEPT) or _awaits(statement):
            continue
        text = ast.unparse(statement) if _shares_a_line(statement, tree.body) else _lines(cell, statement)
        yield (set(_bound(statement)) if isinstance(statement, _BINDING) else set()), text


def _lines(cell: str, statement: ast.stmt) -> str:
    first = min([statement.lineno, *(one.lineno for one in getattr(statement, "decorator_list", ()))])
    return "\n".join(cell.splitlines()[first - 1 : statement.end_lineno])


def _shares_a_line(statement: ast.stmt, body: list[ast.stmt]) -> bool:
    lines = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    return any(other is not statement and {other.lineno, other.end_lineno} & set(lines) for other in body)


def _awaits(statement: ast.AST) -> bool:
    if isinstance(statement, _SCOPES):
        return False
    if isinstance(statement, (ast.Await, ast.AsyncFor, ast.AsyncWith)):
        return True
    if isinstance(statement, ast.comprehension) and statement.is_async:
        return True
    return any(_awaits(child) for child in ast.iter_child_nodes(statement))


def _bound(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
    elif isinstance(statement, (ast.Import, ast.ImportFrom)):
        for alias in statement.names:
            yield (alias.asname or alias.name).partition(".")[0]
    else:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        for target in targets:
            for node in ast.walk(target) if target is not None else ():
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id
