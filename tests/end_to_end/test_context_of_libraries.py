"""A library that is passed through keeps its own context variables: they are each task's, as on asyncio."""

from __future__ import annotations

from typing import Any

LIBRARY = """
from contextvars import ContextVar

_variables = {}


def bind(**values):
    for name, value in values.items():
        _variables.setdefault(name, ContextVar(name)).set(value)


def bound(name):
    return _variables[name].get(None) if name in _variables else None
"""
SHOP = """
import asyncio

import bindings
from useworkflow import start


async def echo(value):
    "use step"
    return value


async def serve(who):
    before = bindings.bound("who")
    bindings.bind(who=who)
    await echo(who)
    return [before, bindings.bound("who")]


async def shop():
    "use workflow"
    bindings.bind(who="main")
    served = await asyncio.gather(serve("ann"), serve("bob"))
    return [served, bindings.bound("who")]


async def main():
    runs = [await start(shop) for _ in range(2)]
    for run in runs:
        print(await run.result(), bindings.bound("who"))


if __name__ == "__main__":
    asyncio.run(main())
"""


def test_a_library_has_its_values_per_task(cli: Any) -> None:
    """What it keeps in a context variable is the task's own across awaits, and reaches neither other runs nor the program."""
    installed = cli.folder / "site-packages" / "bindings"
    installed.mkdir(parents=True)
    (installed / "__init__.py").write_text(LIBRARY, encoding="utf-8")
    cli.environment |= {"PYTHONPATH": str(installed.parent), "USEWORKFLOW_PASSTHROUGH": "bindings"}
    process = cli.start_python(cli.write("shop.py", SHOP))
    assert process.end() == 0
    line = "[[['main', 'ann'], ['main', 'bob']], 'main'] None"
    assert process.output.splitlines() == [line, line]
