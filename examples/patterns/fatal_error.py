"""``FatalError``: what will not get better is not tried again. The workflow meets it as the exception that it is.

useworkflow run examples/patterns/fatal_error.py 4000
"""

from useworkflow import FatalError


class CardDeclinedError(FatalError):
    """The bank has said no."""


async def charge(amount: int) -> str:
    "use step"
    if amount > 1000:
        raise CardDeclinedError(f"{amount} is too much")
    return "paid"


async def buy(amount: int) -> str:
    "use workflow"
    try:
        return await charge(amount)
    except CardDeclinedError as error:
        return f"declined: {error}"
