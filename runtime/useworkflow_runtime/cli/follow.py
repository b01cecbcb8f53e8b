"""Follow a run to its end by reading its log from the world, whoever executes it.

The same follower serves the process that owns the engine and one that has handed its run over to another. It wakes on
the world's notification, so a result shows at once and no table is polled. Read next: ``session``.
"""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Awaitable, Callable
from typing import Any

from useworkflow_runtime.cli.payloads import example
from useworkflow_runtime.cli.place import db_words
from useworkflow_runtime.cli.progress import Progress
from useworkflow_runtime.cli.view import RunView, WaitingHook
from useworkflow_runtime.errors import RunNotFoundError
from useworkflow_runtime.worlds.protocol import PARKED, TERMINAL, RunRecord, World
from useworkflow_sandbox.events import decode_event

_PULSE = 1.0
"""Seconds after which the follower looks even though nobody told it to: a lost owner writes nothing."""


class Follower:
    """Reads one run's log as it grows.

    Args:
        world: an open world.
        run_id: the run.
        progress: where to report.
        db: the ``--db`` of the command line, to be repeated in advice.
        on_pulse: awaited about once a second, so that the caller can take over from an owner that died.
    """

    def __init__(
        self,
        world: World,
        run_id: str,
        progress: Progress,
        *,
        db: str | None = None,
        on_pulse: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._world = world
        self._run_id = run_id
        self._progress = progress
        self._db = db
        self._on_pulse = on_pulse
        self._position = 0
        self._announced: set[str] = set()
        self.view = RunView()

    async def skip_past(self) -> None:
        """Take in what was recorded so far without printing a line for it, but for the hooks that still wait."""
        while page := await self._world.read_events(self._run_id, self._position):
            for row in page:
                self.view.apply(decode_event(row.body))
            self._position = page[-1].seq
        for hook in self.view.hooks.values():
            self._announce(hook)

    async def until_end(self) -> RunRecord:
        """Report what happens until the run has ended or is parked, and return its row.

        Raises:
            RunNotFoundError: there is no such run.
        """
        while True:
            since = self._world.changes()
            record = await self._world.get_run(self._run_id)
            if record is None:
                raise RunNotFoundError.of(self._run_id)
            await self._read_new()
            self._progress.update(self.view)
            if record.status in TERMINAL or record.status in PARKED:
                return record
            if not await self._world.wait_for_change(_PULSE, since=since) and self._on_pulse is not None:
                await self._on_pulse()

    async def _read_new(self) -> None:
        while page := await self._world.read_events(self._run_id, self._position):
            for row in page:
                line = self.view.apply(decode_event(row.body))
                if row.kind == "hook_created":
                    continue
                if line:
                    self._progress.say(line)
            self._position = page[-1].seq
            await asyncio.sleep(0)
        for hook in list(self.view.hooks.values()):
            self._announce(hook)

    def _announce(self, hook: WaitingHook) -> None:
        if hook.id in self._announced:
            return
        self._announced.add(hook.id)
        self._progress.say(
            f"waits for hook {hook.token}\n"
            f"answer it from another terminal: {answer_command(hook.token, self._db, hook.schema)}"
        )


def answer_command(token: str, db: str | None, schema: Any = None) -> str:
    """The command that answers a hook; the payload is only an example, of what the hook's schema describes."""
    return f"useworkflow resume{db_words(db)} --hook {shlex.quote(token)} {shlex.quote(example(schema))}"
