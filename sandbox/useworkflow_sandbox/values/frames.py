"""Tables: pandas' frames, series, indexes and moments; Arrow's tables, batches, arrays and schemas.

Input -> output::

    pd.Series([1, 2], name="n")    -> {"$series": {"$ndarray": "AQAAAAAAAAACAAAAAAAAAA==", ...}, "index": {...}, "name": "n"}
    pd.Timestamp("2026-01-02")     -> {"$timestamp": [1767312000000000000, "ns", null]}
    pa.table({"a": [1]})           -> {"$arrow": "/////...", "kind": "Table"}     Arrow's own stream format, in base64

pandas columns go as numpy arrays, one by one, so that each keeps its dtype; Arrow is not needed for them. Neither library is
imported here: both are recognised by the names of their classes. Read next: ``failures``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from useworkflow_sandbox.errors import ValueDecodeError
from useworkflow_sandbox.values.classes import shown
from useworkflow_sandbox.values.reading import Reader
from useworkflow_sandbox.values.registry import BY_TAG, FAMILIES, Identity, Kind, Node, Read, Write
from useworkflow_sandbox.values.scalars import base64_bytes, base64_text, items_of, text_of
from useworkflow_sandbox.values.writing import Unwritable, Writer


def _of_package(package: str, *names: str) -> Callable[[type], bool]:
    def belongs(cls: type) -> bool:
        return cls.__qualname__ in names and cls.__module__.partition(".")[0] == package

    return belongs


def _kind(package: str, names: tuple[str, ...], tag: str, write: Write, read: Read, identity: Identity) -> None:
    FAMILIES.insert(0, (_of_package(package, *names), Kind(write, identity, of_library=True)))
    BY_TAG[tag] = read


def _pandas(reader: Reader, name: str) -> Any:
    return reader.classes.find(f"pandas:{name}")


# --- columns ----------------------------------------------------------------------------------------------------------


def _column_node(writer: Writer, values: Any) -> Node:
    """The values of a column, whatever keeps them."""
    dtype = values.dtype
    name = type(dtype).__name__
    if hasattr(dtype, "descr") or name == "NumpyEADtype":
        node = writer.child(values.to_numpy(), "")
        node.pop("readonly", None)  # pandas hands out views that it protects; the column itself can be changed
        return node
    if name == "CategoricalDtype":
        categories = writer.child(dtype.categories, ".categories")
        codes = writer.child(values.codes.tolist(), ".codes")
        return {"categories": categories, "codes": codes, "ordered": bool(dtype.ordered)}
    if name == "DatetimeTZDtype":
        moments = writer.child(values.asi8 if hasattr(values, "asi8") else values.astype("int64"), "")
        return {"moments": moments, "unit": dtype.unit, "zone": writer.child(dtype.tz, ".tz")}
    if name in _ONE_BY_ONE or (name == "ArrowDtype" and _is_flat(dtype)):
        missing = values.isna()
        items = [None if gone else item for item, gone in zip(values, missing.tolist(), strict=True)]
        return {"items": writer.child(items, ""), "dtype": str(dtype)}
    raise Unwritable(values, f"its dtype {dtype} has no portable form", "convert it first: .astype(...)")


_ONE_BY_ONE = frozenset(
    {
        "StringDtype", "BooleanDtype", "Float32Dtype", "Float64Dtype", "Int8Dtype", "Int16Dtype", "Int32Dtype", "Int64Dtype",
        "UInt8Dtype", "UInt16Dtype", "UInt32Dtype", "UInt64Dtype",
    }
)  # fmt: skip
"""Dtypes whose items are plain values, or missing."""


def _is_flat(dtype: Any) -> bool:
    return "[pyarrow]" in str(dtype) and not any(mark in str(dtype) for mark in "<>,(")


def _read_column(reader: Reader, node: Any) -> Any:
    if type(node) is not dict:
        raise ValueDecodeError("a recorded column is none")
    if "categories" in node:
        categories, codes = _labels(reader, node["categories"]), items_of(node, "codes")
        if any(type(code) is not int for code in codes):
            raise ValueDecodeError("a recorded column of categories has a code that is no number")
        return _pandas(reader, "Categorical").from_codes(
            codes, categories=categories, ordered=bool(node.get("ordered"))
        )
    if "moments" in node:
        unit, zone = text_of(node, "unit"), reader.read(node.get("zone"))
        if unit not in _UNITS:
            raise ValueDecodeError(f"{unit!r} is no unit of time")
        moments = _pandas(reader, "DatetimeIndex")(reader.read(node["moments"]).view(f"M8[{unit}]"))
        return moments.tz_localize("UTC").tz_convert(zone).array
    if "items" in node:
        dtype = text_of(node, "dtype")
        if len(dtype) > 60:
            raise ValueDecodeError("a recorded column's dtype is none")
        items = reader.fill(items_of(node, "items"))
        if not all(item is None or isinstance(item, _ITEMS) or getattr(item, "ndim", None) == 0 for item in items):
            raise ValueDecodeError("a recorded column of plain items holds something else")
        return _pandas(reader, "Series")(items, dtype=dtype).array
    values = reader.read(node)
    if getattr(values, "ndim", None) != 1:
        raise ValueDecodeError("a recorded column holds something that is no array")
    return values


def _fits(values: Any, index: Any) -> None:
    """One item would be repeated for as many labels as the bytes claim."""
    if len(values) != len(index):
        raise ValueDecodeError("a recorded column is not as long as its index")


def _labels(reader: Reader, node: Any) -> Any:
    """An index that is part of another value, and nothing that would only be written out as one."""
    labels = reader.read(node)
    if getattr(labels, "ndim", None) != 1:
        raise ValueDecodeError("recorded labels are no index")
    return labels


_ITEMS = (str, bytes, int, float, date, time, timedelta)
"""What stands in columns that are written item by item; a ``Decimal`` of a million digits, say, would be written out."""
_UNITS = ("s", "ms", "us", "ns")

# --- indexes ----------------------------------------------------------------------------------------------------------


_LONE = 1_000_000
"""Labels that a range may have without data beside it: reading one must not take memory that the bytes do not account for."""


def _labels_node(writer: Writer, value: Any, segment: str) -> Node:
    """The labels of a series or frame, which has data for each of them."""
    if type(value).__name__ == "RangeIndex":
        return _range_node(writer, value)
    return writer.child(value, segment)


def _range_node(writer: Writer, value: Any) -> dict[str, Node]:
    return {"$index": [value.start, value.stop, value.step], "name": writer.child(value.name, ".name")}


def _write_index(writer: Writer, value: Any) -> Node:
    if type(value).__name__ == "RangeIndex":
        if len(value) > _LONE:
            raise Unwritable(value, f"it is a range of {len(value)} labels without data", "pass a `range` instead")
        return _range_node(writer, value)
    if type(value).__name__ == "MultiIndex":
        levels = [writer.child(value.get_level_values(level), f".levels[{level}]") for level in range(value.nlevels)]
        return {"$index": levels, "names": writer.child(list(value.names), ".names"), "levels": True}
    column = _column_node(writer, value if type(value).__name__ == "DatetimeIndex" else value.array)
    node: dict[str, Node] = {"$index": column}
    if getattr(value, "freqstr", None):
        node["freq"] = value.freqstr
    return node | {"name": writer.child(value.name, ".name")}


def _read_index(reader: Reader, node: dict[str, Any]) -> Any:
    body = node["$index"]
    if node.get("levels") is True:
        levels = [_labels(reader, level) for level in items_of(node, "$index")]
        return _pandas(reader, "MultiIndex").from_arrays(levels, names=reader.fill(items_of(node, "names")))
    name = reader.read(node.get("name"))
    if type(body) is list:
        if len(body) != 3 or any(type(part) is not int for part in body):
            raise ValueDecodeError("a recorded range has no start, stop and step")
        if len(range(*body)) > max(_LONE, reader.size):
            raise ValueDecodeError("a recorded index is longer than what was recorded with it")
        return reader.keep(node, _pandas(reader, "RangeIndex")(*body, name=name))
    values = _read_column(reader, body)
    index = _pandas(reader, "Index")(values, dtype=values.dtype, name=name)
    if "freq" in node:
        index.freq = text_of(node, "freq")
    return reader.keep(node, index)


# --- series and frames ------------------------------------------------------------------------------------------------


def _attributes(writer: Writer, value: Any) -> dict[str, Node]:
    return {"attrs": writer.child(dict(value.attrs), ".attrs")} if value.attrs else {}


def _write_series(writer: Writer, value: Any) -> Node:
    node: dict[str, Node] = {"$series": _column_node(writer, value.array)}
    node |= {"index": _labels_node(writer, value.index, ".index"), "name": writer.child(value.name, ".name")}
    return node | _attributes(writer, value)


def _read_series(reader: Reader, node: dict[str, Any]) -> Any:
    values, index = _read_column(reader, node["$series"]), reader.read(node.get("index"))
    _fits(values, index)
    made = _pandas(reader, "Series")(values, index=index, name=reader.read(node.get("name")), copy=False)
    made.attrs.update(reader.read(node.get("attrs", {})))
    return reader.keep(node, made)


def _write_frame(writer: Writer, value: Any) -> Node:
    columns = []
    for position, label in enumerate(value.columns):
        try:
            columns.append(_column_node(writer, value.iloc[:, position].array))
        except Unwritable as refused:
            refused.path.append(f"[{label!r}]")
            raise
    node: dict[str, Node] = {"$dataframe": columns, "columns": writer.child(value.columns, ".columns")}
    if not columns and len(value) > _LONE:
        raise Unwritable(value, f"it has {len(value)} rows and no column")
    return node | {"index": _labels_node(writer, value.index, ".index")} | _attributes(writer, value)


def _read_frame(reader: Reader, node: dict[str, Any]) -> Any:
    index, columns = reader.read(node.get("index")), reader.read(node.get("columns"))
    read = [_read_column(reader, column) for column in items_of(node, "$dataframe", len(columns))]
    for values in read:
        _fits(values, index)
    made = _pandas(reader, "DataFrame")(dict(enumerate(read)), index=index)
    made.columns = columns
    made.attrs.update(reader.read(node.get("attrs", {})))
    return reader.keep(node, made)


_INDEXES = ("Index", "RangeIndex", "MultiIndex", "DatetimeIndex", "TimedeltaIndex", "CategoricalIndex")
_kind("pandas", _INDEXES, "$index", _write_index, _read_index, Identity.LATE)
_kind("pandas", ("Series",), "$series", _write_series, _read_series, Identity.LATE)
_kind("pandas", ("DataFrame",), "$dataframe", _write_frame, _read_frame, Identity.LATE)

# --- moments, and what is missing -------------------------------------------------------------------------------------


def _write_timestamp(writer: Writer, value: Any) -> Node:
    count = int(value.asm8.view("i8"))
    return {"$timestamp": [count, value.unit, writer.child(value.tzinfo, ".tzinfo")]}


def _read_timestamp(reader: Reader, node: dict[str, Any]) -> Any:
    count, unit, zone = reader.fill(items_of(node, "$timestamp", 3))
    if unit not in _UNITS or type(count) is not int:
        raise ValueDecodeError("a recorded Timestamp is none")
    moment = _pandas(reader, "Timestamp")(count, unit=unit).as_unit(unit)
    return moment if zone is None else moment.tz_localize("UTC").tz_convert(zone)


def _write_difference(_writer: Writer, value: Any) -> Node:
    return {"$pdtimedelta": [int(value.asm8.view("i8")), value.unit]}


def _read_difference(reader: Reader, node: dict[str, Any]) -> Any:
    count, unit = items_of(node, "$pdtimedelta", 2)
    if unit not in _UNITS or type(count) is not int:
        raise ValueDecodeError("a recorded Timedelta is none")
    return _pandas(reader, "Timedelta")(count, unit=unit).as_unit(unit)


def _write_missing(_writer: Writer, value: Any) -> Node:
    return {"$pdmissing": "NaT" if "NaT" in type(value).__qualname__ else "NA"}


def _read_missing(reader: Reader, node: dict[str, Any]) -> Any:
    name = node["$pdmissing"]
    if name not in ("NaT", "NA"):
        raise ValueDecodeError("a recorded missing value is none")
    if name == "NaT":
        return _pandas(reader, "Timestamp")("NaT")
    return _pandas(reader, "Series")([None], dtype="Int64")[0]


_kind("pandas", ("Timestamp",), "$timestamp", _write_timestamp, _read_timestamp, Identity.VALUE)
_kind("pandas", ("Timedelta",), "$pdtimedelta", _write_difference, _read_difference, Identity.VALUE)
_kind("pandas", ("NaTType", "NAType"), "$pdmissing", _write_missing, _read_missing, Identity.VALUE)

# --- Arrow ------------------------------------------------------------------------------------------------------------

_STREAMED = ("Table", "RecordBatch", "Schema", "ChunkedArray", "Array")


def _arrow_kind(cls: type) -> str | None:
    names = [base.__qualname__ for base in cls.__mro__ if base.__module__ == "pyarrow.lib"]
    return next((name for name in _STREAMED if name in names), None)


def _is_arrow(cls: type) -> bool:
    return cls.__module__ == "pyarrow.lib" and _arrow_kind(cls) is not None


def _write_arrow(_writer: Writer, value: Any) -> Node:
    pa: Any = sys.modules["pyarrow"]
    kind = _arrow_kind(type(value))
    sink = pa.BufferOutputStream()
    table = value if kind in ("Table", "RecordBatch") else pa.table({"": value}) if kind != "Schema" else None
    try:
        with pa.ipc.new_stream(sink, value if table is None else table.schema) as stream:
            if table is not None:
                stream.write(table)
    except pa.ArrowException as error:
        raise Unwritable(value, f"Arrow cannot write a {shown(type(value))}: {error}") from error
    return {"$arrow": base64_text(sink.getvalue().to_pybytes()), "kind": kind}


def _read_arrow(reader: Reader, node: dict[str, Any]) -> Any:
    reader.classes.find("pyarrow:Table")
    pa: Any = sys.modules["pyarrow"]
    kind = node.get("kind")
    if kind not in _STREAMED:
        raise ValueDecodeError(f"{kind!r} is no kind of Arrow's")
    with pa.ipc.open_stream(pa.py_buffer(base64_bytes(text_of(node, "$arrow")))) as stream:
        if kind == "Schema":
            return reader.keep(node, stream.schema)
        table = stream.read_all()
    table.validate(full=True)
    if kind == "RecordBatch":
        table = table.combine_chunks()
        batches = table.to_batches()
        return reader.keep(node, batches[0] if batches else pa.RecordBatch.from_pylist([], schema=table.schema))
    if kind == "Table":
        return reader.keep(node, table)
    column = table.column(0)
    return reader.keep(node, column if kind == "ChunkedArray" else column.combine_chunks())


FAMILIES.insert(0, (_is_arrow, Kind(_write_arrow, Identity.LATE, of_library=True)))
BY_TAG["$arrow"] = _read_arrow
