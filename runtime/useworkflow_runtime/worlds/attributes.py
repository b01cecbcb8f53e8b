"""The attributes of runs: searchable keys and values.

    merged({"a": 1, "b": 2}, {"b": None, "c": 3})        -> {"a": 1, "c": 3}
    matches({"a": 1.0, "c": 3}, {"a": 1})                 -> True
    term(1.0), term(True), term("x")                      -> "1", "true", '"x"'    what an index holds

Numbers are equal if they are in Python; a truth value is no number. Read next: ``protocol``.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from useworkflow_runtime.worlds.protocol import Scalar


def merged(old: Mapping[str, Scalar], new: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Attributes after a change; ``None`` removes a key."""
    return {key: value for key, value in {**old, **new}.items() if value is not None}


def matches(attributes: Mapping[str, Scalar], wanted: Mapping[str, Scalar]) -> bool:
    """Whether the attributes hold all that is wanted."""
    return all(key in attributes and term(attributes[key]) == term(value) for key, value in wanted.items())


def term(value: Scalar) -> str:
    """A value as text, which is the same for equal values only."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return msgspec.json.encode(value).decode() if not isinstance(value, int) or isinstance(value, bool) else str(value)
