"""``FILE[:FUNCTION]`` finds a module under the name by which any process can import it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from useworkflow_runtime.cli.errors import TargetFileError, TargetFunctionError
from useworkflow_runtime.cli.place import db_words, world_place
from useworkflow_runtime.cli.target import load_workflow, module_of_file, parse_target, workflows_in

TWO = 'async def one():\n    "use workflow"\n\n\nasync def two():\n    "use workflow"\n\n\ndef three():\n    pass\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder; ``sys.path`` and ``sys.modules`` are as before afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    return tmp_path


def test_file_and_function_are_parted_at_the_last_colon(folder: Path) -> None:
    """A function name may follow the file, and need not."""
    (folder / "shop.py").write_text(TWO)
    assert (parse_target("shop.py").module, parse_target("shop.py").function) == ("shop", "")
    assert parse_target("shop.py:two").function == "two"
    assert parse_target("shop.py:Shop.sell").function == "Shop.sell"


def test_file_in_packages_has_its_full_name(folder: Path) -> None:
    """The folder above the outermost package is the root."""
    inner = folder / "shop" / "parts"
    inner.mkdir(parents=True)
    (folder / "shop" / "__init__.py").write_text("")
    (inner / "__init__.py").write_text("")
    (inner / "orders.py").write_text(TWO)
    assert module_of_file(inner / "orders.py") == ("shop.parts.orders", folder)
    assert module_of_file(inner / "__init__.py") == ("shop.parts", folder)
    assert parse_target("shop.parts.orders:one").file == inner / "orders.py"


def test_workflows_are_listed_without_importing(folder: Path) -> None:
    """What a file holds is read from its source, in order; nothing of it is executed."""
    (folder / "shop.py").write_text(TWO + "raise SystemExit\n")
    assert workflows_in(parse_target("shop.py")) == ["one", "two"]


def test_only_workflow_needs_no_name(folder: Path) -> None:
    """A file with one workflow is enough."""
    (folder / "only_one_flow.py").write_text('async def only():\n    "use workflow"\n')
    assert load_workflow(parse_target("only_one_flow.py")).__qualname__ == "only"
    del sys.modules["only_one_flow"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("two_flows.py", "holds 2 workflows: one, two"),
        ("two_flows.py:tow", "did you mean two_flows.py:two?"),
        ("two_flows.py:three", 'make three a workflow: add "use workflow"'),
        ("two_flows.py:absent", "workflows there: one, two"),
        ("no_flows.py", "holds no workflow"),
    ],
)
def test_wrong_function_is_answered_with_the_choices(folder: Path, text: str, said: str) -> None:
    """A missing, ambiguous or misspelt name lists what there is (G10)."""
    (folder / "two_flows.py").write_text(TWO)
    (folder / "no_flows.py").write_text("x = 1\n")
    with pytest.raises(TargetFunctionError) as caught:
        load_workflow(parse_target(text))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shp.py", "did you mean shop.py?"),
        (".", "name one Python file"),
        ("notes.txt", "ends in .py"),
        ("no.such.module:f", "no Python file or module 'no.such.module:f'"),
    ],
)
def test_wrong_file_is_answered_with_a_mend(folder: Path, text: str, said: str) -> None:
    """A path that is no Python file says what would be one (G10)."""
    (folder / "shop.py").write_text(TWO)
    (folder / "notes.txt").write_text("")
    with pytest.raises(TargetFileError) as caught:
        parse_target(text)
    assert said.replace(":f", "") in str(caught.value)


def test_world_is_chosen_by_option_then_environment_then_default() -> None:
    """--db counts most, then USEWORKFLOW_WORLD, then the file under the current folder."""
    environment = {"USEWORKFLOW_WORLD": "sqlite:////tmp/w.db"}
    assert world_place("x.db", environment) == "x.db"
    assert world_place(None, environment) == "sqlite:////tmp/w.db"
    assert world_place(None, {}) == ".useworkflow/world.db"


def test_option_is_repeated_in_advice_as_the_shell_needs_it() -> None:
    """An advised command names the same world, quoted."""
    assert db_words(None) == ""
    assert db_words("my runs.db") == " --db 'my runs.db'"
