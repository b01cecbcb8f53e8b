"""Bytes that nobody wrote, for every decoder, in a process with little memory: a value or a clear error, soon.

    python tests/sandbox/fuzz_decoders.py SEED COUNT     -> "SEED: COUNT inputs, N read, M refused"; exit 1 and the input otherwise

Bytes are changed at random, and so are the parsed trees, whose tags, numbers and references stay well-formed. Memory is
limited by the kernel; an input that takes two seconds of processor time ends the process.
"""

from __future__ import annotations

import array
import base64
import dataclasses
import enum
import importlib
import json
import random
import resource
import signal
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
import httpx
import msgspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pydantic

from useworkflow_compiler import tree
from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_compiler.format import Bundle, decode_bundle, encode_bundle
from useworkflow_runtime.code.programs import library_code
from useworkflow_runtime.engine.snapshots import SnapshotDamagedError, unpack
from useworkflow_runtime.sealing.envelope import Envelopes
from useworkflow_runtime.sealing.keyring import Keyring
from useworkflow_sandbox import events as e
from useworkflow_sandbox import values

MEMORY = 1 << 30
"""Bytes that may be allocated beyond what the imports have taken."""
SLOW = 2.0
"""Seconds of processor time for one input."""


@dataclasses.dataclass
class Order:
    id: int
    parts: list[Any] = dataclasses.field(default_factory=list)


class Colour(enum.Enum):
    RED = 1


class Pair(NamedTuple):
    left: Any
    right: Any = None


class Item(msgspec.Struct):
    name: Any


@attrs.define
class Box:
    size: Any


class User(pydantic.BaseModel):
    name: Any = 1


class Bag(dict):  # type: ignore[type-arg]
    pass


class Refused(ValueError):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


_CLASSES = {cls.__name__: cls for cls in (Order, Colour, Pair, Item, Box, User, Bag, Refused)}
_LIBRARIES = ("numpy", "pandas", "pyarrow", "httpx")


def resolve(module: str, qualname: str) -> Any:
    """The classes of this file, and those of the libraries."""
    if module in _LIBRARIES:
        found: Any = importlib.import_module(module)
        for part in qualname.split("."):
            found = getattr(found, part)
        return found
    return _CLASSES[qualname]


def _samples() -> list[Any]:
    shared: list[Any] = [1]
    ring: dict[str, Any] = {}
    ring["self"] = [ring]
    plain = [None, True, 10**30, -1.5, float("inf"), "text", b"bytes", 1j, "\ud800"]
    kept = [
        Decimal("1.5"), Fraction(1, 3), UUID(int=7), date(2026, 1, 2), datetime(2026, 1, 2, tzinfo=UTC), timedelta(1),
        datetime(2026, 1, 2, tzinfo=ZoneInfo("Europe/Berlin")), Path("a"), PurePosixPath("/b"), ip_address("::1"),
        range(3), slice(1, 2), array.array("i", [1, 2]), httpx.URL("https://a/b"),
    ]  # fmt: skip
    holders = [
        {1: "a", "$x": (1, {2})}, frozenset({1}), bytearray(b"x"), deque([1], 5), Counter("ab"), OrderedDict(a=1),
        defaultdict(list, a=[1]), [shared, shared], ring, Order(1, [Pair(1, 2)]), Item("x"), Box(3), User(name="n"), Bag(a=1),
        Colour.RED, ExceptionGroup("g", [ValueError(1), Refused(5)]), OSError(2, "gone", "f"),
    ]  # fmt: skip
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.Categorical(["u", "v"])})
    tables = [
        np.arange(4).reshape(2, 2), np.array([1, "a"], dtype=object), np.float32(1.5), np.datetime64("2026-01-01"), frame,
        pd.Series([1, None], dtype="Int64"), pd.date_range("2026", periods=2, tz="UTC"), pd.Timestamp("2026-01-01"),
        pd.MultiIndex.from_tuples([(1, 2)]), pa.table({"a": [1, None], "s": ["x", "y"]}),
    ]  # fmt: skip
    return [*plain, *kept, *holders, *tables, plain[:5] + kept]


_PLACE_HOLDERS: list[Any] = [
    None, True, 0, -1, 1 << 40, 10**18, 10**30, 1e308, "", "x", "9" * 50, "A" * 64, [], {}, [[]], {"$ref": 1}, {"$id": 1},
    {"$index": [0, 10**12, 1], "name": None}, {"$range": [0, 10**18, 1]}, {"$int": "f" * 99}, {"$decimal": "1E+999999"},
    {"$uuid": "0" * 32}, "numpy:ndarray", "numpy:float64", "pandas:Series", "builtins:eval",
]  # fmt: skip


def _nodes(node: Any) -> list[tuple[Any, Any]]:
    """(container, key) of everything in a tree of JSON."""
    found: list[tuple[Any, Any]] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        pairs = list(one.items()) if isinstance(one, dict) else list(enumerate(one)) if isinstance(one, list) else []
        found += [(one, key) for key, _ in pairs]
        waiting += [item for _, item in pairs]
    return found


def _change_tree(node: Any, others: list[Any], chance: random.Random) -> Any:
    holder = [node]
    for _ in range(chance.randint(1, 3)):
        container, key = chance.choice(_nodes(holder))
        kind = chance.randrange(5)
        if kind == 0:
            container[key] = json.loads(json.dumps(chance.choice(_PLACE_HOLDERS)))
        elif kind == 1:
            other, place = chance.choice(_nodes([json.loads(json.dumps(chance.choice(others)))]))
            container[key] = other[place]
        elif kind == 2 and isinstance(container, dict):
            tags = [k for o in others if isinstance(o, dict) for k in o] or ["$tuple"]
            new = {chance.choice(tags) if k == key else k: v for k, v in container.items()}
            container.clear()
            container.update(new)
        elif kind == 3:
            del container[key]
        else:
            container[key] = [container[key]] * chance.choice((2, 50))
        if not holder:
            return None
    return holder[0]


def _change_bytes(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(changed) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            changed[place : place + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del changed[place : place + chance.randint(1, 9)]
        elif kind == 2:
            changed[place:place] = chance.choice((b"[" * 200, b"{", b'"', b"$", b"9" * 40, b'{"$ref":0}', b"\xff"))
        else:
            changed[place:place] = changed[place : place + 16]
    return bytes(changed)


def _read_bundle(data: bytes) -> None:
    for module in decode_bundle(data).modules:
        tree.decode(module.tree)


class Fuzz:
    """All decoders, with sound inputs for each."""

    def __init__(self) -> None:
        written = [bytes(values.encode(sample)) for sample in _samples()]
        errors = [
            bytes(values.encode_error(error))
            for error in (Refused(1), OSError(1, "x"), ExceptionGroup("g", [Refused(2)]))
        ]
        events = [
            e.encode_event(e.StepScheduled(at=5, id="0/a#0", step="s", args=msgspec.Raw(b"[[1],{}]"))),
            e.encode_event(e.RunCreated(at=1, workflow="w", bundle="b", args=msgspec.Raw(b"[[],{}]"), seed="00", env={"A": None})),
            e.encode_event(e.HookReceived(at=1, id="h", payload=msgspec.Raw(b"{}"))),
        ]  # fmt: skip
        seal = Envelopes(Keyring({"k": b"k" * 32}), threshold=50)
        sealed = [seal.seal(item, "run", "1") for item in written]
        blobs = [seal.seal_blob(item, "run", "1") for item in written]
        code = library_code()[:1]
        bundle = encode_bundle(Bundle("i", 1, "2", "w", "m", "q", code, ()))
        refusals = (UseWorkflowError,)
        self.kinds: list[tuple[str, Callable[[bytes], Any], list[bytes], bool, tuple[type[BaseException], ...]]] = [
            ("value", lambda data: values.decode(data, resolve), written, True, refusals),
            ("value", lambda data: values.decode(data, resolve), written, False, refusals),
            ("args", lambda data: values.decode_args(data, resolve), [b'[[1,{"$tuple":[2]}],{"x":1}]'], True, refusals),
            ("error", lambda data: values.decode_error(data, resolve), errors, True, refusals),
            ("event", e.decode_event, events, True, (*refusals, msgspec.DecodeError)),
            ("event", e.decode_event, events, False, (*refusals, msgspec.DecodeError)),
            ("sealed", lambda data: seal.open(data, "1"), sealed, False, refusals),
            ("blob", lambda data: seal.open_blob(data, "1"), blobs, False, refusals),
            ("bundle", _read_bundle, [bundle], False, (*refusals, msgspec.DecodeError, ValueError)),
            ("snapshot", lambda data: unpack(data, b"k"), [b"\0" * 40], False, (SnapshotDamagedError,)),
        ]  # fmt: skip

    def one(self, chance: random.Random) -> tuple[str, bytes, bool]:
        """Decode one changed input; (decoder, input, whether it was read)."""
        name, decode, sound, as_tree, refusals = chance.choice(self.kinds)
        data = chance.choice(sound)
        if as_tree:
            others = [json.loads(other) for other in chance.sample(sound, min(3, len(sound)))]
            data = json.dumps(_change_tree(json.loads(data), others, chance)).encode()
        elif chance.random() < 0.05:
            data = chance.randbytes(chance.randrange(200))
        else:
            data = _change_bytes(data, chance)
        _now(name, data)
        try:
            decode(data)
        except refusals:
            return name, data, False
        return name, data, True


_last: list[Any] = ["", b""]


def _now(name: str, data: bytes) -> None:
    _last[:] = [name, data]
    signal.setitimer(signal.ITIMER_VIRTUAL, SLOW)


def _too_slow(number: int, frame: object) -> None:
    raise TimeoutError(f"no answer within {SLOW} s")


def main(seed: int, count: int) -> int:
    """Run ``count`` inputs; 1 where one of them did anything else than to be read or refused."""
    fuzz = Fuzz()
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, taken + MEMORY))
    signal.signal(signal.SIGVTALRM, _too_slow)
    chance = random.Random(seed)
    read = 0
    for number in range(count):
        try:
            _, _, was_read = fuzz.one(chance)
        except BaseException as error:
            name, data = _last
            print(
                f"{seed}/{number} {name}: {type(error).__name__}: {error}\n{base64.b64encode(data[:5000]).decode()}\n{data[:600]!r}"
            )
            return 1
        read += was_read
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    print(f"{seed}: {count} inputs, {read} read, {count - read} refused")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
