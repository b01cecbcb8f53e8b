"""What suspends at the end of a ``TaskGroup``. Source for the lowering.

Input -> output::

    await group_exit(group, ...)   waits for the group's tasks; raises their errors as one ``ExceptionGroup``

Read next: ``aio/taskgroups``.
"""

from asyncio import CancelledError
from typing import TYPE_CHECKING

from useworkflow_sandbox.futures import Future

if TYPE_CHECKING:
    from useworkflow_sandbox.aio.taskgroups import TaskGroup


async def group_exit(group: "TaskGroup", kind: type[BaseException] | None, error: BaseException | None) -> None:
    group._exiting = True
    if error is not None and group._is_base_error(error) and group._base_error is None:
        group._base_error = error
    cancellation = error if kind is not None and issubclass(kind, CancelledError) else None
    if kind is not None and not group._aborting:
        group._abort()
    while group._tasks:
        if group._completed is None:
            group._completed = Future()
        try:
            await group._completed
        except CancelledError as cancelled:
            if not group._aborting:
                cancellation = cancelled
                group._abort()
        group._completed = None
    if group._base_error is not None:
        raise group._base_error
    if group._parent is not None and group._parent_cancel_requested and group._parent.uncancel() == 0:
        # The group itself had cancelled its parent, and nobody else has: not to be seen outside.
        cancellation = None
    if cancellation is not None and not group._errors:
        raise cancellation
    if error is not None and not isinstance(error, CancelledError):
        group._errors.append(error)
    if group._errors:
        if group._parent is not None and group._parent.cancelling():
            # Somebody else has cancelled the parent too: that stays to be raised at its next await.
            group._parent.uncancel()
            group._parent.cancel()
        errors = group._errors
        group._errors = []
        raise BaseExceptionGroup("unhandled errors in a TaskGroup", errors) from None
