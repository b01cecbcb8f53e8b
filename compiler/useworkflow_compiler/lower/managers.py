"""``async with`` and ``async for``, written out as the language reference defines them.

    async with m as v:        _uw_m1 = m
        body            ->    _uw_v2 = await _uw_aenter(_uw_m1)
                              try:
                                  v = _uw_v2
                                  _uw_v2 = None
                                  body
                              except BaseException as _uw_e4:
                                  if not await _uw_aexit(_uw_m1, _uw_e4): raise
                              else:
                                  await _uw_aexit(_uw_m1, None)
                              _uw_m1 = None

Where the body is left by ``return``, ``break`` or ``continue``, the exit is awaited before that statement; where such a
statement stands inside a ``try`` or ``with`` of the body, whose own clauses have to run first, a ``finally`` does it.
Read next: ``statements``, which lowers what comes out of here.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower.context import Context
from useworkflow_compiler.lower.leaving import Ways, leave_first, ways_out
from useworkflow_compiler.lower.syntax import assign, call, const, located_all, name, negated


def async_with_to_try(context: Context, node: ast.AsyncWith) -> list[ast.stmt]:
    """Statements that mean the same as ``node``; further managers of the same statement nest."""
    first, *others = node.items
    manager = context.lasting("m")
    entered, left, caught = (context.fresh(letter) for letter in "vhe")
    body: list[ast.stmt] = list(node.body)
    if others:
        body = located_all([ast.AsyncWith(others, node.body)], node)
    enters: ast.expr = ast.Await(call("_uw_aenter", name(manager)))
    if first.optional_vars is not None:
        bind = [ast.Assign([first.optional_vars], name(entered)), assign(entered, const(None))]
        body = [*located_all(bind, node), *body]
    enter: list[ast.stmt] = [
        assign(manager, first.context_expr),
        ast.Expr(enters) if first.optional_vars is None else assign(entered, enters),
    ]
    unhandled = negated(ast.Await(call("_uw_aexit", name(manager), name(caught))))
    failed: list[ast.stmt] = [ast.If(unhandled, [ast.Raise()], [])]
    leave: list[ast.stmt] = [ast.Expr(ast.Await(call("_uw_aexit", name(manager), const(None))))]
    handler = ast.ExceptHandler(name("_uw_BaseException"), caught, failed)
    ways = ways_out(body)
    if ways is Ways.GUARDED:
        handler.body = [assign(left, const(True)), *failed]
        inner = ast.Try(body, [handler], [], [])
        outer = ast.Try([inner], [], [], [ast.If(negated(name(left)), leave, [])])
        return located_all([*enter, assign(left, const(False)), outer, assign(manager, const(None))], node)
    if ways is Ways.DIRECT:
        handler.body = [ast.If(name(left), [ast.Raise()], []), *failed]
        first_leave = located_all([assign(left, const(True)), *leave], node)
        body = leave_first(body, first_leave, lambda: context.fresh("w"))
        enter.append(assign(left, const(False)))
    return located_all([*enter, ast.Try(body, [handler], leave, []), assign(manager, const(None))], node)


def async_for_to_while(context: Context, node: ast.AsyncFor) -> list[ast.stmt]:
    """Statements that mean the same as ``node``; the loop's ``else`` belongs to the ``while``."""
    iterator = context.lasting("a")
    more, item = context.fresh("d"), context.fresh("v")
    advance = assign(item, ast.Await(call("_uw_anext", name(iterator))))
    stop = ast.ExceptHandler(name("_uw_StopAsyncIteration"), None, [assign(more, const(False))])
    body = [ast.Assign([node.target], name(item)), assign(item, const(None)), *node.body]
    loop = ast.While(name(more), [ast.Try([advance], [stop], body, [])], node.orelse)
    begin = [assign(iterator, call("_uw_aiter", node.iter)), assign(more, const(True))]
    return located_all([*begin, loop, assign(iterator, const(None))], node)
