"""Annotations that are live across an await: kept as they are, or refused, so that the run goes on by replay (G1, G4)."""

from __future__ import annotations

import pathlib
import sys

import pytest

from useworkflow_sandbox.capture.errors import CaptureError

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "compiler"))
from lowered import native, resumed

_SHOWN = "    return [(str(v.__default__), v.has_default()) for v in {}.__type_params__]"
KEPT = {
    "unpacked tuples": "    x = tuple[int, *tuple[str, ...]]\n    await aw(1)\n    return str(x), x.__args__[1].__unpacked__",
    "unpacked nothing": "    x = tuple[int, *tuple[()]]\n    await aw(1)\n    return str(x)",
}
REFUSED = {
    "literal of what cannot be kept": "    import typing\n    x = typing.Literal[memoryview(b'')]\n    await aw(1)\n    return x",
}
SINCE_3_12 = {
    "bound that reads a class": "    class A: pass\n    def x[T: A](): pass\n    await aw(1)\n    return x.__type_params__[0].__bound__ is A",
    "constraints": "    def x[T: (int, str)](): pass\n    await aw(1)\n    return str(x.__type_params__[0].__constraints__)",
    "bound in an inner function": (
        "    A = int\n    async def inner():\n        await aw(1)\n        def x[T: A](): pass\n"
        "        return str(x.__type_params__[0].__bound__)\n    return await inner()"
    ),
    "bound of an inner alias": (
        "    A = int\n    async def inner():\n        await aw(1)\n        type X[T: A] = list[T]\n"
        "        return str(X.__type_params__[0].__bound__)\n    return await inner()"
    ),
    "alias in the place of what cannot be kept": (
        "    x = memoryview(b'ab')\n    log(len(x))\n    await aw(1)\n    type x = int\n    await aw(2)\n    return str(x.__value__)"
    ),
    "private alias": (
        "    class K:\n        async def m(self):\n            type __X = int\n            await aw(1)\n            return str(__X.__value__)\n"
        "    return await K().m()"
    ),
}
REFUSED_SINCE_3_12 = {
    "alias that reads a variable": "    n = 3\n    type X = tuple[n]\n    await aw(1)\n    n = 4\n    return X.__value__",
    "bound that reads a variable": "    n = 3\n    def x[T: n](): pass\n    await aw(1)\n    n = 4\n    return x.__type_params__",
    "bound that reads an unbound variable": "    def x[T: A](): pass\n    await aw(1)\n    A = int\n    return x.__type_params__",
    "constraints that read an unbound variable": "    class x[T: (A, str)]: pass\n    await aw(1)\n    A = int\n    return x",
}
SINCE_3_13 = {
    "default": "    class X[T = int, **P = [str]]: pass\n    await aw(1)\n" + _SHOWN.format("X"),
    "default of several": "    class X[*Ts = *tuple[int, str]]: pass\n    await aw(1)\n" + _SHOWN.format("X"),
    "default that reads another": "    type X[T, U = list[T]] = dict[T, U]\n    await aw(1)\n" + _SHOWN.format("X"),
}
REFUSED_SINCE_3_13 = {
    "default that reads a variable": "    type X[T = A] = list[T]\n    await aw(1)\n    A = int\n    return X",
}
if sys.version_info >= (3, 12):
    KEPT |= SINCE_3_12
    REFUSED |= REFUSED_SINCE_3_12
if sys.version_info >= (3, 13):
    KEPT |= SINCE_3_13
    REFUSED |= REFUSED_SINCE_3_13


@pytest.mark.parametrize("name", KEPT)
def test_an_annotation_comes_back_as_it_was(name: str) -> None:
    """Restored at every await, the program says of its annotations what CPython says."""
    source = f"async def main():\n{KEPT[name]}\n"
    assert resumed(source) == native(source)


@pytest.mark.parametrize("name", REFUSED)
def test_an_annotation_that_may_come_to_mean_something_else_is_refused(name: str) -> None:
    """What Python works out when it is asked for is no part of a snapshot where a variable may still change it."""
    with pytest.raises(CaptureError, match="is live across the await"):
        resumed(f"async def main():\n{REFUSED[name]}\n")
