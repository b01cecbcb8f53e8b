"""Runs that workflow code starts: they are created once, waited for, written to, and outlive what happens to engines."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from msgspec import Raw
from msgspec.structs import replace
from tests.runtime.conftest import Room

from useworkflow import (
    HookNotFoundError,
    IdempotencyConflictError,
    Queue,
    Run,
    RunNotFoundError,
    WorkflowCancelledError,
    WorkflowFailedError,
    create_hook,
    get_hook,
    get_run,
    get_workflow_metadata,
    list_runs,
    resume_hook,
    sleep,
    start,
)
from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.engine.children import farewells
from useworkflow_runtime.engine.ledger import Ledger
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.sqlite import SQLiteWorld
from useworkflow_sandbox.events import ChildLinked, ChildStarted


class OutOfStock(Exception):
    """Raised by a child."""

    def __init__(self, item: str) -> None:
        super().__init__(f"no {item} left")
        self.item = item


async def plus_one(number: int) -> int:
    "use step"
    return number + 1


async def look_up(run: Run[int]) -> tuple[str, str, int]:
    "use step"
    return run.id, await run.status(), await run.result()


async def child(number: int) -> int:
    "use workflow"
    if number < 0:
        raise OutOfStock(f"number {number}")
    return await plus_one(number)


async def waiting_child(token: str) -> Any:
    "use workflow"
    try:
        return await create_hook(token)
    except asyncio.CancelledError as error:
        await plus_one(1)
        raise error


async def parent_of(count: int) -> list[int]:
    "use workflow"
    runs = [await start(child, number) for number in range(count)]
    return [await run.result() for run in runs]


async def parent_of_one(token: str, close: Any = "abandon") -> Any:
    "use workflow"
    run = await start.options(parent_close=close)(waiting_child, token)
    await create_hook(f"go on {token}")
    return run.id


async def patient_parent(token: str) -> Any:
    "use workflow"
    run = await start(waiting_child, token)
    return await run.result()


async def parent_of_failures() -> list[Any]:
    "use workflow"
    seen: list[Any] = []
    run = await start(child, -3)
    for _ in range(2):
        try:
            await run.result()
        except WorkflowFailedError as error:
            cause: Any = error.__cause__
            seen.append((type(cause) is OutOfStock, error.run_id == run.id, cause.item))
    other = await start(waiting_child, "never")
    await other.cancel("no need")
    try:
        await other.result()
    except WorkflowCancelledError as error:
        seen.append(error.reason)
    try:
        await get_run("run_nobody").result()
    except RunNotFoundError:
        seen.append("missing")
    return seen


async def parent_that_passes_on() -> Any:
    "use workflow"
    run = await start(child, 1)
    return await look_up(run), await start_result(run), run == get_run(run.id), run


async def start_result(run: Run[int]) -> int:
    "use workflow"
    return await run.result()


async def keyed(key: str, number: int) -> Any:
    "use workflow"
    first = await start.options(idempotency_key=key)(child, number)
    second = await start.options(idempotency_key=key)(child, number)
    try:
        await start.options(idempotency_key=key)(child, number + 1)
    except IdempotencyConflictError:
        return first == second, await first.result(), await second.result()


async def gives_up(taken: bool) -> Any:
    "use workflow"
    hook = create_hook("t")
    if taken:
        await start.options(idempotency_key="k")(child, 1)
    task = asyncio.create_task(start_keyed("k", 2))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    return task.cancelled(), await hook


async def start_keyed(key: str, number: int) -> Any:
    return await start.options(idempotency_key=key)(child, number)


async def windowed(first: int, second: int, how: str) -> Any:
    "use workflow"
    options: dict[str, Any] = {"key": "k", how: "1m"}
    runs = [await start.options(**options)(child, number) for number in (first, second)]
    return runs[0] == runs[1], await runs[0].result(), await runs[1].result()


async def outside_options() -> list[str]:
    "use workflow"
    refused = []
    for call in (
        lambda: start.options(world="sqlite:other.db"),
        lambda: start.options(dedup="1m", idempotency_key="k"),
        lambda: resume_hook("t", 1, wait=True),
        lambda: resume_hook("t", 1, nonsense=True),  # type: ignore[call-overload]
    ):
        try:
            call()
        except Exception as error:
            refused.append(f"{type(error).__name__}: {str(error).splitlines()[0]}")
    return refused


async def looks_around(token: str) -> Any:
    "use workflow"
    create_hook(token)
    await plus_one(1)
    mine = await get_hook(token)
    try:
        await get_hook("nobody's")
    except HookNotFoundError:
        pass
    found = await list_runs(workflow=looks_around, status="running", limit=5)
    none = await list_runs(attributes={"a": 1})
    return mine.run_id == found[0].id == get_workflow_metadata().run_id, len(found), found[0].workflow, none


async def sleeper() -> str:
    "use workflow"
    await sleep("10 days")
    return "woken"


async def waker(run: Run[str]) -> str:
    "use workflow"
    await run.wake_up()
    return await run.result()


async def asks(run: Run[Any]) -> Any:
    "use workflow"
    return await run.exists(), await run.status(), (await run.created_at()).year > 1969, await run.completed_at()


async def later() -> bool:
    "use workflow"
    run = await start.options(delay="1h", attributes={"kind": "late"})(child, 1)
    return await run.result() == 2


one_at_a_time = Queue("one at a time", concurrency=1)


async def queued(count: int) -> list[Any]:
    "use workflow"
    runs = [await start.options(queue=one_at_a_time, priority=-n)(waiting_child, f"q{n}") for n in range(count)]
    return list(await asyncio.gather(*[run.result() for run in runs]))


async def not_a_workflow() -> Any:
    "use workflow"
    return await start(plus_one, 1)  # type: ignore[arg-type]


async def wrong_arguments() -> Any:
    "use workflow"
    try:
        await start(child, 1, 2)  # type: ignore[call-arg]
    except TypeError as error:
        return str(error)


async def test_children_run_and_answer(rooms: Room) -> None:
    """Each is a run of its own with its parent's code, and its result comes back to the code that started it."""
    await rooms.open()
    run = await rooms.start(parent_of, 5)
    assert await run.result() == [1, 2, 3, 4, 5]
    kinds = await rooms.kinds(run)
    assert (kinds.count("child_started"), kinds.count("child_finished")) == (5, 5)
    record = (await rooms.world.find_runs(limit=1))[0]
    assert (record.parent, record.workflow.rpartition("//")[2]) == (run.id, "child")


async def test_failures_come_back_as_themselves(rooms: Room) -> None:
    """A failed child raises its own exception's cause, a cancelled one its reason, an unknown id that it is unknown."""
    await rooms.open()
    run = await rooms.start(parent_of_failures)
    assert await run.result() == [(True, True, "number -3"), (True, True, "number -3"), "no need", "missing"]


async def test_a_run_is_a_value(rooms: Room) -> None:
    """It can be given to steps, to other workflows and to the caller, and names the same run in the same world there."""
    await rooms.open()
    run = await rooms.start(parent_that_passes_on)
    (id, status, result), again, equal, handle = await run.result()
    assert (status in ("pending", "running", "completed"), result, again, equal) == (True, 2, 2, True)
    assert handle == Run(id)
    assert await handle.result() == 2
    other = await rooms.start(start_result, handle)
    assert await other.result() == 2


async def test_a_key_names_one_child(rooms: Room) -> None:
    """The same key gives the same run, also from another parent; other arguments are refused."""
    await rooms.open()
    for _ in range(2):
        run = await rooms.start(keyed, "k", 4)
        assert await run.result() == (True, 5, 5)
    assert [r.workflow.rpartition("//")[2] for r in await rooms.world.find_runs()].count("child") == 1


@pytest.mark.parametrize("taken", [False, True], ids=["a run of its own", "a key that is taken"])
async def test_an_answer_to_a_start_that_was_given_up_is_passed_over(rooms: Room, taken: bool) -> None:
    """A start that is cancelled before it is known whose run its key names does not hold up its workflow (G9)."""
    await rooms.open()
    run = await rooms.start(gives_up, taken)
    await rooms.until(run, "child_linked", 1 + taken)
    await resume_hook("t", 3, world=rooms.world)
    async with asyncio.timeout(10):
        assert await run.result() == (True, 3)


async def test_starts_with_one_key_within_a_time_are_one_child(rooms: Room) -> None:
    """With ``dedup`` the first of them counts, with ``debounce`` the last; both handles are that run's."""
    await rooms.open()
    run = await rooms.start(windowed, 1, 5, "dedup")
    assert await run.result() == (True, 2, 2)
    rooms.clock.advance(seconds=100)
    run = await rooms.start(windowed, 1, 5, "debounce")
    await rooms.until(run, "child_linked", 2)
    rooms.advance(60)
    assert await run.result() == (True, 6, 6)


async def test_options_of_the_outside_are_refused_with_the_remedy(rooms: Room) -> None:
    """Workflow code is told which options it cannot have, and which exclude each other, where it gives them."""
    await rooms.open()
    run = await rooms.start(outside_options)
    assert await run.result() == [
        "UnsupportedError: UW213: start.options() has no option world in workflow code",
        "ValueError: give one of idempotency_key, dedup and debounce: each says which starts are one run",
        "UnsupportedError: UW213: resume_hook() has no option wait in workflow code",
        "TypeError: resume_hook() got an unexpected keyword argument 'nonsense'",
    ]


async def test_workflow_code_looks_runs_and_hooks_up(rooms: Room) -> None:
    """``list_runs`` and ``get_hook`` are asked by steps of the run's own world, so that a replay gets the same answers."""
    await rooms.open()
    run = await rooms.start(looks_around, "mine")
    assert await run.result() == (True, 1, run.workflow, [])
    assert (await rooms.kinds(run)).count("step_completed") == 4


async def test_other_runs_are_woken_and_asked(rooms: Room) -> None:
    """A run that was not started here can be woken, awaited and asked; the answers are recorded."""
    await rooms.open()
    slow = await rooms.start(sleeper)
    await rooms.until(slow, "timer_started")
    assert await (await rooms.start(asks, slow)).result() == (True, "running", True, None)
    assert await (await rooms.start(waker, slow)).result() == "woken"
    unknown = await rooms.start(asks, Run("run_unknown"))
    with pytest.raises(WorkflowFailedError) as failure:
        await unknown.result()
    assert isinstance(failure.value.__cause__, RunNotFoundError)


async def test_a_delayed_child_begins_at_its_time(room: Room) -> None:
    """It is recorded with its parent's commit and not begun before its time."""
    await room.open()
    run = await room.start(later)
    await room.until(run, "child_started")
    record = (await room.world.find_runs(limit=1))[0]
    assert (record.status, record.attributes) == ("pending", {"kind": "late"})
    room.advance(3600)
    assert await run.result() is True


async def test_children_queue(rooms: Room) -> None:
    """A child may wait for a slot of a queue that this process has declared; lower numbers first."""
    await rooms.open()
    run = await rooms.start(queued, 3)
    begun: list[str] = []
    for answer in range(3):
        while True:
            hooks = [await rooms.world.get_hook(f"q{n}") for n in range(3)]
            there = [hook.token for hook in hooks if hook is not None]
            if there:
                break
            await rooms.world.wait_for_change(10)
        assert len(there) == 1
        begun += there
        child_run = await resume_hook(there[0], answer, world=rooms.world)
        await Run(child_run, world=rooms.world).result()
    assert begun == ["q2", "q1", "q0"]
    assert await run.result() == [2, 1, 0]


async def test_only_workflows_are_started(room: Room) -> None:
    """A step, and arguments that do not fit, are refused in the code that starts them, and no run is created."""
    await room.open()
    run = await room.start(not_a_workflow)
    with pytest.raises(WorkflowFailedError) as failure:
        await run.result()
    assert "UW340" in str(failure.value.__cause__)
    assert "start() takes a workflow function, not plus_one" in str(failure.value.__cause__)
    assert await (await room.start(wrong_arguments)).result() == "child(): too many positional arguments"
    assert len(await room.world.find_runs()) == 2


@pytest.mark.parametrize(("close", "status"), [("abandon", "running"), ("cancel", "cancelled")])
async def test_the_policy_says_what_becomes_of_a_child(rooms: Room, close: str, status: str) -> None:
    """When the parent ends first: ``abandon`` leaves the child, ``cancel`` lets it clean up and end."""
    await rooms.open()
    run = await rooms.start(parent_of_one, close, close)
    started = await rooms.until(run, "child_started")
    assert isinstance(started, ChildStarted)
    child_handle = Run(started.run_id, world=rooms.world)
    await rooms.until(child_handle, "hook_created")
    await resume_hook(f"go on {close}", world=rooms.world)
    assert await run.result() == started.run_id
    if close == "cancel":
        with pytest.raises(WorkflowCancelledError, match=r"its parent run_.* has ended"):
            await child_handle.result()
        assert (await rooms.kinds(child_handle))[-3:] == ["step_scheduled", "step_completed", "run_cancelled"]
    assert await child_handle.status() == status


async def test_a_cancelled_parent_cancels_by_policy(rooms: Room) -> None:
    """Cancelling a run reaches the children that were started with ``cancel``."""
    await rooms.open()
    run = await rooms.start(parent_of_one, "t", "cancel")
    started = await rooms.until(run, "child_started")
    assert isinstance(started, ChildStarted)
    await run.cancel("enough")
    with pytest.raises(WorkflowCancelledError, match="enough"):
        await run.result()
    with pytest.raises(WorkflowCancelledError):
        await Run(started.run_id, world=rooms.world).result()


@pytest.mark.parametrize("options", [{}, {"hot_limit": 1}], ids=["in memory", "evicted"])
async def test_a_child_ends_while_its_parent_is_away(rooms: Room, options: dict[str, Any]) -> None:
    """Out of memory, or with its engine dead in between, the parent is told exactly once."""
    await rooms.open(**options)
    runs = [await rooms.start(patient_parent, f"t{number}") for number in range(3)]
    for run in runs:
        started = await rooms.until(run, "child_started")
        assert isinstance(started, ChildStarted)
        await rooms.until(Run(started.run_id), "hook_created")
    await rooms.kill()
    await rooms.world.open()
    await resume_hook("t1", "one", world=rooms.world)
    await rooms.open(**options)
    await resume_hook("t0", "zero", world=rooms.world)
    await resume_hook("t2", "two", world=rooms.world)
    assert [await run.result() for run in runs] == ["zero", "one", "two"]
    for run in runs:
        assert (await rooms.kinds(run)).count("child_finished") == 1


async def test_a_child_on_another_worker(postgres: str) -> None:
    """A parent and its children may be on different workers; each child answers once, and none is started twice."""
    worlds = [PostgresWorld(postgres) for _ in range(2)]
    rooms = [Room(world, FakeClock()) for world in worlds]
    for room in rooms:
        await room.world.open()
        await room.open()
    runs = [await room.start(parent_of, 8) for room in rooms for _ in range(3)]
    assert [await run.result() for run in runs] == [list(range(1, 9))] * 6
    records = await worlds[0].find_runs()
    assert len(records) == 6 * 9
    for room in rooms:
        await room.engine.stop()
        await room.world.close()


async def test_a_parent_goes_on_from_its_snapshot(tmp_path: Path) -> None:
    """Handles, and waits for children, are part of the captured state."""
    clock = FakeClock()
    room = Room(SQLiteWorld(tmp_path / "world.db", clock=clock), clock)
    await room.world.open()
    await room.open()
    run = await room.start(patient_parent, "t")
    started = await room.until(run, "child_started")
    assert isinstance(started, ChildStarted)
    await room.until(Run(started.run_id), "hook_created")
    await room.engine.stop()
    loaded = await room.world.load(run.id)
    assert loaded is not None
    assert loaded.snapshot is not None
    await room.open()
    await resume_hook("t", 7, world=room.world)
    assert await run.result() == 7
    await room.engine.stop()
    await room.world.close()


def test_a_child_is_told_before_it_is_sure_who_it_is() -> None:
    """A parent that ends between a start with a key and its answer tells the run that it made, if it did, and nobody else's."""
    ledger = Ledger()
    ours = ChildStarted(
        at=1, id="1", run_id="run_made", workflow="w", args=Raw(b"[[],{}]"), parent_close="cancel", idempotency_key="k"
    )
    ledger.apply(2, ours)
    ledger.apply(3, replace(ours, id="2", run_id="given", own_id=True))
    assert [(run_id, kind) for run_id, kind, _ in farewells("parent", ledger)] == [("run_made", "cancel")]
    ledger.apply(4, ChildLinked(at=2, id="1", run_id="somebody's"))
    ledger.apply(5, ChildLinked(at=2, id="2", run_id="given"))
    assert [run_id for run_id, _, _ in farewells("parent", ledger)] == ["given"]
