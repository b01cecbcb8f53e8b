"""A method that is a step: in workflow code it schedules, elsewhere it is the method that the class was written with.

Input -> output, for ``class Order: async def ship(self): "use step"``::

    await order.ship()        in workflow code: StepScheduled(step="step//shop//Order.ship", args=[[order],{}])
    await order.ship()        elsewhere: an ordinary call

The classes are the user's own, the same inside and outside, so the method is made to tell the two apart.
Read next: the runtime's ``step_methods``, which puts these into classes.
"""

from __future__ import annotations

from types import MethodType
from typing import Any

from useworkflow_sandbox.calls import StepFunction
from useworkflow_sandbox.current import in_workflow


class StepMethod:
    """Stands for ``original`` in its class.

    Args:
        original: what the class held: a function, or a ``staticmethod`` or ``classmethod`` around one.
        module: the importable name of the class's module.
        qualname: of the method.
        is_async: whether the user wrote ``async def``.
    """

    def __init__(self, original: Any, module: str, qualname: str, is_async: bool) -> None:
        self.__wrapped__ = original
        self.__doc__ = getattr(original, "__doc__", None)
        self._is_async = is_async
        self._step = StepFunction(f"step//{module}//{qualname}", is_async)

    def __get__(self, owner: Any, cls: type | None = None) -> Any:
        if not in_workflow():
            return self.__wrapped__.__get__(owner, cls)
        if isinstance(self.__wrapped__, classmethod):
            return self._of(type(owner) if cls is None else cls)
        if owner is None or isinstance(self.__wrapped__, staticmethod):
            return self._step
        return MethodType(self._step, owner)

    def _of(self, cls: type) -> StepFunction:
        """A class method's class is in its step's id: a class is no argument."""
        home, _, name = self._step.__qualname__.rpartition(".")
        if cls.__qualname__ == home:
            return self._step
        return StepFunction(f"step//{cls.__module__}//{cls.__qualname__}.{name}", self._is_async)
