"""Recorded values against values that come now: equal, different, or of a class that has changed."""

from __future__ import annotations

import dataclasses
import enum
import json
import sys
from typing import Any

import pytest
from msgspec import Raw

from useworkflow_runtime.deploys.agreement import agree
from useworkflow_runtime.deploys.shapes import shape_of, still_hold


def same(left: Any, right: Any, *changed: str) -> bool:
    """Whether the two agree, where the classes ``changed`` have another shape now."""
    return agree(Raw(json.dumps(left).encode()), Raw(json.dumps(right).encode()), lambda name: name in changed)


def order(**fields: Any) -> dict[str, Any]:
    """An encoded object of a data class."""
    return {"$dataclass": "app:Order", "fields": fields}


def test_equal_values_agree_and_others_do_not() -> None:
    """Plain values are compared exactly: type, order of keys, length."""
    assert same([[5], {}], [[5], {}])
    for left, right in [([5], [6]), ([1], [1.0]), ([1], [True]), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), ([1], [1, 2])]:
        assert not same(left, right)


def test_an_object_of_a_class_that_has_changed_is_not_compared() -> None:
    """A field more or less, or a shape that is known to be another; everything around it still counts."""
    assert not same([order(id=1)], [order(id=2)])
    assert same([order(id=1)], [order(id=2)], "app:Order")
    assert same([order(id=1)], [order(id=1, note="")])
    assert same([order(id=1, note="")], [order(id=1)])
    assert not same([order(id=1), 5], [order(id=2), 6], "app:Order")
    assert not same([order(id=1)], [{"$dataclass": "app:Bill", "fields": {"id": 1, "x": 2}}], "app:Order")
    assert not same([{"$decimal": "1"}], [{"$decimal": "2"}], "app:Order")


def test_objects_inside_objects_are_compared_by_their_own_class() -> None:
    """A changed class inside an unchanged one is passed over, its neighbours are not."""
    assert same([order(id=1, box={"$attrs": "app:Box", "fields": {"a": 1}})],
                [order(id=1, box={"$attrs": "app:Box", "fields": {"a": 1, "b": 2}})])  # fmt: skip
    assert not same([order(id=1, box={"$attrs": "app:Box", "fields": {"a": 1}})],
                    [order(id=2, box={"$attrs": "app:Box", "fields": {"a": 1, "b": 2}})])  # fmt: skip


@dataclasses.dataclass
class Base:
    number: int

    def label(self) -> str:
        return f"{self.number}"


class Colour(enum.Enum):
    RED = 1


def variant(**changes: Any) -> type:
    """A class like ``Base``, with changes, under its name."""
    body = {"__annotations__": {"number": int}, "label": Base.label, "__module__": __name__, "__qualname__": "Base"}
    return dataclasses.dataclass(type("Base", (), {**body, **changes}))


@pytest.mark.parametrize(
    "changes",
    [
        {"__annotations__": {"number": int, "note": str}},
        {"__annotations__": {"number": str}},
        {"number": 3},
        {"label": lambda self: "another"},
        {"more": lambda self: 1},
    ],
    ids=["a field", "a type", "a default", "a method's source", "a method"],
)
def test_each_part_of_a_class_is_in_its_shape(changes: dict[str, Any]) -> None:
    """Fields, types, defaults and methods each change the shape; the same class again does not."""
    assert shape_of(variant()) == shape_of(variant())
    assert shape_of(variant(**changes)) != shape_of(variant())


def test_shapes_hold_until_a_class_changes_or_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a snapshot noted is compared with the classes that are found under those names now."""
    module = type(sys)("shapes_here")
    monkeypatch.setitem(sys.modules, "shapes_here", module)
    vars(module).update(Base=Base, Colour=Colour)
    shapes = {"shapes_here:Base": shape_of(Base), "shapes_here:Colour": shape_of(Colour)}
    assert still_hold(shapes)
    vars(module)["Base"] = variant(number=3)
    assert not still_hold(shapes)
    del vars(module)["Base"]
    assert not still_hold(shapes)
    assert still_hold({})


def test_a_shape_shows_no_addresses() -> None:
    """Defaults that have no text of their own are named by their class, so that every process has the same shape."""
    assert shape_of(variant(number=object())) == shape_of(variant(number=object()))
    assert shape_of(variant(number=dataclasses.field(default_factory=list))) != shape_of(variant())
