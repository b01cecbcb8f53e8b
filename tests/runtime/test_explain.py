"""For every state in which a run can wait, ``explain`` says for what, since when, until when, where, and what would move it (G9)."""

from __future__ import annotations

import asyncio
import inspect
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from useworkflow import Queue, create_hook, get_run, resume_hook, sleep, start, step
from useworkflow_runtime.explaining.explain import Explanation, Wait, explain_run
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.protocol import NewRun, Turn

gate: asyncio.Event


@pytest.fixture(autouse=True)
async def _closed_gate() -> Any:
    global gate
    gate = asyncio.Event()
    yield
    gate.set()


async def pass_gate() -> None:
    "use step"
    await gate.wait()


@step(retry_delay="1m", retry_jitter=0)
async def fail() -> None:
    "use step"
    raise ValueError("not yet")


async def gone() -> None:
    "use step"


async def needs_gone() -> None:
    "use workflow"
    await gone()


async def at_the_gate() -> None:
    "use workflow"
    await pass_gate()  # here


async def retrying() -> None:
    "use workflow"
    await fail()  # here


async def napping() -> None:
    "use workflow"
    await sleep("2h")  # here


async def asking(token: str) -> Any:
    "use workflow"
    return await create_hook(token=token)  # here


async def parent() -> None:
    "use workflow"
    child = await start(at_the_gate)
    await child.result()  # here


async def hold(lock: asyncio.Lock) -> None:
    async with lock:
        await pass_gate()


async def wants_lock() -> None:
    "use workflow"
    lock = asyncio.Lock()
    holding = asyncio.create_task(hold(lock), name="the holder")
    await asyncio.sleep(0)
    async with lock:  # here
        await holding


async def wants_condition() -> None:
    "use workflow"
    condition = asyncio.Condition()
    async with condition:
        await condition.wait()  # here


async def wants_semaphore() -> None:
    "use workflow"
    places = asyncio.Semaphore(1)

    async def keep() -> None:
        async with places:
            await pass_gate()

    keeping = asyncio.create_task(keep(), name="the keeper")
    await asyncio.sleep(0)
    async with places:  # here
        await keeping


async def wants_event() -> None:
    "use workflow"
    await asyncio.Event().wait()  # here


async def wants_item() -> None:
    "use workflow"
    await asyncio.Queue().get()  # here


async def wants_each_other() -> None:
    "use workflow"
    first, second = asyncio.Lock(), asyncio.Lock()

    async def take(one: asyncio.Lock, other: asyncio.Lock) -> None:
        async with one:
            await asyncio.sleep(0)
            async with other:
                pass

    await asyncio.gather(take(first, second), take(second, first))


async def spin() -> None:
    "use workflow"
    while True:
        pass


def line_of(function: Any) -> int:
    """The line of ``function`` with the comment ``here``."""
    lines, first = inspect.getsourcelines(function)
    return next(first + number for number, line in enumerate(lines) if "# here" in line)


def only(explanation: Explanation) -> Wait:
    """The one thing that is waited for."""
    (wait,) = explanation.waits
    assert wait.moves
    assert str(wait) in str(explanation)
    return wait


def standing(wait: Wait, function: Any) -> bool:
    """Whether it stands at the line of ``function`` with the comment."""
    return (wait.file, wait.line) == (__file__, line_of(function))


def now_of(room: Any) -> datetime:
    return datetime.fromtimestamp(room.clock.now() / 1_000_000, UTC)


async def elsewhere(room: Any, run: Any) -> Explanation:
    """What somebody says who has only the world."""
    return await explain_run(room.world, run.id)


async def test_step_that_runs(room: Any) -> None:
    """Its attempt, since when it runs, the line that called it, and who has the run."""
    await room.open(owner="worker 7")
    run = await room.start(at_the_gate)
    await room.until(run, "step_scheduled")
    room.clock.advance(seconds=60)
    for explanation in (await run.explain(), await elsewhere(room, run)):
        wait = only(explanation)
        assert (wait.kind, wait.what) == ("step", "pass_gate, attempt 1")
        assert wait.since == now_of(room) - timedelta(seconds=60)
        assert standing(wait, at_the_gate)
        assert explanation.worker == "worker 7"


async def test_step_that_waits_for_a_place(room: Any) -> None:
    """The worker is full."""
    await room.open(loop_steps=1)
    first = await room.start(at_the_gate)
    await room.until(first, "step_scheduled")
    second = await room.start(at_the_gate)
    await room.until(second, "step_scheduled")
    wait = only(await second.explain())
    assert (wait.kind, wait.what) == ("step", "pass_gate, not started yet")
    assert "free place" in wait.moves


async def test_step_that_is_tried_again(room: Any) -> None:
    """Which attempt comes, and when."""
    await room.open()
    run = await room.start(retrying)
    await room.until(run, "step_retrying")
    wait = only(await run.explain())
    assert (wait.kind, wait.what) == ("retry", "attempt 2 of fail")
    assert wait.until == now_of(room) + timedelta(minutes=1)
    assert standing(wait, retrying)


async def test_step_that_no_worker_has(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The id, and why it was not found."""
    await room.open()
    monkeypatch.delitem(globals(), "gone")
    run = await room.start(needs_gone)
    await room.until(run, "step_scheduled")
    wait = only(await run.explain())
    assert wait.kind == "step"
    assert "a worker that has step//" in wait.what
    assert "AttributeError" in wait.what


async def test_timer(room: Any) -> None:
    """Since when and until when it sleeps; ``wake_up`` would end it."""
    await room.open()
    run = await room.start(napping)
    await room.until(run, "timer_started")
    for explanation in (await run.explain(), await elsewhere(room, run)):
        wait = only(explanation)
        assert (wait.kind, wait.what, wait.since) == ("timer", "sleep", now_of(room))
        assert wait.until == now_of(room) + timedelta(hours=2)
        assert standing(wait, napping)
        assert "wake_up" in wait.moves


async def test_hook(room: Any) -> None:
    """The token."""
    await room.open()
    run = await room.start(asking, "approve:7")
    await room.until(run, "hook_created")
    wait = only(await run.explain())
    assert (wait.kind, wait.what, wait.since) == ("hook", "approve:7", now_of(room))
    assert standing(wait, asking)
    assert "resume_hook" in wait.moves


async def test_child(room: Any) -> None:
    """Which run, and how that one stands."""
    await room.open()
    run = await room.start(parent)
    started: Any = await room.until(run, "child_started")
    child = get_run(started.run_id, world=room.world)
    await room.until(child, "step_scheduled")
    explanation = await run.explain()
    wait = only(explanation)
    assert (wait.kind, wait.what) == ("child", f"run {child.id}, which is running")
    assert f"useworkflow explain {child.id}" in wait.moves


async def test_delayed_start(room: Any) -> None:
    """Until when."""
    await room.open()
    run = await room.start(napping, delay="10m")
    wait = only(await run.explain())
    assert (wait.kind, wait.what) == ("start", "its delayed start")
    assert wait.until == now_of(room) + timedelta(minutes=10)


@pytest.mark.parametrize("limit", ["concurrency", "key_concurrency"])
async def test_queue_slot(room: Any, limit: str) -> None:
    """How many slots are held, how many runs are before it, and for which key."""
    await room.open()
    queue = Queue(f"by {limit}", **{limit: 1})  # type: ignore[arg-type]
    first = await room.start(at_the_gate, queue=queue, key="ada")
    await room.until(first, "step_scheduled")
    await room.start(at_the_gate, queue=queue, key="ada")
    third = await room.start(at_the_gate, queue=queue, key="ada")
    wait = only(await third.explain())
    assert wait.kind == "queue"
    assert "1 of 1 are held; 1 runs are before it" in wait.what
    assert ("key 'ada'" in wait.what) is (limit == "key_concurrency")
    assert wait.since == now_of(room)
    assert "the end of a run" in wait.moves


async def test_rate_limit(room: Any) -> None:
    """When it lets the next one through."""
    await room.open()
    queue = Queue("explained rate", rate="1/1m")
    first = await room.start(at_the_gate, queue=queue)
    await room.until(first, "step_scheduled")
    second = await room.start(at_the_gate, queue=queue)
    async with asyncio.timeout(10):
        while (wait := only(await second.explain())).kind != "rate":
            await asyncio.sleep(0)
    assert wait.until == now_of(room) + timedelta(minutes=1)


async def test_delayed_start_in_a_queue(room: Any) -> None:
    """Its delay, before its place."""
    await room.open()
    queue = Queue("explained delay", concurrency=1)
    run = await room.start(napping, queue=queue, delay="10m")
    wait = only(await run.explain())
    assert wait.kind == "start"
    assert wait.until == now_of(room) + timedelta(minutes=10)


async def test_lock_names_the_task_that_holds_it(room: Any) -> None:
    """The line at which one waits, and the name of the task inside the block; also for who has only the world."""
    await room.open()
    run = await room.start(wants_lock)
    await room.until(run, "step_scheduled")
    for explanation in (await run.explain(), await elsewhere(room, run)):
        step_wait, lock = explanation.waits
        assert step_wait.kind == "step"
        assert (lock.kind, lock.what) == ("lock", "a lock, held by task the holder (task Task-1)")
        assert standing(lock, wants_lock)


async def test_lock_after_a_snapshot(room: Any) -> None:
    """A run that was restored says the same."""
    await room.open(hot_limit=1)
    run = await room.start(wants_lock)
    await room.until(run, "step_scheduled")
    await room.engine.stop()
    await room.open(owner="the next")
    await room.until(run, "step_started")
    lock = (await run.explain()).waits[1]
    assert lock.what == "a lock, held by task the holder (task Task-1)"
    assert standing(lock, wants_lock)


async def test_semaphore_names_who_has_a_place(room: Any) -> None:
    """As with a lock."""
    await room.open()
    run = await room.start(wants_semaphore)
    await room.until(run, "step_scheduled")
    wait = (await run.explain()).waits[1]
    assert (wait.kind, wait.what) == ("semaphore", "a place at a semaphore, held by task the keeper (task Task-1)")
    assert standing(wait, wants_semaphore)


@pytest.mark.parametrize(
    ("workflow", "kind"), [(wants_event, "event"), (wants_item, "queue item"), (wants_condition, "condition")]
)
async def test_what_only_another_task_could_give(room: Any, workflow: Any, kind: str) -> None:
    """Kind and line; and that nothing from outside can move it."""
    await room.open()
    run = await room.start(workflow)
    await room.until(run, "run_started")
    for explanation in (await run.explain(), await elsewhere(room, run)):
        wait = only(explanation)
        assert wait.kind == kind
        assert standing(wait, workflow)
        assert "nothing from outside" in explanation.advice


async def test_deadlock(room: Any) -> None:
    """Each of two tasks holds what the other wants."""
    await room.open()
    run = await room.start(wants_each_other)
    await room.until(run, "run_started")
    explanation = await run.explain()
    assert [wait.what for wait in explanation.waits] == [
        "a lock, held by task Task-3 (task Task-2)",
        "a lock, held by task Task-2 (task Task-3)",
    ]
    assert "its own tasks wait for each other" in explanation.advice


async def test_stuck(room: Any) -> None:
    """Why, at which line, and the mend."""
    await room.open(turn_limit=0.05)
    run = await room.start(spin)
    with pytest.raises(Exception, match="stuck"):
        await run.result()
    explanation = await run.explain()
    wait = only(explanation)
    assert (explanation.state, wait.kind) == ("stuck", "stuck")
    assert __file__ in explanation.advice
    assert "useworkflow resume" in wait.moves


async def test_no_engine(room: Any) -> None:
    """The world has none."""
    await room.open()
    run = await room.start(asking, "t")
    await room.until(run, "hook_created")
    await room.engine.stop()
    explanation = await elsewhere(room, run)
    assert [wait.kind for wait in explanation.waits] == ["hook", "engine"]
    assert "useworkflow worker" in explanation.advice


async def test_mended_run_waits_for_its_slot(room: Any) -> None:
    """It was parked, and its slot is another's now."""
    await room.open()
    queue = Queue("explained mend", concurrency=1)
    run = await room.start(asking, "t1", queue=queue)
    await room.until(run, "hook_created")
    record = await room.world.get_run(run.id)
    await room.kill()
    epoch = await room.world.acquire("a test")
    parked = Turn(
        run_id=run.id, expected=record.last_seq, generation=record.generation, events=[], status="diverged", reason="for a test"
    )  # fmt: skip
    await room.world.commit(epoch, [parked])
    await room.world.release(epoch)
    await room.open()
    put_aside = await run.explain()
    assert (put_aside.state, only(put_aside).kind, only(put_aside).what) == ("diverged", "diverged", "for a test")
    other = await room.start(asking, "t2", queue=queue)
    await room.until(other, "hook_created")
    await room.world.unpark(run.id)
    wait = only(await run.explain())
    assert (wait.kind, "1 of 1 are held" in wait.what) == ("queue", True)
    await resume_hook("t2", None, world=room.world)
    await other.result()
    await resume_hook("t1", "done", world=room.world)
    assert await run.result() == "done"


async def test_another_workers_run(postgres: str) -> None:
    """Who has it while it lives; and that its lease has ended when it does not."""
    first, second = PostgresWorld(f"{postgres}&lease=0.5"), PostgresWorld(postgres)
    await first.open()
    await second.open()
    try:
        mine = await first.acquire("worker A")
        await second.acquire("worker B")
        assert mine is not None
        await first.put_bundle("b", b"{}")
        await first.create_run(NewRun(id="r", workflow="w", bundle="b", created=b"{}", at=1))
        holder = await first.holder("r")
        assert holder is None
        await first.claim(mine)
        holder = await second.holder("r")
        assert holder is not None
        assert (holder.owner, holder.alive) == ("worker A", True)
        first._presence.hold(None)  # it is cut off: it no longer renews its lease
        async with asyncio.timeout(10):
            while holder is not None and holder.alive:
                await second.wait_for_change(0.05)
                holder = await second.holder("r")
        assert holder is not None
        assert holder.owner == "worker A"
        assert holder.until is not None
    finally:
        await first.close()
        await second.close()


async def test_lost_lease_and_turn_to_come(room: Any) -> None:
    """A run that another engine had, and one that is about to move."""
    from useworkflow_runtime.explaining.waiting import for_a_worker
    from useworkflow_runtime.worlds.protocol import Holder

    await room.open(owner="worker B")
    run = await room.start(asking, "t")
    await room.until(run, "hook_created")
    record = await room.world.get_run(run.id)
    moving = type(record)(**{name: getattr(record, name) for name in record.__struct_fields__} | {"active": True})
    (lost,) = await for_a_worker(room.world, moving, Holder("worker A", False, 5_000_000), [])
    assert (lost.kind, lost.what) == ("worker", "another worker: the lease of worker A has ended")
    assert lost.since == datetime.fromtimestamp(5, UTC)
    (turn,) = await for_a_worker(room.world, moving, Holder("worker A", True), [])
    assert turn.what == "its next turn, on worker A"
    (free,) = await for_a_worker(room.world, moving, None, [])
    assert free.what == "a worker: the one that had it is gone"
