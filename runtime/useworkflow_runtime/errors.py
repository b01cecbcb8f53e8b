"""The errors of the runtime, codes UW3xx: one class each, one page each under ``docs/errors/``.

    raise RunNotFoundError.of("run_7")

    RunNotFoundError: UW306: there is no run 'run_7'
      mend: look for its id with `useworkflow inspect runs`, and check that both commands use the same world

Read next: ``worlds.protocol``, whose operations raise the first block.
"""

from __future__ import annotations

from typing import Any, ClassVar

from useworkflow_compiler.errors import UseWorkflowError, public
from useworkflow_sandbox.run_errors import IdempotencyConflictError as IdempotencyConflictError
from useworkflow_sandbox.run_errors import RunExistsError as RunExistsError
from useworkflow_sandbox.run_errors import RunNotFoundError as RunNotFoundError
from useworkflow_sandbox.run_errors import WorkflowCancelledError as WorkflowCancelledError
from useworkflow_sandbox.run_errors import WorkflowFailedError as WorkflowFailedError

# --- worlds: storage, ownership, runs and hooks that are or are not there ----------------------------------------------


class WorldError(UseWorkflowError):
    """The store failed or cannot be used. The operation that raised it changed nothing and may be tried again."""

    default_code: ClassVar[str] = "UW301"


class DiskFullError(WorldError):
    """The store has no room left. Nothing was committed."""

    default_code: ClassVar[str] = "UW302"


class WorldTooNewError(WorldError):
    """The store was written by a newer version of useworkflow. Nothing in it was changed."""

    default_code: ClassVar[str] = "UW303"

    @classmethod
    def of(cls, url: str, found: int, known: int) -> WorldTooNewError:
        """The error for the world ``url`` whose schema is ``found`` where this version knows up to ``known``."""
        return cls(
            f"the world {url} has schema version {found}, and this version of useworkflow knows versions up to {known}",
            why="an older version that writes into a newer store would damage it; nothing was changed",
            mend="upgrade useworkflow here (`pip install -U useworkflow`), or use another world",
        )


class LostOwnershipError(UseWorkflowError):
    """The engine's epoch is no longer the world's: another engine may own it. The operation changed nothing (G3)."""

    default_code: ClassVar[str] = "UW304"

    @classmethod
    def of(cls, url: str, epoch: int) -> LostOwnershipError:
        """The error for an engine of ``epoch`` that no longer owns the world ``url``."""
        return cls(
            f"this engine (epoch {epoch}) no longer owns the world {url}",
            why="it released the world, or another engine took it over; only the owner may commit",
            mend="stop this engine; a new one that acquires the world takes the unfinished runs up",
        )


class WorldOwnedError(UseWorkflowError):
    """Another living engine owns the world."""

    default_code: ClassVar[str] = "UW305"

    @classmethod
    def of(cls, url: str, owner: str | None) -> WorldOwnedError:
        """The error for the world ``url``, owned by ``owner`` (as ``World.owner`` names it)."""
        return cls(
            f"the world {url} is already owned by another engine: {owner or 'unknown'}",
            why="one engine at a time moves the runs of a SQLite world",
            mend="use that engine (runs that are started here reach it by themselves), stop it, or use another world",
        )


@public
class HookNotFoundError(UseWorkflowError):
    """Nobody owns that hook token: it was never created, was disposed of, or its run has ended."""

    default_code: ClassVar[str] = "UW309"

    @classmethod
    def of(cls, token: str) -> HookNotFoundError:
        """The error for the unowned ``token``."""
        return cls(
            f"no run waits at hook token {token!r}",
            why="a token lives from `create_hook` until it is disposed of or its run ends",
            mend="check the token, and that the run has reached its `create_hook`; `useworkflow inspect run ID` shows it",
        )


class WorldUrlError(UseWorkflowError):
    """That is no world that this version can open."""

    default_code: ClassVar[str] = "UW310"


# --- the engine, steps and the public API ------------------------------------------------------------------------------


class NotAWorkflowError(UseWorkflowError, TypeError):
    """That is no workflow function, or one that other processes could not find again by its name."""

    default_code: ClassVar[str] = "UW320"


@public
class WorkflowParkedError(UseWorkflowError):
    """The run is ``diverged`` or ``stuck``: it has no result until its code is mended. Nothing is lost (G6)."""

    default_code: ClassVar[str] = "UW323"

    def __init__(
        self, what: str, *, run_id: str = "", status: str = "", reason: str | None = None, **details: Any
    ) -> None:
        super().__init__(what, **details)
        self.run_id = run_id
        self.status = status
        self.reason = reason


@public
class StepCrashedError(UseWorkflowError):
    """Each attempt of the step ended together with its worker, so no attempt is left."""

    default_code: ClassVar[str] = "UW324"
    engines_fault: ClassVar[bool] = True


class StepTimeoutError(UseWorkflowError, TimeoutError):
    """An attempt of the step took longer than its ``timeout``."""

    default_code: ClassVar[str] = "UW325"


class HeartbeatTimeoutError(StepTimeoutError):
    """An attempt of the step gave no heartbeat for longer than its ``heartbeat_timeout``."""

    default_code: ClassVar[str] = "UW350"


class NotSentToProcessError(UseWorkflowError):
    """A step cannot be sent to another process. Trying again does not help."""

    default_code: ClassVar[str] = "UW351"
    fatal: ClassVar[bool] = True


class TransactionError(UseWorkflowError):
    """The user's transaction cannot be what it is asked to be. Trying again does not help."""

    default_code: ClassVar[str] = "UW352"
    fatal: ClassVar[bool] = True


class NotInTransactionError(UseWorkflowError):
    """``get_transaction`` was called where there is none."""

    default_code: ClassVar[str] = "UW353"


class TransactionTimeoutError(UseWorkflowError, TimeoutError):
    """A step held its SQLite transaction for too long. Nothing of it was kept."""

    default_code: ClassVar[str] = "UW354"

    @classmethod
    def of(cls, limit: float) -> TransactionTimeoutError:
        """The error for a transaction that took longer than ``limit`` seconds."""
        return cls(
            f"the step's transaction took longer than {limit:g} s and was rolled back",
            why="SQLite has one writer at a time: whoever holds a transaction holds up everybody who writes",
            mend="do the slow part in a step before it, or raise its transaction_limit option",
        )


@public
class NotInStepError(UseWorkflowError):
    """Something that only works inside a running step was used outside of one."""

    default_code: ClassVar[str] = "UW326"


class StepOptionsError(UseWorkflowError, ValueError):
    """A step's options make no sense."""

    default_code: ClassVar[str] = "UW327"


class EngineStoppedError(UseWorkflowError):
    """The engine has stopped, so it waits for no run any more. Runs that are not finished are kept by the world."""

    default_code: ClassVar[str] = "UW328"


@public
class ForkError(UseWorkflowError, ValueError):
    """UW342: a run cannot be forked at that place of its log."""

    default_code: ClassVar[str] = "UW342"


class SyncInLoopError(UseWorkflowError, RuntimeError):
    """UW343: ``useworkflow.sync`` was used where an event loop runs."""

    default_code: ClassVar[str] = "UW343"


class BundleMissingError(UseWorkflowError):
    """The world has no code for a run: its bundle is not stored (G7)."""

    default_code: ClassVar[str] = "UW329"

    @classmethod
    def of(cls, url: str, bundle_id: str) -> BundleMissingError:
        """The error for the bundle ``bundle_id``, which the world ``url`` does not hold."""
        return cls(
            f"the world {url} does not hold the code {bundle_id}",
            why="a run goes on with the code that it started with, never with whatever is there now",
            mend="restore the world's bundles from a backup",
        )

    @classmethod
    def damaged(cls, url: str, bundle_id: str, how: str) -> BundleMissingError:
        """The error for the bundle ``bundle_id``, which the world ``url`` holds in a form that cannot be read."""
        return cls(
            f"the code {bundle_id} in the world {url} cannot be read: {how}",
            why="a run goes on with the code that it started with, never with whatever is there now",
            mend="look for damage with `useworkflow db check`, and restore the world's bundles from a backup",
        )


class ConfigurationError(UseWorkflowError, ValueError):
    """UW330: ``[tool.useworkflow]`` in ``pyproject.toml`` is malformed."""

    default_code: ClassVar[str] = "UW330"


# --- hooks and HTTP ----------------------------------------------------------------------------------------------------


@public
class SchemaMissingError(UseWorkflowError):
    """UW361: the class that a hook's payloads must fit cannot be imported here, so none can be checked. Nothing was sent."""

    default_code: ClassVar[str] = "UW361"

    @classmethod
    def of(cls, token: str, expected: str, missing: str) -> SchemaMissingError:
        """The error for the hook ``token``, which expects a type of which ``missing`` is not here."""
        return cls(
            f"the hook {token!r} expects {expected}, and {missing} cannot be imported here",
            why="a payload is checked by its sender, so that a bad one is refused to whoever can mend it",
            mend="send from a process that has the module (sys.path, PYTHONPATH)",
        )


class HookFullError(UseWorkflowError):
    """UW364: more payloads wait for the run than a world keeps for one. Nothing was sent; it may be sent again later."""

    default_code: ClassVar[str] = "UW364"

    @classmethod
    def of(cls, token: str, run_id: str, most: int) -> HookFullError:
        """The error for the hook ``token`` of ``run_id``, for which ``most`` items wait."""
        return cls(
            f"the hook {token!r} takes no payload now: {most} wait for run {run_id}",
            why="no engine has taken them yet, and what waits is bounded, so that one flooded hook harms nobody else",
            mend=f"see that a worker runs (`useworkflow explain {run_id}` says why it does not move), and send again",
        )


@public
class HookUnansweredError(UseWorkflowError):
    """UW362: the run ended without an answer to the payload."""

    default_code: ClassVar[str] = "UW362"

    @classmethod
    def of(cls, run_id: str) -> HookUnansweredError:
        """The error for a payload that ``run_id`` got and did not answer."""
        return cls(
            f"run {run_id} ended without an answer to this payload",
            why="only `await hook.reply(payload, value)`, or `request.respond_with(...)`, answers a sender who waits",
            mend="answer every payload before the run ends, or send without waiting",
        )


@public
class ReplyTimeoutError(UseWorkflowError, TimeoutError):
    """UW363: no answer came in time. The payload is recorded, and may still be answered."""

    default_code: ClassVar[str] = "UW363"

    @classmethod
    def of(cls, run_id: str, seconds: float) -> ReplyTimeoutError:
        """The error for a payload that ``run_id`` did not answer within so many seconds."""
        return cls(
            f"run {run_id} gave no answer within {seconds:g} s",
            why="the payload is recorded; the run may be waiting for something else, or no engine executes it now",
            mend=f"wait longer, with the same dedup_key; `useworkflow explain {run_id}` says what the run waits for",
        )


@public
class MissingExtraError(UseWorkflowError, ImportError):
    """UW360: something was used whose packages are an extra, and they are not installed."""

    default_code: ClassVar[str] = "UW360"

    @classmethod
    def of(cls, what: str, extra: str) -> MissingExtraError:
        """The error for ``what``, which needs the packages of ``extra``."""
        return cls(
            f"{what} needs the extra {extra!r}, which is not installed",
            why="a plain install stays small: what only some programs need is asked for by name",
            mend=f"pip install 'useworkflow[{extra}]'",
        )


# --- sealing: what a world holds at rest --------------------------------------------------------------------------------


class MissingKeyError(UseWorkflowError):
    """UW335: something in the world was sealed with a key that is not configured here. ``key_name`` says which."""

    default_code: ClassVar[str] = "UW335"

    def __init__(self, what: str, *, key_name: str = "", **details: Any) -> None:
        super().__init__(what, **details)
        self.key_name = key_name

    @classmethod
    def of(cls, name: str, known: tuple[str, ...]) -> MissingKeyError:
        """The error for the key ``name`` where only those in ``known`` are here."""
        here = f"only {', '.join(known)}" if known else "no key at all"
        return cls(
            f"the world was sealed with the key {name!r}, and here is {here}",
            key_name=name,
            why="values at rest are encrypted, and the keys never stand in the world",
            mend=f"add the key to USEWORKFLOW_ENCRYPTION_KEYS as {name}:<base64>; a run that was parked for it goes on with `useworkflow resume`",
        )


class SealDamagedError(UseWorkflowError):
    """UW336: something sealed or compressed cannot be opened: it was changed, moved, or is of a newer version (G8)."""

    default_code: ClassVar[str] = "UW336"

    @classmethod
    def of(cls, what: str) -> SealDamagedError:
        """The error for an envelope that is not what was written; ``what`` says how that shows."""
        return cls(
            f"a sealed value cannot be opened: {what}",
            why="a value that does not open is not guessed at",
            mend="look for damage with `useworkflow db check`, and restore the world from a backup",
        )


class KeyringError(UseWorkflowError, ValueError):
    """UW337: the configured keys, or the threshold for compression, make no sense. No key is part of the message."""

    default_code: ClassVar[str] = "UW337"


# --- flow control: queues, windows, schedules -----------------------------------------------------------------------------


@public
class UnknownQueueError(UseWorkflowError, LookupError):
    """UW380: a run was to wait in a queue that nobody has declared."""

    default_code: ClassVar[str] = "UW380"

    @classmethod
    def of(cls, name: str, known: list[str]) -> UnknownQueueError:
        """The error for ``name`` where the queues ``known`` are declared."""
        return cls(
            f"there is no queue {name!r}" + (f"; there are: {', '.join(known)}" if known else ""),
            why="a misspelt name would be a queue without limits",
            mend=f'declare it, `Queue("{name}", concurrency=10)` or [tool.useworkflow.queues.{name}] in pyproject.toml',
        )


@public
class QueueOptionsError(UseWorkflowError, ValueError):
    """UW381: the limits of a queue make no sense."""

    default_code: ClassVar[str] = "UW381"

    @classmethod
    def of(cls, name: str, field: str, given: object, wanted: str) -> QueueOptionsError:
        """The error for ``field`` of the queue ``name``, which is to be what ``wanted`` says."""
        return cls(f"queue {name!r}: {field} is {given!r}", mend=f"give {wanted}")


@public
class StepNotFoundError(UseWorkflowError, LookupError):
    """UW384: the worker of a run with ``unknown_step="fail"`` does not have a step that its code calls."""

    default_code: ClassVar[str] = "UW384"
    engines_fault: ClassVar[bool] = True
    fatal: ClassVar[bool] = True

    @classmethod
    def of(cls, step: str, why: str) -> StepNotFoundError:
        """The error for the id ``step``, which was not found for the reason ``why``."""
        return cls(
            f"no {step} is here: {why}",
            why='steps are not pinned: a run calls those of its worker\'s present code, and @workflow(unknown_step="fail") waits for no other',
            mend="deploy code that has the step, or catch this error",
        )


@public
class ScheduleNotFoundError(UseWorkflowError, LookupError):
    """UW382: there is no schedule of that name."""

    default_code: ClassVar[str] = "UW382"

    @classmethod
    def of(cls, name: str) -> ScheduleNotFoundError:
        """The error for the unknown ``name``."""
        return cls(
            f"there is no schedule {name!r}",
            mend="look for its name with `useworkflow schedule list`, and check that both use the same world",
        )


@public
class CadenceError(UseWorkflowError, ValueError):
    """UW383: that is no cron expression, time zone or schedule."""

    default_code: ClassVar[str] = "UW383"


# --- streams


@public
class StreamClosedError(UseWorkflowError):
    """The stream takes no chunk any more. No retry helps."""

    default_code: ClassVar[str] = "UW371"
    fatal: ClassVar[bool] = True

    @classmethod
    def of(cls, stream: object, ended: bool) -> StreamClosedError:
        """The error for ``stream``, whose run has ``ended``, or which somebody has closed."""
        return cls(
            f"{stream} takes no chunk any more: {'its run has ended' if ended else 'it is closed'}",
            why="a reader that has come to the end of a stream has seen all of it",
            mend="let the run wait for the step that writes"
            if ended
            else "write before close(), or to another namespace",
        )


class StreamFencedError(UseWorkflowError):
    """The attempt that writes does not count any more; what it wrote last is not stored (G3)."""

    default_code: ClassVar[str] = "UW372"

    @classmethod
    def of(cls, stream: object) -> StreamFencedError:
        """The error for an attempt that writes to ``stream``."""
        return cls(
            f"this attempt may write to {stream} no more",
            why="it took too long, was cancelled, or its worker has lost the run; another attempt writes in its place",
            mend="let it end: nothing that it writes can be stored",
        )
