"""Where compiled modules are kept on disk, and how they get there.

    /app/shop/orders.py   built ahead:        /app/shop/__useworkflow__/orders.bundle     (``useworkflow build``, wheels)
                          cached on import:   /app/shop/__pycache__/orders.useworkflow-1-1.bundle

A built file goes with the code wherever it goes, into wheels and zip files. A cached one is made and thrown away as the
interpreter's own are. Read next: ``built``, ``on_load``.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from useworkflow_compiler.cache import DirectoryCache, write_whole
from useworkflow_compiler.format import ABI, TRANSFORM
from useworkflow_runtime.configuration import bundle_folders, cache_folder

BUILT_FOLDER = "__useworkflow__"
BUILT_SUFFIX = ".bundle"
MANIFEST_SUFFIX = ".manifest.json"


class ModulePlace(NamedTuple):
    """A module and where it was loaded from. ``loader`` reads files, also those beside the module."""

    name: str
    filename: str
    loader: Any
    is_package: bool

    def read(self, path: str) -> bytes | None:
        """The bytes of a file that lies where the module lies; ``None`` if there is none to be read."""
        get_data: Callable[[str], bytes] | None = getattr(self.loader, "get_data", None)
        try:
            return get_data(path) if get_data is not None else Path(path).read_bytes()
        except OSError:
            return None

    def text(self) -> str | None:
        """The module's source; ``None`` if it has none, or none that can be decoded."""
        data = self.read(self.filename)
        if data is None:
            return None
        try:
            return importlib.util.decode_source(data)
        except (SyntaxError, UnicodeDecodeError):
            return None


def place_of(name: str, module: ModuleType) -> ModulePlace | None:
    """Where a loaded module came from; ``None`` where that was no file."""
    filename = getattr(module, "__file__", None)
    if not filename:
        return None
    return ModulePlace(name, filename, getattr(module, "__loader__", None), hasattr(module, "__path__"))


# --- built ahead of time


def built_file(filename: str, suffix: str = BUILT_SUFFIX) -> str:
    """The path of the built file that belongs to a source file."""
    folder, base = os.path.split(filename)
    return os.path.join(folder, BUILT_FOLDER, base.rpartition(".")[0] + suffix)


def relative_file(name: str, *, is_package: bool) -> str:
    """The path of a module's source below its import root, with slashes."""
    return name.replace(".", "/") + ("/__init__.py" if is_package else ".py")


def read_built(place: ModulePlace) -> bytes | None:
    """The built file of a module: beside its source, or in a folder that ``USEWORKFLOW_BUNDLES`` names."""
    data = place.read(built_file(place.filename))
    if data is not None:
        return data
    inside = built_file(relative_file(place.name, is_package=place.is_package))
    for folder in bundle_folders():
        with contextlib.suppress(OSError):
            return Path(folder, inside).read_bytes()
    return None


# --- cached on import


def cached_file(filename: str) -> str | None:
    """The path of the cached file beside the interpreter's own (``sys.pycache_prefix`` counts)."""
    try:
        beside = importlib.util.cache_from_source(filename)
    except (NotImplementedError, ValueError):
        return None
    stem = os.path.basename(filename).rpartition(".")[0]
    return os.path.join(os.path.dirname(beside), f"{stem}.useworkflow-{ABI}-{TRANSFORM}{BUILT_SUFFIX}")


def read_cached(place: ModulePlace) -> list[bytes]:
    """What was cached for a module, beside it and in the user's cache folder."""
    found: list[bytes | None] = []
    path = cached_file(place.filename)
    if path is not None:
        with contextlib.suppress(OSError):
            found.append(Path(path).read_bytes())
    if not found:
        found.append(user_cache().get(_user_key(place)))
    return [data for data in found if data is not None]


def write_cached(place: ModulePlace, data: bytes) -> None:
    """Cache ``data`` for a module: beside it unless ``sys.dont_write_bytecode`` is set, else in the user's cache folder; where
    neither can be written, nowhere."""
    path = cached_file(place.filename)
    beside = path is not None and not sys.dont_write_bytecode and os.path.isfile(place.filename)
    if not (beside and path is not None and write_whole(path, data, mode=_mode_of(place.filename))):
        user_cache().put(_user_key(place), data)


def user_cache() -> DirectoryCache:
    """A folder for each state of the compiler's own files: what another version compiled is never taken."""
    return DirectoryCache(Path(cache_folder()) / compiler_state())


_state: list[str] = []


def compiler_state() -> str:
    """A digest of names, sizes and times of the compiler's files: one that was edited compiles afresh."""
    if not _state:
        import useworkflow_compiler

        stamp = hashlib.blake2b(digest_size=8)
        for path, state in sorted(_sources_below(os.path.dirname(useworkflow_compiler.__file__))):
            stamp.update(f"{os.path.basename(path)}:{state.st_size}:{state.st_mtime_ns};".encode())
        _state.append(stamp.hexdigest())
    return _state[0]


def _sources_below(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                yield entry.path, entry.stat()
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _sources_below(entry.path)


def _user_key(place: ModulePlace) -> str:
    text = f"{place.name}\0{os.path.abspath(place.filename)}"
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest() + BUILT_SUFFIX


def _mode_of(filename: str) -> int:
    try:
        return os.stat(filename).st_mode & 0o666 | 0o200
    except OSError:
        return 0o666
