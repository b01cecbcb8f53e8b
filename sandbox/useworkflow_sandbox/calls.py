"""Steps as workflow code sees them: calling one records a command, awaiting it waits for its outcome.

Input -> output::

    await charge("42")   -> StepScheduled(id="0/charge#0", step="step//shop//charge", args=[["42"],{}])
    total = add(1, 2)    -> lowered to ``await call(add, 1, 2)``: the same command, and the loop is exclusive until
                            its outcome is there, since uncompiled nothing else would run during the call (G1)

Arguments are encoded when the step is scheduled, so that what cannot be serialized fails at the user's line (G10).

Read next: ``suspending_functions``, then ``timers``.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Awaitable, Callable, Generator
from types import CoroutineType, FrameType, FunctionType, MethodType, coroutine
from typing import Any, ClassVar, NoReturn, cast

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_sandbox import values
from useworkflow_sandbox.callsite import user_line, user_location, user_location_from
from useworkflow_sandbox.current import current
from useworkflow_sandbox.deferred import Deferred
from useworkflow_sandbox.events import AnyEvent, StepCancelled, StepCompleted, StepFailed, StepScheduled
from useworkflow_sandbox.facades.caching import CachedFunction
from useworkflow_sandbox.futures import PENDING, Future
from useworkflow_sandbox.routines import routines
from useworkflow_sandbox.suspending_functions import SuspendingFunction, coroutine_function, inside
from useworkflow_sandbox.unsupported import UnsupportedError

_NOBODY = "no builtin, callback, generator, property, operator, except* clause or class that is taken by reference can wait for it"
_SEEN = "in an async function, or in a plain one that such a function calls"


class SyncStepError(UseWorkflowError, RuntimeError):
    """UW211: a sync step was called where the compiler did not see the call, so that it cannot suspend the run."""

    default_code = "UW211"


class StepFuture(Future):
    """The wait for a step's outcome. Cancelling it cancels the step; a later outcome is ignored."""

    __slots__ = ("id", "line", "step")
    kind: ClassVar[str] = "step"

    def __init__(self, function: StepFunction, args: tuple[Any, ...], kwargs: dict[str, Any], line: int) -> None:
        super().__init__()
        instance = current()
        try:
            encoded = values.encode_args(args, kwargs)
        except values.SerializationError as error:
            if error.where is None:
                error.where = user_location(line)
            raise
        self.step = function.step_id
        self.id = instance.loop.next_id(function._operation)
        self.line = line
        instance.operations[self.id] = self
        instance.emit(StepScheduled(at=instance.now, id=self.id, step=self.step, args=encoded, line=line))

    def deliver(self, event: AnyEvent) -> None:
        """Take the step's outcome."""
        instance = current()
        if isinstance(event, StepCompleted):
            value = values.decode(event.value, instance.program.host)
            del instance.operations[self.id]
            self.set_result(value)
        elif isinstance(event, StepFailed):
            error = values.decode_error(event.error, instance.program.host)
            del instance.operations[self.id]
            self.set_exception(error)

    def cancel(self, msg: Any = None) -> bool:
        if self._state is not PENDING:
            return False
        instance = current()
        if instance.operations.pop(self.id, None) is not None:
            instance.emit(StepCancelled(at=instance.now, id=self.id, line=self.line))
        return super().cancel(msg)


class ExclusiveStepFuture(StepFuture):
    """The wait for a sync step that was called by name: until it ends, no other task of the instance runs."""

    __slots__ = ()

    def __init__(self, function: StepFunction, args: tuple[Any, ...], kwargs: dict[str, Any], line: int) -> None:
        if current().plain_calls:
            _refuse_plain_call(function)
        super().__init__(function, args, kwargs, line)
        current().loop.exclusive = self

    def _schedule_callbacks(self) -> None:
        loop = current().loop
        loop.exclusive = None
        callbacks, self._callbacks = self._callbacks, []
        for callback in reversed(callbacks):
            loop.call_next(callback, self)


class StepCall(Deferred):
    """A step with its arguments, not scheduled yet: what calling an async step gives."""

    __slots__ = ("_args", "_exclusive", "_function", "_kwargs", "_line")

    def __init__(
        self,
        function: StepFunction,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        line: int,
        exclusive: bool = False,
    ) -> None:
        self._spent = False
        self._function = function
        self._args = args
        self._kwargs = kwargs
        self._line = line
        self._exclusive = exclusive

    def __repr__(self) -> str:
        return f"<step call {self._function.__qualname__}>"

    def _start(self) -> Future:
        args, kwargs = self._args, self._kwargs
        self._args, self._kwargs = (), {}
        wait = ExclusiveStepFuture if self._exclusive else StepFuture
        return wait(self._function, args, kwargs, self._line)


class StepFunction:
    """Stands for a step function in workflow code. There is one object per step, so identity survives snapshots.

    Args:
        step_id: ``step//{module}//{qualname}``.
        is_async: whether the user wrote ``async def``.
    """

    step_id: str
    is_async: bool
    __name__: str
    __qualname__: str
    __module__: str
    _operation: str
    _known: ClassVar[dict[tuple[str, bool], StepFunction]] = {}

    def __new__(cls, step_id: str, is_async: bool) -> StepFunction:
        known = cls._known.get((step_id, is_async))
        if known is not None:
            return known
        self = super().__new__(cls)
        _, module, qualname = step_id.split("//", 2)
        self.step_id = step_id
        self.is_async = is_async
        self.__name__ = qualname.rpartition(".")[2]
        self.__qualname__ = qualname
        self.__module__ = module
        self._operation = qualname.replace("<locals>.", "")
        return cls._known.setdefault((step_id, is_async), self)

    def __repr__(self) -> str:
        return f"<step {self.__qualname__}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (StepFunction, (self.step_id, self.is_async))

    def __get__(self, owner: object, cls: type | None = None) -> Any:
        return self if owner is None else MethodType(self, owner)

    def __call__(self, *args: Any, **kwargs: Any) -> StepCall:
        """The call, to be awaited.

        Raises:
            SyncStepError: the step is a plain ``def``, and the compiler did not see this call.
        """
        if self.is_async:
            return StepCall(self, args, kwargs, user_line())
        raise SyncStepError(
            f"the sync step {self.__qualname__}() cannot be called here",
            where=user_location(user_line()),
            why=f"the run must be suspended until the step is done, and {_NOBODY}",
            mend=f"call {self.__name__}(...) {_SEEN}, use `await asyncio.to_thread({self.__name__}, ...)`, or make it an async step",
        )


class NestedCall:
    """Base of what stands for a step together with arguments that are its own. See ``nested_steps``."""

    __slots__ = ()

    def bound(self) -> tuple[StepFunction, tuple[Any, ...]]:
        """The step, and what goes before the arguments of a call."""
        raise NotImplementedError


def call(function: Any, /, *args: Any, **kwargs: Any) -> Awaitable[Any]:
    """The awaitable behind a call, in code that can be suspended, of what may be a sync step or a plain function that may suspend.

    It is looked at when it is called: whatever else it is, it is called as it stands.
    """
    kind = type(function)
    if kind is SuspendingFunction:
        return cast("Awaitable[Any]", inside(function)(*args, **kwargs))
    if kind is MethodType and type(function.__func__) is SuspendingFunction:
        return cast("Awaitable[Any]", inside(function.__func__)(function.__self__, *args, **kwargs))
    if kind is functools.partial:
        return call(function.func, *function.args, *args, **{**function.keywords, **kwargs})
    if kind is CachedFunction and may_suspend(function.__wrapped__):
        return cast("Awaitable[Any]", routines.read_cached(function, args, kwargs))
    if kind is not FunctionType:
        step, bound = _step_of(function)
        if step is not None and not step.is_async:
            return StepCall(step, bound + args, kwargs, user_line(), exclusive=True)
    result = function(*args, **kwargs)
    return result if type(result) is CoroutineType and _is_of_plain_function(result) else _given(result)


@coroutine
def _given(value: Any) -> Generator[Any, Any, Any]:
    """An awaitable that has its value: no object costs less."""
    return value
    yield


def may_suspend(function: Any) -> bool:
    """Whether ``call`` of it may be something to wait for."""
    return is_sync_step(function) or coroutine_function(function) is not function


def _is_of_plain_function(coroutine: CoroutineType[Any, Any, Any]) -> bool:
    """Whether a plain function gave it: in bundles of earlier versions such functions are bare coroutine functions."""
    loaded = current().program.codes.of(coroutine.cr_code)
    return loaded is not None and loaded.entry.sync


def _refuse_plain_call(step: StepFunction) -> NoReturn:
    """Say of the innermost plain call that nobody can wait for it: it has come to a sync step."""
    frame: FrameType | None = sys._getframe()
    below = frame
    while frame is not None and frame.f_code is not SuspendingFunction.__call__.__code__:
        below = frame if current().program.is_user_file(frame.f_code.co_filename) else below
        frame = frame.f_back
    name = frame.f_locals["self"].__qualname__ if frame is not None else step.__qualname__
    raise SyncStepError(
        f"{name}() calls a sync step, and cannot be called here",
        where=(frame and user_location_from(frame.f_back)) or user_location_from(below),
        why=f"the run must be suspended until {step.__qualname__}() is done, and {_NOBODY}",
        mend=f"call {name}(...) {_SEEN}, or make {step.__qualname__} an async step",
    )


def to_thread(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Deferred:
    """``asyncio.to_thread`` of workflow code: runs a sync step beside the other tasks.

    Raises:
        UnsupportedError: ``function`` is no sync step.
    """
    step, bound = _step_of(function)
    if step is None or step.is_async:
        name = getattr(function, "__qualname__", repr(function))
        raise UnsupportedError(
            f"asyncio.to_thread() takes a sync step in workflow code, not {name}",
            where=user_location(user_line()),
            why="there are no threads in workflow code; a step runs outside of it",
            mend=f"await {name}(...) itself" if step is not None else f'give {name} the directive "use step"',
        )
    return StepCall(step, bound + args, kwargs, user_line())


def is_sync_step(function: object) -> bool:
    """Whether ``function`` is a step that is a plain ``def``, or a method that is one."""
    step, _ = _step_of(function)
    return step is not None and not step.is_async


def _step_of(function: object) -> tuple[StepFunction | None, tuple[Any, ...]]:
    if isinstance(function, StepFunction):
        return function, ()
    if isinstance(function, MethodType) and isinstance(function.__func__, StepFunction):
        return function.__func__, (function.__self__,)
    return function.bound() if isinstance(function, NestedCall) else (None, ())
