"""Lambdas that may suspend: each stays where it is, and calls an async function that stands at the head of its function.

    f = lambda x=d: total(x)     ->     async def _uw_lambda1(x):
                                            return await _uw_sync(total, x)
                                        f = _uw_suspending(lambda x=d: _uw_lambda1(x))

Read next: ``genexps``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower.genexps import definition
from useworkflow_compiler.lower.syntax import call, located, name
from useworkflow_compiler.lower.visiting import OwnScope
from useworkflow_compiler.plain_calls import Caller
from useworkflow_compiler.scopes import arguments_of


def write_out_lambdas(body: list[ast.stmt], suspending: dict[int, Caller]) -> list[ast.stmt]:
    """The functions to put at the head of a function with this ``body``.

    Args:
        suspending: the lambdas that may suspend, by identity. Those that are done are taken out: a comprehension around one may become
            a function, whose own body comes here later.
    """
    if not suspending:
        return []
    writer = _Writer(suspending)
    body[:] = [writer.visit(statement) for statement in body]
    return writer.made


class _Writer(OwnScope):
    def __init__(self, suspending: dict[int, Caller]) -> None:
        self.suspending = suspending
        self.made: list[ast.stmt] = []

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        node.args = self.visit(node.args)
        caller = self.suspending.pop(id(node), None)
        if caller is None:
            return node
        function = f"_uw_lambda{len(self.made) + 1}"
        given = [*(argument.arg for argument in arguments_of(node.args)), *caller.carried]
        parameters = ast.arguments([], [ast.arg(each) for each in given], None, [], [], None, [])
        body: list[ast.stmt] = [ast.Return(node.body)]
        self.made.append(located(definition(ast.AsyncFunctionDef, function, parameters, body), node))
        node.body = located(call(function, *(name(each) for each in given)), node.body)
        return located(call("_uw_suspending", node), node)
