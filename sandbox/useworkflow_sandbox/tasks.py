"""``Task``: runs a coroutine on the deterministic loop, as ``asyncio.Task`` does.

Input -> output::

    Task(body())     a handle is queued; its first step runs ``body`` up to the future that it waits for
    future done      a handle is queued; the task's next step sends ``None``, and the leaf takes the future's outcome

Identity is structural: the main task is ``0``, its first child ``0.0``; ``task.next_id("charge")`` counts occurrences per
name, so tasks that run beside each other cannot race for ids, and an inserted step does not rename the others (G5).

Read next: ``loop``.
"""

from __future__ import annotations

from asyncio import CancelledError, InvalidStateError
from collections.abc import Coroutine
from types import CoroutineType
from typing import Any, ClassVar, TypeVar

from useworkflow_sandbox.context import Context, active, context_of_new_task
from useworkflow_sandbox.current import FATAL, current
from useworkflow_sandbox.deferred import Deferred, Drive
from useworkflow_sandbox.futures import PENDING, Future, Pass

_Error = TypeVar("_Error", bound=BaseException)


class Task(Future):
    """A running coroutine. Cancellation, counting and naming are those of ``asyncio.Task`` in Python 3.13.

    Args:
        coro: a coroutine, or a call that has not begun (``step(1)``, ``sleep(2)``), which uncompiled is one too.
        name: what ``get_name()`` gives; ``Task-1`` and so on by default.
        context: what it runs in; a copy of the present context by default.
    """

    __slots__ = (
        "_cancel_requests", "_children", "_context", "_coro", "_counts", "_must_cancel", "_name", "_started", "_waits_for",
        "path",
    )  # fmt: skip
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"_step", "_wakeup", "cancel"})

    def __init__(self, coro: Any, *, loop: object = None, name: object = None, context: object = None) -> None:
        super().__init__()
        body: Coroutine[Any, Any, Any] | Drive
        if isinstance(coro, CoroutineType):
            body = coro
        elif isinstance(coro, Deferred):
            body = Drive(coro)
        else:
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        run_loop = current().loop
        self._coro: Coroutine[Any, Any, Any] | Drive | None = body
        self._name = run_loop.new_name() if name is None else str(name)
        self._started = False
        self._must_cancel = False
        self._cancel_requests = 0
        self._waits_for: Future | None = None
        self._children = 0
        self._counts: dict[str, int] | None = None
        self._context = context_of_new_task(context)
        self.path = run_loop.new_path()
        run_loop.tasks[self.path] = self
        run_loop.call_soon(self._step)

    def _describe(self) -> str:
        return f"{super()._describe()} name={self._name!r} path={self.path!r}"

    # --- identity

    def get_name(self) -> str:
        """The task's name."""
        return self._name

    def set_name(self, value: object) -> None:
        """Rename the task."""
        self._name = str(value)

    def get_coro(self) -> Any:
        """The coroutine that the task runs, ``None`` once it is done."""
        coro = self._coro
        return coro._deferred if isinstance(coro, Drive) else coro

    def get_context(self) -> Context:
        """The context that the task runs in."""
        if self._context is None:
            if current().loop.current_task is self:
                return active()
            self._context = Context()
        return self._context

    def _take_context(self, context: Context) -> None:
        """Run in ``context`` from now on: what it ran in so far was never made, because it was empty."""
        self._context = context

    def _runs_in(self, context: Context) -> bool:
        """Whether ``context`` is the very one that the task runs in."""
        return self._context is context

    def child_path(self) -> str:
        """The path of the next task that this one creates."""
        path = f"{self.path}.{self._children}"
        self._children += 1
        return path

    def next_id(self, name: str) -> str:
        """The structural id of this task's next operation called ``name``, such as ``0/charge#0`` (G5)."""
        counts = self._counts
        if counts is None:
            counts = self._counts = {}
        count = counts.get(name, 0)
        counts[name] = count + 1
        return f"{self.path}/{name}#{count}"

    @property
    def started(self) -> bool:
        """Whether the coroutine has run up to its first suspension, at least."""
        return self._started

    @property
    def waits_for(self) -> Future | None:
        """The future that the task is parked at, if any."""
        return self._waits_for

    # --- outcome: only the coroutine decides it

    def set_result(self, result: Any) -> None:
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception: BaseException | type[BaseException]) -> None:
        raise RuntimeError("Task does not support set_exception operation")

    # --- cancellation

    def cancel(self, msg: Any = None) -> bool:
        """Ask the coroutine to end with ``CancelledError(msg)`` at its await. ``False`` if the task is done."""
        if self._state is not PENDING:
            self._retrieve()
            return False
        self._cancel_requests += 1
        if self._waits_for is not None and self._waits_for.cancel(msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self) -> int:
        """How many requests for cancellation are open."""
        return self._cancel_requests

    def uncancel(self) -> int:
        """Take one request for cancellation back; return how many are open."""
        if self._cancel_requests > 0:
            self._cancel_requests -= 1
            if self._cancel_requests == 0:
                self._must_cancel = False  # as from 3.13 on; one semantics on every Python
        return self._cancel_requests

    # --- running

    # A traceback holds the frames below its own, too: what these three leave in theirs must not lead to its exception.

    def _wakeup(self, _future: Future) -> None:
        self._step()
        del self, _future

    def _step(self, wake: BaseException | None = None) -> None:
        if self._state is not PENDING:
            raise InvalidStateError(f"_step(): already done: {self!r}, {wake!r}")
        waited, self._waits_for = self._waits_for, None
        if self._must_cancel:
            self._must_cancel = False
            if not isinstance(wake, CancelledError) and not _ended_cancelled(waited):
                wake = self._make_cancelled_error()
                if waited is not None:
                    waited._retrieve()
                    waited._abandoned()
        instance = current()
        loop = instance.loop
        previous, loop.current_task = loop.current_task, self
        instance.context = self._context
        try:
            if instance.program.has_own_interpreter_contexts:
                active()._run_natively(self._advance, wake)
            else:
                self._advance(wake)
        finally:
            loop.current_task = previous
            instance.context = None
            if self._state is not PENDING:
                self._coro = None
                loop.tasks.pop(self.path, None)
            del self, waited, wake

    def _advance(self, wake: BaseException | None) -> None:
        coro = self._coro
        assert coro is not None
        try:
            if wake is None or self._started:
                self._started = True
                parked = coro.send(wake)
            else:
                # Nothing of the body has run, so no frame of the user's can lose its exc_info here.
                parked = coro.throw(wake)
        except StopIteration as stop:
            if self._must_cancel:
                # cancel() was called after the last await.
                self._must_cancel = False
                super().cancel(self._cancel_message)
            else:
                super().set_result(stop.value)
        except CancelledError as error:
            self._cancelled_error = _without_this_frame(error)
            super().cancel()
        except FATAL:
            raise
        except BaseException as error:
            super().set_exception(_without_this_frame(error))
        else:
            self._park(parked)
        finally:
            del self, wake, coro

    def _park(self, parked: object) -> None:
        loop = current().loop
        if isinstance(parked, Pass):
            parked.finish()
            loop.call_soon(self._step)
        elif not isinstance(parked, Future):
            loop.call_soon(self._step, RuntimeError(f"Task got bad yield: {parked!r}"))
        elif parked is self:
            loop.call_soon(self._step, RuntimeError(f"Task cannot await on itself: {self!r}"))
        else:
            parked._call_when_done(self._wakeup)
            self._waits_for = parked
            if self._must_cancel and parked.cancel(self._cancel_message):
                self._must_cancel = False


def _without_this_frame(error: _Error) -> _Error:
    """``error`` as the coroutine let it out. With the frame that caught it in its traceback, it would hold itself: by the task."""
    traceback = error.__traceback__
    return BaseException.with_traceback(error, None if traceback is None else traceback.tb_next)


def _ended_cancelled(waited: Future | None) -> bool:
    """Whether the leaf raises ``CancelledError`` by itself: the earlier request's message then counts, as in asyncio."""
    return waited is not None and (waited.cancelled() or isinstance(waited._exception, CancelledError))
