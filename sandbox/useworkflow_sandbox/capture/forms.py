"""What annotations hold, in a snapshot: forms of types, type variables, and what ``type`` statements make.

    int | None, list[T]        ->   type_form("union", (int, None)), type_form("alias", list, (T,))
    class K[T: int]: ...       ->   type_variable("TypeVar", "T", (), {"bound": int})
    type Pair = tuple[T, T]    ->   type_alias("Pair", "shop", tuple[T, T], ())

Read next: ``classes``.
"""

from __future__ import annotations

import collections.abc
import gc
import sys
import types
import typing
from typing import Any

from useworkflow_sandbox.capture.errors import CaptureError, SnapshotRefused

_TYPING = {name: value for name in typing.__all__ if not isinstance(value := getattr(typing, name), types.FunctionType)}
"""``Any``, ``Optional``, ``Callable`` ... by name."""
_SPECIAL = {id(value): name for name, value in _TYPING.items()}
_VARIABLES: tuple[type, ...] = (typing.TypeVar, typing.ParamSpec, typing.TypeVarTuple)
_FLAGS = ("__bound__", "__covariant__", "__contravariant__", "__infer_variance__")
_SINCE = {"infer_variance": (3, 12), "default": (3, 13)}
"""What older Pythons know nothing of."""
_ALIASES: tuple[Any, ...] = (vars(typing)["TypeAliasType"],) if sys.version_info >= (3, 12) else ()
"""What a ``type`` statement makes."""
_SAMPLES: tuple[Any, ...] = (
    *_TYPING.values(), int | None, list[int], typing.Optional[int], typing.List[int],  # noqa: UP006, UP045 - old forms
    typing.Callable[[int], int], typing.Literal[1], typing.Annotated[int, 1], typing.TypeVar("T"),
    typing.ParamSpec("P"), typing.TypeVarTuple("Ts"), typing.Tuple[int],  # noqa: UP006 - an old form
    collections.abc.Callable[[int], int], typing.ForwardRef("T"),
    *(alias("Alias", int) for alias in _ALIASES),
)  # fmt: skip
FORMS: frozenset[type] = frozenset(type(sample) for sample in _SAMPLES if not isinstance(sample, type))
"""The classes of annotations."""


def reduce_form(value: Any) -> tuple[Any, ...]:
    """How a snapshot holds ``int | None``, ``list[int]``, ``Callable[[int], str]``, ``Any``, a type variable, a type alias.

    Raises:
        CaptureError: a form that is not known here.
    """
    name = _SPECIAL.get(id(value))
    if name is not None:
        return type_form, ("typing", name)
    if isinstance(value, types.UnionType):
        return type_form, ("union", typing.get_args(value))
    if isinstance(value, _VARIABLES):
        return type_variable, _described(value)
    if isinstance(value, _ALIASES):
        return type_alias, (value.__name__, value.__module__, _worked_out(value, "__value__"), value.__type_params__)
    if isinstance(value, typing.ForwardRef):
        return type_form, ("forward", value.__forward_arg__)
    if getattr(value, "__unpacked__", False):
        return type_form, ("unpacked", typing.get_origin(value)[typing.get_args(value)])
    origin = typing.get_origin(value)
    arguments = tuple(getattr(part, "__forward_arg__", part) for part in typing.get_args(value))
    if origin is typing.Annotated:
        return type_form, ("alias", typing.Annotated, (arguments[0], *value.__metadata__))
    if origin is typing.Union:
        return type_form, ("alias", origin, arguments)
    named = None if origin is None else getattr(typing, getattr(value, "_name", None) or "", origin)
    if id(named) in _SPECIAL or isinstance(named, (type, *_ALIASES)):
        return type_form, ("alias", named, arguments)
    raise _not_kept(value)


def _not_kept(value: object) -> CaptureError:
    return CaptureError(
        f"the annotation {value!r} is live across an await and cannot be kept in a snapshot",
        why="its state is not plain data, so another process could not take it up",
        mend="write it as text, in quotes",
    )


def type_form(kind: str, *parts: Any) -> Any:
    """An annotation, from its parts."""
    match kind, parts:
        case "typing", (str() as name,) if name in _TYPING:
            return _TYPING[name]
        case "forward", (str() as text,):
            return typing.ForwardRef(text)
        case "unpacked", (types.GenericAlias() as whole,):
            return next(iter(whole))
        case "union", (tuple() as members,):
            union = members[0]
            for member in members[1:]:
                union = union | member
            return union
        case "alias", (origin, tuple() as arguments) if isinstance(origin, (type, *_ALIASES)) or id(origin) in _SPECIAL:
            return origin[arguments if len(arguments) != 1 else arguments[0]]
    raise SnapshotRefused(f"the snapshot names an annotation {kind} {parts!r}, which is not allowed")


def _described(variable: Any) -> tuple[Any, ...]:
    flags = () if isinstance(variable, typing.TypeVarTuple) else _FLAGS
    held = {flag.strip("_"): value for flag in flags if (value := _worked_out(variable, flag))}
    if hasattr(variable, "has_default") and variable.has_default():  # from Python 3.13 on
        held["default"] = _worked_out(variable, "__default__")
    constraints = _worked_out(variable, "__constraints__") if isinstance(variable, typing.TypeVar) else ()
    return type(variable).__name__, variable.__name__, constraints, held


def type_variable(kind: str, name: str, constraints: tuple[Any, ...], flags: dict[str, Any]) -> Any:
    """A type variable like the one that was there."""
    makers = {maker.__name__: maker for maker in _VARIABLES}
    if kind not in makers or not flags.keys() <= {*(flag.strip("_") for flag in _FLAGS), "default"}:
        raise SnapshotRefused(f"the snapshot names a type variable {name}, which is not allowed")
    known = {flag: value for flag, value in flags.items() if sys.version_info >= _SINCE.get(flag, (3, 11))}
    return makers[kind](name, *constraints, **known)


def _worked_out(value: Any, attribute: str) -> Any:
    """What a type alias stands for, the bound of a type variable ... Python works it out when it is asked for, so no variable of
    a function may count in it."""
    late = [part for part in gc.get_referents(value) if isinstance(part, types.FunctionType)]
    try:
        captured = [
            cell.cell_contents
            for function in late
            for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
            if name != "__classdict__"
        ]
        if all(isinstance(part, type) or type(part) in FORMS for part in captured):
            return getattr(value, attribute, None)
    except Exception as error:
        raise _not_kept(value) from error
    raise _not_kept(value)


def type_alias(name: str, module: str, value: Any, parameters: tuple[Any, ...]) -> Any:
    """A type alias like the one that was there, of the same module."""
    if not _ALIASES or not all(isinstance(parameter, _VARIABLES) for parameter in parameters):
        raise SnapshotRefused(f"the snapshot names a type alias {name}, which is not allowed")
    maker = types.FunctionType(_MAKE_ALIAS.__code__, {"__name__": module, "alias": _ALIASES[0]})
    return maker(name, value, parameters)  # Python notes the module of the code that makes it


_MAKE_ALIAS = lambda name, value, parameters: alias(name, value, type_params=parameters)  # type: ignore[name-defined]  # noqa: E731, F821
