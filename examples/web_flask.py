"""Webhooks in a Flask application. What it sells, and how to try it: ``web_payments.py``.

Flask is not asynchronous: the bridge runs a loop in a thread of its own, and ``useworkflow.sync`` waits for what runs there.
"""

import os

from flask import Flask
from web_payments import links, sell

from useworkflow import sync, wsgi_app

app = Flask(__name__)
app.wsgi_app = wsgi_app(execute=True, otherwise=app.wsgi_app)  # type: ignore[method-assign]


@app.post("/orders/<order>")
def place(order: str) -> tuple[dict[str, str], int]:
    run = sync.start.options(idempotency_key=order)(sell, order)
    return {"run": run.id}, 202


@app.get("/orders/<order>")
def show(order: str) -> dict[str, str | None]:
    run = sync.start.options(idempotency_key=order)(sell, order)  # the one that was started
    return {"status": run.status(), "pay_at": links.get(order)}


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "8000")))
