"""Matches of regular expressions, in a snapshot: as the search that finds them again.

    re.search("b", "abc")   ->   new_match(re.compile("b"), "abc", 0, 3, "search", 0)

Read next: ``objects``.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from useworkflow_sandbox.capture.errors import CaptureError, SnapshotRefused

_SEARCHES = ("match", "search", "fullmatch")
_MOST = 10_000
"""How many matches of ``finditer`` are gone through to find one."""


def reduce_match(found: re.Match[Any]) -> tuple[Any, ...]:
    """How a snapshot holds a match.

    Raises:
        CaptureError: no search finds it again, since the text that was searched has changed.
    """
    where = (found.re, found.string, found.pos, found.endpos)
    for name in _SEARCHES:
        if _is_same(getattr(found.re, name)(*where[1:]), found):
            return new_match, (*where, name, 0)
    for number, other in enumerate(islice(found.re.finditer(*where[1:]), _MOST)):
        if _is_same(other, found):
            return new_match, (*where, "finditer", number)
    raise CaptureError(
        "a match is live across an await and cannot be kept in a snapshot",
        why="no search in its text finds it again",
        mend="keep what you need of it: `match[1]`, `match.groupdict()`",
    )


def _is_same(other: re.Match[Any] | None, found: re.Match[Any]) -> bool:
    return other is not None and other.regs == found.regs and other.lastindex == found.lastindex


def new_match(pattern: Any, text: Any, start: int, end: int, search: str, number: int) -> Any:
    """The match that this search finds."""
    if not isinstance(pattern, re.Pattern) or search not in (*_SEARCHES, "finditer"):
        raise SnapshotRefused(f"the snapshot asks a {type(pattern).__qualname__} for {search}, which is not allowed")
    if search == "finditer":
        return next(islice(pattern.finditer(text, start, end), number, None))
    return getattr(pattern, search)(text, start, end)
