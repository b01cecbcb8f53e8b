"""A tenant and a correlation id in context variables: set once, read deep inside, by whichever task runs.

useworkflow run examples/patterns/tenant_in_context.py acme 3
"""

import asyncio
from contextvars import ContextVar

TENANT: ContextVar[str] = ContextVar("tenant")
CORRELATION: ContextVar[str] = ContextVar("correlation", default="-")


async def book(tenant: str, correlation: str, amount: int) -> str:
    "use step"
    return f"{correlation}: {tenant} pays {amount}"


async def pay(amount: int) -> str:
    return await book(TENANT.get(), CORRELATION.get(), amount)


async def invoice(number: int) -> str:
    CORRELATION.set(f"{CORRELATION.get()}/{number}")
    await asyncio.sleep(0.01)  # a worker may end here, another one goes on with the same values
    return await pay(10 * number)


async def bill(tenant: str, invoices: int) -> list[str]:
    "use workflow"
    TENANT.set(tenant)
    token = CORRELATION.set("bill")
    paid = await asyncio.gather(*[invoice(number + 1) for number in range(invoices)])
    CORRELATION.reset(token)
    return [*paid, f"{CORRELATION.get()}: {TENANT.get()} is done"]
