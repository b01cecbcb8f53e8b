"""Make the order of sets, and text with addresses, the same in every process (G5); the meaning is Python's (G1).

Input -> output::

    {a, b}                        _uw_set({a: None, b: None})
    {a, *b}                       _uw_set((a, *_uw_order(b)))
    {x for x in y}                _uw_set({x: None for x in _uw_order(y)})
    for x in order.tags: ...      for x in _uw_order(order.tags): ...       (plain sets of the host come in stable order)
    d.keys() - e                  _uw_setop("-", d.keys(), e)
    f"{order}: {total:.2f}"       f"{_uw_shown(order)}: {total:.2f}"
    order.total = 5               _uw_mine(order).total = 5                  (what all runs share refuses)

It runs on the restricted tree, before the lowering, and changes it in place. What is known to be no set is left as it
is: list and dict displays, ``range(...)``, ``d.items()`` ...

Read next: ``lower``; the functions are in the sandbox's ``ordered``, ``stable`` and ``shared``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Final

from useworkflow_compiler.scopes import GlobalUse, bound_names, global_uses

_READERS: Final = frozenset(
    [
        "list",
        "tuple",
        "enumerate",
        "iter",
        "zip",
        "map",
        "filter",
        "min",
        "max",
        "sum",
        "any",
        "all",
        "reversed",
        "sorted",
        "dict.fromkeys",
    ]
)
"""Built-in functions that go through what they are given; the order shows in what they return."""
_READING_METHODS: Final = frozenset({"join", "extend", "extendleft", "fromkeys"})
_NO_SET_CALLS: Final = frozenset(
    [
        "list",
        "tuple",
        "dict",
        "enumerate",
        "zip",
        "map",
        "filter",
        "range",
        "sorted",
        "reversed",
        "iter",
        "str",
        "int",
        "float",
        "len",
        "set",
        "frozenset",
    ]
)
_FUNCTIONS: Final = _NO_SET_CALLS | frozenset(
    ["len", "abs", "bool", "repr", "hash", "callable", "bytes", "complex", "round", "type", "None"]
)
_NO_SET_METHODS: Final = frozenset(
    ["keys", "values", "items", "split", "splitlines", "rsplit", "popitem", "strip", "most_common", "elements"]
)
_NO_SET_NODES: Final = (
    *(ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp, ast.GeneratorExp, ast.Constant, ast.JoinedStr),
    *(ast.Await, ast.Lambda, ast.Compare, ast.Yield, ast.YieldFrom, ast.Set, ast.SetComp, ast.Slice),
)
_VIEWS: Final = frozenset({"keys", "items"})
_OPERATORS: Final[dict[type[ast.operator], str]] = {ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.Sub: "-"}


def stabilise(tree: ast.Module) -> ast.Module:
    """Change a restricted module in place, and return it."""
    own = bound_names(tree)
    builtin = {id(use.node): use for use in global_uses(tree) if use.name not in own}
    made = _Stabiliser(builtin, _view_names(tree)).visit(tree)
    assert isinstance(made, ast.Module)
    return made


def _view_names(tree: ast.Module) -> frozenset[str]:
    """Names that are somewhere bound to the keys or items of a dictionary."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value) if _is_view(value):
                found.update(target.id for target in targets if isinstance(target, ast.Name))
            case ast.NamedExpr(target=ast.Name(id=name), value=value) if _is_view(value):
                found.add(name)
    return frozenset(found)


def _is_view(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _VIEWS
        and not node.args
        and not node.keywords
    )


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and type(node.value) is str)


class _Stabiliser(ast.NodeTransformer):
    """``builtin``: reads of built-in functions by the identity of their nodes, which they keep alive: a node that is made
    here never has the identity of one that is gone."""

    def __init__(self, builtin: dict[int, GlobalUse], views: frozenset[str]) -> None:
        self._builtin = builtin
        self._views = views

    # --- sets

    def visit_Set(self, node: ast.Set) -> ast.AST:
        self.generic_visit(node)
        if any(isinstance(element, ast.Starred) for element in node.elts):
            return _call("_uw_set", [ast.copy_location(ast.Tuple(node.elts, ast.Load()), node)], node)
        values: list[ast.expr] = [ast.copy_location(ast.Constant(None), node) for _ in node.elts]
        return _call("_uw_set", [ast.copy_location(ast.Dict([*node.elts], values), node)], node)

    def visit_SetComp(self, node: ast.SetComp) -> ast.AST:
        self.generic_visit(node)
        value = ast.copy_location(ast.Constant(None), node)
        return _call("_uw_set", [ast.copy_location(ast.DictComp(node.elt, value, node.generators), node)], node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        text = isinstance(node.op, ast.Mod) and _is_text(node.left)
        viewed = self._may_be_view(node.left) or self._may_be_view(node.right)
        operator = _OPERATORS.get(type(node.op)) if viewed else None
        self.generic_visit(node)
        if text:
            return _call("_uw_percent", [node.left, node.right], node)
        if operator is not None:
            sign = ast.copy_location(ast.Constant(operator), node)
            return _call("_uw_setop", [sign, node.left, node.right], node)
        return node

    def _may_be_view(self, node: ast.expr) -> bool:
        return _is_view(node) or (isinstance(node, ast.Name) and node.id in self._views)

    # --- what is gone through

    def visit_For(self, node: ast.For) -> ast.AST:
        node.iter = self._ordered(node.iter)
        self.generic_visit(node)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        if not node.is_async:
            node.iter = self._ordered(node.iter)
        self.generic_visit(node)
        return node

    def visit_Starred(self, node: ast.Starred) -> ast.AST:
        if isinstance(node.ctx, ast.Load):
            node.value = self._ordered(node.value)
        self.generic_visit(node)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        if any(isinstance(target, ast.Tuple | ast.List) for target in node.targets):
            node.value = self._ordered(node.value)
        self.generic_visit(node)
        return node

    def _ordered(self, node: ast.expr) -> ast.expr:
        return node if self._is_no_set(node) else _call("_uw_order", [node], node)

    def _is_no_set(self, node: ast.expr) -> bool:
        if isinstance(node, _NO_SET_NODES):
            return True
        match node:
            case ast.Subscript(slice=ast.Slice()):
                return True
            case ast.Call(func=ast.Name() as function):
                return self._name_of(function) in _NO_SET_CALLS or function.id == "_uw_order"
            case ast.Call(func=ast.Attribute(attr=method)):
                return method in _NO_SET_METHODS
        return False

    # --- calls

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = self._name_of(node.func)
        if name == "str" and len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.Starred):
            node.func = ast.copy_location(ast.Name("_uw_str", ast.Load()), node.func)
        elif name in _READERS or (isinstance(node.func, ast.Attribute) and node.func.attr in _READING_METHODS):
            node.args = [arg if isinstance(arg, ast.Starred) else self._read_argument(arg) for arg in node.args]
        for keyword in node.keywords:
            if keyword.arg in ("key", "default") and self._name_of(keyword.value) == "str":
                keyword.value = ast.copy_location(ast.Name("_uw_str", ast.Load()), keyword.value)
        self.generic_visit(node)
        return node

    def _read_argument(self, node: ast.expr) -> ast.expr:
        if self._name_of(node) == "str":  # map(str, values)
            return ast.copy_location(ast.Name("_uw_str", ast.Load()), node)
        return node if self._name_of(node) in _FUNCTIONS else self._ordered(node)

    def _name_of(self, node: ast.expr) -> str:
        use = self._builtin.get(id(node))
        return use.name if use is not None and use.node is node else ""

    # --- text

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.value, ast.Constant):
            return node
        if node.conversion == ord("r"):
            node.value, node.conversion = _call("_uw_repr", [node.value], node.value), -1
        elif node.conversion == ord("s"):
            node.value = _call("_uw_str", [node.value], node.value)
        elif node.format_spec is None:
            node.value = _call("_uw_shown", [node.value], node.value)
        return node

    # --- attributes that are set

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            node.value = _call("_uw_mine", [node.value], node.value)
        return node


def _call(function: str, args: Iterable[ast.expr], place: ast.expr) -> ast.Call:
    name = ast.copy_location(ast.Name(function, ast.Load()), place)
    return ast.copy_location(ast.Call(func=name, args=list(args), keywords=[]), place)
