"""Which classes a bundle holds as code, and which it takes by reference from the user's own modules.

Input -> output::

    class Order: total = 0                          by reference: the same class inside and outside
    class Cart:                                     held: its methods are made resumable, and are pinned with the run
        async def pay(self): await charge(self)

Held is a class with ``async`` methods that are no steps, with ``__await__``, with a workflow among its methods, or with a base
that is held.
Read next: ``reach``, which follows what a held class uses.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from useworkflow_compiler.constants import dotted_name
from useworkflow_compiler.modules import Denotation, Modules, ParsedModule, live_blocks
from useworkflow_compiler.scopes import FunctionNode, global_uses
from useworkflow_compiler.suspending_methods import calls_own_step, sync_step_methods


class HeldClasses:
    """Answers, with a memory, for the top-level classes of the modules of one compilation."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._known: dict[tuple[str, str], bool] = {}
        self._touching: dict[tuple[str, str], bool] = {}

    def holds(self, parsed: ParsedModule, name: str) -> bool:
        """Whether the class ``name`` of ``parsed`` has to be held: it has code that can suspend."""
        key = (parsed.name, name)
        if key not in self._known:
            self._known[key] = False  # a class that inherits from itself by mistake ends here
            self._known[key] = any(self._suspends(parsed, node) for node in class_statements(parsed, name))
        return self._known[key]

    def would_suspend(self, parsed: ParsedModule, name: str) -> bool:
        """Whether the class ``name``, which need not be held, has methods that name steps, asynchronous functions or
        classes that are held, or call sync steps of their own object: taken by reference, those would run their uncompiled forms."""
        return any(
            self._names_suspending(parsed, node) or _calls_own_step(parsed, node)
            for node in class_statements(parsed, name)
        )

    def _suspends(self, parsed: ParsedModule, node: ast.ClassDef) -> bool:
        durable = {id(found.node) for found in parsed.discovered.workflows}
        for inner in _own_code(parsed, node):
            if isinstance(inner, ast.AsyncFunctionDef) or inner.name == "__await__" or id(inner) in durable:
                return True
        return any(self._is_held(parsed, base) for base in node.bases)

    def _is_held(self, parsed: ParsedModule, base: ast.expr) -> bool:
        dotted = dotted_name(base.value if isinstance(base, ast.Subscript) else base)
        denoted = self._modules.denote(parsed, dotted[0], dotted[1:]) if dotted else None
        home = self._modules.get(denoted.module) if denoted and denoted.kind is Denotation.CLASS else None
        return home is not None and denoted is not None and self.holds(home, denoted.name)

    def _names_suspending(self, parsed: ParsedModule, node: ast.AST) -> bool:
        hidden = {id(part) for inner in step_methods(parsed, node) for part in ast.walk(inner)}
        return any(
            self._leads_to_suspension(parsed, use.name, use.chain)
            for use in global_uses(node)
            if id(use.node) not in hidden
        )

    def _leads_to_suspension(self, parsed: ParsedModule, name: str, chain: tuple[str, ...]) -> bool:
        denoted = self._modules.denote(parsed, name, chain)
        home = self._modules.get(denoted.module) if denoted.kind in _CODE else None
        if home is None:
            return denoted.kind is Denotation.STEP
        key = (home.name, denoted.name)
        if key not in self._touching:
            self._touching[key] = False
            self._touching[key] = self.holds(home, denoted.name) or any(
                isinstance(found.statement, ast.AsyncFunctionDef) or self._names_suspending(home, found.statement)
                for found in home.definitions.get(denoted.name, ())
            )
        return self._touching[key]


def _calls_own_step(parsed: ParsedModule, node: ast.ClassDef) -> bool:
    steps, names = step_methods(parsed, node), frozenset(sync_step_methods([parsed]))
    return calls_own_step(node, names, {id(step) for step in steps})


_CODE = frozenset({Denotation.FUNCTION, Denotation.CLASS})


def class_statements(parsed: ParsedModule, name: str) -> list[ast.ClassDef]:
    """The class statements that bind ``name`` at the top level of ``parsed``."""
    statements = [definition.statement for definition in parsed.definitions.get(name, ())]
    return [statement for statement in statements if isinstance(statement, ast.ClassDef)]


def step_methods(parsed: ParsedModule, node: ast.AST) -> list[FunctionNode]:
    """The functions in ``node`` that are steps."""
    steps = {id(step.node) for step in parsed.discovered.steps}
    return [inner for inner in ast.walk(node) if isinstance(inner, FunctionNode) and id(inner) in steps]


def _own_code(parsed: ParsedModule, node: ast.AST) -> Iterator[FunctionNode]:
    """The functions in ``node`` at any depth, but for steps and what stands in them."""
    steps = {id(step.node) for step in parsed.discovered.steps}
    for child in ast.iter_child_nodes(node):
        if isinstance(child, FunctionNode) and id(child) in steps:
            continue
        if isinstance(child, FunctionNode):
            yield child
        yield from _own_code(parsed, child)


def without(statement: ast.stmt, functions: set[int]) -> ast.stmt:
    """A copy of ``statement`` without the functions, given by identity, in its body."""
    body = [inner for inner in getattr(statement, "body", []) if id(inner) not in functions]
    shallow = copy.copy(statement)
    vars(shallow)["body"] = body or [ast.copy_location(ast.Pass(), statement)]
    return copy.deepcopy(shallow)


def methods_of(node: ast.ClassDef) -> Iterator[FunctionNode]:
    """The methods of a class and of the classes inside it."""
    for statement in _statements(node.body):
        if isinstance(statement, FunctionNode):
            yield statement
        elif isinstance(statement, ast.ClassDef):
            yield from methods_of(statement)


def classes_of(node: ast.ClassDef) -> Iterator[ast.ClassDef]:
    """A class and the classes inside it."""
    yield node
    for statement in _statements(node.body):
        if isinstance(statement, ast.ClassDef):
            yield from classes_of(statement)


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        if not isinstance(statement, FunctionNode | ast.ClassDef):
            for block in live_blocks(statement):
                yield from _statements(block)


def field_annotations(node: ast.ClassDef) -> Iterator[ast.AnnAssign]:
    """The annotated names in the body of a class and of those inside it."""
    for inner in classes_of(node):
        for statement in _statements(inner.body):
            if isinstance(statement, ast.AnnAssign):
                yield statement


def is_evaluated(modules: Modules, parsed: ParsedModule, annotation: ast.expr) -> bool:
    """Whether the annotation of a field stays an expression in a bundle: all that it names is there."""
    if annotations_are_text(parsed):
        return False
    return all(
        modules.denote(parsed, use.name, use.chain).kind not in {Denotation.THIRD_PARTY, Denotation.UNKNOWN}
        for use in global_uses(ast.Expr(annotation))
    )


def annotations_are_text(parsed: ParsedModule) -> bool:
    """Whether the module says ``from __future__ import annotations``."""
    return any(
        isinstance(statement, ast.ImportFrom)
        and statement.module == "__future__"
        and any(alias.name == "annotations" for alias in statement.names)
        for statement in parsed.tree.body
    )


def named_classes(modules: Modules, parsed: ParsedModule, annotation: ast.expr) -> Iterator[tuple[ParsedModule, str]]:
    """The first-party classes that an annotation names, where they are defined."""
    for use in global_uses(ast.Expr(_with_text_parsed(annotation))):
        denoted = modules.denote(parsed, use.name, use.chain)
        home = modules.get(denoted.module) if denoted.kind is Denotation.CLASS else None
        if home is not None:
            yield home, denoted.name


def _with_text_parsed(annotation: ast.expr) -> ast.expr:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        try:
            return ast.parse(annotation.value, mode="eval").body
        except SyntaxError:
            return annotation
    return annotation
