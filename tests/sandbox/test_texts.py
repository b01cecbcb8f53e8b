"""Texts that every world can keep."""

from __future__ import annotations

from typing import Any

import pytest

from useworkflow_sandbox.children import checked_names
from useworkflow_sandbox.texts import checked_name, keepable


@pytest.mark.parametrize("name", ["", "a\0b", "\ud800", "x" * 257])
def test_what_no_world_can_keep_is_no_name(name: str) -> None:
    """NUL, halves of surrogate pairs, nothing at all, and what is too long for an index."""
    with pytest.raises(ValueError, match="a run id"):
        checked_name("a run id", name)


def test_a_name_is_text() -> None:
    """A number is no name, whatever it looks like."""
    with pytest.raises(TypeError, match="a run id is text, not int"):
        checked_name("a run id", 5)
    assert checked_name("a run id", "Zürich/7 🐍") == "Zürich/7 🐍"


def test_free_text_is_written_out() -> None:
    """What cannot be kept stands there as in a literal; the rest is untouched."""
    assert keepable("file \udcff, \0, Zürich") == "file \\udcff, \\x00, Zürich"
    assert keepable("plain") == "plain"


@pytest.mark.parametrize(("priority", "error"), [(2**31, ValueError), (1.5, TypeError), ("1", TypeError)])
def test_a_priority_is_a_number_of_the_database(priority: Any, error: type[Exception]) -> None:
    """What does not fit the column is refused before anything is written."""
    with pytest.raises(error, match="priority"):
        checked_names(None, None, "mail", "", priority)
