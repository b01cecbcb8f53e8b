"""``useworkflow deploy-check [TARGET...]``: would the runs in flight agree with the code as it is now?

    $ useworkflow deploy-check
    run_01...  shop:place_order  unsafe
        event 6 of the log does not follow from the code
          recorded: step_scheduled 0/charge#0 ...
    1 run in flight: 0 safe, 1 unsafe, 0 unchanged

Nothing in the world is changed. Read next: ``useworkflow_runtime.deploys.deploy_check``.
"""

from __future__ import annotations

import asyncio
import textwrap
from typing import TYPE_CHECKING

import click
import msgspec

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.exits import Exit
from useworkflow_runtime.cli.origin import import_given, imports_aside, make_all_importable
from useworkflow_runtime.cli.session import open_world_for
from useworkflow_runtime.cli.target import parse_target, workflows_in

if TYPE_CHECKING:
    from useworkflow_runtime.deploys.deploy_check import DeployReport, VanishedStep, WorkflowCheck


@click.command("deploy-check")
@click.argument("targets", metavar="[FILE[:FUNCTION]]...", nargs=-1)
@click.option("--diff/--no-diff", default=True, help="Show what changed in each workflow's code.")
@options.json_option
@options.db_option
def deploy_check_command(targets: tuple[str, ...], diff: bool, as_json: bool, db: str | None) -> Exit:
    """Replay all runs in flight against the present code: which of them could be moved to it?

    A deploy changes none of them: each goes on with its own code. The exit code is 1 if a run is unsafe, or if a step
    that runs may call is not in the code any more.
    """
    from useworkflow_runtime.deploys.deploy_check import deploy_check

    workflows = ids_of(targets) if targets else None

    async def check() -> DeployReport:
        async with open_world_for(db) as world:
            with imports_aside():
                for line in await make_all_importable(world):
                    show.warn(line)
                return await deploy_check(world, workflows)

    report = asyncio.run(check())
    if as_json:
        show.print_json({"safe": report.safe, **msgspec.structs.asdict(report)})
    else:
        _print(report, diff)
    return Exit.OK if report.safe else Exit.FAILED


def ids_of(targets: tuple[str, ...]) -> list[str]:
    """The workflow ids that the command line names; their modules are imported.

    Raises:
        TargetFileError: there is no such file or module.
        ImportFailedError: it raised.
    """
    found = []
    with imports_aside():
        import_given(tuple(target.rpartition(":")[0] if _names_function(target) else target for target in targets))
        for text in targets:
            target = parse_target(text)
            names = [target.function] if target.function else workflows_in(target)
            found += [f"workflow//{target.module}//{name}" for name in names]
    return found


def _names_function(text: str) -> bool:
    return bool(parse_target(text).function)


def _print(report: DeployReport, diff: bool) -> None:
    for run in report.runs:
        click.echo(f"{run.run_id}  {show.workflow_name(run.workflow)}  {run.verdict}")
        if run.why:
            click.echo(textwrap.indent(run.why.partition("\n  what changed in the code:")[0], "    "))
        for command in run.at_once:
            click.echo(f"    once moved, at once: {command}")
    if diff:
        for workflow in report.workflows:
            _print_workflow(workflow)
    for step in report.vanished:
        _print_step(step)
    counts = {
        verdict: sum(run.verdict == verdict for run in report.runs) for verdict in ("safe", "unsafe", "unchanged")
    }
    runs = "1 run" if len(report.runs) == 1 else f"{len(report.runs)} runs"
    click.echo(f"{runs} in flight: {', '.join(f'{count} {verdict}' for verdict, count in counts.items())}")


def _print_workflow(workflow: WorkflowCheck) -> None:
    if not (workflow.diff or workflow.classes or workflow.error):
        return
    click.echo(f"\n{show.workflow_name(workflow.workflow)}, code {workflow.bundle[:8]} against the present one")
    if workflow.error:
        click.echo(textwrap.indent(workflow.error, "    "))
    if workflow.classes:
        click.echo(f"    classes that have changed: {', '.join(workflow.classes)}")
    if workflow.diff:
        click.echo(workflow.diff)


def _print_step(step: VanishedStep) -> None:
    click.echo(f"\n{step.step} is not in the code any more ({step.why})")
    waiting = f"; {len(step.waiting)} wait for it now" if step.waiting else ""
    click.echo(
        f"    {len(step.runs)} of the runs in flight may call it, and would wait for a worker that has it{waiting}"
    )
