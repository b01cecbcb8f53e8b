"""What a world is: the run table, the event log, hooks, the inbox and the bundles, behind one set of named operations.

Everything that changes state is one of these operations, and each is atomic. The invariants live in the store: a log
is appended only at its expected position, a run is changed only in the generation that its engine knows, a hook token has
one owner, an idempotency key one run, and only the engine with the current epoch commits (fencing, G3). The engine never
sees SQL; a world never sees Python frames.

    world.create_run(new)            any process: a pending run, or the one that its idempotency key already has
    world.claim(epoch)               the engine: runs to take up; counts the claim before the first turn
    world.load(run_id)               the engine: record, newest snapshot, the events after it
    world.commit(epoch, turns)       the engine: one transaction for all turns that are ready (G2)
    world.send(run_id, ...)          any process: a hook payload, a cancellation, a wake-up, into the inbox
    world.wait_for_change(...)       both sides: returns when someone else has written

Times are integer microseconds since the Unix epoch. Read next: ``memory`` (the shortest world), ``sqlite``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias, get_args

import msgspec
from msgspec import Raw

from useworkflow_runtime.worlds.code_store import CodeStore
from useworkflow_runtime.worlds.queueing import Queueing, QueuePlace, StartWindow
from useworkflow_runtime.worlds.scheduling import ScheduleStore
from useworkflow_runtime.worlds.step_sharing import StepSharing
from useworkflow_runtime.worlds.step_slots import StepSlots
from useworkflow_runtime.worlds.streams import Settlement, StreamStore
from useworkflow_runtime.worlds.value_store import StoredValue as StoredValue
from useworkflow_runtime.worlds.value_store import StoredValues
from useworkflow_runtime.worlds.value_store import ValuePage as ValuePage
from useworkflow_sandbox.events import RunMigrated, encode_event, kind_of

RunStatus: TypeAlias = Literal["pending", "running", "completed", "failed", "cancelled", "diverged", "stuck"]
TERMINAL: frozenset[str] = frozenset({"completed", "failed", "cancelled"})
PARKED: frozenset[str] = frozenset({"diverged", "stuck"})
STATUSES: tuple[RunStatus, ...] = get_args(RunStatus)
UNFINISHED: tuple[RunStatus, ...] = ("running", "pending", "diverged", "stuck")
"""What a run may be before its end."""

MOST_TOGETHER = 3
"""How far claims of several runs at once count. An engine that is killed leaves a claim on every run that it was about to take
up, and most of them had no part in its death; from here on only claims of a run alone tell."""

Scalar: TypeAlias = str | int | float | bool | None

ChangeKind: TypeAlias = Literal["any", "inputs", "offers"]
"""``any``: every commit. ``inputs``: what an engine must look at, so not its own commits: runs created, items sent,
runs unparked, and whatever another connection committed. ``offers``: steps that other engines offer."""


class NewRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run to create. ``created`` is the encoded ``RunCreated`` event, which becomes event 1 of its log."""

    id: str
    workflow: str
    bundle: str
    created: bytes
    at: int
    idempotency_key: str | None = None
    args_digest: str = ""
    """Digest of the encoded arguments: the same idempotency key with another digest is refused."""
    former_digests: tuple[str, ...] = ()
    """What the digest of the same arguments was under other keys: compared with, never stored."""
    start_at: int | None = None
    """Delayed start: not claimed before this time."""
    queue: QueuePlace | None = None
    """Not claimed before the queue has a slot for it."""
    window: StartWindow | None = None
    """Not a run of its own where a start with the same key has just been. Only ``create_run``, and commits for children, look
    at it."""
    attributes: dict[str, Scalar] = {}
    parent: str | None = None
    operation: str = ""
    """Of a child: its parent's operation that started it, and that is told of its end."""
    unsure: bool = False
    """Of a child: its key, window or id may be another run's; the operation is told which run it is (``linked``)."""

    def has_arguments(self, digest: str | None) -> bool:
        """Whether ``digest`` is that of a run with the same arguments."""
        return digest == self.args_digest or digest in self.former_digests


class RunRecord(msgspec.Struct, frozen=True, kw_only=True):
    """The row of a run. ``last_seq``: position of the newest event. ``claims``: claims since the last progress."""

    id: str
    workflow: str
    bundle: str
    status: RunStatus
    created_at: int
    started_at: int | None = None
    completed_at: int | None = None
    wake_at: int | None = None
    """Earliest time at which a timer, a retry or a delayed start makes the run move; ``None``: only an input does."""
    last_seq: int = 0
    claims: int = 0
    generation: int = 0
    """How often the run was claimed, or changed by a turn without events: see ``Turn.generation``."""
    active: bool = False
    """The run was moving (a step outstanding, or a turn to come) when it was last committed."""
    idempotency_key: str | None = None
    output: Raw | None = None
    error: Raw | None = None
    """The encoded exception of a failed run."""
    error_kind: str | None = None
    reason: str | None = None
    """Why it was cancelled, or the report of a ``diverged`` or ``stuck`` run."""
    attributes: dict[str, Scalar] = {}
    parent: str | None = None


class SnapshotRow(msgspec.Struct, frozen=True):
    """A cache of the log up to and including event ``seq``. ``body`` is signed and opaque to the world."""

    seq: int
    body: bytes


class LoggedEvent(msgspec.Struct, frozen=True):
    """One row of the log: ``body`` is an encoded event (``useworkflow_sandbox.events``), ``kind`` its name."""

    seq: int
    kind: str
    at: int
    body: bytes


class Loaded(msgspec.Struct, frozen=True):
    """All that an engine needs to take a run up."""

    record: RunRecord
    snapshot: SnapshotRow | None
    events: list[LoggedEvent]
    """Events after ``snapshot.seq``, or all of them; the first part of a long log: page on with ``read_events``."""


NOTHING = Raw(b"null")
"""An encoded ``None``."""


class End(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a run ended, as an inbox item ``finished`` tells. The fields are those of ``ChildFinished``."""

    outcome: str
    value: Raw = NOTHING
    error: Raw = NOTHING
    error_kind: str | None = None
    reason: str | None = None


class InboxItem(msgspec.Struct, frozen=True):
    """Something that another process (or this one) sent to a run. It stays until a commit names it in ``inbox_done``.

    ``kind``: ``hook`` (``target``: hook id, ``payload``: encoded value), ``cancel`` (``payload``: encoded reason),
    ``wake`` (``payload``: null), ``migrated`` (``payload``: position of the ``run_migrated`` event), ``linked``
    (``target``: the operation that started a child, ``payload``: a ``Link``), ``finished`` (``target``: the operation
    that waits for a run, ``end``), ``step`` (``target``: the operation, ``payload``: see ``StepReturn``).
    """

    number: int
    run_id: str
    kind: str
    target: str
    payload: Raw
    dedup: str | None = None
    end: End | None = None
    """Of ``finished``: how the run ended; its ``payload`` is null."""


def inbox_item(number: int, run_id: str, kind: str, target: str, payload: str | bytes, dedup: str | None) -> InboxItem:
    """The item of a row, as every world keeps it. One that cannot be read concerns its run alone: a ``finished`` without
    ``end``."""
    raw = payload.encode() if isinstance(payload, str) else payload
    if kind != "finished":
        return InboxItem(number, run_id, kind, target, Raw(raw), dedup)
    try:
        return InboxItem(number, run_id, kind, target, NOTHING, end=msgspec.json.decode(raw, type=End))
    except (msgspec.DecodeError, ValueError):
        return InboxItem(number, run_id, kind, target, Raw(raw))


_attributes = msgspec.json.Decoder(dict[str, Scalar])


def attributes_of(column: str | bytes) -> dict[str, Scalar]:
    """The attributes of a row, as every world keeps them; none where they cannot be read: that run goes on, and nobody else's is
    held up. ``useworkflow db check`` names it."""
    try:
        return _attributes.decode(column)
    except (msgspec.DecodeError, ValueError):
        return {}


class HookRecord(msgspec.Struct, frozen=True):
    """A registered hook token and its owner."""

    token: str
    run_id: str
    hook_id: str
    created_at: int
    metadata: Raw = Raw(b"null")
    schema: Raw = Raw(b"null")
    """What payloads must fit (``useworkflow_sandbox.schemas``); null: anything."""
    webhook: Raw = Raw(b"null")
    """How HTTP requests for the token are answered: null: not at all; an encoded ``"accept"``, ``"manual"``, or ``Response``."""


class HookReply(msgspec.Struct, frozen=True):
    """An answer of workflow code to the delivery ``dedup`` for one of its hooks."""

    hook_id: str
    dedup: str
    value: Raw


class ReplyKey(msgspec.Struct, frozen=True):
    """Names a delivery that may be answered."""

    run_id: str
    hook_id: str
    dedup: str


class Forward(msgspec.Struct, frozen=True):
    """A payload that workflow code sends to the owner of ``token``; a second one with the same ``dedup`` has no effect."""

    token: str
    payload: Raw
    dedup: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """What became of a delivery. ``value``: the answer, if there is one; ``over``: the run has ended, or is gone."""

    value: Raw | None
    over: bool


class Holder(msgspec.Struct, frozen=True):
    """An engine that has taken a run up. ``until``: when its lease ends or ended, where it has one."""

    owner: str
    alive: bool
    until: int | None = None


BEGUN_TOGETHER = 1000
"""Children that one commit claims at most, as many as an engine claims at once."""


class Turn(msgspec.Struct, kw_only=True):
    """One run's part of a commit: what a turn consumed, decided, and (sometimes) its snapshot: all or nothing (G2).

    ``expected`` is the position of the newest event that the engine knows; the log must end there. ``generation`` is that of
    the row as the engine knows it: a claim adds one to it, and so does a turn without events, which leaves the log where it
    is. So of any two turns that were made of the same state at most one is committed, in whatever order they arrive (G2).
    Fields that are ``UNSET`` leave the row as it is.

    A terminal ``status`` ends the run in the store too: not ``active``, no ``wake_at``, no snapshot, no tokens, an empty
    inbox. A parked ``status`` makes it not ``active`` and keeps all the rest. Several turns of one run may stand in one
    commit, in order.
    """

    run_id: str
    expected: int
    events: list[LoggedEvent]
    generation: int = 0
    """A run that was created claimed, or by this turn, is in generation 0."""
    new: NewRun | None = None
    """The run itself: it is created, claimed for the epoch of the commit, before all else; where its id is taken the turn is
    stale. Only where one engine has the world to itself, of a run that waits for no time and no queue and has no key."""
    snapshot: SnapshotRow | None = None
    status: RunStatus | msgspec.UnsetType = msgspec.UNSET
    started_at: int | msgspec.UnsetType = msgspec.UNSET
    completed_at: int | msgspec.UnsetType = msgspec.UNSET
    wake_at: int | msgspec.UnsetType | None = msgspec.UNSET
    active: bool | msgspec.UnsetType = msgspec.UNSET
    output: Raw | msgspec.UnsetType = msgspec.UNSET
    error: Raw | msgspec.UnsetType = msgspec.UNSET
    error_kind: str | msgspec.UnsetType = msgspec.UNSET
    reason: str | msgspec.UnsetType = msgspec.UNSET
    attributes: dict[str, Scalar] | msgspec.UnsetType = msgspec.UNSET
    """Merged into the run's attributes; ``None`` removes a key."""
    hooks_created: Sequence[HookRecord] = ()
    hooks_disposed: Sequence[str] = ()
    """Tokens. The end of a run (a terminal ``status``) frees all its tokens by itself."""
    forwards: Sequence[Forward] = ()
    """Hook payloads that workflow code sent; into the owners' inboxes with this commit."""
    replies: Sequence[HookReply] = ()
    """Answers to deliveries; the first one of each stands."""
    children: Sequence[NewRun] = ()
    """Runs to create; one that exists already (its id, or its idempotency key) stays as it is. Their ends are announced
    to this run: see ``awaits``. Where one engine has the world to itself, the first ``BEGUN_TOGETHER`` of a commit that
    wait for no time and no queue are claimed for it: see ``TurnOutcome.begun``."""
    awaits: Sequence[tuple[str, str]] = ()
    """(operation, run id): when that run ends, this one gets an inbox item ``finished``, once; at once where it has
    ended, or where there is no such run. The commit that ends a run puts the items into the inboxes (G2)."""
    sends: Sequence[tuple[str, str, Raw]] = ()
    """(run id, kind, payload): into the inboxes of other runs with this commit; one that has ended, or is not there, is
    passed over."""
    inbox_done: Sequence[int] = ()
    """Numbers of items that it has consumed. One that is not in the run's inbox any more makes the turn stale: an item is
    consumed once (G2)."""
    handed_back: Sequence[str] = ()
    """Operations of steps that were offered to other engines, and are over or this engine's again: see ``StepSharing``."""
    settlements: Sequence[Settlement] = ()
    """Steps that have written to streams, or may have, and have their outcome now. The end of a run settles all its steps."""
    reset_claims: bool = False


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which run the start of an ``unsure`` child led to. ``problem``: see ``ChildLinked``."""

    run_id: str
    problem: str = ""


def check_positions(turns: Sequence[Turn]) -> None:
    """Refuse turns whose events do not follow one another: a log has no gaps, and nothing stands in it twice.

    Raises:
        ValueError: an event has another position than the one after its predecessor.
    """
    for turn in turns:
        position = turn.expected
        for event in turn.events:
            position += 1
            if event.seq != position:
                raise ValueError(f"event {event.seq} of run {turn.run_id} stands where {position} must stand")


class TurnOutcome(msgspec.Struct, frozen=True):
    """What became of one turn of a group. A stale turn does not fail the others."""

    committed: bool
    conflicts: tuple[tuple[str, str, str], ...] = ()
    """(hook id, token, owning run id) for each hook whose token is taken; the rest of the turn is committed, and the run
    is left ``active``, so that it is told of it even if its engine dies first."""
    lost: bool = False
    """Not committed because the run is another worker's now (shared worlds only): this one has to let go of it."""
    unsent: tuple[str, ...] = ()
    """Tokens of ``forwards`` that nobody owns: what was sent to them went nowhere."""
    begun: tuple[RunRecord, ...] = ()
    """Of ``children`` those that were created claimed for the epoch of the commit: its engine has to take them up."""


def migrated(seq: int, at: int, bundle: str, previous: str) -> LoggedEvent:
    """The row at position ``seq`` that says that a run was moved from the code ``previous`` to ``bundle``."""
    note = RunMigrated(at=at, bundle=bundle, previous=previous)
    return LoggedEvent(seq, kind_of(note), at, encode_event(note))


class World(Queueing, CodeStore, StepSharing, StoredValues, Protocol):
    """Storage, queue and notification behind one protocol. Every operation is atomic and may be awaited concurrently."""

    @property
    def url(self) -> str:
        """What ``open_world`` takes to reach this world again."""

    @property
    def shared(self) -> bool:
        """Several engines may own it at once. Each has its own epoch, and only the runs that it has claimed: ``inbox``,
        ``due``, ``next_wake`` and ``claim`` leave out those of other living engines, ``commit`` refuses their turns."""

    @property
    def streams(self) -> StreamStore:
        """What steps write for others to read while it is written."""

    @property
    def schedules(self) -> ScheduleStore:
        """What starts runs at given times."""

    @property
    def step_slots(self) -> StepSlots:
        """How many attempts of one step may run at a time."""

    def now(self) -> int:
        """The store's clock, microseconds since the epoch. Injected; tests fake it."""

    async def open(self) -> None:
        """Open, create or migrate the store.

        Raises:
            WorldTooNewError: the store was written by a newer version; nothing was changed.
            WorldError: it cannot be opened (permissions, not a database, disk full).
        """

    async def close(self) -> None:
        """Give everything back. May be repeated."""

    # ownership

    async def acquire(self, owner: str) -> int | None:
        """Become the engine of this world: the new epoch, or ``None`` while another living engine owns it."""

    async def release(self, epoch: int) -> None:
        """Stop being the engine."""

    async def owner(self) -> str | None:
        """Who owns the world now, for messages: ``None`` if nobody."""

    async def holder(self, run_id: str) -> Holder | None:
        """Which engine moves a run, or moved it when it ended itself, for messages; ``None``: the run does not move."""

    # any process

    async def create_run(self, new: NewRun, *, claim_for: int | None = None) -> tuple[RunRecord, bool]:
        """Create a pending run, already claimed for epoch ``claim_for`` where that is given. Returns its record and ``True``, or the run that has the idempotency key, or the start window, and ``False``.

        A run whose ``start_at`` is still to come, or which has a ``queue``, is not claimed, with or without ``claim_for``.

        Raises:
            LostOwnershipError: ``claim_for`` is not the world's epoch.
            IdempotencyConflictError: that key's run has another ``args_digest``.
            RunExistsError: ``new.id`` is taken.
        """

    async def fork_run(
        self, new: NewRun, run_id: str, until: int, tail: list[LoggedEvent], awaits: list[tuple[str, str]]
    ) -> RunRecord:
        """Create a run whose log begins as that of ``run_id``, in one transaction. An engine takes it up as one that was
        running, and recovers it.

        Args:
            new: the run; ``created`` is event 1 of both logs.
            run_id: the run that is copied from; its events 2 to ``until`` are copied as they are.
            until: at least 1.
            tail: what stands after them.
            awaits: see ``Turn.awaits``: what the copied events wait for.

        Raises:
            RunNotFoundError: no run ``run_id``.
            RunExistsError: ``new.id`` is taken.
        """

    async def get_run(self, run_id: str) -> RunRecord | None:
        """The run's row, or ``None``."""

    async def find_runs(
        self,
        *,
        workflow: str | None = None,
        status: str | None = None,
        attributes: dict[str, Scalar] | None = None,
        limit: int = 100,
        before: str | None = None,
    ) -> list[RunRecord]:
        """Runs, newest first. ``attributes``: only those that have all of these, found by an index (numbers are equal as in
        Python); ``before``: a run id of the previous page."""

    async def set_attributes(self, run_id: str, values: dict[str, Scalar]) -> bool:
        """Merge ``values`` into the attributes of a run; ``None`` removes a key. Any process may do it.

        Returns:
            ``False``, and nothing was changed: the run has ended.

        Raises:
            RunNotFoundError: no such run.
        """

    async def read_events(self, run_id: str, after: int = 0, limit: int = 1000) -> list[LoggedEvent]:
        """Events with ``seq > after`` in order, at most ``limit``."""

    async def send(self, run_id: str, kind: str, payload: Raw, *, target: str = "") -> None:
        """Put a cancellation or a wake-up into the run's inbox. A run that has ended takes nothing more: no effect.

        Raises:
            RunNotFoundError: no such run.
        """

    async def send_to_hook(
        self, token: str, payload: Raw, *, dedup: str | None = None, expected: HookRecord | None = None
    ) -> str:
        """Put a payload into the inbox of the token's owner and return that run's id; a repeated ``dedup`` is ignored.

        Raises:
            HookNotFoundError: nobody owns the token, or its hook is not the ``expected`` one any more.
            HookFullError: so many items wait for the run that it gets no more now.
        """

    async def get_hook(self, token: str) -> HookRecord | None:
        """The token's owner, or ``None``. How long it takes says nothing about other tokens."""

    async def put_reply(self, key: ReplyKey, value: Raw) -> bool:
        """Answer a delivery from outside the run's log (a step did). ``False``: it is answered already, or there is none."""

    async def read_replies(self, keys: Sequence[ReplyKey]) -> list[Answer]:
        """What became of these deliveries, in the same order."""

    async def find_reply(self, token: str, dedup: str) -> Raw | None:
        """The answer to the delivery ``dedup`` under ``token``, that of the newest run which gave one; runs that have ended
        count, as long as they are kept."""

    def changes(self, of: ChangeKind = "any") -> int:
        """How many changes this object has noticed. Read it, look at the state, then wait ``since`` it: no change is
        missed in between. Costs nothing."""

    async def wait_for_change(self, timeout: float, *, of: ChangeKind = "any", since: int | None = None) -> bool:
        """Return ``True`` as soon as another connection or this one has committed something after ``since`` (a number
        from ``changes`` of the same kind), ``False`` after ``timeout`` seconds. Cheap: no table is read.

        Without ``since`` a waiter is the current asyncio task, and what counts is everything since its last such call;
        in a task's first call, everything from the call on. One ``True`` may stand for many changes, or for one that
        the caller has seen already."""

    # the engine (``epoch`` from ``acquire``; a stale one raises ``LostOwnershipError`` and changes nothing)

    async def claim(
        self, epoch: int, run_ids: Sequence[str] | None = None, *, limit: int = 1000, alone: bool = False
    ) -> list[RunRecord]:
        """Take runs up: count the claim (``claims`` + 1, which ends at ``MOST_TOGETHER`` unless the run is claimed
        ``alone``), begin their next generation, mark them ``active`` and this epoch's, all in one transaction before they are
        returned. What was made of a run before a claim cannot be committed after it.

        Without ``run_ids``: pending runs whose ``start_at`` is due, and runs that were ``active`` under another epoch
        (a former engine died under them). With: just those, if they are neither terminal nor parked. Runs that only
        wait for a time or an input are not claimed until ``due`` or ``inbox`` names them. Claiming a pending run ends
        its delay: its ``wake_at`` becomes ``None``.

        Of the runs that wait in a queue those for which there is a slot are granted it and claimed, if no ``run_ids`` are
        given; no two workers can exceed a limit together. With ``run_ids`` such a run is only claimed if it is asked to
        cancel, which takes no slot."""

    async def load(self, run_id: str, *, limit: int = 10_000) -> Loaded | None:
        """The run's record, snapshot, and the first ``limit`` events after the snapshot."""

    async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        """Append and update for all ``turns`` in one transaction, durable when it returns.

        A turn whose ``expected`` is not the end of its log, whose ``generation`` is not the run's, or which has consumed what
        is not there, is left out (``committed=False``); the others go on.

        Raises:
            ValueError: the events of a turn do not follow one another; nothing was committed.
            WorldError: nothing was committed (disk full, I/O error), or nobody knows (the connection broke): whoever asked
                reads the world again before it goes on.
        """

    async def inbox(self, epoch: int, *, after: int = 0, limit: int = 1000) -> list[InboxItem]:
        """Items with ``number > after``, in order. They stay until a commit names them in ``inbox_done``."""

    async def due(self, epoch: int, now: int, *, limit: int = 1000) -> list[str]:
        """Ids of unfinished, not parked runs whose ``wake_at`` is at or before ``now``, earliest first."""

    async def next_wake(self, epoch: int) -> int | None:
        """The earliest ``wake_at`` of all such runs, the time at which a queue lets another one through, or
        that of a schedule."""

    async def drop_snapshot(self, run_id: str) -> None:
        """Forget a snapshot that cannot be used (wrong signature, unknown code): the log alone suffices."""

    async def migrate_run(self, run_id: str, bundle: str, expected_seq: int | None) -> bool:
        """Move a run to the stored code ``bundle``: append a ``run_migrated`` event, set the run's bundle, drop its
        snapshot, and wake it: a parked run is unparked, and a running one gets the inbox item ``migrated`` whose payload
        is the event's position. Any process may do it.

        Whoever has the run in memory with its former code can commit nothing more, since the log has moved on (G3, G7).

        Args:
            run_id: the run.
            bundle: a stored bundle.
            expected_seq: where the log must end; ``None``: wherever it ends.

        Returns:
            ``False``, and nothing was changed: the log ends elsewhere, or the run has ended.

        Raises:
            RunNotFoundError: no such run.
            BundleMissingError: ``bundle`` is not stored.
        """

    async def prune(self, before: int, *, limit: int = 1000, dry_run: bool = False) -> list[str]:
        """Remove for good runs that ended before ``before`` (microseconds), oldest first, with their logs: at most ``limit``,
        fewer where their logs are long, so that no commit waits for long. Ask again until nothing is left. Any process
        may do it. A run that has not ended stays. Its idempotency key is free again; for its code see ``prune_code``.

        A turn of a removed run that an engine commits late is stale, as that of any run that has moved on (G3).

        Returns:
            Ids of the runs that were removed; with ``dry_run`` of all those that would be in the end, and nothing is changed.
        """

    async def unpark(self, run_id: str) -> None:
        """Set a ``diverged`` or ``stuck`` run back to ``running`` with ``claims`` 0, so that it is claimed again.

        What waits in its inbox gets new numbers, so that an engine that has read past it meets it again. A run that
        is not parked is left alone. One that came from a queue waits there for a slot again.

        Raises:
            RunNotFoundError: no such run.
        """

    # what is stored, as it is stored (``sealing.rekey``); any process
