"""Errors of the command line (UW4xx). All but ``SourceGoneError`` end with the exit code for wrong usage.

Read next: ``target``, ``arguments``, which raise them.
"""

from __future__ import annotations

from typing import ClassVar

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_runtime.cli.exits import Exit


class CommandError(UseWorkflowError):
    """Base of the command line's own errors. ``exit_code`` is what the process ends with."""

    default_code = "UW400"
    exit_code: ClassVar[Exit] = Exit.USAGE


class TargetFileError(CommandError):
    """``FILE`` is no Python file and no module that can be found."""

    default_code = "UW401"


class TargetFunctionError(CommandError):
    """``FILE`` has no such workflow, none at all, or several to choose from."""

    default_code = "UW402"


class ArgumentsError(CommandError):
    """The words after the target do not fit the workflow's parameters."""

    default_code = "UW403"


class PayloadError(CommandError):
    """The payload for a hook is no JSON."""

    default_code = "UW404"


class SourceGoneError(CommandError):
    """The steps of a run cannot be imported: its source file is not where the run was started."""

    default_code = "UW405"
    exit_code = Exit.FAILED


class ImportFailedError(CommandError):
    """Importing the user's module raised. ``__cause__`` is the user's exception."""

    default_code = "UW406"


class NoWorldError(CommandError):
    """There is no world at that place, and the command only looks at or speaks to one that is there."""

    default_code = "UW407"
