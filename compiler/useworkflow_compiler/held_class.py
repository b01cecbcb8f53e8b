"""What a class that a bundle holds may be, and what it uses.

Input -> output::

    class Cart(Base):                      reached: Base, LIMITS, charge
        limits = LIMITS                    refused: UW130 where a value in the body is impure, UW133 a decorator, UW131
        async def pay(self):                        a workflow whose object cannot be recorded, UW134 a change of shared state
            await charge(self)

Read next: ``held`` (which classes those are), ``reduce_class`` (what is left of them in a bundle).
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from useworkflow_compiler.constants import dotted_name, find_impurity
from useworkflow_compiler.discover import Holder
from useworkflow_compiler.held import classes_of, field_annotations, is_evaluated, methods_of, step_methods
from useworkflow_compiler.modules import Denotation, Denoted, ParsedModule, is_type_checking
from useworkflow_compiler.recordable import may_be_recorded
from useworkflow_compiler.scopes import FunctionNode, bound_names, global_uses

if TYPE_CHECKING:
    from useworkflow_compiler.reach import Reach


class HeldClass:
    """Follows the held classes of one module for ``reach``."""

    def __init__(self, reach: Reach, parsed: ParsedModule) -> None:
        self.reach = reach
        self.parsed = parsed

    def follow(self, node: ast.ClassDef) -> None:
        """Reach what ``node`` uses, and refuse what it must not do."""
        steps = step_methods(self.parsed, node)
        hidden = {id(part) for step in steps for part in ast.walk(step)}
        for inner in classes_of(node):
            self._body(inner, inner.body, frozenset(bound_names(inner)))
            hidden |= self._decorators(inner, frozenset(bound_names(node)))
        for method in methods_of(node):
            if any(method is step for step in steps):
                self.reach.follow_annotations(self.parsed, method)
                continue
            hidden |= self._decorators(method, frozenset(bound_names(node)))
            self._method(node, method)
        for field in field_annotations(node):
            if not is_evaluated(self.reach.modules, self.parsed, field.annotation):
                hidden |= {id(part) for part in ast.walk(field.annotation)}
        for use in global_uses(node):
            if id(use.node) not in hidden:
                self.reach.use(self.parsed, use.name, use.chain, use.node)

    def _method(self, owner: ast.ClassDef, method: FunctionNode) -> None:
        workflow = next((found for found in self.parsed.discovered.workflows if found.node is method), None)
        of_instances = workflow is not None and workflow.holder is Holder.INSTANCE
        if of_instances and not may_be_recorded(self.reach.modules, self.parsed, owner):
            self.parsed.problems.add(
                "UW131",
                method,
                f"{method.name}() is a workflow, and the objects of its class {owner.name} cannot be recorded",
                why="the object is the first argument of the run, which is recorded by value, so that other processes can take it up",
                mend=f"make {owner.name} a data class or a model, give it __workflow_serialize__ and __workflow_deserialize__, or "
                "make the workflow a static method, a class method or a function of the module",
            )
        if workflow is not None:
            self.reach.follow_annotations(self.parsed, method)
        self.reach.refuse_shared_state(self.parsed, method)
        for inner in ast.walk(method):
            if isinstance(inner, ast.Import | ast.ImportFrom):
                self.reach.local_import(self.parsed, method, inner)

    def _decorators(self, node: ast.ClassDef | FunctionNode, own: frozenset[str]) -> set[int]:
        """Check the decorators of ``node``; gives the parts of those that the bundle leaves out, by identity."""
        dropped: set[int] = set()
        for decorator in node.decorator_list:
            root = dotted_name(decorator.func if isinstance(decorator, ast.Call) else decorator)[:1]
            if root and root[0] in own:
                continue
            if self.reach.drops(self.parsed, decorator):
                dropped |= {id(part) for part in ast.walk(decorator)}
            else:
                self.reach.decorator(self.parsed, decorator)
        return dropped

    def _body(self, owner: ast.ClassDef, body: list[ast.stmt], own: frozenset[str]) -> None:
        for statement in body:
            match statement:
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Pass() | ast.Delete():
                    continue
                case ast.Assign() | ast.AugAssign() | ast.AnnAssign() | ast.Expr():
                    self._pure(owner, statement.value, own)
                case ast.If(test=test) if is_type_checking(test):
                    self._body(owner, statement.orelse, own)
                case ast.If() | ast.For():
                    self._pure(owner, statement.test if isinstance(statement, ast.If) else statement.iter, own)
                    self._body(owner, [*statement.body, *statement.orelse], own)
                case _:
                    kind = type(statement).__name__.lower()
                    self.reach.refuse_constant(self.parsed, statement, f"the body of class {owner.name} has `{kind}`")

    def _pure(self, owner: ast.ClassDef, value: ast.expr | None, own: frozenset[str]) -> None:
        def denote(name: str, chain: tuple[str, ...]) -> Denoted:
            if name in own:
                return Denoted(Denotation.FUNCTION, self.parsed.name, name)
            return self.reach.modules.denote(self.parsed, name, chain)

        impurity = None if value is None else find_impurity(value, denote)
        if impurity is not None:
            what = f"a value in class {owner.name} is no pure expression: {impurity.reason}"
            self.reach.refuse_constant(self.parsed, impurity.node, what)
