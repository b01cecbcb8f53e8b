"""Which locals count at each suspension: a backward walk over blocks.

    a = f(); b = await g(a); return b   ->   live at point 1: nothing (a is read before, b is assigned after)

Where the walk is unsure a name stays live, so a snapshot can be too large but never too small. A suspension also keeps
what re-entry needs to get back to it: the iterators, managers and exceptions of the statements around it (``held``).
Read next: ``functions``.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace

from useworkflow_compiler.lower import ir
from useworkflow_compiler.lower.syntax import walk

Names = frozenset[str]
NONE: Names = frozenset()


@dataclass(frozen=True, slots=True)
class Exits:
    """What is live where control can go from inside a block, and what re-entry into it needs."""

    exc: Names = NONE
    brk: Names = NONE
    cont: Names = NONE
    ret: Names = NONE
    held: Names = NONE


def live_names(block: ir.Block) -> dict[int, Names]:
    """For each program counter the names (of any scope) that are live while the function is suspended there."""
    walk = _Liveness()
    walk.block(block, NONE, Exits())
    return walk.points


class _Liveness:
    def __init__(self) -> None:
        self.points: dict[int, Names] = {}
        self._known: dict[int, Names] = {}

    def _read(self, node: ast.AST | None) -> Names:
        """Names read anywhere in ``node``, inner functions included; loops ask again and again."""
        if node is None:
            return NONE
        read = self._known.get(id(node))
        if read is None:
            read = self._known[id(node)] = _read(node)
        return read

    def block(self, block: ir.Block, out: Names, exits: Exits) -> Names:
        for step in reversed(block):
            out = getattr(self, f"_{type(step).__name__.lower()}")(step, out, exits)
        return out

    def _plain(self, step: ir.Plain, out: Names, exits: Exits) -> Names:
        for statement in reversed(step.body):
            if isinstance(statement, ast.Return | ast.Break | ast.Continue | ast.Raise):
                out = NONE
            out = (out - _assigned(statement)) | self._read(statement) | exits.exc | _jumps(statement, exits)
        return out

    def _suspend(self, step: ir.Suspend, out: Names, exits: Exits) -> Names:
        live = (out - _targets(step.target)) | exits.exc | exits.held
        self.points[step.pc] = self.points.get(step.pc, NONE) | live
        return live | self._read(step.operand)

    def _if(self, step: ir.If, out: Names, exits: Exits) -> Names:
        branches = self.block(step.body, out, exits) | self.block(step.orelse, out, exits)
        return branches | self._read(step.test) | exits.exc

    def _while(self, step: ir.While, out: Names, exits: Exits) -> Names:
        return self._loop(step, out, exits, self._read(step.test), NONE)

    def _for(self, step: ir.For, out: Names, exits: Exits) -> Names:
        iterator = frozenset({step.iterator})
        inside = replace(exits, held=exits.held | iterator)
        head = self._loop(step, out, inside, self._read(step.target) | iterator, _targets(step.target))
        return (head - iterator) | self._read(step.iterable) | exits.exc

    def _loop(self, step: ir.While | ir.For, out: Names, exits: Exits, read: Names, assigned: Names) -> Names:
        orelse = self.block(step.orelse, out, exits)
        head = orelse | read | exits.exc
        while True:
            inside = replace(exits, brk=out, cont=head)
            again = head | (self.block(step.body, head, inside) - assigned)
            if again == head:
                return head
            head = again

    def _with(self, step: ir.With, out: Names, exits: Exits) -> Names:
        held = exits.held | {step.manager}
        inside = replace(exits, held=held, exc=exits.exc | out | {step.manager})
        body = self.block(step.body, out, inside) - {step.manager}
        assigned = _targets(step.target)
        return (body - assigned) | self._read(step.target) | self._read(step.context) | exits.exc | out

    def _try(self, step: ir.Try, out: Names, exits: Exits) -> Names:
        caught = exits.exc
        for handler in step.handlers:
            if handler.native is not None:
                caught |= self._read(handler.native) | out | _jumps(handler.native, exits)
            else:
                inside = replace(exits, held=exits.held | {handler.exc})
                caught |= self.block(handler.body, out, inside) - {handler.exc}
                caught |= self._read(handler.type)
        after = self.block(step.orelse, out, exits)
        return self.block(step.body, after, replace(exits, exc=caught))

    def _finally(self, step: ir.Finally, out: Names, exits: Exits) -> Names:
        anywhere = out | exits.exc | exits.ret | exits.brk | exits.cont
        kept = frozenset({step.kind, step.value, step.exc}) - {""}
        final = self.block(step.final, anywhere, replace(exits, held=exits.held | kept)) - kept
        # A completion that an inner ``finally`` holds up has marked this one already: the marks count in the body too.
        inside = replace(
            exits,
            exc=exits.exc | final,
            ret=exits.ret | final,
            brk=exits.brk | final,
            cont=exits.cont | final,
            held=exits.held | kept,
        )
        return self.block(step.body, final, inside)


def _read(node: ast.AST) -> Names:
    names: list[str] = []
    for found in walk(node):
        if type(found) is ast.Name:
            if type(found.ctx) is not ast.Store:
                names.append(found.id)
        elif type(found) is ast.AugAssign and type(found.target) is ast.Name:
            names.append(found.target.id)
    return frozenset(names)


def _assigned(statement: ast.stmt) -> Names:
    """Names that ``statement`` certainly assigns when it ends without an exception."""
    match statement:
        case ast.Assign():
            return frozenset().union(*(_targets(target) for target in statement.targets))
        case ast.AnnAssign() if statement.value is not None:
            return _targets(statement.target)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return frozenset({statement.name})
        case _ if type(statement).__name__ == "TypeAlias":  # from Python 3.12 on
            return _targets(statement.name)  # type: ignore[attr-defined]
    return NONE


def _targets(target: ast.expr | None) -> Names:
    """The plain names that an assignment to ``target`` binds."""
    match target:
        case ast.Name():
            return frozenset({target.id})
        case ast.Tuple() | ast.List():
            return frozenset().union(*(_targets(element) for element in target.elts))
        case ast.Starred():
            return _targets(target.value)
    return NONE


def _jumps(node: ast.AST, exits: Exits) -> Names:
    """What is live where the jumps inside ``node`` go; inner loops and functions are not told apart."""
    live = NONE
    if isinstance(node, ast.Assign | ast.Expr | ast.AugAssign | ast.AnnAssign):
        return live
    for found in walk(node):
        if isinstance(found, ast.Return):
            live |= exits.ret
        elif isinstance(found, ast.Break):
            live |= exits.brk
        elif isinstance(found, ast.Continue):
            live |= exits.cont
    return live
