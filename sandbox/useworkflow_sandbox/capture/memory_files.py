"""Files in memory, in a snapshot: as what stands in them.

    io.StringIO("abc")   ->   new_memory_file(True), then ("abc", newline, position, attributes)

Read next: ``objects``.
"""

from __future__ import annotations

import io
from typing import Any

from useworkflow_sandbox.capture.errors import SnapshotRefused

_KINDS: dict[bool, type] = {True: io.StringIO, False: io.BytesIO}


def reduce_memory_file(file: Any) -> tuple[Any, ...]:
    """How a snapshot holds a ``StringIO`` or ``BytesIO``; one that is closed has nothing in it."""
    state = None if file.closed else file.__getstate__()
    return new_memory_file, (type(file) is io.StringIO,), (state,), None, None, fill_memory_file


def new_memory_file(of_text: bool) -> Any:
    """A file in memory with nothing in it yet."""
    return _KINDS[of_text]()


def fill_memory_file(file: Any, parts: tuple[Any]) -> None:
    """Give a file in memory its contents and its position."""
    (state,) = parts
    if type(file) not in _KINDS.values():
        raise SnapshotRefused(f"the snapshot writes into a {type(file).__qualname__}, which is not allowed")
    if state is None:
        file.close()
    else:
        file.__setstate__(state)
