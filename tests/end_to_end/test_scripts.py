"""A plain script with ``start()``: no command line, no worker, no set-up."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

SCRIPT = """
import asyncio, sys
from useworkflow import create_hook, get_run, list_runs, resume_hook, start, step

async def approve(item: str) -> str:
    "use workflow"
    await prepare(item)
    answer = await create_hook(token=item)
    return f"{item} is {answer}"

async def prepare(item: str) -> None:
    "use step"
    with open("ledger", "a") as file:
        file.write(item + "\\n")

async def main(verb: str, item: str) -> None:
    if verb == "begin":
        run = await start(approve, item)
        while await run.status() != "running":
            await asyncio.sleep(0)
        print(run.id, flush=True)
        print("result", await run.result(), flush=True)
    else:
        (run,) = await list_runs()
        await resume_hook(item, "fine")
        print("result", await get_run(run.id).result(), flush=True)

if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
"""


def run_script(cli: Any, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script to its end."""
    return subprocess.run(
        [sys.executable, "approvals.py", *arguments],
        cwd=cli.folder,
        env=cli.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_script_hands_over_to_the_process_that_owns_the_world(cli: Any) -> None:
    """A second process answers the hook and reads the result; the first, which executes the run, gets it as well."""
    cli.write("approvals.py", SCRIPT)
    first = cli.start_python("approvals.py", "begin", "chair")
    first.wait_for("run_")
    cli.wait_for_hook("chair")
    second = run_script(cli, "answer", "chair")
    assert second.stdout == "result chair is fine\n", second.stderr
    assert first.end() == 0
    assert first.lines[-1] == "result chair is fine"


def test_killed_script_is_gone_on_with_by_the_next(cli: Any) -> None:
    """G3: a script is killed while its run waits; the next process finishes the run, and the step ran once."""
    cli.write("approvals.py", SCRIPT)
    first = cli.start_python("approvals.py", "begin", "desk")
    first.wait_for("run_")
    cli.wait_for_hook("desk")
    first.kill()
    second = run_script(cli, "answer", "desk")
    assert second.stdout == "result desk is fine\n", second.stderr
    assert (cli.folder / "ledger").read_text() == "desk\n"


def test_command_line_goes_on_with_the_run_of_a_script(cli: Any) -> None:
    """A run that a script started as ``__main__`` is the same workflow to `useworkflow resume`."""
    cli.write("approvals.py", SCRIPT)
    first = cli.start_python("approvals.py", "begin", "lamp")
    run_id = first.wait_for(r"run_\w+")[0]
    cli.wait_for_hook("lamp")
    first.kill()
    cli("resume", "--hook", "lamp", '"bright"')
    assert cli("resume", run_id).stdout == "lamp is bright\n"
