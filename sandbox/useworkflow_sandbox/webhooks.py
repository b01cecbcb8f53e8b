"""Webhooks: hooks that are reached over HTTP, the requests that they give, and the answers to those.

    webhook = create_webhook()                       webhook.url == "https://shop.example/.well-known/workflow/v1/webhook/..."
    request = await webhook                          request.method, .url, .headers; await request.json()
    await request.respond_with(Response("paid"))     with create_webhook(respond_with="manual"): the sender waits for this

``Request`` and ``Response`` are values: they pass into steps and lie in snapshots. What a step's ``respond_with`` does is
the runtime's to say (``outside``). Read next: ``hooks``.
"""

from __future__ import annotations

import json as json_module
from collections.abc import Awaitable, Callable, Generator, Iterable, Iterator, Mapping
from typing import Any, ClassVar, Final, Literal, TypeAlias
from urllib.parse import quote

import msgspec

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_sandbox import values
from useworkflow_sandbox.current import current, in_workflow
from useworkflow_sandbox.deferred import Returned
from useworkflow_sandbox.events import HookReplied
from useworkflow_sandbox.hooks import Hook, random_token
from useworkflow_sandbox.metadata import URL_VARIABLE

PATH: Final = "/.well-known/workflow/v1/webhook/"


class NoSenderError(UseWorkflowError):
    """UW219: nobody waits for an answer to this request."""

    default_code = "UW219"


class Delivery(msgspec.Struct, frozen=True):
    """Which delivery a request was, so that its answer finds the sender."""

    run_id: str
    hook_id: str
    dedup: str


Outside = Callable[[Delivery, "Response"], Awaitable[None]]
outside: list[Outside] = []
"""What answers a request from a step; the runtime puts it here."""


GivenHeaders: TypeAlias = Mapping[str, str] | Iterable[tuple[str, str]]
"""Headers by name; pairs, where a name has several values."""


class Headers(Mapping[str, str]):
    """The headers of a message: names in any case, several values of one name joined by commas. ``raw``: each as it was
    sent, its name in lower case, in order: several ``set-cookie`` cannot be told apart otherwise."""

    __slots__ = ("_items", "raw")
    raw: tuple[tuple[str, str], ...]

    def __init__(self, items: GivenHeaders | None = None) -> None:
        given = items.items() if isinstance(items, Mapping) else items or ()
        self.raw = items.raw if isinstance(items, Headers) else tuple((name.lower(), value) for name, value in given)
        self._items: dict[str, str] = {}
        for name, value in self.raw:
            self._items[name] = f"{self._items[name]}, {value}" if name in self._items else value

    def __getitem__(self, name: str) -> str:
        return self._items[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"Headers({self._items!r})"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Headers):
            return sorted(self.raw, key=_name) == sorted(other.raw, key=_name)
        return Mapping.__eq__(self, other)

    __hash__ = None  # type: ignore[assignment]

    def getlist(self, name: str) -> list[str]:
        """All values of one name, in order; none where there is no such header."""
        return [value for each, value in self.raw if each == name.lower()]


def _name(header: tuple[str, str]) -> str:
    return header[0]


def _plain_headers(headers: Headers) -> dict[str, str] | list[list[str]]:
    return dict(headers) if len(headers) == len(headers.raw) else [list(pair) for pair in headers.raw]


class _Ready:
    """An awaitable that has its value, where asyncio runs."""

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value

    def __await__(self) -> Generator[Any, None, Any]:
        return self._value
        yield


def _ready(value: Any) -> Awaitable[Any]:
    return Returned(value) if in_workflow() else _Ready(value)


class Response:
    """An answer to an HTTP request.

    Args:
        body: text, bytes, or nothing.
        status: the status code, 200 to 599.
        headers: its headers, by name, or as pairs where a name has several values (``set-cookie``); ``content-type`` is
            filled in where it is missing.
        json: in place of ``body``, a value that is sent as JSON.

    Raises:
        TypeError: both ``body`` and ``json`` are given, or one is of a wrong type.
        ValueError: the status is out of range, or a header would break the message.
    """

    __slots__ = ("body", "headers", "status")
    status: int
    headers: Headers
    body: bytes

    def __init__(
        self,
        body: str | bytes | None = None,
        *,
        status: int = 200,
        headers: GivenHeaders | None = None,
        json: Any = None,
    ) -> None:
        if body is not None and json is not None:
            raise TypeError("a response has a body or json, not both")
        if not isinstance(status, int) or isinstance(status, bool):
            raise TypeError(f"a status is a number, not {type(status).__name__}")
        if not 200 <= status <= 599:
            raise ValueError(f"a response has a status from 200 to 599, not {status}")
        given = Headers(headers)
        kind = None
        if json is not None:
            self.body = json_module.dumps(json, ensure_ascii=False, separators=(",", ":")).encode()
            kind = "application/json"
        elif isinstance(body, str):
            self.body = body.encode()
            kind = "text/plain; charset=utf-8"
        elif body is None or isinstance(body, bytes | bytearray):
            self.body = bytes(body or b"")
            kind = "application/octet-stream" if body else None
        else:
            raise TypeError(f"a body is text or bytes, not {type(body).__name__}; give a value for JSON as json=...")
        for name, value in given.raw:
            if not isinstance(value, str) or not (name and _NAME.issuperset(name) and _may_be_sent(value)):
                raise ValueError(f"{name!r}: {value!r} is no header")
        self.status = status
        self.headers = (
            given if kind is None or "content-type" in given else Headers((("content-type", kind), *given.raw))
        )

    def __repr__(self) -> str:
        return f"<Response {self.status}, {len(self.body)} bytes>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Response):
            return NotImplemented
        return (self.status, self.body, self.headers) == (other.status, other.body, other.headers)

    __hash__ = None  # type: ignore[assignment]


def _may_be_sent(value: str) -> bool:
    return not _BREAKS.intersection(value) and all(character < "\u0100" for character in value)


_NAME = frozenset("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~")
_BREAKS = frozenset("\r\n\0")


class Request:
    """An HTTP request that came to a webhook. ``content``: its body; ``url``: as the sender asked for it."""

    __slots__ = ("_delivery", "content", "headers", "method", "url")

    def __init__(
        self, method: str, url: str, headers: GivenHeaders, content: bytes, delivery: Delivery | None = None
    ) -> None:
        self.method = method
        self.url = url
        self.headers = headers if isinstance(headers, Headers) else Headers(headers)
        self.content = content
        self._delivery = delivery

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.url}, {len(self.content)} bytes>"

    def body(self) -> Awaitable[bytes]:
        """``await request.body()``: the bytes."""
        return _ready(self.content)

    def text(self) -> Awaitable[str]:
        """``await request.text()``: the body in the charset that ``content-type`` names, UTF-8 if it names none.

        Raises:
            UnicodeDecodeError: it is no such text.
            LookupError: no such charset is known.
        """
        return _ready(self.content.decode(self._charset()))

    def json(self) -> Awaitable[Any]:
        """``await request.json()``: the value of a JSON body.

        Raises:
            ValueError: it is no JSON.
        """
        return _ready(json_module.loads(self.content))

    def _charset(self) -> str:
        for part in self.headers.get("content-type", "").split(";")[1:]:
            name, _, value = part.strip().partition("=")
            if name.lower() == "charset":
                return value.strip('"')
        return "utf-8"

    def respond_with(self, response: Response) -> Awaitable[None]:
        """``await request.respond_with(Response(...))``, in a step or in workflow code: the sender, who waits, gets it.
        The first answer counts; an attempt that is repeated changes nothing (G3).

        Raises:
            TypeError: ``response`` is no ``Response``.
            NoSenderError: the webhook was not created with ``respond_with="manual"``, so nobody waits.
        """
        if not isinstance(response, Response):
            raise TypeError(f"respond_with() takes a Response, not {type(response).__name__}")
        delivery = self._delivery
        if delivery is None or not (in_workflow() or outside):
            raise NoSenderError(
                "nobody waits for an answer to this request",
                why="its sender was answered when the request was recorded",
                mend='create_webhook(respond_with="manual") keeps the sender waiting for respond_with()',
            )
        if not in_workflow():
            return outside[0](delivery, response)
        instance = current()
        encoded = values.encode(response, root="response")
        instance.emit(HookReplied(at=instance.now, id=delivery.hook_id, dedup=delivery.dedup, value=encoded))
        return Returned(None)


def _plain_request(request: Request) -> list[Any]:
    delivery = request._delivery
    kept = None if delivery is None else [delivery.run_id, delivery.hook_id, delivery.dedup]
    return [request.method, request.url, _plain_headers(request.headers), request.content, kept]


def _request(plain: list[Any]) -> Request:
    method, url, headers, content, kept = plain
    return Request(method, url, headers, content, None if kept is None else Delivery(*kept))


values.register(Headers, "headers", _plain_headers, Headers)
values.register(
    Response,
    "response",
    lambda response: [response.status, _plain_headers(response.headers), response.body],
    lambda plain: Response(plain[2], status=plain[0], headers=plain[1]),
)
values.register(Request, "request", _plain_request, _request)


class Webhook(Hook):
    """A hook whose payloads are HTTP requests. ``await webhook`` gives the next ``Request``."""

    __slots__ = ("_manual", "url")
    __callbacks__: ClassVar[frozenset[str]] = Hook.__callbacks__

    def __init__(self, metadata: object, respond_with: Response | Literal["manual"] | None) -> None:
        self._manual = respond_with == "manual"
        answer = "accept" if respond_with is None else respond_with
        token = random_token()
        super().__init__(token, metadata, None, webhook=msgspec.json.decode(values.encode(answer, root="respond_with")))
        self.url = f"{current().origin.env.get(URL_VARIABLE) or ''}{PATH}{quote(token, safe='')}"

    def _received(self, payload: Any, dedup: str | None) -> Any:
        if self._manual and dedup is not None and isinstance(payload, Request):
            payload._delivery = Delivery(current().run_id, self.id, dedup)
        return payload


def create_webhook(respond_with: Response | Literal["manual"] | None = None, *, metadata: object = None) -> Webhook:
    """A hook that anyone who knows ``webhook.url`` can send HTTP requests to. Its token is 21 random characters.

    Args:
        respond_with: what a sender gets. ``None``: 202 without a body, as soon as the request is recorded. A ``Response``:
            that one, likewise. ``"manual"``: what ``request.respond_with()`` gives; the sender waits.
        metadata: a serializable value that whoever looks the hook up can see.

    Raises:
        TypeError: ``respond_with`` is something else.
    """
    if respond_with not in (None, "manual") and not isinstance(respond_with, Response):
        raise TypeError(f'respond_with is None, a Response, or "manual", not {respond_with!r}')
    return Webhook(metadata, respond_with)
