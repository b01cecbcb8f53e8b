"""Writes the snapshots that later versions, and other Pythons, have to restore.

    python tests/compiler/record_snapshots.py      -> tests/compiler/snapshots/abi1-transform4-py311.gz

Each program of ``cases/`` is recorded with its bundle and a snapshot at some of its suspensions. A file that was
released stays as it is: what it holds must restore for ever (G7).
"""

from __future__ import annotations

import gzip
import pathlib
import sys
from typing import Any

import msgspec

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

from golden import VERSION, cases, source_of  # noqa: E402
from lowered import Program, answer, chain_of, dump, module_code  # noqa: E402

from useworkflow_compiler.format import ABI, TRANSFORM, ModuleCode  # noqa: E402

_NOT_SHARED = ("differs between Pythons", VERSION)
"""Marks of cases that mean something else, or nothing, on another Python."""
MOST = 6
"""Snapshots per program."""


class Parked(msgspec.Struct):
    """A snapshot, and how many effects the program had had."""

    effects: int
    data: bytes


class Recorded(msgspec.Struct):
    """One program: its code, snapshots on the way, and how it ended."""

    case: str
    code: ModuleCode
    parked: list[Parked]
    outcome: str
    effects: list[str]


def record(case: pathlib.Path) -> Recorded:
    """Run one program and keep some of its states."""
    effects: list[Any] = []
    code = module_code(source_of(case))
    program = Program(code, effects)
    coroutine = program.namespace["main"]()
    parked: list[Parked] = []
    wake = None
    while True:
        try:
            waiting = coroutine.send(wake)
        except StopIteration as stop:
            outcome = ("returned", stop.value)
            break
        except BaseException as error:
            outcome = ("raised", chain_of(error))
            break
        parked.append(Parked(len(effects), dump(coroutine, program)))
        wake = answer(waiting)
    chosen = parked[:: max(1, len(parked) // MOST)][:MOST]
    return Recorded(case.name, code, chosen, repr(outcome), [repr(effect) for effect in effects])


if __name__ == "__main__":
    same = [case for case in cases() if not any(mark in source_of(case) for mark in _NOT_SHARED)]
    programs = [record(case) for case in same]
    recorded = [program for program in programs if program.parked]
    version = f"abi{ABI}-transform{TRANSFORM}-py{sys.version_info[0]}{sys.version_info[1]}"
    target = HERE / "snapshots" / f"{version}.gz"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(gzip.compress(msgspec.msgpack.encode(recorded), mtime=0))
    print(target.name, len(recorded), "programs", target.stat().st_size, "bytes")
