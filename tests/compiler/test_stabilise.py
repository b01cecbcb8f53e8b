"""What the compiler puts around sets, text and attributes, and what it leaves alone."""

from __future__ import annotations

import ast

import pytest

from useworkflow_compiler.stabilise import stabilise

CASES = {
    "{a, *b}": "_uw_set((a, *_uw_order(b)))",
    "{x for x in y if x}": "_uw_set({x: None for x in _uw_order(y) if x})",
    "{x: 1 for x in y.z}": "{x: 1 for x in _uw_order(y.z)}",
    "[*a, *[1]]": "[*_uw_order(a), *[1]]",
    "list(a)": "list(_uw_order(a))",
    "sorted({1, 2}, key=str)": "sorted(_uw_set({1: None, 2: None}), key=_uw_str)",
    "map(str, a)": "map(_uw_str, _uw_order(a))",
    "', '.join(a.tags)": "', '.join(_uw_order(a.tags))",
    "a.extend(b())": "a.extend(_uw_order(b()))",
    "d.keys() & e": "_uw_setop('&', d.keys(), e)",
    "a - e.items()": "_uw_setop('-', a, e.items())",
    "str(a)": "_uw_str(a)",
    "f'{a} {b!r:>5} {c:.2f} {d!s}'": "f'{_uw_shown(a)} {_uw_repr(b):>5} {c:.2f} {_uw_str(d)!s}'",
    "'%s' % a": "_uw_percent('%s', a)",
    "f'{a}%s' % b": "_uw_percent(f'{_uw_shown(a)}%s', b)",
}
STATEMENTS = {
    "for x in a.b: pass": "for x in _uw_order(a.b):\n    pass",
    "a, b = c": "a, b = _uw_order(c)",
    "a.b = c": "_uw_mine(a).b = c",
    "a.b.c += 1": "_uw_mine(a.b).c += 1",
    "del a.b": "del _uw_mine(a).b",
    "k = d.keys()\nr = k - e": "k = d.keys()\nr = _uw_setop('-', k, e)",
    "with a as b.c: pass": "with a as _uw_mine(b).c:\n    pass",
}
UNCHANGED = [
    *("[1, 2]", "(a, b)", "a - b", "a % b", "a & b", "a.b", "a[b]", "a[b] + c", "{'k': a}", "f'{1}'", "f'plain'"),
    *("[x for x in range(3)]", "[x for x in d.items()]", "[x for x in enumerate([1])]", "list([1])", "str()"),
    *("isinstance(a, str)", "str.upper", "set(a)", "[x for x in a[1:]]", "'{}'.format(a)", "a.joined(b)"),
    *("for x in d.values():\n    pass", "a = b", "a, b = (b, a)", "a[b] = c", "a.b(c)", "len(a)", "dict(a)"),
    *("async def f():\n    a, b = await g()", "async def f():\n    async for x in y:\n        pass"),
]


@pytest.mark.parametrize(("before", "after"), [*CASES.items(), *STATEMENTS.items()])
def test_generated_calls(before: str, after: str) -> None:
    """Each construct becomes the call that keeps its order or text."""
    assert ast.unparse(stabilise(ast.parse(before))) == after


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_holds_no_set_stays_as_it_is(text: str) -> None:
    """No call is added where nothing can come out in another order: it would only cost."""
    assert ast.unparse(stabilise(ast.parse(text))) == ast.unparse(ast.parse(text))


def test_names_of_the_user_are_not_taken_for_builtins() -> None:
    """A function of the user's that is called ``str`` or ``list`` is the user's."""
    for text in ("def str(x): return x\nstr(a)", "def f(list): return list(a)", "from m import sorted\nsorted(a)"):
        assert ast.unparse(stabilise(ast.parse(text))) == ast.unparse(ast.parse(text))


def test_positions_are_those_of_the_user() -> None:
    """Tracebacks and suspension points name the user's lines (G10)."""
    tree = stabilise(ast.parse("\n\nx = {a,\n     b}\n"))
    for node in ast.walk(tree):
        if isinstance(node, ast.expr):
            assert node.lineno >= 3
            assert node.end_lineno is not None
    compile(tree, "shop.py", "exec")


def test_many_calls_are_never_mixed_up() -> None:
    """Nodes that are made take the places of nodes that are gone; none is taken for the other."""
    text = "\n".join(f"x{i} = list(str(a{i}).b)" for i in range(2000))
    found = ast.unparse(stabilise(ast.parse(text)))
    assert found == "\n".join(f"x{i} = list(_uw_order(_uw_str(a{i}).b))" for i in range(2000))
