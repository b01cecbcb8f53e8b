"""The whole stack over a text: compiled, loaded, and run in the sandbox; steps are answered with their own arguments.

Input -> output::

    ran('async def wf(): "use workflow"; return 5')      -> Ran(result=5, error=None, commands=[RunCompleted(...)])
    refused("...")                                       -> the CompileError, or the error of the run
"""

from __future__ import annotations

import sys
import textwrap
import types
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from useworkflow_compiler.compile import compile_library, compile_workflow
from useworkflow_compiler.errors import CompileError, UseWorkflowError
from useworkflow_compiler.format import ModuleCode
from useworkflow_compiler.sources import DictSourceFinder
from useworkflow_sandbox import values
from useworkflow_sandbox.events import (
    AnyEvent,
    Command,
    RunCompleted,
    RunCreated,
    RunFailed,
    StepCompleted,
    StepScheduled,
)
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.library import SOURCES
from useworkflow_sandbox.program import Program


@cache
def library() -> tuple[ModuleCode, ...]:
    """The sandbox's own library, lowered once."""
    return compile_library(SOURCES)


@dataclass
class Ran:
    """How a run ended, and all that it said."""

    result: Any = None
    error: BaseException | None = None
    commands: list[Command] = field(default_factory=list)


def host_of(sources: Mapping[str, str]) -> Callable[[str, str], Any]:
    """Gives classes of the texts, as ordinary modules have them, and of everything that is installed."""
    made: dict[str, types.ModuleType] = {}

    def host(module: str, qualname: str) -> Any:
        found: Any
        if module in sources:
            if module not in made:
                made[module] = types.ModuleType(module)
                sys.modules.setdefault(module, made[module])
                exec(compile(sources[module], f"{module}.py", "exec"), vars(made[module]))
            found = made[module]
        else:
            found = __import__(module, fromlist=["x"])
        for part in qualname.split("."):
            found = getattr(found, part)
        return found

    return host


def program(source: str, *, name: str = "wf", third_party: tuple[str, ...] = ()) -> Program:
    """The loaded program of the workflow ``name`` of module ``shop``."""
    text = textwrap.dedent(source)
    bundle = compile_workflow("shop", name, DictSourceFinder({"shop": text}, third_party=third_party))
    return Program.load(bundle, library(), host_of({"shop": text}))


def _echo(step: str, args: Any, kwargs: Any) -> Any:
    return args[0] if args else None


def run(
    loaded: Program,
    *args: Any,
    env: dict[str, str | None] | None = None,
    restore: bool = False,
    execute: Callable[[str, Any, Any], Any] = _echo,
) -> Ran:
    """One run to its end. ``restore``: through a snapshot after each turn; ``execute``: gives what a step returns."""
    assert loaded.bundle is not None
    instance = Instance.create(loaded, "run-1")
    ran = Ran()
    event = RunCreated(
        at=1_767_323_045_000_006, workflow=loaded.bundle.workflow, bundle=loaded.bundle.id,
        args=values.encode_args(args, {}), seed="07" * 16, env=env or {},
    )  # fmt: skip
    waiting: deque[AnyEvent] = deque([event])
    while waiting:
        given = instance.deliver(waiting.popleft())
        ran.commands += given
        for command in given:
            match command:
                case StepScheduled():
                    given_args = values.decode_args(command.args, loaded.host)
                    value = values.encode(execute(command.step, *given_args))
                    waiting.append(StepCompleted(at=command.at + 1, id=command.id, value=value))
                case RunCompleted():
                    ran.result = values.decode(command.value, loaded.host)
                case RunFailed():
                    ran.error = values.decode_error(command.error, loaded.host)
        if restore and waiting:
            data = instance.snapshot(None)
            instance.close()
            instance = Instance.restore(loaded, data, None)
    return ran


def ran(source: str, *args: Any, **options: Any) -> Ran:
    """``run`` of ``program``."""
    return run(program(source), *args, **options)


def refused(source: str) -> UseWorkflowError:
    """The project's own error that ``source`` ends with, when it is compiled, loaded or run."""
    try:
        outcome = ran(source)
    except (CompileError, UseWorkflowError) as error:
        return error
    assert isinstance(outcome.error, UseWorkflowError), outcome
    return outcome.error
