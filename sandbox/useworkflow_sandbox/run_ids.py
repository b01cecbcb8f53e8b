"""Ids of runs: sortable by time, unguessable enough, safe in URLs and shells.

new_run_id(1_766_476_800_123_456, 0x1234...)   -> "run_01kd4m8cr3k000000000000000"-like text, 30 characters
"""

from __future__ import annotations

import base64
import hashlib

_DIGITS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789abcdefghjkmnpqrstvwxyz")
"""From the digits of RFC 4648 to Crockford's, whose order is that of text."""
RANDOM_BITS = 80


def new_run_id(now: int, random_bits: int) -> str:
    """The id of a run that is created at ``now`` (microseconds), with ``RANDOM_BITS`` random bits."""
    number = ((now // 1_000) << RANDOM_BITS) | random_bits
    return "run_" + base64.b32encode((number << 20).to_bytes(20)).decode()[2:28].translate(_DIGITS)


def child_run_id(now: int, seed: str, operation: str) -> str:
    """The id of the run that ``operation`` of a run starts at ``now`` (microseconds): the same on every replay, so that
    none is started twice (G2, G5). ``seed``: of the run that starts it."""
    return new_run_id(now, int.from_bytes(_derived(seed, operation, b"id")[: RANDOM_BITS // 8]))


def child_seed(seed: str, operation: str) -> str:
    """The 128 random bits of that run, in hexadecimal."""
    return _derived(seed, operation, b"seed").hex()


def _derived(seed: str, operation: str, what: bytes) -> bytes:
    return hashlib.blake2b(f"{seed}/{operation}".encode("utf-8", "surrogatepass"), digest_size=16, person=what).digest()
