"""A step that stands inside a function of workflow code: a step, and what it captures there.

Input -> output, for ``async def charge(cents): "use step"; return cents * rate``::

    charge = _uw_nested("step//shop//place.<locals>.charge", True, "rate", charge)
    await charge(5)      -> StepScheduled(step="step//shop//place.<locals>.charge", args=[[{"rate":2},5],{}])

The captured variables are read when the step is called, and travel by value as its first argument. Read next: ``calls``; the
runtime's ``steps.nested``, which puts the function together again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from useworkflow_sandbox.calls import NestedCall, StepFunction


class Captured:
    """Captured values that are read no more: those of a nested step that came back as a value."""

    __slots__ = ("values",)

    def __init__(self, values: tuple[Any, ...]) -> None:
        self.values = values

    def __call__(self) -> tuple[Any, ...]:
        return self.values


class NestedStep(NestedCall):
    """Stands for a nested step. ``names`` are the captured variables, and ``read`` gives their values now."""

    __slots__ = ("names", "read", "step")

    def __init__(self, step: StepFunction, names: tuple[str, ...], read: Callable[[], tuple[Any, ...]]) -> None:
        self.step = step
        self.names = names
        self.read = read

    @classmethod
    def of(cls, step_id: str, is_async: bool, *given: Any) -> NestedStep:
        """What generated code calls: names of captured variables, and the function that reads them."""
        *names, read = given
        return cls(StepFunction(step_id, is_async), tuple(names), read)

    @property
    def __name__(self) -> str:
        return self.step.__name__

    def __repr__(self) -> str:
        return repr(self.step)

    def captured(self) -> dict[str, Any]:
        """The captured variables by name, as they are now."""
        return dict(zip(self.names, self.read(), strict=True))

    def bound(self) -> tuple[StepFunction, tuple[Any, ...]]:
        """The step, and what goes before its arguments."""
        return self.step, (self.captured(),)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The call, to be awaited; a plain ``def`` is called with ``asyncio.to_thread``.

        Raises:
            SyncStepError: the step is a plain ``def``.
        """
        return self.step(self.captured(), *args, **kwargs)
