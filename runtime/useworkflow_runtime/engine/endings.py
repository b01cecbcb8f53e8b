"""How a run ended: what its engine announces, and what a handle makes a result of.

Read next: ``run``.
"""

from __future__ import annotations

import msgspec
from msgspec import Raw


class Ended(msgspec.Struct, frozen=True):
    """How a run ended, or was parked."""

    status: str
    output: Raw | None = None
    error: Raw | None = None
    error_kind: str | None = None
    reason: str | None = None
