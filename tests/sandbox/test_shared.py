"""What modules hold cannot leak from one run into another: frozen values, caches per run, refused iterators and closures."""

from __future__ import annotations

import linecache
import pathlib
import sys

import pytest

sys.path.append(str(pathlib.Path(__file__).parent))

from stack import program, ran, refused, run

STEP = """
async def echo(value=None):
    "use step"
    return value
"""

CHANGES = {
    "a list": ("X = [1]", "alias = X\n    alias.append(2)"),
    "a list, by index": ("X = [1]", "alias = X\n    alias[0] = 2"),
    "a list, by slice": ("X = [1]", "alias = X\n    del alias[:]"),
    "a list, in place": ("X = [1]", "alias = X\n    alias += [2]"),
    "a list inside": ("X = {'a': [1]}", "inner = X['a']\n    inner.append(2)"),
    "a list in a tuple": ("X = ([1], 2)", "inner, _ = X\n    inner.sort()"),
    "a dictionary": ("X = {'a': 1}", "alias = X\n    alias['b'] = 2"),
    "a dictionary, by setdefault": ("X = {'a': 1}", "alias = X\n    alias.setdefault('b', 2)"),
    "a dictionary, by |=": ("X = {'a': 1}", "alias = X\n    alias |= {'b': 2}"),
    "a set": ("X = {1}", "alias = X\n    alias.add(2)"),
    "a set, in place": ("X = {1}", "alias = X\n    alias -= {1}"),
    "a default dictionary that is only read": (
        "from collections import defaultdict\nX = defaultdict(list)", "alias = X\n    alias['new']",
    ),
    "a counter": ("from collections import Counter\nX = Counter('ab')", "alias = X\n    alias['a'] += 1"),
    "a deque": ("from collections import deque\nX = deque([1])", "alias = X\n    alias.appendleft(0)"),
    "an ordered dictionary": (
        "from collections import OrderedDict\nX = OrderedDict(a=1)", "alias = X\n    alias.move_to_end('a')",
    ),
    "bytes": ("X = bytearray(b'a')", "alias = X\n    alias.extend(b'b')"),
    "a heap": ("import heapq\nX = [2, 1]", "alias = X\n    heapq.heappush(alias, 0)"),
    "a shuffled list": ("import random\nX = [2, 1, 3]", "alias = X\n    random.shuffle(alias)"),
    "a default argument": ("def X(seen=[]):\n    seen.append(1)", "X()"),
    "a keyword default": ("def X(*, seen={}):\n    seen['a'] = 1", "X()"),
    "an attribute of a class": ("class X:\n    count = 0", "X.count = 1"),
    "an attribute of a class, by an instance's class": ("class X:\n    count = 0", "type(X()).count += 1"),
    "an attribute of a class, deleted": ("class X:\n    count = 0", "alias = X\n    del alias.count"),
    "an attribute of a function": ("def X(): pass", "X.calls = 1"),
    "an attribute of a step": ("", "echo.max_retries = 7"),
    "an attribute of a value": (
        "from dataclasses import dataclass\n@dataclass\nclass C:\n    a: int\nX = C(1)", "alias = X\n    alias.a = 2",
    ),
    "a list of a value": (
        "from dataclasses import dataclass\n@dataclass\nclass C:\n    a: list\nX = C([1])", "alias = X\n    alias.a.append(2)",
    ),
    "a list of a value, by its own method": (
        "class C:\n    def __init__(self): self.a = []\n    def add(self): self.a.append(2)\nX = C()", "X.add()",
    ),
    "a captured list": (
        "def make():\n    seen = []\n    def add(x):\n        seen.append(x)\n    return add\nX = make()", "X(1)",
    ),
    "a list in a partial": (
        "import functools\ndef f(seen): seen.append(1)\nX = functools.partial(f, [])", "X()",
    ),
    "a list that setattr would reach": ("class X:\n    count = 0", "setattr(X, 'count', 1)"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_what_all_runs_share_is_refused(what: str) -> None:
    """At the user's line, with the reason and the remedy (UW217; UW134 where the compiler sees it; G5, G10)."""
    module, change = CHANGES[what]
    error = refused(f"{module}\n{STEP}\nasync def wf():\n    'use workflow'\n    await echo()\n    {change}\n")
    assert error.code in ("UW217", "UW134", "UW206"), error
    assert error.where is not None
    assert error.mend


LOADED = {
    "an iterator": "X = zip([1], [2])",
    "a generator": "X = (i for i in [1, 2])",
    "a map": "X = map(str, [1])",
    "a closure with a variable of its own": (
        "def make():\n    n = 0\n    def count():\n        nonlocal n\n        n += 1\n        return n\n"
        "    return count\nX = make()"
    ),
}


@pytest.mark.parametrize("what", LOADED)
def test_what_every_reader_changes_is_refused_when_it_is_loaded(what: str) -> None:
    """No run has begun yet, so none can have used it up."""
    with pytest.raises(Exception, match=r"UW217.*shop\.X|UW130"):
        program(f"{LOADED[what]}\nasync def wf():\n    'use workflow'\n    return X\n")


READING = """
import copy
from collections import Counter, OrderedDict, defaultdict, deque
LIST, DICT, SET = [3, 1, 2], {"a": [1]}, {"q", "p"}
COUNT, ORDER, GROUPS, QUEUE = Counter("aab"), OrderedDict(b=1, a=2), defaultdict(list, {"k": [1]}), deque([1, 2], 3)

async def wf():
    "use workflow"
    mine = [*LIST, 4]
    mine.append(5)
    own = {**DICT}
    own["b"] = 1
    deep = copy.deepcopy(DICT)
    deep["a"].append(2)
    copies = [LIST.copy(), DICT.copy(), SET.copy(), COUNT.copy(), ORDER.copy(), GROUPS.copy(), QUEUE.copy(), LIST[:]]
    for held in copies[:1]:
        held.append(9)
    copies[1]["z"] = 0
    copies[2].add("n")
    copies[5]["new"].append(1)
    copies[6].append(7)
    match DICT:
        case {"a": [first]}:
            mine.append(first)
    plain = [type(LIST) is list, type(DICT) is dict, type(SET) is set, isinstance(SET, set), type(deep["a"]) is list]
    return [mine, sorted(LIST), LIST + [0], DICT | {"c": 1}, [*SET | {"r"}], deep, plain, COUNT["missing"], COUNT + COUNT,
            list(reversed(QUEUE)), f"{LIST} {DICT} {SET}", GROUPS["k"], LIST == [3, 1, 2], own, copies[6]]
"""


def test_frozen_values_read_like_plain_ones() -> None:
    """Copies are plain and one's own; text, equality, operators and patterns are those of the plain classes."""
    result = ran(READING).result
    assert result[:7] == [
        [3, 1, 2, 4, 5, 1], [1, 2, 3], [3, 1, 2, 0], {"a": [1], "c": 1}, ["q", "p", "r"], {"a": [1, 2]}, [True] * 5,
    ]  # fmt: skip
    assert result[7:10] == [0, {"a": 4, "b": 2}, [2, 1]]
    assert result[10] == "[3, 1, 2] {'a': [1]} {'q', 'p'}"
    assert result[11:14] == [[1], True, {"a": [1], "b": 1}]


def test_a_shared_value_is_itself_after_a_restore() -> None:
    """A local that holds a value of its module holds that very value in the process that goes on (G1)."""
    source = f"""{STEP}
class Settings:
    pass
TABLE, SETTINGS = {{"a": [1]}}, Settings()
async def wf():
    "use workflow"
    table, inner, settings = TABLE, TABLE["a"], SETTINGS
    await echo()
    return [table is TABLE, settings is SETTINGS, inner == [1]]
"""
    assert ran(source, restore=True).result == [True, True, True]


CACHES = f"""{STEP}
import functools, random

@functools.lru_cache(maxsize=2)
def lately(key, *, unit="x"):
    return [key, unit, random.random()]

@functools.cache
def once():
    return random.random()

async def wf():
    "use workflow"
    @functools.cache
    def inner(n):
        return random.random()
    first = [lately(1), lately(2), once(), inner(1)]
    await echo()
    again = [lately(1), lately(2), once(), inner(1)]
    third = lately(3)
    gone = lately(1) == first[0], lately(3) is third
    info = once.cache_info()
    once.cache_clear()
    await echo()
    return [first == again, gone, [info.hits, info.misses], once() == first[2], lately(1, unit="y") == lately(1),
            once.__name__, lately.cache_parameters(), len([first, again])]
"""


@pytest.mark.parametrize("restore", [False, True])
def test_caches_belong_to_the_run(restore: bool) -> None:
    """``functools.cache`` at module level starts empty in each run, and goes along in snapshots."""
    loaded = program(CACHES)
    results = [run(loaded, restore=restore).result for _ in range(3)]
    assert results[0] == results[1] == results[2]
    assert results[0] == [
        True, (False, True), [1, 1], False, False, "once", {"maxsize": 2, "typed": False}, 2,
    ]  # fmt: skip


def test_values_of_the_host_are_not_touched() -> None:
    """Classes, and values that were imported, are the host's: nothing of them is frozen."""
    source = """
import calendar, json, logging
from json import dumps
from calendar import month_name
log = logging.getLogger("x")
NAMES = [month_name[1], dumps({})]
class Registry:
    items = []
async def wf():
    "use workflow"
    return [NAMES, Registry.items, calendar.month_name[2]]
"""
    loaded = program(source)
    assert run(loaded).result == [["January", "{}"], [], "February"]
    assert type(loaded.host("shop", "Registry").items) is list


def test_the_error_reads_as_on_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of UW217 shows what its example really gives."""
    page = pathlib.Path(__file__).resolve().parents[2] / "docs" / "errors" / "UW217.md"
    blocks = page.read_text(encoding="utf-8").split("```")
    source, text = blocks[1].removeprefix("python\n"), blocks[3].removeprefix("text\n").rstrip()
    monkeypatch.setitem(linecache.cache, "shop.py", (len(source), None, source.splitlines(keepends=True), "shop.py"))
    error = run(program(source, name="raise_limit")).error
    assert str(error) == text
