"""The command that a waiting run advises sends something that the hook takes."""

from __future__ import annotations

import enum
import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, NotRequired, TypedDict

import attrs
import msgspec
import pydantic
import pytest

from useworkflow_runtime.cli.payloads import example
from useworkflow_sandbox import schemas


class Size(enum.Enum):
    SMALL = "s"
    LARGE = "l"


@dataclass
class Decision:
    ok: bool
    by: str
    notes: list[str] = field(default_factory=list)


class Parcel(TypedDict):
    size: Size
    weight: float
    note: NotRequired[str]


class Order(pydantic.BaseModel):
    id: uuid.UUID
    at: datetime
    lines: dict[str, int]
    decision: Decision
    note: str | None = None


class Bid(msgspec.Struct):
    amount: Decimal
    final: bool = False


@attrs.define
class Seat:
    row: int
    place: str = "a"


class Odd(pydantic.BaseModel):
    number: int = pydantic.Field(gt=5)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (None, {"ok": True}),
        (bool, True),
        (int, 1),
        (str, "text"),
        (list[int], [1]),
        (dict[str, float], {"key": 1.5}),
        (tuple[int, str], [1, "text"]),
        (Literal["yes", "no"], "yes"),
        (None | Decision, {"ok": True, "by": "text"}),
        (Decision, {"ok": True, "by": "text"}),
        (Parcel, {"size": "s", "weight": 1.5}),
        (Bid, {"amount": "1.50"}),
        (Seat, {"row": 1}),
    ],
)
def test_an_example_has_what_must_be_given_and_fits(schema: Any, expected: Any) -> None:
    """Fields with defaults are left out."""
    made = json.loads(example(schemas.describe(schema)))
    assert made == expected
    if schema is not None:
        schemas.fit(made, schema)


def test_a_model_of_models_has_an_example_that_fits() -> None:
    """Pydantic models validate it themselves, nested classes too."""
    made = json.loads(example(schemas.describe(Order)))
    assert set(made) == {"id", "at", "lines", "decision"}
    assert Order.model_validate(made).decision == Decision(True, "text")


def test_where_no_example_fits_the_type_is_named() -> None:
    """A field with rules of its own, and a class that cannot be found here."""
    assert example(schemas.describe(Odd)) == f"JSON of {__name__}.Odd"
    assert example("shop.gone:Decision") == "JSON of shop.gone.Decision"
