"""What suspends in ``wait``, ``wait_for``, ``as_completed``, and in tasks over foreign awaitables. Source for the lowering.

Input -> output::

    await wait(fs)   -> (done, pending)

Read next: ``aio/waitsets``.
"""

from asyncio import CancelledError
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from useworkflow_sandbox.aio.timeouts import timeout as limit
from useworkflow_sandbox.aio.waitsets import WaitSet, ensure_future

if TYPE_CHECKING:
    from useworkflow_sandbox.aio.queues import Queue
    from useworkflow_sandbox.futures import Future
    from useworkflow_sandbox.ordered import OrderedSet


async def wait(
    fs: Iterable[Any], *, timeout: float | None = None, return_when: str = "ALL_COMPLETED"
) -> "tuple[OrderedSet, OrderedSet]":
    waits = WaitSet(fs, timeout, return_when)
    try:
        await waits.waiter
    finally:
        waits.release()
    return waits.outcome()


async def wait_for(awaitable: Any, timeout: float | None) -> Any:
    if timeout is not None and timeout <= 0:
        future = ensure_future(awaitable)
        if future.done():
            return future.result()
        await cancel_and_wait(future)
        try:
            return future.result()
        except CancelledError as error:
            raise TimeoutError from error
    scope = limit(timeout)
    await scope.__aenter__()
    try:
        result = await awaitable
    except BaseException as error:
        await scope.__aexit__(type(error), error, error.__traceback__)
        raise
    await scope.__aexit__(None, None, None)
    return result


async def cancel_and_wait(future: "Future") -> None:
    waits = WaitSet([future], None, "ALL_COMPLETED")
    try:
        future.cancel()
        # Not the future itself: waiting for it could not be cancelled reliably.
        await waits.waiter
    finally:
        waits.release()


async def wait_for_one(completions: "Queue") -> Any:
    future = await completions.get()
    if future is None:
        raise TimeoutError
    return future.result()


async def await_foreign(awaitable: Any) -> Any:
    return await awaitable
