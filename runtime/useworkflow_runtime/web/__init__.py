"""HTTP: what the outside world reaches of a world, as one application to mount anywhere.

    app = asgi_app()                                 # the configured world
    starlette.routing.Mount("/", asgi_app())         # beside one's own routes, last
    asgi_app(otherwise=django_application)           # around an application that cannot mount others
    flask_app.wsgi_app = wsgi_app(otherwise=flask_app.wsgi_app)     # the same for WSGI servers

Nothing here is loaded before one of them is called, and then Starlette is (``pip install 'useworkflow[web]'``).
Read next: ``app``, ``routes`` (the table of what is served where).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from useworkflow_runtime.errors import MissingExtraError

if TYPE_CHECKING:
    from useworkflow_runtime.web.app import AsgiApp, WebApp
    from useworkflow_runtime.web.site import Limits
    from useworkflow_runtime.web.wsgi import WsgiApplication, WsgiBridge
    from useworkflow_runtime.worlds.protocol import World


def asgi_app(
    *,
    world: World | str | None = None,
    execute: bool = False,
    limits: Limits | None = None,
    otherwise: AsgiApp | None = None,
) -> WebApp:
    """The ASGI application of a world. It opens the world in the server's loop when it is first needed.

    Args:
        world: an open world, a URL or a path; the configured world if left out.
        execute: execute runs, too, in the server's loop, from its start or from the first request on. Else they are executed
            by workers (``useworkflow worker``), or by whoever has called ``start`` in this loop.
        limits: what is accepted from the outside; the defaults of ``Limits`` if left out.
        otherwise: the ASGI application that gets every request for another path; without one, those are answered 404.

    Raises:
        MissingExtraError: Starlette is not installed.
    """
    _need_starlette("asgi_app()")
    from useworkflow_runtime.web.app import WebApp
    from useworkflow_runtime.web.site import Limits

    return WebApp(world, limits or Limits(), otherwise, execute=execute)


def wsgi_app(
    *,
    world: str | None = None,
    execute: bool = False,
    limits: Limits | None = None,
    otherwise: WsgiApplication | None = None,
) -> WsgiBridge:
    """The same application for WSGI servers. It runs in a loop of its own, in a thread of this process.

    Args:
        world: a URL or a path; the configured world if left out.
        execute: execute runs, too, in that loop, from the first request on.
        limits: what is accepted from the outside; the defaults of ``Limits`` if left out.
        otherwise: the WSGI application that gets every request for another path; without one, those are answered 404.

    Raises:
        MissingExtraError: Starlette is not installed.
    """
    _need_starlette("wsgi_app()")
    from useworkflow_runtime.loop_thread import shared
    from useworkflow_runtime.web.wsgi import WsgiBridge

    return WsgiBridge(asgi_app(world=world, execute=execute, limits=limits), shared(), otherwise)


def _need_starlette(what: str) -> None:
    try:
        import starlette  # noqa: F401
    except ImportError as error:
        raise MissingExtraError.of(what, "web") from error
