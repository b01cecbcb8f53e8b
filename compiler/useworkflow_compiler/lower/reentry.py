"""The form of a function that takes a captured state up again: structural re-entry.

    a(); x = await f()   ->   if not _uw_go: a()
                              if not _uw_go:
                                  _uw_pc = 1
                                  x = await f()
                              else:
                                  _uw_go = 0
                                  x = await _uw_state.take()

``_uw_go`` is the counter to go to, 0 once it is reached. A statement before it is skipped; a loop goes on with its saved
iterator; a ``with`` enters its saved manager without calling the user's ``__enter__``; a handler is entered by raising
the saved exception into it; a pending completion of a ``finally`` is made again inside the native ``try``. A block is
entered only while ``_uw_go`` is 0 or within its span. Read next: ``functions``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower import ir
from useworkflow_compiler.lower.fast import Fast, forgetting, guarded, let_eviction_pass, note_exception, unseen
from useworkflow_compiler.lower.syntax import (
    GO,
    STATE,
    assign,
    at_most,
    call,
    choice,
    const,
    equals,
    located,
    located_all,
    method,
    name,
    negated,
    within,
)


def _fresh() -> ast.expr:
    return negated(name(GO))


class Reentry(Fast):
    """Turns blocks into the statements of the re-entry form."""

    def block(self, block: ir.Block) -> list[ast.stmt]:
        last = max((i for i, step in enumerate(block) if not isinstance(step, ir.Plain)), default=-1)
        statements: list[ast.stmt] = []
        for index, step in enumerate(block):
            made = self.step(step)
            if index < last:
                covered = None if isinstance(step, ir.Plain) else ir.span([step])
                test = _fresh() if covered is None else at_most(GO, covered[1])
                made = [located(ast.If(test, made, []), made[0])]
            statements += made
        return statements

    def _suspend(self, step: ir.Suspend) -> list[ast.stmt]:
        again = [assign(GO, const(0)), self._received(step, method(STATE, "take"))]
        return [ast.If(_fresh(), super()._suspend(step), again)]

    def _if(self, step: ir.If) -> list[ast.stmt]:
        test = self._branch(step.test, step.body, step.orelse)
        return [ast.If(test, self.body(step.body), self.block(step.orelse))]

    def _while(self, step: ir.While) -> list[ast.stmt]:
        test = self._branch(step.test, step.body, step.orelse)
        return [ast.While(test, self.body(step.body), self.block(step.orelse))]

    def _branch(self, test: ast.expr, body: ir.Block, orelse: ir.Block) -> ast.expr:
        inside, outside = ir.span(body), ir.span(orelse)
        if inside is None and outside is None:
            return test
        if inside is None:
            return choice(name(GO), const(False), test)
        return choice(name(GO), const(True) if outside is None else at_most(GO, inside[1]), test)

    def _for(self, step: ir.For) -> list[ast.stmt]:
        inside = ir.span(step.body)
        again: ast.expr = ast.Tuple([], ast.Load())
        if inside is not None:
            resumed = call("_uw_chain", ast.Tuple([const(None)], ast.Load()), name(step.iterator))
            again = resumed if ir.span(step.orelse) is None else choice(at_most(GO, inside[1]), resumed, again)
        values = choice(name(GO), again, name(step.iterator))
        first: list[ast.stmt] = [ast.If(_fresh(), [ast.Assign([step.target], name(step.item))], [])]
        loop = ast.For(_stored(step.item), values, [*first, *self.body(step.body)], self.block(step.orelse))
        begin = assign(step.iterator, call("_uw_iter", step.iterable))
        return [located(ast.If(_fresh(), [begin], []), step.iterable), loop, assign(step.iterator, const(None))]

    def _with(self, step: ir.With) -> list[ast.stmt]:
        begin = assign(step.manager, call("_uw_Managed", step.context))
        body = self.body(step.body)
        target = None
        if step.target is not None:
            target = _stored(step.item)
            body = [ast.If(_fresh(), [ast.Assign([step.target], name(step.item))], []), *body]
        entered = ast.With([ast.withitem(name(step.manager), target)], body)
        return [located(ast.If(_fresh(), [begin], []), step.context), entered, assign(step.manager, const(None))]

    def _try(self, step: ir.Try) -> list[ast.stmt]:
        inside = ir.span(step.body)
        handled = [(handler, ir.span(handler.body)) for handler in step.handlers]
        body = self.body(step.body)
        if ir.span(step.orelse) is not None or any(covered for _, covered in handled):
            body = [located(ast.If(at_most(GO, inside[1] if inside else 0), body, []), step.origin)]
        raises: list[ast.stmt] = [
            ast.If(within(GO, *covered), [ast.Raise(method(STATE, "rethrow", name(handler.exc)))], [])
            for handler, covered in handled
            if covered is not None
        ]
        handlers = unseen(step, self._handlers(handled))
        made = ast.TryStar if step.star else ast.Try
        return [made([*raises, *body], handlers, self.block(step.orelse), [])]

    def _handlers(self, handled: list[tuple[ir.Handler, tuple[int, int] | None]]) -> list[ast.ExceptHandler]:
        """The clauses; while an exception is re-raised its clause is chosen by number, and no type is evaluated."""
        last = max((i for i, (_, covered) in enumerate(handled) if covered is not None), default=-1)
        made = []
        for index, (handler, covered) in enumerate(handled):
            clause = self._handler(handler)
            if index <= last and clause.type is not None:
                kind = choice(name(GO), ast.Tuple([], ast.Load()), clause.type)
                if covered is not None:
                    kind = choice(within(GO, *covered), name("_uw_BaseException"), kind)
                clause = located(ast.ExceptHandler(kind, clause.name, clause.body), handler.origin)
            made.append(clause)
        return made

    def _finally(self, step: ir.Finally) -> list[ast.stmt]:
        final_span = ir.span(step.final)
        if final_span is None:
            return super()._finally(step)
        inside = within(GO, *final_span)
        body: list[ast.stmt] = [located(ast.If(inside, self._pending(step), self._marked(step)), step.origin)]
        handlers = [let_eviction_pass(), note_exception(step, [name(GO)])]
        return [ast.Try(body, handlers, [], guarded(step, forgetting(step, self.body(step.final))))]

    def _marked(self, step: ir.Finally) -> list[ast.stmt]:
        return [*self.body(step.body), assign(step.kind, const(ir.NORMAL))]

    def _pending(self, step: ir.Finally) -> list[ast.stmt]:
        """Leave the ``try`` body in the way in which it was left before the capture."""
        ways: dict[int, ast.stmt] = {
            ir.RAISE: ast.Raise(method(STATE, "rethrow", name(step.exc))),
            ir.RETURN: ast.Return(name(step.value) if step.value else None),
            ir.BREAK: ast.Break(),
            ir.CONTINUE: ast.Continue(),
        }
        possible = [ir.RAISE, *sorted(step.ways)]
        leave: list[ast.stmt] = [ast.If(equals(step.kind, kind), [ways[kind]], []) for kind in possible]
        return located_all(leave, step.origin)


def _stored(identifier: str) -> ast.expr:
    return ast.Name(identifier, ast.Store())
