"""Guards for what the compile-time policy cannot decide: attribute names that are only known at run time.

Input -> output::

    guarded_getattr(order, "total")       -> order.total
    guarded_getattr(function, "__code__") -> UnsafeAttributeError: UW206
    guarded_getattr("{0.x}", "format")    -> a formatter that asks the same guard for ``.x``

This is for determinism and for containing mistakes; it is no wall against hostile code. Read next: ``facades/builtins``.
"""

from __future__ import annotations

import datetime
import importlib
import pathlib
import string
import types
from collections.abc import Mapping, Sequence
from typing import Any

from useworkflow_sandbox.errors import UnsafeAttributeError
from useworkflow_sandbox.facades.blocked import place
from useworkflow_sandbox.stable import HashMethod, TextMethod, stable_format, without_addresses

_string: Any = importlib.import_module("_string")
"""The C half of ``string.Formatter``; it has no type stubs."""

UNSAFE_PREFIXES: tuple[str, ...] = ("f_", "tb_", "gi_", "cr_", "ag_", "co_", "func_", "im_")
"""Attributes of frames, tracebacks, generators, coroutines, code and functions start with these; users' own may, too."""

UNSAFE_ATTRIBUTES: frozenset[str] = frozenset(
    {
        "f_back", "f_builtins", "f_code", "f_globals", "f_lasti", "f_lineno", "f_locals", "f_trace", "f_trace_lines",
        "f_trace_opcodes", "f_generator", "tb_frame", "tb_lasti", "tb_lineno", "tb_next", "gi_code", "gi_frame",
        "gi_running", "gi_suspended", "gi_yieldfrom", "cr_await", "cr_code", "cr_frame", "cr_origin", "cr_running",
        "cr_suspended", "ag_await", "ag_code", "ag_frame", "ag_running", "ag_suspended", "co_argcount", "co_cellvars",
        "co_code", "co_consts", "co_exceptiontable", "co_lines", "co_linetable", "co_positions", "cr_state", "gi_state", "func_dict", "co_filename", "co_flags", "co_freevars", "co_names", "co_varnames", "func_code",
        "func_closure", "func_defaults", "func_globals", "im_class", "im_func", "im_self", "mro",
        "__globals__", "__code__", "__closure__", "__defaults__", "__kwdefaults__", "__builtins__", "__subclasses__",
        "__mro__", "__bases__", "__base__", "__traceback__", "__getattribute__", "__reduce__", "__reduce_ex__",
        "__self__", "__func__", "__loader__", "__spec__", "__file__", "__path__", "__weakref__",
        "__import__", "__init_subclass__", "__subclasshook__", "__annotations__", "__type_params__", "__getstate__",
        "__setstate__", "__del__", "__instancecheck__", "__subclasscheck__", "__prepare__",
    }
)  # fmt: skip
"""Names that no workflow code may read, whatever the object."""

READABLE_DUNDERS: frozenset[str] = frozenset(
    {
        "__cause__", "__context__", "__suppress_context__", "__notes__", "__name__", "__qualname__", "__doc__",
        "__class__", "__module__", "__init__", "__new__", "__call__", "__len__", "__iter__", "__next__", "__contains__",
        "__getitem__", "__setitem__", "__delitem__", "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__",
        "__hash__", "__str__", "__repr__", "__bool__", "__int__", "__float__", "__index__", "__enter__", "__exit__",
        "__aenter__", "__aexit__", "__aiter__", "__anext__", "__await__", "__add__", "__radd__", "__sub__", "__rsub__",
        "__mul__", "__rmul__", "__truediv__", "__floordiv__", "__mod__", "__pow__", "__neg__", "__pos__", "__abs__",
        "__and__", "__or__", "__xor__", "__invert__", "__members__", "__missing__", "__reversed__", "__post_init__",
        "__dataclass_fields__", "__match_args__", "__wrapped__", "__copy__", "__deepcopy__", "__workflow_serialize__", "__workflow_deserialize__",
    }
)  # fmt: skip
"""Names with double underscores that are ordinary Python in workflow code."""


def is_dunder(name: str) -> bool:
    """Whether Python itself gives the name a meaning.

    >>> is_dunder("__code__"), is_dunder("_private"), is_dunder("____")
    (True, False, False)
    """
    return len(name) > 4 and name[:2] == "__" and name[-2:] == "__"


def is_unsafe_name(name: str) -> bool:
    """Whether no object may be asked for ``name``.

    >>> is_unsafe_name("__globals__"), is_unsafe_name("gi_frame"), is_unsafe_name("_uw_step")
    (True, True, True)
    >>> is_unsafe_name("__name__"), is_unsafe_name("total"), is_unsafe_name("_private")
    (False, False, False)
    """
    if name in UNSAFE_ATTRIBUTES or name[:4] == "_uw_":
        return True
    return is_dunder(name) and name not in READABLE_DUNDERS and name != "__dict__"


def is_unsafe_for(obj: object, name: str) -> bool:
    """Whether this object may not be asked for ``name``, though others may.

    >>> is_unsafe_for(len, "__dict__"), is_unsafe_for(types, "__dict__"), is_unsafe_for(ValueError(), "__dict__")
    (True, True, False)
    >>> is_unsafe_for(AttributeError(), "obj"), is_unsafe_for(string.Formatter(), "get_field")
    (True, True)
    """
    if name == "__dict__":
        return isinstance(obj, _WITHOUT_DICT) or getattr(type(obj), "split", None) is _split
    if name in ("parser", "_flavour"):
        return isinstance(obj, pathlib.PurePath) or (isinstance(obj, type) and issubclass(obj, pathlib.PurePath))
    if name == "obj":
        return isinstance(obj, AttributeError)
    return isinstance(obj, string.Formatter) and not isinstance(obj, SafeFormatter) and name in _FORMATTER_METHODS


_split = BaseExceptionGroup.split
"""``except*`` of earlier Pythons takes for granted that this method is Python's own: another one confuses the
interpreter (CVE-2025-22153)."""
_WITHOUT_DICT = (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.MethodType)
_FORMATTER_METHODS = frozenset({"format", "vformat", "get_field", "get_value"})


def _refusal(obj: object, name: str) -> UnsafeAttributeError:
    return UnsafeAttributeError(
        f"the attribute {name!r} of a {type(obj).__name__} is not available in workflow code",
        where=place(),
        why="inspection attributes show the machinery below the code, which differs between a first and a resumed run",
        mend="read the value where it is made, or inspect it in a step",
    )


def _plain_name(name: object) -> str:
    """The name as an exact ``str``, so that no subclass can answer comparisons differently."""
    if type(name) is str:
        return name
    if isinstance(name, str):
        return "".join(str.__iter__(name))
    raise TypeError(f"attribute name must be string, not {type(name).__name__!r}")


def check_attribute(obj: object, name: object) -> str:
    """``name`` as plain text, if ``obj`` may be asked for it.

    Raises:
        UnsafeAttributeError: it is an inspection attribute.
        TypeError: ``name`` is no text.
    """
    plain = _plain_name(name)
    if is_unsafe_name(plain) or is_unsafe_for(obj, plain):
        raise _refusal(obj, plain)
    return plain


def guarded_getattr(obj: Any, name: str, *default: Any) -> Any:
    """``getattr`` for workflow code; ``str.format`` and ``str.format_map`` come back as safe ones.

    Raises:
        UnsafeAttributeError: ``name`` is an inspection attribute.
        AttributeError: there is no such attribute, and no default.
    """
    plain = check_attribute(obj, name)
    if plain in ("format", "format_map"):
        return _safe_format(getattr(obj, plain, *default), plain)
    if plain == "__class__":
        return _class_of(obj)
    if plain in ("astimezone", "timestamp") and isinstance(obj, datetime.datetime):
        return _utc_method(obj, plain)
    if plain in ("__repr__", "__str__"):
        return TextMethod(getattr(obj, plain, *default))
    if plain == "__hash__" and not isinstance(obj, type | super):
        return HashMethod(obj) if getattr(obj, plain) is not None else None
    return getattr(obj, plain, *default)


def _safe_format(method: Any, name: str) -> Any:
    """``method``, or the safe one in its place where it is that of ``str``, however it was reached."""
    owner = getattr(method, "__self__", None)
    if isinstance(method, types.BuiltinMethodType) and isinstance(owner, str):
        return SafeFormat("".join(str.__iter__(owner)), name)
    if method is str.format or method is str.format_map:
        return _unbound_format if name == "format" else _unbound_format_map
    return method


def _class_of(obj: Any) -> Any:
    """What ``type(obj)`` says, or the class that the object gives itself; metaclasses are not given out."""
    from useworkflow_sandbox.facades import builtins

    type_facade: Any = builtins.type

    kind = obj.__class__
    return type_facade(obj) if kind is type(obj) or issubclass(kind, type) else kind


def _utc_method(moment: datetime.datetime, name: str) -> Any:
    """``astimezone`` and ``timestamp`` where Python would ask for the machine's time zone: UTC (G5)."""
    known = moment if moment.tzinfo is not None else moment.replace(tzinfo=datetime.UTC)
    if name == "timestamp":
        return known.timestamp
    return lambda tz=None: known.astimezone(datetime.UTC if tz is None else tz)


def guarded_hasattr(obj: object, name: str) -> bool:
    """``hasattr`` for workflow code: what may not be read is not there."""
    try:
        guarded_getattr(obj, name)
    except (AttributeError, ImportError):
        return False
    return True


_SHARED = (type, types.ModuleType, types.BuiltinFunctionType)


def _check_change(obj: object, name: str) -> str:
    plain = check_attribute(obj, name)
    if isinstance(obj, BaseExceptionGroup) and plain in ("split", "__class__"):
        raise _refusal(obj, plain)
    if isinstance(obj, _SHARED):
        raise UnsafeAttributeError(
            f"attributes of {obj!r} cannot be changed in workflow code",
            where=place(),
            why="all runs of the process share it",
            mend="keep the value in an object of the run's own",
        )
    return plain


def guarded_setattr(obj: object, name: str, value: object) -> None:
    """``setattr`` for workflow code.

    Raises:
        UnsafeAttributeError: ``name`` is an inspection attribute, or ``obj`` is shared between runs.
    """
    setattr(obj, _check_change(obj, name), value)


def guarded_delattr(obj: object, name: str) -> None:
    """``delattr`` for workflow code.

    Raises:
        UnsafeAttributeError: ``name`` is an inspection attribute, or ``obj`` is shared between runs.
    """
    delattr(obj, _check_change(obj, name))


# --- formatting -------------------------------------------------------------------------------------------------------


class SafeFormatter(string.Formatter):
    """``string.Formatter`` whose fields (``{0.name}``) ask the guard.

    >>> SafeFormatter().format("{0.real:>3} {x!r}", 5, x="a")
    "  5 'a'"
    """

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """The value of a replacement field, and its first part."""
        first, rest = _string.formatter_field_name_split(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, part in rest:
            value = guarded_getattr(value, str(part)) if is_attribute else value[part]
        return value, first

    def format_field(self, value: Any, format_spec: str) -> str:
        """The text of one replacement field, without addresses."""
        return stable_format(value, format_spec)

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """``!r``, ``!s`` and ``!a``, without addresses."""
        converted = super().convert_field(value, conversion)
        return converted if conversion is None else without_addresses(converted)

    def check_unused_args(self, used_args: Any, args: Any, kwargs: Any) -> None:
        """Unused arguments are no mistake, as in ``str.format``."""


class SafeFormat:
    """The bound method ``template.format`` or ``template.format_map``."""

    __slots__ = ("_method", "_template")

    def __init__(self, template: str, method: str) -> None:
        self._template = template
        self._method = method

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        if self._method == "format":
            return _FORMATTER.vformat(self._template, args, kwargs)
        (mapping,) = args
        return _FORMATTER.vformat(self._template, (), mapping)

    def __reduce__(self) -> tuple[Any, ...]:
        return (SafeFormat, (self._template, self._method))


_FORMATTER = SafeFormatter()


def _unbound_format(template: str, /, *args: Any, **kwargs: Any) -> str:
    return SafeFormat(template, "format")(*args, **kwargs)


def _unbound_format_map(template: str, mapping: Any, /) -> str:
    return SafeFormat(template, "format_map")(mapping)
