"""What the endpoints share: the world that they serve, and the limits of what they accept.

    world = await site_of(request).world()

Read next: the module of a resource, such as ``health``.
"""

from __future__ import annotations

import msgspec
from starlette.requests import HTTPConnection

from useworkflow_runtime.embedded import attach
from useworkflow_runtime.worlds.protocol import World

KEY = "useworkflow"
"""Where the site stands in a connection's ASGI scope."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What is accepted from the outside."""

    body: int = 4 << 20
    """Bytes of a request's body; more is answered 413."""


class Site:
    """What the endpoints of one application share: the world, and the limits."""

    def __init__(self, world: World | str | None, limits: Limits) -> None:
        self.limits = limits
        self._world = world

    async def world(self) -> World:
        """The world, opened in this loop; it is closed with the loop.

        Raises:
            WorldError: it cannot be opened.
        """
        return (await attach(self._world, as_engine=False)).world


def site_of(request: HTTPConnection) -> Site:
    """The site that serves ``request``."""
    site: Site = request.scope[KEY]
    return site
