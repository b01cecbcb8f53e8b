"""Warnings of workflow code are its run's: filters, records and what was given are in its snapshots, and it does what Python does."""

from __future__ import annotations

import asyncio
import pathlib
import sys
import warnings
from typing import Any

import pytest

sys.path.append(str(pathlib.Path(__file__).parent))

from stack import ran

from useworkflow_sandbox.events import Logged

BODY = """
import warnings

class Old(FutureWarning):
    pass

async def echo(value):
    "use step"
    return value

def deep(text, level):
    warnings.warn(text, Old, stacklevel=level)

async def wf():
    "use workflow"
    told = []
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        warnings.warn("one")
        await echo(1)
        for level in (1, 2):
            deep("two", level)
        warnings.warn(Old("three"), DeprecationWarning)
        await echo(2)
        warnings.warn_explicit("four", SyntaxWarning, "there.py", 7)
    told.append([(str(w.message), w.category.__name__, w.lineno) for w in seen])
    with warnings.catch_warnings(record=True) as seen:
        for n in range(3):
            warnings.warn("once a place")
            await echo(n)
        warnings.warn("hidden", DeprecationWarning)
    told.append([str(w.message) for w in seen])
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="BAD", category=Old)
        await echo(3)
        for text in ("bad thing", "not bad"):
            try:
                with warnings.catch_warnings(record=True) as seen:
                    deep(text, 2)
                told.append([str(w.message) for w in seen])
            except Old as e:
                told.append(("raised", str(e), repr(e.__context__)))
        warnings.simplefilter("ignore")
        warnings.warn("nothing")
        with warnings.catch_warnings(record=True) as seen:
            warnings.resetwarnings()
            warnings.filterwarnings("once", category=UserWarning)
            for n in range(2):
                warnings.warn("first")
                await echo(n)
                warnings.warn("first")
            warnings.filterwarnings("ignore", "sec", append=True)
            warnings.warn("second")
        told.append([str(w.message) for w in seen])
    for mistake in (lambda: warnings.warn("x", int), lambda: warnings.warn("x", "y")):
        try:
            mistake()
        except Exception as e:
            told.append(type(e).__name__)
    manager = warnings.catch_warnings()
    with manager:
        try:
            manager.__enter__()
        except RuntimeError:
            told.append("twice")
    return told
"""


def _plain() -> Any:
    names: dict[str, Any] = {"__name__": "shop"}
    exec(compile(BODY, "shop.py", "exec"), names)
    with warnings.catch_warnings():
        warnings.resetwarnings()
        for action, category in (
            ("ignore", ResourceWarning),
            ("ignore", ImportWarning),
            ("ignore", PendingDeprecationWarning),
            ("ignore", DeprecationWarning),
        ):
            warnings.simplefilter(action, category)  # type: ignore[arg-type]
        return asyncio.run(names["wf"]())


@pytest.mark.parametrize("restore", [False, True])
def test_warnings_are_filtered_recorded_and_raised_as_python_does(restore: bool) -> None:
    """Also across awaits, with a restore at each of them (G1, G4)."""
    found = ran(BODY, restore=restore)
    assert found.error is None
    assert found.result == _plain()


def test_a_warning_is_told_once_with_its_place_and_class() -> None:
    """What the run does not filter is handed on with file, line and category, and ``stacklevel`` counts the author's frames."""
    source = """
import warnings

def helper():
    warnings.warn("old way", DeprecationWarning, stacklevel=2)

async def wf():
    "use workflow"
    helper()
    warnings.simplefilter("ignore")
    helper()
"""
    told = [(c.text, c.category, c.line, c.logger) for c in ran(source).commands if isinstance(c, Logged)]
    assert told == [("old way", "builtins:DeprecationWarning", 9, "py.warnings")]


def test_each_warning_that_the_run_does_not_filter_is_handed_on() -> None:
    """Whether one is shown again is for whoever runs the engine to say; frames of skipped files do not count."""
    source = """
import warnings

def helper():
    warnings.warn("again")
    warnings.warn("skipped", skip_file_prefixes=("elsewhere",))

async def wf():
    "use workflow"
    for _ in range(2):
        helper()
"""
    told = [(c.text, c.line) for c in ran(source).commands if isinstance(c, Logged)]
    assert told == [("again", 5), ("skipped", 11)] * 2


def test_a_filter_of_a_line_is_for_that_line() -> None:
    """As in Python, ``lineno`` 0 is every line."""
    source = """
import warnings
async def wf():
    "use workflow"
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        warnings.filterwarnings("ignore", lineno=9)
        warnings.warn("here")
        warnings.warn("there")
    return [str(w.message) for w in seen]
"""
    assert ran(source).result == ["here"]


def test_wrong_filters_are_refused() -> None:
    """As Python 3.13 does on every Python."""
    source = """
import warnings
async def wf():
    "use workflow"
    told = []
    for given in ({"action": "loud"}, {"action": "error", "category": int}, {"action": "error", "lineno": -1}, {"action": "error", "lineno": "1"}):
        for mistake in (warnings.simplefilter, warnings.filterwarnings):
            try:
                mistake(**given)
            except Exception as e:
                told.append(type(e).__name__)
    return told
"""
    assert ran(source).result == [
        name for name in ("ValueError", "TypeError", "ValueError", "TypeError") for _ in range(2)
    ]
