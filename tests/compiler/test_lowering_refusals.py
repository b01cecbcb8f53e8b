"""What cannot be kept across a suspension is refused at the user's own line, with the reason and the remedy (G10)."""

from __future__ import annotations

import ast
import textwrap

import pytest

from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.lower import lower_module

EXCEPT_STAR = """
async def f():
    try:
        pass
    except* ValueError:
        await g()
"""
EXCEPT_TYPE = """
async def f():
    try:
        pass
    except await kinds():
        pass
"""
NESTED = (
    "async def f():\n"
    + "".join(f"{'  ' * d}  for x{d} in y:\n" for d in range(19))
    + ("  " * 20 + "async with a:\n" + "  " * 21 + "async with b:\n" + "  " * 22 + "await g()\n")
)


def refusal(source: str) -> CompileError:
    """The error that lowering ``source`` raises."""
    source = textwrap.dedent(source)
    with pytest.raises(CompileError) as caught:
        lower_module(ast.parse(source), name="m", filename="m.py", source=source)
    return caught.value


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [(EXCEPT_STAR, "UW121", 5), (EXCEPT_TYPE, "UW122", 5), (NESTED, "UW124", 22)],
    ids=["except star", "except type", "too deep"],
)
def test_a_refusal_names_code_line_reason_and_remedy(source: str, code: str, line: int) -> None:
    """The user finds the place, and what to do."""
    error = refusal(source)
    assert error.code == code
    assert error.where is not None
    assert (error.where.file, error.where.line) == ("m.py", line)
    assert error.why
    assert error.mend
    assert "^" in str(error)
