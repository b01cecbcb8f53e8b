"""What a project configures for its workflow code, in the nearest ``pyproject.toml``.

    [tool.useworkflow]
    env = ["REGION"]               project().recorded_environment() -> {"REGION": "eu-1"}, recorded when a run starts
    public_url = "https://x.org"   what the addresses of webhooks begin with
    passthrough = ["shapely"]      workflow code may use this installed package as it is
    outbox = ["world"]             engines relay the outbox in this database; USEWORKFLOW_OUTBOX adds to it
    payload_limit = "64 MiB"       what one recorded value of a run may take; 16 MiB if nothing is said

``USEWORKFLOW_PUBLIC_URL`` goes before ``public_url``; ``USEWORKFLOW_ENV`` and ``USEWORKFLOW_PASSTHROUGH`` (names with commas between them) add to it where there is no such file,
as on a worker. Read next: ``configuration``.
"""

from __future__ import annotations

import functools
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from useworkflow_compiler.format import Bundle
from useworkflow_compiler.sources import pass_through
from useworkflow_runtime.errors import ConfigurationError
from useworkflow_runtime.queues import Limits
from useworkflow_sandbox import values
from useworkflow_sandbox.metadata import URL_VARIABLE

ENV_VARIABLE = "USEWORKFLOW_ENV"
PASSTHROUGH_VARIABLE = "USEWORKFLOW_PASSTHROUGH"
LIMIT_VARIABLE = "USEWORKFLOW_PAYLOAD_LIMIT"
OUTBOX_VARIABLE = "USEWORKFLOW_OUTBOX"


class Project(msgspec.Struct, frozen=True):
    """``env``: environment variables that are recorded. ``passthrough``: installed packages used as they are.
    ``payload_limit``: a size, such as ``"64 MiB"``. ``public_url``: where the outside world reaches the web application,
    without a slash at its end. ``queues``: limits by name.
    ``outbox``: databases whose outboxes engines relay."""

    env: tuple[str, ...] = ()
    passthrough: tuple[str, ...] = ()
    payload_limit: int | str = values.DEFAULT_LIMIT
    public_url: str = ""
    queues: dict[str, Limits] = {}
    outbox: tuple[str, ...] = ()

    @property
    def payload_bytes(self) -> int:
        """What one recorded value of a run may take."""
        return values.parse_size(self.payload_limit)

    def recorded_environment(self, environ: Mapping[str, str] = os.environ) -> dict[str, str | None]:
        """The listed variables as they are now, ``None`` for one that is not set, and the public URL where there is one."""
        found = {name: environ.get(name) for name in self.env}
        public_url = (environ.get(URL_VARIABLE) or self.public_url).rstrip("/")
        return {**found, URL_VARIABLE: public_url} if public_url else found


def project(folder: str | Path = ".", environ: Mapping[str, str] = os.environ) -> Project:
    """The configuration for code in ``folder``; the packages that it passes through are known to the compiler then.

    Raises:
        ConfigurationError: the file or the section is malformed.
    """
    env, passthrough = environ.get(ENV_VARIABLE, ""), environ.get(PASSTHROUGH_VARIABLE, "")
    found = _completed(_nearest(folder), env, passthrough, environ.get(LIMIT_VARIABLE, ""))
    pass_through(found.passthrough)
    return found


def project_of(bundle: Bundle) -> Project:
    """The configuration beside the workflow's own file, where that is here; else that of the current folder."""
    folder = os.path.dirname(bundle.modules[0].filename) if bundle.modules else ""
    return project(folder if os.path.isdir(folder) else ".")


def configured_outboxes(environ: Mapping[str, str] = os.environ) -> list[str]:
    """The databases whose outboxes an engine in this process relays; in the variable there is space between them.

    Raises:
        ConfigurationError: the file or the section is malformed.
    """
    return list(dict.fromkeys([*_written(_nearest(".")).outbox, *environ.get(OUTBOX_VARIABLE, "").split()]))


def _limit(text: str) -> int | None:
    try:
        return values.parse_size(text) if text else None
    except ValueError as error:
        raise ConfigurationError(
            f"{LIMIT_VARIABLE}: {error}", mend=f"write, for instance: {LIMIT_VARIABLE}=64MiB"
        ) from error


def present_limit() -> int:
    """What one recorded value may take in this process, outside of workflow code, in bytes."""
    return _limit(os.environ.get(LIMIT_VARIABLE, "")) or project().payload_bytes


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


class _File(NamedTuple):
    """A file in one of its states. ``changed``: nanoseconds."""

    path: str
    changed: int


def _nearest(folder: str | Path) -> _File | None:
    for path in _places(os.path.abspath(folder)):
        try:
            found = os.stat(path)
        except (OSError, ValueError):  # it is not there; a name that no file can have
            continue
        if stat.S_ISREG(found.st_mode):
            return _File(path, found.st_mtime_ns)
    return None


@functools.lru_cache(maxsize=256)
def _places(folder: str) -> tuple[str, ...]:
    """Where the file may be, nearest first; worked out once, since every start of a run asks."""
    inner = Path(folder).resolve()
    return tuple(str(parent / "pyproject.toml") for parent in (inner, *inner.parents))


@functools.lru_cache(maxsize=64)
def _completed(file: _File | None, env: str, passthrough: str, limit: str) -> Project:
    """What the file says, and the variables."""
    written = _written(file)
    return replace(
        written,
        env=tuple(dict.fromkeys([*written.env, *_names(env)])),
        passthrough=tuple(dict.fromkeys([*written.passthrough, *_names(passthrough)])),
        payload_limit=_limit(limit) or written.payload_limit,
    )


@functools.lru_cache(maxsize=64)
def _written(file: _File | None) -> Project:
    """What the file says; read once per state of it."""
    if file is None:
        return Project()
    import tomllib  # here: most processes have no such file, or have read it when they were built

    try:
        section = tomllib.loads(Path(file.path).read_text(encoding="utf-8")).get("tool", {}).get("useworkflow", {})
        found = msgspec.convert(section, Project)
        values.parse_size(found.payload_limit)
        return found
    except (msgspec.ValidationError, ValueError) as error:  # no TOML, no UTF-8, or wrong values
        raise ConfigurationError(
            f"[tool.useworkflow] in {file.path} cannot be read: {error}",
            why="`env` and `passthrough` are lists of names, `payload_limit` is a size, `public_url` is text, `queues` has a table for each",
            mend='write, for instance: env = ["REGION"]',
        ) from error
