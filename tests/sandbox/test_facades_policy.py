"""What workflow code can import and call, what it cannot, and what it says on stdout and in logs."""

import hashlib
import json
import pathlib
import sys
import types
from typing import Any

import pytest

from useworkflow_sandbox.errors import BlockedError, ImportBlockedError, SharedStateError, UnsafeAttributeError
from useworkflow_sandbox.events import Logged
from useworkflow_sandbox.facades.imports import FACADES
from useworkflow_sandbox.values import decode, encode

sys.path.append(str(pathlib.Path(__file__).parent))

from sandboxed import run_module, turn


def test_pure_modules_work() -> None:
    """The allowed parts of the standard library are Python's own."""
    names = run_module(
        """
import collections.abc, json, math, os.path, re, urllib.parse
import dataclasses as dc, enum, functools, itertools
from decimal import Decimal
from fractions import Fraction
from __future__ import annotations
from typing import *
values = [json.loads("[1]"), math.sqrt(4), re.sub("a", "b", "a"), functools.reduce(max, [1, 3]), list(itertools.chain([1], [2])),
          os.path.join("a", "b"), urllib.parse.quote("a b"), isinstance({}, collections.abc.Mapping), Decimal("1") + 1]
@dc.dataclass
class Point:
    x: int
class Colour(enum.Enum):
    RED = 1
values.append((Point(1), Colour.RED.name, max([1, 2]), sorted({3, 1}), [*map(str, range(2))], type(5).__name__))
""".replace("from __future__ import annotations\n", "")
    )
    assert names["values"][:9] == [[1], 2.0, "b", 3, [1, 2], "a/b", "a%20b", True, 2]
    assert repr(names["values"][9]) == "(Point(x=1), 'RED', 2, [1, 3], ['0', '1'], 'int')"


@pytest.mark.parametrize("name", sorted(FACADES))
def test_facades_expose_no_modules(name: str) -> None:
    """A module that is reached through a module would be the real one (design: facades, never modules)."""
    for exposed in FACADES[name].__all__:
        value = getattr(FACADES[name], exposed)
        assert not isinstance(value, types.ModuleType) or value is FACADES[f"{name}.{exposed}"]


@pytest.mark.parametrize(
    ("statement", "remedy"),
    [
        ("import socket", "do the request in a step"), ("import requests", "do the request in a step"),
        ("import urllib.request", "do the request in a step"), ("from urllib import request", "do the request in a step"),
        ("import threading", "asyncio.gather"), ("import subprocess", 'a function with "use step"'),
        ("import sqlite3", 'a function with "use step"'), ("import secrets", "in a step"), ("import sys", "in a step"),
        ("from json import decoder", "in a step"), ("from json import codecs", "in a step"),
        ("from dataclasses import sys", "in a step"),
        ("import nowhere", "in a step"), ("__import__('os').path.sys", "in a step"),
    ],
)  # fmt: skip
def test_imports_of_the_world_are_refused_with_the_remedy(statement: str, remedy: str) -> None:
    """What is not pure is an ImportError that names line and remedy (G10)."""
    with pytest.raises(ImportBlockedError) as caught:
        run_module(f"\n{statement}")
    assert isinstance(caught.value, ImportError)
    assert remedy in caught.value.mend
    assert caught.value.where is not None
    assert (caught.value.where.file, caught.value.where.line) == ("shop.py", 2)


@pytest.mark.parametrize(
    "call",
    [
        "open('x')", "input()", "eval('1')", "exec('1')", "compile('1', '', 'eval')", "globals()", "locals()", "vars()",
        "type('X', (), {})", "os.environ['HOME']", "'HOME' in os.environ", "os.environ.get('HOME')", "os.getenv('HOME')",
        "os.remove('x')", "os.path.exists('x')", "Path('x').read_text()", "Path('x').exists()", "Path.cwd()",
        "operator.attrgetter('x')", "operator.methodcaller('x')", "typing.get_type_hints(int)", "logging.Formatter('x')",
        "dataclasses.make_dataclass('X', [])", "decimal.DefaultContext()", "logging.getLogger().addHandler(1)", "io.open('x')",
        "anext(1, 2)",
    ],
)  # fmt: skip
def test_calls_that_replay_cannot_repeat_are_refused(call: str) -> None:
    """Each refusal is a BlockedError with the user's line, a reason and a remedy (G10)."""
    imports = "import contextlib, dataclasses, decimal, io, logging, operator, os, os.path, typing\nfrom pathlib import Path\n"
    with turn(), pytest.raises(BlockedError) as caught:
        run_module(imports + call)
    assert str(caught.value).startswith("UW202: ")
    assert caught.value.where is not None
    assert (caught.value.where.file, caught.value.where.line) == ("shop.py", 3)
    assert caught.value.why
    assert caught.value.mend


def test_the_message_of_open() -> None:
    """The exact text that users see."""
    with turn(), pytest.raises(BlockedError) as caught:
        run_module("open('x')")
    assert str(caught.value) == (
        "UW202: open() is not available in workflow code\n"
        "  shop.py:1\n"
        "  why: workflow code is replayed, and replay cannot repeat what touches the world outside of it\n"
        '  mend: put it in a step: a function with "use step" is ordinary Python, and its result is recorded'
    )


def test_the_class_of_a_class_is_type() -> None:
    """``type`` with one argument, as a class and in annotations is Python's."""
    names = run_module(
        "values = [type(5), isinstance(int, type), isinstance(5, type), type(int) == type, type[int], issubclass(bool, int)]"
    )
    assert names["values"] == [int, True, False, True, type[int], True]


def test_paths_are_computed_but_not_touched() -> None:
    """A path of workflow code travels as an ordinary one, and takes ordinary ones as its own."""
    with turn():
        made = run_module(
            "from pathlib import Path\nmade = Path('a') / 'b.txt'\nchecks = made.suffix, isinstance(made, Path)"
        )
    assert made["checks"] == (".txt", True)
    assert made["made"] == pathlib.Path("a/b.txt")
    assert type(decode(encode(made["made"]))) is type(pathlib.Path())
    assert isinstance(pathlib.Path("x"), made["Path"])


def test_shared_things_cannot_be_changed() -> None:
    """Runs of one process share modules and classes; a change in one would be seen by others."""
    for source in (
        "import json\njson.dumps = 1",
        "import json\ndel json.dumps",
        "setattr(int, 'x', 1)",
        "delattr(ValueError, 'x')",
    ):
        with pytest.raises(UnsafeAttributeError, match=r"all runs of the process share (it|the object)"):
            run_module(source)
    assert FACADES["json"].dumps is json.dumps


def test_bundle_modules_come_first_and_packages_are_views() -> None:
    """First-party modules are found by every form of import, relative ones included, and nothing leaks beside them."""
    rate, deep = types.ModuleType("shop.rates"), types.ModuleType("shop.a.deep")
    rate.VALUE = deep.VALUE = 7  # type: ignore[attr-defined]
    modules = {"shop.rates": rate, "shop.a.deep": deep}
    names = run_module(
        "import shop.rates\nimport shop.a.deep\nfrom shop import rates\nfrom .rates import VALUE\nfrom . import rates as again\n"
        "from shop.a.deep import VALUE as other\nvalues = [shop.a.deep.VALUE, rates.VALUE, VALUE, again.VALUE, other]",
        modules,
        name="shop.main",
    )
    assert names["values"] == [7] * 5
    with pytest.raises(ImportError, match="cannot import name 'nothing'"):
        run_module("from shop.rates import nothing", modules)
    with pytest.raises(ImportError, match="beyond top-level"):
        run_module("from ... import x", modules)


def test_print_and_logging_become_commands() -> None:
    """Lines that workflow code prints or logs are commands with level and line; the engine shows them once."""
    with turn() as run:
        run_module("""
import logging
log = logging.getLogger("shop")
print("a", 1, sep="-")
log.info("order %s of %d", "x", 3)
log.warning("%(who)s", {"who": "me"})
logging.error("root")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
log.debug("wrong %d", "text")
""")
    logged = [(c.logger, c.text, c.level, c.line) for c in run.commands if isinstance(c, Logged)]
    assert logged == [
        (None, "a-1", 20, 4), ("shop", "order x of 3", 20, 5), ("shop", "me", 30, 6), ("root", "root", 40, 7),
        ("shop", "failed\nZeroDivisionError: division by zero", 40, 11), ("shop", "wrong %d ('text',)", 10, 12),
    ]  # fmt: skip


def test_print_into_memory_and_outside_of_a_turn() -> None:
    """A file in memory is written to; module code that is loaded again and again says nothing."""
    names: dict[str, Any] = run_module("import io\nout = io.StringIO()\nprint('x', file=out)\nprint('silent')")
    assert names["out"].getvalue() == "x\n"


@pytest.mark.parametrize(
    "change",
    [
        "logging.getLogger('x').name = 'y'", "logging.Logger.__init__(logging.getLogger('x'), 'y')",
        "logging.getLogger('x').__init__('y')", "random.choice.__init__('y')", "type(random.choice).__init__(random.choice, 'y')",
        "open.__init__('y')", "json.__init__('json', {})", "start.__init__({})", "get_transaction.__init__('y', 'z')",
        "asyncio.Runner.__init__('y')", "enum.Enum.__init__(int)",
    ],
)  # fmt: skip
def test_what_all_runs_share_cannot_be_changed(change: str) -> None:
    """Neither by an attribute nor by a second ``__init__``: the next run would see it (G5)."""
    source = "import asyncio, enum, json, logging, random\nfrom useworkflow import get_transaction, start\n"
    with turn(), pytest.raises(UnsafeAttributeError, match="all runs of the process share the object"):
        run_module(source + change)


def test_lists_and_sets_of_the_standard_library_are_frozen_and_in_order() -> None:
    """They are the interpreter's own: a change would reach every run, and a set's order is that of the hash seed."""
    source = "import __future__, hashlib\nalgorithms, features = hashlib.algorithms_guaranteed, __future__.all_feature_names\n"
    with turn():
        names = run_module(source)
        assert list(names["algorithms"]) == sorted(hashlib.algorithms_guaranteed)
        for change in ("algorithms.add('x')", "features.append('x')"):
            with pytest.raises(SharedStateError):
                run_module(source + change)
