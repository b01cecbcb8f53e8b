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
    def __init__(self) -> None:
        self.program: Program | None = None
        self.generators: list[Any] = []
        """Generators that a load has made and that stand at a ``yield``: primed when the graph is complete."""
        self.delegates: set[int] = set()
        """Ids of those that another one delegates to, and primes with itself."""
        self.steps: set[int] = set()
        """Ids of the steps of async generators that a frame of this dump waits for."""


_slot = _Slot()


def session() -> Program:
    """The program whose objects are being dumped or loaded."""
    assert _slot.program is not None
    return _slot.program


def generators() -> list[Any]:
    """The generators of this load that are to be primed."""
    return _slot.generators


def delegates() -> set[int]:
    """Ids of the generators of this load that others prime."""
    return _slot.delegates


def steps_under_way() -> set[int]:
    """Ids of the steps of async generators that a frame of this dump waits for."""
    return _slot.steps


class Session:
    """``with Session(program):`` around a dump or a load."""

    __slots__ = ("_before", "_program")

    def __init__(self, program: Program) -> None:
        self._program = program

    def __enter__(self) -> None:
        self._before = (_slot.program, _slot.generators, _slot.delegates, _slot.steps)
        _slot.program, _slot.generators, _slot.delegates, _slot.steps = self._program, [], set(), set()

    def __exit__(self, *_: object) -> None:
        _slot.program, _slot.generators, _slot.delegates, _slot.steps = self._before
