"""A snapshot holds what is live, is written and loaded by one allow-list, and eviction runs nobody's code (G4, G8)."""

from __future__ import annotations

import gc
import importlib.util
import io
import pathlib
import pickle
from traceback import walk_tb
from typing import Any

import pytest

from useworkflow_sandbox import capture, current, eviction, tracebacks
from useworkflow_sandbox.capture.signature import sign

_spec = importlib.util.spec_from_file_location(
    "lowered", pathlib.Path(__file__).parent.parent / "compiler" / "lowered.py"
)
assert _spec is not None
assert _spec.loader is not None
lowered = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(lowered)


class Parked:
    """A program whose ``main()`` stands at its first suspension."""

    def __init__(self, source: str) -> None:
        self.effects: list[Any] = []
        self.program = lowered.Program(source, self.effects)
        self.program.host = _no_host
        self.coroutine = self.program.namespace["main"]()
        self.coroutine.send(None)

    def dump(self, key: bytes | None = None) -> bytes:
        return capture.dump(self.coroutine, self.program, key)


def _no_host(module: str, qualname: str) -> Any:
    if (module, qualname) == ("lowered", "Ready"):
        return lowered.Ready
    raise LookupError(qualname)


@pytest.fixture
def parked() -> Any:
    """Parks a program and evicts it after the test."""
    made: list[Parked] = []

    def park(source: str) -> Parked:
        made.append(Parked(source))
        return made[-1]

    yield park
    for one in made:
        capture.evict(one.coroutine)


SIMPLE = """
async def main():
    kept, dropped = [1], [2]
    log(dropped)
    await aw(1)
    return kept
"""


def resume(one: Parked, data: bytes, key: bytes | None = None) -> Any:
    """Load, prime, and send the awaited value; gives what ``main()`` returns."""
    coroutine = capture.load(data, one.program, key)
    before = current.enter(None, prime=True)
    waiting = coroutine.send(None)
    current.leave(before)
    waiting.set_result(waiting.value)
    with pytest.raises(StopIteration) as stop:
        coroutine.send(None)
    return stop.value.value


def test_a_snapshot_under_a_key_loads_under_that_key_only(parked: Any) -> None:
    """Another key, or none, refuses it."""
    one = parked(SIMPLE)
    data = one.dump(b"secret")
    assert resume(one, data, b"secret") == [1]
    for other in (b"guess", None):
        with pytest.raises(capture.SnapshotRefused, match="signature"):
            capture.load(data, one.program, other)


def test_every_damaged_byte_is_noticed(parked: Any) -> None:
    """Flipping any one byte of a snapshot has it refused."""
    one = parked(SIMPLE)
    data = one.dump()
    for index in range(len(data)):
        damaged = data[:index] + bytes([data[index] ^ 1]) + data[index + 1 :]
        with pytest.raises(capture.SnapshotRefused):
            capture.load(damaged, one.program)


@pytest.mark.parametrize(
    "name",
    [
        "builtins.getattr",
        "builtins.eval",
        "os.system",
        "types.FunctionType",
        "types.CodeType",
        "copyreg._reconstructor",
    ],
)
def test_a_signed_pickle_that_names_anything_else_is_refused(parked: Any, name: str) -> None:
    """The allow-list holds at load too, whoever signed the bytes."""
    module, _, attribute = name.rpartition(".")
    payload = f"c{module}\n{attribute}\n.".encode()
    with pytest.raises(capture.SnapshotRefused, match="not allowed"):
        capture.load(sign(b"\0\0" + payload, None), parked(SIMPLE).program)


def test_reduce_methods_of_user_classes_are_not_called(parked: Any) -> None:
    """An object with a hostile ``__reduce__`` is kept by its attributes."""
    one = parked(
        """
class Sly:
    def __reduce__(self):
        return (log, ("called",))
async def main():
    sly = Sly()
    sly.x = 1
    await aw(1)
    return sly.x
"""
    )
    assert resume(one, one.dump()) == 1
    assert one.effects == []


def test_only_live_locals_are_kept(parked: Any) -> None:
    """A local that nothing reads any more is not in the snapshot."""
    one = parked(
        """
async def main():
    big = "x" * 100_000
    log(len(big))
    await aw(1)
    return 1
"""
    )
    assert len(one.dump()) < 1000


def test_what_cannot_be_kept_is_named_with_its_lines(parked: Any) -> None:
    """The error names the local, its type, where it was assigned and which await it is live across."""
    one = parked(
        """
async def main():
    fine = 1
    numbers = memoryview(b"abc")
    await aw(fine)
    return list(numbers)
"""
    )
    with pytest.raises(capture.CaptureError) as caught:
        one.dump()
    assert "numbers (memoryview), assigned on line 4, is live across the await on line 5" in str(caught.value)


def test_eviction_runs_nobodys_code(parked: Any) -> None:
    """Neither ``except``, ``finally`` nor ``__exit__`` of a parked coroutine sees that it is dropped."""
    one = parked(
        """
class M:
    def __enter__(self): log("enter")
    def __exit__(self, *a): log("exit")
    async def __aenter__(self): log("aenter")
    async def __aexit__(self, *a): log("aexit")
async def inner():
    try:
        async with M():
            with M():
                await aw(1)
    except BaseException:
        log("inner except")
    finally:
        log("inner finally")
async def main():
    try:
        await inner()
    except:
        log("except")
    finally:
        await aw(2)
        log("finally")
"""
    )
    before = list(one.effects)
    capture.evict(one.coroutine)
    assert one.effects == before == ["aenter", "enter"]
    assert one.coroutine.cr_frame is None


def test_eviction_of_a_coroutine_that_never_started_is_silent(parked: Any) -> None:
    """No code runs and no warning is given."""
    one = parked("async def main():\n    await aw(1)\nasync def other():\n    log('ran')\n")
    fresh = one.program.namespace["other"]()
    capture.evict(fresh)
    assert one.effects == []
    assert fresh.cr_frame is None


def test_a_rebuilt_traceback_names_the_users_lines(parked: Any) -> None:
    """An exception that is live across a suspension keeps the files, lines and names of its traceback."""
    one = parked(
        """
def fail():
    raise ValueError("x")
async def main():
    try:
        fail()
    except ValueError as e:
        await aw(1)
        return e
"""
    )
    error = resume(one, one.dump())
    lines = lowered.chain_of(error)["lines"]
    assert lines == [("main", 6), ("fail", 3)]


def test_a_rebuilt_traceback_holds_no_frame_of_whoever_rebuilt_it() -> None:
    """A restored exception keeps the user's lines alive, and not the snapshot that it was read from."""
    traceback = tracebacks.rebuilt([("shop.py", 12, "main"), ("shop.py", 3, "charge", 3, 4, 9)])
    frames = [frame for frame, _ in walk_tb(traceback)]
    assert [frame.f_back for frame in frames] == [None, None]
    assert [frame.f_code.co_name for frame in frames] == ["main", "charge"]
    assert tracebacks.entries_of(traceback)[1] == ("shop.py", 3, "charge", 3, 4, 9)


def test_state_is_never_a_code_object(parked: Any) -> None:
    """No pickle of a snapshot names a code constructor, so no bytecode crosses Python versions."""
    one = parked(
        """
async def main():
    n = 1
    add = lambda: n
    await aw(1)
    return add()
"""
    )
    data = one.dump()
    names = [argument for _, argument, _ in pickletools_ops(data[22:]) if isinstance(argument, str)]
    assert not [name for name in names if "code" in name.lower() or name.startswith("types")]
    assert resume(one, data) == 1


def pickletools_ops(payload: bytes) -> Any:
    """The opcodes of a pickle, unexecuted."""
    import pickletools

    return pickletools.genops(io.BytesIO(payload))


def test_plain_pickle_refuses_what_a_snapshot_holds(parked: Any) -> None:
    """The format is our own: the standard unpickler has no way to a coroutine."""
    one = parked(SIMPLE)
    with pytest.raises((TypeError, pickle.PicklingError)):
        pickle.dumps(one.coroutine)


def test_the_collector_is_watched_once() -> None:
    """However many instances ask for it."""
    for _ in range(2):
        eviction.watch_the_collector()
    assert gc.callbacks.count(eviction._collecting) == 1
