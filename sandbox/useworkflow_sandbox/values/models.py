"""Objects of the user's own classes: enums, dataclasses, attrs, pydantic, msgspec Structs, named tuples, own protocols.

Input -> output::

    Order(id=1)   -> {"$dataclass": "shop.models:Order", "fields": {"id": 1}}
    Colour.RED    -> {"$enum": "shop.models:Colour", "name": "RED"}

Fields are set, not passed to ``__init__``: what was recorded comes back as it was. A field that is missing in the record
takes its default; without one the record no longer fits, and class and field are named (G6). A field that the class has
lost is left out where its value says nothing, or where the class gives it up. Read next: ``failures``.
"""

from __future__ import annotations

import dataclasses
import enum
from functools import cached_property
from typing import Any

import msgspec

from useworkflow_sandbox.errors import ValueDecodeError
from useworkflow_sandbox.values.classes import name_of, shown
from useworkflow_sandbox.values.containers import add_subclass_families, base_of, refuse_local
from useworkflow_sandbox.values.parameters import parameter_node, parameter_of
from useworkflow_sandbox.values.reading import Reader
from useworkflow_sandbox.values.registry import BY_TAG, FAMILIES, Identity, Kind, Node
from useworkflow_sandbox.values.writing import Unwritable, Writer

_MISSING: Any = object()


def _fields_node(writer: Writer, value: object, names: Any) -> dict[str, Node]:
    """The named attributes that are set."""
    node = {}
    for name in names:
        item = getattr(value, name, _MISSING)
        if item is not _MISSING:
            node[name] = writer.child(item, f".{name}")
    return node


def _extra_node(writer: Writer, value: object, names: Any) -> dict[str, Node]:
    """What was set beside the fields, but not what a ``cached_property`` can compute again."""
    state = getattr(value, "__dict__", None) or {}
    return {
        name: writer.child(item, f".{name}")
        for name, item in state.items()
        if name not in names
        and name[:2] != "__"  # ``__orig_class__`` of a generic class, which its type parameters do not need
        and not isinstance(getattr(type(value), name, None), cached_property)
    }


def _object_node(writer: Writer, tag: str, value: object, names: Any) -> Node:
    refuse_local(value)
    if base_of(type(value)) is not None:
        raise Unwritable(value, f"its class {shown(type(value))} is a model and a subclass of a builtin at once")
    node = {tag: name_of(type(value)), "fields": _fields_node(writer, value, names)}
    extra = _extra_node(writer, value, names)
    if extra:
        node["extra"] = extra
    return node


def unfit(cls: type, what: str) -> ValueDecodeError:
    """The error for a record that its class has left behind."""
    return ValueDecodeError(f"a recorded {shown(cls)} does not fit the class any more: {what}")


def _set_extra(reader: Reader, value: object, node: dict[str, Any]) -> None:
    if "extra" in node:
        for name, item in reader.fields(node["extra"]).items():
            if name[:2] == "__":
                raise unfit(type(value), f"{name} is no attribute of a record")
            object.__setattr__(value, name, item)


def _check_names(cls: type, fields: dict[str, Any], names: Any) -> set[str]:
    """Leave out recorded fields that the class has no more, and return their names.

    Tolerated are those that say nothing (``None``, or empty) and those that the class gives up by name, in
    ``__workflow_dropped__``: anything else would be lost in silence (G6).
    """
    lost = {name for name in fields if name not in names}
    for name in sorted(lost):
        value = fields.pop(name)
        if not (_says_nothing(value) or name in getattr(cls, "__workflow_dropped__", ())):
            raise ValueDecodeError(
                f"a recorded {shown(cls)} does not fit the class any more: it has no field {name!r}, and a "
                f"{type(value).__name__} was recorded in it",
                mend=f"give it the field again, or give the value up: __workflow_dropped__ = ({name!r},) in the class",
            )
    return lost


def _says_nothing(value: Any) -> bool:
    return value is None or (type(value) in _EMPTY and len(value) == 0)


_EMPTY = (str, bytes, list, tuple, dict, set, frozenset)


# --- enums ------------------------------------------------------------------------------------------------------------


def _is_enum(cls: type) -> bool:
    return issubclass(cls, enum.Enum)


def _write_enum(writer: Writer, value: enum.Enum) -> Node:
    refuse_local(value)
    name = name_of(type(value))
    if isinstance(value, enum.Flag) and value.name not in type(value).__members__:
        return {"$enum": name, "value": writer.child(value.value, ".value")}
    return {"$enum": name, "name": value.name}


def _read_enum(reader: Reader, node: dict[str, Any]) -> enum.Enum:
    cls = reader.classes.find(node["$enum"])
    if not issubclass(cls, enum.Enum):
        raise unfit(cls, "it is no enum")
    if "value" in node:
        return cls(reader.read(node["value"]))
    try:
        return cls[node["name"]]
    except KeyError:
        raise unfit(cls, f"it has no member {node['name']!r}") from None


# --- dataclasses ------------------------------------------------------------------------------------------------------


def _is_dataclass(cls: type) -> bool:
    return dataclasses.is_dataclass(cls)


def _write_dataclass(writer: Writer, value: Any) -> Node:
    return _object_node(writer, "$dataclass", value, {field.name: None for field in dataclasses.fields(value)})


def _read_dataclass(reader: Reader, node: dict[str, Any]) -> Any:
    cls = reader.classes.find(node["$dataclass"])
    if not dataclasses.is_dataclass(cls):
        raise unfit(cls, "it is no dataclass")
    value: Any = reader.keep(node, object.__new__(cls))
    given = reader.fields(node["fields"])
    declared = {field.name: field for field in dataclasses.fields(cls)}
    _check_names(cls, given, declared)
    for name, field in declared.items():
        if name in given:
            object.__setattr__(value, name, given[name])
        elif field.default_factory is not dataclasses.MISSING:
            object.__setattr__(value, name, field.default_factory())
        elif field.default is not dataclasses.MISSING:
            object.__setattr__(value, name, field.default)
        elif field.init:
            raise unfit(cls, f"the field {name!r} was not recorded and has no default")
    _set_extra(reader, value, node)
    return value


# --- attrs (recognised by what its classes carry: the package itself is not imported) ---------------------------------


def _is_attrs(cls: type) -> bool:
    return hasattr(cls, "__attrs_attrs__") and not issubclass(cls, BaseException)


def _write_attrs(writer: Writer, value: Any) -> Node:
    return _object_node(writer, "$attrs", value, {field.name: None for field in type(value).__attrs_attrs__})


def _read_attrs(reader: Reader, node: dict[str, Any]) -> Any:
    cls: Any = reader.classes.find(node["$attrs"])
    if not hasattr(cls, "__attrs_attrs__"):
        raise unfit(cls, "it is no attrs class")
    value: Any = reader.keep(node, object.__new__(cls))
    given = reader.fields(node["fields"])
    declared = {field.name: field for field in cls.__attrs_attrs__}
    _check_names(cls, given, declared)
    for name, field in declared.items():
        if name in given:
            object.__setattr__(value, name, given[name])
        elif field.init:
            object.__setattr__(value, name, _attrs_default(cls, value, field))
    _set_extra(reader, value, node)
    return value


def _attrs_default(cls: type, value: Any, field: Any) -> Any:
    default = field.default
    factory = getattr(default, "factory", None)
    if factory is not None and hasattr(default, "takes_self"):
        return factory(value) if default.takes_self else factory()
    if repr(default) == "NOTHING":
        raise unfit(cls, f"the field {field.name!r} was not recorded and has no default")
    return default


# --- pydantic 2 (likewise) --------------------------------------------------------------------------------------------


def _is_pydantic(cls: type) -> bool:
    return hasattr(cls, "__pydantic_core_schema__") and hasattr(cls, "model_fields")


def _write_pydantic(writer: Writer, value: Any) -> Node:
    generic = type(value).__pydantic_generic_metadata__
    node: dict[str, Node] = {"$pydantic": name_of(generic["origin"] or type(value))}
    if generic["origin"] is not None:
        node["of"] = [parameter_node(value, parameter) for parameter in generic["args"]]
    else:
        refuse_local(value)
    state = value.__getstate__()
    fields = type(value).model_fields
    node["fields"] = {k: writer.child(v, f".{k}") for k, v in state["__dict__"].items() if k in fields}
    node["set"] = sorted(state["__pydantic_fields_set__"])
    for key, name in (("extra", "__pydantic_extra__"), ("private", "__pydantic_private__")):
        if state.get(name):
            node[key] = {k: writer.child(v, f".{k}") for k, v in state[name].items()}
    return node


def _read_pydantic(reader: Reader, node: dict[str, Any]) -> Any:
    cls: Any = reader.classes.find(node["$pydantic"])
    if not _is_pydantic(cls):
        raise unfit(cls, "it is no pydantic model")
    if "of" in node:
        cls = cls[tuple(parameter_of(reader, parameter) for parameter in node["of"])]
    value: Any = reader.keep(node, cls.__new__(cls))
    given = reader.fields(node["fields"])
    declared = cls.model_fields
    lost = _check_names(cls, given, declared)
    fields = {}
    for name, field in declared.items():
        if name in given:
            fields[name] = given[name]
        elif field.is_required():
            raise unfit(cls, f"the field {name!r} was not recorded and has no default")
        else:
            fields[name] = field.get_default(call_default_factory=True)
    extra = reader.fields(node["extra"]) if "extra" in node else None
    if extra is None and cls.model_config.get("extra") == "allow":
        extra = {}
    private = {k: v.get_default() for k, v in cls.__private_attributes__.items()} or None
    if "private" in node:
        private = {**(private or {}), **reader.fields(node["private"])}
    value.__setstate__(
        {
            "__dict__": fields,
            "__pydantic_fields_set__": set(reader.fill(node["set"])) - lost,
            "__pydantic_extra__": extra,
            "__pydantic_private__": private,
        }
    )
    return value


# --- msgspec Structs and named tuples ---------------------------------------------------------------------------------


def _is_struct(cls: type) -> bool:
    return issubclass(cls, msgspec.Struct)


def _write_struct(writer: Writer, value: msgspec.Struct) -> Node:
    return _object_node(writer, "$struct", value, dict.fromkeys(value.__struct_fields__))


def _read_struct(reader: Reader, node: dict[str, Any]) -> Any:
    cls = reader.classes.find(node["$struct"])
    if not issubclass(cls, msgspec.Struct):
        raise unfit(cls, "it is no msgspec Struct")
    given = reader.fields(node["fields"])
    _check_names(cls, given, cls.__struct_fields__)
    for field in msgspec.structs.fields(cls):
        if field.required and field.name not in given:
            raise unfit(cls, f"the field {field.name!r} was not recorded and has no default")
    value = reader.keep(node, cls(**given))
    _set_extra(reader, value, node)
    return value


def _is_named_tuple(cls: type) -> bool:
    return issubclass(cls, tuple) and isinstance(getattr(cls, "_fields", None), tuple) and hasattr(cls, "_make")


def _write_named_tuple(writer: Writer, value: Any) -> Node:
    refuse_local(value)
    fields = {
        name: writer.child(item, f".{name}") for name, item in zip(value._fields, tuple.__iter__(value), strict=True)
    }
    return {"$namedtuple": name_of(type(value)), "fields": fields}


def _read_named_tuple(reader: Reader, node: dict[str, Any]) -> Any:
    cls: Any = reader.classes.find(node["$namedtuple"])
    if not _is_named_tuple(cls):
        raise unfit(cls, "it is no named tuple")
    given = reader.fields(node["fields"])
    _check_names(cls, given, cls._fields)
    given = {**cls._field_defaults, **given}
    for name in cls._fields:
        if name not in given:
            raise unfit(cls, f"the field {name!r} was not recorded and has no default")
    return tuple.__new__(cls, [given[name] for name in cls._fields])


# --- the user's own protocol ------------------------------------------------------------------------------------------


def _is_custom(cls: type) -> bool:
    return hasattr(cls, "__workflow_serialize__")


def _write_custom(writer: Writer, value: Any) -> Node:
    refuse_local(value)
    cls = type(value)
    if not callable(getattr(cls, "__workflow_deserialize__", None)):
        because = f"its class {shown(cls)} has __workflow_serialize__ but no __workflow_deserialize__"
        raise Unwritable(value, because, "add `@classmethod __workflow_deserialize__(cls, value)`")
    try:
        plain = value.__workflow_serialize__()
    except Exception as error:
        raise Unwritable(value, f"its __workflow_serialize__ raised {type(error).__name__}: {error}") from error
    return {"$custom": name_of(cls), "value": writer.child(plain, "")}


def _read_custom(reader: Reader, node: dict[str, Any]) -> Any:
    cls: Any = reader.classes.find(node["$custom"])
    if not hasattr(cls, "__workflow_deserialize__"):
        raise unfit(cls, "it has no __workflow_deserialize__")
    value = reader.read(node["value"])
    try:
        made = cls.__workflow_deserialize__(value)
    except Exception as error:
        raise unfit(cls, f"its __workflow_deserialize__ raised {type(error).__name__}: {error}") from error
    return reader.keep(node, made)


FAMILIES.append((_is_custom, Kind(_write_custom, Identity.LATE)))
FAMILIES.append((_is_enum, Kind(_write_enum)))
FAMILIES.append((_is_pydantic, Kind(_write_pydantic, Identity.EARLY)))
FAMILIES.append((_is_attrs, Kind(_write_attrs, Identity.EARLY)))
FAMILIES.append((_is_struct, Kind(_write_struct, Identity.LATE)))
FAMILIES.append((_is_named_tuple, Kind(_write_named_tuple)))
BY_TAG.update(
    {
        "$enum": _read_enum, "$dataclass": _read_dataclass, "$attrs": _read_attrs, "$pydantic": _read_pydantic,
        "$struct": _read_struct, "$namedtuple": _read_named_tuple, "$custom": _read_custom,
    }
)  # fmt: skip
DATACLASS = Kind(_write_dataclass, Identity.EARLY)


def add_model_families() -> None:
    """After exceptions, which may be dataclasses, come dataclasses and at last subclasses of builtins."""
    FAMILIES.append((_is_dataclass, DATACLASS))
    add_subclass_families()
