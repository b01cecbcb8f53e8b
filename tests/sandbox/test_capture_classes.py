"""Classes that a function of workflow code makes are in its snapshot: as what they hold, and no code runs (G4, G8)."""

from __future__ import annotations

import enum
import gc
import pathlib
import pickle
import re
import sys
import weakref
from typing import Any

import pytest

from useworkflow_sandbox import capture
from useworkflow_sandbox.capture import RESTORERS, frames
from useworkflow_sandbox.capture.classes import is_local
from useworkflow_sandbox.capture.session import Session
from useworkflow_sandbox.capture.signature import sign

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "compiler"))
from lowered import Program, restored


def _parked(body: str, **names: Any) -> tuple[Program, Any]:
    program = Program("async def main():\n" + body, [])
    program.namespace.update(names)
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


class Colour(enum.Enum):
    RED = 1


@pytest.mark.parametrize(
    ("body", "culprit"),
    [
        (
            "    import enum\n    class B:\n        def __init_subclass__(cls): log(1)\n    class K(B, enum.Enum): A = 1\n    await aw(1)\n    return K",
            "main.<locals>.B.__init_subclass__ takes part",
        ),
        (
            "    import enum, datetime\n    class K(datetime.date, enum.Enum): A = (1, 2, 3)\n    await aw(1)\n    return K",
            "its members are of date",
        ),
        (
            "    import msgspec\n    class K(msgspec.Struct): x: int\n    await aw(1)\n    return K",
            "StructMeta takes part",
        ),
        (
            "    class K(Listed): pass\n    await aw(1)\n    return K",
            "Lister takes part",
        ),
    ],
    ids=["enum whose base asks", "enum of dates", "metaclass of C code", "metaclass that orders bases"],
)
def test_a_class_whose_making_runs_code_is_refused_with_its_reason(body: str, culprit: str) -> None:
    """It is named, with who takes part, and the run goes on by its log."""
    program, coroutine = _parked(body, Listed=Listed)
    with pytest.raises(capture.CaptureError) as caught:
        capture.dump(coroutine, program)
    assert "K" in caught.value.what
    assert caught.value.why.startswith(culprit)


class Lister(type):
    def mro(cls) -> list[type]:
        return super().mro()


class Listed(metaclass=Lister):
    pass


@pytest.mark.parametrize(
    "asks", ["", "    def __init_subclass__(cls): asked.append(1)\n"], ids=["metaclass", "and hook"]
)
def test_a_class_whose_bases_have_a_metaclass_is_made_again_without_it(asks: str) -> None:
    """Neither the metaclass nor a hook is called again, and what they did to the class is there (G1, G8)."""
    asked: list[int] = []
    names: dict[str, Any] = {"asked": asked, "type": type}
    exec(
        f"class M(type):\n    def __init__(cls, *given): cls.at = len(asked); asked.append(0)\nclass B(metaclass=M):\n    v = 1\n{asks}",
        names,
    )
    body = "    class K(B):\n        __slots__ = ('z',)\n        def m(self): return (self.v, self.z, __class__.at)\n    k = K()\n    k.z = 3\n    await aw(1)\n    return k"
    program, coroutine = _parked(body, B=names["B"])
    host = program.host
    program.host = lambda module, name: names[name] if module == "made" else host(module, name)  # type: ignore[method-assign]
    names["B"].__module__ = names["M"].__module__ = "made"
    before = list(asked)
    again, _ = restored(capture.dump(coroutine, program), program)
    assert asked == before
    held = again.cr_frame.f_locals["k"]
    assert (type(type(held)), held.m()) == (names["M"], (1, 3, len(before) - 1))
    assert type(held) in names["B"].__subclasses__()
    coroutine.close()
    capture.evict(again)


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


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("new_class", ("program", "f.<locals>.K", (object,), (), None, None, len)),
        ("new_class", ("program", "f.<locals>.K", (object,), (), None, None, enum.EnumType)),
        ("new_class", ("program", "f.<locals>.K", (object,), (), None, None, Lister)),
        ("new_named_tuple", ("os", "f.<locals>.K", (tuple,), ("x",))),
        ("new_named_tuple", ("program", "f.<locals>.K", (dict,), ("x",))),
        ("fill_named_tuple", (Colour, ({"x": 1}, None))),
        ("ordering_method", ("__lt__", "__reduce__")),
        ("slot", (object, "__reduce__")),
        ("slot", (type, "__call__")),
        ("dispatched", (property(len), [], list)),
        ("new_itertool", ("__loader__", ())),
        ("fill_itertool", ([], (1,))),
        ("new_match", (re.compile("a"), "a", 0, 1, "sub", 0)),
        ("new_match", ([], "a", 0, 1, "search", 0)),
        ("fill_memory_file", ([], (None,))),
        ("begin_step", ([], "append", (1,))),
        ("either_step", ([], "append", (1,))),
        ("begin_step", (frames.finished("async_generator"), "__reduce__", ())),
    ],
)
def test_a_snapshot_gets_no_more_than_it_would_have_been_given(name: str, arguments: tuple[Any, ...]) -> None:
    """What makes classes and their parts again refuses whatever no capture writes (G8)."""
    program = Program("async def main(): pass", [])
    with Session(program), pytest.raises(capture.SnapshotRefused):
        RESTORERS[name](*arguments)


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


@pytest.mark.parametrize("body", ["class Once: x = 1", "class Once: __slots__ = 'x'", "class Once(OSError): pass"])
def test_a_class_is_let_go_of_with_its_run(body: str) -> None:
    """A capture keeps nothing of a run's own classes for the next one."""
    program, coroutine = _parked(f"    {body}\n    k = Once()\n    await aw(1)\n    return k")
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


def test_an_empty_slot_is_not_asked_for() -> None:
    """A class's own ``__getattr__`` does not run when its instance is captured or restored (G1)."""
    asked: list[str] = []

    class Lazy:
        __slots__ = ("here", "there")

        def __getattr__(self, name: str) -> int:
            asked.append(name)
            return 1

    lazy = Lazy()
    lazy.here = 5
    program, coroutine = _parked("    kept = LAZY\n    await aw(1)\n    return kept", LAZY=lazy)
    host = program.host
    program.host = lambda module, name: Lazy if name.endswith("Lazy") else host(module, name)  # type: ignore[method-assign]
    again, _ = restored(capture.dump(coroutine, program), program)
    held = again.cr_frame.f_locals["kept"]
    assert asked == []
    assert (held.here, held.there) == (5, 1)
    assert asked == ["there"]
    coroutine.close()
    capture.evict(again)
