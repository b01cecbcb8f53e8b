"""Bundles that were compiled ahead of time: read, checked against the sources that are there, put in place.

    find_built(place of shop.orders) -> (Bundle(place_order), Bundle(cancel_order)), or None

A built file does not know where it will be installed: its bundles name files below the import root, and get the names that
hold in this process here. Neither the compiler's passes nor RestrictedPython nor LibCST are imported.

Read next: ``bundle_files``; ``building`` makes these files.
"""

from __future__ import annotations

import logging

import msgspec

from useworkflow_compiler.format import Bundle
from useworkflow_compiler.sources import ExtraSources, ModuleSource, PathSourceFinder, SourceFinder, package_version
from useworkflow_compiler.stored import Entry, Sources, decode_module, source_hash
from useworkflow_runtime.code.bundle_files import ModulePlace, read_built

_log = logging.getLogger("useworkflow")


def find_built(place: ModulePlace, text: str | None) -> tuple[Bundle, ...] | None:
    """The bundles that were built for a module.

    Args:
        place: the module.
        text: its source, where it is known.

    Returns:
        ``None`` if there are none, if they were built by another version, or if a source that they were made of
        is there and differs. A source that is not there is no hindrance: a bundle holds its text.
    """
    stored = decode_module(read_built(place))
    if stored is None or stored.module != place.name:
        return None
    if text is not None and source_hash(text) != stored.source_hash:
        _outdated(place, place.name)
        return None
    finder = _finder(place, text, stored.entries)
    sources = Sources(finder)
    for known in (dependency for entry in stored.entries for dependency in entry.dependencies):
        now = sources.dependency(known.module).source_hash
        if now and now != known.source_hash:
            _outdated(place, known.module)
            return None
    return tuple(_put_in_place(entry.bundle, finder) for entry in stored.entries)


def _outdated(place: ModulePlace, changed: str) -> None:
    _log.info("%s was built from another text of %s: it is compiled afresh", place.name, changed)


def _finder(place: ModulePlace, text: str | None, entries: tuple[Entry, ...]) -> SourceFinder:
    own = {known.module.partition(".")[0] for entry in entries for known in entry.dependencies}
    own.add(place.name.partition(".")[0])
    rest = PathSourceFinder(own=own)
    if text is None:
        return rest
    return ExtraSources([ModuleSource(place.name, place.filename, text, place.is_package)], rest)


def _put_in_place(bundle: Bundle, finder: SourceFinder) -> Bundle:
    found = [(code, finder.find(code.name)) for code in bundle.modules]
    return msgspec.structs.replace(
        bundle,
        modules=tuple(
            msgspec.structs.replace(code, filename=now.filename) if now is not None else code for code, now in found
        ),
        # A wheel may be built where its libraries are not installed.
        libraries=tuple((package, version or package_version(package)) for package, version in bundle.libraries),
    )
