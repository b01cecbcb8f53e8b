"""Classes that a function of workflow code makes are in its snapshot: as what they hold, and no code runs (G4, G8)."""

from __future__ import annotations

import enum
import gc
import pathlib
import pickle
import sys
import weakref
from typing import Any

import pytest

from useworkflow_sandbox import capture
from useworkflow_sandbox.capture import RESTORERS
from useworkflow_sandbox.capture.classes import is_local
from useworkflow_sandbox.capture.session import Session
from useworkflow_sandbox.capture.signature import sign

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "compiler"))
from lowered import Program


def _parked(body: str) -> tuple[Program, Any]:
    program = Program("async def main():\n" + body, [])
    coroutine = program.namespace["main"]()
    coroutine.send(None)
    return program, coroutine


def _snapshot(*call: Any) -> bytes:
    """A signed snapshot that makes one call of a restorer."""
    made = pickle.dumps(_Call(*call), protocol=5)
    return sign((0).to_bytes(2, "little") + made, None)


class _Call:
    def __init__(self, *call: Any) -> None:
        self.call = call

    def __reduce__(self) -> tuple[Any, ...]:
        return self.call[0], self.call[1:]


@pytest.mark.parametrize(
    ("body", "culprit"),
    [
        (
            "    import typing\n    class K(typing.Protocol): pass\n    await aw(1)\n    return K",
            "Protocol.__init_subclass__",
        ),
        (
            "    import enum\n    class B(enum.Enum):\n        def __init__(self, v): log(v)\n    class K(B): A = 1\n    await aw(1)\n    return K",
            type(enum.Enum).__qualname__,
        ),
        (
            "    class B:\n        def __init_subclass__(cls): log(1)\n    class K(B): pass\n    await aw(1)\n    return K",
            "main.<locals>.B.__init_subclass__",
        ),
    ],
    ids=["metaclass", "enum whose base makes members", "init_subclass"],
)
def test_a_class_whose_making_runs_code_is_refused_with_its_reason(body: str, culprit: str) -> None:
    """It is named, with who takes part, and the run goes on by its log."""
    program, coroutine = _parked(body)
    with pytest.raises(capture.CaptureError) as caught:
        capture.dump(coroutine, program)
    assert "K" in caught.value.what
    assert caught.value.why.startswith(f"{culprit} takes part")


@pytest.mark.parametrize(
    ("module", "bases"),
    [("builtins", (object,)), ("program", (type,)), ("os", (object,))],
    ids=["module of Python", "metaclass", "foreign module"],
)
def test_a_snapshot_makes_classes_of_its_program_only(module: str, bases: tuple[type, ...]) -> None:
    """A forged class of another module, or one that makes classes, is refused at load."""
    program = Program("async def main(): pass", [])
    data = _snapshot(RESTORERS["new_class"], module, "f.<locals>.K", bases, ("__module__",), None, None)
    with pytest.raises(capture.SnapshotRefused):
        capture.load(data, program)


def test_a_snapshot_makes_enums_of_its_program_only() -> None:
    """A forged enum of another module, of a class with a ``__new__`` of its own, or with a function for a member, is refused at load."""
    program = Program("async def main(): pass", [])

    class Own(str):
        def __new__(cls, value: str) -> Own:
            raise AssertionError("code of a snapshot's choice has run")

    for module, bases, members in (
        ("os", (enum.Enum,), {}),
        ("program", (Own, enum.Enum), {"A": "x"}),
        ("program", (enum.Enum,), {"__del__": len}),
    ):
        with Session(program), pytest.raises(capture.SnapshotRefused):
            RESTORERS["new_enum"](module, "f.<locals>.K", bases, members, None)
    with Session(program), pytest.raises(capture.SnapshotRefused):
        RESTORERS["fill_enum"](Colour, ({"x": 1}, {}))


class Colour(enum.Enum):
    RED = 1


def test_a_snapshot_makes_no_code_of_field_names() -> None:
    """A data class's methods are generated of its fields' names, so a forged name is refused at load (G8)."""
    program, coroutine = _parked("    class K: x = 1\n    await aw(1)\n    return K")
    kind = coroutine.cr_frame.f_locals["K"]
    for name in ("x=print('run'), y", "class", 5):
        with Session(program), pytest.raises(capture.SnapshotRefused):
            RESTORERS["fill_data_class"](kind, ({}, ({}, [(name, "field", int, {})], ("__init__",))))
    coroutine.close()


def test_a_snapshot_changes_no_class_that_it_has_not_made() -> None:
    """Filling is for classes of a function of the program, not for those that others share."""
    program = Program("class P: pass\nasync def main(): pass", [])
    shared = program.namespace["P"]
    with Session(program), pytest.raises(capture.SnapshotRefused):
        RESTORERS["fill_class"](shared, {"x": 1})
    assert not hasattr(shared, "x")


def test_a_class_is_let_go_of_with_its_run() -> None:
    """A capture keeps nothing of a run's own classes for the next one."""
    program, coroutine = _parked("    class Once: x = 1\n    k = Once()\n    await aw(1)\n    return k")
    data = capture.dump(coroutine, program)
    again = capture.load(data, program)
    again.send(None)
    with Session(program):
        kinds = [
            kind for kind in gc.get_objects() if isinstance(kind, type) and kind.__name__ == "Once" and is_local(kind)
        ]
    assert len(kinds) == 2
    gone = [weakref.ref(kind) for kind in kinds]
    del kinds
    capture.evict(coroutine)
    capture.evict(again)
    del coroutine, again
    gc.collect()
    assert [ref() for ref in gone] == [None, None]
