"""Find the workflows and steps of a module, and say what is wrong with a misused directive (G10).

Input -> output::

    async def charge(order):       discover(source, tree) -> Discovered(
        "use step"                     workflows=(),
        ...                            steps=(DurableFunction("step//shop//charge", ...),))

A directive is the first statement of a function, or the one after its docstring, or the first of a module; there it
goes for every public function that has none of its own. Nothing but the tree is looked at.

Read next: ``bundle``.
"""

from __future__ import annotations

import ast
import difflib
import enum
from collections.abc import Iterator
from dataclasses import dataclass, field

from useworkflow_compiler.problems import Problems
from useworkflow_compiler.scopes import FunctionNode, is_generator
from useworkflow_compiler.sources import DOOR, ModuleSource


class Directive(enum.Enum):
    """What a function is declared to be; the value is the text of the directive."""

    WORKFLOW = "use workflow"
    STEP = "use step"

    @property
    def kind(self) -> str:
        """``workflow`` or ``step``, the first part of an id."""
        return self.value.removeprefix("use ")


class Holder(enum.Enum):
    """What a durable function stands in."""

    MODULE = "function"
    STATIC = "static method"
    CLASS = "class method"
    INSTANCE = "instance method"
    NESTED = "nested function"


@dataclass(frozen=True)
class DurableFunction:
    """One workflow or step function. Lines are 1-based; ``id`` is ``workflow//module//qualname`` or ``step//...``."""

    id: str
    directive: Directive
    module: str
    qualname: str
    is_async: bool
    line: int
    end_line: int
    holder: Holder
    node: FunctionNode = field(compare=False, repr=False)


@dataclass(frozen=True)
class Discovered:
    """The durable functions of one module, in source order."""

    module: str
    workflows: tuple[DurableFunction, ...]
    steps: tuple[DurableFunction, ...]

    def find(self, qualname: str) -> DurableFunction | None:
        """The workflow or step of that qualified name."""
        return next((f for f in (*self.workflows, *self.steps) if f.qualname == qualname), None)


def module_has_directives(source: str) -> bool:
    """A quick look at the text: ``False`` means that there is certainly no directive in it."""
    return Directive.WORKFLOW.value in source or Directive.STEP.value in source


def durable_id(directive: Directive, module: str, qualname: str) -> str:
    """The stable id of a workflow or step."""
    return f"{directive.kind}//{module}//{qualname}"


def discover(source: ModuleSource, tree: ast.Module) -> Discovered:
    """Return the workflows and steps of a module.

    Args:
        source: the module's text, for messages.
        tree: its syntax tree; it is not changed.

    Raises:
        CompileError: a directive is misused (UW102 to UW109).
        CompileErrors: several are.
    """
    scan = _Scan(source)
    scan.module(tree)
    scan.problems.raise_if_any()
    functions = scan.functions
    return Discovered(
        source.name,
        tuple(f for f in functions if f.directive is Directive.WORKFLOW),
        tuple(f for f in functions if f.directive is Directive.STEP),
    )


def directives_of(body: list[ast.stmt]) -> list[ast.Expr]:
    """The directive statements at their proper place: first in ``body``, or right after a docstring."""
    start = 1 if body and _string(body[0]) is not None and _directive(body[0]) is None else 0
    found: list[ast.Expr] = []
    for statement in body[start:]:
        if not isinstance(statement, ast.Expr) or _directive(statement) is None:
            break
        found.append(statement)
    return found


def _string(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
    return None


def _directive(statement: ast.stmt) -> Directive | None:
    text = _string(statement)
    return next((d for d in Directive if d.value == text), None)


def _misspelt(text: str) -> Directive | None:
    """The directive that ``text`` was probably meant to be; long texts and exact directives are none."""
    if len(text) > 20 or "\n" in text or any(d.value == text for d in Directive):
        return None
    close = difflib.get_close_matches(text.strip().lower().replace("_", " ").replace("-", " "), _TEXTS, 1, 0.82)
    return Directive(close[0]) if close else None


_TEXTS = [d.value for d in Directive]


class _Scan:
    """One walk over a module. ``functions`` are those found so far."""

    def __init__(self, source: ModuleSource) -> None:
        self.source = source
        self.problems = Problems(source.filename, source.source)
        self.functions: list[DurableFunction] = []
        self._default: Directive | None = None
        self._options: dict[str, str] = {}

    def module(self, tree: ast.Module) -> None:
        found = directives_of(tree.body)
        self._refuse_conflict(found)
        self._default = _directive(found[0]) if found else None
        self._options = dict(_option_names(tree))
        self._stray(tree.body, {id(s) for s in found}, "a module")
        self._definitions(tree.body, "", Holder.MODULE)

    def _definitions(self, body: list[ast.stmt], prefix: str, holder: Holder) -> None:
        for statement in _definitions_in(body):
            if isinstance(statement, ast.ClassDef):
                self._class(statement, prefix)
            else:
                self._function(statement, prefix, holder)

    def _class(self, node: ast.ClassDef, prefix: str) -> None:
        for statement in node.body:
            if _directive(statement) is not None:
                self.problems.add(
                    "UW107",
                    statement,
                    f"a directive has no meaning in the body of class {node.name}",
                    why="a class is no unit of work; its methods are",
                    mend="move it into the method that it is meant for, as the first statement",
                )
        self._stray(node.body, {id(s) for s in node.body if _directive(s)}, f"class {node.name}")
        self._definitions(node.body, f"{prefix}{node.name}.", Holder.INSTANCE)

    def _function(self, node: FunctionNode, prefix: str, holder: Holder) -> None:
        found = directives_of(node.body)
        self._refuse_conflict(found)
        self._stray(node.body, {id(s) for s in found}, f"{node.name}()")
        directive = _directive(found[0]) if found else None
        if directive is None and self._default and not prefix and not node.name.startswith("_"):
            directive = self._default
        if directive is None:
            self._refuse_lone_option(node)
        else:
            self._add(node, directive, f"{prefix}{node.name}", _holder(node, holder))
        self._nested(node, f"{prefix}{node.name}", in_step=directive is Directive.STEP)

    def _add(self, node: FunctionNode, directive: Directive, qualname: str, holder: Holder) -> None:
        if is_generator(node):
            self.problems.add(
                "UW105",
                node,
                f"{qualname}() is a generator, and cannot be a {directive.kind}",
                why=f"a {directive.kind} has one result, a generator has many",
                mend="return a list, or do the work in steps and call them in a loop",
            )
        function = DurableFunction(
            id=durable_id(directive, self.source.name, qualname),
            directive=directive,
            module=self.source.name,
            qualname=qualname,
            is_async=isinstance(node, ast.AsyncFunctionDef),
            line=node.lineno,
            end_line=node.end_lineno or node.lineno,
            holder=holder,
            node=node,
        )
        first = next((f for f in self.functions if f.qualname == qualname), None)
        if first is not None:
            self.problems.add(
                "UW106",
                node,
                f"{qualname}() is defined twice: first on line {first.line}",
                why="its id is made of module and name, and must mean one function for as long as runs exist",
                mend="rename one of the two",
            )
        self.functions.append(function)

    def _nested(self, outer: FunctionNode | ast.ClassDef, qualname: str, *, in_step: bool) -> None:
        """What stands inside a function. A step that is nested in a step is an ordinary function there."""
        inside = "" if isinstance(outer, ast.ClassDef) else ".<locals>"
        for node in _definitions_in(outer.body):
            name = f"{qualname}{inside}.{node.name}"
            if isinstance(node, ast.ClassDef):
                self._nested(node, name, in_step=in_step)
                continue
            found = directives_of(node.body)
            self._refuse_conflict(found)
            self._stray(node.body, {id(s) for s in found}, f"{node.name}()")
            directive = _directive(found[0]) if found else None
            if directive is Directive.WORKFLOW:
                self._refuse_nested(found[0], node, outer, "a nested workflow cannot be started: no name leads to it")
            elif directive is Directive.STEP and not inside:
                self._refuse_nested(found[0], node, outer, "its class exists only inside a function")
            elif directive is Directive.STEP and not in_step:
                self._nested_step(found[0], node, outer, name)
                continue
            self._nested(node, name, in_step=in_step)

    def _nested_step(
        self, place: ast.stmt, node: FunctionNode, outer: FunctionNode | ast.ClassDef, qualname: str
    ) -> None:
        defaults = [*node.args.defaults, *(default for default in node.args.kw_defaults if default is not None)]
        options = [k.value for d in node.decorator_list if isinstance(d, ast.Call) for k in d.keywords]
        strange = [d for d in node.decorator_list if self._option_of(d) != "step"]
        for value in (*defaults, *options):
            if not _is_literal(value):
                self._refuse_nested(value, node, outer, "defaults and options of a nested step must be literals")
                return
        if strange:
            self._refuse_nested(strange[0], node, outer, "a nested step can have no other decorator than @step")
        elif any(isinstance(inner, ast.Nonlocal) for inner in ast.walk(node)):
            self._refuse_nested(place, node, outer, "what a nested step captures is a copy, and cannot be written")
        else:
            self._add(node, Directive.STEP, qualname, Holder.NESTED)

    def _refuse_nested(self, place: ast.AST, node: FunctionNode, outer: FunctionNode | ast.ClassDef, why: str) -> None:
        self.problems.add(
            "UW108",
            place,
            f"{node.name}(), which stands inside {outer.name}, cannot be durable like this",
            why=why,
            mend=f"move {node.name}() to the top level of the module and pass what it needs as arguments",
        )

    def _option_of(self, decorator: ast.expr) -> str | None:
        return self._options.get(_dotted(decorator.func if isinstance(decorator, ast.Call) else decorator))

    def _refuse_conflict(self, found: list[ast.Expr]) -> None:
        for statement in found[1:]:
            self.problems.add(
                "UW104",
                statement,
                "there is a directive already: a function is a workflow or a step, once",
                why="a workflow is replayed and must be deterministic, a step runs once and does the real work",
                mend="keep one of the two, or split the function",
            )

    def _refuse_lone_option(self, node: FunctionNode) -> None:
        for decorator in node.decorator_list:
            name = _dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)
            kind = self._option_of(decorator)
            if kind is not None:
                self.problems.add(
                    "UW109",
                    decorator,
                    f"@{name} sets options, but {node.name}() has no directive",
                    why="the directive alone makes a function durable; without it this one would run unrecorded",
                    mend=f'write "use {kind}" as the first statement of {node.name}()',
                )

    def _stray(self, body: list[ast.stmt], proper: set[int], where: str) -> None:
        """Refuse directives that stand elsewhere in ``body`` and strings that were meant to be directives."""
        for statement in _own_statements(body):
            text = _string(statement)
            if text is None or id(statement) in proper:
                continue
            meant = _misspelt(text)
            if meant is not None:
                self.problems.add(
                    "UW102",
                    statement,
                    f"{text!r} is no directive: did you mean {meant.value!r}?",
                    why="a misspelt directive is an ordinary string, and the function would not be durable",
                    mend=f'write "{meant.value}"',
                )
            elif _directive(statement) is not None:
                self.problems.add(
                    "UW103",
                    statement,
                    f"the directive {text!r} is not the first statement of {where}",
                    why="only there, or right after the docstring, does it take effect",
                    mend="move it to the top",
                )


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _holder(node: FunctionNode, holder: Holder) -> Holder:
    if holder is Holder.MODULE:
        return holder
    names = {_dotted(decorator) for decorator in node.decorator_list}
    if "staticmethod" in names:
        return Holder.STATIC
    return Holder.CLASS if "classmethod" in names else Holder.INSTANCE


def _definitions_in(body: list[ast.stmt]) -> Iterator[FunctionNode | ast.ClassDef]:
    """Functions and classes of ``body``, those under ``if``, ``try`` and ``with`` included."""
    for statement in _own_statements(body):
        if isinstance(statement, FunctionNode | ast.ClassDef):
            yield statement


def _own_statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Every statement of ``body`` at any depth, without going into functions and classes."""
    for statement in body:
        yield statement
        if isinstance(statement, FunctionNode | ast.ClassDef):
            continue
        for name in ("body", "orelse", "finalbody"):
            yield from _own_statements(getattr(statement, name, []))
        for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            yield from _own_statements(part.body)


def _option_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names under which this module knows the decorators ``step`` and ``workflow``."""
    for statement in tree.body:
        match statement:
            case ast.ImportFrom(module=module, names=names) if module == DOOR:
                yield from ((a.asname or a.name, a.name) for a in names if a.name in {"step", "workflow"})
            case ast.Import(names=names):
                for alias in names:
                    if alias.name == DOOR:
                        yield from ((f"{alias.asname or DOOR}.{kind}", kind) for kind in ("step", "workflow"))


def _dotted(node: ast.expr) -> str:
    """``a.b`` as text; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        base = _dotted(node.value)
        return f"{base}.{node.attr}" if base else ""
    return ""
