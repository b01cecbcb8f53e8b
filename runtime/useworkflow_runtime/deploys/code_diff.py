"""What changed between two bundles of a workflow, as a unified diff of what its runs execute: no more, no less.

    code_diff(recorded, present) ->
        --- shop.py (5d1f0c2a)
        +++ shop.py (91b2aa07)
        @@ -12,3 +12,4 @@ place_order
         async def place_order(order_id):
             "use workflow"
        +    await reserve(order_id)
             await charge(order_id)

Compared are the functions, classes and constants that the bundles reach, each with its own lines; step bodies, which are
not pinned, and the rest of the modules stay out. Read next: ``divergence``, ``deploy_check``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePath

from msgspec import Struct

from useworkflow_compiler import tree as trees
from useworkflow_compiler.format import Bundle, ModuleCode

SHOWN = 8
"""Characters of a bundle's id that are shown."""


class _Part(Struct, frozen=True):
    """A top-level statement: the name that it binds, its first line (1-based), its lines."""

    name: str
    first: int
    lines: list[str]


def code_diff(old: Bundle, new: Bundle) -> str:
    """The difference as text, ``""`` where both run the same code.

    Args:
        old: the code that recorded a run, or part of it.
        new: the code that it is compared with.
    """
    out: list[str] = []
    before, after = ({module.name: module for module in bundle.modules} for bundle in (old, new))
    for name in [*before, *(name for name in after if name not in before)]:
        hunks = list(_hunks(_parts(before.get(name), old), _parts(after.get(name), new)))
        if hunks:
            out += [f"--- {_shown(before.get(name), old)}", f"+++ {_shown(after.get(name), new)}", *hunks]
    return "\n".join([*out, *_steps(old, new)])


def _shown(module: ModuleCode | None, bundle: Bundle) -> str:
    return f"{PurePath(module.filename).name} ({bundle.id[:SHOWN]})" if module is not None else "nothing"


def _steps(old: Bundle, new: Bundle) -> Iterator[str]:
    before = {step.id: step.is_async for step in old.steps}
    for step in new.steps:
        was = before.get(step.id)
        if was is not None and was is not step.is_async:
            yield f"step {step.qualname} is {'async' if step.is_async else 'sync'} now"


def _hunks(old: list[_Part], new: list[_Part]) -> Iterator[str]:
    import difflib  # here: an engine loads this module, and rarely has to say how code differs

    before, after = ({part.name: part for part in parts} for parts in (old, new))
    for name in [*before, *(name for name in after if name not in before)]:
        a, b = before.get(name, _Part(name, 0, [])), after.get(name, _Part(name, 0, []))
        for group in difflib.SequenceMatcher(None, a.lines, b.lines).get_grouped_opcodes(3):
            (_, i1, _, j1, _), (_, _, i2, _, j2) = group[0], group[-1]
            yield f"@@ -{a.first + i1},{i2 - i1} +{b.first + j1},{j2 - j1} @@ {name}"
            for tag, p1, p2, q1, q2 in group:
                if tag == "equal":
                    yield from (f" {line}" for line in a.lines[p1:p2])
                else:
                    yield from (f"-{line}" for line in a.lines[p1:p2])
                    yield from (f"+{line}" for line in b.lines[q1:q2])


def _parts(module: ModuleCode | None, bundle: Bundle) -> list[_Part]:
    if module is None:
        return []
    lines = module.source.splitlines()
    try:
        body = ast.parse(module.source).body
    except SyntaxError:  # written for a newer Python than this one
        return [_Part(module.name, 1, lines)]
    steps = {step.qualname for step in bundle.steps if step.module == module.name}
    reached = {name for statement in trees.decode(module.tree).body for name in _bound(statement)} - steps
    parts = []
    for statement in body:
        names = [name for name in _bound(statement) if name in reached]
        if names:
            first = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", ()))])
            parts.append(_Part(", ".join(names), first, lines[first - 1 : statement.end_lineno]))
    return parts


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds in its own scope."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
        return
    if isinstance(statement, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in statement.names)
        return
    for node in ast.iter_child_nodes(statement):
        if isinstance(node, ast.stmt):
            yield from _bound(node)
        elif isinstance(node, ast.ExceptHandler):
            yield from (name for inner in node.body for name in _bound(inner))
        else:
            yield from (n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))
