"""A whole module: every function gets its marker, every async one its two forms and its table entry.

    async def f(x):                async def f(x):                   def _uw_factory():
        return await g(x)    ->        if 0: _uw_f1 = None      and      async def f(_uw_state):
                                       _uw_pc = 0                            ... re-entry form ...
                                       _uw_pc = 1
                                       _uw_t1 = await g(x)
                                       return _uw_t1

Inner functions are lowered first and are opaque to the function around them. Read next: ``statements``.
"""

from __future__ import annotations

import ast
import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from useworkflow_compiler import tree
from useworkflow_compiler.format import TRANSFORM, FunctionEntry, Point
from useworkflow_compiler.lower import ir
from useworkflow_compiler.lower.context import Context, may_hold, refuse
from useworkflow_compiler.lower.depth import too_deep
from useworkflow_compiler.lower.fast import Fast
from useworkflow_compiler.lower.genexps import bare_name, write_out_generator_expressions
from useworkflow_compiler.lower.lambdas import write_out_lambdas
from useworkflow_compiler.lower.liveness import live_names
from useworkflow_compiler.lower.mangle import mangle
from useworkflow_compiler.lower.reentry import Reentry
from useworkflow_compiler.lower.scopes import Scope, analyse, names_bound_in
from useworkflow_compiler.lower.statements import Statements
from useworkflow_compiler.lower.suspends import find_yield
from useworkflow_compiler.lower.synchronous import MaySuspend, SyncCalls
from useworkflow_compiler.lower.syntax import (
    CELLS,
    GO,
    PC,
    STATE,
    assign,
    call,
    const,
    dead_store,
    fix_locations,
    located,
    located_all,
    name,
    store,
    walk,
)
from useworkflow_compiler.lower.unbound import check_reads, risky_names
from useworkflow_compiler.lower.visiting import Transformer


@dataclass(slots=True)
class Made:
    """A function under way: its node in the lowered module, and what its re-entry form is made from."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    id: str
    name: str
    qualname: str
    marker: str
    owner: str
    """The class around it, whose private names the interpreter writes out; ``""`` outside of any."""
    sync: bool = False
    declarations: list[ast.stmt] = field(default_factory=list)
    block: ir.Block | None = None
    points: list[ir.Suspend] | None = None


@dataclass(frozen=True, slots=True)
class Lowered:
    """A lowered module: ``main`` is executed, ``resume`` holds the re-entry forms, ``functions`` describes both."""

    main: ast.Module
    resume: ast.Module
    functions: tuple[FunctionEntry, ...]


def lower_module(
    module: ast.Module,
    *,
    name: str,
    filename: str,
    source: str,
    may_suspend: MaySuspend | None = None,
) -> Lowered:
    """Lower ``module``, whose nodes are used up.

    Args:
        module: the tree, already restricted.
        name: the module's name, part of every function id.
        filename: the user's file, for errors.
        source: its text, for errors.
        may_suspend: the sync steps and plain functions that may suspend, where the bundle has sync steps.

    Raises:
        CompileError: something that cannot be kept across a suspension.
    """
    with _no_collection():
        return _lowered(module, _ModuleLowering(name, filename, source.splitlines(), SyncCalls(module, may_suspend)))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector out: a hundred thousand young nodes, of which none can go, cost a quarter of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _lowered(module: ast.Module, lowering: _ModuleLowering) -> Lowered:
    lowering.fixed = frozenset(dir(builtins)) - names_bound_in(module)
    main = lowering.visit(module)
    scopes = analyse(main)
    entries, factories = [], []
    for made in lowering.made:
        entry, factory = _finish(made, scopes[made.node], lowering)
        entries.append(entry)
        factories += factory
    resume = ast.Module(factories, [])
    return Lowered(fix_locations(main), fix_locations(resume), tuple(entries))


class _ModuleLowering(Transformer):
    def __init__(self, module: str, filename: str, lines: list[str], sync: SyncCalls) -> None:
        self.module = module
        self.filename = filename
        self.lines = lines
        self.sync = sync
        self.made: list[Made] = []
        self.fixed: frozenset[str] = frozenset()
        self._path: list[str] = []
        self._ids: dict[str, int] = {}
        self._count = 0
        self._class: bool = False
        self._owner = ""
        self._in_iterable = False

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.decorator_list = [self.visit(decorator) for decorator in node.decorator_list]
        node.bases = [self.visit(base) for base in node.bases]
        mangle(node.name, node.body)
        self._path.append(node.name)
        outside = self._class, self._owner
        self._class, self._owner = True, node.name
        node.body = [self.visit(statement) for statement in node.body]
        self._class, self._owner = outside
        self._path.pop()
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        if id(node) in self.sync.functions:
            made = ast.AsyncFunctionDef(**{field: getattr(node, field) for field in node._fields})
            made.decorator_list = [*node.decorator_list, located(name("_uw_suspending"), node)]
            return self._function(ast.copy_location(made, node), sync=True)
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        node.args = self.visit(node.args)
        qualname = self._qualname("<lambda>")
        (node.body,) = self._within("<lambda>", [node.body])
        made = self._begin(node, "<lambda>", qualname)
        made.sync = id(node) in self.sync.functions
        if self._in_iterable:
            return node  # Python allows no marker here: such a lambda is not captured by id
        self.made.append(made)
        marked = ast.NamedExpr(store(made.marker), const(None))
        node.body = located(ast.IfExp(const(True), node.body, marked), node.body)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """``x.__await__()`` of a coroutine is C's own awaitable, which hides where it stands."""
        self.generic_visit(node)
        callee = node.func
        if isinstance(callee, ast.Attribute) and callee.attr == "__await__" and not node.args and not node.keywords:
            return located(call("_uw_await", callee.value), node)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.target = self.visit(node.target)
        before, self._in_iterable = self._in_iterable, True
        node.iter = self.visit(node.iter)
        self._in_iterable = before
        node.ifs = [self.visit(test) for test in node.ifs]
        return node

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, *, sync: bool = False) -> ast.AST:
        bare = bare_name(node.name)
        made = self._begin(node, bare, self._qualname(bare))
        made.sync = sync
        in_class, self._class = self._class, False
        self._bind_super(node)
        node.decorator_list = [self.visit(decorator) for decorator in node.decorator_list]
        node.args = self.visit(node.args)
        if isinstance(node, ast.AsyncFunctionDef):
            node.body = self.sync.await_in(node.body)
        docstring = node.body[:1] if ast.get_docstring(node, clean=False) is not None else []
        del node.body[: len(docstring)]
        node.body[:0] = write_out_generator_expressions(node.body, write_out_lambdas(node.body, self.sync.lambdas))
        node.body = self._within(bare, node.body)
        self._class = in_class
        made.declarations, body = _hoist(node.body)
        self._lower(node, made, docstring, body)
        self.made.append(made)
        return node

    def _lower(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, made: Made, docstring: list[ast.stmt], body: list[ast.stmt]
    ) -> None:
        head = [*docstring, *made.declarations, located(dead_store(made.marker), node)]
        yields = find_yield(body) is not None
        if isinstance(node, ast.FunctionDef) and not yields:
            node.body = [*head, *body]
            return
        returns = not (yields and isinstance(node, ast.AsyncFunctionDef))
        context = Context(self.filename, self.lines, yields=yields, returns=returns, fixed=self.fixed)
        made.block = Statements(context).block(body)
        points = ir.Points()
        ir.number(made.block, points)
        made.points = points.all
        start = located(assign(PC, const(0)), node)
        node.body = [*head, start, *Fast().block(made.block)]

    def check_depth(self, body: list[ast.stmt]) -> None:
        """Refuse a generated function that the interpreter could not compile. ``body`` is the re-entry form, the deeper one."""
        deep = too_deep(body)
        if deep is not None:
            raise refuse(
                self.filename, self.lines, deep, "statements nested too deeply to be resumable", code="UW124",
                why="the interpreter takes 20 blocks in a function, some of them its own, and the generated code has more than the source",
                mend="move the inner part into an async function of its own and await that",
            )  # fmt: skip

    def _begin(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, bare: str, qualname: str) -> Made:
        digest = tree.normalised_hash(node)[:12]
        base = f"{self.module}:{qualname}@{digest}-{TRANSFORM}"
        count = self._ids[base] = self._ids.get(base, 0) + 1
        identity = base if count == 1 else f"{base}.{count}"
        self._count += 1
        return Made(node, identity, bare, qualname, f"_uw_f{self._count}", self._owner)

    def _qualname(self, bare: str) -> str:
        return ".".join([*self._path, bare])

    def _within(self, bare: str, nodes: list[Any]) -> list[Any]:
        """Visit ``nodes``, the body of function ``bare``."""
        inside = [bare] if bare.startswith("<") and bare != "<lambda>" else [bare, "<locals>"]
        self._path += inside
        visited = [self.visit(node) for node in nodes]
        del self._path[-len(inside) :]
        return visited

    def _bind_super(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        """``super()`` looks at the frame's first argument, which the re-entry form does not have."""
        first = [*node.args.posonlyargs, *node.args.args]
        resumable = isinstance(node, ast.AsyncFunctionDef) or find_yield(node.body) is not None
        if resumable and "super" in self.fixed and (self._owner or not first):
            binder = _SuperBinder(first[0].arg if first else None, node.body)
            node.body = [binder.visit(statement) for statement in node.body]


class _SuperBinder(Transformer):
    """``first``: the function's first argument. Where it may be unbound, or is not there, ``super()`` has errors of its own."""

    def __init__(self, first: str | None, body: list[ast.stmt]) -> None:
        self.first = first
        self.unbound = first is not None and any(_unbinds(node, first) for part in body for node in ast.walk(part))

    def _arguments(self) -> list[ast.expr]:
        if self.first is None:
            return [call("_uw_first")]
        nothing = ast.arguments([], [], None, [], [], None, [])
        first = call("_uw_first", ast.Lambda(nothing, name(self.first))) if self.unbound else name(self.first)
        return [name("__class__"), first]

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args and not node.keywords:
            node.args = located_all_expr(self._arguments(), node)
        return node

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        """Decorators, defaults and annotations belong to the function around."""
        node.decorator_list = [self.visit(decorator) for decorator in node.decorator_list]
        node.args = self.visit(node.args)
        node.returns = node.returns and self.visit(node.returns)
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _function

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        node.args = self.visit(node.args)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.decorator_list = [self.visit(decorator) for decorator in node.decorator_list]
        node.bases = [self.visit(base) for base in node.bases]
        node.keywords = [self.visit(keyword) for keyword in node.keywords]
        return node


def _unbinds(node: ast.AST, variable: str) -> bool:
    match node:
        case ast.Name(id=found, ctx=ast.Del()) | ast.ExceptHandler(name=str(found)):
            return found == variable
    return False


def located_all_expr(nodes: list[ast.expr], origin: ast.AST) -> list[ast.expr]:
    """``located`` for expressions."""
    return [located(node, origin) for node in nodes]


class _Hoister(Transformer):
    """Takes ``global`` and ``nonlocal`` out of a function's body: generated code above may use the names. Takes annotations
    off its variables, which Python neither evaluates nor keeps: in the re-entry form a captured variable is one of the
    function around it, and such a name cannot be annotated."""

    def __init__(self) -> None:
        self.found: list[ast.stmt] = []

    def _take(self, node: ast.stmt) -> ast.stmt:
        self.found.append(node)
        return ast.copy_location(ast.Pass(), node)

    def visit_Global(self, node: ast.Global) -> ast.stmt:
        return self._take(node)

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.stmt:
        return self._take(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        if not isinstance(node.target, ast.Name):
            return node
        if node.value is not None:
            return located(ast.Assign([node.target], node.value), node)
        return located(dead_store(node.target.id) if node.simple else ast.Pass(), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return node

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return node


def _hoist(body: list[ast.stmt]) -> tuple[list[ast.stmt], list[ast.stmt]]:
    hoister = _Hoister()
    kept = [hoister.visit(statement) for statement in body]
    return hoister.found, kept


def _finish(made: Made, scope: Scope, lowering: _ModuleLowering) -> tuple[FunctionEntry, list[ast.stmt]]:
    """The table entry of ``made``, and its re-entry form where it has one."""
    line = getattr(made.node, "lineno", 0)
    if made.block is None or made.points is None:
        return FunctionEntry(made.id, made.name, made.qualname, line, made.marker, sync=made.sync), []
    cells = tuple(sorted(scope.cells | scope.free))
    node = made.node
    assert not isinstance(node, ast.Lambda)
    keep = located(assign(CELLS, _cells_reader(cells)), node)
    if cells:
        node.body.insert(_after_marker(node.body, made.marker), keep)
    locals_ = scope.bound - scope.cells - scope.outer - scope.globals
    live = live_names(made.block)
    lines = _first_lines(node)
    points = tuple(_point(point, live[point.pc] & locals_, lines) for point in made.points)
    holding = tuple(sorted(filter(may_hold, lines.keys() & locals_)))
    entry = FunctionEntry(
        made.id, made.name, made.qualname, line, made.marker, made.marker.replace("_f", "_r"), cells, points, made.sync,
        holding,
    )  # fmt: skip
    restored = sorted({*_parameters(node), *holding, *(local for point in points for local in point.live)} & locals_)
    risky = risky_names(node, scope.cells, _parameters(node))
    factory = _factory(lowering, made, node, cells, restored, entry.resume_marker, risky)
    return entry, [factory]


def _first_lines(node: ast.AST) -> dict[str, int]:
    """The line on which each local is first assigned."""
    lines: dict[str, int] = {}
    for found in walk(node):
        if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Store):
            lines[found.id] = min(found.lineno, lines.get(found.id, found.lineno))
        elif isinstance(found, ast.arg):
            lines[found.arg] = found.lineno
    return lines


def _point(point: ir.Suspend, live: frozenset[str], lines: dict[str, int]) -> Point:
    names = tuple(sorted(live))
    return Point(getattr(point.origin, "lineno", 0), names, tuple(lines.get(name, 0) for name in names))


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    arguments = node.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    parameters += [extra for extra in (arguments.vararg, arguments.kwarg) if extra is not None]
    return [parameter.arg for parameter in parameters]


def _cells_reader(cells: tuple[str, ...]) -> ast.expr:
    """``lambda: (a, b)``, whose closure gives a capture the real cells."""
    nothing = ast.arguments([], [], None, [], [], None, [])
    return ast.Lambda(nothing, ast.Tuple([name(cell) for cell in cells], ast.Load()))


def _after_marker(body: list[ast.stmt], marker: str) -> int:
    for index, statement in enumerate(body):
        first = statement.body[0] if isinstance(statement, ast.If) and statement.body else None
        if isinstance(first, ast.Assign) and isinstance(first.targets[0], ast.Name) and first.targets[0].id == marker:
            return index + 1
    raise AssertionError(marker)


def _factory(
    lowering: _ModuleLowering,
    made: Made,
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    cells: tuple[str, ...],
    restored: list[str],
    marker: str,
    risky: frozenset[str],
) -> ast.stmt:
    """The re-entry form, inside a function whose parameters are its cells, so that they become its closure."""
    assert made.block is not None
    own = [cell for cell in cells if cell != "__class__"]
    declared = {declared for found in made.declarations if isinstance(found, ast.Global) for declared in found.names}
    head: list[ast.stmt] = [ast.Global(sorted(declared))] if declared else []
    head += [ast.Nonlocal(own)] if own else []
    head += [dead_store(marker), *_load_state(restored)]
    if cells:
        head.append(assign(CELLS, _cells_reader(cells)))
    resumed = Reentry().block(made.block)
    if risky:
        resumed = check_reads(resumed, risky)
    body = [*located_all(head, node), *resumed]
    lowering.check_depth(body)
    parameter = ast.arguments([], [ast.arg(STATE)], None, [], [], None, [])
    inner = type(node)(name="_uw_resumed", args=parameter, body=body, decorator_list=[], returns=None)
    outer = ast.arguments([], [ast.arg(cell) for cell in cells], None, [], [], None, [])
    factory = ast.FunctionDef(name="_uw_factory", args=outer, body=[inner], decorator_list=[], returns=None)
    if "type_params" in ast.FunctionDef._fields:  # from Python 3.12 on
        for function in (inner, factory):
            setattr(function, "type_params", [])  # noqa: B010
    if not made.owner:
        return located(factory, node)
    return located(_class_around(made.owner, factory), node)


def _class_around(owner: str, factory: ast.stmt) -> ast.ClassDef:
    """So that inner functions with private names are bound as they are in the class itself."""
    around = ast.ClassDef(name=owner, bases=[], keywords=[], body=[factory], decorator_list=[])
    if "type_params" in ast.ClassDef._fields:
        setattr(around, "type_params", [])  # noqa: B010
    return around


def _load_state(restored: list[str]) -> list[ast.stmt]:
    """``if "x" in _uw_locals: x = _uw_locals["x"]`` for each name: what was unbound stays unbound."""
    kept = "_uw_locals"
    statements: list[ast.stmt] = [
        assign(GO, ast.Attribute(name(STATE), "pc", ast.Load())),
        assign(PC, name(GO)),
        assign(kept, ast.Call(ast.Attribute(name(STATE), "take_locals", ast.Load()), [], [])),
    ]
    for local in restored:
        present = ast.Compare(const(local), [ast.In()], [name(kept)])
        value = ast.Subscript(name(kept), const(local), ast.Load())
        statements.append(ast.If(present, [assign(local, value)], []))
    statements.append(assign(kept, const(None)))
    return statements
