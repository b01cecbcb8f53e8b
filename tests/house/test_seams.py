"""The seams that others rely on: public names, names of generated code, error codes and their pages."""

from __future__ import annotations

import ast
import functools
import importlib
import pickle
import pkgutil
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import useworkflow
import useworkflow_compiler
import useworkflow_runtime
import useworkflow_sandbox
from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_compiler.format import EXPORTED

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "errors"

PUBLIC = {
    "StepNotFoundError",
    "CadenceError",
    "ScheduleNotFoundError",
    "list_schedules",
    "get_schedule",
    "schedule",
    "ScheduleInfo",
    "Schedule",
    "UnknownQueueError",
    "QueueOptionsError",
    "Queue",
    "FatalError",
    "ForkError",
    "Hook",
    "FetchResponse",
    "HookConflictError",
    "HookInfo",
    "HookNotFoundError",
    "HookUnansweredError",
    "MissingExtraError",
    "IdempotencyConflictError",
    "NotInStepError",
    "NotInWorkflowError",
    "PayloadError",
    "PayloadTooLargeError",
    "ReplyTimeoutError",
    "Request",
    "Response",
    "RetryableError",
    "Run",
    "RunExistsError",
    "RunNotFoundError",
    "SchemaMissingError",
    "SerializationError",
    "StepCrashedError",
    "Stream",
    "StreamClosedError",
    "StreamReset",
    "UseWorkflowError",
    "Webhook",
    "WorkflowCancelledError",
    "WorkflowFailedError",
    "WorkflowParkedError",
    "WorkflowTimeoutError",
    "asgi_app",
    "compensate",
    "create_hook",
    "create_webhook",
    "define_hook",
    "get_hook",
    "fetch",
    "get_run",
    "get_step_metadata",
    "get_transaction",
    "get_workflow_metadata",
    "get_writable",
    "install",
    "list_runs",
    "outbox",
    "patched",
    "register",
    "resume_hook",
    "set_attributes",
    "sleep",
    "start",
    "step",
    "uninstall",
    "workflow",
    "wsgi_app",
}
"""What users may import. A name that is added here is a promise; one that is taken away breaks somebody."""


def test_public_names_are_held() -> None:
    """``useworkflow.__all__`` is this list, and each name is there."""
    assert set(useworkflow.__all__) == PUBLIC
    assert set(dir(useworkflow)) >= PUBLIC
    for name in PUBLIC:
        assert getattr(useworkflow, name) is not None


def test_sandbox_supplies_every_name_of_generated_code() -> None:
    """``format.EXPORTED`` and the names that the sandbox's seam supplies are the same set (G1)."""
    from useworkflow_sandbox import seam

    supplied = {name for name in string_constants(Path(seam.__file__)) if name.startswith("_uw_")}
    assert supplied == set(EXPORTED)


def test_lowered_code_uses_exported_names_only() -> None:
    """Every generated name in the lowering that is a global of generated code is in ``EXPORTED``."""
    from useworkflow_compiler.tree import decode
    from useworkflow_runtime.code.programs import library_code

    for module in library_code():
        for encoded in (module.tree, module.resume):
            tree = decode(encoded)
            assert global_names(tree) <= set(EXPORTED)


def string_constants(path: Path) -> set[str]:
    """Every string constant of a module, and every keyword name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            found.add(node.value)
    return found


def global_names(tree: ast.Module) -> set[str]:
    """The ``_uw_`` names that ``tree`` reads and never binds."""
    read, bound = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.ExceptHandler):
            bound.add(node.name or "")
    return {name for name in read - bound if name.startswith("_uw_")}


def error_classes() -> Iterator[type[UseWorkflowError]]:
    """Every error class of the three rooms."""
    for room in (useworkflow_compiler, useworkflow_sandbox, useworkflow_runtime):
        for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
            if "library" not in module.name:
                importlib.import_module(module.name)
    waiting = [UseWorkflowError]
    while waiting:
        cls = waiting.pop()
        waiting += cls.__subclasses__()
        if cls.__module__.startswith("useworkflow"):
            yield cls


def codes_in_source() -> set[str]:
    """Every code that the rooms' source names in a string of its own."""
    found = set()
    for room in ("compiler", "sandbox", "runtime"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and re.fullmatch(r"UW[1-9]\d\d", node.value)
                ):
                    found.add(node.value)
    return found


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    """G10: each stable code has ``docs/errors/CODE.md``, and no page describes a code that is not raised."""
    pages = {path.stem for path in PAGES.glob("UW*.md")}
    used = codes_in_source()
    assert sorted(used - pages) == [], "codes without a page"
    assert sorted(pages - used) == [], "pages without a code"


def test_every_page_is_in_the_index_and_says_four_things() -> None:
    """A page says what the error means, shows one that fails with its text, why, and the mend; the index lists it."""
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    for path in sorted(PAGES.glob("UW*.md")):
        text = path.read_text(encoding="utf-8")
        assert f"({path.name})" in index, f"{path.name} is not in the index"
        assert text.startswith(f"# {path.stem}"), path.name
        assert "```" in text, f"{path.name} has no example"


def home_of(cls: type) -> str:
    """The module whose source defines ``cls``: public classes name the door."""
    found = [
        name
        for name, module in sorted(sys.modules.items())
        if name.startswith("useworkflow_") and vars(module).get(cls.__name__) is cls
        if f"\nclass {cls.__name__}(" in source_of(module)
    ]
    return found[0] if cls.__module__ == "useworkflow" else cls.__module__


@functools.cache
def source_of(module: ModuleType) -> str:
    """The text of a module."""
    return Path(module.__file__ or "").read_text(encoding="utf-8")


def test_public_errors_name_the_door() -> None:
    """A traceback says ``useworkflow.FatalError``, and a pickle finds it there."""
    errors = [value for name in PUBLIC if isinstance(value := getattr(useworkflow, name), type)]
    public = [value for value in errors if issubclass(value, BaseException)]
    assert {error.__module__ for error in public} == {"useworkflow"}
    assert all(pickle.loads(pickle.dumps(error)) is error for error in public)
    shown = traceback.format_exception_only(useworkflow.FatalError("no"))
    assert shown == ["useworkflow.FatalError: no\n"]


def test_every_error_class_has_a_code_of_its_room() -> None:
    """Compiler errors are UW1xx, the sandbox's UW2xx, the runtime's UW3xx, the command line's UW4xx."""
    rooms = {"useworkflow_compiler": "1", "useworkflow_sandbox": "2", "useworkflow_runtime": "3"}
    shared = "useworkflow_sandbox.run_errors"  # what runs answer: the same classes in workflow code and outside
    for cls in error_classes():
        if cls is UseWorkflowError:
            continue
        home = home_of(cls)
        digit = "4" if home.startswith("useworkflow_runtime.cli") else rooms[home.split(".")[0]]
        digit = "3" if home == shared else digit
        assert re.fullmatch(rf"UW{digit}\d\d", cls.default_code), cls
