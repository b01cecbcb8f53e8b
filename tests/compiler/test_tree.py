"""The encoding of trees: exact, the same on every Python, and quick."""

import ast
import contextlib
import hashlib
import inspect

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from useworkflow_compiler import tree

EVERYTHING = '''\
"""Doc."""
from __future__ import annotations
import a.b as c, d
from .x import (y as z, w)
X: int = 1
def f(a, /, b: int = 2, *args, c=3, d, **kw) -> int:
    global G
    "s" 'joined'
    assert a, "m"
    del b[0], c.d
    for i, (j, *k) in a: continue
    else: pass
    while a < b <= c != 1: break
    if a: pass
    elif b: pass
    else: return
    with a as b, c: raise X from y
    try: pass
    except (A, B) as e: raise
    else: pass
    finally: pass
    return [*a, {**b, 1: 2}, {1}, (), lambda x, *, y=1: x if y else -x, not a, a and b or c, x[1:2, ::3]]
async def g():
    def inner():
        nonlocal x
        yield from a
    x = y = yield 1
    x += 1; x @= 2
    async with a as b: await c
    async for i in j: pass
    return
class C(B, metaclass=M):
    x: "int"
    @deco(1)
    def m(self): return super().m
match v:
    case 1 | -2: pass
    case None: pass
    case [a, *_, {"k": b, **r}] if a: pass
    case P(x, y=1) as q: pass
    case _: pass
try: pass
except* E: pass
'''
COMPREHENSIONS = """\
async def h():
    return [x async for x in y if x if z], {k: v for k, v in (w := q)}, {a for a in b}, (a for a in b)
"""


def code_of(module: ast.Module) -> object:
    return compile(module, "f", "exec", dont_inherit=True)


@pytest.mark.parametrize("source", [EVERYTHING, COMPREHENSIONS])
def test_every_kind_of_node_comes_back_with_its_places(source: str) -> None:
    """Decoding gives a tree that prints and unparses like the one that was encoded."""
    module = ast.parse(source)
    back = tree.decode(tree.encode(module))
    assert ast.dump(back, include_attributes=True) == ast.dump(module, include_attributes=True)


def test_a_real_module_compiles_to_the_same_code() -> None:
    """CPython makes equal code, lines and columns included, of the tree that comes back."""
    module = tree.parse(inspect.getsource(contextlib), "f")
    assert code_of(tree.decode(tree.encode(module))) == code_of(module)


@pytest.mark.parametrize(
    "text",
    ["None", "True", "...", "b'\\xff'", "2**1", str(2**80), "-1", str(2**63), "1e999", "2.5", "3j", "'\\ud800'", "'ä'"],
)
def test_constants_keep_type_and_value(text: str) -> None:
    """Constants that MessagePack does not have come back equal and of the same type."""
    back = tree.decode(tree.encode(ast.parse(text)))
    value, expected = eval(code_of_expression(back)), eval(text)
    assert (value, type(value)) == (expected, type(expected))


def code_of_expression(module: ast.Module) -> object:
    statement = module.body[0]
    assert isinstance(statement, ast.Expr)
    return compile(ast.Expression(statement.value), "f", "eval")


@pytest.mark.parametrize("value", [(1, (2, "x")), frozenset({1, 2}), float("nan"), complex("inf+nanj"), -0.0])
def test_constants_that_only_generated_code_has_come_back(value: object) -> None:
    """Tuples, frozensets and odd numbers are kept, too."""
    module = ast.Module([ast.Expr(ast.Constant(value))], [])
    back = tree.decode(tree.encode(module)).body[0].value.value  # type: ignore[attr-defined]
    assert repr(back) == repr(value)


def test_fstrings_mean_the_same_after_decoding() -> None:
    """Text parts, conversions and nested format specifications of an f-string survive."""
    module = ast.parse("x = f'{a!r:>{w}} b' 'c' f'{a=}'", mode="exec")
    names: dict[str, object] = {"a": 7, "w": 3}
    exec(code_of(tree.decode(tree.encode(module))), names)
    assert names["x"] == "  7 bca=7"


def test_the_bytes_do_not_depend_on_the_python_that_wrote_them() -> None:
    """One source has one encoding on 3.11, 3.12 and 3.13 (G5): the digest was written down once."""
    source = EVERYTHING + COMPREHENSIONS + "x = f'''{\n a!r:>{w}\n} b''' 'c' f'{a=}'\n"
    assert hashlib.sha256(tree.encode(ast.parse(source))).hexdigest()[:16] == "6b724a8d9a765a4a"


def test_places_inside_fstrings_are_the_fstrings_own() -> None:
    """``parse`` gives what stands in an f-string the place of the string, since parsers differ there."""
    module = tree.parse("x = f'{a.b}'", "f")
    places = {(n.lineno, n.col_offset) for n in ast.walk(module.body[0].value) if hasattr(n, "lineno")}  # type: ignore[attr-defined]
    assert places == {(1, 4)}


def test_the_hash_sees_structure_and_constants_only() -> None:
    """Layout and comments do not change the normalised hash; a constant, a name and a type do."""
    base = tree.normalised_hash(ast.parse("x = f(1)"))
    assert tree.normalised_hash(ast.parse("# c\nx = (\n  f(1))")) == base
    others = ["x = f(2)", "x = g(1)", "x = f(1.0)", "x = f(True)", "x = f('1')", "x += f(1)"]
    assert base not in {tree.normalised_hash(ast.parse(other)) for other in others}


@given(st.binary(max_size=60))
def test_foreign_bytes_are_refused_with_one_error(data: bytes) -> None:
    """Whatever is read that is no tree raises ``TreeDecodeError``."""
    with pytest.raises(tree.TreeDecodeError):
        tree.decode(data)


def test_a_node_that_is_no_syntax_is_refused() -> None:
    """A node class of somebody else's is not written under a wrong number."""

    class Strange(ast.stmt):
        pass

    with pytest.raises(TypeError, match="Strange is no syntax"):
        tree.encode(ast.Module([Strange()], []))


def test_syntax_of_a_newer_python_round_trips_or_is_named() -> None:
    """A type alias is kept where Python has such a statement, and refused in words where it does not."""
    alias = next(i for i, (name, _) in enumerate(tree._NODES) if name == "TypeAlias")
    data = msgspec.msgpack.encode([0, [[alias, [51, "X", 0, None], None, [47, 1, None], None]]])
    if hasattr(ast, "TypeAlias"):
        assert type(tree.decode(data).body[0]).__name__ == "TypeAlias"
    else:
        with pytest.raises(tree.TreeDecodeError, match="newer Python"):
            tree.decode(data)
