"""What the endpoints share: the world that they serve, and the limits of what they accept.

    world = await site_of(request).world()

Read next: the module of a resource, such as ``health``.
"""

from __future__ import annotations

import msgspec
from starlette.requests import HTTPConnection

from useworkflow_runtime.embedded import Place, attach
from useworkflow_runtime.web.rates import Rates
from useworkflow_runtime.worlds.protocol import World

KEY = "useworkflow"
"""Where the site stands in a connection's ASGI scope."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What is accepted from the outside."""

    body: int = 4 << 20
    """Bytes of a request's body; more is answered 413."""
    wait: float = 60.0
    """Seconds that a sender waits for the answer of a manual webhook; then it gets 504."""
    rate: float = 100.0
    """Requests a second for one token, and ``burst`` at once; more are answered 429."""
    burst: int = 500
    guess_rate: float = 5.0
    """Unknown tokens a second from one client address, and ``guess_burst`` at once; then all that it sends is answered 429."""
    guess_burst: int = 300


class Site:
    """What the endpoints of one application share: the world, and the limits."""

    def __init__(self, world: World | str | None, limits: Limits, *, execute: bool = False) -> None:
        self.limits = limits
        self.by_token = Rates(limits.rate, limits.burst)
        self.guesses = Rates(limits.guess_rate, limits.guess_burst)
        self._world = world
        self._execute = execute

    async def place(self) -> Place:
        """The world, opened in this loop, with what belongs to it; it is closed with the loop. With ``execute``, this loop is
        its engine from then on, if nobody else is.

        Raises:
            WorldError: it cannot be opened.
        """
        return await attach(self._world, as_engine=self._execute)

    async def world(self) -> World:
        """The world itself. See ``place``."""
        return (await self.place()).world


def site_of(request: HTTPConnection) -> Site:
    """The site that serves ``request``."""
    site: Site = request.scope[KEY]
    return site
