"""``Instance``: one run's code and state, as a pure transition function. No clock, no I/O.

Input -> output::

    instance.deliver(RunCreated(...))                        -> [StepScheduled(id="0/add#0", ...)]
    instance.deliver(StepCompleted(id="0/add#0", value=5))   -> [RunCompleted(value=5)]
    data = instance.snapshot(key); Instance.restore(program, data, key)   goes on where it stood, in any process

One event is delivered at a time, and the run goes on until it is quiet: every callback has run, or a sync step is
outstanding. The same events give the same commands (G5).

Read next: ``capture`` (what a snapshot holds), ``loop``, ``calls``.
"""

from __future__ import annotations

import sys
from types import CoroutineType
from typing import Any

import msgspec
from msgspec.structs import replace

from useworkflow_sandbox import capture, values
from useworkflow_sandbox.callsite import line_of
from useworkflow_sandbox.context import Context
from useworkflow_sandbox.current import FATAL, enter, leave
from useworkflow_sandbox.current import TurnInterrupted as TurnInterrupted
from useworkflow_sandbox.deadline import Deadline
from useworkflow_sandbox.deferred import Raised, Returned
from useworkflow_sandbox.events import (
    AnyEvent,
    CancelRequested,
    Command,
    RunCancelled,
    RunCompleted,
    RunCreated,
    RunFailed,
    RunForked,
)
from useworkflow_sandbox.eviction import dropping, watch_the_collector
from useworkflow_sandbox.facades.caching import CacheTable
from useworkflow_sandbox.facades.randomness import RecordedRandom
from useworkflow_sandbox.facades.warns import WarningState
from useworkflow_sandbox.loop import Loop
from useworkflow_sandbox.orphans import Orphanage
from useworkflow_sandbox.patches import Patches
from useworkflow_sandbox.program import Program
from useworkflow_sandbox.routines import routines
from useworkflow_sandbox.run_errors import WorkflowFailedError
from useworkflow_sandbox.stable import Identities
from useworkflow_sandbox.stacks import TaskStack, stacks_of
from useworkflow_sandbox.suspending_functions import coroutine_function
from useworkflow_sandbox.tasks import Task
from useworkflow_sandbox.texts import keepable
from useworkflow_sandbox.waits import Wait, describe_all

STATE_VERSION = 1
"""First item of what a snapshot holds."""


class InstanceStateError(RuntimeError):
    """The engine used an instance in a way that its state does not allow: a defect of the engine, not of the user's."""


class Origin(msgspec.Struct, frozen=True):
    """What the run's first event said. ``started_at``: microseconds since the epoch."""

    workflow: str
    started_at: int
    parent: str | None = None
    root: str | None = None
    env: dict[str, str | None] = {}
    """The environment names that the configuration lists, as they were when the run started."""
    payload_limit: int = values.DEFAULT_LIMIT
    """Bytes that a recorded value of the run may take."""

    seed: str = ""
    """The run's randomness, from which that of the runs that it starts follows."""

    def plain(self) -> tuple[Any, ...]:
        """The fields, as a snapshot holds them."""
        return (self.workflow, self.started_at, self.parent, self.root, self.env, self.payload_limit, self.seed)


class Instance:
    """One run. Made by ``create`` or ``restore``; used by one thread at a time."""

    __slots__ = (
        "_closing",
        "_commands",
        "_main",
        "_randomness",
        "attributes",
        "caches",
        "context",
        "deadline",
        "failure",
        "finished",
        "identities",
        "loop",
        "now",
        "operations",
        "origin",
        "orphanage",
        "patches",
        "plain_calls",
        "program",
        "run_id",
        "warnings",
    )  # fmt: skip

    def __init__(self, program: Program, run_id: str) -> None:
        watch_the_collector()
        self.program = program
        self.run_id = run_id
        self.now = 0
        """Time of the event that is being handled, microseconds since the epoch; it never decreases."""
        self.loop = Loop()
        self.operations: dict[str, Any] = {}
        """Outstanding steps, timers and hooks by id; each has ``kind``, ``line`` and ``deliver(event)``."""
        self.attributes: frozenset[str] = frozenset()
        self.finished = False
        self.origin = Origin("", 0)
        self._randomness: RecordedRandom | str = "00"
        """The generator, or its seed as long as nothing was drawn: a generator takes 2.5 KB."""
        self.orphanage = Orphanage()
        """Async generators that were begun and may be left without an end."""
        self.patches = Patches()
        self.caches: dict[str, CacheTable] = {}
        """What ``functools.cache`` and ``lru_cache`` at module level hold for this run."""
        self.identities = Identities()
        """Objects that code has asked the ``id`` of."""
        self.warnings: WarningState | None = None
        """What the run has done to its warnings."""
        self.deadline: Deadline | None = None
        self.failure: BaseException | None = None
        """What ends the run whatever its main task makes of it: see ``fail``."""
        self.plain_calls = 0
        """Calls, under way in this very turn, of plain functions for which nobody can wait: see ``suspending_functions``."""
        self.context: Context | None = None
        """What the code that runs now sees of context variables; between callbacks, and where no variable is set, ``None``."""
        self._main: Task | None = None
        self._closing: list[Task] | None = None
        self._commands: list[Command] = []

    @classmethod
    def create(cls, program: Program, run_id: str) -> Instance:
        """A run that has not begun; its first event is ``RunCreated``."""
        return cls(program, run_id)

    # --- events in, commands out

    def deliver(self, event: AnyEvent) -> list[Command]:
        """Handle one input event and return the commands that the code gave, in order (G2, G5).

        An event for an operation that is no longer outstanding, or after the end of the run, gives no commands.

        Raises:
            TurnInterrupted, KeyboardInterrupt, SystemExit, MemoryError: out of user code. The turn has no outcome and
                the instance must be discarded.
            UnknownClassError, ValueDecodeError: a recorded value does not fit the present classes; likewise.
        """
        commands: list[Command] = []
        self._commands = commands
        if event.at > self.now:
            self.now = event.at
        if self.finished:
            return commands
        previous = enter(self)
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(self.orphanage.adopt, None)
        try:
            operation = self.operations.get(getattr(event, "id", ""))
            if operation is not None:
                operation.deliver(event)
            elif isinstance(event, RunCreated):
                self._begin(event)
            elif isinstance(event, RunForked):
                self.origin = replace(self.origin, seed=event.seed)
                self._randomness = event.seed
                if self.deadline is not None:
                    self.deadline.renew()
            elif isinstance(event, CancelRequested):
                self.cancel_code(event.reason)
            self.loop.run_until_quiet()
            if self._main is not None and self._main.done():
                self._end()
        finally:
            sys.set_asyncgen_hooks(*hooks)
            leave(previous)
        return commands

    @property
    def random(self) -> RecordedRandom:
        """The run's randomness, drawn from the seed that its log begins with (G5)."""
        if isinstance(self._randomness, str):
            self._randomness = RecordedRandom(self._randomness)
        return self._randomness

    def emit(self, command: Command) -> None:
        """Add ``command`` to what the present turn answers."""
        self._commands.append(command)

    def _begin(self, event: RunCreated) -> None:
        if self._main is not None:
            raise InstanceStateError("the run was created before")
        if event.start_at is not None and event.start_at > self.now:
            self.now = event.start_at
        self.origin = Origin(
            event.workflow, self.now, event.parent, event.root, event.env, event.payload_limit, event.seed
        )
        self._randomness = event.seed
        self.attributes = frozenset(event.attributes)
        args, kwargs = values.decode_args(event.args, self.program.host)
        self._main = Task(self._body(args, kwargs))
        if event.timeout is not None:
            self.deadline = Deadline(event.timeout)

    def _body(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        try:
            body = coroutine_function(self.program.workflow)(*args, **kwargs)
        except FATAL:
            raise
        except BaseException as error:
            return Raised(error)
        return body if isinstance(body, CoroutineType) else Returned(body)

    def cancel_code(self, reason: str | None) -> None:
        """Cancel the main task, or what cleans up after it."""
        if self._closing is not None:
            for task in self._closing:
                task.cancel(reason)
        elif self._main is not None:
            self._main.cancel(reason)

    def fail(self, error: BaseException) -> None:
        """End the run with ``error``, which nobody's code can see: the main task is cancelled, and may clean up."""
        if self.failure is None:
            self.failure = error
            self.cancel_code(None)

    # --- the end

    def _end(self) -> None:
        """As ``asyncio.run`` does: cancel what is left, let its cleanup run, and only then say how the run ended."""
        if self._closing is None:
            self._closing = list(self.loop.tasks.values())
            for task in self._closing:
                task.cancel()
            self.loop.run_until_quiet()
        if not all(task.done() for task in self._closing):
            return
        orphans = self.orphanage.take()
        if orphans:
            self._closing = [Task(routines.close_generators(orphans))]
            self.loop.run_until_quiet()
            if not self._closing[0].done():
                return
        main = self._main
        assert main is not None
        outcome = self._outcome(main)
        for future in list(self.loop.unretrieved):
            error = future.exception()
            if error is not None and future is not main:
                self.loop.report(f"{type(future).__name__} exception was never retrieved", error)
        self.emit(outcome)
        self.finished = True
        self.operations.clear()
        self.loop.ready.clear()

    def _outcome(self, main: Task) -> Command:
        if main.cancelled() and self.deadline is not None and self.deadline.passed:
            return RunFailed(at=self.now, error=values.encode_error(self.deadline.error()), kind_of_failure="engine")
        if main.cancelled() and self.failure is None:
            reason = _reason(main._make_cancelled_error())
            return RunCancelled(at=self.now, reason=reason)
        error = self.failure if main.cancelled() else main.exception() or self.failure
        if error is None:
            try:
                return RunCompleted(at=self.now, value=values.encode(main.result(), root="result"))
            except values.SerializationError as refused:
                if refused.where is None:
                    refused.where = self.program.entry
                error = refused
        line = line_of(error.__traceback__)
        return RunFailed(at=self.now, error=values.encode_error(error), kind_of_failure=_whose_fault(error), line=line)

    # --- what the engine asks

    @property
    def pending(self) -> dict[str, tuple[str, ...]]:
        """Ids of outstanding operations by kind: ``step``, ``timer``, ``hook``."""
        kinds: dict[str, list[str]] = {}
        for operation_id, operation in self.operations.items():
            kinds.setdefault(operation.kind, []).append(operation_id)
        return {kind: tuple(ids) for kind, ids in kinds.items()}

    def waits(self) -> list[Wait]:
        """What each parked task waits for, for ``explain`` (G9)."""
        return describe_all(self.loop.tasks.values(), self.program.is_user_file)

    def stacks(self) -> list[TaskStack]:
        """Where each parked task stands, with its variables, for those who look at the run."""
        return stacks_of(self.loop.tasks.values(), self.program.is_user_file)

    # --- snapshots

    def snapshot(self, key: bytes | None) -> bytes:
        """The whole state, signed with ``key`` (a checksum where that is ``None``) (G4, G8).

        Raises:
            CaptureError: something that is live cannot be captured; the run goes on by its log.
        """
        state = (
            STATE_VERSION, self.run_id, self.now, self.origin.plain(), self._randomness, self.attributes, self.finished,
            self.loop, self.operations, self._main, self._closing, self.orphanage, self.patches.answers,
            self.caches, self.identities, self.deadline, self.failure, self.warnings,
        )  # fmt: skip
        return capture.dump(state, self.program, key)

    @classmethod
    def restore(cls, program: Program, data: bytes, key: bytes | None) -> Instance:
        """The instance that ``snapshot`` saw: every task is parked again where it stood; no user code runs (G4, G8).

        Raises:
            SnapshotRefused: wrong signature, unknown code or another version: rebuild the run from its log.
        """
        state: Any = capture.load(data, program, key)
        if not isinstance(state, tuple) or not state or state[0] != STATE_VERSION:
            raise capture.SnapshotRefused("the snapshot was written by another version")
        self = cls(program, state[1])
        (
            self.now, origin, self._randomness, self.attributes, self.finished,
            self.loop, self.operations, self._main, self._closing, self.orphanage, *added,
        ) = state[2:]  # fmt: skip
        if added:
            self.patches.answers = added[0]
        if len(added) > 1:
            self.caches, self.identities = added[1:3]
        if len(added) > 3:
            self.deadline = added[3]
        if len(added) > 4:
            self.failure = added[4]
        if len(added) > 5:
            self.warnings = added[5]
        self.origin = Origin(*origin)
        self._prime()
        return self

    def _prime(self) -> None:
        previous = enter(self, prime=True)
        try:
            for task in self.loop.tasks.values():
                prime(task)
        finally:
            leave(previous)
        if self._commands:
            raise capture.SnapshotRefused("restoring the snapshot gave commands")

    def close(self) -> None:
        """Drop the instance: parked coroutines end without the user's ``except``, ``finally`` or ``__exit__``."""
        previous = enter(self)
        with dropping():
            self._let_go()
        leave(previous)

    def _let_go(self) -> None:
        try:
            for task in list(self.loop.tasks.values()):
                coro = task._coro
                task._coro = None
                if isinstance(coro, CoroutineType):
                    capture.evict(coro)
        finally:
            self.loop = Loop()
            self.orphanage = Orphanage()
            self.operations = {}
            self._main = self._closing = self.failure = None
            self.caches = {}
            self.finished = True


def prime(task: Task) -> None:
    """Run a restored task's coroutine up to the future at which it was parked.

    Raises:
        SnapshotRefused: it did not get there.
    """
    coro = task._coro
    if not task.started or not isinstance(coro, CoroutineType):
        return
    try:
        parked = coro.send(None)
    except FATAL:
        raise
    except BaseException as error:
        raise capture.SnapshotRefused(f"task {task.path} did not park again: {error!r}") from error
    if task.waits_for is not None and parked is not task.waits_for:
        raise capture.SnapshotRefused(f"task {task.path} parked at another future than before")


def _whose_fault(error: BaseException) -> str:
    """``user`` or ``engine``; what ended a run that this one waited for counts for this one, too."""
    if isinstance(error, WorkflowFailedError):
        return error.kind
    return "engine" if getattr(type(error), "engines_fault", False) is True else "user"


def _reason(cancelled: BaseException) -> str | None:
    return keepable(str(cancelled.args[0])) if cancelled.args and cancelled.args[0] is not None else None
