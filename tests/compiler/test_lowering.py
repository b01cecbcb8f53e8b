"""What CPython does with a program, its lowered form does, also when it is restored at every suspension (G1, G4)."""

from __future__ import annotations

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from golden import cases, source_of
from lowered import lowered, native, resumed


@pytest.fixture(params=cases(), ids=lambda path: path.name)
def source(request: pytest.FixtureRequest) -> str:
    """One program with an async function ``main``."""
    return source_of(request.param)


def test_a_lowered_program_means_the_same(source: str) -> None:
    """Result, effects and exception chain are CPython's."""
    assert lowered(source) == native(source)


def test_a_program_restored_at_every_suspension_means_the_same(source: str) -> None:
    """Captured to bytes, evicted and restored at each await, the program has the same result, effects and chain."""
    assert resumed(source) == native(source)


def test_a_program_restored_once_means_the_same(source: str) -> None:
    """From its first suspension on the re-entry form makes the inner functions and classes, and they run without a restore."""
    assert resumed(source, only=0) == native(source)
