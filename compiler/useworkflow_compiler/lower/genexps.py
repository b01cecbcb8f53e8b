"""Generator expressions become what they are: inner generator functions, so that a snapshot can hold them.

    rows = (f(x) for x in xs if x)   ->   def _uw_genexpr1(_uw_0):
                                              for x in _uw_0:
                                                  if x: yield f(x)
                                          rows = _uw_genexpr1(_uw_iter(xs))

One that a builtin uses up on the spot (``sum(x for x in xs)``) stays as it is. Those inside lambdas and other
comprehensions stay too: they cannot be captured. Read next: ``functions``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower.syntax import call, dead_store, located, name
from useworkflow_compiler.lower.visiting import Transformer

_CONSUMERS = frozenset(
    [
        "all",
        "any",
        "bytes",
        "dict",
        "frozenset",
        "list",
        "max",
        "min",
        "set",
        "sorted",
        "sum",
        "tuple",
    ]  # and ``str.join``
)


def write_out_generator_expressions(body: list[ast.stmt]) -> list[ast.stmt]:
    """The functions to put at the head of a function with this ``body``, in which they then are called."""
    writer = _Writer(frozenset(declared_global(body)))
    body[:] = [writer.visit(statement) for statement in body]
    return [*(located(dead_store(bound), body[0]) for bound in sorted(writer.bound)), *writer.made]


def declared_global(body: list[ast.stmt]) -> list[str]:
    """The names that a function with this ``body`` declares ``global``."""
    found: list[str] = []
    for statement in body:
        if isinstance(statement, ast.Global):
            found += statement.names
        for field in ("body", "orelse", "finalbody"):
            if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                found += declared_global(getattr(statement, field, []))
    return found


class _Writer(Transformer):
    def __init__(self, global_names: frozenset[str]) -> None:
        self.global_names = global_names
        self.made: list[ast.stmt] = []
        self.bound: set[str] = set()
        """Locals that a walrus inside an expression binds."""

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        first = node.generators[0]
        first.iter = self.visit(first.iter)
        function = f"_uw_genexpr{len(self.made) + 1}"
        begin = "_uw_aiter" if first.is_async else "_uw_iter"
        made = located(call(function, call(begin, first.iter)), node)
        first.iter = located(name("_uw_0"), first.iter)
        walrus = {found.target.id for found in _own_nodes(node) if isinstance(found, ast.NamedExpr)}
        own, foreign = walrus - self.global_names, walrus & self.global_names
        self.bound |= own
        outer: list[ast.stmt] = [ast.Nonlocal(sorted(own))] if own else []
        outer += [ast.Global(sorted(foreign))] if foreign else []
        self.made.append(located(_function(function, node, outer), node))
        return made

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp) and _consumes(node.func):
            expression = node.args[0]
            if not _is_async(expression):
                node.func = self.visit(node.func)
                expression.generators[0].iter = self.visit(expression.generators[0].iter)
                return node
        return self.generic_visit(node)

    def _leave(self, node: ast.AST) -> ast.AST:
        """Other scopes."""
        return node

    visit_Lambda = visit_ClassDef = visit_FunctionDef = visit_AsyncFunctionDef = _leave

    def _first_iterable(self, node: ast.ListComp | ast.SetComp | ast.DictComp) -> ast.AST:
        node.generators[0].iter = self.visit(node.generators[0].iter)
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = _first_iterable


def _consumes(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id in _CONSUMERS
    return isinstance(function, ast.Attribute) and function.attr == "join"


def _own_nodes(node: ast.AST) -> list[ast.AST]:
    """Nodes of the expression's own scope, those of comprehensions inside included (a walrus passes through them)."""
    found: list[ast.AST] = [node]
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.Lambda):
            found += _own_nodes(child)
    return found


def _is_async(node: ast.GeneratorExp) -> bool:
    first = node.generators[0]
    inside = [node.elt, first.target, *first.ifs, *node.generators[1:]]
    awaits = (ast.Await, ast.AsyncFor)
    return any(generator.is_async for generator in node.generators) or any(
        isinstance(found, awaits) or (isinstance(found, ast.comprehension) and found.is_async)
        for part in inside
        for found in _own_nodes(part)
        if not isinstance(part, ast.GeneratorExp)
    )


def _function(function: str, node: ast.GeneratorExp, outer: list[ast.stmt]) -> ast.stmt:
    body: list[ast.stmt] = [ast.Expr(ast.Yield(node.elt))]
    for generator in reversed(node.generators):
        for test in reversed(generator.ifs):
            body = [located(ast.If(test, body, []), test)]
        loop = ast.AsyncFor if generator.is_async else ast.For
        body = [loop(generator.target, generator.iter, body, [])]
    body = [*outer, *body]
    kind = ast.AsyncFunctionDef if _is_async(node) else ast.FunctionDef
    arguments = ast.arguments([], [ast.arg("_uw_0")], None, [], [], None, [])
    made = kind(name=function, args=arguments, body=body, decorator_list=[], returns=None)
    if "type_params" in ast.FunctionDef._fields:
        setattr(made, "type_params", [])  # noqa: B010
    return made
