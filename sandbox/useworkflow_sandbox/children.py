"""``start`` in workflow code: a run of its own for another workflow, recorded, and created with the turn's commit.

Input -> output::

    run = await start(ship, order)       -> ChildStarted(id="0/start:ship#0", run_id="run_01...", workflow="workflow//shop//ship")
    run = await start.options(idempotency_key="o-17")(ship, order)
                                         parked until ChildLinked says which run has that key

The child's id follows from this run and the operation, so that a replay starts none twice (G2, G5). Its code is that of this
run's bundle, entered at another function (G7). Read next: ``runs``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from types import FunctionType, MethodType
from typing import Any, ClassVar, Literal, TypeAlias

from useworkflow_sandbox import values
from useworkflow_sandbox.callsite import user_line, user_location
from useworkflow_sandbox.current import current
from useworkflow_sandbox.declared import timeout_of
from useworkflow_sandbox.deferred import Deferred
from useworkflow_sandbox.durations import to_microseconds
from useworkflow_sandbox.events import AnyEvent, ChildLinked, ChildStarted
from useworkflow_sandbox.fixed import Fixed
from useworkflow_sandbox.futures import Future, finished
from useworkflow_sandbox.metadata import Scalar, checked_attributes
from useworkflow_sandbox.run_errors import IdempotencyConflictError, NotStartableError, RunExistsError
from useworkflow_sandbox.run_ids import child_run_id
from useworkflow_sandbox.runs import Ending, Run
from useworkflow_sandbox.start_arguments import START_OPTIONS, check_arguments
from useworkflow_sandbox.texts import checked_name
from useworkflow_sandbox.unsupported import refuse_options

ParentClose: TypeAlias = Literal["abandon", "cancel", "terminate"]
PARENT_CLOSE: tuple[ParentClose, ...] = ("abandon", "cancel", "terminate")
"""What becomes of a child whose parent ends first: it goes on, it is asked to cancel, it is ended at once."""


def start_at(delay: object, at: object, now: int) -> int | None:
    """When a run starts that is given ``delay`` or ``at``, in microseconds; ``None``: at once.

    Raises:
        ValueError, TypeError: of ``to_microseconds``.
    """
    wait = delay if delay is not None else at
    return None if wait is None else now + to_microseconds(wait, now)


def checked_names(run_id: object, idempotency_key: object, queue: object, key: object, priority: object) -> None:
    """See that every world can keep what a start is known by.

    Raises:
        TypeError, ValueError: of ``texts.checked_name``, for what was given; ``priority`` is no number of 64 bits.
    """
    given = (("a run id", run_id), ("an idempotency key", idempotency_key), ("the name of a queue", queue))
    for what, name in given:
        if name is not None:
            checked_name(what, name)
    if key != "":
        checked_name("a key", key)
    if not isinstance(priority, int):
        raise TypeError(f"priority is a whole number, not {type(priority).__name__}")
    if not -(2**31) <= priority < 2**31:
        raise ValueError("priority is a number of 32 bits")


class Queue(Fixed):
    """A queue as workflow code has it: its name. Its limits are for the runtime, which knows the one of the module."""

    __slots__ = ("name",)
    name: str

    def __init__(self, name: str, **limits: object) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<Queue {self.name}>"


def _parent_close(what: ParentClose) -> ParentClose:
    if what not in PARENT_CLOSE:
        raise ValueError(f"parent_close is one of {', '.join(PARENT_CLOSE)}, not {what!r}")
    return what


def _window(
    key: str | None, dedup: str | float | timedelta | None, debounce: str | float | timedelta | None
) -> dict[str, Any]:
    """Which starts are one run, by the time between them."""
    if sum(option is not None for option in (key, dedup, debounce)) > 1:
        raise ValueError("give one of idempotency_key, dedup and debounce: each says which starts are one run")
    window = dedup if debounce is None else debounce
    return {
        "window": None if window is None else to_microseconds(window, 0),
        "keep": "first" if debounce is None else "last",
    }


def _name_of_queue(queue: object, priority: int) -> str | None:
    if queue is None and priority:
        raise ValueError("priority is an order within a queue: give queue, too")
    if isinstance(queue, Queue):
        return queue.name
    if queue is not None and not isinstance(queue, str):
        raise TypeError(f"a queue is a Queue, or its name, not {type(queue).__name__}")
    return queue


class Start(Fixed):
    """``start``: call it, or give it options first."""

    __slots__ = ("_given",)

    def __init__(self, given: dict[str, Any] | None = None) -> None:
        self._given = given or {}

    def options(
        self,
        *,
        idempotency_key: str | None = None,
        run_id: str | None = None,
        delay: str | float | timedelta | None = None,
        at: datetime | None = None,
        attributes: dict[str, Scalar] | None = None,
        timeout: str | float | timedelta | None = None,
        queue: Queue | str | None = None,
        key: str = "",
        priority: int = 0,
        dedup: str | float | timedelta | None = None,
        debounce: str | float | timedelta | None = None,
        parent_close: ParentClose | None = None,
        **outside: Any,
    ) -> Start:
        """``start`` with options.

        Args:
            idempotency_key: the same key gives the same run, for as long as that is kept; scoped to the workflow.
            run_id: an id of one's own.
            delay: start after this time.
            at: start at this time (with a time zone).
            attributes: searchable keys and values.
            timeout: the time that the run may take, from its start on: then its code is cancelled, and it fails.
            queue: a queue of the module, or its name: begin when it has a slot.
            key: what belongs together: for the limits per key of ``queue``, for ``dedup`` and ``debounce``.
            priority: among the runs that wait in ``queue`` lower numbers come first.
            parent_close: what becomes of the run when this one ends before it: ``abandon`` (it goes on), ``cancel``,
                ``terminate``.
            dedup: starts of the workflow with the same ``key`` within this time after the first are that first run.
            debounce: starts with the same ``key`` are one run, which begins this time after the last, with its arguments.
            **outside: options that only exist outside of workflow code: ``world``, ``transaction``.

        Raises:
            ValueError: options exclude each other (``delay`` and ``at``; two of ``idempotency_key``, ``dedup`` and
                ``debounce``), or a value breaks its rules.
            TypeError: attributes are of a wrong type, or there is no such option.
            UnsupportedError: an option only exists outside of workflow code.
        """
        refuse_options("start.options", outside, ("world", "transaction"))
        if delay is not None and at is not None:
            raise ValueError("give either delay or at, not both")
        name = _name_of_queue(queue, priority)
        checked_names(run_id, idempotency_key, name, key, priority)
        given = {
            "idempotency_key": idempotency_key, "run_id": run_id, "delay": delay, "at": at,
            "attributes": checked_attributes(attributes or {}), "timeout": timeout_of(timeout),
            "queue": name, "key": key, "priority": priority, "parent_close": _parent_close(parent_close or "abandon"),
        }  # fmt: skip
        return Start(given | _window(idempotency_key, dedup, debounce))

    def __call__(self, fn: Any, /, *args: Any, **kwargs: Any) -> Deferred:
        """``await start(fn, *args, **kwargs)``: start a run of ``fn``, and give a handle on it.

        Awaiting raises:
            TypeError: the arguments do not fit ``fn``.
            NotStartableError: ``fn`` is no workflow function.
            SerializationError: an argument cannot be recorded.
            IdempotencyConflictError: the key belongs to a run with other arguments.
            RunExistsError: the id is taken.
        """
        return _StartCall(fn, args, kwargs, self._given, user_line())


class _StartCall(Deferred):
    __slots__ = ("_args", "_fn", "_given", "_kwargs", "_line")

    def __init__(
        self, fn: Any, args: tuple[Any, ...], kwargs: dict[str, Any], given: dict[str, Any], line: int
    ) -> None:
        super().__init__()
        self._fn = fn
        self._args = args
        self._kwargs = kwargs
        self._given = given
        self._line = line

    def _start(self) -> Future:
        fn, args = unbound(self._fn, self._args)
        workflow = workflow_of(fn, self._line)
        check_arguments(fn, args, self._kwargs, options=START_OPTIONS)
        try:
            encoded = values.encode_args(args, self._kwargs)
        except values.SerializationError as error:
            if error.where is None:
                error.where = user_location(self._line)
            raise
        started = self._started(workflow, encoded)
        current().emit(started)
        if not started.unsure:
            run = Run(started.run_id, workflow, Ending(started.id, started.run_id, self._line))
            return finished(run)
        return LinkFuture(started)

    def _started(self, workflow: str, encoded: Any) -> ChildStarted:
        instance = current()
        given = self._given
        operation = instance.loop.next_id(f"start:{workflow.rsplit('//', 1)[1]}")
        own_id = given.get("run_id")
        return ChildStarted(
            at=instance.now,
            id=operation,
            run_id=own_id or child_run_id(instance.now, instance.origin.seed, operation),
            workflow=workflow,
            args=encoded,
            parent_close=given.get("parent_close", "abandon"),
            idempotency_key=given.get("idempotency_key"),
            own_id=own_id is not None,
            start_at=start_at(given.get("delay"), given.get("at"), instance.now),
            attributes=given.get("attributes", {}),
            timeout=given.get("timeout"),
            queue=given.get("queue"),
            key=given.get("key", ""),
            priority=given.get("priority", 0),
            window=given.get("window"),
            keep=given.get("keep", "first"),
            line=self._line,
        )


class LinkFuture(Future):
    """The wait of a start whose key or id may belong to another run already."""

    __slots__ = ("_key", "_workflow", "id", "line")
    kind: ClassVar[str] = "child"

    def __init__(self, started: ChildStarted) -> None:
        super().__init__()
        self.id = started.id
        self.line = started.line
        self._workflow = started.workflow
        self._key = started.idempotency_key
        current().operations[self.id] = self

    def deliver(self, event: AnyEvent) -> None:
        """Take the answer. The run's end comes to the same operation."""
        if not isinstance(event, ChildLinked):
            return
        current().operations.pop(self.id, None)
        if event.problem == "key":
            error: BaseException = IdempotencyConflictError.of(self._workflow, self._key or "", event.run_id)
        elif event.problem:
            error = RunExistsError.of(event.run_id)
        else:
            ending = Ending(self.id, event.run_id, self.line)
            if not self.done():
                self.set_result(Run(event.run_id, self._workflow, ending))
            return
        if not self.done():
            self.set_exception(error)


def unbound(function: Any, args: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """A workflow and its arguments: the object of a method is the first argument of its function."""
    if isinstance(function, MethodType) and not isinstance(function.__self__, type):
        return function.__func__, (function.__self__, *args)
    return function, args


def workflow_of(fn: Any, line: int) -> str:
    """``workflow//{module}//{qualname}`` of a function of the running code.

    Raises:
        NotStartableError: it is no workflow function.
    """
    program = current().program
    loaded = program.codes.of(fn.__code__) if isinstance(fn, FunctionType) else None
    name = getattr(fn, "__qualname__", repr(fn))
    if loaded is not None and program.bundle is not None:
        workflow = f"workflow//{loaded.module}//{loaded.entry.qualname}"
        if workflow in program.bundle.workflows or workflow == program.bundle.workflow:
            return workflow
    raise NotStartableError(
        f"start() takes a workflow function, not {name}",
        where=user_location(line),
        why="a run of its own needs code of its own, which is found by the workflow's name",
        mend=f'write "use workflow" as the first statement of {name}, or await it as a part of this run',
    )


start = Start()
