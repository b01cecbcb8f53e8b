"""Whether a value that was recorded agrees with the one that the code gives now.

    [[5],{}]                                            [[5],{}]                                        -> yes
    [[5],{}]                                            [[6],{}]                                        -> no
    {"$dataclass":"app:Order","fields":{"id":1}}        {..."fields":{"id":1,"note":""}}, a field later -> yes

An object of a class whose shape has changed since is not compared: what it is written as follows from the class, which
is the user's own and not pinned. Everything around it is. Read next: ``shapes``, ``replay``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

ShapeChanged = Callable[[str], bool]
"""``changed("app:Order")``: the class has another shape than when the value was recorded, as far as is known."""

_MARK = b'"$'
_OF_CLASSES = ("$dataclass", "$attrs", "$pydantic", "$struct", "$namedtuple", "$enum", "$custom")


def agree(recorded: msgspec.Raw, came: msgspec.Raw, changed: ShapeChanged) -> bool:
    """Compare two encoded values."""
    left, right = bytes(recorded), bytes(came)
    if left == right:
        return True
    if _MARK not in left or _MARK not in right:
        return False
    return _same(msgspec.json.decode(left), msgspec.json.decode(right), changed)


def _same(left: Any, right: Any, changed: ShapeChanged) -> bool:
    if type(left) is not type(right):
        return False
    if type(left) is dict:
        if list(left) != list(right):
            return _one_class(left, right) and _apart(left, right, changed)
        return _apart(left, right, changed) or all(_same(left[key], right[key], changed) for key in left)
    if type(left) is list:
        return len(left) == len(right) and all(_same(a, b, changed) for a, b in zip(left, right, strict=True))
    return bool(left == right)


def _one_class(left: dict[str, Any], right: dict[str, Any]) -> bool:
    tag = next(iter(left), "")
    return tag in _OF_CLASSES and left[tag] == right.get(tag)


def _apart(left: dict[str, Any], right: dict[str, Any], changed: ShapeChanged) -> bool:
    """Two objects of one class, which has changed between them."""
    if not _one_class(left, right):
        return False
    fields, others = left.get("fields"), right.get("fields")
    if isinstance(fields, dict) and isinstance(others, dict) and set(fields) != set(others):
        return True
    return changed(str(left[next(iter(left))]))
