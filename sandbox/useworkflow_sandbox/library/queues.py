"""What suspends in queues. Source for the lowering.

Input -> output::

    await queue_get(queue)   -> the next item, once there is one

Read next: ``aio/queues``, whose classes these functions serve.
"""

from typing import TYPE_CHECKING, Any

from useworkflow_sandbox.futures import Future

if TYPE_CHECKING:
    from useworkflow_sandbox.aio.queues import Queue


async def queue_put(queue: "Queue", item: Any) -> None:
    while queue.full() and not queue._shut:
        putter = Future()
        queue._putters.append(putter)
        try:
            await putter
        except BaseException:
            putter.cancel()
            queue._forget(queue._putters, putter)
            if not queue.full() and not putter.cancelled():
                # This task was woken for a free place that it cannot use: the next one in line gets it.
                queue._wake_next(queue._putters)
            raise
    queue.put_nowait(item)


async def queue_get(queue: "Queue") -> Any:
    while queue.empty() and not queue._shut:
        getter = Future()
        queue._getters.append(getter)
        try:
            await getter
        except BaseException:
            getter.cancel()
            queue._forget(queue._getters, getter)
            if not queue.empty() and not getter.cancelled():
                queue._wake_next(queue._getters)
            raise
    return queue.get_nowait()


async def queue_join(queue: "Queue") -> None:
    if queue._unfinished > 0:
        await queue._finished.wait()
