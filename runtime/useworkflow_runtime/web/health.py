"""Whether the world can be used, for load balancers and monitors.

GET .../health    -> 200 {"world":"ok","engine":true}, or 503 {"world":"failed"} while it cannot be read
"""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import JSONResponse

from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.web.site import site_of

_log = logging.getLogger("useworkflow.web")


async def health(request: Request) -> JSONResponse:
    """Read the world once. Who asks learns neither where it is nor what is wrong with it; the log does."""
    try:
        world = await site_of(request).world()
        await world.find_runs(limit=1)
        owned = await world.owner() is not None
    except WorldError as error:
        _log.error("the world cannot be read: %s", error)
        return JSONResponse({"world": "failed"}, 503)
    return JSONResponse({"world": "ok", "engine": owned})
