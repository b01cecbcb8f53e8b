"""Cut a module down to what a workflow reaches, in source order.

Input -> output (``place`` is reached)::

    import httpx                            (gone: only the step uses it)
    from .models import Order               from shop.models import Order
    async def charge(o):                    pass   -> later: charge = _uw_step("step//shop.api//charge", True)
        "use step"
        ...
    charge.max_retries = 5                  (gone: that is the runtime's)
    async def place(o: Order) -> None:      async def place(o):
        "use workflow"                          await charge(o)
        await charge(o)

What is generated stands in the tree as a ``GeneratedBinding``, which is a ``pass`` until ``restrict`` is done with the
user's code: no generated name exists before that. The parsed tree is changed in place.

Read next: ``restrict``, then ``bundle``, which fills the bindings in.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Sequence

from useworkflow_compiler.discover import Directive, directives_of
from useworkflow_compiler.generated import GeneratedBinding, bindings
from useworkflow_compiler.modules import (
    ParsedModule,
    absolute_import,
    bound_name,
    filled_name,
    is_main_guard,
    is_type_checking,
)
from useworkflow_compiler.reach import Reach, denote_in, first_annotation, is_dropped, is_overload
from useworkflow_compiler.reduce_class import ClassReducer
from useworkflow_compiler.scopes import FunctionNode
from useworkflow_compiler.sources import Origin
from useworkflow_compiler.tidy import Tidy, placeholder


def reduce_module(reach: Reach, parsed: ParsedModule) -> ast.Module:
    """The statements of ``parsed`` that ``reach`` has reached, with generated bindings still to be filled in."""
    reducer = _Reducer(reach, parsed)
    return ast.Module(body=reducer.block(parsed.tree.body), type_ignores=[])


class _Reducer:
    def __init__(self, reach: Reach, parsed: ParsedModule) -> None:
        self.reach = reach
        self.parsed = parsed
        self.names = reach.reached.get(parsed.name, {})
        self.denote = denote_in(reach.modules, parsed)

    def block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        return [kept for statement in body for kept in self.statement(statement)]

    def statement(self, node: ast.stmt) -> Sequence[ast.stmt]:
        match node:
            case ast.Import():
                node.names = [alias for alias in node.names if bound_name(alias) in self.names]
                return [node] if node.names else []
            case ast.ImportFrom():
                return self.import_from(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return self.function(node)
            case ast.ClassDef(name=name):
                return self.class_statement(node) if name in self.names else []
            case ast.If():
                return self.condition(node)
            case ast.Try():
                return self.attempt(node)
        return self.simple(node)

    def import_from(self, node: ast.ImportFrom) -> Sequence[ast.stmt]:
        if node.module == "__future__":
            return [node]
        kept = [alias for alias in node.names if bound_name(alias) in self.names]
        if not kept:
            return []
        module = absolute_import(self.parsed.source, node)
        if self.reach.modules.origin(module) is Origin.THIRD_PARTY:
            return [GeneratedBinding(bound_name(alias), "_uw_host", (module, alias.name), node) for alias in kept]
        node.names, node.module, node.level = kept, module, 0
        return [node]

    def function(self, node: FunctionNode) -> Sequence[ast.stmt]:
        if node.name not in self.names or is_overload(node, self.denote):
            return []
        durable = self.parsed.discovered.find(node.name)
        if durable is not None and durable.directive is Directive.STEP:
            return [GeneratedBinding(node.name, "_uw_step", (durable.id, durable.is_async), node)]
        node.decorator_list = [
            self.said_plainly(d, node) for d in node.decorator_list if not is_dropped(d, self.denote)
        ]
        directives = {id(statement) for statement in directives_of(node.body)}
        node.body = [s for s in node.body if id(s) not in directives] or [placeholder(node.body[-1])]
        Tidy(self.parsed).tidy(node)
        return [node]

    def said_plainly(self, decorator: ast.expr, node: FunctionNode) -> ast.expr:
        """``@show.register`` reads the annotation of its function, which a bundle does not have: ``@show.register(int)``."""
        annotation = first_annotation(node)
        if annotation is None or isinstance(decorator, ast.Call):
            return decorator
        if not self.reach.registers_implementation(self.parsed, decorator):
            return decorator
        call = ast.Call(func=decorator, args=[annotation], keywords=[])
        return ast.fix_missing_locations(ast.copy_location(call, decorator))

    def class_statement(self, node: ast.ClassDef) -> Sequence[ast.stmt]:
        if not self.reach.is_held(self.parsed, node.name):
            return [self.host(node.name, node)]
        ClassReducer(self.reach, self.parsed).reduce(node)
        Tidy(self.parsed).tidy(node)
        return [node]

    def host(self, name: str, node: ast.stmt) -> GeneratedBinding:
        return GeneratedBinding(name, "_uw_host", (self.parsed.name, name), node)

    def condition(self, node: ast.If) -> Sequence[ast.stmt]:
        if is_type_checking(node.test) or is_main_guard(node.test):
            return self.block(node.orelse)
        last = node.body[-1]
        node.body, node.orelse = self.block(node.body), self.block(node.orelse)
        if not node.body and not node.orelse:
            return []
        node.body = node.body or [placeholder(last)]
        return [node]

    def attempt(self, node: ast.Try) -> Sequence[ast.stmt]:
        last = node.body[-1]
        node.body, node.orelse = self.block(node.body), self.block(node.orelse)
        node.finalbody = self.block(node.finalbody)
        kept = bool(node.body or node.orelse or node.finalbody)
        for handler in node.handlers:
            reduced = self.block(handler.body)
            kept = kept or bool(reduced)
            handler.body = reduced or [placeholder(handler.body[-1])]
        node.body = node.body or [placeholder(last)]
        return [node] if kept else []

    def simple(self, node: ast.stmt) -> Sequence[ast.stmt]:
        filled = filled_name(node)
        if filled is not None:
            return [node] if filled in self.names and self.reach.is_container(self.parsed, filled) else []
        match node:
            case ast.Assign(targets=targets, value=value):
                node.targets = [target for target in targets if self.binds_reached(target)]
                if node.targets and self.reach.shares(self.parsed, value):
                    return [self.host(t.id, node) for t in node.targets if isinstance(t, ast.Name)]
                return [node] if node.targets else []
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                if name not in self.names:
                    return []
                if self.reach.shares(self.parsed, value):
                    return [self.host(name, node)]
                return [ast.copy_location(ast.Assign(targets=[node.target], value=value), node)]
            case ast.AugAssign(target=target):
                return [node] if self.binds_reached(target) else []
        if type(node).__name__ == "TypeAlias":
            return [node] if self.binds_reached(node) else []
        return []

    def binds_reached(self, target: ast.AST) -> bool:
        return any(
            isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and n.id in self.names for n in ast.walk(target)
        )


def fill_bindings(tree: ast.Module) -> ast.Module:
    """Return ``tree`` with its generated bindings as statements. The parts that are the user's are shared."""
    filled = copy.copy(tree)
    filled.body = _filled(tree.body)
    return filled


def _filled(body: list[ast.stmt]) -> list[ast.stmt]:
    made: list[ast.stmt] = []
    for statement in body:
        if isinstance(statement, GeneratedBinding):
            made.append(statement.assignment())
            continue
        if isinstance(statement, ast.If | ast.Try):
            for name in ("body", "orelse", "finalbody"):
                if getattr(statement, name, None):
                    setattr(statement, name, _filled(getattr(statement, name)))
            for handler in getattr(statement, "handlers", ()):
                handler.body = _filled(handler.body)
        elif isinstance(statement, FunctionNode | ast.ClassDef) and bindings(statement):
            _fill_inside(statement)
        made.append(statement)
    return made


def _fill_inside(definition: FunctionNode | ast.ClassDef) -> None:
    """The bindings of nested steps and of methods that are steps, wherever they stand."""
    for holder in list(ast.walk(definition)):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(holder, name, None)
            if isinstance(body, list):
                body[:] = [s.assignment() if isinstance(s, GeneratedBinding) else s for s in body]
