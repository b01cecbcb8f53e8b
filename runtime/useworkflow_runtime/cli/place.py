"""Which world a command works on: ``--db``, else what the environment configures.

    --db runs.db                                 -> runs.db
    USEWORKFLOW_WORLD=sqlite:////var/lib/w.db    -> sqlite:////var/lib/w.db
    neither                                      -> .useworkflow/world.db, under the current folder

Read next: ``configuration``.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping

from useworkflow_runtime import configuration


def world_place(db: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """The URL or path that ``open_world`` is to open."""
    return db or configuration.world_url(environ)


def db_words(db: str | None) -> str:
    """How to repeat ``--db`` in an advised command: empty where it was left out."""
    return f" --db {shlex.quote(db)}" if db else ""
