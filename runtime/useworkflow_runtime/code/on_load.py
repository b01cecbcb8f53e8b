"""What happens when a module with directives is imported: its workflows' bundles are found, or made and kept.

    prepare(place of shop.orders)   built ahead? -> cached? -> else compiled, and cached
                                    from now on ``start(place_order)`` has the bundle at hand

Mistakes in workflow code are errors of the import, at the user's line (G10). Read next: ``bundle_files``, ``import_hook``.
"""

from __future__ import annotations

import functools
import os
import re

from useworkflow_compiler.format import Bundle
from useworkflow_compiler.sources import ExtraSources, ModuleSource, PathSourceFinder, SourceFinder
from useworkflow_compiler.stored import Entry, Sources, decode_module, encode_module, source_hash, store_module
from useworkflow_runtime.code import ready
from useworkflow_runtime.code.built import find_built
from useworkflow_runtime.code.bundle_files import ModulePlace, compiler_state, read_cached, write_cached
from useworkflow_runtime.code.project import project

_DIRECTIVES = ("use workflow", "use step")
_DIRECTIVE = re.compile(rb"use (?:workflow|step)")
# It begins with a plain byte, so that the search skips from line to line.
_SHORT_STRING = re.compile(
    rb"""\n[ \t]*+(?=['"])('''|\"\"\"|'|")([A-Za-z _-]{6,20})\1[ \t;]*(?:#[^\n]*)?(?=\r?\n|\Z)"""
)


def may_have_directives(data: bytes) -> bool:
    """A quick look at a module's bytes: ``False`` means that there is certainly no directive in it, nor a misspelt one."""
    if _DIRECTIVE.search(data):
        return True
    for found in _SHORT_STRING.finditer(b"\n" + data):
        import difflib

        text = found[2].decode("ascii").strip().lower().replace("_", " ").replace("-", " ")
        if any(difflib.SequenceMatcher(None, text, known).ratio() >= 0.82 for known in _DIRECTIVES):
            return True
    return False


def prepare(place: ModulePlace) -> None:
    """Have the bundles of a module's workflows at hand.

    A module that does not parse is left to the interpreter, whose ``SyntaxError`` says it best.

    Raises:
        CompileError, CompileErrors: a directive is misused, or workflow code breaks a rule.
    """
    text = place.text()
    if text is None:
        return
    bundles = find_built(place, text)
    if bundles is None:
        bundles = _cached_or_compiled(place, text)
    ready.remember(bundles)
    ready.forget(place.name, unless=source_hash(text))


def drop_outdated(place: ModulePlace) -> None:
    """A module without directives is loaded, perhaps again: bundles at hand that hold another text of it are dropped."""
    text = place.text()
    ready.forget(place.name, unless="" if text is None else source_hash(text))


def _cached_or_compiled(place: ModulePlace, text: str) -> tuple[Bundle, ...]:
    _configure(os.path.dirname(place.filename))
    source = ModuleSource(place.name, place.filename, text, place.is_package)
    text_hash = source_hash(text)
    for data in read_cached(place):
        stored = decode_module(data)
        if stored is None or (stored.module, stored.source_hash) != (place.name, text_hash):
            continue
        if stored.maker != compiler_state():
            continue
        # A listing that is out of date finds a module missing, and the module is compiled; it costs most of a load.
        sources = Sources(ExtraSources([source], PathSourceFinder(relist=False)))
        if all(sources.agree(entry) for entry in stored.entries):
            return stored.bundles
    entries = _compile(source, ExtraSources([source], PathSourceFinder()))
    if entries is None:
        return ()
    stored = store_module(place.name, text_hash, entries, maker=compiler_state())
    write_cached(place, encode_module(stored))
    return stored.bundles


@functools.cache
def _configure(folder: str) -> None:
    """Let the compiler know what the project around ``folder`` passes through; looked up once."""
    project(folder or ".")


def _compile(source: ModuleSource, finder: SourceFinder) -> tuple[Entry, ...] | None:
    """The module's workflows; ``None`` where it does not parse."""
    from useworkflow_compiler.ahead import compile_module
    from useworkflow_compiler.errors import CompileError

    try:
        return compile_module(source, finder).entries
    except CompileError as error:
        place = error.where
        if error.code == "UW111" and place is not None and place.file == source.filename:
            return None
        raise
