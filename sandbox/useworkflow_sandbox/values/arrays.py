"""Arrays: ``array.array``, numpy's arrays and scalars. Numbers go as bytes in base64, objects one by one.

Input -> output::

    array("h", [1, 2])             -> {"$array": "AQACAA==", "typecode": "h", "itemsize": 2, "order": "little"}
    np.array([[1.5], [2.5]])       -> {"$ndarray": "AAAAAAAA+D8AAAAAAAAEQA==", "dtype": "<f8", "shape": [2, 1]}
    np.float64(2.5)                -> {"$npscalar": 2.5, "dtype": "<f8"}

numpy is never imported here: its classes are recognised by name, and found where a recorded value names them.
Read next: ``frames``.
"""

from __future__ import annotations

import array
import math
import re
import sys
from typing import Any

from useworkflow_sandbox.errors import ValueDecodeError
from useworkflow_sandbox.values.reading import Reader
from useworkflow_sandbox.values.registry import BY_CLASS, BY_TAG, FAMILIES, Identity, Kind, Node
from useworkflow_sandbox.values.scalars import base64_bytes, base64_text, items_of, text_of
from useworkflow_sandbox.values.writing import Unwritable, Writer

# --- the standard library's -------------------------------------------------------------------------------------------


def _write_array(writer: Writer, value: array.array[Any]) -> Node:
    if value.typecode in "uw":
        return {"$array": writer.child(value.tounicode(), ""), "typecode": value.typecode}
    node: dict[str, Node] = {"$array": base64_text(value.tobytes()), "typecode": value.typecode}
    return node | {"itemsize": value.itemsize, "order": sys.byteorder}


def _read_array(reader: Reader, node: dict[str, Any]) -> array.array[Any]:
    code = text_of(node, "typecode")
    if code in ("u", "w"):  # 3.13 has a "w" beside "u", for the same thing
        code = "u" if "w" not in array.typecodes else code
        return reader.keep(node, array.array(code, reader.read(node["$array"])))
    made = reader.keep(node, array.array(code))
    if made.itemsize != node.get("itemsize"):
        raise ValueDecodeError(f"an array of {code!r} was recorded where its items have another size than here")
    made.frombytes(base64_bytes(text_of(node, "$array")))
    if node.get("order") != sys.byteorder:
        made.byteswap()
    return made


BY_CLASS[array.array] = Kind(_write_array, Identity.LATE, of_library=True)
BY_TAG["$array"] = _read_array

# --- numpy ------------------------------------------------------------------------------------------------------------

_RAW_KINDS = frozenset("biufcmMSUV")
"""Kinds of dtype whose items are plain bytes."""

_DTYPE = re.compile(r"[<>|=]?[biufcmMSUV][0-9]{0,9}(\[[0-9]*[A-Za-z]{1,2}(/[0-9]+)?\])?")


def _is_ndarray(cls: type) -> bool:
    return cls.__module__ == "numpy" and cls.__qualname__ == "ndarray"


def _is_numpy_scalar(cls: type) -> bool:
    return any(base.__module__ == "numpy" and base.__qualname__ == "generic" for base in cls.__mro__)


def _dtype_node(value: object, dtype: Any) -> Node:
    """A dtype as text, or as a list of fields where it is a record."""
    if dtype.names is None:
        if dtype.kind not in _RAW_KINDS or dtype.itemsize == 0:
            raise Unwritable(value, f"its dtype {dtype} has no portable form", "convert it: array.astype(...)")
        return dtype.str
    if dtype.hasobject or any("titles" in str(field) for field in dtype.descr):
        raise Unwritable(value, "its dtype is a record that holds objects", "make one array for each field")
    return [list(field) if len(field) == 2 else [field[0], field[1], list(field[2])] for field in _fields(dtype)]


def _fields(dtype: Any) -> list[tuple[Any, ...]]:
    return [tuple(field) for field in dtype.descr]


def _dtype_of(node: Any) -> Any:
    """What numpy takes for a dtype; only plain numbers, texts and records of them."""
    if type(node) is str:
        if _DTYPE.fullmatch(node):
            return node
    elif type(node) is list and node and all(type(field) is list and len(field) in (2, 3) for field in node):
        fields = []
        for name, kind, *shape in node:
            if type(name) is not str or (shape and not _is_shape(shape[0])):
                break
            fields.append((name, _dtype_of(kind), *(tuple(part) for part in shape)))
        else:
            return fields
    raise ValueDecodeError(f"{node!r} is no dtype of a recorded array"[:300])


def _is_shape(node: Any) -> bool:
    return type(node) is list and len(node) <= 64 and all(type(size) is int and size >= 0 for size in node)


def _write_ndarray(writer: Writer, value: Any) -> Node:
    node: dict[str, Node]
    if value.dtype.kind in "OT":
        items = value.ravel().tolist()
        kind = "O" if value.dtype.kind == "O" else "T"
        node = {"$ndarray": [writer.child(item, f".flat[{index}]") for index, item in enumerate(items)], "dtype": kind}
    else:
        order = "F" if value.flags.f_contiguous and not value.flags.c_contiguous else "C"
        node = {"$ndarray": base64_text(value.tobytes(order=order)), "dtype": _dtype_node(value, value.dtype)}
        if order == "F":
            node["order"] = order
    node["shape"] = list(value.shape)
    if not value.flags.writeable:
        node["readonly"] = True
    return node


def _read_ndarray(reader: Reader, node: dict[str, Any]) -> Any:
    ndarray: Any = reader.classes.find("numpy:ndarray")
    shape: Any = node.get("shape")
    if not _is_shape(shape):
        raise ValueDecodeError("a recorded array has no shape")
    if type(node["$ndarray"]) is list:
        made = _read_objects(reader, node, ndarray)
    else:
        data = bytearray(base64_bytes(text_of(node, "$ndarray")))
        dtype = _numpy(reader).dtype(_dtype_of(node.get("dtype")))
        if dtype.hasobject or dtype.itemsize == 0 or math.prod(shape) * dtype.itemsize != len(data):
            raise ValueDecodeError("a recorded array's bytes are not as many as its shape says")
        made = ndarray(tuple(shape), dtype, buffer=data, order="F" if node.get("order") == "F" else "C")
    if node.get("readonly") is True:
        made.flags.writeable = False
    return reader.keep(node, made)


def _read_objects(reader: Reader, node: dict[str, Any], ndarray: Any) -> Any:
    items = items_of(node, "$ndarray", math.prod(node["shape"]))
    text = node.get("dtype") == "T"
    made = ndarray((len(items),), _numpy(reader).dtypes.StringDType() if text else "O")
    for index, item in enumerate(reader.fill(items)):
        made[index] = item
    return made.reshape(node["shape"])


def _numpy(reader: Reader) -> Any:
    return sys.modules[reader.classes.find("numpy:ndarray").__module__]


_READABLE = {"b": bool, "i": int, "u": int, "f": float, "c": complex, "S": bytes, "U": str}
"""Kinds of scalar that a plain value says exactly."""


def _write_scalar(writer: Writer, value: Any) -> Node:
    dtype = value.dtype
    name = _dtype_node(value, dtype)
    plain = _READABLE.get(dtype.kind)
    if (plain is not None and dtype.itemsize <= (16 if dtype.kind == "c" else 8)) or dtype.kind in "SU":
        return {"$npscalar": writer.child(plain(value), ""), "dtype": name}  # type: ignore[misc]
    return {"$npscalar": base64_text(value.tobytes()), "dtype": name, "bytes": True}


def _read_scalar(reader: Reader, node: dict[str, Any]) -> Any:
    numpy = _numpy(reader)
    dtype = numpy.dtype(_dtype_of(node.get("dtype")))
    if node.get("bytes") is True:
        data = base64_bytes(text_of(node, "$npscalar"))
        if len(data) != dtype.itemsize:
            raise ValueDecodeError("a recorded number's bytes are not as many as its dtype says")
        return numpy.frombuffer(data, dtype)[0]
    plain = reader.read(node["$npscalar"])
    if type(plain) is not _READABLE.get(dtype.kind):
        raise ValueDecodeError(f"a {type(plain).__name__} was recorded as a number of dtype {dtype}")
    return dtype.type(plain)


FAMILIES.insert(0, (_is_ndarray, Kind(_write_ndarray, Identity.LATE, of_library=True)))
FAMILIES.insert(0, (_is_numpy_scalar, Kind(_write_scalar, of_library=True)))
BY_TAG["$ndarray"] = _read_ndarray
BY_TAG["$npscalar"] = _read_scalar
