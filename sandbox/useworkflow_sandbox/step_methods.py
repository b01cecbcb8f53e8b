"""A method that is a step: in workflow code it schedules, elsewhere it is the method that the class was written with.

Input -> output, for ``class Order: async def ship(self): "use step"``::

    await order.ship()        in workflow code: StepScheduled(step="step//shop//Order.ship", args=[[order],{}])
    await order.ship()        elsewhere: an ordinary call

Most classes are the user's own, the same inside and outside, so their method is made to tell the two apart. A class that a bundle
holds has ``StepDescriptor``s from the start. Read next: the runtime's ``step_methods``, which puts ``StepMethod``s into classes.
"""

from __future__ import annotations

from types import MethodType
from typing import Any

from useworkflow_sandbox.calls import StepFunction
from useworkflow_sandbox.current import in_workflow


class StepDescriptor:
    """Stands for a method that is a step in a class that a bundle holds.

    Args:
        step_id: ``step//module//qualname``.
        is_async: whether the user wrote ``async def``.
        holder: ``"static method"``, ``"class method"`` or ``"instance method"``.
    """

    def __init__(self, step_id: str, is_async: bool, holder: str) -> None:
        self._is_async = is_async
        self._holder = holder
        self._step = StepFunction(step_id, is_async)

    def __get__(self, owner: Any, cls: type | None = None) -> Any:
        if self._holder == "class method":
            return self._of(type(owner) if cls is None else cls)
        if owner is None or self._holder == "static method":
            return self._step
        return MethodType(self._step, owner)

    def _of(self, cls: type) -> StepFunction:
        """A class method's class is in its step's id: a class is no argument."""
        home, _, name = self._step.__qualname__.rpartition(".")
        if cls.__qualname__ == home:
            return self._step
        return StepFunction(f"step//{cls.__module__}//{cls.__qualname__}.{name}", self._is_async)


class StepMethod(StepDescriptor):
    """Stands for ``original`` in its class, which is the user's own, the same inside and outside.

    Args:
        original: what the class held: a function, or a ``staticmethod`` or ``classmethod`` around one.
        module: the importable name of the class's module.
        qualname: of the method.
        is_async: whether the user wrote ``async def``.
    """

    def __init__(self, original: Any, module: str, qualname: str, is_async: bool) -> None:
        super().__init__(f"step//{module}//{qualname}", is_async, _holder_of(original))
        self.__wrapped__ = original
        self.__doc__ = getattr(original, "__doc__", None)

    def __get__(self, owner: Any, cls: type | None = None) -> Any:
        if not in_workflow():
            return self.__wrapped__.__get__(owner, cls)
        return super().__get__(owner, cls)


def _holder_of(original: Any) -> str:
    if isinstance(original, staticmethod):
        return "static method"
    return "class method" if isinstance(original, classmethod) else "instance method"
