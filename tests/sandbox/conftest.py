"""``play``: drives an instance over native coroutines, as the engine would, in virtual time."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest

from useworkflow_sandbox import values
from useworkflow_sandbox.events import (
    CancelRequested,
    Command,
    HookConflict,
    HookReceived,
    RunCancelled,
    RunCompleted,
    RunCreated,
    RunFailed,
    StepCompleted,
    StepFailed,
    StepScheduled,
    TimerCancelled,
    TimerFired,
    TimerStarted,
)
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.program import Program

START = 1_000_000_000


class Play:
    """One run. Everything it answered is in ``commands``; ``at`` is the present in microseconds."""

    def __init__(self, workflow: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        filenames = frozenset({workflow.__code__.co_filename})
        self.program = Program(workflow, filenames=filenames, host=_resolve)
        self.instance = Instance.create(self.program, "run-1")
        self.at = START
        self.commands: list[Command] = []
        self.input(
            RunCreated(
                at=self.at, workflow="workflow//m//w", bundle="b", args=values.encode_args(args, kwargs), seed="07" * 16
            )
        )

    def input(self, event: Any) -> list[Command]:
        """Deliver ``event`` and return what it gave."""
        given = self.instance.deliver(event)
        self.commands += given
        return given

    def complete(self, step: str, value: Any = None) -> list[Command]:
        """Step ``step`` returned ``value``."""
        return self.input(StepCompleted(at=self.at, id=step, value=values.encode(value)))

    def fail(self, step: str, error: BaseException) -> list[Command]:
        """Step ``step`` raised ``error``."""
        return self.input(StepFailed(at=self.at, id=step, error=values.encode_error(error)))

    def fire(self, timer: str) -> list[Command]:
        """Timer ``timer`` is due."""
        return self.input(TimerFired(at=self.at, id=timer))

    def receive(self, hook: str, payload: Any) -> list[Command]:
        """A payload for hook ``hook``."""
        return self.input(HookReceived(at=self.at, id=hook, payload=values.encode(payload)))

    def conflict(self, hook: str, token: str, owner: str) -> list[Command]:
        """Hook ``hook`` cannot have ``token``."""
        return self.input(HookConflict(at=self.at, id=hook, token=token, owner=owner))

    def cancel(self, reason: str | None = None) -> list[Command]:
        """Someone cancels the run."""
        return self.input(CancelRequested(at=self.at, reason=reason))

    def timers(self) -> dict[str, int]:
        """Armed timers and when they are due."""
        armed: dict[str, int] = {}
        for command in self.commands:
            if isinstance(command, TimerStarted):
                armed[command.id] = command.due
            elif isinstance(command, TimerCancelled):
                armed.pop(command.id, None)
        outstanding = self.instance.pending.get("timer", ())
        return {timer: due for timer, due in armed.items() if timer in outstanding}

    def run_timers(self) -> Play:
        """Let virtual time pass, timer by timer, until the run ends or no timer is left."""
        while armed := self.timers():
            timer = min(armed, key=armed.__getitem__)
            self.at = max(self.at, armed[timer])
            self.fire(timer)
        return self

    def of(self, kind: type[Any]) -> list[Any]:
        """The commands of one kind."""
        return [command for command in self.commands if isinstance(command, kind)]

    @property
    def steps(self) -> list[str]:
        """Ids of all steps that were scheduled."""
        return [command.id for command in self.of(StepScheduled)]

    @property
    def result(self) -> Any:
        """The run's result; fails the test if it has none."""
        (end,) = self.of(RunCompleted)
        return values.decode(end.value, _resolve)

    @property
    def error(self) -> BaseException:
        """The exception that the run failed with."""
        (end,) = self.of(RunFailed)
        return values.decode_error(end.error, _resolve)

    @property
    def reason(self) -> str | None:
        """Why the run was cancelled."""
        (end,) = self.of(RunCancelled)
        reason: str | None = end.reason
        return reason


def _resolve(module: str, qualname: str) -> type:
    found: Any = importlib.import_module(module)
    for part in qualname.split("."):
        found = getattr(found, part)
    assert isinstance(found, type)
    return found


@pytest.fixture
def play() -> type[Play]:
    """The class ``Play``."""
    return Play
