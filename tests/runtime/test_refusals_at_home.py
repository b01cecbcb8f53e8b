"""What cannot be recorded is refused at the user's own line, wherever it is passed on, at once and without a retry (G10)."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from useworkflow import (
    SerializationError,
    WorkflowFailedError,
    create_hook,
    get_writable,
    resume_hook,
    start,
    step,
)

HERE = str(Path(__file__))
calls: list[int] = []


@pytest.fixture(autouse=True)
def _fresh() -> None:
    calls.clear()


class Client:
    """An object that says nothing about itself."""


async def take(value: Any) -> None:
    "use step"


@step
async def give() -> Any:
    "use step"
    calls.append(1)
    return {"client": Client()}


def give_plainly() -> Any:
    "use step"
    calls.append(1)
    return [1, (2, socket.socket)]


@step(executor="process")
def give_from_a_process() -> Any:
    "use step"
    return {1: Client()}


async def child(value: Any) -> None:
    "use workflow"


async def refused(how: str) -> str:
    "use workflow"
    thing: Any = lambda number: number  # noqa: E731
    thing = {"deep": [thing, (item for item in "ab")]} if how != "cycle" else thing
    try:
        match how:
            case "argument":
                await take(thing)  # here: argument
            case "gathered":
                await asyncio.gather(take(1), take(thing))  # here: gathered
            case "metadata":
                create_hook(metadata=thing)  # here: metadata
            case "payload":
                await resume_hook("nobody", thing)  # here: payload
            case "child":
                await start(child, thing)  # here: child
            case "result":
                await give()
            case "plain result":
                give_plainly()
            case "result from a process":
                give_from_a_process()
    except SerializationError as error:
        return f"{error.path} | {error.where}"
    return "taken"


async def returns() -> Any:
    "use workflow"
    return {"deep": [1], "never": (item for item in "ab")}


def line_of(mark: str) -> str:
    """``file:line`` of the line of this file that ends with ``mark``."""
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    return f"{HERE}:{next(number for number, line in enumerate(lines, 1) if line.endswith(mark))}"


WHERE = {
    "argument": ("args[0].deep[1]", "# here: argument"),
    "gathered": ("args[0].deep[1]", "# here: gathered"),
    "metadata": ("metadata.deep[1]", "# here: metadata"),
    "payload": ("payload.deep[1]", "# here: payload"),
    "child": ("args[0].deep[1]", "# here: child"),
    "result": ("result.client", "@step"),
    "plain result": ("result[1][1]", "def give_plainly() -> Any:"),
    "result from a process": ("result[1]", '@step(executor="process")'),
}


@pytest.mark.parametrize("how", WHERE)
async def test_refusal_names_the_path_and_the_users_line(room: Any, how: str) -> None:
    """Path and line are exact, the error can be caught there, and what was refused is not tried again."""
    await room.open()
    run = await room.start(refused, how)
    path, mark = WHERE[how]
    said, _, place = (await run.result()).partition(" | ")
    assert said == path
    assert place.strip().startswith(line_of(mark)), place
    assert len(calls) <= 1
    assert "step_retrying" not in await room.kinds(run)


async def test_result_of_a_run_is_refused_at_the_workflow(room: Any) -> None:
    """The line of the return is gone by then: the error names the workflow."""
    await room.open()
    with pytest.raises(WorkflowFailedError) as caught:
        await (await room.start(returns)).result()
    error = caught.value.__cause__
    assert isinstance(error, SerializationError)
    assert error.path == "result.never"
    assert str(error.where).strip().startswith(line_of("async def returns() -> Any:"))


async def test_senders_are_refused_in_their_own_code(room: Any) -> None:
    """``start``, ``resume_hook`` and a writer raise where they are called; nothing is written."""
    await room.open()
    with pytest.raises(SerializationError, match=r"args\[0\]\.client cannot be serialized"):
        await room.start(child, {"client": Client()})
    with pytest.raises(SerializationError, match="payload cannot be serialized"):
        await resume_hook("nobody", Client(), world=room.world)
    assert await room.world.find_runs() == []
    with pytest.raises(WorkflowFailedError, match=r"chunk cannot be serialized"):
        await (await room.start(writes)).result()


@step(max_retries=5)
async def tell() -> None:
    "use step"
    calls.append(1)
    await get_writable().write(Client())


async def writes() -> None:
    "use workflow"
    await tell()
