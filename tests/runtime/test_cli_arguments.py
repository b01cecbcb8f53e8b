"""Words on the command line become arguments by the function's annotations."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from useworkflow_runtime.cli.arguments import bind_arguments, usage
from useworkflow_runtime.cli.errors import ArgumentsError


@dataclass
class Order:
    id: str
    items: list[int]


class Colour(enum.Enum):
    RED = "red"


async def typed(
    path: Path, limit: int = 8, *, ratio: float = 0.5, strict: bool = False, tags: list[str] | None = None
) -> None:
    """A workflow with the usual annotations."""


async def untyped(first, second=None, *rest, **more) -> None:  # type: ignore[no-untyped-def]
    """A workflow without any."""


async def rich_types(
    order: Order, colour: Colour = Colour.RED, mode: Literal["fast", "slow"] = "fast",
    when: datetime.date | None = None, names: list[str] = [], either: int | str = 0,  # noqa: B006
) -> None:  # fmt: skip
    """A workflow with structures."""


CASES: list[tuple[Callable[..., Any], list[str], tuple[Any, ...], dict[str, Any]]] = [
    (typed, ["env"], (Path("env"),), {}),
    (typed, ["env", "4", "--strict"], (Path("env"), 4), {"strict": True}),
    (typed, ["env", "-4"], (Path("env"), -4), {}),
    (typed, ["--path", "env", "--no-strict"], (), {"path": Path("env"), "strict": False}),
    (typed, ["--path=env", "--ratio=0.25"], (), {"path": Path("env"), "ratio": 0.25}),
    (typed, ["--strict", "false", "env"], (Path("env"),), {"strict": False}),
    (typed, ["--strict", "env"], (Path("env"),), {"strict": True}),
    (untyped, ["1", "two"], (1, "two"), {}),
    (untyped, ['{"a": [1]}', "null", "x", "3"], ({"a": [1]}, None, "x", 3), {}),
    (untyped, ["1", "--any-name", "2"], (1,), {"any_name": 2}),
    (rich_types, ['{"id": "7", "items": [1, 2]}'], (Order("7", [1, 2]),), {}),
    (
        rich_types,
        ['{"id":"7","items":[]}', "--when", "2026-01-02"],
        (Order("7", []),),
        {"when": datetime.date(2026, 1, 2)},
    ),
    (rich_types, ['{"id":"7","items":[]}', "--when", "null"], (Order("7", []),), {"when": None}),
    (rich_types, ['{"id":"7","items":[]}', "--names", "a", "--names", "b"], (Order("7", []),), {"names": ["a", "b"]}),
    (rich_types, ['{"id":"7","items":[]}', "--names", '["a"]'], (Order("7", []),), {"names": ["a"]}),
    (rich_types, ['{"id":"7","items":[]}', "--either", "5"], (Order("7", []),), {"either": 5}),
    (rich_types, ['{"id":"7","items":[]}', "--either", "five"], (Order("7", []),), {"either": "five"}),
]


@pytest.mark.parametrize(("function", "words", "args", "kwargs"), CASES)
def test_words_become_values(
    function: Callable[..., Any], words: list[str], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    """Each word becomes what its parameter is annotated with, by position or by name."""
    assert bind_arguments(function, words) == (args, kwargs)


WRONG = [
    (typed, ["env", "many"], "limit: 'many' is not a whole number"),
    (typed, ["env", "--ratio", "half"], "ratio: 'half' is not a number"),
    (typed, ["env", "--colour", "red"], "no parameter --colour"),
    (typed, ["env", "--ratio"], "--ratio needs a value"),
    (typed, ["env", "--ratio", "1", "--ratio", "2"], "--ratio was given 2 times"),
    (typed, [], "missing a required argument: 'path'"),
    (typed, ["env", "1", "2"], "too many positional arguments"),
    (typed, ["env", "--path", "other"], "multiple values for argument 'path'"),
    (rich_types, ["{}"], "order: '{}' is no Order"),
    (rich_types, ['{"id":"7","items":[]}', "blue"], "colour: 'blue' is no Colour"),
    (rich_types, ['{"id":"7","items":[]}', "red", "swift"], "mode: 'swift' is none of fast, slow"),
]


@pytest.mark.parametrize(("function", "words", "text"), WRONG)
def test_words_that_do_not_fit_are_refused(function: Callable[..., Any], words: list[str], text: str) -> None:
    """What cannot be converted or bound is refused with the parameter's name and a mend (G10)."""
    with pytest.raises(ArgumentsError, match="UW403") as caught:
        bind_arguments(function, words)
    assert text in str(caught.value)
    assert caught.value.mend


def test_usage_shows_the_parameters() -> None:
    """The usage line names positional and optional parameters with their kinds."""
    assert usage(typed) == "typed PATH [--limit INT] [--ratio FLOAT] [--strict] [--tags VALUE]"
    assert usage(untyped) == "untyped FIRST [--second VALUE] [REST ...] [--NAME VALUE ...]"
