"""The golden files of ``cases/`` and ``refused/``: a directory a case, with what comes out beside what goes in.

    cases/spills/input.py    ->   lowered.py, the generated code with its re-entry forms, as ``build --show`` prints it
    refused/in_except_star/input.py   ->   error.txt, what the user is told

    python tests/compiler/golden.py      writes them anew; look at the difference before you commit it

Generated code is compared as syntax, since Pythons print the same tree in different ways. Read next: ``test_golden``.
"""

from __future__ import annotations

import ast
import pathlib
import sys

from useworkflow_compiler import tree
from useworkflow_compiler.compile import compile_workflow
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.format import ModuleCode
from useworkflow_compiler.lower import lower_module
from useworkflow_compiler.show import readable
from useworkflow_compiler.sources import DictSourceFinder

HERE = pathlib.Path(__file__).parent
VERSION = "# needs Python 3."
"""How the input of a case begins that older Pythons cannot parse, before the minor version."""


def cases() -> list[pathlib.Path]:
    """The directories of the cases that this Python can run."""
    return [path for path in sorted((HERE / "cases").iterdir()) if _least(path) <= sys.version_info[1]]


def refused() -> list[pathlib.Path]:
    """The directories of the cases that the compiler refuses."""
    return sorted((HERE / "refused").iterdir())


def _least(case: pathlib.Path) -> int:
    first = source_of(case).partition("\n")[0]
    return int(first.removeprefix(VERSION)) if first.startswith(VERSION) else 0


def source_of(case: pathlib.Path) -> str:
    """What goes in."""
    return (case / "input.py").read_text(encoding="utf-8")


def generated(case: pathlib.Path) -> str:
    """The lowered module and its re-entry forms as text."""
    source = source_of(case)
    low = lower_module(ast.parse(source), name=case.name, filename="input.py", source=source)
    encoded = (tree.encode(low.main), tree.encode(low.resume))
    return readable(ModuleCode(case.name, "input.py", source, "", *encoded, low.functions), resume=True)


def same_syntax(text: str) -> str:
    """``text`` as this Python prints its syntax."""
    return ast.unparse(ast.parse(text))


def error(case: pathlib.Path) -> str:
    """What the user is told about the input, which is a module ``shop`` with a workflow ``main``.

    Raises:
        AssertionError: it compiles.
    """
    try:
        compile_workflow(
            "shop", "main", DictSourceFinder({"shop": source_of(case), "rates": "RATE = 2\n"}, third_party=["requests"])
        )
    except CompileError as told:
        return str(told) + "\n"
    raise AssertionError(f"{case.name} is not refused")


if __name__ == "__main__":
    for directory in cases():
        (directory / "lowered.py").write_text(generated(directory), encoding="utf-8")
    for directory in refused():
        (directory / "error.txt").write_text(error(directory), encoding="utf-8")
