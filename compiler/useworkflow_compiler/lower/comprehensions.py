"""Comprehensions with a suspension inside become loops.

    [await f(x) for x in xs if x]   ->   _uw_t1 = []
                                         for _uw_v2 in xs:
                                             if _uw_v2:
                                                 _uw_t1.append(await f(_uw_v2))

The loop variables are renamed, so that they do not leak into the function. Read next: ``rename``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower.context import Context
from useworkflow_compiler.lower.rename import bound_names, rename
from useworkflow_compiler.lower.syntax import assign, located, method, name


def comprehension_to_loop(context: Context, node: ast.expr, result: str) -> list[ast.stmt]:
    """Statements that leave the value of ``node`` (a list, set or dict comprehension) in the local ``result``."""
    assert isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp)
    names = {bound: f"{context.fresh('v')}_{bound}" for bound in _targets(node.generators)}
    body = [located(statement, node) for statement in _collect(context, node, names, result)]
    for index, generator in reversed(list(enumerate(node.generators))):
        for test in reversed(generator.ifs):
            body = [located(ast.If(rename(test, names), body, []), test)]
        iterable = rename(generator.iter, names) if index else generator.iter
        loop = ast.AsyncFor if generator.is_async else ast.For
        body = [located(loop(rename(generator.target, names), iterable, body, []), node)]
    return [located(assign(result, _empty(node)), node), *body]


def _targets(generators: list[ast.comprehension]) -> list[str]:
    found: list[str] = []
    for generator in generators:
        found += [bound for bound in bound_names(generator.target) if bound not in found]
    return found


def _empty(node: ast.expr) -> ast.expr:
    if isinstance(node, ast.ListComp):
        return ast.List([], ast.Load())
    if isinstance(node, ast.DictComp):
        return ast.Dict([], [])
    return ast.Set([ast.Starred(ast.Tuple([], ast.Load()), ast.Load())])


def _collect(
    context: Context, node: ast.ListComp | ast.SetComp | ast.DictComp, names: dict[str, str], result: str
) -> list[ast.stmt]:
    """Each part first goes into a local: a callee such as ``result.append`` need not live across a suspension."""
    element = f"{result}_e"
    context.held.append(element)
    if isinstance(node, ast.DictComp):
        key = f"{result}_k"
        context.held.append(key)
        entry = ast.Subscript(name(result), name(key), ast.Store())
        return [
            assign(key, rename(node.key, names)),
            assign(element, rename(node.value, names)),
            ast.Assign([entry], name(element)),
        ]
    adder = "append" if isinstance(node, ast.ListComp) else "add"
    return [assign(element, rename(node.elt, names)), ast.Expr(method(result, adder, name(element)))]
