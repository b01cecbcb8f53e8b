"""Simulated machines: each is one process with one engine, whose steps are watched and whose chance comes from the seed.

    machine = Machine("engine 2", storage, random.Random(9))
    await machine.boot()         # becomes the world's engine, or raises as a real one would
    machine.process.kill()

Everything that the engine lets be injected is injected here. Read next: ``history``, which starts and ends them.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any

import msgspec

from useworkflow_runtime.code.programs import Programs
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.engine.snapshots import SnapshotPolicy
from useworkflow_runtime.simulation.loop import InlineExecutor, Process, Unwatched
from useworkflow_runtime.simulation.world import SimulatedWorld, Storage
from useworkflow_runtime.steps.metadata import current_step
from useworkflow_runtime.steps.registry import Registry, Step

_POLICIES = (SnapshotPolicy(), SnapshotPolicy(least=0, ratio=0.0), SnapshotPolicy(least=600, ratio=0.5))


class SimulatedFailure(Exception):
    """An attempt of a step failed because the simulation wanted it to."""


class Machine:
    """One process with one engine.

    Args:
        name: of the process, and of the owner.
        storage: the history's.
        chance: decides how its engine is configured, and its backoff.
    """

    def __init__(self, name: str, storage: Storage, chance: random.Random) -> None:
        self.name = name
        self.process = Process(name)
        self.storage = storage
        world = SimulatedWorld(storage)
        self.engine = Engine(
            world,
            owner=name,
            key=None,
            hot_limit=chance.choice((1, 2, 10_000)),
            loop_steps=chance.choice((1, 2, 1000)),
            thread_steps=chance.choice((1, 4)),
            registry=WatchedRegistry(self),
            policy=chance.choice(_POLICIES),
            jitter=random.Random(chance.getrandbits(64)),
            watchdog=Unwatched(),
            executor=InlineExecutor(storage.loop, random.Random(chance.getrandbits(64))),
            chance=random.Random(chance.getrandbits(64)),
        )
        self.engine.inbox.page = 2  # so that paging is part of every history
        self.place = Place(world, ours=False)
        self.place.programs = Programs(world)
        self.booted = False

    async def boot(self) -> None:
        """Start its engine.

        Raises:
            WorldOwnedError, WorldError: as ``Engine.start``.
        """
        await self.engine.start()
        self.place.engine = self.engine
        self.booted = True

    def let_go(self) -> None:
        """Drop the instances that it had in memory when the history ended."""
        if self.booted:
            for hot in self.engine.runs.hot.values():
                hot.instance.close()
            self.engine.runs.hot.clear()


class WatchedRegistry(Registry):
    """Finds the same steps as the real one; their bodies report to the checker, take a while, and may fail or die.

    Args:
        machine: whose engine looks.
    """

    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self._machine = machine

    def _look_up(self, step_id: str) -> Step | None:
        step = super()._look_up(step_id)
        if step is None:
            return None
        watched = self._watched_async(step) if step.is_async else self._watched(step)
        return msgspec.structs.replace(step, function=watched)

    def _watched_async(self, step: Step) -> Callable[..., Any]:
        async def body(*args: Any, **kwargs: Any) -> Any:
            end = self._begin(step)
            try:
                await asyncio.sleep(self._machine.storage.chance.choice((0.0, 0.0, 0.001, 0.1, 2.0)))
                await self._meet_faults(step)
                return await step.function(*args, **kwargs)
            finally:
                end()

        return body

    def _watched(self, step: Step) -> Callable[..., Any]:
        def body(*args: Any, **kwargs: Any) -> Any:
            end = self._begin(step)
            try:
                self._fail(step)
                return step.function(*args, **kwargs)
            finally:
                end()

        return body

    def _begin(self, step: Step) -> Callable[[], None]:
        current = current_step.get()
        assert current is not None
        checker, epoch = self._machine.storage.checker, self._machine.engine.epoch
        checker.body_started(current.run_id, current.id, current.attempt, epoch)
        return lambda: checker.body_ended(current.run_id, current.id, epoch)

    async def _meet_faults(self, step: Step) -> None:
        storage = self._machine.storage
        if storage.faults.strikes("body_dies"):
            storage.crash(self._machine.process)
            await storage.loop.create_future()
        self._fail(step)

    def _fail(self, step: Step) -> None:
        current = current_step.get()
        assert current is not None
        if current.attempt <= step.options.max_retries // 2 and self._machine.storage.faults.strikes("step_fails"):
            raise SimulatedFailure(f"attempt {current.attempt} of {step.name}")
