"""Webhooks in a Starlette application. What it sells, and how to try it: ``web_payments.py``."""

import os

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from web_payments import links, sell

from useworkflow import asgi_app, start


async def place(request: Request) -> JSONResponse:
    order = request.path_params["order"]
    run = await start.options(idempotency_key=order)(sell, order)
    return JSONResponse({"run": run.id}, 202)


async def show(request: Request) -> JSONResponse:
    order = request.path_params["order"]
    run = await start.options(idempotency_key=order)(sell, order)  # the one that was started
    return JSONResponse({"status": await run.status(), "pay_at": links.get(order)})


app = Starlette(
    routes=[
        Route("/orders/{order}", place, methods=["POST"]),
        Route("/orders/{order}", show),
        Mount("/", asgi_app(execute=True)),  # last: it takes what is left
    ]
)

if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")))
