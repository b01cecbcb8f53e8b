"""What workflow code can know about its own run, and the attributes that it gives it.

Input -> output::

    get_workflow_metadata().run_id          -> "run_01J..."
    await set_attributes({"customer": 7})   -> AttributesSet(values={"customer": 7}), with this turn's commit
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from useworkflow_sandbox.callsite import user_line
from useworkflow_sandbox.current import current
from useworkflow_sandbox.deferred import Deferred
from useworkflow_sandbox.durations import to_datetime
from useworkflow_sandbox.events import AttributesSet
from useworkflow_sandbox.futures import Future, finished
from useworkflow_sandbox.texts import is_keepable

Scalar = str | int | float | bool | None

URL_VARIABLE = "USEWORKFLOW_PUBLIC_URL"
"""What a run's first event keeps its ``url`` under, so that it is the same on every replay (G5)."""
MAX_ATTRIBUTES = 64
MAX_KEY = 256
"""Characters of a key."""
MAX_VALUE = 256
"""Bytes of a value."""


@dataclass(frozen=True, slots=True)
class WorkflowMetadata:
    """The run that the code belongs to. ``workflow``: ``workflow//{module}//{qualname}``; ``started_at``: UTC;
    ``url``: what the addresses of the web application begin with, as it was when the run started."""

    run_id: str
    workflow: str
    started_at: datetime
    parent_run_id: str | None = None
    root_run_id: str | None = None
    url: str | None = None


def get_workflow_metadata() -> WorkflowMetadata:
    """The run that is being executed.

    Raises:
        NotInWorkflowError: none is.
    """
    instance = current()
    origin = instance.origin
    return WorkflowMetadata(
        run_id=instance.run_id,
        workflow=origin.workflow,
        started_at=to_datetime(origin.started_at),
        parent_run_id=origin.parent,
        root_run_id=origin.root or instance.run_id,
        url=origin.env.get(URL_VARIABLE),
    )


class _SetAttributes(Deferred):
    __slots__ = ("_line", "_values")

    def __init__(self, attributes: dict[str, Scalar]) -> None:
        super().__init__()
        self._values = attributes
        self._line = user_line()

    def _start(self) -> Future:
        instance = current()
        checked = checked_attributes(self._values, instance.attributes)
        instance.attributes = kept_attributes(checked, instance.attributes)
        instance.emit(AttributesSet(at=instance.now, values=checked, line=self._line))
        return finished(None)


def set_attributes(attributes: dict[str, Scalar]) -> Deferred:
    """``await set_attributes({...})``: give the run searchable keys and values; ``None`` removes a key.

    Awaiting raises:
        TypeError: a key or value is of a type that cannot be one.
        ValueError: a key or value is too long, reserved, or there are too many.
    """
    return _SetAttributes(attributes)


def kept_attributes(changes: dict[str, Scalar], present: frozenset[str]) -> frozenset[str]:
    """The names of a run's attributes after ``changes``."""
    names = set(present)
    for key, value in changes.items():
        (names.discard if value is None else names.add)(key)
    return frozenset(names)


def checked_attributes(attributes: object, present: frozenset[str] = frozenset()) -> dict[str, Scalar]:
    """Return a copy of ``attributes``, which the rules of run attributes allow beside those ``present``.

    Raises:
        TypeError: a key or value is of a type that cannot be one.
        ValueError: a key or value is too long, reserved, or there are too many.
    """
    if not isinstance(attributes, dict):
        raise TypeError(f"attributes are a dict, not {type(attributes).__name__}")
    for key, value in attributes.items():
        _check_key(key)
        _check_value(key, value)
    if len(kept_attributes(attributes, present)) > MAX_ATTRIBUTES:
        raise ValueError(f"a run has at most {MAX_ATTRIBUTES} attributes")
    return dict(attributes)


def _check_key(key: object) -> None:
    if not isinstance(key, str):
        raise TypeError(f"the key of an attribute is text, not {type(key).__name__}")
    if not key or len(key) > MAX_KEY:
        raise ValueError(f"the key of an attribute has 1 to {MAX_KEY} characters: {key[:40]!r}")
    _check_text(key)
    if key.startswith("$"):
        raise ValueError(f"keys that begin with $ are reserved: {key!r}")


def _check_text(text: str) -> None:
    if not is_keepable(text):
        raise ValueError("attributes hold no NUL characters and no halves of surrogate pairs")


def _check_value(key: str, value: object) -> None:
    if value is None:
        return
    if type(value) not in (str, int, float, bool):
        raise TypeError(f"attribute {key!r} must be str, int, float, bool or None, not {type(value).__name__}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"attribute {key!r} must be finite, not {value}")
    _check_text(str(value))
    if len(str(value).encode()) > MAX_VALUE:
        raise ValueError(f"attribute {key!r} is longer than {MAX_VALUE} bytes")
