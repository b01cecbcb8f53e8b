"""``warnings`` as workflow code sees it: shown once like what is printed, never on replay, with filters per run.

Input -> output::

    warnings.warn("old way", DeprecationWarning)   -> Logged(text="old way", level=30, logger="py.warnings", category="builtins:DeprecationWarning")

What the run itself filters is decided here, and is part of its snapshots. What it does not filter is handed on: whether it is shown then is the
decision of the filters of the process, as for any other code. Read next: ``logs``.
"""

from __future__ import annotations

import logging
import re
from types import FrameType, TracebackType
from typing import Any

from useworkflow_sandbox.callsite import user_frame
from useworkflow_sandbox.current import current, in_workflow
from useworkflow_sandbox.events import Logged
from useworkflow_sandbox.facades.facade import FacadeModule
from useworkflow_sandbox.stable import stable_str

_ACTIONS = ("default", "error", "ignore", "always", "all", "module", "once")
_PYTHONS: tuple[tuple[str, type[Warning], str | None], ...] = (
    ("default", DeprecationWarning, "__main__"), ("ignore", DeprecationWarning, None), ("ignore", PendingDeprecationWarning, None),
    ("ignore", ImportWarning, None), ("ignore", ResourceWarning, None),
)  # fmt: skip
"""The filters that Python begins with."""

_Filter = tuple[str, str | None, type[Warning], str | None, int]
"""Action, pattern of the text, category, pattern of the module, line (0: all)."""


class WarningState:
    """Filters of a run, what it records, and where it has warned."""

    __slots__ = ("filters", "recorded", "seen")

    def __init__(self) -> None:
        self.filters: tuple[_Filter, ...] = ()
        self.recorded: list[WarningMessage] | None = None
        """Where warnings go inside ``catch_warnings(record=True)``."""
        self.seen: dict[Any, None] = {}
        """Keys of the warnings that were given under ``default``, ``module`` and ``once``."""


def _state() -> WarningState:
    if not in_workflow():  # a module of a bundle that is being loaded
        return WarningState()
    instance = current()
    if instance.warnings is None:
        instance.warnings = WarningState()
    found: WarningState = instance.warnings
    return found


class WarningMessage:
    """What ``catch_warnings(record=True)`` gives for each warning."""

    def __init__(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: Any = None,
        line: str | None = None,
        source: Any = None,
    ) -> None:
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source

    def __str__(self) -> str:
        return (
            f"{{message : {self.message!r}, category : {self.category.__name__!r}, filename : {self.filename!r}, "
            f"lineno : {self.lineno}, line : {self.line!r}}}"
        )


class catch_warnings:
    """``warnings.catch_warnings``: what is changed inside ends with the block, for this run."""

    def __init__(
        self,
        *,
        record: bool = False,
        module: Any = None,
        action: str | None = None,
        category: type[Warning] = Warning,
        lineno: int = 0,
        append: bool = False,
    ) -> None:
        self._record = record
        self._filter = None if action is None else (action, category, lineno, append)
        self._before: tuple[Any, Any, Any] | None = None

    def __enter__(self) -> list[WarningMessage] | None:
        if self._before is not None:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        state = _state()
        self._before = (state.filters, state.recorded, state.seen)
        state.seen = {}
        if self._filter is not None:
            simplefilter(*self._filter)
        if not self._record:
            return None
        state.recorded = []
        return state.recorded

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._before is None:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        state = _state()
        state.filters, state.recorded, state.seen = self._before

    def __repr__(self) -> str:
        return f"catch_warnings({'record=True' if self._record else ''})"


def filterwarnings(
    action: str,
    message: str = "",
    category: type[Warning] = Warning,
    module: str = "",
    lineno: int = 0,
    append: bool = False,
) -> None:
    """``warnings.filterwarnings``, for this run."""
    _check(action, category, lineno)
    re.compile(message), re.compile(module)
    _add((action, message or None, category, module or None, lineno), append)


def simplefilter(action: str, category: type[Warning] = Warning, lineno: int = 0, append: bool = False) -> None:
    """``warnings.simplefilter``, for this run."""
    _check(action, category, lineno)
    _add((action, None, category, None, lineno), append)


def resetwarnings() -> None:
    """``warnings.resetwarnings``: from here on the run shows all its warnings."""
    state = _state()
    state.filters = (("default", None, Warning, None, 0),)
    state.seen = {}


def _check(action: str, category: Any, lineno: int) -> None:
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not {type(category).__name__}")
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")


def _add(item: _Filter, append: bool) -> None:
    state = _state()
    others = tuple(one for one in state.filters if one != item)
    if append:
        state.filters = state.filters if item in state.filters else (*state.filters, item)
    else:
        state.filters = (item, *others)
    state.seen = {}


def warn(
    message: Warning | str,
    category: type[Warning] | None = None,
    stacklevel: int = 1,
    source: Any = None,
    *,
    skip_file_prefixes: tuple[str, ...] = (),
) -> None:
    """``warnings.warn``.

    Raises:
        Warning: ``message`` itself, where the run has filtered it with ``"error"``.
        TypeError: ``category`` is no class of warnings.
    """
    kind = type(message) if isinstance(message, Warning) else UserWarning if category is None else category
    if not (isinstance(kind, type) and issubclass(kind, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(kind).__name__}'")
    if not in_workflow():
        return
    frame = _frame(stacklevel, skip_file_prefixes)
    if frame is None:
        _give(message, kind, "sys", 1, "sys", source)
    else:
        _give(message, kind, frame.f_code.co_filename, frame.f_lineno, str(frame.f_globals.get("__name__")), source)


def _frame(stacklevel: int, skipped: tuple[str, ...]) -> FrameType | None:
    """The frame of the user's, ``stacklevel - 1`` above the one that warns; those whose file begins like one of ``skipped`` do not count."""
    is_user_file = current().program.is_user_file
    frame = user_frame(2)
    left = max(stacklevel, 2) if skipped else stacklevel
    while frame is not None:
        if is_user_file(frame.f_code.co_filename) and not frame.f_code.co_filename.startswith(skipped or "\0"):
            left -= 1
            if left <= 0:
                return frame
        elif frame.f_globals.get("__name__") == "useworkflow_sandbox.instance":
            return None
        frame = frame.f_back
    return None


def warn_explicit(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    module: str | None = None,
    registry: Any = None,
    module_globals: Any = None,
    source: Any = None,
) -> None:
    """``warnings.warn_explicit``; the run keeps the registry."""
    kind = type(message) if isinstance(message, Warning) else category
    if in_workflow():
        _give(message, kind, filename, lineno, module or filename.removesuffix(".py") or "<unknown>", source)


def _give(message: Warning | str, kind: type[Warning], file: str, line: int, module: str, source: Any) -> None:
    instance, state = current(), _state()
    text = stable_str(message)
    action = _action(state, text, kind, module, line)
    if action == "error":
        raise message if isinstance(message, Warning) else kind(message)
    if action == "ignore" or not _is_due(state, action, text, kind, module, line):
        return
    given = message if isinstance(message, Warning) else kind(message)
    if state.recorded is not None:
        state.recorded.append(WarningMessage(given, kind, file, line, source=source))
        return
    name = f"{kind.__module__}:{kind.__qualname__}"
    logged = Logged(
        at=instance.now, text=text, level=logging.WARNING, line=line, logger="py.warnings", file=file, category=name
    )
    instance.emit(logged)


def _action(state: WarningState, text: str, kind: type[Warning], module: str, line: int) -> str:
    for action, message, category, where, number in state.filters:
        fits = message is None or re.match(message, text, re.IGNORECASE) is not None
        there = where is None or re.match(where, module) is not None
        if fits and there and issubclass(kind, category) and number in (0, line):
            return action
    if state.recorded is None:
        return "always"  # not the run's decision
    for action, category, name in _PYTHONS:
        if issubclass(kind, category) and name in (None, module):
            return action
    return "default"


def _is_due(state: WarningState, action: str, text: str, kind: type[Warning], module: str, line: int) -> bool:
    """Whether a warning that is not always given was not given yet."""
    keys: dict[str, Any] = {
        "default": (module, text, kind, line), "module": (module, text, kind), "once": (text, kind),
    }  # fmt: skip
    if action not in keys:
        return True
    key = (action, *keys[action])
    if key in state.seen:
        return False
    state.seen[key] = None
    return True


def formatwarning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
) -> str:
    """``warnings.formatwarning``; the source line is only shown where it is given."""
    shown = "" if not line else f"  {line.strip()}\n"
    return f"{filename}:{lineno}: {category.__name__}: {message}\n{shown}"


def make_warnings() -> FacadeModule:
    """The ``warnings`` module of workflow code."""
    names = (
        catch_warnings, filterwarnings, simplefilter, resetwarnings, warn, warn_explicit, formatwarning, WarningMessage,
    )  # fmt: skip
    return FacadeModule("warnings", {value.__name__: value for value in names})
