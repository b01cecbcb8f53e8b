"""``patched("id")``: branches in workflow code between what runs in flight have done and what new runs do.

Input -> output::

    patched("faster-shipping")   in a new run, or one that was not here yet   -> True, and Patched(id=...) in the log
                                 in a run whose log was recorded without it   -> False, for as long as the run lives

An answer is given once per run and id, and kept in snapshots. What the log says decides on replay (G5): an id that it
holds is ``True``; one that it does not hold is ``False`` for as long as recorded events are delivered.

Read next: ``useworkflow_runtime.engine.replay``, which says what is recorded.
"""

from __future__ import annotations

from useworkflow_sandbox.callsite import user_line
from useworkflow_sandbox.current import current
from useworkflow_sandbox.events import Patched
from useworkflow_sandbox.texts import checked_name


class Patches:
    """What a run was answered, and what its log holds.

    ``answers`` are part of the run's state. ``recorded`` (ids in the log after the state) and ``replaying`` (the event
    that is delivered is recorded together with what followed from it) are set by whoever replays.
    """

    __slots__ = ("answers", "recorded", "replaying")

    def __init__(self) -> None:
        self.answers: dict[str, bool] = {}
        self.recorded: frozenset[str] = frozenset()
        self.replaying = False


def patched(id: str) -> bool:
    """Whether this run takes the new way at ``id``.

    Args:
        id: a name for the change; each change has its own.

    Raises:
        TypeError, ValueError: ``id`` is no text, or no text that can be a name.
        NotInWorkflowError: no run is being executed.
    """
    checked_name("the name given to patched()", id)
    instance = current()
    patches = instance.patches
    answer = patches.answers.get(id)
    if answer is None:
        recorded = id in patches.recorded
        answer = patches.answers[id] = recorded or not patches.replaying
        if answer and not recorded:
            instance.emit(Patched(at=instance.now, id=id, line=user_line()))
    return answer
