"""``contextlib`` as workflow code imports it: the library's lowered managers and stacks, under the standard names.

    make_module({})   -> a module object named ``contextlib`` with asynccontextmanager, AsyncExitStack, suppress, ...

Read next: ``library/contexts``.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

from useworkflow_sandbox.facades.facade import FacadeModule
from useworkflow_sandbox.library.contexts import NAMES
from useworkflow_sandbox.routines import routines


def make_module(library: dict[str, dict[str, Any]]) -> FacadeModule:
    """The module, made of what ``routines`` holds now.

    Args:
        library: lowered namespaces by module name that are installed in place of ``routines``' own; may be empty.
    """
    lowered = library.get("useworkflow_sandbox.library.contexts", {})
    names = {name: lowered.get(name) or getattr(routines, name) for name in NAMES}
    abstract = {kind.__name__: kind for kind in (AbstractContextManager, AbstractAsyncContextManager)}
    return FacadeModule("contextlib", names | abstract)
