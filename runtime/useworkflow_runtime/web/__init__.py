"""HTTP: what the outside world reaches of a world, as one ASGI application to mount anywhere.

    app = asgi_app()                                 # the configured world
    starlette.routing.Mount("/", asgi_app())         # beside one's own routes, last
    asgi_app(otherwise=django_application)           # around an application that cannot mount others

Nothing here is loaded before ``asgi_app`` is called, and then Starlette is (``pip install 'useworkflow[web]'``).
Read next: ``app``, ``routes`` (the table of what is served where).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from useworkflow_runtime.errors import MissingExtraError

if TYPE_CHECKING:
    from useworkflow_runtime.web.app import AsgiApp, WebApp
    from useworkflow_runtime.web.site import Limits
    from useworkflow_runtime.worlds.protocol import World


def asgi_app(
    *, world: World | str | None = None, limits: Limits | None = None, otherwise: AsgiApp | None = None
) -> WebApp:
    """The ASGI application of a world. It opens the world in the server's loop when it is first needed.

    Args:
        world: an open world, a URL or a path; the configured world if left out.
        limits: what is accepted from the outside; the defaults of ``Limits`` if left out.
        otherwise: the ASGI application that gets every request for another path; without one, those are answered 404.

    Raises:
        MissingExtraError: Starlette is not installed.
    """
    try:
        import starlette  # noqa: F401
    except ImportError as error:
        raise MissingExtraError.of("asgi_app()", "web") from error
    from useworkflow_runtime.web.app import WebApp
    from useworkflow_runtime.web.site import Limits

    return WebApp(world, limits or Limits(), otherwise)
