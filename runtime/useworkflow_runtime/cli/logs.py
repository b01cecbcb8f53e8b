"""What the engine and workflow code log, shown where the progress is shown.

    print("half way")  in a workflow         ->   half way
    a commit that fails again and again      ->   one line, and then one a while

Workflow code's lines are silent on replay already. Read next: ``progress``.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_NOTHING = logging.CRITICAL + 1
_AGAIN = 30.0
"""Seconds after which the same line of the engine is shown once more."""


class SayHandler(logging.Handler):
    """Hands records to ``say``.

    Args:
        say: prints a line.
        repeats: show a line that was shown within the last half minute again.
        clock: seconds.
    """

    def __init__(
        self, say: Callable[[str], None], *, repeats: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._say = say
        self._repeats = repeats
        self._clock = clock
        self._shown: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Print the record, unless it is a repetition."""
        text = self.format(record)
        now = self._clock()
        if not self._repeats:
            if now - self._shown.get(text, -_AGAIN) < _AGAIN:
                return
            self._shown[text] = now
        self._say(text if record.levelno < logging.WARNING else f"{record.levelname.lower()}: {text}")


@contextmanager
def shown_logs(say: Callable[[str], None], *, steps: bool = True) -> Iterator[None]:
    """Show what workflow code prints and logs (from INFO on), and the engine's warnings, as long as the context lasts.

    Args:
        say: prints a line.
        steps: show attempts and runs that failed, too; ``False`` where the run's own log is followed, which has them.
    """
    loggers = [
        (logging.getLogger("useworkflow.workflow"), SayHandler(say, repeats=True), logging.INFO),
        (logging.getLogger("useworkflow.engine"), SayHandler(say, repeats=False), logging.WARNING),
        (
            logging.getLogger("useworkflow.steps"),
            SayHandler(say, repeats=False),
            logging.WARNING if steps else _NOTHING,
        ),
        (
            logging.getLogger("useworkflow.runs"),
            SayHandler(say, repeats=False),
            logging.WARNING if steps else _NOTHING,
        ),
    ]
    before = [(logger, logger.level, logger.propagate) for logger, _, _ in loggers]
    for logger, handler, level in loggers:
        logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = False
    try:
        yield
    finally:
        for (logger, level, propagate), (_, handler, _) in zip(before, loggers, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
            logger.propagate = propagate
