"""The envelope: what sealed and compressed values look like in a world, as JSON and as bytes.

    seal(b'{"kind":"run_created"}', "run_7", "1")  -> b'{"$sealed":"1.k2.cnVuXzc.1.-.<base64 of nonce and ciphertext>"}'
                                                          version, key, scope, place, z if compressed
    the same without keys, above the threshold     -> b'{"$zstd":"<base64>"}'

The scope says which run's key it is, and the place where it belongs (an event's position); both are authenticated. No
string of a user's value can look like an envelope: its quotation marks would be escaped, and a dict with such a key is
written as pairs. Read next: ``world``.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable

from useworkflow_runtime.errors import MissingKeyError, SealDamagedError
from useworkflow_runtime.sealing.compression import zstd
from useworkflow_runtime.sealing.keyring import Keyring

_SEALED = re.compile(rb'\{"\$sealed":"([A-Za-z0-9_.=+/-]+)"\}')
_COMPRESSED = re.compile(rb'\{"\$zstd":"([A-Za-z0-9=+/]+)"\}')
_MARKS = (b'{"$sealed":"', b'{"$zstd":"')
_BLOB = b"UWSEALED"
_ZBLOB = b"UWZSTD1\x00"
_NONCE = 12
_VERSION = "1"


class Envelopes:
    """Seals and opens.

    Args:
        keys: ``None``: nothing is sealed, and what is sealed cannot be opened.
        threshold: compress what has at least so many bytes; ``None``: nothing.
        noise: gives random bytes.
    """

    def __init__(
        self, keys: Keyring | None, *, threshold: int | None = None, noise: Callable[[int], bytes] = os.urandom
    ) -> None:
        self.keys = keys
        self._threshold = threshold
        self._noise = noise
        if threshold is not None:
            zstd()  # now, not in the middle of a commit, is the time to learn that it is missing

    # --- JSON

    def seal(self, data: bytes, scope: str | None, place: str = "") -> bytes:
        """An envelope around ``data``, which is JSON; ``data`` itself where there is nothing to do.

        Args:
            data: what is to be kept.
            scope: whose key: a run's id; one that is used only once if left out.
            place: where in the run it belongs.
        """
        body, compressed = self._compressed(data)
        if self.keys is None:
            return b'{"$zstd":"%b"}' % base64.b64encode(body) if compressed else data
        header, sealed = self._sealed(body, scope, place, compressed)
        return b'{"$sealed":"%b%b"}' % (header, base64.b64encode(sealed))

    def open(self, data: bytes, place: str | None = None) -> bytes:
        """``data`` with every envelope in it opened.

        Args:
            data: JSON that came from a world.
            place: where it stood, if it has to be sealed for that place.

        Raises:
            MissingKeyError: it was sealed with a key that is not here.
            SealDamagedError: it is not what was sealed, or was sealed for another place.
        """
        start = len(_MARKS[0])
        if (
            data.startswith(_MARKS[0]) and data.find(b'"', start) == len(data) - 2
        ):  # nothing but one envelope, as a rule
            return self._open(data[start:-2], place)
        if _MARKS[0] in data:
            data = _SEALED.sub(lambda found: self._open(found[1], place), data)
        if _MARKS[1] in data:
            data = _COMPRESSED.sub(lambda found: zstd().decompress(_unbased(found[1])), data)
        return data

    def _open(self, token: bytes, place: str | None) -> bytes:
        header, _, encoded = token.rpartition(b".")
        return self._opened(header + b".", _unbased(encoded), place)

    def resealed(self, data: bytes) -> bytes:
        """``data`` with every envelope in it sealed anew, with the current key, for the same run and place.

        Raises:
            MissingKeyError, SealDamagedError: as for ``open``.
        """
        return _SEALED.sub(lambda found: self._resealed(found[1]), data)

    def _resealed(self, token: bytes) -> bytes:
        _, _, named, place, _ = _parts(token)
        return self.seal(self._open(token, None), _scope_of(named), place)

    # --- bytes

    def seal_blob(self, data: bytes, scope: str, place: str) -> bytes:
        """An envelope around bytes that are no JSON (a snapshot)."""
        body, compressed = self._compressed(data)
        if self.keys is None:
            return _ZBLOB + body if compressed else data
        header, sealed = self._sealed(body, scope, place, compressed)
        return _BLOB + len(header).to_bytes(2, "big") + header + sealed

    def open_blob(self, data: bytes, place: str) -> bytes:
        """What ``seal_blob`` was given.

        Raises:
            MissingKeyError, SealDamagedError: as for ``open``.
        """
        if data.startswith(_BLOB):
            size = int.from_bytes(data[len(_BLOB) : len(_BLOB) + 2], "big")
            start = len(_BLOB) + 2
            return self._opened(data[start : start + size], data[start + size :], place)
        return zstd().decompress(data[len(_ZBLOB) :]) if data.startswith(_ZBLOB) else data

    # --- both

    def _compressed(self, data: bytes) -> tuple[bytes, bool]:
        if self._threshold is not None and len(data) >= self._threshold:
            smaller = zstd().compress(data)
            if len(smaller) * 4 < len(data) * 3:  # base64 makes four bytes of three
                return smaller, True
        return data, False

    def _sealed(self, body: bytes, scope: str | None, place: str, compressed: bool) -> tuple[bytes, bytes]:
        assert self.keys is not None
        scope = scope if scope is not None else self._noise(16).hex()
        named = base64.urlsafe_b64encode(scope.encode()).decode().rstrip("=")
        header = f"{_VERSION}.{self.keys.current}.{named}.{place}.{'z' if compressed else '-'}.".encode()
        nonce = self._noise(_NONCE)
        return header, nonce + self.keys.cipher(self.keys.current, scope).encrypt(nonce, body, header)

    def _opened(self, header: bytes, sealed: bytes, place: str | None) -> bytes:
        version, name, named, stood, how = _parts(header)
        if version != _VERSION:
            raise SealDamagedError.of(f"it has an envelope of version {version}, which is not known here")
        if self.keys is None:
            raise MissingKeyError.of(name, ())
        if place is not None and stood != place:
            raise SealDamagedError.of("it was sealed for another place in the log")
        cipher = self.keys.cipher(name, _scope_of(named))
        try:
            body: bytes = cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], header)
        except Exception as error:  # InvalidTag, which has no base of its own; ValueError for a nonce that is cut off
            raise SealDamagedError.of(f"the key {name!r} does not open it") from error
        return zstd().decompress(body) if how == "z" else body


def _scope_of(named: str) -> str:
    try:
        return base64.urlsafe_b64decode(named + "=" * (-len(named) % 4)).decode()
    except ValueError as error:  # no base64, no ASCII, no UTF-8
        raise SealDamagedError.of("its envelope is malformed") from error


def keys_of(data: bytes) -> set[str]:
    """The names of the keys that the envelopes in ``data`` were sealed with."""
    if data.startswith(_BLOB):
        start = len(_BLOB) + 2
        return {_parts(data[start : start + int.from_bytes(data[len(_BLOB) : start], "big")])[1]}
    return {_parts(found[1])[1] for found in _SEALED.finditer(data)} if _MARKS[0] in data else set()


def _parts(header: bytes) -> tuple[str, str, str, str, str]:
    parts = header.decode("ascii", "replace").split(".")
    if len(parts) < 5:
        raise SealDamagedError.of("its envelope is malformed")
    return parts[0], parts[1], parts[2], parts[3], parts[4]


def _unbased(encoded: bytes) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise SealDamagedError.of("its envelope is no base64") from error
