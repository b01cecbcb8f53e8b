"""What the passes over one function share: fresh local names and the answers of ``Suspensions``."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from useworkflow_compiler.errors import CompileError, Location
from useworkflow_compiler.lower.suspends import Suspensions

_HOLDING = re.compile(r"(?!_uw_)|_uw_[aimstv]\d")


def may_hold(local: str) -> bool:
    """Whether the local variable ``local`` may hold an object of the user's, other than an exception or a pending result."""
    return _HOLDING.match(local) is not None


class Context:
    """Names and errors of one function's lowering.

    Args:
        filename: the user's file, for errors.
        lines: its source lines, for errors.
        yields: it is a generator.
        returns: it can return a value (an async generator cannot).
        fixed: names that always mean the same: of builtins that the module never binds.
    """

    def __init__(
        self,
        filename: str,
        lines: list[str],
        *,
        yields: bool = False,
        returns: bool = True,
        fixed: frozenset[str] = frozenset(),
    ) -> None:
        self.filename = filename
        self.lines = lines
        self.suspends = Suspensions(yields=yields)
        self.returns = returns
        self.fixed = fixed
        self.held: list[str] = []
        """Locals that hold parts of the simple statement under way, which are let go of at its end."""
        self.kept: list[str] = []
        """The same, iterators and managers too, of the whole ``try`` body under way: its clauses let go of them, however it was left."""
        self._count = 0

    def fresh(self, letter: str) -> str:
        """A local name that nobody else uses, such as ``_uw_t3``."""
        self._count += 1
        return f"_uw_{letter}{self._count}"

    def lasting(self, letter: str) -> str:
        """A local that holds something while a statement with a body runs, an iterator say. The statement lets go of it itself."""
        made = self.fresh(letter)
        self.kept.append(made)
        return made

    def temporary(self) -> str:
        """A local for a part of the statement under way."""
        made = self.lasting("t")
        self.held.append(made)
        return made

    def unused(self, temporary: str) -> None:
        """Take back the last call of ``temporary``."""
        self.held.remove(temporary)
        self.kept.remove(temporary)

    def refuse(self, node: ast.AST, what: str, *, code: str, why: str, mend: str) -> CompileError:
        """The error to raise for the user's ``node``."""
        return refuse(self.filename, self.lines, node, what, code=code, why=why, mend=mend)


Refuse = Callable[..., CompileError]


def refuse(
    filename: str, lines: list[str], node: ast.AST, what: str, *, code: str, why: str, mend: str
) -> CompileError:
    """A ``CompileError`` at ``node``, with the line and a caret under it."""
    line = getattr(node, "lineno", 1)
    text = lines[line - 1] if line <= len(lines) else ""
    start = getattr(node, "col_offset", 0)
    same_line = getattr(node, "end_lineno", line) == line
    end = getattr(node, "end_col_offset", start) if same_line else len(text)
    where = Location(filename, line, text, start, max(end or 0, start))
    return CompileError(what, code=code, where=where, why=why, mend=mend)
