"""Pydantic's ``ValidationError``, which C code makes of what was wrong, and of nothing else.

    parts_of(error)            ->   ("Order", [{"type": "missing", "loc": ("id",), ...}], "python", False)
    made_of(kind, parts)       ->   the error again

Read next: ``values/failures`` (in the log), ``capture/objects`` (in a snapshot).
"""

from __future__ import annotations

from typing import Any

_PLAIN = (str, int, float, bool, type(None), list, dict, tuple)


def is_validation_error(kind: type) -> bool:
    """Whether ``kind`` is that class."""
    return kind.__module__ == "pydantic_core._pydantic_core" and hasattr(kind, "from_exception_data")


def parts_of(error: Any) -> tuple[Any, ...]:
    """What it is made of. An input that is no plain value is there as its ``repr``."""
    title, lines, *others = error.__reduce__()[1]
    shown = [line | {"input": _shown(line.get("input"))} for line in lines]
    return (title, shown, *others)


def _shown(value: object) -> object:
    return value if type(value) in _PLAIN else repr(value)


def made_of(kind: Any, parts: tuple[Any, ...]) -> BaseException:
    """The error of these parts.

    Raises:
        TypeError, ValueError, KeyError: they are none.
    """
    if not is_validation_error(kind):
        raise TypeError(f"{kind.__qualname__} is not made of parts")
    error: BaseException = kind.from_exception_data(*parts)
    return error
