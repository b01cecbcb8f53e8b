"""The user's statements become blocks.

    if await ready():      Suspend(_uw_t1, ready())
        a = 1        ->    If(_uw_t1, [Plain(a = 1)], [])

A statement without a suspension stays as it is. Read next: ``expressions``, ``fast``, ``reentry``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower import ir
from useworkflow_compiler.lower.completions import mark_completions
from useworkflow_compiler.lower.comprehensions import comprehension_to_loop
from useworkflow_compiler.lower.context import Context
from useworkflow_compiler.lower.expressions import Expressions
from useworkflow_compiler.lower.managers import async_for_to_while, async_with_to_try
from useworkflow_compiler.lower.patterns import match_to_choice
from useworkflow_compiler.lower.syntax import assign, const, located, located_all, name, negated, store

_SUSPENDING = (ast.Await, ast.Yield, ast.YieldFrom)
_LETS_GO = (ast.Expr, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Delete, ast.Assert)


class Statements:
    """Lowers the statements of one function to blocks.

    What the parts of a simple statement were kept in is let go of at its end, as Python's stack does.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.suspends = context.suspends
        self.expressions = Expressions(
            context, lambda node, result: comprehension_to_loop(context, node, result), self.block
        )

    def block(self, statements: list[ast.stmt]) -> ir.Block:
        """Lower ``statements``, neighbouring plain ones together."""
        result: ir.Block = []
        for statement in statements:
            for step in self.statement(statement):
                if isinstance(step, ir.Plain) and result and isinstance(result[-1], ir.Plain):
                    result[-1] = ir.Plain([*result[-1].body, *step.body])
                else:
                    result.append(step)
        return result

    def statement(self, node: ast.stmt) -> ir.Block:
        """Lower one statement."""
        if not self.suspends(node):
            return [ir.Plain([node])]
        around, self.context.held = self.context.held, []
        lowered: ir.Block = getattr(self, f"_lower_{type(node).__name__}")(node)
        if isinstance(node, _LETS_GO):
            lowered += self._let_go(node)
        self.context.held = around
        return lowered

    def _let_go(self, node: ast.AST) -> ir.Block:
        held, self.context.held = self.context.held, []
        if not held:
            return []
        return [_letting_go(held, node)]

    def _evaluated(self, node: ast.expr, target: str) -> tuple[ir.Block, ast.expr]:
        """Leave the value of ``node``, which a statement with a body holds, in ``target``; one that does not suspend stays where it is."""
        if not self.suspends(node):
            return [], node
        return [*self.expressions.into(target, node), *self._let_go(node)], located(name(target), node)

    def _tested(self, node: ast.expr) -> tuple[ir.Block, ast.expr]:
        """Like ``_evaluated`` for what is only tested."""
        block, value = self.expressions.explode(node)
        tested = value.operand if isinstance(value, ast.UnaryOp) else value
        if isinstance(tested, ast.Name) and self.context.held[-1:] == [tested.id]:
            self.context.held.pop()
        elif self.context.held:
            kept = self.context.fresh("c")
            block.append(ir.Plain([located(assign(kept, value), node)]))
            value = located(name(kept), node)
        return [*block, *self._let_go(node)], value

    # simple statements

    def _lower_Expr(self, node: ast.Expr) -> ir.Block:
        block, value = self.expressions.explode(node.value)
        last = block[-1] if block else None
        if isinstance(last, ir.Suspend) and isinstance(node.value, _SUSPENDING):
            self.expressions.retarget(last, None)
            return block
        return [*block, ir.Plain([located(ast.Expr(value), node)])]

    def _lower_Return(self, node: ast.Return) -> ir.Block:
        assert node.value is not None
        block, value = self.expressions.explode(node.value)
        return [*block, ir.Plain([located(ast.Return(value), node)])]

    def _lower_Assign(self, node: ast.Assign) -> ir.Block:
        block, value = self.expressions.explode(node.value)
        if not self.suspends.any(node.targets):
            last = block[-1] if block else None
            single = node.targets[0] if len(node.targets) == 1 else None
            if isinstance(last, ir.Suspend) and isinstance(single, ast.Name) and isinstance(node.value, _SUSPENDING):
                self.expressions.retarget(last, single)
                return block
            return [*block, ir.Plain([located(ast.Assign(node.targets, value), node)])]
        spilled, kept = self.expressions.spill(value)
        block += spilled
        for target in node.targets:
            block += self._assign_to(target, kept, node)
        return block

    def _assign_to(self, target: ast.expr, value: ast.expr, origin: ast.stmt) -> ir.Block:
        """Assign ``value``, which is simple, to a target that may suspend in its own parts, left to right."""
        if isinstance(target, ast.Starred):
            return self._assign_to(target.value, value, origin)
        if not self.suspends(target):
            return [ir.Plain([located(ast.Assign([target], value), origin)])]
        if isinstance(target, ast.Tuple | ast.List):
            names = [self.context.temporary() for _ in target.elts]
            parts: list[ast.expr] = [
                ast.Starred(store(kept), ast.Store()) if isinstance(element, ast.Starred) else store(kept)
                for kept, element in zip(names, target.elts, strict=True)
            ]
            unpack = located(ast.Assign([ast.Tuple(parts, ast.Store())], value), origin)
            block: ir.Block = [ir.Plain([unpack])]
            for kept, element in zip(names, target.elts, strict=True):
                block += self._assign_to(element, located(name(kept), origin), origin)
            return block
        block, place = self._place(target)
        return [*block, ir.Plain([located(ast.Assign([place], value), origin)])]

    def _place(self, target: ast.expr) -> tuple[ir.Block, ast.expr]:
        """An attribute or subscript target whose parts have been evaluated."""
        if isinstance(target, ast.Attribute):
            block, owner = self.expressions.explode(target.value)
            return block, located(ast.Attribute(owner, target.attr, target.ctx), target)
        assert isinstance(target, ast.Subscript)
        block, (owner, index) = self.expressions.sequence([target.value, target.slice])
        return block, located(ast.Subscript(owner, index, target.ctx), target)

    def _lower_AnnAssign(self, node: ast.AnnAssign) -> ir.Block:
        """Of an attribute or a subscript: names have lost their annotations before."""
        return [] if node.value is None else self._lower_Assign(located(ast.Assign([node.target], node.value), node))

    def _lower_AugAssign(self, node: ast.AugAssign) -> ir.Block:
        block: ir.Block = []
        target = node.target
        if not isinstance(target, ast.Name):
            block, target = self._kept_place(target)
        old = self.context.temporary()
        block.append(ir.Plain([located(assign(old, _loaded(target)), node)]))
        before, value = self.expressions.explode(node.value)
        changed: list[ast.stmt] = [ast.AugAssign(store(old), node.op, value), ast.Assign([target], name(old))]
        return [*block, *before, ir.Plain(located_all(changed, node))]

    def _kept_place(self, target: ast.Attribute | ast.Subscript) -> tuple[ir.Block, ast.Attribute | ast.Subscript]:
        """``target`` with its parts in locals, so that it can be read now and assigned later."""
        if isinstance(target, ast.Attribute):
            block, owner = self.expressions.to_name(target.value)
            return block, located(ast.Attribute(owner, target.attr, ast.Store()), target)
        block, (owner, index) = self.expressions.sequence([target.value, target.slice])
        spilled_owner, owner = self.expressions.spill(owner)
        spilled_index, index = self.expressions.spill(index)
        block += spilled_owner + spilled_index
        return block, located(ast.Subscript(owner, index, ast.Store()), target)

    def _lower_Delete(self, node: ast.Delete) -> ir.Block:
        block: ir.Block = []
        for target in node.targets:
            before, place = ([], target) if not self.suspends(target) else self._place(target)
            block += [*before, ir.Plain([located(ast.Delete([place]), node)])]
        return block

    def _lower_Raise(self, node: ast.Raise) -> ir.Block:
        parts = [part for part in (node.exc, node.cause) if part is not None]
        block, values = self.expressions.sequence(parts)
        return [*block, ir.Plain([located(ast.Raise(*values), node)])]

    def _lower_Assert(self, node: ast.Assert) -> ir.Block:
        block, test = self.expressions.explode(node.test)
        before, message = self.expressions.explode(node.msg) if node.msg is not None else ([], None)
        fail = ir.Plain([located(ast.Assert(const(False), message), node)])
        debug = located(name("__debug__"), node)
        checked = [*block, ir.If(located(negated(test), node), [*before, fail], [], node)]
        return [ir.If(debug, checked, [], node)]

    def _lower_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ir.Block:
        block, decorators = self.expressions.sequence(node.decorator_list)
        if decorators:
            for index, decorator in enumerate(decorators):
                spilled, decorators[index] = self.expressions.spill(decorator)
                block += spilled
        before, node.args = self.expressions.defaults(node.args)
        node.decorator_list = decorators  # in place: the node is how its function is known
        return [*block, *before, ir.Plain([node])]

    _lower_AsyncFunctionDef = _lower_FunctionDef

    def _lower_ClassDef(self, node: ast.ClassDef) -> ir.Block:
        count = len(node.decorator_list)
        keywords = [keyword.value for keyword in node.keywords]
        block, values = self.expressions.sequence([*node.decorator_list, *node.bases, *keywords])
        bases = values[count : count + len(node.bases)]
        named = [ast.keyword(k.arg, v) for k, v in zip(node.keywords, values[count + len(node.bases) :], strict=True)]
        changed = ast.ClassDef(**{field: getattr(node, field) for field in node._fields})
        ast.copy_location(changed, node)
        changed.decorator_list, changed.bases, changed.keywords = values[:count], bases, named
        return [*block, ir.Plain([located(changed, node)])]

    # control flow

    def _lower_If(self, node: ast.If) -> ir.Block:
        block, test = self._tested(node.test)
        return [*block, ir.If(test, self.block(node.body), self.block(node.orelse), node)]

    def _lower_While(self, node: ast.While) -> ir.Block:
        if not self.suspends(node.test):
            return [ir.While(node.test, self.block(node.body), self.block(node.orelse), node)]
        done = self.context.fresh("d")
        leave: list[ast.stmt] = [assign(done, const(True)), ast.Break()]
        check: list[ast.stmt] = [ast.If(negated(node.test), leave, [])]
        loop = ast.While(const(True), [*check, *node.body], [])
        whole: list[ast.stmt] = [assign(done, const(False)), loop]
        if node.orelse:
            whole.append(ast.If(name(done), node.orelse, []))
        return self.block(located_all(whole, node))

    def _lower_For(self, node: ast.For) -> ir.Block:
        iterator, item = self.context.lasting("i"), self.context.fresh("v")
        block, iterable = self._evaluated(node.iter, iterator)
        target, body = node.target, node.body
        if self.suspends(target):
            target = located(store(item), node)
            body = [located(ast.Assign([node.target], name(item)), node), *body]
        loop = ir.For(iterator, item, iterable, target, self.block(body), self.block(node.orelse), node)
        return [*block, loop]

    def _lower_AsyncFor(self, node: ast.AsyncFor) -> ir.Block:
        return self.block(async_for_to_while(self.context, node))

    def _lower_AsyncWith(self, node: ast.AsyncWith) -> ir.Block:
        return self.block(async_with_to_try(self.context, node))

    def _lower_With(self, node: ast.With) -> ir.Block:
        first, *others = node.items
        local, item = self.context.lasting("m"), self.context.fresh("v")
        block, manager = self._evaluated(first.context_expr, local)
        body: list[ast.stmt] = [located(ast.With(others, node.body), node)] if others else node.body
        target = first.optional_vars
        if target is not None and self.suspends(target):
            body = [located(ast.Assign([target], name(item)), node), *body]
            target = located(store(item), node)
        return [*block, ir.With(local, item, manager, target, self.block(body), node)]

    def _lower_Match(self, node: ast.Match) -> ir.Block:
        subject = self.context.lasting("s")
        block = [*self.expressions.into(subject, node.subject), *self._let_go(node)]
        return block + self.block(match_to_choice(self.context, node, subject))

    def _lower_Try(self, node: ast.Try) -> ir.Block:
        if node.finalbody:
            return [self._finally(node)]
        body, kept = self._tried(node.body)
        if not any(map(_catches_all, node.handlers)):
            self.context.kept += kept
        handlers = [self._handler(handler, kept) for handler in node.handlers]
        return [ir.Try(body, handlers, self.block(node.orelse), node)]

    def _lower_TryStar(self, node: ast.TryStar) -> ir.Block:
        if node.finalbody:
            return [self._finally(node)]
        for handler in node.handlers:
            if self.suspends(handler):
                raise self.context.refuse(
                    self.suspends.first(handler), "`await` in the body of `except*`", code="UW121",
                    why="the groups that the other clauses still have to see cannot be kept across a suspension",
                    mend="collect the exceptions in the `except*` body and await after the `try` statement",
                )  # fmt: skip
        body, kept = self._tried(node.body)
        self.context.kept += kept
        handlers = [ir.Handler(None, "", [], handler, native=_native(handler, kept)) for handler in node.handlers]
        return [ir.Try(body, handlers, self.block(node.orelse), node, star=True)]

    def _tried(self, statements: list[ast.stmt]) -> tuple[ir.Block, list[str]]:
        """A body that may be left anywhere, and what it may then still hold."""
        around, self.context.kept = self.context.kept, []
        block, kept = self.block(statements), self.context.kept
        self.context.kept = around
        return block, kept

    def _finally(self, node: ast.Try | ast.TryStar) -> ir.Finally:
        body: list[ast.stmt] = node.body
        if node.handlers:
            body = [located(type(node)(node.body, node.handlers, node.orelse, []), node)]
        kind, value, exc, ways = "", "", "", frozenset[int]()
        if self.suspends.any(node.finalbody):
            kind, value, exc = (self.context.fresh(letter) for letter in "kwx")
            value = value if self.context.returns else ""
            body, ways = mark_completions(body, kind, value)
        block, kept = self._tried(body)
        final = _let_go_first(kept, self.block(node.finalbody), node.finalbody[0])
        return ir.Finally(block, final, kind, value, exc, ways, node)

    def _handler(self, node: ast.ExceptHandler, kept: list[str]) -> ir.Handler:
        """The clause for ``node``; ``kept`` is what the body that it handles may still hold."""
        if node.type is not None and self.suspends(node.type):
            raise self.context.refuse(
                self.suspends.first(node.type), "`await` in the type of an `except` clause", code="UW122",
                why="Python evaluates it while the exception is in flight, where nothing can be kept",
                mend="compute the exception types before the `try` statement",
            )  # fmt: skip
        if not self.suspends.any(node.body):
            return ir.Handler(node.type, "", [], node, native=_native(node, kept))
        body = _let_go_first(kept, self.block(node.body), node)
        if node.name is not None and node.name.startswith("_uw_"):
            return ir.Handler(node.type, node.name, body, node)
        exc = self.context.fresh("x")
        if node.name is not None:
            forget = [assign(node.name, const(None)), ast.Delete([ast.Name(node.name, ast.Del())])]
            bind = ir.Plain([located(assign(node.name, name(exc)), node)])
            cleanup: ir.Block = [ir.Plain(located_all(forget, node))]
            named = ir.Finally(body, cleanup, "", "", "", frozenset(), node, internal=True)
            return ir.Handler(node.type, exc, [bind, named], node)
        return ir.Handler(node.type, exc, body, node)


def _catches_all(clause: ast.ExceptHandler) -> bool:
    return clause.type is None or (isinstance(clause.type, ast.Name) and clause.type.id == "_uw_BaseException")


def _letting_go(kept: list[str], origin: ast.AST) -> ir.Plain:
    return ir.Plain([located(ast.Assign([store(held) for held in kept], const(None)), origin)])


def _let_go_first(kept: list[str], block: ir.Block, origin: ast.AST) -> ir.Block:
    """``block``, which first lets go of what the body before it may have left in ``kept``."""
    if not kept:
        return block
    first = _letting_go(kept, origin)
    if block and isinstance(block[0], ir.Plain):
        return [ir.Plain([*first.body, *block[0].body]), *block[1:]]
    return [first, *block]


def _native(clause: ast.ExceptHandler, kept: list[str]) -> ast.ExceptHandler:
    """The user's clause, which first lets go of what the body that it handles may have left in ``kept``."""
    if not kept:
        return clause
    body = [*_letting_go(kept, clause).body, *clause.body]
    return located(ast.ExceptHandler(clause.type, clause.name, body), clause)


def _loaded(target: ast.expr) -> ast.expr:
    """The expression that reads what ``target`` assigns."""
    if isinstance(target, ast.Name):
        return ast.copy_location(ast.Name(target.id, ast.Load()), target)
    if isinstance(target, ast.Attribute):
        return ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target)
    assert isinstance(target, ast.Subscript)
    return ast.copy_location(ast.Subscript(target.value, target.slice, ast.Load()), target)
