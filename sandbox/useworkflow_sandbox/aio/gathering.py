"""``gather`` and ``shield``, as asyncio's of Python 3.13.

Input -> output::

    await gather(a(), b())   -> [result of a, result of b]

Both are plain futures with callbacks: no frame of ours is ever parked in them.
"""

from __future__ import annotations

from asyncio import CancelledError
from typing import Any, ClassVar

from useworkflow_sandbox.aio.waitsets import ensure_future
from useworkflow_sandbox.futures import PENDING, Future


class GatheringFuture(Future):
    """The future that ``gather`` returns. Cancelling it cancels the children and lets them end first."""

    __slots__ = ("_cancel_requested", "_children", "_expected", "_finished", "_return_exceptions")
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"_on_child_done", "cancel"})

    def __init__(self, awaitables: tuple[Any, ...], return_exceptions: bool) -> None:
        super().__init__()
        self._return_exceptions = return_exceptions
        self._cancel_requested = False
        self._finished = 0
        self._children: list[Future] = []
        known: dict[Any, Future] = {}
        for awaitable in awaitables:
            if awaitable not in known:
                known[awaitable] = ensure_future(awaitable)
            self._children.append(known[awaitable])
        distinct = list(known.values())
        self._expected = len(distinct)
        done = [future for future in distinct if future.done()]
        for future in distinct:
            if not future.done():
                future._call_when_done(self._on_child_done)
        for future in done:
            self._on_child_done(future)

    def cancel(self, msg: Any = None) -> bool:
        if self._state is not PENDING:
            return False
        requested = False
        for child in self._children:
            if child.cancel(msg):
                requested = True
        if requested:
            # The request outlives the children's own outcomes, return_exceptions or not.
            self._cancel_requested = True
        return requested

    def _on_child_done(self, child: Future) -> None:
        self._finished += 1
        if self._state is not PENDING:
            if not child.cancelled():
                child.exception()
            return
        if not self._return_exceptions:
            error = child._make_cancelled_error() if child.cancelled() else child.exception()
            if error is not None:
                self.set_exception(error)
                return
        if self._finished == self._expected:
            self._finish(child)

    def _finish(self, last: Future) -> None:
        results = [_outcome(child) for child in self._children]
        if self._cancel_requested:
            self.set_exception(last._make_cancelled_error())
        else:
            self.set_result(results)


def _outcome(child: Future) -> Any:
    if child.cancelled():
        return CancelledError("" if child._cancel_message is None else child._cancel_message)
    error = child.exception()
    return child.result() if error is None else error


def gather(*coros_or_futures: Any, return_exceptions: bool = False) -> Future:
    """``asyncio.gather``: a future of the list of results, in the order of the arguments."""
    if not coros_or_futures:
        future = Future()
        future.set_result([])
        return future
    return GatheringFuture(coros_or_futures, return_exceptions)


class ShieldingFuture(Future):
    """The future that ``shield`` returns: cancelling it leaves ``inner`` alone."""

    __slots__ = ("_inner",)
    __callbacks__: ClassVar[frozenset[str]] = frozenset({"_on_inner_done", "_on_own_end"})

    def __init__(self, inner: Future) -> None:
        super().__init__()
        self._inner = inner
        inner._call_when_done(self._on_inner_done)
        self._call_when_done(self._on_own_end)

    def _on_inner_done(self, inner: Future) -> None:
        if self.cancelled():
            if not inner.cancelled():
                inner.exception()
            return
        if inner.cancelled():
            self.cancel()
            return
        error = inner.exception()
        if error is not None:
            self.set_exception(error)
        else:
            self.set_result(inner.result())

    def _on_own_end(self, _: Future) -> None:
        if not self._inner.done():
            self._inner.remove_done_callback(self._on_inner_done)


def shield(arg: Any) -> Future:
    """``asyncio.shield``: waits for ``arg``, which goes on if the wait is cancelled."""
    inner = ensure_future(arg)
    return inner if inner.done() else ShieldingFuture(inner)
