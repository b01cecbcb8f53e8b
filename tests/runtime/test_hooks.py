"""Hooks through the engine, on every world: schemas, answers, what outlives a restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydantic
import pytest

from useworkflow import (
    HookNotFoundError,
    HookUnansweredError,
    PayloadError,
    ReplyTimeoutError,
    Request,
    Response,
    SchemaMissingError,
    create_hook,
    create_webhook,
    define_hook,
    get_hook,
    resume_hook,
    sleep,
)
from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.protocol import ReplyKey
from useworkflow_runtime.worlds.sqlite import SQLiteWorld
from useworkflow_sandbox import values

from .conftest import Room


@dataclass
class Decision:
    ok: bool


class Order(pydantic.BaseModel):
    id: int
    tags: list[str] = []


approval = define_hook(Decision)


async def defined(token: str) -> bool:
    "use workflow"
    decision = await approval.create(token, metadata={"for": "ann"})
    return decision.ok


async def modelled(token: str) -> list[Any]:
    "use workflow"
    orders = await create_hook(token, schema=list[Order])
    return [order.id for order in orders]


async def account(token: str) -> int:
    "use workflow"
    balance = 0
    hook = create_hook(token)
    async for request in hook:
        if request["amount"] == 0:
            await hook.reply(request, {"balance": balance, "closed": True})
            break
        if balance + request["amount"] < 0:
            await hook.reply(request, {"refused": balance})
        else:
            balance += request["amount"]
            await hook.reply(request, {"balance": balance})
    return balance


async def once(token: str) -> str:
    "use workflow"
    hook = create_hook(token)
    owner = await hook.conflict()
    if owner is not None:
        return f"adopted: {await owner.result()}"
    return str(await hook)


async def silent(token: str) -> None:
    "use workflow"
    await create_hook(token)


async def sleeper(token: str) -> None:
    "use workflow"
    create_hook(token)
    await sleep("1h")


async def pay(request: Request) -> int:
    "use step"
    order = await request.json()
    await request.respond_with(Response(json={"paid": order["amount"]}, status=201))
    return int(order["amount"])


async def till() -> int:
    "use workflow"
    webhook = create_webhook(respond_with="manual")
    first = await webhook
    second = await webhook
    return await pay(first) + await pay(second)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def everywhere(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Room]:
    """A room with an engine on each kind of world."""
    clock = FakeClock()
    world: Any = None
    if request.param == "sqlite":
        world = SQLiteWorld(tmp_path / "world.db", clock=clock)
    elif request.param == "postgres":
        world = PostgresWorld(request.getfixturevalue("postgres"), clock=clock)
    room = Room(world, clock)
    await room.world.open()
    await room.open()
    yield room
    await room.engine.stop()
    await room.world.close()


async def test_a_bad_payload_is_refused_to_its_sender(everywhere: Any) -> None:
    """Nothing of it reaches the run, which goes on with the next payload that fits."""
    run = await everywhere.start(defined, "t")
    await everywhere.until(run, "hook_created")
    with pytest.raises(PayloadError, match="UW218") as caught:
        await resume_hook("t", {"ok": "perhaps"}, world=everywhere.world)
    assert "Decision" in str(caught.value)
    with pytest.raises(PayloadError):
        await approval.resume("t", {}, world=everywhere.world)
    assert await approval.resume("t", Decision(ok=True), world=everywhere.world) == run.id
    assert await run.result() is True
    assert (await everywhere.kinds(run)).count("hook_received") == 1


async def test_plain_data_becomes_models(everywhere: Any) -> None:
    """A schema may be made of pydantic models and containers; payloads are converted for the run."""
    run = await everywhere.start(modelled, "t")
    await everywhere.until(run, "hook_created")
    with pytest.raises(PayloadError):
        await resume_hook("t", [{"id": "x"}], world=everywhere.world)
    await resume_hook("t", [{"id": 7}, {"id": 8, "tags": ["a"]}], world=everywhere.world)
    assert await run.result() == [7, 8]


async def test_whoever_looks_sees_what_a_hook_expects(everywhere: Any) -> None:
    """``get_hook`` gives owner, metadata and schema; an unknown token is an error."""
    run = await everywhere.start(defined, "t")
    await everywhere.until(run, "hook_created")
    found = await get_hook("t", world=everywhere.world)
    assert (found.run_id, found.hook_id, found.metadata, found.webhook) == (run.id, "0/hook#0", {"for": "ann"}, False)
    assert found.expects.endswith(".Decision")
    with pytest.raises(HookNotFoundError, match="UW309"):
        await get_hook("nobody", world=everywhere.world)


async def test_a_schema_that_is_not_here_lets_nothing_through(everywhere: Any, author: Any) -> None:
    """A sender that cannot check a payload is told which module it lacks (UW361)."""
    module = author(
        "approvals_elsewhere",
        """
        from dataclasses import dataclass
        from useworkflow import create_hook

        @dataclass
        class Elsewhere:
            ok: bool

        async def waits():
            "use workflow"
            return await create_hook("t", schema=Elsewhere)
        """.replace("\n        ", "\n"),
    ).module
    run = await everywhere.start(module.waits)
    await everywhere.until(run, "hook_created")
    del module.Elsewhere
    with pytest.raises(SchemaMissingError, match="approvals_elsewhere"):
        await resume_hook("t", {"ok": True}, world=everywhere.world)


async def test_the_sender_waits_for_the_answer(everywhere: Any) -> None:
    """``wait=True`` gives what the run replied: a validated update, an answered query."""
    run = await everywhere.start(account, "acc")
    await everywhere.until(run, "hook_created")

    async def ask(amount: int) -> Any:
        return await resume_hook("acc", {"amount": amount}, wait=True, timeout=30, world=everywhere.world)

    assert await ask(100) == {"balance": 100}
    assert await ask(-130) == {"refused": 100}
    assert await ask(-30) == {"balance": 70}
    together = await asyncio.gather(*(ask(1) for _ in range(20)))
    assert sorted(answer["balance"] for answer in together) == list(range(71, 91))
    assert await ask(0) == {"balance": 90, "closed": True}
    assert await run.result() == 90


async def test_the_same_key_gets_the_same_answer(everywhere: Any) -> None:
    """Sent again, the payload does not arrive again, and the stored answer comes back, also after the run's end."""
    run = await everywhere.start(account, "acc")
    await everywhere.until(run, "hook_created")

    async def ask(amount: int, key: str) -> Any:
        return await resume_hook(
            "acc", {"amount": amount}, wait=True, timeout=30, dedup_key=key, world=everywhere.world
        )

    assert await asyncio.gather(*(ask(5, "a") for _ in range(5))) == [{"balance": 5}] * 5
    assert await ask(7, "b") == {"balance": 12}
    assert await ask(5, "a") == {"balance": 5}
    assert await ask(0, "end") == {"balance": 12, "closed": True}
    assert await run.result() == 12
    assert await ask(0, "end") == {"balance": 12, "closed": True}
    assert await ask(5, "a") == {"balance": 5}
    with pytest.raises(HookNotFoundError):
        await ask(1, "new")


async def test_the_loser_of_a_token_adopts_the_owners_result(everywhere: Any) -> None:
    """``await hook.conflict()`` gives the ``Run`` that owns the token, and that is waited for like a child."""
    first = await everywhere.start(once, "t")
    await everywhere.until(first, "hook_created")
    second = await everywhere.start(once, "t")
    await everywhere.until(second, "hook_conflict")
    await resume_hook("t", "done", world=everywhere.world)
    assert [await first.result(), await second.result()] == ["done", "adopted: done"]


async def test_the_loser_of_a_token_rests_when_it_has_been_told(everywhere: Any) -> None:
    """The world keeps it moving until then, and no longer: a run that only waits is not taken up by the next engine (G9)."""
    first = await everywhere.start(once, "t")
    await everywhere.until(first, "hook_created")
    second = await everywhere.start(once, "t")
    async with asyncio.timeout(10):
        await everywhere.until(second, "run_awaited")
        while (await everywhere.world.get_run(second.id)).active:
            await asyncio.sleep(0)
    await resume_hook("t", "done", world=everywhere.world)
    assert await second.result() == "adopted: done"


async def test_an_end_without_an_answer_is_told(everywhere: Any) -> None:
    """Whoever waits learns that none will come."""
    run = await everywhere.start(silent, "t")
    await everywhere.until(run, "hook_created")
    with pytest.raises(HookUnansweredError, match=run.id):
        await resume_hook("t", 1, wait=True, timeout=30, world=everywhere.world)


async def test_a_sender_may_lose_patience(everywhere: Any) -> None:
    """The payload stays recorded; the error is a ``TimeoutError``."""
    run = await everywhere.start(sleeper, "t")
    await everywhere.until(run, "hook_created")
    with pytest.raises(TimeoutError) as caught:
        await resume_hook("t", 1, wait=True, timeout=0.01, world=everywhere.world)
    assert isinstance(caught.value, ReplyTimeoutError)
    await everywhere.until(run, "hook_received")


async def test_hooks_and_requests_outlive_a_restart(everywhere: Any) -> None:
    """A run that has taken a request is put away and taken up by another engine, and both senders get their answers."""
    world = everywhere.world
    run = await everywhere.start(till)
    created = await everywhere.until(run, "hook_created")
    keys = [ReplyKey(run.id, created.id, key) for key in "ab"]

    async def send(key: str, amount: int) -> None:
        request = Request("POST", "/", {}, b'{"amount": %d}' % amount)
        await world.send_to_hook(created.token, values.encode(request), dedup=key)

    await send("a", 1)
    await everywhere.until(run, "hook_received")
    await everywhere.engine.stop()
    assert (await world.load(run.id)).snapshot is not None
    await everywhere.open()
    await send("b", 2)
    assert await run.result() == 3
    answers = [values.decode(answer.value) for answer in await world.read_replies(keys)]
    assert answers == [Response(json={"paid": 1}, status=201), Response(json={"paid": 2}, status=201)]


async def test_what_a_step_answers_again_changes_nothing(everywhere: Any) -> None:
    """A step that is tried again after it has answered leaves the first answer as it is (G3)."""
    world = everywhere.world
    run = await everywhere.start(till)
    created = await everywhere.until(run, "hook_created")
    await world.send_to_hook(created.token, values.encode(Request("POST", "/", {}, b'{"amount": 1}')), dedup="a")
    await everywhere.until(run, "hook_received")
    key = ReplyKey(run.id, created.id, "a")
    assert await world.put_reply(key, values.encode(Response("first")))
    await world.send_to_hook(created.token, values.encode(Request("POST", "/", {}, b'{"amount": 2}')), dedup="b")
    assert await run.result() == 3
    (answer,) = await world.read_replies([key])
    assert values.decode(answer.value) == Response("first")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_the_sender_need_not_be_in_the_engines_process(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Through another connection: answers of workflow code and of steps arrive, and so does the news of an end."""
    worlds: list[Any] = [
        SQLiteWorld(tmp_path / "world.db") if kind == "sqlite" else PostgresWorld(request.getfixturevalue("postgres"))
        for _ in range(2)
    ]
    for world in worlds:
        await world.open()
    room = Room(worlds[0])
    await room.open()
    run = await room.start(account, "acc")
    await room.until(run, "hook_created")
    for amount, balance in ((5, 5), (6, 11)):
        answer = await resume_hook("acc", {"amount": amount}, wait=True, timeout=30, world=worlds[1])
        assert answer == {"balance": balance}
    paying = await room.start(till)
    created: Any = await room.until(paying, "hook_created")

    async def send(amount: int) -> Any:
        request = Request("POST", "/", {}, b'{"amount": %d}' % amount)
        return await resume_hook(created.token, request, wait=True, timeout=30, world=worlds[1])

    answers = await asyncio.gather(send(3), send(4))
    assert answers == [Response(json={"paid": 3}, status=201), Response(json={"paid": 4}, status=201)]
    ending = await room.start(silent, "s")
    await room.until(ending, "hook_created", 1)
    with pytest.raises(HookUnansweredError):
        await resume_hook("s", 1, wait=True, timeout=30, world=worlds[1])
    await room.engine.stop()
    for world in reversed(worlds):
        await world.close()
