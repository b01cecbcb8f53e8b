"""A copy of a SQLite world as it is at one moment, made while an engine goes on working.

    back_up(Path("world.db"), Path("backup.db"))   -> backup.db is complete and on disk, or not there

``VACUUM INTO`` reads in one transaction and holds up no writer. The copy gets its name when it is complete. Read next: ``sqlite``.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from useworkflow_runtime.errors import WorldError


def back_up(path: Path, target: Path) -> int:
    """Copy the world ``path`` to the new file ``target``.

    Returns:
        The copy's size in bytes.

    Raises:
        WorldError: ``target`` exists, or the copy failed; nothing is left of it.
    """
    if target.exists():
        raise WorldError(
            f"{target} exists already",
            why="a backup that failed half-way must not cost the one before",
            mend="give a name that is free, such as one with the date in it",
        )
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        db = sqlite3.connect(path, isolation_level=None, timeout=10)
        try:
            db.execute("VACUUM INTO ?", (str(part),))
        finally:
            db.close()
        _to_disk(part)
        os.link(part, target)  # unlike a rename it refuses to replace what came there meanwhile
        _to_disk(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise WorldError(
            f"the world {path} could not be backed up to {target}: {error}",
            why="nothing of the world was changed",
            mend="check the room and the permissions there, and the world itself with `useworkflow db check`",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def _to_disk(path: Path) -> None:
    place = os.open(path, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)
