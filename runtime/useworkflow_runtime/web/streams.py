"""The streams of runs over HTTP, live: as server-sent events, and as lines of JSON.

    GET .../runs/RUN/stream          id: 1.0.0
                                     data: "Once"
    GET .../runs/RUN/stream/lines    "Once"

``?namespace=``, ``?start_index=`` and ``?read=live|committed`` are those of ``run.stream``. A client that comes back with
``Last-Event-ID`` goes on exactly there: the id of an event says where the reader stood after it and which withdrawals it
knew of. Whoever knows a run's id may read its streams. Read next: ``useworkflow_runtime.streams.reading``.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Callable
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.streams.reading import Source, StreamReader
from useworkflow_runtime.web.site import Site, site_of
from useworkflow_runtime.worlds.streams import StreamStore
from useworkflow_sandbox.run_errors import RunNotFoundError, StreamReset
from useworkflow_sandbox.streams import checked_namespace

_QUIET = 15.0
"""Seconds of silence after which a comment is sent, so that nothing between takes the connection for dead."""
_RETRY = 1000
"""Milliseconds after which a client is to come back."""
_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
_Write: TypeAlias = Callable[[StreamReader], AsyncIterator[bytes]]
_log = logging.getLogger("useworkflow.web")


async def events(request: Request) -> Response:
    """Server-sent events: ``data`` is a chunk's value as JSON; ``event: reset`` withdraws all from its ``index`` on;
    ``event: end`` comes last, and a client need not come back."""
    return await _answer(request, "text/event-stream", _events)


async def lines(request: Request) -> Response:
    """A line of JSON a chunk; ``{"$reset":3}`` withdraws all from index 3 on. It ends with the stream."""
    return await _answer(request, "application/x-ndjson", _lines)


async def _answer(request: Request, media_type: str, write: _Write) -> Response:
    site = site_of(request)
    client = request.client.host if request.client is not None else ""
    wait = site.guesses.spent(client)
    if wait:
        return _refusal(429, "too many requests", {"retry-after": str(math.ceil(wait))})
    try:
        reader = _reader(request, _SiteSource(site))
        await reader.tail_index()
    except ValueError as error:
        return _refusal(400, str(error))
    except RunNotFoundError:
        site.guesses.wait(client)
        return _refusal(404, "no such run")
    except WorldError as error:
        _log.error("a stream cannot be read: %s", error)
        return _refusal(503, "try again", {"retry-after": "1"})
    if request.method == "HEAD":
        return Response(media_type=media_type, headers=_HEADERS)
    return StreamingResponse(_until_broken(write(reader)), media_type=media_type, headers=_HEADERS)


class _SiteSource:
    """The streams of the site's world, whose engine the server becomes where it is to execute runs and nobody else does."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def store(self) -> StreamStore:
        return (await self._site.world()).streams

    async def pulse(self) -> None:
        await self._site.place()


def _reader(request: Request, source: Source) -> StreamReader:
    """
    Raises:
        ValueError: a parameter makes no sense.
    """
    asked = request.query_params
    namespace = checked_namespace(asked.get("namespace") or None)
    start: int | str = asked.get("start_index", "0")
    last = request.headers.get("last-event-id", "").strip()
    if last:
        start = str(int(last) + 1) if _is_index(last) else last
    elif isinstance(start, str) and _is_index(start):
        start = int(start)
    read = asked.get("read", "live")
    return StreamReader(source, request.path_params["run_id"], namespace, start, read)  # type: ignore[arg-type]


def _is_index(text: str) -> bool:
    return len(text) < 16 and text.removeprefix("-").isdecimal() and text.isascii()


def _refusal(status: int, reason: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": reason}, status, headers)


async def _events(reader: StreamReader) -> AsyncIterator[bytes]:
    yield f"retry: {_RETRY}\n\n".encode()
    while True:
        try:
            async with asyncio.timeout(_QUIET):
                chunk = await reader.next_chunk()
        except TimeoutError:
            yield b":\n\n"
        except StreamReset as reset:
            yield f'event: reset\nid: {reader.cursor}\ndata: {{"index":{reset.index}}}\n\n'.encode()
        except StopAsyncIteration:
            yield f"event: end\nid: {reader.cursor}\ndata: {{}}\n\n".encode()
            return
        else:
            yield b"id: %s\ndata: %s\n\n" % (reader.cursor.encode(), bytes(chunk.body))


async def _lines(reader: StreamReader) -> AsyncIterator[bytes]:
    while True:
        try:
            yield bytes((await reader.next_chunk()).body) + b"\n"
        except StreamReset as reset:
            yield b'{"$reset":%d}\n' % reset.index
        except StopAsyncIteration:
            return


async def _until_broken(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The parts, until the world fails or the run is removed: the client comes back and is told then."""
    try:
        async for part in parts:
            yield part
    except (WorldError, RunNotFoundError) as error:
        _log.error("a stream is broken off: %s", error)
