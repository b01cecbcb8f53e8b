"""Generated functions nest no deeper than the interpreter's own compiler can take: it crashes where it does not count (G10)."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.lower import lower_module
from useworkflow_compiler.lower.depth import too_deep

OPENING = {
    "loops": ["for x in y:", ""],
    "awaiting loops": ["async for x in y:", ""],
    "managers": ["with a as b:", ""],
    "three managers": ["with a as b, c, d:", ""],
    "awaiting managers": ["async with a as b:", ""],
    "bodies": ["try:", "except E as e:\n    pass"],
    "handlers": ["try:\n    f()\nexcept E as e:", ""],
    "handlers of groups": ["try:\n    f()\nexcept* E as e:", ""],
    "else": ["try:\n    f()\nexcept E:\n    g()\nelse:", ""],
}
INNERMOST = {"await": "await z", "yield": "yield z", "comprehensions": "[[[z for a in b] for a in b] for a in b]"}


def nested(kind: str, inner: str, depth: int) -> str:
    """A function with ``depth`` statements of one kind in each other, and ``inner`` in the last one."""
    before, after = OPENING[kind]
    lines = [inner]
    for _ in range(depth):
        lines = [*before.splitlines(), *(f"    {line}" for line in lines), *after.splitlines()]
    return "async def main():\n" + "\n".join(f"    {line}" for line in lines) + "\n"


def deepest(kind: str, inner: str) -> str:
    """The deepest of them that counts as compilable."""
    for depth in range(25, 0, -1):
        text = nested(kind, inner, depth)
        try:
            tree = ast.parse(text).body[0]
        except SyntaxError:  # indented too far for the parser
            continue
        assert isinstance(tree, ast.AsyncFunctionDef)
        if too_deep(tree.body) is None:
            return text
    raise AssertionError("nothing is shallow enough")


@pytest.mark.parametrize("inner", INNERMOST)
def test_what_is_not_too_deep_compiles(inner: str) -> None:
    """The deepest nest of each kind that is accepted goes through the interpreter's compiler, in a process of its own."""
    texts = [deepest(kind, INNERMOST[inner]) for kind in OPENING]
    program = f"for text in {texts!r}: compile(text, 'x', 'exec')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"status {done.returncode}\n{done.stderr[-2000:]}"


def test_what_is_too_deep_is_refused_at_its_line() -> None:
    """A program that CPython could compile, but whose generated code it could not, is refused (UW124)."""
    with pytest.raises(CompileError, match="UW124") as refused:
        lower_module(ast.parse(text := nested("handlers", "await z", 10)), name="shop", filename="shop.py", source=text)
    assert refused.value.where is not None


def test_comprehensions_inside_each_other_count() -> None:
    """From Python 3.12 on each is a block of its function, which the interpreter does not count."""
    text = nested("loops", INNERMOST["comprehensions"], 16)
    tree = ast.parse(text).body[0]
    assert isinstance(tree, ast.AsyncFunctionDef)
    assert isinstance(too_deep(tree.body), ast.Expr)
    shallow = ast.parse(nested("loops", INNERMOST["comprehensions"], 15)).body[0]
    assert isinstance(shallow, ast.AsyncFunctionDef)
    assert too_deep(shallow.body) is None
