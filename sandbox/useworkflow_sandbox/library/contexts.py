"""``contextlib`` for workflow code: managers made of generators, and stacks of managers, that a snapshot can hold.

    @asynccontextmanager
    async def held(name):
        await lock(name)
        try:
            yield name          a run may be parked here, and in the cleanup, for months
        finally:
            await unlock(name)

The meaning is that of the standard library's module (3.13); state is plain attributes. Read next: ``locks``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

from useworkflow_sandbox.calls import call


class ContextDecorator:
    """A manager that can also decorate functions: each call runs inside a fresh entry."""

    def _recreate_cm(self) -> Any:
        return self

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def inside(*args: Any, **kwargs: Any) -> Any:
            with self._recreate_cm():
                return function(*args, **kwargs)

        return inside


class AsyncContextDecorator:
    """The same for coroutine functions."""

    def _recreate_cm(self) -> Any:
        return self

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        async def inside(*args: Any, **kwargs: Any) -> Any:
            async with self._recreate_cm():
                return await function(*args, **kwargs)

        return inside


class GeneratorManager(ContextDecorator, AbstractContextManager):  # type: ignore[type-arg]
    """What a function decorated with ``contextmanager`` returns."""

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.gen = function(*args, **kwargs)
        self._made_by = (function, args, kwargs)
        self.__doc__ = function.__doc__ or type(self).__doc__

    def _recreate_cm(self) -> GeneratorManager:
        return type(self)(*self._made_by)

    def __enter__(self) -> Any:
        self._made_by = (None, (), {})  # type: ignore[assignment]
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> Any:
        if kind is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                self.gen.close()
        error = kind() if error is None else error
        try:
            self.gen.throw(error)
        except StopIteration as stop:
            return stop is not error
        except BaseException as raised:
            return _outcome(raised, error, traceback, StopIteration)
        try:
            raise RuntimeError("generator didn't stop after throw()")
        finally:
            self.gen.close()


class AsyncGeneratorManager(AsyncContextDecorator, AbstractAsyncContextManager):  # type: ignore[type-arg]
    """What a function decorated with ``asynccontextmanager`` returns."""

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.gen = function(*args, **kwargs)
        self._made_by = (function, args, kwargs)
        self.__doc__ = function.__doc__ or type(self).__doc__

    def _recreate_cm(self) -> AsyncGeneratorManager:
        return type(self)(*self._made_by)

    async def __aenter__(self) -> Any:
        self._made_by = (None, (), {})  # type: ignore[assignment]
        try:
            return await self.gen.__anext__()
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, kind: Any, error: Any, traceback: Any) -> Any:
        if kind is None:
            try:
                await self.gen.__anext__()
            except StopAsyncIteration:
                return False
            try:
                raise RuntimeError("generator didn't stop")
            finally:
                await self.gen.aclose()
        error = kind() if error is None else error
        try:
            await self.gen.athrow(error)
        except StopAsyncIteration as stop:
            return stop is not error
        except BaseException as raised:
            return _outcome(raised, error, traceback, StopAsyncIteration)
        try:
            raise RuntimeError("generator didn't stop after athrow()")
        finally:
            await self.gen.aclose()


def _outcome(raised: BaseException, error: BaseException, traceback: Any, stop: type[BaseException]) -> bool:
    """The generator raised ``raised`` for ``error``: ``False`` if that is the same failure, else ``raised`` goes on.

    A ``StopIteration`` that was raised inside the ``with`` comes back wrapped in a ``RuntimeError``.
    """
    if raised is error:
        raised.__traceback__ = traceback
        return False
    wrapped = isinstance(raised, RuntimeError) and isinstance(error, StopIteration | stop)
    if wrapped and raised.__cause__ is error:
        error.__traceback__ = traceback
        return False
    raise raised


def contextmanager(function: Callable[..., Any]) -> Callable[..., GeneratorManager]:
    """``contextlib.contextmanager``."""

    @functools.wraps(function)
    def manager(*args: Any, **kwargs: Any) -> GeneratorManager:
        return GeneratorManager(function, args, kwargs)

    return manager


def asynccontextmanager(function: Callable[..., Any]) -> Callable[..., AsyncGeneratorManager]:
    """``contextlib.asynccontextmanager``."""

    @functools.wraps(function)
    def manager(*args: Any, **kwargs: Any) -> AsyncGeneratorManager:
        return AsyncGeneratorManager(function, args, kwargs)

    return manager


class nullcontext(AbstractContextManager, AbstractAsyncContextManager):  # type: ignore[type-arg]
    """A manager that does nothing, in both worlds."""

    def __init__(self, enter_result: Any = None) -> None:
        self.enter_result = enter_result

    def __enter__(self) -> Any:
        return self.enter_result

    def __exit__(self, *exc: Any) -> None:
        return None

    async def __aenter__(self) -> Any:
        return self.enter_result

    async def __aexit__(self, *exc: Any) -> None:
        return None


class closing(AbstractContextManager):  # type: ignore[type-arg]
    """Calls ``thing.close()`` at the end."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __enter__(self) -> Any:
        return self.thing

    def __exit__(self, *exc: Any) -> None:
        self.thing.close()


class aclosing(AbstractAsyncContextManager):  # type: ignore[type-arg]
    """Awaits ``thing.aclose()`` at the end."""

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    async def __aenter__(self) -> Any:
        return self.thing

    async def __aexit__(self, *exc: Any) -> None:
        await self.thing.aclose()


class suppress(AbstractContextManager):  # type: ignore[type-arg]
    """Swallows the given exceptions, also inside a group."""

    def __init__(self, *exceptions: type[BaseException]) -> None:
        self._exceptions = exceptions

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        if kind is None:
            return False
        if issubclass(kind, self._exceptions):
            return True
        if issubclass(kind, BaseExceptionGroup):
            _, rest = error.split(self._exceptions)
            if rest is None:
                return True
            raise rest
        return False


class Exit:
    """One entry of a stack: what to call at the end, and how."""

    __slots__ = ("args", "awaited", "call", "kwargs", "plain")

    def __init__(
        self, call: Any, args: tuple[Any, ...] = (), kwargs: Any = None, *, plain: bool = False, awaited: bool = False
    ) -> None:
        self.call = call
        self.args = args
        self.kwargs = kwargs or {}
        self.plain = plain
        self.awaited = awaited

    def run(self, details: tuple[Any, Any, Any]) -> Any:
        """Call it. A plain callback does not see the exception, and its result does not swallow one."""
        if self.plain:
            result = self.call(*self.args, **self.kwargs)
            return result if self.awaited else None
        return self.call(*self.args, *details)


class BaseExitStack:
    """What both stacks share."""

    def __init__(self) -> None:
        self._exits: list[Exit] = []

    def pop_all(self) -> Any:
        """Hand everything over to a new stack."""
        stack = type(self)()
        stack._exits, self._exits = self._exits, []
        return stack

    def push(self, leave: Any) -> Any:
        """Register a manager's exit, or a callable with the signature of ``__exit__``."""
        method = getattr(type(leave), "__exit__", None)
        self._exits.append(Exit(leave) if method is None else Exit(method, (leave,)))
        return leave

    def enter_context(self, manager: Any) -> Any:
        """Enter ``manager``; its exit runs with the stack's."""
        kind = type(manager)
        enter, leave = getattr(kind, "__enter__", None), getattr(kind, "__exit__", None)
        if enter is None or leave is None:
            name = f"{kind.__module__}.{kind.__qualname__}"
            raise TypeError(f"'{name}' object does not support the context manager protocol")
        result = enter(manager)
        self._exits.append(Exit(leave, (manager,)))
        return result

    def callback(self, callback: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call ``callback(*args, **kwargs)`` at the end."""
        self._exits.append(Exit(callback, args, kwargs, plain=True))
        return callback


class ExitStack(BaseExitStack, AbstractContextManager):  # type: ignore[type-arg]
    """``contextlib.ExitStack``."""

    def __enter__(self) -> ExitStack:
        return self

    def __exit__(self, *details: Any) -> bool:
        received = details[0] is not None
        unwinding = Unwinding(details)
        while self._exits:
            leave = self._exits.pop()
            assert not leave.awaited
            try:
                if leave.run(unwinding.details):
                    unwinding.swallow()
            except BaseException as error:
                unwinding.replace(error)
        return unwinding.end(received)

    def close(self) -> None:
        """Run everything now."""
        self.__exit__(None, None, None)


class AsyncExitStack(BaseExitStack, AbstractAsyncContextManager):  # type: ignore[type-arg]
    """``contextlib.AsyncExitStack``."""

    async def enter_async_context(self, manager: Any) -> Any:
        """Enter an async manager; its exit runs with the stack's."""
        kind = type(manager)
        enter, leave = getattr(kind, "__aenter__", None), getattr(kind, "__aexit__", None)
        if enter is None or leave is None:
            name = f"{kind.__module__}.{kind.__qualname__}"
            raise TypeError(f"'{name}' object does not support the asynchronous context manager protocol")
        result = await enter(manager)
        self._exits.append(Exit(leave, (manager,), awaited=True))
        return result

    def push_async_exit(self, leave: Any) -> Any:
        """Register an async manager's exit, or a coroutine function with the signature of ``__aexit__``."""
        method = getattr(type(leave), "__aexit__", None)
        self._exits.append(Exit(leave, awaited=True) if method is None else Exit(method, (leave,), awaited=True))
        return leave

    def push_async_callback(self, callback: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Await ``callback(*args, **kwargs)`` at the end."""
        self._exits.append(Exit(callback, args, kwargs, plain=True, awaited=True))
        return callback

    def callback(self, callback: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call ``callback(*args, **kwargs)`` at the end, and wait if it is a sync step or comes to one."""
        self._exits.append(Exit(call, (callback, *args), kwargs, plain=True, awaited=True))
        return callback

    async def aclose(self) -> None:
        """Run everything now."""
        await self.__aexit__(None, None, None)

    async def __aenter__(self) -> AsyncExitStack:
        return self

    async def __aexit__(self, *details: Any) -> bool:
        received = details[0] is not None
        unwinding = Unwinding(details)
        while self._exits:
            leave = self._exits.pop()
            try:
                outcome = leave.run(unwinding.details)
                if leave.awaited:
                    outcome = await outcome
                if outcome and not leave.plain:
                    unwinding.swallow()
            except BaseException as error:
                unwinding.replace(error)
        return unwinding.end(received)


class Unwinding:
    """The exception that is in flight while a stack unwinds."""

    def __init__(self, details: tuple[Any, ...]) -> None:
        self.details: Any = details
        self.frame_error = details[1] if details else None
        self.suppressed = False
        self.pending = False

    def swallow(self) -> None:
        """An exit said that the exception is dealt with."""
        self.suppressed = True
        self.pending = False
        self.details = (None, None, None)

    def replace(self, error: BaseException) -> None:
        """An exit raised: its context is what was in flight before, as if the ``with`` statements were nested."""
        before = self.details[1]
        self._mend_context(error, before)
        self.details = (type(error), error, error.__traceback__)
        self.pending = True

    def _mend_context(self, error: BaseException, before: BaseException | None) -> None:
        while True:
            context = error.__context__
            if context is None or context is before:
                return
            if context is self.frame_error:
                break
            error = context
        error.__context__ = before

    def end(self, received: bool) -> bool:
        """Raise what is still in flight and came from an exit; tell whether the stack's own exception is swallowed."""
        if self.pending:
            error = self.details[1]
            context = error.__context__
            try:
                raise error
            except BaseException:
                error.__context__ = context
                raise
        return received and self.suppressed


NAMES: tuple[str, ...] = (
    "AsyncContextDecorator", "AsyncExitStack", "ContextDecorator", "ExitStack", "aclosing", "asynccontextmanager",
    "closing", "contextmanager", "nullcontext", "suppress",
)  # fmt: skip
"""What ``contextlib`` has in workflow code."""
