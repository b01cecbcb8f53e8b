"""Sync steps that are methods, or nested, suspend the run where they are called, as CPython calls them (G1)."""

from __future__ import annotations

import asyncio
import sys
import textwrap
import types
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from stack import host_of, program, refused, run

SYNC = """
import asyncio
from dataclasses import dataclass
def step(value):
    "use step"
    return value
@dataclass
class Data:
    n: int
    def weigh(self, unit="kg"):
        "use step"
        return self.n
    def twice(self):
        return self.weigh() * 2
    def again(self, k=1):
        return [self.twice() for _ in range(k)]
    @staticmethod
    def best(n):
        "use step"
        return n
    @classmethod
    def made(cls, n):
        return cls(cls.best(n) + step(1))
    def _rows(self):
        "use step"
        return self.n
    def __len__(self):
        return self.weigh()
class Sub(Data):
    def twice(self):
        return super().twice() + 100
class Other:
    def weigh(self): return "no step"
    async def best(self): return "async"
"""


@pytest.mark.parametrize(
    "expression",
    [
        "Data(4).twice()", "Sub(4).again(2)", "Data.made(3).twice()", "[d.weigh() for d in (Data(1), Sub(2))]",
        "Other().weigh()", "[await asyncio.create_task(Other().best()), Data.best(3)]", "{d.n: d.weigh() for d in [Data(5)]}",
        "Data(2)._rows() + Data(3).weigh('g')", "[Data(7)][Data(0).weigh()].weigh()", "nested(3)", "plain(4)", "await inner(2)",
        "Plain.place(5)", "Data(6).weigh() if Data(1).weigh() else 0",
    ],
)  # fmt: skip
def test_sync_steps_of_objects_suspend_by_name(expression: str) -> None:
    """``order.weigh()`` suspends as a sync step's call does, also through plain methods that call it on their own object; so does a nested sync
    step. The same values as CPython's, also restored after every turn."""
    source = (
        SYNC
        + f"""
class Plain:
    @staticmethod
    def place(n):
        "use workflow"
        return Data(n).weigh() + step(n)
def plain(n):
    def tax(k=1):
        "use step"
        return k
    return tax(n) + tax(k=n)
async def inner(n):
    def tax(k):
        "use step"
        return k
    async def deeper():
        return tax(n) + 1
    return [tax(n), await deeper()]
def nested(n):
    return plain(n)
async def wf():
    "use workflow"
    return {expression}
"""
    )
    expected = native(source)
    for restore in (False, True):
        found = run_methods(source, restore=restore)
        assert found.error is None
        assert found.result == expected


def native(source: str) -> Any:
    """What CPython gives, the steps being ordinary functions."""
    module = types.ModuleType("shop")
    exec(compile(textwrap.dedent(source), "shop.py", "exec", dont_inherit=True), vars(module))
    return asyncio.run(module.wf())


def run_methods(source: str, *, restore: bool) -> Any:
    """``run``, where steps are executed as the host's functions are."""
    loaded = program(source)
    host = host_of({"shop": source})

    def execute(step: str, args: Any, kwargs: Any) -> Any:
        qualname = step.split("//")[2]
        if ".<locals>." in qualname:
            return (*args[1:], *kwargs.values())[0]
        owner, _, name = qualname.rpartition(".")
        return getattr(host("shop", owner), name)(*args, **kwargs) if owner else args[0]

    return run(loaded, restore=restore, execute=execute)


def test_a_sync_step_that_is_no_call_by_name_still_says_so() -> None:
    """Through ``len()`` or ``map`` nobody can wait for the call (UW211)."""
    for expression in ("len(Data(1))", "list(map(Data.best, [1]))", "[*map(Data(1).weigh, 'g')]"):
        assert refused(SYNC + f"async def wf():\n    'use workflow'\n    return {expression}\n").code == "UW211"
