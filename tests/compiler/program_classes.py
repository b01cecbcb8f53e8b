"""Generated programs with classes at the top level, whose methods suspend.

    ClassWriter(below).program()   ->   "class C1(Box): async def am(...): ...\n    async def __aenter__(self): ...\nasync def main(...): ..."

Classes inherit from each other, have asynchronous methods, iterators, managers, ``__await__``, properties, class and static methods, and
take the place of a ``Box``. A class uses those before it only, so nothing is recursive. Read next: ``programs``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from program_expressions import ERRORS, Scope
from programs import Writer, with_parts

OUTSIDE = Scope(awaits=False, walrus=False, readable=("G0", "G1"))
"""What a class's body and its methods' defaults may read."""


class ClassWriter(Writer):
    """Writes programs with classes."""

    tops: tuple[str, ...] = ()
    """The classes that what is being written may use."""

    def program(self) -> str:
        lines: list[str] = []
        for _ in range(1 + self.below(3)):
            lines += self._top_class()
        calls: list[tuple[str, bool]] = []
        for _ in range(self.below(2)):
            name, is_async = self.fresh("f"), self.chance(70)
            lines += self.function(name, 0, is_async, 2, Scope(calls=tuple(calls)), ())
            calls.append((name, is_async))
        lines += self.function("main", 0, True, self.depth, Scope(calls=tuple(calls)), ())
        return with_parts("G0, G1 = 1, 2\n" + "\n".join(lines) + "\n")

    # --- classes

    def _top_class(self) -> list[str]:
        name = self.fresh("C")
        base = self.pick(("Box", *self.tops, "Box"))
        bases = f"{base}, {self.tops[0]}" if len(self.tops) > 1 and base == self.tops[1] else base
        lines = [f"class {name}({bases}):", f"    t = {self.number(OUTSIDE, 1)}"]
        if self.chance(25):
            lines.insert(0, "@told")
        lines += self._indented(["def __init__(self, v=1, w=2):", "    super().__init__(v, w)", "    self.__own = [v]"])
        pieces: list[tuple[int, Callable[[], list[str]]]] = [
            (5, lambda: self._method_of(base, "am", True)), (2, lambda: self._method_of(base, "m", False)),
            (3, self._manager_methods), (3, self._iterator_methods), (3, self._await_method), (2, self._made_method),
            (2, lambda: ["@staticmethod", *self.function("st", 1, True, 1, OUTSIDE, ())]), (2, self._property),
            (2, self._inner), (2, self._call_method), (1, self._awaiting_error), (1, self._inner_class),
        ]  # fmt: skip
        for _ in range(2 + self.below(4)):
            lines += self._indented(self.weighted(pieces)())
        self.tops = (*self.tops, name)
        return lines

    def _scope_of(self, base: str, method: str, is_async: bool) -> Scope:
        seen = ("G0", "G1", "self.v", "self.w", "self.t", "self.__own[0]")
        return replace(OUTSIDE, readable=seen, calls=((f"super().{method}", is_async),), boxes=("self",))

    def _method_of(self, base: str, name: str, is_async: bool) -> list[str]:
        scope = replace(self._scope_of(base, name, is_async), boxes=())
        return self.function(name, 1, is_async, 2, scope, (), receiver="self")

    def _statements(self, *, most: int = 3, generator: bool = False) -> list[str]:
        """A block of a method with ``self`` and locals ``a``, ``b``, ``c``."""
        scope = replace(
            OUTSIDE,
            level=3,
            generator=generator,
            awaits=True,
            walrus=True,
            owned=tuple("abc"),
            calls=(),
            readable=(*"abc", "self.v"),
        )
        return ["    a = b = c = self.v", *self.block(replace(scope, lists=("self.__own",)), 2, most)]

    def _manager_methods(self) -> list[str]:
        caught = self.pick(("E1", "Exception", "(KeyError, E3)"))
        leave = [f"    return isinstance(error, {caught})"] if self.chance(60) else []
        return [
            "async def __aenter__(self):", "    log(('in', self.v))", *self._statements(most=2),
            "    return self" if self.chance(50) else f"    return await aw({self.below(3)})",
            "async def __aexit__(self, kind, error, traceback):", "    log(('out', error))", *self._statements(most=2), *leave,
        ]  # fmt: skip

    def _iterator_methods(self) -> list[str]:
        if self.chance(50):
            return [
                "def __aiter__(self):", "    self.left = 2", "    return self",
                "async def __anext__(self):", "    self.left -= 1", "    if self.left < 0:", "        raise StopAsyncIteration",
                *self._statements(most=2), "    return await aw(self.left)",
            ]  # fmt: skip
        return [
            "async def __rows(self):", "    for n in (1, self.w):", *self._indented(self._statements(most=2, generator=True)),
            "        yield await aw(n)", "def __aiter__(self):", "    return self.__rows()",
        ]  # fmt: skip

    def _await_method(self) -> list[str]:
        if self.chance(50):
            return ["def __await__(self):", "    log('await')", "    return self.am().__await__()"]
        return [
            "def __await__(self):", "    first = yield from aw(self.v).__await__()", "    log(first)",
            "    try:", f"        second = yield from self.am({self.below(3)}).__await__()",
            "    except Exception as e:", "        log(e)", "        second = 0",
            f"    yield from aw({self.pick(ERRORS[:5])}(3)).__await__()" if self.chance(20) else "    pass",
            "    return (first, second)",
        ]  # fmt: skip

    def _made_method(self) -> list[str]:
        return [
            "@classmethod", "async def made(cls, v=1, *others):", "    self = cls(v, len(others))", "    await aw(v)",
            *self._statements(most=2), "    return self",
        ]  # fmt: skip

    def _property(self) -> list[str]:
        if self.chance(50):
            return ["@property", "def p(self):", "    return self.am(k=3)"]
        return ["@property", "async def p(self):", *self._statements(), "    return self.__own"]

    def _inner(self) -> list[str]:
        return [
            "def later(self, *given):", "    async def inner(x=0):", "        nonlocal given", "        given = (*given, x)",
            "        return (given, await super(__class__, self).am(x), __class__.__name__)", "    return inner",
        ]  # fmt: skip

    def _call_method(self) -> list[str]:
        return ["async def __call__(self, *given):", *self._statements(), "    return (given, self.v)"]

    def _awaiting_error(self) -> list[str]:
        return ["async def fails(self):", "    try:", *self._indented(self._statements()), "    finally:",
                "        log(await aw(self.v))", "    raise E1(self)"]  # fmt: skip

    def _inner_class(self) -> list[str]:
        return [
            "class Part:", "    def __init__(self, of):", "        self.of = self.v = of",
            "    async def whole(self, own=None):", "        await aw(1)", "        return (self.of, __class__.__qualname__)",
        ]  # fmt: skip

    # --- uses

    def statement(self, s: Scope, depth: int) -> list[str]:
        if self.tops and s.awaits and s.boxes and not s.generator and s.level < 2 and depth > 0 and self.chance(35):
            return self._caught(s, self._use_top(s, depth - 1))
        return super().statement(s, depth)

    def _use_top(self, s: Scope, d: int) -> list[str]:
        name, box = self.pick(self.tops), self.pick(s.boxes)
        make = f"{name}({self.number(replace(s, walrus=False), 1)}, {self.number(replace(s, walrus=False), 1)})"
        target, kept = self.place(s), self.fresh("h")
        inside = replace(s, loop=True)
        some = self.arguments(s, 1)
        return self.pick(
            (
                [f"{box} = {make}", f"log(await {box}.am({some}))"],
                [f"async with {make} as {target}:", *self.block(s, d)],
                [f"async for {target} in {make}:", *self.block(inside, d)],
                [f"log([{self.number(replace(s, walrus=False), 1)} async for k in {make}])"],
                [f"{target} = await {make}", f"log({target})"],
                [f"{box} = await {name}.made({self.number(s, 1)})", f"log((type({box}), {box}))"],
                [f"log(await {name}.st({some}))"],
                [f"{box} = {make}", f"log(await {box}.p)"],
                [f"{kept} = {make}.later({self.number(s, 1)})", *self.statement(s, d), f"log(await {kept}({some}))"],
                [f"{kept} = {make}.am", *self.statement(s, d), f"log(await {kept}({some}))"],
                [f"{box} = {make}", *self.statement(s, d), f"log(await {box}({self.number(s, 1)}))"],
                [f"await {make}.fails()"],
                [f"log(await {name}.Part({self.number(s, 1)}).whole())"],
                [f"{box} = {make}", f"log((isinstance({box}, Box), {name}.__mro__, {box} is {box}))"],
                [f"log(await super({name}, {make}).am({some}))"],
            )
        )  # fmt: skip
