"""Sets of workflow code: Python's sets in all they mean, and in insertion order."""

from __future__ import annotations

import copy
import operator
import pickle
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from useworkflow_sandbox.errors import UnstableOrderError
from useworkflow_sandbox.ordered import OrderedFrozenset, OrderedSet, ordered, stable_order
from useworkflow_sandbox.shared import refreeze

ITEMS = st.lists(st.integers(0, 12) | st.sampled_from(["a", "b", "c", (1, 2), None]), max_size=12)
OPERATORS = [operator.or_, operator.and_, operator.sub, operator.xor]
METHODS = ["union", "intersection", "difference", "symmetric_difference"]
UPDATES = ["update", "intersection_update", "difference_update", "symmetric_difference_update"]


def in_order(*sources: list[Any]) -> list[Any]:
    return list(dict.fromkeys(item for source in sources for item in source))


def model(name: str, left: list[Any], right: list[Any]) -> list[Any]:
    """The order that operators give: that of the left operand, then of the right one."""
    plain: Any = getattr(set(left), name)(right)
    return [item for item in in_order(left, right) if item in plain]


@pytest.mark.parametrize("made", [OrderedSet, OrderedFrozenset])
@given(left=ITEMS, right=ITEMS)
def test_operators_and_methods_keep_order_and_mean_what_they_mean(made: Any, left: list[Any], right: list[Any]) -> None:
    """Contents are those of Python's sets, the order is that of insertion, and the class stays."""
    for name, symbol in zip(METHODS, OPERATORS, strict=True):
        expected = model(name, left, right)
        found = getattr(made(left), name)(right)
        assert (list(found), type(found)) == (expected, made)
        for other in (OrderedSet(right), OrderedFrozenset(right), dict.fromkeys(right).keys()):
            found = symbol(made(left), other)
            assert (list(found), type(found)) == (expected, made)
    assert list(made(left)) == in_order(left)
    assert (made(left) == set(left), made(left) <= set(right), len(made(left))) == (
        True,
        set(left) <= set(right),
        len(set(left)),
    )


@given(left=ITEMS, right=ITEMS, more=ITEMS)
def test_results_do_not_see_what_becomes_of_their_operands(left: list[Any], right: list[Any], more: list[Any]) -> None:
    """The order of a result is made when it is asked for, of what its operands were when it was made."""
    for name, symbol in zip(METHODS, OPERATORS, strict=True):
        for frozen in (False, True):
            ours, others = OrderedSet(left), refreeze(OrderedSet(right)) if frozen else OrderedSet(right)
            found = symbol(ours, others)
            asked = symbol(ours, others)
            assert list(asked) == model(name, left, right)
            ours.update(more)
            ours.difference_update(left)
            if not frozen:
                others.clear()
            again = pickle.loads(pickle.dumps(found)) if len(more) % 2 else found.copy()
            assert list(again) == list(found) == model(name, left, right)
            found.update(more)
            assert list(found) == in_order(model(name, left, right), more)
            assert set(found) == {*found}


def test_a_result_of_a_result_keeps_the_order() -> None:
    """Operators on results whose order nobody has asked for give the order that all of them have together."""
    members = OrderedSet("gabdcef")
    assert "".join((members - {"b"} | OrderedSet("xa")) & OrderedSet("xcga") ^ OrderedSet("zc")) == "gaxz"
    rest = members - OrderedSet("g")
    assert rest.pop() == "a"
    rest |= OrderedSet("qa")
    rest.remove("d")
    assert "".join(rest) == "bcefqa"


@given(left=ITEMS, right=ITEMS)
def test_updates_change_in_place(left: list[Any], right: list[Any]) -> None:
    """``update`` and its kin, and the augmented operators, are those of ``set``; identity holds."""
    symbols = [operator.ior, operator.iand, operator.isub, operator.ixor]
    for name, update, symbol in zip(METHODS, UPDATES, symbols, strict=True):
        changed = OrderedSet(left)
        getattr(changed, update)(right)
        assert list(changed) == model(name, left, right)
        changed = same = OrderedSet(left)
        changed = symbol(changed, OrderedSet(right))
        assert changed is same
        assert list(changed) == model(name, left, right)


@given(ITEMS, ITEMS)
def test_adding_and_taking_away(items: list[Any], gone: list[Any]) -> None:
    """A member that is added again keeps its place; one that is taken away and added goes to the end; pop takes the oldest."""
    changed = OrderedSet()
    for item in items + items:
        changed.add(item)
    kept = in_order(items)
    for item in gone:
        changed.discard(item)
        kept = [other for other in kept if other != item]
    assert list(changed) == kept
    assert set(changed) == set(kept)
    assert [changed.pop() for _ in kept] == kept
    with pytest.raises(KeyError):
        changed.pop()
    with pytest.raises(KeyError):
        changed.remove("missing")


def test_popping_many_is_not_quadratic_in_what_it_keeps() -> None:
    """A worklist of many members is emptied in order, also after it has been packed anew."""
    work = OrderedSet(range(5000))
    assert [work.pop() for _ in range(5000)] == list(range(5000))
    assert not work


def test_copies_and_pickles_keep_order_and_cycles() -> None:
    """``copy``, ``deepcopy`` and pickle give sets of the same class and order."""
    for made in (OrderedSet, OrderedFrozenset):
        value = made(["q", "a", "z"])
        for again in (value.copy(), copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
            assert (list(again), type(again)) == (["q", "a", "z"], made)


def test_a_changed_set_cannot_be_gone_through() -> None:
    """As with Python's own: a change of size during iteration is an error, not a silent miss."""
    members = OrderedSet([1, 2])
    with pytest.raises(RuntimeError, match="changed size"):
        for member in members:
            members.add(member + 10)


def test_classes_act_as_set_and_frozenset() -> None:
    """``isinstance`` and ``issubclass`` take Python's own sets for instances; names and texts are Python's."""
    assert isinstance(set(), OrderedSet)
    assert isinstance(frozenset(), OrderedFrozenset)
    assert not isinstance(frozenset(), OrderedSet)
    assert issubclass(set, OrderedSet)
    assert (OrderedSet.__name__, repr(OrderedSet), repr(OrderedSet()), repr(OrderedFrozenset())) == (
        "set", "<class 'set'>", "set()", "frozenset()",
    )  # fmt: skip
    with pytest.raises(TypeError, match="unhashable"):
        OrderedSet([[]])
    with pytest.raises(TypeError):
        OrderedSet([1]) | [2]
    assert OrderedSet([OrderedFrozenset([1])]) == {frozenset([1])}


class Colour(Enum):
    RED = "r"
    BLUE = "b"


@given(
    st.sets(
        st.text() | st.integers() | st.floats(allow_nan=False) | st.tuples(st.text(), st.integers()) | st.booleans()
    )
)
def test_plain_sets_come_in_an_order_of_their_values(items: set[Any]) -> None:
    """The order depends neither on how a set was filled nor on its class."""
    forwards = stable_order(items)
    assert forwards == stable_order({*list(items)[::-1]}) == list(ordered(frozenset(items)))
    assert set(forwards) == items


def test_values_of_other_classes_are_ordered_by_what_is_recorded_of_them() -> None:
    """Enum members, decimals and the like have an order of their own."""
    assert stable_order({Colour.RED, Colour.BLUE}) == [Colour.BLUE, Colour.RED]
    assert stable_order({Decimal(2), Decimal(1), None, "x"}) == stable_order({"x", None, Decimal(1), Decimal(2)})


class Plain:
    pass


def test_objects_without_a_value_are_refused() -> None:
    """Where nothing tells members apart, the order would be that of addresses (UW216)."""
    with pytest.raises(UnstableOrderError) as caught:
        ordered({Plain(), Plain()})
    assert caught.value.code == "UW216"
    assert "Plain" in str(caught.value)
    one = Plain()
    assert list(ordered({one})) == [one]
