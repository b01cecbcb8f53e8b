"""Values survive ``encode`` and ``decode``; what cannot be written or read says where and why."""

import asyncio
import collections
import ipaddress
import json
import math
import pathlib
import re
import socket
import uuid
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from useworkflow_compiler.errors import Location
from useworkflow_sandbox.errors import SerializationError, UnknownClassError, ValueDecodeError
from useworkflow_sandbox.streams import Stream
from useworkflow_sandbox.values import decode, decode_args, decode_error, digest, encode, encode_args, register
from useworkflow_sandbox.values.writing import MAX_DEPTH


class MyInt(int):
    pass


class Slotted(str):
    __slots__ = ("unit",)


class Bag(dict):  # type: ignore[type-arg]
    pass


class Row(list):  # type: ignore[type-arg]
    pass


class Money:
    def __init__(self, amount: int) -> None:
        self.amount = amount

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and other.amount == self.amount

    __hash__ = None  # type: ignore[assignment]


class Client:
    def __init__(self, inner: object) -> None:
        self.inner = inner

    def __workflow_serialize__(self) -> object:
        return {"inner": self.inner}

    @classmethod
    def __workflow_deserialize__(cls, value: Any) -> "Client":
        return cls(value["inner"])


register(Money, "test-money", lambda money: money.amount, Money)


def resolve(module: str, qualname: str) -> Any:
    assert module == __name__
    return globals()[qualname]


def there_and_back(value: Any) -> Any:
    return decode(encode(value), resolve)


VALUES = [
    None, True, 0, -1, 2**63, -(2**64), 10**4000, 1 << 20_000, 0.0, -0.0, 1e300, math.inf, -math.inf, 1 + 2j,
    complex(math.inf, -0.0), "", "ä€", "\ud800 lone", "$ref", b"", b"\x00\xff", bytearray(b"ab"), (), (1, (2,)), [],
    [[1], {"a": None}], {1, 2}, {"b", "a"}, frozenset({(1, 2)}), {}, {"a": {"b": [1.5]}}, {"$ref": 1}, {"$": {"$id": 2}},
    {1: "a", (2, 3): "b", None: "c", "x": 1}, {"\ud800": 1}, {"ä": 1}, date(2026, 1, 2), datetime(2026, 1, 2, 3, 4, 5, 6),
    datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    datetime(2026, 1, 2, tzinfo=timezone(timedelta(hours=1), "MEZ")),
    datetime(2025, 10, 26, 2, 30, fold=1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")), time(1, 2), time(1, 2, tzinfo=UTC),
    timedelta(days=-1, microseconds=5), UTC, zoneinfo.ZoneInfo("UTC"), Decimal("2.50"), Decimal("NaN").copy_negate(),
    Decimal("-Infinity"), Fraction(-3, 4), uuid.UUID(int=5), pathlib.Path("a/b"), pathlib.PureWindowsPath("C:/x"),
    pathlib.PurePosixPath("/x"), pathlib.Path("\udcff.txt"), re.compile("a+", re.I), re.compile(b"x"), range(1, 9, 2),
    slice(1, None, 2), ipaddress.ip_address("10.0.0.1"), ipaddress.ip_network("10.0.0.0/8"),
    ipaddress.ip_interface("::1/64"), collections.OrderedDict([("b", 1), ("a", 2)]), collections.Counter("aab"),
    collections.deque([1, 2], maxlen=3), collections.defaultdict(list, {"a": [1]}), MyInt(5), Bag(a=1), Row([1, "x"]),
    Slotted("5"), Money(3), [Money(1), {"m": Money(2)}],
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_comes_back_equal_and_of_its_class(value: Any) -> None:
    """Every supported value comes back with its class, its text and its contents."""
    back = there_and_back(value)
    assert type(back) is type(value)
    assert back == value or repr(back) == repr(value)
    if isinstance(value, dict):
        assert list(back) == list(value)


def test_nan_stays_nan() -> None:
    """JSON has no NaN, and it must not become null."""
    assert math.isnan(there_and_back(math.nan))
    assert math.isnan(there_and_back([1, math.nan])[1])
    assert math.isnan(there_and_back({"a": math.nan})["a"])


def test_plain_values_are_plain_json() -> None:
    """What JSON can say is written as JSON says it."""
    assert bytes(encode({"a": [1, "x", 1.5, None, True]})) == b'{"a":[1,"x",1.5,null,true]}'
    assert bytes(encode((1, Decimal("2.50")))) == b'{"$tuple":[1,{"$decimal":"2.50"}]}'
    assert bytes(encode_args((5,), {"x": 1})) == b'[[5],{"x":1}]'


def test_everything_written_is_json() -> None:
    """Any JSON parser can read the log."""
    for value in VALUES:
        json.loads(bytes(encode(value)))


def test_fold_and_zone_of_a_repeated_hour_are_kept() -> None:
    """The second 02:30 of the day the clocks go back is not the first."""
    value = datetime(2025, 10, 26, 2, 30, fold=1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
    back = there_and_back(value)
    assert (back.fold, back.tzinfo, back.utcoffset()) == (1, value.tzinfo, timedelta(hours=1))


def test_subclasses_of_builtins_keep_class_and_attributes() -> None:
    """Attributes and slots of a subclass come along with its contents."""
    number = MyInt(5)
    number.unit = "kg"  # type: ignore[attr-defined]
    slotted = Slotted("x")
    slotted.unit = "m"
    bag = Bag({(1, 2): [3]})
    back = there_and_back([number, slotted, bag])
    assert [type(item) for item in back] == [MyInt, Slotted, Bag]
    assert (back[0].unit, back[1].unit, back[2]) == ("kg", "m", {(1, 2): [3]})


def test_sets_are_written_in_one_order() -> None:
    """The iteration order of a set differs from process to process, its digest does not (G5)."""
    rising = range(0, 400, 8)  # they collide, so that the order of insertion shows
    falling = range(392, -8, -8)
    assert list(set(rising)) != list(set(falling))
    assert digest(encode(set(rising))) == digest(encode(set(falling)))
    assert bytes(encode({"b", "a"})) == b'{"$set":["a","b"]}'


def test_shared_references_stay_shared() -> None:
    """A list that is reached twice is one list afterwards, too."""
    inner = [1]
    back = there_and_back({"a": inner, "b": inner, "c": (inner,)})
    assert back["a"] is back["b"]
    assert back["a"] is back["c"][0]


def test_cycles_are_kept() -> None:
    """A structure that contains itself comes back as one."""
    ring: list[Any] = [1]
    ring.append({"ring": ring})
    back = there_and_back(ring)
    assert back[1]["ring"] is back


def test_arguments_share_references_with_each_other() -> None:
    """One object in two arguments is one object in the step."""
    shared = {"n": 1}
    args, kwargs = decode_args(encode_args((shared,), {"again": shared}))
    assert args[0] is kwargs["again"]


def test_odd_keyword_names_survive() -> None:
    """A keyword that looks like a tag is none."""
    assert decode_args(encode_args((), {"$ref": 1, "b": {2}})) == ((), {"$ref": 1, "b": {2}})


def test_a_cycle_through_a_late_object_is_refused() -> None:
    """An object that is made from its contents cannot contain itself."""
    client = Client(None)
    client.inner = [client]
    with pytest.raises(SerializationError, match=r"reference cycle through a .*Client"):
        encode(client)


def test_a_cycle_through_tuples_is_refused() -> None:
    """A tuple in a cycle is met again and again: the depth limit says so."""
    ring: list[Any] = []
    ring.append((ring,))
    back = there_and_back(ring)
    assert back[0][0] is back
    knot: tuple[Any, ...] = ([],)
    knot[0].append(knot)
    assert there_and_back(knot)[0][0][0] is not None


def test_own_protocol_is_used() -> None:
    """``__workflow_serialize__`` and ``__workflow_deserialize__`` decide how an object travels."""
    back = there_and_back([Client({"deep": (1,)})])
    assert isinstance(back[0], Client)
    assert back[0].inner == {"deep": (1,)}


def test_what_cannot_be_serialized_names_path_class_and_remedy() -> None:
    """The error says where, what and how to mend it, with the user's line (G10)."""
    place = Location("shop.py", 7, "    await charge(client)")
    with socket.socket() as sock, pytest.raises(SerializationError) as caught:
        encode_args(({"client": {"socket": sock}},), {}, where=place)
    text = str(caught.value)
    assert text.startswith("UW201: args[0].client.socket cannot be serialized: it is a socket.socket\n  shop.py:7\n")
    assert "mend: pass plain data" in text


@pytest.mark.parametrize(
    ("value", "path", "mend"),
    [
        (lambda: 1, "value", "choose the function inside the step"),
        ([(x for x in "a")], "value[0]", "collect it first"),
        ({"a b": {3: object()}}, "value['a b'][3]", "pass plain data"),
        ({object(): 1}, "value.keys()", "pass plain data"),
        ((asyncio.sleep,), "value[0]", "choose the function"),
        ({"m": json}, "value.m", "import the module inside the step"),
        (Client(memoryview(b"")), "value.inner", "make bytes of it"),
        (int, "value", "pass the class's name"),
    ],
)
def test_paths_and_remedies(value: Any, path: str, mend: str) -> None:
    """Each kind of mistake has its path and its remedy."""
    with pytest.raises(SerializationError) as caught:
        encode(value)
    assert caught.value.path == path
    assert mend in caught.value.mend


def test_kwargs_paths_and_roots_are_named_as_users_write_them() -> None:
    """A keyword argument is ``kwargs.x``; a result is what the caller calls it."""
    with pytest.raises(SerializationError, match=r"kwargs\.x\[1\] cannot"):
        encode_args((), {"x": [1, object()]})
    with pytest.raises(SerializationError, match=r"result cannot"):
        encode(object(), root="result")


def test_local_classes_are_refused() -> None:
    """A class inside a function cannot be found again."""

    class Local(int):
        pass

    with pytest.raises(SerializationError, match="defined inside a function"):
        encode(Local(1))


@pytest.mark.parametrize(
    "wrap", [lambda v: [v], lambda v: (v,), lambda v: {1: v}, lambda v: Row([v]), lambda v: Client(v)]
)
def test_depth_has_a_limit_and_all_below_it_works(wrap: Any) -> None:
    """Nesting is limited by a number, not by how deep the stack stands (G5)."""
    value: Any = 1.5
    for _ in range(MAX_DEPTH // 2 - 1):
        value = wrap(value)
    assert encode(there_and_back(value)) == encode(value)
    for _ in range(MAX_DEPTH):
        value = wrap(value)
    with pytest.raises(SerializationError, match="nested deeper"):
        encode(value)


def test_a_tag_is_registered_once() -> None:
    """Two classes cannot share a tag, and a tag is a plain name."""
    with pytest.raises(ValueError, match="taken"):
        register(Money, "list", lambda money: money, Money)
    with pytest.raises(ValueError, match="lower-case"):
        register(Money, "No Name", lambda money: money, Money)


def test_unknown_classes_and_tags_are_named() -> None:
    """A class that is gone is an error that names it (G6)."""

    def nothing(module: str, qualname: str) -> Any:
        raise ImportError(module)

    with pytest.raises(UnknownClassError, match="MyInt of a recorded value cannot be found"):
        decode(encode(MyInt(1)), nothing)
    with pytest.raises(ValueDecodeError, match=r"the tag '\$nope' is not known"):
        decode(b'{"$nope":1}')


DAMAGED = [
    b"", b"nope", b"[", b'{"$ref":1}', b'{"$ref":[]}', b'{"$list":[{"$ref":7}],"$id":1}', b'{"$list":5}',
    b'{"$bytes":"***"}', b'{"$dict":[[1]]}', b'{"$dict":[[[],1]]}', b'{"$datetime":"soon"}', b'{"$error":5}',
    b'{"$error":"builtins:int"}x', b'{"$tuple":{"$tuple":1}}', b'{"$int":"0xzz"}', b'{"$range":[1,2,0]}',
    b'{"$subclass":"x:MyInt","base":"bytes","value":1000000000000}', b'{"$set":[[1]]}', b'{"$enum":"x:y"}',
    b'{"$decimal":"1e"}', b'{"$pattern":["(",0]}', b'{"$zoneinfo":"../../etc/passwd"}', b'{"$list":[],"$id":"a"}',
    b'[{"$list":[],"$id":1},{"$list":[],"$id":1}]', b'{"$struct":null}', b'{"$fraction":[1,0]}', b"\xff\xfe",
    b"[" * 100_000, b'{"$tuple":[' * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("data", DAMAGED, ids=range(len(DAMAGED)))
def test_damaged_bytes_give_one_clear_error(data: bytes) -> None:
    """Whatever the bytes are, the answer is a value or a ValueDecodeError (G8)."""
    with pytest.raises(ValueDecodeError):
        decode(data, lambda module, qualname: globals()[qualname])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner) | st.frozensets(st.integers()),
    max_leaves=20,
)
TAGS = st.sampled_from(
    ["$ref", "$id", "$list", "$dict", "$tuple", "$set", "$error", "$dataclass", "$subclass", "$datetime", "$deque", "a"]
)
NODES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TAGS, inner, max_size=3),
    max_leaves=12,
)


@given(JSON)
def test_any_nest_of_values_survives(value: Any) -> None:
    """Property: what is encoded comes back with the same text, and encodes to the same bytes."""
    raw = encode(value)
    assert decode(raw) == value or "nan" in repr(value)  # a NaN equals nothing; the bytes below speak for it
    assert bytes(encode(decode(raw))) == bytes(raw)


def is_value_or_clear_error(read: Any, data: bytes) -> bool:
    try:
        read(data, lambda module, qualname: globals()[qualname])
    except ValueDecodeError as error:
        return error.code in ("UW203", "UW204", "UW231")
    return True


@given(st.binary(max_size=60))
def test_random_bytes_never_crash(data: bytes) -> None:
    """Property: random bytes are a value or a ValueDecodeError."""
    assert is_value_or_clear_error(decode, data)


@given(NODES)
def test_random_tags_never_crash(node: Any) -> None:
    """Property: any arrangement of tags is a value or a ValueDecodeError."""
    data = json.dumps(node).encode()
    assert all(is_value_or_clear_error(read, data) for read in (decode, decode_args, decode_error))


@pytest.mark.parametrize("damaged", ['["a"]', '["a","b","c"]', '[1,"b"]', '{"a":1}', '"ab"', "null"])
def test_a_stream_is_named_by_two_texts(damaged: str) -> None:
    """A handle comes back equal; anything else in its place is refused."""
    handle = Stream("run_1", "log")
    assert decode(encode(handle)) == handle
    with pytest.raises(ValueDecodeError):
        decode(Raw(f'{{"$stream":{damaged}}}'.encode()))
