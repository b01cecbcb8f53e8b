"""Nested steps: taken out of the function that they stand in, which keeps what they capture.

Input -> output::

    async def place(order):                   async def place(order):
        rate = 2                                  rate = 2
        async def charge(cents):                  def charge():
            "use step"                                return (rate,)
            return await pay(cents * rate)        pass   -> later: charge = _uw_nested("step//shop//place.<locals>.charge",
        await charge(5)                                                                True, "rate", charge)
                                                  await charge(5)

So a call of the step reads the captured variables as they are at that moment, and they travel by value with its arguments; the
body itself runs outside, where it is found by its name. Read next: ``discover``, which names nested steps; ``reduce``.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator

from useworkflow_compiler.discover import Discovered, DurableFunction, Holder
from useworkflow_compiler.generated import GeneratedBinding
from useworkflow_compiler.sources import ModuleSource


def hoist_nested(source: ModuleSource, tree: ast.Module, discovered: Discovered) -> None:
    """Replace the nested steps of ``tree``, in place, by functions that return what they capture."""
    nested = {id(step.node): step for step in discovered.steps if step.holder is Holder.NESTED}
    if not nested:
        return
    captured = _captured(source)
    for holder in list(ast.walk(tree)):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(holder, name, None)
            if isinstance(body, list) and any(id(statement) in nested for statement in body):
                body[:] = [new for statement in body for new in _replaced(statement, nested, captured)]


def _replaced(
    statement: ast.stmt, nested: dict[int, DurableFunction], captured: dict[tuple[str, int], tuple[str, ...]]
) -> Iterator[ast.stmt]:
    step = nested.get(id(statement))
    if step is None:
        yield statement
        return
    name = step.node.name
    names = tuple(n for n in captured.get((name, step.line), ()) if n != name)
    yield _reader(step.node, names)
    yield GeneratedBinding(name, "_uw_nested", (step.id, step.is_async, *names), step.node, again=True)


def _reader(node: ast.FunctionDef | ast.AsyncFunctionDef, names: tuple[str, ...]) -> ast.FunctionDef:
    """``def name(): return (names,)``, at the place of the step's first line."""
    values = ast.Tuple([ast.Name(name, ast.Load()) for name in names], ast.Load())
    made = ast.FunctionDef(
        name=node.name,
        args=ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[]),
        body=[ast.Return(values)],
        decorator_list=[],
        returns=None,
        type_comment=None,
    )
    if hasattr(node, "type_params"):
        vars(made)["type_params"] = []
    for part in ast.walk(made):
        if "lineno" in part._attributes:
            ast.copy_location(part, node)
            vars(part).update(end_lineno=node.lineno, end_col_offset=node.col_offset)
    return made


def _captured(source: ModuleSource) -> dict[tuple[str, int], tuple[str, ...]]:
    """The variables of functions around them that functions read, by name and line of the ``def``."""
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    waiting = [symtable.symtable(source.source, source.filename, "exec")]
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        if isinstance(table, symtable.Function):
            found[table.get_name(), table.get_lineno()] = tuple(sorted(table.get_frees()))
    return found
