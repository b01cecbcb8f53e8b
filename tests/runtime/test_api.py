"""The public door: what it imports, and what its names do inside and outside a run."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import textwrap
import weakref
from pathlib import Path
from typing import Any

import pytest

from useworkflow import (
    NotInWorkflowError,
    SerializationError,
    create_hook,
    get_run,
    get_workflow_metadata,
    list_runs,
    sleep,
    start,
    step,
    workflow,
)
from useworkflow_runtime.code.identity import resolve_class, workflow_id
from useworkflow_runtime.embedded import attach
from useworkflow_runtime.errors import NotAWorkflowError
from useworkflow_sandbox.errors import ImportBlockedError
from useworkflow_sandbox.run_ids import RANDOM_BITS, new_run_id


async def add(a: int, b: int = 1) -> int:
    "use step"
    return a + b


@workflow
async def plus(a: int, b: int = 1) -> int:
    "use workflow"
    return await add(a, b)


async def no_workflow() -> None:
    await add(1)


async def test_bad_arguments_are_refused_before_anything_is_written(room: Any) -> None:
    """Arguments that do not fit raise ``TypeError``, and no run exists."""
    await room.open()
    with pytest.raises(TypeError):
        await room.start(plus)
    with pytest.raises(TypeError):
        await room.start(plus, 1, c=2)
    assert await list_runs(world=room.world) == []


async def test_unserializable_argument_is_refused_before_anything_is_written(room: Any) -> None:
    """An argument that cannot be recorded raises at the call, with its path, and no run exists."""
    await room.open()
    with pytest.raises(SerializationError, match=r"args\[0\]"):
        await room.start(plus, object())
    assert await list_runs(world=room.world) == []


async def test_a_function_without_a_name_of_its_own_is_refused(room: Any) -> None:
    """A nested function cannot be found again by another process, so it is refused."""

    async def nested() -> None: ...

    await room.open()
    with pytest.raises(NotAWorkflowError, match="UW320"):
        await room.start(nested)


async def test_code_that_cannot_be_loaded_is_refused_before_anything_is_written(room: Any, author: Any) -> None:
    """A module that workflow code cannot have is an error of ``start``, and leaves no run behind that could only get stuck."""
    module = author(
        "unloadable",
        "import socketserver\n\nasync def serve():\n    'use workflow'\n    return socketserver.TCPServer\n",
    ).module
    await room.open()
    for _ in range(2):
        with pytest.raises(ImportBlockedError, match="socketserver"):
            await room.start(module.serve)
    assert await list_runs(world=room.world) == []


async def test_a_call_is_no_function_to_start(room: Any) -> None:
    """``start(workflow(x))`` is told to give the function and its arguments apart; nothing is left to be awaited."""
    await room.open()
    with pytest.raises(NotAWorkflowError, match=r"start\(plus, ...\)"):
        await room.start(plus(1))
    with pytest.raises(NotAWorkflowError, match="'plus' is no workflow function"):
        await room.start("plus")


@pytest.mark.parametrize(("name", "what"), [("run_id", "a run id"), ("idempotency_key", "an idempotency key")])
def test_ids_and_keys_are_texts(name: str, what: str) -> None:
    """A number is a mistake that no database should get to see, and so is an empty text."""
    for given, error in ((5, TypeError), ("", ValueError), ("a\0b", ValueError)):
        with pytest.raises(error, match=what):
            start.options(**{name: given})  # type: ignore[arg-type]


async def test_a_status_that_does_not_exist_is_refused(room: Any) -> None:
    """``list_runs(status="complete")`` is an error, and no empty list."""
    with pytest.raises(ValueError, match="completed"):
        await list_runs(status="complete", world=room.world)  # type: ignore[arg-type]


async def test_calls_outside_a_run_are_ordinary_calls() -> None:
    """Uncompiled, workflow and step functions are plain asyncio; ``sleep`` sleeps."""
    assert await plus(1, 2) == 3
    assert await add(4) == 5
    await sleep(0)
    with pytest.raises(ValueError, match="negative"):
        await sleep(-1)


async def test_names_for_workflow_code_are_refused_outside() -> None:
    """``create_hook`` and workflow metadata need a run."""
    with pytest.raises(NotInWorkflowError):
        create_hook()
    with pytest.raises(NotInWorkflowError):
        get_workflow_metadata()


async def test_run_handle_knows_its_times(room: Any) -> None:
    """A handle tells the workflow, and when the run was created, started and completed."""
    await room.open()
    run = await room.start(plus, 1)
    assert await run.result() == 2
    assert run.workflow == workflow_id(plus)
    assert await run.created_at() <= await run.started_at() <= await run.completed_at()
    assert get_run(run.id, world=room.world) == run


async def test_own_run_id_and_attributes(room: Any) -> None:
    """A run can be given its id and searchable attributes."""
    await room.open()
    run = await room.start(plus, 1, run_id="mine", attributes={"customer": 7})
    assert run.id == "mine"
    assert (await room.world.get_run("mine")).attributes == {"customer": 7}
    with pytest.raises(TypeError):
        start.options(attributes={"bad": object()})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="not both"):
        start.options(delay=1, at=1)  # type: ignore[arg-type]


def test_decorators_give_the_function_back() -> None:
    """``@step`` and ``@workflow``, with and without options, return the very function."""

    async def f() -> None: ...

    assert step(f) is f
    assert step(max_retries=1)(f) is f
    assert workflow()(f) is f


def test_classes_are_resolved_and_nothing_else() -> None:
    """The resolver of recorded values gives classes only (G8)."""
    assert resolve_class("pathlib", "Path") is Path
    for module, name in (("os", "system"), ("no_such_module", "X"), ("pathlib", "Nothing")):
        with pytest.raises(LookupError):
            resolve_class(module, name)


def test_run_ids_sort_by_time() -> None:
    """A later run has a greater id; ids are 30 characters."""
    earlier, later = new_run_id(1_000_000, (1 << RANDOM_BITS) - 1), new_run_id(1_001_000, 0)
    assert earlier < later
    assert len(earlier) == 30


def test_script_runs_again_in_another_process(tmp_path: Path) -> None:
    """A script that is run twice finishes in its second process what its first one left unfinished."""
    script = tmp_path / "counting.py"
    script.write_text(
        textwrap.dedent(
            """
            import asyncio, os, sys
            from useworkflow import get_run, start

            async def note(n: int) -> int:
                "use step"
                with open("ledger", "a") as ledger:
                    ledger.write(f"{n}\\n")
                if n == 3 and sys.argv[1] == "die":
                    os._exit(9)
                return n

            async def count() -> list[int]:
                "use workflow"
                return [await note(n) for n in range(5)]

            async def main() -> None:
                if sys.argv[1] == "die":
                    await start.options(run_id="r", world="w.db")(count)
                print(await get_run("r", world="w.db").result())

            asyncio.run(main())
            """
        )
    )
    died = subprocess.run([sys.executable, script.name, "die"], cwd=tmp_path, capture_output=True, timeout=60)
    assert died.returncode == 9, died.stderr
    again = subprocess.run(
        [sys.executable, script.name, "go"], cwd=tmp_path, capture_output=True, timeout=60, text=True
    )
    assert again.stdout == "[0, 1, 2, 3, 4]\n", again.stderr
    assert (tmp_path / "ledger").read_text().split() == ["0", "1", "2", "3", "3", "4"]


def test_an_event_loop_that_has_ended_leaves_nothing_behind(tmp_path: Path) -> None:
    """A program may call ``asyncio.run`` as often as it likes: engine and world go with each loop."""

    async def once(number: int) -> weakref.ref[Any]:
        world = f"sqlite:///{tmp_path}/world.db"
        assert await (await start.options(world=world)(plus, number)).result() == number + 1
        place = await attach(world, as_engine=True)
        assert place.engine is not None
        return weakref.ref(place)

    gone = [asyncio.run(once(number)) for number in range(3)]
    gc.collect()
    assert [place() for place in gone] == [None, None, None]


async def test_two_clients_follow_one_engine(tmp_path: Path) -> None:
    """A process that does not own the world only records its runs, and gets results by notification."""
    from useworkflow_runtime.engine.engine import Engine
    from useworkflow_runtime.worlds.open import open_world

    path = str(tmp_path / "w.db")
    owner, client = open_world(path), open_world(path)
    await owner.open()
    await client.open()
    try:
        async with Engine(owner), asyncio.timeout(20):
            run = await start.options(world=client)(plus, 5, b=6)
            assert await run.result() == 11
    finally:
        await client.close()
        await owner.close()


@pytest.mark.parametrize("world", [5, object(), ["memory:"]])
async def test_what_is_no_world_is_refused_where_it_is_given(world: Any) -> None:
    """By `start.options`, and by whoever else takes a world; a path may be one of `pathlib`."""
    with pytest.raises(TypeError, match="world is an open world, a URL or a path, not "):
        start.options(world=world)
    with pytest.raises(TypeError, match="world is an open world, a URL or a path, not "):
        await list_runs(world=world)


async def test_a_world_may_be_given_as_a_path(tmp_path: Path) -> None:
    """Of `pathlib`, or as text."""
    assert await list_runs(world=tmp_path / "world.db") == []  # type: ignore[arg-type]
    assert (tmp_path / "world.db").exists()
