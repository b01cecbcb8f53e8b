"""The list of commands, and what happens to an error that none of them handled.

A command is imported when it is asked for, so that ``useworkflow --help`` does not load an engine.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import click

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_runtime.cli.exits import Exit
from useworkflow_runtime.cli.leaving import leave

_COMMANDS = {
    "run": "Run a workflow and follow it to its end.",
    "start": "Start a run and leave it to a worker.",
    "worker": "Execute runs until stopped.",
    "resume": "Go on with an unfinished run, or answer a hook.",
    "inspect": "Look at runs, their events and their steps.",
    "stream": "Follow what a run's steps write.",
    "explain": "Say why a run does not move.",
    "cancel": "Ask a run to cancel.",
    "terminate": "End a run without its code.",
    "wake": "End a run's pending sleeps.",
    "rerun": "Start a run's workflow again, with its arguments.",
    "fork": "Start a run from another's log.",
    "schedule": "Start runs at given times.",
    "deploy-check": "Say which runs in flight agree with the present code.",
    "migrate": "Move runs in flight to the present code.",
    "simulate": "Put a workflow through many histories with faults.",
    "build": "Compile workflows ahead of time, or show the generated code.",
    "db": "Check, back up, prune or upgrade a world.",
}
"""Name -> summary. The command stands in the module of that name, as ``NAME_command``."""


class LazyCommands(click.Group):
    """A group whose commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        module = importlib.import_module(f"useworkflow_runtime.cli.{name}")
        command: click.Command = getattr(module, f"{name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.command(cls=LazyCommands, name="useworkflow", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="useworkflow")
def command_line() -> None:
    """Durable Python functions.

    Runs are kept in a world: --db PATH, else USEWORKFLOW_WORLD=sqlite:///PATH, else .useworkflow/world.db in the
    current folder.

    Exit codes: 0 ok, 1 the run failed, 2 wrong usage, 3 the run was cancelled, 4 the run is parked (diverged or
    stuck), 130 interrupted.
    """


def run_command_line(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code.

    Args:
        arguments: the words after ``useworkflow``; those of the process where it is left out.
    """
    leave(call(command_line, arguments))


def call(command: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Run ``command`` and return its exit code; errors are printed on standard error, without frames of ours."""
    try:
        outcome: Any = command.main(args=arguments, prog_name="useworkflow", standalone_mode=False)
        return int(outcome) if outcome is not None else Exit.OK
    except click.ClickException as error:
        error.show()
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except BrokenPipeError:  # `useworkflow inspect ... | head`
        sys.stderr.close()
        return Exit.OK
    except UseWorkflowError as error:
        from useworkflow_runtime.cli.show import error_text

        print(error_text(error), file=sys.stderr)
        return exit_for_error(error)


def exit_for_error(error: UseWorkflowError) -> Exit:
    """Errors that name their own exit code keep it; a wrong name is wrong usage; the rest has failed."""
    from useworkflow_compiler.errors import CompileError
    from useworkflow_runtime import errors

    own = getattr(error, "exit_code", None)
    if isinstance(own, Exit):
        return own
    wrong_usage = (
        CompileError,
        errors.RunNotFoundError,
        errors.HookNotFoundError,
        errors.IdempotencyConflictError,
        errors.RunExistsError,
        errors.ForkError,
        errors.WorldUrlError,
        errors.ScheduleNotFoundError,
        errors.CadenceError,
        errors.UnknownQueueError,
    )
    return Exit.USAGE if isinstance(error, wrong_usage) else Exit.FAILED
