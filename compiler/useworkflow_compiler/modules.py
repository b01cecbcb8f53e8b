"""One parsed first-party module: what each of its names is bound by, and what a dotted name denotes across modules.

Input -> output::

    from shop.steps import charge as c      modules.denote(parsed, "c", ())
                                                -> Denoted(Denotation.STEP, "shop.steps", "charge")

Code under ``if TYPE_CHECKING:`` and ``if __name__ == "__main__":`` does not exist for workflow code.

Read next: ``bundle``.
"""

from __future__ import annotations

import ast
import builtins
import enum
from collections.abc import Iterator
from dataclasses import dataclass, field

from useworkflow_compiler import tree as trees
from useworkflow_compiler.discover import Directive, Discovered, discover
from useworkflow_compiler.errors import CompileError, Location
from useworkflow_compiler.nested import hoist_nested
from useworkflow_compiler.problems import Problems
from useworkflow_compiler.registrations import spell_registrations
from useworkflow_compiler.scopes import FunctionNode
from useworkflow_compiler.sources import ModuleSource, Origin, SourceFinder


@dataclass(frozen=True)
class Definition:
    """One binding of a module-level name. ``guards``: the ``if`` and ``try`` statements that it stands in."""

    statement: ast.stmt
    alias: ast.alias | None
    guards: tuple[ast.stmt, ...]


@dataclass(frozen=True)
class ParsedModule:
    """A module's tree with an index of its names. ``fillings``: statements that change what a name holds."""

    source: ModuleSource
    tree: ast.Module
    discovered: Discovered
    problems: Problems
    definitions: dict[str, list[Definition]] = field(default_factory=dict)
    fillings: dict[str, list[Definition]] = field(default_factory=dict)
    star_imports: list[ast.ImportFrom] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.source.name


class Denotation(enum.Enum):
    """What a dotted name means."""

    BUILTIN = enum.auto()
    LIBRARY = enum.auto()
    """Something of the standard library, or of ``useworkflow``."""
    MODULE = enum.auto()
    STEP = enum.auto()
    FUNCTION = enum.auto()
    CLASS = enum.auto()
    VALUE = enum.auto()
    PASSED = enum.auto()
    """Something of an installed package that is passed through."""
    THIRD_PARTY = enum.auto()
    UNKNOWN = enum.auto()


@dataclass(frozen=True)
class Denoted:
    """``module`` and ``name`` of what a dotted name denotes, where it is defined."""

    kind: Denotation
    module: str
    name: str = ""

    @property
    def dotted(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module


def parse_module(source: ModuleSource) -> ParsedModule:
    """Parse a module, find its directives and index its names.

    Raises:
        CompileError: it is no Python (UW111), or its directives are misused.
    """
    tree = parse_source(source)
    discovered = discover(source, tree)
    hoist_nested(source, tree, discovered)
    spell_registrations(tree)
    parsed = ParsedModule(source, tree, discovered, Problems(source.filename, source.source))
    _index(parsed, tree.body, ())
    return parsed


def parse_source(source: ModuleSource) -> ast.Module:
    """Parse the text of a module.

    Raises:
        CompileError: it is no Python (UW111).
    """
    try:
        return trees.parse(source.source, source.filename)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        where = Location(
            source.filename, getattr(error, "lineno", None) or 1, (getattr(error, "text", "") or "").rstrip()
        )
        message = getattr(error, "msg", None) or str(error)
        raise CompileError(
            f"{source.name} is not valid Python: {message}",
            code="UW111",
            where=where,
            mend="mend the syntax; the module must also be importable as it stands",
        ) from error


def absolute_import(source: ModuleSource, node: ast.ImportFrom) -> str:
    """The full name of the module that ``from ... import`` names; empty where it goes beyond the top package."""
    if not node.level:
        return node.module or ""
    parts = source.name.split(".")
    drop = node.level - 1 if source.is_package else node.level
    base = parts[: len(parts) - drop] if drop < len(parts) else []
    return ".".join([*base, *([node.module] if node.module else [])]) if base else ""


def bound_name(alias: ast.alias) -> str:
    """The local name that an imported one gets."""
    return alias.asname or alias.name.partition(".")[0]


def is_type_checking(test: ast.expr) -> bool:
    """``TYPE_CHECKING`` and ``typing.TYPE_CHECKING``."""
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
    return False


def is_main_guard(test: ast.expr) -> bool:
    """``__name__ == "__main__"``, either way round."""
    match test:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
            names = {getattr(side, "id", None) or getattr(side, "value", None) for side in (left, right)}
            return names == {"__name__", "__main__"}
    return False


def live_blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    """The inner blocks of a compound statement that can run in workflow code."""
    if isinstance(statement, ast.If) and (is_type_checking(statement.test) or is_main_guard(statement.test)):
        return [statement.orelse]
    blocks = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    blocks += [part.body for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ()))]
    return [block for block in blocks if block]


def _index(parsed: ParsedModule, body: list[ast.stmt], guards: tuple[ast.stmt, ...]) -> None:
    for statement in body:
        for name, alias in _bound_by(statement):
            parsed.definitions.setdefault(name, []).append(Definition(statement, alias, guards))
        filled = filled_name(statement)
        if filled is not None:
            parsed.fillings.setdefault(filled, []).append(Definition(statement, None, guards))
        if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*":
            parsed.star_imports.append(statement)
        if not isinstance(statement, FunctionNode | ast.ClassDef):
            for block in live_blocks(statement):
                _index(parsed, block, (*guards, statement))


def _bound_by(statement: ast.stmt) -> Iterator[tuple[str, ast.alias | None]]:
    match statement:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            for alias in names:
                if alias.name != "*":
                    yield bound_name(alias), alias
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, None
        case ast.AnnAssign(value=None):
            return
        case _:
            for part in _own_expressions(statement):
                for node in ast.walk(part):
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        yield node.id, None


def _own_expressions(statement: ast.stmt) -> Iterator[ast.AST]:
    """The parts of a statement that are no statements themselves."""
    for child in ast.iter_child_nodes(statement):
        if not isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield child


def filled_name(statement: ast.stmt) -> str | None:
    """The name whose value ``NAME[x] = y``, ``NAME.append(x)`` and their like change in place."""
    match statement:
        case ast.Assign(targets=[ast.Subscript() as target]):
            return _root(target)
        case ast.AugAssign(target=ast.Subscript() as target) | ast.Delete(targets=[ast.Subscript() as target]):
            return _root(target)
        case ast.Expr(value=ast.Call(func=ast.Attribute() as target)):
            return _root(target)
    return None


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


class Modules:
    """The first-party modules that one compilation has looked at; each is parsed once."""

    def __init__(self, finder: SourceFinder) -> None:
        self._finder = finder
        self._parsed: dict[str, ParsedModule | None] = {}
        self.asked: dict[str, Origin] = {}
        """Every module that the result depends on, with what the finder said of it."""

    def origin(self, name: str) -> Origin:
        """Who wrote module ``name``."""
        origin = self.asked.get(name)
        if origin is None:
            origin = self.asked[name] = self._finder.origin(name)
        return origin

    def get(self, name: str) -> ParsedModule | None:
        """The parsed first-party module, or ``None``.

        Raises:
            CompileError: its source breaks a rule.
        """
        if name not in self._parsed:
            source = self._finder.find(name) if self.origin(name) is Origin.FIRST_PARTY else None
            self._parsed[name] = None if source is None else parse_module(source)
        return self._parsed[name]

    def looked_at(self) -> list[ParsedModule]:
        """All modules that were parsed so far."""
        return [parsed for parsed in self._parsed.values() if parsed is not None]

    def denote(self, parsed: ParsedModule, name: str, chain: tuple[str, ...], *, depth: int = 0) -> Denoted:
        """What ``name.chain`` means in ``parsed``. Of several bindings the last one counts."""
        definitions = parsed.definitions.get(name)
        if depth > 50 or (definitions is None and (parsed.star_imports or not hasattr(builtins, name))):
            return Denoted(Denotation.UNKNOWN, parsed.name, name)
        if definitions is None:
            return Denoted(Denotation.BUILTIN, "builtins", ".".join([name, *chain]))
        last = definitions[-1]
        match last.statement:
            case ast.Import():
                assert last.alias is not None
                top = last.alias.name if last.alias.asname else last.alias.name.partition(".")[0]
                return self.denote_in(top, chain, depth=depth + 1)
            case ast.ImportFrom() as node:
                assert last.alias is not None
                module = absolute_import(parsed.source, node)
                if module == parsed.name:
                    return self.denote_in(f"{module}.{last.alias.name}", chain, depth=depth + 1)
                return self.denote_in(module, (last.alias.name, *chain), depth=depth + 1)
        return _own(parsed, last.statement, name, chain)

    def denote_in(self, module: str, chain: tuple[str, ...], *, depth: int = 0) -> Denoted:
        """What ``chain`` means as attributes of module ``module``."""
        origin = self.origin(module)
        if origin in {Origin.STANDARD_LIBRARY, Origin.DOOR}:
            return Denoted(Denotation.LIBRARY, module, ".".join(chain))
        if origin is Origin.PASSED:
            return Denoted(Denotation.PASSED, module, ".".join(chain))
        if origin is Origin.THIRD_PARTY:
            return Denoted(Denotation.THIRD_PARTY, module, ".".join(chain))
        parsed = self.get(module)
        if parsed is None:
            return Denoted(Denotation.UNKNOWN, module, ".".join(chain))
        if not chain:
            return Denoted(Denotation.MODULE, module)
        if chain[0] in parsed.definitions:
            return self.denote(parsed, chain[0], chain[1:], depth=depth + 1)
        if self.origin(f"{module}.{chain[0]}") is Origin.FIRST_PARTY:
            return self.denote_in(f"{module}.{chain[0]}", chain[1:], depth=depth + 1)
        return Denoted(Denotation.UNKNOWN, module, ".".join(chain))


def _own(parsed: ParsedModule, statement: ast.stmt, name: str, chain: tuple[str, ...]) -> Denoted:
    dotted = ".".join([name, *chain])
    durable = parsed.discovered.find(dotted)
    if durable is not None and durable.directive is Directive.STEP:
        return Denoted(Denotation.STEP, parsed.name, dotted)
    if isinstance(statement, FunctionNode) and not chain:
        return Denoted(Denotation.FUNCTION, parsed.name, name)
    if isinstance(statement, ast.ClassDef) and not chain:
        return Denoted(Denotation.CLASS, parsed.name, name)
    return Denoted(Denotation.VALUE, parsed.name, dotted)
