"""Expressions of generated programs, with suspensions anywhere in them.

    Expressions(below).number(scope)   ->   "(a + await aw([*l0, 2][(b := 1)]))"

Nothing is typed strictly: an expression that mostly is a number may fail, in one way on CPython and lowered. Read next:
``programs`` (statements, functions, whole programs).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

T = TypeVar("T")
ERRORS = ("E1", "E2", "E3", "ValueError", "KeyError", "StopIteration", "StopAsyncIteration", "GeneratorExit")
CAUGHT = (
    "E1", "Exception", "E3", "(E1, E3)", "E2", "(ValueError, KeyError, TypeError)", "BaseException", "LookupError",
    "NameError", "RuntimeError", "kinds(1)", "ZeroDivisionError",
)  # fmt: skip
OPERATORS = ("+", "-", "*", "+", "-", "%", "//", "|", "^")
COMPARISONS = ("<", "==", ">", "!=", "<=", ">=", "is not", "is")
SINGLE = ("None", "True", "False", "NotImplemented")
"""What is compared by identity with numbers, whose own identity Python leaves open."""
POOLS = ("abc", "pqr", "uvw", "xyz")


@dataclass(frozen=True)
class Scope:
    """What the code being written may do: its function's names and where it stands."""

    level: int = 0
    is_async: bool = True
    awaits: bool = True
    walrus: bool = True
    loop: bool = False
    handler: bool = False
    owned: tuple[str, ...] = ()
    readable: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    dicts: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    calls: tuple[tuple[str, bool], ...] = ()
    classes: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()
    fstrings: bool = True
    yields: bool = False
    generator: bool = False


class Expressions:
    """Writes expressions.

    Args:
        below: the source of choices; 0 is the simplest.
        generators: whether generator expressions are written.
    """

    def __init__(self, below: Callable[[int], int], *, generators: bool) -> None:
        self.below = below
        self.generators = generators
        self._count = 0

    # choices

    def pick(self, values: Sequence[T]) -> T:
        """One of ``values``."""
        return values[self.below(len(values))]

    def chance(self, percent: int) -> bool:
        """True in ``percent`` of the cases."""
        return self.below(100) >= 100 - percent

    def weighted(self, choices: Sequence[tuple[int, T]]) -> T:
        """One of ``choices``, by weight."""
        number = self.below(sum(weight for weight, _ in choices))
        for weight, value in choices:
            if number < weight:
                return value
            number -= weight
        raise AssertionError(number)

    def fresh(self, letter: str) -> str:
        """A name that nothing else uses."""
        self._count += 1
        return f"{letter}{self._count}"

    # expressions

    def number(self, s: Scope, depth: int = 3) -> str:
        """An expression that mostly is an integer."""
        if depth <= 0 or self.chance(25):
            return self._leaf(s)
        d = depth - 1
        choices: list[tuple[int, Callable[[], str]]] = [
            (3, lambda: f"({self.number(s, d)} {self.pick(OPERATORS)} {self.number(s, d)})"),
            (2, lambda: f"({self.number(s, d)} if {self.truth(s, d)} else {self.number(s, d)})"),
            (2, lambda: f"({self.number(s, d)} {self.pick(('and', 'or'))} {self.number(s, d)})"),
            (1, lambda: f"({self.number(s, d)} or {self.number(s, d)} and {self.number(s, d)})"),
            (1, lambda: f"{self.items(s, d)}[{self.number(s, d)}]"),
            (4, lambda: f"([*{self.items(s, d)}, 5])[{self.number(s, d)} % 2 - 1]"),
            (1, lambda: f"{{'i': 0, **{self.table(s, d)}, 'k': 3}}[{self.text(s, 0)}]"),
            (2, lambda: f"{self.table(s, d)}.get({self.text(s, d)}, {self.number(s, d)})"),
            (1, lambda: f"len({self.items(s, d)})"),
            (1, lambda: f"len({self.text(s, d)})"),
            (1, lambda: f"(-{self.number(s, d)})"),
            (1, lambda: f"int({self.truth(s, d)})"),
            (1, lambda: f"sum({self.items(s, d)})"),
            (1, lambda: self._lambda(s, d)),
            (2, lambda: self._call(s, d)),
        ]
        if s.boxes:
            choices.append((2, lambda: f"{self.box(s)}.{self.pick('vw')}"))
            choices.append((1, lambda: f"{self.box(s)}.m({self.arguments(s, d)})"))
        if s.yields:
            choices.append((3, lambda: f"(yield {self.number(s, d)})"))
        if s.walrus and s.owned:
            choices.append((2, lambda: f"({self.pick(s.owned)} := {self.number(s, d)})"))
        if s.awaits:
            choices.append((8, lambda: f"await aw({self.number(s, d)})"))
            if s.boxes:
                choices.append((1, lambda: f"await {self.box(s)}.am({self.arguments(s, d)})"))
            choices.append((1, lambda: f"await Later({self.number(s, d)})"))
        return self.weighted(choices)()

    def _leaf(self, s: Scope) -> str:
        if s.readable and self.chance(60):
            return self.pick(s.readable)
        return str(self.below(4))

    def _lambda(self, s: Scope, d: int) -> str:
        own = self.fresh("k")
        inside = replace(s, awaits=False, walrus=False, yields=False, readable=(*s.readable, own))
        return f"(lambda {own}: {self.number(inside, d)})({self.number(s, d)})"

    def arguments(self, s: Scope, d: int) -> str:
        """Arguments of a function ``(x, y=1, *rest, k=2, **more)``."""
        parts = [self.number(s, d)]
        if self.chance(30):
            parts.append(f"*{self.items(s, d)}")
        if self.chance(20):
            parts.append(self.number(s, d))
        if self.chance(25):
            parts.append(f"k={self.number(s, d)}")
        if self.chance(15):
            parts.append(f"**{self.table(s, d)}")
        return ", ".join(parts)

    def _call(self, s: Scope, d: int) -> str:
        usable = [call for call in s.calls if s.awaits or not call[1]]
        if not usable:
            return f"plain({self.arguments(s, d)})"
        name, is_async = self.pick(usable)
        text = f"{name}({self.arguments(s, d)})"
        return f"await {text}" if is_async else text

    def truth(self, s: Scope, depth: int = 2) -> str:
        """A test."""
        if depth <= 0:
            return f"{self._leaf(s)} < 2"
        d = depth - 1
        kind = self.below(9)
        if kind <= 2:
            return f"{self.number(s, d)} {self._compared(s, d)}"
        if kind == 3:
            return f"({self.number(s, d)} < {self.number(s, d)} {self._compared(s, d)})"
        if kind == 4:
            return f"(not {self.truth(s, d)})"
        if kind == 5:
            return f"({self.truth(s, d)} {self.pick(('and', 'or'))} {self.truth(s, d)})"
        if kind == 6:
            return f"{self.number(s, d)} {self.pick(('in', 'not in'))} {self.items(s, d)}"
        return self.number(s, d) if kind == 7 else self._same(s, d)

    def _compared(self, s: Scope, d: int) -> str:
        """What follows a number in a comparison."""
        operator = self.pick(COMPARISONS)
        return f"{operator} {self.number(s, d) if not operator.startswith('is') else self.pick(SINGLE)}"

    def _same(self, s: Scope, d: int) -> str:
        """Whether two objects are one."""
        kept = [*s.lists, *s.dicts, *s.boxes, *(name for name in s.errors if name not in s.owned)] or ["None"]
        other = self.pick(kept)
        if s.awaits and self.chance(50):
            other = f"await aw({other})"
        return f"({self.pick(kept)} {self.pick(('is', 'is not'))} {other})"

    def text(self, s: Scope, depth: int = 2) -> str:
        """A string; mostly a key of the dictionaries."""
        if depth <= 0 or self.chance(60):
            return self.pick(("'i'", "'i'", "'k'", "'j'"))
        d = depth - 1
        kind = self.below(4)
        if kind == 0:
            return f"str({self.number(s, d)})"
        if kind == 1 and s.fstrings:
            inside = replace(s, fstrings=False)
            first, second = (self.number(inside, d).replace("'", '"') for _ in range(2))
            width = self.pick(("3", "(await aw(4))" if s.awaits else "4"))
            if self.chance(30):
                first = self._nested_text(inside, d)
            return f"f'{{({first})!r:>{{{width}}}}} {{({second})}}'"
        if kind == 2 and s.awaits:
            return f"await aw({self.text(s, d)})"
        return f"str({self.truth(s, d)})"

    def _nested_text(self, s: Scope, d: int) -> str:
        """An f-string inside an f-string: with quotes of its own before 3.12, with the same and a backslash from then on."""
        if sys.version_info >= (3, 12):
            return f"f'{{({self.number(replace(s, fstrings=True), d)})}}\\n{{{self._leaf(s)}=}}'"
        wait = "await aw" if s.awaits else ""
        return f'f"{{{self._leaf(s)}:{{({self._leaf(s)}) and 2}}}}{{{wait}({self._leaf(s)})=}}"'

    def items(self, s: Scope, depth: int = 2) -> str:
        """A list."""
        if depth <= 0 or self.chance(30):
            return self.pick(s.lists) if s.lists and self.chance(70) else "[1, 2]"
        d = depth - 1
        kind = self.weighted([(3, 0), (3, 1), (2, 2), (1, 3), (1, 4), (3, 5), (1, 6), (1, 7)])
        if kind == 0:
            return f"[{self.number(s, d)}, {self.number(s, d)}]"
        if kind == 1:
            return f"[*{self.items(s, d)}, {self.number(s, d)}]"
        if kind == 2:
            return f"(await aw({self.items(s, d)}))" if s.awaits else f"list({self.items(s, d)})"
        if kind == 3:
            return f"{self.items(s, d)}[{self.number(s, d)}:{self.number(s, d)}]"
        if kind == 4:
            return f"({self.items(s, d)} + {self.items(s, d)})"
        if kind == 5:
            return self._comprehension(s, d)
        if kind == 6:
            return f"list({self.table(s, d)}.values())"
        return f"list(It({self.number(s, 0)} % 3))"

    def _clauses(self, s: Scope, d: int) -> tuple[str, Scope]:
        own = self.fresh("k")
        inside = replace(s, yields=False, readable=(*s.readable, own))
        outer = replace(s, walrus=False, yields=False)
        text = f"for {own} in {self.items(outer, d)}"
        if s.awaits and self.chance(20):
            text = f"async for {own} in Ait({self.number(outer, 0)} % 3)"
        if self.chance(30):
            text += f" if {self.truth(inside, d)}"
        if self.chance(15):
            second = self.fresh("k")
            text += f" for {second} in {self.items(replace(inside, walrus=False), d)}"
            inside = replace(inside, readable=(*inside.readable, second))
        return text, inside

    def _comprehension(self, s: Scope, d: int) -> str:
        clauses, inside = self._clauses(s, d)
        kind = self.below(4)
        if kind == 2:
            return f"ordered({{{self.number(inside, d)} {clauses}}})"
        if kind == 3 and self.generators:
            # the element of a generator expression must not await here: it would be an asynchronous one
            own = self.fresh("k")
            quiet = replace(s, awaits=False, walrus=False, yields=False, readable=(*s.readable, own))
            first = self.items(replace(s, walrus=False, yields=False), d)
            return f"list({self.number(quiet, d)} for {own} in {first})"
        return f"[{self.number(inside, d)} {clauses}]"

    def table(self, s: Scope, depth: int = 2) -> str:
        """A dictionary."""
        if depth <= 0 or self.chance(50):
            return self.pick(s.dicts) if s.dicts and self.chance(70) else "{'i': 1}"
        d = depth - 1
        kind = self.below(4)
        if kind == 0:
            return f"{{{self.text(s, d)}: {self.number(s, d)}, {self.text(s, d)}: {self.number(s, d)}}}"
        if kind == 1:
            return f"{{**{self.table(s, d)}, {self.text(s, d)}: {self.number(s, d)}}}"
        if kind == 2 and s.awaits:
            return f"(await aw({self.table(s, d)}))"
        clauses, inside = self._clauses(s, d)
        return f"{{{self.text(inside, d)}: {self.number(inside, d)} {clauses}}}"

    def box(self, s: Scope) -> str:
        """An object with attributes ``v``, ``w`` and methods ``m``, ``am``."""
        if s.awaits and self.chance(15):
            return f"(await aw({self.pick(s.boxes)}))"
        return self.pick(s.boxes) if s.boxes else "Box(1, 2)"

    def error(self, s: Scope) -> str:
        """An exception to raise."""
        if s.errors and self.chance(35):
            return self.pick(s.errors)
        kind = self.pick(ERRORS[:5]) if self.chance(85) else self.pick(ERRORS)
        return f"{kind}({self.number(s, 1)})" if self.chance(80) else kind

    def place(self, s: Scope) -> str:
        """Something to assign to."""
        kinds: list[tuple[int, Callable[[], str]]] = [(6, lambda: self.pick(s.owned) if s.owned else "_")]
        if s.lists:
            kinds.append((2, lambda: f"{self.items(s, 1)}[{self.number(s, 2)}]"))
            kinds.append((1, lambda: f"{self.pick(s.lists)}[{self.number(s, 1)}:{self.number(s, 1)}]"))
        if s.dicts:
            kinds.append((2, lambda: f"{self.table(s, 1)}[{self.text(s)}]"))
        if s.boxes:
            kinds.append((2, lambda: f"{self.box(s)}.{self.pick('vw')}"))
        return self.weighted(kinds)()
