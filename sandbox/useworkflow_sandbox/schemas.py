"""What a hook expects, as plain data: so that whoever sends can check it, and a snapshot can hold it.

    describe(Decision)            -> "shop.models:Decision"
    describe(list[int] | None)    -> {"any": [{"of": "list", "parts": ["int"]}, "None"]}
    rebuild(description, resolve) -> the type again, its classes found by ``resolve``
    fit({"ok": True}, Decision)   -> Decision(ok=True)

Classes are described by reference: dataclasses, ``TypedDict``, attrs, msgspec and pydantic models. Read next: ``hooks``.
"""

from __future__ import annotations

import types
import typing
from typing import Any, Literal, TypeAlias, Union

import msgspec

from useworkflow_compiler.errors import UseWorkflowError, public
from useworkflow_sandbox.ordered import OrderedFrozenset, OrderedSet
from useworkflow_sandbox.values.classes import Resolve, is_local, name_of, shown

Description: TypeAlias = Any
"""``None`` (anything), a class's name, or a dict: msgspec writes it as JSON."""

_PLAIN: dict[str, Any] = {
    kind.__name__: kind
    for kind in (bool, int, float, complex, str, bytes, bytearray, list, dict, tuple, set, frozenset, object)
} | {"None": type(None), "Any": Any, "...": ...}
_NAMES: dict[Any, str] = {kind: name for name, kind in _PLAIN.items()} | {
    OrderedSet: "set",
    OrderedFrozenset: "frozenset",
    None: "None",
}
_SCALARS = (str, int, bool, type(None))


@public
class PayloadError(UseWorkflowError, ValueError):
    """UW218: a payload does not fit what the hook expects. Nothing was sent."""

    default_code = "UW218"


def describe(schema: Any) -> Description:
    """``schema`` as plain data.

    Raises:
        TypeError: it is nothing that a payload could be checked against, in any process.
    """
    if schema is None:
        return None
    return _described(schema)


def _described(kind: Any) -> Description:
    if isinstance(kind, typing.Hashable) and kind in _NAMES:
        return _NAMES[kind]
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is Literal and all(isinstance(part, _SCALARS) for part in parts):
        return {"literal": list(parts)}
    if origin is Union or origin is types.UnionType:
        return {"any": [_described(part) for part in parts]}
    if origin is not None and origin is not Literal and isinstance(origin, type):
        return {"of": _described(origin), "parts": [_described(part) for part in parts]}
    if isinstance(kind, type) and origin is None:
        if is_local(kind):
            raise TypeError(
                f"the schema {shown(kind)} is defined inside a function, where no sender can find it: "
                "move the class to the top level of its module"
            )
        return name_of(kind)
    raise TypeError(
        f"a schema is a class (dataclass, TypedDict, attrs, msgspec or pydantic), or made of some with list, dict, "
        f"tuple, | and Literal, not {kind!r}"
    )


def rebuild(description: Description, resolve: Resolve) -> Any:
    """The type that ``describe`` saw.

    Raises:
        LookupError: one of its classes is not here; others that ``resolve`` raises (``ImportError``, ``AttributeError``).
    """
    if isinstance(description, str):
        if description in _PLAIN:
            return _PLAIN[description]
        module, _, qualname = description.partition(":")
        return resolve(module, qualname)
    if "literal" in description:
        return Literal[tuple(description["literal"])]
    if "any" in description:
        return Union[tuple(rebuild(part, resolve) for part in description["any"])]  # noqa: UP007 - of a tuple
    origin = rebuild(description["of"], resolve)
    parts = tuple(rebuild(part, resolve) for part in description["parts"])
    return types.GenericAlias(origin, parts) if origin in _NAMES else origin[parts]


def names(description: Description) -> str:
    """How messages name what is expected."""
    if isinstance(description, str):
        return description.replace(":", ".")
    if "literal" in description:
        return " | ".join(repr(value) for value in description["literal"])
    if "any" in description:
        return " | ".join(names(part) for part in description["any"])
    return f"{names(description['of'])}[{', '.join(names(part) for part in description['parts'])}]"


def fit(payload: Any, schema: Any) -> Any:
    """Return ``payload`` as ``schema`` wants it: an instance of the class as it is, plain data converted.

    Raises:
        ValueError: it does not fit.
    """
    if type(payload) is schema:
        return payload
    validate = getattr(schema, "model_validate", None)
    if validate is not None:
        return validate(payload)
    return msgspec.convert(payload, schema, dec_hook=_fit_part)


def _fit_part(schema: Any, payload: Any) -> Any:
    """A part of a class that msgspec does not know: a pydantic model, or an instance of the user's own."""
    if isinstance(payload, schema):
        return payload
    validate = getattr(schema, "model_validate", None)
    if validate is None:
        raise ValueError(f"a {type(payload).__name__} is no {shown(schema)}")
    return validate(payload)


def checked(payload: Any, schema: Any, token: str) -> Any:
    """``payload`` as it was given, if it fits.

    Raises:
        PayloadError: it does not.
    """
    try:
        fit(payload, schema)
    except ValueError as error:
        raise PayloadError(
            f"the payload does not fit the hook {token!r}: {error}",
            why=f"the run expects {names(describe(schema))}; nothing was sent",
            mend="send a value of that type, or plain data that can be converted to it",
        ) from error
    return payload
