"""A cart that lives as long as its run: validated updates, and questions that it answers.

    useworkflow run examples/cart.py ann &
    useworkflow resume --hook cart:ann '{"do": "add", "item": "tea", "count": 2}' --wait 10     -> {"items": {"tea": 2}}
    useworkflow resume --hook cart:ann '{"do": "add", "item": "tea", "count": -9}' --wait 10    -> {"refused": ...}
    useworkflow resume --hook cart:ann '{"do": "steal"}'                                        -> UW218, nothing is sent
    useworkflow resume --hook cart:ann '{"do": "buy"}' --wait 10                                -> {"receipt": "ann-1"}

Whoever sends waits for ``hook.reply``; nobody else can change the cart, and what it answered is recorded with the change.
"""

from dataclasses import dataclass
from typing import Literal

from useworkflow import define_hook


@dataclass
class Request:
    """What a customer asks for."""

    do: Literal["add", "show", "buy"]
    item: str = ""
    count: int = 1


requests = define_hook(Request)


async def charge(customer: str, items: dict[str, int]) -> str:
    "use step"
    return f"{customer}-{len(items)}"


async def cart(customer: str) -> dict[str, int]:
    """Keep a customer's cart until it is bought; return what was in it."""
    "use workflow"
    items: dict[str, int] = {}
    hook = requests.create(f"cart:{customer}")
    async for request in hook:
        if request.do == "buy" and items:
            await hook.reply(request, {"receipt": await charge(customer, items)})
            break
        count = items.get(request.item, 0) + request.count
        if request.do == "add" and count >= 0:
            items[request.item] = count
        elif request.do != "show":
            await hook.reply(request, {"refused": f"there is no way to {request.do} that", "items": items})
            continue
        await hook.reply(request, {"items": items})
    return items
