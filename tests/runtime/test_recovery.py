"""Killing engines, stopping them, evicting runs, and going on from what the world holds."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import msgspec
import pydantic
import pytest

from useworkflow import (
    StepCrashedError,
    WorkflowFailedError,
    WorkflowParkedError,
    create_hook,
    resume_hook,
    sleep,
    step,
)
from useworkflow_runtime.deploys import shapes
from useworkflow_runtime.engine.snapshots import SnapshotPolicy
from useworkflow_runtime.errors import WorldError
from useworkflow_sandbox.events import StepScheduled, StepStarted, decode_event, encode_event

calls: list[Any] = []
gates: dict[str, asyncio.Event] = {}
NEVER = SnapshotPolicy(least=1 << 40)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    calls.clear()
    gates.clear()


async def count(n: int) -> int:
    "use step"
    calls.append(n)
    return n + 1


async def hang(name: str) -> str:
    "use step"
    calls.append(name)
    gate = gates.setdefault(name, asyncio.Event())
    await gate.wait()
    return name


@step(max_retries=1)
async def hang_twice() -> str:
    "use step"
    calls.append("hang_twice")
    await asyncio.Event().wait()
    return "never"


async def count_then_ask(n: int) -> Any:
    "use workflow"
    total = 0
    for _ in range(n):
        total = await count(total)
    answer = await create_hook(token="go")
    return [total, answer, await count(100)]


async def one_hang() -> str:
    "use workflow"
    return await hang("a")


async def doomed() -> str:
    "use workflow"
    return await hang_twice()


async def closures(token: str) -> list[str]:
    "use workflow"
    undo = []
    seen: list[str] = []
    for name in ("x", "y"):
        await count(0)
        undo.append(lambda name=name: seen.append(name))
    await create_hook(token=token)
    for act in reversed(undo):
        act()
    return seen


async def naps(n: int) -> int:
    "use workflow"
    for _ in range(n):
        await sleep("1h")
    return n


async def test_killed_run_goes_on_without_repeating_steps(room: Any) -> None:
    """After a kill a new engine goes on where the log ends; no recorded step runs again (G3)."""
    await room.open(policy=NEVER)
    run = await room.start(count_then_ask, 5)
    await room.until(run, "hook_created")
    await room.kill()
    await room.open(policy=NEVER)
    await resume_hook("go", "yes", world=room.world)
    run = await _again(room, run)
    assert await run.result() == [5, "yes", 101]
    assert calls == [0, 1, 2, 3, 4, 100]


async def test_stop_and_restart_goes_on_from_a_snapshot(room: Any) -> None:
    """A stopped engine leaves a snapshot; the next one delivers only what came after it (G4)."""
    await room.open()
    run = await room.start(count_then_ask, 5)
    await room.until(run, "hook_created")
    assert await room.engine.stop() == []
    loaded = await room.world.load(run.id)
    assert loaded.snapshot is not None
    assert loaded.events == []
    await room.open()
    await resume_hook("go", "yes", world=room.world)
    assert await (await _again(room, run)).result() == [5, "yes", 101]
    assert calls == [0, 1, 2, 3, 4, 100]


async def test_long_log_is_snapshotted_on_the_way(room: Any) -> None:
    """A run with 500 steps leaves snapshots as it goes, so that only the last few events are replayed (G4)."""
    await room.open()
    run = await room.start(count_then_ask, 500)
    await room.until(run, "hook_created")
    loaded = await room.world.load(run.id)
    assert loaded.snapshot is not None
    assert len(loaded.events) < 250
    await room.kill()
    await room.open()
    await resume_hook("go", 1, world=room.world)
    assert await (await _again(room, run)).result() == [500, 1, 101]
    assert len(calls) == 501


async def test_evicted_run_keeps_its_closures(room: Any) -> None:
    """Runs beyond the limit leave memory with their closures, and come back when their hook is answered."""
    engine = await room.open(hot_limit=1)
    runs = [await room.start(closures, f"t{i}") for i in range(4)]
    for run in runs:
        await room.until(run, "hook_created")
    runs.append(await room.start(closures, "last"))
    await room.until(runs[-1], "hook_created")
    await engine.runs.committer.drained()
    assert len(engine.runs.hot) < 5
    for token in ("t0", "t1", "t2", "t3", "last"):
        await resume_hook(token, None, world=room.world)
    assert [await run.result() for run in runs] == [["y", "x"]] * 5


async def test_evicted_sleeper_is_woken_by_its_time(room: Any) -> None:
    """A run that was evicted while it sleeps is claimed again when its time has come, again and again."""
    await room.open(hot_limit=0)
    runs = [await room.start(naps, 3) for _ in range(3)]
    for round in range(1, 4):
        for run in runs:
            await room.until(run, "timer_started", round)
        room.advance(3601)
    assert [await run.result() for run in runs] == [3, 3, 3]


async def test_run_of_many_tasks_is_captured_when_that_pays(room: Any) -> None:
    """A snapshot waits until the log has grown by a multiple of what the run's tasks will take."""
    engine = await room.open()
    run = await room.start(closures, "many")
    await room.until(run, "hook_created")
    hot, policy = engine.runs.hot[run.id], SnapshotPolicy(least=1000, ratio=4.0, a_task=200)
    hot.snapshot_bytes, hot.log_bytes = 0, 1500
    assert policy.wants(hot)
    hot.instance.loop.tasks.update({f"other {i}": hot.instance.loop.tasks["0"] for i in range(10)})
    assert not policy.wants(hot)
    hot.log_bytes = 8000
    assert policy.wants(hot)


async def test_run_that_only_waits_leaves_memory(room: Any) -> None:
    """A run that has waited for a minute is in the world only, closures and all, and comes back for its payload."""
    engine = await room.open(idle_seconds=60)
    run = await room.start(closures, "idle")
    await room.until(run, "hook_created")
    await engine.runs.committer.drained()
    room.advance(59)
    await engine.runs.committer.drained()
    assert engine.has(run.id)
    room.advance(1)
    await engine.runs.committer.drained()
    assert not engine.has(run.id)
    assert engine.runs.idling.at is None
    await resume_hook("idle", None, world=room.world)
    assert await run.result() == ["y", "x"]


@pytest.mark.parametrize("needed", [True, False], ids=["no room", "idle"])
async def test_a_run_that_cannot_be_captured_leaves_no_turn_behind(
    room: Any, monkeypatch: pytest.MonkeyPatch, needed: bool
) -> None:
    """It goes without a snapshot where its place is needed, and stays otherwise; nothing is committed for it."""

    def refuse(*given: Any) -> bytes:
        raise RecursionError("a state that is nested too deeply")

    engine = await room.open()
    run = await room.start(closures, "deep")
    await room.until(run, "hook_created")
    await engine.runs.committer.drained()
    monkeypatch.setattr("useworkflow_runtime.engine.runs.pack", refuse)
    assert engine.runs.evict(engine.runs.hot[run.id], needed=needed) is needed
    assert engine.runs.committer.gathering(run.id) is None
    assert engine.has(run.id) is not needed
    await resume_hook("deep", None, world=room.world)
    async with asyncio.timeout(10):
        assert await run.result() == ["y", "x"]


async def test_run_that_moves_soon_stays_in_memory(room: Any) -> None:
    """A run whose timer is due soon, or whose step runs, is not evicted however long ago it moved."""
    engine = await room.open(idle_seconds=3600)
    sleeper = await room.start(naps, 1)
    hanging = await room.start(one_hang)
    await room.until(sleeper, "timer_started")
    while not calls:
        await asyncio.sleep(0)
    await engine.runs.committer.drained()
    room.advance(3599)
    assert engine.has(sleeper.id)
    assert engine.has(hanging.id)
    room.advance(2)
    assert await sleeper.result() == 1
    assert engine.has(hanging.id)


async def test_attempt_that_died_with_its_worker_counts(room: Any) -> None:
    """A step that was running when the worker died starts again at once, as attempt 2 (G3)."""
    await room.open()
    run = await room.start(one_hang)
    await room.until(run, "step_scheduled")
    while not calls:
        await asyncio.sleep(0)
    await room.kill()
    gates["a"] = asyncio.Event()
    gates["a"].set()
    await room.open()
    assert await (await _again(room, run)).result() == "a"
    started = await room.until(run, "step_started")
    assert isinstance(started, StepStarted)
    assert started.attempt == 2
    assert calls == ["a", "a"]


async def test_step_that_kills_each_worker_crashes(room: Any) -> None:
    """After its last attempt died with its worker, the step fails with ``StepCrashedError``."""
    await room.open()
    run = await room.start(doomed)
    for attempt in (1, 2):
        while len(calls) < attempt:
            await asyncio.sleep(0)
        await room.kill()
        await room.open()
    with pytest.raises(WorkflowFailedError) as caught:
        await (await _again(room, run)).result()
    assert isinstance(caught.value.__cause__, StepCrashedError)
    assert calls == ["hang_twice", "hang_twice"]


async def test_damaged_snapshot_is_replaced_by_the_log(room: Any) -> None:
    """A snapshot whose signature does not hold is forgotten, and the run goes on by its log (G8)."""
    await room.open(key=b"one")
    run = await room.start(count_then_ask, 3)
    await room.until(run, "hook_created")
    await room.engine.stop()
    await room.open(key=b"another")
    await resume_hook("go", 0, world=room.world)
    assert await (await _again(room, run)).result() == [3, 0, 101]
    assert calls == [0, 1, 2, 100]


async def test_a_snapshot_that_comes_late_hides_no_history(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another unusable snapshot is there after one was forgotten, the run still has all of its log (G2, G4)."""
    await room.open(key=b"one")
    run = await room.start(count_then_ask, 3)
    await room.until(run, "hook_created")
    await room.engine.stop()
    late = (await room.world.load(run.id)).snapshot
    forget, forgotten = room.world.drop_snapshot, []

    async def forget_and_find_another(run_id: str) -> None:
        await forget(run_id)
        if not forgotten:  # a commit that had failed for its engine is recorded only now
            room.world._runs[run_id].snapshot = late
        forgotten.append(run_id)

    monkeypatch.setattr(room.world, "drop_snapshot", forget_and_find_another)
    await room.open(key=b"another")
    await resume_hook("go", 0, world=room.world)
    assert await (await _again(room, run)).result() == [3, 0, 101]
    assert forgotten == [run.id, run.id]
    assert calls == [0, 1, 2, 100]


async def test_history_that_does_not_follow_from_the_code_parks_the_run(room: Any) -> None:
    """Recorded history that the code does not give parks the run as ``diverged`` with both sides and the line (G6)."""
    await room.open(policy=NEVER)
    run = await room.start(count_then_ask, 2)
    await room.until(run, "hook_created")
    await room.kill()
    _rewrite_first_step(room, run)
    before = await room.kinds(run)
    await room.open(policy=NEVER)
    await resume_hook("go", 1, world=room.world)
    with pytest.raises(WorkflowParkedError) as caught:
        await (await _again(room, run)).result()
    assert caught.value.status == "diverged"
    assert "recorded: step_scheduled" in str(caught.value)
    assert "args=[[99],{}]" in str(caught.value)
    assert "test_recovery.py:" in str(caught.value)
    assert await room.kinds(run) == before


async def _claim_and_die(room: Any, **how: Any) -> None:
    epoch = await room.world.acquire("an engine that dies")
    await room.world.claim(epoch, **how)
    await room.world.close()


async def _a_run_that_engines_died_with(room: Any, deaths: int) -> Any:
    await room.open()
    run = await room.start(one_hang)
    await room.until(run, "step_scheduled")
    await room.kill()
    for _ in range(3):
        await _claim_and_die(room)
    for _ in range(deaths):
        await _claim_and_die(room)
        await _claim_and_die(room, run_ids=[run.id], alone=True)
    return run


async def test_six_claims_of_a_run_alone_without_progress_park_it(room: Any) -> None:
    """A run that six engines took up while no other was, and that none survived, is parked as ``stuck`` (G9)."""
    run = await _a_run_that_engines_died_with(room, 6)
    await room.open()
    with pytest.raises(WorkflowParkedError, match=r"6 engines took this run up alone and died"):
        await (await _again(room, run)).result()


async def test_five_claims_of_a_run_alone_without_progress_do_not_park_it(room: Any) -> None:
    """The next engine takes it up; a commit of it, and the count begins anew (G9)."""
    run = await _a_run_that_engines_died_with(room, 5)
    gates.setdefault("a", asyncio.Event()).set()
    await room.open()
    assert await (await _again(room, run)).result() == "a"


async def test_an_engine_that_stops_in_order_has_survived_the_run_that_it_had_in_hand(
    room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes the claim of the run alone back, so that orderly restarts are never taken for deaths (G9)."""
    run = await _a_run_that_engines_died_with(room, 5)
    load, asked = room.world.load, asyncio.Event()

    async def fail(run_id: str, **how: Any) -> Any:
        asked.set()
        raise WorldError("the disk does not answer")

    monkeypatch.setattr(room.world, "load", fail)
    await room.open()
    await asked.wait()
    assert (await room.world.get_run(run.id)).claims == 9
    await room.engine.stop()
    assert (await room.world.get_run(run.id)).claims == 0
    monkeypatch.setattr(room.world, "load", load)
    gates.setdefault("a", asyncio.Event()).set()
    await room.open()
    assert await (await _again(room, run)).result() == "a"


async def test_runs_are_not_blamed_for_engines_that_were_killed(room: Any) -> None:
    """However often engines are killed before they came to a run, it goes on with the first that is not (G9)."""
    await room.open()
    runs = [await room.start(ask_first, token) for token in ("one", "two")]
    for run in runs:
        await room.until(run, "hook_created")
    await room.kill()
    for _ in range(10):
        await _claim_and_die(room, run_ids=[run.id for run in runs])
    await room.open()
    for token, run in zip(("one", "two"), runs, strict=True):
        await resume_hook(token, 5, world=room.world)
        assert await (await _again(room, run)).result() == 5
        assert (await room.world.get_run(run.id)).claims == 0


async def ask_first(token: str) -> int:
    "use workflow"
    return await create_hook(token=token)


async def test_unknown_step_waits_and_is_explained(room: Any) -> None:
    """A step that this worker does not have costs no attempt; the run waits, and says for what (G9)."""
    await room.open()
    registry = room.engine.registry
    find = "step//" + count.__module__ + "//count"
    registry._steps[find] = None
    registry.missing[find] = "ModuleNotFoundError: gone"
    run = await room.start(count_then_ask, 1)
    scheduled = await room.until(run, "step_scheduled")
    assert isinstance(scheduled, StepScheduled)
    assert scheduled.queued
    explanation = await run.explain()
    assert "gone" in explanation.waits[0].what
    for _ in range(5):
        await room.engine.stop()
        await room.open()
        room.engine.registry._steps[find] = None
        run = await _again(room, run)
    assert await run.status() == "running"
    await room.engine.stop()
    await room.open()
    await resume_hook_when_there(room, run)
    assert await (await _again(room, run)).result() == [1, "x", 101]
    assert calls == [0, 100]


async def resume_hook_when_there(room: Any, run: Any) -> None:
    await room.until(run, "hook_created")
    await resume_hook("go", "x", world=room.world)


async def _again(room: Any, run: Any) -> Any:
    from useworkflow import get_run

    return get_run(run.id, world=room.world)


def _rewrite_first_step(room: Any, run: Any) -> None:
    rows = room.world._runs[run.id].events
    index = next(i for i, row in enumerate(rows) if row.kind == "step_scheduled")
    event = msgspec.structs.replace(decode_event(rows[index].body), args=msgspec.Raw(b"[[99],{}]"))
    rows[index] = msgspec.structs.replace(rows[index], body=encode_event(event))


class Parcel(pydantic.BaseModel):
    name: str
    link: httpx.URL | None = None

    model_config = pydantic.ConfigDict(arbitrary_types_allowed=True)


async def send_parcel(name: str) -> Parcel:
    "use step"
    return Parcel(name=name, link=httpx.URL("https://example.org/parcel"))


async def parcel_waits(name: str) -> str:
    "use workflow"
    parcel = await send_parcel(name)
    answer = await create_hook(token="go")
    return f"{parcel.name} {parcel.link} {pydantic.TypeAdapter(int).validate_python(answer)}"


@pytest.mark.parametrize("package", ["pydantic", "httpx", None])
async def test_new_version_of_a_package_makes_the_log_count(
    room: Any, monkeypatch: pytest.MonkeyPatch, package: str | None
) -> None:
    """A snapshot made with another version of a package whose code or classes are in it is dropped; the log gives the same (G4).
    A URL stands in it as in the log, and does not depend on the version."""
    await room.open()
    run = await room.start(parcel_waits, "p")
    await room.until(run, "hook_created")
    await room.engine.stop()
    dropped: list[str] = []
    drop = room.world.drop_snapshot

    async def note(run_id: str) -> None:
        dropped.append(run_id)
        await drop(run_id)

    monkeypatch.setattr(room.world, "drop_snapshot", note)
    present = shapes._version_of
    monkeypatch.setattr(shapes, "_version_of", lambda name: "99" if name == package else present(name))
    await room.open()
    await resume_hook("go", "5", world=room.world)
    assert await (await _again(room, run)).result() == "p https://example.org/parcel 5"
    assert dropped == ([run.id] if package == "pydantic" else [])
