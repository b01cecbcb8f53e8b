"""What the environment says about sealing.

    USEWORKFLOW_ENCRYPTION_KEYS=k2:<base64>,k1:<base64>    values are sealed with k2; k1 still opens
    USEWORKFLOW_COMPRESS=64KiB                              what has 64 KiB or more is compressed first; off by default

Read next: ``world``.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping

from useworkflow_runtime.configuration import COMPRESS_VARIABLE, KEYS_VARIABLE
from useworkflow_runtime.errors import KeyringError
from useworkflow_runtime.sealing.envelope import Envelopes
from useworkflow_runtime.sealing.keyring import read_keyring
from useworkflow_runtime.sealing.world import sealed_world
from useworkflow_runtime.worlds.protocol import World
from useworkflow_sandbox.values import parse_size

_PLAIN = Envelopes(None)


def configured_envelopes(environ: Mapping[str, str] = os.environ) -> Envelopes | None:
    """How values are sealed; ``None`` where nothing is said about it.

    Raises:
        KeyringError: the keys, or the threshold, make no sense.
        MissingExtraError: the packages for it are not installed.
    """
    keys, threshold = environ.get(KEYS_VARIABLE, "").strip(), environ.get(COMPRESS_VARIABLE, "").strip()
    return _envelopes(keys, threshold) if keys or threshold else None


@functools.lru_cache(maxsize=8)
def _envelopes(keys: str, threshold: str) -> Envelopes:
    try:
        size = parse_size(threshold) if threshold else None
    except ValueError as error:
        raise KeyringError(
            f"{COMPRESS_VARIABLE}: {error}", mend=f"give the size from which on to compress: {COMPRESS_VARIABLE}=64KiB"
        ) from error
    return Envelopes(read_keyring(keys) if keys else None, threshold=size)


def sealed_as_configured(data: bytes, scope: str) -> bytes:
    """JSON for a place beside the world, such as a table in the user's own database, sealed as the environment says.

    Args:
        data: what is to be kept.
        scope: whose key: a run's id.
    """
    envelopes = configured_envelopes()
    return data if envelopes is None else envelopes.seal(data, scope)


def opened_as_configured(data: bytes) -> bytes:
    """What ``sealed_as_configured`` was given.

    Raises:
        MissingKeyError: it was sealed with a key that is not here.
        SealDamagedError: it does not open.
    """
    return (configured_envelopes() or _PLAIN).open(data)


def as_configured(world: World) -> World:
    """``world``, sealed as the environment says."""
    envelopes = configured_envelopes()
    return world if envelopes is None else sealed_world(world, envelopes)
