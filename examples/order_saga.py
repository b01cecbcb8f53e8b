"""An order that undoes what it did: rollbacks as closures, a hook with a timeout, a sleep.

    useworkflow run examples/order_saga.py order-7 shop
    useworkflow resume --hook approve:order-7 '{"ok": true}'      # from another terminal

Stock is reserved, the card is charged, somebody approves, and after a pause the parcel leaves. Where anything goes
wrong on the way - a refusal, no answer in time, a carrier that does not know the place - the ``undo`` list is run
backwards. The list holds closures and lives in a local variable; it survives ``kill -9`` all the same.

The shop's state is one JSON file, ``FOLDER/ORDER.json``, so that one can watch what the steps did.
"""

import asyncio
import json
from pathlib import Path

from useworkflow import FatalError, create_hook, sleep, step


class OrderDeclinedError(Exception):
    """Whoever had to approve the order said no."""


async def place_order(order_id: str, folder: str = "shop", patience: float = 86_400.0, pause: float = 0.2) -> str:
    """Sell one order; return its tracking number.

    Args:
        order_id: the order's name. The parcel for an order that ends in ``-nowhere`` cannot be delivered.
        folder: where the shop keeps its state.
        patience: seconds to wait for the approval ``approve:ORDER_ID``.
        pause: seconds between approval and shipping.
    """
    "use workflow"
    undo = []
    try:
        await reserve(order_id, folder)
        undo.append(lambda: release(order_id, folder))
        await charge(order_id, folder)
        undo.append(lambda: refund(order_id, folder))
        async with asyncio.timeout(patience):
            decision = await create_hook(token=f"approve:{order_id}")
        if not decision["ok"]:
            raise OrderDeclinedError(f"{order_id} was declined")
        await sleep(pause)
        return await ship(order_id, folder)
    except Exception:
        for rollback in reversed(undo):
            await rollback()
        raise


async def reserve(order_id: str, folder: str) -> None:
    "use step"
    record(order_id, folder, "reserved")


@step(max_retries=5)
async def charge(order_id: str, folder: str) -> None:
    "use step"
    record(order_id, folder, "charged")


async def ship(order_id: str, folder: str) -> str:
    "use step"
    if order_id.endswith("-nowhere"):
        raise FatalError("the carrier does not know that place")
    record(order_id, folder, "shipped")
    return f"parcel-{order_id}"


async def release(order_id: str, folder: str) -> None:
    "use step"
    record(order_id, folder, "released")


async def refund(order_id: str, folder: str) -> None:
    "use step"
    record(order_id, folder, "refunded")


def record(order_id: str, folder: str, what: str) -> None:
    """Add ``what`` to the order's history on disk, in one stroke."""
    place = Path(folder) / f"{order_id}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    history = json.loads(place.read_text(encoding="utf-8"))["history"] if place.exists() else []
    draft = place.with_suffix(".draft")
    draft.write_text(json.dumps({"order": order_id, "history": [*history, what]}), encoding="utf-8")
    draft.replace(place)
