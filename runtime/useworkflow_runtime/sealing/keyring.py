"""The keys of a world: the first seals, all of them open.

    read_keyring("k2:<base64>,k1:<base64>")   -> Keyring(current "k2"; "k1" still opens)
    keyring.cipher("k2", "run_7")              AES-256-GCM under a key of that run's own: HMAC-SHA256(k2, "run_7")

A key is 32 random bytes; ``useworkflow db new-key`` makes one. It never stands in the world. Read next: ``envelope``.
"""

from __future__ import annotations

import base64
import binascii
import functools
import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from useworkflow_runtime.configuration import KEYS_VARIABLE
from useworkflow_runtime.errors import KeyringError, MissingExtraError, MissingKeyError

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BYTES = 32
_INFO = b"useworkflow/1/"


class Keyring:
    """Keys by name.

    Args:
        keys: name -> 32 bytes; the first one seals.

    Raises:
        KeyringError: there is none, or one is malformed.
        MissingExtraError: ``cryptography`` is not installed.
    """

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise _malformed("it holds no key")
        for name, key in keys.items():
            if not _NAME.fullmatch(name):
                raise _malformed(f"{name!r} is no name for a key: letters, digits, `-` and `_`, at most 64")
            if len(key) != _BYTES:
                raise _malformed(f"the key {name!r} has {len(key)} bytes, not {_BYTES}")
        self._keys = dict(keys)
        self._make = _aes()
        self.current = next(iter(self._keys))
        """Name of the key that seals."""
        self.cipher = functools.lru_cache(maxsize=4096)(self._cipher)

    @property
    def names(self) -> tuple[str, ...]:
        """All names, that of the current key first."""
        return tuple(self._keys)

    def _cipher(self, name: str, scope: str) -> Any:
        """AES-GCM under the key that ``name`` gives for ``scope`` (a run's id).

        Raises:
            MissingKeyError: there is no key of that name here.
        """
        return self._make(self.derived(name, b"seal/" + scope.encode()))

    def derived(self, name: str, purpose: bytes) -> bytes:
        """32 bytes for one purpose (HKDF's expansion, one block).

        Raises:
            MissingKeyError: there is no key of that name here.
        """
        key = self._keys.get(name)
        if key is None:
            raise MissingKeyError.of(name, self.names)
        return hmac.digest(key, _INFO + purpose + b"\x01", "sha256")


def read_keyring(text: str) -> Keyring:
    """The keyring that ``USEWORKFLOW_ENCRYPTION_KEYS`` describes: ``name:base64``, with commas between.

    Raises:
        KeyringError: it is malformed. No key is part of the message.
        MissingExtraError: ``cryptography`` is not installed.
    """
    keys: dict[str, bytes] = {}
    for part in text.split(","):
        name, colon, encoded = part.strip().partition(":")
        if not colon:
            raise _malformed(f"part {len(keys) + 1} is not of the form name:key")
        if name in keys:
            raise _malformed(f"the key {name!r} is there twice")
        try:
            keys[name] = base64.b64decode(encoded.replace("-", "+").replace("_", "/"), validate=True)
        except (binascii.Error, ValueError):
            raise _malformed(f"the key {name!r} is no base64") from None
    return Keyring(keys)


def new_key(today: datetime | None = None) -> str:
    """A fresh key as the keyring's text holds it: ``k20260102-9f3c:<base64>``, with a name that no other key is likely to have."""
    day = (today or datetime.now(UTC)).strftime("%Y%m%d")
    return f"k{day}-{secrets.token_hex(2)}:{base64.urlsafe_b64encode(secrets.token_bytes(_BYTES)).decode()}"


def _malformed(what: str) -> KeyringError:
    return KeyringError(
        f"{KEYS_VARIABLE} cannot be used: {what}",
        why="a key that is not what it seems to be would seal values that nobody can open again",
        mend="make keys with `useworkflow db new-key`, and write the current one first: k2:<base64>,k1:<base64>",
    )


def _aes() -> Any:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    except ModuleNotFoundError as error:
        raise MissingExtraError.of("encryption at rest", "crypto") from error
    return AESGCM
