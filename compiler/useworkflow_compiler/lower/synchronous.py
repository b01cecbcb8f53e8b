"""Calls that may come to a sync step suspend, without ``await``.

    total = charge(1)        ->   total = await _uw_sync(charge, 1)
    weight = order.weigh()   ->   weight = await _uw_sync(order.weigh)          where some class has such a method
    f(1)                     ->   await _uw_sync(f, 1)                          where ``f`` is a variable
    list(f(x) for x in xs)   ->   list([await _uw_sync(f, x) for x in xs])

Only calls in the scope of a function that can be suspended: from anywhere else a step raises at run time, with the remedy. In a bundle
without sync steps nothing is changed. Read next: ``functions``.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from useworkflow_compiler.lower.syntax import located, name
from useworkflow_compiler.lower.visiting import OwnScope
from useworkflow_compiler.plain_calls import Caller, functions_of, lists_all


@dataclass(frozen=True)
class MaySuspend:
    """What may suspend in a module: ``names`` of its top level when they are called, plain ``functions`` of its own by qualified name,
    and ``methods`` of any object by name."""

    names: frozenset[str]
    functions: frozenset[str]
    methods: frozenset[str]


class SyncCalls:
    """The nodes of one module that this is about, by identity: calls to wait for, functions and lambdas to make resumable."""

    def __init__(self, module: ast.Module, may: MaySuspend | None) -> None:
        self.calls: dict[int, ast.Call] = {}
        self.functions: dict[int, ast.AST] = {}
        self.lambdas: dict[int, Caller] = {}
        """Those that are still to be written out."""
        if may is not None:
            self._fill(functions_of(module), may)

    def _fill(self, callers: list[Caller], may: MaySuspend) -> None:
        for caller in callers:
            if caller.can_suspend and caller.qualname in may.functions:
                self.functions[id(caller.node)] = caller.node
        for caller in callers:
            is_lambda = isinstance(caller.node, ast.Lambda) and caller.can_suspend
            if is_lambda or id(caller.node) in self.functions or isinstance(caller.node, ast.AsyncFunctionDef):
                calls = {id(call): call for call in self._awaited(caller, may)}
                self.calls |= calls
                if is_lambda and calls:
                    self.lambdas[id(caller.node)] = caller
                    self.functions[id(caller.node)] = caller.node

    def _awaited(self, caller: Caller, may: MaySuspend) -> list[ast.Call]:
        found = list(caller.values)
        found += [call for call in caller.named if isinstance(call.func, ast.Name) and call.func.id in may.names]
        found += [
            call for call in caller.methods if isinstance(call.func, ast.Attribute) and call.func.attr in may.methods
        ]
        found += [call for call, inner in caller.inner if any(id(function) in self.functions for function in inner)]
        return found

    def await_in(self, body: list[ast.stmt]) -> list[ast.stmt]:
        """The ``body`` of a function that can be suspended, with its calls awaited."""
        if not self.calls:
            return body
        awaiter = _Awaiter(self.calls)
        return [awaiter.visit(statement) for statement in body]


class _Awaiter(OwnScope):
    def __init__(self, calls: dict[int, ast.Call]) -> None:
        self.calls = calls

    def visit_Call(self, node: ast.Call) -> ast.AST:
        listed = lists_all(node)
        if listed is not None and self._awaits_in(listed):
            node.args = [ast.copy_location(ast.ListComp(listed.elt, listed.generators), listed)]
        self.generic_visit(node)
        if id(node) not in self.calls:
            return node
        call = ast.Call(name("_uw_sync"), [node.func, *node.args], node.keywords)
        return located(ast.Await(call), node)

    def _awaits_in(self, node: ast.GeneratorExp) -> bool:
        parts = [
            node.elt,
            *(test for part in node.generators for test in part.ifs),
            *(p.iter for p in node.generators[1:]),
        ]
        return any(id(found) in self.calls for part in parts for found in ast.walk(part))

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        node.generators[0].iter = self.visit(node.generators[0].iter)
        return node
