"""Expressions with a suspension inside, in A-normal form.

    x + bump() + await aw(1)   ->   _uw_t1 = x + bump()
                                    _uw_t2 = await aw(1)          and the expression  _uw_t1 + _uw_t2

Evaluation order is the rule: whatever Python evaluates before a suspension is spilled into a local of its own, plain
names included (someone may rebind them meanwhile), constants excepted; what comes after stays where it is. A callee
is spilled as the bound method, ``*l`` as a tuple, ``**d`` as a dict.

Read next: ``comprehensions`` (which become loops), ``statements``.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TypeAlias

from useworkflow_compiler.lower import ir
from useworkflow_compiler.lower.context import Context
from useworkflow_compiler.lower.syntax import assign, const, located, name, negated, store

Exploded: TypeAlias = tuple[ir.Block, ast.expr]
Lower: TypeAlias = Callable[[list[ast.stmt]], ir.Block]


class Expressions:
    """Explodes expressions of one function. ``lower`` turns generated statements into a block (comprehensions)."""

    def __init__(
        self, context: Context, comprehension: Callable[[ast.expr, str], list[ast.stmt]], lower: Lower
    ) -> None:
        self.context = context
        self.suspends = context.suspends
        self._comprehension = comprehension
        self._lower = lower

    def explode(self, node: ast.expr) -> Exploded:
        """The block to run first, and an expression without a suspension that then gives ``node``'s value."""
        if not self.suspends(node):
            return [], node
        explode = getattr(self, f"_explode_{type(node).__name__}", None)
        if explode is not None:
            result: Exploded = explode(node)
            return result
        return self._explode_children(node)

    def to_name(self, node: ast.expr) -> tuple[ir.Block, ast.expr]:
        """Like ``explode``, and the value is in a local of ours (or a constant) afterwards."""
        before, value = self.explode(node)
        spilled, value = self.spill(value)
        return before + spilled, value

    def spill(self, value: ast.expr) -> Exploded:
        """Keep ``value`` (which does not suspend) in a local, in whatever way its kind asks for."""
        if isinstance(value, ast.Constant) or _is_ours(value) or self._is_fixed(value):
            return [], value
        if isinstance(value, ast.Starred):
            before, kept = self.spill(located(ast.Tuple([ast.Starred(value.value, ast.Load())], ast.Load()), value))
            return before, located(ast.Starred(kept, ast.Load()), value)
        if isinstance(value, ast.FormattedValue):
            before, kept = self.spill(located(ast.JoinedStr([value]), value))
            return before, located(ast.FormattedValue(kept, -1, None), value)
        if isinstance(value, ast.Slice):
            return self._spill_slice(value)
        if isinstance(value, ast.Tuple) and any(isinstance(element, ast.Slice) for element in value.elts):
            return self._spill_each(value.elts, lambda kept: located(ast.Tuple(kept, ast.Load()), value))
        temporary = self.context.temporary()
        return [ir.Plain([located(assign(temporary, value), value)])], located(name(temporary), value)

    def _is_fixed(self, value: ast.expr) -> bool:
        return isinstance(value, ast.Name) and value.id in self.context.fixed

    def sequence(self, parts: Sequence[ast.expr]) -> tuple[ir.Block, list[ast.expr]]:
        """Explode ``parts``, which Python evaluates in this order; all before the last suspension are spilled."""
        last = max((i for i, part in enumerate(parts) if self.suspends(part)), default=-1)
        block: ir.Block = []
        values: list[ast.expr] = []
        for index, part in enumerate(parts):
            if index > last:
                values.append(part)
                continue
            before, value = self.explode(part)
            block += before
            if index < last:
                spilled, value = self.spill(value)
                block += spilled
            values.append(value)
        return block, values

    # kinds whose parts are not simply evaluated one after the other

    def _explode_Await(self, node: ast.Await) -> Exploded:
        before, operand = self.explode(node.value)
        temporary = self.context.temporary()
        before.append(ir.Suspend(located(store(temporary), node), operand, node))
        return before, located(name(temporary), node)

    def _explode_Yield(self, node: ast.Yield) -> Exploded:
        before, operand = self.explode(node.value) if node.value is not None else ([], const(None))
        return self._handed_out(node, before, operand)

    def _explode_YieldFrom(self, node: ast.YieldFrom) -> Exploded:
        before, operand = self.explode(node.value)
        return self._handed_out(node, before, operand)

    def _handed_out(self, node: ast.Yield | ast.YieldFrom, before: ir.Block, operand: ast.expr) -> Exploded:
        temporary = self.context.temporary()
        target = located(store(temporary), node)
        before.append(ir.Suspend(target, located(operand, node), node, type(node)))
        return before, located(name(temporary), node)

    def _explode_BoolOp(self, node: ast.BoolOp) -> Exploded:
        result = self.context.temporary()
        block = self.into(result, node.values[0])
        rest = node.values[1:]
        if rest:
            remaining = rest[0] if len(rest) == 1 else located(ast.BoolOp(node.op, rest), node)
            test: ast.expr = name(result) if isinstance(node.op, ast.And) else negated(name(result))
            block.append(ir.If(located(test, node), self.into(result, remaining), [], node))
        return block, located(name(result), node)

    def _explode_IfExp(self, node: ast.IfExp) -> Exploded:
        result = self.context.temporary()
        block, test = self.explode(node.test)
        block.append(ir.If(test, self.into(result, node.body), self.into(result, node.orelse), node))
        return block, located(name(result), node)

    def _explode_Compare(self, node: ast.Compare) -> Exploded:
        if len(node.ops) == 1:
            block, (left, right) = self.sequence([node.left, node.comparators[0]])
            return block, located(ast.Compare(left, node.ops, [right]), node)
        block, parts = self.sequence([node.left, node.comparators[0]])
        (spilled_left, left), (spilled_middle, middle) = self.spill(parts[0]), self.spill(parts[1])
        block += spilled_left + spilled_middle
        result = self.context.temporary()
        first = located(ast.Compare(left, node.ops[:1], [middle]), node)
        rest = located(ast.Compare(middle, node.ops[1:], node.comparators[1:]), node)
        block += self.into(result, first)
        block.append(ir.If(located(name(result), node), self.into(result, rest), [], node))
        return block, located(name(result), node)

    def _explode_NamedExpr(self, node: ast.NamedExpr) -> Exploded:
        block, value = self.explode(node.value)
        return block, located(ast.NamedExpr(node.target, value), node)

    def _explode_Dict(self, node: ast.Dict) -> Exploded:
        parts: list[ast.expr] = []
        for key, value in zip(node.keys, node.values, strict=True):
            parts += [_Merged(value)] if key is None else [key, value]
        block, values = self._merging(parts)
        keys: list[ast.expr | None] = []
        items: list[ast.expr] = []
        remaining = iter(values)
        for key in node.keys:
            keys.append(None if key is None else next(remaining))
            items.append(next(remaining))
        return block, located(ast.Dict(keys, items), node)

    def _explode_Call(self, node: ast.Call) -> Exploded:
        keywords = [_Merged(k.value) if k.arg is None else k.value for k in node.keywords]
        block, values = self._merging([node.func, *node.args, *keywords])
        count = 1 + len(node.args)
        named = [
            located(ast.keyword(keyword.arg, value), keyword)
            for keyword, value in zip(node.keywords, values[count:], strict=True)
        ]
        return block, located(ast.Call(values[0], values[1:count], named), node)

    def _explode_Lambda(self, node: ast.Lambda) -> Exploded:
        block, node.args = self.defaults(node.args)  # in place: the node is how its function is known
        return block, node

    def _explode_ListComp(self, node: ast.ListComp | ast.SetComp | ast.DictComp) -> Exploded:
        """Where only the first iterable suspends, the comprehension stays one, with cells of its own."""
        first, *others = node.generators
        values = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        if not first.is_async and not any(map(self.suspends, (*values, first.target, *first.ifs, *others))):
            block, first.iter = self.explode(first.iter)
            return block, node
        result = self.context.temporary()
        return self._lower(self._comprehension(node, result)), located(name(result), node)

    _explode_SetComp = _explode_ListComp
    _explode_DictComp = _explode_ListComp

    def _explode_GeneratorExp(self, node: ast.GeneratorExp) -> Exploded:
        block, node.generators[0].iter = self.explode(node.generators[0].iter)
        return block, node

    def defaults(self, arguments: ast.arguments) -> tuple[ir.Block, ast.arguments]:
        """Explode the defaults of a function's parameters."""
        keyword_only = [default for default in arguments.kw_defaults if default is not None]
        block, values = self.sequence([*arguments.defaults, *keyword_only])
        positional = values[: len(arguments.defaults)]
        rest = iter(values[len(arguments.defaults) :])
        named = [None if default is None else next(rest) for default in arguments.kw_defaults]
        changed = ast.arguments(
            arguments.posonlyargs, arguments.args, arguments.vararg, arguments.kwonlyargs, named, arguments.kwarg,
            positional,
        )  # fmt: skip
        return block, changed

    # pieces

    def _explode_children(self, node: ast.expr) -> Exploded:
        """Any other kind: its expression fields are evaluated in the order in which they stand."""
        names = [field for field in node._fields if isinstance(getattr(node, field), ast.expr | list)]
        parts: list[ast.expr] = []
        for field in names:
            value = getattr(node, field)
            parts += value if isinstance(value, list) else [value]
        block, values = self.sequence(parts)
        remaining = iter(values)
        changed = {field: getattr(node, field) for field in node._fields}
        for field in names:
            value = changed[field]
            changed[field] = [next(remaining) for _ in value] if isinstance(value, list) else next(remaining)
        return block, located(type(node)(**changed), node)

    def into(self, target: str, value: ast.expr) -> ir.Block:
        """A block that leaves ``value`` in the local ``target``."""
        block, simple = self.explode(value)
        last = block[-1] if block else None
        if isinstance(last, ir.Suspend) and isinstance(last.target, ast.Name) and _same(last.target, simple):
            self.retarget(last, located(store(target), value))
            return block
        return [*block, ir.Plain([located(assign(target, simple), value)])]

    def retarget(self, step: ir.Suspend, target: ast.expr | None) -> None:
        """Let ``step`` assign to ``target`` what it would have left in a temporary."""
        assert isinstance(step.target, ast.Name)
        self.context.unused(step.target.id)
        step.target = target

    def _merging(self, parts: list[ast.expr]) -> tuple[ir.Block, list[ast.expr]]:
        """``sequence`` where a ``_Merged`` part is spilled as a dict of its own."""
        last = max((i for i, part in enumerate(parts) if self.suspends(part)), default=-1)
        block: ir.Block = []
        values: list[ast.expr] = []
        for index, part in enumerate(parts):
            merged = isinstance(part, _Merged)
            before, value = self.explode(part.value if isinstance(part, _Merged) else part)
            block += before
            if index < last:
                if merged:
                    value = located(ast.Dict([None], [value]), value)
                spilled, value = self.spill(value)
                block += spilled
            values.append(value)
        return block, values

    def _spill_slice(self, value: ast.Slice) -> Exploded:
        bounds = [bound for bound in (value.lower, value.upper, value.step) if bound is not None]

        def rebuild(kept: list[ast.expr]) -> ast.expr:
            remaining = iter(kept)
            parts = [None if bound is None else next(remaining) for bound in (value.lower, value.upper, value.step)]
            return located(ast.Slice(*parts), value)

        return self._spill_each(bounds, rebuild)

    def _spill_each(self, parts: list[ast.expr], rebuild: Callable[[list[ast.expr]], ast.expr]) -> Exploded:
        block: ir.Block = []
        kept = []
        for part in parts:
            before, value = self.spill(part)
            block += before
            kept.append(value)
        return block, rebuild(kept)


class _Merged(ast.expr):
    """A ``**value`` among the parts of a call or a dict display."""

    _fields = ("value",)
    value: ast.expr

    def __init__(self, value: ast.expr) -> None:
        super().__init__()
        self.value = value
        self.lineno, self.col_offset = value.lineno, value.col_offset
        self.end_lineno, self.end_col_offset = value.end_lineno, value.end_col_offset


def _is_ours(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id.startswith("_uw_t")


def _same(target: ast.Name, value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id == target.id
