"""Webhooks in a FastAPI application. What it sells, and how to try it: ``web_payments.py``."""

import os

import uvicorn
from fastapi import FastAPI
from web_payments import links, sell

from useworkflow import asgi_app, start

app = FastAPI()


@app.post("/orders/{order}", status_code=202)
async def place(order: str) -> dict[str, str]:
    run = await start.options(idempotency_key=order)(sell, order)
    return {"run": run.id}


@app.get("/orders/{order}")
async def show(order: str) -> dict[str, str | None]:
    run = await start.options(idempotency_key=order)(sell, order)  # the one that was started
    return {"status": await run.status(), "pay_at": links.get(order)}


app.mount("/", asgi_app(execute=True))  # last: it takes what is left

if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ.get("PORT", "8000")))
