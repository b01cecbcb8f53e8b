"""zstd, from the standard library where Python has it (3.14), else from ``zstandard``.

    compress(b"a" * 9000)    -> 21 bytes
    decompress(...)          -> the 9000 bytes again; refused where they claim to be more than 1 GiB

Read next: ``envelope``.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable

from useworkflow_runtime.errors import MissingExtraError, SealDamagedError

MOST = 1 << 30
"""Bytes that anything decompressed may have: what claims more was not written here."""


class Zstd:
    """The two functions, from wherever they come."""

    compress: Callable[[bytes], bytes]
    _expand: Callable[[bytes], bytes]
    _size: Callable[[bytes], int | None]
    _errors: tuple[type[Exception], ...]

    def __init__(self) -> None:
        if sys.version_info >= (3, 14):
            from compression import zstd

            self.compress = zstd.compress
            self._expand = zstd.decompress
            self._size = lambda data: zstd.get_frame_info(data).decompressed_size
            self._errors = (zstd.ZstdError, ValueError, EOFError)
            return
        try:
            import zstandard
        except ModuleNotFoundError as error:
            raise MissingExtraError.of("compression", "compression") from error
        self.compress = lambda data: zstandard.ZstdCompressor().compress(data)
        self._expand = lambda data: zstandard.ZstdDecompressor().decompress(data)
        self._size = zstandard.frame_content_size
        self._errors = (zstandard.ZstdError, ValueError)

    def decompress(self, data: bytes) -> bytes:
        """What ``compress`` made.

        Raises:
            SealDamagedError: it is nothing of that kind, or claims to be too large.
        """
        try:
            size = self._size(data)
            if size is None or not 0 <= size <= MOST:
                raise SealDamagedError.of("it is compressed, and does not say how large it is, or too large")
            return self._expand(data)
        except self._errors as error:
            raise SealDamagedError.of(f"it cannot be decompressed: {error}") from error


@functools.cache
def zstd() -> Zstd:
    """The compressor of this Python.

    Raises:
        MissingExtraError: there is none.
    """
    return Zstd()
