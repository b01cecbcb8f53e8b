"""``fetch``: real requests to a real server, as a step."""

from __future__ import annotations

import builtins
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from useworkflow import (
    FatalError,
    FetchResponse,
    MissingExtraError,
    RetryableError,
    WorkflowFailedError,
    fetch,
    get_run,
)
from useworkflow_runtime.engine.snapshots import SnapshotPolicy
from useworkflow_sandbox.events import StepRetrying


class Server(ThreadingHTTPServer):
    """Counts what it is asked, and answers as the test says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str], bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.command, self.path, headers, body))
        status, extra, text = self.server.answers.pop(0) if self.server.answers else (200, {}, b'{"total": 5}')
        self.send_response(status)
        for name, value in {"Content-Length": str(len(text)), **extra}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_DELETE = answer

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on a port of its own."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


async def order(url: str) -> list[Any]:
    "use workflow"
    response = await fetch(url, params={"q": "a b"})
    again = await fetch(f"{url}/next", method="POST", json={"of": response.json()["total"]})
    return [response.status, response.ok, response.headers["content-length"], again.text(), response]


async def just_fetch(url: str) -> FetchResponse:
    "use workflow"
    return await fetch(url)


async def whatever_comes(url: str) -> int:
    "use workflow"
    return (await fetch(url, raise_for_status=False)).status


async def test_response_is_a_value(room: Any, server: Server) -> None:
    """Status, headers and body are there in workflow code, and come out of the run as they went in."""
    await room.open(policy=SnapshotPolicy(least=0, ratio=0))
    status, ok, length, text, response = await (await room.start(order, server.url)).result()
    assert (status, ok, length, text) == (200, True, "12", '{"total": 5}')
    assert response == FetchResponse(server.url + "?q=a+b", 200, response.headers, b'{"total": 5}')
    assert [(method, path) for method, path, _, _ in server.asked] == [("GET", "/?q=a+b"), ("POST", "/next")]
    assert server.asked[1][3] == b'{"of":5}'


async def test_recorded_response_is_not_fetched_again(room: Any, server: Server) -> None:
    """G3: an engine that takes the run up after the first response asks only for the second."""
    server.answers = [(200, {}, b'{"total": 7}'), (503, {"Retry-After": "60"}, b"")]
    await room.open(policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(order, server.url)
    await room.until(run, "step_retrying")
    await room.kill()
    await room.open()
    room.advance(60)
    assert (await get_run(run.id, world=room.world).result())[3] == '{"total": 5}'
    assert [path for _, path, _, _ in server.asked] == ["/?q=a+b", "/next", "/next"]


async def test_post_carries_one_key_for_all_attempts(room: Any, server: Server) -> None:
    """Requests that are not idempotent carry the step's id as their idempotency key; ``GET`` carries none."""
    server.answers = [(200, {}, b'{"total": 7}'), (500, {}, b"")]
    await room.open()
    run = await room.start(order, server.url)
    await room.until(run, "step_retrying")
    room.advance(5)
    await run.result()
    keys = [headers.get("idempotency-key") for _, _, headers, _ in server.asked]
    assert keys == [None, f"{run.id}/0/fetch#1", f"{run.id}/0/fetch#1"]


@pytest.mark.parametrize("in_words", [False, True], ids=["seconds", "date"])
async def test_server_says_when_to_try_again(room: Any, server: Server, in_words: bool) -> None:
    """``Retry-After`` of a 429 sets the time of the next attempt, in seconds or as a date."""
    moment = datetime.fromtimestamp(room.clock.now() // 1_000_000, UTC) + timedelta(seconds=90)
    server.answers = [(429, {"Retry-After": format_datetime(moment, usegmt=True) if in_words else "90"}, b"busy")]
    await room.open()
    run = await room.start(just_fetch, server.url)
    retrying = await room.until(run, "step_retrying")
    assert isinstance(retrying, StepRetrying)
    assert abs(retrying.retry_at - retrying.at - 90_000_000) <= 1_000_000
    room.advance(91)
    assert (await run.result()).status == 200


async def test_refusal_is_fatal(room: Any, server: Server) -> None:
    """A 404 fails the step at once; the exception has the response."""
    server.answers = [(404, {}, b"no such order")]
    await room.open()
    run = await room.start(just_fetch, server.url)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    cause: Any = caught.value.__cause__
    assert isinstance(cause, FatalError)
    assert (cause.response.status, cause.response.text()) == (404, "no such order")
    assert len(server.asked) == 1


async def test_any_status_can_be_wanted(room: Any, server: Server) -> None:
    """With ``raise_for_status=False`` a 500 is an answer like any other."""
    server.answers = [(500, {}, b"")]
    await room.open()
    assert await (await room.start(whatever_comes, server.url)).result() == 500


async def test_outside_a_workflow_it_is_a_call(server: Server) -> None:
    """Called from ordinary code, it makes one request, with no key, and retries nothing."""
    server.answers = [(200, {"Content-Type": "text/plain; charset=latin-1"}, "é".encode("latin-1")), (503, {}, b"")]
    assert (await fetch(server.url, method="POST", data={"a": "b"})).text() == "é"
    assert "idempotency-key" not in server.asked[0][2]
    with pytest.raises(RetryableError, match="status 503"):
        await fetch(server.url)


async def test_no_server_is_a_connection_error(server: Server) -> None:
    """Where nobody listens, ``ConnectionError`` is raised, which workflow code can catch; a URL that is none is fatal."""
    server.server_close()
    with pytest.raises(ConnectionError, match="GET http"):
        await fetch(server.url)
    with pytest.raises(FatalError, match="protocol"):
        await fetch("gopher://example")


async def test_missing_httpx_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the error names it (UW360), and no retry helps."""
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "httpx":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"fetch\(\) needs the extra 'http'") as caught:
        await fetch("http://example")
    assert caught.value.fatal  # type: ignore[attr-defined]
