"""What the compiler makes of each case, and what it says where it refuses one, is on record beside the case (G10)."""

from __future__ import annotations

import pathlib
import re
import sys

import pytest

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

from golden import cases, error, generated, refused, same_syntax, source_of  # noqa: E402

LANGUAGE = HERE.parent.parent / "docs" / "language.md"


@pytest.mark.parametrize("case", cases(), ids=lambda path: path.name)
def test_the_generated_code_is_the_recorded_one(case: pathlib.Path) -> None:
    """Every difference in generated code is seen, and meant: ``golden.py`` writes the files anew."""
    recorded = (case / "lowered.py").read_text(encoding="utf-8")
    assert same_syntax(generated(case)) == same_syntax(recorded)


@pytest.mark.parametrize("case", refused(), ids=lambda path: path.name)
def test_a_refusal_reads_as_recorded(case: pathlib.Path) -> None:
    """It names the line, points at the place, and gives the reason and the remedy."""
    told = (case / "error.txt").read_text(encoding="utf-8")
    assert error(case) == told
    assert re.match(r"UW1\d\d: ", told)
    line = re.search(r"^  shop.py:(\d+)\n    (.*)\n    *\^+$", told, re.MULTILINE)
    assert line is not None
    assert source_of(case).splitlines()[int(line[1]) - 1].strip() == line[2]
    assert "\n  why: " in told
    assert "\n  mend: " in told


def test_every_refusal_of_the_documentation_is_on_record() -> None:
    """The codes in the table of ``docs/language.md`` are those that the cases have, and no others."""
    table = LANGUAGE.read_text(encoding="utf-8").partition("## What is refused")[2].partition("\n## ")[0]
    listed = set(re.findall(r"\[(UW\d+)\]", table))
    recorded = {(case / "error.txt").read_text(encoding="utf-8").partition(":")[0] for case in refused()}
    assert listed == recorded
