"""A turn without an instance: what the facades ask for, and a module that runs under the sandbox's builtins.

Input -> output::

    with turn() as run: run_module("print(1)")   ->  run.commands == [Logged(text="1", ...)]
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from useworkflow_sandbox.current import enter, leave
from useworkflow_sandbox.events import Command
from useworkflow_sandbox.facades.builtins import make_builtins
from useworkflow_sandbox.facades.caching import CacheTable
from useworkflow_sandbox.facades.imports import make_importer
from useworkflow_sandbox.facades.randomness import RecordedRandom
from useworkflow_sandbox.instance import Origin
from useworkflow_sandbox.stable import Identities

NOW = 1_767_323_045_000_006
"""2026-01-02 03:04:05.000006 UTC."""
SEED = "000102030405060708090a0b0c0d0e0f"


class FakeProgram:
    """Knows the one file of ``run_module``."""

    def is_user_file(self, filename: str) -> bool:
        return filename == "shop.py"


class FakeInstance:
    """The part of an instance that facades use."""

    def __init__(self) -> None:
        self.now = NOW
        self.random = RecordedRandom(SEED)
        self.origin = Origin("workflow//shop//w", NOW)
        self.identities = Identities()
        self.caches: dict[str, CacheTable] = {}
        self.program = FakeProgram()
        self.commands: list[Command] = []

    def emit(self, command: Command) -> None:
        self.commands.append(command)


@contextmanager
def turn() -> Iterator[FakeInstance]:
    """A turn of a fresh fake instance."""
    instance = FakeInstance()
    previous = enter(cast("Any", instance))
    try:
        yield instance
    finally:
        leave(previous)


def run_module(
    source: str, modules: Mapping[str, types.ModuleType] | None = None, name: str = "shop"
) -> dict[str, Any]:
    """Execute ``source`` as the bundle's module ``shop`` and return its namespace."""
    namespace: dict[str, Any] = {"__builtins__": make_builtins(make_importer((modules or {}).get)), "__name__": name}
    exec(compile(source, "shop.py", "exec", dont_inherit=True), namespace)
    return namespace
