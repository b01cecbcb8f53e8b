"""The form of a function that runs first: the user's code, and a program counter before each suspension.

    x = await f(a)   ->   _uw_pc = 1
                          x = await f(a)

Beside the counter it keeps what a capture has to find: a loop's iterator, the manager of a ``with``, the exception of
a handler, the completion pending in a ``finally``, each in a local. Clauses that would see the eviction of a parked
coroutine let it pass first. Read next: ``reentry``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.lower import ir
from useworkflow_compiler.lower.syntax import PC, assign, call, choice, const, located, located_all, name


class Fast:
    """Turns blocks into the statements of the fast form."""

    def block(self, block: ir.Block) -> list[ast.stmt]:
        """The statements of ``block``."""
        return [statement for step in block for statement in self.step(step)]

    def body(self, block: ir.Block) -> list[ast.stmt]:
        """Like ``block``, where Python wants at least one statement."""
        return self.block(block) or [ast.Pass(lineno=1, col_offset=0)]

    def step(self, step: ir.Step) -> list[ast.stmt]:
        """The statements of one step."""
        if isinstance(step, ir.Plain):
            return step.body
        made: list[ast.stmt] = getattr(self, f"_{type(step).__name__.lower()}")(step)
        return located_all(made, step.origin)

    def _suspend(self, step: ir.Suspend) -> list[ast.stmt]:
        return [assign(PC, const(step.pc)), self._received(step, step.operand)]

    def _received(self, step: ir.Suspend, operand: ast.expr) -> ast.stmt:
        awaited = located(step.kind(operand), step.origin)
        return ast.Expr(awaited) if step.target is None else ast.Assign([step.target], awaited)

    def _if(self, step: ir.If) -> list[ast.stmt]:
        return [ast.If(step.test, self.body(step.body), self.block(step.orelse))]

    def _while(self, step: ir.While) -> list[ast.stmt]:
        return [ast.While(step.test, self.body(step.body), self.block(step.orelse))]

    def _for(self, step: ir.For) -> list[ast.stmt]:
        loop = ast.For(step.target, name(step.iterator), self.body(step.body), self.block(step.orelse))
        begin = located(assign(step.iterator, call("_uw_iter", step.iterable)), step.iterable)
        return [begin, loop, assign(step.iterator, const(None))]  # let go of it, as Python does

    def _with(self, step: ir.With) -> list[ast.stmt]:
        item = ast.withitem(name(step.manager), step.target)
        made = located(assign(step.manager, call("_uw_Managed", step.context)), step.context)
        return [made, ast.With([item], self.body(step.body)), assign(step.manager, const(None))]

    def _try(self, step: ir.Try) -> list[ast.stmt]:
        handlers = unseen(step, [self._handler(handler) for handler in step.handlers])
        made = ast.TryStar if step.star else ast.Try
        return [made(self.body(step.body), handlers, self.block(step.orelse), [])]

    def _handler(self, handler: ir.Handler) -> ast.ExceptHandler:
        if handler.native is not None:
            return handler.native
        kind = handler.type if handler.type is not None else name("_uw_BaseException")
        return located(ast.ExceptHandler(kind, handler.exc, self.body(handler.body)), handler.origin)

    def _finally(self, step: ir.Finally) -> list[ast.stmt]:
        body, final = self.body(step.body), self.body(step.final)
        handlers: list[ast.ExceptHandler] = []
        if step.kind:
            body = [*body, assign(step.kind, const(ir.NORMAL))]
            handlers = [let_eviction_pass(), note_exception(step, [])]
            final = forgetting(step, final)
        return [ast.Try(body, handlers, [], guarded(step, final))]


def let_eviction_pass() -> ast.ExceptHandler:
    """The clause that lets the eviction of a parked coroutine pass, unseen by the user's clauses."""
    return ast.ExceptHandler(call("_uw_evicted"), None, [ast.Raise()])


def unseen(step: ir.Try, handlers: list[ast.ExceptHandler]) -> list[ast.ExceptHandler]:
    """``handlers``, which the eviction of a coroutine that is parked in the body passes without a word of theirs.

    No plain clause may stand among those of ``except*``: there the types are what is not evaluated.
    """
    if ir.span(step.body) is None:
        return handlers
    if not step.star:
        return [let_eviction_pass(), *handlers]
    nothing = ast.Tuple([], ast.Load())
    return [
        located(ast.ExceptHandler(choice(call("_uw_alive"), clause.type, nothing), clause.name, clause.body), clause)
        for clause in handlers
        if clause.type is not None
    ]


def guarded(step: ir.Finally, final: list[ast.stmt]) -> list[ast.stmt]:
    """``final``, left out while a coroutine that is parked in the body is evicted."""
    if step.internal or ir.span(step.body) is None:
        return final
    return [ast.If(call("_uw_alive"), final, [])]


def forgetting(step: ir.Finally, final: list[ast.stmt]) -> list[ast.stmt]:
    """``final``, after which the function holds the pending completion no longer, however ``final`` ends.

    An exception that stayed in a variable would make a cycle with the frame that its traceback names.
    """
    kept = [step.exc, step.value] if step.value else [step.exc]
    return [ast.Try(final, [], [], [ast.Assign([ast.Name(held, ast.Store()) for held in kept], const(None))])]


def note_exception(step: ir.Finally, unless: list[ast.expr]) -> ast.ExceptHandler:
    """The clause that notes the exception that a ``finally`` is entered with, and raises it on."""
    caught = f"{step.exc}_e"
    note: list[ast.stmt] = [assign(step.kind, const(ir.RAISE)), assign(step.exc, name(caught))]
    if unless:
        note = [ast.If(ast.UnaryOp(ast.Not(), unless[0]), note, [])]
    return ast.ExceptHandler(name("_uw_BaseException"), caught, [*note, ast.Raise()])
