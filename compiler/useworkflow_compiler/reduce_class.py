"""Cut a class that a bundle holds down to what workflow code needs of it.

Input -> output::

    class Order:                             class Order:
        client: httpx.Client | None = None       client: "httpx.Client | None" = None
        async def ship(self, to):                pass   -> later: ship = _uw_step_method("step//shop//Order.ship", True,
            "use step"                                                                   "instance method")
            ...
        @staticmethod                            @staticmethod
        async def place(cart: Cart):             async def place(cart):
            "use workflow"                           await charge(cart)
            await charge(cart)

The tree is changed in place. Read next: ``reduce``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.discover import Directive, DurableFunction, directives_of
from useworkflow_compiler.generated import GeneratedBinding
from useworkflow_compiler.held import annotations_are_text, classes_of, field_annotations, is_evaluated
from useworkflow_compiler.modules import ParsedModule
from useworkflow_compiler.reach import Reach, denote_in, is_overload
from useworkflow_compiler.scopes import FunctionNode
from useworkflow_compiler.tidy import placeholder


class ClassReducer:
    """Reduces the held classes of one module."""

    def __init__(self, reach: Reach, parsed: ParsedModule) -> None:
        self.reach = reach
        self.parsed = parsed
        self.durable: dict[int, DurableFunction] = {
            id(found.node): found for found in (*parsed.discovered.workflows, *parsed.discovered.steps)
        }

    def reduce(self, node: ast.ClassDef) -> None:
        """Change ``node`` in place."""
        if not annotations_are_text(self.parsed):
            for field in field_annotations(node):
                if not is_evaluated(self.reach.modules, self.parsed, field.annotation):
                    text = ast.Constant(ast.unparse(field.annotation))
                    field.annotation = ast.copy_location(text, field.annotation)
        for inner in classes_of(node):
            self._drop(inner)
            inner.body = self._block(inner.body) or [placeholder(inner)]

    def _block(self, body: list[ast.stmt]) -> list[ast.stmt]:
        return [kept for statement in body for kept in self._statement(statement)]

    def _statement(self, statement: ast.stmt) -> list[ast.stmt]:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                return self._method(statement)
            case ast.If() | ast.For():
                statement.body = self._block(statement.body) or [placeholder(statement)]
                statement.orelse = self._block(statement.orelse)
        return [statement]

    def _method(self, node: FunctionNode) -> list[ast.stmt]:
        if is_overload(node, denote_in(self.reach.modules, self.parsed)):
            return []
        durable = self.durable.get(id(node))
        if durable is not None and durable.directive is Directive.STEP:
            arguments = (durable.id, durable.is_async, durable.holder.value)
            return [GeneratedBinding(node.name, "_uw_step_method", arguments, node)]
        self._drop(node)
        directives = {id(statement) for statement in directives_of(node.body)}
        node.body = [s for s in node.body if id(s) not in directives] or [placeholder(node.body[-1])]
        return [node]

    def _drop(self, node: FunctionNode | ast.ClassDef) -> None:
        node.decorator_list = [d for d in node.decorator_list if not self.reach.drops(self.parsed, d)]
