"""Generated code can be looked at."""

from __future__ import annotations

import ast

from useworkflow_compiler import tree
from useworkflow_compiler.format import ModuleCode
from useworkflow_compiler.lower import lower_module
from useworkflow_compiler.show import readable

SOURCE = """
async def f(x):
    g = lambda: x
    return await aw(g())
"""


def _module() -> ModuleCode:
    lowered = lower_module(ast.parse(SOURCE), name="m", filename="m.py", source=SOURCE)
    return ModuleCode(
        "m", "m.py", SOURCE, "", tree.encode(lowered.main), tree.encode(lowered.resume), lowered.functions
    )


def test_the_lowered_form_is_readable_python_without_markers() -> None:
    """It parses, has the program counter, and none of the names that only find code objects."""
    text = readable(_module())
    ast.parse(text)
    assert "_uw_pc = 1" in text
    assert "_uw_f" not in text
    assert "_uw_state" not in text


def test_the_re_entry_form_is_shown_on_request() -> None:
    """It takes its state from one argument."""
    assert "async def _uw_resumed(_uw_state):" in readable(_module(), resume=True)
