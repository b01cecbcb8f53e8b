"""Objects that all runs of a process share, and that no run can change.

Input -> output::

    logging.getLogger("shop").name = "other"    -> UnsafeAttributeError, also by ``Logger.__init__``

Read next: ``facades/facade``.
"""

from __future__ import annotations

from typing import NoReturn

from useworkflow_sandbox.errors import UnsafeAttributeError


def refuse_change(what: str) -> NoReturn:
    """Refuse to set or delete the attribute ``what``, at the user's line.

    Raises:
        UnsafeAttributeError: always.
    """
    from useworkflow_sandbox.facades.blocked import place

    raise UnsafeAttributeError(
        f"{what} cannot be set in workflow code",
        where=place(),
        why="all runs of the process share the object",
        mend="keep the value in a variable of your own",
    )


class Fixed:
    """The base of such objects: each slot is set once, so what ``__init__`` does a second time is refused (G5).

    Raises:
        UnsafeAttributeError: an attribute that has a value is set, or one is deleted.
    """

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> None:
        if hasattr(type(self), name):
            try:
                object.__getattribute__(self, name)
            except AttributeError:  # a slot without a value yet
                object.__setattr__(self, name, value)
                return
        refuse_change(f"{type(self).__name__}.{name}")

    def __delattr__(self, name: str) -> NoReturn:
        refuse_change(f"{type(self).__name__}.{name}")
