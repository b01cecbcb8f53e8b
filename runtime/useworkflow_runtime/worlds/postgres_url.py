"""A PostgreSQL world's URL: what libpq is told, and what is ours.

    parse("postgresql://app:pw@db/shop?notify=poll&sslmode=require")
        -> conninfo "postgresql://app:pw@db/shop?sslmode=require", notify POLL, shown "postgresql://app@db/shop?notify=poll&..."

Read next: ``postgres``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from useworkflow_runtime.errors import WorldUrlError


class Notify(Enum):
    """How a world hears of what others commit: ``LISTEN`` on a connection of its own, or by asking again and again."""

    LISTEN = "listen"
    POLL = "poll"


@dataclass(frozen=True)
class PostgresUrl:
    """See the module. ``lease``: seconds; ``direct``: conninfo of the connection that bypasses a pooler."""

    conninfo: str
    shown: str
    """Without its password; ``PGPASSWORD`` or a password file gives it where this is opened again."""
    direct: str
    notify: Notify
    lease: float
    connections: int


def parse(url: str) -> PostgresUrl:
    """Read a URL ``postgresql://...``; options that are not ours go to libpq.

    Raises:
        WorldUrlError: one of our options has no meaning.
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    own = {name: options.pop(name) for name in ("notify", "lease", "connections", "direct") if name in options}
    try:
        notify = Notify(own.get("notify", "listen"))
        lease = float(own.get("lease", "10"))
        connections = int(own.get("connections", "4"))
        if not (0.5 <= lease <= 3600 and 1 <= connections <= 100):
            raise ValueError("out of range")
    except ValueError as error:
        raise WorldUrlError(
            f"cannot read the options of the world's URL {_without_password(url)!r}",
            why="`notify` is `listen` or `poll`, `lease` 0.5 to 3600 seconds, `connections` 1 to 100",
            mend="mend the option, or leave it out",
        ) from error
    conninfo = urlunsplit(parts._replace(scheme="postgresql", query=urlencode(options)))
    return PostgresUrl(conninfo, _without_password(url), own.get("direct", conninfo), notify, lease, connections)


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    options = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "password"]
    options = [(name, _without_password(value) if name == "direct" else value) for name, value in options]
    return urlunsplit(parts._replace(netloc=user.partition(":")[0] + at + host, query=urlencode(options)))
