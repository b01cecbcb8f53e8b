"""Streams end to end: steps write, readers follow, attempts fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest

from useworkflow import (
    FatalError,
    Run,
    Stream,
    StreamReset,
    WorkflowFailedError,
    create_hook,
    get_step_metadata,
    get_writable,
    resume_hook,
    sleep,
    start,
    step,
)
from useworkflow_runtime.streams.outside import StoreSource
from useworkflow_runtime.worlds.postgres import PostgresWorld

if TYPE_CHECKING:
    from conftest import Room

gates: dict[str, asyncio.Event] = {}
"""Events that tests set, by name."""


def gate(name: str) -> asyncio.Event:
    """The event of that name; made when it is first asked for."""
    return gates.setdefault(name, asyncio.Event())


@step(executor="loop")
def say_on_the_loop(words: list[str]) -> None:
    "use step"
    out = get_writable()
    out.write_from(words)
    out.close()


async def say(words: list[str], namespace: str | None = None) -> int:
    "use step"
    out = get_writable(namespace)
    for word in words:
        await out.write(word)
    return len(words)


def say_plainly(words: list[str]) -> int:
    "use step"
    out = get_writable()
    for word in words:
        out.write(word)
    out.drain()
    out.write_from(["and", "more"])
    out.close()
    return out.next_index


@step(retry_delay=0)
async def stumble(words: list[str], at: int, going_on: bool) -> None:
    "use step"
    out = get_writable()
    attempt = get_step_metadata().attempt
    begin = out.next_index if going_on else 0
    for index, word in list(enumerate(words))[begin:]:
        if attempt == 1 and index == at:
            await out.drain()
            gate("stumbled").set()
            await gate("go on").wait()
            raise ValueError("stumbled")
        await out.write(word)
    await out.close()


async def fail_after(words: list[str]) -> None:
    "use step"
    out = get_writable()
    await out.write_from(words)
    await out.close()
    raise FatalError("no more")


async def tell(out: Stream, words: list[str]) -> Stream:
    "use step"
    await out.write_from(words)
    return out


async def hold(words: list[str]) -> None:
    "use step"
    out = get_writable()
    await out.write_from(words)
    await out.drain()
    gate("held").set()
    await asyncio.Event().wait()


async def count_up(n: int) -> AsyncIterator[int]:
    "use step"

    async def numbers() -> AsyncIterator[int]:
        for i in range(n):
            yield i

    return numbers()


def count_up_plainly(n: int) -> AsyncIterator[int]:
    "use step"

    async def numbers() -> AsyncIterator[int]:
        for i in range(n):
            yield i

    return numbers()


async def total(numbers: Stream) -> int:
    "use step"
    return sum([number async for number in numbers])


async def misuse(out: Stream) -> None:
    "use step"
    await out.close()
    await out.write("late")


async def unserializable() -> None:
    "use step"
    await get_writable().write(object())


async def told(words: list[str]) -> str:
    "use workflow"
    await say(words)
    await create_hook(token="more")
    await say(["end"])
    return "done"


async def told_plainly(words: list[str]) -> int:
    "use workflow"
    return say_plainly(words)


async def told_on_the_loop(words: list[str]) -> None:
    "use workflow"
    say_on_the_loop(words)


async def stumbled(words: list[str], at: int, going_on: bool) -> None:
    "use workflow"
    await stumble(words, at, going_on)


async def failed(words: list[str]) -> str:
    "use workflow"
    try:
        await fail_after(words)
    except FatalError as error:
        await say(["sorry"])
        return str(error)
    return "?"


async def handed_on(words: list[str]) -> tuple[bool, Stream]:
    "use workflow"
    out = get_writable("side")
    await sleep(1)
    same = await tell(out, words)
    return same == out, out


async def stopped(words: list[str]) -> str:
    "use workflow"
    try:
        async with asyncio.timeout(60):
            await hold(words)
    except TimeoutError:
        return "stopped"
    return "?"


async def summed(n: int) -> list[Any]:
    "use workflow"
    numbers: Any = await count_up(n)
    plainly: Any = count_up_plainly(n)
    return [await total(numbers), await total(plainly), numbers]


async def misused() -> None:
    "use workflow"
    await misuse(get_writable())


async def refused(what: str) -> str:
    "use workflow"
    out = get_writable()
    if what == "write":
        await out.write(1)
    elif what == "next_index":
        return str(out.next_index)
    else:
        async for _ in out:
            pass
    return "?"


async def cannot() -> None:
    "use workflow"
    await unserializable()


@step(max_retries=0)
async def tell_and_fail(out: Stream, words: list[str]) -> None:
    "use step"
    await out.write_from(words)
    raise ValueError("no")


async def child(out: Stream, words: list[str], fails: bool) -> None:
    "use workflow"
    await tell(out, words)
    if fails:
        await tell_and_fail(out, ["never"])


async def parent(words: list[str], fails: bool) -> str:
    "use workflow"
    out = get_writable()
    await say(["begin"])
    run = await start(child, out, words, fails)
    try:
        await run.result()
    except WorkflowFailedError as error:
        await say([f"failed: {error.__cause__}"])
    await say(["end"])
    return run.id


async def relay(numbers: Stream, out: Stream) -> None:
    "use step"
    async for number in numbers.read(read="live"):
        await out.write(number)


async def relayed(n: int) -> None:
    "use workflow"
    numbers = get_writable("numbers")
    await asyncio.gather(relay(numbers, get_writable()), count_into(numbers, n))


async def count_into(out: Stream, n: int) -> None:
    "use step"
    await out.write_from(range(n))
    await out.close()


async def many(n: int) -> int:
    "use workflow"
    return await say([str(i) for i in range(n)])


@pytest.fixture(autouse=True)
def _fresh() -> None:
    gates.clear()


async def all_of(stream: AsyncIterator[Any]) -> list[Any]:
    """What a reader gives until its end; what is reset is forgotten, and marked."""
    got: list[Any] = []
    while True:
        try:
            async for chunk in stream:
                got.append(chunk)  # noqa: PERF401
            return got
        except StreamReset as reset:
            del got[reset.index :]
            got.append(f"reset {reset.index}")


async def next_of(stream: AsyncIterator[Any], count: int) -> list[Any]:
    """The next chunks of a reader."""
    return [await anext(stream) for _ in range(count)]


class TestWriting:
    async def test_a_reader_follows_a_run(self, rooms: Room) -> None:
        """Chunks come while the run goes on, and the reader ends with it."""
        await rooms.open()
        run = await rooms.start(told, ["a", "b"])
        stream = run.stream()
        assert await next_of(stream, 2) == ["a", "b"]
        rest = asyncio.create_task(all_of(stream))
        await rooms.until(run, "hook_created")
        await resume_hook("more", None, world=rooms.world)
        assert await rest == ["end"]
        assert await run.result() == "done"

    async def test_sync_steps_write_with_plain_calls(self, rooms: Room) -> None:
        """``write``, ``drain``, ``write_from`` and ``close`` are not awaited in a sync step."""
        await rooms.open()
        run = await rooms.start(told_plainly, ["a", "b"])
        assert await all_of(run.stream()) == ["a", "b", "and", "more"]
        assert await run.result() == 4

    async def test_a_sync_step_on_the_loop_writes_with_plain_calls_too(self, rooms: Room) -> None:
        """It cannot wait there; its chunks are stored before it is done all the same."""
        await rooms.open()
        run = await rooms.start(told_on_the_loop, ["a", "b"])
        await run.result()
        assert await all_of(run.stream(read="committed")) == ["a", "b"]

    async def test_a_handle_is_a_value(self, rooms: Room) -> None:
        """It is the same after a crash, as argument and as result; whoever has it can read."""
        await rooms.open()
        run = await rooms.start(handed_on, ["a", "b"])
        await rooms.until(run, "timer_started")
        await rooms.engine.stop()
        await rooms.open()
        rooms.advance(1)
        same, stream = await run.result()
        assert (same, stream.namespace, stream.run_id) == (True, "side", run.id)
        assert [chunk async for chunk in stream] == ["a", "b"]
        assert await all_of(run.stream("side")) == ["a", "b"]

    async def test_a_step_that_returns_an_async_iterator_gives_a_stream(self, rooms: Room) -> None:
        """The next step reads it; the workflow hands it on without looking into it."""
        await rooms.open()
        run = await rooms.start(summed, 5)
        total, plainly, stream = await run.result()
        assert (total, plainly) == (10, 10)
        assert [number async for number in stream.read(-2)] == [3, 4]

    async def test_nothing_is_written_after_close(self, rooms: Room) -> None:
        """The step fails at once: no retry helps."""
        await rooms.open()
        run = await rooms.start(misused)
        with pytest.raises(
            WorkflowFailedError, match=r"UW371: <Stream of run_.*> takes no chunk any more: it is closed"
        ):
            await run.result()
        assert (await rooms.kinds(run)).count("step_retrying") == 0

    async def test_a_chunk_that_cannot_be_recorded_is_refused_at_once(self, rooms: Room) -> None:
        """With the path to the value, and without a retry."""
        await rooms.open()
        run = await rooms.start(cannot)
        with pytest.raises(WorkflowFailedError, match="chunk"):
            await run.result()
        assert (await rooms.kinds(run)).count("step_retrying") == 0

    @pytest.mark.parametrize(
        ("what", "said"),
        [("write", "cannot be written to"), ("next_index", "cannot tell"), ("read", "cannot be read in workflow code")],
    )
    async def test_workflow_code_only_hands_streams_on(self, room: Room, what: str, said: str) -> None:
        """Reading and writing there are refused with the remedy."""
        await room.open()
        run = await room.start(refused, what)
        with pytest.raises(WorkflowFailedError, match=said):
            await run.result()

    async def test_outside_of_any_run_a_stream_is_a_list(self) -> None:
        """A workflow or step that is called as an ordinary function writes to memory (G1)."""
        out = get_writable()
        assert await tell(out, ["a", "b"]) is out
        assert await say(["x"]) == 1
        assert [chunk async for chunk in out] == ["a", "b"]
        assert (await out.read().tail_index(), out.next_index) == (1, 2)

    @pytest.mark.parametrize("fails", [False, True])
    async def test_a_child_run_writes_to_its_parents_stream(self, rooms: Room, fails: bool) -> None:
        """What its steps write is settled by its own commits; a step of it that fails leaves nothing."""
        await rooms.open()
        run = await rooms.start(parent, ["a", "b"], fails)
        rest = ["failed: no", "end"] if fails else ["end"]
        committed = asyncio.create_task(all_of(run.stream(read="committed")))
        got = [chunk for chunk in await all_of(run.stream()) if not chunk.startswith("reset") and chunk != "never"]
        assert got == ["begin", "a", "b", *rest]
        assert await committed == ["begin", "a", "b", *rest]
        of_child = Run[None](await run.result(), world=rooms.world)
        assert await all_of(of_child.stream()) == []

    async def test_a_step_reads_what_another_one_writes_at_the_same_time(self, rooms: Room) -> None:
        """``stream.read(read="live")`` in a step follows; the stream is over once the writer is done."""
        await rooms.open()
        run = await rooms.start(relayed, 50)
        assert await all_of(run.stream()) == list(range(50))
        await run.result()

    async def test_a_large_stream_is_stored_whole(self, rooms: Room) -> None:
        """More than one page, more than one buffer."""
        await rooms.open()
        run = await rooms.start(many, 5000)
        assert await all_of(run.stream(read="committed")) == [str(i) for i in range(5000)]
        assert await run.stream().tail_index() == 4999
        assert await all_of(run.stream(start_index=-3)) == ["4997", "4998", "4999"]


class TestAttempts:
    async def test_a_failed_attempt_withdraws_what_it_wrote(self, rooms: Room) -> None:
        """A live reader that has had it is told from where on; after that it gets the new attempt's chunks."""
        await rooms.open()
        run = await rooms.start(stumbled, ["a", "b", "c"], 2, False)
        stream = run.stream()
        assert await next_of(stream, 2) == ["a", "b"]
        gate("go on").set()
        with pytest.raises(StreamReset) as reset:
            await next_of(stream, 2)
        assert reset.value.index == 0
        assert await all_of(stream) == ["a", "b", "c"]
        await run.result()

    async def test_an_attempt_that_goes_on_withdraws_nothing(self, rooms: Room) -> None:
        """With ``next_index`` no reader is reset, and every chunk is there once."""
        await rooms.open()
        run = await rooms.start(stumbled, ["a", "b", "c"], 2, True)
        stream = run.stream()
        assert await next_of(stream, 2) == ["a", "b"]
        gate("go on").set()
        assert await all_of(stream) == ["c"]
        await run.result()
        assert await all_of(run.stream()) == ["a", "b", "c"]

    async def test_only_what_is_final_is_committed(self, rooms: Room) -> None:
        """A reader with ``read="committed"`` sees nothing of an attempt before its step is done, and no reset."""
        await rooms.open()
        run = await rooms.start(stumbled, ["a", "b", "c"], 2, False)
        committed = asyncio.create_task(all_of(run.stream(read="committed")))
        await gate("stumbled").wait()
        assert await run.stream(read="committed").tail_index() == -1
        gate("go on").set()
        assert await committed == ["a", "b", "c"]

    async def test_a_step_that_fails_for_good_leaves_nothing(self, rooms: Room) -> None:
        """What it wrote, and its close, are withdrawn with its failure."""
        await rooms.open()
        run = await rooms.start(failed, ["a", "b"])
        assert await run.result() == "no more"
        assert await all_of(run.stream()) == ["sorry"]

    async def test_a_cancelled_step_leaves_what_it_wrote(self, rooms: Room) -> None:
        """Nobody writes it again, so it is final."""
        await rooms.open()
        run = await rooms.start(stopped, ["a", "b"])
        await gate("held").wait()
        await rooms.until(run, "timer_started")
        rooms.advance(61)
        assert await run.result() == "stopped"
        assert await all_of(run.stream(read="committed")) == ["a", "b"]

    @pytest.mark.parametrize("going_on", [False, True])
    async def test_an_engine_that_dies_is_a_failed_attempt(self, rooms: Room, going_on: bool) -> None:
        """The next engine's attempt withdraws, or goes on; what a reader resumes with its cursor is exact."""
        await rooms.open()
        run = await rooms.start(stumbled, ["a", "b", "c"], 2, going_on)
        stream = run.stream()
        assert await next_of(stream, 2) == ["a", "b"]
        await gate("stumbled").wait()
        await rooms.kill()
        await rooms.world.open()
        await rooms.open()
        again = Run[None](run.id, world=rooms.world).stream(start_index=stream.cursor)
        assert await all_of(again) == (["c"] if going_on else ["reset 0", "a", "b", "c"])


class TestReading:
    async def test_a_hundred_readers_share_their_looks(self, rooms: Room, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each gets every chunk once, and together they ask the store hardly more often than one."""
        await rooms.open()
        run = await rooms.start(told, [str(i) for i in range(50)])
        looks = 0
        read = rooms.world.streams.read

        async def counted(*args: Any, **kwargs: Any) -> Any:
            nonlocal looks
            looks += 1
            return await read(*args, **kwargs)

        monkeypatch.setattr(rooms.world.streams, "read", counted)
        readers = [asyncio.create_task(all_of(run.stream())) for _ in range(100)]
        await rooms.until(run, "hook_created")
        await resume_hook("more", None, world=rooms.world)
        wanted = [*(str(i) for i in range(50)), "end"]
        assert all(got == wanted for got in await asyncio.gather(*readers))
        assert looks < 100

    async def test_a_slow_reader_holds_nobody_up(self, rooms: Room) -> None:
        """One that has stopped reading sees all of it later."""
        await rooms.open()
        run = await rooms.start(many, 3000)
        slow = run.stream()
        assert await anext(slow) == "0"
        assert await run.result() == 3000
        assert await all_of(slow) == [str(i) for i in range(1, 3000)]

    async def test_a_reader_of_nothing_ends_with_the_run(self, rooms: Room) -> None:
        """A namespace that nobody writes to is empty."""
        await rooms.open()
        run = await rooms.start(many, 1)
        assert await all_of(run.stream("nothing")) == []

    async def test_arguments_that_make_no_sense_are_refused(self, room: Room) -> None:
        """A cursor that is none, a mode that is none, a namespace that is none."""
        run = Run[None]("run_x", world=room.world)
        with pytest.raises(ValueError, match="neither an index nor the cursor"):
            run.stream(start_index="x")
        with pytest.raises(ValueError, match='read is "live" or "committed"'):
            run.stream(read="all")  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="1 to 256 characters"):
            run.stream("")
        with pytest.raises(TypeError, match="is text"):
            get_writable(7)  # type: ignore[arg-type]


async def test_two_workers_and_a_reader_on_postgres(postgres: str, room: Room) -> None:
    """One worker dies in the middle of a stream: the other's attempt goes on, and a reader in a third place hears of all of it."""
    worlds = [PostgresWorld(postgres) for _ in range(3)]
    for world in worlds:
        await world.open()
    first, second = type(room)(worlds[0]), type(room)(worlds[1])
    await first.open()
    run = await first.start(stumbled, ["a", "b", "c"], 2, True)
    reader = Run[None](run.id, world=worlds[2]).stream()
    reader._source = StoreSource(worlds[2].streams)
    assert await next_of(reader, 2) == ["a", "b"]
    await gate("stumbled").wait()
    await second.open()
    await first.kill()
    assert await all_of(reader) == ["c"]
    assert await all_of(Run[None](run.id, world=second.world).stream(read="committed")) == ["a", "b", "c"]
    await second.engine.stop()
    for world in worlds[1:]:
        await world.close()
