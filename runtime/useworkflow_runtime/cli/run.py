"""``useworkflow run FILE[:FUNCTION] [ARGS...]``: run a workflow here and follow it to its end.

Read next: ``target`` and ``arguments`` (what to run), ``following`` (how it goes on).
"""

from __future__ import annotations

import click

from useworkflow_runtime.cli import options
from useworkflow_runtime.cli.arguments import bind_arguments
from useworkflow_runtime.cli.exits import Exit
from useworkflow_runtime.cli.target import load_workflow, parse_target


@click.command("run", context_settings={"ignore_unknown_options": True})
@click.argument("target", metavar="FILE[:FUNCTION]")
@click.argument("words", metavar="[ARGS]...", nargs=-1, type=click.UNPROCESSED)
@options.key_option
@options.json_option
@options.db_option
def run_command(target: str, words: tuple[str, ...], key: str | None, as_json: bool, db: str | None) -> Exit:
    """Run a workflow and follow it to its end.

    ARGS are converted by the function's annotations: values by position, --name VALUE and --flag by name. After --
    every word belongs to the workflow. Progress goes to standard error, the result to standard output.

    Exit codes: 0 completed, 1 failed, 2 wrong usage, 3 cancelled, 4 parked, 130 interrupted.
    """
    place = parse_target(target)
    function = load_workflow(place)
    args, kwargs = bind_arguments(function, words)

    from useworkflow_runtime.cli.following import follow_run
    from useworkflow_runtime.cli.session import Session
    from useworkflow_runtime.cli.starting import start_in

    async def obtain(session: Session) -> tuple[str, str]:
        run_id, fresh = await start_in(session.world, function, args, kwargs, key=key, engine=session.engine)
        state = "started" if fresh else f"with key {key} is there already"
        return run_id, f"run {run_id} {state}"

    return follow_run(db, obtain, as_json=as_json, title=function.__qualname__)
