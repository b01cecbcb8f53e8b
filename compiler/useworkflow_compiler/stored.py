"""Compiled bundles with what they depend on: what is kept between two starts, and whether it still holds.

Input -> output::

    Entry(dependencies=(shop.orders 9f3c..., shop.models 01ab...), bundle)    kept, with the sources' hashes
    Sources(finder).agree(entry) -> False                                     shop/models.py was edited since

Nothing of the compiler's passes is imported here: what is kept can be used without them.

Read next: ``compile``, which makes entries, and ``ahead``, which makes those of a whole module.
"""

from __future__ import annotations

import hashlib
from typing import TypeVar

import msgspec

from useworkflow_compiler.format import ABI, TRANSFORM, Bundle
from useworkflow_compiler.sources import Origin, SourceFinder, package_version

_FORMAT = 2
_T = TypeVar("_T")


class Dependency(msgspec.Struct, frozen=True, array_like=True):
    """A module that a kept bundle depends on: who wrote it then, where it stood, and the hash of its source, if it was
    read; for a package that is passed through its version. The place counts, since tracebacks show it and steps are looked
    for there."""

    module: str
    origin: Origin
    filename: str
    source_hash: str


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A bundle, and every module that was looked at to make it."""

    dependencies: tuple[Dependency, ...]
    bundle: Bundle


class StoredModule(msgspec.Struct, frozen=True, array_like=True):
    """All workflows of one module, compiled; none, where it holds steps only. ``maker`` says which compiler did it."""

    format: int
    abi: int
    transform: str
    maker: str
    module: str
    source_hash: str
    entries: tuple[Entry, ...]

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        return tuple(entry.bundle for entry in self.entries)


class Sources:
    """What a finder says now, asked once per module."""

    def __init__(self, finder: SourceFinder) -> None:
        self._finder = finder
        self._known: dict[str, Dependency] = {}

    def dependency(self, module: str) -> Dependency:
        """The state of ``module``."""
        known = self._known.get(module)
        if known is None:
            known = self._known[module] = self._look(module)
        return known

    def agree(self, entry: Entry) -> bool:
        """Whether everything that the bundle depends on is as it was."""
        return all(self.dependency(known.module) == known for known in entry.dependencies)

    def _look(self, module: str) -> Dependency:
        source = self._finder.find(module)
        if source is None:
            origin = self._finder.origin(module)
            version = package_version(module.partition(".")[0]) if origin is Origin.PASSED else ""
            return Dependency(module, origin, "", version)
        return Dependency(module, self._finder.origin(module), source.filename, source_hash(source.source))


def source_hash(source: str) -> str:
    """The hash of a source text that ``ModuleCode.source_hash`` holds."""
    return hashlib.blake2b(source.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def store_module(module: str, text_hash: str, entries: tuple[Entry, ...], *, maker: str = "") -> StoredModule:
    """The entries of ``module``, whose source has the hash ``text_hash``."""
    return StoredModule(_FORMAT, ABI, TRANSFORM, maker, module, text_hash, entries)


def encode_module(stored: StoredModule) -> bytes:
    """Bytes that ``decode_module`` reads on every supported Python; the same for the same module."""
    return msgspec.msgpack.encode(stored)


def decode_module(data: bytes | None) -> StoredModule | None:
    """Read what ``encode_module`` wrote; ``None`` where that was another version, or is damaged."""
    stored = decode_kept(data, StoredModule)
    current = (_FORMAT, ABI, TRANSFORM)
    return stored if stored is not None and (stored.format, stored.abi, stored.transform) == current else None


def decode_kept(data: bytes | None, kind: type[_T]) -> _T | None:
    """``data`` as a ``kind``, or ``None`` where it is none: an entry that cannot be read is as good as no entry."""
    if data is None:
        return None
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
