"""Options that several commands share, with one wording."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

_Function = TypeVar("_Function", bound=Callable[..., Any])


def db_option(function: _Function) -> _Function:
    """``--db PATH``: the world to work on."""
    return click.option("--db", metavar="PATH", help="World: a SQLite file, a sqlite:/// or a postgresql:// URL.")(
        function
    )


def json_option(function: _Function) -> _Function:
    """``--json``: machine-readable output on standard output."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")(function)


def key_option(function: _Function) -> _Function:
    """``--key KEY``: an idempotency key."""
    return click.option("--key", metavar="KEY", help="Idempotency key: the same key gives the same run.")(function)
