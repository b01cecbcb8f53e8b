"""The public API against a model of a few lines: start, queue, answer, wake, cancel, wait, kill, displace and restart, in any order."""

from __future__ import annotations

import random
from collections.abc import Coroutine
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from useworkflow import HookNotFoundError, Queue, get_run, resume_hook, sleep, start
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
QUEUED = st.sampled_from(["q1", "q2", "q3"])
SLEEPERS = st.sampled_from(["s1", "s2"])
NUMBERS = st.integers(0, 5)
ONE = Queue("one at a time", concurrency=1)


async def doze(seconds: float) -> str:
    "use workflow"
    await sleep(seconds)
    return "slept"


class Modelled:
    """A run of ``ask``, or of ``doze``, as the model knows it. ``starts_at``, ``ends_at``: virtual seconds."""

    def __init__(self, id: str, starts_at: float, *, queued: bool = False, ends_at: float | None = None) -> None:
        self.id = id
        self.starts_at = starts_at
        self.status = "running"
        self.answer: Any = None
        self.queued = queued
        self.ends_at = ends_at


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

    @rule(key=QUEUED)
    def start_in_a_queue(self, key: str) -> None:
        """Those in the queue run one at a time, in the order of their starts."""
        run = self.does(start.options(idempotency_key=key, queue=ONE, world=self.world)(ask, f"token {key}"))
        known = self.runs.setdefault(key, Modelled(run.id, self.loop.time(), queued=True))
        assert run.id == known.id

    @rule(key=SLEEPERS, seconds=st.sampled_from([100.0, 3000.0]))
    def start_a_sleeper(self, key: str, seconds: float) -> None:
        """A run that only waits for a time."""
        if key not in self.runs:
            run = self.does(start.options(idempotency_key=key, world=self.world)(doze, seconds))
            now = self.loop.time()
            self.runs[key] = Modelled(run.id, now, ends_at=now + seconds)
            self.wait(10)

    @rule(key=SLEEPERS)
    def wake(self, key: str) -> None:
        """A sleep ends when it is asked to; a run that has ended does not care."""
        run = self.runs.get(key)
        if run is not None:
            self.does(get_run(run.id, world=self.world).wake_up())
            if run.status == "running" and run.ends_at is not None:
                run.ends_at = min(run.ends_at, self.loop.time())
            self.wait(100)

    def has_its_turn(self, run: Modelled) -> bool:
        """Whether nobody in the queue is before it."""
        waiting = [other for other in self.runs.values() if other.queued and other.status == "running"]
        return not run.queued or waiting[0] is run

    @rule(key=KEYS)
    def start_with_other_arguments(self, key: str) -> None:
        """The same key with other arguments is refused, and changes nothing."""
        if key in self.runs:
            try:
                self.does(start.options(idempotency_key=key, world=self.world)(ask, "other"))
            except IdempotencyConflictError:
                return
            raise AssertionError("it was not refused")

    @rule(key=KEYS | QUEUED, number=NUMBERS, dedup=st.sampled_from(["d1", "d2"]))
    def answer(self, key: str, number: int, dedup: str) -> None:
        """The first answer counts; a token that nobody waits at is refused."""
        run = self.runs.get(key)
        waits = run is not None and run.status == "running" and self.loop.time() >= run.starts_at
        waits = waits and run is not None and self.has_its_turn(run)
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

    @rule(key=KEYS | QUEUED | SLEEPERS)
    def cancel(self, key: str) -> None:
        """A run that has not ended is cancelled; one that has is not."""
        run = self.runs.get(key)
        if run is not None:
            self.does(get_run(run.id, world=self.world).cancel("enough"))
            if run.status == "running" and (run.ends_at is None or self.loop.time() < run.ends_at):
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

    @rule(seconds=st.sampled_from([0.0, 200.0]))
    def displace(self, seconds: float) -> None:
        """The engine stands still, another takes its world over, and then it goes on: nothing that it does counts."""
        former = self.machines[-1].process
        former.paused = True
        self.storage.store.crash()
        self.boot()
        self.wait(seconds)
        self.loop.resume(former)
        self.wait(40)

    @invariant()
    def agrees_with_the_model(self) -> None:
        """Statuses and results are the model's, and no log breaks a rule."""
        self.wait(5)
        assert self.checker.broken == []
        now = self.loop.time()
        for run in self.runs.values():
            if run.status == "running" and run.ends_at is not None and now >= run.ends_at + 60:
                run.status, run.answer = "completed", "slept"
            record = self.does(self.storage.store.get_run(run.id))
            near = min(abs(now - at) for at in (run.starts_at, run.ends_at or now + 100)) < 60
            pending = now < run.starts_at or not (run.status != "running" or self.has_its_turn(run))
            waits = "pending" if pending else "running"
            assert near or record.status == (waits if run.status == "running" else run.status)
            if run.status == "completed":
                assert values.decode(record.output) == run.answer

    def teardown(self) -> None:
        """Drop what is left."""
        for machine in self.machines:
            machine.let_go()
        self.loop.dispose()


TestPublicAPI = PublicAPI.TestCase
TestPublicAPI.settings = settings(
    max_examples=25, stateful_step_count=15, derandomize=True, suppress_health_check=list(HealthCheck)
)
