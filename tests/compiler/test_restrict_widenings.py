"""Each widening of RestrictedPython: what it allows, and what stays refused in the same construct."""

from __future__ import annotations

import ast
import sys
import textwrap

import pytest

from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.restrict import restrict_module
from useworkflow_compiler.sources import ModuleSource

WIDENINGS: dict[str, tuple[str, str]] = {
    "async def": ("async def f(): pass", "async def _uw_f(): pass"),
    "await": ("async def f(): await g()", "async def f(): await g.__code__"),
    "async for": ("async def f():\n    async for x in y: pass", "async def f():\n    async for __x in y: pass"),
    "async with": ("async def f():\n    async with a as b: pass", "async def f():\n    async with a as _uw_b: pass"),
    "async comprehension": (
        "async def f(): return [x async for x in y]",
        "async def f(): return [x.gi_frame async for x in y]",
    ),
    "async generator": ("async def f():\n    yield 1", "async def f():\n    yield g.ag_frame"),
    "match": ("match x:\n    case 1: pass", "match x:\n    case __y: pass"),
    "class pattern": ("match x:\n    case A(b=c): pass", "match x:\n    case A(__dict__=c): pass"),
    "positional pattern": ("match x:\n    case A(b): pass", "class A:\n    __match_args__ = ('cr_frame',)"),
    "mapping pattern": ("match x:\n    case {'a': b, **rest}: pass", "match x:\n    case {'a': b, **__rest}: pass"),
    "sequence pattern": ("match x:\n    case [a, *rest]: pass", "match x:\n    case [a, *_uw_rest]: pass"),
    "pattern guard": ("match x:\n    case a if a.ok: pass", "match x:\n    case a if a.f_locals: pass"),
    "value pattern": ("match x:\n    case A.B: pass", "match x:\n    case A.__mro__: pass"),
    "annotated assignment": ("x: int = 1", "__x: int = 1"),
    "nonlocal": (
        "def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2",
        "def f():\n    nonlocal_ = __x",
    ),
    "augmented attribute": ("a.b += 1", "a.__dict__ += 1"),
    "augmented item": ("a[0] += 1", "a.__globals__[0] += 1"),
    "walrus": ("if (x := f()): pass", "if (__x := f()): pass"),
    "except*": ("try: pass\nexcept* ValueError: pass", "try: pass\nexcept* e.__traceback__: pass"),
    "star arguments": ("f(*a, **b)", "f(*a.tb_frame)"),
    "class keywords": ("class A(B, flag=1): pass", "class A(B, metaclass=M): pass"),
    "class body": ("class A:\n    x: int = 1", "class A:\n    __slots_x__ = 1"),
    "dunder methods": ("class A:\n    def __add__(self, o): pass", "class A:\n    def __reduce_ex__(self, p): pass"),
    "making instances": (
        "class A:\n    def __new__(cls): return super().__new__(cls)",
        "class A:\n    def __new__(cls): return cls.__subclasses__()",
    ),
    "descriptors": (
        "class A:\n    def __get__(self, i, o=None): return i\n    def __set__(self, i, v): pass\n    def __delete__(self, i): pass",
        "class A:\n    def __get__(self, i, o=None): return i.__dict__",
    ),
    "missing attributes": (
        "class A:\n    def __getattr__(self, n): return getattr(self.x, n)",
        "class A:\n    def __getattribute__(self, n): return n",
    ),
    "reading dunders": ("x = e.__cause__, f.__name__", "x = f.__closure__"),
    "writing dunders": ("e.__cause__ = None", "f.__name__ = 'x'"),
    "private names": ("self._x = _y", "self._uw_x = 1"),
    "chained unpacking": ("(a, b) = (c, d) = f()", "(a, b) = (c, __d) = f()"),
    "tuple targets": ("for i, (j, *k) in x: pass", "for i, (j, *__k) in x: pass"),
    "with targets": ("with a as (b, c): pass", "with a as (b, __c): pass"),
    "lambda": ("f = lambda x, *y, z=1, **k: x", "f = lambda x: x.__self__"),
    "f-strings": ("x = f'{a.b!r:>{w}}'", "x = f'{a.__class__.__base__}'"),
    "subscripts and slices": ("x = a[b:c, ..., *d]", "x = a[b.gi_code]"),
    "comprehensions": ("x = {a: b for a, b in c if d}", "x = {a: b for a, __b in c}"),
    "decorators": ("@a.b(c)\ndef f(): pass", "@a.__init_subclass__\ndef f(): pass"),
    "imports": ("import a.b as c\nfrom d import e as _f", "import a as __b"),
    "relative imports": ("from . import a", "from . import *"),
    "delete": ("del a.b, c[0], d", "del a.__dict__"),
    "assert": ("assert x, 'y'", "assert x.f_back"),
    "raise from": ("raise A('x') from e", "raise A(e.__traceback__)"),
    "finally": ("try: pass\nfinally: pass", "try: pass\nfinally: x.tb_next"),
    "yield from": ("def f():\n    yield from g()", "def f():\n    yield from g.gi_yieldfrom"),
    "conditional expression": ("x = a if b else c", "x = a if b else c.co_consts"),
    "methods named split": ("class A:\n    def split(self): pass", "class A(E):\n    def split(self): pass"),
    "reading split": ("x = 'a b'.split()", "x.split = f"),
}
NEWER: dict[str, tuple[str, str]] = {
    "type parameters": ("def f[T](x: T) -> T: return x", "def f[__T](x): return x"),
    "type aliases": ("type X[T] = list[T]", "type __X = int"),
    "class parameters": ("class A[T]: pass", "class A[_uw_T]: pass"),
}
CASES = WIDENINGS | (NEWER if sys.version_info >= (3, 12) else {})


def restrict(text: str) -> ast.Module:
    source = textwrap.dedent(text)
    return restrict_module(ast.parse(source), ModuleSource("shop", "shop.py", source))


@pytest.mark.parametrize("what", CASES)
def test_a_widening_allows_and_still_refuses(what: str) -> None:
    """The first text passes as it is; the second, the same construct with a way out in it, is refused at its line."""
    allowed, refused = CASES[what]
    restrict(allowed)
    with pytest.raises(CompileError) as caught:
        restrict(refused)
    assert caught.value.code in ("UW137", "UW140", "UW141", "UW145")
    assert caught.value.where is not None
    assert caught.value.why or caught.value.mend


FORMS = [
    "x.{}",
    "x().{}",
    "[y.{} for y in z]",
    "f(x.{})",
    "x.{}.y",
    "match x:\n    case A({}=y): pass",
    "lambda: x.{}",
    "x.{} += 1",
]
UNSAFE = [
    "__globals__",
    "__code__",
    "__traceback__",
    "gi_frame",
    "cr_frame",
    "f_back",
    "tb_frame",
    "__subclasses__",
    "mro",
    "_uw_x",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_name_is_refused_in_every_place(form: str, name: str) -> None:
    """Wherever an attribute can be written."""
    if name == "_uw_x" and "case" in form:
        name = "__dict__"
    with pytest.raises(CompileError):
        restrict(form.format(name))


GUARDED = [
    "format",
    "format_map",
    "obj",
    "__hash__",
    "__repr__",
    "__str__",
    "__class__",
    "astimezone",
    "timestamp",
    "parser",
]


@pytest.mark.parametrize("name", GUARDED)
def test_a_guarded_name_is_read_through_the_guard_and_no_other_is(name: str) -> None:
    """Guards are elided where the name is safe for every object."""
    assert ast.unparse(restrict(f"y = x.{name}")) == f"y = _uw_getattr(x, {name!r})"
    assert ast.unparse(restrict(f"y = x.{name.strip('_')}_of")) == f"y = x.{name.strip('_')}_of"
