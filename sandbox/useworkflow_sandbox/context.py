"""``contextvars`` on the deterministic loop: ``ContextVar``, ``Token``, ``Context``, ``copy_context``.

Input -> output::

    TENANT = ContextVar("tenant", default="none")    at module level: one object for all runs, without a value
    TENANT.set("acme")                               the value is the run's, in the context of its running task
    asyncio.create_task(charge())                    the task begins with a copy: it sees "acme"

A context is a dictionary that is replaced and never changed, so that a copy costs nothing, and that iterates in the order
in which the variables were first set, which is the same in every process (G5). A task has none until it, or who made it,
has set a variable: who uses no context variable pays for none. Contexts and pending tokens are plain objects of a task's
state, so a snapshot holds them (G4); a variable that a module made goes by its place in the module (see ``placing``).

Read next: ``tasks``, ``native_contexts``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context as NativeContext
from enum import Enum
from types import GenericAlias
from typing import Any, ClassVar, NoReturn, TypeVar

from useworkflow_sandbox.current import current, in_workflow

T = TypeVar("T")


class Missing(Enum):
    """No value: ``Token.MISSING``."""

    MISSING = "missing"

    def __repr__(self) -> str:
        return "<Token.MISSING>"


MISSING = Missing.MISSING


class _Final:
    """Base of classes that cannot be derived from, and whose objects are not copied but by methods of their own."""

    __slots__ = ()

    def __init_subclass__(cls) -> None:
        if cls.__base__ is not _Final:
            raise TypeError(f"type 'contextvars.{cls.__mro__[1].__name__}' is not an acceptable base type")

    def __copy__(self) -> NoReturn:
        raise TypeError(f"cannot pickle '_contextvars.{type(self).__name__}' object")

    def __deepcopy__(self, memo: object) -> NoReturn:
        self.__copy__()


class ContextVar(_Final):
    """A variable whose value belongs to a context.

    Args:
        name: for people.
        default: what ``get`` gives where no value was set.
    """

    __slots__ = ("_default", "_name", "_place")
    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)

    def __init__(self, name: str, *, default: Any = MISSING) -> None:
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self._name = name
        self._default = default
        self._place = _modules.place_of(self)
        """Where the module that made it has it, ``None`` for one that a run made."""

    def __repr__(self) -> str:
        default = "" if self._default is MISSING else f" default={self._default!r}"
        return f"<ContextVar name={self._name!r}{default}>"

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    def get(self, default: Any = MISSING, /) -> Any:
        """The value in the present context, else ``default``, else the variable's own default.

        Raises:
            LookupError: there is none of them.
        """
        if in_workflow():
            context = current().context
            if context is not None and self in context._values:
                return context._values[self]
        if default is MISSING:
            default = self._default
        if default is MISSING:
            raise LookupError(self)
        return default

    def set(self, value: Any, /) -> Token:
        """Give it a value in the present context; the token takes that back.

        Raises:
            NotInWorkflowError: no run is being executed.
        """
        context = active()
        token: Token = object.__new__(Token)
        token._var, token._context, token._used = self, context, False
        token._old = context._values.get(self, MISSING)
        context._values = {**context._values, self: value}
        return token

    def reset(self, token: Token, /) -> None:
        """Take back the ``set`` that gave ``token``.

        Raises:
            RuntimeError: it was taken back before.
            ValueError: the token is another variable's, or was made in another context.
        """
        if not isinstance(token, Token):
            raise TypeError(f"expected an instance of Token, got {token!r}")
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token._var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        context = active()
        if token._context is not context:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        values = {**context._values}
        if token._old is MISSING:
            values.pop(self, None)
        else:
            values[self] = token._old
        context._values = values

    def _freeze_default(self, freeze: Callable[[Any], Any]) -> None:
        """Put ``freeze(default)`` in the place of the default, which all runs share."""
        if self._default is not MISSING:
            self._default = freeze(self._default)


class Token(_Final):
    """What ``ContextVar.set`` gives: good for one ``reset``, in the context of the ``set``."""

    __slots__ = ("_context", "_old", "_used", "_var")
    MISSING: ClassVar[Missing] = MISSING
    __hash__: ClassVar[None] = None  # type: ignore[assignment]
    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)
    _context: Context
    _old: Any
    _used: bool
    _var: ContextVar

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        raise RuntimeError("Tokens can only be created by ContextVars")

    def __repr__(self) -> str:
        return f"<Token{' used' if self._used else ''} var={self._var!r}>"

    @property
    def var(self) -> ContextVar:
        """The variable that was set."""
        return self._var

    @property
    def old_value(self) -> Any:
        """The value before, ``Token.MISSING`` if there was none."""
        return self._old


class Context(_Final):
    """Values of context variables. ``Context()`` is empty, ``copy_context()`` is a copy of the present one."""

    __slots__ = ("_entered", "_native", "_values")
    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __init__(self) -> None:
        self._values: dict[ContextVar, Any] = {}
        self._entered = False
        self._native: NativeContext | None = None
        """The interpreter's own context of who runs in this one, in programs that need it: see ``native_contexts``."""

    def run(self, callable: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """``callable(*args, **kwargs)`` in this context, which keeps what is set there.

        Raises:
            RuntimeError: the code that calls runs in it already.
            SyncStepError: ``callable`` has come to a sync step, for which nobody can wait here.
        """
        instance = current()
        task = instance.loop.current_task
        outer = instance.context if task is None else active()
        if self._entered or (task is not None and task._runs_in(self)):
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        self._entered = True
        instance.context = self
        try:
            if instance.program.has_own_interpreter_contexts:
                return self._run_natively(callable, *args, **kwargs)
            return callable(*args, **kwargs)
        finally:
            instance.context = outer
            self._entered = False

    def copy(self) -> Context:
        """Another context with the same values."""
        made = Context()
        made._values = self._values
        if self._native is not None:
            made._native = self._native.copy()
        return made

    def _run_natively(self, function: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
        """``function(*args, **kwargs)`` in the interpreter's own context that belongs to this one."""
        native = self._native
        if native is None:
            native = self._native = NativeContext()
        return native.run(function, *args, **kwargs)

    def _is_empty(self) -> bool:
        """Whether nothing has a value here."""
        return not self._values and not self._native

    def get(self, key: ContextVar, default: Any = None, /) -> Any:
        """The value of ``key``, or ``default``."""
        return self._values.get(_checked(key), default)

    def keys(self) -> Iterator[ContextVar]:
        """The variables."""
        return iter(self._values)

    def values(self) -> Iterator[Any]:
        """Their values."""
        return iter(self._values.values())

    def items(self) -> Iterator[tuple[ContextVar, Any]]:
        """Both."""
        return iter(self._values.items())

    def __getitem__(self, key: ContextVar) -> Any:
        return self._values[_checked(key)]

    def __contains__(self, key: object) -> bool:
        return _checked(key) in self._values

    def __iter__(self) -> Iterator[ContextVar]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return self._values == other._values if isinstance(other, Context) else NotImplemented


Mapping.register(Context)


def _checked(key: object) -> ContextVar:
    if not isinstance(key, ContextVar):
        raise TypeError(f"a ContextVar key was expected, got {key!r}")
    return key


class InContext:
    """A callback of workflow code, with the context that it is called in: a copy of that of its registration."""

    __slots__ = ("callback", "context")
    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __init__(self, callback: Callable[..., object], context: Context | None = None) -> None:
        self.callback = callback
        self.context = copy_context() if context is None else _own(context)

    def __call__(self, *args: Any) -> object:
        return self.context.run(self.callback, *args)

    def __eq__(self, other: object) -> bool:
        return bool(self.callback == (other.callback if isinstance(other, InContext) else other))


def _own(context: object) -> Context:
    if not isinstance(context, Context):
        raise TypeError(f"a contextvars.Context was expected, got {context!r}")
    return context


def active() -> Context:
    """The present context itself; made, and given to the running task, where there was none.

    Raises:
        NotInWorkflowError: no run is being executed.
    """
    instance = current()
    context = instance.context
    if context is None:
        context = instance.context = Context()
        if instance.loop.current_task is not None:
            instance.loop.current_task._take_context(context)
    return context


def copy_context() -> Context:
    """``contextvars.copy_context``."""
    context = current().context
    return Context() if context is None else context.copy()


def context_of_new_task(given: object) -> Context | None:
    """What a new task runs in: ``given``, or a copy of the present context; ``None`` as long as that is empty."""
    if given is not None:
        return _own(given)
    present = current().context
    return None if present is None or present._is_empty() else present.copy()


class _Modules(threading.local):
    """Which module is being executed in this thread, and what it has made so far."""

    made: dict[str, ContextVar] | None = None
    module = ""
    count = 0

    def place_of(self, variable: ContextVar) -> str | None:
        """The next place in the module, ``shop#0`` for the first one of ``shop``; ``None`` if none is executed."""
        if self.made is None:
            return None
        place = f"{self.module}#{self.count}"
        self.count += 1
        self.made[place] = variable
        return place


_modules = _Modules()


@contextmanager
def placing(module: str, made: dict[str, ContextVar]) -> Iterator[None]:
    """While ``module`` is executed: the variables that it makes get places, by which ``made`` then has them."""
    before = (_modules.made, _modules.module, _modules.count)
    _modules.made, _modules.module, _modules.count = made, module, 0
    try:
        yield
    finally:
        _modules.made, _modules.module, _modules.count = before
