"""Runs one program four ways and says where they differ.

    difference("async def main(): ...")   ->   None, or Difference(way, expected, found)

CPython; lowered; lowered and restored from bytes at every suspension, or at some; run to each suspension, dropped, and
run again from the start with the answers that were recorded until then. What a program did is compared as plain data
taken at the time, since later captures copy objects. Read next: ``programs`` (which writes them), ``hunt``.
"""

from __future__ import annotations

import ast
import enum
import gc
import random
import re
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from unittest import mock

from lowered import FILE, Program, Ready, chain_of

from useworkflow_compiler import tree
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.format import ModuleCode
from useworkflow_compiler.lower import lower_module
from useworkflow_sandbox import codes as code_tables
from useworkflow_sandbox import current
from useworkflow_sandbox.capture import dump, evict, load
from useworkflow_sandbox.codes import CodeTable
from useworkflow_sandbox.eviction import watch_the_collector
from useworkflow_sandbox.seam import seam

_LOG = "def log(effect): record(effect)\n"
MOST_EFFECTS = 300
MOST_SUSPENSIONS = 120


class Exhausted(Exception):
    """The program does more than is worth comparing."""


class TooDeep(Exhausted):
    """The program is refused because its statements nest too deeply, with the error that is meant for it."""


@dataclass(frozen=True)
class Difference:
    """One way in which a program did not do what CPython does."""

    way: str
    expected: Any
    found: Any

    def __str__(self) -> str:
        return f"{self.way}\n  expected {self.expected}\n  found    {self.found}"


def shown(value: Any, depth: int = 0) -> Any:
    """``value`` as text that does not depend on identity or address."""
    if depth > 6:
        return "..."
    if isinstance(value, BaseException):
        return f"{type(value).__name__}({', '.join(shown(a, depth + 1) for a in value.args)})"
    if isinstance(value, list | tuple):
        return type(value).__name__ + "[" + ", ".join(shown(v, depth + 1) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{shown(k, depth + 1)}: {shown(v, depth + 1)}" for k, v in value.items()) + "}"
    if isinstance(value, str | int | float | bytes | type(None)):
        return repr(value)
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(shown(v, depth + 1) for v in value)) + "}"
    if isinstance(value, type):
        return value.__name__
    inner = getattr(value, "__dict__", None)
    if isinstance(value, enum.Enum):  # the order of what members hold is nobody's to see
        inner = dict(sorted(vars(value).items()))
    return type(value).__name__ + (shown(inner, depth + 1) if type(inner) is dict and inner else "")


class Run:
    """One run of a program: a namespace of its own, its effects and its outcome."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.effects: list[str] = []
        self.namespace = namespace
        self.answers: list[Any] = []
        self.outcome: Any = None
        self.loaded: Loaded | None = None

    def record(self, effect: Any) -> None:
        """What ``log`` calls; not after the end, when what is left is freed whenever memory is."""
        if self.outcome is not None:
            return
        self.effects.append(_one_scope(shown(effect)))
        if len(self.effects) > MOST_EFFECTS:
            raise Exhausted

    def drive(self, at: Callable[[int], str], recorded: list[Any] = []) -> Run:  # noqa: B006
        """Run to the end; ``at(k)`` says what happens at suspension ``k``: ``"go"``, ``"restore"`` or ``"drop"``."""
        coroutine = self.namespace["main"]()
        wake: Any = None
        while True:
            try:
                waiting = coroutine.send(wake)
            except StopIteration as stop:
                self.outcome = ("returned", shown(stop.value))
                return self
            except BaseException as error:
                self.outcome = ("raised", _plain(chain_of(error)))
                return self
            wake = value = None  # an exception holds the frames that it went through, and all that is to end with them
            count = len(self.answers)
            action = at(count)
            if action == "drop":
                evict(coroutine)
                return self
            if action == "restore":
                coroutine, waiting = self.restored(coroutine)
            if count > MOST_SUSPENSIONS:
                with suppress(Exception):  # CPython's own runs its ``finally``
                    evict(coroutine)
                raise Exhausted
            value = waiting.value
            if count < len(recorded) and type(value) in (int, str, bool, type(None)):
                value = recorded[count]
            self.answers.append(None if isinstance(value, BaseException) else value)
            wake = value if isinstance(value, BaseException) else None
            if wake is None:
                waiting.set_result(value)

    def restored(self, coroutine: Any) -> tuple[Any, Any]:
        """The coroutine through bytes, and what it waits for."""
        assert self.loaded is not None
        before = len(self.effects)
        data = dump(coroutine, self.loaded)
        evict(coroutine)
        coroutine = load(data, self.loaded)
        token = current.enter(None, prime=True)
        try:
            waiting = coroutine.send(None)
        finally:
            current.leave(token)
        if len(self.effects) != before:
            self.effects.append("(the last effects are those of a capture or a restore)")
        return coroutine, waiting


class Loaded(Program):
    """A lowered program, of which several runs can be made.

    Args:
        source: without ``log``, which is added.
        encode: makes bytes of a tree, as a bundle holds it.
    """

    def __init__(self, source: str, encode: Callable[[ast.Module], Any]) -> None:
        self.source = _LOG + source
        low = lower_module(ast.parse(self.source), name="program", filename=FILE, source=self.source)
        self.code = ModuleCode(
            name="program", filename=FILE, source=self.source, source_hash="", tree=encode(low.main),
            resume=encode(low.resume), functions=low.functions,
        )  # fmt: skip

    def run(self) -> Run:
        """A run in a namespace of its own."""
        run = Run(_namespace() | seam(self.host))
        run.namespace["record"] = run.record
        self.namespace = run.namespace
        self.codes = CodeTable()
        self.codes.add_module(self.code, run.namespace)
        run.loaded = self
        return run


def _namespace() -> dict[str, Any]:
    return {"__name__": "program", "aw": Ready, "sys": sys}


def _plain(chain: Any) -> Any:
    if not isinstance(chain, dict):
        return _one_scope(chain) if isinstance(chain, str) else chain
    plain = {key: _plain(value) for key, value in chain.items() if key not in ("args", "lines")}
    plain["args"] = [_plain(v) if isinstance(v, dict) else _one_scope(shown(v)) for v in chain["args"]]
    plain["lines"] = [frame for frame in chain["lines"] if frame[0] not in _COMPREHENSIONS]
    if APART and plain["lines"] and chain["type"] in ("UnboundLocalError", "NameError"):
        plain["lines"][-1] = (plain["lines"][-1][0], "3.11 names the line before in a function that has often run")
    return plain


APART = sys.version_info < (3, 12)
"""Comprehensions are functions of their own; those that await run as loops of the function, as from 3.12 on."""
# Before 3.12 comprehensions have frames of their own; lowered, those that await and make closures have, on every Python.
_COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>")
_FREE = re.compile(
    r"cannot access free variable (\\*'\w+\\*') where it is not associated with a value in enclosing scope"
)


def _one_scope(text: str) -> str:
    """``text`` with the errors of unbound names in comprehensions as they are from 3.12 on."""
    if APART and ("Error" in text or "free variable" in text):
        text = _FREE.sub(r"cannot access local variable \1 where it is not associated with a value", text)
        return text.replace("UnboundLocalError", "NameError")
    return text


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the cyclic collector: when it ends a generator of plain code is chance, of lowered code it ends none."""
    watch_the_collector()
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def on_cpython(source: str) -> Run:
    """The reference."""
    run = Run(_namespace())
    run.namespace["record"] = run.record
    code = compile(_LOG + source, FILE, "exec", dont_inherit=True)
    try:
        exec(code, run.namespace)
    except Exception as error:
        raise Exhausted("it cannot be loaded") from error
    with uncollected():
        return run.drive(lambda k: "go")


def difference(source: str, seed: int = 0, *, encoded: bool = True) -> Difference | None:
    """The first difference between CPython and the other ways, or ``None``.

    Args:
        source: the program.
        seed: decides where it is restored.
        encoded: its lowered trees go through bytes too; that takes a third of the time.

    Raises:
        Exhausted: the program does too much.
        SyntaxError: it is none.
    """
    # Every run has a table of its own, but they all compile the same two trees.
    with (
        warnings.catch_warnings(),
        mock.patch.object(code_tables, "_compile", _once(code_tables._compile)),
        mock.patch.object(tree, "decode", _decode),
    ):
        warnings.simplefilter("ignore")
        expected = on_cpython(source)
        if len(expected.effects) > MOST_EFFECTS:
            raise Exhausted
        try:
            loaded = Loaded(source, tree.encode if encoded else _Direct)
        except Exception as error:
            if isinstance(error, CompileError) and error.code == "UW124":
                raise TooDeep from error
            return Difference("refused", "", "".join(traceback.format_exception_only(error)).strip())
        for way, make in _ways(loaded, expected, random.Random(seed)):
            try:
                found = make()
            except Exception as error:
                where = [
                    f"{f.filename.rsplit('/', 1)[-1]}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)
                ]
                return Difference(f"{way}: harness", "", f"{type(error).__name__}: {error} {where[-3:]}")
            if found != (expected.effects, expected.outcome):
                return _explain(way, expected, found)
        return _replayed(loaded, expected)


@dataclass(frozen=True, eq=False)
class _Direct:
    """A lowered tree in the place of its bytes."""

    tree: ast.Module


_decode_bytes = tree.decode


def _decode(encoded: Any) -> Any:
    return encoded.tree if isinstance(encoded, _Direct) else _decode_bytes(encoded)


def _once(build: Callable[..., Any]) -> Callable[..., Any]:
    """``build``, called once for each first argument."""
    built: dict[Any, Any] = {}

    def kept(encoded: Any, *others: Any) -> Any:
        if encoded not in built:
            built[encoded] = build(encoded, *others)
        return built[encoded]

    return kept


def _ways(loaded: Loaded, expected: Run, dice: random.Random) -> list[tuple[str, Callable[[], Any]]]:
    count = len(expected.answers)

    def restoring(points: set[int] | range) -> Callable[[], Any]:
        def make() -> Any:
            run = loaded.run().drive(lambda k: "restore" if k in points else "go")
            return run.effects, run.outcome

        return make

    ways = [("lowered", restoring(range(0))), ("restored at every suspension", restoring(range(count + 1)))]
    if count > 1:
        one = {dice.randrange(count)}
        some = {k for k in range(count) if dice.random() < 0.4}
        ways += [(f"restored at {sorted(points)}", restoring(points)) for points in (one, some)]
    return ways


def _replayed(loaded: Loaded, expected: Run) -> Difference | None:
    """Run to suspension k, drop, run again with the recorded answers: from every prefix, at most 6 of them."""
    count = len(expected.answers)
    for k in range(0, count, max(1, count // 6)):
        first = loaded.run().drive(lambda n, k=k: "drop" if n == k else "go")
        kept = list(first.effects)
        way = f"replayed from suspension {k}"
        if kept != expected.effects[: len(kept)] or first.outcome is not None:
            return Difference(f"{way}, first part", expected.effects[: len(kept)], (kept, first.outcome))
        second = loaded.run().drive(lambda n, k=k: "restore" if n == k else "go", first.answers)
        if first.effects != kept:
            return Difference(f"{way}, effects of dropping", kept, first.effects)
        if (second.effects, second.outcome) != (expected.effects, expected.outcome):
            return _explain(way, expected, (second.effects, second.outcome))
    return None


def _explain(way: str, expected: Run, found: Any) -> Difference:
    effects, outcome = found
    for index, (want, got) in enumerate(zip(expected.effects, effects, strict=False)):
        if want != got:
            return Difference(f"{way}: effect {index}", want, got)
    if len(effects) != len(expected.effects):
        where = min(len(effects), len(expected.effects))
        return Difference(
            f"{way}: number of effects",
            (expected.effects[where:][:2], expected.outcome),
            (effects[where:][:2], outcome),
        )
    return Difference(f"{way}: outcome", *_narrow(expected.outcome, outcome))


def _narrow(expected: Any, found: Any) -> tuple[Any, Any]:
    if expected[0] == found[0] == "raised":
        path = ""
        want, got = expected[1], found[1]
        while isinstance(want, dict) and isinstance(got, dict):
            differing = [key for key in want if want[key] != got[key]]
            key = min(differing, key=lambda k: k in ("cause", "context"))
            path += f".{key}"
            want, got = want[key], got[key]
        return f"{path}: {want}", f"{path}: {got}"
    return expected, found
