"""Shows what workflow code prints and logs, once its turn is committed.

    print("half way")                              -> half way, on standard output
    warnings.warn("old way")                       -> shop.py:12: UserWarning: old way, if the process's filters let it pass
    logging.getLogger("shop").info("order %s", 7)  -> a record of the logger "shop", with the author's file and line

So levels, handlers and filters are the program's own. Whoever follows runs instead takes all their lines from one logger,
``useworkflow.workflow``: as soon as it has handlers, they get everything. Read next: ``runs``.
"""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path
from typing import Any

from useworkflow_sandbox.events import Logged

_log = logging.getLogger("useworkflow.engine")
_all_lines = logging.getLogger("useworkflow.workflow")


def show(run_id: str, line: Logged) -> None:
    """Show a line of a run. Nothing that a handler, a filter or a closed terminal raises comes out of here."""
    try:
        _show(run_id, line)
    except Exception as error:
        _log.warning("a line of run %s cannot be shown: %r", run_id, error)


_given: dict[str, dict[Any, Any]] = {}
"""Where warnings were given, by file: Python's own registries, by which it shows one place once."""


def _warn(line: Logged) -> None:
    category = _category(line.category)
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    module = "__main__" if line.file == main else Path(line.file).stem
    try:
        warnings.warn_explicit(
            line.text, category, line.file, line.line, module, registry=_given.setdefault(line.file, {})
        )
    except Warning:  # the process makes errors of warnings, and the run has gone on
        warnings.showwarning(line.text, category, line.file, line.line)


def _category(name: str) -> type[Warning]:
    """The class of a warning as it is here; ``UserWarning`` where it is not."""
    module, _, qualname = name.partition(":")
    found: Any = sys.modules.get(module)
    for part in qualname.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, type) and issubclass(found, Warning) else UserWarning


def _show(run_id: str, line: Logged) -> None:
    if line.category and not _all_lines.handlers:
        _warn(line)
        return
    logger = _all_lines if _all_lines.handlers else logging.getLogger(line.logger)
    if line.logger is None and logger is not _all_lines:
        print(line.text)
    elif logger.isEnabledFor(line.level):
        named = logger is _all_lines and line.logger not in (None, "root")
        text = f"{line.logger}: {line.text}" if named else line.text
        extra = {"run_id": run_id}
        logger.handle(logger.makeRecord(logger.name, line.level, line.file, line.line, text, (), None, extra=extra))
