"""Webhooks as workflow code sees them: addresses, requests and responses as values, answers."""

from __future__ import annotations

from typing import Any

import pytest

from useworkflow_sandbox import values
from useworkflow_sandbox.events import HookCreated, HookReceived, HookReplied, RunCreated
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.webhooks import Headers, NoSenderError, Request, Response, create_webhook

HOOK = "0/hook#0"


def a_request(content: bytes = b'{"n": 1}', **headers: str) -> Request:
    """What the web application makes of a POST."""
    return Request("POST", "https://shop.example/w?a=1", {"Content-Type": "application/json", **headers}, content)


def test_the_address_begins_with_the_recorded_public_url(play: Any) -> None:
    """``url`` is the public URL of the run's start and the path; without one the path alone. The token is random (G5)."""

    async def workflow() -> str:
        return create_webhook().url

    path = play(workflow).result
    assert path.startswith("/.well-known/workflow/v1/webhook/")
    assert len(path.rpartition("/")[2]) == 21
    run = play(workflow)
    instance = Instance.create(run.program, "run-2")
    created = RunCreated(
        at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="07" * 16,
        env={"USEWORKFLOW_PUBLIC_URL": "https://shop.example"},
    )  # fmt: skip
    end = instance.deliver(created)[-1]
    assert values.decode(end.value) == "https://shop.example" + path  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("respond_with", "recorded"),
    [(None, "accept"), ("manual", "manual"), (Response("hi", status=201), {"$response": [201, {"content-type": "text/plain; charset=utf-8"}, {"$bytes": "aGk="}]})],
)  # fmt: skip
def test_the_creation_says_how_senders_are_answered(play: Any, respond_with: Any, recorded: Any) -> None:
    """It stands in the log, so that whichever process has the request can answer it."""

    async def workflow(respond_with: Any) -> None:
        create_webhook(respond_with)

    (created,) = play(workflow, respond_with).of(HookCreated)
    assert created.webhook == recorded


def test_a_wrong_respond_with_is_refused(play: Any) -> None:
    """Only None, a Response and "manual" are known."""

    async def workflow() -> None:
        create_webhook("later")  # type: ignore[arg-type]

    assert isinstance(play(workflow).error, TypeError)


def test_a_request_is_read_in_workflow_code(play: Any) -> None:
    """``json()``, ``text()`` and ``body()`` are awaited; headers are found in any case."""

    async def workflow() -> list[Any]:
        request = await create_webhook()
        return [
            request.method, request.url, await request.json(), await request.text(), await request.body(),
            request.headers["content-TYPE"], request.headers.get("x-missing"), request.content,
        ]  # fmt: skip

    run = play(workflow)
    run.receive(HOOK, a_request())
    body = b'{"n": 1}'
    url = "https://shop.example/w?a=1"
    assert run.result == ["POST", url, {"n": 1}, body.decode(), body, "application/json", None, body]


async def test_a_request_is_read_in_a_step() -> None:
    """The same awaits work where asyncio runs; the charset of the text is the sender's."""
    request = a_request("grün".encode("latin-1"), **{"Content-Type": "text/plain; charset=latin-1"})
    assert await request.text() == "grün"
    assert await request.body() == b"gr\xfcn"
    with pytest.raises(ValueError, match="codec"):
        await Request("POST", "/", {}, b"\xff").text()


def test_requests_and_responses_are_values() -> None:
    """What was recorded comes back equal, in the readable form."""
    response = Response(json={"a": [1]}, status=418, headers={"X-Tea": "yes"})
    assert values.decode(values.encode(response)) == response
    assert (response.body, response.headers["content-type"]) == (b'{"a":[1]}', "application/json")
    again = values.decode(values.encode(a_request()))
    assert (again.method, again.url, again.headers, again.content) == (
        "POST", "https://shop.example/w?a=1", Headers({"content-type": "application/json"}), b'{"n": 1}',
    )  # fmt: skip
    assert values.decode(values.encode(Headers({"A": "b"}))) == {"a": "b"}


def test_a_name_may_have_several_values() -> None:
    """Pairs keep each value by itself, in order, also when they were recorded; by name they are joined."""
    cookies = [("Set-Cookie", "a=1; Path=/"), ("X-Shop", "7"), ("Set-Cookie", "b=2")]
    response = values.decode(values.encode(Response("hola", headers=cookies)))
    assert response == Response("hola", headers=cookies)
    assert response.headers.getlist("SET-cookie") == ["a=1; Path=/", "b=2"]
    assert response.headers["set-cookie"] == "a=1; Path=/, b=2"
    assert response != Response("hola", headers=[*cookies[::2], ("x-shop", "8")])
    assert response.headers.getlist("x-none") == []


def test_a_response_that_could_not_be_sent_is_refused() -> None:
    """Status, body and headers are checked where the response is made."""
    for wrong in ({"status": 199}, {"status": 600}, {"headers": {"a": "b\r\nc: d"}}, {"headers": {"a b": "c"}}):
        with pytest.raises(ValueError):  # noqa: PT011 - each says something else
            Response(**wrong)  # type: ignore[arg-type]
    for wrong in ({"status": "200"}, {"body": "a", "json": 1}, {"body": {"a": 1}}):
        with pytest.raises(TypeError):
            Response(**wrong)  # type: ignore[arg-type]


def test_workflow_code_answers_a_manual_webhook(play: Any) -> None:
    """``respond_with`` in workflow code is recorded, and takes effect with the commit (G2)."""

    async def workflow() -> None:
        webhook = create_webhook("manual")
        await (await webhook).respond_with(Response("ok"))

    run = play(workflow)
    run.input(HookReceived(at=run.at, id=HOOK, payload=values.encode(a_request()), dedup="d"))
    (reply,) = run.of(HookReplied)
    assert (reply.id, reply.dedup) == (HOOK, "d")
    assert values.decode(reply.value) == Response("ok")


def test_a_request_remembers_its_delivery_on_its_way_into_a_step(play: Any) -> None:
    """An answer from a step finds the sender, since the delivery travels with the request."""

    async def workflow() -> Any:
        return await create_webhook("manual")

    run = play(workflow)
    run.input(HookReceived(at=run.at, id=HOOK, payload=values.encode(a_request()), dedup="d"))
    delivery = run.result._delivery
    assert (delivery.run_id, delivery.hook_id, delivery.dedup) == ("run-1", HOOK, "d")


def test_nobody_waits_at_an_ordinary_webhook(play: Any) -> None:
    """``respond_with`` says so, with the remedy."""

    async def workflow() -> str:
        request = await create_webhook()
        try:
            await request.respond_with(Response("ok"))
        except NoSenderError as error:
            return error.code
        return ""

    run = play(workflow)
    run.input(HookReceived(at=run.at, id=HOOK, payload=values.encode(a_request()), dedup="d"))
    assert run.result == "UW219"
