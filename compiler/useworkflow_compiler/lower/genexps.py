"""Generator expressions become what they are: inner generator functions, so that a snapshot can hold them.

    rows = (f(x) for x in xs if x)   ->   def _uw_genexpr1(_uw_0):
                                              for x in _uw_0:
                                                  if x: yield f(x)
                                          rows = _uw_genexpr1(_uw_iter(xs))

One that a builtin uses up on the spot (``sum(x for x in xs)``) stays as it is. Those inside lambdas and other
comprehensions stay too: they cannot be captured. A comprehension that awaits, and makes closures over its variables, becomes a function as
well: each evaluation has variables of its own. So does a lambda that yields. Read next: ``functions``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower.scopes import names_bound_by
from useworkflow_compiler.lower.suspends import find_yield
from useworkflow_compiler.lower.syntax import assign, call, dead_store, located, method, name
from useworkflow_compiler.lower.unbound import check_inside
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


_Comprehension = ast.GeneratorExp | ast.ListComp | ast.SetComp | ast.DictComp
KINDS: dict[type[ast.AST], str] = {
    ast.GeneratorExp: "genexpr", ast.ListComp: "listcomp", ast.SetComp: "setcomp", ast.DictComp: "dictcomp"
}  # fmt: skip
"""What such a function is called, within ``<`` and ``>`` in tracebacks."""


def bare_name(function: str) -> str:
    """The name of a function for tracebacks: ``<genexpr>`` for one that was made here."""
    kind = function.removeprefix("_uw_").rstrip("0123456789")
    return f"<{kind}>" if function.startswith("_uw_") and kind in {*KINDS.values(), "lambda"} else function


def write_out_generator_expressions(body: list[ast.stmt], lambdas: list[ast.stmt]) -> list[ast.stmt]:
    """The functions to put at the head of a function with this ``body``, in which they then are called.

    Args:
        lambdas: those that were written out before.
    """
    writer = _Writer(frozenset(declared_global(body)), body, lambdas)
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
    def __init__(self, global_names: frozenset[str], body: list[ast.stmt], made: list[ast.stmt]) -> None:
        self.global_names = global_names
        self.body = body
        self.made = made
        self.bound: set[str] = set()
        """Locals that a walrus inside an expression binds."""

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.AST:
        node.generators[0].iter = self.visit(node.generators[0].iter)
        return self._written_out(node)

    def _written_out(self, node: _Comprehension) -> ast.Call:
        """The call of a function that is made of ``node``."""
        first = node.generators[0]
        function = f"_uw_{KINDS[type(node)]}{len(self.made) + 1}"
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

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        """A lambda that yields is a generator function; one with defaults would have to be made where it stands."""
        defaults = [*node.args.defaults, *(default for default in node.args.kw_defaults if default is not None)]
        if defaults or find_yield([ast.Expr(node.body)]) is None:
            return node
        function = f"_uw_lambda{len(self.made) + 1}"
        body: list[ast.stmt] = [ast.Return(node.body)]
        self.made.append(located(definition(ast.FunctionDef, function, node.args, body), node))
        return located(name(function), node)

    visit_ClassDef = visit_FunctionDef = visit_AsyncFunctionDef = _leave

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp) -> ast.AST:
        node.generators[0].iter = self.visit(node.generators[0].iter)
        if _is_async(node) and _captures(node):
            # What it reads of the function around it is the function's own, also where that has no value.
            checked = check_inside(node, names_bound_by(self.body), node.generators[0].iter)
            return located(ast.Await(self._written_out(checked)), node)
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = _comprehension


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


def _captures(node: _Comprehension) -> bool:
    """Whether something inside ``node`` keeps variables of its own."""
    own = {found.id for part in node.generators for found in ast.walk(part.target) if isinstance(found, ast.Name)}
    parts = [*_results(node), *(test for part in node.generators for test in part.ifs)]
    parts += [part.iter for part in node.generators[1:]]
    closures = [found for part in parts for found in ast.walk(part) if isinstance(found, ast.Lambda | ast.GeneratorExp)]
    return any(isinstance(found, ast.Name) and found.id in own for closure in closures for found in ast.walk(closure))


def _results(node: _Comprehension) -> list[ast.expr]:
    return [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]


def _is_async(node: _Comprehension) -> bool:
    first = node.generators[0]
    inside = [*_results(node), first.target, *first.ifs, *node.generators[1:]]
    awaits = (ast.Await, ast.AsyncFor)
    return any(generator.is_async for generator in node.generators) or any(
        isinstance(found, awaits) or (isinstance(found, ast.comprehension) and found.is_async)
        for part in inside
        for found in _own_nodes(part)
        if not isinstance(part, ast.GeneratorExp)
    )


def _gathered(node: _Comprehension) -> tuple[list[ast.stmt], list[ast.stmt], list[ast.stmt]]:
    """What the function does at first, with each element, and at last."""
    result, element = "_uw_result", "_uw_element"
    begin: ast.expr
    each: list[ast.stmt]
    match node:
        case ast.GeneratorExp():
            return [], [ast.Expr(ast.Yield(node.elt))], []
        case ast.DictComp():
            begin, key = ast.Dict([], []), "_uw_key"
            entry = ast.Subscript(name(result), name(key), ast.Store())
            each = [assign(key, node.key), assign(element, node.value), ast.Assign([entry], name(element))]
        case _:
            is_list = isinstance(node, ast.ListComp)
            begin = ast.List([], ast.Load()) if is_list else _empty_set()
            adding = ast.Expr(method(result, "append" if is_list else "add", name(element)))
            each = [assign(element, node.elt), adding]
    return [assign(result, begin)], each, [ast.Return(name(result))]


def _empty_set() -> ast.expr:
    return ast.Set([ast.Starred(ast.Tuple([], ast.Load()), ast.Load())])


def _function(function: str, node: _Comprehension, outer: list[ast.stmt]) -> ast.stmt:
    first, body, last = _gathered(node)
    for generator in reversed(node.generators):
        for test in reversed(generator.ifs):
            body = [located(ast.If(test, body, []), test)]
        loop = ast.AsyncFor if generator.is_async else ast.For
        body = [loop(generator.target, generator.iter, body, [])]
    body = [*outer, *first, *body, *last]
    kind = ast.AsyncFunctionDef if _is_async(node) else ast.FunctionDef
    arguments = ast.arguments([], [ast.arg("_uw_0")], None, [], [], None, [])
    return definition(kind, function, arguments, body)


def definition(
    kind: type[ast.FunctionDef | ast.AsyncFunctionDef], function: str, arguments: ast.arguments, body: list[ast.stmt]
) -> ast.stmt:
    """A function of ``kind`` with nothing but a name, parameters and a body."""
    made = kind(name=function, args=arguments, body=body, decorator_list=[], returns=None)
    if "type_params" in ast.FunctionDef._fields:
        setattr(made, "type_params", [])  # noqa: B010
    return made
