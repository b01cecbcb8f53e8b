"""Ids of runs: sortable by time, unguessable enough, safe in URLs and shells.

new_run_id(1_766_476_800_123_456, 0x1234...)   -> "run_01kd4m8cr3k000000000000000"-like text, 30 characters
"""

from __future__ import annotations

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
RANDOM_BITS = 80


def new_run_id(now: int, random_bits: int) -> str:
    """The id of a run that is created at ``now`` (microseconds), with ``RANDOM_BITS`` random bits."""
    number = ((now // 1_000) << RANDOM_BITS) | random_bits
    return "run_" + "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -5, -5))
