"""The workflows that ``python -m useworkflow_runtime.simulation`` puts through their histories, and the results that are right.

    plan(random.Random(7))   -> [Planned(saga, ("o1", True), right=...), Planned(ask, ...)]

Each shows another way of waiting: one after the other, at once, in a race, for a person, for a time, for nobody any more.
Read next: ``history``.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from typing import Any

from useworkflow import (
    FatalError,
    HookConflictError,
    Queue,
    Request,
    Response,
    WorkflowCancelledError,
    WorkflowFailedError,
    create_hook,
    get_run,
    get_step_metadata,
    resume_hook,
    set_attributes,
    sleep,
    start,
    step,
)
from useworkflow_runtime.simulation.endings import cancelled_or, gives
from useworkflow_runtime.simulation.history import Planned
from useworkflow_runtime.simulation.streaming import STREAM_PLAYS
from useworkflow_runtime.simulation.timetable import Timetable
from useworkflow_sandbox.webhooks import Delivery

# --- steps ------------------------------------------------------------------------------------------------------------


@step(max_retries=20, retry_delay="100ms", retry_max_delay="5s")
async def add(a: int, b: int) -> int:
    "use step"
    return a + b


@step(max_retries=20, retry_delay=0)
def double(a: int) -> int:
    "use step"
    return a * 2


@step(max_retries=20, retry_delay="1s", retry_max_delay="2s")
async def flaky(times: int) -> int:
    "use step"
    if get_step_metadata().attempt <= times:
        raise ValueError("not yet")
    return times


@step(max_retries=1, retry_delay="100ms")
async def hopeless() -> None:
    "use step"
    raise ValueError("never")


@step(max_retries=20)
async def refuse(what: str) -> str:
    "use step"
    raise FatalError(what)


@step(max_retries=20, timeout="3s", retry_delay="10ms")
async def hanging(times: int) -> str:
    "use step"
    if get_step_metadata().attempt <= times:
        await asyncio.sleep(1000)
    return "came back"


@step(max_retries=20, heartbeat_timeout="3s", retry_delay="10ms")
async def copying(rows: int) -> int:
    "use step"
    metadata = get_step_metadata()
    for row in range(metadata.heartbeat_details or 0, rows):
        await asyncio.sleep(0.7)
        metadata.heartbeat(row + 1)
        if row == metadata.attempt:
            raise ValueError("the connection broke")
    return rows


@step(max_retries=20, retry_delay="10ms", concurrency=2)
async def squeeze(number: int) -> int:
    "use step"
    await asyncio.sleep(0.05)
    if number % 3 == get_step_metadata().attempt:
        raise ValueError("once more")
    return number


@step(max_retries=20, retry_delay="100ms")
async def respond(hook_id: str, number: int) -> int:
    "use step"
    run_id = get_step_metadata().run_id
    request = Request("POST", "/", {}, b"", Delivery(run_id, hook_id, f"{run_id} {number}"))
    await request.respond_with(Response(str(number)))
    return number


# --- workflows --------------------------------------------------------------------------------------------------------


async def chain(n: int) -> int:
    "use workflow"
    total = 0
    for i in range(n):
        total = await add(total, i)
    return double(total)


async def fan(n: int) -> list[int]:
    "use workflow"
    return list(await asyncio.gather(*[add(i, 1) for i in range(n)]))


async def saga(order: str, wrong: bool) -> list[str]:
    "use workflow"
    trail: list[str] = []
    undo: list[Callable[[], Any]] = []

    async def note(what: str) -> None:
        await add(len(trail), 1)
        trail.append(what)

    try:
        for thing in ("stock", "card"):
            await note(f"{thing} {order}")
            undo.append(lambda thing=thing: note(f"undo {thing}"))  # type: ignore[misc]
        if wrong:
            await refuse("carrier")
        await note("shipped")
    except FatalError as error:
        for rollback in reversed(undo):
            await rollback()
        trail.append(str(error))
    return trail


async def ask(token: str) -> Any:
    "use workflow"
    answer = await create_hook(token=token)
    await add(1, 1)
    return answer


async def collect(token: str, n: int) -> list[Any]:
    "use workflow"
    got: list[Any] = []
    async with create_hook(token=token) as hook:
        async for payload in hook:
            got.append(payload)
            await add(len(got), 0)
            if len(got) == n:
                break
    return got


async def ask_in_time(token: str, patience: float) -> Any:
    "use workflow"
    try:
        async with asyncio.timeout(patience):
            answer = await create_hook(token=token)
    except TimeoutError:
        answer = "late"
    return [answer, await add(2, 3)]


async def own(token: str) -> str:
    "use workflow"
    try:
        answer = await create_hook(token=token)
    except HookConflictError:
        await add(0, 0)
        return "taken"
    return f"owned {answer}"


async def naps(lengths: list[float]) -> list[float]:
    "use workflow"
    woken: list[float] = []

    async def nap(length: float) -> None:
        await sleep(length)
        woken.append(length)
        await add(1, 1)

    async with asyncio.TaskGroup() as group:
        for length in lengths:
            group.create_task(nap(length))
    return woken


async def tidy() -> str:
    "use workflow"
    try:
        await add(1, 2)
        await sleep(3600)
    finally:
        await add(3, 4)
    return "slept"


async def stubborn() -> list[str]:
    "use workflow"
    said: list[str] = []
    try:
        await hopeless()
    except Exception as error:
        said.append(type(error).__name__)
    said.append(str(await flaky(2)))
    return said


async def numbers(n: int) -> AsyncIterator[int]:
    for i in range(n):
        yield await add(i, i)


async def generated(n: int) -> int:
    "use workflow"
    total = 0
    async for number in numbers(n):
        total += number
        if number % 4 == 0:
            await sleep(0.5)
    return total


async def workers(n: int) -> list[int]:
    "use workflow"
    queue: asyncio.Queue[int] = asyncio.Queue()
    done: list[int] = []

    async def work() -> None:
        while not queue.empty():
            item = queue.get_nowait()
            done.append(await add(item, 100))

    for i in range(n):
        queue.put_nowait(i)
    await asyncio.gather(work(), work())
    return sorted(done)


async def first_of(n: int) -> int:
    "use workflow"
    tasks = [asyncio.create_task(add(i, 1)) for i in range(n)]
    finished, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    return len(finished) + len(rest)


async def patient(times: int) -> str:
    "use workflow"
    return await hanging(times)


async def copied(rows: int) -> int:
    "use workflow"
    return await copying(rows)


async def narrow(n: int) -> list[int]:
    "use workflow"
    return list(await asyncio.gather(*[squeeze(number) for number in range(n)]))


async def listener(token: str) -> list[Any]:
    "use workflow"
    async with create_hook(token=token) as hook:
        first = await hook
        return [first, await add(first, 1)]


async def one_of_a_family(n: int) -> int:
    "use workflow"
    if n % 3 == 2:
        await sleep(n * 0.5)
    return await add(n, 1)


async def family(n: int) -> list[int]:
    "use workflow"
    runs = [await start(one_of_a_family, i) for i in range(n)]
    await add(n, n)
    first = [await run.result() for run in runs[: n // 2]]
    rest = await asyncio.gather(*[run.result() for run in runs[n // 2 :]])
    return first + rest


async def patient_one(token: str) -> str:
    "use workflow"
    async with create_hook(token=token) as hook:
        return str(await hook)


async def adoption(token: str) -> list[str]:
    "use workflow"
    run = await start.options(idempotency_key=token, parent_close="abandon")(patient_one, token)
    return [await run.result(), await get_run(run.id).result()]


async def unwanted(token: str) -> str:
    "use workflow"
    run = await start.options(parent_close="cancel")(patient_one, token)
    await add(1, 1)
    await run.cancel("unwanted")
    try:
        return await run.result()
    except WorkflowCancelledError as error:
        return error.reason or ""


async def quotes(token: str, n: int) -> int:
    "use workflow"
    total = 0
    hook = create_hook(token=token)
    for number in range(n):
        asked = await hook
        if asked["how"] == "here":
            await hook.reply(asked, {"quote": await add(asked["n"], 1)})
            await hook.reply(asked, "never seen")
        else:
            total += await respond(hook.id, number)
        total += asked["n"]
    return total


async def never_ending(token: str) -> str:
    "use workflow"
    try:
        async with create_hook(token=token) as hook:
            return str(await hook)
    finally:
        await add(1, 2)


@step(max_retries=20, retry_delay="100ms")
async def tag(n: int) -> None:
    "use step"
    await set_attributes({"stepped": n, "gone": None})


async def tagged(n: int) -> int:
    "use workflow"
    await set_attributes({"coded": n, "gone": n})
    await tag(n)
    return n


async def executioner(token: str) -> str:
    "use workflow"
    run = await start.options(parent_close="terminate")(never_ending, token)
    await add(1, 1)
    await run.terminate("enough")
    try:
        return await run.result()
    except WorkflowCancelledError as error:
        return error.reason or ""


async def in_time(token: str, seconds: float) -> str:
    "use workflow"
    run = await start.options(timeout=10.0)(never_ending, f"nobody {token}")
    quick = await start.options(timeout=seconds)(one_of_a_family, 5)
    try:
        return f"{await quick.result()} {await run.result()}"
    except WorkflowFailedError as error:
        return type(error.__cause__).__name__


async def teller(token: str, value: int) -> str:
    "use workflow"
    await sleep(5)
    while True:
        try:
            await resume_hook(token, await add(value, 0))
        except Exception as error:
            return type(error).__name__
        return "told"


# --- what is right ---------------------------------------------------------------------------------------------------


def plan(chance: random.Random) -> list[Planned]:
    """Draw one to three plays."""
    planned: list[Planned] = []
    for number in range(chance.choice((1, 1, 2, 3))):
        planned += chance.choice(PLAYS)(chance, f"t{number}")
    return planned


def _chain(chance: random.Random, token: str) -> list[Planned]:
    n = chance.randint(0, 6)
    key = chance.choice((None, f"key {token}"))
    delay = chance.choice((None, 0.0, 7.0))
    return [Planned(chain, (n,), key=key, delay=delay, right=gives(sum(range(n)) * 2))]


def _fan(chance: random.Random, token: str) -> list[Planned]:
    n = chance.randint(1, 7)
    return [Planned(fan, (n,), right=gives([i + 1 for i in range(n)]))]


def _saga(chance: random.Random, token: str) -> list[Planned]:
    wrong = chance.random() < 0.6
    end = ["undo card", "undo stock", "carrier"] if wrong else ["shipped"]
    return [Planned(saga, (token, wrong), right=gives([f"stock {token}", f"card {token}", *end]))]


def _ask(chance: random.Random, token: str) -> list[Planned]:
    return [Planned(ask, (token,), answers=((token, {"ok": True}),), right=gives({"ok": True}))]


def _collect(chance: random.Random, token: str) -> list[Planned]:
    n = chance.randint(1, 5)
    answers = tuple((token, f"p{i}") for i in range(n))
    return [Planned(collect, (token, n), answers=answers, right=gives([f"p{i}" for i in range(n)]))]


def _ask_in_time(chance: random.Random, token: str) -> list[Planned]:
    patience = chance.choice((0.1, 1.0, 30.0))
    return [Planned(ask_in_time, (token, patience), answers=((token, "yes"),), right=gives(["yes", 5], ["late", 5]))]


def _own(chance: random.Random, token: str) -> list[Planned]:
    answers = ((token, "x"),)
    right = gives("taken", "owned x")
    return [
        Planned(own, (token,), answers=answers, insist=True, right=right),
        Planned(own, (token,), start_after=chance.choice((0.0, 0.3)), answers=answers, insist=True, right=right),
    ]


def _naps(chance: random.Random, token: str) -> list[Planned]:
    lengths = [chance.choice((0.0, 0.5, 1.0, 5.0, 3600.0)) for _ in range(chance.randint(1, 4))]
    return [Planned(naps, (lengths,), right=gives(sorted(lengths)))]


def _tidy(chance: random.Random, token: str) -> list[Planned]:
    return [Planned(tidy, (), cancel_after=chance.uniform(0.0, 8.0), right=cancelled_or("slept"))]


def _stubborn(chance: random.Random, token: str) -> list[Planned]:
    return [Planned(stubborn, (), right=gives(["ValueError", "2"], ["StepCrashedError", "2"]))]


def _generated(chance: random.Random, token: str) -> list[Planned]:
    n = chance.randint(0, 5)
    return [Planned(generated, (n,), right=gives(n * (n - 1)))]


def _workers(chance: random.Random, token: str) -> list[Planned]:
    n = chance.randint(0, 6)
    return [Planned(workers, (n,), right=gives([i + 100 for i in range(n)]))]


def _first_of(chance: random.Random, token: str) -> list[Planned]:
    n = chance.randint(1, 4)
    cancel = chance.choice((None, 1.0))
    return [Planned(first_of, (n,), cancel_after=cancel, right=cancelled_or(n))]


def _patient(chance: random.Random, token: str) -> list[Planned]:
    return [Planned(patient, (chance.randint(0, 2),), right=gives("came back"))]


def _copied(chance: random.Random, token: str) -> list[Planned]:
    rows = chance.randint(0, 5)
    return [Planned(copied, (rows,), right=gives(rows))]


def _narrow(chance: random.Random, token: str) -> list[Planned]:
    n = chance.randint(1, 6)
    return [Planned(narrow, (n,), right=gives(list(range(n))))]


def _told(chance: random.Random, token: str) -> list[Planned]:
    value = chance.randint(0, 9)
    return [
        Planned(listener, (token,), right=gives([value, value + 1]), answers=()),
        # A payload for a token that nobody has yet is lost; a listener that nobody is told of is seen after half a minute.
        Planned(teller, (token, value), start_after=120.0, right=gives("told")),
    ]


def _family(chance: random.Random, token: str) -> list[Planned]:
    n = chance.randint(0, 5)
    return [Planned(family, (n,), right=gives([i + 1 for i in range(n)]))]


def _adoption(chance: random.Random, token: str) -> list[Planned]:
    right = gives(["it", "it"])
    return [
        Planned(adoption, (token,), answers=((token, "it"),), right=right),
        Planned(adoption, (token,), start_after=chance.choice((0.0, 0.5, 20.0)), right=right),
    ]


def _unwanted(chance: random.Random, token: str) -> list[Planned]:
    return [Planned(unwanted, (token,), right=gives("unwanted"))]


def _queued(chance: random.Random, token: str) -> list[Planned]:
    queue = Queue(f"queue of {token}", concurrency=chance.randint(1, 2), rate=chance.choice((None, "1/2s")))
    return [
        Planned(chain, (2,), queue=queue, priority=chance.randint(-1, 1), right=cancelled_or(2)),
        Planned(naps, ([0.5],), queue=queue, delay=chance.choice((None, 1.0)), right=cancelled_or([0.5])),
        Planned(fan, (2,), queue=queue, cancel_after=chance.choice((None, 0.5)), right=cancelled_or([1, 2])),
    ]


def _quotes(chance: random.Random, token: str) -> list[Planned]:
    n = chance.randint(1, 4)
    asked: list[dict[str, Any]] = [
        {"how": chance.choice(("here", "step")), "n": chance.randint(0, 9)} for _ in range(n)
    ]
    replies = [{"quote": one["n"] + 1} if one["how"] == "here" else Response(str(i)) for i, one in enumerate(asked)]
    total = sum(one["n"] for one in asked) + sum(i for i, one in enumerate(asked) if one["how"] == "step")
    answers = tuple((token, one) for one in asked)
    return [Planned(quotes, (token, n), answers=answers, replies=tuple(replies), right=gives(total))]


def _tagged(chance: random.Random, token: str) -> list[Planned]:
    n = chance.randint(0, 9)
    return [Planned(tagged, (n,), right=lambda r: r.attributes == {"coded": n, "stepped": n})]


def _forked(chance: random.Random, token: str) -> list[Planned]:
    n = chance.randint(1, 5)
    after = chance.uniform(0.0, 12.0)
    return [
        chance.choice(
            (
                Planned(chain, (n,), fork_after=after, right=gives(sum(range(n)) * 2)),
                Planned(fan, (n,), fork_after=after, right=gives([i + 1 for i in range(n)])),
                Planned(naps, ([0.5, 5.0],), fork_after=after, right=gives([0.5, 5.0])),
                Planned(family, (n,), fork_after=after, right=gives([i + 1 for i in range(n)])),
                Planned(workers, (n,), fork_after=after, right=gives([i + 100 for i in range(n)])),
            )
        )
    ]


def _executioner(chance: random.Random, token: str) -> list[Planned]:
    return [Planned(executioner, (token,), right=gives("enough"))]


def _in_time(chance: random.Random, token: str) -> list[Planned]:
    return [Planned(in_time, (token, chance.choice((2.0, 100.0))), right=gives("WorkflowTimeoutError"))]


def _timed(chance: random.Random, token: str) -> list[Planned]:
    table = Timetable(token, "*/5 * * * *", chance.choice(("last", "all", "skip")), times=chance.randint(1, 3))
    return [Planned(chain, (1,), timetable=table, right=gives(0))]


PLAYS: tuple[Callable[[random.Random, str], list[Planned]], ...] = (
    _chain, _fan, _saga, _ask, _collect, _ask_in_time, _own, _naps, _tidy, _stubborn, _generated, _workers, _first_of,
    _patient, _narrow, _told, _copied, _family, _adoption, _unwanted, _queued, _timed, _quotes, _executioner, _in_time, *STREAM_PLAYS, _tagged, _forked,
)  # fmt: skip
