"""Attributes: what a run is searched by, set at its start, by its code and by its steps."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.conftest import Room

from useworkflow import (
    get_workflow_metadata,
    list_runs,
    set_attributes,
    start,
)
from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.worlds.sqlite import SQLiteWorld
from useworkflow_sandbox.metadata import checked_attributes


async def note(page: int) -> None:
    "use step"
    await set_attributes({"page": page, "draft": None})


def note_in_thread(page: int) -> None:
    "use step"
    asyncio.run(set_attributes({"thread page": page}))


async def too_much() -> str:
    "use step"
    try:
        await set_attributes({f"k{number}": 1 for number in range(63)})
    except ValueError as error:
        return str(error)
    return "kept"


async def who_am_i() -> Any:
    "use step"
    found = get_workflow_metadata()
    return [found.run_id, found.workflow, found.parent_run_id, found.root_run_id, found.url, found.started_at]


async def book(pages: int) -> None:
    "use workflow"
    await set_attributes({"title": "a book", "draft": True})
    for page in range(1, pages + 1):
        await note(page)


async def from_a_thread() -> None:
    "use workflow"
    await asyncio.to_thread(note_in_thread, 4)


async def full() -> Any:
    "use workflow"
    in_step = await too_much()
    try:
        await set_attributes({f"n{number}": 1 for number in range(63)})
    except ValueError as error:
        return in_step, str(error)
    return in_step


async def one() -> Any:
    "use workflow"
    found = get_workflow_metadata()
    here = [found.run_id, found.workflow, found.parent_run_id, found.root_run_id, found.url, found.started_at]
    return here, await who_am_i()


async def two() -> Any:
    "use workflow"
    run = await start(one)
    return get_workflow_metadata().run_id, run.id, await run.result()


async def three() -> Any:
    "use workflow"
    run = await start(two)
    return get_workflow_metadata().run_id, await run.result()


async def test_attributes_come_from_start_code_and_steps(rooms: Room) -> None:
    """Each adds to them, ``None`` removes; a step's are there as soon as it has set them."""
    await rooms.open()
    run = await rooms.start(book, 3, attributes={"customer": 7})
    await run.result()
    record = await rooms.world.get_run(run.id)
    assert record is not None
    assert record.attributes == {"customer": 7, "title": "a book", "page": 3}
    found = await list_runs(attributes={"page": 3, "customer": 7.0}, world=rooms.world)
    assert found == [run]
    assert await list_runs(attributes={"page": 2}, world=rooms.world) == []
    assert await list_runs(attributes={"draft": True}, world=rooms.world) == []


async def test_a_plain_step_sets_them_too(tmp_path: Path) -> None:
    """A step in a thread has no part in the engine's loop, and reaches its world all the same."""
    room = Room(SQLiteWorld(tmp_path / "world.db"), FakeClock())
    await room.world.open()
    await room.open()
    run = await room.start(from_a_thread)
    await run.result()
    assert await list_runs(attributes={"thread page": 4}, world=room.world) == [run]
    await room.engine.stop()
    await room.world.close()


async def test_there_are_at_most_64(rooms: Room) -> None:
    """Those of the start count, for code and for steps; nothing of what is refused is written."""
    await rooms.open()
    run = await rooms.start(full, attributes={"a": 1, "b": 2})
    assert await run.result() == ("a run has at most 64 attributes",) * 2
    record = await rooms.world.get_run(run.id)
    assert record is not None
    assert record.attributes == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    "wrong", [{"x": float("nan")}, {"x": float("inf")}, {"x": "a\0b"}, {"x\0": 1}, {"x": "\ud800"}]
)
async def test_what_no_index_can_hold_is_refused(room: Room, wrong: dict[str, Any]) -> None:
    """NaN, infinities, NUL characters and halves of surrogate pairs, before anything is written."""
    await room.open()
    with pytest.raises(ValueError, match=r"finite|NUL"):
        await room.start(book, 1, attributes=wrong)
    assert await room.world.find_runs() == []


async def test_pages_of_a_search(rooms: Room) -> None:
    """``limit`` and ``before`` go through what was found, newest first, with all other conditions."""
    await rooms.open()
    runs = [await rooms.start(book, 0, attributes={"kind": number % 2}) for number in range(10)]
    for run in runs:
        await run.result()
    seen: list[str] = []
    while page := await list_runs(
        attributes={"kind": 1}, status="completed", limit=2, before=seen[-1] if seen else None, world=rooms.world
    ):
        seen += [run.id for run in page]
    assert seen == [run.id for run in reversed(runs[1::2])]


async def test_a_search_does_not_read_all_runs(tmp_path: Path) -> None:
    """SQLite goes by the index of attributes, also for a page in the middle."""
    world = SQLiteWorld(tmp_path / "world.db")
    await world.open()
    plan = await world._reader.ask(
        lambda db: db.execute(
            "EXPLAIN QUERY PLAN SELECT number FROM runs WHERE number < 5 "
            "AND number IN (SELECT run FROM attributes WHERE key = ? AND value = ?) ORDER BY number DESC LIMIT 2",
            ("a", "1"),
        ).fetchall()
    )
    await world.close()
    text = " ".join(str(row[-1]) for row in plan)
    assert "attributes" in text
    assert "SCAN runs" not in text


async def test_metadata_says_who_started_whom(rooms: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parent and root, and the URL, in code and in steps alike."""
    monkeypatch.setenv("USEWORKFLOW_PUBLIC_URL", "https://shop.example")
    await rooms.open()
    run = await rooms.start(three)
    top, (middle, bottom, (here, in_step)) = await run.result()
    assert top == run.id
    assert here == in_step
    assert here[:5] == [bottom, f"workflow//{__name__}//one", middle, top, "https://shop.example"]


async def test_late_attributes_of_an_ended_run_have_no_effect(rooms: Room) -> None:
    """The world passes over them."""
    await rooms.open()
    run = await rooms.start(book, 0)
    await run.result()
    assert await rooms.world.set_attributes(run.id, {"late": 1}) is False
    assert await list_runs(attributes={"late": 1}, world=rooms.world) == []


def test_keys_and_values_have_their_limits() -> None:
    """256 characters of a key, 256 bytes of a value, in UTF-8; keys that begin with $, and empty ones, are nobody's."""
    longest: dict[str, Any] = {"k" * 256: "v" * 256, "\u00fc" * 256: "\u00fc" * 128, "n": None, "t": True, "f": 1.5}
    assert checked_attributes(longest) == longest
    for wrong in ({"k" * 257: 1}, {"k": "v" * 257}, {"k": "\u00fc" * 129}, {"$k": 1}, {"": 1}, {"k": float("nan")}):
        with pytest.raises(ValueError):  # noqa: PT011 - each says something else
            checked_attributes(wrong)
    for unfit in ({1: 1}, {"k": [1]}, {"k": b"v"}):
        with pytest.raises(TypeError):
            checked_attributes(unfit)
