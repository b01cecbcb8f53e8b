"""What a step returns, encoded; what cannot be recorded is refused with the step's own place (G10).

    encode_result(load, {"client": socket})   -> SerializationError: result.client cannot be serialized ... shop.py:12

Read next: ``execution``, ``process_worker``.
"""

from __future__ import annotations

import inspect
import linecache
from collections.abc import Callable
from typing import Any

from msgspec import Raw

from useworkflow_compiler.errors import Location
from useworkflow_sandbox.values import SerializationError, encode


def encode_result(function: Callable[..., Any], value: object) -> Raw:
    """``value``, which the step ``function`` has returned.

    Raises:
        SerializationError: it cannot be recorded; the path begins with ``result``, the place is the step's.
    """
    try:
        return encode(value, root="result")
    except SerializationError as error:
        if error.where is None:
            error.where = _place_of(function)
        raise


def _place_of(function: Callable[..., Any]) -> Location | None:
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None:
        return None
    file, line = code.co_filename, code.co_firstlineno
    return Location(file, line, linecache.getline(file, line).rstrip())
