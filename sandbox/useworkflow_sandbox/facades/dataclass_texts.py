"""``dataclasses.dataclass`` where annotations are text: Python would ask the user's own module what they mean.

Input -> output::

    @dataclass                                    fields: id; ``kinds`` is none, in every process, whether the module of that
    class Order:                                  name has been imported there or not
        kinds: "ClassVar[int]" = 3
        id: "int"

Read next: ``imports``, which hands it to workflow code.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from collections.abc import Callable
from typing import Any, cast

_MARKER = re.compile(r"(?:\w+\s*\.\s*)*(ClassVar|InitVar|KW_ONLY)\b")


class _Text:
    """An annotation that is text, and no ``str``."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return repr(self.text)


def _meant(annotation: Any) -> Any:
    if type(annotation) is not str:
        return annotation
    marker = _MARKER.match(annotation)
    match marker and marker[1]:
        case "ClassVar":
            return typing.ClassVar
        case "InitVar":
            return dataclasses.InitVar(cast("Any", _Text(annotation)))
        case "KW_ONLY":
            return dataclasses.KW_ONLY
    return _Text(annotation)


def dataclass(cls: Any = None, /, **options: Any) -> Any:
    """``dataclasses.dataclass``."""

    def made(kind: Any) -> Any:
        return _made(dataclasses.dataclass(**options), kind)

    return made if cls is None else made(cls)


def _made(make: Callable[[Any], Any], kind: Any) -> Any:
    annotations = inspect.get_annotations(kind)
    if not any(type(annotation) is str for annotation in annotations.values()):
        return make(kind)
    kind.__annotations__ = {name: _meant(annotation) for name, annotation in annotations.items()}
    made = kind
    try:
        made = make(kind)
    finally:
        kind.__annotations__ = made.__annotations__ = annotations
    for name, field in made.__dataclass_fields__.items():
        if name in annotations:
            field.type = annotations[name]
    if made.__doc__:
        for text in annotations.values():
            made.__doc__ = made.__doc__.replace(f"dataclasses.InitVar[{text!r}]", repr(text))
    return made
