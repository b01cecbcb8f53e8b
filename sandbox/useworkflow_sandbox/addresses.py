"""Text without the addresses that default representations show (G5).

Input -> output::

    >>> without_addresses("<shop.Order object at 0x7f3a5c0b1d90>")
    '<shop.Order object>'

Read next: ``stable``.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]{4,16}")


def without_addresses(text: str) -> str:
    """``text`` without the `` at 0x...`` of default representations."""
    return _ADDRESS.sub("", text) if " at 0x" in text else text
