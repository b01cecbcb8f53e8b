"""What the environment configures: which world, and the key that signs snapshots.

USEWORKFLOW_WORLD=sqlite:////var/lib/app/world.db    -> world_url() gives it; else .useworkflow/world.db
USEWORKFLOW_SIGNING_KEY=...                          -> signing_key() gives its bytes; else None: a checksum (G8)
USEWORKFLOW_ENCRYPTION_KEYS, USEWORKFLOW_COMPRESS    see ``sealing.configured``
"""

from __future__ import annotations

import os
from collections.abc import Mapping

WORLD_VARIABLE = "USEWORKFLOW_WORLD"
KEY_VARIABLE = "USEWORKFLOW_SIGNING_KEY"
KEYS_VARIABLE = "USEWORKFLOW_ENCRYPTION_KEYS"
COMPRESS_VARIABLE = "USEWORKFLOW_COMPRESS"
CACHE_VARIABLE = "USEWORKFLOW_CACHE"
BUNDLES_VARIABLE = "USEWORKFLOW_BUNDLES"
DEFAULT_WORLD = ".useworkflow/world.db"


def world_url(environ: Mapping[str, str] = os.environ) -> str:
    """The URL or path of the world that is used where none is named."""
    return environ.get(WORLD_VARIABLE) or DEFAULT_WORLD


def signing_key(environ: Mapping[str, str] = os.environ) -> bytes | None:
    """The key for snapshots. Without one their signature is a checksum: it finds damage, and stops nobody (G8)."""
    text = environ.get(KEY_VARIABLE)
    return text.encode() if text else None


def cache_folder(environ: Mapping[str, str] = os.environ) -> str:
    """Where compiled bundles may be kept between processes. It may be emptied at any time."""
    own = environ.get(CACHE_VARIABLE)
    if own:
        return own
    base = environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "useworkflow")


def bundle_folders(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Folders that ``useworkflow build --out`` has written, in which bundles are looked for."""
    return [folder for folder in environ.get(BUNDLES_VARIABLE, "").split(os.pathsep) if folder]
