"""A run as its log shows it: how many steps are done, running, retrying, and what it waits for.

    StepScheduled(id="0/charge#0") ... StepCompleted(id="0/charge#0")   ->   done 1, running 0

The view is fed the events that anyone can read from the world; it needs no engine. Read next: ``follow``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from msgspec import Raw

from useworkflow_runtime.engine.endings import last_line
from useworkflow_sandbox import events as log


@dataclass(frozen=True)
class WaitingHook:
    """A hook that nobody has answered yet."""

    id: str
    token: str
    line: int
    schema: Any = None
    """What its payload must fit, as ``schemas.describe`` says it."""


@dataclass
class RunView:
    """What the log says so far. ``apply`` returns a line for a plain log where an event is worth one."""

    done: int = 0
    failed: int = 0
    retries: int = 0
    events: int = 0
    steps: dict[str, str] = field(default_factory=dict)
    """Outstanding steps: id -> step id."""
    queued: set[str] = field(default_factory=set)
    """Steps that wait for a free worker."""
    retrying: dict[str, int] = field(default_factory=dict)
    """Steps that wait for their next attempt: id -> the attempt that failed."""
    hooks: dict[str, WaitingHook] = field(default_factory=dict)
    timers: dict[str, int] = field(default_factory=dict)
    """Sleeps and timeouts that are armed: id -> when they are due, microseconds since the epoch."""

    @property
    def running(self) -> int:
        """Steps that are outstanding, and wait neither for a retry nor for a free worker."""
        return len(self.steps) - len(self.retrying) - len(self.queued)

    def apply(self, event: log.AnyEvent) -> str | None:
        """Take in the next event of the log."""
        self.events += 1
        match event:
            case log.StepScheduled():
                self.steps[event.id] = event.step
                if event.queued:
                    self.queued.add(event.id)
            case log.StepCompleted():
                self._finish_step(event.id)
                self.done += 1
            case log.StepFailed():
                name = self._finish_step(event.id)
                self.failed += 1
                return f"step {name} failed for good after attempt {event.attempt}{_because(event.error)}"
            case log.StepCancelled():
                self._finish_step(event.id)
            case log.StepStarted():
                self.retrying.pop(event.id, None)
                self.queued.discard(event.id)
            case log.StepRetrying():
                return self._retry(event)
            case _:
                return self._apply_wait(event)
        return None

    def _apply_wait(self, event: log.AnyEvent) -> str | None:
        match event:
            case log.HookCreated():
                self.hooks[event.id] = WaitingHook(event.id, event.token, event.line, event.schema)
                return f"waits for hook {event.token}"
            case log.HookReceived():
                hook = self.hooks.pop(event.id, None)
                return f"hook {hook.token if hook else event.id} was answered"
            case log.HookDisposed() | log.HookConflict():
                self.hooks.pop(event.id, None)
            case log.TimerStarted():
                self.timers[event.id] = event.due
                if event.what == "sleep":
                    return f"sleeps for {duration((event.due - event.at) / 1e6)}"
            case log.TimerFired() | log.TimerCancelled():
                self.timers.pop(event.id, None)
            case log.ChildStarted():
                return f"starts {short_name(event.workflow)} as {event.run_id}"
            case log.ChildFinished():
                return f"what it started at {event.id} is {event.outcome}"
            case log.CancelRequested():
                return "was asked to cancel" + (f": {event.reason}" if event.reason else "")
        return None

    def _retry(self, event: log.StepRetrying) -> str:
        self.retrying[event.id] = event.attempt
        self.retries += 1
        wait = duration(max(0.0, (event.retry_at - event.at) / 1e6))
        name = short_name(self.steps.get(event.id, event.id))
        return f"step {name} failed (attempt {event.attempt}), next in {wait}{_because(event.error)}"

    def _finish_step(self, step: str) -> str:
        self.retrying.pop(step, None)
        self.queued.discard(step)
        return short_name(self.steps.pop(step, step))

    def summary(self) -> str:
        """One line: ``steps: 12 done, 8 running, 1 retrying``."""
        parts = [f"{self.done} done", f"{self.running} running"]
        if self.queued:
            parts.append(f"{len(self.queued)} queued")
        if self.retrying:
            parts.append(f"{len(self.retrying)} retrying")
        if self.failed:
            parts.append(f"{self.failed} failed")
        return "steps: " + ", ".join(parts)


def _because(recorded: Raw) -> str:
    line = last_line(recorded)
    return f": {line}" if line else ""


def short_name(step_id: str) -> str:
    """``step//shop.orders//charge`` -> ``charge``; ``0/charge#3`` -> ``charge``."""
    return re.sub(r"#\d+$", "", step_id.rpartition("/")[2])


def duration(seconds: float) -> str:
    """A length of time for people: ``0.2s``, ``12s``, ``3m 05s``, ``2h 10m``, ``4d 03h``."""
    if seconds < 10:
        return f"{seconds:.1f}s"
    if seconds < 60:
        return f"{seconds:.0f}s"
    minutes, rest = divmod(int(seconds), 60)
    if minutes < 60:
        return f"{minutes}m {rest:02}s"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours}h {minutes:02}m"
    return f"{hours // 24}d {hours % 24:02}h"
