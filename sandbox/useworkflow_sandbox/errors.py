"""Errors of the sandbox that users see (UW2xx); each has a page under ``docs/errors/`` (G10).

Input -> output::

    raise SerializationError("args[0].client.socket", "socket.socket")

    SerializationError: UW201: args[0].client.socket cannot be serialized: it is a socket.socket
      why: ...
      mend: ...

Read next: ``values/__init__`` (UW201, UW203-UW205, UW230), ``facades/blocked`` (UW202, UW207), ``guards`` (UW206).
"""

from __future__ import annotations

from typing import Any

from useworkflow_compiler.errors import Location, UseWorkflowError, public

_REMEDY = (
    "pass plain data (an id, a path, the settings) and open the object inside the step; or make its class a dataclass, "
    "or give it __workflow_serialize__ and __workflow_deserialize__"
)


@public
class SerializationError(UseWorkflowError, TypeError):
    """UW201: a value that would have to be recorded cannot be serialized.

    Args:
        path: where in the value it stands, such as ``args[0].client.socket``.
        type_name: the class of what stands there.
        because: the reason, where it is another than the class.
        where: the user's line, if it is known; whoever knows it later sets the attribute.
        mend: the remedy, where there is a better one than the general one.
    """

    default_code = "UW201"

    def __init__(
        self, path: str, type_name: str, *, because: str = "", where: Location | None = None, mend: str = ""
    ) -> None:
        reason = because or f"it is a {type_name}"
        super().__init__(
            f"{path} cannot be serialized: {reason}",
            where=where,
            why="arguments and results are recorded by value in a readable format, so that a run survives its process",
            mend=mend or _REMEDY,
        )
        self.path = path
        self.type_name = type_name


@public
class PayloadTooLargeError(SerializationError):
    """UW230: a value that would have to be recorded is larger than the limit (G10).

    Args:
        path: the largest part of the value, such as ``args[0].rows``.
        type_name: its class.
        size: bytes that the whole value takes as it would be recorded.
        limit: bytes that it may take.
    """

    default_code = "UW230"
    engines_fault = True

    def __init__(self, path: str, type_name: str, size: int, limit: int) -> None:
        super().__init__(
            path,
            type_name,
            because=f"it would take {_shown_size(size)} in the log, and the limit is {_shown_size(limit)}",
            mend=(
                "pass a path, a URL or a key, and load the data inside the step; or raise the limit for runs that start "
                "from now on: USEWORKFLOW_PAYLOAD_LIMIT=64MiB"
            ),
        )
        self.size = size
        self.limit = limit


def _shown_size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MiB" if count >= 100 * 1024 else f"{count} bytes"


class BlockedError(UseWorkflowError, RuntimeError):
    """UW202: workflow code reached for something that replay cannot repeat: I/O, threads, processes, the environment."""

    default_code = "UW202"


class ValueDecodeError(UseWorkflowError, ValueError):
    """UW203: bytes are no value that this version wrote, or a recorded value no longer fits its class.

    ``path`` says where in the value, such as ``value.items[3]``; it is empty where the bytes are no JSON at all.
    """

    default_code = "UW203"
    engines_fault = True

    def __init__(self, what: str, *, path: str = "", where: Location | None = None, mend: str = "") -> None:
        super().__init__(
            what,
            where=where,
            why="recorded values are read back strictly; nothing is guessed",
            mend=mend or "if a class has changed, give new fields a default; otherwise the stored bytes are damaged",
        )
        self.path = path


class UnknownClassError(ValueDecodeError):
    """UW204: a recorded value names a class that cannot be found any more (G6)."""

    default_code = "UW204"

    def __init__(self, type_name: str, *, path: str = "") -> None:
        super().__init__(
            f"the class {type_name} of a recorded value cannot be found",
            path=path,
            mend=f"make {type_name} importable under that name again, or leave an alias where it stood",
        )
        self.type_name = type_name


class SealedValueError(ValueDecodeError):
    """UW231: a recorded value is sealed or compressed, and was not opened here."""

    default_code = "UW231"

    @classmethod
    def of(cls, data: bytes) -> SealedValueError:
        """The error for recorded bytes that begin like an envelope."""
        if data.startswith(b'{"$zstd"'):
            error = cls(
                "a recorded value is compressed, and this process is not configured to open it",
                mend="set the variable here too: USEWORKFLOW_COMPRESS=64KiB",
            )
            error.why = "the world was written by a process with USEWORKFLOW_COMPRESS"
            return error
        name = "".join(data[:100].decode("ascii", "replace").split(".")[1:2])
        error = cls(
            f"a recorded value is sealed with the key {name!r}, and was not opened: the key is not here, or the value was changed",
            mend=f"add the key here too: USEWORKFLOW_ENCRYPTION_KEYS=...,{name}:<base64>",
        )
        error.why = (
            "the world was written by a process with USEWORKFLOW_ENCRYPTION_KEYS; the keys never stand in the world"
        )
        return error


class RemoteError(UseWorkflowError):
    """UW205: an exception whose class cannot be imported here. It stands for the original.

    Attributes:
        type_name: the original class, ``module.qualname``.
        message: the original's text.
        texts: its arguments, as text.
    """

    default_code = "UW205"

    def __init__(self, type_name: str, message: str = "", texts: tuple[str, ...] = ()) -> None:
        super().__init__(
            f"{type_name}: {message}" if message else type_name,
            why=f"the class {type_name} cannot be imported in this process",
            mend="make the class importable here, or catch RemoteError and look at type_name",
        )
        self.type_name = type_name
        self.message = message
        self.texts = texts


class UnsafeAttributeError(UseWorkflowError, AttributeError):
    """UW206: workflow code asked for an inspection attribute (frames, code, globals ...) at run time."""

    default_code = "UW206"


class ImportBlockedError(UseWorkflowError, ImportError):
    """UW207: workflow code imports a module that it cannot use. ``name`` is the module's name."""

    default_code = "UW207"

    def __init__(self, what: str, *, name: str, where: Location | None = None, why: str = "", mend: str = "") -> None:
        super().__init__(what, where=where, why=why, mend=mend)
        self.name: Any = name


class UnstableOrderError(UseWorkflowError, TypeError):
    """UW216: the order of a set's members differs from process to process, and nothing tells them apart (G5)."""

    default_code = "UW216"


class SharedStateError(UseWorkflowError, TypeError):
    """UW217: workflow code changes something that all runs of the process share: a module's value, a class, a function."""

    default_code = "UW217"
