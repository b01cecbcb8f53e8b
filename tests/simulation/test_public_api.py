"""The public API against a model of a few lines: start, answer, cancel, wait, kill and restart, in any order."""

from __future__ import annotations

import random
from collections.abc import Coroutine
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from useworkflow import HookNotFoundError, get_run, resume_hook, start
from useworkflow_runtime.embedded import join
from useworkflow_runtime.errors import IdempotencyConflictError
from useworkflow_runtime.simulation.corpus import ask
from useworkflow_runtime.simulation.faults import CrashAt
from useworkflow_runtime.simulation.history import silence
from useworkflow_runtime.simulation.invariants import LogChecker
from useworkflow_runtime.simulation.loop import SimulatedLoop
from useworkflow_runtime.simulation.machines import Machine
from useworkflow_runtime.simulation.world import Storage
from useworkflow_sandbox import values

KEYS = st.sampled_from(["a", "b", "c"])
NUMBERS = st.integers(0, 5)


class Modelled:
    """A run of ``ask`` as the model knows it. ``starts_at``: virtual seconds."""

    def __init__(self, id: str, starts_at: float) -> None:
        self.id = id
        self.starts_at = starts_at
        self.status = "running"
        self.answer: Any = None


class PublicAPI(RuleBasedStateMachine):
    """Runs that wait for an answer each, on engines that come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = SimulatedLoop(random.Random(1))
        self.checker = LogChecker(lambda step: 21, lambda epoch: True, self.loop.time)
        no_faults = CrashAt(0, durable=False)
        self.storage = Storage(self.loop, random.Random(2), no_faults, self.checker, lambda process: None)
        self.machines: list[Machine] = []
        self.runs: dict[str, Modelled] = {}
        self.boot()

    def does(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Let the engine's process do something."""
        with silence():
            return self.loop.run_until_complete(self.machines[-1].process.spawn(self.loop, work))

    def boot(self) -> None:
        """Another engine."""
        machine = Machine(f"engine {len(self.machines)}", self.storage, random.Random(len(self.machines)))
        self.machines.append(machine)

        async def boot() -> None:
            await machine.boot()
            join(machine.engine)

        self.does(boot())

    @property
    def world(self) -> Any:
        """The connection of the engine of the moment."""
        return self.machines[-1].engine.world

    def wait(self, seconds: float) -> None:
        """Let virtual time pass."""

        async def idle() -> None:
            import asyncio

            await asyncio.sleep(seconds)

        self.does(idle())

    @rule(key=KEYS, delay=st.sampled_from([None, 30.0, 3000.0]))
    def start(self, key: str, delay: float | None) -> None:
        """The same key gives the same run, whatever became of it."""
        run = self.does(start.options(idempotency_key=key, delay=delay, world=self.world)(ask, f"token {key}"))
        known = self.runs.setdefault(key, Modelled(run.id, self.loop.time() + (delay or 0.0)))
        assert run.id == known.id

    @rule(key=KEYS)
    def start_with_other_arguments(self, key: str) -> None:
        """The same key with other arguments is refused, and changes nothing."""
        if key in self.runs:
            try:
                self.does(start.options(idempotency_key=key, world=self.world)(ask, "other"))
            except IdempotencyConflictError:
                return
            raise AssertionError("it was not refused")

    @rule(key=KEYS, number=NUMBERS, dedup=st.sampled_from(["d1", "d2"]))
    def answer(self, key: str, number: int, dedup: str) -> None:
        """The first answer counts; a token that nobody waits at is refused."""
        run = self.runs.get(key)
        waits = run is not None and run.status == "running" and self.loop.time() >= run.starts_at
        try:
            found = self.does(resume_hook(f"token {key}", number, dedup_key=dedup, world=self.world))
        except HookNotFoundError:
            assert not waits
            return
        assert waits
        assert run is not None
        assert found == run.id
        run.status, run.answer = "completed", number
        self.wait(10)

    @rule(key=KEYS)
    def cancel(self, key: str) -> None:
        """A run that has not ended is cancelled; one that has is not."""
        run = self.runs.get(key)
        if run is not None:
            self.does(get_run(run.id, world=self.world).cancel("enough"))
            if run.status == "running":
                run.status = "cancelled"
            self.wait(10)

    @rule(seconds=st.sampled_from([1.0, 60.0, 4000.0]))
    def time_passes(self, seconds: float) -> None:
        """Delays come to their end."""
        self.wait(seconds)
        self.wait(40)

    @rule(in_order=st.booleans())
    def restart(self, in_order: bool) -> None:
        """The engine ends, in order or not, and another takes its place."""
        machine = self.machines[-1]
        if in_order:
            self.does(machine.engine.stop())
        machine.process.kill()
        self.storage.store.crash()
        self.boot()
        self.wait(40)

    @invariant()
    def agrees_with_the_model(self) -> None:
        """Statuses and results are the model's, and no log breaks a rule."""
        self.wait(5)
        assert self.checker.broken == []
        for run in self.runs.values():
            record = self.does(self.storage.store.get_run(run.id))
            waits = "pending" if self.loop.time() < run.starts_at else "running"
            assert (
                record.status == (waits if run.status == "running" else run.status)
                or abs(self.loop.time() - run.starts_at) < 60
            )
            if run.status == "completed":
                assert values.decode(record.output) == run.answer

    def teardown(self) -> None:
        """Drop what is left."""
        for machine in self.machines:
            machine.let_go()
        self.loop.dispose()


TestPublicAPI = PublicAPI.TestCase
TestPublicAPI.settings = settings(
    max_examples=25, stateful_step_count=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
