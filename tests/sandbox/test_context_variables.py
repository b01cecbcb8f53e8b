"""Context variables and decimal contexts mean in a run what they mean on asyncio, also when it is restored at every turn."""

from __future__ import annotations

import asyncio
import contextvars
import importlib
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from useworkflow_compiler.compile import compile_library, compile_workflow
from useworkflow_compiler.format import ModuleCode
from useworkflow_compiler.sources import PathSourceFinder
from useworkflow_sandbox import values
from useworkflow_sandbox.capture import CaptureError
from useworkflow_sandbox.events import (
    AnyEvent,
    RunCompleted,
    RunCreated,
    RunFailed,
    StepCompleted,
    StepScheduled,
    TimerFired,
)
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.library import SOURCES
from useworkflow_sandbox.program import Program

sys.path.insert(0, str(Path(__file__).parent))
from context_programs import HEAD, HELD, PROGRAMS, SHARED

NAME = "shop_with_context"


@cache
def library() -> tuple[ModuleCode, ...]:
    return compile_library(SOURCES)


def text_of(body: str) -> str:
    return HEAD + textwrap.dedent(body).replace(
        "async def workflow():\n", 'async def workflow():\n    "use workflow"\n'
    )


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Writes a program as a module that can be imported."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(body: str) -> Path:
        (tmp_path / f"{NAME}.py").write_text(text_of(body), encoding="utf-8")
        sys.modules.pop(NAME, None)
        importlib.invalidate_caches()
        return tmp_path

    yield write
    sys.modules.pop(NAME, None)


def load(folder: Path) -> Program:
    """Each load is what another process would have: modules and variables of its own."""
    return Program.load(compile_workflow(NAME, "workflow", PathSourceFinder([str(folder)])), library(), _class)


def _class(module: str, qualname: str) -> Any:
    return getattr(importlib.import_module(module), qualname)


def outcome(folder: Path, *, restoring: bool) -> Any:
    """What a run gives. ``restoring``: at every turn it is taken up by a freshly loaded program."""
    program = load(folder)
    instance = Instance.create(program, "r")
    event: AnyEvent = RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16)
    given: dict[str, Any] = {}
    for turn in range(2, 200):
        for command in instance.deliver(event):
            if isinstance(command, StepScheduled):
                given[command.id] = values.decode_args(command.args, _class)[0][0]
            if isinstance(command, RunCompleted):
                return json.loads(bytes(command.value))
        assert not instance.finished
        if restoring:
            data = instance.snapshot(None)
            instance.close()
            instance = Instance.restore(load(folder), data, None)
        name, operation = min(instance.operations.items(), key=lambda item: (item[1].kind, getattr(item[1], "due", 0)))
        if operation.kind == "timer":
            event = TimerFired(at=max(turn, operation.due), id=name)
        else:
            event = StepCompleted(at=turn, id=name, value=values.encode(given[name]))
    raise AssertionError("the run does not end")


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_context_variables_mean_what_they_mean_on_asyncio(name: str, written: Callable[[str], Path]) -> None:
    """A run gives what the module gives as an ordinary asyncio program, and the same restored at every turn (G1, G4)."""
    if name == "the task's own context" and sys.version_info < (3, 12):
        expected: Any = ["main", "main", "main", "changed"]  # Task.get_context came with 3.12
        folder = written(PROGRAMS[name])
    else:
        folder = written(PROGRAMS[name])
        ordinary = contextvars.Context().run(asyncio.run, importlib.import_module(NAME).workflow())
        expected = json.loads(json.dumps(ordinary))
    assert plain(outcome(folder, restoring=False)) == expected
    assert plain(outcome(folder, restoring=True)) == expected


def plain(value: Any) -> Any:
    """``value`` without the tags by which the log tells tuples from lists."""
    decoded = values.decode(json.dumps(value).encode(), _class)
    return json.loads(json.dumps(decoded))


def test_modules_share_their_variables(written: Callable[[str], Path]) -> None:
    """A variable of one module is the same one in all that import it, under whatever name, also after a restore (G4)."""
    folder = written("""
    import shared_by_shop as shared
    from shared_by_shop import BY_KIND as KINDS, WHO as PERSON, acting_as

    async def tell():
        with acting_as(shared.WHO.get() + "!"):
            await echo(1)
            return PERSON.get()

    async def workflow():
        PERSON.set("ann")
        KINDS["a"].set(2)
        def late():
            from shared_by_shop import BY_KIND
            return BY_KIND["a"].get()
        with acting_as("bob"):
            told = await asyncio.gather(tell(), tell())
        await echo(2)
        return [told, shared.WHO.get(), shared.BY_KIND["a"].get(), late()]
    """)
    (folder / "shared_by_shop.py").write_text(SHARED, encoding="utf-8")
    for restoring in (False, True):
        assert plain(outcome(folder, restoring=restoring)) == [["bob!", "bob!"], "ann", 2, 2]


def test_variables_of_ordinary_python_mean_what_they_mean_on_asyncio(written: Callable[[str], Path]) -> None:
    """A class is ordinary Python, and so is its variable: tasks see it as on asyncio, and a replay gives it again (G1, G4)."""
    folder = written(textwrap.dedent(HELD))
    expected = contextvars.Context().run(asyncio.run, importlib.import_module(NAME).workflow())
    program = load(folder)
    assert program.has_own_interpreter_contexts
    events: list[AnyEvent] = [
        RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16)
    ]
    instance = Instance.create(program, "r")
    commands = instance.deliver(events[0])
    while not instance.finished:
        with pytest.raises(CaptureError) as caught:
            instance.snapshot(None)
        assert caught.value.why == "what is in 'request' is known only to the code that made it, which is not compiled"
        instance.close()
        instance = Instance.create(load(folder), "r")
        for event in events:
            instance.deliver(event)
        name = next(iter(instance.operations))
        events.append(StepCompleted(at=len(events) + 1, id=name, value=values.encode(None)))
        commands = instance.deliver(events[-1])
    assert isinstance(commands[-1], RunCompleted)
    assert plain(json.loads(bytes(commands[-1].value))) == expected


def test_runs_do_not_see_each_others_values(written: Callable[[str], Path]) -> None:
    """A variable at module level is one object for all runs of a process, and has a value in each (G5)."""
    program = load(
        written("""
    async def workflow():
        before = TENANT.get("none")
        TENANT.set("set")
        await echo(1)
        return [before, TENANT.get()]
    """)
    )
    runs = [Instance.create(program, name) for name in ("a", "b")]
    for instance in runs:
        instance.deliver(RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16))
    for instance in runs:
        (end,) = instance.deliver(StepCompleted(at=2, id="0/echo#0", value=values.encode(1)))
        assert isinstance(end, RunCompleted)
        assert json.loads(bytes(end.value)) == ["none", "set"]


def test_between_turns_there_is_no_context(written: Callable[[str], Path]) -> None:
    """When tasks and callbacks have run, nothing of what they saw is left to what runs next (G5)."""
    program = load(
        written("""
    async def workflow():
        TENANT.set("main")
        loop = asyncio.get_running_loop()
        loop.call_soon(TENANT.set, "in a callback")
        loop.call_soon(TENANT.set, "in its own", context=Context())
        await echo(1)
    """)
    )
    instance = Instance.create(program, "r")
    instance.deliver(RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16))
    assert instance.context is None
    instance.close()


def test_who_uses_none_has_none(written: Callable[[str], Path]) -> None:
    """A run without context variables makes no contexts: not for its tasks, and not for what they wait for."""
    program = load(
        written("""
    async def workflow():
        return await asyncio.gather(echo(1), asyncio.wait_for(echo(2), 10))
    """)
    )
    instance = Instance.create(program, "r")
    instance.deliver(RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16))
    assert instance.context is None
    assert not program.has_own_interpreter_contexts
    assert b".context" not in instance.snapshot(None)
    instance.close()


def test_a_name_that_is_put_together_is_too_late(written: Callable[[str], Path]) -> None:
    """Where the program's text names none of the functions, there are no decimal contexts to change, and it is said (G10)."""
    folder = written("")
    (folder / f"{NAME}.py").write_text(
        'import decimal\nasync def workflow():\n    "use workflow"\n    getattr(decimal, "get" + "context")()\n',
        encoding="utf-8",
    )
    instance = Instance.create(load(folder), "r")
    (end,) = instance.deliver(
        RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16)
    )
    assert isinstance(end, RunFailed)
    failure = values.decode_error(end.error, _class)
    assert "UW202: decimal.getcontext" in str(failure)
    assert "write `decimal.getcontext`" in str(failure)


def test_a_value_that_cannot_be_kept_is_named_with_its_variable(written: Callable[[str], Path]) -> None:
    """What a snapshot cannot hold is said of the context variable that holds it; the run itself goes on (G10)."""
    program = load(
        written("""
    async def workflow():
        TENANT.set(memoryview(b"x"))
        await echo(1)
        return len(TENANT.get())
    """)
    )
    instance = Instance.create(program, "r")
    instance.deliver(RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16))
    with pytest.raises(CaptureError, match=r"the context variable 'tenant' \(memoryview\) has a value across an await"):
        instance.snapshot(None)
    (end,) = instance.deliver(StepCompleted(at=2, id="0/echo#0", value=values.encode(1)))
    assert isinstance(end, RunCompleted)


def test_a_plain_function_that_suspends_is_refused(written: Callable[[str], Path]) -> None:
    """``context.run`` of a plain function that calls a sync step says so, rather than give what nobody awaits (G10)."""
    folder = written("""
    def price(item):
        "use step"
        return 1

    def total(item):
        return price(item) + 1

    async def workflow():
        return copy_context().run(total, "book")
    """)
    instance = Instance.create(load(folder), "r")
    (end,) = instance.deliver(
        RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16)
    )
    assert isinstance(end, RunFailed)
    assert "UW211: total() calls a sync step, and cannot be called here" in str(values.decode_error(end.error, _class))


def test_a_default_at_module_level_is_frozen(written: Callable[[str], Path]) -> None:
    """A default is shared by all runs, like every value at module level (G5)."""
    folder = written("""
    async def workflow():
        ContextVar("local", default=[]).get().append(1)
        LIMIT.get()["usd"] = 3
    """)
    instance = Instance.create(load(folder), "r")
    (end,) = instance.deliver(
        RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16)
    )
    assert isinstance(end, RunFailed)
    assert "UW217: a dict at module level is changed" in str(values.decode_error(end.error, _class))
