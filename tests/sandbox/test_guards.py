"""Attribute names that are only known at run time meet the same policy; known escapes stay closed."""

import doctest
import pathlib
import string
import sys
from typing import Any

import pytest

from useworkflow_compiler import restrict
from useworkflow_sandbox import guards
from useworkflow_sandbox.errors import UnsafeAttributeError
from useworkflow_sandbox.guards import guarded_getattr, guarded_hasattr, guarded_setattr

sys.path.append(str(pathlib.Path(__file__).parent))

from sandboxed import run_module, turn


class Order:
    total = 5
    _private = 6


def a_function() -> int:
    return 1


def a_generator() -> Any:
    yield 1


async def a_coroutine() -> None:
    pass


def test_the_examples_in_the_docstrings_hold() -> None:
    """Each predicate's examples are true."""
    assert doctest.testmod(guards).failed == 0


def test_ordinary_attributes_are_read() -> None:
    """The user's own names, private ones included, the readable dunders and defaults work as in Python."""
    assert guarded_getattr(Order(), "total") == 5
    assert guarded_getattr(Order(), "_private") == 6
    assert guarded_getattr(Order(), "gone", 7) == 7
    assert guarded_getattr(Order, "__name__") == "Order"
    assert guarded_getattr(ValueError(), "__cause__") is None
    with pytest.raises(AttributeError, match="gone"):
        guarded_getattr(Order(), "gone")
    assert (guarded_hasattr(Order(), "total"), guarded_hasattr(Order(), "gone")) == (True, False)
    order = Order()
    guarded_setattr(order, "total", 9)
    assert order.total == 9
    guards.guarded_delattr(order, "total")
    assert order.total == 5


@pytest.mark.parametrize(
    ("obj", "name"),
    [
        (a_function, "__globals__"), (a_function, "__code__"), (a_function, "__closure__"), (a_function, "__dict__"),
        (a_generator(), "gi_frame"), (string, "__dict__"), (Order, "__dict__"), (Order, "__subclasses__"), (Order, "mro"),
        (Order, "__mro__"), (Order, "__bases__"), (ValueError(), "__traceback__"), (print, "__self__"), (Order(), "__reduce_ex__"),
        (AttributeError(obj=string), "obj"), (Order(), "_uw_pc"), (string.Formatter(), "get_field"), (Order(), "__getattribute__"),
    ],
)  # fmt: skip
def test_inspection_attributes_are_refused(obj: Any, name: str) -> None:
    """Frames, code, globals and the like cannot be read, and look absent."""
    with pytest.raises(UnsafeAttributeError, match="UW206"):
        guarded_getattr(obj, name)
    with pytest.raises(UnsafeAttributeError):
        guarded_getattr(obj, name, None)
    assert not guarded_hasattr(obj, name)


def test_guards_and_compiler_agree() -> None:
    """What the compiler refuses by name, the guards refuse by value; what it lets be read can be read."""
    assert [name for name in sorted(restrict.UNSAFE_ATTRIBUTES) if not guards.is_unsafe_name(name)] == []
    assert restrict.READABLE_DUNDERS <= guards.READABLE_DUNDERS


def test_frames_of_coroutines_are_refused() -> None:
    """A coroutine does not show its frame."""
    coroutine = a_coroutine()
    with pytest.raises(UnsafeAttributeError):
        guarded_getattr(coroutine, "cr_frame")
    coroutine.close()


def test_a_name_that_lies_is_read_as_what_it_is() -> None:
    """A subclass of ``str`` with its own comparison does not pass the check."""

    class Liar(str):
        def __eq__(self, other: object) -> bool:
            return False

        __hash__ = str.__hash__

        def __getitem__(self, key: Any) -> str:
            return "x"

    with pytest.raises(UnsafeAttributeError):
        guarded_getattr(a_function, Liar("__globals__"))
    with pytest.raises(TypeError, match="must be string"):
        guarded_getattr(a_function, 5)  # type: ignore[arg-type]


def test_format_reads_attributes_through_the_guard() -> None:
    """``str.format`` works in all its forms, and does not reach past the policy."""
    assert guarded_getattr("{0.total:>3}|{}", "format").__call__ is not None
    assert guarded_getattr("{0.total:>3}|{x[k]!r}", "format")(Order(), x={"k": "v"}) == "  5|'v'"
    assert guarded_getattr("{} {}", "format")(1, 2) == "1 2"
    assert guarded_getattr("{a}", "format_map")({"a": 1}) == "1"
    assert guarded_getattr(str, "format")("{}", 3) == "3"
    assert guarded_getattr(str, "format_map")("{a}", {"a": 4}) == "4"
    assert guarded_getattr(Order(), "total") == 5
    for template in ("{0.__globals__}", "{0.__class__.__mro__}", "{0:{0.__code__}}"):
        with pytest.raises(UnsafeAttributeError):
            guarded_getattr(template, "format")(a_function)
    with pytest.raises(UnsafeAttributeError):
        guarded_getattr("{f.__globals__}", "format_map")({"f": a_function})


@pytest.mark.parametrize(
    "source",
    [
        "from functools import partial\npartial(getattr, f)('__globals__')",
        "list(map(getattr, [f], ['__globals__']))",
        "import string\nstring.Formatter().format('{0.__globals__}', f)",
        "from string import Formatter\nFormatter().vformat('{0.__code__}', (f,), {})",
        "getattr(getattr, '__globals__')",
        "getattr('', 'format')('{0.__globals__}') if False else getattr(f, '__builtins__')",
        "import json\ngetattr(json, '__dict__')",
        "getattr(__import__, '__closure__')",
    ],
)
def test_known_escapes_are_closed(source: str) -> None:
    """Ways around attribute checks that are known from other sandboxes end at the guard."""
    with turn(), pytest.raises(UnsafeAttributeError):
        run_module(f"def f(): pass\n{source}")
