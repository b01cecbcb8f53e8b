"""``useworkflow build``: compile workflows ahead of time, check that this was done, or show what comes out.

    $ useworkflow build src
    built 12 workflows of 4 modules
    $ useworkflow build --check src                         exit code 1 if a source has changed since
    $ useworkflow build --show examples/order_saga.py
    # examples/order_saga.py, lowered
    async def place_order(order_id):
        ...

Read next: ``useworkflow_runtime.code.building``, ``useworkflow_compiler.show``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_runtime.cli import options
from useworkflow_runtime.cli.exits import Exit
from useworkflow_runtime.cli.show import error_text, print_json, warn
from useworkflow_runtime.cli.target import load_workflow, parse_target

if TYPE_CHECKING:
    from useworkflow_runtime.code.building import Built, Source

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("build")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--out", type=_FOLDER, help="Write below this folder, not beside the sources.")
@click.option("--root", type=_FOLDER, help="The folder from which the modules are imported.")
@click.option("--check", is_flag=True, help="Write nothing; say whether everything is up to date.")
@click.option("--show", is_flag=True, help="Print the generated code of FILE[:FUNCTION].")
@click.option("--resume", is_flag=True, help="With --show: also print the forms that take up a captured state.")
@options.json_option
def build_command(
    paths: tuple[str, ...],
    out: Path | None,
    root: Path | None,
    check: bool,
    show: bool,
    resume: bool,
    as_json: bool,
) -> Exit:
    """Compile every workflow in the files and packages PATH... ahead of time.

    Bundles and manifests are written to a folder __useworkflow__ beside each source, where start() finds them. Exit code 1:
    there are mistakes in workflow code, all of them are listed, and nothing was written; or --check found something to do.
    """
    if show:
        for target in paths:
            _show(target, resume=resume)
        return Exit.OK
    report = _build([Path(path) for path in paths], out=out, root=root, check=check)
    if as_json:
        print_json({**msgspec.structs.asdict(report), "mistakes": [_as_json(each) for each in report.mistakes]})
    else:
        _say(report)
    return Exit.OK if report.sound else Exit.FAILED


def _show(target: str, *, resume: bool) -> None:
    from useworkflow_compiler.show import readable
    from useworkflow_runtime.code.programs import compile_function

    bundle = compile_function(load_workflow(parse_target(target)))
    for module in bundle.modules:
        click.echo(readable(module, resume=resume))


def _as_json(error: UseWorkflowError) -> dict[str, Any]:
    where = error.where
    place = {} if where is None else {"file": where.file, "line": where.line, "column": where.column}
    return {"code": error.code, "what": error.what, **place, "why": error.why, "mend": error.mend}


class Report(msgspec.Struct, kw_only=True):
    """What a build has done, or, with ``--check``, found. Paths are those of the files."""

    checked: bool = False
    workflows: int = 0
    modules: int = 0
    mistakes: list[UseWorkflowError] = []
    written: list[str] = []
    removed: list[str] = []
    outdated: list[str] = []
    missing: list[str] = []
    without_source: list[str] = []
    failed: str | None = None
    """The file that could not be written."""

    @property
    def sound(self) -> bool:
        """Everything is as it should be."""
        return not (self.mistakes or self.outdated or self.missing or self.without_source or self.failed)


def _build(paths: list[Path], *, out: Path | None, root: Path | None, check: bool) -> Report:
    from useworkflow_runtime.code.building import compile_sources, local_finder, sources_in

    for path in paths:
        if not path.exists():
            raise click.BadParameter(f"there is no {path}", param_hint="PATH")
    sources = sources_in(paths, root=root)
    built = compile_sources(sources, local_finder(sources))
    if built.errors:
        return Report(checked=check, mistakes=list(built.errors))
    wanted = _placed(built, sources, out)
    orphans = _orphans(wanted, sources, out)
    outdated = [path for path, data in wanted.items() if not path.is_file() or path.read_bytes() != data]
    report = Report(checked=check, workflows=built.workflows, modules=sum(path.suffix == ".bundle" for path in wanted))
    if not check:
        _write(report, wanted, outdated, orphans)
        return report
    report.outdated = [str(path) for path in outdated if path.exists()]
    report.missing = [str(path) for path in outdated if not path.exists()]
    report.without_source = [str(path) for path in orphans]
    return report


def _write(report: Report, wanted: dict[Path, bytes], outdated: list[Path], orphans: list[Path]) -> None:
    from useworkflow_compiler.cache import write_whole

    for path in outdated:
        if not write_whole(path, wanted[path], mode=0o666):
            report.failed = str(path)
            return
        report.written.append(str(path))
    for path in orphans:
        path.unlink()
        report.removed.append(str(path))


def _say(report: Report) -> None:
    for error in report.mistakes:
        warn(error_text(error))
    if report.mistakes:
        warn(f"{_count(len(report.mistakes), 'mistake')}; nothing was written")
    elif report.failed is not None:
        warn(f"cannot write {report.failed}")
    elif report.checked:
        for what, paths in (("outdated", report.outdated), ("missing", report.missing)):
            for path in paths:
                warn(f"{what}: {path}")
        for path in report.without_source:
            warn(f"without a source: {path}")
        if report.sound:
            click.echo("up to date")
        else:
            warn("not up to date: run `useworkflow build` without --check")
    else:
        click.echo(
            f"built {_count(report.workflows, 'workflow')} of {_count(report.modules, 'module')}; "
            f"{_count(len(report.written), 'file')} written, {_count(len(report.removed), 'file')} removed"
        )


def _placed(built: Built, sources: Iterable[Source], out: Path | None) -> dict[Path, bytes]:
    """Where each file goes: below ``out``, or below the import root of the source that it was made of."""
    if out is not None:
        return {out / name: data for name, data in built.files.items()}
    from useworkflow_runtime.code.bundle_files import MANIFEST_SUFFIX, built_file

    roots = {}
    for source in sources:
        name = source.file.relative_to(source.root).as_posix()
        roots[built_file(name)] = roots[built_file(name, MANIFEST_SUFFIX)] = source.root
    return {roots[name] / name: data for name, data in built.files.items()}


def _orphans(wanted: dict[Path, bytes], sources: Iterable[Source], out: Path | None) -> list[Path]:
    from useworkflow_runtime.code.building import built_folders

    places = [(out / s.file.relative_to(s.root)) if out is not None else s.file for s in sources]
    return [path for path in built_folders(places) if path not in wanted]


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" + ("" if number == 1 else "s")
