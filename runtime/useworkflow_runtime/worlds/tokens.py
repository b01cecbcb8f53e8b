"""Where a hook's token stands in an index: at its digest.

    address("approve:17")   -> "9b1c...", 64 hexadecimal characters, whatever the token's length

A token is a secret where HTTP reaches it. How long an index takes to find, or not to find, one tells something about the
entries beside it; since these are digests, whoever guesses learns nothing about the tokens (design 6).
Read next: ``sqlite_hooks``, ``postgres_hooks``.
"""

from __future__ import annotations

import hashlib
from typing import Final

MOST_WAITING: Final = 100_000
"""Items that may wait in a run's inbox. Beyond it its hooks take no payload: whoever floods a run that nobody executes fills
no disk with it."""


def address(token: str) -> str:
    """The digest under which every world files ``token``."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
