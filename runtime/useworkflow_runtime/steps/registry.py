"""Finds step functions by id, in the code that this process has now: steps are not pinned.

    registry.find("step//app//charge")   -> Step(function=app.charge, name="charge", is_async=True, options=...)
    registry.find("step//gone//charge")  -> None                  # the run waits for a worker that has it (G9)

Read next: ``execution``.
"""

from __future__ import annotations

import enum
import inspect
import logging
from collections.abc import Callable
from typing import Any

import msgspec

from useworkflow_runtime.code.identity import find_object
from useworkflow_runtime.steps.nested import LOCALS, find_nested
from useworkflow_runtime.steps.options import StepOptions, options_of

_log = logging.getLogger("useworkflow.engine")


class Place(enum.Enum):
    """Where an attempt runs: on the engine's loop, in one of its threads, or in one of its processes."""

    LOOP = "loop"
    THREAD = "thread"
    PROCESS = "process"

    __hash__ = object.__hash__  # looked up for every attempt


_OF_A_SESSION = "step//__main__//"
"""Steps of a notebook: they are looked up each time, since a cell may define them again."""


class Step(msgspec.Struct, frozen=True, eq=False):
    """A step function, where it runs, and how it is tried."""

    id: str
    function: Callable[..., Any]
    name: str
    is_async: bool
    place: Place
    options: StepOptions
    limited: bool
    """It has a limit of its own on how many attempts run at a time."""


class Registry:
    """The steps of this process, looked up once each. ``missing`` says why an id was not found."""

    def __init__(self) -> None:
        self._steps: dict[str, Step | None] = {}
        self.missing: dict[str, str] = {}

    def find(self, step_id: str) -> Step | None:
        """The step with that id, importing its module if need be; ``None`` where this process has none."""
        try:
            return self._steps[step_id]
        except KeyError:
            step = self._steps[step_id] = self._look_up(step_id)
            if step is not None and step_id.startswith(_OF_A_SESSION):
                del self._steps[step_id]
            return step

    def add(self, step_id: str, function: Callable[..., Any]) -> Step:
        """Make ``function`` the step with that id, whatever its module says."""
        is_async = inspect.iscoroutinefunction(inspect.unwrap(function))
        options = options_of(function)
        place = Place(options.executor or ("loop" if is_async else "thread"))
        name = step_id.rsplit("//", 1)[-1]
        if options.transaction is not None:
            function = _transactional(function, options, is_async)
        limited = options.concurrency is not None or options.worker_concurrency is not None
        step = Step(step_id, function, name, is_async, place, options, limited)
        self._steps[step_id] = step
        self.missing.pop(step_id, None)
        return step

    def forget_missing(self) -> None:
        """Look again for the ids that were not found: more modules may have been imported since."""
        for step_id in list(self.missing):
            del self._steps[step_id], self.missing[step_id]

    def _look_up(self, step_id: str) -> Step | None:
        kind, _, rest = step_id.partition("//")
        module, _, qualname = rest.partition("//")
        try:
            function = find_nested(module, qualname) if LOCALS in qualname else find_object(module, qualname)
        except Exception as error:  # importing runs user code, which may raise anything
            self._not_here(step_id, f"{type(error).__name__}: {error}")
            return None
        if kind != "step" or not callable(function):
            self._not_here(step_id, f"{module}.{qualname} is no function")
            return None
        return self.add(step_id, function)

    def _not_here(self, step_id: str, why: str) -> None:
        self.missing[step_id] = why
        _log.warning("%s is not here, runs that call it wait for a worker that has it (%s)", step_id, why)


def _transactional(function: Callable[..., Any], options: StepOptions, is_async: bool) -> Callable[..., Any]:
    from useworkflow_runtime.transactions.transactional import Transactional  # only those who use it pay for it

    assert options.transaction is not None
    return Transactional(function, options.transaction, options.transaction_limit / 1_000_000, is_async)
