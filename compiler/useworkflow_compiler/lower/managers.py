"""``async with`` and ``async for``, written out as the language reference defines them.

    async with m as v:        _uw_m1 = m
        body            ->    _uw_t2 = await _uw_aenter(_uw_m1)
                              _uw_h3 = False
                              try:
                                  try:
                                      v = _uw_t2
                                      body
                                  except BaseException as _uw_e4:
                                      _uw_h3 = True
                                      if not await _uw_aexit(_uw_m1, _uw_e4): raise
                              finally:
                                  if not _uw_h3: await _uw_aexit(_uw_m1, None)

Read next: ``statements``, which lowers what comes out of here.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower.context import Context
from useworkflow_compiler.lower.syntax import assign, call, const, located_all, name, negated


def async_with_to_try(context: Context, node: ast.AsyncWith) -> list[ast.stmt]:
    """Statements that mean the same as ``node``; further managers of the same statement nest."""
    first, *others = node.items
    manager, entered, hit, caught = (context.fresh(letter) for letter in "mvhe")
    body: list[ast.stmt] = list(node.body)
    if others:
        body = located_all([ast.AsyncWith(others, node.body)], node)
    if first.optional_vars is not None:
        body = [*located_all([ast.Assign([first.optional_vars], name(entered))], node), *body]
    unhandled = negated(ast.Await(call("_uw_aexit", name(manager), name(caught))))
    handler = ast.ExceptHandler(
        name("_uw_BaseException"), caught, [assign(hit, const(True)), ast.If(unhandled, [ast.Raise()], [])]
    )
    leave = ast.If(negated(name(hit)), [ast.Expr(ast.Await(call("_uw_aexit", name(manager), const(None))))], [])
    return located_all(
        [
            assign(manager, first.context_expr),
            assign(entered, ast.Await(call("_uw_aenter", name(manager)))),
            assign(hit, const(False)),
            ast.Try([ast.Try(body, [handler], [], [])], [], [], [leave]),
        ],
        node,
    )


def async_for_to_while(context: Context, node: ast.AsyncFor) -> list[ast.stmt]:
    """Statements that mean the same as ``node``; the loop's ``else`` belongs to the ``while``."""
    iterator, more, item = (context.fresh(letter) for letter in "adv")
    advance = assign(item, ast.Await(call("_uw_anext", name(iterator))))
    stop = ast.ExceptHandler(name("_uw_StopAsyncIteration"), None, [assign(more, const(False))])
    body = [ast.Assign([node.target], name(item)), *node.body]
    loop = ast.While(name(more), [ast.Try([advance], [stop], body, [])], node.orelse)
    return located_all(
        [assign(iterator, call("_uw_aiter", node.iter)), assign(more, const(True)), loop],
        node,
    )
