"""A run that ends every process which takes it up, and runs beside it."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from deadly import harmless

from useworkflow_runtime.cli.starting import start_in
from useworkflow_runtime.worlds.protocol import TERMINAL
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

SCRIPT = Path(__file__).with_name("deadly.py")


@pytest.mark.filterwarnings("default")
async def test_a_run_that_kills_every_process_is_stopped_and_the_others_end(tmp_path: Path) -> None:
    """Eight deaths by ``kill -9``: then it is parked as ``stuck``, and no run beside it is blamed, or waits for more than that (G9)."""
    world = SQLiteWorld(tmp_path / "world.db")
    await world.open()
    ids = [(await start_in(world, harmless, (number,), {}, key=None))[0] for number in range(10)]
    deadly, deaths = ids[4], 0
    async with asyncio.timeout(120):
        while deaths < 50:
            worker = await asyncio.create_subprocess_exec(sys.executable, str(SCRIPT), world.url, deadly)
            ended = asyncio.ensure_future(worker.wait())
            while not ended.done():
                records = [await world.get_run(id) for id in ids]
                over = [record for record in records if record is not None and record.status in (*TERMINAL, "stuck")]
                if len(over) == len(ids):
                    worker.kill()
                    await ended
                    break
                await asyncio.wait([ended], timeout=0.05)
            else:
                assert await ended == -signal.SIGKILL
                deaths += 1
                continue
            break
    found = [await world.get_run(id) for id in ids]
    await world.close()
    assert [record.status for record in found if record is not None and record.id != deadly] == ["completed"] * 9
    record = next(record for record in found if record is not None and record.id == deadly)
    assert (record.status, deaths) == ("stuck", 8)
    assert record.reason == "6 engines took this run up alone and died before it made progress"
