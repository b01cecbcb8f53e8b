"""Methods of the data model that decide how instances are made and what their attributes are (G1, G4)."""

from __future__ import annotations

import pathlib
import sys
from typing import Any

import pydantic
import pytest

sys.path.append(str(pathlib.Path(__file__).parent))

from stack import ran

from useworkflow_sandbox import values

HELD = """
import enum

async def echo(value):
    "use step"
    return value

class Only:
    one = {}
    def __new__(cls, name):
        made = super().__new__(cls)
        made.name = name
        return made
    async def told(self):
        return [self.name, await echo(1)]

class Code(int, enum.Enum):
    OK = (1, "fine")
    BAD = (2, "bad")
    def __new__(cls, value, text):
        made = int.__new__(cls, value)
        made._value_ = value
        made.text = text
        return made
    async def told(self):
        return [self.name, self.text, await echo(self.value)]

class Positive:
    def __set_name__(self, owner, name):
        self.name = name + "_"
    def __get__(self, instance, owner=None):
        return self if instance is None else getattr(instance, self.name + "kept", 0)
    def __set__(self, instance, value):
        if value < 0:
            raise ValueError(value)
        setattr(instance, self.name + "kept", value)
    def __delete__(self, instance):
        setattr(instance, self.name + "kept", -1)

class Account:
    amount = Positive()
    async def move(self, by):
        self.amount += await echo(by)
        return self.amount

class Proxy:
    def __init__(self, of):
        self.of = of
    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.of, name)
    async def __call__(self, by):
        return await self.of.move(by)
"""
WORKFLOW = """
async def wf():
    "use workflow"
    only, account = Only("a"), Account()
    proxy = Proxy(account)
    told = [await only.told(), await Code.BAD.told(), Code(1) is Code.OK, await account.move(3), await proxy(4), proxy.amount]
    await echo(0)
    told.append(await proxy.move(1))
    try:
        await account.move(-20)
    except ValueError as e:
        told.append(str(e))
    del account.amount
    try:
        proxy._nothing
    except AttributeError as e:
        told.append(str(e))
    await echo(0)
    return [*told, account.amount, await Code(2).told(), type(Account.amount).__name__]
"""
EXPECTED = [["a", 1], ["BAD", "bad", 2], True, 3, 7, 7, 8, "-12", "_nothing", -1, ["BAD", "bad", 2], "Positive"]


@pytest.mark.parametrize("restore", [False, True])
def test_at_the_top_level(restore: bool) -> None:
    """``__new__``, descriptors and ``__getattr__`` of classes that a bundle holds."""
    found = ran(HELD + WORKFLOW, restore=restore)
    assert found.error is None
    assert found.result == EXPECTED


@pytest.mark.parametrize("restore", [False, True])
def test_inside_a_function(restore: bool) -> None:
    """The same in classes that the workflow itself makes, which its snapshots hold."""
    head, _, classes = HELD.partition("class Only:")
    inner = "\n".join("    " + line for line in ("class Only:" + classes).splitlines())
    body = WORKFLOW.replace('    "use workflow"\n', '    "use workflow"\n' + inner + "\n")
    found = ran(head + body, restore=restore)
    assert found.error is None
    assert found.result == EXPECTED


@pytest.mark.parametrize(
    "call",
    [
        "type(Only).__new__(type(Only), 'Y', (), {'__reduce__': echo})",
        "object.__new__(type(echo))",
        "type(echo).__new__(type(echo), None, {})",
        "object.__new__(type(x for x in ()))",
    ],
)
def test_new_makes_no_classes_and_no_functions(call: str) -> None:
    """What ``__new__`` can be asked for is what calling the class gives (G8)."""
    source = (
        f"class Only: pass\nasync def echo(v): return v\nasync def wf():\n    'use workflow'\n    return str({call})\n"
    )
    assert type(ran(source).error) is TypeError


def test_values_of_the_standard_library_live_across_awaits() -> None:
    """Times with a zone, matches, partials of builtins, iterators, members of ``http``: all of them are in the snapshot (G4)."""
    source = """
import fnmatch, functools, itertools, keyword, operator, re, tomllib
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo
async def echo(value):
    "use step"
    return value
async def wf():
    "use workflow"
    at = datetime(2024, 3, 31, 3, tzinfo=ZoneInfo("Europe/Berlin"))
    found, power, status = re.match(r"(\\w)-(\\d)", "a-1"), functools.partial(pow, 2), HTTPStatus.NOT_FOUND
    rows, own, table = itertools.chain("ab", "c"), object(), {}
    table[own] = operator.mul
    next(rows)
    told = [await echo(1)]
    told += [at.tzname(), found.groups(), power(5), status is HTTPStatus(404), status.phrase, list(rows), table[own](2, 3)]
    return [*told, fnmatch.fnmatch("a.py", "*.py"), keyword.iskeyword("for"), tomllib.loads("a = [1]")]
"""
    found = ran(source, restore=True)
    assert found.error is None
    assert found.result == [
        1, "CEST", ("a", "1"), 32, True, "Not Found", ["b", "c"], 6, True, True, {"a": [1]},
    ]  # fmt: skip


def test_a_module_is_called_a_module() -> None:
    """Python's messages say so, as outside."""
    source = """
import json
async def wf():
    "use workflow"
    try:
        json()
    except TypeError as e:
        return [str(e), type(json).__name__]
"""
    assert ran(source).result == ["'module' object is not callable", "module"]


class Checked(pydantic.BaseModel):
    id: int
    name: str

    @pydantic.field_validator("name")
    @classmethod
    def check(cls, value: str) -> str:
        raise ValueError("not this one")


def test_a_validation_error_of_pydantic_is_recorded_as_what_it_is() -> None:
    """A step raises it, and workflow code catches it by its class, with all that it says (G1)."""
    with pytest.raises(pydantic.ValidationError) as caught:
        Checked.model_validate({"id": "x", "name": "no"})
    error = caught.value
    again: Any = values.decode_error(values.encode_error(error), lambda module, name: type(error))
    assert (type(again), str(again)) == (type(error), str(error))
    assert again.errors()[0] == error.errors()[0]


def test_a_validation_error_of_what_cannot_be_recorded_shows_what_it_was() -> None:
    """It is still the error that the step raised, with the input as its text."""
    given = object()
    with pytest.raises(pydantic.ValidationError) as caught:
        Checked.model_validate({"id": given, "name": "no"})
    again: Any = values.decode_error(values.encode_error(caught.value), lambda module, name: type(caught.value))
    assert type(again) is type(caught.value)
    assert again.errors()[0]["input"] == repr(given)


@pytest.mark.parametrize("restore", [False, True])
def test_a_validation_error_of_pydantic_lives_across_awaits(restore: bool) -> None:
    """With its cause and what it was raised for (G4)."""
    source = """
import pydantic
class Order(pydantic.BaseModel):
    id: int
async def echo(value):
    "use step"
    return value
async def wf():
    "use workflow"
    try:
        Order(id="x")
    except pydantic.ValidationError as e:
        await echo(1)
        return [e.errors()[0]["type"], type(e).__name__, e.title, str(e).splitlines()[0]]
"""
    found = ran(source, restore=restore)
    assert found.error is None
    assert found.result == ["int_parsing", "ValidationError", "Order", "1 validation error for Order"]
