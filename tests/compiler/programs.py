"""Whole programs as source text, drawn at random, that end by construction.

    Writer(below).program()   ->   "class E1(Exception): ...\n...\nasync def main(a, b): ..."
    programs()                ->   the same as a hypothesis strategy

``below(n)`` gives a number in ``range(n)``; 0 is always the simplest choice, so a strategy shrinks towards short programs.
Every loop is bounded and nothing is recursive. A program may fail in any way that Python allows: the failure then is
what is compared. Read next: ``program_expressions``, ``program_parts`` (the fixed
classes), ``four_ways`` (which runs the programs).
"""

from __future__ import annotations

import ast
import gc
import re
from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st
from program_expressions import CAUGHT, ERRORS, POOLS, Scope
from program_parts import PARTS
from program_scopes import GLOBALS, TYPE_PARAMETERS, Scopes


class Writer(Scopes):
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
        super().__init__(below, generators=generators)
        self.left = statements
        self.depth = depth

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
            (2, self.try_star), (1, self.local_error),
        ]  # fmt: skip
        if s.awaits:
            choices += [(3, self._async_with), (2, self._async_for)]
        if s.level < 3:
            choices.append((3, self._function))
            choices += [(2, self.local_class), (1, self.local_data_class), (1, self.local_enum)]
            choices += [(1, self.type_alias)] if TYPE_PARAMETERS else []
            if self.generators:
                choices.append((4, self._generator))
        if self.generators:
            choices.append((2, self._generator_expression))
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
            (2, lambda s: "return" if s.generator and s.awaits else f"return {self.number(s)}"),
            (1, lambda s: f"assert {self.truth(s)}, {self.text(s)}"),
        ]
        if s.awaits:
            choices += [(4, lambda s: f"await aw({self.number(s)})"), (2, lambda s: f"await aw({self.error(s)})")]
        if s.yields:
            choices += [
                (5, lambda s: f"yield {self.number(s)}"),
                (3, lambda s: f"{self.place(s)} = yield {self.number(s)}"),
            ]
            if not s.awaits:
                choices.append((2, lambda s: f"{self.place(s)} = yield from {self.items(s)}"))
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
        if s.awaits and self.chance(35):
            own = self.fresh("k")
            inside = replace(s, walrus=False, yields=False, readable=(*s.readable, own))
            kept = f"lambda: {self.number(replace(inside, awaits=False), 1)} + {own}"
            return f"{name} += [({kept}, {self.number(inside, 1)}, await aw({own}))[0] for {own} in {self.items(s, 1)}]"
        if self.chance(50):
            own = self.fresh("k")
            return f"log([{own}() for {own} in {name}])"
        return f"{name}.append(lambda: {self.number(replace(s, awaits=False, walrus=False, yields=False), 2)})"

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
            # a generator must end when it is closed: what it leaves open would be closed whenever memory is freed
            last = replace(s, yields=False, loop=False) if s.generator else s
            block = self.block(last, d)
            lines += ["finally:", *(re.sub(r"\breturn\b.*", "log(1)", line) if s.generator else line for line in block)]
        return lines

    def _handler(self, s: Scope, d: int) -> list[str]:
        inside = replace(s, handler=True)
        caught = self.pick([c for c in CAUGHT if c != "BaseException"] if s.generator else CAUGHT)
        if self.chance(65):
            name = self.pick(("e", "e", "f", "e", "f", *s.owned[:1]))
            inside = replace(inside, errors=(*s.errors, name))
            return [f"except {caught} as {name}:", *self.block(inside, d)]
        return [f"except {caught}:", *self.block(inside, d)]

    def _manager(self, s: Scope, kind: str) -> str:
        options = [str(self.number(s, 1))]
        if self.chance(35):
            swallow = ("E1", "Exception", "(E1, KeyError)") if s.generator else ("E1", "Exception", "BaseException")
            options.append(f"swallow={self.pick(swallow)}")
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
            if not guard and pattern.isidentifier():
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
        taken = [owned for owned in s.owned if owned not in GLOBALS and self.chance(50)]
        lines = self.function(name, s.level + 1, is_async, d, s, tuple(taken))
        inner = replace(s, calls=(*s.calls, (name, is_async)))
        use = self._call(replace(inner, calls=((name, is_async),)), 2)
        after = [f"log({use})"]
        for _ in range(self.below(3)):
            after += self.statement(inner, d)
            if re.match(r"(return|raise|break|continue)\b", after[-1]):
                break
        return [*lines, *after]

    def _generator(self, s: Scope, d: int) -> list[str]:
        """A generator or an asynchronous one, and uses of it; in the end it is closed."""
        name, made = self.fresh("f"), self.fresh("h")
        is_async = s.awaits and self.chance(55)
        lines = self.function(name, s.level + 1, is_async, d, s, (), generator=True)
        uses: list[str] = []
        for _ in range(1 + self.below(4)):
            uses += self._use_generator(s, d, made, is_async)
        # one that goes on after its ``GeneratorExit`` is not left either: it would end whenever memory is freed
        close = f"await aended({made})" if is_async else f"ended({made})"
        start = f"{made} = {name}({self.arguments(s, 1)})"
        return [*lines, start, "try:", *(f"    {line}" for line in uses), "finally:", f"    {close}"]

    def _use_generator(self, s: Scope, d: int, made: str, is_async: bool) -> list[str]:
        kind = self.below(8)
        wait = "await " if is_async else ""
        a = "a" if is_async else ""
        if kind == 0 and s.owned:
            head = f"{'async ' if is_async else ''}for {self.pick(s.owned)} in {made}:"
            return [head, *self.block(replace(s, loop=True), d)]
        if kind == 1:
            return [f"log({wait}{made}.{a}send({self.pick(('None', '1'))}))"]
        if kind == 2:
            return [f"log({wait}{made}.{a}throw({self.pick(ERRORS[:5])}({self.below(3)})))"]
        if kind == 3 and not is_async:
            return [f"log(next({made}, {self.number(s, 1)}))"]
        if kind == 3:
            return [f"log([{self.number(replace(s, yields=False), 1)} async for k in {made}])"]
        if kind == 4:
            return self.statement(s, d)
        if kind == 5 and self.chance(40):
            return [f"log({wait}{made}.{a}close())"]
        if kind == 6:
            thrown = f"{self.pick(ERRORS[:5])}({self.number(s, 1)})"
            return ["try:", f"    log({wait}{made}.{a}throw({thrown}))", *self._handler(s, d)]
        if kind == 7 and is_async and self.chance(50):
            step, thrown = self.fresh("s"), f"{self.pick(ERRORS[:5])}({self.below(3)})"
            begun = self.pick((f"{made}.asend(1)", f"{made}.athrow({thrown})", f"anext({made}, 0)", f"anext({made})"))
            return [f"{step} = {begun}", *self.statement(s, d), f"log(await {step})"]
        return [f"log({wait}{a}next({made}))"]

    def _generator_expression(self, s: Scope, d: int) -> list[str]:
        """A generator expression that lives across statements."""
        made, own = self.fresh("h"), self.fresh("k")
        inside = replace(s, walrus=False, yields=False, readable=(*s.readable, own))
        is_async = s.awaits and self.chance(40)
        first = self.items(replace(inside, readable=s.readable), 2)
        body = self.number(inside if is_async else replace(inside, awaits=False), 2)
        wait, a = ("await ", "a") if is_async else ("", "")
        head = f"async for {own} in Ait({self.number(replace(inside, readable=s.readable), 1)} % 4)"
        lines = [f"{made} = ({body} {head if is_async else f'for {own} in {first}'})"]
        for _ in range(1 + self.below(3)):
            lines += [f"log({wait}{a}next({made}{'' if is_async else ', 0'}))", *self.statement(s, d)]
        if is_async:
            lines.append(f"log([k async for k in {made}])")
        return lines

    def _caught(self, s: Scope, lines: list[str]) -> list[str]:
        """``lines``, mostly in a ``try`` that tells what they raise, so that a program does not end with its first error."""
        if self.chance(20):
            return lines
        whole = ["try:", *(f"    {line}" for line in lines), "except Exception as e:", "    log((e, chain(e)))"]
        if s.awaits and self.chance(25):
            whole.append(f"    await aw({self.number(s, 1)})")
        if self.chance(15):
            whole += ["finally:", f"    log({self.number(replace(s, yields=False), 1)})"]
        return whole

    def function(
        self,
        name: str,
        level: int,
        is_async: bool,
        depth: int,
        outer: Scope | None,
        shared: tuple[str, ...],
        *,
        generator: bool = False,
        receiver: str = "",
    ) -> list[str]:
        """A function ``(x, y=1, *rest, k=2, **more)`` with a pool of locals of its own; a method has a ``receiver``."""
        own = tuple(POOLS[level])
        outer_names = outer.readable if outer is not None else GLOBALS
        written = tuple(name for name in GLOBALS if self.chance(8) and not self.restricted)
        scope = Scope(
            level=level,
            is_async=is_async,
            awaits=is_async,
            owned=(*own, *shared, *written),
            readable=(*own, *(n for n in outer_names if n not in own)),
            lists=(f"l{level}", *(outer.lists if outer else ())) if level == 0 else (f"l{level}",),
            dicts=(f"d{level}",),
            boxes=(f"o{level}", *(outer.boxes if outer else ())),
            calls=outer.calls if outer else (),
            classes=outer.classes if outer else (),
            makers=(f"g{level}",),
            yields=generator,
            generator=generator,
        )
        first, second, third = own
        head = "async def" if is_async else "def"
        default = self.number(outer, 1) if outer is not None and level and not receiver else "1"
        begin = f"{receiver}, " if receiver else ""
        lines = [f"{head} {name}{self.type_parameters('T')}({begin}{first}=0, {second}={default}, *rest, k=2, **more):"]
        body = []
        if written:
            body.append(f"global {', '.join(written)}")
        if shared:
            body.append(f"nonlocal {', '.join(shared)}")
        unbound = self.chance(6)
        body.append(f"if k < 0: {third} = 0" if unbound else f"{third} = {self.below(3)}")
        body.append(f"l{level} = [0, 1, 2]")
        body.append(f"d{level} = {{'i': 1, 'j': 2}}")
        body.append(f"o{level} = Box({self.below(3)}, 1)")
        body.append(f"g{level} = []")
        for _ in range((4 if name == "main" else 2) + self.below(5)):
            body += self._caught(scope, self.statement(scope, depth))
        names = ", ".join([*own, f"l{level}", f"d{level}", f"o{level}"])
        if generator:
            body.append(f"yield seen({names})")
            if is_async:
                return [*lines, *(f"    {line}" for line in body)]
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
        return with_parts("G0, G1 = 1, 2\n" + "\n".join(lines) + "\n" + self.entry())

    def entry(self) -> str:
        """What a program has after its ``main``."""
        return ""


class _BoundSupers(ast.NodeTransformer):
    """Gives ``super()`` in comprehensions its arguments: before Python 3.12 it has none there, and lowered it has."""

    def __init__(self) -> None:
        self._inside = False

    def _comprehension(self, node: ast.AST) -> ast.AST:
        before, self._inside = self._inside, True
        self.generic_visit(node)
        self._inside = before
        return node

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if self._inside and isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args:
            node.args = [ast.Name("__class__", ast.Load()), ast.Name("self", ast.Load())]
        return node


def _parsed(text: str) -> ast.Module:
    """The tree of ``text``. CPython 3.11 loses count where the collector, in the middle of this, finalizes a task whose failure is
    logged: the traceback is parsed as well (gh-106905)."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return ast.parse(text)
    finally:
        if collects:
            gc.enable()


def with_parts(body: str) -> str:
    """``body`` after those of the fixed classes and functions that it uses."""
    if "super()" in body:
        body = ast.unparse(_BoundSupers().visit(_parsed(body))) + "\n"
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
