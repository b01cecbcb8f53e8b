"""Kinds with contents: lists, dicts, tuples, sets, queues, ranges, and the user's own subclasses of builtins.

Input -> output::

    {1: "a", "$x": 2}     -> {"$dict": [[1, "a"], ["$x", 2]]}
    {"b", "a"}            -> {"$set": ["a", "b"]}
    class MyInt(int): ... -> {"$subclass": "shop:MyInt", "base": "int", "value": 5}

Read next: ``models``.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from typing import Any

import msgspec

from useworkflow_sandbox.current import in_workflow
from useworkflow_sandbox.errors import ValueDecodeError
from useworkflow_sandbox.ordered import OrderedFrozenset, OrderedSet
from useworkflow_sandbox.values.classes import is_local, name_of, shown
from useworkflow_sandbox.values.reading import Reader
from useworkflow_sandbox.values.registry import BY_CLASS, BY_TAG, FAMILIES, Identity, Kind, Node, Read, Write
from useworkflow_sandbox.values.scalars import base64_bytes, base64_text, items_of, text_of, write_str
from useworkflow_sandbox.values.writing import Plain, Unwritable, Writer, unfold

_sort_key = msgspec.json.Encoder(enc_hook=unfold).encode


def _list_nodes(writer: Writer, value: Any) -> list[Node]:
    return [writer.child(item, f"[{index}]") for index, item in enumerate(value)]


def _pair_nodes(writer: Writer, value: Any) -> list[Node]:
    return [[_key_node(writer, key), writer.child(item, _key_segment(key))] for key, item in value.items()]


def _key_node(writer: Writer, key: object) -> Node:
    return writer.child(key, ".keys()")


def _key_segment(key: object) -> str:
    if type(key) is str:
        return f".{key}" if key.isidentifier() else f"[{key!r}]"
    return f"[{key!r}]" if type(key) in (int, bool, float, bytes, type(None)) else f"[<{shown(type(key))}>]"


def _set_nodes(writer: Writer, value: Any) -> list[Node]:
    """Sorted by what is written: the iteration order of a set differs from process to process (G5).

    Not where items refer to each other's parts: a reference has to follow what it refers to."""
    anchors = writer.anchors
    nodes = [writer.child(item, "{}") for item in value]
    if writer.anchors == anchors:
        nodes.sort(key=_sort_key)
    return nodes


def _write_list(writer: Writer, value: list[Any]) -> Node:
    return Plain(_list_nodes(writer, value))


def _write_dict(writer: Writer, value: dict[Any, Any]) -> Node:
    for key in value:
        if type(key) is not str or key[:1] == "$" or write_str(writer, key) is not key:
            return {"$dict": _pair_nodes(writer, value)}
    return Plain({key: writer.child(item, _key_segment(key)) for key, item in value.items()})


def _read_list(reader: Reader, node: dict[str, Any]) -> list[Any]:
    return reader.fill(reader.keep(node, items_of(node, "$list")))


def _fill_pairs(reader: Reader, into: Any, pairs: list[Any]) -> None:
    for pair in pairs:
        if type(pair) is not list or len(pair) != 2:
            raise ValueDecodeError("a dict's entry is not a pair")
        key = reader.read(pair[0])
        into[key] = reader.read(pair[1])


def _read_dict(reader: Reader, node: dict[str, Any]) -> dict[Any, Any]:
    value: dict[Any, Any] = reader.keep(node, {})
    _fill_pairs(reader, value, items_of(node, "$dict"))
    return value


def _read_tuple(reader: Reader, node: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(reader.fill(items_of(node, "$tuple")))


def _read_set(reader: Reader, node: dict[str, Any]) -> set[Any]:
    value: set[Any] = reader.keep(node, OrderedSet() if in_workflow() else set())
    value.update(reader.fill(items_of(node, "$set")))
    return value


def _read_frozenset(reader: Reader, node: dict[str, Any]) -> frozenset[Any]:
    return (OrderedFrozenset if in_workflow() else frozenset)(reader.fill(items_of(node, "$frozenset")))


def _read_bytearray(reader: Reader, node: dict[str, Any]) -> bytearray:
    return reader.keep(node, bytearray(base64_bytes(text_of(node, "$bytearray"))))


def _write_range(writer: Writer, value: range) -> Node:
    return {"$range": [writer.write(part) for part in (value.start, value.stop, value.step)]}


def _read_range(reader: Reader, node: dict[str, Any]) -> range:
    return range(*reader.fill(items_of(node, "$range", 3)))


def _write_slice(writer: Writer, value: slice) -> Node:
    return {"$slice": [writer.child(getattr(value, part), f".{part}") for part in ("start", "stop", "step")]}


def _read_slice(reader: Reader, node: dict[str, Any]) -> slice:
    return slice(*reader.fill(items_of(node, "$slice", 3)))


BY_CLASS[list] = Kind(_write_list, Identity.EARLY)
BY_CLASS[dict] = Kind(_write_dict, Identity.EARLY)
BY_CLASS[tuple] = Kind(lambda writer, value: {"$tuple": _list_nodes(writer, value)})
BY_CLASS[set] = Kind(lambda writer, value: {"$set": _set_nodes(writer, value)}, Identity.EARLY)
BY_CLASS[frozenset] = Kind(lambda writer, value: {"$frozenset": _set_nodes(writer, value)})
BY_CLASS[OrderedSet], BY_CLASS[OrderedFrozenset] = BY_CLASS[set], BY_CLASS[frozenset]
BY_CLASS[bytearray] = Kind(lambda _writer, value: {"$bytearray": base64_text(value)}, Identity.EARLY)
BY_CLASS[range] = Kind(_write_range)
BY_CLASS[slice] = Kind(_write_slice)
BY_TAG.update(
    {
        "$list": _read_list, "$dict": _read_dict, "$tuple": _read_tuple, "$set": _read_set, "$range": _read_range,
        "$frozenset": _read_frozenset, "$bytearray": _read_bytearray, "$slice": _read_slice,
    }
)  # fmt: skip


# --- collections ------------------------------------------------------------------------------------------------------

_FACTORIES: dict[str, type] = {cls.__name__: cls for cls in (list, dict, set, int, float, str, tuple, bool, bytes)}


_PLAIN_FACTORIES: dict[Any, Any] = {OrderedSet: set}


def _factory(name: str) -> type:
    return OrderedSet if name == "set" and in_workflow() else _FACTORIES[name]


def _write_defaultdict(writer: Writer, value: defaultdict[Any, Any]) -> Node:
    factory = value.default_factory
    name = None
    factory = _PLAIN_FACTORIES.get(factory, factory)
    if factory is not None:
        name = getattr(factory, "__name__", "")
        if _FACTORIES.get(name) is not factory:
            because = "its default factory is not one of the builtin types"
            raise Unwritable(value, because, "use a builtin type as the factory, or pass dict(...)")
    return {"$defaultdict": _pair_nodes(writer, value), "factory": name}


def _read_defaultdict(reader: Reader, node: dict[str, Any]) -> defaultdict[Any, Any]:
    name = node.get("factory")
    value: defaultdict[Any, Any] = reader.keep(node, defaultdict(None if name is None else _factory(name)))
    _fill_pairs(reader, value, items_of(node, "$defaultdict"))
    return value


def _mapping(cls: Callable[[], Any], tag: str) -> tuple[Write, Read]:
    def write(writer: Writer, value: Any) -> Node:
        return {tag: _pair_nodes(writer, value)}

    def read(reader: Reader, node: dict[str, Any]) -> Any:
        value = reader.keep(node, cls())
        _fill_pairs(reader, value, items_of(node, tag))
        return value

    return write, read


def _write_deque(writer: Writer, value: deque[Any]) -> Node:
    return {"$deque": _list_nodes(writer, value), "maxlen": value.maxlen}


def _read_deque(reader: Reader, node: dict[str, Any]) -> deque[Any]:
    value: deque[Any] = reader.keep(node, deque(maxlen=node.get("maxlen")))
    value.extend(reader.fill(items_of(node, "$deque")))
    return value


for _class, _tag in ((OrderedDict, "$ordereddict"), (Counter, "$counter")):
    _write, BY_TAG[_tag] = _mapping(_class, _tag)
    BY_CLASS[_class] = Kind(_write, Identity.EARLY)
BY_CLASS[defaultdict] = Kind(_write_defaultdict, Identity.EARLY)
BY_CLASS[deque] = Kind(_write_deque, Identity.EARLY)
BY_TAG["$defaultdict"] = _read_defaultdict
BY_TAG["$deque"] = _read_deque


# --- subclasses of builtins -------------------------------------------------------------------------------------------

_BASES: tuple[type, ...] = (int, float, complex, str, bytes, tuple, frozenset, list, dict, set, bytearray)
_MUTABLE: tuple[type, ...] = (list, dict, set, bytearray)


def base_of(cls: type) -> type | None:
    """The builtin whose contents a subclass has."""
    return next((base for base in _BASES if issubclass(cls, base)), None)


def _is_subclass(cls: type) -> bool:
    return base_of(cls) is not None


def refuse_local(value: object) -> None:
    """Refuse an object whose class no name leads to.

    Raises:
        Unwritable: its class stands inside a function.
    """
    if is_local(type(value)):
        because = f"its class {shown(type(value))} is defined inside a function, where no import can find it again"
        raise Unwritable(value, because, "move the class to the top level of its module")


def _write_subclass(writer: Writer, value: Any) -> Node:
    cls = type(value)
    refuse_local(value)
    base: Any = base_of(cls)
    node: dict[str, Node] = {"$subclass": name_of(cls), "base": base.__name__}
    # The base's own methods: what a subclass does in __iter__ or items() is behaviour, not contents.
    if base is dict:
        node["value"] = [
            [_key_node(writer, key), writer.child(item, _key_segment(key))] for key, item in dict.items(value)
        ]
    elif base in (list, tuple):
        node["value"] = [writer.child(item, f"[{i}]") for i, item in enumerate(base.__iter__(value))]
    elif base in (set, frozenset):
        node["value"] = _set_nodes(writer, base.__iter__(value))
    else:
        node["value"] = writer.child(_scalar(base, value), "")
    state = _state_of(value)
    if state:
        node["state"] = {name: writer.child(item, f".{name}") for name, item in state.items()}
    return node


def _state_of(value: Any) -> dict[str, Any]:
    """What an object holds beside its contents, in ``__dict__`` and slots."""
    state = {name: item for name, item in (getattr(value, "__dict__", None) or {}).items() if name[:2] != "__"}
    for cls in type(value).__mro__:
        slots = cls.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name not in ("__dict__", "__weakref__") and hasattr(value, name):
                state[name] = getattr(value, name)
    return state


def _scalar(base: Any, value: Any) -> Any:
    if base is str:
        return "".join(str.__iter__(value))
    if base in (bytes, bytearray):
        return memoryview(value).tobytes()
    return base.__pos__(value)


def _read_subclass(reader: Reader, node: dict[str, Any]) -> Any:
    cls: Any = reader.classes.find(node["$subclass"])
    base: Any = next((base for base in _BASES if base.__name__ == node.get("base")), None)
    if base is None or not issubclass(cls, base) or cls is base:
        raise ValueDecodeError(f"{node['$subclass']} is no longer a subclass of {node.get('base')}")
    if base in _MUTABLE:
        value = reader.keep(node, base.__new__(cls))
        _fill_subclass(reader, value, base, node["value"])
    else:
        contents = _contents(reader, node["value"], base)
        value = reader.keep(node, base.__new__(cls, contents))
    if "state" in node:
        for name, item in reader.fields(node["state"]).items():
            if name[:2] == "__":
                raise ValueDecodeError(f"{name} is no attribute of a record")
            object.__setattr__(value, name, item)
    return value


def _contents(reader: Reader, node: Any, base: type) -> Any:
    """The plain contents; strictly of the right class, since ``bytes(10**12)`` would fill the memory."""
    contents = reader.fill(node) if type(node) is list else reader.read(node)
    wanted = list if base in (tuple, frozenset, list, dict, set) else bytes if base is bytearray else base
    if type(contents) is not wanted:
        raise ValueDecodeError(f"the contents of a {base.__name__} are a {type(contents).__name__}")
    return contents


def _fill_subclass(reader: Reader, value: Any, base: type, contents: Any) -> None:
    contents = _contents(reader, contents, base)
    if base is dict:
        for key, item in contents:
            dict.__setitem__(value, key, item)
    elif base is list:
        list.extend(value, contents)
    elif base is set:
        set.update(value, contents)
    else:
        bytearray.extend(value, contents)


BY_TAG["$subclass"] = _read_subclass
SUBCLASS = Kind(_write_subclass, Identity.LATE)
MUTABLE_SUBCLASS = Kind(_write_subclass, Identity.EARLY)


def _is_mutable_subclass(cls: type) -> bool:
    return base_of(cls) in _MUTABLE


def add_subclass_families() -> None:
    """Last of all families: a named tuple or an enum is a subclass of a builtin, too."""
    FAMILIES.append((_is_mutable_subclass, MUTABLE_SUBCLASS))
    FAMILIES.append((_is_subclass, SUBCLASS))
