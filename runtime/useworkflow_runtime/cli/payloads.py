"""An example of what a hook expects, for the command that is advised.

    "shop.models:Decision"   -> '{"ok": true, "note": "text"}', where that class is importable and has these fields
    "int"                    -> '1'
    None                     -> '{"ok": true}': the hook takes anything

Only an example that fits is given; else there is a placeholder that names the type. Read next: ``follow``.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from typing import Any

from useworkflow_runtime.code.identity import resolve_class
from useworkflow_sandbox import schemas

_SCALARS: dict[Any, Any] = {bool: True, int: 1, float: 1.5, str: "text", type(None): None, Any: True, object: True}
_TEXTS = {
    "datetime": "2026-01-31T12:00:00Z", "date": "2026-01-31", "time": "12:00:00", "timedelta": "PT1H", "Decimal": "1.50",
    "UUID": "00000000-0000-4000-8000-000000000000", "bytes": "dGV4dA==", "Url": "https://example.org/",
}  # fmt: skip
_DEEPEST = 5


def example(description: schemas.Description) -> str:
    """JSON that a hook with this schema takes, or a placeholder.

    Args:
        description: what ``schemas.describe`` made of the schema; ``None``: anything.
    """
    if description is None:
        return '{"ok": true}'
    try:
        schema = schemas.rebuild(description, resolve_class)
        made = _made(schema, 0)
        schemas.fit(made, schema)
        return json.dumps(made)
    except Exception:  # the user's classes are asked, and may raise whatever they like
        return f"JSON of {schemas.names(description)}"


def _made(kind: Any, depth: int) -> Any:
    if kind in _SCALARS:
        return _SCALARS[kind]
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if depth > _DEEPEST:
        return None
    if origin is typing.Annotated:
        return _made(parts[0], depth)
    if origin is typing.Literal:
        return parts[0]
    if origin is typing.Union or origin is types.UnionType:
        return _made(next(part for part in parts if part is not type(None)), depth)
    if (origin or kind) in (list, set, frozenset, tuple):
        fixed = origin is tuple and parts[-1:] != (...,)
        return [_made(part, depth + 1) for part in (parts if fixed else parts[:1])]
    if (origin or kind) is dict:
        return {"key": _made(parts[1], depth + 1)} if parts else {}
    members = getattr(kind, "__members__", None)
    if members:
        return next(iter(members.values())).value
    if kind.__name__ in _TEXTS:
        return _TEXTS[kind.__name__]
    return {name: _made(of, depth + 1) for name, of in _fields(kind).items()}


def _fields(kind: type) -> dict[str, Any]:
    """The fields that must be given, with their types; all of them where none must."""
    models = getattr(kind, "model_fields", None)
    if models is not None:  # pydantic
        every = {field.alias or name: (field.annotation, field.is_required()) for name, field in models.items()}
    else:
        hints, needed = typing.get_type_hints(kind), _needed(kind)
        every = {name: (of, name in needed) for name, of in hints.items()}
    return {name: of for name, (of, must) in every.items() if must} or {name: of for name, (of, _) in every.items()}


def _needed(kind: Any) -> set[str]:
    if dataclasses.is_dataclass(kind):
        missing = dataclasses.MISSING
        return {f.name for f in dataclasses.fields(kind) if f.default is missing and f.default_factory is missing}
    if typing.is_typeddict(kind):  # ``__required_keys__`` does not see what is written in strings
        ways = {name: typing.get_origin(of) for name, of in typing.get_type_hints(kind, include_extras=True).items()}
        return {
            name
            for name, way in ways.items()
            if way is typing.Required or (kind.__total__ and way is not typing.NotRequired)
        }
    if hasattr(kind, "__struct_fields__"):  # msgspec
        import msgspec

        return {field.name for field in msgspec.structs.fields(kind) if field.required}
    return {each.name for each in getattr(kind, "__attrs_attrs__", ()) if repr(each.default) == "NOTHING"}
