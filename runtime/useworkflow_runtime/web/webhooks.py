"""The endpoint of webhooks: an HTTP request becomes a payload of the hook that owns the token.

    POST .../webhook/TOKEN   -> recorded; 202, the webhook's own Response, or what the run answers while the sender waits
    an unknown token, or a hook that is no webhook   -> 404, and nothing tells the two apart

``Idempotency-Key: k``: a second request with the same key is not delivered again, and gets the same answer.
Read next: ``site`` (the limits), ``useworkflow_runtime.replies``.
"""

from __future__ import annotations

import asyncio
import logging
import math
import secrets
from typing import Any

from msgspec import Raw
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse
from starlette.responses import Response as HttpResponse

from useworkflow_runtime.code.identity import resolve_class
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.errors import (
    HookFullError,
    HookNotFoundError,
    HookUnansweredError,
    ReplyTimeoutError,
    WorldError,
)
from useworkflow_runtime.web.site import Site, site_of
from useworkflow_runtime.worlds.protocol import HookRecord, ReplyKey
from useworkflow_sandbox import values
from useworkflow_sandbox.errors import PayloadTooLargeError, ValueDecodeError
from useworkflow_sandbox.webhooks import Request, Response

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_LONGEST_KEY = 255
_NOT_SENT_ON = frozenset(
    {"content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer"}
)
"""Headers that belong to a connection: the server writes its own."""
_log = logging.getLogger("useworkflow.web")


async def webhook(request: HttpRequest) -> HttpResponse:
    """Deliver one request. Whoever gets 2xx knows that it is recorded durably. HEAD, which previews of links and health checks
    send and which must change nothing, is refused."""
    if request.method == "HEAD":
        return HttpResponse(status_code=405, headers={"allow": ", ".join(METHODS)})
    site, token = site_of(request), request.path_params["token"]
    client = request.client.host if request.client is not None else ""
    wait = max(site.by_token.wait(token), site.guesses.spent(client))
    if wait:
        return _refusal(429, "too many requests", {"retry-after": str(math.ceil(wait))})
    key = request.headers.get("idempotency-key", "").strip() or None
    if key is not None and len(key) > _LONGEST_KEY:
        return _refusal(400, f"an Idempotency-Key has at most {_LONGEST_KEY} characters")
    try:
        return await _deliver(site, request, token, key)
    except HookNotFoundError:
        site.guesses.wait(client)
        return _refusal(404, "no such webhook")
    except HookFullError as error:
        _log.error("%s", error)
        return _refusal(429, "too many requests wait", {"retry-after": "60"})
    except WorldError as error:
        _log.error("a webhook's request could not be recorded: %s", error)
        return _refusal(503, "not recorded, try again", {"retry-after": "1"})
    except _TooLarge:
        return _refusal(413, f"a request has at most {site.limits.body} bytes")
    except ClientDisconnect:
        return _refusal(400, "the request was not complete")


class _TooLarge(Exception):
    """The request's body is longer than the limit."""


def _refusal(status: int, reason: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return JSONResponse({"error": reason}, status, headers)


async def _deliver(site: Site, request: HttpRequest, token: str, key: str | None) -> HttpResponse:
    """
    Raises:
        HookNotFoundError: there is no such webhook.
        WorldError: the world cannot be used now.
    """
    place = await site.place()
    record = await place.world.get_hook(token)
    answer = None if record is None else values.decode(record.webhook, resolve_class)
    if record is None or answer is None:
        return await _said_before(place, token, key)
    manual = answer == "manual"
    if manual and key is None:
        key = secrets.token_urlsafe(16)
    try:
        payload = await _encoded(request, site.limits.body)
        await place.world.send_to_hook(token, payload, dedup=key, expected=record)
    except HookNotFoundError:  # its run has ended since, perhaps with the answer to this very request
        return await _said_before(place, token, key)
    except PayloadTooLargeError:
        raise _TooLarge from None
    if manual and key is not None:
        return await _answered(request, place, record, key, site.limits.wait)
    return _sent(answer) if isinstance(answer, Response) else HttpResponse(status_code=202)


async def _said_before(place: Place, token: str, key: str | None) -> HttpResponse:
    """The answer to a request with the same key, by a run that has ended since.

    Raises:
        HookNotFoundError: there is none.
    """
    reply = None if key is None else await place.world.find_reply(token, key)
    answer = None if reply is None else _decoded(reply)
    if not isinstance(answer, Response):
        raise HookNotFoundError.of(token)
    return _sent(answer)


async def _encoded(request: HttpRequest, limit: int) -> Raw:
    """The request as a payload.

    Raises:
        _TooLarge: it has a longer body.
        ClientDisconnect: the sender went away before its end.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise _TooLarge
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > limit:
            raise _TooLarge
    received = Request(request.method, str(request.url), request.headers.items(), bytes(content))
    return values.encode(received, root="request")


async def _answered(request: HttpRequest, place: Place, record: HookRecord, key: str, patience: float) -> HttpResponse:
    """What the run gives to ``respond_with``. A sender who goes away is not waited for."""
    reply = asyncio.ensure_future(place.replies.of(ReplyKey(record.run_id, record.hook_id, key), patience))
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({reply, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not reply.done():
            return _refusal(408, "the sender went away")
        return _sent(_decoded(reply.result()))
    except HookUnansweredError as error:
        _log.warning("%s", error.what)
        return _refusal(502, "the run ended without an answer")
    except ReplyTimeoutError as error:
        _log.warning("%s", error.what)
        return _refusal(504, "recorded, but not answered in time")
    finally:
        reply.cancel()
        gone.cancel()


async def _gone(request: HttpRequest) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _decoded(reply: Raw) -> Any:
    try:
        return values.decode(reply, resolve_class)
    except ValueDecodeError as error:
        _log.error("an answer cannot be read here: %s", error)
        return Response(status=500, json={"error": "the answer cannot be read here"})


def _sent(answer: Any) -> HttpResponse:
    """An answer as Starlette sends it. What ``hook.reply`` gave is sent as JSON."""
    if not isinstance(answer, Response):
        try:
            answer = Response(json=answer) if answer is not None else Response()
        except (TypeError, ValueError):
            _log.error("an answer to a webhook's request is no Response, and cannot be sent as JSON")
            answer = Response(status=500, json={"error": "the answer is no Response"})
    bodiless = answer.status in (204, 304)
    sent = HttpResponse(None if bodiless else answer.body, answer.status)
    for name, value in answer.headers.raw:
        if name not in _NOT_SENT_ON:
            sent.headers.append(name, value)
    return sent
