"""All workflows of one module at once, before any of them is started.

Input -> output::

    compile_module(ModuleSource("shop.orders", ...), finder)
        -> CompiledModule(entries=(Entry(place_order), Entry(cancel_order)), manifests=(...))

The import hook compiles modules this way when they are loaded, ``useworkflow build`` before they are shipped. Every
mistake of the module is reported together.

Read next: ``compile``.
"""

from __future__ import annotations

from dataclasses import dataclass

from useworkflow_compiler.compile import compile_entry
from useworkflow_compiler.discover import discover
from useworkflow_compiler.emit import Manifest
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.modules import parse_source
from useworkflow_compiler.problems import CompileErrors, raise_all
from useworkflow_compiler.sources import ModuleSource, SourceFinder
from useworkflow_compiler.stored import Entry


@dataclass(frozen=True)
class CompiledModule:
    """What became of a module's workflows, in source order. ``manifests`` are there if they were asked for."""

    source: ModuleSource
    entries: tuple[Entry, ...]
    manifests: tuple[Manifest, ...]


def compile_module(source: ModuleSource, finder: SourceFinder, *, describe: bool = False) -> CompiledModule:
    """Compile every workflow of a module.

    Args:
        source: the module; ``finder`` must give the same.
        finder: where the modules come from that it reaches. Nothing is imported.
        describe: also make the manifests.

    Raises:
        CompileError: a directive is misused, or a workflow breaks a rule.
        CompileErrors: there are several mistakes; each is listed once.
    """
    made: list[Entry] = []
    manifests: list[Manifest] = []
    errors: dict[str, CompileError] = {}
    for workflow in discover(source, parse_source(source)).workflows:
        try:
            entry, manifest = compile_entry(source.name, workflow.qualname, finder, describe=describe)
        except CompileError as error:
            errors.update((str(single), single) for single in single_errors(error))
            continue
        made.append(entry)
        manifests += [manifest] if manifest is not None else []
    raise_all(list(errors.values()))
    return CompiledModule(source, tuple(made), tuple(manifests))


def single_errors(error: CompileError) -> tuple[CompileError, ...]:
    """The mistakes that one exception reports."""
    return error.errors if isinstance(error, CompileErrors) else (error,)
