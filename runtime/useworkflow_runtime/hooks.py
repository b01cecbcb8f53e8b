"""Hooks from outside: answering the token that a run waits for.

    await resume_hook("approve:o-17", {"ok": True})               -> "run_01...", the run that got it
    await resume_hook("quote:o-17", {"n": 2}, wait=True)          -> what the run gave to hook.reply()
    approval = define_hook(Decision); await approval.resume("approve:o-17", Decision(ok=True))

A payload is checked against the hook's schema before it is sent. In workflow code the same names are the sandbox's.
Read next: ``replies``, ``web.webhooks``.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Generator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Generic, Literal, NoReturn, Protocol, Self, TypeVar, overload

import msgspec
from msgspec import Raw

from useworkflow_runtime.code.identity import resolve_class
from useworkflow_runtime.embedded import attach
from useworkflow_runtime.errors import HookNotFoundError, SchemaMissingError
from useworkflow_runtime.replies import Replies
from useworkflow_runtime.run import Run
from useworkflow_runtime.worlds.protocol import HookRecord, ReplyKey, World
from useworkflow_sandbox import schemas, values, webhooks
from useworkflow_sandbox.current import NotInWorkflowError
from useworkflow_sandbox.texts import checked_name

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Hook(Protocol[T_co]):
    """What ``create_hook`` gives in workflow code. ``await hook`` gives the next payload, each once, in order."""

    id: str
    token: str

    def __await__(self) -> Generator[Any, None, T_co]: ...
    def __aiter__(self) -> AsyncIterator[T_co]: ...
    def conflict(self) -> Awaited[Run[Any] | None]:
        """``await hook.conflict()``: ``None``, or the run that owns the token."""

    def reply(self, payload: Any, value: Any = None) -> Awaited[None]:
        """``await hook.reply(payload, value)``: answer whoever sent ``payload``."""

    def dispose(self) -> None:
        """Free the token. May be repeated."""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Awaited(Protocol[T_co]):
    """Something to ``await`` in workflow code."""

    def __await__(self) -> Generator[Any, None, T_co]: ...


class Webhook(Hook[webhooks.Request], Protocol):
    """What ``create_webhook`` gives in workflow code. ``url``: where requests are sent to."""

    url: str


class HookInfo(msgspec.Struct, frozen=True):
    """A registered hook. ``metadata``: what its run gave with it; ``expects``: the type of its payloads, "" for any."""

    token: str
    run_id: str
    hook_id: str
    created_at: datetime
    metadata: Any
    expects: str
    webhook: bool


@overload
async def resume_hook(
    token: str, payload: Any = None, *, dedup_key: str | None = None, world: World | str | None = None
) -> str: ...


@overload
async def resume_hook(token: str, payload: Any = None, *, dedup_key: str | None = None, transaction: Any) -> None: ...


@overload
async def resume_hook(
    token: str,
    payload: Any = None,
    *,
    wait: Literal[True],
    timeout: float | None = None,
    dedup_key: str | None = None,
    world: World | str | None = None,
) -> Any: ...


async def resume_hook(
    token: str,
    payload: Any = None,
    *,
    dedup_key: str | None = None,
    wait: bool = False,
    timeout: float | None = None,
    world: World | str | None = None,
    transaction: Any = None,
) -> Any:
    """Send ``payload`` to the run that owns ``token``, and return that run's id, or the answer.

    Args:
        token: the hook's.
        payload: any serializable value that fits the hook's schema.
        dedup_key: a second send with the same key has no effect; with ``wait`` it gets the same answer, also after the run's end.
        wait: wait for what the run gives to ``hook.reply()``, and return that.
        timeout: with ``wait``: give up after so many seconds.
        world: where the run is kept; the configured world if left out.
        transaction: a connection of ``sqlite3`` or psycopg: the payload is sent if, and only if, its transaction commits, by
            way of the outbox in its database. It is checked there; a hook that is not there yet is waited for.

    Raises:
        HookNotFoundError: nobody owns the token.
        TypeError, ValueError: no hook can have such a token, or no payload such a key.
        PayloadError: the payload does not fit; nothing was sent.
        SchemaMissingError: what the payload must fit cannot be imported here; nothing was sent.
        SerializationError: the payload cannot be recorded.
        HookUnansweredError: with ``wait``: the run has ended without an answer.
        ReplyTimeoutError: with ``wait``: no answer came in time. The payload is recorded all the same.
    """
    checked_name("a hook token", token, longest=None)
    if dedup_key is not None:
        checked_name("a dedup_key", dedup_key, longest=None)
    encoded = values.encode(payload, root="payload")
    if transaction is not None:
        from useworkflow_runtime.transactions.database import database
        from useworkflow_runtime.transactions.outbox import Payload, put_payload

        await put_payload(database(transaction), Payload(token, encoded, dedup_key))
        return None
    place = await attach(world, as_engine=False)
    if not wait:
        record = await deliver(place.world, token, payload, encoded, dedup_key)
        return record.run_id
    return values.decode(
        await ask(place.world, place.replies, token, payload, encoded, dedup_key, timeout), resolve_class
    )


async def ask(
    world: World,
    replies: Replies,
    token: str,
    payload: Any,
    encoded: Raw,
    dedup_key: str | None,
    timeout: float | None,
) -> Raw:
    """Deliver ``payload``, and wait for the answer, or find the one that was given to the same key before.

    Raises:
        UseWorkflowError: see ``resume_hook``.
    """
    key = dedup_key or secrets.token_urlsafe(16)
    try:
        record = await deliver(world, token, payload, encoded, key)
    except HookNotFoundError:
        known = await world.find_reply(token, key)
        if known is None:
            raise
        return known
    return await replies.of(ReplyKey(record.run_id, record.hook_id, key), timeout)


async def deliver(world: World, token: str, payload: Any, encoded: Raw, dedup: str | None) -> HookRecord:
    """Check ``payload`` against the hook's schema, record it, and return the hook that got it.

    Raises:
        HookNotFoundError, PayloadError, SchemaMissingError: see ``resume_hook``; nothing was sent.
    """
    while True:
        record = await world.get_hook(token)
        if record is None:
            raise HookNotFoundError.of(token)
        check(record, payload)
        try:
            await world.send_to_hook(token, encoded, dedup=dedup, expected=record)
        except HookNotFoundError:
            continue  # it was disposed of, or changed hands, since it was read: look again
        return record


def check(record: HookRecord, payload: Any) -> None:
    """Refuse a payload that the hook's run would have to drop.

    Raises:
        PayloadError: it does not fit the schema.
        SchemaMissingError: the schema's classes cannot be imported here.
    """
    description = msgspec.json.decode(record.schema)
    if description is None:
        return
    try:
        schema = schemas.rebuild(description, resolve_class)
    except LookupError as error:
        raise SchemaMissingError.of(record.token, schemas.names(description), str(error)) from error
    schemas.checked(payload, schema, record.token)


async def get_hook(token: str, *, world: World | str | None = None) -> HookInfo:
    """The hook that is registered under ``token``.

    Args:
        token: the hook's.
        world: where to look; the configured world if left out.

    Raises:
        HookNotFoundError: nobody owns the token.
    """
    place = await attach(world, as_engine=False)
    record = await place.world.get_hook(token)
    if record is None:
        raise HookNotFoundError.of(token)
    description = msgspec.json.decode(record.schema)
    return HookInfo(
        token=record.token,
        run_id=record.run_id,
        hook_id=record.hook_id,
        created_at=datetime.fromtimestamp(record.created_at / 1_000_000, UTC),
        metadata=values.decode(record.metadata, resolve_class),
        expects="" if description is None else schemas.names(description),
        webhook=bytes(record.webhook) != b"null",
    )


class HookDefinition(Generic[T]):
    """A hook's schema under a name of its own. See ``define_hook``."""

    def __init__(self, schema: type[T]) -> None:
        self.schema = schema

    def create(self, token: str | None = None, metadata: Any = None) -> Hook[T]:
        """``create_hook`` with this schema; in workflow code only.

        Raises:
            NotInWorkflowError: outside of it.
        """
        return create_hook(token, metadata, self.schema)

    @overload
    async def resume(
        self, token: str, payload: Any, *, dedup_key: str | None = None, world: World | str | None = None
    ) -> str: ...

    @overload
    async def resume(
        self,
        token: str,
        payload: Any,
        *,
        wait: Literal[True],
        timeout: float | None = None,
        dedup_key: str | None = None,
        world: World | str | None = None,
    ) -> Any: ...

    async def resume(self, token: str, payload: Any, **options: Any) -> Any:
        """``resume_hook`` with a payload that fits this schema: an instance, or plain data that can be converted to one.

        Raises:
            PayloadError: it does not fit; nothing was sent. And whatever ``resume_hook`` raises.
        """
        schemas.checked(payload, self.schema, token)
        return await resume_hook(token, payload, **options)


def define_hook(schema: type[T]) -> HookDefinition[T]:
    """A hook whose payloads are of type ``schema``: named once, at module level, for the workflow and for its senders.

    Raises:
        TypeError: ``schema`` is no type that payloads can be checked against.
    """
    schemas.describe(schema)
    return HookDefinition(schema)


@overload
def create_hook(token: str | None = None, metadata: Any = None, *, schema: type[T]) -> Hook[T]: ...


@overload
def create_hook(token: str | None, metadata: Any, schema: type[T]) -> Hook[T]: ...


@overload
def create_hook(token: str | None = None, metadata: Any = None) -> Hook[Any]: ...


def create_hook(token: str | None = None, metadata: Any = None, schema: Any = None) -> Any:
    """Register a token for this run; in workflow code only, where the sandbox's own function stands under this name.

    Raises:
        NotInWorkflowError: always here.
    """
    _only_in_workflows("create_hook")


def create_webhook(
    respond_with: webhooks.Response | Literal["manual"] | None = None, *, metadata: Any = None
) -> Webhook:
    """A hook that is reached over HTTP; in workflow code only, where the sandbox's own function stands under this name.

    Raises:
        NotInWorkflowError: always here.
    """
    _only_in_workflows("create_webhook")


def _only_in_workflows(name: str) -> NoReturn:
    raise NotInWorkflowError(
        f"{name}() was called outside a workflow",
        why="a hook belongs to a run, which waits for it",
        mend='call it in a function with "use workflow" that was started with start(...)',
    )


async def _answer_from_a_step(delivery: webhooks.Delivery, response: webhooks.Response) -> None:
    """What ``request.respond_with`` does where no workflow code runs: the first answer stands, in the store."""
    place = await attach(None, as_engine=False)
    key = ReplyKey(delivery.run_id, delivery.hook_id, delivery.dedup)
    await place.world.put_reply(key, values.encode(response, root="response"))


webhooks.outside[:] = [_answer_from_a_step]
