"""The three rooms import one way, and the thin door stays thin."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPILER = ROOT / "compiler" / "useworkflow_compiler"
SANDBOX = ROOT / "sandbox" / "useworkflow_sandbox"
RUNTIME = ROOT / "runtime" / "useworkflow_runtime"
DOOR = ROOT / "runtime" / "useworkflow"
SEAM = ("useworkflow_compiler.format", "useworkflow_compiler.errors", "useworkflow_compiler.tree")


def imported_names(path: Path) -> Iterator[str]:
    """Every module that the file at ``path`` imports, wherever the statement stands, as absolute dotted names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def files_of(*rooms: Path) -> list[Path]:
    """All modules of the rooms."""
    return [path for room in rooms for path in sorted(room.rglob("*.py"))]


def short(path: Path) -> str:
    """A readable test id."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", files_of(COMPILER), ids=short)
def test_compiler_imports_neither_sandbox_nor_runtime(path: Path) -> None:
    """The compiler knows nothing of those who use its output."""
    forbidden = ("useworkflow_sandbox", "useworkflow_runtime", "useworkflow")
    wrong = [name for name in imported_names(path) if name.split(".")[0] in forbidden]
    assert not wrong


@pytest.mark.parametrize("path", files_of(SANDBOX), ids=short)
def test_sandbox_imports_only_the_seam_of_the_compiler(path: Path) -> None:
    """The sandbox reads the compiler's output format, its errors and its tree encoding, and nothing else of it."""
    wrong = []
    for name in imported_names(path):
        room = name.split(".")[0]
        if room in ("useworkflow_runtime", "useworkflow"):
            wrong.append(name)
        if room == "useworkflow_compiler" and name != room:
            inside = any(name == seam or name.startswith(seam + ".") for seam in SEAM)
            wrong.extend([] if inside else [name])
    assert not wrong


@pytest.mark.parametrize("path", files_of(DOOR), ids=short)
def test_door_only_reexports(path: Path) -> None:
    """What users import is defined elsewhere: the door holds imports, ``__all__``, ``__getattr__`` and a docstring."""
    allowed = (ast.Import, ast.ImportFrom, ast.If, ast.Assign, ast.AnnAssign, ast.Expr, ast.FunctionDef)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        assert isinstance(node, allowed), ast.unparse(node)
        if isinstance(node, ast.FunctionDef):
            assert node.name in ("__getattr__", "__dir__")


def loaded_after(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after ``statement``."""
    program = f"import sys\n{statement}\nprint(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_useworkflow_loads_no_compiler() -> None:
    """``import useworkflow`` is cheap: no LibCST, no RestrictedPython, no lowering, no terminal library."""
    loaded = loaded_after("import useworkflow")
    heavy = {"libcst", "RestrictedPython", "useworkflow_compiler.lower", "useworkflow_compiler.bundle", "rich", "click"}
    assert not loaded & heavy


def test_every_public_name_can_be_used_without_libcst() -> None:
    """Touching each name of the door still loads neither LibCST nor RestrictedPython."""
    loaded = loaded_after("import useworkflow\nfor name in useworkflow.__all__: getattr(useworkflow, name)")
    assert not loaded & {"libcst", "RestrictedPython"}


def test_help_loads_no_engine() -> None:
    """``useworkflow --help`` answers without loading the engine or the compiler."""
    loaded = loaded_after(
        "from useworkflow_runtime.cli.commands import call, command_line\ncall(command_line, ['--help'])"
    )
    assert not loaded & {
        "libcst",
        "RestrictedPython",
        "useworkflow_runtime.engine.engine",
        "useworkflow_compiler.bundle",
    }


def test_start_loads_no_terminal_library() -> None:
    """What ``start()`` and an engine need holds neither click nor rich, and no pass of the compiler."""
    loaded = loaded_after("from useworkflow import start, step, sleep\nimport useworkflow_runtime.engine.engine")
    passes = {
        f"useworkflow_compiler.{name}" for name in ("lower", "bundle", "discover", "restrict", "compile", "ahead")
    }
    rarely_used = {"ctypes", "difflib", "tomllib"}
    assert not loaded & ({"click", "rich", "libcst", "RestrictedPython"} | passes | rarely_used)


def test_steps_alone_load_no_engine() -> None:
    """A module that only says ``from useworkflow import step`` loads neither asyncio's loop nor storage."""
    loaded = loaded_after("from useworkflow import step")
    assert not loaded & {"asyncio", "sqlite3", "useworkflow_runtime.engine.engine", "useworkflow_runtime.start"}
