"""What the documentation says is there is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def short(path: Path) -> str:
    """A readable test id."""
    return str(path.relative_to(ROOT))


def anchors(document: Path) -> set[str]:
    """The fragments that a reader of ``document`` can be sent to."""
    titles = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", DOCUMENTS, ids=short)
def test_links_lead_somewhere(document: Path) -> None:
    """Every relative link names a file that exists, and a heading in it."""
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, fragment = target.partition("#")
        path = (document.parent / place).resolve() if place else document
        assert path.exists(), target
        if fragment:
            assert fragment in anchors(path), target


def test_each_guarantee_names_tests_that_exist() -> None:
    """For G1 to G10 the page names at least one test, and each test that it names is there."""
    text = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (G\d+) ", text, flags=re.MULTILINE)[1:]
    assert parts[::2] == [f"G{number}" for number in range(1, 11)]
    for number, part in zip(parts[::2], parts[1::2], strict=True):
        named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", part)
        assert named, f"{number} names no test"
        for file, test in named:
            assert_is_there(file, test)


def test_each_feature_names_tests_that_exist() -> None:
    """Every line of the table of features names at least one test, and each test that it names is there."""
    built, _, left = (ROOT / "docs" / "features.md").read_text(encoding="utf-8").partition("## Not built")
    lines = [line for line in built.splitlines() if line.startswith("| ") and not line.startswith("| |")]
    assert len(lines) > 50
    for line in lines:
        named = re.findall(r"`(\w+/[\w/]+\.py)(?:::(\w+))?`", line.rpartition(" | ")[2])
        assert named, line
        for file, test in named:
            assert_is_there(f"tests/{file}", test)
    assert left.strip()


def assert_is_there(file: str, test: str) -> None:
    """The file, and the test in it where one is named, are in this tree."""
    source = (ROOT / file).read_text(encoding="utf-8")
    names = {node.name for node in ast.walk(ast.parse(source)) if hasattr(node, "name")}
    assert not test or test in names, f"{file}::{test}"


def test_code_in_the_readme_and_the_guide_is_python() -> None:
    """Python blocks parse, so that nobody copies a typing error."""
    for name in ("README.md", "docs/guide.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        assert blocks
        for block in blocks:
            compile(block, name, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


def test_no_document_names_a_private_place() -> None:
    """Nothing in the project's text speaks of the machine that it was written on."""
    for document in DOCUMENTS:
        assert not re.search(r"/tmp/|/ro{2}t/", document.read_text(encoding="utf-8")), document
