"""``start``: from a function and its arguments to a durable run.

    run = await start(place_order, "o-17")
    run = await start.options(idempotency_key="o-17", delay="1h")(place_order, "o-17")

Arguments are bound to the signature, and serialized, before anything is written. Read next: ``run``, ``embedded``.
"""

from __future__ import annotations

import inspect
import random
import secrets
import weakref
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from types import FunctionType
from typing import Any, ParamSpec, TypeVar, overload

import msgspec
from msgspec.structs import replace

from useworkflow_compiler.format import Bundle
from useworkflow_runtime.code.identity import workflow_id
from useworkflow_runtime.code.programs import compile_function, load_program
from useworkflow_runtime.code.project import Project, project_of
from useworkflow_runtime.embedded import Place, attach, checked_world
from useworkflow_runtime.errors import LostOwnershipError, NotAWorkflowError, RunExistsError
from useworkflow_runtime.queues import Queue
from useworkflow_runtime.run import Run
from useworkflow_runtime.worlds.protocol import NewRun, RunRecord, Scalar, World
from useworkflow_runtime.worlds.queueing import QueuePlace, StartWindow
from useworkflow_sandbox import values
from useworkflow_sandbox.children import ParentClose, checked_names, start_at, unbound
from useworkflow_sandbox.declared import check_declared, declared_timeout, timeout_of
from useworkflow_sandbox.durations import to_microseconds
from useworkflow_sandbox.events import RunCreated, encode_event
from useworkflow_sandbox.metadata import checked_attributes
from useworkflow_sandbox.run_ids import RANDOM_BITS, new_run_id
from useworkflow_sandbox.start_arguments import START_OPTIONS, check_arguments

P = ParamSpec("P")
T = TypeVar("T")

_FROM_SYSTEM = secrets.SystemRandom()
_signatures: weakref.WeakKeyDictionary[FunctionType, inspect.Signature] = weakref.WeakKeyDictionary()


class StartOptions(msgspec.Struct, frozen=True):
    """See ``Start.options``."""

    idempotency_key: str | None = None
    run_id: str | None = None
    world: Any = None
    delay: str | float | timedelta | None = None
    at: datetime | None = None
    attributes: dict[str, Scalar] = {}
    queue: Any = None
    key: str = ""
    priority: int = 0
    window: StartWindow | None = None
    timeout: int | None = None
    """Microseconds."""
    transaction: Any = None

    def checked(self) -> StartOptions:
        """Itself.

        Raises:
            ValueError: options exclude each other.
            TypeError, ValueError: of ``checked_names``.
        """
        queue = None if isinstance(self.queue, Queue) else self.queue
        checked_names(self.run_id, self.idempotency_key, queue, self.key, self.priority)
        if self.delay is not None and self.at is not None:
            raise ValueError("give either delay or at, not both")
        if self.priority and self.queue is None:
            raise ValueError("priority is an order within a queue: give queue, too")
        return self


class Start:
    """The type of ``start``: call it, or give it options first."""

    def __init__(self, options: StartOptions | None = None) -> None:
        self._options = options or StartOptions()

    @property
    def chosen(self) -> StartOptions:
        """The options that were given."""
        return self._options

    def options(
        self,
        *,
        idempotency_key: str | None = None,
        run_id: str | None = None,
        world: World | str | None = None,
        delay: str | float | timedelta | None = None,
        at: datetime | None = None,
        attributes: dict[str, Scalar] | None = None,
        queue: Queue | str | None = None,
        key: str = "",
        priority: int = 0,
        dedup: str | float | timedelta | None = None,
        debounce: str | float | timedelta | None = None,
        timeout: str | float | timedelta | None = None,
        parent_close: ParentClose | None = None,
        transaction: Any = None,
    ) -> Start:
        """``start`` with options.

        Args:
            idempotency_key: the same key gives the same run, for as long as that is kept; scoped to the workflow.
            run_id: an id of one's own.
            world: where the run is kept: an open world, a URL or a path; the configured world if left out.
            delay: start after this time.
            at: start at this time (with a time zone).
            attributes: searchable keys and values.
            queue: begin when this queue has a slot.
            key: what belongs together: for the limits per key of ``queue``, for ``dedup`` and ``debounce``.
            priority: among the runs that wait in ``queue`` lower numbers come first.
            dedup: starts of the workflow with the same ``key`` within this time after the first are that first run.
            debounce: starts with the same ``key`` are one run, which begins this time after the last, with its arguments.
            timeout: the time that the run may take, from its start on: then its code is cancelled, may clean up, and
                the run fails with ``WorkflowTimeoutError``.
            parent_close: only in workflow code: what becomes of the run when the one that starts it ends first:
                ``abandon`` (it goes on, the default), ``cancel``, ``terminate``.
            transaction: a connection of ``sqlite3`` or psycopg: the run starts if, and only if, its transaction commits,
                by way of the outbox in its database.

        Raises:
            ValueError: options exclude each other (``delay`` and ``at``; two of ``idempotency_key``, ``dedup`` and
                ``debounce``), ``priority`` is given without ``queue``, ``parent_close`` where the run has no parent, or
                attributes break their rules.
            TypeError: attributes are of a wrong type, or ``world`` is none of what it may be.
        """
        if parent_close is not None:
            raise ValueError("parent_close is for runs that workflow code starts: this one has no parent")
        if sum(option is not None for option in (idempotency_key, dedup, debounce)) > 1:
            raise ValueError("give one of idempotency_key, dedup and debounce: each says which starts are one run")
        options = StartOptions(
            idempotency_key, run_id, checked_world(world), delay, at, checked_attributes(attributes or {}), queue, key, priority,
            _window(key, dedup, debounce), timeout_of(timeout), transaction,
        )  # fmt: skip
        return Start(options.checked())

    @overload
    async def __call__(
        self, fn: Callable[P, Coroutine[Any, Any, T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Run[T]: ...

    @overload
    async def __call__(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Run[T]: ...

    async def __call__(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Run[Any]:
        """Start a run of ``fn``. In a process without an engine for that world, this loop becomes it if nobody is.

        Raises:
            TypeError: the arguments do not fit ``fn``; nothing was written.
            SerializationError: an argument cannot be recorded; nothing was written.
            NotAWorkflowError, CompileError: ``fn`` is no workflow function, or its code breaks a rule.
            IdempotencyConflictError: the key belongs to a run with other arguments.
            RunExistsError: the id is taken.
            UnknownQueueError: nobody has declared the queue.
        """
        if self._options.transaction is not None:
            return await self._in_transaction(fn, args, kwargs)
        check_arguments(fn, args, kwargs, options=START_OPTIONS, signature=_signature(fn))
        workflow_id(fn)
        fn, args = unbound(fn, args)
        encoded = values.encode_args(args, kwargs)
        check_declared(fn)
        bundle = compile_function(fn)
        place = await attach(self._options.world, as_engine=True)
        options = self._options
        if options.timeout is None:
            options = replace(options, timeout=declared_timeout(fn))
        record, _ = await create_run(place, bundle, encoded, options)
        return Run(record.id, place, workflow=record.workflow)

    async def _in_transaction(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Run[Any]:
        from useworkflow_runtime.transactions.database import database
        from useworkflow_runtime.transactions.sending import send_start

        run_id = await send_start(database(self._options.transaction), fn, args, kwargs, self._options)
        place = await attach(self._options.world, as_engine=True)
        return Run(run_id, place, workflow=workflow_id(fn))


def _signature(fn: Callable[..., Any]) -> inspect.Signature:
    """That of ``fn``; of a plain function worked out once, since it takes a tenth of a start."""
    if not isinstance(fn, FunctionType):
        _refuse_call(fn)
        return inspect.signature(fn)
    found = _signatures.get(fn)
    if found is None:
        found = _signatures[fn] = inspect.signature(fn)
    return found


def _refuse_call(fn: object) -> None:
    """``start(greet("ann"))`` calls the workflow, where ``start`` has to."""
    if inspect.iscoroutine(fn):
        fn.close()  # so that nobody warns that it was never awaited
        raise NotAWorkflowError(
            f"{fn.__qualname__}(...) is a call, and not the workflow function itself",
            why="the function is called by the engine, with arguments that are recorded",
            mend=f"give the function and its arguments apart: start({fn.__qualname__}, ...)",
        )
    if not callable(fn):
        raise NotAWorkflowError(
            f"{fn!r} is no workflow function", mend='pass a function whose body starts with "use workflow"'
        )


async def create_run(
    place: Place,
    bundle: Bundle,
    encoded_args: msgspec.Raw,
    options: StartOptions,
    chance: random.Random | None = None,
) -> tuple[RunRecord, bool]:
    """Record a run of ``bundle``, and hand it to this loop's engine if there is one.

    Args:
        place: the world, and the engine of this loop.
        bundle: the workflow's code.
        encoded_args: its arguments.
        options: the run's.
        chance: where the run's randomness and its id come from; the operating system if left out.

    Returns:
        Its record and ``True``, or the run that has the idempotency key already and ``False``.
    """
    await place.programs.put(bundle)
    configured = project_of(bundle)
    queue = await _place_in_queue(place, options, configured)
    chance = chance or _FROM_SYSTEM
    created = _created(place.world.now(), bundle, encoded_args, options, configured, chance)
    new = NewRun(
        id=options.run_id or new_run_id(created.at, chance.getrandbits(RANDOM_BITS)),
        workflow=bundle.workflow,
        bundle=bundle.id,
        created=encode_event(created),
        at=created.at,
        idempotency_key=options.idempotency_key,
        args_digest=values.digest(encoded_args),
        start_at=created.start_at,
        attributes=options.attributes,
        queue=queue,
        window=options.window,
    )
    if options.run_id is None and queue is None and created.start_at is None and not _is_shared_start(options):
        return await _begin(place, new, created, bundle)
    return await _insert(place, new, created, bundle)


def _is_shared_start(options: StartOptions) -> bool:
    """Whether another start may have made the run already."""
    return options.idempotency_key is not None or options.window is not None


def _created(
    now: int,
    bundle: Bundle,
    encoded_args: msgspec.Raw,
    options: StartOptions,
    configured: Project,
    chance: random.Random,
) -> RunCreated:
    """The first event of a run that is created at ``now`` (microseconds)."""
    return RunCreated(
        at=now,
        workflow=bundle.workflow,
        bundle=bundle.id,
        args=encoded_args,
        seed=f"{chance.getrandbits(128):032x}",
        env=configured.recorded_environment(),
        payload_limit=configured.payload_bytes,
        start_at=start_at(options.delay, options.at, now),
        timeout=options.timeout,
        attributes=tuple(options.attributes),
    )


async def _begin(place: Place, new: NewRun, created: RunCreated, bundle: Bundle) -> tuple[RunRecord, bool]:
    """Record the run, under an id that nobody else has, together with its first turn, if this loop's engine can do so."""
    engine = place.engine
    creation = None if engine is None else engine.create(new, created, load_program(bundle))
    if engine is None or creation is None:
        return await _insert(place, new, created, bundle)
    record, durable = creation
    try:
        await durable
    except LostOwnershipError:
        return await place.world.create_run(new)
    except Exception:  # its first turn may be what could not be written, or another run's beside it
        try:
            return await _insert(place, new, created, bundle)
        except RunExistsError:
            engine.look_again()  # it was created all the same, and the engine does not have it in memory
    return record, True


async def _insert(place: Place, new: NewRun, created: RunCreated, bundle: Bundle) -> tuple[RunRecord, bool]:
    """Record the run; the engine of this loop, if there is one, begins it at once."""
    world, engine = place.world, place.engine
    if engine is None or not engine.running:
        return await world.create_run(new)
    try:
        record, fresh = await world.create_run(new, claim_for=engine.epoch)
    except LostOwnershipError:
        return await world.create_run(new)
    except BaseException:
        engine.look_again()  # given up in the middle: it may have been created all the same, and be this engine's
        raise
    if fresh and record.claims:
        engine.begin(record, created, load_program(bundle))
    return record, fresh


async def _place_in_queue(place: Place, options: StartOptions, configured: Project) -> QueuePlace | None:
    if options.queue is None:
        return None
    return QueuePlace(await place.queues.name_of(options.queue, configured.queues), options.key, options.priority)


def _window(
    key: str, dedup: str | float | timedelta | None, debounce: str | float | timedelta | None
) -> StartWindow | None:
    if debounce is not None:
        return StartWindow(key, to_microseconds(debounce, 0), "last")
    return None if dedup is None else StartWindow(key, to_microseconds(dedup, 0), "first")


start = Start()
"""``await start(fn, *args, **kwargs)``: start a durable run of a workflow function. See ``Start``."""
