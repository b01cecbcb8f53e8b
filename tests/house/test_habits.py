"""Habits that keep the house readable."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = [path for room in ("compiler", "sandbox", "runtime") for path in sorted((ROOT / room).rglob("*.py"))]
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
OTHERS = [path for room in ("benchmarks", "examples") for path in sorted((ROOT / room).rglob("*.py"))]
LONGEST = 600


def short(path: Path) -> str:
    """A readable test id."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES + TESTS + OTHERS, ids=short)
def test_no_module_is_too_long(path: Path) -> None:
    """A module has at most 600 lines, or says at its top, in a line that begins with ``Long because``, why not."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > LONGEST:
        assert any(line.strip().startswith("Long because") for line in lines[:40]), f"{len(lines)} lines"


@pytest.mark.parametrize("path", [path for path in MODULES if path.stat().st_size], ids=short)
def test_every_module_has_a_docstring(path: Path) -> None:
    """A module opens by saying what it is for."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_no_module_is_a_drawer(path: Path) -> None:
    """Files are named after concepts, never after their being useful."""
    assert path.stem not in {"utils", "util", "helpers", "helper", "misc", "common", "tools"}


@pytest.mark.parametrize("path", TESTS, ids=short)
def test_every_test_states_its_behaviour(path: Path) -> None:
    """Each test function has a docstring: one sentence that says what holds."""
    silent = [
        node.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert not silent


@pytest.mark.parametrize("path", TESTS, ids=short)
def test_no_test_is_switched_off(path: Path) -> None:
    """No test is skipped or expected to fail: what cannot be tested here is not claimed."""
    marks = {"skip", "skipif", "xfail", "importorskip"}
    used = [
        node.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in marks
    ]
    assert not used


def test_readme_commands_are_the_ones_that_ci_runs() -> None:
    """The README's two commands stand in it on lines of their own, where ``.ci/run`` takes them from."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv .venv && ")]
    assert len(commands) == 2
    assert commands[0].endswith("useworkflow run examples/license_audit.py")
    assert commands[1].endswith("python -m pytest")
