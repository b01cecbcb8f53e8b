"""Steps as workflow code sees them: calling one records a command, awaiting it waits for its outcome.

Input -> output::

    await charge("42")   -> StepScheduled(id="0/charge#0", step="step//shop//charge", args=[["42"],{}])
    total = add(1, 2)    -> lowered to ``await sync_call(add, 1, 2)``: the same command, and the loop is exclusive until
                            its outcome is there, since uncompiled nothing else would run during the call (G1)

Arguments are encoded when the step is scheduled, so that what cannot be serialized fails at the user's line (G10).

Read next: ``timers``, ``hooks``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from types import CoroutineType, MethodType
from typing import Any, ClassVar

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_sandbox import values
from useworkflow_sandbox.callsite import user_line, user_location
from useworkflow_sandbox.current import current
from useworkflow_sandbox.deferred import Deferred, Returned
from useworkflow_sandbox.events import AnyEvent, StepCancelled, StepCompleted, StepFailed, StepScheduled
from useworkflow_sandbox.futures import PENDING, Future
from useworkflow_sandbox.unsupported import UnsupportedError


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
            why="the run must be suspended until the step is done, which works only where the call names the step itself",
            mend=(
                f"call {self.__name__}(...) by its name in the workflow, use `await asyncio.to_thread({self.__name__}, ...)`, "
                "or make it an async step"
            ),
        )


class NestedCall:
    """Base of what stands for a step together with arguments that are its own. See ``nested_steps``."""

    __slots__ = ()

    def bound(self) -> tuple[StepFunction, tuple[Any, ...]]:
        """The step, and what goes before the arguments of a call."""
        raise NotImplementedError


def sync_call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Awaitable[Any]:
    """The awaitable behind a call by name of a sync step, or of a plain function that calls one.

    Such a plain function is lowered to a coroutine function, so its coroutine is awaited in its place. The name may have
    been rebound since: whatever else it holds is called as it stands.
    """
    step, bound = _step_of(function)
    if step is not None and not step.is_async:
        return StepCall(step, bound + args, kwargs, user_line(), exclusive=True)
    result = function(*args, **kwargs)
    return result if isinstance(result, CoroutineType) else Returned(result)


def method_call(method: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Awaitable[Any]:
    """The awaitable behind a call of a method that may be a sync step, or a plain method that calls one; whatever else it is, it
    is called as it stands."""
    step, bound = _step_of(method)
    if step is not None and not step.is_async:
        return StepCall(step, bound + args, kwargs, user_line(), exclusive=True)
    result = method(*args, **kwargs)
    return result if type(result) is CoroutineType and _is_of_plain_function(result) else Returned(result)


def _is_of_plain_function(coroutine: CoroutineType[Any, Any, Any]) -> bool:
    loaded = current().program.codes.of(coroutine.cr_code)
    return loaded is not None and loaded.entry.sync


def refuse_suspension(result: CoroutineType[Any, Any, Any]) -> None:
    """What a call gave that nobody can wait for: it must not be that of a plain function which calls a sync step.

    Raises:
        SyncStepError: it is.
    """
    if not _is_of_plain_function(result):
        return
    name = result.__qualname__
    result.close()
    raise SyncStepError(
        f"{name}() calls a sync step, and cannot be called here",
        where=user_location(user_line()),
        why="the run must be suspended until the step is done, which works only where the call names the function itself",
        mend=f"call {name}(...) by its name in the workflow, or make the step async",
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
