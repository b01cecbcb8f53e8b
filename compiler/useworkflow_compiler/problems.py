"""Collect every mistake of a pass and report them together, each at the user's own line (G10).

Input -> output::

    problems = Problems("app.py", source)
    problems.add("UW102", node, "'use workflw' is no directive", mend="did you mean 'use workflow'?")
    problems.raise_if_any()  ->  CompileError: UW102: 'use workflw' is no directive
                                   app.py:4
                                     "use workflw"
                                     ^^^^^^^^^^^^^

Read next: ``discover``.
"""

from __future__ import annotations

import ast

from useworkflow_compiler.errors import CompileError, Location


class CompileErrors(CompileError):
    """Several rules are broken at once. ``errors`` holds each mistake in source order; ``str()`` lists them all."""

    def __init__(self, errors: tuple[CompileError, ...]) -> None:
        first = errors[0]
        super().__init__(f"{len(errors)} mistakes in {_files(errors)}", code=first.code, where=first.where)
        self.errors = errors

    def __str__(self) -> str:
        return "\n".join([f"{self.what}:", *(str(error) for error in self.errors)])


def _files(errors: tuple[CompileError, ...]) -> str:
    files = dict.fromkeys(error.where.file for error in errors if error.where is not None)
    return ", ".join(files) or "workflow code"


class Problems:
    """The mistakes found so far in one source file."""

    def __init__(self, filename: str, source: str) -> None:
        self.filename = filename
        self.errors: list[CompileError] = []
        self._lines = source.splitlines()

    def add(self, code: str, node: ast.AST | None, what: str, *, why: str = "", mend: str = "") -> None:
        """Note a mistake at ``node``; the same mistake at the same place is noted once."""
        where = self.place(node)
        if all(known.code != code or known.where != where for known in self.errors):
            self.errors.append(CompileError(what, code=code, where=where, why=why, mend=mend))

    def place(self, node: ast.AST | None) -> Location | None:
        """Where ``node`` stands, with the text of its first line and the columns to underline."""
        line = getattr(node, "lineno", None)
        if node is None or line is None:
            return Location(self.filename, 1) if node is None else None
        text = self._lines[line - 1] if 0 < line <= len(self._lines) else ""
        start = _characters(text, getattr(node, "col_offset", 0))
        same_line = getattr(node, "end_lineno", line) == line
        end = _characters(text, getattr(node, "end_col_offset", 0)) if same_line else len(text.rstrip())
        return Location(self.filename, line, text, start, end)

    def raise_if_any(self) -> None:
        """Raise what was noted.

        Raises:
            CompileError: there is one mistake.
            CompileErrors: there are several; the message lists them all.
        """
        raise_all(self.errors)


def raise_all(errors: list[CompileError]) -> None:
    """Raise one error as itself, several as ``CompileErrors`` in source order, none not at all."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise CompileErrors(tuple(sorted(errors, key=_order)))


def _order(error: CompileError) -> tuple[str, int, int]:
    where = error.where
    return ("", 0, 0) if where is None else (where.file, where.line, where.column)


def _characters(text: str, column: int) -> int:
    """Columns of the tree count UTF-8 bytes, a caret counts characters."""
    return len(text.encode()[:column].decode(errors="ignore"))
