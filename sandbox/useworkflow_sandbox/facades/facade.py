"""A module as workflow code sees it: chosen names, never other modules, and nothing that can be changed.

Input -> output::

    FacadeModule("json", {"dumps": json.dumps}).codecs   -> ImportBlockedError: json.codecs is not available

A facade is known by its name, so that a snapshot can hold it by reference. Read next: ``imports``.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any, NoReturn

from useworkflow_sandbox.errors import ImportBlockedError
from useworkflow_sandbox.facades.blocked import MODULES, REMEDIES, STEP, place
from useworkflow_sandbox.fixed import refuse_change


class FacadeModule(types.ModuleType):
    """``names`` under the name of a module. Unknown names raise an ``ImportError``, not an ``AttributeError``:
    after the latter an import statement goes on to look for the real module in ``sys.modules``."""

    def __init__(self, name: str, names: Mapping[str, Any]) -> None:
        own = self.__dict__
        if "__all__" in own:
            refuse_change(self.__name__)
        super().__init__(name)
        own.update(names)
        own["__all__"] = tuple(sorted(names))
        for left_over in ("__loader__", "__spec__", "__package__"):
            own.pop(left_over, None)

    def __getattr__(self, name: str) -> NoReturn:
        if name[:2] == "__":
            raise AttributeError(name)
        full = f"{self.__name__}.{name}"
        general = ("workflow code sees only those parts of a module that replay can repeat", STEP)
        why, mend = REMEDIES.get(full) or MODULES.get(self.__name__, general)
        raise ImportBlockedError(
            f"{full} is not available in workflow code", name=full, where=place(), why=why, mend=mend
        )

    def __setattr__(self, name: str, value: object) -> NoReturn:
        refuse_change(f"{self.__name__}.{name}")

    def __delattr__(self, name: str) -> NoReturn:
        self.__setattr__(name, None)

    def __reduce__(self) -> tuple[Any, ...]:
        from useworkflow_sandbox.facades.imports import FACADES

        if self.__name__ not in FACADES:
            raise TypeError(f"a local variable holds the package {self.__name__}, which a snapshot cannot name")
        return (find_facade, (self.__name__,))

    def __repr__(self) -> str:
        return f"<module {self.__name__!r} of workflow code>"


FacadeModule.__name__ = "module"  # what `type(json)` and the interpreter's own messages call a module


def find_facade(name: str) -> FacadeModule:
    """The facade that ``name`` stands for; what a snapshot calls.

    Raises:
        LookupError: workflow code has no such module.
    """
    from useworkflow_sandbox.facades.imports import FACADES

    return FACADES[name]
