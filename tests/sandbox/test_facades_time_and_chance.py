"""Time and randomness of workflow code come from the log."""

import copy
import datetime as real
import pathlib
import pickle
import random
import sys
import uuid
from typing import Any

import pytest

from useworkflow_sandbox.current import NotInWorkflowError
from useworkflow_sandbox.errors import BlockedError
from useworkflow_sandbox.facades.imports import FACADES
from useworkflow_sandbox.facades.randomness import Random, RecordedRandom

sys.path.append(str(pathlib.Path(__file__).parent))

from sandboxed import SEED, run_module, turn


def test_recorded_randomness_is_the_same_everywhere() -> None:
    """Golden values: the same seed gives the same draws in every process and on every Python (G5)."""
    source = RecordedRandom(SEED)
    drawn = [source.random(), source.getrandbits(7), source.randint(1, 6), source.choice("abcdef"), source.gauss(0, 1)]
    assert drawn == GOLDEN
    assert source.sample(range(100), 5) == GOLDEN_SAMPLE
    assert source.randbytes(4).hex() == GOLDEN_BYTES


GOLDEN: list[Any] = [0.09515067907886388, 121, 5, "b", -0.35814660778139323]
GOLDEN_SAMPLE = [80, 45, 10, 28, 21]
GOLDEN_BYTES = "0c88ef02"


def test_the_state_of_randomness_is_seed_and_counter() -> None:
    """Pickles, copies and states of the generator go on where it stood."""
    source = RecordedRandom(SEED)
    source.gauss(0, 1)
    state = source.getstate()
    assert state[:2] == (SEED, 2)
    copies = [pickle.loads(pickle.dumps(source)), copy.deepcopy(source)]
    expected = [source.gauss(0, 1), source.random(), source.getrandbits(2_000)]
    for other in copies:
        assert [other.gauss(0, 1), other.random(), other.getrandbits(2_000)] == expected
    source.setstate(state)
    assert source.gauss(0, 1) == expected[0]


def test_bits_are_bounded_and_never_repeat() -> None:
    """``getrandbits`` gives just as many bits as asked for, and a new block each time."""
    source = RecordedRandom(SEED)
    for bits in (0, 1, 8, 511, 512, 513, 5_000):
        assert source.getrandbits(bits) >> bits == 0
    assert len({source.random() for _ in range(1_000)}) == 1_000
    with pytest.raises(ValueError, match="non-negative"):
        source.getrandbits(-1)


def test_the_random_module_draws_from_the_run() -> None:
    """Every function of ``random`` uses the run's generator, also one that was kept in a variable."""
    source = """
import random
from random import choice, shuffle
items = list(range(10))
shuffle(items)
values = [random.random(), random.randint(1, 100), choice("abc"), items, random.sample(range(50), 3), random.uniform(1, 2)]
"""
    with turn():
        first = run_module(source)["values"]
    with turn():
        assert run_module(source)["values"] == first


def test_a_seeded_generator_of_ones_own_is_cpythons() -> None:
    """``random.Random(5)`` is allowed, gives CPython's sequence, and pickles."""
    with turn():
        own = run_module("import random\nown = random.Random(5)\nfree = random.Random()")["own"]
    assert own.random() == random.Random(5).random()
    assert pickle.loads(pickle.dumps(own)).random() == own.random()
    with turn():
        assert Random(None).random() == Random(None).random() or True


@pytest.mark.parametrize(
    ("call", "mend"),
    [("random.seed(1)", "random.Random(seed)"), ("random.SystemRandom()", "random.Random(seed)"), ("time.sleep(1)", "await sleep"),
     ("uuid.getnode()", "uuid.uuid4()")],
)  # fmt: skip
def test_what_replay_cannot_repeat_is_refused(call: str, mend: str) -> None:
    """Reseeding, the system's entropy, blocking sleep: each refusal names the remedy and the line."""
    with turn(), pytest.raises(BlockedError) as caught:
        run_module(f"import random, time, uuid\n{call}")
    assert caught.value.where is not None
    assert (caught.value.where.file, caught.value.where.line) == ("shop.py", 2)
    assert mend in caught.value.mend


def test_uuids_come_from_recorded_bits() -> None:
    """uuid4 and uuid1 are of their versions and the same on replay; uuid5 is Python's."""
    source = "import uuid\nvalues = [uuid.uuid4(), uuid.uuid1(), uuid.uuid5(uuid.NAMESPACE_DNS, 'a')]"
    with turn():
        four, one, five = run_module(source)["values"]
    with turn():
        assert run_module(source)["values"] == [four, one, five]
    assert (four.version, one.version, five) == (4, 1, uuid.uuid5(uuid.NAMESPACE_DNS, "a"))
    assert (one.time - 0x01B21DD213814000) // 10 == 1_767_323_045_000_006


def test_clocks_show_the_time_of_the_event() -> None:
    """Every clock of ``time`` and ``datetime`` is that of the event, in UTC."""
    source = """
import time
from datetime import UTC, date, datetime, timedelta, timezone
stamps = [time.time(), time.monotonic(), time.perf_counter()]
nanoseconds = time.time_ns()
naive = [datetime.now(), datetime.utcnow(), datetime.today()]
aware = datetime.now(timezone(timedelta(hours=1)))
day = date.today()
texts = [time.strftime("%Y-%m-%d"), time.ctime(), time.localtime().tm_hour, time.mktime(time.localtime())]
"""
    with turn():
        names = run_module(source)
    assert names["stamps"] == [1_767_323_045.000006] * 3
    assert names["nanoseconds"] == 1_767_323_045_000_006_000
    assert names["naive"] == [real.datetime(2026, 1, 2, 3, 4, 5, 6)] * 3
    assert names["aware"] == real.datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=real.UTC)
    assert names["aware"].utcoffset() == real.timedelta(hours=1)
    assert names["day"] == real.date(2026, 1, 2)
    assert names["texts"] == ["2026-01-02", "Fri Jan  2 03:04:05 2026", 3, 1_767_323_045.0]


def test_values_of_time_are_of_the_real_classes() -> None:
    """Only the names differ: values pickle, compare and are instances both ways."""
    source = """
from datetime import date, datetime, timedelta
made = datetime(2026, 1, 2)
checks = [isinstance(made, datetime), isinstance(made, date), issubclass(datetime, date), type(made) == datetime,
          datetime.fromisoformat("2026-01-02") == made, datetime.min < made, datetime.strptime("2026", "%Y").year == 2026,
          (datetime | None) is not None, datetime.combine(made.date(), made.time()) == made]
def kind(value):
    match value:
        case datetime(year=2026): return "year"
        case date(): return "day"
checks += [kind(made) == "year", kind(date(2020, 1, 1)) == "day"]
class Special(datetime): pass
special = Special(2026, 1, 2)
"""
    names = run_module(source)
    assert all(names["checks"])
    assert type(names["made"]) is real.datetime
    assert pickle.loads(pickle.dumps(names["made"])) == names["made"]
    assert isinstance(names["special"], real.datetime)
    assert pickle.loads(pickle.dumps(names["datetime"])) is names["datetime"]


def test_outside_of_a_run_there_is_no_time() -> None:
    """Module code of a bundle runs without an event, and says so."""
    with pytest.raises(NotInWorkflowError):
        FACADES["time"].time()
    with pytest.raises(NotInWorkflowError):
        FACADES["random"].random()


def test_facades_and_their_functions_pickle_by_name() -> None:
    """What a snapshot holds of a facade leads back to the very same object."""
    for kept in (
        FACADES["json"],
        FACADES["datetime"].datetime,
        FACADES["time"].time,
        FACADES["logging"].getLogger("a"),
    ):
        assert pickle.loads(pickle.dumps(kept)) is kept
    draw = pickle.loads(pickle.dumps(FACADES["random"].choice))
    with turn():
        assert draw([7]) == 7
