"""Generated programs run four ways with one outcome, and the tools that find and shrink a difference work (G1, G4)."""

from __future__ import annotations

import ast
import pathlib
import random
import sys

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import bundle_ways
import four_ways
import sync_ways
import task_ways
from four_ways import Exhausted, difference, on_cpython
from hunt import ends, examined, kind_of
from program_classes import ClassWriter
from program_kinds import KindWriter
from program_tasks import TaskWriter
from programs import Writer, programs
from shrink import shrunk

_IGNORED = (
    "ignore:coroutine .* was never awaited:RuntimeWarning",  # programs may make one and not get to await it
    "ignore:.*:SyntaxWarning",  # programs compare numbers with `is`
    "ignore:.*:pytest.PytestUnraisableExceptionWarning",  # programs that are cut off can resist being closed
)


def _differs(source: str, seed: int) -> None:
    try:
        found = difference(source, seed)
    except Exhausted:
        return
    if found is not None:
        small = shrunk(source, lambda text: ends(text) and kind_of(examined(text, seed)) == kind_of(found), seconds=10)
        pytest.fail(f"seed {seed}: {found}\n{small}")


@pytest.mark.filterwarnings(*_IGNORED)
@settings(
    max_examples=50,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # ``shrunk`` makes a failing program small, and sooner
    # A program is one large value: it takes thousands of choices and some time to draw.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(source=programs(), seed=st.integers(0, 2**32))
def test_a_generated_program_means_the_same_four_ways(source: str, seed: int) -> None:
    """CPython, lowered, restored from bytes at suspensions, replayed from every prefix: one outcome, the same effects."""
    _differs(source, seed)


@pytest.mark.filterwarnings(*_IGNORED)
@pytest.mark.parametrize("first", [1000, 2000, 3000])
def test_a_batch_of_programs_of_fixed_seeds_means_the_same_four_ways(first: int) -> None:
    """Programs as ``hunt.py`` writes them, those of every third seed with generators, do not differ either."""
    for seed in range(first, first + 45):
        _differs(Writer(random.Random(seed).randrange, statements=25, generators=seed % 3 == 0).program(), seed)


@pytest.mark.filterwarnings(*_IGNORED)
def test_a_batch_of_programs_with_classes_means_the_same_four_ways() -> None:
    """Classes at the top level with asynchronous methods, iterators, managers, ``__await__``, inheritance (G1, G4)."""
    for seed in range(7000, 7030):
        _differs(ClassWriter(random.Random(seed).randrange, statements=25).program(), seed)


@pytest.mark.filterwarnings(*_IGNORED)
def test_a_batch_of_programs_with_classes_of_every_kind_means_the_same_four_ways() -> None:
    """Metaclasses, hooks, descriptors, protocols, enums, named tuples ..., at the top level and inside functions (G1, G4)."""
    for seed in range(7300, 7330):
        _differs(KindWriter(random.Random(seed).randrange, statements=25).program(), seed)


@pytest.mark.filterwarnings(*_IGNORED)
def test_a_batch_of_programs_of_sync_steps_means_the_same() -> None:
    """Without ``async``, each call of a program may come to a sync step: through values, methods, lambdas, inner functions (G1, G4)."""
    compared = 0
    for seed in range(7500, 7540):
        kind = ClassWriter if seed % 4 == 0 else Writer
        source = kind(random.Random(seed).randrange, statements=25, generators=seed % 3 == 0).program()
        try:
            found = sync_ways.difference(source, seed)
        except Exhausted:
            continue
        assert found is None, (seed, found)
        compared += 1
    assert compared >= 30


@pytest.mark.filterwarnings(*_IGNORED)
def test_a_batch_of_programs_with_classes_means_the_same_as_bundles() -> None:
    """Compiled into a bundle, loaded and run in an instance, also from snapshots, classes do what they do on asyncio (G1, G4)."""
    compared = 0
    for seed in range(7100, 7118):
        writer = ClassWriter(random.Random(seed).randrange, statements=25)
        writer.restricted = True
        source = writer.program()
        try:
            found = bundle_ways.difference(source, seed)
        except Exhausted:
            continue
        compared += 1
        assert found is None, f"seed {seed}: {found}\n{source}"
    assert compared > 8


@pytest.mark.filterwarnings(*_IGNORED)
def test_a_batch_of_programs_with_tasks_means_the_same_as_on_asyncio() -> None:
    """Interleaved tasks, groups, cancellation, locks: the same effects in the same order, also from snapshots (G1, G4)."""
    compared = 0
    for seed in range(5000, 5012):
        source = TaskWriter(random.Random(seed).randrange, statements=25).program()
        try:
            found = task_ways.difference(source, seed)
        except Exhausted:
            continue
        compared += 1
        assert found is None, f"seed {seed}: {found}\n{source}"
    assert compared > 6


@pytest.mark.filterwarnings(*_IGNORED)
def test_programs_do_something() -> None:
    """Most generated programs compile, suspend several times and tell their effects; some fail and some return."""
    outcomes, suspensions, effects, invalid = set(), 0, 0, 0
    for seed in range(100):
        try:
            run = on_cpython(Writer(random.Random(seed).randrange, statements=25).program())
        except Exhausted:
            continue
        except SyntaxError:
            invalid += 1
            continue
        outcomes.add(run.outcome[0])
        suspensions += len(run.answers)
        effects += len(run.effects)
    assert outcomes == {"returned", "raised"}
    assert invalid == 0
    assert suspensions > 400
    assert effects > 400


def test_a_difference_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """An effect that differs between two ways is reported with the way, what was expected and what was found."""
    ticks = iter(range(100))
    monkeypatch.setattr(four_ways, "shown", lambda value, depth=0: str(next(ticks)))
    found = difference("async def main():\n    log(await aw(1))\n")
    assert found is not None
    assert (found.way, found.expected) == ("lowered: effect 0", "0")


def test_shrinking_keeps_what_fails() -> None:
    """A failing program is cut down to the statements that are needed for the failure."""
    source = "def f(x, y):\n    z = x + 1\n    if z > 2:\n        print(y)\n        needle(x, [y, z])\n    return z\n"
    small = shrunk(source, lambda text: "needle" in text)
    assert "needle" in small
    assert len(small.splitlines()) <= 2
    ast.parse(small)
