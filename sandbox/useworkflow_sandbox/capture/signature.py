"""The signature of a snapshot (G8).

    sign(b"...", key)   ->   b"UWS1" + 16 bytes of digest + b"..."

With a key, a keyed BLAKE2b: only who holds the key, which is kept outside the database, can write a snapshot that is
loaded. Without one the same bytes are a checksum against damage, not against an attacker.
"""

from __future__ import annotations

import hashlib
import hmac

MAGIC = b"UWS1"
_SIZE = 16


def sign(payload: bytes, key: bytes | None) -> bytes:
    """``payload`` with its header."""
    return MAGIC + _digest(payload, key) + payload


def verified(data: bytes, key: bytes | None) -> bytes | None:
    """The payload of signed ``data``, or ``None`` if it was not written under this key or is damaged."""
    if data[: len(MAGIC)] != MAGIC:
        return None
    payload = data[len(MAGIC) + _SIZE :]
    found = data[len(MAGIC) : len(MAGIC) + _SIZE]
    return payload if hmac.compare_digest(found, _digest(payload, key)) else None


def _digest(payload: bytes, key: bytes | None) -> bytes:
    return hashlib.blake2b(payload, digest_size=_SIZE, key=(key or b"")[:64]).digest()
