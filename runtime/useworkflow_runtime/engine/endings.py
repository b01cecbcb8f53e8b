"""How a run ended: what its engine announces, and what a handle makes a result of.

    last_line(Raw(b'{"$error":"shop.errors:NoStock","message":"none left",...}'))   -> "NoStock: none left"

Read next: ``run``.
"""

from __future__ import annotations

import msgspec
from msgspec import Raw

from useworkflow_sandbox import values


class Ended(msgspec.Struct, frozen=True):
    """How a run ended, or was parked."""

    status: str
    output: Raw | None = None
    error: Raw | None = None
    error_kind: str | None = None
    reason: str | None = None


def last_line(error: Raw) -> str:
    """What Python would print last of a recorded error, without code of the user's; nothing where it cannot be read."""
    try:
        found = values.decode_error(error)
    except values.ValueDecodeError:
        return ""
    text = found.what if isinstance(found, values.RemoteError) else f"{type(found).__name__}: {found}"
    name, colon, rest = text.partition("\n")[0].partition(": ")
    return f"{name.rpartition('.')[2]}{colon}{rest}"
