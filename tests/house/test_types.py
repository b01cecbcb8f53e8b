"""What type checkers say of the public names: the files in ``tests/typing``, each with its ``assert_type``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "tests" / "typing").glob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_users_get_the_types_that_they_expect(file: Path) -> None:
    """mypy, strict, finds nothing to say about a program that uses the door as it is meant."""
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", str(file)], cwd=ROOT, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
