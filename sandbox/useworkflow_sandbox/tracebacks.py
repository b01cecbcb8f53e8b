"""Tracebacks of exceptions that a snapshot holds: the user's files, lines and names, as a list, and back.

    [("shop.py", 12, "charge"), ...]   ->   a traceback that prints as the old one did

A rebuilt frame has no locals. Only the newest ``LIMIT`` entries are kept, so that a retry loop that carries one exception
along does not grow its snapshot.
"""

from __future__ import annotations

import ast
from functools import lru_cache
from types import CodeType, TracebackType

LIMIT = 40
Entry = tuple[str, int, str]


def entries_of(traceback: TracebackType | None) -> list[Entry]:
    """File, line and function of each frame, outermost first."""
    entries = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        entries.append((code.co_filename, traceback.tb_lineno or 0, code.co_name))
        traceback = traceback.tb_next
    return entries[-LIMIT:]


def rebuilt(entries: list[Entry]) -> TracebackType | None:
    """A traceback with these entries."""
    traceback: TracebackType | None = None
    for filename, line, name in reversed(entries):
        frame = _frame_of(filename, line, name)
        traceback = TracebackType(traceback, frame.tb_frame, frame.tb_lasti, line)
    return traceback


def _frame_of(filename: str, line: int, name: str) -> TracebackType:
    found: TracebackType | None = None
    try:
        exec(_raising(filename, line, name), {"error": _Stop()})
    except _Stop as stop:
        found = stop.__traceback__ and stop.__traceback__.tb_next
    if found is None:
        raise RuntimeError("an exception without a traceback")
    return found


class _Stop(Exception):
    """Raised to get a frame."""


@lru_cache(maxsize=4096)
def _raising(filename: str, line: int, name: str) -> CodeType:
    statement = ast.Raise(ast.Name("error", ast.Load()), None)
    for node in ast.walk(statement):
        if isinstance(node, ast.stmt | ast.expr):
            node.lineno = node.end_lineno = max(line, 1)
            node.col_offset = node.end_col_offset = -1  # no columns: there is no text to point at
    code: CodeType = compile(ast.Module([statement], []), filename, "exec")
    return code.replace(co_name=name)
