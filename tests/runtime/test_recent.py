"""Code that a process has met is kept while it is used, and for a while after that."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from useworkflow_runtime.code import programs
from useworkflow_runtime.code.programs import compile_function, load_program
from useworkflow_runtime.recent import Recent


def test_what_was_used_longest_ago_is_forgotten() -> None:
    """Asking for a value is using it; so is keeping it again."""
    recent: Recent[int] = Recent(2)
    assert [recent.keep("a", 1), recent.keep("b", 2)] == [1, 2]
    assert recent.get("a") == 1
    recent.keep("c", 3)
    assert [recent.get(name) for name in "abc"] == [1, None, 3]
    recent.keep("a", 4)
    recent.keep("d", 5)
    assert [recent.get(name) for name in "acd"] == [4, None, 5]
    assert len(recent) == 2


async def first() -> int:
    "use workflow"
    return 1


async def second() -> int:
    "use workflow"
    return 2


async def third() -> int:
    "use workflow"
    return 3


def test_programs_are_forgotten_unless_something_uses_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that meets ever new code keeps so many programs; one that a run still has is the only one of its bundle."""
    monkeypatch.setattr(programs, "_recent", Recent[Any](1))
    bundles = [compile_function(workflow) for workflow in (first, second, third)]
    held = load_program(bundles[0])
    for bundle in bundles[1:]:
        load_program(bundle)
    assert load_program(bundles[0]) is held
    gc.collect()
    assert bundles[0].id in programs._loaded
    assert not {bundle.id for bundle in bundles[1:]} & set(programs._loaded)
    assert load_program(bundles[1]).bundle is bundles[1]
