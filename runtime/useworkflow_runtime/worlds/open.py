"""From a URL to a world.

    open_world("sqlite:///world.db")    -> SQLiteWorld, relative to the current folder; four slashes: absolute
    open_world("runs/world.db")         -> the same for a plain path
    open_world("memory:")               -> MemoryWorld
    open_world("sqlite:///world.db?synchronous=normal")
    open_world("postgresql://user@host/database")       -> PostgresWorld; needs useworkflow[postgres]

The world is made, not yet opened: ``await world.open()`` does that. Where keys or compression are configured, it seals what
it is given (``sealing``); ``bare_world`` gives the one that stores. Read next: ``protocol``.
"""

from __future__ import annotations

import os
from urllib.parse import parse_qsl, unquote

from useworkflow_runtime.clock import Clock
from useworkflow_runtime.configuration import COMPRESS_VARIABLE, KEYS_VARIABLE
from useworkflow_runtime.errors import WorldUrlError
from useworkflow_runtime.worlds.protocol import World
from useworkflow_runtime.worlds.sqlite import SQLiteWorld, Synchronous

_SQLITE = "sqlite:///"
_FORMS = "`sqlite:///relative/path.db`, `sqlite:////absolute/path.db`, a plain path, `postgresql://user@host/database`, or `memory:`"


def open_world(url_or_path: str, *, clock: Clock | None = None) -> World:
    """The world that ``url_or_path`` names, which seals values where that is configured. Arguments as for ``bare_world``.

    Raises:
        WorldUrlError: no world of this version has such a URL.
        KeyringError: the configured keys make no sense.
        MissingExtraError: a package that the configuration needs is not installed.
    """
    world = bare_world(url_or_path, clock=clock)
    if not os.environ.get(KEYS_VARIABLE) and not os.environ.get(COMPRESS_VARIABLE):
        return world
    from useworkflow_runtime.sealing.configured import as_configured

    return as_configured(world)


def bare(world: World) -> World:
    """The world that stores, behind one that seals."""
    inner = getattr(world, "inner", None)
    return world if inner is None else bare(inner)


def bare_world(url_or_path: str, *, clock: Clock | None = None) -> World:
    """The world that ``url_or_path`` names, as it is stored.

    Args:
        url_or_path: ``sqlite:///path`` (``?synchronous=normal`` trades the last commits before a power cut for speed),
            ``postgresql://...`` (see ``postgres_url`` for its options), ``memory:``, or a plain path to a SQLite file.
        clock: where the world's time comes from; the machine's clock if left out.

    Raises:
        WorldUrlError: no world of this version has such a URL.
    """
    if url_or_path in ("memory:", "memory://"):
        from useworkflow_runtime.worlds.memory import MemoryWorld

        return MemoryWorld(clock)
    if url_or_path.startswith(_SQLITE):
        return _sqlite(url_or_path, clock)
    scheme, separator, _ = url_or_path.partition("://")
    if scheme in ("postgresql", "postgres") and separator:
        return _postgres(url_or_path, clock)
    if separator:
        raise _unknown_scheme(scheme)
    if not url_or_path.strip():
        raise WorldUrlError("the world's URL is empty", mend=f"give {_FORMS}")
    return SQLiteWorld(url_or_path, clock=clock)


def _sqlite(url: str, clock: Clock | None) -> SQLiteWorld:
    path, _, query = url.removeprefix(_SQLITE).partition("?")
    options = dict(parse_qsl(query, keep_blank_values=True))
    synchronous = options.pop("synchronous", "full").upper()
    if not path or options or synchronous not in Synchronous.__members__:
        raise WorldUrlError(
            f"cannot read the world's URL {url!r}",
            why="it needs a path, and the only option is `synchronous`, `full` or `normal`",
            mend=f"give {_FORMS}",
        )
    return SQLiteWorld(unquote(path), clock=clock, synchronous=Synchronous[synchronous])


def _postgres(url: str, clock: Clock | None) -> World:
    try:
        from useworkflow_runtime.worlds.postgres import PostgresWorld
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "psycopg":
            raise
        raise WorldUrlError(
            "a PostgreSQL world needs psycopg, which is not installed",
            mend="pip install 'useworkflow[postgres]'",
        ) from error
    return PostgresWorld(url, clock=clock)


def _unknown_scheme(scheme: str) -> WorldUrlError:
    if scheme.partition("+")[0] in ("postgres", "postgresql"):
        return WorldUrlError(f"there is no world of the kind {scheme!r}", mend="give `postgresql://`, without a driver")
    return WorldUrlError(f"there is no world of the kind {scheme!r}", mend=f"give {_FORMS}")
