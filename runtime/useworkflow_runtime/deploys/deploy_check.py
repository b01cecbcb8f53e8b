"""Would the runs in flight agree with the code as it is now? Asked before they are moved, without touching the world.

    report = await deploy_check(world)
    report.runs[0]       RunCheck(run_id="run_01...", verdict="unsafe", divergence=Report(...), ...)
    report.safe          False: at least one run could not go on with the present code, or would miss a step

Every run that has not ended is replayed from its first event against the bundle that its workflow compiles to now. A
deploy by itself changes none of them: each goes on with its own code (G7). Read next: ``migration``, ``recovery``.
"""

from __future__ import annotations

import contextvars
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Literal, TypeAlias

import msgspec

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_compiler.format import Bundle, decode_bundle
from useworkflow_runtime.code.programs import Programs, compile_present, load_program
from useworkflow_runtime.deploys.code_diff import code_diff
from useworkflow_runtime.deploys.shapes import changed_classes
from useworkflow_runtime.engine.divergence import Report, describe
from useworkflow_runtime.engine.recovery import Recovery
from useworkflow_runtime.engine.watchdog import Watchdog
from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.explaining.explain import ledger_of
from useworkflow_runtime.steps.registry import Registry
from useworkflow_runtime.worlds.protocol import TERMINAL, RunRecord, World
from useworkflow_sandbox import events as e
from useworkflow_sandbox.current import TurnInterrupted
from useworkflow_sandbox.instance import Instance

Verdict: TypeAlias = Literal["unchanged", "safe", "unsafe"]
_PAGE = 500


class RunCheck(msgspec.Struct, frozen=True):
    """What became of one run.

    ``verdict``: ``unchanged`` (its code is the present one, and agrees with its log), ``safe`` (other code, which agrees),
    ``unsafe`` (``why``; ``divergence`` where it is the first command that differs). ``checked``: position of the newest
    event that was replayed. ``at_once``: what the present code would do as soon as the run is moved.
    """

    run_id: str
    workflow: str
    status: str
    verdict: Verdict
    bundle: str
    present: str | None
    checked: int
    why: str = ""
    divergence: Report | None = None
    at_once: list[str] = []


class WorkflowCheck(msgspec.Struct, frozen=True):
    """A code that runs in flight have, against the present one. ``present`` is ``None`` where that does not compile
    (``error``) or is gone. ``diff`` is empty where nothing changed; ``classes`` have changed (``module:qualname``)."""

    workflow: str
    bundle: str
    present: str | None
    diff: str = ""
    classes: list[str] = []
    error: str = ""


class VanishedStep(msgspec.Struct, frozen=True):
    """A step that runs in flight may call, and that is not in the code any more: they would wait for a worker that has
    it. ``waiting``: those of ``runs`` that wait for its outcome already."""

    step: str
    why: str
    runs: list[str]
    waiting: list[str]


class DeployReport(msgspec.Struct, frozen=True):
    """The answer of ``deploy_check``."""

    runs: list[RunCheck]
    workflows: list[WorkflowCheck]
    vanished: list[VanishedStep]

    @property
    def safe(self) -> bool:
        """No run is unsafe, and no step is missing."""
        return not self.vanished and not any(run.verdict == "unsafe" for run in self.runs)


Compile = Callable[[str], Bundle]


async def deploy_check(
    world: World,
    workflows: Iterable[str] | None = None,
    *,
    runs: Iterable[str] | None = None,
    compile: Compile = compile_present,
    registry: Registry | None = None,
    turn_limit: float = 2.0,
) -> DeployReport:
    """Replay the runs in flight against the present code.

    The classes that values are made of are those of this process: check in a process that has imported the new code.

    Args:
        world: an open world. Nothing in it is changed.
        workflows: ids of the workflows to check (``workflow//module//qualname``); all of them if left out.
        runs: ids of the runs to check; all that have not ended if left out.
        compile: gives a workflow's present bundle.
        registry: finds the present steps.
        turn_limit: seconds that a turn may take.

    Raises:
        WorldError: the world cannot be read.
    """
    wanted = None if workflows is None else set(workflows)
    chosen = None if runs is None else set(runs)
    records = [
        record
        async for record in runs_in_flight(world)
        if (wanted is None or record.workflow in wanted) and (chosen is None or record.id in chosen)
    ]
    with checking(world, compile, registry, turn_limit) as check:
        checks = [await check.run(record) for record in records]
        return DeployReport(checks, await check.workflows(), await check.vanished())


async def runs_in_flight(world: World) -> AsyncIterator[RunRecord]:
    """Every run that has not ended, newest first."""
    before: str | None = None
    while page := await world.find_runs(limit=_PAGE, before=before):
        for record in page:
            if record.status not in TERMINAL:
                yield record
        before = page[-1].id


@contextmanager
def checking(
    world: World, compile: Compile = compile_present, registry: Registry | None = None, turn_limit: float = 2.0
) -> Iterator[Check]:
    """A check whose turns are watched; used by the thread that enters."""
    watchdog = Watchdog(turn_limit)
    watchdog.start()
    try:
        yield Check(world, compile, registry or Registry(), watchdog)
    finally:
        watchdog.stop()


class Check:
    """Checks runs one by one. Made by ``checking``."""

    def __init__(self, world: World, compile: Compile, registry: Registry, watchdog: Watchdog) -> None:
        self._world = world
        self._compile = compile
        self._registry = registry
        self._watchdog = watchdog
        self._recovery = Recovery(world, Programs(world).get, self._deliver, None)
        self._present: dict[str, Bundle | UseWorkflowError] = {}
        self._codes: dict[tuple[str, str], None] = {}
        self._users: dict[str, list[str]] = {}
        self._waiting: dict[str, list[str]] = {}

    async def run(self, record: RunRecord, bundle: Bundle | None = None) -> RunCheck:
        """Replay one run against ``bundle``, or against its workflow's present code.

        Raises:
            WorldError: the world cannot be read.
        """
        self._codes.setdefault((record.workflow, record.bundle))
        self._users.setdefault(record.bundle, []).append(record.id)
        await self._note_waiting(record)
        target = bundle or self.present(record.workflow)
        if not isinstance(target, Bundle):
            return _unsafe(record, None, 0, f"the present code does not compile, or is gone: {target.what}")
        try:
            recovered = await self._recovery.rehearse(record, load_program(target))
        except WorldError:
            raise
        except TurnInterrupted:
            why = f"the present code does not suspend for {self._watchdog.limit:g} s"
            return _unsafe(record, target, 0, why)
        except UseWorkflowError as error:
            return _unsafe(record, target, 0, str(error))
        try:
            if recovered.diverged is not None:
                return _unsafe(record, target, recovered.position, str(recovered.diverged), recovered.diverged)
            verdict: Verdict = "unchanged" if target.id == record.bundle else "safe"
            at_once = (
                []
                if record.started_at is None
                else [describe(command) for command in recovered.rest if not isinstance(command, e.Logged | e.Patched)]
            )
            return RunCheck(
                record.id, record.workflow, record.status, verdict, record.bundle, target.id, recovered.position,
                at_once=at_once,
            )  # fmt: skip
        finally:
            recovered.instance.close()

    def present(self, workflow: str) -> Bundle | UseWorkflowError:
        """The workflow's present code, or why there is none."""
        if workflow not in self._present:
            try:
                self._present[workflow] = self._compile(workflow)
            except UseWorkflowError as error:
                self._present[workflow] = error
        return self._present[workflow]

    async def workflows(self) -> list[WorkflowCheck]:
        """The codes of the runs that were checked, against the present ones."""
        found = []
        for workflow, bundle_id in self._codes:
            present, stored = self.present(workflow), await self._stored(bundle_id)
            if not isinstance(present, Bundle):
                found.append(WorkflowCheck(workflow, bundle_id, None, error=str(present)))
                continue
            diff = code_diff(stored, present) if stored is not None and stored.id != present.id else ""
            classes = changed_classes(stored) if stored is not None else []
            found.append(WorkflowCheck(workflow, bundle_id, present.id, diff, classes))
        return found

    async def vanished(self) -> list[VanishedStep]:
        """The steps that the checked runs may still call, and that nobody has any more."""
        users: dict[str, list[str]] = {step: list(runs) for step, runs in self._waiting.items()}
        for bundle_id, runs in self._users.items():
            stored = await self._stored(bundle_id)
            for step in stored.steps if stored is not None else ():
                known = users.setdefault(step.id, [])
                known += [run for run in runs if run not in known]
        return [
            VanishedStep(step, self._registry.missing.get(step, ""), runs, self._waiting.get(step, []))
            for step, runs in users.items()
            if self._registry.find(step) is None
        ]

    async def _stored(self, bundle_id: str) -> Bundle | None:
        data = await self._world.get_bundle(bundle_id)
        return decode_bundle(data) if data is not None else None

    async def _note_waiting(self, record: RunRecord) -> None:
        for entry in (await ledger_of(self._world, record.id)).steps.values():
            self._waiting.setdefault(entry.step, []).append(record.id)

    def _deliver(self, instance: Instance, event: e.AnyEvent) -> list[e.Command]:
        return self._watchdog.guard(lambda: contextvars.Context().run(instance.deliver, event))


def _unsafe(
    record: RunRecord, target: Bundle | None, checked: int, why: str, divergence: Report | None = None
) -> RunCheck:
    present = None if target is None else target.id
    return RunCheck(
        record.id, record.workflow, record.status, "unsafe", record.bundle, present, checked, why, divergence
    )
