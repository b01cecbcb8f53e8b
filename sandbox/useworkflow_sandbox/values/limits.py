"""How large a recorded value may be, and which part of one that is larger makes it so.

Input -> output::

    parse_size("16 MiB")                 -> 16777216
    too_large({"rows": [...]}, "result", size, limit) -> PayloadTooLargeError at result.rows

A run keeps the limit that it started with: it stands in its first event, so that replay decides as the first time did (G5).
Outside of workflow code the process's own limit counts. Read next: ``codec``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from useworkflow_sandbox.current import current, in_workflow
from useworkflow_sandbox.errors import PayloadTooLargeError
from useworkflow_sandbox.values.classes import shown

DEFAULT_LIMIT = 16 * 1024 * 1024
"""Bytes. Never to be changed: it is what runs have whose first event names no limit."""

ALWAYS_ALLOWED = 4096
"""Bytes below which nobody asks for the limit; no limit can be lower."""

_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30}
_DEEPEST = 8

_outside: Callable[[], int] = lambda: DEFAULT_LIMIT  # noqa: E731


def provide_limit(limit: Callable[[], int]) -> None:
    """Say where the process's own limit, in bytes, comes from."""
    global _outside
    _outside = limit


def present_limit() -> int:
    """The limit, in bytes, for what is encoded now: the run's in workflow code, else the process's."""
    return current().origin.payload_limit if in_workflow() else _outside()


def parse_size(text: str | int) -> int:
    """A size in bytes: ``16777216``, ``"16 MiB"``, ``"500kB"``.

    Raises:
        ValueError: it is no size, or less than 4 KiB.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", str(text).lower())
    if match is None or match[2] not in _UNITS:
        raise ValueError(f"{text!r} is no size: write a number of bytes, or one with KiB, MiB or GiB")
    size = int(float(match[1]) * _UNITS[match[2]])
    if size < ALWAYS_ALLOWED:
        raise ValueError(f"{text!r} is too little: {ALWAYS_ALLOWED} bytes are always allowed")
    return size


def too_large(value: Any, path: str, size: int, limit: int, measure: Callable[[Any], int]) -> PayloadTooLargeError:
    """The error for a value that takes ``size`` bytes, with the path to the part that makes it so large.

    Args:
        value: the whole value.
        path: what messages call it.
        size: bytes that it takes.
        limit: bytes that it may take.
        measure: bytes that a part takes.
    """
    left = size
    for _ in range(_DEEPEST):
        heaviest = max(
            ((measure(part), step, part) for step, part in _parts(value)), key=lambda item: item[0], default=None
        )
        if heaviest is None or heaviest[0] * 2 < left:
            break
        left, step, value = heaviest
        path += step
    return PayloadTooLargeError(path.lstrip(".") or "value", shown(type(value)), size, limit)


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and len(value) < 1000:
        yield from (
            (f".{key}" if isinstance(key, str) and key.isidentifier() else f"[{key!r}]", item)
            for key, item in value.items()
        )
    elif isinstance(value, list | tuple) and len(value) < 1000:
        yield from ((f"[{index}]", item) for index, item in enumerate(value))
    elif hasattr(value, "__dict__") and not isinstance(value, type):
        yield from ((f".{name}", item) for name, item in vars(value).items())
