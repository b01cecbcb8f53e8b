"""Arguments and results keep their types: data classes, enums, decimals, dates, sets, tuples, exceptions.

useworkflow run examples/patterns/rich_types.py
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum


class Currency(Enum):
    EUR = "EUR"
    CHF = "CHF"


@dataclass(frozen=True)
class Invoice:
    number: int
    due: date
    amount: Decimal
    currency: Currency
    tags: frozenset[str]


async def load(number: int) -> Invoice:
    "use step"
    return Invoice(number, date(2026, 3, 1), Decimal("19.90"), Currency.CHF, frozenset({"books"}))


async def remind(invoice: Invoice, at: datetime, problems: tuple[Exception, ...]) -> list[str]:
    "use step"
    return [type(value).__name__ for value in (invoice, invoice.amount, invoice.currency, at, *problems)]


async def dun(number: int) -> list[str]:
    "use workflow"
    invoice = await load(number)
    due = datetime(invoice.due.year, invoice.due.month, invoice.due.day, tzinfo=UTC)
    return await remind(invoice, due + timedelta(days=14), (ValueError("unpaid"),))
