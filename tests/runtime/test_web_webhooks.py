"""Webhooks over a real HTTP server: how senders are answered, and what is refused."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from msgspec import Raw

from useworkflow import Request, Response, asgi_app, create_hook, create_webhook
from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.web.rates import Rates
from useworkflow_runtime.web.site import Limits
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.protocol import HookRecord, NewRun, Turn
from useworkflow_sandbox import values

from .serving import serving

BASE = "/.well-known/workflow/v1/webhook/"


async def plain() -> list[Any]:
    "use workflow"
    request = await create_webhook()
    return [request.method, request.url, request.headers["x-two"], await request.text()]


async def static() -> str:
    "use workflow"
    webhook = create_webhook(Response("gracias\n", status=201, headers={"X-Shop": "yes"}))
    return str(await (await webhook).text())


async def answer(request: Request, total: int) -> int:
    "use step"
    order = await request.json()
    await request.respond_with(Response(json={"total": total + order["amount"]}))
    return int(order["amount"])


async def manual(orders: int) -> int:
    "use workflow"
    total = 0
    webhook = create_webhook(respond_with="manual")
    for _ in range(orders):
        total += await answer(await webhook, total)
    return total


async def deaf() -> None:
    "use workflow"
    await create_webhook(respond_with="manual")


async def patient() -> None:
    "use workflow"
    webhook = create_webhook(respond_with="manual")
    await webhook
    await webhook


async def cookies() -> list[str]:
    "use workflow"
    sent = [("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2")]
    request = await create_webhook(respond_with=Response(headers=sent))
    return request.headers.getlist("cookie")


async def taking() -> None:
    "use workflow"
    async for _ in create_webhook():
        pass


async def chatty() -> None:
    "use workflow"
    webhook = create_webhook(respond_with="manual")
    await webhook.reply(await webhook, {"plain": "value"})


async def no_webhook() -> None:
    "use workflow"
    await create_hook("secret")


class Shop:
    """A room with an engine, and its web application behind a real server."""

    def __init__(self, room: Any, url: str, http: httpx.AsyncClient) -> None:
        self.room = room
        self.url = url
        self.http = http

    async def address(self, run: Any) -> str:
        """Where the run's webhook is."""
        created = await self.room.until(run, "hook_created")
        return f"{self.url}{BASE}{created.token}"


@pytest.fixture
async def limits() -> Limits:
    """The defaults."""
    return Limits()


@pytest.fixture
async def shop(room: Any, limits: Limits) -> AsyncIterator[Shop]:
    """A room whose webhooks are served."""
    await room.open()
    async with serving(asgi_app(world=room.world, limits=limits)) as url, httpx.AsyncClient() as http:
        yield Shop(room, url, http)


async def test_a_request_is_recorded_and_accepted(shop: Shop) -> None:
    """202 without a body; the workflow has the request as it came, query and repeated headers included."""
    run = await shop.room.start(plain)
    address = await shop.address(run)
    answer = await shop.http.put(f"{address}?a=1", content="grün", headers=[("X-Two", "a"), ("X-Two", "b")])
    assert (answer.status_code, answer.content) == (202, b"")
    assert await run.result() == ["PUT", f"{address}?a=1", "a, b", "grün"]


async def test_a_static_response_is_everyones_answer(shop: Shop) -> None:
    """Status, headers and body as they were given to ``create_webhook``."""
    run = await shop.room.start(static)
    answer = await shop.http.post(await shop.address(run), content=b"hola")
    assert (answer.status_code, answer.text, answer.headers["x-shop"]) == (201, "gracias\n", "yes")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert await run.result() == "hola"


async def test_looking_is_not_sending(shop: Shop) -> None:
    """HEAD, as previews of links send it, reaches no workflow, whatever the token."""
    run = await shop.room.start(plain)
    address = await shop.address(run)
    for place in (address, f"{shop.url}{BASE}unknown"):
        answer = await shop.http.head(place)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST, PUT, PATCH, DELETE")
    await shop.http.post(address, content="real", headers={"X-Two": "a"})
    assert (await run.result())[0] == "POST"


async def test_each_cookie_is_a_header_of_its_own(shop: Shop) -> None:
    """Several values of one name reach the sender one by one, and reach workflow code one by one."""
    run = await shop.room.start(cookies)
    cookie = [("Cookie", "a=1"), ("Cookie", "b=2")]
    answer = await shop.http.post(await shop.address(run), headers=cookie)
    assert answer.headers.get_list("set-cookie") == ["a=1; Path=/", "b=2"]
    assert await run.result() == ["a=1", "b=2"]


async def test_the_sender_waits_for_the_step_that_answers(shop: Shop) -> None:
    """A manual webhook: each of many senders at once gets the answer to its own request."""
    run = await shop.room.start(manual, 20)
    address = await shop.address(run)
    answers = await asyncio.gather(*(shop.http.post(address, json={"amount": 1}) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["total"] for answer in answers) == list(range(1, 21))
    assert await run.result() == 20


async def test_the_same_idempotency_key_is_one_delivery(shop: Shop) -> None:
    """Repeated requests get the same answer, at once, later, and after the run's end; another key is another delivery."""
    run = await shop.room.start(manual, 2)
    address = await shop.address(run)

    async def send(amount: int, key: str) -> Any:
        answer = await shop.http.post(address, json={"amount": amount}, headers={"Idempotency-Key": key})
        assert answer.status_code == 200
        return answer.json()["total"]

    assert await asyncio.gather(*(send(5, "a") for _ in range(5))) == [5] * 5
    assert await send(5, "a") == 5
    assert await send(7, "b") == 12
    assert await run.result() == 12
    assert [await send(5, "a"), await send(7, "b")] == [5, 12]
    assert (await shop.http.post(address, headers={"Idempotency-Key": "c"})).status_code == 404


async def test_a_run_that_ends_in_the_middle_of_a_request() -> None:
    """Between the look-up and the record its hook may be gone: 404, or the answer that stands for the same key."""

    class Ending(MemoryWorld):
        async def get_hook(self, token: str) -> HookRecord:
            return HookRecord(token, "a", "h", 1, webhook=Raw(b'"manual"'))

        async def find_reply(self, token: str, dedup: str) -> Raw | None:
            return values.encode(Response("stood")) if dedup == "known" else None

    async with serving(asgi_app(world=Ending())) as url, httpx.AsyncClient() as http:
        assert (await http.post(f"{url}{BASE}t")).status_code == 404
        assert (await http.post(f"{url}{BASE}t", headers={"Idempotency-Key": "new"})).status_code == 404
        answer = await http.post(f"{url}{BASE}t", headers={"Idempotency-Key": "known"})
    assert (answer.status_code, answer.text) == (200, "stood")


async def test_an_ordinary_hook_cannot_be_reached(shop: Shop) -> None:
    """Its token is answered as one that nobody has: the same status, headers and body, and nothing arrives."""
    run = await shop.room.start(no_webhook)
    await shop.room.until(run, "hook_created")
    known = await shop.http.post(f"{shop.url}{BASE}secret", content=b"1")
    unknown = await shop.http.post(f"{shop.url}{BASE}nobody", content=b"1")
    assert (
        (known.status_code, known.content)
        == (unknown.status_code, unknown.content)
        == (404, b'{"error":"no such webhook"}')
    )
    assert {name for name, _ in known.headers.items()} == {name for name, _ in unknown.headers.items()}
    assert "hook_received" not in await shop.room.kinds(run)


@pytest.mark.parametrize(
    "token", ["", "/", "%00", "%ff%fe", "%2e%2e%2fhealth", "a" * 20_000, "%F0%9F%90%8D", "%ED%A0%80"]
)
async def test_any_path_is_just_an_unknown_token(shop: Shop, token: str) -> None:
    """Nothing that can be asked for is anything but 404."""
    assert (await shop.http.post(f"{shop.url}{BASE}{token}", content=b"\xff")).status_code == 404


async def test_a_run_that_ends_without_an_answer_lets_its_sender_go(shop: Shop) -> None:
    """502 as soon as the run has ended."""
    run = await shop.room.start(deaf)
    answer = await shop.http.post(await shop.address(run))
    assert (answer.status_code, answer.json()) == (502, {"error": "the run ended without an answer"})


async def test_what_a_workflow_replies_is_sent_as_json(shop: Shop) -> None:
    """``hook.reply`` answers a webhook's sender, too."""
    run = await shop.room.start(chatty)
    answer = await shop.http.post(await shop.address(run))
    assert (answer.status_code, answer.json()) == (200, {"plain": "value"})


async def test_a_sender_who_goes_away_is_not_waited_for(shop: Shop) -> None:
    """The request stays recorded; nobody is left waiting in the application."""
    run = await shop.room.start(patient)
    address = await shop.address(run)
    sending = asyncio.create_task(shop.http.post(address))
    await shop.room.until(run, "hook_received")
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await shop.http.get(f"{shop.url}/.well-known/workflow/v1/health")
    assert await run.status() == "running"


class TestLimits:
    @pytest.fixture
    async def limits(self) -> Limits:
        """Small ones."""
        return Limits(body=100, wait=0.05, rate=0.001, burst=3, guess_rate=0.001, guess_burst=3)

    async def test_a_long_body_is_refused(self, shop: Shop) -> None:
        """413, whether its length is declared or not; one at the limit arrives."""
        run = await shop.room.start(static)
        address = await shop.address(run)

        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(11):
                yield b"0123456789"

        assert (await shop.http.post(address, content=b"x" * 101)).status_code == 413
        assert (await shop.http.post(address, content=chunks())).status_code == 413
        assert "hook_received" not in await shop.room.kinds(run)
        assert (await shop.http.post(address, content=b"x" * 100)).status_code == 201

    async def test_a_token_that_is_flooded_is_protected(self, shop: Shop) -> None:
        """429 with the time to wait; nothing of it is recorded, and other tokens are unharmed."""
        first, second = await shop.room.start(taking), await shop.room.start(static)
        address = await shop.address(first)
        answers = [(await shop.http.post(address)).status_code for _ in range(5)]
        assert answers == [202, 202, 202, 429, 429]
        refused = await shop.http.post(address)
        assert int(refused.headers["retry-after"]) > 0
        assert (await shop.http.post(await shop.address(second))).status_code == 201

    async def test_guessing_tokens_is_slowed_down(self, shop: Shop) -> None:
        """After some unknown tokens all that comes from the same address is answered 429, right or wrong."""
        run = await shop.room.start(static)
        address = await shop.address(run)
        guesses = [(await shop.http.post(f"{shop.url}{BASE}guess{n}")).status_code for n in range(5)]
        assert guesses == [404, 404, 404, 429, 429]
        assert (await shop.http.post(address)).status_code == 429
        assert "hook_received" not in await shop.room.kinds(run)

    async def test_an_answer_that_does_not_come_in_time(self, shop: Shop) -> None:
        """504 after the limit; the request is recorded."""
        run = await shop.room.start(patient)
        answer = await shop.http.post(await shop.address(run))
        assert (answer.status_code, answer.json()) == (504, {"error": "recorded, but not answered in time"})
        assert (await shop.room.kinds(run)).count("hook_received") == 1

    async def test_a_key_has_an_end(self, shop: Shop) -> None:
        """400 for an Idempotency-Key of more than 255 characters."""
        run = await shop.room.start(static)
        answer = await shop.http.post(await shop.address(run), headers={"Idempotency-Key": "k" * 256})
        assert answer.status_code == 400


async def test_a_world_that_fails_is_said_to_be_so() -> None:
    """503 with the advice to try again; the reason stays in the log."""

    class Failing(MemoryWorld):
        async def get_hook(self, token: str) -> Any:
            raise WorldError("the disk has gone")

    async with serving(asgi_app(world=Failing())) as url, httpx.AsyncClient() as http:
        answer = await http.post(f"{url}{BASE}t")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert not re.search("disk", answer.text)


def test_a_bucket_empties_and_fills() -> None:
    """A burst at once, then one each so often; another key has its own."""
    now = [100.0]
    rates = Rates(per_second=2, burst=3, clock=lambda: now[0])
    assert [rates.wait("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    assert rates.wait("b") == 0.0
    now[0] += 0.5
    assert [rates.wait("a"), rates.wait("a")] == [0.0, 0.5]
    now[0] += 60
    assert [rates.wait("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]


def test_buckets_are_few() -> None:
    """However many keys come, what is kept is bounded, and full buckets are dropped."""
    now = [0.0]
    rates = Rates(per_second=1, burst=1000, clock=lambda: now[0])
    for number in range(20_000):
        rates.wait(str(number))
    assert len(rates) == 10_000
    now[0] += 2_000
    rates.wait("one")
    assert len(rates) == 1


async def test_a_webhook_whose_run_nobody_executes_takes_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """429 with the advice to come back in a minute, once its run's inbox is full (UW364)."""
    monkeypatch.setattr("useworkflow_runtime.worlds.memory.MOST_WAITING", 2)
    world = MemoryWorld()
    epoch = await world.acquire("me")
    assert epoch is not None
    await world.create_run(NewRun(id="a", workflow="w", bundle="b", created=b"{}", at=1))
    hook = HookRecord("t", "a", "0/hook#0", 1, webhook=Raw(b'"accept"'))
    await world.commit(epoch, [Turn(run_id="a", expected=1, events=[], hooks_created=[hook])])
    async with serving(asgi_app(world=world)) as url, httpx.AsyncClient() as http:
        answers = [await http.post(f"{url}{BASE}t") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert answers[2].headers["retry-after"] == "60"
    assert len(await world.inbox(epoch)) == 2
