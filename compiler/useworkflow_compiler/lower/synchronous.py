"""Calls that may come to a sync step suspend, without ``await``.

    total = charge(1)        ->   total = await _uw_sync(charge, 1)
    weight = order.weigh()   ->   weight = await _uw_sync(order.weigh)          where some class has such a method
    f(1)                     ->   await _uw_sync(f, 1)                          where ``f`` is a variable
    list(f(x) for x in xs)   ->   list([await _uw_sync(f, x) for x in xs])
    sum(f(x) for x in xs)    ->   await _uw_read(sum, (await _uw_sync(f, x) for x in xs))
    sorted(xs, key=f)        ->   await _uw_read(sorted, xs, key=f)

Only calls in the scope of a function that can be suspended: from anywhere else a step raises at run time, with the remedy. In a bundle
without sync steps nothing is changed. Read next: ``functions``.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from useworkflow_compiler.lower.syntax import located, name
from useworkflow_compiler.lower.visiting import OwnScope
from useworkflow_compiler.plain_calls import Caller, functions_of, lists_all, reads_all


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
        self.readers: dict[int, ast.Call] = {}
        """Calls of builtins that wait for their elements or for a key."""
        self.functions: dict[int, ast.AST] = {}
        self.lambdas: dict[int, Caller] = {}
        """Those that are still to be written out."""
        if may is not None:
            self._fill(functions_of(module), may)

    def _fill(self, callers: list[Caller], may: MaySuspend) -> None:
        for caller in callers:
            if isinstance(caller.node, ast.FunctionDef) and caller.can_suspend and caller.qualname in may.functions:
                self.functions[id(caller.node)] = caller.node
        for caller in callers:
            if isinstance(caller.node, ast.Lambda) and caller.can_suspend and self._take(caller, may):
                self.lambdas[id(caller.node)] = caller
                self.functions[id(caller.node)] = caller.node
        for caller in callers:
            if isinstance(caller.node, ast.AsyncFunctionDef) or (
                id(caller.node) in self.functions and not isinstance(caller.node, ast.Lambda)
            ):
                self._take(caller, may)

    def _take(self, caller: Caller, may: MaySuspend) -> bool:
        """Note what to wait for in a function that can be suspended; tell whether there is anything."""
        calls = {id(call): call for call in self._awaited(caller, may)}
        self.calls |= calls
        self.readers |= {
            id(call): call for call, key in caller.keyed if id(key) in calls or isinstance(key.func, ast.Attribute)
        }
        return bool(calls)

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
        awaiter = _Awaiter(self.calls, self.readers)
        return [awaiter.visit(statement) for statement in body]


class _Awaiter(OwnScope):
    def __init__(self, calls: dict[int, ast.Call], readers: dict[int, ast.Call]) -> None:
        self.calls = calls
        self.readers = readers

    def visit_Call(self, node: ast.Call) -> ast.AST:
        listed, read = lists_all(node), reads_all(node)
        if listed is not None and self._awaits_in(listed):
            node.args[0] = _list_of(listed)
        is_reader = id(node) in self.readers
        if read is not None and self._awaits_in(read):
            is_reader = True
            super().generic_visit(read)
        self.generic_visit(node)
        if not is_reader and id(node) not in self.calls:
            return node
        call = ast.Call(name("_uw_read" if is_reader else "_uw_sync"), [node.func, *node.args], node.keywords)
        return located(ast.Await(call), node)

    def visit_Starred(self, node: ast.Starred) -> ast.AST:
        listed = lists_all(node)
        if listed is not None and self._awaits_in(listed):
            node.value = _list_of(listed)
        return self.generic_visit(node)

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


def _list_of(node: ast.GeneratorExp) -> ast.ListComp:
    return ast.copy_location(ast.ListComp(node.elt, node.generators), node)
