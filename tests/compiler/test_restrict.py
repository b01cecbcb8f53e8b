"""The policy on the user's code: what is refused and how that reads, and that all else means what it meant."""

import ast
import asyncio
import textwrap
from collections.abc import Callable
from typing import Any

import pytest

from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.problems import CompileErrors
from useworkflow_compiler.reduce import GeneratedBinding
from useworkflow_compiler.restrict import restrict_module
from useworkflow_compiler.sources import ModuleSource


def restrict(text: str) -> ast.Module:
    source = textwrap.dedent(text).lstrip("\n")
    return restrict_module(ast.parse(source), ModuleSource("shop", "shop.py", source))


def refuse(text: str) -> CompileError:
    with pytest.raises(CompileError) as caught:
        restrict(text)
    return caught.value


class Keyworded:
    """A class of the host that notes the keywords of its subclasses' statements."""

    keywords: dict[str, object]

    def __init_subclass__(cls, **keywords: object) -> None:
        cls.keywords = keywords


def run(tree: ast.Module) -> list[object]:
    """Execute a program; what it appends to ``out`` and what its ``main()``, if any, returns is its meaning."""
    out: list[object] = []
    names: dict[str, Any] = {"out": out, "_uw_getattr": getattr, "Keyworded": Keyworded, "__name__": "shop"}
    exec(compile(tree, "shop.py", "exec", dont_inherit=True), names)
    if "main" in names:
        out.append(asyncio.run(names["main"]()))
    return out


PROGRAMS = {
    "chained unpacking calls its right side once": """
        def f():
            out.append("called")
            return 1, 2
        (a, b) = (c, d) = f()
        out.append((a, b, c, d))
    """,
    "class keywords reach __init_subclass__": """
        class Sub(Keyworded, flag=2, **{"other": 3}): x = 1
        out.append((Sub.x, Sub.keywords))
        out.append(Exception("a", *[1, 2]).args)
    """,
    "a for loop with a tuple target": """
        for i, (j, *k) in [(1, (2, 3, 4))]:
            out.append((i, j, k))
        else:
            out.append("else")
    """,
    "async comprehensions and loops": """
        class Count:
            def __init__(self): self._n = 0
            def __aiter__(self): return self
            async def __anext__(self):
                self._n += 1
                if self._n > 3: raise StopAsyncIteration
                return self._n
        async def main():
            seen = [x async for x in Count() if x > 1]
            async for x in Count(): seen.append(-x)
            return seen, {k: v async for k in Count() for v in [k]}, [await main2(i) for i in range(2)]
        async def main2(i): return i * 2
    """,
    "async context managers": """
        class M:
            async def __aenter__(self): out.append("in"); return (1, 2)
            async def __aexit__(self, *error): out.append(error[0]); return True
        async def main():
            async with M() as (a, b):
                raise ValueError(a + b)
            return "after"
    """,
    "match with classes, mappings and captures": """
        class P:
            __match_args__ = ("x", "y")
            def __init__(self, x, y): self.x, self.y = x, y
        for v in [P(1, 2), P(3, 3), {"k": 1, "z": 2}, [1, 2, 3], 5, None]:
            match v:
                case P(1, y=b): out.append(("P1", b))
                case P(a, b) if a == b: out.append(("same", a))
                case {"k": k, **rest}: out.append((k, rest))
                case [first, *others]: out.append((first, others))
                case int(n) | str(n): out.append(n)
                case _: out.append("other")
    """,
    "augmented assignment of attributes and items": """
        class A:
            n = 1
        a = A(); d = {"k": [1]}
        a.n += 2; d["k"] += [2]; a.n **= 3
        out.append((a.n, d))
    """,
    "nonlocal, walrus, annotations and private names": """
        def counter():
            _n: int = 0
            def up():
                nonlocal _n
                _n += 1
                return _n
            return up
        up = counter()
        out.append([y for _ in range(3) if (y := up())])
    """,
    "except* and exception attributes": """
        try:
            raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
        except* ValueError as e:
            out.append(e.exceptions[0].args)
        except* KeyError:
            out.append("key")
        try:
            try: raise KeyError
            except KeyError as e: raise ValueError from e
        except ValueError as e:
            out.append((type(e.__cause__).__name__, e.__class__.__name__, e.__suppress_context__))
    """,
    "star arguments, lambdas, slices, sets and f-strings": """
        f = lambda *a, k=1, **kw: (a, k, kw)
        out.append(f(*[1], 2, **{"k": 3, "z": 4}))
        out.append(([1, 2, 3][::2], {*[1], 2}, f"{1 + 1!r:>{3}}", -1 if out else 2))
        x = [0] * 3
        x[1:] = [7, 8]
        del x[0]
        out.append(x)
    """,
    "with statements with unpacking targets": """
        class M:
            def __enter__(self): return 1, (2, 3)
            def __exit__(self, *error): return False
        with M() as (a, (b, c)), M() as z:
            out.append((a, b, c, z))
    """,
    "format is guarded and does the same": """
        out.append("{} {x}".format(1, x=2) + "{a}".format_map({"a": 3}))
    """,
    "a parameter may hide a refused built-in": """
        def f(input, open=None): return input, open
        out.append((f(1), [compile for compile in "ab"]))
        vars = 3
        out.append(vars)
    """,
    "generators, operators and decorators with dunder methods": """
        class V:
            def __init__(self, x): self.x = x
            def __add__(self, o): return V(self.x + o.x)
            def __eq__(self, o): return self.x == o.x
            def __repr__(self): return f"V({self.x})"
            __hash__ = None
        def g():
            got = yield 1
            yield from [got, 2]
        it = g()
        out.append((next(it), it.send(V(1) + V(2)), list(it)))
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_allowed_programs_mean_what_they_meant(name: str) -> None:
    """Restricting changes no result and no order of effects (G1)."""
    source = textwrap.dedent(PROGRAMS[name])
    expected = run(ast.parse(source))
    assert expected
    assert repr(run(restrict(source))) == repr(expected)


def test_only_format_needs_a_guard() -> None:
    """Subscripts, iteration, unpacking, calls and safe attributes stay exactly as they were written."""
    source = "for a, b in x.items():\n    c[a], d.e = f(*b)\n    g.h[1] += x.y"
    assert ast.unparse(restrict(source)) == source
    assert ast.unparse(restrict("s.format(1)")) == "_uw_getattr(s, 'format')(1)"


REFUSED = [
    ("UW140", "x = f.__globals__"),
    ("UW140", "x = f.__dict__"),
    ("UW140", "x.__class__ = y"),
    ("UW140", "x = e.__traceback__"),
    ("UW140", "x = t.tb_frame"),
    ("UW140", "x = g.gi_frame"),
    ("UW140", "x = c.cr_await"),
    ("UW140", "x = f.f_back"),
    ("UW140", "x = t.__subclasses__()"),
    ("UW140", "x = t.mro()"),
    ("UW140", "match x:\n    case object(__globals__=g): pass"),
    ("UW140", "match x:\n    case str(format=g): pass"),
    ("UW140", "class A:\n    __match_args__ = ('__globals__',)"),
    ("UW145", "class A:\n    __match_args__ = names()"),
    ("UW145", "class A(metaclass=M): pass"),
    ("UW141", "_uw_pc = 1"),
    ("UW141", "def _uw_step(): pass"),
    ("UW141", "def f(_uw_x): pass"),
    ("UW141", "__builtins__"),
    ("UW141", "__file__"),
    ("UW141", "x = lambda __y: 1"),
    ("UW141", "import a as __b"),
    ("UW141", "from a import __c__"),
    ("UW141", "class A:\n    def __del__(self): pass"),
    ("UW141", "class A:\n    def __reduce__(self): pass"),
    ("UW141", "class A:\n    def __getattribute__(self, n): pass"),
    ("UW141", "def __len__(): pass"),
    ("UW141", "match x:\n    case [*__y]: pass"),
    ("UW141", "match x:\n    case {**_uw_y}: pass"),
    ("UW141", "try: pass\nexcept E as __y: pass"),
    ("UW142", "open('x')"),
    ("UW142", "def f(): return eval('1')"),
    ("UW142", "exec('1')"),
    ("UW142", "compile('1', 'f', 'exec')"),
    ("UW142", "x = [input() for _ in y]"),
    ("UW142", "g = globals"),
    ("UW142", "locals()"),
    ("UW142", "vars(x)"),
    ("UW142", "__import__('os')"),
    ("UW137", "from a import *"),
]


@pytest.mark.parametrize(("code", "text"), REFUSED)
def test_what_leads_out_is_refused_with_place_reason_and_mend(code: str, text: str) -> None:
    """Known ways out of a sandbox, and names that are not the user's, are compile errors."""
    error = refuse(text)
    assert error.code == code
    assert error.where is not None
    assert error.mend


def test_the_refusal_of_open_reads_well() -> None:
    """The text names the line, the reason and the remedy (G10)."""
    assert str(refuse("async def wf():\n    data = open('x').read()\n")) == textwrap.dedent(
        """\
        UW142: open() is not available in workflow code
          shop.py:2
            data = open('x').read()
                   ^^^^
          why: workflow code does no I/O: a resumed run would read another file, or none
          mend: put it in a function with "use step" and await that"""
    )


def test_a_refused_attribute_is_underlined_itself() -> None:
    """The caret stands under the attribute's name, not under the whole expression."""
    where = refuse("x = (a + b).c.__globals__\n").where
    assert where is not None
    assert where.text[where.column : where.end_column] == "__globals__"


def test_syntax_nobody_has_taught_the_policy_is_refused() -> None:
    """A statement of a later Python is not let through unseen."""

    class Lazy(ast.stmt):
        _attributes = ("lineno", "col_offset", "end_lineno", "end_col_offset")

    node = ast.copy_location(Lazy(), ast.parse("x").body[0])
    with pytest.raises(CompileError, match="Lazy is not known to be safe"):
        restrict_module(ast.Module([node], []), ModuleSource("shop", "shop.py", "x"))


def test_generated_bindings_pass_untouched() -> None:
    """A placeholder of the bundler is no user code, but its name is the user's."""
    place = ast.parse("open = 1").body[0]
    binding = GeneratedBinding("open", "_uw_step", ("step//shop//open", True), place)
    tree = ast.Module([binding, *ast.parse("open()").body], [])
    assert restrict_module(tree, ModuleSource("shop", "shop.py", "")).body[0] is binding
    reserved = GeneratedBinding("_uw_x", "_uw_step", ("s", True), place)
    with pytest.raises(CompileError):
        restrict_module(ast.Module([reserved], []), ModuleSource("shop", "shop.py", ""))


def test_all_refusals_are_listed_in_one_error() -> None:
    """Several mistakes come in source order."""
    error = refuse("def f(x):\n    x.__dict__\n    open(1)\n    x.__dict__\n")
    assert isinstance(error, CompileErrors)
    assert [(e.code, e.where.line) for e in error.errors if e.where] == [("UW140", 2), ("UW142", 3), ("UW140", 4)]


def test_breakpoint_and_print_are_allowed() -> None:
    """Debugging workflow code is ordinary."""
    restricted: Callable[[str], ast.Module] = restrict
    assert ast.unparse(restricted("breakpoint()\nprint(1, printed)")) == "breakpoint()\nprint(1, printed)"
