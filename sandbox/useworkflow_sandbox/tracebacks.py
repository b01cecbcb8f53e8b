"""Tracebacks of exceptions that a snapshot holds: the user's files, lines and names, as a list, and back.

    [("shop.py", 12, "charge"), ...]   ->   a traceback that prints as the old one did

A rebuilt frame has no locals. Only the newest ``LIMIT`` entries are kept, so that a retry loop that carries one exception
along does not grow its snapshot.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from types import CodeType, TracebackType
from typing import Any

LIMIT = 40
Entry = tuple[Any, ...]
"""File, line and function, then the last line, first and last column, each ``None`` where it is not known."""


def entries_of(traceback: TracebackType | None) -> list[Entry]:
    """File, line, function and columns of each frame, outermost first."""
    entries: list[Entry] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        place = next(islice(code.co_positions(), traceback.tb_lasti // 2, None), (None, None, None, None))
        entries.append((code.co_filename, traceback.tb_lineno or 0, code.co_name, *place[1:]))
        traceback = traceback.tb_next
    return entries[-LIMIT:]


def rebuilt(entries: Sequence[Entry]) -> TracebackType | None:
    """A traceback with these entries; one may end after the function's name."""
    traceback: TracebackType | None = None
    for entry in reversed(entries):
        frame = _frame_of(tuple(entry))
        traceback = TracebackType(traceback, frame.tb_frame, frame.tb_lasti, entry[1])
    return traceback


def _frame_of(entry: Entry) -> TracebackType:
    found: TracebackType | None = None
    try:
        exec(_raising(entry), {"error": _Stop()})
    except _Stop as stop:
        found = stop.__traceback__ and stop.__traceback__.tb_next
    if found is None:
        raise RuntimeError("an exception without a traceback")
    return found


class _Stop(Exception):
    """Raised to get a frame."""


@lru_cache(maxsize=4096)
def _raising(entry: Entry) -> CodeType:
    filename, line, name, *columns = entry
    last, first_column, last_column = columns if columns and None not in columns else (None, -1, -1)
    statement = ast.Raise(ast.Name("error", ast.Load()), None)
    for node in ast.walk(statement):
        if isinstance(node, ast.stmt | ast.expr):
            node.lineno, node.end_lineno = max(line, 1), max(last or line, 1)
            node.col_offset, node.end_col_offset = first_column, last_column
    code: CodeType = compile(ast.Module([statement], []), filename, "exec")
    return code.replace(co_name=name)
