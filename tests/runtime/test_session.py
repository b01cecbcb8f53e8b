"""A notebook's cells as one module."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from useworkflow_runtime.code.session import joined, session_source

CELLS = [
    "",
    "import asyncio\nfrom dataclasses import dataclass\nLIMIT = 2; NAME = 'x'",
    """@dataclass
class Order:
    id: str
    total: int""",
    """async def double(order):
    "use step"
    return Order(order.id, 2 * order.total)""",
    """def shown(order):
    return f"{order.id}: {order.total} of {LIMIT}"

async def flow(order):
    "use workflow"
    return [shown(each) for each in await asyncio.gather(*[double(order) for _ in range(LIMIT)])]""",
    "await nothing_of_this()\nrun = await start(flow, Order('a', 1))\nprint(LIMIT)",
    "this does not parse",
    "get_ipython().run_line_magic('timeit', '1')",
]


def test_what_is_defined_again_counts_as_it_is_now() -> None:
    """The latest definition of a name stays; statements that do something, or await, are left out."""
    text = joined([*CELLS, "LIMIT = 3", "async def double(order):\n    'use step'\n    return order"])
    assert text.splitlines()[:3] == ["import asyncio", "from dataclasses import dataclass", "NAME = 'x'"]
    assert (text.count("async def double"), text.count("LIMIT = "), text.count("@dataclass")) == (1, 1, 1)
    assert text.index("def shown") < text.index("LIMIT = 3") < text.index("async def double")
    for left_out in ("nothing_of_this", "run =", "print", "parse", "get_ipython"):
        assert left_out not in text


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Executes a cell as IPython does, and gives the names that there are."""
    main = ModuleType("__main__")
    cells: list[str] = []
    vars(main).update(In=cells, get_ipython=lambda: None)
    monkeypatch.setitem(sys.modules, "__main__", main)

    def execute(cell: str) -> dict[str, Any]:
        cells.append(cell)
        exec(compile(cell, f"<ipython-input-{len(cells)}>", "exec"), vars(main))
        return vars(main)

    return execute


async def test_a_workflow_of_a_notebook_runs_and_is_edited(room: Any, notebook: Any) -> None:
    """Its helpers, constants, classes and steps stand in cells of their own, and are what they are now at each start."""
    for cell in CELLS[:5]:
        names = notebook(cell)
    await room.open()
    run = await room.start(names["flow"], names["Order"]("a", 1))
    assert await run.result() == ["a: 2 of 2"] * 2
    notebook("LIMIT = 1")
    notebook("async def double(order):\n    'use step'\n    return Order('b', 20)")
    again = await room.start(names["flow"], names["Order"]("a", 1))
    assert await again.result() == ["b: 20 of 1"]


def test_only_sessions_have_cells() -> None:
    """A function of an ordinary module is none of a session's."""
    assert session_source(joined) is None  # type: ignore[arg-type]
