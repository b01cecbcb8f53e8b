"""``match`` with a suspension in a guard or a case: first choose the case, then run it.

    match x:                       _uw_c1 = 0
        case [a] if await f(a):    match x:
            body             ->        case [a]: _uw_c1 = 1
                                   if _uw_c1 == 1:
                                       if not await f(a): _uw_c1 = 0
                                   if _uw_c1 == 1: body

Captures stay bound after a guard that failed, as Python has it. Cases after a guard that suspends are tried in a
``match`` of their own; the subject is evaluated once.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower.context import Context
from useworkflow_compiler.lower.syntax import assign, const, equals, located_all, name, negated


def match_to_choice(context: Context, node: ast.Match, subject: str) -> list[ast.stmt]:
    """Statements that mean the same as ``node`` over the value of the local ``subject``, which they let go of."""
    chosen = context.fresh("c")
    statements: list[ast.stmt] = [assign(chosen, const(0))]
    group: list[ast.match_case] = []
    for number, case in enumerate(node.cases, 1):
        slow = case.guard is not None and context.suspends(case.guard)
        guard = None if slow else case.guard
        group.append(ast.match_case(case.pattern, guard, [assign(chosen, const(number))]))
        if slow:
            statements.append(_try_group(chosen, name(subject), group))
            assert case.guard is not None
            refuse = ast.If(negated(case.guard), [assign(chosen, const(0))], [])
            statements.append(ast.If(equals(chosen, number), [refuse], []))
            group = []
    if group:
        statements.append(_try_group(chosen, name(subject), group))
    choice: list[ast.stmt] = []
    for number, case in reversed(list(enumerate(node.cases, 1))):
        choice = [ast.If(equals(chosen, number), case.body, choice)]
    return located_all([*statements, assign(subject, const(None)), *choice], node)


def _try_group(chosen: str, subject: ast.expr, group: list[ast.match_case]) -> ast.stmt:
    return ast.If(equals(chosen, 0), [ast.Match(subject, group)], [])
