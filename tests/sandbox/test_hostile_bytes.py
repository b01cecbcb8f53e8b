"""Bytes that nobody wrote: every decoder gives the right value or a clear error, and allocates no more than it was given."""

from __future__ import annotations

import tracemalloc
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Raw

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_compiler.format import decode_bundle
from useworkflow_runtime.snapshots import SnapshotDamagedError, unpack
from useworkflow_sandbox import values
from useworkflow_sandbox.events import StepCompleted, StepScheduled, TimerStarted, decode_event, encode_event

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


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=200), mutated(SOUND)))
def test_an_event_is_read_or_refused(data: bytes) -> None:
    """``decode_event`` raises ``DecodeError``, and nothing else, for what is no event."""
    refused_or_read(decode_event, data)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=200), mutated(VALUES)))
def test_a_value_is_read_or_refused(data: bytes) -> None:
    """Decoding a value gives a value or a refusal."""
    refused_or_read(lambda given: values.decode(Raw(given), lambda name: None), data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_code_is_read_or_refused(data: bytes) -> None:
    """``decode_bundle`` refuses what is no bundle."""
    refused_or_read(decode_bundle, data)


@settings(max_examples=200, deadline=None)
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
