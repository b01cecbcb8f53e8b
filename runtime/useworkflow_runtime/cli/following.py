"""What ``run`` and ``resume`` share: hold a world, get a run going, follow it to its end, and say how it ended.

    follow_run(None, start_it, as_json=False, title="audit")   ->   Exit.OK, and the result on standard output

Read next: ``session``, ``follow``, ``interrupts``.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from useworkflow_runtime.cli import show
from useworkflow_runtime.cli.exits import Exit, exit_for_status
from useworkflow_runtime.cli.follow import Follower
from useworkflow_runtime.cli.interrupts import Interrupted, interruptible
from useworkflow_runtime.cli.place import db_words
from useworkflow_runtime.cli.progress import Progress, make_progress
from useworkflow_runtime.cli.session import Session, open_session
from useworkflow_runtime.cli.view import RunView
from useworkflow_runtime.worlds.protocol import RunRecord

Obtain = Callable[[Session], Awaitable["tuple[str, str]"]]
"""Start or find the run: (run id, the line that says so)."""


@dataclass
class _Course:
    """How far the command has come; an interruption asks for it."""

    run_id: str | None = None
    record: RunRecord | None = None
    view: RunView = field(default_factory=RunView)


def follow_run(db: str | None, obtain: Obtain, *, as_json: bool, title: str, known: bool = False) -> Exit:
    """Get a run and follow it to its end.

    Args:
        db: ``--db`` as it was given.
        obtain: starts or finds the run.
        as_json: print the run as JSON on standard output rather than its result.
        title: what the live display is headed with.
        known: the run is there already, with a past that need not be told again.

    Raises:
        UseWorkflowError: of ``obtain``, and of the world.
    """
    course = _Course()
    progress = make_progress(sys.stderr, title)
    try:
        asyncio.run(_follow(db, obtain, progress, course, known=known))
    except (Interrupted, KeyboardInterrupt):
        return _interrupted(course, db)
    assert course.record is not None
    return report(course.record, course.view, db, as_json=as_json)


async def _follow(db: str | None, obtain: Obtain, progress: Progress, course: _Course, *, known: bool) -> None:
    async def work() -> None:
        async with open_session(db, say=progress.say, create=not known) as session:
            course.run_id, line = await obtain(session)
            progress.say(line)
            follower = Follower(session.world, course.run_id, progress, db=db, on_pulse=session.take_over)
            course.view = follower.view
            if known:
                await follower.skip_past()
            course.record = await follower.until_end()

    with progress:
        await interruptible(work())


def _interrupted(course: _Course, db: str | None) -> Exit:
    if course.run_id is None:
        show.warn("interrupted before the run was started")
    else:
        show.warn(
            f"interrupted; nothing that was recorded is lost ({course.view.summary()})\n"
            f"go on with: useworkflow resume {course.run_id}{db_words(db)}"
        )
    return Exit.INTERRUPTED


def report(record: RunRecord, view: RunView, db: str | None, *, as_json: bool) -> Exit:
    """Print how a run ended: the result on standard output, the rest on standard error."""
    if as_json:
        steps = {"completed": view.done, "failed": view.failed, "retries": view.retries}
        show.print_json(show.run_as_json(record) | {"steps": steps})
    elif record.status == "completed":
        print(show.plain_value(record.output))
    if record.status == "failed":
        show.warn(f"run {record.id} failed\n{show.failure_text(record)}")
    elif record.status == "cancelled":
        show.warn(f"run {record.id} was cancelled" + (f": {record.reason}" if record.reason else ""))
    elif record.status != "completed":
        show.warn(
            f"run {record.id} is {record.status}: {record.reason or 'no reason was recorded'}\n"
            f"nothing is lost; see: useworkflow explain {record.id}{db_words(db)}"
        )
    return exit_for_status(record.status)
