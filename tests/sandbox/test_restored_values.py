"""Small programs that are restored at every await say of what they hold what CPython says (G1, G4)."""

from __future__ import annotations

import pathlib
import sys
import textwrap

import pytest

from useworkflow_sandbox import capture
from useworkflow_sandbox.capture import CaptureError
from useworkflow_sandbox.unsupported import UnsupportedError

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "compiler"))
from lowered import Program, native, resumed

PROGRAMS = {
    "a coroutine and a generator that were renamed": """
        async def inner(): return 1
        def numbers(): yield 1
        async def main():
            c, g = inner(), numbers()
            c.__name__, c.__qualname__, g.__name__ = "x", "y.x", "z"
            await aw(1)
            names = c.__name__, c.__qualname__, g.__name__, g.__qualname__
            return names, await c
    """,
    "a class that was renamed": """
        async def main():
            class K: pass
            K.__name__ = "Other"
            await aw(1)
            return K.__name__, K.__qualname__
    """,
    "a generator that never began, in a variable that nothing reads": """
        def numbers(source): yield from source
        async def main():
            unused = numbers(memoryview(b"ab"))
            await aw(1)
            return 2
    """,
    "a protocol that is asked at run time": """
        import typing
        async def main():
            @typing.runtime_checkable
            class Sized(typing.Protocol):
                size: int
                def grow(self): ...
            @typing.runtime_checkable
            class Growing(typing.Protocol):
                def grow(self): ...
            class K:
                size = 1
                def grow(self): pass
            await aw(1)
            try:
                asked = issubclass(K, Sized)
            except TypeError as error:
                asked = str(error)
            return isinstance(K(), Sized), isinstance(3, Sized), asked, issubclass(K, Growing), issubclass(int, Growing)
    """,
    "an abstract class with a metaclass of its own": """
        import abc
        class Meta(abc.ABCMeta): pass
        async def main():
            class K(metaclass=Meta):
                @abc.abstractmethod
                def m(self): ...
            class L(K):
                def m(self): return 1
            await aw(1)
            before = issubclass(int, K), isinstance(L(), K)
            K.register(int)
            try:
                made = K()
            except TypeError as error:
                made = "abstract"
            return before, issubclass(int, K), made
    """,
    "a frozen data class": """
        import dataclasses
        async def main():
            @dataclasses.dataclass(frozen=True)
            class P: x: int
            class Q(P): pass
            await aw(1)
            said = []
            for made in (P(1), Q(2)):
                for name in ("x", "y"):
                    try:
                        setattr(made, name, 3)
                    except dataclasses.FrozenInstanceError as error:
                        said.append(str(error))
                    try:
                        delattr(made, name)
                    except dataclasses.FrozenInstanceError as error:
                        said.append(str(error))
            return said, made.__dict__
    """,
    "what a data class says of its fields": """
        import dataclasses, typing
        async def main():
            @dataclasses.dataclass
            class P:
                x: int = dataclasses.field(default=1, metadata={"unit": "m"})
                c: typing.ClassVar[int] = 3
            await aw(1)
            c = P.__dataclass_fields__["c"]
            return dict(dataclasses.fields(P)[0].metadata), len(dataclasses.fields(P)), c.default, P.c, c.metadata == {}
    """,
    "a single-dispatch function": """
        import functools
        async def main():
            @functools.singledispatch
            def show(value): return "any"
            show.register(int, lambda value: "int")
            show.mark = 1
            await aw(1)
            return show("x"), show(1), show.__wrapped__(1), show.__name__, show.mark
    """,
    "itertools that have ended, and not": """
        import itertools
        async def main():
            done, half = itertools.islice([1], 1), itertools.islice([1, 2, 3], 3)
            zipped = itertools.zip_longest([1], [2, 3], fillvalue=0)
            list(done), next(half), next(zipped)
            await aw(1)
            return list(done), list(half), list(zipped)
    """,
    "matches": """
        import re
        async def main():
            nested = re.search("((a)|b)+", "xab")
            one = re.compile("a").search("aaaa", 1, 3)
            last = list(re.finditer("a", "aaaa"))[2]
            await aw(1)
            return nested.lastindex, nested.regs, one.pos, one.endpos, one.span(), last.span()
    """,
    "files in memory": """
        import io
        async def main():
            closed, text = io.StringIO("x"), io.StringIO("one two")
            closed.close()
            text.read(4)
            await aw(1)
            return closed.closed, text.read()
    """,
    "named tuples": """
        import collections, typing
        async def main():
            T = typing.TypeVar("T")
            P = collections.namedtuple("P", "x y", defaults=[2])
            P.__name__ = "Other"
            class Q(typing.NamedTuple, typing.Generic[T]):
                x: T
                y: int = 3
            await aw(1)
            said = P(1), P._field_defaults, P.__name__, Q(1), Q._field_defaults, Q.__parameters__ == (T,)
            return said, str(Q[int]), isinstance(Q(1), typing.Generic)
    """,
    "an object whose class answers for what it does not have": """
        async def main():
            class K:
                __slots__ = ("a", "b")
                def __getattr__(self, name):
                    log(name)
                    return 1
            k = K()
            k.a = 5
            await aw(1)
            return k.a, k.b
    """,
    "a group whose errors were changed": """
        async def main():
            errors = [ValueError(1)]
            group = ExceptionGroup("both", errors)
            errors.append(KeyError(2))
            group.args = ("said", 3)
            await aw(1)
            return group.args, group.message, group.exceptions[0].args, str(group)
    """,
    "a private slot": """
        class Box:
            __slots__ = ("__x",)
            def __init__(self): self.__x = 7
            def x(self): return self.__x
        async def main():
            box = Box()
            await aw(1)
            return box.x()
    """,
    "NaNs that are one object": """
        async def main():
            one, other = float("nan"), float("nan")
            held = [one]
            await aw(1)
            return one in held, other in held
    """,
    "an error whose context is hidden": """
        async def main():
            try:
                try:
                    raise KeyError(1)
                except KeyError:
                    raise ValueError(2) from None
            except ValueError as caught:
                error = caught
            await aw(1)
            return error.__suppress_context__, repr(error.__context__)
    """,
}
REFUSED = {
    "an iterator of a dictionary that was changed meanwhile": """
        async def main():
            held = {1: 2}
            left = iter(held)
            held[2] = 3
            await aw(1)
            return next(left)
    """,
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_it_comes_back_as_it_was(name: str) -> None:
    """Result, effects and exception chain are CPython's."""
    source = textwrap.dedent(PROGRAMS[name])
    assert resumed(source) == native(source)


@pytest.mark.parametrize("error", [NameError, KeyError, ZeroDivisionError, UnsupportedError])
def test_whatever_fails_in_a_snapshot_harms_no_run(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an error of the snapshot, which the engine goes on without, and none of the turn."""

    def fails(value: object) -> None:
        raise error("a mistake of ours")

    class Value:
        pass

    monkeypatch.setitem(capture._BY_TYPE, Value, fails)
    program = Program("async def main(value):\n    await aw(1)\n    return value", [])
    coroutine = program.namespace["main"](Value())
    coroutine.send(None)
    with pytest.raises(CaptureError, match=r"value .*Value.* is live across the await on line 2"):
        capture.dump(coroutine, program)
    coroutine.close()


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_come_back_as_it_was_is_refused(name: str) -> None:
    """There is no snapshot, so that the run goes on by its log."""
    with pytest.raises(CaptureError):
        resumed(textwrap.dedent(REFUSED[name]))
