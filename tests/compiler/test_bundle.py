"""Bundling: what a workflow reaches is kept, in source order; the rest is gone; what cannot be kept is refused."""

import ast
import textwrap

import pytest

from useworkflow_compiler.bundle import WorkflowSources, bundle_workflow
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.modules import Modules
from useworkflow_compiler.problems import CompileErrors
from useworkflow_compiler.reduce import fill_bindings
from useworkflow_compiler.sources import DictSourceFinder

THIRD = ("httpx", "requests", "pydantic")


def bundle(*, name: str = "shop", **files: str) -> WorkflowSources:
    sources = {key.replace("__", "."): textwrap.dedent(text).lstrip("\n") for key, text in files.items()}
    return bundle_workflow(name, "wf", Modules(DictSourceFinder(sources, third_party=THIRD)))


def refuse(*, name: str = "shop", **files: str) -> CompileError:
    with pytest.raises(CompileError) as caught:
        bundle(name=name, **files)
    return caught.value


def text(sources: WorkflowSources, module: str = "shop") -> str:
    reduced = next(m for m in sources.modules if m.source.name == module)
    return ast.unparse(fill_bindings(reduced.tree))


def workflow(body: str, before: str = "") -> str:
    return textwrap.dedent(before) + "async def wf(arg=None):\n    'use workflow'\n" + textwrap.indent(body, "    ")


def test_a_workflow_that_needs_nothing_is_alone() -> None:
    """Everything that the workflow does not reach disappears, and so does its directive."""
    sources = bundle(shop=workflow("return arg\n", "import os, httpx\nCLIENT = httpx.Client()\ndef other(): ...\n"))
    assert text(sources) == "async def wf(arg=None):\n    return arg"
    assert (sources.steps, sources.hosts) == ((), ())


def test_a_workflow_with_nothing_but_directive_and_docstring_keeps_the_docstring() -> None:
    """The docstring stays; the directive does not become one."""
    assert text(bundle(shop="async def wf():\n    '''D.'''\n    'use workflow'\n")) == ('async def wf():\n    """D."""')
    assert text(bundle(shop="async def wf():\n    'use workflow'\n")) == "async def wf():\n    pass"


def test_helpers_lambdas_and_constants_are_kept_in_source_order() -> None:
    """Reached names keep their order, whoever reaches them first."""
    sources = bundle(
        shop="""
        B = 2
        UNUSED = 1
        key = lambda x: x * A
        async def wf():
            "use workflow"
            return helper()
        def helper():
            return key(B)
        A = 3
        """
    )
    assert text(sources).splitlines() == [
        "B = 2",
        "key = lambda x: x * A",
        "",
        "async def wf():",
        "    return helper()",
        "",
        "def helper():",
        "    return key(B)",
        "A = 3",
    ]


def test_steps_become_placeholders() -> None:
    """A step's body, decorators and options stay outside; its id, module and kind are known."""
    sources = bundle(
        shop="""
        import requests
        from useworkflow import step
        @step(max_retries=5)
        def pull(url):
            "use step"
            return requests.get(url)
        pull.timeout = 3
        async def push():
            "use step"
        async def wf():
            "use workflow"
            pull("x")
            await push()
        """
    )
    assert text(sources).startswith(
        "pull = _uw_step('step//shop//pull', False)\npush = _uw_step('step//shop//push', True)\n\nasync def wf"
    )
    assert [(s.id, s.qualname, s.is_async, s.line) for s in sources.steps] == [
        ("step//shop//pull", "pull", False, 4),
        ("step//shop//push", "push", True, 8),
    ]


def test_imports_are_followed_through_first_party_modules() -> None:
    """Relative imports become absolute, re-exports are followed, and submodules may be reached by attribute."""
    sources = bundle(
        name="pkg.shop",
        pkg="from .rates import rate as public_rate\n",
        pkg__rates="R = 3\nUNUSED = 4\ndef rate(x): return x * R\n",
        pkg__steps="import httpx\nasync def charge():\n    'use step'\n",
        pkg__shop=workflow(
            "await steps.charge()\nreturn public_rate(1) + pkg.rates.R + r.rate(2)\n",
            "from . import steps\nfrom pkg import public_rate\nimport pkg.rates\nimport pkg.rates as r\n",
        ),
    )
    assert [m.source.name for m in sources.modules] == ["pkg.shop", "pkg", "pkg.rates", "pkg.steps"]
    assert text(sources, "pkg.shop").startswith(
        "from pkg import steps\nfrom pkg import public_rate\nimport pkg.rates\nimport pkg.rates as r\n"
    )
    assert text(sources, "pkg") == "from pkg.rates import rate as public_rate"
    assert text(sources, "pkg.rates") == "R = 3\n\ndef rate(x):\n    return x * R"
    assert text(sources, "pkg.steps") == "charge = _uw_step('step//pkg.steps//charge', True)"


def test_import_cycles_end() -> None:
    """Two modules that use each other are each bundled once."""
    sources = bundle(
        shop=workflow("return a(1)\n", "from other import a\ndef b(x): return x\n"),
        other="from shop import b\ndef a(x): return b(x)\n",
    )
    assert [m.source.name for m in sources.modules] == ["shop", "other"]


def test_standard_library_and_door_imports_stay_as_far_as_they_are_used() -> None:
    """The sandbox decides about those; unused names of the same statement go."""
    sources = bundle(
        shop=workflow(
            "await asyncio.sleep(1)\nawait create_hook()\n",
            "import asyncio, os\nfrom useworkflow import create_hook, start\nfrom typing import Any\n",
        )
    )
    assert text(sources).splitlines()[:2] == ["import asyncio", "from useworkflow import create_hook"]


def test_type_only_code_and_the_main_guard_do_not_exist() -> None:
    """Imports under TYPE_CHECKING, annotations and the script's own start are left out."""
    sources = bundle(
        shop="""
        from __future__ import annotations
        import asyncio
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from httpx import get
        else:
            LATE = 1
        async def wf(x: Unknown = LATE) -> httpx.Response:
            "use workflow"
            y: get = 1
            return y
        if __name__ == "__main__":
            asyncio.run(wf())
        """
    )
    assert text(sources).splitlines() == [
        "from __future__ import annotations",
        "LATE = 1",
        "",
        "async def wf(x=LATE):",
        "    y: None = 1",
        "    return y",
    ]


def test_classes_are_taken_from_the_host_by_reference() -> None:
    """A first-party class, its bases, a made class and a third-party class each become a reference."""
    sources = bundle(
        shop=workflow(
            "return Order, Point, HTTPError, GOLD\n",
            """
            from collections import namedtuple
            from httpx import HTTPError
            class Base: ...
            class Order(Base): ...
            Point = namedtuple("Point", "x y")
            GOLD = Order()
            """,
        )
    )
    assert text(sources).splitlines()[:5] == [
        "HTTPError = _uw_host('httpx', 'HTTPError')",
        "Base = _uw_host('shop', 'Base')",
        "Order = _uw_host('shop', 'Order')",
        "Point = _uw_host('shop', 'Point')",
        "GOLD = Order()",
    ]
    assert [(m, q, bool(digest)) for m, q, digest in sources.hosts] == [
        ("httpx", "HTTPError", False),
        ("shop", "Base", True),
        ("shop", "Order", True),
        ("shop", "Point", True),
    ]


def test_the_shape_digest_of_a_class_counts_its_bases_but_not_its_layout() -> None:
    """A changed field of a base changes the digest, a comment does not."""

    def digest(base: str) -> str:
        sources = bundle(shop=workflow("return Order\n", f"{base}\nclass Order(Base):\n    y: int\n"))
        return {q: d for _, q, d in sources.hosts}["Order"]

    assert digest("class Base:\n    x: int") == digest("# c\n\nclass Base:\n\n    x: int  # d")
    assert digest("class Base:\n    x: int") != digest("class Base:\n    x: str")


PURE = [
    "{'a': (1, -2.5, [3 * 4]), 'b': {*(), 1}}",
    "re.compile('x+', re.I)",
    "frozenset('a b'.split())",
    "Decimal('1.5') + 1",
    "timedelta(days=1).total_seconds()",
    "ContextVar('c', default=None)",
    "TypeVar('T')",
    "logging.getLogger(__name__)",
    "Path('a') / 'b'",
    "[x for x in range(3) if x]",
    "f'{1 + 1}'",
    "Color.RED",
    "Order(1)",
    "twice(2)",
    "lambda x: open(x)",
    "1 if True else 2",
]


@pytest.mark.parametrize("value", PURE)
def test_pure_values_are_kept_as_they_are(value: str) -> None:
    """Literals, plain constructors, host classes and first-party functions make constants."""
    imports = """
    import re, logging
    from contextvars import ContextVar
    from datetime import timedelta
    from decimal import Decimal
    from enum import Enum
    from pathlib import Path
    from typing import TypeVar
    class Color(Enum):
        RED = 1
    class Order:
        def __init__(self, x): ...
    def twice(x): return 2 * x
    """
    sources = bundle(shop=workflow("return VALUE\n", f"{textwrap.dedent(imports)}\nVALUE: object = {value}\n"))
    assert f"VALUE = {ast.unparse(ast.parse(value))}" in text(sources).splitlines()


IMPURE = [
    ("datetime.now()", "`datetime.now()` is not known to give the same value in every process"),
    ("os.environ['X']", "`os.environ` differs between processes"),
    ("[time()]", "`time()` is not known to give the same value in every process"),
    ("open('x')", "`open()` is not known to give the same value in every process"),
    ("httpx.Client()", "`httpx.Client()` is third-party"),
    ("charge()", "`charge()` is a step, and steps are called from workflow functions"),
    ("(lambda: 1)()", "`lambda: 1()` is not known"),
]


@pytest.mark.parametrize(("value", "reason"), IMPURE)
def test_impure_values_are_refused_where_they_are_made(value: str, reason: str) -> None:
    """The error stands at the impure part, not at the workflow, and says why."""
    before = "import os, httpx\nfrom time import time\nfrom datetime import datetime\ndef charge():\n    'use step'\n"
    error = refuse(shop=workflow("return VALUE\n", f"{before}VALUE = {value}\n"))
    assert (error.code, error.where is not None and error.where.line) == ("UW130", 6)
    assert reason in error.what


def test_containers_may_be_filled_by_module_code() -> None:
    """Statements that fill a reached container belong to it; those of other objects are the host's."""
    sources = bundle(
        shop=workflow(
            "return TABLE, NAMES, log\n",
            """
            import logging
            TABLE = {}
            TABLE["a"] = 1
            NAMES = list()
            NAMES.append("x")
            log = logging.getLogger("x")
            log.setLevel(10)
            """,
        )
    )
    kept = text(sources)
    assert "TABLE['a'] = 1" in kept
    assert "NAMES.append('x')" in kept
    assert "setLevel" not in kept


def test_a_fallback_import_is_kept_whole() -> None:
    """`try`/`except ImportError` around imports means in the sandbox what it means outside."""
    source = workflow("return toml\n", "try:\n    import tomllib as toml\nexcept ImportError:\n    toml = None\n")
    assert text(bundle(shop=source)).startswith(
        "try:\n    import tomllib as toml\nexcept ImportError:\n    toml = None"
    )


def test_our_decorators_and_those_for_type_checkers_are_dropped_others_stay_if_they_can() -> None:
    """`functools` and first-party decorators are bundled."""
    sources = bundle(
        shop="""
        import functools
        from typing import overload, final
        from useworkflow import workflow
        def traced(f):
            @functools.wraps(f)
            def inner(*a): return f(*a)
            return inner
        @overload
        def helper(x: int) -> int: ...
        @final
        @traced
        @functools.cache
        def helper(x): return x
        @workflow(timeout=5)
        async def wf():
            "use workflow"
            return helper(1)
        """
    )
    assert text(sources).endswith(
        "@traced\n@functools.cache\ndef helper(x):\n    return x\n\nasync def wf():\n    return helper(1)"
    )


def test_names_are_resolved_by_pythons_scopes() -> None:
    """A local variable, parameter, comprehension target or capture that hides a module name does not reach it."""
    before = "import httpx\nclient = httpx.Client()\na = b = c = d = e = f = g = h = client\n"
    body = """\
    import json as f
    for a in arg: pass
    with arg as b: pass
    try: pass
    except ValueError as c: pass
    match arg:
        case {"x": d, **h}: pass
    [e for e in arg if e]
    def g(client=arg): return client
    return a, b, c, d, f, g, h, (client := 1)
    """
    assert "httpx" not in text(bundle(shop=workflow(textwrap.dedent(body), before)))


def test_the_first_iterable_of_a_comprehension_is_read_outside_of_it() -> None:
    """`[x for x in x]` reads the module's x."""
    assert text(bundle(shop=workflow("return [x for x in x]\n", "x = [1]\n"))).startswith("x = [1]")


def test_imports_inside_functions_are_followed() -> None:
    """A local relative import is made absolute, and what it brings is bundled."""
    sources = bundle(
        name="pkg.shop",
        pkg__shop=workflow("from .rates import R\nimport pkg.rates\nreturn R + pkg.rates.S\n"),
        pkg__rates="R = 1\nS = 2\nT = 3\n",
    )
    assert "from pkg.rates import R" in text(sources, "pkg.shop")
    assert text(sources, "pkg.rates") == "R = 1\nS = 2"


def test_sync_steps_and_plain_functions_that_call_them_are_known_to_suspend() -> None:
    """The closure goes through modules and by imported names; an inner function's call does not count."""
    sources = bundle(
        shop="""
        from steps import pay as p, indirect
        def direct(): return p()
        def inner(): return lambda: p()
        async def wf():
            "use workflow"
            return direct() + indirect() + inner()()
        """,
        steps="def pay():\n    'use step'\ndef indirect():\n    return [pay() for _ in 'ab']\n",
    )
    suspending = {m.source.name: m.suspending.names for m in sources.modules}
    assert suspending == {"shop": {"p", "direct", "indirect"}, "steps": {"pay", "indirect"}}


REFUSED = [
    ("UW130", "import time\nclass A:\n    at = time.time()\n    async def m(self): ...\n", "return A()\n", 3),
    ("UW130", "class A:\n    with x: pass\n    async def m(self): ...\n", "return A()\n", 2),
    ("UW132", "import requests\nclass A:\n    async def m(self): requests.get()\n", "return A()\n", 3),
    ("UW133", "import functools\n@functools.partial(print)\nclass A:\n    async def m(self): ...\n", "return A()\n", 2),
    ("UW133", "class A:\n    @repr\n    async def m(self): ...\n", "return A()\n", 2),
    ("UW134", "L = []\nclass A:\n    async def m(self): L.append(1)\n", "return A()\n", 3),
    ("UW131", "class A:\n    def m(self):\n        'use workflow'\n", "return A.m\n", 2),
    ("UW132", "import requests\n", "return requests.get(1)\n", 4),
    ("UW132", "from requests import get\n", "return get(1)\n", 4),
    ("UW132", "", "from requests import get\nreturn get(1)\n", 3),
    ("UW133", "import functools\n@functools.partial(print)\ndef f(): ...\n", "return f\n", 2),
    ("UW134", "N = 0\n", "global N\nN += 1\n", 5),
    ("UW134", "SEEN = []\n", "SEEN.append(1)\n", 4),
    ("UW134", "SEEN = {}\n", "SEEN[1] = 2\n", 4),
    ("UW134", "from other import TABLE as T\n", "return [T.pop(1)]\n", 4),
    ("UW135", "import other\n", "return other.nothing\n", 4),
    ("UW136", "import other\n", "return repr(other)\n", 4),
    ("UW137", "from other import *\n", "return X\n", 4),
    ("UW130", "for x in range(3): pass\n", "return x\n", 1),
    ("UW130", "T = {}\nfor x in range(3):\n    T[x] = x\n", "return T\n", 2),
]


@pytest.mark.parametrize(("code", "before", "body", "line"), REFUSED)
def test_what_cannot_be_bundled_is_refused_at_its_line(code: str, before: str, body: str, line: int) -> None:
    """Each refusal has a code, the user's line, a reason and a mend."""
    error = refuse(shop=workflow(body, before), other="X = 1\nTABLE = {1: 2}\n")
    assert (error.code, error.where is not None and error.where.line) == (code, line)
    assert error.why
    assert error.mend


def test_local_containers_and_shadowing_names_may_be_changed() -> None:
    """Only the module's own container is shared by runs."""
    body = "SEEN = []\nSEEN.append(1)\nSEEN[0] = 2\nreturn SEEN\n"
    assert text(bundle(shop=workflow(body, "SEEN = []\n"))).startswith("async def wf")


def test_problems_of_several_modules_are_reported_together() -> None:
    """One compilation says all that it knows."""
    error = refuse(
        shop=workflow("return a() + b()\n", "from other import a\nfrom requests import b\n"),
        other="from requests import c\ndef a(): return c()\n",
    )
    assert isinstance(error, CompileErrors)
    assert [e.where.file for e in error.errors if e.where] == ["other.py", "shop.py"]


def test_what_is_no_workflow_is_refused() -> None:
    """Unknown modules, functions without the directive, steps and methods each have their answer."""
    finder = DictSourceFinder(
        {"shop": "def f(): ...\ndef s():\n    'use step'\nclass A:\n    def m(self):\n        'use workflow'\n"}
    )
    answers = []
    for module, qualname in (("nowhere", "f"), ("shop", "f"), ("shop", "s"), ("shop", "A.m"), ("shop", "none")):
        with pytest.raises(CompileError) as caught:
            bundle_workflow(module, qualname, Modules(finder))
        answers.append((caught.value.code, caught.value.what))
    assert answers == [
        ("UW101", "no source of module 'nowhere' was found"),
        ("UW110", 'shop.f has no "use workflow" directive'),
        ("UW110", "shop.s is a step"),
        ("UW131", "m() is a workflow, and the objects of its class A cannot be recorded"),
        ("UW110", 'shop.none has no "use workflow" directive'),
    ]


def test_invalid_syntax_is_an_error_at_its_line() -> None:
    """A module that does not parse says so as a compile error."""
    error = refuse(shop="x = (\n")
    assert (error.code, error.where is not None and error.where.line) == ("UW111", 1)


@pytest.mark.parametrize(
    ("before", "is_recorded"),
    [
        ("class A:", False),
        ("import abc\nclass A(abc.ABC):", False),
        ("class B: pass\nclass A(B):", False),
        ("from typing import Generic, TypeVar\nT = TypeVar('T')\nclass A(Generic[T]):", False),
        ("def set_up(): register(A, vars, A)\nclass A:", True),
        ("def set_up(): register(B, vars, B)\nclass A:", False),
        ("import dataclasses\n@dataclasses.dataclass\nclass A:", True),
        ("import dataclasses\n@dataclasses.dataclass\nclass B: pass\nclass A(B):", True),
        ("from typing import NamedTuple\nclass A(NamedTuple):", True),
        ("class A(dict):", True),
        ("class A:\n    def __workflow_serialize__(self): return 1", True),
    ],
)
def test_workflows_are_methods_of_objects_that_can_be_recorded(before: str, is_recorded: bool) -> None:
    """Where the source shows that they cannot, the compiler says so (UW131)."""
    source = f"{before}\n    async def m(self):\n        'use workflow'\n"
    modules = Modules(DictSourceFinder({"shop": source}))
    if is_recorded:
        assert bundle_workflow("shop", "A.m", modules)
        return
    with pytest.raises(CompileError, match="UW131"):
        bundle_workflow("shop", "A.m", modules)
