"""Which program a dump or a load belongs to, while it runs: reductions are plain functions and have no other way to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol

from useworkflow_sandbox.codes import CodeTable


class Program(Protocol):
    """What a capture needs of a loaded program."""

    @property
    def codes(self) -> CodeTable:
        """Functions by id and code object."""

    @property
    def host(self) -> Callable[[str, str], Any]:
        """The user's own classes: (module, qualname) -> class."""


class _Slot(threading.local):
    program: Program | None = None


_slot = _Slot()


def session() -> Program:
    """The program whose objects are being dumped or loaded."""
    assert _slot.program is not None
    return _slot.program


class Session:
    """``with Session(program):`` around a dump or a load."""

    __slots__ = ("_before", "_program")

    def __init__(self, program: Program) -> None:
        self._program = program

    def __enter__(self) -> None:
        self._before = _slot.program
        _slot.program = self._program

    def __exit__(self, *_: object) -> None:
        _slot.program = self._before
