"""Steps, workflows, partials and closures as arguments and results."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from useworkflow import SerializationError, WorkflowFailedError, start
from useworkflow_runtime.code import function_names
from useworkflow_runtime.engine.snapshots import SnapshotPolicy
from useworkflow_sandbox.errors import ValueDecodeError
from useworkflow_sandbox.function_values import Closure
from useworkflow_sandbox.values import decode, encode

assert function_names


async def double(number: int) -> int:
    """Twice the number."""
    "use step"
    return 2 * number


def triple(number: int, *, plus: int = 0) -> int:
    "use step"
    return 3 * number + plus


async def apply(function: Any, *args: Any) -> Any:
    "use step"
    result = function(*args)
    return await result if hasattr(result, "__await__") else result


async def keep(value: Any) -> Any:
    "use step"
    return value


def helper(number: int) -> int:
    return number + 1


async def mapped(function: Any, numbers: list[int]) -> list[Any]:
    "use workflow"
    return [await function(number) for number in numbers]


async def hand_out() -> list[Any]:
    "use workflow"
    return [await apply(double, 5), await apply(functools.partial(triple, plus=1), 5), await apply(mapped, keep, [1])]


async def there_and_back() -> list[Any]:
    "use workflow"
    base = 10
    again = await keep(double)
    bound = await keep(functools.partial(double, 4))
    add = await keep(lambda number, times=2: base + times * number)
    plain = await keep(helper)
    flow = await keep(mapped)
    return [again is double, await again(1), await bound(), add(1), plain is helper, plain(1), await flow(keep, [7])]


def tripled(number: int) -> int:
    return triple(number) + 1


def called(function: Any, number: int) -> int:
    "use workflow"
    result: int = function(number)
    return result


async def plain_there_and_back() -> list[Any]:
    "use workflow"
    more = 5
    again = await keep(tripled)
    add = await keep(lambda number: tripled(number) + more)
    bound = await keep(functools.partial(tripled, 3))

    def inner(number: int) -> int:
        return triple(number) + more

    kept, apart = await keep([inner, lambda number: number + 1])
    child = await start(called, tripled, 4)
    other = await start(called, triple, 4)
    return [again is tripled, again(1), add(2), bound(), kept(1), apart(1), await child.result(), await other.result()]


async def gives_functions() -> list[Any]:
    "use workflow"
    return [double, mapped, functools.partial(triple, 2)]


async def calls_a_closure() -> None:
    "use workflow"
    base = 10
    await apply(lambda: base)


async def captures_too_much() -> None:
    "use workflow"
    lines = iter([1])
    await keep(lambda: next(lines))


async def test_steps_are_arguments_of_workflows(room: Any) -> None:
    """A step, and a partial of one, given to ``start``, are scheduled as steps when the workflow calls them."""
    await room.open(policy=SnapshotPolicy(least=0, ratio=0))
    run = await start.options(world=room.world)(mapped, double, [1, 2])
    assert await run.result() == [2, 4]
    assert (await room.kinds(run)).count("step_completed") == 2
    run = await start.options(world=room.world)(mapped, functools.partial(apply, double), [3])
    assert await run.result() == [6]
    assert (await room.kinds(run)).count("step_completed") == 1


async def test_steps_get_steps_to_call(room: Any) -> None:
    """In a step, a step or workflow that it is given is the user's own function, and calling it is an ordinary call."""
    await room.open()
    run = await room.start(hand_out)
    assert await run.result() == [10, 16, [1]]
    assert (await room.kinds(run)).count("step_scheduled") == 3


async def test_functions_come_back_as_themselves(room: Any) -> None:
    """Through a step and back: a step is the same object, a closure has its captured values and defaults."""
    await room.open(policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(there_and_back)
    assert await run.result() == [True, 2, 8, 12, True, 2, [7]]


async def test_plain_functions_that_call_steps_come_back_as_themselves(room: Any) -> None:
    """Through a step, and into a run that the workflow starts: calling them suspends as before (G1)."""
    await room.open(policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(plain_there_and_back)
    assert await run.result() == [True, 4, 12, 10, 8, 2, 13, 12]


async def test_functions_are_results(room: Any) -> None:
    """The result of a run holds the caller's own functions."""
    await room.open()
    step, flow, partial = await (await room.start(gives_functions)).result()
    assert step is double
    assert flow is mapped
    assert (partial.func, partial.args) == (triple, (2,))


async def test_closure_is_not_called_outside(room: Any) -> None:
    """A closure of workflow code in a step can be kept, not called: the error says what to pass in its place."""
    await room.open()
    run = await room.start(calls_a_closure)
    retrying = await room.until(run, "step_retrying")
    assert b"pass a step, or functools.partial of one" in bytes(retrying.error)
    await run.cancel()


async def test_captured_values_must_be_serializable(room: Any) -> None:
    """A closure over what cannot be recorded is refused at the user's line, with the captured name."""
    await room.open()
    run = await room.start(captures_too_much)
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert isinstance(caught.value.__cause__, SerializationError)
    assert "args[0].lines" in str(caught.value.__cause__)
    assert "test_function_values.py" in str(caught.value.__cause__)


def test_other_functions_are_refused() -> None:
    """Outside of workflow code a function without a directive has no name that outlives the process."""
    for function in (helper, lambda: 1, print):
        with pytest.raises(SerializationError):
            encode(function)


@pytest.mark.parametrize(
    "data",
    [
        b'{"$step":"step//shutil//rmtree","async":false}',
        b'{"$step":"step//os//system","async":false}',
        b'{"$step":"nothing","async":true}',
        b'{"$function":"shutil:rmtree"}',
        b'{"$partial":3,"args":[],"keywords":[]}',
        b'{"$closure":7,"cells":{}}',
        b'{"$method":{"$step":"step//shutil//rmtree","async":false},"self":1}',
    ],
)
def test_bytes_name_no_other_functions(data: bytes) -> None:
    """G8: whatever is recorded, only functions with a directive come out."""
    with pytest.raises(ValueDecodeError):
        decode(data)


def test_closures_pass_through() -> None:
    """Outside of workflow code a closure is written as it was read."""
    data = b'{"$closure":"shop:f.<locals>.<lambda>@0-1","cells":{"a":{"$tuple":[1]}},"defaults":[2]}'
    closure = decode(data)
    assert isinstance(closure, Closure)
    assert bytes(encode(closure)) == data
