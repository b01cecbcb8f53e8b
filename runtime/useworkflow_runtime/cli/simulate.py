"""``useworkflow simulate FILE[:FUNCTION] [ARGS...]``: put a workflow through many histories with faults, each from a seed.

    $ useworkflow simulate shop.py:place_order o-7 --answer 'approve:o-7={"ok": true}'
    1000 histories, 8213 commits, 1904 faults: nothing broken
        1000 completed "parcel-o-7"

Nothing is stored, and no time passes: an hour's sleep takes none. Steps run for real, again and again, so what they do to the outside
should be harmless. Read next: ``useworkflow_runtime.simulation``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.arguments import bind_arguments
from useworkflow_runtime.cli.errors import PayloadError
from useworkflow_runtime.cli.exits import Exit
from useworkflow_runtime.cli.target import load_workflow, parse_target

if TYPE_CHECKING:
    import random

    from useworkflow_runtime.simulation.history import Planned
    from useworkflow_runtime.simulation.many import Report


@click.command("simulate", context_settings={"ignore_unknown_options": True})
@click.argument("target", metavar="FILE[:FUNCTION]")
@click.argument("words", metavar="[ARGS]...", nargs=-1, type=click.UNPROCESSED)
@click.option("--seeds", default=100, show_default=True, metavar="N", help="How many histories.")
@click.option("--seed", type=int, metavar="S", help="Only the history of this seed.")
@click.option(
    "--answer", "answers", multiple=True, metavar="TOKEN=JSON", help="What a hook is answered; may be repeated."
)
@options.json_option
def simulate_command(
    target: str, words: tuple[str, ...], seeds: int, seed: int | None, answers: tuple[str, ...], as_json: bool
) -> Exit:
    """Put a workflow through histories with faults: crashes, failing disks, lost notices, clocks that jump.

    Nothing is stored. Steps run for real, once or more in every history. The exit code is 1 where an invariant was
    broken; --seed S repeats that history exactly.
    """
    function = load_workflow(parse_target(target))
    args, kwargs = bind_arguments(function, words)

    from useworkflow_runtime.simulation.many import simulate_many

    plan = planned_by(function, args, kwargs, read_answers(answers))
    chosen = range(seeds) if seed is None else range(seed, seed + 1)
    report = simulate_many(plan, chosen, say=show.warn)
    if as_json:
        show.print_json(_as_data(report))
    else:
        _print(report)
    return Exit.FAILED if report.broken else Exit.OK


def read_answers(texts: tuple[str, ...]) -> tuple[tuple[str, Any], ...]:
    """``TOKEN=JSON`` -> (token, payload).

    Raises:
        PayloadError: no ``=``, or what follows is no JSON.
    """
    found = []
    for text in texts:
        token, _, payload = text.partition("=")
        try:
            found.append((token, json.loads(payload)))
        except ValueError as error:
            raise PayloadError(f"--answer {text!r}: {error}", mend="write --answer 'TOKEN=JSON'") from None
    return tuple(found)


def planned_by(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], answers: tuple[tuple[str, Any], ...]
) -> Callable[[random.Random], list[Planned]]:
    """One run of ``function`` in every history."""
    from useworkflow_runtime.simulation.history import Planned

    def plan(chance: random.Random) -> list[Planned]:
        return [Planned(function, args, kwargs=kwargs, answers=answers)]

    return plan


def _as_data(report: Report) -> dict[str, Any]:
    return {
        "histories": report.histories,
        "commits": report.commits,
        "step_bodies": report.bodies,
        "faults": dict(report.faults),
        "endings": dict(report.endings),
        "broken": {str(seed): lines for seed, lines in report.broken.items()},
    }


def _print(report: Report) -> None:
    state = f"{len(report.broken)} broken" if report.broken else "nothing broken"
    click.echo(f"{report.histories} histories, {report.commits} commits, {report.faults.total()} faults: {state}")
    for ending, times in report.endings.most_common():
        click.echo(f"{times:8d} {ending}")
    for seed in sorted(report.broken):
        click.echo(f"seed {seed}: {report.broken[seed][0]}")
