"""Implementations that are registered at the top level of a module are part of what a workflow reaches (G1)."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any


@dataclass
class Order:
    id: str


@functools.singledispatch
def shown(value: Any) -> str:
    return f"something: {value}"


@shown.register
def _(value: int) -> str:
    return f"number {value}"


@shown.register
def _order(value: Order) -> str:
    return f"order {value.id}"


@shown.register(list)
def _several(value: list[Any]) -> str:
    return ", ".join(map(shown, value))


async def double(value: int) -> int:
    "use step"
    return 2 * value


async def show_all() -> list[str]:
    "use workflow"
    return [shown(await double(2)), shown(Order("o-7")), shown([1, Order("x")]), shown("text")]


async def test_single_dispatch_knows_its_implementations(room: Any) -> None:
    """Those that are registered by annotation, and those by argument, as in the uncompiled program."""
    await room.open()
    run = await room.start(show_all)
    assert await run.result() == await show_all()
    assert await run.result() == ["number 4", "order o-7", "number 1, order x", "something: text"]
