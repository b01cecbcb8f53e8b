"""Arrays, tables and URLs of other libraries come back with their class, their dtype and every item."""

from __future__ import annotations

import array
import importlib
import sys
import urllib.parse
from collections.abc import Callable
from typing import Any

import httpx
import numpy as np
import pandas as pd
import pyarrow as pa
import pydantic
import pytest
import yarl
from msgspec import Raw

from useworkflow_sandbox.errors import SerializationError, ValueDecodeError
from useworkflow_sandbox.values import decode, encode


def resolve(module: str, qualname: str) -> Any:
    found: Any = importlib.import_module(module)
    for part in qualname.split("."):
        found = getattr(found, part)
    return found


def there_and_back(value: Any) -> Any:
    return decode(encode(value), resolve)


WIDE = "w" if "w" in array.typecodes else "u"
ARRAYS: list[Any] = [
    array.array("h", [1, -2]), array.array(WIDE, "ä€"), array.array("d", [1.5]), array.array("Q"),
]  # fmt: skip
NUMPY: list[Any] = [
    np.array([[1.5, 2], [3, 4]]), np.asfortranarray(np.arange(6).reshape(2, 3)), np.arange(3, dtype=">i2"), np.array(5),
    np.array(["ab", "c"]), np.array([b"x"]), np.array(["2026-01-01", "NaT"], dtype="M8[D]"), np.zeros((0, 3)),
    np.array([1, "a", None, [2.5]], dtype=object).reshape(2, 2), np.array([1.0, np.nan]), np.array([True, False]),
    np.array([(1, 2.5, [1, 2])], dtype=[("a", "i4"), ("b", "f8"), ("c", "i2", (2,))]),
    np.array(["a", "bcd"], dtype=np.dtypes.StringDType()), np.arange(9)[::2], np.array([1j], dtype="c8"),
    np.array([((1, 2), 3)], dtype=[("in", [("x", "u1"), ("y", "u2")]), ("z", "i8")]),
]  # fmt: skip
SCALARS: list[Any] = [
    np.float64(2.5), np.float32(0.1), np.float16(0.5), np.int8(-3), np.uint64(2**64 - 1), np.bool_(True),
    np.longdouble(1) / 3, np.complex64(1 + 2j), np.datetime64("2026-01-01T00", "h"), np.datetime64("NaT", "s"),
    np.timedelta64(5, "s"), np.str_("x"), np.bytes_(b"y"), np.float64("inf"),
]  # fmt: skip
PANDAS: list[Any] = [
    pd.Index([1, 2], name="i"), pd.RangeIndex(1, 9, 2), pd.Index(["a", "b"]), pd.date_range("2026", periods=3, tz="Europe/Berlin"),
    pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", None]), pd.CategoricalIndex(["a", "b", "a"]),
    pd.to_timedelta(["1s", "2s"]), pd.date_range("2026", periods=2), pd.Series([1, 2], name="n"), pd.Series(["a", None]),
    pd.Series([1, None], dtype="Int64"), pd.Series([True, None], dtype="boolean"), pd.Series(["a", "b", "a"], dtype="category"),
    pd.Series(pd.Categorical(["lo", "hi", None], categories=["lo", "hi"], ordered=True)), pd.Series(dtype=float),
    pd.Series(pd.date_range("2026", periods=2, tz="UTC")), pd.Series([1, "a", None, [1]], dtype=object),
    pd.Series([1, 2], dtype="int64[pyarrow]"), pd.Series(["x", None], dtype="string"), pd.Series([0.5, None], dtype="Float32"),
    pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.to_datetime(["2026-01-01", None]), "d": pd.Categorical(["u", "v"])}, index=["r", "s"]),
    pd.DataFrame({("x", "a"): [1], ("x", "b"): [2.5]}), pd.DataFrame(), pd.DataFrame([[1, 2], [3, 4]], columns=["k", "k"]),
]  # fmt: skip
MOMENTS: list[Any] = [
    pd.Timestamp("2026-01-02 03:04:05.123456789"), pd.Timestamp("2026-06-02", tz="Europe/Berlin"),
    pd.Timestamp("2026-01-02").as_unit("s"), pd.Timedelta("1h"), pd.Timedelta(-5, "ns"),
]  # fmt: skip
ARROW: list[Any] = [
    pa.table({"a": [1, None], "b": ["x", "y"]}), pa.record_batch({"a": [1, 2]}), pa.array([1, None]),
    pa.chunked_array([[1], [2]]), pa.schema([("a", pa.int64())], metadata={"k": "v"}), pa.array([{"x": [1]}]),
]  # fmt: skip
URLS: list[Any] = [
    httpx.URL("https://ä.example/x?q=1#f"), yarl.URL("https://a.example/%20c"), pydantic.AnyUrl("https://a.example/c"),
    pydantic.HttpUrl("http://x.example"), pydantic.PostgresDsn("postgres://u:p@h:1/d"), urllib.parse.urlsplit("https://a/b?c"),
    urllib.parse.urlparse("https://a/b;c?d#e"), urllib.parse.urldefrag("a#b"), urllib.parse.urlsplit(b"http://a"),
]  # fmt: skip


def names(value: Any) -> str:
    return type(value).__name__


@pytest.mark.parametrize("value", [*ARRAYS, *URLS, *MOMENTS, *ARROW], ids=names)
def test_it_comes_back_equal_and_of_its_class(value: Any) -> None:
    """Arrays of the standard library, URLs, moments and Arrow's tables come back equal."""
    back = there_and_back(value)
    assert type(back) is type(value)
    assert back.equals(value) if hasattr(value, "equals") else back == value


@pytest.mark.parametrize("value", NUMPY, ids=lambda value: f"{value.dtype}{value.shape}")
def test_a_numpy_array_comes_back_with_dtype_shape_and_order(value: Any) -> None:
    """Bytes, dtype, shape and memory order are kept, and the array can be changed."""
    back = there_and_back(value)
    assert (back.dtype, back.shape, back.flags.f_contiguous) == (
        value.dtype,
        value.shape,
        np.ascontiguousarray(value).flags.f_contiguous if not value.flags.forc else value.flags.f_contiguous,
    )
    assert repr(back.tolist()) == repr(value.tolist())
    assert back.flags.writeable


def test_a_protected_array_stays_protected() -> None:
    """An array that cannot be changed comes back as one."""
    value = np.arange(3)
    value.flags.writeable = False
    assert not there_and_back(value).flags.writeable


@pytest.mark.parametrize("value", SCALARS, ids=names)
def test_a_numpy_scalar_keeps_its_class(value: Any) -> None:
    """``np.float64`` is a ``float`` too, and must not come back as one."""
    back = there_and_back(value)
    assert type(back) is type(value)
    assert back == value or repr(back) == repr(value)


@pytest.mark.parametrize("value", PANDAS, ids=lambda value: f"{type(value).__name__}-{getattr(value, 'dtype', '')}")
def test_pandas_keeps_dtypes_labels_and_order(value: Any) -> None:
    """Series, frames and indexes pass pandas' own strict comparison."""
    checks: dict[type, Callable[[Any, Any], None]] = {
        pd.DataFrame: pd.testing.assert_frame_equal, pd.Series: pd.testing.assert_series_equal,
    }  # fmt: skip
    back = there_and_back(value)
    assert type(back) is type(value)
    checks.get(type(value), pd.testing.assert_index_equal)(back, value)
    assert getattr(back, "freq", None) == getattr(value, "freq", None)


def test_missing_values_are_the_same_objects() -> None:
    """``NaT`` and ``NA`` are singletons, and attributes of a frame come along."""
    assert there_and_back(pd.NaT) is pd.NaT
    assert there_and_back(pd.NA) is pd.NA
    frame = pd.DataFrame({"a": [1]})
    frame.attrs["source"] = "here"
    assert there_and_back(frame).attrs == {"source": "here"}


def test_one_array_in_two_places_stays_one() -> None:
    """Shared references are kept for arrays and frames too."""
    shared, frame = np.arange(3), pd.DataFrame({"a": [1]})
    back = there_and_back({"x": shared, "y": [shared], "f": (frame, frame)})
    assert back["x"] is back["y"][0]
    assert back["f"][0] is back["f"][1]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (np.array([1, object()], dtype=object), "value.flat[1]"),
        (pd.DataFrame({"a": [1], "b": [object()]}), "value['b'].flat[0]"),
        (pd.Series(pd.interval_range(0, 2)), "value"),
        (np.ma.masked_array([1], mask=[True]), "value"),
        (pd.RangeIndex(10**9), "value"),
        (pd.DataFrame(index=pd.RangeIndex(10**9)), "value"),
    ],
)
def test_what_cannot_be_written_is_named(value: Any, path: str) -> None:
    """The path leads to the item, and nothing is written in its place."""
    with pytest.raises(SerializationError) as caught:
        encode(value)
    assert caught.value.path == path


@pytest.mark.parametrize(
    "text",
    [
        b'{"$ndarray":"AAA=","dtype":"O","shape":[1]}',
        b'{"$ndarray":"","dtype":"<f8","shape":[1000000000000]}',
        b'{"$ndarray":"AAAA","dtype":"<f8","shape":[-1]}',
        b'{"$ndarray":"AA==","dtype":"V0","shape":[10000000000000]}',
        b'{"$ndarray":[],"dtype":"O","shape":[9999999999]}',
        b'{"$ndarray":"AA==","dtype":[["a","O"]],"shape":[1]}',
        b'{"$ndarray":"AA==","dtype":"f8,(100000,100000)i4","shape":[1]}',
        b'{"$npscalar":"AA==","dtype":"<f8","bytes":true}',
        b'{"$array":"AA==","typecode":"d","itemsize":8,"order":"little"}',
        b'{"$array":"AAAA","typecode":"zz","itemsize":8}',
        b'{"$arrow":"AAAA","kind":"Table"}',
        b'{"$url":"https://a","class":"builtins:object"}',
        b'{"$series":{"items":[1],"dtype":"nothing"},"index":null}',
        b'{"$dataframe":[],"columns":[1,2]}',
        b'{"$index":[1,2]}',
        b'{"$index":[0,1000000000000,1],"name":null}',
        b'{"$series":{"items":[{"$decimal":"1E+999999999"}],"dtype":"Int64"},"index":{"$index":[0,1,1],"name":null}}',
        b'{"$index":[{"$range":[0,1000000000000000000,1]}],"names":[null],"levels":true}',
        b'{"$series":{"categories":{"$range":[0,1000000000000000000,1]},"codes":[0]},"index":{"$index":[0,1,1],"name":null}}',
        b'{"$series":{"items":[{"$range":[0,1000000000000000000,1]},null],"dtype":"Int64"},"index":{"$index":[0,2,1],"name":null}}',
        b'{"$series":{"$uuid":"00000000-0000-0000-0000-000000000007"},"index":{"$index":[0,900000,1],"name":null}}',
    ],
)
def test_bytes_that_nobody_wrote_are_refused(text: bytes) -> None:
    """A wrong dtype, shape or length is refused before anything large is made."""
    with pytest.raises(ValueDecodeError):
        decode(Raw(text), resolve)


def test_arrays_of_another_byte_order_are_turned() -> None:
    """What a machine of the other byte order recorded is read right."""
    other = "big" if sys.byteorder == "little" else "little"
    turned = array.array("h", [1, 2])
    turned.byteswap()
    text = bytes(encode(turned)).replace(sys.byteorder.encode(), other.encode())
    assert decode(Raw(text), resolve) == array.array("h", [1, 2])
