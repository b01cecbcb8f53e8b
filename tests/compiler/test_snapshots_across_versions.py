"""What one Python and one version wrote, every other one restores (G5, G7)."""

from __future__ import annotations

import gzip
import pathlib
import sys
from typing import Any

import msgspec
import pytest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

from lowered import Program, answer, chain_of, restored  # noqa: E402
from record_snapshots import Recorded  # noqa: E402

from useworkflow_compiler.format import TRANSFORM  # noqa: E402

FILES = sorted((HERE / "snapshots").glob("*.gz"))


def _recorded() -> list[Any]:
    found = []
    for path in FILES:
        programs = msgspec.msgpack.decode(gzip.decompress(path.read_bytes()), type=list[Recorded])
        found += [pytest.param(program, id=f"{path.stem}-{program.case}") for program in programs]
    return found


def _end(coroutine: Any, waiting: Any) -> Any:
    wake = answer(waiting)
    while True:
        try:
            waiting = coroutine.send(wake)
        except StopIteration as stop:
            return ("returned", stop.value)
        except BaseException as error:
            return ("raised", chain_of(error))
        wake = answer(waiting)


def test_all_supported_pythons_are_recorded() -> None:
    """There is a file of each Python for the first generated code that is kept, and for that of this version."""
    wanted = {
        f"abi1-{transform}py{python}" for transform in ("", f"transform{TRANSFORM}-") for python in (311, 312, 313)
    }
    assert {path.stem for path in FILES} >= wanted


@pytest.mark.parametrize("program", _recorded())
def test_a_recorded_snapshot_goes_on_to_the_recorded_end(program: Recorded) -> None:
    """From every recorded suspension the program has the same effects and the same outcome as where it was recorded."""
    assert program.parked
    for parked in program.parked:
        effects: list[Any] = []
        coroutine, waiting = restored(parked.data, Program(program.code, effects))
        outcome = _end(coroutine, waiting)
        assert repr(outcome) == program.outcome
        assert [repr(effect) for effect in effects] == program.effects[parked.effects :]
