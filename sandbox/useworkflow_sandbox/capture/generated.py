"""Data classes and enums that a function of workflow code has made: what Python generates in them is generated again.

    @dataclass class P: x: int    in a function   ->   new_class(...), then ("data class", options, fields, {"__init__", "__eq__", ...})
    class Mood(Enum): CALM = 1    in a function   ->   new_enum(module, qualname, (Enum,), {"CALM": 1}), then its methods

No code of the user's runs: an enum is made of its members' values alone, and a data class's methods are taken from one that has its fields
and nothing else. Read next: ``classes``.
"""

from __future__ import annotations

import dataclasses
import enum
import inspect
import keyword
import types
import typing
from typing import Any

from useworkflow_sandbox.capture import births
from useworkflow_sandbox.capture.errors import CaptureError, SnapshotRefused
from useworkflow_sandbox.capture.session import session

# --- data classes

_OPTIONS = ("init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only", "slots", "weakref_slot")
_SPECIFIED = ("init", "repr", "hash", "compare", "kw_only")
_KINDS: dict[str, str] = {"_FIELD": "field", "_FIELD_CLASSVAR": "class", "_FIELD_INITVAR": "init"}
DataClass = tuple[dict[str, bool], list[tuple[Any, ...]], tuple[str, ...]]
"""Options, own fields, and the names of what Python has generated."""


def is_data_class(kind: type) -> bool:
    """Whether ``@dataclass`` stands over the class itself."""
    return "__dataclass_params__" in kind.__dict__


def data_class_of(kind: type) -> DataClass:
    """What a data class is made again of."""
    parameters = kind.__dict__["__dataclass_params__"]
    options = {name: getattr(parameters, name) for name in _OPTIONS if hasattr(parameters, name)}
    fields = kind.__dict__["__dataclass_fields__"]
    own = [_described(fields[name]) for name in inspect.get_annotations(kind) if name in fields]
    generated = [name for name, value in vars(kind).items() if _is_generated(value)]
    return options, own, (*generated, "__dataclass_fields__", "__dataclass_params__", "__match_args__")


def _is_generated(value: object) -> bool:
    function = value.fget if isinstance(value, property) else value
    return isinstance(function, types.FunctionType) and session().codes.of(function.__code__) is None


def _described(field: Any) -> tuple[Any, ...]:
    given = {name: getattr(field, name) for name in (*_SPECIFIED, "default", "default_factory")}
    given = {name: value for name, value in given.items() if value is not dataclasses.MISSING}
    if field.metadata:
        given["metadata"] = dict(field.metadata)
    return field.name, _KINDS[field._field_type.name], field.type, given


def generate(kind: type, made_of: DataClass) -> dict[str, Any]:
    """What Python generates in a data class: its attributes by name.

    Raises:
        SnapshotRefused: a field has no name that code could be made of.
    """
    options, fields, generated = made_of
    annotations: dict[str, Any] = {}
    namespace: dict[str, Any] = {"__module__": kind.__module__, "__qualname__": kind.__qualname__}
    for name, way, _, given in fields:
        if type(name) is not str or not name.isidentifier() or keyword.iskeyword(name) or not set(given) <= _GIVEN:
            raise SnapshotRefused(f"the snapshot makes a data class with the field {name!r}, which is not allowed")
        annotations[name] = {"class": typing.ClassVar, "init": dataclasses.InitVar[Any]}.get(way, object)
        if way != "class":
            namespace[name] = dataclasses.field(**given)
    if hasattr(kind, "__post_init__"):
        namespace["__post_init__"] = None
    slots = {"slots": False, "weakref_slot": False}
    allowed = {name: bool(value) for name, value in options.items() if name in _OPTIONS}
    pattern = type(kind)(kind.__name__, kind.__bases__, namespace | {"__annotations__": annotations})
    pattern = dataclasses.dataclass(**allowed | {name: off for name, off in slots.items() if name in allowed})(pattern)
    own: dict[str, Any] = vars(pattern)["__dataclass_fields__"]
    for name, way, annotation, given in fields:
        own[name].type = annotation
        if way == "class" and "default" in given:
            own[name].default = given["default"]
    found = {name: vars(pattern)[name] for name in generated if name in vars(pattern)}
    found |= {name: _STATE[name] for name in generated if name in _STATE}
    for value in found.values():
        _point_to(kind, value)
    return found


_GIVEN = {*_SPECIFIED, "default", "default_factory", "metadata"}
_STATE: dict[str, Any] = {
    name: getattr(dataclasses, f"_dataclass_{name.strip('_')}") for name in ("__getstate__", "__setstate__")
}
"""What frozen data classes with slots have."""


def _point_to(kind: type, function: Any) -> None:
    """The methods of a frozen data class name their class."""
    if isinstance(function, types.FunctionType):
        for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
            if name == "cls":
                cell.cell_contents = kind


# --- enums

EnumParts = tuple[dict[str, Any], dict[str, dict[str, Any]]]
"""What stands in an enum's body beside its members, and what its members hold beside their values."""


_ONE_ARGUMENT = (object, int, str, float, complex, bytes, tuple, frozenset)
"""Classes that make of a value of theirs the same value."""


def is_plain_enum(bases: tuple[type, ...]) -> bool:
    """Whether members can be made of their values: no code but Python's takes part. A function of the enum's own is set afterwards."""
    bodies = {kind: vars(kind) for base in bases for kind in base.__mro__ if not _is_pythons(kind)}
    return not any("__init__" in body or _makes_members(body) for body in bodies.values())


def _is_pythons(kind: type) -> bool:
    return births.is_of_c(kind) or kind is getattr(enum, kind.__name__, None)


def _makes_members(body: Any) -> bool:
    made = body.get("_new_member_", body.get("__new__"))
    function = getattr(made, "__func__", made)
    return isinstance(function, types.FunctionType) and function.__globals__ is not vars(enum)


def reduce_enum_class(kind: Any) -> tuple[Any, ...]:
    """How a snapshot holds an enum that a function has made.

    Raises:
        CaptureError: its members are instances of a class of C code, which keeps more than attributes.
    """
    members = {name: member._value_ for name, member in kind.__members__.items()}
    boundary = getattr(kind, "_boundary_", None)
    arguments: tuple[Any, ...] = (
        kind.__module__,
        kind.__qualname__,
        kind.__bases__,
        members,
        boundary and boundary.name,
    )
    births.refuse_hooks(kind, kind.__bases__)
    if not is_plain_enum(kind.__bases__) or _makes_members(vars(kind)) or kind._member_type_ not in _ONE_ARGUMENT:
        arguments += (tuple(_content_of(member) for member in kind.__members__.values()),)
    return new_enum, arguments, (_own_of_enum(kind), _held_by_members(kind)), None, None, fill_enum


def _own_of_enum(kind: Any) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(kind).items()
        if name not in kind.__members__ and _is_own_of_enum(name, value)
    }


def _is_own_of_enum(name: str, value: Any) -> bool:
    function = getattr(value, "fget", None) or getattr(value, "__func__", value)
    if isinstance(function, types.FunctionType):
        return session().codes.of(function.__code__) is not None
    if isinstance(value, _DESCRIPTORS):
        return False
    return name in ("__doc__", "__annotations__") or not (name[:1] == "_" == name[-1:])


_DESCRIPTORS = (
    types.WrapperDescriptorType, types.MethodDescriptorType, types.BuiltinFunctionType, types.GetSetDescriptorType,
    types.MemberDescriptorType, types.MethodType,
)  # fmt: skip


def _held_by_members(kind: Any) -> dict[str, dict[str, Any]]:
    given = {"_value_", "_name_", "__objclass__", "_sort_order_"}
    held = {
        name: {key: value for key, value in vars(member).items() if key not in given}
        for name, member in kind.__members__.items()
    }
    return {name: attributes for name, attributes in held.items() if attributes}


_CONTENTS: tuple[tuple[type, Any], ...] = (
    (int, int.__int__), (str, str.__str__), (float, float.__float__), (bytes, bytes.__bytes__), (tuple, lambda value: tuple(tuple.__iter__(value))),
)  # fmt: skip


def _content_of(member: Any) -> tuple[Any, ...]:
    """What a member holds as an instance of a plain class, if it is one."""
    found = next(((part(member),) for plain, part in _CONTENTS if isinstance(member, plain)), ())
    layout = next((kind for kind in type(member).__mro__ if births.is_of_c(kind)), object)
    if not found and layout is not object:
        raise CaptureError(
            f"{type(member)} is live across an await and cannot be kept in a snapshot",
            why=f"its members are of {layout.__qualname__}, which holds more than attributes",
            mend="define the class at the top level of a module",
        )
    return found


def _making_silently(body: Any, members: dict[str, Any], contents: tuple[tuple[Any, ...], ...]) -> None:
    """Put into ``body`` what makes members without the ``__new__`` and ``__init__`` of their classes."""
    waiting = iter(list(zip(members.values(), contents, strict=True)))

    def __new__(cls: Any, *_: object) -> Any:
        value, content = next(waiting)
        plain = next((kind for kind, _ in _CONTENTS if content and issubclass(cls, kind)), object)
        member = plain.__new__(cls, *content)
        member._value_ = value
        return member

    body["__new__"], body["__init__"] = __new__, _no_init


def _no_init(*_: object) -> None:
    """Stands for the ``__init__`` of members that are made again."""


def _forget_making(kind: Any, bases: tuple[Any, ...], attributes: dict[str, Any]) -> None:
    """Take that out of the enum again: what it inherits makes pseudo-members from now on."""
    for name in ("__init__", "__new_member__"):
        if name not in attributes and name in vars(kind):
            type.__delattr__(kind, name)
    maker, _, asks = enum.EnumType._find_new_({}, kind._member_type_, bases[-1])  # type: ignore[attr-defined]
    type.__setattr__(kind, "_use_args_", asks)
    if "_new_member_" not in attributes:
        type.__setattr__(kind, "_new_member_", maker)


def new_enum(
    module: str,
    qualname: str,
    bases: tuple[type, ...],
    members: dict[str, Any],
    boundary: str | None,
    contents: tuple[tuple[Any, ...], ...] | None = None,
) -> Any:
    """An enum of these members, without its methods. ``contents``: of members whose classes have a say in making them."""
    allowed = session().codes.namespace(module) is not None and "<locals>" in qualname
    plain = contents is None and is_plain_enum(bases)
    if not allowed or not all(isinstance(base, type) for base in bases) or (contents is None and not plain):
        raise SnapshotRefused(f"the snapshot makes enum {module}.{qualname}, which is not allowed")
    name = qualname.rpartition(".")[2]
    body: Any = enum.EnumType.__prepare__(name, bases)
    body["__module__"], body["__qualname__"] = module, qualname
    if contents is not None:
        _making_silently(body, members, contents)
    for member, value in members.items():
        if member[:2] == "__" or isinstance(value, types.FunctionType):
            raise SnapshotRefused(f"the snapshot makes an enum with the member {member!r}, which is not allowed")
        body[member] = value
    options: dict[str, Any] = {} if boundary is None else {"boundary": enum.FlagBoundary[boundary]}
    return enum.EnumType(name, bases, body, **options)


def fill_enum(kind: Any, parts: EnumParts) -> None:
    """Set the rest of what ``new_enum`` has made."""
    if type(kind) is not enum.EnumType or "<locals>" not in kind.__qualname__:
        raise SnapshotRefused(f"the snapshot changes enum {kind.__qualname__}, which is not allowed")
    attributes, members = parts
    if vars(kind).get("__init__") is _no_init:
        _forget_making(kind, kind.__bases__, attributes)
    for name, value in attributes.items():
        type.__setattr__(kind, name, value)
    for name, held in members.items():
        kind.__members__[name].__dict__.update(held)
