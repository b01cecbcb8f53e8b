"""What each function calls: functions of the module by name, methods, inner functions, and values that turn out when it runs.

Input -> output::

    def apply(f, x):                     functions_of(...) -> [Caller("apply", values=[<f(x)>], named=[<log(x)>], ...)]
        log(x)
        return f(x)

A sync step may come in as such a value, so in a bundle that has sync steps these calls are looked at when they run. Left out is what no
``await`` can stand in: generators, the clauses of ``except*``, the types of ``except``. Read next: ``suspending``, then ``lower.synchronous``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from useworkflow_compiler.constants import dotted_name
from useworkflow_compiler.generated import GeneratedBinding
from useworkflow_compiler.scopes import FunctionNode, bindings_of, bound_names, is_generator, own_nodes

AnyFunction: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_LISTED = frozenset({"list", "tuple", "sorted"})
"""Builtins that make a list of all elements before they do anything else."""
_READING = frozenset({"all", "any", "max", "min", "sum"})
"""Builtins that look at an element when they have it."""
_KEYED = frozenset({"max", "min", "sorted"})
_MAKERS = frozenset({"super", "type"})
"""Builtins whose result is a class or an object whose call makes an instance: no method of such a name is resumable."""


@dataclass(slots=True)
class Caller:
    """A function with the calls of its own scope. ``owner``: the class that it is a method of, else ``""``."""

    node: AnyFunction
    qualname: str
    owner: str = ""
    enclosed: bool = False
    """It stands in the body of a function."""
    carried: tuple[str, ...] = ()
    """Variables of comprehensions around it that it reads."""
    named: list[ast.Call] = field(default_factory=list)
    methods: list[ast.Call] = field(default_factory=list)
    values: list[ast.Call] = field(default_factory=list)
    inner: list[tuple[ast.Call, list[ast.FunctionDef | ast.Lambda]]] = field(default_factory=list)
    """Calls of functions that stand in functions, with those that the name may hold."""
    keyed: list[tuple[ast.Call, ast.Call]] = field(default_factory=list)
    """Calls of ``sorted``, ``min`` and ``max`` with a key, each with a call of the key, which is among the above."""

    @property
    def can_suspend(self) -> bool:
        """Whether it is a plain function whose caller can name it: no generator, and no method that an operator calls."""
        match self.node:
            case ast.FunctionDef(name=name) as node:
                return not (self.owner and name[:2] == "__" == name[-2:]) and not is_generator(node)
            case ast.Lambda() as node:
                return self.enclosed and not any(isinstance(n, ast.Yield | ast.YieldFrom) for n in own_nodes(node))
        return False


def functions_of(tree: ast.Module) -> list[Caller]:
    """Every function and lambda of a module with what it calls."""
    collector = _Collector(tree)
    for statement in tree.body:
        collector.visit(statement)
    return collector.callers


def lists_all(node: ast.expr) -> ast.GeneratorExp | None:
    """The generator expression that a call, or ``*``, makes a list of before it does anything else, so that it may be that list itself."""
    match node:
        case ast.Starred(value=ast.GeneratorExp() as given):
            return None if any(part.is_async for part in given.generators) else given
        case ast.Call(func=ast.Name(id=name)) if name in _LISTED:
            return _plain_generator(node)
        case ast.Call(func=ast.Attribute(attr="join", value=ast.Constant())):
            return _plain_generator(node)
    return None


def reads_all(call: ast.Call) -> ast.GeneratorExp | None:
    """The generator expression that ``call`` reads, element for element, to its end or until it knows enough."""
    match call:
        case ast.Call(func=ast.Name(id=name)) if name in _READING and all(k.arg is not None for k in call.keywords):
            return _plain_generator(call, 2 if name == "sum" else 1)
    return None


def _plain_generator(call: ast.Call, most: int = 1) -> ast.GeneratorExp | None:
    match call.args:
        case [ast.GeneratorExp() as given, *others] if len(others) < most:
            return None if any(part.is_async for part in given.generators) else given
    return None


@dataclass(slots=True)
class _Scope:
    """``kind``: of what node the names are those."""

    kind: type[ast.AST]
    names: dict[str, list[ast.AST]]
    passed: frozenset[str] = frozenset()
    """Names declared ``nonlocal``."""
    outside: frozenset[str] = frozenset()
    """Names declared ``global``."""
    opaque: frozenset[str] = frozenset()
    """Names of what is no plain function: an async step, and a method's own object or class."""

    @property
    def is_comprehension(self) -> bool:
        return issubclass(self.kind, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp)


class _Collector(ast.NodeVisitor):
    def __init__(self, tree: ast.Module) -> None:
        self.callers: list[Caller] = []
        self._scopes: list[_Scope] = []
        self._path: list[str] = []
        self._caller: Caller | None = None
        self._owner = ""
        self._awaited: ast.expr | None = None
        self._module_names = bound_names(tree)

    # --- calls

    def visit_Call(self, node: ast.Call) -> None:
        if self._caller is not None:
            self._note(self._caller, node)
        self.visit(node.func)
        is_builtin = not isinstance(node.func, ast.Name) or self._is_builtin(node.func.id)
        for argument in node.args:
            if is_builtin and argument is (lists_all(node) or reads_all(node)):
                self._comprehension(argument, [argument.elt])
            else:
                self.visit(argument)
        for keyword in node.keywords:
            self.visit(keyword)
            if keyword.arg == "key" and is_builtin and self._caller is not None:
                self._note_key(self._caller, node, keyword.value)

    def visit_Starred(self, node: ast.Starred) -> None:
        listed = lists_all(node)
        if listed is None:
            self.visit(node.value)
        else:
            self._comprehension(listed, [listed.elt])

    def _is_builtin(self, name: str) -> bool:
        return name not in self._module_names and self._bindings(name) is None

    def _note_key(self, caller: Caller, node: ast.Call, key: ast.expr) -> None:
        if not (isinstance(node.func, ast.Name) and node.func.id in _KEYED):
            return
        call = ast.Call(key, [], [])
        match key:
            case ast.Lambda():
                caller.inner.append((call, [key]))
            case ast.Call(func=made) if dotted_name(made)[-1:] != ("partial",):
                return
            case _:
                self._note(caller, call)
        caller.keyed.append((node, call))

    def _note(self, caller: Caller, node: ast.Call) -> None:
        function = node.func
        local = self._bindings(function.id) if isinstance(function, ast.Name) else None
        if isinstance(function, ast.Name) and local is None:
            caller.named.append(node)
        if isinstance(function, ast.Attribute):
            caller.methods.append(node)
        elif local is not None:
            inner: list[ast.FunctionDef | ast.Lambda] = [b for b in local if isinstance(b, ast.FunctionDef)]
            if all(isinstance(bound, FunctionNode | ast.ClassDef | ast.alias) for bound in local):
                caller.inner += [(node, inner)] if inner else []
            elif node is not self._awaited:
                caller.values.append(node)
        elif node is not self._awaited and self._is_value(function):
            caller.values.append(node)

    def _is_value(self, function: ast.expr) -> bool:
        match function:
            case ast.Name():
                return False
            case ast.Call(func=ast.Name(id=name)):
                return name not in _MAKERS and not name.startswith("_uw_")
        return True

    def _bindings(self, name: str) -> list[ast.AST] | None:
        """What binds the local variable ``name``: nothing where it is opaque; ``None`` where it is a name of the module."""
        innermost = True
        for scope in reversed(self._scopes):
            is_hidden = scope.kind is ast.ClassDef and not innermost
            innermost = innermost and scope.is_comprehension
            if name in scope.outside:
                return None
            if name in scope.names and name not in scope.passed and not is_hidden:
                return [] if name in scope.opaque else scope.names[name]
        return None

    def visit_Await(self, node: ast.Await) -> None:
        before, self._awaited = self._awaited, node.value
        self.visit(node.value)
        self._awaited = before

    # --- what cannot be suspended

    def visit_TryStar(self, node: ast.AST) -> None:
        for name, value in ast.iter_fields(node):
            self._visit_in(None if name == "handlers" else self._caller, value)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self._visit_in(None, [] if node.type is None else [node.type])
        self._visit_in(self._caller, node.body)

    def _visit_in(self, caller: Caller | None, nodes: Iterable[ast.AST]) -> None:
        before, self._caller = self._caller, caller
        for node in nodes:
            self.visit(node)
        self._caller = before

    # --- scopes

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for decorator in node.decorator_list:
            self.visit(decorator)
        self._function(node, node.name, node.body)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._function(node, "<lambda>", [node.body])

    def _function(self, node: AnyFunction, name: str, body: Iterable[ast.AST]) -> None:
        self.visit(node.args)
        around = next((scope.kind for scope in reversed(self._scopes) if not scope.is_comprehension), ast.Module)
        caller = Caller(node, ".".join([*self._path, name]), self._owner, issubclass(around, FunctionNode))
        if isinstance(node, ast.Lambda):
            caller.carried = self._carried(node)
        self.callers.append(caller)
        before = self._caller, self._owner
        self._caller, self._owner = caller, ""
        self._path += [name, "<locals>"]
        self._scopes.append(_scope_of(node, bool(caller.owner)))
        for part in body:
            self.visit(part)
        self._scopes.pop()
        del self._path[-2:]
        self._caller, self._owner = before

    def _carried(self, node: ast.Lambda) -> tuple[str, ...]:
        read = {found.id for found in ast.walk(node.body) if isinstance(found, ast.Name)}
        names: set[str] = set()
        for scope in reversed(self._scopes):
            if not scope.is_comprehension:
                break
            names |= read & scope.names.keys()
        return tuple(sorted(names - _scope_of(node, False).names.keys()))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for part in (*node.decorator_list, *node.bases, *node.keywords):
            self.visit(part)
        before = self._caller, self._owner
        self._caller, self._owner = None, node.name
        self._path.append(node.name)
        self._scopes.append(_scope_of(node, False))
        for statement in node.body:
            self.visit(statement)
        self._scopes.pop()
        self._path.pop()
        self._caller, self._owner = before

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp) -> None:
        self._comprehension(node, [node.elt])

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehension(node, [node.elt])

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehension(node, [node.key, node.value])

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self.visit(node.generators[0].iter)
        before, self._caller = self._caller, None
        self._comprehension(node, [node.elt], begun=True)
        self._caller = before

    def _comprehension(self, node: _Comprehension, results: list[ast.expr], *, begun: bool = False) -> None:
        if not begun:
            self.visit(node.generators[0].iter)
        names: dict[str, list[ast.AST]] = {
            name.id: [name] for part in node.generators for name in ast.walk(part.target) if isinstance(name, ast.Name)
        }
        self._scopes.append(_Scope(type(node), names))
        for index, part in enumerate(node.generators):
            for each in (*([part.iter] if index else []), part.target, *part.ifs):
                self.visit(each)
        for result in results:
            self.visit(result)
        self._scopes.pop()


def _scope_of(node: AnyFunction | ast.ClassDef, is_method: bool) -> _Scope:
    names: dict[str, list[ast.AST]] = {}
    for name, place in bindings_of(node):
        names.setdefault(name, []).append(place)
    passed: set[str] = set()
    outside: set[str] = set()
    opaque: set[str] = set()
    for found in own_nodes(node):
        match found:
            case ast.Nonlocal(names=declared):
                passed.update(declared)
            case ast.Global(names=declared):
                outside.update(declared)
        for name, is_async in _nested_step(found):
            names.setdefault(name, []).append(found)
            opaque |= {name} if is_async else set()
    if is_method and isinstance(node, FunctionNode):
        opaque |= {argument.arg for argument in [*node.args.posonlyargs, *node.args.args][:1]}
    return _Scope(type(node), names, frozenset(passed), frozenset(outside), frozenset(opaque))


def _nested_step(node: ast.AST) -> Iterator[tuple[str, bool]]:
    """The name of the nested step that a statement makes, before and after its binding is written out; and whether it is async."""
    match node:
        case GeneratedBinding(target=name, function="_uw_nested", arguments=[_, bool(is_async), *_]):
            yield name, is_async
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(func=ast.Name(id="_uw_nested"), args=[_, ast.Constant(value=bool(is_async)), *_]),
        ):
            yield name, is_async


def function_values(tree: ast.Module) -> Iterator[str]:
    """The names that a module gives to functions which it does not define under them: ``pay = charge``."""
    for statement in tree.body:
        match statement:
            case ast.Assign(value=ast.Name() | ast.Attribute() | ast.Lambda() | ast.IfExp(), targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.Assign(value=ast.Call(func=made), targets=targets) if dotted_name(made)[-1:] == ("partial",):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
