"""Steps, timers and the end of a run on the deterministic loop."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from useworkflow_sandbox.calls import StepFunction, SyncStepError, call
from useworkflow_sandbox.durations import END_OF_TIME, from_seconds, to_microseconds
from useworkflow_sandbox.events import (
    RunCancelled,
    StepCancelled,
    StepCompleted,
    StepScheduled,
    TimerCancelled,
    TimerStarted,
)
from useworkflow_sandbox.facades.asyncio_facade import make_module
from useworkflow_sandbox.instance import TurnInterrupted
from useworkflow_sandbox.metadata import get_workflow_metadata, set_attributes
from useworkflow_sandbox.timers import sleep
from useworkflow_sandbox.unsupported import UnsupportedError
from useworkflow_sandbox.values import SerializationError

aio: Any = make_module({})
add = StepFunction("step//shop//add", True)
charge = StepFunction("step//shop//charge", False)


# --- steps


def test_a_step_is_scheduled_when_it_is_awaited(play: Any) -> None:
    """Calling a step does nothing by itself; the command names the user's line (G10)."""

    async def workflow() -> int:
        call = add(1, b=2)
        await aio.sleep(1)
        return int(await call)

    run = play(workflow)
    assert run.steps == []
    run.run_timers()
    (command,) = run.of(StepScheduled)
    assert (command.id, command.step, bytes(command.args)) == ("0/add#0", "step//shop//add", b'[[1],{"b":2}]')
    assert command.line == workflow.__code__.co_firstlineno + 1
    run.complete("0/add#0", 3)
    assert run.result == 3


def test_a_step_call_can_be_awaited_once(play: Any) -> None:
    """Like a coroutine object, it is spent."""

    async def workflow() -> None:
        call = add(1)
        await call
        await call

    run = play(workflow)
    run.complete("0/add#0", 1)
    assert str(run.error) == "cannot reuse already awaited coroutine"


def test_a_failed_step_raises_its_own_exception(play: Any) -> None:
    """Nothing is wrapped: ``except ValueError`` means what it says (G1)."""

    async def workflow() -> str:
        try:
            await add(1)
        except ValueError as error:
            return f"caught {error}"
        return "no"

    run = play(workflow)
    run.fail("0/add#0", ValueError("bad"))
    assert run.result == "caught bad"


def test_steps_run_beside_each_other_as_tasks(play: Any) -> None:
    """``create_task(step())``, ``gather`` and ``TaskGroup`` schedule without a wait in between."""

    async def workflow() -> list[Any]:
        task = aio.create_task(add(1))
        async with aio.TaskGroup() as group:
            inner = group.create_task(add(2))
        return [await task, inner.result(), *await aio.gather(add(3), add(4))]

    run = play(workflow)
    assert run.steps == ["0.0/add#0", "0.1/add#0"]
    run.complete("0.1/add#0", "b")
    assert run.steps[2:] == []
    run.complete("0.0/add#0", "a")
    assert run.steps[2:] == ["0.2/add#0", "0.3/add#0"]
    run.complete("0.3/add#0", "d")
    run.complete("0.2/add#0", "c")
    assert run.result == ["a", "b", "c", "d"]


def test_an_argument_that_cannot_be_serialized_fails_at_the_users_line(play: Any) -> None:
    """The error is raised in the user's frame, at once, with the path and the line (G10)."""

    async def workflow() -> list[Any]:
        try:
            await add({"handle": object()})
        except SerializationError as error:
            return [error.path, error.where.line if error.where else 0]
        return []

    run = play(workflow)
    assert run.result[0].startswith("args[0]")
    assert run.result[1] == workflow.__code__.co_firstlineno + 2
    assert run.steps == []


def test_a_cancelled_wait_cancels_the_step_and_ignores_its_result(play: Any) -> None:
    """``StepCancelled`` is recorded, and a late result changes nothing."""

    async def workflow() -> str:
        try:
            async with aio.timeout(5):
                await add(1)
        except TimeoutError:
            await aio.sleep(1)
            return "late"
        return "in time"

    run = play(workflow)
    run.fire("0/timeout#0")
    assert [command.id for command in run.of(StepCancelled)] == ["0/add#0"]
    assert run.complete("0/add#0", 1) == []
    run.run_timers()
    assert run.result == "late"


def test_an_unknown_id_is_ignored(play: Any) -> None:
    """A late or repeated event gives no commands."""

    async def workflow() -> None:
        await add(1)

    run = play(workflow)
    assert run.complete("0/other#7", 1) == []
    run.complete("0/add#0", 1)
    assert run.instance.finished
    assert run.instance.deliver(StepCompleted(at=run.at, id="0/add#0", value=b"1")) == []


# --- sync steps


def test_during_a_sync_step_no_other_task_runs(play: Any) -> None:
    """A sync call suspends the whole run, and goes on before anything that became ready meanwhile (G1)."""
    trace: list[str] = []

    async def other() -> None:
        trace.append("other begins")
        await add(1)
        trace.append("other goes on")

    async def workflow() -> None:
        task = aio.create_task(other())
        await aio.sleep(0)
        trace.append("call")
        await call(charge, 5)
        trace.append("returned")
        await task

    run = play(workflow)
    assert trace == ["other begins", "call"]
    run.complete("0.0/add#0", 1)
    assert trace == ["other begins", "call"]
    run.complete("0/charge#0", None)
    assert trace == ["other begins", "call", "returned", "other goes on"]
    assert run.instance.finished


def test_cancelling_the_run_ends_a_sync_step(play: Any) -> None:
    """A workflow of sync steps only can be cancelled too."""

    async def workflow() -> None:
        await call(charge, 5)

    run = play(workflow)
    run.cancel("enough")
    assert run.reason == "enough"
    assert [command.id for command in run.of(StepCancelled)] == ["0/charge#0"]


def test_a_sync_step_reached_indirectly_says_what_to_do(play: Any) -> None:
    """Through ``map`` or a variable the call cannot suspend: an error with the remedy (G10)."""

    async def workflow() -> list[Any]:
        return list(map(charge, [1]))

    error = play(workflow).error
    assert isinstance(error, SyncStepError)
    assert "asyncio.to_thread(charge, ...)" in str(error)


def test_to_thread_runs_a_sync_step_beside_other_tasks(play: Any) -> None:
    """``asyncio.to_thread(step)`` does not stop the others."""

    async def workflow() -> list[Any]:
        return list(await aio.gather(aio.to_thread(charge, 1), aio.to_thread(charge, 2)))

    run = play(workflow)
    assert run.steps == ["0.0/charge#0", "0.1/charge#0"]
    run.complete("0.1/charge#0", "b")
    run.complete("0.0/charge#0", "a")
    assert run.result == ["a", "b"]


def test_to_thread_refuses_what_is_no_step(play: Any) -> None:
    """There are no threads in workflow code."""

    async def workflow() -> None:
        await aio.to_thread(len, [])

    assert isinstance(play(workflow).error, UnsupportedError)


def test_a_plain_function_in_the_place_of_a_step_is_called(play: Any) -> None:
    """A name that was rebound means what it holds now."""

    async def workflow() -> int:
        return int(await call(len, [1, 2]))

    assert play(workflow).result == 2


# --- timers


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1h 30m", 5_400_000_000),
        ("500ms", 500_000),
        ("1.5 days and 2 hours", 136_800_000_000),
        ("2 weeks", 1_209_600_000_000),
        (2, 2_000_000),
        (0.25, 250_000),
        (timedelta(minutes=1), 60_000_000),
        (datetime(1970, 1, 1, 0, 0, 7, tzinfo=UTC), 2_000_000),
        (datetime(1969, 1, 1, tzinfo=UTC), 0),
    ],
)
def test_durations_are_read_exactly(value: Any, expected: int) -> None:
    """Text, seconds, ``timedelta`` and aware ``datetime``, in microseconds from now."""
    assert to_microseconds(value, now=5_000_000) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "soon",
        "5",
        "5 parsecs",
        "-1s",
        -1,
        -0.5,
        float("nan"),
        float("inf"),
        timedelta(-1),
        datetime(2030, 1, 1),
        1e15,
    ],
)
def test_bad_durations_raise(value: Any) -> None:
    """Bad, negative, endless or NaN durations raise ``ValueError``."""
    with pytest.raises(ValueError, match=r"duration|time zone"):
        to_microseconds(value, now=0)


@pytest.mark.parametrize("value", [None, True, [1], b"1s"])
def test_no_duration_at_all_is_a_type_error(value: Any) -> None:
    """Other types are refused by their name."""
    with pytest.raises(TypeError, match=type(value).__name__):
        to_microseconds(value, now=0)


def test_asyncios_delays_are_clamped() -> None:
    """asyncio takes negative and endless delays."""
    assert from_seconds(-5, 0) == 0
    assert from_seconds(float("inf"), 10) == END_OF_TIME - 10
    with pytest.raises(ValueError, match="NaN"):
        from_seconds(float("nan"), 0)


def test_a_sleep_is_one_timer(play: Any) -> None:
    """``sleep`` gives one ``TimerStarted`` with the time at which it is due."""

    async def workflow() -> str:
        await sleep("1h")
        return str(await aio.sleep(2, "value"))

    run = play(workflow)
    begun = run.at
    run.run_timers()
    assert [command.due - begun for command in run.of(TimerStarted)] == [3_600_000_000, 3_602_000_000]
    assert run.result == "value"


def test_sleeping_no_time_needs_no_timer(play: Any) -> None:
    """``sleep(0)`` and ``asyncio.sleep(0)`` give the loop one round."""

    async def workflow() -> None:
        await sleep(0)
        await aio.sleep(0)
        await aio.sleep(-1)

    run = play(workflow)
    assert run.result is None
    assert run.of(TimerStarted) == []


def test_a_cancelled_sleep_cancels_its_timer(play: Any) -> None:
    """Nothing stays armed for a task that is gone."""

    async def workflow() -> None:
        task = aio.create_task(aio.sleep(60))
        await aio.sleep(0)
        task.cancel()
        await aio.wait([task])

    run = play(workflow)
    assert [command.id for command in run.of(TimerCancelled)] == ["0.0/sleep#0"]
    assert run.result is None


def test_the_loops_time_is_the_events(play: Any) -> None:
    """``loop.time()`` and ``timeout_at`` count from the event's time, and time never runs backwards (G5)."""

    async def workflow() -> list[Any]:
        loop = aio.get_running_loop()
        before = loop.time()
        await add(1)
        async with aio.timeout_at(loop.time() + 1) as scope:
            pass
        return [before, loop.time(), scope.when()]

    run = play(workflow)
    run.at -= 500
    run.complete("0/add#0")
    assert run.result == [1000.0, 1000.0, 1001.0]


# --- the end of a run


def test_the_end_cancels_what_is_left_and_waits_for_its_cleanup(play: Any) -> None:
    """As ``asyncio.run``: remaining tasks are cancelled, their ``finally`` may await steps, then the run ends."""

    async def background() -> None:
        try:
            await aio.sleep(1000)
        finally:
            await add("cleanup")

    async def workflow() -> str:
        aio.create_task(background())
        await aio.sleep(0)
        return "main is done"

    run = play(workflow)
    assert run.steps == ["0.0/add#0"]
    assert not run.instance.finished
    run.complete("0.0/add#0")
    assert run.result == "main is done"
    assert run.instance.finished


def test_a_cancelled_run_says_why(play: Any) -> None:
    """The reason reaches the code as the message of ``CancelledError``, and the outcome."""
    seen: list[Any] = []

    async def workflow() -> None:
        try:
            await add(1)
        except aio.CancelledError as error:
            seen.append(error.args)
            raise

    run = play(workflow)
    run.cancel("too late")
    assert seen == [("too late",)]
    assert run.reason == "too late"


def test_a_run_may_refuse_to_be_cancelled(play: Any) -> None:
    """Code that catches the cancellation and returns has completed."""

    async def workflow() -> str:
        try:
            await add(1)
        except aio.CancelledError:
            return "rather not"
        return "no"

    run = play(workflow)
    run.cancel()
    assert run.result == "rather not"
    assert run.of(RunCancelled) == []


def test_a_result_that_cannot_be_serialized_fails_the_run(play: Any) -> None:
    """The failure is a ``SerializationError`` that names the result."""

    async def workflow() -> object:
        return [object()]

    error = play(workflow).error
    assert isinstance(error, SerializationError)
    assert error.path.startswith("result")


def test_wrong_arguments_fail_the_run(play: Any) -> None:
    """Arguments that the function does not take are its ``TypeError``."""

    async def workflow(one: int) -> None:
        pass

    assert isinstance(play(workflow, 1, 2).error, TypeError)


@pytest.mark.parametrize("fatal", [TurnInterrupted, KeyboardInterrupt, MemoryError])
def test_an_interrupted_turn_has_no_outcome(play: Any, fatal: type[BaseException]) -> None:
    """The watchdog's exception, Ctrl-C and lack of memory leave ``deliver``; nothing is recorded of that turn (G2)."""

    async def workflow() -> None:
        await add(1)
        raise fatal

    run = play(workflow)
    with pytest.raises(fatal):
        run.complete("0/add#0")
    assert not run.instance.finished
    run.instance.close()


def test_an_unhandled_error_names_the_users_line(play: Any) -> None:
    """``RunFailed.line`` is the innermost line of the user's (G10)."""

    async def workflow() -> None:
        raise ValueError("here")

    run = play(workflow)
    assert run.commands[-1].line == workflow.__code__.co_firstlineno + 1


# --- the run itself


def test_the_run_knows_itself(play: Any) -> None:
    """``get_workflow_metadata`` gives id, workflow and start."""

    async def workflow() -> list[str]:
        metadata = get_workflow_metadata()
        return [metadata.run_id, metadata.workflow, metadata.started_at.isoformat()]

    assert play(workflow).result == ["run-1", "workflow//m//w", "1970-01-01T00:16:40+00:00"]


@pytest.mark.parametrize(
    ("attributes", "error"),
    [
        ({1: "x"}, TypeError),
        ({"a": [1]}, TypeError),
        ({"$a": 1}, ValueError),
        ({"a": "x" * 257}, ValueError),
        (7, TypeError),
    ],
)
def test_bad_attributes_are_refused_before_anything_is_written(play: Any, attributes: Any, error: type) -> None:
    """Keys and values are checked when they are given."""

    async def workflow() -> None:
        await set_attributes(attributes)

    run = play(workflow)
    assert isinstance(run.error, error)
    assert len(run.commands) == 1


def test_waits_say_what_each_task_waits_for(play: Any) -> None:
    """``explain`` can name step, timer, other task and line (G9)."""

    async def workflow() -> None:
        task = aio.create_task(add(1))
        timer = aio.create_task(sleep(5))
        await task
        await timer

    run = play(workflow)
    waits = {wait.task: (wait.kind, wait.id) for wait in run.instance.waits()}
    assert waits == {"0": ("task", "0.0"), "0.0": ("step", "0.0/add#0"), "0.1": ("timer", "0.1/sleep#0")}
    assert run.instance.pending == {"step": ("0.0/add#0",), "timer": ("0.1/sleep#0",)}
    run.instance.close()


def test_parts_of_asyncio_with_io_are_refused_when_called(play: Any) -> None:
    """``asyncio.run`` and the like say what to do instead (G10)."""

    async def nothing() -> None:
        pass

    async def workflow() -> None:
        aio.run(nothing())

    error = play(workflow).error
    assert isinstance(error, UnsupportedError)
    assert "await the coroutine" in str(error)
