"""Which names a piece of code reads from its module, by Python's own rules of scope.

Input -> output::

    global_uses(<def f(a): return [g(a.b) for g in GS] + CONFIG.limits.max>)
        -> [GlobalUse("GS", ()), GlobalUse("CONFIG", ("limits", "max"))]

Annotations of functions and of local variables do not count: the bundle leaves them out.

Read next: ``bundle``, which follows these uses from module to module.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


@dataclass(frozen=True)
class GlobalUse:
    """A read of a module-level or built-in name. ``chain``: the attributes that are read off it, ``a.b.c`` -> b, c."""

    name: str
    node: ast.Name
    chain: tuple[str, ...] = ()


@dataclass(frozen=True)
class LocalImport:
    """An import statement inside a function, and the uses of the names that it binds there."""

    node: ast.Import | ast.ImportFrom
    uses: tuple[GlobalUse, ...]


def global_uses(node: ast.AST) -> list[GlobalUse]:
    """The uses in ``node`` (a function, a lambda, an expression, a statement) of names that it does not bind itself.

    For a function: its body, defaults and decorators.
    """
    reader = _Reader()
    reader.visit(node)
    return reader.uses


def global_writes(function: ast.AST) -> list[tuple[str, ast.AST]]:
    """The names that code in ``function`` declares ``global`` and binds, with the node that binds them."""
    found: list[tuple[str, ast.AST]] = []
    for inner in ast.walk(function):
        if isinstance(inner, FunctionNode | ast.ClassDef):
            declared = {name for s in own_nodes(inner) if isinstance(s, ast.Global) for name in s.names}
            for name, place in bindings_of(inner):
                if name in declared:
                    found.append((name, place))
    return found


_CHANGING_METHODS = frozenset(
    {
        *("add", "append", "appendleft", "clear", "discard", "extend", "extendleft", "insert", "pop", "popitem"),
        *("popleft", "remove", "reverse", "rotate", "setdefault", "sort", "subtract", "update"),
    }
)


def changed_values(function: ast.AST) -> list[tuple[ast.Name, ast.AST]]:
    """The names whose value ``function`` changes in place (``n[i] = x``, ``n.append(x)``), with the changing part."""
    found: list[tuple[ast.Name, ast.AST]] = []
    for inner in ast.walk(function):
        match inner:
            case ast.Subscript(value=ast.Name() as root, ctx=ast.Store() | ast.Del()):
                found.append((root, inner))
            case ast.Call(func=ast.Attribute(value=ast.Name() as root, attr=method)) if method in _CHANGING_METHODS:
                found.append((root, inner))
    return found


def changes_of(module: ast.Module, name: str) -> Iterator[tuple[str, ast.AST]]:
    """The functions of ``module``, methods included, that change what its global ``name`` holds, or bind it anew; with the place."""
    for function in _outermost_functions(module):
        for written, place in global_writes(function):
            if written == name:
                yield function.name, place
        changed = [(root, place) for root, place in changed_values(function) if root.id == name]
        if changed:
            read = {id(use.node) for use in global_uses(function)}
            yield from ((function.name, place) for root, place in changed if id(root) in read)


def _outermost_functions(module: ast.Module) -> Iterator[FunctionNode]:
    stack: list[ast.AST] = list(reversed(module.body))
    while stack:
        node = stack.pop()
        if isinstance(node, FunctionNode):
            yield node
        elif isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case):
            stack.extend(reversed(list(ast.iter_child_nodes(node))))


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Every node of ``scope``'s own body; what nested functions, lambdas and classes hold is left out."""
    body = getattr(scope, "body", [])
    stack: list[ast.AST] = list(reversed(body)) if isinstance(body, list) else [body]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, FunctionNode | ast.Lambda | ast.ClassDef):
            stack.extend(reversed([*getattr(node, "decorator_list", []), *_outer_parts(node)]))
        else:
            stack.extend(reversed(list(ast.iter_child_nodes(node))))


def bound_names(scope: ast.AST) -> set[str]:
    """The local names of a function, lambda, class body or module statement list, ``global`` and ``nonlocal`` apart."""
    names = {name for name, _ in bindings_of(scope)}
    for node in own_nodes(scope):
        if isinstance(node, ast.Global | ast.Nonlocal):
            names.difference_update(node.names)
    return names


def is_generator(function: FunctionNode) -> bool:
    """Whether ``function`` itself yields."""
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(function))


def pattern_names(node: ast.AST) -> Iterator[str]:
    """The name that a match pattern captures, if it does."""
    match node:
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            yield name


def _outer_parts(node: ast.AST) -> list[ast.AST]:
    """What a nested definition evaluates in the scope that it stands in."""
    if isinstance(node, ast.ClassDef):
        return [*node.bases, *(keyword.value for keyword in node.keywords)]
    if isinstance(node, FunctionNode | ast.Lambda):
        return [*node.args.defaults, *(default for default in node.args.kw_defaults if default is not None)]
    return []


def bindings_of(scope: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Each name that a function, lambda, class body or module statement list binds, with the node that binds it."""
    if isinstance(scope, FunctionNode | ast.Lambda):
        for arg in arguments_of(scope.args):
            yield arg.arg, arg
    hidden = _comprehension_targets(scope)
    for node in own_nodes(scope):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                if id(node) not in hidden:
                    yield name, node
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node
            case ast.alias(name=name, asname=asname):
                yield asname or name.partition(".")[0], node
            case ast.ExceptHandler(name=str(name)):
                yield name, node
            case _:
                for name in pattern_names(node):
                    yield name, node


def _comprehension_targets(scope: ast.AST) -> set[int]:
    return {
        id(name)
        for node in own_nodes(scope)
        if isinstance(node, ast.comprehension)
        for name in ast.walk(node.target)
        if isinstance(name, ast.Name)
    }


def arguments_of(arguments: ast.arguments) -> list[ast.arg]:
    """Every parameter, in no particular order."""
    extra = [arg for arg in (arguments.vararg, arguments.kwarg) if arg is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *extra]


class _Reader(ast.NodeVisitor):
    """Walks code with the stack of enclosing scopes. A class's own names are not seen by functions inside it."""

    def __init__(self) -> None:
        self.uses: list[GlobalUse] = []
        self._scopes: list[tuple[set[str], set[str]]] = []
        self._class_names: set[str] = set()

    def _is_global(self, name: str) -> bool:
        if name in self._class_names:
            return False
        for names, declared_global in reversed(self._scopes):
            if name in declared_global:
                return True
            if name in names:
                return False
        return True

    def visit_Name(self, node: ast.Name) -> None:
        self._use(node, ())

    def _use(self, node: ast.Name, chain: tuple[str, ...]) -> None:
        if isinstance(node.ctx, ast.Load) and self._is_global(node.id):
            self.uses.append(GlobalUse(node.id, node, chain))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        chain: list[str] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            chain.append(inner.attr)
            inner = inner.value
        if isinstance(inner, ast.Name):
            self._use(inner, tuple(reversed(chain)))
        else:
            self.visit(inner)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._visit_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._visit_function(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_function(node)

    def _visit_function(self, node: FunctionNode | ast.Lambda) -> None:
        for part in [*getattr(node, "decorator_list", []), *_outer_parts(node)]:
            self.visit(part)
        names = bound_names(node) | {p.name for p in getattr(node, "type_params", [])}
        class_names, self._class_names = self._class_names, set()
        self._scopes.append((names, _declared_global(node)))
        body = node.body if isinstance(node.body, list) else [node.body]
        for statement in body:
            self.visit(statement)
        self._scopes.pop()
        self._class_names = class_names

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in [*node.decorator_list, *_outer_parts(node)]:
            self.visit(part)
        class_names, self._class_names = self._class_names, bound_names(node)
        for statement in node.body:
            self.visit(statement)
        self._class_names = class_names

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit(node.target)
        if self._class_names or not self._scopes:
            self.visit(node.annotation)
        if node.value is not None:
            self.visit(node.value)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._visit_comprehension(node, [node.elt])

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._visit_comprehension(node, [node.elt])

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._visit_comprehension(node, [node.elt])

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._visit_comprehension(node, [node.key, node.value])

    def _visit_comprehension(self, node: _Comprehension, results: list[ast.expr]) -> None:
        self.visit(node.generators[0].iter)
        targets = {name.id for part in node.generators for name in ast.walk(part.target) if isinstance(name, ast.Name)}
        self._scopes.append((targets, set()))
        for number, part in enumerate(node.generators):
            if number:
                self.visit(part.iter)
            self.visit(part.target)
            for test in part.ifs:
                self.visit(test)
        for result in results:
            self.visit(result)
        self._scopes.pop()


def _declared_global(scope: ast.AST) -> set[str]:
    return {name for node in own_nodes(scope) if isinstance(node, ast.Global) for name in node.names}
