"""Whole programs as source text, drawn at random, that end by construction.

    Writer(below).program()   ->   "class E1(Exception): ...\n...\nasync def main(a, b): ..."
    programs()                ->   the same as a hypothesis strategy

``below(n)`` gives a number in ``range(n)``; 0 is always the simplest choice, so a strategy shrinks towards short programs.
Every loop is bounded and nothing is recursive. A program may fail in any way that Python allows: the failure then is
what is compared. Read next: ``program_parts`` (the fixed classes), ``four_ways`` (which runs the programs).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from hypothesis import strategies as st
from program_parts import PARTS

T = TypeVar("T")
ERRORS = ("E1", "E2", "E3", "ValueError", "KeyError", "StopIteration", "StopAsyncIteration", "GeneratorExit")
CAUGHT = (
    "E1", "Exception", "E3", "(E1, E3)", "E2", "(ValueError, KeyError, TypeError)", "BaseException", "LookupError",
    "NameError", "RuntimeError", "kinds(1)", "ZeroDivisionError",
)  # fmt: skip
OPERATORS = ("+", "-", "*", "%", "//", "|", "^")
COMPARISONS = ("<", "==", ">", "!=", "<=", ">=", "is not", "is")
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
    makers: tuple[str, ...] = ()
    fstrings: bool = True


class Writer:
    """Writes one program.

    Args:
        below: the source of choices.
        statements: about how many statements at most.
        depth: how deep control flow nests.
        generators: whether generator expressions, generators and async generators are written.
    """

    def __init__(
        self, below: Callable[[int], int], *, statements: int = 45, depth: int = 4, generators: bool = False
    ) -> None:
        self.below = below
        self.left = statements
        self.depth = depth
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
            (2, lambda: f"{self.items(s, d)}[{self.number(s, d)}]"),
            (1, lambda: f"{self.table(s, d)}[{self.text(s, d)}]"),
            (1, lambda: f"{self.table(s, d)}.get({self.text(s, d)}, {self.number(s, d)})"),
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
        inside = replace(s, awaits=False, walrus=False, readable=(*s.readable, own))
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
        kind = self.below(8)
        if kind <= 2:
            return f"{self.number(s, d)} {self.pick(COMPARISONS)} {self.number(s, d)}"
        if kind == 3:
            return f"({self.number(s, d)} < {self.number(s, d)} {self.pick(COMPARISONS)} {self.number(s, d)})"
        if kind == 4:
            return f"(not {self.truth(s, d)})"
        if kind == 5:
            return f"({self.truth(s, d)} {self.pick(('and', 'or'))} {self.truth(s, d)})"
        if kind == 6:
            return f"{self.number(s, d)} {self.pick(('in', 'not in'))} {self.items(s, d)}"
        return self.number(s, d)

    def text(self, s: Scope, depth: int = 2) -> str:
        """A string; mostly a key of the dictionaries."""
        if depth <= 0 or self.chance(60):
            return self.pick(("'i'", "'j'", "'k'"))
        d = depth - 1
        kind = self.below(4)
        if kind == 0:
            return f"str({self.number(s, d)})"
        if kind == 1 and s.fstrings:
            inside = replace(s, fstrings=False)
            first, second = (self.number(inside, d).replace("'", '"') for _ in range(2))
            width = self.pick(("3", "(await aw(4))" if s.awaits else "4"))
            return f"f'{{({first})!r:>{{{width}}}}} {{({second})}}'"
        if kind == 2 and s.awaits:
            return f"await aw({self.text(s, d)})"
        return f"str({self.truth(s, d)})"

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
        inside = replace(s, readable=(*s.readable, own))
        outer = replace(s, walrus=False)
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
            return f"sorted({{{self.number(inside, d)} {clauses}}})"
        if kind == 3 and self.generators:
            # the element of a generator expression must not await here: it would be an asynchronous one
            own = self.fresh("k")
            quiet = replace(s, awaits=False, walrus=False, readable=(*s.readable, own))
            return f"list({self.number(quiet, d)} for {own} in {self.items(replace(s, walrus=False), d)})"
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

    # statements

    def block(self, s: Scope, depth: int, most: int = 3) -> list[str]:
        """Indented statements, at least one."""
        lines: list[str] = []
        for _ in range(1 + self.below(most)):
            lines += self.statement(s, depth)
            if re.match(r"(return|raise|break|continue)\b", lines[-1]):
                break
        return [f"    {line}" for line in lines]

    def statement(self, s: Scope, depth: int) -> list[str]:
        """One statement."""
        self.left -= 1
        if self.left < 0 or depth <= 0 or self.chance(40):
            return self._simple(s)
        choices: list[tuple[int, Callable[[Scope, int], list[str]]]] = [
            (2, self._if), (4, self._for), (2, self._while), (8, self._try), (2, self._with), (2, self._match),
        ]  # fmt: skip
        if s.awaits:
            choices += [(3, self._async_with), (2, self._async_for)]
        if s.level < 3:
            choices.append((3, self._function))
        return self.weighted(choices)(s, depth - 1)

    def _simple(self, s: Scope) -> list[str]:
        choices: list[tuple[int, Callable[[Scope], str]]] = [
            (5, lambda s: f"log({self.number(s)})"),
            (5, lambda s: f"{self.place(s)} = {self.number(s)}"),
            (4, lambda s: f"{self.place(s)} {self.pick('+-*|')}= {self.number(s)}"),
            (2, self._raise),
            (1, lambda s: f"{self.place(s)}, *{self.pick(s.lists) if s.lists else '_'} = {self.items(s)}"),
            (1, lambda s: f"{self.place(s)}, {self.place(s)} = {self.number(s)}, {self.number(s)}"),
            (1, lambda s: f"{self.place(s)} = {self.place(s)} = {self.number(s)}"),
            (2, lambda s: "log(sys.exc_info()[1])"),
            (2, lambda s: f"return {self.number(s)}"),
            (1, lambda s: f"assert {self.truth(s)}, {self.text(s)}"),
        ]
        if s.awaits:
            choices += [(4, lambda s: f"await aw({self.number(s)})"), (2, lambda s: f"await aw({self.error(s)})")]
        if s.loop:
            choices.append((3, lambda s: self.pick(("break", "continue"))))
        if s.handler:
            choices += [(3, lambda s: "raise"), (2, lambda s: self._log_error(s)), (1, lambda s: "reraise()")]
        if s.errors:
            choices.append((1, lambda s: f"{self.pick(s.errors)}.add_note({self.text(s)})"))
            choices.append((1, lambda s: f"{self.pick(s.lists) if s.lists else '[]'}.append({self.pick(s.errors)})"))
        if s.owned:
            choices.append((1, lambda s: f"del {self.pick(s.owned)}"))
        if s.lists:
            choices.append((2, lambda s: f"{self.pick(s.lists)}.append({self.number(s)})"))
            choices.append((1, lambda s: f"{self.pick(s.lists)} = {self.items(s)}"))
            choices.append((1, lambda s: f"del {self.pick(s.lists)}[{self.number(s)}]"))
        if s.dicts:
            choices.append((1, lambda s: f"{self.pick(s.dicts)} = {self.table(s)}"))
        if s.makers:
            choices.append((2, lambda s: self._use_maker(s)))
        return [self.weighted(choices)(s)]

    def _raise(self, s: Scope) -> str:
        tail = self.weighted([(6, ""), (1, " from None"), (2, " from {}")])
        text = f"raise {self.error(s)}{tail.format(self.error(s))}"
        if s.awaits and self.chance(25):
            text = f"raise await aw([{self.error(s)}])"
            return text.replace("await aw([", "(await aw([") + ")[0]" + tail.format(self.error(s))
        return text

    def _log_error(self, s: Scope) -> str:
        error = self.pick(s.errors) if s.errors else "sys.exc_info()[1]"
        return f"log(({error}, chain({error})))"

    def _use_maker(self, s: Scope) -> str:
        name = self.pick(s.makers)
        if self.chance(50):
            own = self.fresh("k")
            return f"log([{own}() for {own} in {name}])"
        return f"{name}.append(lambda: {self.number(replace(s, awaits=False, walrus=False), 2)})"

    def _if(self, s: Scope, d: int) -> list[str]:
        lines = [f"if {self.truth(s)}:", *self.block(s, d)]
        if self.chance(20):
            lines += [f"elif {self.truth(s)}:", *self.block(s, d)]
        if self.chance(50):
            lines += ["else:", *self.block(s, d)]
        return lines

    def _else(self, s: Scope, d: int) -> list[str]:
        return ["else:", *self.block(s, d)] if self.chance(40) else []

    def _for(self, s: Scope, d: int) -> list[str]:
        target = self.pick(s.owned) if s.owned and self.chance(80) else self.place(s)
        kind = self.below(6)
        own = self.fresh("n")
        if kind <= 1:
            source = f"range({1 + self.below(3)})"
        elif kind == 2:
            source = f"bounded({self.items(s)})"
        elif kind == 3:
            source = f"It({self.number(s, 1)} % 3)"
        elif kind == 4:
            source = f"({self.items(s)})[:3]"
        else:
            source = f"zip({self.items(s)}, range(3))"
            target = f"{target}, {own}"
        return [f"for {target} in {source}:", *self.block(replace(s, loop=True), d), *self._else(s, d)]

    def _while(self, s: Scope, d: int) -> list[str]:
        counter = self.fresh("n")
        test = f"{counter} < {1 + self.below(3)}"
        if self.chance(50):
            test += f" and {self.truth(s)}"
        elif s.awaits and self.chance(40):
            test = f"await aw({test})"
        body = [f"    {counter} += 1", *self.block(replace(s, loop=True), d)]
        return [f"{counter} = 0", f"while {test}:", *body, *self._else(s, d)]

    def _try(self, s: Scope, d: int) -> list[str]:
        lines = ["try:", *self.block(s, d)]
        kind = self.weighted([(4, "except"), (4, "finally"), (4, "both")])
        if kind != "finally":
            for _ in range(1 + self.below(2)):
                lines += self._handler(s, d)
            if self.chance(25):
                lines += ["else:", *self.block(s, d)]
        if kind != "except":
            lines += ["finally:", *self.block(s, d)]
        return lines

    def _handler(self, s: Scope, d: int) -> list[str]:
        inside = replace(s, handler=True)
        caught = self.pick(CAUGHT)
        if self.chance(65):
            name = self.pick(("e", "e", "f", *s.owned[:1]))
            inside = replace(inside, errors=(*s.errors, name))
            return [f"except {caught} as {name}:", *self.block(inside, d)]
        return [f"except {caught}:", *self.block(inside, d)]

    def _manager(self, s: Scope, kind: str) -> str:
        options = [str(self.number(s, 1))]
        if self.chance(35):
            options.append(f"swallow={self.pick(('E1', 'Exception', 'BaseException', '(E1, KeyError)'))}")
        if self.chance(15):
            options.append(f"enter={self.pick(ERRORS[:5])}(5)")
        if self.chance(20):
            options.append(f"leave={self.pick(ERRORS[:5])}(6)")
        return f"{kind}({', '.join(options)})"

    def _with(self, s: Scope, d: int, kind: str = "Cm", head: str = "with") -> list[str]:
        items = []
        for _ in range(1 + self.chance(25)):
            target = f" as {self.place(s)}" if self.chance(40) else ""
            items.append(self._manager(s, kind) + target)
        return [f"{head} {', '.join(items)}:", *self.block(s, d)]

    def _async_with(self, s: Scope, d: int) -> list[str]:
        return self._with(s, d, "Acm", "async with")

    def _async_for(self, s: Scope, d: int) -> list[str]:
        target = self.pick(s.owned) if s.owned and self.chance(80) else self.place(s)
        fails = f", {self.pick(ERRORS[:5])}(7)" if self.chance(20) else ""
        head = f"async for {target} in Ait({self.number(s, 1)} % 4{fails}):"
        return [head, *self.block(replace(s, loop=True), d), *self._else(s, d)]

    def _match(self, s: Scope, d: int) -> list[str]:
        subject = self.weighted([(3, self.number), (3, self.items), (2, self.table)])(s, 2)
        if s.boxes and self.chance(25):
            subject = self.box(s)
        lines = [f"match {subject}:"]
        for _ in range(1 + self.below(3)):
            guard = f" if {self.truth(s)}" if self.chance(50) else ""
            pattern = self._pattern(s)
            if not guard and re.fullmatch(r"[a-z_]+", pattern):
                guard = " if True"
            lines += [f"    case {pattern}{guard}:", *(f"    {line}" for line in self.block(s, d))]
        return lines

    def _pattern(self, s: Scope) -> str:
        names = list(s.owned) or ["_"]
        name = self.pick(names)
        other = self.pick([n for n in names if n != name] or ["_"])
        return self.pick(
            ("1", name, "0 | 2", f"[{name}, *_]", f"[_, {other}] | [_, _, {other}]", f"{{'i': {name}, **rest}}",
             f"Box(v={name}, w={other})", f"int() as {name}", f"[1 | 2 as {name}, {other}, *_]", "_")
        )  # fmt: skip

    # functions

    def _function(self, s: Scope, d: int) -> list[str]:
        """A closure and a use of it."""
        name = self.fresh("f")
        is_async = s.awaits and self.chance(65)
        taken = [owned for owned in s.owned if self.chance(50)]
        lines = self.function(name, s.level + 1, is_async, d, s, tuple(taken))
        inner = replace(s, calls=(*s.calls, (name, is_async)))
        use = self._call(replace(inner, calls=((name, is_async),)), 2)
        after = [f"log({use})"]
        for _ in range(self.below(3)):
            after += self.statement(inner, d)
            if re.match(r"(return|raise|break|continue)\b", after[-1]):
                break
        return [*lines, *after]

    def function(
        self, name: str, level: int, is_async: bool, depth: int, outer: Scope | None, shared: tuple[str, ...]
    ) -> list[str]:
        """A function ``(x, y=1, *rest, k=2, **more)`` with a pool of locals of its own."""
        own = tuple(POOLS[level])
        outer_names = outer.readable if outer is not None else ()
        scope = Scope(
            level=level,
            is_async=is_async,
            awaits=is_async,
            owned=(*own, *shared),
            readable=(*own, *(n for n in outer_names if n not in own)),
            lists=(f"l{level}", *(outer.lists if outer else ())) if level == 0 else (f"l{level}",),
            dicts=(f"d{level}",),
            boxes=(f"o{level}", *(outer.boxes if outer else ())),
            calls=tuple(c for c in (outer.calls if outer else ())),
            makers=(f"g{level}",),
        )
        first, second, third = own
        head = "async def" if is_async else "def"
        default = self.number(outer, 1) if outer is not None and level else "1"
        lines = [f"{head} {name}({first}=0, {second}={default}, *rest, k=2, **more):"]
        body = []
        if shared:
            body.append(f"nonlocal {', '.join(shared)}")
        unbound = self.chance(12)
        body.append(f"if k < 0: {third} = 0" if unbound else f"{third} = {self.below(3)}")
        body.append(f"l{level} = [0, 1, 2]")
        body.append(f"d{level} = {{'i': 1, 'j': 2}}")
        body.append(f"o{level} = Box({self.below(3)}, 1)")
        body.append(f"g{level} = []")
        for _ in range(2 + self.below(4)):
            body += self.statement(scope, depth)
        names = ", ".join([*own, f"l{level}", f"d{level}", f"o{level}"])
        body.append(f"return seen({names})" if self.chance(60) else f"return {self.number(scope)}")
        return [*lines, *(f"    {line}" for line in body)]

    def program(self) -> str:
        """The whole program."""
        lines: list[str] = []
        calls: list[tuple[str, bool]] = []
        for _ in range(self.below(3)):
            name, is_async = self.fresh("f"), self.chance(70)
            lines += self.function(name, 0, is_async, 2, Scope(calls=tuple(calls)), ())
            calls.append((name, is_async))
        lines += self.function("main", 0, True, self.depth, Scope(calls=tuple(calls)), ())
        return with_parts("\n".join(lines) + "\n")


def with_parts(body: str) -> str:
    """``body`` after those of the fixed classes and functions that it uses."""
    needed: list[str] = []
    text = body
    for name, part in reversed(PARTS.items()):
        if re.search(rf"\b{name}\b", text):
            needed.append(part)
            text += part
    return "".join(reversed(needed)) + body


@st.composite
def programs(draw: st.DrawFn, *, statements: int = 25, depth: int = 4) -> str:
    """Programs as source text, with an ``async def main()``."""
    return Writer(lambda n: draw(st.integers(0, n - 1)), statements=statements, depth=depth).program()
