"""Objects of the user's classes come back as they were, or the error names class and field."""

import dataclasses
import enum
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypedDict, TypeVar

import attrs
import msgspec
import pydantic
import pytest

from useworkflow_sandbox.errors import SerializationError, ValueDecodeError
from useworkflow_sandbox.values import decode, encode


class Colour(enum.Enum):
    RED = 1


class Level(enum.IntEnum):
    LOW = 1


class Rights(enum.Flag):
    READ = 1
    WRITE = 2


@dataclasses.dataclass
class Order:
    id: int
    tags: list[str] = dataclasses.field(default_factory=list)
    parent: "Order | None" = None
    made: int = dataclasses.field(default=0, init=False)

    def __post_init__(self) -> None:
        self.made += 1

    @cached_property
    def label(self) -> object:
        return object()


@dataclasses.dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 2


@attrs.define
class Box:
    size: int
    items: list[int] = attrs.field(factory=list)


@attrs.frozen
class Tag:
    name: str


class User(pydantic.BaseModel):
    name: str
    friends: list["User"] = []
    _secret: int = pydantic.PrivateAttr(default=7)


class Loose(pydantic.BaseModel, extra="allow"):
    a: int = 1


class Item(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    count: int = 1


class Pair(NamedTuple):
    left: int
    right: str = "r"


class Address(TypedDict):
    street: str


def resolve(module: str, qualname: str) -> Any:
    assert module == __name__
    return globals()[qualname]


def there_and_back(value: Any) -> Any:
    return decode(encode(value), resolve)


@pytest.mark.parametrize(
    "value",
    [
        Colour.RED, Level.LOW, Rights.READ, Rights.READ | Rights.WRITE, Rights(0), Order(1, ["a"]), Point(1), Box(3, [1]),
        Tag("t"), User(name="a", friends=[User(name="b")]), Loose(a=2, b=3), Item(name="i"), Pair(1),  # type: ignore[call-arg]
        Address(street="s"), [Pair(1), {Point(1): Colour.RED}],
    ],
    ids=repr,
)  # fmt: skip
def test_an_object_comes_back_equal_and_of_its_class(value: Any) -> None:
    """Class and fields of every kind of model survive."""
    back = there_and_back(value)
    assert type(back) is type(value)
    assert back == value


def test_objects_are_readable() -> None:
    """An object in the log names its class and its fields."""
    assert bytes(encode(Pair(1))) == f'{{"$namedtuple":"{__name__}:Pair","fields":{{"left":1,"right":"r"}}}}'.encode()
    assert bytes(encode(Colour.RED)) == f'{{"$enum":"{__name__}:Colour","name":"RED"}}'.encode()


def test_initialisers_do_not_run_again() -> None:
    """A recorded dataclass comes back as it was, not as its ``__post_init__`` would make it again."""
    assert there_and_back(Order(1)).made == 1


def test_attributes_beside_the_fields_are_kept_but_caches_are_not() -> None:
    """What was set on an object is part of it; what can be computed again is not."""
    order = Order(1)
    order.note = "n"  # type: ignore[attr-defined]
    assert order.label is order.label
    back = there_and_back(order)
    assert back.note == "n"
    assert "label" not in vars(back)


def test_cycles_through_objects_are_kept() -> None:
    """An object that refers to itself comes back as one."""
    order = Order(1)
    order.parent = order
    back = there_and_back([order, order])
    assert back[0] is back[1]
    assert back[0].parent is back[0]


def test_pydantic_keeps_what_was_set_and_what_is_private() -> None:
    """Private attributes and the set of given fields are part of a model."""
    user = User(name="a")
    user._secret = 9
    back = there_and_back(user)
    assert (back._secret, back.model_fields_set) == (9, {"name"})


def test_a_field_that_was_added_takes_its_default() -> None:
    """A record from before a field with a default was added still fits."""
    old = f'{{"$dataclass":"{__name__}:Order","fields":{{"id":4}}}}'.encode()
    assert decode(old, resolve).tags == []
    assert decode(f'{{"$attrs":"{__name__}:Box","fields":{{"size":4}}}}'.encode(), resolve) == Box(4)
    assert (
        decode(f'{{"$pydantic":"{__name__}:User","fields":{{"name":"a"}},"set":["name"]}}'.encode(), resolve).friends
        == []
    )
    assert decode(f'{{"$namedtuple":"{__name__}:Pair","fields":{{"left":4}}}}'.encode(), resolve) == Pair(4)
    assert decode(f'{{"$struct":"{__name__}:Item","fields":{{"name":"a"}}}}'.encode(), resolve) == Item(name="a")


@pytest.mark.parametrize(
    ("tag", "cls", "field"),
    [
        ("dataclass", "Order", "id"), ("attrs", "Box", "size"), ("pydantic", "User", "name"), ("namedtuple", "Pair", "left"),
        ("struct", "Item", "name"),
    ],
)  # fmt: skip
def test_a_record_that_no_longer_fits_names_class_and_field(tag: str, cls: str, field: str) -> None:
    """A missing field without a default and a field that is gone are errors that name both (G6)."""
    missing = f'{{"${tag}":"{__name__}:{cls}","fields":{{}},"set":[]}}'.encode()
    with pytest.raises(ValueDecodeError, match=f"{cls} does not fit the class any more: the field '{field}'"):
        decode(missing, resolve)
    gone = f'{{"${tag}":"{__name__}:{cls}","fields":{{"{field}":1,"gone":2}},"set":[]}}'.encode()
    with pytest.raises(ValueDecodeError, match=f"{cls} does not fit the class any more: it has no field 'gone'"):
        decode(gone, resolve)


def test_a_member_that_is_gone_is_named() -> None:
    """An enum that lost a member says which."""
    with pytest.raises(ValueDecodeError, match="no member 'BLUE'"):
        decode(f'{{"$enum":"{__name__}:Colour","name":"BLUE"}}'.encode(), resolve)


@pytest.mark.parametrize("tag", ["dataclass", "attrs", "pydantic", "struct", "namedtuple", "enum", "custom"])
def test_a_tag_makes_only_classes_of_its_kind(tag: str) -> None:
    """Hostile bytes cannot have a class made in a way that it is not meant for (G8)."""
    with pytest.raises(ValueDecodeError):
        decode(f'{{"${tag}":"os:Popen","fields":{{}},"name":"x","value":1}}'.encode(), lambda module, name: dict)


def test_a_field_that_cannot_be_serialized_is_in_the_path() -> None:
    """The path goes through fields as users write them."""
    with pytest.raises(SerializationError, match=r"value\.tags\[0\] cannot"):
        encode(Order(1, [object()]))  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("tag", "cls", "field"),
    [
        ("dataclass", "Order", "id"), ("attrs", "Box", "size"), ("pydantic", "User", "name"), ("namedtuple", "Pair", "left"),
        ("struct", "Item", "name"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("empty", ["null", '""', "[]", "{}", '{"$set":[]}'])
def test_a_field_that_is_gone_and_was_empty_is_left_out(tag: str, cls: str, field: str, empty: str) -> None:
    """Where nothing was recorded in it, nothing is lost."""
    recorded = f'{{"${tag}":"{__name__}:{cls}","fields":{{"{field}":1,"gone":{empty}}},"set":["{field}","gone"]}}'
    value = decode(recorded.encode(), resolve)
    assert getattr(value, field) == 1
    assert not hasattr(value, "gone")


@dataclasses.dataclass
class Slimmer:
    """A class whose author gave two fields up."""

    __workflow_dropped__ = ("weight", "height")
    name: str


def test_a_field_that_was_given_up_by_name_is_left_out() -> None:
    """``__workflow_dropped__`` names what a class does not want back; others still do not fit."""
    recorded = f'{{"$dataclass":"{__name__}:Slimmer","fields":{{"name":"a","weight":80}}}}'
    assert decode(recorded.encode(), resolve) == Slimmer("a")
    with pytest.raises(ValueDecodeError, match="it has no field 'age', and a int was recorded in it"):
        decode(recorded.replace("weight", "age").encode(), resolve)


T = TypeVar("T")


class Page(pydantic.BaseModel, Generic[T]):
    items: list[T]


@dataclasses.dataclass
class Held(Generic[T]):
    item: T


@attrs.define(slots=False)
class Kept(Generic[T]):
    item: T


class Sent(msgspec.Struct, Generic[T]):
    item: T


class Stack(list[T]):
    pass


GENERIC: list[Any] = [
    Page[int](items=[1]), Page[Order](items=[Order(1)]), Page[list[str] | None](items=[["x"], None]), Page[Any](items=[1]),
    Page[Page[int]](items=[Page[int](items=[2])]), Page(items=[3]), Held[int](5), Kept[str]("x"), Sent[int](1), Stack[int]([1]),
]  # fmt: skip


@pytest.mark.parametrize("value", GENERIC, ids=lambda value: type(value).__name__)
def test_generic_classes_come_back_with_their_parameters(value: Any) -> None:
    """``Page[int]`` is another class than ``Page``; the mark that ``Held[int](5)`` leaves on a value is no part of it."""
    back = there_and_back(value)
    assert type(back) is type(value)
    assert back == value


def test_a_parameter_without_a_name_is_refused_with_the_mend() -> None:
    """A parameter to which no name leads is named, with what to write instead."""

    class Hidden(pydantic.BaseModel):
        pass

    with pytest.raises(SerializationError, match="give the class a name of its own"):
        encode(Page[Hidden](items=[]))


class Grumpy:
    """Cannot be made of what it wrote."""

    def __workflow_serialize__(self) -> dict[str, int]:
        return {"a": 1}

    @classmethod
    def __workflow_deserialize__(cls, value: Any) -> Any:
        return value["b"]


def test_what_a_class_raises_when_it_is_made_again_names_the_class() -> None:
    """UW203 says which class, and what it raised (G6, G10)."""
    with pytest.raises(ValueDecodeError, match=r"recorded \S+\.Grumpy does not fit .* raised KeyError: 'b'"):
        decode(encode(Grumpy()), lambda module, name: Grumpy)
