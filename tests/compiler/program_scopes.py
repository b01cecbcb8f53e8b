"""Scopes of generated programs: local classes, module globals, type parameters; and ``except*``.

    Scopes(below).local_class(scope, 2)   ->   ["class K1(Box):", "    t = a + 1", "    async def am(self, ...): ...", ...]

A class has what a ``Box`` has (``v``, ``w``, ``m``, ``am``), so that its instances take the place of one. Nothing is
recursive: methods call neither boxes nor functions from outside. Read next: ``programs``.
"""

from __future__ import annotations

import re
import sys
from abc import abstractmethod
from dataclasses import replace

from program_expressions import CAUGHT, Expressions, Scope

GLOBALS = ("G0", "G1")
"""Names at module level, of numbers."""
TYPE_PARAMETERS = sys.version_info >= (3, 12)
_MISNAMES = sys.version_info[:2] == (3, 12)
"""Private names behind a class with type parameters get that class's name, in what is around it."""


class Scopes(Expressions):
    """Writes classes and ``except*``; ``block`` and ``function`` write what stands inside."""

    restricted = False
    """Whether the program keeps to what a bundle may have: it changes no globals, and asks type aliases for nothing."""

    @abstractmethod
    def block(self, s: Scope, depth: int, most: int = 3) -> list[str]:
        """Indented statements."""

    @abstractmethod
    def statement(self, s: Scope, depth: int) -> list[str]:
        """One statement."""

    @abstractmethod
    def function(
        self, name: str, level: int, is_async: bool, depth: int, outer: Scope, shared: tuple[str, ...], *, receiver: str
    ) -> list[str]:
        """A method."""

    # classes

    def local_class(self, s: Scope, d: int) -> list[str]:
        """A class inside a function, an instance of it, and uses of both."""
        name = self.fresh("K")
        base = self.pick(("", "Box", *s.classes))
        quiet = replace(s, awaits=False, walrus=False, yields=False)
        outside = replace(quiet, calls=(), boxes=(), makers=(), loop=False, handler=False, errors=())
        parameters = "" if _MISNAMES and s.level else self.type_parameters("T")
        lines = [f"class {name}{parameters}({base}):"]
        if self.chance(40):
            lines.insert(0, "@told")
        if self.chance(25) and not base:
            lines.append("    __slots__ = ('v', 'w', '_secret', '__dict__')")
        lines += [f"    t = {self.number(quiet, 2)}", f"    log(({self.number(quiet, 2)}, __qualname__))"]
        lines += self._indented(self._first_method(name, base))
        lines += self._indented(["def __repr__(self):", f"    return f'{name}({{self.v}})'"])
        lines += self._indented(self._method(outside, d, "m", False, base))
        lines += self._indented(self._method(outside, d, "am", True, base))
        lines += self._indented(self._further_method(outside))
        return [*lines, *self._use_class(replace(s, classes=(*s.classes, name)), name)]

    def local_data_class(self, s: Scope, d: int) -> list[str]:
        """A data class inside a function, and uses of it."""
        name = self.fresh("D")
        quiet = replace(s, awaits=False, walrus=False, yields=False)
        outside = replace(quiet, calls=(), boxes=(), makers=(), loop=False, handler=False, errors=())
        options = self.pick(
            ("", "(order=True)", "(frozen=True)", "(slots=True)", "(eq=False)", "(kw_only=True, slots=True)")
        )
        lines = [
            f"@dataclasses.dataclass{options}",
            f"class {name}:",
            f"    v: int = {self.number(quiet, 1)}",
            "    w: int = 2",
        ]
        lines += ["    x: list = dataclasses.field(default_factory=list)"] if self.chance(40) else []
        lines += ["    def __post_init__(self):", "        log(('made', self.v))"] if self.chance(30) else []
        lines += self._indented(self._method(outside, d, "m", False, ""))
        lines += self._indented(self._method(outside, d, "am", True, ""))
        given = f"v={self.number(s, 1)}, w={self.number(s, 1)}"
        made = self.pick(s.boxes)
        uses = (
            [f"log(({made} == {name}(), {name}(), {made} != {made}))"], [f"log(dataclasses.asdict({made}))"],
            [f"log(dataclasses.replace({made}, w={self.number(quiet, 1)}))"], [f"{made}.v = {self.number(s, 1)}"],
            [f"log([{name}(v=k) < {made} for k in range(3)])"], [f"log([k.name for k in dataclasses.fields({name})])"],
            [f"log(hash({made}) == hash({name}()))"], [f"log(await {made}.am(1))" if s.awaits else f"log({made}.m(1))"],
        )  # fmt: skip
        lines += [f"{made} = {name}({given})", *self.statement(s, d)]
        return [*lines, *self.pick(uses), *self.statement(s, d), *self.pick(uses)]

    def local_enum(self, s: Scope, d: int) -> list[str]:
        """An enum inside a function, and uses of it."""
        name, kind = self.fresh("N"), self.pick(("Enum", "IntEnum", "Flag", "StrEnum"))
        quiet = replace(s, awaits=False, walrus=False, yields=False)
        first = {"Flag": "1", "StrEnum": "'i'"}.get(kind) or str(self.below(3))
        second = {"Flag": "2", "StrEnum": "'j'"}.get(kind) or str(self.below(9))
        lines = [f"class {name}(enum.{kind}):", f"    A = {first}", f"    B = {second}", f"    C = {first}"]
        lines += self._indented(["async def am(self, x=0):", "    return (self.name, await aw(self.value), x)"])
        lines += ["    @property", "    def p(self):", f"        return ({name}.B, self.name, {self.number(quiet, 1)})"]
        place = self.place(s)
        uses = (
            [f"log([k.value for k in {name}])"], [f"log({name}({first}) is {name}.A)"], [f"log({name}.B.p)"],
            [f"log((repr({name}.A), str({name}.B), {name}.C.name))"], [f"log({name}({self.number(s, 1)}))"],
            [f"log(({name}.A in {name}, list({name}.__members__), len({name})))"], [f"log({name}['A'].value)"],
            [f"log(await {name}.A.am({self.number(s, 1)}))" if s.awaits else f"log(isinstance({place}, {name}))"],
            [f"log([{self.number(replace(s, walrus=False, yields=False), 1)} for k in {name}])"],
        )  # fmt: skip
        lines += [f"{place} = {name}.{self.pick('ABC')}", *self.statement(s, d), *self.pick(uses)]
        return [*lines, *self.statement(s, d), *self.pick(uses), f"log({place})"]

    def type_alias(self, s: Scope, d: int) -> list[str]:
        """A ``type`` statement, and what it stands for."""
        name, parameters = self.fresh("A"), self.type_parameters("T", "*Ts")
        meant = self.pick(("int", "list[int] | None", *s.classes, *(("T", "tuple[T, *Ts]") if parameters else ())))
        told = f"{name}.__name__, str({name}.__value__), len({name}.__type_params__)"
        return [
            f"type {name}{parameters} = {meant}",
            *self.statement(s, d),
            f"log({name})" if self.restricted else f"log(({name}, {told}))",
        ]

    def type_parameters(self, *names: str) -> str:
        """``[T]``, sometimes and where Python has it."""
        return f"[{', '.join(names)}]" if TYPE_PARAMETERS and self.chance(30) else ""

    def _indented(self, lines: list[str]) -> list[str]:
        return [f"    {line}" for line in lines]

    def _first_method(self, name: str, base: str) -> list[str]:
        inner = "super().__init__(v, w)" if base and self.chance(70) else "self.v, self.w = v, w"
        return ["def __init__(self, v=1, w=2):", f"    {inner}", f"    self.__secret = (v, {name}.t)"]

    def _method(self, outside: Scope, d: int, name: str, is_async: bool, base: str) -> list[str]:
        inner = replace(
            outside, awaits=is_async, readable=(*outside.readable, "self.v", "self.w", "self.t", "self.__secret[0]")
        )
        if base:
            inner = replace(inner, calls=((f"super().{name}", is_async),))
        return self.function(name, outside.level + 1, is_async, min(d, 1), inner, (), receiver="self")

    def _further_method(self, outside: Scope) -> list[str]:
        seen = replace(outside, readable=(*outside.readable, "cls.t"))
        return self.pick(
            (
                ["@classmethod", "def c(cls):", f"    return cls.__name__, {self.number(seen, 2)}"],
                ["@staticmethod", "def c():", f"    return {self.number(outside, 2)}"],
                ["@property", "def c(self):", f"    return lambda: (__class__.__name__, self.v, {self.number(outside, 1)})"],
                ["def c(self):", "    return self._change", "def _change(self):", "    self.v += 1", "    return self.v"],
                ["def c(self, *others):", "    yield self.t", "    yield from others"],
            )
        )  # fmt: skip

    def _use_class(self, s: Scope, name: str) -> list[str]:
        made = self.pick(s.boxes)
        lines = [f"{made} = {name}({self.number(s, 1)}, {self.number(s, 1)})"]
        for _ in range(1 + self.below(3)):
            lines += self.pick(
                (
                    [f"log({made}.m({self.arguments(s, 1)}))"],
                    [f"log({made}.c)" if self.chance(20) else f"log(isinstance({made}, {name}))"],
                    [f"{name}.t = {self.number(s, 1)}", f"log({made}.t)"],
                    [f"log(({name}.__qualname__, {name}.__mro__, type({made}) is {name}))"],
                    [f"log([{self.number(replace(s, walrus=False, yields=False), 1)} for _ in {name}.__mro__])"],
                    [f"log(await {made}.am({self.arguments(s, 1)}))" if s.awaits else f"log({made}.w)"],
                    [f"await aw({self.number(s, 1)})" if s.awaits else "pass", f"log(list(vars({made}).items()))"],
                )
            )
        return lines

    def local_error(self, s: Scope, d: int) -> list[str]:
        """An exception class of the function's own, raised and caught."""
        name = self.fresh("X")
        return [
            f"class {name}({self.pick(('E1', 'ValueError', 'KeyError', 'E3'))}):",
            f"    at = {self.number(replace(s, awaits=False, walrus=False, yields=False), 1)}",
            "try:",
            *self.block(s, d, 1),
            f"    raise {name}({self.number(s, 1)})",
            f"except {name} as e:",
            *self.block(replace(s, handler=True, errors=(*s.errors, "e")), d, 2),
        ]

    # except*

    def try_star(self, s: Scope, d: int) -> list[str]:
        """``except*``, whose bodies neither suspend nor leave."""
        lines = ["try:", *self.block(s, d)]
        if self.chance(60):
            lines.append(f"    raise ExceptionGroup('g', [{self._members(s)}])")
        inside = replace(s, awaits=False, yields=False, loop=False, handler=True, walrus=False)
        for caught in self._distinct(CAUGHT[:6]):
            name = self.pick(("e", "f"))
            block = self.block(replace(inside, errors=(*s.errors, name)), d, 2)
            lines += [f"except* {caught} as {name}:", *(re.sub(r"\breturn\b.*", "log(1)", line) for line in block)]
        if self.chance(25):
            lines += ["else:", *self.block(s, d)]
        if self.chance(30):
            last = replace(s, yields=False, loop=False) if s.generator else s
            block = self.block(last, d)
            lines += ["finally:", *(re.sub(r"\breturn\b.*", "log(1)", line) if s.generator else line for line in block)]
        return lines

    def _members(self, s: Scope) -> str:
        errors = [
            f"{self.pick(('E1', 'E2', 'E3', 'ValueError'))}({self.number(s, 1)})" for _ in range(1 + self.below(3))
        ]
        if self.chance(30):
            errors.append(f"ExceptionGroup('h', [{errors[0]}])")
        return ", ".join(errors)

    def _distinct(self, values: tuple[str, ...]) -> list[str]:
        first = self.pick(values)
        second = self.pick(values)
        return [first] if first == second or self.chance(40) else [first, second]
