"""The ASGI application for WSGI servers: Flask, Django without ASGI, anything that calls ``app(environ, start_response)``.

    flask_app.wsgi_app = wsgi_app(otherwise=flask_app.wsgi_app)

A request is served in the process's loop thread; the server's own thread hands over the body as it is asked for, and
yields the answer as it comes, so that a stream of events is one here, too. Read next: ``app``.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from typing import Any, TypeAlias

from useworkflow_runtime.loop_thread import LoopThread
from useworkflow_runtime.web.app import WebApp, is_inside

Environ: TypeAlias = dict[str, Any]
Message: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Any]
WsgiApplication: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]

_CHUNK = 64 << 10
_AHEAD = 16
"""Parts of an answer that may wait for a slow client."""


class WsgiBridge:
    """A WSGI application that serves an ASGI one.

    Args:
        app: the ASGI application.
        loop: where it runs.
        otherwise: the WSGI application that gets every request for another path; without one, those are answered 404.
    """

    def __init__(self, app: WebApp, loop: LoopThread, otherwise: WsgiApplication | None = None) -> None:
        self._app = app
        self._loop = loop
        self._otherwise = otherwise

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request, as WSGI asks for."""
        scope = _scope_of(environ)
        if self._otherwise is not None and not is_inside(scope):
            return self._otherwise(environ, start_response)
        exchange = _Exchange(environ)
        exchange.begin(self._app, scope, self._loop)
        status, headers = exchange.head()
        start_response(status, headers)
        return exchange.body()


class _Exchange:
    """One request and its answer, between the server's thread and the loop's.

    The server's thread takes from ``_queue``: messages to send on, requests to read a part of the body, the end.
    """

    def __init__(self, environ: Environ) -> None:
        self._input = environ["wsgi.input"]
        self._left = int(environ.get("CONTENT_LENGTH") or 0)
        self._endless = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
        self._queue: queue.SimpleQueue[Message | asyncio.Future[bytes] | BaseException | None] = queue.SimpleQueue()
        self._at_end = False

    def begin(self, app: WebApp, scope: Message, loop: LoopThread) -> None:
        """Have the request served."""
        self._served = loop.submit(self._serve(app, scope))

    # --- in the loop

    async def _serve(self, app: WebApp, scope: Message) -> None:
        self._loop = asyncio.get_running_loop()
        self._room = asyncio.Semaphore(_AHEAD)
        try:
            await app(scope, self._receive, self._send)
        except BaseException as error:
            self._queue.put(error)
            raise
        self._queue.put(None)

    async def _receive(self) -> Message:
        if self._at_end:
            # A client that goes away is noticed by the server's thread, which then cancels this task.
            await self._loop.create_future()
        part: asyncio.Future[bytes] = self._loop.create_future()
        self._queue.put(part)
        content = await part
        self._at_end = not content or (not self._endless and self._left == 0)
        return {"type": "http.request", "body": content, "more_body": not self._at_end}

    async def _send(self, message: Any) -> None:
        await self._room.acquire()
        self._queue.put(dict(message))

    # --- in the server's thread

    def head(self) -> tuple[str, list[tuple[str, str]]]:
        """Status line and headers.

        Raises:
            BaseException: whatever the application raised before it answered.
        """
        first = self._next()
        if first is None:
            raise RuntimeError("the application ended without an answer")
        status = first["status"]
        phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unknown"
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in first["headers"]]
        return f"{status} {phrase}", headers

    def body(self) -> Iterator[bytes]:
        """The parts of the answer, as they come. Closing the iterator cancels what serves the request."""
        try:
            while (part := self._next()) is not None:
                if part.get("body"):
                    yield part["body"]
                if not part.get("more_body", False):
                    return
        finally:
            self._served.cancel()

    def _next(self) -> Message | None:
        while True:
            item = self._queue.get()
            if isinstance(item, asyncio.Future):
                self._in_loop(_give, item, self._read())
                continue
            if isinstance(item, BaseException):
                raise item
            if item is not None:
                self._in_loop(self._room.release)
            return item

    def _read(self) -> bytes:
        content: bytes = self._input.read(_CHUNK if self._endless else min(_CHUNK, self._left))
        self._left -= len(content)
        return content

    def _in_loop(self, function: Callable[..., object], *args: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody is there to be told
            self._loop.call_soon_threadsafe(function, *args)


def _give(part: asyncio.Future[bytes], content: bytes) -> None:
    if not part.done():
        part.set_result(content)


def _scope_of(environ: Environ) -> Message:
    root = environ.get("SCRIPT_NAME", "").encode("latin-1").decode(errors="replace")
    path = environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
    headers = [
        (name.removeprefix("HTTP_").replace("_", "-").lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in environ.items()
        if name.startswith("HTTP_") or (name in ("CONTENT_TYPE", "CONTENT_LENGTH") and value)
    ]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": environ.get("SERVER_PROTOCOL", "HTTP/1.1").partition("/")[2],
        "method": environ["REQUEST_METHOD"],
        "scheme": environ.get("wsgi.url_scheme", "http"),
        "path": root + path,
        "raw_path": (root + path).encode(),
        "root_path": root,
        "query_string": environ.get("QUERY_STRING", "").encode("latin-1"),
        "headers": headers,
        "client": (environ["REMOTE_ADDR"], int(environ.get("REMOTE_PORT") or 0))
        if environ.get("REMOTE_ADDR")
        else None,
        "server": (environ["SERVER_NAME"], int(environ["SERVER_PORT"])),
    }
