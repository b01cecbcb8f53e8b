"""``FILE[:FUNCTION]`` on the command line -> the workflow function.

    "examples/order_saga.py"              -> order_saga.place_order, the only workflow of that file
    "shop/orders.py:place_order"          -> shop.orders.place_order (shop/ has an __init__.py)
    "shop.orders:place_order"             -> the same, by module name

The module's name is the one under which its package would be imported, so that steps are found again by any process
that can import it, and the folder above its package is put first on ``sys.path``. Read next: ``arguments``.
"""

from __future__ import annotations

import ast
import difflib
import importlib
import importlib.util
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_runtime.cli.errors import ImportFailedError, TargetFileError, TargetFunctionError

_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


@dataclass(frozen=True)
class Target:
    """A place on the command line, resolved to a module. ``function`` is empty where it was left out."""

    file: Path
    module: str
    root: Path
    function: str

    def __str__(self) -> str:
        return f"{self.file}:{self.function}" if self.function else str(self.file)


def parse_target(text: str) -> Target:
    """Resolve ``FILE[:FUNCTION]`` or ``MODULE[:FUNCTION]`` without importing anything.

    Raises:
        TargetFileError: there is no such file or module.
    """
    place, function = text, ""
    head, colon, tail = text.rpartition(":")
    if colon and head and _DOTTED.fullmatch(tail):
        place, function = head, tail
    path = Path(place)
    if path.is_file() and path.suffix == ".py":
        module, root = module_of_file(path.resolve())
        return Target(path, module, root, function)
    found = _find_module(place) if _DOTTED.fullmatch(place) else None
    if found is None:
        raise _no_such_file(place)
    _, root = module_of_file(found)
    return Target(found, place, root, function)


def module_of_file(path: Path) -> tuple[str, Path]:
    """The dotted name under which ``path`` is imported, and the folder that has to be on ``sys.path`` for it."""
    names = [] if path.stem == "__init__" else [path.stem]
    folder = path.parent
    while (folder / "__init__.py").is_file() and folder.parent != folder:
        names.insert(0, folder.name)
        folder = folder.parent
    return ".".join(names), folder


def load_workflow(target: Target) -> Callable[..., Any]:
    """Import the target's module and return its workflow function.

    Raises:
        TargetFunctionError: no such workflow, none, or several and no name.
        ImportFailedError: the module raised while it was imported.
        CompileError: a directive is misused.
    """
    names = workflows_in(target)
    name = _choose(target, names)
    module = import_by_name(target.module, target.root)
    found: Any = module
    for part in name.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def workflows_in(target: Target) -> list[str]:
    """The qualified names of the workflows in the target's source, in order. Nothing is imported.

    Raises:
        ImportFailedError: the source cannot be read, or does not parse.
        CompileError: a directive is misused.
    """
    from useworkflow_compiler.discover import discover
    from useworkflow_compiler.sources import ModuleSource, read_source

    try:
        source = ModuleSource(target.module, str(target.file), read_source(str(target.file)))
    except (OSError, SyntaxError, UnicodeDecodeError) as error:
        mend = "save it as UTF-8, or declare its encoding in the first line: # -*- coding: latin-1 -*-"
        raise ImportFailedError(f"{target.file} cannot be read: {error}", mend=mend) from None
    try:
        tree = ast.parse(source.source, source.filename)
    except SyntaxError as error:
        raise ImportFailedError(f"{target.file} does not parse: {error.msg}", mend="mend the syntax") from error
    return [workflow.qualname for workflow in discover(source, tree).workflows]


def import_by_name(module: str, root: Path) -> Any:
    """Import ``module``, with ``root`` first on ``sys.path``.

    Raises:
        ImportFailedError: the module raised; the cause is the user's exception.
    """
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    try:
        return importlib.import_module(module)
    except UseWorkflowError:
        raise
    except Exception as error:
        raise ImportFailedError(
            f"importing {module} failed: {type(error).__name__}: {error}",
            mend="mend the module; workflows and their steps are imported before a run starts",
        ) from error


def _choose(target: Target, names: list[str]) -> str:
    if target.function:
        if target.function in names:
            return target.function
        raise _no_such_function(target, names)
    if len(names) == 1:
        return names[0]
    if not names:
        raise TargetFunctionError(
            f"{target.file} holds no workflow",
            why='a workflow is a function whose body starts with the directive "use workflow"',
            mend='add "use workflow" as the first statement of the function',
        )
    raise TargetFunctionError(
        f"{target.file} holds {len(names)} workflows: {', '.join(names)}",
        mend="say which one: " + " or ".join(f"{target.file}:{name}" for name in names),
    )


def _no_such_function(target: Target, names: list[str]) -> TargetFunctionError:
    close = difflib.get_close_matches(target.function, names, n=1)
    if close:
        mend = f"did you mean {target.file}:{close[0]}?"
    elif target.function in _functions_in(target.file):
        mend = f'make {target.function} a workflow: add "use workflow" as its first statement'
    else:
        mend = f"workflows there: {', '.join(names) or 'none'}"
    return TargetFunctionError(f"{target.file} holds no workflow named {target.function!r}", mend=mend)


def _functions_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def _no_such_file(place: str) -> TargetFileError:
    path = Path(place)
    if path.is_dir():
        mend = "name one Python file in it"
    elif path.is_file():
        mend = "a workflow stands in a Python file whose name ends in .py"
    else:
        siblings = [str(other) for other in sorted(path.parent.glob("*.py"))] if path.parent.is_dir() else []
        close = difflib.get_close_matches(place, siblings, n=1)
        mend = f"did you mean {close[0]}?" if close else "give the path of a .py file, or a module that can be imported"
    return TargetFileError(f"no Python file or module {place!r}", mend=mend)


def _find_module(name: str) -> Path | None:
    if str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        return None
    return Path(spec.origin)
