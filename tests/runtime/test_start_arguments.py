"""Arguments that do not fit are told, and an option in the wrong place is told where it belongs."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from useworkflow_runtime.start import Start, start
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_sandbox import children
from useworkflow_sandbox.start_arguments import START_OPTIONS, check_arguments


async def order(name: str, *, limit: int = 1) -> str:
    "use workflow"
    return name * limit


@pytest.mark.parametrize(
    ("args", "kwargs", "said"),
    [
        ((), {}, "order(): missing a required argument: 'name'"),
        (("a", "b"), {}, "order(): too many positional arguments"),
        (("a",), {"nam": "b"}, "order(): got an unexpected keyword argument 'nam'"),
        (
            ("a",),
            {"queue": "mail", "limit": 3, "delay": "1h"},
            "order(): got an unexpected keyword argument 'queue'; an option of the run is given before: "
            "start.options(queue=..., delay=...)",
        ),
    ],
)
async def test_what_does_not_fit_is_told(args: Any, kwargs: Any, said: str) -> None:
    """The function is named, and nothing is written."""
    world = MemoryWorld()
    with pytest.raises(TypeError, match=f"^{re.escape(said)}$"):
        await start.options(world=world)(order, *args, **kwargs)
    assert await world.find_runs() == []


def test_an_option_is_no_mistake_where_the_workflow_has_such_a_parameter() -> None:
    """A workflow's own parameters come first."""

    def keyed(key: str) -> None: ...

    check_arguments(keyed, (), {"key": "k"}, options=START_OPTIONS)
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'other'$"):
        check_arguments(keyed, (), {"key": "k", "other": 1}, options=START_OPTIONS)


def test_the_options_are_those_of_start() -> None:
    """Both outside of workflow code and in it."""
    outside = inspect.signature(Start.options).parameters.keys() - {"self"}
    inside = inspect.signature(children.Start.options).parameters.keys() - {"self", "outside"}
    assert outside == START_OPTIONS
    assert inside | {"world", "transaction"} == START_OPTIONS
