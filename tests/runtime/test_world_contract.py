"""What every world does: one suite for all of them.

Long because it is one contract: a world passes the whole of it, or is none.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Raw
from msgspec.json import decode

from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.errors import (
    BundleMissingError,
    HookFullError,
    HookNotFoundError,
    IdempotencyConflictError,
    LostOwnershipError,
    RunExistsError,
    RunNotFoundError,
)
from useworkflow_runtime.sealing.envelope import Envelopes
from useworkflow_runtime.sealing.keyring import Keyring
from useworkflow_runtime.sealing.world import SealedWorld, sealed_world
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.memory_shared import SharedMemoryWorld
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_runtime.worlds.protocol import (
    BEGUN_TOGETHER,
    Answer,
    End,
    Forward,
    HookRecord,
    HookReply,
    Link,
    LoggedEvent,
    NewRun,
    ReplyKey,
    RunRecord,
    SnapshotRow,
    StoredValue,
    Turn,
    TurnOutcome,
    World,
)
from useworkflow_runtime.worlds.queueing import QueueConfig, QueuePlace, StartWindow
from useworkflow_runtime.worlds.scheduling import ScheduleRecord
from useworkflow_runtime.worlds.sqlite import SQLiteWorld
from useworkflow_runtime.worlds.step_sharing import LentStep, StepLoan, StepOffer, StepReturn
from useworkflow_runtime.worlds.streams import (
    Refusal,
    Settlement,
    StreamChunk,
    StreamPage,
    StreamRecord,
    StreamWrite,
    StreamWritten,
    WriterRecord,
)
from useworkflow_sandbox.events import RunMigrated, decode_event

START = 1_000_000
COMMITTED = TurnOutcome(committed=True)
STALE = TurnOutcome(committed=False)


def new_run(run_id: str, **changes: Any) -> NewRun:
    """A run to create at ``START``."""
    fields: dict[str, Any] = {
        "id": run_id,
        "workflow": "workflow//app//f",
        "bundle": "b1",
        "created": b'{"kind":"run_created","at":1000000}',
        "at": START,
        "args_digest": "d1",
    }
    return NewRun(**(fields | changes))


def event(seq: int, kind: str = "step_completed") -> LoggedEvent:
    """An event whose body is not all ASCII."""
    return LoggedEvent(seq, kind, START + seq, b'{"text":"\xc3\xbc \xf0\x9f\x90\x8d"}')


def turn(run_id: str, expected: int, *kinds: str, **changes: Any) -> Turn:
    """A turn that appends an event of each kind after ``expected``."""
    events = [event(expected + index, kind) for index, kind in enumerate(kinds, 1)]
    return Turn(run_id=run_id, expected=expected, events=events, **changes)


def hook(token: str, run_id: str, hook_id: str = "0/hook#0") -> HookRecord:
    """A hook of ``run_id``."""
    return HookRecord(token, run_id, hook_id, START, Raw(b'{"for":"you"}'))


def ids(records: list[RunRecord]) -> list[str]:
    """The ids of some runs."""
    return [record.id for record in records]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START)


@pytest.fixture(params=["memory", "shared memory", "sqlite", "postgres", "sealed"])
async def world(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> AsyncIterator[World]:
    world: World
    if request.param == "memory":
        world = MemoryWorld(clock)
    elif request.param == "shared memory":
        world = SharedMemoryWorld(clock)
    elif request.param == "sealed":
        world = sealed_world(MemoryWorld(clock), Envelopes(Keyring({"k": b"k" * 32}), threshold=20))
    elif request.param == "sqlite":
        world = SQLiteWorld(tmp_path / "world.db", clock=clock)
    else:
        world = PostgresWorld(request.getfixturevalue("postgres"), clock=clock)
    await world.open()
    yield world
    await world.close()


@pytest.fixture
async def epoch(world: World) -> int:
    epoch = await world.acquire("the engine")
    assert epoch is not None
    return epoch


async def record_of(world: World, run_id: str) -> RunRecord:
    record = await world.get_run(run_id)
    assert record is not None
    return record


class TestOwnership:
    async def test_one_engine_owns_a_world(self, world: World) -> None:
        """A second acquire is refused while the first engine lives, unless the world is shared; the owner is named."""
        assert await world.owner() is None
        assert await world.acquire("first") == 1
        assert await world.acquire("second") == (2 if world.shared else None)
        assert "first" in (await world.owner() or "")

    async def test_each_engine_has_a_higher_epoch(self, world: World) -> None:
        """Releasing lets the next engine in, with a new epoch."""
        first = await world.acquire("first")
        assert first is not None
        await world.release(first)
        assert await world.owner() is None
        assert await world.acquire("second") == first + 1

    async def test_a_former_engine_changes_nothing(self, world: World) -> None:
        """Every operation of an engine with a stale epoch raises, and the store stays as it is (G3)."""
        first = await world.acquire("first")
        assert first is not None
        await world.create_run(new_run("a"))
        await world.release(first)
        await world.acquire("second")
        for operation in (
            world.commit(first, [turn("a", 1, "run_started")]),
            world.claim(first),
            world.create_run(new_run("b"), claim_for=first),
            world.inbox(first),
            world.due(first, START),
            world.next_wake(first),
        ):
            with pytest.raises(LostOwnershipError, match=r"UW304: this engine \(epoch 1\) no longer owns"):
                await operation
        assert await world.get_run("b") is None
        assert (await record_of(world, "a")).last_seq == 1

    async def test_release_by_a_former_engine_has_no_effect(self, world: World) -> None:
        """A stale release does not put the present owner out."""
        first = await world.acquire("first")
        assert first is not None
        await world.release(first)
        second = await world.acquire("second")
        await world.release(first)
        assert second is not None
        assert await world.commit(second, []) == []


class TestBundles:
    async def test_a_bundle_is_kept_under_its_address(self, world: World) -> None:
        """A bundle comes back byte for byte, may be stored twice, and an unknown one is None."""
        await world.put_bundle("b1", b"\x00\xffcode")
        await world.put_bundle("b1", b"\x00\xffcode")
        assert await world.get_bundle("b1") == b"\x00\xffcode"
        assert await world.get_bundle("b2") is None


class TestCreating:
    async def test_a_new_run_is_pending_and_has_one_event(self, world: World) -> None:
        """The creation event is event 1 of the log."""
        record, created = await world.create_run(new_run("a", attributes={"n": 1, "none": None}, parent="p"))
        assert created
        assert record == await world.get_run("a")
        assert (record.status, record.last_seq, record.claims, record.active) == ("pending", 1, 0, True)
        assert (record.attributes, record.parent) == ({"n": 1}, "p")
        assert await world.read_events("a") == [
            LoggedEvent(1, "run_created", START, b'{"kind":"run_created","at":1000000}')
        ]

    async def test_an_id_is_taken_once(self, world: World) -> None:
        """A second run of the same id is refused by name."""
        await world.create_run(new_run("a"))
        with pytest.raises(RunExistsError, match="UW307: there is already a run 'a'"):
            await world.create_run(new_run("a"))

    async def test_an_idempotency_key_has_one_run(self, world: World) -> None:
        """However many starts race with one key, one of them creates the run and all get it."""
        answers = await asyncio.gather(
            *(world.create_run(new_run(f"r{index}", idempotency_key="k")) for index in range(20))
        )
        assert [created for _, created in answers].count(True) == 1
        assert len({record.id for record, _ in answers}) == 1

    async def test_a_key_with_other_arguments_is_refused(self, world: World) -> None:
        """The same key with another digest raises and names the run that has it."""
        await world.create_run(new_run("a", idempotency_key="k"))
        with pytest.raises(IdempotencyConflictError, match="'k' of workflow//app//f belongs to run 'a'"):
            await world.create_run(new_run("b", idempotency_key="k", args_digest="other"))
        assert await world.get_run("b") is None

    async def test_a_key_knows_its_arguments_under_a_former_digest(self, world: World) -> None:
        """Where digests are keyed, the same arguments have another digest after a rotation of keys."""
        await world.create_run(new_run("a", idempotency_key="k", args_digest="old"))
        record, fresh = await world.create_run(
            new_run("b", idempotency_key="k", args_digest="new", former_digests=("older", "old"))
        )
        assert (record.id, fresh) == ("a", False)

    async def test_a_key_is_one_workflows_own(self, world: World) -> None:
        """Two workflows may use the same key."""
        await world.create_run(new_run("a", idempotency_key="k"))
        assert (await world.create_run(new_run("b", idempotency_key="k", workflow="workflow//app//g")))[1]

    async def test_one_refused_start_does_not_harm_its_neighbours(self, world: World) -> None:
        """Starts that go into one commit succeed or fail on their own, in whichever order they arrive."""
        answers = await asyncio.gather(
            *(world.create_run(new_run(run_id)) for run_id in ("a", "a", "b")), return_exceptions=True
        )
        assert [isinstance(answer, RunExistsError) for answer in answers[:2]].count(True) == 1
        assert not isinstance(answers[2], BaseException)
        assert sorted(ids(await world.find_runs())) == ["a", "b"]

    async def test_a_record_shares_nothing_with_the_store(self, world: World) -> None:
        """Changing a record that was handed out changes no other one."""
        given = {"k": 1}
        record, _ = await world.create_run(new_run("a", attributes=given))
        record.attributes["k"] = 2
        given["k"] = 3
        assert (await record_of(world, "a")).attributes == {"k": 1}


class TestFinding:
    async def test_runs_come_newest_first_in_pages(self, world: World) -> None:
        """``before`` continues after the last run of a page."""
        for run_id in "abcde":
            await world.create_run(new_run(run_id))
        assert ids(await world.find_runs(limit=2)) == ["e", "d"]
        assert ids(await world.find_runs(limit=2, before="d")) == ["c", "b"]
        assert await world.find_runs(before="a") == []
        assert await world.find_runs(before="unknown") == []

    async def test_runs_are_found_by_workflow_and_status(self, world: World, epoch: int) -> None:
        """Both filters may be given at once."""
        await world.create_run(new_run("a"))
        await world.create_run(new_run("b", workflow="workflow//app//g"))
        await world.create_run(new_run("c"))
        await world.commit(epoch, [turn("c", 1, status="running")])
        assert ids(await world.find_runs(workflow="workflow//app//f")) == ["c", "a"]
        assert ids(await world.find_runs(workflow="workflow//app//f", status="running")) == ["c"]
        assert await world.find_runs(status="failed") == []

    async def test_an_unknown_run_is_nothing(self, world: World) -> None:
        """Looking for what is not there answers None or an empty list."""
        assert await world.get_run("a") is None
        assert await world.load("a") is None
        assert await world.read_events("a") == []


class TestCommit:
    async def test_events_are_appended_in_order(self, world: World, epoch: int) -> None:
        """What was committed is read back as it was, by position and in pages."""
        await world.create_run(new_run("a"))
        assert await world.commit(epoch, [turn("a", 1, "step_completed", "step_scheduled")]) == [COMMITTED]
        assert await world.read_events("a", after=1) == [event(2, "step_completed"), event(3, "step_scheduled")]
        assert [found.seq for found in await world.read_events("a", after=1, limit=1)] == [2]
        assert (await record_of(world, "a")).last_seq == 3

    async def test_logs_of_runs_do_not_mix(self, world: World, epoch: int) -> None:
        """Many runs in one commit each get their own events."""
        names = [f"r{index}" for index in range(30)]
        await asyncio.gather(*(world.create_run(new_run(name)) for name in names))
        await world.commit(epoch, [turn(name, 1, f"k_{name}") for name in names])
        for name in names:
            assert [found.kind for found in await world.read_events(name)] == ["run_created", f"k_{name}"]

    @pytest.mark.parametrize("expected", [0, 2, 7])
    async def test_a_stale_turn_is_left_out(self, world: World, epoch: int, expected: int) -> None:
        """A turn that does not continue its log changes nothing; the others of the group are committed."""
        for run_id in "abc":
            await world.create_run(new_run(run_id))
        turns = [turn("a", 1, "x"), turn("b", expected, "x", status="failed"), turn("c", 1, "x")]
        assert await world.commit(epoch, turns) == [COMMITTED, STALE, COMMITTED]
        record = await record_of(world, "b")
        assert (record.status, record.last_seq) == ("pending", 1)
        assert [(await record_of(world, run_id)).last_seq for run_id in "ac"] == [2, 2]

    async def test_a_turn_of_an_unknown_run_is_left_out(self, world: World, epoch: int) -> None:
        """A run that is not there is as stale as can be."""
        assert await world.commit(epoch, [turn("nobody", 0, "x")]) == [STALE]

    async def test_turns_of_one_run_may_follow_each_other_in_a_group(self, world: World, epoch: int) -> None:
        """The second continues the first; after a stale one the rest of that run is stale too."""
        await world.create_run(new_run("a"))
        group = [turn("a", 1, "x"), turn("a", 2, "y", "z"), turn("a", 3, "late"), turn("a", 4, "w")]
        assert await world.commit(epoch, group) == [COMMITTED, COMMITTED, STALE, COMMITTED]
        assert [found.kind for found in await world.read_events("a", after=1)] == ["x", "y", "z", "w"]

    async def test_a_turn_without_events_may_not_come_after_the_next_one(self, world: World, epoch: int) -> None:
        """Both leave the log where it is; what the later one said about the run stands, whichever arrives last (G2, G9)."""
        await world.create_run(new_run("a"), claim_for=epoch)
        overtaken = turn("a", 1, active=False, wake_at=5, snapshot=SnapshotRow(1, b"old"))
        assert await world.commit(epoch, [turn("a", 1, active=True, wake_at=None, reset_claims=True)]) == [COMMITTED]
        assert await world.commit(epoch, [overtaken]) == [STALE]
        record = await record_of(world, "a")
        assert (record.active, record.wake_at, record.claims, record.generation) == (True, None, 0, 1)
        loaded = await world.load("a")
        assert loaded is not None
        assert loaded.snapshot is None
        assert await world.commit(epoch, [turn("a", 1, "x", generation=1, active=False)]) == [COMMITTED]
        assert (await record_of(world, "a")).generation == 1

    async def test_a_turn_with_events_may_not_come_after_one_without(self, world: World, epoch: int) -> None:
        """Though it continues the log: it was made of what the run was before (G2)."""
        await world.create_run(new_run("a"), claim_for=epoch)
        assert await world.commit(epoch, [turn("a", 1, active=False, wake_at=7)]) == [COMMITTED]
        assert await world.commit(epoch, [turn("a", 1, "x", active=True)]) == [STALE]
        assert await world.commit(epoch, [turn("a", 1, "y", generation=1)]) == [COMMITTED]
        assert [row.kind for row in await world.read_events("a", 1)] == ["y"]

    async def test_a_turn_that_was_recorded_is_not_recorded_again(self, world: World, epoch: int) -> None:
        """Its answer was lost, and it is sent once more: neither with events nor without (G2)."""
        for run_id in "ab":
            await world.create_run(new_run(run_id), claim_for=epoch)
        turns = [turn("a", 1, wake_at=5), turn("b", 1, "x")]
        assert await world.commit(epoch, turns) == [COMMITTED, COMMITTED]
        assert await world.commit(epoch, turns) == [STALE, STALE]

    async def test_what_was_made_before_a_claim_may_not_come_after_it(self, world: World, epoch: int) -> None:
        """With events or without, of the engine that claims or of another: each claim begins a generation (G2, G3)."""
        await world.create_run(new_run("a"), claim_for=epoch)
        (claimed,) = await world.claim(epoch, ["a"])
        assert claimed.generation == 1
        late = [turn("a", 1, active=False), turn("a", 1, "x", active=False)]
        assert await world.commit(epoch, late) == [STALE, STALE]
        assert (await record_of(world, "a")).active
        await world.release(epoch)
        second = await world.acquire("second")
        assert second is not None
        (claimed,) = await world.claim(second, ["a"])
        assert (claimed.generation, claimed.last_seq) == (2, 1)
        assert await world.commit(second, [turn("a", 1, "x", generation=1)]) == [STALE]
        assert await world.commit(second, [turn("a", 1, "x", generation=2)]) == [COMMITTED]

    async def test_turns_without_events_may_follow_each_other_in_a_group(self, world: World, epoch: int) -> None:
        """Each is of the generation after the one before it; a parked run is not parked twice (G9)."""
        await world.create_run(new_run("a"), claim_for=epoch)
        group = [turn("a", 1, wake_at=5), turn("a", 1, wake_at=6), turn("a", 1, generation=1, wake_at=7)]
        assert await world.commit(epoch, group) == [COMMITTED, STALE, COMMITTED]
        assert (await record_of(world, "a")).wake_at == 7
        parked = [turn("a", 1, generation=2, status="stuck", reason="why")]
        assert await world.commit(epoch, parked) == [COMMITTED]
        await world.unpark("a")
        assert await world.commit(epoch, parked) == [STALE]
        assert (await record_of(world, "a")).status == "running"

    async def test_concurrent_commits_keep_every_log_whole(self, world: World, epoch: int) -> None:
        """Of two commits that race for one position, one wins."""
        await world.create_run(new_run("a"))
        outcomes = await asyncio.gather(*(world.commit(epoch, [turn("a", 1, f"k{index}")]) for index in range(8)))
        assert [outcome for group in outcomes for outcome in group].count(COMMITTED) == 1
        assert len(await world.read_events("a")) == 2

    async def test_only_fields_that_are_set_change(self, world: World, epoch: int) -> None:
        """Fields left UNSET keep their values, and None is a value where the field allows it."""
        await world.create_run(new_run("a"))
        await world.commit(
            epoch, [turn("a", 1, "x", status="running", started_at=5, wake_at=9, active=False, reason="r")]
        )
        await world.commit(epoch, [turn("a", 2, "y")])
        record = await record_of(world, "a")
        assert (record.status, record.started_at, record.wake_at, record.active, record.reason) == (
            "running", 5, 9, False, "r",
        )  # fmt: skip
        await world.commit(epoch, [turn("a", 3, wake_at=None, active=True)])
        record = await record_of(world, "a")
        assert (record.wake_at, record.active, record.last_seq) == (None, True, 3)

    async def test_attributes_are_merged(self, world: World, epoch: int) -> None:
        """A key is added, replaced, or with None removed; scalars keep their types."""
        await world.create_run(new_run("a", attributes={"keep": 1, "change": "x", "drop": True}))
        await world.commit(epoch, [turn("a", 1, attributes={"change": 1.5, "drop": None, "new": False, "ü": "ß"})])
        assert (await record_of(world, "a")).attributes == {"keep": 1, "change": 1.5, "new": False, "ü": "ß"}

    async def test_a_turn_may_bring_a_snapshot(self, world: World, epoch: int) -> None:
        """``load`` gives the newest snapshot and only the events after it."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, "x", snapshot=SnapshotRow(2, b"old"))])
        await world.commit(epoch, [turn("a", 2, "y", snapshot=SnapshotRow(3, b"\x00new"))])
        await world.commit(epoch, [turn("a", 3, "z")])
        loaded = await world.load("a")
        assert loaded is not None
        assert loaded.record == await world.get_run("a")
        assert (loaded.snapshot, loaded.events) == (SnapshotRow(3, b"\x00new"), [event(4, "z")])

    async def test_a_dropped_snapshot_leaves_the_log(self, world: World, epoch: int) -> None:
        """Without its snapshot a run is loaded from its first event on."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, "x", snapshot=SnapshotRow(2, b"bad"))])
        await world.drop_snapshot("a")
        loaded = await world.load("a", limit=1)
        assert loaded is not None
        assert (loaded.snapshot, [found.seq for found in loaded.events]) == (None, [1])

    async def test_the_end_of_a_run_leaves_only_its_record_and_log(self, world: World, epoch: int) -> None:
        """A terminal status frees tokens, and forgets snapshot, inbox and wake-up, in the same commit."""
        await world.create_run(new_run("a"))
        await world.commit(
            epoch, [turn("a", 1, wake_at=5, snapshot=SnapshotRow(1, b"s"), hooks_created=[hook("t", "a")])]
        )
        await world.send("a", "wake", Raw(b"null"))
        await world.send_to_hook("t", Raw(b"1"))
        await world.commit(
            epoch,
            [turn("a", 1, "run_completed", generation=1, status="completed", completed_at=9, output=Raw(b'{"x":1}'))],
        )
        record = await record_of(world, "a")
        assert (record.status, record.completed_at, record.active, record.wake_at) == ("completed", 9, False, None)
        assert record.output == Raw(b'{"x":1}')
        assert await world.get_hook("t") is None
        assert await world.inbox(epoch) == []
        loaded = await world.load("a")
        assert loaded is not None
        assert (loaded.snapshot, len(loaded.events)) == (None, 2)

    async def test_a_failed_run_keeps_its_error(self, world: World, epoch: int) -> None:
        """Error, kind and reason are part of the record."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, status="failed", error=Raw(b'{"e":1}'), error_kind="user", reason="r")])
        record = await record_of(world, "a")
        assert (record.error, record.error_kind, record.reason) == (Raw(b'{"e":1}'), "user", "r")

    async def test_children_are_created_with_the_commit(self, world: World, epoch: int) -> None:
        """A child is a pending run; one that is there already stays as it is."""
        await world.create_run(new_run("a"))
        await world.create_run(new_run("c1", bundle="first", idempotency_key="k"))
        children = [
            new_run("c1", bundle="second"),
            new_run("c2", parent="a"),
            new_run("c3", idempotency_key="k"),
        ]
        await world.commit(epoch, [turn("a", 1, "child_started", children=children)])
        assert ids(await world.find_runs()) == ["c2", "c1", "a"]
        assert (await record_of(world, "c1")).bundle == "first"
        assert await world.read_events("c2", limit=1) == await world.read_events("c1", limit=1)

    async def test_a_run_is_created_with_its_first_turn(self, world: World, epoch: int) -> None:
        """Claimed, where one engine has the world to itself; where its id is taken the turn is stale, and nothing is touched."""
        attributes: dict[str, Any] = {"n": 1}
        seen = world.changes("inputs")
        first = turn("a", 1, "run_started", new=new_run("a", attributes=attributes), status="running", started_at=START)
        ended = turn("b", 1, "run_started", "run_completed", new=new_run("b"), status="completed", output=Raw(b"3"))
        outcomes = await world.commit(epoch, [first, ended])
        if world.shared:
            assert [outcome.committed for outcome in outcomes] == [False, False]
            assert await world.find_runs() == []
            return
        assert [outcome.committed for outcome in outcomes] == [True, True]
        assert world.changes("inputs") == seen
        record = await record_of(world, "a")
        assert (record.status, record.claims, record.active, record.attributes) == ("running", 1, True, attributes)
        assert [row.seq for row in await world.read_events("a")] == [1, 2]
        assert (await record_of(world, "b")).output == Raw(b"3")
        assert await world.claim(epoch) == []
        (outcome,) = await world.commit(epoch, [turn("a", 1, "run_started", new=new_run("a"), status="completed")])
        assert not outcome.committed
        assert await record_of(world, "a") == record

    async def test_children_are_claimed_with_the_commit_that_creates_them(self, world: World, epoch: int) -> None:
        """Where one engine has the world to itself, which then need not look; those of a shared world are for whoever has room."""
        await world.create_run(new_run("a"), claim_for=epoch)
        seen = world.changes("inputs")
        (outcome,) = await world.commit(epoch, [turn("a", 1, "child_started", children=[new_run("c", parent="a")])])
        child = await record_of(world, "c")
        assert (child.claims, child.active, outcome.begun) == ((0, True, ()) if world.shared else (1, True, (child,)))
        assert (world.changes("inputs") > seen) is world.shared
        assert ids(await world.claim(epoch)) == (["c"] if world.shared else [])

    async def test_children_that_wait_are_not_claimed_with_the_commit(self, world: World, epoch: int) -> None:
        """For a time or a queue; nor is one that was there before. The engine has to look."""
        await world.put_queue(QueueConfig(name="post"))
        await world.create_run(new_run("a"), claim_for=epoch)
        await world.create_run(new_run("old"))
        waiting = [
            new_run("late", start_at=START + 10_000_000),
            new_run("queued", queue=QueuePlace("post")),
            new_run("old", parent="a"),
        ]
        seen = world.changes("inputs")
        (outcome,) = await world.commit(epoch, [turn("a", 1, "child_started", children=waiting)])
        assert outcome.begun == ()
        assert world.changes("inputs") > seen

    async def test_a_commit_claims_only_so_many_children(self, world: World, epoch: int) -> None:
        """In all its turns together; the rest is claimed as ever."""
        await world.create_run(new_run("a"), claim_for=epoch)
        many = [new_run(f"c{number}", parent="a") for number in range(BEGUN_TOGETHER + 1)]
        turns = [turn("a", 1, "child_started", children=many[:1]), turn("a", 2, "child_started", children=many[1:])]
        begun = [len(outcome.begun) for outcome in await world.commit(epoch, turns)]
        assert begun == ([0, 0] if world.shared else [1, BEGUN_TOGETHER - 1])
        assert sum(begun) + len(await world.claim(epoch, limit=2 * len(many))) == len(many)

    async def test_the_end_of_a_child_is_put_into_its_parents_inbox(self, world: World, epoch: int) -> None:
        """Once, with the commit that ends it, for the operation that started it; nothing while it runs."""
        await world.create_run(new_run("p"))
        child = new_run("c", parent="p", operation="0/start:f#0")
        await world.commit(epoch, [turn("p", 1, "child_started", children=[child])])
        await world.claim(epoch, ["c"])
        await world.commit(epoch, [turn("c", 1, "run_started", generation=1, status="running")])
        assert await world.inbox(epoch) == []
        seen = world.changes("inputs")
        await world.commit(
            epoch, [turn("c", 2, "run_completed", generation=1, status="completed", output=Raw(b'{"x":1}'))]
        )
        assert world.changes("inputs") > seen
        (item,) = await world.inbox(epoch)
        assert (item.run_id, item.kind, item.target) == ("p", "finished", "0/start:f#0")
        assert item.end == End("completed", Raw(b'{"x":1}'))
        await world.commit(epoch, [turn("p", 2, "child_finished", inbox_done=[item.number])])
        assert await world.inbox(epoch) == []

    async def test_any_run_can_be_waited_for(self, world: World, epoch: int) -> None:
        """One that has ended, and one that is not there, are answered at once; others when they end, in the same commit too."""
        for run_id in "abc":
            await world.create_run(new_run(run_id))
        await world.commit(epoch, [turn("a", 1, status="failed", error=Raw(b'{"e":1}'), error_kind="user")])
        awaits = [("0/run#0", "a"), ("0/run#1", "b"), ("0/run#2", "nobody")]
        await world.commit(epoch, [turn("c", 1, "x", awaits=awaits), turn("b", 1, status="cancelled", reason="r")])
        ends = {item.target: item.end for item in await world.inbox(epoch)}
        assert ends == {
            "0/run#0": End("failed", error=Raw(b'{"e":1}'), error_kind="user"),
            "0/run#1": End("cancelled", reason="r"),
            "0/run#2": End("missing"),
        }

    async def test_whoever_has_ended_is_not_told(self, world: World, epoch: int) -> None:
        """A parent that ended first, and the addressee of a message that ended, get nothing; the others do."""
        for run_id in "pq":
            await world.create_run(new_run(run_id))
        await world.commit(
            epoch,
            [turn("p", 1, children=[new_run("c", operation="0/start#0")], awaits=[("0/run#0", "q")])],
        )
        sends = [("c", "cancel", Raw(b'"bye"')), ("q", "wake", Raw(b"null")), ("none", "wake", Raw(b"null"))]
        await world.commit(epoch, [turn("p", 1, generation=1, status="completed", sends=sends)])
        await world.commit(epoch, [turn("q", 1, status="completed", sends=[("p", "wake", Raw(b"null"))])])
        items = [(item.run_id, item.kind, item.payload) for item in await world.inbox(epoch)]
        assert items == [("c", "cancel", Raw(b'"bye"'))]
        await world.commit(epoch, [turn("c", 1, status="completed")])
        assert await world.inbox(epoch) == []

    async def test_an_unsure_child_is_linked_to_the_run_that_it_is(self, world: World, epoch: int) -> None:
        """Its key's run, if the arguments are the same; else the start is refused. Its end is that run's."""
        await world.create_run(new_run("a"))
        await world.create_run(new_run("old", idempotency_key="k"))
        children = [
            new_run("c1", idempotency_key="k", operation="1", unsure=True),
            new_run("c2", idempotency_key="k", operation="2", unsure=True, args_digest="other"),
            new_run("old", operation="3", unsure=True),
            new_run("c4", idempotency_key="new", operation="4", unsure=True),
        ]
        await world.commit(epoch, [turn("a", 1, "child_started", children=children)])
        links = {item.target: decode(item.payload, type=Link) for item in await world.inbox(epoch)}
        assert links == {"1": Link("old"), "2": Link("old", "key"), "3": Link("old", "id"), "4": Link("c4")}
        assert ids(await world.find_runs()) == ["c4", "old", "a"]
        await world.commit(epoch, [turn("old", 1, status="completed"), turn("c4", 1, status="completed")])
        ended = [item.target for item in await world.inbox(epoch) if item.kind == "finished"]
        assert sorted(ended) == ["1", "4"]

    async def test_a_child_may_fall_into_the_window_of_another_start(
        self, world: World, epoch: int, clock: FakeClock
    ) -> None:
        """The first of them counts, or the last, as the window says; each of those who started it hears of its end."""
        await world.create_run(new_run("a"))
        await world.create_run(new_run("b"))
        dedup, debounce = StartWindow("k", 10), StartWindow("l", 10, "last")
        first = [
            new_run("c1", operation="1", unsure=True, window=dedup),
            new_run("c2", operation="2", unsure=True, window=debounce),
        ]
        second = [
            new_run("c3", operation="3", unsure=True, window=dedup, args_digest="other"),
            new_run("c4", operation="4", unsure=True, window=debounce, args_digest="other", created=b'{"second":1}'),
        ]
        await world.commit(epoch, [turn("a", 1, "child_started", children=first)])
        await world.commit(epoch, [turn("b", 1, "child_started", children=second)])
        links = {item.target: decode(item.payload, type=Link) for item in await world.inbox(epoch)}
        assert links == {"1": Link("c1"), "2": Link("c2"), "3": Link("c1"), "4": Link("c2")}
        assert [row.body for row in await world.read_events("c2")] == [b'{"second":1}']
        assert (await record_of(world, "c2")).wake_at == START + 10
        await world.commit(epoch, [turn("c1", 1, status="completed"), turn("c2", 1, status="completed")])
        ended = [item.target for item in await world.inbox(epoch) if item.kind == "finished"]
        assert sorted(ended) == ["1", "2", "3", "4"]
        clock.advance(seconds=1)
        third = [new_run("c5", operation="5", unsure=True, window=dedup)]
        await world.commit(epoch, [turn("b", 2, "child_started", children=third)])
        assert (await record_of(world, "c5")).status == "pending"

    async def test_runs_are_found_by_their_attributes(self, world: World, epoch: int) -> None:
        """All of the wanted ones, as they are after starts, commits and changes; numbers are equal as in Python."""
        await world.create_run(new_run("a", attributes={"n": 1, "t": "x\u00fc\"'"}))
        await world.create_run(new_run("b", attributes={"n": 1.0, "t": "y"}))
        await world.create_run(new_run("c", attributes={"n": True}))
        await world.create_run(new_run("d"))
        assert ids(await world.find_runs(attributes={"n": 1})) == ["b", "a"]
        assert ids(await world.find_runs(attributes={"n": 1.0, "t": "x\u00fc\"'"})) == ["a"]
        assert ids(await world.find_runs(attributes={"n": True})) == ["c"]
        await world.commit(epoch, [turn("d", 1, attributes={"n": 1, "m": 2.5})])
        assert await world.set_attributes("a", {"n": None, "m": 2.5}) is True
        assert ids(await world.find_runs(attributes={"n": 1})) == ["d", "b"]
        assert ids(await world.find_runs(attributes={"m": 2.5})) == ["d", "a"]
        assert ids(await world.find_runs(attributes={"m": 2.5}, before="d")) == ["a"]
        assert ids(await world.find_runs(attributes={"m": 2.5}, workflow="other")) == []
        assert (await record_of(world, "a")).attributes == {"t": "x\u00fc\"'", "m": 2.5}
        await world.commit(epoch, [turn("d", 1, generation=1, status="completed", completed_at=5)])
        assert await world.set_attributes("d", {"late": 1}) is False
        assert await world.prune(10) == ["d"]
        assert ids(await world.find_runs(attributes={"m": 2.5})) == ["a"]
        with pytest.raises(RunNotFoundError):
            await world.set_attributes("d", {"n": 1})

    async def test_a_fork_has_a_copy_of_the_log(self, world: World, epoch: int) -> None:
        """Events up to a position and what comes after them, in a run that is claimed next; the other stays as it is."""
        await world.create_run(new_run("a"))
        await world.claim(epoch)
        await world.commit(epoch, [turn("a", 1, "x", "y", "z", generation=1, status="completed")])
        await world.create_run(new_run("ended"))
        await world.commit(epoch, [turn("ended", 1, status="completed")])
        seen = world.changes("inputs")
        new = new_run("b", attributes={"k": 1})
        record = await world.fork_run(new, "a", 3, [event(4, "run_forked")], [("1", "ended"), ("2", "a")])
        assert world.changes("inputs") > seen
        assert (record.id, record.status, record.last_seq, record.attributes) == ("b", "running", 4, {"k": 1})
        copied, source = await world.read_events("b"), await world.read_events("a")
        assert copied == [*source[:3], event(4, "run_forked")]
        assert len(source) == 4
        assert ids(await world.claim(epoch)) == ["b"]
        assert sorted(item.target for item in await world.inbox(epoch)) == ["1", "2"]
        with pytest.raises(RunExistsError):
            await world.fork_run(new, "a", 1, [], [])
        with pytest.raises(RunNotFoundError):
            await world.fork_run(new_run("c"), "nobody", 1, [], [])

    async def test_many_starters_of_one_key_get_one_run(self, world: World, epoch: int) -> None:
        """Twenty starts at once with one idempotency key make one run, and all get it."""
        starts = [world.create_run(new_run(f"r{n}", idempotency_key="k")) for n in range(20)]
        got = await asyncio.gather(*starts)
        assert len({record.id for record, _ in got}) == 1
        assert [fresh for _, fresh in got].count(True) == 1
        assert len(await world.find_runs()) == 1


class TestClaim:
    async def test_pending_runs_are_claimed_once(self, world: World, epoch: int) -> None:
        """A claim is counted before the run is handed out, and no second claim of this engine gets it."""
        for run_id in "ab":
            await world.create_run(new_run(run_id))
        claimed = await world.claim(epoch)
        assert [(record.id, record.claims, record.active) for record in claimed] == [("a", 1, True), ("b", 1, True)]
        assert await world.claim(epoch) == []
        assert (await record_of(world, "a")).claims == 1

    async def test_a_claim_takes_a_limited_number_oldest_first(self, world: World, epoch: int) -> None:
        """What is over the limit is left for the next claim."""
        for run_id in "abc":
            await world.create_run(new_run(run_id))
        assert ids(await world.claim(epoch, limit=2)) == ["a", "b"]
        assert ids(await world.claim(epoch, limit=2)) == ["c"]

    async def test_a_run_may_be_created_claimed(self, world: World, epoch: int) -> None:
        """``claim_for`` saves the engine that starts a run the claim."""
        record, _ = await world.create_run(new_run("a"), claim_for=epoch)
        assert (record.claims, record.active) == (1, True)
        assert await world.claim(epoch) == []
        assert await world.commit(epoch, [turn("a", 1, "run_started")]) == [COMMITTED]

    async def test_a_delayed_run_waits_for_its_time(self, world: World, epoch: int, clock: FakeClock) -> None:
        """It is not claimed before ``start_at``, and claiming it ends the delay."""
        later = START + 60_000_000
        record, _ = await world.create_run(new_run("a", start_at=later), claim_for=epoch)
        assert (record.claims, record.wake_at) == (0, later)
        assert await world.claim(epoch) == []
        assert await world.next_wake(epoch) == later
        clock.advance(seconds=60)
        assert [(record.id, record.wake_at) for record in await world.claim(epoch)] == [("a", None)]
        assert await world.claim(epoch) == []
        assert await world.due(epoch, later) == []

    async def test_moving_runs_of_a_dead_engine_are_claimed(self, world: World, epoch: int) -> None:
        """Runs that were active come back under the next epoch with another claim; those that waited do not."""
        for run_id in "abcd":
            await world.create_run(new_run(run_id))
        await world.claim(epoch)
        await world.commit(
            epoch,
            [
                turn("a", 1, "x", generation=1, status="running"),
                turn("b", 1, "x", generation=1, status="running", active=False, wake_at=5),
                turn("c", 1, "x", generation=1, status="completed"),
            ],
        )
        await world.release(epoch)
        second = await world.acquire("second")
        assert second is not None
        assert [(record.id, record.claims) for record in await world.claim(second)] == [("a", 2), ("d", 2)]

    async def test_claims_of_many_count_so_far_only(self, world: World, epoch: int) -> None:
        """Claims beyond ``MOST_TOGETHER`` count only where the run is claimed alone."""
        await world.create_run(new_run("a"))
        found = [record.claims for _ in range(5) for record in await world.claim(epoch, ["a"])]
        assert found == [1, 2, 3, 3, 3]
        found = [record.claims for _ in range(2) for record in await world.claim(epoch, ["a"], alone=True)]
        assert found == [4, 5]
        assert [record.claims for record in await world.claim(epoch, ["a"])] == [5]

    async def test_progress_resets_the_claims(self, world: World, epoch: int) -> None:
        """``reset_claims`` sets the counter back with its commit."""
        await world.create_run(new_run("a"))
        await world.claim(epoch)
        await world.commit(epoch, [turn("a", 1, "x", generation=1, reset_claims=True)])
        assert (await record_of(world, "a")).claims == 0

    async def test_named_runs_are_claimed_whatever_they_wait_for(self, world: World, epoch: int) -> None:
        """Claiming by name takes waiting runs, and neither ended, parked nor unknown ones."""
        for run_id in "abcd":
            await world.create_run(new_run(run_id))
        await world.claim(epoch)
        await world.commit(
            epoch,
            [
                turn("a", 1, generation=1, status="running", active=False, wake_at=5),
                turn("b", 1, generation=1, status="cancelled"),
                turn("c", 1, generation=1, status="diverged"),
            ],
        )
        claimed = await world.claim(epoch, ["d", "a", "b", "c", "unknown"])
        assert [(record.id, record.active, record.wake_at) for record in claimed] == [
            ("a", True, 5), ("d", True, None),
        ]  # fmt: skip

    async def test_a_run_that_moves_again_belongs_to_the_engine_that_moved_it(self, world: World, epoch: int) -> None:
        """An ``active`` turn marks the run as this epoch's, so that only the next engine claims it."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, "x", status="running", active=False)])
        await world.commit(epoch, [turn("a", 2, "y", active=True)])
        assert await world.claim(epoch) == []
        await world.release(epoch)
        second = await world.acquire("second")
        assert second is not None
        assert ids(await world.claim(second)) == ["a"]


class TestTimes:
    async def test_due_runs_come_earliest_first(self, world: World, epoch: int) -> None:
        """Only unfinished runs that are not parked are due."""
        for run_id in "abcd":
            await world.create_run(new_run(run_id))
        await world.commit(
            epoch,
            [
                turn("a", 1, status="running", wake_at=30),
                turn("b", 1, status="running", wake_at=10),
                turn("c", 1, status="stuck", wake_at=5),
                turn("d", 1, status="running", wake_at=99),
            ],
        )
        assert await world.next_wake(epoch) == 10
        assert await world.due(epoch, 30) == ["b", "a"]
        assert await world.due(epoch, 30, limit=1) == ["b"]
        assert await world.due(epoch, 9) == []

    async def test_without_times_nothing_wakes(self, world: World, epoch: int) -> None:
        """A world in which nobody waits for a time has no next wake-up."""
        await world.create_run(new_run("a"))
        assert await world.next_wake(epoch) is None


class TestInbox:
    async def test_items_stay_until_a_commit_consumes_them(self, world: World, epoch: int) -> None:
        """Items are numbered in order, may be read after a number, and go with ``inbox_done``."""
        await world.create_run(new_run("a"))
        await world.send("a", "cancel", Raw(b'"no more"'))
        await world.send("a", "wake", Raw(b"null"), target="0/sleep#0")
        first, second = await world.inbox(epoch)
        assert (first.run_id, first.kind, first.payload) == ("a", "cancel", Raw(b'"no more"'))
        assert (second.kind, second.target) == ("wake", "0/sleep#0")
        assert await world.inbox(epoch, after=first.number) == [second]
        assert await world.inbox(epoch, limit=1) == [first]
        await world.commit(epoch, [turn("a", 1, "cancel_requested", inbox_done=[first.number])])
        assert await world.inbox(epoch) == [second]

    async def test_a_stale_turn_consumes_nothing(self, world: World, epoch: int) -> None:
        """An item whose turn was left out is still there."""
        await world.create_run(new_run("a"))
        await world.send("a", "wake", Raw(b"null"))
        (item,) = await world.inbox(epoch)
        await world.commit(epoch, [turn("a", 5, "x", inbox_done=[item.number])])
        assert await world.inbox(epoch) == [item]

    async def test_an_item_is_consumed_once(self, world: World, epoch: int) -> None:
        """A turn that consumes what is gone, or another run's, is stale, also in the same commit as the first; whoever read the
        item before can deliver it to nobody (G2)."""
        await world.create_run(new_run("a"))
        await world.create_run(new_run("b"))
        await world.send("a", "wake", Raw(b"null"))
        await world.send("a", "cancel", Raw(b"null"))
        first, second = await world.inbox(epoch)
        turns = [
            turn("a", 1, "x", inbox_done=[first.number]),
            turn("a", 2, "x", inbox_done=[first.number]),
            turn("b", 1, "x", inbox_done=[second.number]),
        ]
        assert await world.commit(epoch, turns) == [COMMITTED, STALE, STALE]
        again = [turn("a", 2, "x", inbox_done=[second.number, first.number])]
        assert await world.commit(epoch, again) == [STALE]
        assert await world.inbox(epoch) == [second]
        assert await world.commit(epoch, [turn("a", 2, "x", inbox_done=[second.number])]) == [COMMITTED]
        assert [row.seq for row in await world.read_events("a")] == [1, 2, 3]

    async def test_sending_to_an_unknown_run_is_refused(self, world: World) -> None:
        """The error names the id."""
        with pytest.raises(RunNotFoundError, match="UW306: there is no run 'nobody'"):
            await world.send("nobody", "cancel", Raw(b"null"))

    async def test_an_ended_run_takes_nothing_more(self, world: World, epoch: int) -> None:
        """A cancellation that comes too late has no effect and is no error."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, status="completed")])
        await world.send("a", "cancel", Raw(b"null"))
        assert await world.inbox(epoch) == []

    async def test_numbers_never_come_again(self, world: World, epoch: int) -> None:
        """A reader that goes on after the last number misses nothing, even after all was consumed."""
        await world.create_run(new_run("a"))
        await world.send("a", "wake", Raw(b"null"))
        (first,) = await world.inbox(epoch)
        await world.commit(epoch, [turn("a", 1, inbox_done=[first.number])])
        await world.send("a", "wake", Raw(b"null"))
        (second,) = await world.inbox(epoch, after=first.number)
        assert second.number > first.number


class TestHooks:
    async def test_a_payload_reaches_the_owner_of_the_token(self, world: World, epoch: int) -> None:
        """Sending answers with the run, and the item names the hook."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, "hook_created", hooks_created=[hook("t", "a", "0/h#1")])])
        assert await world.get_hook("t") == hook("t", "a", "0/h#1")
        assert await world.send_to_hook("t", Raw(b'{"ok":true}'), dedup="d") == "a"
        (item,) = await world.inbox(epoch)
        assert (item.run_id, item.kind, item.target, item.payload, item.dedup) == (
            "a", "hook", "0/h#1", Raw(b'{"ok":true}'), "d",
        )  # fmt: skip

    async def test_an_unknown_token_is_refused(self, world: World) -> None:
        """The error names the token."""
        with pytest.raises(HookNotFoundError, match="UW309: no run waits at hook token 'approve:1'"):
            await world.send_to_hook("approve:1", Raw(b"1"))

    async def test_a_token_has_one_owner(self, world: World, epoch: int) -> None:
        """The second run that asks for a token learns who has it; the rest of its turn is committed."""
        for run_id in "ab":
            await world.create_run(new_run(run_id))
        first, second = await world.commit(
            epoch,
            [
                turn("a", 1, "hook_created", hooks_created=[hook("t", "a")]),
                turn("b", 1, "hook_created", hooks_created=[hook("t", "b", "0/x#0"), hook("u", "b", "0/y#0")]),
            ],
        )
        assert first == COMMITTED
        assert second == TurnOutcome(committed=True, conflicts=(("0/x#0", "t", "a"),))
        assert await world.get_hook("t") == hook("t", "a")
        assert await world.get_hook("u") == hook("u", "b", "0/y#0")
        assert (await record_of(world, "b")).last_seq == 2

    async def test_a_run_whose_token_is_taken_is_taken_up_by_the_next_engine(self, world: World, epoch: int) -> None:
        """It stays active until it has been told, so that the death of its engine does not leave it waiting (G9)."""
        for run_id in "ab":
            await world.create_run(new_run(run_id))
        await world.commit(epoch, [turn("a", 1, active=False, status="running", hooks_created=[hook("t", "a")])])
        await world.commit(epoch, [turn("b", 1, active=False, status="running", hooks_created=[hook("t", "b")])])
        assert not (await record_of(world, "a")).active
        assert (await record_of(world, "b")).active

    async def test_a_disposed_token_is_free(self, world: World, epoch: int) -> None:
        """Its owner gives it up, and another run may take it; nobody gives up what is not theirs."""
        for run_id in "ab":
            await world.create_run(new_run(run_id))
        await world.commit(epoch, [turn("a", 1, hooks_created=[hook("t", "a")])])
        await world.commit(epoch, [turn("b", 1, hooks_disposed=["t"])])
        assert await world.get_hook("t") is not None
        await world.commit(epoch, [turn("a", 1, generation=1, hooks_disposed=["t"])])
        with pytest.raises(HookNotFoundError):
            await world.send_to_hook("t", Raw(b"1"))
        assert await world.commit(epoch, [turn("b", 1, generation=1, hooks_created=[hook("t", "b")])]) == [COMMITTED]

    async def test_a_token_may_change_hands_within_a_turn(self, world: World, epoch: int) -> None:
        """Dispose and create again leaves the new hook; create and dispose leaves none."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, hooks_created=[hook("t", "a", "old")])])
        (outcome,) = await world.commit(
            epoch,
            [
                turn(
                    "a",
                    1,
                    generation=1,
                    hooks_disposed=["t", "brief"],
                    hooks_created=[hook("t", "a", "new"), hook("brief", "a")],
                )
            ],
        )
        assert outcome == COMMITTED
        assert await world.get_hook("t") == hook("t", "a", "new")
        assert await world.get_hook("brief") is None

    async def test_a_repeated_delivery_is_ignored(self, world: World, epoch: int) -> None:
        """The same dedup key arrives once, even after the first delivery was consumed; another hook has its own keys."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, hooks_created=[hook("t", "a", "h1"), hook("u", "a", "h2")])])
        await asyncio.gather(*(world.send_to_hook("t", Raw(b"1"), dedup="d") for _ in range(5)))
        (item,) = await world.inbox(epoch)
        await world.commit(epoch, [turn("a", 1, "hook_received", generation=1, inbox_done=[item.number])])
        assert await world.send_to_hook("t", Raw(b"2"), dedup="d") == "a"
        assert await world.inbox(epoch) == []
        await world.send_to_hook("u", Raw(b"3"), dedup="d")
        assert [found.target for found in await world.inbox(epoch)] == ["h2"]

    async def test_workflow_code_sends_with_its_commit(self, world: World, epoch: int) -> None:
        """A forward lands in the owner's inbox; one to a token that nobody has goes nowhere, and that is told."""
        for run_id in "ab":
            await world.create_run(new_run(run_id))
        await world.commit(epoch, [turn("b", 1, hooks_created=[hook("t", "b", "h")])])
        forwards = [Forward("t", Raw(b'"hi"')), Forward("nobody", Raw(b"1"))]
        (outcome,) = await world.commit(epoch, [turn("a", 1, "hook_resumed", forwards=forwards)])
        assert outcome == TurnOutcome(committed=True, unsent=("nobody",))
        assert [(found.run_id, found.target, found.payload) for found in await world.inbox(epoch)] == [
            ("b", "h", Raw(b'"hi"'))
        ]

    async def test_what_workflow_code_sends_with_a_key_arrives_once(self, world: World, epoch: int) -> None:
        """The key is the hook's, whoever sends: a repeated forward lands nowhere, and is no undelivered one."""
        for run_id in "ab":
            await world.create_run(new_run(run_id))
        await world.commit(epoch, [turn("b", 1, hooks_created=[hook("t", "b", "h")])])
        twice = [Forward("t", Raw(b"1"), "d"), Forward("t", Raw(b"2"), "d"), Forward("t", Raw(b"3"), "e")]
        assert await world.commit(epoch, [turn("a", 1, forwards=twice)]) == [COMMITTED]
        await world.send_to_hook("t", Raw(b"4"), dedup="e")
        await world.send_to_hook("t", Raw(b"5"), dedup="f")
        late = [Forward("t", Raw(b"6"), "f"), Forward("nobody", Raw(b"7"), "f")]
        (outcome,) = await world.commit(epoch, [turn("a", 1, generation=1, forwards=late)])
        assert outcome.unsent == ("nobody",)
        found = [(item.payload, item.dedup) for item in await world.inbox(epoch)]
        assert found == [(Raw(b"1"), "d"), (Raw(b"3"), "e"), (Raw(b"5"), "f")]

    async def test_what_was_said_about_a_hook_is_kept_with_it(self, world: World, epoch: int) -> None:
        """Schema and webhook come back as they were given."""
        await world.create_run(new_run("a"))
        said = HookRecord("t", "a", "h", START, Raw(b'{"a":1}'), Raw(b'"shop:Order"'), Raw(b'"manual"'))
        await world.commit(epoch, [turn("a", 1, hooks_created=[said])])
        assert await world.get_hook("t") == said

    async def test_a_sender_may_insist_on_the_hook_that_it_has_seen(self, world: World, epoch: int) -> None:
        """A token that has changed hands since is refused, and nothing arrives."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, hooks_created=[hook("t", "a", "old")])])
        seen = await world.get_hook("t")
        assert await world.send_to_hook("t", Raw(b"1"), expected=seen) == "a"
        await world.commit(
            epoch, [turn("a", 1, generation=1, hooks_disposed=["t"], hooks_created=[hook("t", "a", "new")])]
        )
        with pytest.raises(HookNotFoundError):
            await world.send_to_hook("t", Raw(b"2"), expected=seen)
        assert [found.payload for found in await world.inbox(epoch)] == [Raw(b"1")]

    async def test_what_waits_for_a_run_is_bounded(
        self, world: World, epoch: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Beyond the limit a payload is refused and leaves nothing behind, not even its key; another run is unharmed."""
        for module in ("memory", "sqlite_hooks", "postgres_hooks"):
            monkeypatch.setattr(f"useworkflow_runtime.worlds.{module}.MOST_WAITING", 3)
        for run_id in "ab":
            await world.create_run(new_run(run_id))
            await world.commit(epoch, [turn(run_id, 1, hooks_created=[hook(run_id, run_id, "h")])])
        for number in range(3):
            await world.send_to_hook("a", Raw(b"%d" % number))
        with pytest.raises(HookFullError, match="UW364"):
            await world.send_to_hook("a", Raw(b"3"), dedup="d")
        await world.send_to_hook("b", Raw(b"0"))
        first = (await world.inbox(epoch))[0]
        await world.commit(epoch, [turn("a", 1, "hook_received", generation=1, inbox_done=[first.number])])
        await world.send_to_hook("a", Raw(b"3"), dedup="d")
        assert sorted(bytes(item.payload) for item in await world.inbox(epoch)) == [b"0", b"1", b"2", b"3"]


class TestOrder:
    @pytest.mark.parametrize("positions", [(2, 4), (3,), (3, 2), (2, 2), (1,)])
    async def test_events_out_of_order_are_refused(self, world: World, epoch: int, positions: tuple[int, ...]) -> None:
        """A turn whose events leave a gap, come twice or are swapped is refused with all that came with it (G2)."""
        for run_id in "ab":
            await world.create_run(new_run(run_id))
        wrong = Turn(run_id="a", expected=1, events=[event(position) for position in positions])
        with pytest.raises(ValueError, match="of run a stands where"):
            await world.commit(epoch, [turn("b", 1, "x"), wrong])
        assert [(await record_of(world, run_id)).last_seq for run_id in "ab"] == [1, 1]
        assert await world.commit(epoch, [turn("a", 1, "x")]) == [COMMITTED]


class TestReplies:
    KEY = ReplyKey("a", "h", "d")

    @pytest.fixture(autouse=True)
    async def _delivered(self, world: World, epoch: int) -> None:
        """Run a owns token t, and was sent a payload under the key d."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, "x", status="running", hooks_created=[hook("t", "a", "h")])])
        await world.send_to_hook("t", Raw(b"1"), dedup="d")

    async def test_a_turn_answers_a_delivery(self, world: World, epoch: int) -> None:
        """The answer is there with the commit, for whoever names the delivery or its token."""
        assert await world.read_replies([self.KEY]) == [Answer(None, over=False)]
        assert await world.find_reply("t", "d") is None
        await world.commit(epoch, [turn("a", 2, "hook_replied", replies=[HookReply("h", "d", Raw(b'{"ok":true}'))])])
        assert await world.read_replies([self.KEY]) == [Answer(Raw(b'{"ok":true}'), over=False)]
        assert await world.find_reply("t", "d") == Raw(b'{"ok":true}')

    async def test_the_first_answer_stands(self, world: World, epoch: int) -> None:
        """Of many at once one is taken, and later ones change nothing, from a turn or from outside."""
        taken = await asyncio.gather(*(world.put_reply(self.KEY, Raw(b"%d" % number)) for number in range(5)))
        assert sorted(taken) == [False, False, False, False, True]
        first = Raw(b"%d" % taken.index(True))
        await world.commit(epoch, [turn("a", 2, "hook_replied", replies=[HookReply("h", "d", Raw(b"9"))])])
        assert await world.read_replies([self.KEY]) == [Answer(first, over=False)]

    async def test_what_was_never_delivered_cannot_be_answered(self, world: World) -> None:
        """An unknown run, hook or key: no answer is kept, and an unknown run is over."""
        unknown = [ReplyKey("b", "h", "d"), ReplyKey("a", "g", "d"), ReplyKey("a", "h", "e")]
        assert [await world.put_reply(key, Raw(b"1")) for key in unknown] == [False, False, False]
        assert await world.read_replies([self.KEY, *unknown]) == [
            Answer(None, over=False), Answer(None, over=True), Answer(None, over=False), Answer(None, over=False),
        ]  # fmt: skip

    async def test_answers_outlive_their_run(self, world: World, epoch: int) -> None:
        """An answer that comes with the run's end is read after it; what was not answered never will be."""
        await world.send_to_hook("t", Raw(b"2"), dedup="e")
        last = turn(
            "a",
            2,
            "run_completed",
            status="completed",
            completed_at=START + 2,
            replies=[HookReply("h", "d", Raw(b"7"))],
        )
        await world.commit(epoch, [last])
        assert await world.read_replies([self.KEY, ReplyKey("a", "h", "e")]) == [
            Answer(Raw(b"7"), over=True),
            Answer(None, over=True),
        ]
        assert await world.find_reply("t", "d") == Raw(b"7")
        assert not await world.put_reply(ReplyKey("a", "h", "e"), Raw(b"1"))

    async def test_answers_go_when_their_run_is_pruned(self, world: World, epoch: int) -> None:
        """Nothing of a run is kept longer than the run."""
        end = turn(
            "a",
            2,
            "run_completed",
            status="completed",
            completed_at=START + 2,
            replies=[HookReply("h", "d", Raw(b"7"))],
        )
        await world.commit(epoch, [end])
        assert await world.prune(START + 10) == ["a"]
        assert await world.find_reply("t", "d") is None

    async def test_of_several_owners_of_a_token_the_newest_answer_counts(self, world: World, epoch: int) -> None:
        """A token that was used again gives the answer of the run that had it last."""
        end = turn(
            "a",
            2,
            "run_completed",
            status="completed",
            completed_at=START + 2,
            replies=[HookReply("h", "d", Raw(b"1"))],
        )
        await world.commit(epoch, [end])
        await world.create_run(new_run("b"))
        await world.commit(epoch, [turn("b", 1, status="running", hooks_created=[hook("t", "b", "h")])])
        await world.send_to_hook("t", Raw(b"1"), dedup="d")
        assert await world.find_reply("t", "d") == Raw(b"1")
        assert await world.put_reply(ReplyKey("b", "h", "d"), Raw(b"2"))
        assert await world.find_reply("t", "d") == Raw(b"2")

    async def test_an_answer_is_a_change(self, world: World, epoch: int) -> None:
        """Whoever waits for it is woken."""
        seen = world.changes()
        await world.put_reply(self.KEY, Raw(b"1"))
        assert await world.wait_for_change(5, since=seen)


class TestParking:
    async def test_a_parked_run_is_claimed_again_once_unparked(self, world: World, epoch: int) -> None:
        """It keeps log, tokens and inbox, is left alone while parked, and comes back with its claims at zero."""
        await world.create_run(new_run("a"))
        await world.claim(epoch)
        await world.commit(
            epoch, [turn("a", 1, generation=1, status="stuck", reason="why", hooks_created=[hook("t", "a")])]
        )
        record = await record_of(world, "a")
        assert (record.status, record.active, record.reason) == ("stuck", False, "why")
        assert await world.claim(epoch) == []
        await world.send_to_hook("t", Raw(b"1"))
        await world.unpark("a")
        (claimed,) = await world.claim(epoch)
        assert (claimed.status, claimed.claims, claimed.reason) == ("running", 1, None)

    async def test_what_waited_for_a_parked_run_is_met_again(self, world: World, epoch: int) -> None:
        """An engine that has read past a parked run's items finds them after its last number, in their order."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, status="diverged")])
        for payload in (b"1", b"2"):
            await world.send("a", "wake", Raw(payload))
        last = (await world.inbox(epoch))[-1].number
        await world.unpark("a")
        assert [item.payload for item in await world.inbox(epoch, after=last)] == [Raw(b"1"), Raw(b"2")]
        assert len(await world.inbox(epoch)) == 2

    async def test_only_parked_runs_are_unparked(self, world: World, epoch: int) -> None:
        """A run that moves is left alone, and an unknown one is an error."""
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, status="completed")])
        await world.unpark("a")
        assert (await record_of(world, "a")).status == "completed"
        with pytest.raises(RunNotFoundError):
            await world.unpark("nobody")


class TestMigration:
    async def test_a_moved_run_has_its_new_code_and_no_snapshot(self, world: World, epoch: int) -> None:
        """The note is appended, the bundle set, the snapshot dropped; log, tokens and times stay; its engine is told."""
        await world.put_bundle("b2", b"code")
        await world.create_run(new_run("a"))
        snapshot = SnapshotRow(2, b"state")
        changes = {
            "status": "running",
            "active": False,
            "wake_at": 9,
            "snapshot": snapshot,
            "hooks_created": [hook("t", "a")],
        }
        await world.commit(epoch, [turn("a", 1, "run_started", **changes)])
        before = await record_of(world, "a")
        assert await world.migrate_run("a", "b2", 2)
        after = await record_of(world, "a")
        assert (after.bundle, after.last_seq, after.status, after.wake_at) == ("b2", 3, before.status, 9)
        loaded = await world.load("a")
        assert loaded is not None
        assert loaded.snapshot is None
        assert [(row.seq, row.kind) for row in loaded.events] == [
            (1, "run_created"),
            (2, "run_started"),
            (3, "run_migrated"),
        ]
        note = decode_event(loaded.events[2].body)
        assert note == RunMigrated(at=loaded.events[2].at, bundle="b2", previous="b1")
        assert note.at >= loaded.events[1].at
        assert await world.get_hook("t") is not None
        (item,) = await world.inbox(epoch)
        assert (item.run_id, item.kind, item.payload) == ("a", "migrated", Raw(b"3"))

    async def test_an_engine_with_the_former_code_commits_nothing_more(self, world: World, epoch: int) -> None:
        """Turns that were made before the move are stale, those without events too; the others of the group go on (G3)."""
        await world.put_bundle("b2", b"code")
        for run_id in ("a", "b"):
            await world.create_run(new_run(run_id))
            await world.commit(epoch, [turn(run_id, 1, "run_started", status="running")])
        assert await world.migrate_run("a", "b2", 2)
        turns = [turn("a", 2, "x"), turn("a", 2, snapshot=SnapshotRow(2, b"old")), turn("b", 2, "x")]
        assert await world.commit(epoch, turns) == [STALE, STALE, COMMITTED]
        assert await world.commit(epoch, [turn("a", 3, "x")]) == [COMMITTED]
        loaded = await world.load("a")
        assert loaded is not None
        assert loaded.snapshot is None

    async def test_a_log_that_has_moved_on_is_not_moved(self, world: World, epoch: int) -> None:
        """With another position than the log's end, and for a run that has ended, nothing is changed."""
        await world.put_bundle("b2", b"code")
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, "run_started", status="running")])
        before = await record_of(world, "a")
        assert not await world.migrate_run("a", "b2", 1)
        assert not await world.migrate_run("a", "b2", 3)
        assert await record_of(world, "a") == before
        await world.commit(epoch, [turn("a", 2, "run_completed", status="completed")])
        assert not await world.migrate_run("a", "b2", 3)
        assert not await world.migrate_run("a", "b2", None)
        assert await world.inbox(epoch) == []

    async def test_a_parked_run_goes_on_when_it_is_moved(self, world: World, epoch: int) -> None:
        """It is claimed again with its claims at zero, and meets what waited for it."""
        await world.put_bundle("b2", b"code")
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, status="diverged", reason="why", hooks_created=[hook("t", "a")])])
        await world.send_to_hook("t", Raw(b"1"))
        last = (await world.inbox(epoch))[-1].number
        assert await world.migrate_run("a", "b2", 1)
        (claimed,) = await world.claim(epoch)
        assert (claimed.status, claimed.claims, claimed.reason, claimed.bundle) == ("running", 1, None, "b2")
        assert [item.payload for item in await world.inbox(epoch, after=last)] == [Raw(b"1")]

    async def test_wherever_the_log_ends(self, world: World, epoch: int) -> None:
        """Without an expected position the run is moved at once, whatever its engine has just committed."""
        await world.put_bundle("b2", b"code")
        await world.create_run(new_run("a"))
        await world.commit(epoch, [turn("a", 1, "run_started", "x", "y", status="running")])
        assert await world.migrate_run("a", "b2", None)
        assert (await record_of(world, "a")).last_seq == 5

    async def test_a_delayed_run_keeps_its_delay(self, world: World, epoch: int) -> None:
        """A run that has not begun is moved without being woken."""
        await world.put_bundle("b2", b"code")
        await world.create_run(new_run("a", start_at=START + 50))
        assert await world.migrate_run("a", "b2", 1)
        record = await record_of(world, "a")
        assert (record.status, record.wake_at, record.bundle) == ("pending", START + 50, "b2")
        assert await world.inbox(epoch) == []
        assert await world.claim(epoch) == []

    async def test_only_stored_code_and_known_runs(self, world: World) -> None:
        """A bundle that is not there, and an unknown run, are errors; nothing is changed."""
        await world.create_run(new_run("a"))
        with pytest.raises(BundleMissingError):
            await world.migrate_run("a", "b2", 1)
        with pytest.raises(RunNotFoundError):
            await world.migrate_run("nobody", "b1", 1)
        assert (await record_of(world, "a")).last_seq == 1


class TestChanges:
    async def test_a_waiter_is_woken_by_a_commit(self, world: World) -> None:
        """A waiter that waits when the change comes hears of it at once."""
        waiter = asyncio.ensure_future(world.wait_for_change(60))
        await asyncio.sleep(0)
        await world.create_run(new_run("a"))
        assert await waiter is True

    async def test_a_change_between_looking_and_waiting_is_not_lost(self, world: World) -> None:
        """What came after ``since`` counts, though it came before the call."""
        seen = world.changes()
        await world.create_run(new_run("a"))
        assert await world.wait_for_change(60, since=seen) is True
        assert await world.wait_for_change(0, since=world.changes()) is False

    async def test_a_task_hears_of_what_came_since_its_last_call(self, world: World) -> None:
        """Without ``since`` nothing is missed between two calls of one task, and nothing is told twice."""
        assert await world.wait_for_change(0) is False
        await world.create_run(new_run("a"))
        assert await world.wait_for_change(60) is True
        assert await world.wait_for_change(0) is False

    async def test_nothing_happens_within_the_timeout(self, world: World) -> None:
        """Reading is no change."""
        seen = world.changes()
        await world.get_run("a")
        assert await world.wait_for_change(0.001, since=seen) is False

    async def test_an_engine_is_not_woken_by_its_own_commits(self, world: World, epoch: int) -> None:
        """``inputs`` counts what others do: starts, sends and unparks, and forwards and children in commits."""
        await world.create_run(new_run("a"))
        seen = world.changes("inputs")
        await world.claim(epoch)
        await world.commit(epoch, [turn("a", 1, "x", generation=1, hooks_created=[hook("t", "a")])])
        assert await world.wait_for_change(0, of="inputs", since=seen) is False
        await world.send("a", "wake", Raw(b"null"))
        assert await world.wait_for_change(60, of="inputs", since=seen) is True
        seen = world.changes("inputs")
        await world.commit(epoch, [turn("a", 2, "y", generation=1, forwards=[Forward("t", Raw(b"1"))])])
        assert await world.wait_for_change(60, of="inputs", since=seen) is True

    async def test_a_claim_that_finds_nothing_is_no_change(self, world: World, epoch: int) -> None:
        """An engine that claims whenever it is woken does not wake itself for ever."""
        seen = world.changes()
        assert await world.claim(epoch) == []
        assert await world.commit(epoch, []) == []
        assert world.changes() == seen


async def test_closing_gives_ownership_back(world: World, epoch: int) -> None:
    """A world that was closed, twice even, and opened again has its runs and no owner."""
    await world.create_run(new_run("a"))
    await world.close()
    await world.close()
    await world.open()
    assert await world.owner() is None
    assert ids(await world.find_runs()) == ["a"]
    assert await world.acquire("next") == epoch + 1


async def test_time_is_the_worlds(world: World, clock: FakeClock) -> None:
    """``now`` reads the injected clock."""
    clock.set(START + 5)
    assert world.now() == START + 5


class TestPrune:
    async def _end(self, world: World, epoch: int, run_id: str, at: int, status: Any = "completed") -> None:
        await world.create_run(new_run(run_id, idempotency_key=f"key of {run_id}"), claim_for=epoch)
        await world.commit(epoch, [turn(run_id, 1, "run_completed", status=status, completed_at=at)])

    async def test_runs_that_ended_before_are_removed_with_their_logs(self, world: World, epoch: int) -> None:
        """Only ended runs that are old enough go, whatever their end was; their logs and idempotency keys go with them."""
        for run_id, at, status in (("a", 10, "completed"), ("b", 20, "failed"), ("c", 30, "cancelled")):
            await self._end(world, epoch, run_id, at, status)
        await world.create_run(new_run("open"), claim_for=epoch)
        assert await world.prune(30, dry_run=True) == ["a", "b"]
        assert ids(await world.find_runs()) == ["open", "c", "b", "a"]
        assert await world.prune(30) == ["a", "b"]
        assert await world.prune(30) == []
        assert ids(await world.find_runs()) == ["open", "c"]
        assert await world.get_run("a") is None
        assert await world.read_events("a") == []
        record, fresh = await world.create_run(new_run("again", idempotency_key="key of a"))
        assert (record.id, fresh) == ("again", True)

    async def test_parked_and_running_runs_are_kept(self, world: World, epoch: int) -> None:
        """A run that may go on is never removed, however old it is."""
        for run_id, changes in (("stuck", {"status": "stuck"}), ("running", {"status": "running"})):
            await world.create_run(new_run(run_id), claim_for=epoch)
            await world.commit(epoch, [turn(run_id, 1, "x", **changes)])
        assert await world.prune(1 << 60) == []
        assert len(await world.find_runs()) == 2

    async def test_limit_bounds_one_removal(self, world: World, epoch: int) -> None:
        """One call removes at most ``limit`` runs, those that were started first."""
        for index in range(5):
            await self._end(world, epoch, f"r{index}", 10)
        assert await world.prune(20, limit=2) == ["r0", "r1"]
        assert await world.prune(20, limit=2, dry_run=True) == ["r2", "r3", "r4"]
        assert await world.prune(20, limit=9) == ["r2", "r3", "r4"]

    async def test_late_turn_of_a_removed_run_is_stale(self, world: World, epoch: int) -> None:
        """What an engine commits for a removed run lands nowhere, not even in a run that took its place (G3)."""
        await self._end(world, epoch, "old", 10)
        assert await world.prune(20) == ["old"]
        await world.create_run(new_run("new"), claim_for=epoch)
        assert await world.commit(epoch, [turn("old", 2, "late"), turn("new", 1, "x")]) == [STALE, COMMITTED]
        assert [row.kind for row in await world.read_events("new")] == ["run_created", "x"]


class TestCode:
    async def test_code_goes_when_nothing_needs_it(self, world: World, epoch: int, clock: FakeClock) -> None:
        """Code that a run has or has had, or that a schedule starts, stays; so does what was named in the last day."""
        for bundle in ("none", "has", "had", "scheduled", "renewed"):
            await world.put_bundle(bundle, b"code")
        await world.create_run(new_run("a", bundle="had"))
        assert await world.migrate_run("a", "has", None) is True
        schedule = ScheduleRecord(
            name="s",
            cron="* * * * *",
            timezone="UTC",
            workflow="workflow//app//f",
            bundle="scheduled",
            args=Raw(b"[[],{}]"),
            created_at=START,
            next_at=None,
        )
        await world.schedules.put(schedule)
        assert await world.prune_code(1 << 60) == []
        clock.advance(seconds=2 * 86_400)
        await world.put_bundle("renewed", b"code")
        assert await world.prune_code(START, dry_run=True) == []
        assert await world.prune_code(1 << 60, dry_run=True) == ["none"]
        assert await world.prune_code(1 << 60) == ["none"]
        assert await world.get_bundle("none") is None
        assert await world.get_bundle("renewed") == b"code"
        await world.fork_run(new_run("copy"), "a", 1, [], [])
        await world.commit(epoch, [turn("a", 2, "run_completed", status="completed", completed_at=clock.now())])
        assert await world.prune(1 << 60) == ["a"]
        assert await world.prune_code(1 << 60) == []
        assert await world.schedules.delete("s") is True
        assert await world.prune_code(1 << 60) == ["scheduled"]

    async def test_code_that_was_removed_can_be_stored_again(self, world: World, clock: FakeClock) -> None:
        """It is there under the same id, and stays for another day."""
        await world.put_bundle("b", b"code")
        clock.advance(seconds=2 * 86_400)
        assert await world.prune_code(1 << 60) == ["b"]
        await world.put_bundle("b", b"code")
        assert await world.prune_code(1 << 60) == []
        assert await world.get_bundle("b") == b"code"


class TestStepSlots:
    STEP = "step//app//scan"

    async def test_no_more_are_held_than_there_are(self, world: World, epoch: int) -> None:
        """A worker holds what it asks for, up to the limit; it may ask again, for the same, for more, or for fewer."""
        slots = world.step_slots
        assert await slots.hold(epoch, self.STEP, 3, 2) == 2
        assert await slots.hold(epoch, self.STEP, 3, 2) == 2
        assert await slots.hold(epoch, self.STEP, 3, 9) == 3
        assert await slots.hold(epoch, "step//app//other", 1, 1) == 1
        assert await slots.held(self.STEP) == 3
        assert await slots.hold(epoch, self.STEP, 3, 1) == 1
        assert await slots.hold(epoch, self.STEP, 3, 0) == 0
        assert await slots.held(self.STEP) == 0

    async def test_a_lower_limit_takes_nothing_away(self, world: World, epoch: int) -> None:
        """Who has slots keeps them until it gives them back; new ones are given up to the new limit."""
        slots = world.step_slots
        assert await slots.hold(epoch, self.STEP, 5, 4) == 4
        assert await slots.hold(epoch, self.STEP, 2, 5) == 4
        assert await slots.hold(epoch, self.STEP, 2, 1) == 1
        assert await slots.hold(epoch, self.STEP, 2, 5) == 2

    async def test_a_stale_worker_holds_nothing(self, world: World, epoch: int) -> None:
        """It is refused, and what it held is free."""
        assert await world.step_slots.hold(epoch, self.STEP, 1, 1) == 1
        await world.release(epoch)
        later = await world.acquire("another")
        assert later is not None
        with pytest.raises(LostOwnershipError):
            await world.step_slots.hold(epoch, self.STEP, 1, 1)
        assert await world.step_slots.held(self.STEP) == 0
        assert await world.step_slots.hold(later, self.STEP, 1, 1) == 1

    async def test_workers_share_them(self, world: World, epoch: int) -> None:
        """What one holds another cannot have, until it is given back; then an engine is told to look."""
        if not world.shared:
            assert await world.acquire("another") is None
            return
        slots, other = world.step_slots, await world.acquire("another")
        assert other is not None
        assert await slots.hold(epoch, self.STEP, 3, 2) == 2
        assert await slots.hold(other, self.STEP, 3, 2) == 1
        assert await slots.hold(other, self.STEP, 3, 3) == 1
        seen = world.changes("inputs")
        assert await slots.hold(epoch, self.STEP, 3, 0) == 0
        assert world.changes("inputs") > seen or world.url.startswith("postgres")  # there it is told to other processes
        assert await slots.hold(other, self.STEP, 3, 3) == 3

    async def test_together_they_never_hold_too_many(self, world: World, epoch: int) -> None:
        """However they ask at the same time; who asks again after others have given slots back gets them."""
        epochs = [epoch]
        if world.shared:
            epochs += [number for _ in range(3) if (number := await world.acquire("another")) is not None]
        for count in (2, 1, 3, 0, 2):
            held = await asyncio.gather(*[world.step_slots.hold(number, self.STEP, 4, count) for number in epochs])
            assert sum(held) == await world.step_slots.held(self.STEP) <= 4
            again = [await world.step_slots.hold(number, self.STEP, 4, count) for number in epochs]
            assert sum(again) == min(4, count * len(epochs))


def writing(run_id: str, step: str = "0/tell#0", attempt: int = 1, *chunks: str, **changes: Any) -> StreamWrite:
    """A write of one step to its own run's stream, unless ``changes`` say otherwise."""
    fields: dict[str, Any] = {"run_id": run_id, "namespace": "", "writer_run": run_id, "step": step, "attempt": attempt}
    return StreamWrite(**(fields | {"chunks": tuple(Raw(f'"{chunk}"'.encode()) for chunk in chunks)} | changes))


class Streams:
    """A world whose runs write; each write is one transaction."""

    def __init__(self, world: World, epoch: int) -> None:
        self.world = world
        self.epoch = epoch

    async def start(self, run_id: str) -> None:
        """A run that this engine has."""
        await self.world.create_run(new_run(run_id), claim_for=self.epoch)

    async def write(self, *args: Any, **changes: Any) -> StreamWritten:
        """Store one write."""
        (written,) = await self.world.streams.write(self.epoch, [writing(*args, **changes)])
        return written

    async def chunks(self, run_id: str, start: int = 0, **options: Any) -> list[tuple[int, str]]:
        """(index, value) of what can be read."""
        page = await self.world.streams.read(run_id, "", start, **options)
        return [(chunk.index, bytes(chunk.body).decode().strip('"')) for chunk in page.chunks]

    async def settle(self, run_id: str, expected: int, step: str, keep: int | None, **changes: Any) -> None:
        """Commit a turn that settles a step."""
        settled = turn(run_id, expected, "step_completed", settlements=[Settlement(step, keep)], **changes)
        assert await self.world.commit(self.epoch, [settled]) == [COMMITTED]


@pytest.fixture
async def streams(world: World, epoch: int) -> Streams:
    streams = Streams(world, epoch)
    await streams.start("a")
    return streams


class TestStreams:
    async def test_chunks_are_numbered_in_the_order_in_which_they_are_stored(self, streams: Streams) -> None:
        """A page holds chunks in order with who wrote them; a page that is full says that there are more."""
        assert await streams.write("a", "0/tell#0", 1, "x", "y") == StreamWritten(2)
        assert await streams.write("a", "0/other#0", 2, "z") == StreamWritten(1)
        page = await streams.world.streams.read("a", "", 1, limit=1)
        assert page == StreamPage(
            start=1, chunks=[StreamChunk(1, "0/tell#0", 1, Raw(b'"y"'))], more=True, tail=2, resets=(), over=False
        )
        assert await streams.chunks("a") == [(0, "x"), (1, "y"), (2, "z")]
        assert await streams.chunks("a", page.next_index) == [(2, "z")]

    async def test_a_negative_index_counts_from_the_end(self, streams: Streams) -> None:
        """-2 begins at the last but one; more than there are begins at 0."""
        await streams.write("a", "0/tell#0", 1, "x", "y", "z")
        assert await streams.chunks("a", -2) == [(1, "y"), (2, "z")]
        assert await streams.chunks("a", -9) == [(0, "x"), (1, "y"), (2, "z")]

    async def test_a_stream_that_nobody_has_written_to_is_empty(self, streams: Streams) -> None:
        """Reading it is no error; reading one of an unknown run is."""
        page = await streams.world.streams.read("a", "none", -1)
        assert (page.start, page.chunks, page.tail, page.over) == (0, [], -1, False)
        with pytest.raises(RunNotFoundError):
            await streams.world.streams.read("nobody", "", 0)

    async def test_namespaces_are_apart(self, streams: Streams) -> None:
        """Each namespace has indexes of its own."""
        await streams.write("a", "0/tell#0", 1, "x")
        await streams.write("a", "0/tell#0", 1, "y", namespace="log")
        assert await streams.chunks("a") == [(0, "x")]
        found = await streams.world.streams.of_run("a")
        assert found == [StreamRecord("", 1, 0, False, 0), StreamRecord("log", 1, 0, False, 0)]

    async def test_a_write_that_is_given_again_is_stored_once(self, streams: Streams) -> None:
        """The same position with the same number of chunks: nobody knew whether it was stored."""
        await streams.write("a", "0/tell#0", 1, "x")
        for _ in range(2):
            assert await streams.write("a", "0/tell#0", 1, "y", "z", position=1) == StreamWritten(3)
        assert await streams.chunks("a") == [(0, "x"), (1, "y"), (2, "z")]

    async def test_a_later_attempt_withdraws_what_former_ones_wrote(self, streams: Streams) -> None:
        """Their indexes are given out again, and the stream remembers from where on; chunks of other steps stay."""
        await streams.write("a", "0/other#0", 1, "first")
        await streams.write("a", "0/tell#0", 1, "x", "y")
        assert await streams.write("a", "0/tell#0", 2, "X") == StreamWritten(1)
        page = await streams.world.streams.read("a", "", 0)
        assert page.resets == (1,)
        assert await streams.chunks("a") == [(0, "first"), (1, "X")]

    async def test_a_later_attempt_may_go_on(self, streams: Streams) -> None:
        """With ``go_on`` nothing is withdrawn, and the answer says where it stands."""
        await streams.write("a", "0/tell#0", 1, "x", "y")
        assert await streams.world.streams.of_step("a", "0/tell#0") == [WriterRecord("a", "", 2)]
        assert await streams.write("a", "0/tell#0", 2, go_on=True) == StreamWritten(2)
        assert await streams.write("a", "0/tell#0", 2, "z", position=2) == StreamWritten(3)
        page = await streams.world.streams.read("a", "", 0)
        assert (page.resets, [chunk.attempt for chunk in page.chunks]) == ((), [1, 1, 2])

    async def test_a_former_attempt_appends_nothing(self, streams: Streams) -> None:
        """Once a later attempt has written, or the step is settled, a late write is refused (G3)."""
        await streams.write("a", "0/tell#0", 2, "x")
        assert (await streams.write("a", "0/tell#0", 1, "late")).refused is Refusal.FENCED
        await streams.settle("a", 1, "0/tell#0", 2)
        assert (await streams.write("a", "0/tell#0", 2, "late", position=1)).refused is Refusal.FENCED
        assert (await streams.write("a", "0/tell#0", 3, "late")).refused is Refusal.FENCED
        assert await streams.chunks("a") == [(0, "x")]

    async def test_a_former_engine_appends_nothing(self, streams: Streams) -> None:
        """A write with a stale epoch raises and stores nothing (G3)."""
        await streams.world.release(streams.epoch)
        await streams.world.acquire("second")
        with pytest.raises(LostOwnershipError):
            await streams.write("a", "0/tell#0", 1, "late")
        assert await streams.chunks("a") == []

    async def test_only_what_is_settled_is_final(self, streams: Streams) -> None:
        """A reader of what is final stops before the first chunk that can be withdrawn, even if later ones cannot."""
        await streams.write("a", "0/one#0", 1, "x")
        await streams.write("a", "0/two#0", 1, "y")
        await streams.settle("a", 1, "0/two#0", 1)
        assert await streams.chunks("a", only_final=True) == []
        await streams.settle("a", 2, "0/one#0", 1)
        assert await streams.chunks("a", only_final=True) == [(0, "x"), (1, "y")]
        assert await streams.chunks("a", -1, only_final=True) == [(1, "y")]

    async def test_a_step_that_failed_leaves_nothing(self, streams: Streams) -> None:
        """What its last attempt wrote is withdrawn with the commit of its failure, a closed mark included."""
        await streams.write("a", "0/tell#0", 3, "x", close=True)
        await streams.settle("a", 1, "0/tell#0", 0)
        page = await streams.world.streams.read("a", "", 0)
        assert (page.chunks, page.resets, page.over) == ([], (0,), False)

    async def test_a_completed_step_keeps_what_its_last_attempt_knows_of(self, streams: Streams) -> None:
        """An attempt that never touched the stream leaves nothing of what former ones wrote."""
        await streams.write("a", "0/tell#0", 1, "x")
        await streams.settle("a", 1, "0/tell#0", 2)
        assert await streams.chunks("a") == []

    async def test_a_cancelled_step_leaves_what_it_wrote(self, streams: Streams) -> None:
        """Nobody will write it again, so it is final."""
        await streams.write("a", "0/tell#0", 1, "x")
        await streams.settle("a", 1, "0/tell#0", None)
        assert await streams.chunks("a", only_final=True) == [(0, "x")]

    async def test_nothing_comes_after_the_end(self, streams: Streams) -> None:
        """A closed stream takes no chunk, from whomever; the attempt after the one that closed it may open it again."""
        await streams.write("a", "0/tell#0", 1, "x", close=True)
        assert (await streams.write("a", "0/tell#0", 1, "late", position=1)).refused is Refusal.CLOSED
        assert (await streams.write("a", "0/other#0", 1, "late")).refused is Refusal.CLOSED
        assert await streams.write("a", "0/tell#0", 2, "y", go_on=True, position=1) == StreamWritten(2)
        page = await streams.world.streams.read("a", "", 0)
        assert (len(page.chunks), page.over) == (2, False)

    async def test_a_stream_is_over_once_it_is_closed_for_good(self, streams: Streams) -> None:
        """A close may be withdrawn with the attempt that closed, so it counts when its step is settled."""
        await streams.write("a", "0/tell#0", 1, "x", close=True)
        assert not (await streams.world.streams.read("a", "", 0)).over
        await streams.settle("a", 1, "0/tell#0", 1)
        assert (await streams.world.streams.read("a", "", 0)).over

    async def test_the_end_of_a_run_ends_its_streams(self, streams: Streams) -> None:
        """What stands is final, readers are told, and nothing more is taken."""
        await streams.write("a", "0/tell#0", 1, "x")
        await streams.world.commit(streams.epoch, [turn("a", 1, "run_completed", status="completed", completed_at=9)])
        page = await streams.world.streams.read("a", "", 0, only_final=True)
        assert (len(page.chunks), page.over) == (1, True)
        assert (await streams.write("a", "0/tell#0", 1, "late", position=1)).refused is Refusal.ENDED
        assert (await streams.write("nobody", "0/tell#0", 1, "x")).refused is Refusal.ENDED

    async def test_another_run_may_write(self, streams: Streams) -> None:
        """A run that was handed the stream writes as itself, and its own commits settle what it wrote."""
        await streams.start("child")
        await streams.write("a", "0/tell#0", 1, "parent")
        await streams.write("a", "0/tell#0", 1, "child", writer_run="child")
        await streams.settle("a", 1, "0/tell#0", 1)
        assert await streams.chunks("a", only_final=True) == [(0, "parent")]
        await streams.settle("child", 1, "0/tell#0", 0)
        assert await streams.chunks("a") == [(0, "parent")]

    async def test_one_refused_write_does_not_concern_the_others(self, streams: Streams) -> None:
        """Writes of several steps are one transaction, each answered for itself."""
        await streams.write("a", "0/tell#0", 2, "x")
        written = await streams.world.streams.write(
            streams.epoch, [writing("a", "0/tell#0", 1, "late"), writing("a", "0/two#0", 1, "y")]
        )
        assert written == [StreamWritten(1, Refusal.FENCED), StreamWritten(1)]

    async def test_streams_go_with_their_run(self, streams: Streams) -> None:
        """Pruning a run removes its streams; a run of the same id that comes later finds none of them."""
        await streams.start("b")
        await streams.write("a", "0/tell#0", 1, "x", close=True)
        await streams.write("b", "0/tell#0", 1, "from a", writer_run="a")
        await streams.world.commit(streams.epoch, [turn("a", 1, "run_completed", status="completed", completed_at=9)])
        assert await streams.world.prune(START) == ["a"]
        await streams.start("a")
        assert await streams.chunks("a") == []
        assert await streams.write("a", "0/tell#0", 1, "new") == StreamWritten(1)
        assert await streams.write("b", "0/tell#0", 1, "again", writer_run="a") == StreamWritten(1)
        assert await streams.chunks("b") == [(0, "from a"), (1, "again")]

    async def test_whoever_looks_is_told(self, streams: Streams) -> None:
        """Of chunks, of a settled step, and of the end of the run; a change before the wait is not missed."""
        with streams.world.streams.watch("a") as watch:
            seen = watch.count
            await streams.write("a", "0/tell#0", 1, "x")
            assert await watch.wait(10, seen)
            for step in (
                streams.settle("a", 1, "0/tell#0", 1),
                streams.world.commit(streams.epoch, [turn("a", 2, "run_failed", status="failed", completed_at=9)]),
            ):
                waiting = asyncio.create_task(watch.wait(10, watch.count))
                await step
                assert await waiting
            assert not await watch.wait(0, watch.count)

    async def test_two_attempts_cannot_write_at_once(self, streams: Streams) -> None:
        """Whichever of two concurrent attempts is stored last, the chunks are those of the later one."""
        for _ in range(5):
            late, present = await asyncio.gather(
                streams.write("a", "0/tell#0", 1, "late"), streams.write("a", "0/tell#0", 2, "present")
            )
            assert present.refused is None
            assert late.refused is Refusal.FENCED or late.written == 1
        assert [value for _, value in await streams.chunks("a")] == ["present"]


class TestStoredValues:
    async def _filled(self, world: World, epoch: int) -> None:
        await world.create_run(new_run("run_1"))
        await world.claim(epoch)
        first = turn(
            "run_1",
            1,
            "step_completed",
            generation=1,
            hooks_created=[hook("t", "run_1")],
            snapshot=SnapshotRow(2, b"\x00s"),
        )
        await world.commit(epoch, [first])
        await world.send_to_hook("t", Raw(b'"payload"'), dedup="d")
        await world.put_reply(ReplyKey("run_1", "0/hook#0", "d"), Raw(b'"reply"'))
        await world.create_run(new_run("run_2"))
        await world.claim(epoch, ["run_2"])
        await world.streams.write(epoch, [writing("run_2", "0/tell#0", 1, "chunk", "other")])
        await world.commit(
            epoch, [turn("run_2", 1, "run_completed", generation=1, status="completed", output=Raw(b'"out"'))]
        )

    async def _all(self, world: World, limit: int) -> dict[str, StoredValue]:
        found: dict[str, StoredValue] = {}
        cursor: str | None = ""
        while cursor is not None:
            page = await world.stored_values(cursor, limit=limit)
            found |= {value.place: value for value in page.values}
            cursor = page.next
        return found

    @pytest.mark.parametrize("limit", [1, 2, 500])
    async def test_every_value_is_found_once(self, world: World, epoch: int, limit: int) -> None:
        """Events, results, snapshots, metadata, payloads and answers, however long the pages are."""
        await self._filled(world, epoch)
        found = await self._all(world, limit)
        kinds = sorted(
            (value.run_id or "", value.seq or 0, value.blob) for value in found.values() if value.body != b"null"
        )
        one = [("run_1", 0, False)] * 3 + [("run_1", 1, False), ("run_1", 2, False), ("run_1", 2, True)]
        assert kinds == [*one, *[("run_2", 0, False)] * 3, ("run_2", 1, False), ("run_2", 2, False)]
        if not isinstance(world, SealedWorld):
            assert {b'"payload"', b'"chunk"', b'"reply"', b'"out"', b"\x00s", b'{"for":"you"}'} <= {
                v.body for v in found.values()
            }

    async def test_a_value_is_replaced_where_it_still_stands(self, world: World, epoch: int) -> None:
        """What was changed or has gone since it was read is left alone."""
        await self._filled(world, epoch)
        found = await self._all(world, 500)
        changes = [(value, value.body if value.blob else b" " + value.body) for value in found.values()]
        assert await world.replace_values(changes) == len(found)
        stale = [(value, b"{}") for value, new in changes if new != value.body]
        assert await world.replace_values(stale) == 0
        assert [row.body.strip() for row in await world.read_events("run_1")] == [new_run("x").created, event(2).body]
        assert (await record_of(world, "run_2")).output is not None
        await world.prune(START * 10**6)
        gone = [value for value in found.values() if value.run_id == "run_2"]
        assert await world.replace_values([(value, b"{}") for value in gone]) == 0


class TestStepsOfOthers:
    async def two(self, world: World, epoch: int) -> int:
        """A run of the first engine, and a second engine."""
        await world.create_run(new_run("a"), claim_for=epoch)
        if not world.shared:
            return 0
        other = await world.acquire("another")
        assert other is not None
        return other

    async def test_a_world_with_one_engine_lends_nothing(self, world: World, epoch: int) -> None:
        """There is nobody who could take a step; in a shared world the owner itself does not."""
        await self.two(world, epoch)
        await world.offer_steps(epoch, [offer("a", "0/f#0")])
        assert await world.steps_on_offer(epoch) == []
        assert await world.borrow_steps(epoch, ["step//app//f"], 9) == []
        assert await world.borrowed_steps(epoch) == []

    async def test_a_step_is_offered_taken_and_returned(self, world: World, epoch: int) -> None:
        """Another engine takes it once; what came of it is in the run's inbox, once; the commit that records it ends the loan (G3)."""
        other = await self.two(world, epoch)
        if not other:
            return
        seen = world.changes("offers")
        await world.offer_steps(
            epoch, [offer("a", "0/f#0"), offer("a", "0/g#0", step="step//app//g"), offer("none", "x")]
        )
        await world.offer_steps(epoch, [offer("a", "0/f#0", attempt=2)])
        assert isinstance(world, PostgresWorld) or world.changes("offers") > seen
        assert sorted(await world.steps_on_offer(other)) == ["step//app//f", "step//app//g"]
        (taken,) = await world.borrow_steps(other, ["step//app//f"], 9)
        assert (taken.run_id, taken.operation, taken.attempt, taken.seq) == ("a", "0/f#0", 1, 2)
        assert (taken.workflow, taken.run_started_at, taken.started_at) == ("workflow//app//f", 5, None)
        assert await world.borrow_steps(other, ["step//app//f"], 9) == []
        assert [step.operation for step in await world.borrowed_steps(other)] == ["0/f#0"]
        assert await world.loans("a") == [StepLoan("0/f#0", 1, "another")]
        given = StepReturn("a", "0/f#0", taken.number, Raw(b'{"kind":"step_completed"}'))
        await world.return_steps(other, [given])
        await world.return_steps(other, [given])
        (item,) = await world.inbox(epoch)
        assert (item.run_id, item.kind, item.target) == ("a", "step", "0/f#0")
        assert item.payload == Raw(b'{"kind":"step_completed"}')
        places = [("a", "0/f#0"), ("a", "0/g#0")]
        assert [step.state for step in by_operation(await world.lent_steps(epoch, places))] == ["done", "free"]
        done = turn("a", 1, "step_completed", inbox_done=[item.number], handed_back=["0/f#0"])
        assert await world.commit(epoch, [done]) == [COMMITTED]
        assert [step.operation for step in await world.lent_steps(epoch, places)] == ["0/g#0"]

    async def test_what_nobody_has_taken_is_taken_back(self, world: World, epoch: int) -> None:
        """The owner's recall is answered with what it did not get; a step that was taken back can be offered again, as another one."""
        other = await self.two(world, epoch)
        if not other:
            return
        await world.offer_steps(epoch, [offer("a", "0/f#0"), offer("a", "0/f#1")])
        (first,) = await world.borrow_steps(other, ["step//app//f"], 1)
        places = [("a", "0/f#0"), ("a", "0/f#1"), ("a", "0/f#2")]
        (lent,) = await world.recall_steps(epoch, places)
        assert (lent.place, lent.state) == (("a", first.operation), "taken")
        assert await world.borrow_steps(other, ["step//app//f"], 9) == []
        await world.offer_steps(epoch, [offer("a", "0/f#1")])
        (again,) = await world.borrow_steps(other, ["step//app//f"], 9)
        assert again.number > first.number
        await world.return_steps(other, [StepReturn("a", "0/f#1", first.number, Raw(b"1"))])
        assert await world.inbox(epoch) == []

    async def test_what_a_dead_engine_has_taken_is_lost(self, world: World, epoch: int) -> None:
        """It can return nothing any more; whoever owns the run is told, and ends the loan (G3)."""
        other = await self.two(world, epoch)
        if not other:
            return
        await world.offer_steps(epoch, [offer("a", "0/f#0")])
        (taken,) = await world.borrow_steps(other, ["step//app//f"], 9)
        await world.release(other)
        with pytest.raises(LostOwnershipError):
            await world.return_steps(other, [StepReturn("a", "0/f#0", taken.number, Raw(b"1"))])
        assert await world.inbox(epoch) == []
        (lent,) = await world.recall_steps(epoch, [("a", "0/f#0")])
        assert (lent.state, lent.attempt) == ("lost", 1)
        assert await world.commit(epoch, [turn("a", 1, "step_started", handed_back=["0/f#0"])]) == [COMMITTED]
        assert await world.lent_steps(epoch, [("a", "0/f#0")]) == []

    async def test_the_end_of_a_run_ends_its_loans(self, world: World, epoch: int) -> None:
        """What comes of a step then goes nowhere."""
        other = await self.two(world, epoch)
        if not other:
            return
        await world.offer_steps(epoch, [offer("a", "0/f#0"), offer("a", "0/f#1")])
        (taken,) = await world.borrow_steps(other, ["step//app//f"], 1)
        await world.commit(epoch, [turn("a", 1, status="completed")])
        assert await world.borrowed_steps(other) == []
        assert await world.steps_on_offer(other) == []
        await world.return_steps(other, [StepReturn("a", taken.operation, taken.number, Raw(b"1"))])
        assert await world.inbox(epoch) == []


def offer(run_id: str, operation: str, attempt: int = 1, step: str = "step//app//f", expected: int = 1) -> StepOffer:
    """A step on offer."""
    return StepOffer(run_id, operation, attempt, 2, step, "workflow//app//f", 5, expected)


def by_operation(steps: list[LentStep]) -> list[LentStep]:
    """In a certain order."""
    return sorted(steps, key=lambda step: step.operation)
