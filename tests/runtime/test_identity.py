"""Names that outlive a process."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from useworkflow_runtime.code.identity import main_name


def run_as_main(monkeypatch: pytest.MonkeyPatch, file: Path) -> ModuleType:
    """A ``__main__`` that was started from ``file``."""
    main = ModuleType("__main__")
    main.__file__ = str(file)
    main.__spec__ = None
    monkeypatch.setitem(sys.modules, "__main__", main)
    return main


def test_a_command_is_not_the_package_that_it_is_named_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``bin/shopping`` starts the package ``shopping``, and ``import shopping`` goes on to mean the package."""
    (tmp_path / "shopping").mkdir()
    (tmp_path / "shopping" / "__init__.py").write_text("items = 3")
    monkeypatch.syspath_prepend(tmp_path)
    run_as_main(monkeypatch, tmp_path / "bin" / "shopping")
    assert main_name() is None
    assert importlib.import_module("shopping").items == 3
    del sys.modules["shopping"]


@pytest.mark.parametrize("name", ["errand.py", "errand"])
def test_a_script_is_known_to_imports_under_its_own_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is one module object, whether it is imported or run, with a suffix or without."""
    main = run_as_main(monkeypatch, tmp_path / name)
    assert main_name() == "errand"
    assert sys.modules["errand"] is main
    del sys.modules["errand"]
