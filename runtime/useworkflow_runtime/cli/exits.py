"""What the command line's exit codes mean. Scripts may rely on them.

useworkflow run audit.py; echo $?   ->   0 when the run completed
"""

from __future__ import annotations

import enum


class Exit(enum.IntEnum):
    """Exit codes of every ``useworkflow`` command."""

    OK = 0
    """The command did what was asked; a followed run completed."""
    FAILED = 1
    """A followed run failed, or useworkflow itself could not do its part (the world cannot be opened, for one)."""
    USAGE = 2
    """The command line, or what it names, is wrong: no such file, function, run or hook; arguments that do not fit."""
    CANCELLED = 3
    """The followed run was cancelled."""
    PARKED = 4
    """The followed run is ``diverged`` or ``stuck``: nothing is lost, and ``useworkflow explain`` says what to do."""
    INTERRUPTED = 130
    """Ctrl-C (or SIGTERM) ended the command; the run stays where it is and can be resumed."""


_OF_STATUS = {
    "completed": Exit.OK,
    "failed": Exit.FAILED,
    "cancelled": Exit.CANCELLED,
    "diverged": Exit.PARKED,
    "stuck": Exit.PARKED,
}


def exit_for_status(status: str) -> Exit:
    """The exit code of a command that followed a run until ``status``.

    Raises:
        KeyError: the run is still on its way.
    """
    return _OF_STATUS[status]
