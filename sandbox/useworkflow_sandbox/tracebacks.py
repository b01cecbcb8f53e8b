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
from opcode import opmap
from types import CodeType, FunctionType, TracebackType
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
        code, offset = _stand_in(tuple(entry))
        frame = FunctionType(code, {})().gi_frame
        traceback = TracebackType(traceback, frame, offset, entry[1])
    return traceback


@lru_cache(maxsize=4096)
def _stand_in(entry: Entry) -> tuple[CodeType, int]:
    """A generator's code, and the offset in it of what stands where ``entry`` says.

    A frame that has run refers to the frame that called it, and so to all that lives there, for as long as the exception does. The
    frame of a generator that has not begun refers to none.
    """
    filename, line, name, *columns = entry
    last, first_column, last_column = columns if columns and None not in columns else (None, -1, -1)
    place = (max(line, 1), max(last or line, 1), first_column, last_column)
    statement = ast.Raise(None, None)
    wait = ast.Expr(ast.Yield(None))
    nothing = ast.arguments([], [], None, [], [], None, [])
    function = ast.FunctionDef("stand_in", nothing, [wait, statement], [], None)
    setattr(function, "type_params", [])  # noqa: B010
    module = ast.Module([function], [])
    for node in ast.walk(module):
        if isinstance(node, ast.stmt | ast.expr):
            node.lineno, node.end_lineno, node.col_offset, node.end_col_offset = place
    compiled = compile(module, filename, "exec", dont_inherit=True)
    code: CodeType = next(found for found in compiled.co_consts if isinstance(found, CodeType))
    opcodes = code.co_code[::2]
    return code.replace(co_name=name), 2 * opcodes.index(opmap["RAISE_VARARGS"])
