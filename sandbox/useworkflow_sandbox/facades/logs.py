"""``print`` and ``logging`` as workflow code sees them: lines that are shown once and never on replay.

Input -> output::

    logging.getLogger("shop").info("order %s", 7)   -> Logged(text="order 7", level=20, logger="shop")

Whether a line is shown is the engine's decision: workflow code only says it. Read next: ``blocked``.
"""

from __future__ import annotations

import logging as _logging
import sys
from typing import Any

from useworkflow_sandbox.callsite import user_frame
from useworkflow_sandbox.current import current, in_workflow
from useworkflow_sandbox.events import Logged
from useworkflow_sandbox.facades.blocked import Blocked
from useworkflow_sandbox.facades.facade import FacadeModule
from useworkflow_sandbox.fixed import Fixed
from useworkflow_sandbox.stable import stable_str, without_addresses


def _emit(text: str, level: int, logger: str | None = None) -> None:
    if not in_workflow():  # module code of a bundle, which is loaded many times
        return
    instance = current()
    frame = user_frame()
    line, file = (0, "") if frame is None else (frame.f_lineno, frame.f_code.co_filename)
    instance.emit(Logged(at=instance.now, text=text, level=level, line=line, logger=logger, file=file))


def print(
    *values: object, sep: str | None = " ", end: str | None = "\n", file: Any = None, flush: bool = False
) -> None:
    """The builtin ``print``; a ``file`` can only be one in memory."""
    text = (" " if sep is None else sep).join(map(stable_str, values)) + ("\n" if end is None else end)
    if file is None:
        _emit(text.removesuffix("\n"), _logging.INFO)
    else:
        file.write(text)


def _formatted(message: object, args: tuple[Any, ...]) -> str:
    """The message with its arguments. As in ``logging``, a mistake in them does not break the program."""
    if not args:
        return stable_str(message)
    values: Any = args[0] if len(args) == 1 and isinstance(args[0], dict) and args[0] else args
    try:
        return without_addresses(str(message) % values)
    except (TypeError, ValueError, KeyError):
        return without_addresses(f"{message} {args!r}")


class Logger(Fixed):
    """``logging.Logger`` for workflow code: the methods that log, without handlers, filters and formatters."""

    __slots__ = ("name",)

    disabled = False
    propagate = True

    def __init__(self, name: str) -> None:
        self.name = name

    def log(self, level: int, msg: object, *args: Any, exc_info: Any = None, **details: Any) -> None:
        """Log ``msg % args`` at ``level``. ``extra``, ``stack_info`` and ``stacklevel`` are accepted and not used."""
        text = _formatted(msg, args)
        if exc_info:
            error = exc_info if isinstance(exc_info, BaseException) else sys.exc_info()[1]
            if error is not None:
                text += f"\n{type(error).__name__}: {error}"
        _emit(text, level, self.name)

    def debug(self, msg: object, *args: Any, **details: Any) -> None:
        """Log at level 10."""
        self.log(_logging.DEBUG, msg, *args, **details)

    def info(self, msg: object, *args: Any, **details: Any) -> None:
        """Log at level 20."""
        self.log(_logging.INFO, msg, *args, **details)

    def warning(self, msg: object, *args: Any, **details: Any) -> None:
        """Log at level 30."""
        self.log(_logging.WARNING, msg, *args, **details)

    def error(self, msg: object, *args: Any, **details: Any) -> None:
        """Log at level 40."""
        self.log(_logging.ERROR, msg, *args, **details)

    def exception(self, msg: object, *args: Any, exc_info: Any = True, **details: Any) -> None:
        """Log at level 40, with the exception that is being handled."""
        self.log(_logging.ERROR, msg, *args, exc_info=exc_info, **details)

    def critical(self, msg: object, *args: Any, **details: Any) -> None:
        """Log at level 50."""
        self.log(_logging.CRITICAL, msg, *args, **details)

    warn = warning
    fatal = critical

    def isEnabledFor(self, level: int) -> bool:
        """Always true: the engine decides what is shown, and code must not depend on it (G5)."""
        return True

    def getEffectiveLevel(self) -> int:
        """Always ``NOTSET``, for the same reason."""
        return _logging.NOTSET

    def getChild(self, suffix: str) -> Logger:
        """The logger ``name.suffix``."""
        return get_logger(suffix if self.name == "root" else f"{self.name}.{suffix}")

    def __repr__(self) -> str:
        return f"<Logger {self.name}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return (get_logger, (self.name,))


for _method in ("setLevel", "addHandler", "removeHandler", "addFilter", "removeFilter", "handle"):
    setattr(Logger, _method, Blocked("logging.basicConfig"))

_loggers: dict[str, Logger] = {}


def get_logger(name: str | None = None) -> Logger:
    """``logging.getLogger``: the same object for the same name."""
    name = name or "root"
    logger = _loggers.get(name)
    if logger is None:
        logger = _loggers[name] = Logger(name)
    return logger


_ROOT = get_logger()
_LEVELS = ("NOTSET", "DEBUG", "INFO", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL")
_METHODS = ("log", "debug", "info", "warning", "warn", "error", "exception", "critical", "fatal")


def make_logging() -> FacadeModule:
    """The ``logging`` module of workflow code."""
    names: dict[str, Any] = {name: getattr(_logging, name) for name in _LEVELS}
    names |= {name: getattr(_ROOT, name) for name in _METHODS}
    names |= {"getLogger": get_logger, "Logger": Logger, "getLevelName": _logging.getLevelName}
    blocked = ("basicConfig", "Formatter", "Handler", "StreamHandler", "FileHandler", "disable", "shutdown")
    return FacadeModule("logging", names | {name: Blocked(f"logging.{name}") for name in blocked})
