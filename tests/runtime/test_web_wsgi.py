"""The WSGI bridge, behind a real WSGI server with threads."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request as HttpRequest
from starlette.responses import StreamingResponse
from werkzeug.serving import make_server

from useworkflow import Request, Response, create_webhook, wsgi_app
from useworkflow_runtime.loop_thread import LoopThread
from useworkflow_runtime.web.site import Limits
from useworkflow_runtime.web.wsgi import WsgiBridge
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

from .conftest import Room

BASE = "/.well-known/workflow/v1"


async def answer(request: Request) -> str:
    "use step"
    await request.respond_with(Response(f"{request.method} {await request.text()}", headers={"X-A": "b"}))
    return request.url


async def till() -> str:
    "use workflow"
    return await answer(await create_webhook(respond_with="manual"))


class Served:
    """A WSGI application behind a server of its own."""

    def __init__(self, app: Any) -> None:
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    """A room on a file, with its engine."""
    room = Room(SQLiteWorld(tmp_path / "world.db"))
    await room.world.open()
    await room.open()
    yield room
    await room.engine.stop()
    await room.world.close()


def theirs(environ: Any, start_response: Any) -> list[bytes]:
    """What the rest of the application answers."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"theirs {environ['PATH_INFO']}".encode()]


@pytest.fixture
def served(room: Room) -> Iterator[Served]:
    """The room's world, served beside another application."""
    served = Served(wsgi_app(world=room.world.url, limits=Limits(body=1 << 20), otherwise=theirs))
    yield served
    served.stop()


async def test_a_webhook_is_answered_by_a_step_of_another_loop(room: Room, served: Served) -> None:
    """Method, address, body, status and headers pass through the bridge; other paths are the application's own."""
    run = await room.start(till)
    created: Any = await room.until(run, "hook_created")
    address = f"{served.url}{BASE}/webhook/{created.token}?q=1"
    async with httpx.AsyncClient() as http:
        assert (await http.get(f"{served.url}/other")).text == "theirs /other"
        assert (await http.get(f"{served.url}{BASE}/health")).json() == {"world": "ok", "engine": True}
        reply = await http.put(address, content="grün".encode() * 50_000)
    assert (reply.status_code, reply.headers["x-a"]) == (200, "b")
    assert reply.text == "PUT " + "grün" * 50_000
    assert await run.result() == address


async def test_refusals_pass_through(served: Served) -> None:
    """404 for an unknown token, also one that is no text, and other paths of any bytes are the application's own."""
    async with httpx.AsyncClient() as http:
        for token in ("nobody", "%ff%fe", "%00", ""):
            assert (await http.post(f"{served.url}{BASE}/webhook/{token}", content=b"1")).status_code == 404
        assert (await http.get(f"{served.url}/%ff%fe")).status_code == 200


async def test_an_answer_is_passed_on_as_it_comes() -> None:
    """A stream of events is one behind WSGI, too; a client that goes away ends what serves it."""
    here = LoopThread()
    ended = threading.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        async def events() -> AsyncIterator[bytes]:
            for number in itertools.count():
                yield b"data: %d\n\n" % number

        await HttpRequest(scope, receive).body()
        try:
            await StreamingResponse(events(), media_type="text/event-stream")(scope, receive, send)
        finally:
            ended.set()

    served = Served(WsgiBridge(app, here))  # type: ignore[arg-type]
    try:
        async with httpx.AsyncClient() as http, http.stream("POST", served.url, content=b"x") as reply:
            lines = reply.aiter_lines()
            assert [await anext(lines) for _ in range(3)] == ["data: 0", "", "data: 1"]
        assert await asyncio.to_thread(ended.wait, 10)
    finally:
        served.stop()
        here.stop()


async def test_an_application_that_fails_is_the_servers_to_report() -> None:
    """What the ASGI application raises is raised in the server's thread."""
    here = LoopThread()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise KeyError("broken")

    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/", "SERVER_NAME": "x", "SERVER_PORT": "80", "wsgi.input": None,
    }  # fmt: skip
    with pytest.raises(KeyError, match="broken"):
        WsgiBridge(app, here)(environ, lambda *_: None)  # type: ignore[arg-type]
    here.stop()
