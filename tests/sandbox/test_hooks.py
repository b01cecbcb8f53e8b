"""Hooks: payloads in order, disposal, conflicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from useworkflow_sandbox import values
from useworkflow_sandbox.errors import SerializationError
from useworkflow_sandbox.events import (
    HookCreated,
    HookDisposed,
    HookReceived,
    HookReplied,
    HookResumed,
    Logged,
    TimerCancelled,
    encode_event,
)
from useworkflow_sandbox.facades.asyncio_facade import make_module
from useworkflow_sandbox.hooks import HookConflictError, HookDisposedError, create_hook, define_hook, resume_hook
from useworkflow_sandbox.schemas import PayloadError

aio: Any = make_module({})
HOOK = "0/hook#0"


@dataclass
class Decision:
    ok: bool


def test_a_hook_is_created_at_once_with_its_token(play: Any) -> None:
    """``create_hook`` needs no await: the command goes out with the turn."""

    async def workflow() -> None:
        create_hook("approve:7", metadata={"who": "ann"})

    (created,) = play(workflow).of(HookCreated)
    assert (created.id, created.token, bytes(created.metadata)) == (HOOK, "approve:7", b'{"who":"ann"}')


def test_the_default_token_is_recorded_randomness(play: Any) -> None:
    """21 URL-safe characters, the same on every replay (G5)."""

    async def workflow() -> str:
        return create_hook().token

    first, second = play(workflow), play(workflow)
    assert len(first.result) == 21
    assert first.result == second.result


def test_payloads_come_once_each_and_in_order(play: Any) -> None:
    """Payloads that arrive before anyone waits are kept."""

    async def workflow() -> list[Any]:
        hook = create_hook("t")
        await aio.sleep(1)
        return [await hook, await hook, await hook]

    run = play(workflow)
    run.receive(HOOK, "a")
    run.receive(HOOK, "b")
    run.run_timers()
    assert not run.instance.finished
    run.receive(HOOK, "c")
    assert run.result == ["a", "b", "c"]


def test_a_payload_for_a_cancelled_wait_is_not_lost(play: Any) -> None:
    """If the waiting task is cancelled in the very turn, the payload stays for the next one."""

    async def wait(hook: Any) -> Any:
        return await hook

    async def workflow() -> Any:
        hook = create_hook("t")
        signal = create_hook("signal")
        tasks = [aio.create_task(wait(hook))]
        await signal
        tasks[0].cancel()
        await aio.wait(tasks)
        return await hook

    run = play(workflow)
    run.receive("0/hook#1", None)
    run.receive(HOOK, "kept")
    assert run.result == "kept"


def test_a_payload_that_was_handed_over_is_given_back(play: Any) -> None:
    """Cancellation between the payload's arrival and the task's wake-up loses nothing."""

    async def wait(hook: Any) -> Any:
        return await hook

    async def workflow() -> Any:
        hook = create_hook("t")
        waiter = aio.create_task(wait(hook))
        await aio.sleep(0)
        future = waiter.waits_for
        future.add_done_callback(lambda _: waiter.cancel())
        # The cancelling callback runs before the task's own wake-up.
        future._callbacks.reverse()
        await aio.wait([waiter])
        return [waiter.cancelled(), await hook]

    run = play(workflow)
    run.receive(HOOK, "kept")
    assert run.result == [True, "kept"]


def test_async_for_takes_payloads_until_disposal(play: Any) -> None:
    """Disposal ends the loop quietly, after what has arrived, and can be repeated."""

    async def workflow() -> list[Any]:
        seen = []
        hook = create_hook("t")
        async for payload in hook:
            seen.append(payload)
            if payload == "last":
                hook.dispose()
                hook.dispose()
        return seen

    run = play(workflow)
    run.receive(HOOK, "first")
    run.receive(HOOK, "last")
    assert run.result == ["first", "last"]
    assert [command.token for command in run.of(HookDisposed)] == ["t"]


def test_async_with_disposes(play: Any) -> None:
    """Leaving the block frees the token; a later await says so."""

    async def workflow() -> None:
        async with create_hook("t") as hook:
            pass
        await hook

    run = play(workflow)
    assert isinstance(run.error, HookDisposedError)
    assert len(run.of(HookDisposed)) == 1


def test_a_conflict_is_raised_where_the_hook_is_awaited(play: Any) -> None:
    """The second owner gets ``HookConflictError`` with the token and the owner, and may catch it."""

    async def workflow() -> list[str]:
        hook = create_hook("t")
        try:
            await hook
        except HookConflictError as error:
            return [error.token, error.run_id]
        return []

    run = play(workflow)
    run.conflict(HOOK, "t", "run-9")
    assert run.result == ["t", "run-9"]
    assert run.of(HookDisposed) == []


def test_conflict_tells_the_owner(play: Any) -> None:
    """``await hook.conflict()`` gives the owning run, each time, and the timer behind it is given up."""

    async def workflow() -> Any:
        hook = create_hook("t")
        owner = await hook.conflict()
        assert owner == await hook.conflict()
        return owner.id

    run = play(workflow)
    run.conflict(HOOK, "t", "run-9")
    assert run.result == "run-9"
    assert [command.id for command in run.of(TimerCancelled)] == ["0/conflict#0"]


def test_no_conflict_is_none(play: Any) -> None:
    """Once the creation is committed without a conflict, ``conflict()`` gives ``None``, every time."""

    async def workflow() -> Any:
        hook = create_hook("t")
        return [await hook.conflict(), await hook.conflict()]

    assert play(workflow).run_timers().result == [None, None]


def test_a_schema_converts_payloads_and_drops_what_does_not_fit(play: Any) -> None:
    """What does not fit is logged and not seen."""

    async def workflow() -> bool:
        decision = await create_hook("t", schema=Decision)
        return bool(decision.ok)

    run = play(workflow)
    run.receive(HOOK, {"ok": "perhaps"})
    assert "does not fit" in run.of(Logged)[0].text
    run.receive(HOOK, {"ok": True})
    assert run.result is True


def test_resuming_another_hook_is_a_command(play: Any) -> None:
    """``await resume_hook`` is recorded, and takes effect after the commit (G2)."""

    async def workflow() -> None:
        await resume_hook("their-token", {"n": 1})

    (sent,) = play(workflow).of(HookResumed)
    assert (sent.id, sent.token, bytes(sent.payload)) == ("0/resume_hook#0", "their-token", b'{"n":1}')


def test_a_race_between_a_hook_and_a_timeout(play: Any) -> None:
    """Whichever comes first counts; the other is given up."""

    async def workflow() -> str:
        hook = create_hook("t")
        try:
            async with aio.timeout(60):
                return str(await hook)
        except TimeoutError:
            return "nobody answered"

    answered, silent = play(workflow), play(workflow)
    answered.receive(HOOK, "yes")
    assert answered.result == "yes"
    assert silent.run_timers().result == "nobody answered"


def test_a_reply_names_the_delivery(play: Any) -> None:
    """``hook.reply`` answers the payload that it is given, found by identity, also after a wait (G2)."""

    async def workflow() -> None:
        hook = create_hook("t")
        first, second = await hook, await hook
        await hook.reply(second, {"seen": 2})
        await hook.reply(first, "one")

    run = play(workflow)
    run.input(HookReceived(at=run.at, id=HOOK, payload=values.encode({"n": 1}), dedup="a"))
    run.input(HookReceived(at=run.at, id=HOOK, payload=values.encode({"n": 1}), dedup="b"))
    assert [(reply.id, reply.dedup, bytes(reply.value)) for reply in run.of(HookReplied)] == [
        (HOOK, "b", b'{"seen":2}'),
        (HOOK, "a", b'"one"'),
    ]


def test_equal_plain_payloads_are_answered_in_order(play: Any) -> None:
    """Numbers and texts have no identity that a snapshot keeps: the one that came first is answered first (G5)."""

    async def workflow() -> None:
        hook = create_hook("t")
        for _ in range(2):
            await hook.reply(await hook, "done")

    run = play(workflow)
    for key in "ab":
        run.input(HookReceived(at=run.at, id=HOOK, payload=values.encode("same"), dedup=key))
    assert [reply.dedup for reply in run.of(HookReplied)] == ["a", "b"]


def test_nobody_is_answered_twice_or_without_a_key(play: Any) -> None:
    """A second answer, one to a payload without a key, and one to something else give no command."""

    async def workflow() -> None:
        hook = create_hook("t")
        keyless, keyed = await hook, await hook
        for payload in (keyless, keyed, keyed, "something else"):
            await hook.reply(payload, 1)

    run = play(workflow)
    run.receive(HOOK, ["no key"])
    run.input(HookReceived(at=run.at, id=HOOK, payload=values.encode(["key"]), dedup="k"))
    assert [reply.dedup for reply in run.of(HookReplied)] == ["k"]


def test_a_reply_that_cannot_be_recorded_fails_at_its_line(play: Any) -> None:
    """The value is checked where ``reply`` is awaited."""

    async def workflow() -> str:
        hook = create_hook("t")
        try:
            await hook.reply(await hook, object())
        except SerializationError as error:
            return str(error)
        return ""

    run = play(workflow)
    run.input(HookReceived(at=run.at, id=HOOK, payload=values.encode([1]), dedup="k"))
    assert "reply" in run.result


def test_unanswered_deliveries_are_remembered_up_to_a_limit(play: Any) -> None:
    """Who never replies does not keep every payload: the oldest are forgotten."""

    async def workflow() -> None:
        hook = create_hook("t")
        kept = [await hook for _ in range(1_001)]
        for payload in kept:
            await hook.reply(payload, 1)

    run = play(workflow)
    for number in range(1_001):
        run.input(HookReceived(at=run.at, id=HOOK, payload=values.encode([number]), dedup=str(number)))
    assert [reply.dedup for reply in run.of(HookReplied)] == [str(number) for number in range(1, 1_001)]


def test_the_creation_says_what_is_expected(play: Any) -> None:
    """The schema stands in the log as plain data, so that senders can check payloads; without one nothing stands there."""

    async def workflow() -> None:
        create_hook("t", schema=list[Decision] | None)
        create_hook("u")

    expected, nothing = play(workflow).of(HookCreated)
    assert expected.schema == {"any": [{"of": "list", "parts": [f"{Decision.__module__}:Decision"]}, "None"]}
    assert b"schema" not in encode_event(nothing)
    assert b"webhook" not in encode_event(nothing)


def test_a_definition_creates_and_checks(play: Any) -> None:
    """``define_hook`` names a schema once: payloads are converted, and what a run sends is checked before it is recorded."""

    async def workflow() -> Any:
        approval = define_hook(Decision)
        decision = await approval.create("t")
        await approval.resume("other", {"ok": False})
        try:
            approval.resume("other", {"ok": "perhaps"})
        except PayloadError as error:
            return [decision.ok, error.code]
        return None

    run = play(workflow)
    run.receive(HOOK, {"ok": True})
    assert run.result == [True, "UW218"]
    assert [bytes(sent.payload) for sent in run.of(HookResumed)] == [b'{"ok":false}']


def test_what_no_sender_could_check_is_no_schema(play: Any) -> None:
    """A class inside a function, or something that is no type, is refused where it is given."""

    class Local:
        pass

    async def workflow(schema: str) -> str:
        try:
            create_hook("t", schema={"local": Local, "text": "Decision"}[schema])
        except TypeError as error:
            return str(error)
        return ""

    assert "inside a function" in play(workflow, "local").result
    assert "a schema is a class" in play(workflow, "text").result


@pytest.mark.parametrize("token", ["", "a\0b", "\ud800"])
def test_a_token_is_text_that_every_world_can_keep(play: Any, token: str) -> None:
    """Empty ones, NUL and lone surrogates are refused where the hook is created."""

    async def workflow(encoded: bytes) -> None:
        create_hook(encoded.decode("utf-8", "surrogatepass"))

    assert isinstance(play(workflow, token.encode("utf-8", "surrogatepass")).error, ValueError)
