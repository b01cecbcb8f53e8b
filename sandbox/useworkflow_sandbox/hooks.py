"""Hooks: a token under which the outside world sends payloads into the run.

Input -> output::

    hook = create_hook(token="approve:7")   -> HookCreated(id="0/hook#0", token="approve:7"), with this turn's commit
    payload = await hook                    parked until HookReceived; payloads that come earlier are kept in order
    await hook.reply(payload, "seen")       -> HookReplied: whoever sent that payload and waits gets it

If another run owns the token, the engine answers the creation with ``HookConflict``, which shows as
``HookConflictError`` at ``await hook`` and ``async for``, or as the ``Run`` that owns it at ``await hook.conflict()``.

Read next: ``webhooks``, ``schemas``, ``instance``.
"""

from __future__ import annotations

from collections import deque
from typing import Any, ClassVar, Self

from useworkflow_compiler.errors import UseWorkflowError, public
from useworkflow_sandbox import schemas, values
from useworkflow_sandbox.callsite import user_line
from useworkflow_sandbox.current import current
from useworkflow_sandbox.deferred import Deferred
from useworkflow_sandbox.events import (
    AnyEvent,
    HookConflict,
    HookCreated,
    HookDisposed,
    HookReceived,
    HookReplied,
    HookResumed,
    Logged,
)
from useworkflow_sandbox.futures import PENDING, Future, finished
from useworkflow_sandbox.runs import Run
from useworkflow_sandbox.texts import checked_name
from useworkflow_sandbox.timers import TimerHandle
from useworkflow_sandbox.unsupported import refuse_options

TOKEN_LENGTH = 21
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_CONFLICT_GRACE = 1
"""Microseconds of the timer that ``hook.conflict()`` starts. Timers are armed after the commit that creates the hook,
and the engine delivers that commit's conflicts first, so its end means that there was none."""


@public
class HookConflictError(UseWorkflowError):
    """UW212: another run owns the hook's token.

    Attributes:
        token: the token that was asked for.
        run_id: the run that owns it.
    """

    default_code = "UW212"

    def __init__(self, token: str, run_id: str) -> None:
        super().__init__(
            f"the hook token {token!r} belongs to run {run_id}",
            why="a token has one owner at a time, so that a payload has one addressee",
            mend="catch HookConflictError, wait for that run's end, or make the token unique (put an id into it)",
        )
        self.token = token
        self.run_id = run_id


class HookDisposedError(UseWorkflowError, RuntimeError):
    """UW214: workflow code waits for a hook that it has disposed of, and no payload is left."""

    default_code = "UW214"


_MOST_UNANSWERED = 1_000
"""Deliveries that a hook remembers for ``reply``; beyond it the oldest is forgotten, so that nobody who never replies
keeps every payload in memory."""
_BY_EQUALITY = (str, int, float, bool, bytes, tuple, type(None))
"""Payloads whose identity a snapshot does not keep."""


class HookFuture(Future):
    """The wait for a hook's next payload. ``ends``: the wait of an ``async for``, which disposal ends quietly."""

    __slots__ = ("_ends", "_hook")
    kind: ClassVar[str] = "hook"

    def __init__(self, hook: Hook, ends: bool) -> None:
        super().__init__()
        self._hook = hook
        self._ends = ends

    @property
    def id(self) -> str:
        """The hook's id."""
        return self._hook.id

    @property
    def line(self) -> int:
        """The line that created the hook."""
        return self._hook.line

    def cancel(self, msg: Any = None) -> bool:
        if self._state is not PENDING:
            return False
        self._hook._waiters.remove(self)
        return super().cancel(msg)

    def _abandoned(self) -> None:
        # The payload would be lost otherwise: nobody has seen it.
        if self._exception is None and not self.cancelled():
            self._hook._give_back(self._result)

    def _fail(self) -> None:
        self.set_exception(self._hook._ending(self._ends))


class _Next(Deferred):
    """One ``await hook``, or one round of ``async for``."""

    __slots__ = ("_ends", "_hook")

    def __init__(self, hook: Hook, ends: bool) -> None:
        super().__init__()
        self._hook = hook
        self._ends = ends

    def _start(self) -> Future:
        return self._hook._wait(self._ends)


class _Conflict(Deferred):
    """One ``await hook.conflict()``."""

    __slots__ = ("_hook",)

    def __init__(self, hook: Hook) -> None:
        super().__init__()
        self._hook = hook

    def _start(self) -> Future:
        return self._hook._await_settlement()


class Hook(Deferred):
    """A registered token. ``await hook`` gives the next payload, each payload once, in the order of their arrival."""

    __slots__ = ("_conflicts", "_disposed", "_grace", "_owner", "_payloads", "_schema", "_settled",
                 "_unanswered", "_waiters", "id", "line", "token")  # fmt: skip
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"_settle", "dispose"})
    kind: ClassVar[str] = "hook"

    def __init__(self, token: str, metadata: object, schema: Any, *, webhook: Any = None) -> None:
        super().__init__()
        instance = current()
        self.token = token
        self.line = user_line()
        self._schema: schemas.Description = schemas.describe(schema)
        self._unanswered: deque[tuple[Any, str]] | None = None
        self._payloads: deque[Any] = deque()
        self._waiters: deque[HookFuture] = deque()
        self._conflicts: list[Future] = []
        self._grace: TimerHandle | None = None
        self._owner: str | None = None
        self._settled = False
        self._disposed = False
        encoded = values.encode(metadata, root="metadata")
        self.id = instance.loop.next_id("hook")
        instance.operations[self.id] = self
        instance.emit(
            HookCreated(
                at=instance.now,
                id=self.id,
                token=token,
                metadata=encoded,
                schema=self._schema,
                webhook=webhook,
                line=self.line,
            )
        )

    def __repr__(self) -> str:
        return f"<Hook {self.token!r}{' disposed' if self._disposed else ''}>"

    # --- waiting

    def future(self) -> Future:
        """The wait for the next payload; unlike a coroutine, a hook can be awaited again."""
        return self._wait(ends=False)

    def __aiter__(self) -> Hook:
        return self

    def __anext__(self) -> Deferred:
        """The next payload; ends the loop once the hook is disposed of and no payload is left."""
        return _Next(self, ends=True)

    def _wait(self, ends: bool) -> Future:
        if self._payloads:
            return finished(self._payloads.popleft())
        future = HookFuture(self, ends)
        if self._owner is not None or self._disposed:
            future._fail()
        else:
            self._waiters.append(future)
        return future

    def _ending(self, ends: bool) -> BaseException:
        if self._owner is not None:
            return HookConflictError(self.token, self._owner)
        if ends:
            return StopAsyncIteration()
        return HookDisposedError(
            f"the hook {self.token!r} was disposed of",
            why="no payload can come any more",
            mend="await the hook before dispose(), or create another one",
        )

    # --- conflicts

    def conflict(self) -> Deferred:
        """``await hook.conflict()``: ``None``, or the ``Run`` that owns the token.

        It is answered once the creation is committed: by the engine's ``HookConflict``, by the first payload, or by the
        end of a timer that starts with that commit, whichever comes first.
        """
        return _Conflict(self)

    def _await_settlement(self) -> Future:
        if self._settled:
            return finished(self._owning())
        future = Future()
        self._conflicts.append(future)
        if self._grace is None:
            self._grace = TimerHandle(current().now + _CONFLICT_GRACE, self._settle, what="conflict")
        return future

    def _settle(self) -> None:
        self._settled = True
        if self._grace is not None:
            self._grace.cancel()
        for future in self._conflicts:
            if not future.done():
                future.set_result(self._owning())
        self._conflicts.clear()

    def _owning(self) -> Run | None:
        return None if self._owner is None else Run(self._owner)

    # --- events

    def deliver(self, event: AnyEvent) -> None:
        """Take a payload, or learn that the token belongs to another run."""
        if isinstance(event, HookReceived):
            payload = values.decode(event.payload, current().program.host)
            if not self._settled:
                self._settle()
            fitting, payload = self._fit(payload)
            if fitting:
                payload = self._received(payload, event.dedup)
                if event.dedup is not None:
                    self._expect_reply(payload, event.dedup)
                self._hand_over(payload)
        elif isinstance(event, HookConflict):
            self._owner = event.owner
            current().operations.pop(self.id, None)
            self._settle()
            self._fail_waiters()

    def _fit(self, payload: Any) -> tuple[bool, Any]:
        if self._schema is None:
            return True, payload
        instance = current()
        try:
            return True, schemas.fit(payload, schemas.rebuild(self._schema, instance.program.host))
        except (ValueError, LookupError, ImportError, AttributeError) as error:
            text = f"a payload for hook {self.token!r} does not fit its schema and was dropped: {error}"
            instance.emit(Logged(at=instance.now, text=text, level=40, line=self.line, logger="useworkflow.hooks"))
            return False, None

    def _received(self, payload: Any, dedup: str | None) -> Any:
        """What workflow code gets for a payload that came with the key ``dedup``."""
        return payload

    def _hand_over(self, payload: Any) -> None:
        if self._waiters:
            self._waiters.popleft().set_result(payload)
        else:
            self._payloads.append(payload)

    def _give_back(self, payload: Any) -> None:
        if self._waiters:
            self._waiters.popleft().set_result(payload)
        else:
            self._payloads.appendleft(payload)

    # --- answers

    def _expect_reply(self, payload: Any, dedup: str) -> None:
        if self._unanswered is None:
            self._unanswered = deque(maxlen=_MOST_UNANSWERED)
        self._unanswered.append((payload, dedup))

    def reply(self, payload: Any, value: Any = None) -> Deferred:
        """``await hook.reply(payload, value)``: answer the sender of a payload that this hook gave.

        The answer is stored with this turn's commit, for a sender that waits, or that sends again with the same
        ``dedup_key``. A second answer to the same payload has no effect, nor has one to a payload whose sender neither waits
        nor gave a key. Payloads that are plain values, and equal, are answered in the order of their arrival.

        Awaiting raises:
            SerializationError: ``value`` cannot be recorded.
        """
        return _Reply(self, payload, value)

    def _answer(self, payload: Any, value: Any, line: int) -> None:
        instance = current()
        encoded = values.encode(value, root="reply")
        unanswered = self._unanswered or deque()
        for index, (sent, dedup) in enumerate(unanswered):
            if sent is payload or (type(sent) is type(payload) and isinstance(sent, _BY_EQUALITY) and sent == payload):
                instance.emit(HookReplied(at=instance.now, id=self.id, dedup=dedup, value=encoded, line=line))
                del unanswered[index]
                return

    # --- end

    def dispose(self) -> None:
        """Free the token. Payloads that have arrived can still be awaited. May be repeated."""
        if self._disposed:
            return
        self._disposed = True
        instance = current()
        instance.operations.pop(self.id, None)
        if self._owner is None:
            instance.emit(HookDisposed(at=instance.now, id=self.id, token=self.token, line=user_line()))
        self._fail_waiters()

    def _fail_waiters(self) -> None:
        waiters, self._waiters = self._waiters, deque()
        for waiter in waiters:
            waiter._fail()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.dispose()


class _Reply(Deferred):
    """One ``await hook.reply(...)``."""

    __slots__ = ("_hook", "_line", "_payload", "_value")

    def __init__(self, hook: Hook, payload: Any, value: Any) -> None:
        super().__init__()
        self._hook = hook
        self._payload = payload
        self._value = value
        self._line = user_line()

    def _start(self) -> Future:
        self._hook._answer(self._payload, self._value, self._line)
        return finished(None)


class _Resume(Deferred):
    __slots__ = ("_dedup", "_line", "_payload", "_token")

    def __init__(self, token: str, payload: object, dedup: str | None) -> None:
        super().__init__()
        self._token = token
        self._payload = payload
        self._dedup = dedup
        self._line = user_line()

    def _start(self) -> Future:
        instance = current()
        encoded = values.encode(self._payload, root="payload")
        operation = instance.loop.next_id("resume_hook")
        instance.emit(
            HookResumed(
                at=instance.now, id=operation, token=self._token, payload=encoded, dedup=self._dedup, line=self._line
            )
        )
        return finished(None)


def create_hook(token: str | None = None, metadata: object = None, schema: Any = None) -> Hook:
    """Register a token for this run, with the commit of this turn.

    Args:
        token: what senders name; 21 random URL-safe characters by default.
        metadata: a serializable value that whoever looks the hook up can see.
        schema: a dataclass, ``TypedDict``, attrs, msgspec or pydantic model that payloads are converted to, or a type made of
            such with ``list``, ``dict``, ``tuple``, ``|`` and ``Literal``. Senders are refused what does not fit.

    Raises:
        TypeError: ``token`` is no text, or ``schema`` no type.
        ValueError: the token is empty, or no text that every world can keep.
        SerializationError: ``metadata`` cannot be serialized.
    """
    if token is None:
        token = random_token()
    else:
        checked_name("a hook token", token, longest=None)
    return Hook(token, metadata, schema)


def random_token() -> str:
    """21 random URL-safe characters, 126 bits, of the run's own randomness (G5)."""
    choose = current().random.choice
    return "".join([choose(_ALPHABET) for _ in range(TOKEN_LENGTH)])


class HookDefinition:
    """A hook's schema under a name of its own. See ``define_hook``."""

    __slots__ = ("schema",)

    def __init__(self, schema: Any) -> None:
        self.schema = schema

    def __repr__(self) -> str:
        return f"define_hook({schemas.names(schemas.describe(self.schema))})"

    def create(self, token: str | None = None, metadata: object = None) -> Hook:
        """``create_hook`` with this schema."""
        return create_hook(token, metadata, self.schema)

    def resume(self, token: str, payload: object, *, dedup_key: str | None = None) -> Deferred:
        """``resume_hook`` with a payload that fits this schema.

        Raises:
            PayloadError: it does not.
        """
        return resume_hook(token, schemas.checked(payload, self.schema, token), dedup_key=dedup_key)


def define_hook(schema: Any) -> HookDefinition:
    """A hook whose payloads are of type ``schema``, to be named once, at module level, for both sides.

    Raises:
        TypeError: ``schema`` is no type that payloads can be checked against.
    """
    schemas.describe(schema)
    return HookDefinition(schema)


def resume_hook(token: str, payload: object = None, *, dedup_key: str | None = None, **outside: Any) -> Deferred:
    """``await resume_hook(token, payload)``: send a payload to a hook, with the commit of the turn that awaits it.

    Args:
        token: the hook's.
        payload: any serializable value.
        dedup_key: a second send to that hook with the same key has no effect, whoever sends it.
        **outside: options that only exist outside of workflow code: ``wait``, ``timeout``, ``world``, ``transaction``.

    Raises:
        UnsupportedError: an option of the latter kind is given.
        TypeError, ValueError: an option that there is not, or a token or key that none can be.
    """
    refuse_options("resume_hook", outside, ("wait", "timeout", "world", "transaction"))
    checked_name("a hook token", token, longest=None)
    if dedup_key is not None:
        checked_name("a dedup_key", dedup_key, longest=None)
    return _Resume(token, payload, dedup_key)
