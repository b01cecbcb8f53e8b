"""Imports without a tax: the usual libraries work with no configuration, others by one line, and the rest says why."""

from __future__ import annotations

import pathlib
import sys
import types

import pytest

sys.path.append(str(pathlib.Path(__file__).parent))

from stack import library, program, ran, refused, run

from useworkflow_compiler.compile import compile_workflow
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.sources import DictSourceFinder, Origin, pass_through
from useworkflow_sandbox.facades.passthrough import Passed
from useworkflow_sandbox.program import Program

USES = {
    "pydantic": (
        "from pydantic import BaseModel, Field, TypeAdapter, ValidationError\nclass M(BaseModel):\n    n: int = Field(gt=0)\n"
        "NUMBERS = TypeAdapter(list[int])",
        "[M(n='3').model_dump(), NUMBERS.validate_python(['1', 2]), M(n=1).model_copy(update={'n': 2}).n]",
        [{"n": 3}, [1, 2], 2],
    ),
    "attrs": (
        "import attrs\n@attrs.define\nclass A:\n    x: int\n    y: int = 2",
        "[attrs.asdict(attrs.evolve(A(1), x=5)), A(1) == A(1), attrs.has(A)]", [{"x": 5, "y": 2}, True, True],
    ),
    "dataclasses": (
        "import dataclasses\n@dataclasses.dataclass\nclass D:\n    x: int = 1",
        "[dataclasses.asdict(dataclasses.replace(D(), x=3)), [f.name for f in dataclasses.fields(D)]]", [{"x": 3}, ["x"]],
    ),
    "enum": ("import enum\nclass E(enum.StrEnum):\n    A = 'a'", "[E.A.value, E('a').name, list(E)]", ["a", "A"]),
    "typing": (
        "from typing import NamedTuple, TypedDict, cast\nclass P(NamedTuple):\n    x: int\nclass T(TypedDict):\n    k: int",
        "[P(1)._replace(x=2).x, cast(int, 5), T(k=1)]", [2, 5, {"k": 1}],
    ),
    "decimal": ("from decimal import Decimal, ROUND_UP", "[str(Decimal('1.005').quantize(Decimal('0.01'), ROUND_UP))]", ["1.01"]),
    "json": ("import json", "[json.loads(json.dumps({'a': [1]}))]", [{"a": [1]}]),
    "re": ("import re\nWORD = re.compile(r'\\w+')", "[WORD.findall('a b'), re.sub('a', 'b', 'a')]", [["a", "b"], "b"]),
    "math": ("import math", "[math.isclose(math.pi, 3.1416, abs_tol=1e-3), math.gcd(4, 6)]", [True, 2]),
    "itertools": (
        "import itertools", "[list(itertools.chain([1], [2])), [list(g) for _, g in itertools.groupby('aab')]]",
        [[1, 2], [["a", "a"], ["b"]]],
    ),
    "functools": (
        "import functools\n@functools.cache\ndef f(n): return n\n", "[functools.reduce(max, [1, 3]), f(2), functools.partial(f, 4)()]",
        [3, 2, 4],
    ),
    "collections": (
        "from collections import Counter, defaultdict, deque\nfrom collections.abc import Mapping",
        "[dict(Counter('ab')), isinstance({}, Mapping), list(deque([1], 2))]", [{"a": 1, "b": 1}, True, [1]],
    ),
    "zoneinfo": (
        "from datetime import datetime\nfrom zoneinfo import ZoneInfo\nOSLO = ZoneInfo('Europe/Oslo')",
        "[datetime(2026, 7, 1, tzinfo=OSLO).utcoffset().seconds]", [7200],
    ),
    "uuid, string, base64, hashlib": (
        "import base64, hashlib, string, uuid",
        "[uuid.UUID(int=1).int, string.ascii_lowercase[:2], base64.b64encode(b'a').decode(), hashlib.sha256(b'').hexdigest()[:4]]",
        [1, "ab", "YQ==", "e3b0"],
    ),
    "typing_extensions": ("import typing_extensions", "[typing_extensions.get_origin(list[int]) is list]", [True]),
}  # fmt: skip


@pytest.mark.parametrize("what", USES)
def test_usual_libraries_work_without_configuration(what: str) -> None:
    """In workflow code, at module level and in functions, through a snapshot."""
    top, expression, expected = USES[what]
    source = f"""{top}
async def echo(value):
    "use step"
    return value

async def wf():
    "use workflow"
    before = {expression}
    await echo(1)
    return [before == {expression}, before]
"""
    same, before = ran(source, restore=True).result
    assert same
    assert [
        str(item.value) if what == "enum" and hasattr(item, "value") else item for item in before[: len(expected)]
    ] == expected


def test_versions_of_passed_packages_are_part_of_the_bundle() -> None:
    """Passed by reference, so the bundle says which version it was compiled with (G7)."""
    import importlib.metadata

    loaded = program('import attrs\nasync def wf():\n    "use workflow"\n    return attrs.NOTHING is attrs.NOTHING\n')
    assert loaded.bundle is not None
    assert loaded.bundle.libraries == (("attrs", importlib.metadata.version("attrs")),)
    assert run(loaded).result is True


def test_another_package_is_passed_through_by_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    """`passthrough = [...]` makes an installed package usable; without it the compiler refuses, with the remedy."""
    package, inner = types.ModuleType("purelib"), types.ModuleType("purelib.inner")
    vars(package).update(double=lambda x: 2 * x, inner=inner, os=__import__("os"), _private=1, __all__=["double"])
    vars(inner).update(triple=lambda x: 3 * x)
    package.__path__ = []
    monkeypatch.setitem(sys.modules, "purelib", package)
    monkeypatch.setitem(sys.modules, "purelib.inner", inner)
    source = """
import purelib
from purelib import double
from purelib.inner import triple
TABLE = [double(2)]
async def wf():
    "use workflow"
    found = [double(1), purelib.inner.triple(2), triple(1), TABLE[0]]
    for name in ("os", "_private", "missing"):
        try:
            getattr(purelib, name)
        except ImportError as error:
            found.append(error.code)
    return found
"""
    finder = DictSourceFinder({"shop": source}, third_party=["purelib"])
    with pytest.raises(CompileError) as caught:
        compile_workflow("shop", "wf", finder)
    assert caught.value.code in ("UW130", "UW132")
    assert finder.origin("purelib") is Origin.THIRD_PARTY
    monkeypatch.setattr("useworkflow_compiler.sources._passed", set())
    pass_through(["purelib"])
    bundle = compile_workflow("shop", "wf", DictSourceFinder({"shop": source}))
    assert bundle.libraries == (("purelib", ""),)
    loaded = Program.load(bundle, library(), lambda module, qualname: None)
    assert run(loaded).result == [2, 6, 3, 4, "UW207", "UW207", "UW207"]


BLOCKED = {
    "import requests\n": "requests.get('x')",
    "import numpy as np\n": "np.zeros(3)",
    "import socket\n": "socket.socket()",
    "import subprocess\n": "subprocess.run(['ls'])",
    "import threading\n": "threading.Thread()",
    "import sys\n": "sys.path",
    "from pydantic import create_model\n": "create_model('X')",
    "from attrs import make_class\n": "make_class('X', [])",
    "import pydantic\n": "pydantic.ImportString",
}


@pytest.mark.parametrize("top", BLOCKED)
def test_what_stays_blocked_names_the_remedy(top: str) -> None:
    """At the user's line, when it is compiled or run (G10)."""
    source = f'{top}async def wf():\n    "use workflow"\n    return {BLOCKED[top]}\n'
    if "requests" in top or "numpy" in top:
        with pytest.raises(CompileError) as caught:
            compile_workflow("shop", "wf", DictSourceFinder({"shop": source}, third_party=["requests", "numpy"]))
        error: object = caught.value
    else:
        error = refused(source)
    assert "mend:" in str(error)
    assert "step" in str(error)


def test_passed_modules_are_asked_for_once() -> None:
    """A package is imported once per process; what is no module of it is not there."""
    passed = Passed(["json"])
    assert passed["json"] is passed["json"]
    assert passed.get("json.nothing_of_that_name") is None
    assert passed.get("os") is None
    assert list(passed) == ["json"]
    assert len(passed) == 1
    with pytest.raises(KeyError):
        passed["os"]
