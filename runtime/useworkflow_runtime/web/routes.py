"""The table of what is served where. An endpoint stands in a module of its resource; it is added here, and nowhere else.

    GET /.well-known/workflow/v1/health           -> health.health
    GET /.well-known/workflow/v1/runs/RUN/stream  -> streams.events
    POST /.well-known/workflow/v1/webhook/TOKEN   -> webhooks.webhook

Read next: the module of the resource.
"""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from useworkflow_runtime.web.health import health
from useworkflow_runtime.web.streams import events, lines
from useworkflow_runtime.web.webhooks import METHODS, webhook
from useworkflow_sandbox.webhooks import PATH

BASE = "/.well-known/workflow/v1"
"""Where everything stands, below wherever the application is mounted."""

ROUTES: tuple[BaseRoute, ...] = (
    Route(f"{BASE}/health", health, methods=["GET"]),
    Route(f"{BASE}/runs/{{run_id}}/stream", events, methods=["GET"]),
    Route(f"{BASE}/runs/{{run_id}}/stream/lines", lines, methods=["GET"]),
    Route(f"{PATH}{{token:path}}", webhook, methods=METHODS),
)
