"""Compile ahead of time: every workflow of some files and packages, into files that go where the code goes.

    sources_in([Path("src")])           -> (Source("shop.orders", src/shop/orders.py, root=src), ...)
    compile_sources(sources, finder)    -> Built(files={"shop/__useworkflow__/orders.bundle": b"..."}, workflows=2, errors=())

What is built depends on the sources alone, byte for byte: file names in it are those below the import root.
Read next: ``built``, which reads such files; ``cli.build`` and ``hatch_hook``, which write them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from useworkflow_compiler.ahead import CompiledModule, compile_module, single_errors
from useworkflow_compiler.emit import MANIFEST_VERSION, Manifest
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.format import Bundle
from useworkflow_compiler.sources import ModuleSource, Origin, PathSourceFinder, SourceFinder, read_source
from useworkflow_compiler.stored import Dependency, Entry, encode_module, source_hash, store_module
from useworkflow_runtime.code.bundle_files import (
    BUILT_FOLDER,
    BUILT_SUFFIX,
    MANIFEST_SUFFIX,
    built_file,
    relative_file,
)
from useworkflow_runtime.code.on_load import may_have_directives
from useworkflow_runtime.code.project import project


@dataclass(frozen=True)
class Source:
    """A Python file, the module that it is, and the folder from which it is imported."""

    module: str
    file: Path
    root: Path

    @property
    def is_package(self) -> bool:
        return self.file.name == "__init__.py"


@dataclass(frozen=True)
class Built:
    """``files``: bytes by path below the import root, with slashes. ``errors``: every mistake of every module."""

    files: dict[str, bytes]
    workflows: int
    errors: tuple[CompileError, ...]


class ModuleManifest(msgspec.Struct, frozen=True):
    """What tools may know of a module's workflows without loading it; JSON."""

    version: int
    module: str
    file: str
    source_hash: str
    workflows: tuple[Manifest, ...]


class BuildFinder:
    """Finds the modules of a build by its list of files, all others through ``rest``, the first that has them.

    ``missing`` is the origin of top-level names that nobody has: where a wheel is built, its dependencies may not be there.
    """

    def __init__(
        self, files: Mapping[str, Path], rest: Sequence[SourceFinder], *, missing: Origin = Origin.MISSING
    ) -> None:
        self._files = dict(files)
        self._packages = {parent for name in self._files for parent in _parents(name)}
        self._tops = {name.partition(".")[0] for name in self._files}
        self._rest = rest
        self._missing = missing
        self._read: dict[str, ModuleSource] = {}

    def origin(self, module: str) -> Origin:
        if module in self._files:
            return Origin.FIRST_PARTY
        for finder in self._rest:
            origin = finder.origin(module)
            if origin is not Origin.MISSING:
                return origin
        if module in self._packages:
            return Origin.FIRST_PARTY
        return Origin.MISSING if module.partition(".")[0] in self._tops else self._missing

    def find(self, module: str) -> ModuleSource | None:
        if module in self._files:
            if module not in self._read:
                self._read[module] = self._own(module, self._files[module])
            return self._read[module]
        for finder in self._rest:
            if finder.origin(module) is not Origin.MISSING:
                return finder.find(module)
        return ModuleSource(module, module.replace(".", "/"), "", True) if module in self._packages else None

    def _own(self, module: str, file: Path) -> ModuleSource:
        return ModuleSource(module, str(file), read_source(str(file)), file.name == "__init__.py")


def sources_in(paths: Iterable[Path], *, root: Path | None = None) -> tuple[Source, ...]:
    """Every importable Python file at or below ``paths``.

    Args:
        paths: files, packages, or folders from which modules are imported.
        root: the folder from which all of them are imported. Else it is the one above a file's or folder's outermost
            package, and a folder that is no package itself.
    """
    found: dict[Path, Source] = {}
    for path in (path.resolve() for path in paths):
        base = root.resolve() if root is not None else _root_of(path)
        for file in sorted(_python_files(path)) if path.is_dir() else [path]:
            module = _module_name(file, base)
            if module:
                found.setdefault(file, Source(module, file, base))
    return tuple(found.values())


def local_finder(sources: Iterable[Source]) -> BuildFinder:
    """Where a build in a working environment finds modules: its own files, its roots, the import path."""
    sources = tuple(sources)
    roots = sorted({str(source.root) for source in sources})
    for root in roots:
        project(root)
    files = {source.module: source.file for source in sources}
    return BuildFinder(files, [PathSourceFinder(roots), PathSourceFinder()])


def compile_sources(sources: Iterable[Source], finder: SourceFinder) -> Built:
    """Compile all modules that hold directives.

    Raises:
        OSError: a file cannot be read.
    """
    files: dict[str, bytes] = {}
    errors: dict[str, CompileError] = {}
    workflows = 0
    for source in sources:
        if not may_have_directives(source.file.read_bytes()):
            continue
        try:
            text = ModuleSource(source.module, str(source.file), read_source(str(source.file)), source.is_package)
            compiled = compile_module(text, finder, describe=True)
        except SyntaxError as error:
            broken = CompileError(f"{source.file} cannot be decoded: {error}", code="UW111")
            errors[str(broken)] = broken
        except CompileError as error:
            errors.update((str(single), single) for single in single_errors(error))
        else:
            workflows += len(compiled.entries)
            files.update(_files_of(compiled, finder))
    return Built(files, workflows, tuple(errors.values()))


def built_folders(places: Iterable[Path]) -> Iterator[Path]:
    """Every file that a former build left in the folders of ``places``."""
    for folder in sorted({place.parent / BUILT_FOLDER for place in places}):
        if folder.is_dir():
            yield from sorted(f for f in folder.iterdir() if f.name.endswith((BUILT_SUFFIX, MANIFEST_SUFFIX)))


# --- what is written


def _files_of(compiled: CompiledModule, finder: SourceFinder) -> Iterator[tuple[str, bytes]]:
    source = compiled.source
    place = relative_file(source.name, is_package=source.is_package)
    named = _naming(finder)
    entries = tuple(_relative_entry(entry, named) for entry in compiled.entries)
    stored = store_module(source.name, source_hash(source.source), entries)
    yield _slashes(built_file(place)), encode_module(stored)
    if compiled.manifests:
        manifest = ModuleManifest(
            MANIFEST_VERSION,
            source.name,
            place,
            source_hash(source.source),
            tuple(_relative_manifest(manifest, named) for manifest in compiled.manifests),
        )
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        yield _slashes(built_file(place, MANIFEST_SUFFIX)), text + b"\n"


def _naming(finder: SourceFinder) -> Callable[[str], str]:
    """Module name -> the path of its source below the import root."""

    def named(module: str) -> str:
        source = finder.find(module)
        if source is not None and source.is_package and not source.filename.endswith("__init__.py"):
            return module.replace(".", "/")
        return relative_file(module, is_package=source is not None and source.is_package)

    return named


def _relative_entry(entry: Entry, named: Callable[[str], str]) -> Entry:
    """``entry`` without a trace of this machine: modules by their place below the root, and versions of libraries."""
    bundle: Bundle = msgspec.structs.replace(
        entry.bundle,
        modules=tuple(msgspec.structs.replace(code, filename=named(code.name)) for code in entry.bundle.modules),
    )
    dependencies = tuple(
        Dependency(known.module, known.origin, named(known.module) if known.filename else "", known.source_hash)
        for known in entry.dependencies
        if known.source_hash
    )
    return Entry(dependencies, bundle)


def _relative_manifest(manifest: Manifest, named: Callable[[str], str]) -> Manifest:
    functions = tuple(msgspec.structs.replace(flow, file=named(flow.module)) for flow in manifest.functions)
    return msgspec.structs.replace(manifest, file=named(manifest.module), functions=functions)


def _slashes(path: str) -> str:
    return path.replace(os.sep, "/")


# --- what is looked at


def _python_files(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if _may_hold_modules(Path(here, name)))
        yield from (Path(here, name) for name in names if name.endswith(".py"))


def _may_hold_modules(folder: Path) -> bool:
    own = folder.name.isidentifier() and folder.name not in {"__pycache__", BUILT_FOLDER, "node_modules"}
    return own and not (folder / "pyvenv.cfg").exists()


def _root_of(path: Path) -> Path:
    folder = path if path.is_dir() else path.parent
    while (folder / "__init__.py").is_file() and folder.parent != folder:
        folder = folder.parent
    return folder


def _module_name(file: Path, root: Path) -> str:
    """The dotted name of a file below its root; empty where it has none."""
    try:
        parts = PurePosixPath(file.relative_to(root).as_posix()).with_suffix("").parts
    except ValueError:
        return ""
    names = parts[:-1] if parts[-1] == "__init__" else parts
    return ".".join(names) if all(name.isidentifier() for name in names) else ""


def _parents(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:count]) for count in range(1, len(parts)))
