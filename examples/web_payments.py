"""The workflow behind the four web examples: an order waits for the bank to call, and answers it.

    python examples/web_starlette.py      # or web_fastapi.py, web_flask.py, web_django.py
    curl -X POST localhost:8000/orders/o-17    -> {"run": "run_01..."}
    curl localhost:8000/orders/o-17            -> {"status": "running", "pay_at": "/.well-known/workflow/v1/webhook/..."}
    curl localhost:8000/.well-known/workflow/v1/webhook/... -d '{"amount": 4200}'
                                               -> {"order": "o-17", "paid": 4200}, from the step ``confirm``

The order waits for days if need be, and over restarts of the server. Set USEWORKFLOW_PUBLIC_URL to the address under
which the bank reaches the server: ``pay_at`` begins with it.
"""

from useworkflow import Request, Response, create_webhook

links: dict[str, str] = {}
"""Where each order can be paid. A shop would send a mail."""


async def send_link(order: str, url: str) -> None:
    "use step"
    links[order] = url


async def confirm(request: Request, order: str) -> int:
    """Answer the bank, which waits for it. A repeated attempt answers the same."""
    "use step"
    payment = await request.json()
    await request.respond_with(Response(json={"order": order, "paid": payment["amount"]}))
    return int(payment["amount"])


async def sell(order: str) -> str:
    "use workflow"
    webhook = create_webhook(respond_with="manual")
    await send_link(order, webhook.url)
    amount = await confirm(await webhook, order)
    return f"{order} was paid with {amount}"
