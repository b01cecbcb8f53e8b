"""The event log's vocabulary: what happens to a run (inputs) and what its code decides (commands).

A run's log is a sequence of these, append-only. *Inputs* are delivered to the instance one at a time, in log order;
*commands* are what the instance answers, and are appended in the same commit as the input that caused them (G2).
``at`` is microseconds since the Unix epoch, stamped by the world's clock, and never decreases within a run.

``id`` is the structural identity of an operation inside its run (``0/charge#2``: task path, name, occurrence). Values
(``args``, ``value``, ``error``, ``payload``) are readable JSON as ``values.encode`` writes it, embedded as it is.

Input -> output::

    encode_event(StepCompleted(at=5, id="0/add#0", value=Raw(b"3"))) -> b'{"kind":"step_completed","at":5,...}'
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Raw

from useworkflow_sandbox.errors import SealedValueError


def _kind(name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind", tag=_kind):
    """Base of all events. ``at``: microseconds since the epoch."""

    at: int


# --- inputs -----------------------------------------------------------------------------------------------------------


class RunCreated(Event, frozen=True, kw_only=True):
    """Someone started the run. ``args``: encoded ``[args, kwargs]``; ``seed``: 128 random bits in hexadecimal; ``env``:
    the environment variables that the configuration lists, ``None`` for one that was not set; ``payload_limit``: bytes that
    a recorded value of this run may take; ``start_at``: when its code was to begin (microseconds), if that was later; ``timeout``: microseconds that it may take from then
    on; ``attributes``: the keys of those that it was started with."""

    workflow: str
    bundle: str
    args: Raw
    seed: str
    parent: str | None = None
    root: str | None = None
    env: dict[str, str | None] = {}
    payload_limit: int = 16 * 1024 * 1024
    start_at: int | None = None
    timeout: int | None = None
    attributes: tuple[str, ...] = ()


class RunForked(Event, frozen=True, kw_only=True):
    """What stands before it was copied from the log of run ``source``, up to its event ``seq``. From here on the run has
    randomness of its own, ``seed``, and steps that are outstanding begin with their first attempt."""

    source: str
    seq: int
    seed: str


class StepCompleted(Event, frozen=True, kw_only=True):
    id: str
    value: Raw
    attempt: int = 1


class StepFailed(Event, frozen=True, kw_only=True):
    """The step's last attempt failed. ``error``: an encoded exception, notes included."""

    id: str
    error: Raw
    attempt: int = 1


class TimerFired(Event, frozen=True, kw_only=True):
    id: str


class HookReceived(Event, frozen=True, kw_only=True):
    """``id``: the hook's; ``dedup``: the sender's ``dedup_key``."""

    id: str
    payload: Raw
    dedup: str | None = None


class HookConflict(Event, frozen=True, kw_only=True):
    """The token that hook ``id`` asked for belongs to run ``owner``."""

    id: str
    token: str
    owner: str


class CancelRequested(Event, frozen=True, kw_only=True):
    reason: str | None = None


class ChildLinked(Event, frozen=True, kw_only=True):
    """Which run the start ``id`` led to, where that was not sure: it had an idempotency key, or an id of its own.
    ``problem``: ``""``; ``key``: the key's run has other arguments; ``id``: the id is taken."""

    id: str
    run_id: str
    problem: str = ""


class ChildFinished(Event, frozen=True, kw_only=True):
    """A run that this one has started, or waits for, has ended. ``outcome``: ``completed`` (``value``), ``failed``
    (``error``, ``error_kind``), ``cancelled`` (``reason``), or ``missing``: there is no such run."""

    id: str
    outcome: str
    value: Raw = Raw(b"null")
    error: Raw = Raw(b"null")
    error_kind: str | None = None
    reason: str | None = None


# --- commands, and what they record -----------------------------------------------------------------------------------


class Command(Event, frozen=True, kw_only=True):
    """Base of what the instance decides. ``line``: the user's line that gave the command, 0 where there is none."""

    line: int = 0


class StepScheduled(Command, frozen=True, kw_only=True):
    """``step``: ``step//module//qualname``; ``args``: encoded ``[args, kwargs]``. ``queued`` is the engine's mark: no
    worker was free at the commit, so the first attempt starts with a ``StepStarted`` of its own."""

    id: str
    step: str
    args: Raw
    queued: bool = False


class StepCancelled(Command, frozen=True, kw_only=True):
    """The code no longer waits for step ``id`` and has cancelled it."""

    id: str


class TimerStarted(Command, frozen=True, kw_only=True):
    """``due``: microseconds since the epoch; ``what``: ``sleep`` or ``timeout``."""

    id: str
    due: int
    what: str = "sleep"


class TimerCancelled(Command, frozen=True, kw_only=True):
    id: str


class HookCreated(Command, frozen=True, kw_only=True):
    """``schema``: what payloads must fit (``schemas.describe``), ``None``: anything; ``webhook``: how HTTP requests are
    answered (an encoded value as JSON data), ``None``: the token cannot be reached over HTTP."""

    id: str
    token: str
    metadata: Raw = Raw(b"null")
    schema: Any = None
    webhook: Any = None


class HookReplied(Command, frozen=True, kw_only=True):
    """Workflow code answered the delivery ``dedup`` of hook ``id``: the sender gets ``value`` after the commit."""

    id: str
    dedup: str
    value: Raw


class HookDisposed(Command, frozen=True, kw_only=True):
    id: str
    token: str


class HookResumed(Command, frozen=True, kw_only=True):
    """Workflow code called ``resume_hook(token, payload)``: delivered to the token's owner after the commit.
    ``dedup``: a second delivery with the same key has no effect."""

    id: str
    token: str
    payload: Raw
    dedup: str | None = None


class ChildStarted(Command, frozen=True, kw_only=True):
    """Workflow code started a run of its own, created with this turn's commit. ``parent_close``: what
    becomes of it when this run ends first; ``start_at``, ``timeout``: microseconds; ``queue``,
    ``key``, ``priority``: where it queues; ``own_id``: ``run_id`` is the user's, and may be
    taken; ``window``: microseconds in which starts with the same ``key`` are one run, of which the
    ``keep`` one counts."""

    id: str
    run_id: str
    workflow: str
    args: Raw
    parent_close: str = "abandon"
    idempotency_key: str | None = None
    own_id: bool = False
    start_at: int | None = None
    timeout: int | None = None
    queue: str | None = None
    key: str = ""
    priority: int = 0
    window: int | None = None
    keep: Literal["first", "last"] = "first"
    attributes: dict[str, str | int | float | bool | None] = {}

    @property
    def unsure(self) -> bool:
        """Its key, window or id may be another run's: ``ChildLinked`` tells."""
        return self.idempotency_key is not None or self.own_id or self.window is not None


class RunAwaited(Command, frozen=True, kw_only=True):
    """Workflow code waits for the end of a run that it did not start; answered by ``ChildFinished``."""

    id: str
    run_id: str


class RunTold(Command, frozen=True, kw_only=True):
    """Workflow code asks another run for something, with the commit. ``what``: ``cancel``, ``wake`` or ``terminate``."""

    id: str
    run_id: str
    what: str
    reason: str | None = None


class AttributesSet(Command, frozen=True, kw_only=True):
    """``values``: plain JSON scalars by key; ``None`` removes."""

    values: dict[str, str | int | float | bool | None]


class Patched(Command, frozen=True, kw_only=True):
    """``patched(id)`` answered ``True`` for the first time in this run. Not compared on replay, so that the call may be
    taken out of the code later."""

    id: str


class Logged(Command, frozen=True, kw_only=True):
    """A line that workflow code printed or logged: shown once, never on replay, and not kept in the log. ``logger``: the name
    of the logger, ``None`` for a printed line; ``file``: where the line was written, with ``line``; ``category``: of a warning, its
    class as ``module:name``."""

    text: str
    level: int = 20
    logger: str | None = None
    file: str = ""
    category: str = ""


class RunCompleted(Command, frozen=True, kw_only=True):
    value: Raw


class RunFailed(Command, frozen=True, kw_only=True):
    """``kind_of_failure``: ``user`` (its code raised) or ``engine``."""

    error: Raw
    kind_of_failure: str = "user"


class RunCancelled(Command, frozen=True, kw_only=True):
    reason: str | None = None


# --- what the engine notes; never delivered ---------------------------------------------------------------------------


class Note(Event, frozen=True, kw_only=True):
    """Base of records that the engine keeps for itself and for whoever looks: replay passes over them."""


class RunStarted(Note, frozen=True, kw_only=True):
    pass


class StepStarted(Note, frozen=True, kw_only=True):
    """Attempt ``attempt`` (1-based) was handed to a worker. For a first attempt that starts with the commit that
    schedules it, the row is left out: ``StepScheduled`` stands for it."""

    id: str
    attempt: int


class StepRetrying(Note, frozen=True, kw_only=True):
    """Attempt ``attempt`` failed; the next one starts at ``retry_at`` (microseconds)."""

    id: str
    attempt: int
    error: Raw
    retry_at: int


class StepHeartbeat(Note, frozen=True, kw_only=True):
    """Attempt ``attempt`` said how far it has come. ``details``: an encoded value."""

    id: str
    attempt: int
    details: Raw


class RunTerminated(Note, frozen=True, kw_only=True):
    """The run was ended from outside, without its code: by ``run.terminate()``, or by a cancellation before it began."""

    reason: str | None = None


class RunMigrated(Note, frozen=True, kw_only=True):
    """The run was moved from the code ``previous`` to ``bundle``, on purpose (G7). What stands before it in the log was
    recorded by the former."""

    bundle: str
    previous: str


INPUTS: tuple[type[Event], ...] = (
    RunCreated, RunForked, StepCompleted, StepFailed, TimerFired, HookReceived, HookConflict, CancelRequested, ChildLinked,
    ChildFinished,
)  # fmt: skip
COMMANDS: tuple[type[Command], ...] = (
    StepScheduled, StepCancelled, TimerStarted, TimerCancelled, HookCreated, HookReplied, HookDisposed, HookResumed,
    ChildStarted, RunAwaited, RunTold, AttributesSet, Patched, Logged, RunCompleted, RunFailed, RunCancelled,
)  # fmt: skip
NOTES: tuple[type[Note], ...] = (RunStarted, StepStarted, StepRetrying, StepHeartbeat, RunTerminated, RunMigrated)

AnyEvent: TypeAlias = (
    RunCreated | RunForked | StepCompleted | StepFailed | TimerFired | HookReceived | HookConflict | CancelRequested
    | ChildLinked | ChildFinished | StepScheduled | StepCancelled | TimerStarted | TimerCancelled | HookCreated | HookDisposed
    | HookReplied | HookResumed | ChildStarted | RunAwaited | RunTold | AttributesSet | Logged | RunCompleted | RunFailed | RunCancelled | RunStarted
    | StepStarted | StepRetrying | StepHeartbeat | Patched | RunTerminated | RunMigrated
)  # fmt: skip

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(AnyEvent)

encode_event = _encoder.encode
"""``encode_event(event) -> bytes``: one line of readable JSON."""


def decode_event(data: bytes | str) -> AnyEvent:
    """Read what ``encode_event`` wrote.

    Raises:
        msgspec.DecodeError: the bytes are no event, or one of an unknown kind.
        SealedValueError: they are sealed, and nothing was there to open them.
    """
    try:
        event: AnyEvent = _decoder.decode(data)
    except msgspec.DecodeError:
        raise_if_sealed(data)
        raise
    except (ValueError, RecursionError) as error:  # text that is no UTF-8; brackets without end
        raise msgspec.DecodeError(f"{type(error).__name__}: {error}") from error
    return event


def raise_if_sealed(data: bytes | str) -> None:
    """Say so where bytes that could not be read are an envelope.

    Raises:
        SealedValueError: they are.
    """
    begin = data[:100].encode() if isinstance(data, str) else bytes(data[:100])
    if begin.startswith((b'{"$sealed":"', b'{"$zstd":"')):
        raise SealedValueError.of(begin)


def kind_of(event: Event) -> str:
    """The event's name in the log, such as ``step_completed``."""
    return str(type(event).__struct_config__.tag)
