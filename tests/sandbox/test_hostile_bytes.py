"""Bytes that nobody wrote: every decoder gives the right value or a clear error, and allocates no more than it was given."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import tracemalloc
from collections import OrderedDict, deque
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Raw

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_compiler.format import decode_bundle
from useworkflow_runtime.engine.snapshots import SnapshotDamagedError, unpack
from useworkflow_sandbox import values
from useworkflow_sandbox.events import StepCompleted, StepScheduled, TimerStarted, decode_event, encode_event


@dataclasses.dataclass
class Node:
    """An object with two links."""

    left: Any = None
    right: Any = None


def resolve(module: str, qualname: str) -> Any:
    """The classes of this file."""
    assert module == __name__
    return globals()[qualname]


REFUSALS = (msgspec.MsgspecError, UseWorkflowError, ValueError, SnapshotDamagedError)
SOUND = [
    encode_event(StepScheduled(at=5, id="0/a#0", step="step//m//a", args=Raw(b'[[1,{"$tuple":[1]}],{}]'))),
    encode_event(StepCompleted(at=6, id="0/a#0", value=Raw(b'{"$bytes":"AAE="}'), attempt=2)),
    encode_event(TimerStarted(at=7, id="0/s#0", due=99)),
]
VALUES = [
    bytes(values.encode(value))
    for value in ({"a": (1, 2.5, None), 3: b"\x00\xff"}, [float("nan"), 1 << 200, {1, 2}], ValueError("x", 1), "ü" * 9)
]


@st.composite
def mutated(draw: st.DrawFn, sound: list[bytes]) -> bytes:
    """Sound bytes with a few changes: other bytes, cuts, repetitions."""
    data = bytearray(draw(st.sampled_from(sound)))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        change = draw(st.sampled_from(("set", "cut", "insert", "repeat")))
        if change == "set" and data:
            data[place] = draw(st.integers(0, 255))
        elif change == "cut":
            del data[place : place + draw(st.integers(1, 9))]
        elif change == "insert":
            data[place:place] = draw(st.sampled_from((b"[", b"{", b'"', b"$", b"9" * 40, b'{"$ref":0}', b"\xff")))
        else:
            data[place:place] = data[place : place + 12]
    return bytes(data)


def refused_or_read(decode: Any, data: bytes) -> None:
    """Decode; what is raised must be a refusal, and memory stays in proportion."""
    tracemalloc.start()
    try:
        decode(data)
    except REFUSALS:
        pass
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 5_000_000


@settings(max_examples=300)
@given(st.one_of(st.binary(max_size=200), mutated(SOUND)))
def test_an_event_is_read_or_refused(data: bytes) -> None:
    """``decode_event`` raises ``DecodeError``, and nothing else, for what is no event."""
    refused_or_read(decode_event, data)


@settings(max_examples=300)
@given(st.one_of(st.binary(max_size=200), mutated(VALUES)))
def test_a_value_is_read_or_refused(data: bytes) -> None:
    """Decoding a value gives a value or a refusal."""
    refused_or_read(lambda given: values.decode(Raw(given), lambda name: None), data)


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_code_is_read_or_refused(data: bytes) -> None:
    """``decode_bundle`` refuses what is no bundle."""
    refused_or_read(decode_bundle, data)


@settings(max_examples=200)
@given(st.binary(max_size=300), st.binary(max_size=8))
def test_a_snapshot_nobody_signed_is_refused(data: bytes, key: bytes) -> None:
    """No bytes pass as a snapshot without the key's signature (G8)."""
    with pytest.raises(SnapshotDamagedError):
        unpack(data, key)


def test_deep_nesting_is_refused() -> None:
    """Brackets without end are refused before they exhaust the stack."""
    for data in (b"[" * 100_000, b'{"$tuple":' * 50_000, b"[" * 50_000 + b"]" * 50_000):
        with pytest.raises((*REFUSALS, RecursionError)):
            values.decode(Raw(data), lambda name: None)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_decoder_reads_or_refuses_within_memory_and_time(seed: int) -> None:
    """4,000 changed inputs for all decoders in a process with 1 GiB and two seconds for each: a value or a clear error (G8)."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("fuzz_decoders.py")), str(seed), "4000"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert int(done.stdout.split(" read,")[0].rpartition(" ")[2]) > 400


# --- what is written comes back ---------------------------------------------------------------------------------------

_ATOMS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(), st.binary(), st.complex_numbers(allow_nan=False),
    st.decimals(allow_nan=False), st.fractions(), st.uuids(), st.dates(), st.times(), st.timedeltas(), st.ip_addresses(),
    st.datetimes(timezones=st.one_of(st.none(), st.timezones())), st.builds(range, st.integers(), st.integers()),
)  # fmt: skip
_HASHABLE = st.recursive(
    _ATOMS, lambda inner: st.one_of(st.tuples(inner, inner), st.frozensets(inner, max_size=3)), max_leaves=4
)
_VALUES = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.tuples(inner, inner), st.dictionaries(_HASHABLE, inner, max_size=4),
        st.sets(_HASHABLE, max_size=4), st.lists(inner, max_size=3).map(lambda items: deque(items, maxlen=9)),
        st.dictionaries(st.text(), inner, max_size=3).map(OrderedDict), st.binary().map(bytearray),
        st.builds(Node, inner, inner),
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(_VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    """Whatever is built of supported kinds comes back equal, of the same classes, and is written the same again (G5)."""
    written = values.encode(value)
    back = values.decode(written, resolve)
    assert like(back) == like(value)
    assert bytes(values.encode(back)) == bytes(written)


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 3)), max_size=40))
def test_any_graph_of_objects_comes_back_with_its_shape(edges: list[tuple[int, int, int]]) -> None:
    """Cycles and shared references among lists, dicts, dataclasses and deques: the same graph, object by object."""
    nodes: list[Any] = [([], {}, Node(), deque())[number % 4] for number in range(31)]
    for start, end, _ in edges:
        link(nodes[start], nodes[end])
    args, kwargs = values.decode_args(values.encode_args((nodes[0], nodes[1]), {"x": nodes[2]}), resolve)
    assert graph([*args, kwargs["x"]]) == graph(nodes[:3])


def link(start: Any, end: Any) -> None:
    """Let one object refer to another."""
    if isinstance(start, dict):
        start[len(start)] = end
    elif isinstance(start, Node):
        start.left, start.right = end, start.left
    else:
        start.append(end)


def graph(roots: list[Any]) -> list[tuple[str, list[int]]]:
    """Class and links of each object, numbered in the order in which they are met."""
    numbers = {id(root): number for number, root in enumerate(roots)}
    waiting, shape = list(roots), []
    while waiting:
        one = waiting.pop(0)
        parts = (
            list(one.values())
            if isinstance(one, dict)
            else [one.left, one.right]
            if isinstance(one, Node)
            else list(one)
        )
        links = []
        for part in parts:
            if part is not None and id(part) not in numbers:
                numbers[id(part)] = len(numbers)
                waiting.append(part)
            links.append(-1 if part is None else numbers[id(part)])
        shape.append((type(one).__name__, links))
    return shape


def like(value: Any) -> Any:
    """A value with its classes, so that ``1`` and ``True``, or ``0.0`` and ``-0.0``, differ."""
    if isinstance(value, dict):
        return type(value), [(like(key), like(item)) for key, item in value.items()]
    if isinstance(value, list | tuple | deque):
        return type(value), [like(item) for item in value]
    if isinstance(value, set | frozenset):
        return type(value), sorted(map(repr, map(like, value)))
    if isinstance(value, Node):
        return Node, like(value.left), like(value.right)
    return type(value), repr(value)
