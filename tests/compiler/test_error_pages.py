"""The pages of the compiler's errors show what really happens."""

import re
from pathlib import Path

import pytest

from useworkflow_compiler.compile import compile_workflow
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.sources import DictSourceFinder

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "errors"
PAGES = sorted(page for pattern in ("0[2-9]", "1*", "2*", "3*", "4[0-25]*") for page in FOLDER.glob(f"UW1{pattern}.md"))


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.S)


def compiled(source: str) -> None:
    finder = DictSourceFinder({"shop": source, "rates": "RATE = 2\n"}, third_party=["httpx", "requests"])
    compile_workflow("shop", "wf", finder)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_example_fails_with_the_text_that_the_page_shows(page: Path) -> None:
    """The first block of code gives exactly the block of text after it (G10)."""
    with pytest.raises(CompileError) as caught:
        compiled(blocks(page, "python")[0])
    assert caught.value.code == page.stem
    assert str(caught.value) == blocks(page, "text")[0].rstrip("\n")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_mended_example_compiles(page: Path) -> None:
    """The last block of code of a page is free of mistakes."""
    compiled(blocks(page, "python")[-1])


def test_there_are_pages_to_test() -> None:
    """The pattern above finds the pages of discovery, bundling and restriction."""
    assert len(PAGES) >= 20
