"""Generated programs with tasks: several coroutines of one function, whose effects interleave.

    TaskWriter(below).program()   ->   "...async def main(...): t1 = asyncio.create_task(f1(...)) ...\nasync def entry(): ..."

Tasks share variables and locks, set context variables, are cancelled, gathered and grouped. ``entry`` tells how ``main`` ended. What is being
handled elsewhere is not told: asyncio throws failures into coroutines, which hides from them what an outer one handles.
Read next: ``task_ways`` (which runs them).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from program_expressions import Scope
from program_parts import PARTS
from programs import Writer

_VARIABLES = ("V0", "V1")
_HEAD = """
V0 = contextvars.ContextVar("V0", default=0)
V1 = contextvars.ContextVar("V1")
"""
_ENTRY = """
async def entry():
    try:
        log(("returned", await main()))
    except BaseException as e:
        log(("raised", e, chain(e)))
"""


class TaskWriter(Writer):
    """Writes programs with tasks."""

    def statement(self, s: Scope, depth: int) -> list[str]:
        if s.awaits and not s.handler and not s.yields and s.level < 2 and depth > 0 and self.chance(18):
            return self._tasks(s, depth - 1)
        if self.left > 0 and self.chance(10):
            return self._variable(s, depth)
        return super().statement(s, depth)

    def _variable(self, s: Scope, d: int) -> list[str]:
        """A context variable is read, set, set for a while, or set in a copy of the context."""
        self.left -= 1
        name, calm = self.pick(_VARIABLES), replace(s, awaits=False, walrus=False, yields=False)
        choices: list[tuple[int, Callable[[], list[str]]]] = [
            (4, lambda: [f"log({name}.get({self.below(5)}))"]),
            (1, lambda: [f"log({name}.get())"]),
            (4, lambda: [f"{name}.set({self.number(s)})"]),
            (2, lambda: self._in_copy(name, calm)),
        ]
        if d > 0:
            choices.append((4, lambda: self._set_for_a_while(name, s, d - 1)))
        return self.weighted(choices)()

    def _set_for_a_while(self, name: str, s: Scope, d: int) -> list[str]:
        token = self.fresh("k")
        return [
            f"{token} = {name}.set({self.number(s)})",
            "try:", *self.block(s, d),
            "finally:",
            f"    log(({name}.get(), {token}.old_value is contextvars.Token.MISSING))",
            f"    {name}.reset({token})",
        ]  # fmt: skip

    def _in_copy(self, name: str, s: Scope) -> list[str]:
        copied = self.fresh("k")
        return [
            f"{copied} = contextvars.copy_context()",
            f"{copied}.run({name}.set, {self.number(s)})",
            f"log(({name}.get(None), {copied}[{name}], sorted(k.name for k in {copied} if k.name[0] == 'V')))",
        ]

    def _tasks(self, s: Scope, d: int) -> list[str]:
        """Coroutine functions that share names with this one, and tasks that run them."""
        name = self.fresh("f")
        taken = [owned for owned in s.owned if owned not in ("G0", "G1") and self.chance(60)]
        lines = [f"lock{s.level} = asyncio.Lock()"]
        lines += self._body(name, s, d, tuple(taken))
        ways: list[tuple[int, Callable[[Scope, int, str], list[str]]]] = [
            (4, self._gathered), (5, self._created), (4, self._grouped), (3, self._waited), (2, self._shielded),
        ]  # fmt: skip
        return [*lines, *self.weighted(ways)(s, d, name)]

    def _body(self, name: str, s: Scope, d: int, taken: tuple[str, ...]) -> list[str]:
        lines = self.function(name, s.level + 1, True, min(d, 2), s, taken)
        if self.chance(40):
            at = next(i for i, line in enumerate(lines) if "= []" in line) + 1
            inner = lines[at:]
            lines[at:] = [f"    async with lock{s.level}:", *(f"    {line}" for line in inner)]
        return lines

    def _call_of(self, name: str, s: Scope) -> str:
        return f"{name}({self.arguments(replace(s, awaits=False, walrus=False), 1)})"

    def _between(self, s: Scope, d: int) -> list[str]:
        options = ([f"await aw({self.number(s, 1)})"], ["await asyncio.sleep(0)"], self.statement(s, d), [])
        return self.pick(options)

    def _gathered(self, s: Scope, d: int, name: str) -> list[str]:
        calls = ", ".join(self._call_of(name, s) for _ in range(2 + self.below(2)))
        kept = ", return_exceptions=True" if self.chance(50) else ""
        return self._caught(s, [f"log(await asyncio.gather({calls}{kept}))"])

    def _created(self, s: Scope, d: int, name: str) -> list[str]:
        made = [self.fresh("t") for _ in range(1 + self.below(3))]
        lines = [f"{task} = asyncio.create_task({self._call_of(name, s)})" for task in made]
        lines += self._between(s, d)
        for task in reversed(made):
            if self.chance(30):
                lines += [f"{task}.cancel({'' if self.chance(60) else repr(task)})", *self._between(s, d)]
            lines += ["try:", f"    log(await {task})", "except asyncio.CancelledError as e:", "    log((e, chain(e)))",
                      "except Exception as e:", "    log((e, chain(e)))",
                      f"log(({task}.done(), {task}.cancelled()))"]  # fmt: skip
        return lines

    def _grouped(self, s: Scope, d: int, name: str) -> list[str]:
        made, group = [self.fresh("t") for _ in range(1 + self.below(3))], self.fresh("t")
        inside = [f"{task} = {group}.create_task({self._call_of(name, s)})" for task in made]
        inside += self._between(s, d)
        if self.chance(20):
            inside.append(f"{made[0]}.cancel()")
        lines = ["try:", f"    async with asyncio.TaskGroup() as {group}:", *(f"        {line}" for line in inside)]
        lines += ["except* Exception as e:", "    log((e, sorted(map(repr, e.exceptions))))"]
        return [*lines, f"log([k.done() for k in ({', '.join(made)},)])"]

    def _waited(self, s: Scope, d: int, name: str) -> list[str]:
        made = [self.fresh("t") for _ in range(2 + self.below(2))]
        lines = [f"{task} = asyncio.create_task({self._call_of(name, s)})" for task in made]
        when = self.pick(("FIRST_COMPLETED", "ALL_COMPLETED", "FIRST_EXCEPTION"))
        all_ = f"[{', '.join(made)}]"
        lines.append(f"log(len((await asyncio.wait({all_}, return_when=asyncio.{when}))[0]))")
        lines += self._between(s, d)
        lines += [f"[k.cancel() for k in {all_}]"] if self.chance(40) else []
        return [*lines, f"log([repr(k) for k in await asyncio.gather(*{all_}, return_exceptions=True)])"]

    def _shielded(self, s: Scope, d: int, name: str) -> list[str]:
        inner, outer = self.fresh("t"), self.fresh("t")
        return [
            f"{inner} = asyncio.create_task({self._call_of(name, s)})",
            f"async def {outer}():",
            "    try:",
            f"        return await asyncio.shield({inner})",
            "    finally:",
            f"        log(await aw({self.below(3)}))",
            f"{outer} = asyncio.create_task({outer}())",
            *self._between(s, d),
            f"{outer}.cancel()",
            f"log([repr(k) for k in await asyncio.gather({inner}, {outer}, return_exceptions=True)])",
        ]

    def program(self) -> str:
        whole = re.sub(r"sys\.exc_info\(\)(\[1\])?", "None", super().program())
        return _HEAD + re.sub(r"chain\((\w+)\)", r"\1.args", whole.replace(PARTS["chain"], ""))

    def entry(self) -> str:
        return _ENTRY
