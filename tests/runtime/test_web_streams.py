"""Streams over HTTP: what is served, what is refused, and where a client goes on that comes back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from useworkflow import asgi_app, create_hook, get_step_metadata, get_writable, step
from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.worlds.memory import MemoryWorld

from .serving import serving

if TYPE_CHECKING:
    from conftest import Room

RUNS = "/.well-known/workflow/v1/runs"


@step(retry_delay=0)
async def say(words: list[Any]) -> None:
    "use step"
    out = get_writable()
    await out.write_from(words)
    await out.drain()
    if get_step_metadata().attempt == 1:
        raise ValueError("again")
    await get_writable("log").write("said")


async def said(words: list[Any]) -> None:
    "use workflow"
    await say(words)


def client(world: Any) -> httpx.AsyncClient:
    """A client of the world's application, without a network."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(asgi_app(world=world)), base_url="http://test")


async def silent() -> None:
    "use workflow"
    await create_hook("speak")


async def finished(room: Room, words: list[Any]) -> str:
    """The streams of a run that has said these words, in its second attempt; where they are served."""
    await room.open()
    run = await room.start(said, words)
    await run.result()
    return f"{RUNS}/{run.id}/stream"


async def test_a_look_at_the_headers_follows_nothing(room: Room) -> None:
    """HEAD is answered at once, also where the stream has not ended; of an unknown run it says so."""
    await room.open()
    run = await room.start(silent)
    async with client(room.world) as http, asyncio.timeout(20):
        for place in (f"{RUNS}/{run.id}/stream", f"{RUNS}/{run.id}/stream/lines"):
            answer = await http.head(place)
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        assert (await http.head(f"{RUNS}/nobody/stream")).status_code == 404


async def test_clients_that_go_away_leave_nothing_behind(room: Room) -> None:
    """Over a real connection: what serves a stream ends with its client, however long the run goes on."""
    await room.open()
    run = await room.start(silent)
    async with serving(asgi_app(world=room.world)) as url, httpx.AsyncClient(base_url=url) as http:
        await http.get(f"{RUNS}/nobody/stream")
        idle = len(asyncio.all_tasks())
        for _ in range(5):
            async with http.stream("GET", f"{RUNS}/{run.id}/stream") as answer:
                assert answer.status_code == 200
        async with asyncio.timeout(20):
            while len(asyncio.all_tasks()) > idle:
                await asyncio.sleep(0)


async def test_events_carry_values_and_where_the_reader_stands(room: Room) -> None:
    """An id for each, so that the browser can come back with it; the end is an event."""
    place = await finished(room, ["a", {"b": 1}])
    async with client(room.world) as http:
        answer = await http.get(place)
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.text == (
            'retry: 1000\n\nid: 1.1.0\ndata: "a"\n\nid: 2.1.0\ndata: {"b":1}\n\nevent: end\nid: 2.1.0\ndata: {}\n\n'
        )
        assert (await http.get(place, params={"namespace": "log", "read": "committed"})).text == (
            'retry: 1000\n\nid: 1.0.0\ndata: "said"\n\nevent: end\nid: 1.0.0\ndata: {}\n\n'
        )


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        ("1.1.0", 'id: 2.1.0\ndata: "b"'),
        ("0", 'id: 2.1.0\ndata: "b"'),
        ("2.0.0", 'event: reset\nid: 0.1.0\ndata: {"index":0}\n\nid: 1.1.0\ndata: "a"'),
        ("2.1.0", "event: end\nid: 2.1.0\ndata: {}"),
    ],
)
async def test_a_client_that_comes_back_goes_on_exactly(room: Room, last: str, wanted: str) -> None:
    """With the id of the last event: what it has is not sent again, and what was withdrawn meanwhile is said first."""
    place = await finished(room, ["a", "b"])
    async with client(room.world) as http:
        answer = await http.get(place, headers={"Last-Event-ID": last}, params={"start_index": "-1"})
        assert answer.text.startswith(f"retry: 1000\n\n{wanted}\n\n")


async def test_lines_are_values(room: Room) -> None:
    """A line of JSON a chunk; a withdrawal is a line of its own."""
    place = await finished(room, ["a", 2, None]) + "/lines"
    async with client(room.world) as http:
        answer = await http.get(place)
        assert answer.headers["content-type"] == "application/x-ndjson"
        assert answer.text == '"a"\n2\nnull\n'
        assert (await http.get(place, params={"start_index": "-1"})).text == "null\n"
        assert (await http.get(place, headers={"Last-Event-ID": "1"})).text == "null\n"
        assert (await http.get(place, headers={"Last-Event-ID": "3.0.0"})).text == '{"$reset":0}\n"a"\n2\nnull\n'


@pytest.mark.parametrize(
    ("asked", "headers"),
    [
        ({"start_index": "x"}, {}),
        ({"start_index": "1.0"}, {}),
        ({"read": "all"}, {}),
        ({"namespace": "n" * 257}, {}),
        ({}, {"Last-Event-ID": "nonsense"}),
        ({"start_index": "9" * 40}, {}),
    ],
)
async def test_parameters_that_make_no_sense_are_refused(
    room: Room, asked: dict[str, str], headers: dict[str, str]
) -> None:
    """400, with the reason."""
    place = await finished(room, [])
    async with client(room.world) as http:
        answer = await http.get(place, params=asked, headers=headers)
        assert (answer.status_code, list(answer.json())) == (400, ["error"])


async def test_an_unknown_run_is_not_found() -> None:
    """404; who asks for many gets 429."""
    async with client(MemoryWorld()) as http:
        answers = [(await http.get(f"{RUNS}/run_{i}/stream")).status_code for i in range(400)]
    assert answers[0] == 404
    assert answers[-1] == 429


async def test_a_world_that_cannot_be_read_is_said_before_the_stream_begins() -> None:
    """503, and the client tries again."""
    world = MemoryWorld()

    async def fail(*args: Any, **kwargs: Any) -> Any:
        raise WorldError("the disk has gone")

    world.streams.read = fail  # type: ignore[method-assign]
    async with client(world) as http:
        answer = await http.get(f"{RUNS}/run_1/stream")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
