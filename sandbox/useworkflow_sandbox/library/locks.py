"""What suspends in locks, semaphores, events, conditions and barriers. Source for the lowering.

Input -> output::

    await lock_acquire(lock)   -> True, once the lock is this task's

Read next: ``aio/locks``, whose classes these functions serve.
"""

from asyncio import BrokenBarrierError, CancelledError
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from useworkflow_sandbox.futures import Future

if TYPE_CHECKING:
    from useworkflow_sandbox.aio.locks import Barrier, Condition, Event, Lock, Semaphore


async def lock_acquire(lock: "Lock") -> bool:
    if not lock._locked and all(waiter.cancelled() for waiter in lock._waiters):
        lock._locked = True
        return True
    future = Future()
    lock._waiters.append(future)
    try:
        try:
            await future
        finally:
            lock._waiters.remove(future)
    except CancelledError:
        if not lock._locked:
            lock._wake_first()
        raise
    lock._locked = True
    return True


async def event_wait(event: "Event") -> bool:
    if event._value:
        return True
    future = Future()
    event._waiters.append(future)
    try:
        await future
        return True
    finally:
        event._waiters.remove(future)


async def semaphore_acquire(semaphore: "Semaphore") -> bool:
    if not semaphore.locked():
        semaphore._value -= 1
        return True
    future = Future()
    semaphore._waiters.append(future)
    try:
        try:
            await future
        finally:
            semaphore._waiters.remove(future)
    except CancelledError:
        if not future.cancelled():
            semaphore._value += 1  # the permit had been handed over already
        raise
    finally:
        # Permits that came back meanwhile go to those who had to wait behind this task.
        while semaphore._value > 0 and semaphore._wake_next():
            pass
    return True


async def condition_wait(condition: "Condition") -> bool:
    if not condition.locked():
        raise RuntimeError("cannot wait on un-acquired lock")
    future = Future()
    condition.release()
    try:
        try:
            condition._waiters.append(future)
            try:
                await future
                return True
            finally:
                condition._waiters.remove(future)
        finally:
            await _take_again(condition)
    except BaseException:
        # This task may have been notified before it was cancelled: another one is, in its place.
        condition._wake(1)
        raise


async def _take_again(condition: "Condition") -> None:
    """The lock is taken again in any case; the last cancellation meanwhile is raised afterwards, as it came."""
    cancelled = None
    while True:
        try:
            await condition.acquire()
            break
        except CancelledError as error:
            cancelled = error
    if cancelled is not None:
        try:
            raise cancelled
        finally:
            cancelled = None


async def condition_wait_for(condition: "Condition", predicate: Callable[[], Any]) -> Any:
    result = predicate()
    while not result:
        await condition.wait()
        result = predicate()
    return result


async def enter(lock: "Lock | Semaphore | Condition") -> None:
    await lock.acquire()


async def barrier_wait(barrier: "Barrier") -> int:
    condition = barrier._condition
    await condition.acquire()
    try:
        await condition.wait_for(barrier._is_open)
        if barrier.broken:
            raise BrokenBarrierError("Barrier aborted")
        try:
            index = barrier._count
            barrier._count += 1
            if index + 1 == barrier.parties:
                barrier._drain()
            else:
                await condition.wait_for(barrier._is_released)
                if barrier._is_spoilt():
                    raise BrokenBarrierError("Abort or reset of barrier")
            return index
        finally:
            barrier._count -= 1
            barrier._leave()
    finally:
        condition.release()


async def barrier_reset(barrier: "Barrier") -> None:
    condition = barrier._condition
    await condition.acquire()
    try:
        barrier._reset()
        condition.notify_all()
    finally:
        condition.release()


async def barrier_abort(barrier: "Barrier") -> None:
    condition = barrier._condition
    await condition.acquire()
    try:
        barrier._break()
        condition.notify_all()
    finally:
        condition.release()
