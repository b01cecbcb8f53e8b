"""Bundles in which plain functions that suspend are bare coroutine functions, as they were before ``_uw_suspending``, go on (G4, G7).

``plain_functions_of_old.gz`` holds the source, the bundle and a snapshot at each sync step outside of the library that the last version before wrote, on 3.12.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from useworkflow_compiler.compile import compile_workflow
from useworkflow_compiler.format import decode_bundle
from useworkflow_compiler.sources import DictSourceFinder
from useworkflow_sandbox import values
from useworkflow_sandbox.events import RunCompleted, StepCompleted, StepScheduled
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.program import Program

sys.path.insert(0, str(Path(__file__).parent))
from stack import host_of, library, run

RESULT = [3, 4, 9, True, 4]
ANSWERS = [1, 2, 3, 9, 500, 3]


class Parked(msgspec.Struct):
    """A snapshot, the step that it waits for, and how many were answered before."""

    snapshot: bytes
    step: str
    answered: int


class Stored(msgspec.Struct):
    """What was recorded."""

    source: str
    bundle: bytes
    parked: list[Parked]


STORED = msgspec.msgpack.decode(
    gzip.decompress((Path(__file__).parent / "plain_functions_of_old.gz").read_bytes()), type=Stored
)


def _program() -> Program:
    return Program.load(decode_bundle(STORED.bundle), library(), host_of({"shop": STORED.source}))


@pytest.mark.parametrize("parked", STORED.parked, ids=lambda parked: parked.step)
def test_a_stored_snapshot_goes_on(parked: Parked) -> None:
    """From each step on, in functions that were called by name and as methods."""
    program = _program()
    instance = Instance.restore(program, parked.snapshot, None)
    step: str | None = parked.step
    found: Any = None
    for given in ANSWERS[parked.answered :]:
        assert step is not None
        for command in instance.deliver(StepCompleted(at=1, id=step, value=values.encode(given))):
            step = command.id if isinstance(command, StepScheduled) else None
            found = values.decode(command.value, program.host) if isinstance(command, RunCompleted) else None
    assert found == RESULT


def test_a_stored_bundle_runs_from_its_beginning() -> None:
    """Its plain functions are waited for where they are called by name; snapshots of it are restored."""
    assert run(_program(), restore=True).result == RESULT


def test_code_that_calls_otherwise_has_another_id() -> None:
    """A snapshot of the one form is never given to the other: the same source is another bundle now."""
    compiled = compile_workflow("shop", "wf", DictSourceFinder({"shop": STORED.source}))
    assert compiled.id != decode_bundle(STORED.bundle).id
