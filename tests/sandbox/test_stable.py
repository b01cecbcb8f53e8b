"""``hash``, ``id`` and text in workflow code depend on values and on the run alone."""

from __future__ import annotations

import datetime
import functools
import pathlib
import sys
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from useworkflow_sandbox.stable import (
    Identities,
    percent,
    shown,
    stable_format,
    stable_hash,
    stable_id,
    stable_repr,
    stable_str,
    without_addresses,
)

sys.path.append(str(pathlib.Path(__file__).parent))

from sandboxed import turn

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=3),
    max_leaves=6,
)


class Plain:
    pass


class Named:
    def __init__(self, name: str) -> None:
        self.name = name

    def __hash__(self) -> int:
        return hash(("named", self.name))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and other.name == self.name


@dataclass(frozen=True)
class Key:
    name: str
    inner: tuple[str, ...] = ()


class Model(pydantic.BaseModel, frozen=True):
    name: str


@given(PLAIN, PLAIN)
def test_equal_values_have_equal_hashes(one: Any, other: Any) -> None:
    """What Python's ``hash`` promises holds."""
    if one == other:
        assert stable_hash(one) == stable_hash(other)
    assert stable_hash(one) == stable_hash(one)
    assert stable_hash(one) != -1


def test_numbers_hash_as_in_python() -> None:
    """Their hashes depend on their values alone as it is."""
    for number in (0, -1, 2**70, 1.5, True, Decimal("1.5"), Fraction(3, 2), 2j, datetime.timedelta(5)):
        assert stable_hash(number) == hash(number)
    assert stable_hash(1) == stable_hash(1.0) == stable_hash(Decimal(1))


def test_hashes_are_fixed() -> None:
    """A hash that was recorded by this version is the same in every later one: it may stand in a log."""
    assert (stable_hash("abc"), stable_hash(("a", None)), stable_hash(b"abc") == stable_hash("abc")) == (
        -98936114693133037, -887017638998193432, True,
    )  # fmt: skip


def test_objects_hash_by_their_own_method_or_by_their_number() -> None:
    """``hash`` inside a user's ``__hash__`` is the stable one; data classes and models hash by their fields."""
    assert stable_hash(Named("a")) == stable_hash(Named("a")) == stable_hash(("named", "a"))
    assert stable_hash(Key("k", ("x",))) == stable_hash(("k", ("x",)))
    assert stable_hash(Model(name="m")) == stable_hash(Model(name="m"))
    utc = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.UTC)
    assert stable_hash(utc) == stable_hash(utc.astimezone(datetime.timezone(datetime.timedelta(hours=3))))
    with turn():
        one, two = Plain(), Plain()
        assert (stable_hash(one), stable_hash(two)) == (stable_id(one), stable_id(two))
        assert stable_id(one) != stable_id(two)
    for unhashable in ([], {}, set(), bytearray()):
        with pytest.raises(TypeError, match="unhashable"):
            stable_hash(unhashable)


def test_ids_count_the_objects_of_a_run() -> None:
    """Two runs that ask in the same order get the same numbers; plain values have one that depends on their value."""
    numbers = []
    for _ in range(2):
        with turn():
            things = [Plain(), [], {}]
            numbers.append([stable_id(thing) for thing in things + things[::-1]])
    assert numbers[0] == numbers[1]
    assert numbers[0][:3] == numbers[0][:2:-1]
    assert stable_id("a" * 3) == stable_id("".join(["a", "aa"]))
    assert stable_id(None) != stable_id("None")
    assert stable_id(Plain) == stable_id(Plain) != stable_id(Named)


def test_identities_keep_objects_alive() -> None:
    """A number is never given twice, even where the object would be gone."""
    identities = Identities()
    assert len({identities.of(Plain()) for _ in range(50)}) == 50


def test_default_text_shows_no_address() -> None:
    """``repr``, ``str``, ``format`` and ``%`` leave addresses out, also inside containers."""
    thing = Plain()
    name = f"<{__name__}.Plain object>"
    assert stable_repr([thing]) == f"[{name}]"
    assert (stable_str(thing), stable_format(thing), percent("%s", thing), shown(thing)) == (name,) * 4
    assert stable_repr(functools.partial(print)) == "functools.partial(<built-in function print>)"
    assert " at 0x" not in stable_repr(lambda: thing) + stable_str(test_default_text_shows_no_address)


def test_text_of_the_user_is_left_alone() -> None:
    """A string that happens to look like an address is not touched."""
    text = "page fault at 0x7fff12345678"
    assert (shown(text), stable_str(text), stable_format(text, ">40")) == (text, text, text.rjust(40))
    assert without_addresses("at 0xzz") == "at 0xzz"
