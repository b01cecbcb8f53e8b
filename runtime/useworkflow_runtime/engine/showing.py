"""Shows what workflow code prints and logs, once its turn is committed.

    print("half way")                              -> half way, on standard output
    logging.getLogger("shop").info("order %s", 7)  -> a record of the logger "shop", with the author's file and line

So levels, handlers and filters are the program's own. Whoever follows runs instead takes all their lines from one logger,
``useworkflow.workflow``: as soon as it has handlers, they get everything. Read next: ``runs``.
"""

from __future__ import annotations

import logging

from useworkflow_sandbox.events import Logged

_log = logging.getLogger("useworkflow.engine")
_all_lines = logging.getLogger("useworkflow.workflow")


def show(run_id: str, line: Logged) -> None:
    """Show a line of a run. Nothing that a handler, a filter or a closed terminal raises comes out of here."""
    try:
        _show(run_id, line)
    except Exception as error:
        _log.warning("a line of run %s cannot be shown: %r", run_id, error)


def _show(run_id: str, line: Logged) -> None:
    logger = _all_lines if _all_lines.handlers else logging.getLogger(line.logger)
    if line.logger is None and logger is not _all_lines:
        print(line.text)
    elif logger.isEnabledFor(line.level):
        named = logger is _all_lines and line.logger not in (None, "root")
        text = f"{line.logger}: {line.text}" if named else line.text
        extra = {"run_id": run_id}
        logger.handle(logger.makeRecord(logger.name, line.level, line.file, line.line, text, (), None, extra=extra))
