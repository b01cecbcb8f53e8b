"""Arrays, tables and addresses in workflow code: they live across an await, in snapshots and in the log, as what they are."""

from __future__ import annotations

import array
import ipaddress
from typing import Any

import httpx
import numpy as np
import pandas as pd
import pytest

from useworkflow import create_hook, get_run, resume_hook


async def measure() -> dict[str, Any]:
    "use step"
    grid = np.arange(6, dtype="f4").reshape(2, 3)
    table = pd.DataFrame({"name": ["a", None], "count": pd.array([1, None], dtype="Int64")})
    return {
        "grid": grid, "again": grid, "table": table, "url": httpx.URL("https://example.org/x?y=1"),
        "raw": array.array("h", [1, -2]), "host": ipaddress.ip_address("::1"), "at": pd.Timestamp("2026-01-02", tz="UTC"),
    }  # fmt: skip


async def judge(found: dict[str, Any]) -> list[Any]:
    "use step"
    return [
        found["grid"] is found["again"], str(found["grid"].dtype), found["grid"].sum().item(), found["table"].dtypes.astype(str).tolist(),
        str(found["url"]), list(found["raw"]), str(found["host"]), found["at"].isoformat(),
    ]  # fmt: skip


async def carries() -> list[Any]:
    "use workflow"
    found = await measure()
    await create_hook(token="carry on")
    return await judge(found)


RIGHT = [
    True, "float32", 15.0, [str(pd.Series(["a", None]).dtype), "Int64"], "https://example.org/x?y=1", [1, -2], "::1",
    "2026-01-02T00:00:00+00:00",
]  # fmt: skip


@pytest.mark.parametrize("snapshot", [True, False])
async def test_they_come_back_from_a_snapshot_and_from_the_log(room: Any, snapshot: bool) -> None:
    """An engine that goes on with the run, from its snapshot or from its log alone, gives the next step the same values (G4)."""
    await room.open()
    run = await room.start(carries)
    await room.until(run, "hook_created")
    await room.engine.stop()
    assert (await room.world.load(run.id)).snapshot is not None
    if not snapshot:
        await room.world.drop_snapshot(run.id)
    await room.open()
    await resume_hook("carry on", 1, world=room.world)
    assert await get_run(run.id, world=room.world).result() == RIGHT
