"""A hook that is flooded, hooks that are gone, and events that come late or in the wrong order."""

from __future__ import annotations

import asyncio
import logging
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec import Raw

from useworkflow import HookNotFoundError, WorkflowParkedError, create_hook, get_hook, resume_hook
from useworkflow_runtime.worlds.sqlite import SQLiteWorld, Synchronous
from useworkflow_sandbox import values

from .conftest import Room

PAYLOADS = 10_000
SENDERS = 50


async def add(a: int) -> int:
    "use step"
    return a + 1


async def counts(count: int) -> dict[str, int]:
    "use workflow"
    last: dict[str, int] = {}
    hook = create_hook("flood")
    for _ in range(count):
        payload = await hook
        if payload["n"] != last.get(payload["sender"], -1) + 1:
            raise ValueError(f"{payload['sender']} sent {payload['n']} after {last.get(payload['sender'])}")
        last[payload["sender"]] = payload["n"]
    return last


async def reads_late(count: int) -> dict[str, int]:
    "use workflow"
    last: dict[str, int] = {}
    hook = create_hook("flood")
    await create_hook("go")
    for _ in range(count):
        payload = await hook
        if payload["n"] != last.get(payload["sender"], -1) + 1:
            raise ValueError(f"{payload['sender']} sent {payload['n']} after {last.get(payload['sender'])}")
        last[payload["sender"]] = payload["n"]
    return last


async def counts_on(count: int) -> int:
    "use workflow"
    for _ in range(count):
        await add(1)
    return count


async def brief() -> str:
    "use workflow"
    hook = create_hook("brief")
    first = await hook
    hook.dispose()
    await create_hook("end")
    return str(first)


async def calls_out() -> str:
    "use workflow"
    await resume_hook("is anybody there?", 1)
    return "called"


@pytest.fixture
async def on_disk(tmp_path: Path) -> AsyncIterator[Room]:
    """A room on a file."""
    room = Room(SQLiteWorld(tmp_path / "world.db", synchronous=Synchronous.NORMAL))
    await room.world.open()
    await room.open()
    yield room
    await room.engine.stop()
    await room.world.close()


async def flood(room: Room, first: int = 0, last: int = PAYLOADS // SENDERS) -> None:
    """Many senders at once, each with numbered payloads, one after the other."""

    async def send(sender: int) -> None:
        for number in range(first, last):
            await resume_hook("flood", {"sender": str(sender), "n": number, "pad": "x" * 200}, world=room.world)

    await asyncio.gather(*(send(sender) for sender in range(SENDERS)))


EVERYTHING = {str(sender): PAYLOADS // SENDERS - 1 for sender in range(SENDERS)}


async def test_a_flooded_hook_keeps_its_order_and_harms_nobody(on_disk: Room) -> None:
    """10,000 payloads from 50 senders: each sender's order is kept, runs beside it end meanwhile, memory stays small."""
    run = await on_disk.start(counts, PAYLOADS)
    await on_disk.until(run, "hook_created")
    on_disk.engine.events.clear()
    tracemalloc.start()
    try:
        flooding = asyncio.create_task(flood(on_disk))
        others = [await on_disk.start(counts_on, 10) for _ in range(20)]
        for other in others:
            assert await other.result() == 10
        assert not flooding.done(), "the others waited for the end of the flood"
        await flooding
        assert await run.result() == EVERYTHING
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 32 << 20
    assert await on_disk.world.inbox(on_disk.engine.epoch) == []


async def test_payloads_that_nobody_reads_wait_in_order_through_a_restart(on_disk: Room) -> None:
    """Buffered by a run that does something else, and by a world without an engine: all arrive, in order."""
    half = PAYLOADS // SENDERS // 2
    run = await on_disk.start(reads_late, PAYLOADS)
    await on_disk.until(run, "hook_created", 2)
    on_disk.engine.events.clear()
    await flood(on_disk, 0, half)
    await on_disk.engine.stop()
    await flood(on_disk, half)
    await on_disk.open()
    await resume_hook("go", world=on_disk.world)
    assert await run.result() == EVERYTHING


async def test_a_payload_for_a_hook_that_is_gone_is_refused_or_logged(
    rooms: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """Refused to its sender once the hook is disposed of; one that was on its way is kept in the log, and ignored."""
    await rooms.open()
    run = await rooms.start(brief)
    await rooms.until(run, "hook_created")
    with caplog.at_level(logging.WARNING, "useworkflow.engine"):
        await asyncio.gather(*(resume_hook("brief", number, world=rooms.world) for number in range(3)))
        await rooms.until(run, "hook_received", 3)
    assert "hook 0/hook#0 of run" in caplog.text
    assert "no such hook any more" in caplog.text
    with pytest.raises(HookNotFoundError):
        await resume_hook("brief", 3, world=rooms.world)
    await resume_hook("end", world=rooms.world)
    assert await run.result() == "0"
    assert await rooms.world.inbox(rooms.engine.epoch) == []


async def test_a_payload_for_a_hook_that_never_was_is_ignored(rooms: Room, caplog: pytest.LogCaptureFixture) -> None:
    """An item in the inbox that names no hook of its run does no harm."""
    await rooms.open()
    run = await rooms.start(brief)
    await rooms.until(run, "hook_created")
    with caplog.at_level(logging.WARNING, "useworkflow.engine"):
        await rooms.world.send(run.id, "hook", values.encode(1), target="0/nothing#7")
        await rooms.until(run, "hook_received")
    assert "0/nothing#7" in caplog.text
    await resume_hook("brief", "in time", world=rooms.world)
    await rooms.until(run, "hook_created", 2)
    await resume_hook("end", world=rooms.world)
    assert await run.result() == "in time"


async def test_what_a_run_sends_to_nobody_is_said(rooms: Room, caplog: pytest.LogCaptureFixture) -> None:
    """``resume_hook`` in workflow code takes effect with the commit; a token that nobody has then is named in a warning."""
    await rooms.open()
    with caplog.at_level(logging.WARNING, "useworkflow.engine"):
        run = await rooms.start(calls_out)
        assert await run.result() == "called"
    assert f"run {run.id} sent a payload to the hook token 'is anybody there?'" in caplog.text


@pytest.mark.parametrize(
    "payload", [b'{"$dataclass":"nowhere:Nothing","fields":{}}', b'{"$datetime":"never"}', b'{"$ref":7}']
)
async def test_a_payload_that_cannot_be_read_parks_its_run_alone(rooms: Room, payload: bytes) -> None:
    """The run says which value it cannot read and keeps what it has; a run beside it is unharmed."""
    await rooms.open()
    run = await rooms.start(brief)
    await rooms.until(run, "hook_created")
    await rooms.world.send_to_hook("brief", Raw(payload))
    beside = await rooms.start(counts_on, 3)
    assert await beside.result() == 3
    with pytest.raises(WorkflowParkedError) as caught:
        await run.result()
    assert caught.value.status == "diverged"
    assert (await get_hook("brief", world=rooms.world)).run_id == run.id
    assert "hook_received" not in await rooms.kinds(run)
