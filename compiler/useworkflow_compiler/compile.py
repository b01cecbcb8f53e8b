"""The whole way: a workflow's name in, its content-addressed bundle out (G5, G7).

Input -> output::

    compile_workflow("shop", "place_order", PathSourceFinder()) -> Bundle(id="b3f0...", modules=(ModuleCode(...), ...))

    parse -> discover -> bundle (reach, reduce) -> restrict -> generated bindings -> stabilise -> lower -> encode -> hash

LibCST is never imported here, RestrictedPython only when there is something to restrict: a cached bundle needs neither.

Read next: ``discover``, the first pass.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from useworkflow_compiler import tree as trees
from useworkflow_compiler.cache import Cache
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.format import ABI, TRANSFORM, Bundle, ModuleCode
from useworkflow_compiler.problems import CompileErrors, raise_all
from useworkflow_compiler.sources import ModuleSource, Origin, SourceFinder, package_version, read_source
from useworkflow_compiler.stored import Entry, Sources, decode_kept
from useworkflow_compiler.stored import source_hash as source_hash

if TYPE_CHECKING:
    from useworkflow_compiler.emit import Manifest
    from useworkflow_compiler.modules import Modules
    from useworkflow_compiler.suspending import Suspending

_CACHE_FORMAT: Final = 5


def compile_workflow(module: str, qualname: str, finder: SourceFinder, *, cache: Cache | None = None) -> Bundle:
    """Compile the workflow ``qualname`` of module ``module`` with everything that it reaches.

    Args:
        module: importable name; ``__main__`` is mapped by the caller (``sources.importable_name``).
        qualname: the function's qualified name.
        finder: where source text comes from. Nothing is imported.
        cache: where a compiled bundle is kept; it is used again as long as no source that it depends on has changed.

    Raises:
        CompileError: the source breaks a rule of workflow code; the message names file, line, reason and mend (G10).
        CompileErrors: it breaks several.
    """
    key = _key("workflow", module, qualname)
    if cache is not None:
        kept = decode_kept(cache.get(key), Entry)
        if kept is not None and Sources(finder).agree(kept):
            return kept.bundle
    entry, _ = compile_entry(module, qualname, finder)
    if cache is not None:
        cache.put(key, msgspec.msgpack.encode(entry))
    return entry.bundle


def compile_library(sources: Sequence[tuple[str, str]], *, cache: Cache | None = None) -> tuple[ModuleCode, ...]:
    """Lower trusted modules, (name, path) each, as they are: no reduction and no restriction.

    Raises:
        CompileError: a source is no Python, or cannot be lowered.
        OSError: a file cannot be read.
    """
    texts = [ModuleSource(name, path, read_source(path)) for name, path in sources]
    key = _key("library", *(f"{text.name}:{source_hash(text.source)}:{text.filename}" for text in texts))
    if cache is not None:
        kept = decode_kept(cache.get(key), tuple[ModuleCode, ...])
        if kept is not None:
            return kept
    made = tuple(_lower(text, _parse(text), frozenset()) for text in texts)
    if cache is not None:
        cache.put(key, msgspec.msgpack.encode(made))
    return made


def compile_entry(
    module: str, qualname: str, finder: SourceFinder, *, describe: bool = False
) -> tuple[Entry, Manifest | None]:
    """``compile_workflow`` without a cache: the bundle with what it depends on, and its manifest where ``describe`` is set.

    Raises:
        CompileError, CompileErrors: as ``compile_workflow``.
    """
    from useworkflow_compiler.bundle import bundle_workflow
    from useworkflow_compiler.emit import manifest_of
    from useworkflow_compiler.modules import Modules
    from useworkflow_compiler.reduce import fill_bindings
    from useworkflow_compiler.stabilise import stabilise
    from useworkflow_compiler.suspending import name_attribute_calls

    modules = Modules(finder)
    sources = bundle_workflow(module, qualname, modules)
    manifest = manifest_of(sources) if describe else None
    restricted = _restrict_all([(reduced.source, reduced.tree) for reduced in sources.modules])
    filled = [fill_bindings(tree) for tree in restricted]
    suspending = [
        reduced.suspending.names | name_attribute_calls(tree, reduced.suspending.attribute_calls)
        for reduced, tree in zip(sources.modules, filled, strict=True)
    ]
    identity = [TRANSFORM, str(ABI), sources.workflow.id]
    identity += [f"{m.source.name}:{trees.normalised_hash(t)}" for m, t in zip(sources.modules, filled, strict=True)]
    identity += [f"{step.id}:{step.is_async}" for step in sources.steps]
    identity += [f"workflow:{other}" for other in sources.workflows if other != sources.workflow.id]
    libraries = _libraries(modules)
    identity += [f"{package}=={version}" for package, version in libraries]
    bundle = Bundle(
        id=_digest(*identity),
        abi=ABI,
        transform=TRANSFORM,
        workflow=sources.workflow.id,
        module=sources.workflow.module,
        qualname=sources.workflow.qualname,
        modules=tuple(
            _lower(reduced.source, stabilise(tree), names, reduced.suspending)
            for reduced, tree, names in zip(sources.modules, filled, suspending, strict=True)
        ),
        steps=sources.steps,
        hosts=sources.hosts,
        classes=sources.classes,
        libraries=libraries,
        workflows=sources.workflows,
    )
    seen = Sources(finder)
    return Entry(tuple(seen.dependency(name) for name in sorted(modules.asked)), bundle), manifest


def _libraries(modules: Modules) -> tuple[tuple[str, str], ...]:
    """The packages that are passed through, with their versions."""
    packages = {name.partition(".")[0] for name, origin in modules.asked.items() if origin is Origin.PASSED}
    return tuple((package, package_version(package)) for package in sorted(packages))


def _restrict_all(modules: list[tuple[ModuleSource, ast.Module]]) -> list[ast.Module]:
    """Restrict every module and report what all of them break together."""
    from useworkflow_compiler.restrict import restrict_module

    restricted: list[ast.Module] = []
    errors: list[CompileError] = []
    for source, tree in modules:
        try:
            restricted.append(restrict_module(tree, source))
        except CompileErrors as several:
            errors += several.errors
        except CompileError as error:
            errors.append(error)
    raise_all(errors)
    return restricted


def _parse(source: ModuleSource) -> ast.Module:
    from useworkflow_compiler.modules import parse_source

    return parse_source(source)


def _lower(
    source: ModuleSource, tree: ast.Module, names: frozenset[str], suspending: Suspending | None = None
) -> ModuleCode:
    from useworkflow_compiler.lower import MaySuspend, lower_module
    from useworkflow_compiler.suspending import Suspending

    given = Suspending() if suspending is None else suspending
    lowered = lower_module(
        tree,
        name=source.name,
        filename=source.filename,
        source=source.source,
        may_suspend=MaySuspend(names, given.functions, given.method_names) if given.has_sync_steps else None,
    )
    return ModuleCode(
        name=source.name,
        filename=source.filename,
        source=source.source,
        source_hash=source_hash(source.source),
        tree=trees.encode(lowered.main),
        resume=trees.encode(lowered.resume),
        functions=lowered.functions,
    )


def _key(*parts: str) -> str:
    return _digest(str(_CACHE_FORMAT), TRANSFORM, str(ABI), *parts)


def _digest(*parts: str) -> str:
    text = "\0".join(parts)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
