"""The ASGI application: one router over the table of routes, and what every endpoint needs at hand.

    scope {"path": "/.well-known/workflow/v1/health"}   -> the endpoint; request.scope["useworkflow"] is the Site
    any other path                                      -> ``otherwise``, or 404

Read next: ``routes``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from starlette.routing import Router

from useworkflow_runtime.web.routes import BASE, ROUTES
from useworkflow_runtime.web.site import KEY, Limits, Site
from useworkflow_runtime.worlds.protocol import World

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
AsgiApp: TypeAlias = Callable[[Any, Any, Any], Awaitable[None]]
"""Any ASGI application: ``await app(scope, receive, send)``."""


class WebApp:
    """See ``asgi_app``."""

    def __init__(
        self, world: World | str | None, limits: Limits, otherwise: AsgiApp | None, *, execute: bool = False
    ) -> None:
        self._site = Site(world, limits, execute=execute)
        self._execute = execute
        self._router = Router(routes=list(ROUTES))
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection, as ASGI asks for. Runs are executed from the server's start on where this is the outermost
        application, else from the first request on."""
        if self._execute and scope["type"] == "lifespan":
            await self._site.place()
        if self._otherwise is not None and not (scope["type"] == "http" and is_inside(scope)):
            await self._otherwise(scope, receive, send)
            return
        await self._router({**scope, KEY: self._site}, receive, send)


def is_inside(scope: Scope) -> bool:
    """Whether a request is for the base path, below wherever the application is mounted."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(root).startswith(f"{BASE}/")
