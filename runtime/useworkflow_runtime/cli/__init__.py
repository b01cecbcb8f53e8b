"""The command line: ``useworkflow COMMAND``. A file a command; this file only hands over.

    useworkflow run examples/order_saga.py order-7   ->   run.run_command

Read next: ``commands`` (the list of commands), ``run`` (the one that does most).
"""

from __future__ import annotations


def main() -> None:
    """Entry point of the ``useworkflow`` script. Ends the process with one of ``exits.Exit``."""
    from useworkflow_runtime.cli.commands import run_command_line

    run_command_line()
