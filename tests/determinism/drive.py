"""Drives the corpus in one process: records histories, or replays those that another process has recorded.

    python drive.py record FILE            every workflow of corpus/ is run under two orders of outcomes
    python drive.py check FILE off|1       replayed from the beginning, from every prefix, and from every snapshot

``check`` ends with 1 and says what differed first. ``off`` and ``1`` are settings of the garbage collector.
"""

from __future__ import annotations

import asyncio
import gc
import importlib.util
import inspect
import json
import sys
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

from useworkflow_compiler.compile import compile_library, compile_workflow
from useworkflow_compiler.sources import PathSourceFinder
from useworkflow_runtime.code.identity import find_object, resolve_class
from useworkflow_sandbox import values
from useworkflow_sandbox.capture import CaptureError
from useworkflow_sandbox.events import (
    AnyEvent,
    Command,
    HookCreated,
    HookDisposed,
    HookReceived,
    RunCreated,
    StepCancelled,
    StepCompleted,
    StepFailed,
    StepScheduled,
    TimerCancelled,
    TimerFired,
    TimerStarted,
    decode_event,
    encode_event,
)
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.library import SOURCES
from useworkflow_sandbox.program import Program

CORPUS = Path(__file__).parent / "corpus"
PREFIX = "determinism_"
ORDERS = (3, 17)
START = 1_767_323_045_000_006


def load(name: str, library: Any) -> Program:
    """The program of one module of the corpus; under a name of its own, so that it hides no other module."""
    module = PREFIX + name
    finder = PathSourceFinder([str(CORPUS)], files={module: str(CORPUS / f"{name}.py")})
    spec = importlib.util.spec_from_file_location(module, CORPUS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[module] = loaded
    spec.loader.exec_module(loaded)
    return Program.load(compile_workflow(module, "workflow", finder), library, find_object)


class World:
    """What answers a run while it is recorded. ``order`` decides which of several outstanding operations is next."""

    def __init__(self, order: int) -> None:
        self._state = order
        self._at = START
        self.waiting: dict[str, tuple[str, Command]] = {}

    def created(self, program: Program) -> RunCreated:
        assert program.bundle is not None
        args = values.encode_args((2,), {})
        return RunCreated(
            at=START, workflow=program.bundle.workflow, bundle=program.bundle.id, args=args, seed=f"{self._state:032x}"
        )

    def take(self, commands: list[Command]) -> None:
        """Note what a turn has asked for."""
        for command in commands:
            match command:
                case StepScheduled() | TimerStarted() | HookCreated():
                    self.waiting[command.id] = (type(command).__name__, command)
                case StepCancelled() | TimerCancelled() | HookDisposed():
                    self.waiting.pop(command.id, None)

    def next(self) -> AnyEvent | None:
        """The next event; ``None`` where nothing is outstanding."""
        if not self.waiting:
            return None
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        ids = list(self.waiting)
        chosen = ids[(self._state >> 33) % len(ids)]
        self._at += 1_000 + self._state % 977
        _, command = self.waiting[chosen]
        match command:
            case HookCreated():
                return HookReceived(at=self._at, id=chosen, payload=values.encode({"n": self._state % 10}))
            case TimerStarted():
                del self.waiting[chosen]
                self._at = max(self._at, command.due)
                return TimerFired(at=self._at, id=chosen)
            case StepScheduled():
                del self.waiting[chosen]
                return self._run(command)
        raise AssertionError(command)

    def _run(self, command: StepScheduled) -> AnyEvent:
        _, module, qualname = command.step.split("//")
        args, kwargs = values.decode_args(command.args, resolve_class)
        try:
            result = find_object(module, qualname)(*args, **kwargs)
            if inspect.isawaitable(result):
                result = asyncio.run(_awaited(result))
        except Exception as error:
            return StepFailed(at=self._at, id=command.id, error=values.encode_error(error))
        return StepCompleted(at=self._at, id=command.id, value=values.encode(result))


async def _awaited(awaitable: Any) -> Any:
    return await awaitable


def shown(commands: list[Command]) -> list[str]:
    """Commands as they are compared: the bytes of the log."""
    return [encode_event(command).decode() for command in commands]


def record(program: Program, order: int) -> dict[str, Any]:
    """One run from its beginning to its end, with a snapshot after each turn."""
    world = World(order)
    instance = Instance.create(program, "run-1")
    events: list[str] = []
    turns: list[list[str]] = []
    snapshots: list[str | None] = []
    event: AnyEvent | None = world.created(program)
    while event is not None and not instance.finished:
        commands = instance.deliver(event)
        world.take(commands)
        events.append(encode_event(event).decode())
        turns.append(shown(commands))
        try:
            snapshots.append(b64encode(instance.snapshot(None)).decode())
        except CaptureError as error:
            snapshots.append(None)
            print(f"{program.bundle.module if program.bundle else ''}: no snapshot: {error}", file=sys.stderr)
        event = world.next()
    assert instance.finished, f"{program.workflow} did not end: {sorted(world.waiting)}"
    return {"events": events, "turns": turns, "snapshots": snapshots}


def check(program: Program, history: dict[str, Any]) -> str | None:
    """Replay a history every way; what differed first, or ``None``."""
    events = [decode_event(text.encode()) for text in history["events"]]
    turns = history["turns"]
    instance = Instance.create(program, "run-1")
    for index, event in enumerate(events):
        found = shown(instance.deliver(event))  # type: ignore[arg-type]
        if found != turns[index]:
            return f"from the beginning, turn {index}: {_difference(turns[index], found)}"
        restored = Instance.restore(program, instance.snapshot(None), None) if history["snapshots"][index] else None
        stored = history["snapshots"][index]
        for way, start in (("own snapshot", restored), ("stored snapshot", stored)):
            if start is None:
                continue
            again = start if isinstance(start, Instance) else Instance.restore(program, b64decode(start), None)
            for later in range(index + 1, len(events)):
                found = shown(again.deliver(events[later]))  # type: ignore[arg-type]
                if found != turns[later]:
                    return f"{way} {index}, turn {later}: {_difference(turns[later], found)}"
            again.close()
    return None


def _difference(expected: list[str], found: list[str]) -> str:
    for one, other in zip(expected, found, strict=False):
        if one != other:
            return f"\n  recorded {one}\n  came     {other}"
    return f"{len(expected)} commands recorded, {len(found)} came"


def main(mode: str, file: str, collector: str = "") -> int:
    if collector == "off":
        gc.disable()
    elif collector:
        gc.set_threshold(int(collector))
    library = compile_library(SOURCES)
    histories: dict[str, Any] = {} if mode == "record" else json.loads(Path(file).read_text(encoding="utf-8"))
    failures = 0
    for path in sorted(CORPUS.glob("*.py")):
        program = load(path.stem, library)
        assert program.bundle is not None
        if mode == "record":
            histories[path.stem] = {"bundle": program.bundle.id, "runs": [record(program, order) for order in ORDERS]}
            continue
        if histories[path.stem]["bundle"] != program.bundle.id:
            print(f"{path.stem}: another bundle {program.bundle.id}")
            failures += 1
        for number, history in enumerate(histories[path.stem]["runs"]):
            # Twice: what a first run has left behind must not show in a second one.
            for again in range(2):
                difference = check(program, history)
                if difference is not None:
                    print(f"{path.stem}, order {number}, time {again}: {difference}")
                    failures += 1
                    break
    if mode == "record":
        Path(file).write_text(json.dumps(histories), encoding="utf-8")
    print(f"{len(histories)} workflows")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
