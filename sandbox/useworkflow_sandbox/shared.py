"""Module-level values are shared by all runs of a process, so they are frozen once their module has been executed.

Input -> output::

    LIMITS = {"eur": [1, 2]}       # in a module of the bundle
    LIMITS["eur"].append(3)        -> SharedStateError: UW217, in workflow code
    LIMITS["eur"] + [3]            -> [1, 2, 3], a plain list

Reading costs what it did: a frozen list is a list. Nothing is done when a run starts. What was tried otherwise, and the
figures, are in ``docs/decisions.md``. Read next: ``program``.
"""

from __future__ import annotations

import collections
import copy
import dis
import enum
import functools
import types
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from useworkflow_sandbox.context import ContextVar
from useworkflow_sandbox.current import in_workflow
from useworkflow_sandbox.errors import SharedStateError
from useworkflow_sandbox.facades.caching import CachedFunction
from useworkflow_sandbox.ordered import OrderedFrozenset, OrderedSet
from useworkflow_sandbox.suspending_functions import SuspendingFunction, inside

_WHY = (
    "all runs of the process share it, and it is part of no run's state: another run, or a replay, would see the change"
)
_MEND = "make a copy in the function (`dict(X)`, `[*X]`, `copy.deepcopy(X)`), and change that"


def _refuse(what: str, mend: str = _MEND) -> NoReturn:
    from useworkflow_sandbox.facades.blocked import place

    raise SharedStateError(what, where=place(), why=_WHY, mend=mend)


def _refusing(kind: str, name: str) -> Callable[..., NoReturn]:
    def method(self: Any, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(f"a {kind} at module level is changed by {name}()")

    method.__name__ = name
    return method


def _frozen(base: Any, changes: str, thaw: Callable[[Any], Any]) -> Any:
    """A subclass of ``base`` whose methods in ``changes`` refuse; ``thaw`` gives the plain value back."""
    kind = base.__name__
    plain = getattr(base, "_plain", base)
    body: dict[str, Any] = {name: _refusing(kind, name) for name in changes.split()}
    body |= {
        "__slots__": (),
        "__module__": __name__,
        "_thawed": base,
        "_plain": plain,
        "copy": thaw,
        "__copy__": thaw,
        "__deepcopy__": lambda self, memo: copy.deepcopy(thaw(self), memo),
        "__reduce__": lambda self: (refreeze, (thaw(self),)),
        "__reduce_ex__": lambda self, protocol: self.__reduce__(),
    }
    return type(base)(f"Frozen{kind.capitalize()}", (base,), body)


_LIST = "append clear extend insert pop remove reverse sort __setitem__ __delitem__ __iadd__ __imul__"
_DICT = "clear pop popitem setdefault update __setitem__ __delitem__ __ior__"
_SET = (
    "add clear discard pop remove update difference_update intersection_update symmetric_difference_update __ior__ "
    "__iand__ __isub__ __ixor__"
)
FrozenList = _frozen(list, _LIST, lambda self: list.copy(self))
FrozenDict = _frozen(dict, _DICT, lambda self: dict.copy(self))
FrozenSet = _frozen(OrderedSet, _SET, lambda self: OrderedSet(self))
FrozenBytearray = _frozen(bytearray, _LIST.replace("sort ", ""), lambda self: bytearray(self))
FrozenDeque = _frozen(
    collections.deque,
    _LIST.replace("sort ", "") + " appendleft extendleft popleft rotate",
    lambda self: collections.deque(self, self.maxlen),
)
FrozenDefaultdict = _frozen(
    collections.defaultdict,
    _DICT + " __missing__",
    lambda self: collections.defaultdict(self.default_factory, dict.items(self)),
)
FrozenOrdereddict = _frozen(
    collections.OrderedDict, _DICT + " move_to_end", lambda self: collections.OrderedDict(self.items())
)
FrozenCounter = _frozen(
    collections.Counter, _DICT + " subtract __iadd__ __isub__ __iand__", lambda self: collections.Counter(dict(self))
)
for _class in (
    *(FrozenList, FrozenDict, FrozenSet, FrozenBytearray, FrozenDeque, FrozenDefaultdict, FrozenOrdereddict),
    FrozenCounter,
):
    globals()[_class.__name__] = _class
FROZEN: dict[type, type] = {_class._thawed: _class for _class in list(globals().values()) if hasattr(_class, "_thawed")}
"""Frozen classes by the class that they freeze."""
_FROZEN_KINDS = frozenset(FROZEN.values())
PLAIN: dict[type, type] = {frozen: plain for plain, frozen in FROZEN.items()} | {
    set: OrderedSet,
    frozenset: OrderedFrozenset,
    SuspendingFunction: types.FunctionType,
}
"""What ``type(x)`` says of classes that workflow code need not know."""


def _teach_codec() -> None:
    """Frozen values are written as what they freeze."""
    from useworkflow_sandbox.values.registry import BY_CLASS

    for plain, frozen in FROZEN.items():
        if plain in BY_CLASS:
            BY_CLASS[frozen] = BY_CLASS[plain]


def refreeze(plain: Any) -> Any:
    """A frozen copy, as a snapshot brings it back."""
    return Freezer().freeze(plain, "it")


class Freezer:
    """Freezes the values of one program's modules. The same value becomes the same frozen one, in whichever module.

    Args:
        is_foreign: whether a value was imported from outside the bundle: such values are left alone.
    """

    def __init__(self, is_foreign: Callable[[Any], bool] = lambda value: False) -> None:
        self._is_foreign = is_foreign
        self._done: dict[int, tuple[Any, Any]] = {}
        self._namespaces: set[int] = set()
        self.names: dict[int, tuple[str, str]] = {}
        """Where values at module level stand, so that a snapshot names them: (module, name) by identity."""

    def module(self, name: str, namespace: dict[str, Any]) -> None:
        """Freeze what the names of an executed module hold.

        Raises:
            SharedStateError: one of them is used up by whoever reads it, or keeps a variable that it changes.
        """
        self._namespaces.add(id(namespace))
        for key, value in list(namespace.items()):
            if key[:2] == "__" or isinstance(value, types.ModuleType) or self._is_foreign(value):
                continue
            if isinstance(value, type) and value.__module__ == name:
                self._class(value, name)
                continue
            frozen = self.freeze(value, f"{name}.{key}", top=True)
            if frozen is not value:
                namespace[key] = frozen
            self._name(frozen, name, key)

    def _name(self, frozen: Any, module: str, qualname: str) -> None:
        if type(frozen) in _FROZEN_KINDS or id(frozen) in SHARED:
            self.names.setdefault(id(frozen), (module, qualname))

    def _class(self, kind: type, module: str) -> None:
        """Freeze what a class that the bundle holds has in its body: all runs share that as well."""
        for name, value in list(vars(kind).items()):
            what = f"{module}.{kind.__qualname__}.{name}"
            for part in _functions_in(value):
                self.freeze(part, what)
            if isinstance(value, type) and value.__qualname__ == f"{kind.__qualname__}.{name}":
                self._class(value, module)
            elif type(value) in _WAYS and not _is_pythons(kind, name):
                frozen = self.freeze(value, what)
                if frozen is not value:
                    type.__setattr__(kind, name, frozen)
                self._name(frozen, module, f"{kind.__qualname__}.{name}")

    def freeze(self, value: Any, what: str, *, top: bool = False) -> Any:
        """``value``, or what takes its place. ``what`` names it in messages; ``top``: a module itself holds it."""
        kind = type(value)
        if kind in _ATOMS or kind in _FROZEN_KINDS:
            return value
        known = self._done.get(id(value))
        if known is not None:
            return known[1]
        if kind is types.FunctionType and id(value.__globals__) not in self._namespaces:
            return value
        way = _WAYS.get(kind)
        if way is not None:
            return way(self, value, what)
        if isinstance(value, type | types.ModuleType) or self._is_foreign(value):
            return value
        if isinstance(value, Iterator) and kind.__module__ in ("builtins", "itertools"):
            _refuse(
                f"{what} is an iterator ({kind.__name__}) at module level, and whoever reads it first uses it up",
                "make it a list or a tuple, or make the iterator in the function",
            )
        self.keep(value, value)
        SHARED[id(value)] = value
        if kind is CachedFunction:
            self.freeze(value.__wrapped__, what)
        elif kind is ContextVar:
            value._freeze_default(lambda default: self.freeze(default, f"the default of {what}"))
        elif not kind.__module__.startswith("useworkflow_") and ((top and self._is_foreign(kind)) or _is_record(kind)):
            self._attributes(value, what)
        return value

    def keep(self, value: Any, frozen: Any) -> None:
        """Note what takes the place of ``value``."""
        self._done[id(value)] = (value, frozen)
        self._done[id(frozen)] = (frozen, frozen)

    def _attributes(self, value: Any, what: str) -> None:
        held = getattr(value, "__dict__", None)
        names = list(held) if type(held) is dict else []
        for cls in type(value).__mro__:
            slots = cls.__dict__.get("__slots__", ())
            names += [slots] if isinstance(slots, str) else list(slots)
        for name in names:
            try:
                old = object.__getattribute__(value, name)
                new = self.freeze(old, f"{what}.{name}")
                if new is not old:
                    object.__setattr__(value, name, new)
            except SharedStateError:
                raise
            except (AttributeError, TypeError):  # a slot without a value, or one that C code guards
                continue


def _functions_in(value: Any) -> list[types.FunctionType]:
    """The functions of a property, a static method, a class method or a cached property."""
    parts = (getattr(value, name, None) for name in ("__func__", "fget", "fset", "fdel", "func"))
    return [part for part in parts if isinstance(part, types.FunctionType)]


def _is_pythons(kind: type, name: str) -> bool:
    """Whether Python itself keeps ``name`` in a class, and may change what it holds."""
    return name[:2] == "__" or (issubclass(kind, enum.Enum) and name[:1] == "_")


def _is_record(kind: type) -> bool:
    """Data classes of the usual makers: their instances are values, and hold nothing of the host's."""
    marks = ("__dataclass_fields__", "__attrs_attrs__", "__pydantic_fields__", "__struct_fields__")
    return kind is types.SimpleNamespace or any(hasattr(kind, mark) for mark in marks)


SHARED: dict[int, Any] = {}
"""Objects at module level whose attributes must not be set, by identity; they live as long as the process."""


def own(value: Any) -> Any:
    """``value``, if a run may set its attributes: what generated code puts around the object of such a statement.

    Raises:
        SharedStateError: all runs share it.
    """
    if id(value) in SHARED or isinstance(value, type | types.FunctionType | types.ModuleType):
        _check_own(value)
    return value


def _check_own(value: Any) -> None:
    if not in_workflow():
        return
    local = "<locals>" in getattr(value, "__qualname__", "")
    if id(value) not in SHARED and (local or not isinstance(value, type | types.FunctionType)):
        return
    kind = "class" if isinstance(value, type) else "function" if isinstance(value, types.FunctionType) else "value"
    name = getattr(value, "__qualname__", None) or f"of class {type(value).__qualname__}"
    _refuse(
        f"an attribute of the {kind} {name}, which is shared by all runs, is set or deleted",
        "keep the value in a variable or an object of the run's own, and pass it along",
    )


def unshared(function: Callable[..., Any]) -> Callable[..., Any]:
    """``function`` of a C module that changes its first argument past any method, refusing frozen ones."""

    @functools.wraps(function)
    def checked(heap: Any, *args: Any) -> Any:
        if type(heap) is FrozenList:
            _refuse(f"a list at module level is changed by {function.__name__}()")
        return function(heap, *args)

    return checked


# --- ways of freezing -------------------------------------------------------------------------------------------------


def _list(freezer: Freezer, value: Any, what: str) -> Any:
    made = FrozenList()
    freezer.keep(value, made)
    list.extend(made, [freezer.freeze(item, f"{what}[{index}]") for index, item in enumerate(value)])
    return made


def _dict(freezer: Freezer, value: Any, what: str) -> Any:
    kind: Any = FROZEN[type(value)]
    made: Any = FrozenDefaultdict(value.default_factory) if kind is FrozenDefaultdict else kind.__new__(kind)
    freezer.keep(value, made)
    fill: Any = collections.OrderedDict.__setitem__ if kind is FrozenOrdereddict else dict.__setitem__
    for key, item in value.items():
        fill(made, freezer.freeze(key, what), freezer.freeze(item, f"{what}[{key!r}]"))
    return made


def _tuple(freezer: Freezer, value: Any, what: str) -> Any:
    items = tuple(freezer.freeze(item, f"{what}[{index}]") for index, item in enumerate(value))
    return value if all(new is old for new, old in zip(items, value, strict=True)) else items


def _set(freezer: Freezer, value: Any, what: str) -> Any:
    made = FrozenSet()
    freezer.keep(value, made)
    OrderedSet.update(made, value)
    return made


def _plain_set(freezer: Freezer, value: Any, what: str) -> Any:
    made = OrderedFrozenset(value)
    freezer.keep(value, made)
    return made


def _bytearray(freezer: Freezer, value: Any, what: str) -> Any:
    made = FrozenBytearray(value)
    freezer.keep(value, made)
    return made


def _deque(freezer: Freezer, value: Any, what: str) -> Any:
    made = FrozenDeque((), value.maxlen)
    freezer.keep(value, made)
    collections.deque.extend(made, [freezer.freeze(item, what) for item in value])
    return made


def _proxy(freezer: Freezer, value: Any, what: str) -> Any:
    return types.MappingProxyType(freezer.freeze(dict(value), what))


def _partial(freezer: Freezer, value: Any, what: str) -> Any:
    function = freezer.freeze(value.func, what)
    args = [freezer.freeze(item, what) for item in value.args]
    return functools.partial(function, *args, **{k: freezer.freeze(v, what) for k, v in value.keywords.items()})


def _function(freezer: Freezer, value: Any, what: str) -> Any:
    freezer.keep(value, value)
    SHARED[id(value)] = value
    value.__defaults__ = freezer.freeze(value.__defaults__, f"a default of {value.__qualname__}()")
    if value.__kwdefaults__:
        for name, default in value.__kwdefaults__.items():
            value.__kwdefaults__[name] = freezer.freeze(default, f"the default of {name} of {value.__qualname__}()")
    for name, held in value.__dict__.items():
        value.__dict__[name] = freezer.freeze(held, f"{what}.{name}")
    for name, cell in zip(value.__code__.co_freevars, value.__closure__ or (), strict=True):
        if _writes(value.__code__, name):
            _refuse(
                f"{what} keeps the variable {name!r} of the function that made it, and changes it",
                "keep it in a local variable of the workflow, or in an object that you pass along",
            )
        try:
            cell.cell_contents = freezer.freeze(cell.cell_contents, f"{what}, variable {name!r}")
        except ValueError:  # the variable has no value yet
            continue
    return value


def _suspending(freezer: Freezer, value: SuspendingFunction, what: str) -> Any:
    freezer.keep(value, value)
    SHARED[id(value)] = value
    freezer.freeze(inside(value), what)
    return value


def _writes(code: types.CodeType, name: str) -> bool:
    """Whether the code, or one inside it, assigns to its free variable ``name``."""
    if any(i.opname in ("STORE_DEREF", "DELETE_DEREF") and i.argval == name for i in dis.get_instructions(code)):
        return True
    inner = (constant for constant in code.co_consts if isinstance(constant, types.CodeType))
    return any(name in part.co_freevars and _writes(part, name) for part in inner)


_ATOMS = frozenset(
    {int, float, complex, bool, str, bytes, types.NoneType, range, slice, type(Ellipsis), types.BuiltinFunctionType}
)
_WAYS: dict[type, Callable[[Freezer, Any, str], Any]] = {
    list: _list,
    **dict.fromkeys((dict, collections.defaultdict, collections.OrderedDict, collections.Counter), _dict),
    tuple: _tuple,
    **dict.fromkeys((set, OrderedSet), _set),
    frozenset: _plain_set,
    bytearray: _bytearray,
    collections.deque: _deque,
    types.MappingProxyType: _proxy,
    functools.partial: _partial,
    types.FunctionType: _function,
    SuspendingFunction: _suspending,
}
_teach_codec()
