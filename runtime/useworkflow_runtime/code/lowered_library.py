"""The sandbox's own asyncio library, lowered: from the wheel, else compiled once and cached.

    built_library(data)   -> (ModuleCode("useworkflow_sandbox.library.locks", ...), ...), or None where the sources differ
    encode_library()      -> what the wheel holds as useworkflow_sandbox/library/lowered.bundle

A checkout has no such file; there the library is compiled like a workflow. Read next: ``programs``.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from useworkflow_compiler.format import ABI, TRANSFORM, ModuleCode
from useworkflow_compiler.sources import read_source
from useworkflow_compiler.stored import decode_kept, source_hash
from useworkflow_sandbox.library import SOURCES

FILE = "lowered.bundle"


class StoredLibrary(msgspec.Struct, frozen=True, array_like=True):
    """The lowered modules, in the order of ``SOURCES``, with file names below their folder."""

    abi: int
    transform: str
    modules: tuple[ModuleCode, ...]


def library_code() -> tuple[ModuleCode, ...]:
    """The lowered library: the file of the wheel, else the user's cache, else compiled."""
    built = built_library(_read(Path(SOURCES[0][1]).with_name(FILE)))
    if built is not None:
        return built
    from useworkflow_runtime.code.bundle_files import user_cache

    cache = user_cache()
    cached = built_library(cache.get(FILE))
    if cached is not None:
        return cached
    made = encode_library()
    cache.put(FILE, made)
    compiled = built_library(made)
    assert compiled is not None
    return compiled


def encode_library() -> bytes:
    """Compile the library into the bytes that a wheel holds."""
    from useworkflow_compiler.compile import compile_library

    modules = tuple(
        msgspec.structs.replace(code, filename=Path(code.filename).name) for code in compile_library(SOURCES)
    )
    return msgspec.msgpack.encode(StoredLibrary(ABI, TRANSFORM, modules))


def built_library(data: bytes | None) -> tuple[ModuleCode, ...] | None:
    """The modules in ``data``, under the names of the files that are here.

    Returns:
        ``None`` if they are of another version, or were made of other sources than those that are here.
    """
    stored = decode_kept(data, StoredLibrary)
    if stored is None or (stored.abi, stored.transform) != (ABI, TRANSFORM):
        return None
    here = [(name, source_hash(read_source(path))) for name, path in SOURCES]
    if [(code.name, code.source_hash) for code in stored.modules] != here:
        return None
    return tuple(
        msgspec.structs.replace(code, filename=path) for code, (_, path) in zip(stored.modules, SOURCES, strict=True)
    )


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
