"""One history: some runs, some engines, some faults, all from one seed, and what must hold at its end.

    history = simulate(plan, seed=7)
    history.broken   -> []          # or what did not hold; the same seed shows it again, event for event
    history.trace    -> "5d0c..."   # a digest of all that happened

First comes a time of faults, then all goes well and every run must come to its end. Read next: ``machines``, ``world``.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_runtime.code.programs import Programs, compile_function, load_program
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.engine.children import code_of_child, known_code
from useworkflow_runtime.errors import (
    HookNotFoundError,
    RunExistsError,
    WorldError,
    WorldOwnedError,
)
from useworkflow_runtime.forking import fork
from useworkflow_runtime.queues import Queue
from useworkflow_runtime.simulation.faults import Faults
from useworkflow_runtime.simulation.invariants import LogChecker, replays
from useworkflow_runtime.simulation.loop import Process, SimulatedLoop, SimulationStalledError
from useworkflow_runtime.simulation.machines import Machine
from useworkflow_runtime.simulation.readers import Repeated, follow
from useworkflow_runtime.simulation.timetable import Timetable, keep_timetable, twice
from useworkflow_runtime.simulation.world import SimulatedWorld, Storage, at_once
from useworkflow_runtime.start import StartOptions, create_run
from useworkflow_runtime.steps.options import DEFAULTS
from useworkflow_runtime.steps.registry import Registry
from useworkflow_runtime.worlds.protocol import PARKED, TERMINAL, ReplyKey, RunRecord
from useworkflow_sandbox import events as e
from useworkflow_sandbox import values
from useworkflow_sandbox.program import Program
from useworkflow_sandbox.run_ids import new_run_id
from useworkflow_sandbox.streams import Read

_LONGEST = 12 * 3600.0
"""Virtual seconds in which every run of a history must have ended."""
_ENDINGS = 10
"""Processes that may end in a history before its faults cease."""


@dataclass(frozen=True)
class Planned:
    """A run of a history, and what the world outside does to it.

    Args:
        function: the workflow.
        args: its arguments.
        kwargs: those by name.
        answers: (token, payload) in the order in which they are sent, each when its hook is there.
        replies: what the run must have answered to the first of them, from its first hook.
        insist: the last answer is sent again and again, as a new one, until the run has ended.
        cancel_after: virtual seconds after which it is asked to cancel.
        start_after: virtual seconds after which it is started.
        delay: its own delay, in seconds.
        key: its idempotency key; it is then started twice.
        streams: (namespace, what it holds at the end); read along, live and committed.
        queue: the queue in which it waits.
        priority: its order there.
        fork_after: virtual seconds after which it is forked, if it is there; the fork must end as right as the run.
        timetable: it is started by this schedule, as often as that says, and by nobody else.
        right: whether it may end as this record says.
    """

    function: Callable[..., Any]
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    answers: tuple[tuple[str, Any], ...] = ()
    replies: tuple[Any, ...] = ()
    insist: bool = False
    cancel_after: float | None = None
    start_after: float = 0.0
    delay: float | None = None
    key: str | None = None
    streams: tuple[tuple[str, list[Any]], ...] = ()
    queue: Queue | None = None
    priority: int = 0
    fork_after: float | None = None
    timetable: Timetable | None = None
    right: Callable[[RunRecord], bool] = lambda record: True


@dataclass
class History:
    """What became of a seed."""

    seed: int
    broken: list[str] = field(default_factory=list)
    trace: str = ""
    commits: int = 0
    bodies: int = 0
    seconds: float = 0.0
    """Virtual."""
    faults: Counter[str] = field(default_factory=Counter)
    endings: list[RunRecord] = field(default_factory=list)


Plan = Callable[[random.Random], "list[Planned]"]


def simulate(
    plan: Plan, seed: int, *, kinds: frozenset[str] | None = None, faults: Faults | None = None, workers: int = 1
) -> History:
    """Let one history happen. Must not be called from a running loop.

    Args:
        plan: draws the runs of a seed.
        seed: decides everything.
        kinds: the kinds of fault (``faults.KINDS``) that may strike; all if left out.
        faults: what goes wrong, in place of what the seed would draw.
        workers: engines at a time; several share the world, as on PostgreSQL.
    """
    collecting = gc.isenabled()
    gc.disable()  # a collection in the middle would run finalizers at a time that no seed decides
    try:
        with silence():
            return _Simulation(plan, seed, kinds, faults, workers).run()
    finally:
        if collecting:
            gc.enable()


class _Simulation:
    def __init__(
        self, plan: Plan, seed: int, kinds: frozenset[str] | None, faults: Faults | None, workers: int
    ) -> None:
        self.workers = workers
        self.seed = seed
        self.chance = random.Random(f"useworkflow {seed}")
        self.loop = SimulatedLoop(self._fork(), _LONGEST)
        self.faults = faults or Faults(self._fork(), kinds)
        self.registry = Registry()
        self.checker = LogChecker(self._max_attempts, self._live, self.loop.time)
        self.storage = Storage(self.loop, self._fork(), self.faults, self.checker, self._crash, workers > 1)
        self.client = SimulatedWorld(self.storage)
        self.outside = Place(self.client, ours=False)
        self.outside.programs = Programs(self.client)
        self.machines: list[Machine] = []
        self.endings_left = _ENDINGS
        self.plan = plan(self._fork())
        for planned in self.plan:  # whether this process had the program already must make no difference
            bundle = compile_function(planned.function)
            for workflow in bundle.workflows or (bundle.workflow,):
                load_program(code_of_child(bundle, workflow))
        self.ids: list[str] = []

    def _fork(self) -> random.Random:
        return random.Random(self.chance.getrandbits(64))

    def _max_attempts(self, step_id: str) -> int:
        step = self.registry.find(step_id)
        return (step.options if step is not None else DEFAULTS).max_attempts

    def _live(self, epoch: int) -> bool:
        return self.storage.store.alive(epoch)

    def _crash(self, process: Process) -> None:
        """A process dies; the operating system gives its lock back."""
        process.kill()
        self.checker.note(f"{process.name} died")
        self.storage.store.crash(process.name)
        self._one_ending_less()

    def _one_ending_less(self) -> None:
        self.endings_left -= 1
        if self.endings_left <= 0:
            self.faults.cease()

    # --- from the beginning to the end

    def run(self) -> History:
        history = History(self.seed)
        try:
            self.loop.run_until_complete(self._happen())
        except SimulationStalledError as stalled:
            self.checker.fault(f"{stalled}: {', '.join(self._unfinished()) or 'all runs have ended'}")
        try:
            self._judge(history)
        finally:
            asyncio.set_event_loop(None)
            for machine in self.machines:
                machine.let_go()
            self.loop.dispose()
        return history

    async def _happen(self) -> None:
        keeper = self.loop.create_task(self._keep_an_engine())
        disturber = self.loop.create_task(self._disturb())
        await asyncio.gather(*[self._accompany(planned) for planned in self.plan])
        disturber.cancel()
        self._calm_down()
        await asyncio.sleep(40)
        keeper.cancel()
        await asyncio.gather(keeper, disturber, return_exceptions=True)
        for machine in self.machines:
            if machine.process.alive and machine.booted:
                await machine.process.spawn(self.loop, machine.engine.stop())

    def _unfinished(self) -> list[str]:
        records = [at_once(self.storage.store.get_run(run_id)) for run_id in self.ids]
        return [f"{r.id} is {r.status}" for r in records if r is not None and r.status not in TERMINAL]

    # --- engines

    async def _keep_an_engine(self) -> None:
        while True:
            if len(self.storage.store.engines()) < self.workers:
                await self._boot()
            await asyncio.sleep(self.chance.choice((0.05, 0.5, 1.0)))

    async def _boot(self) -> None:
        machine = Machine(f"engine {len(self.machines) + 1}", self.storage, self._fork())
        self.machines.append(machine)
        booting = machine.process.spawn(self.loop, machine.boot())
        await asyncio.wait([booting], timeout=30)
        if not booting.done() or booting.exception() is not None:
            if booting.done() and not isinstance(booting.exception(), WorldError | WorldOwnedError):
                self.checker.fault(f"{machine.name} did not start: {booting.exception()!r}")
            machine.process.kill()
            self.storage.store.crash(machine.name)

    async def _disturb(self) -> None:
        timed = self.faults.timed()
        times = sorted(self.chance.uniform(0.0, 12.0) for _ in timed)
        for at, kind in zip(times, timed, strict=True):
            await asyncio.sleep(max(0.0, at - self.loop.time()))
            if self.endings_left > 0:
                self.faults.seen[kind] += 1
                self.checker.note(kind)
                await getattr(self, f"_{kind}")()
        await asyncio.sleep(self.chance.uniform(2.0, 20.0))
        self._calm_down()

    def _calm_down(self) -> None:
        self.faults.cease()
        for machine in self.machines:
            if machine.process.paused:
                self.loop.resume(machine.process)

    def _owner(self) -> Machine | None:
        owners = self.storage.store.engines()
        living = [m for m in self.machines if m.name in owners and m.process.alive and m.booted]
        return self.chance.choice(living) if len(living) > 1 else next(iter(living), None)

    async def _kill(self) -> None:
        machine = self._owner()
        if machine is not None:
            self._crash(machine.process)

    async def _take_over(self) -> None:
        machine = self._owner()
        await self._displace(None if machine is None else machine.name)

    async def _displace(self, owner: str | None) -> None:
        self._one_ending_less()
        self.storage.store.crash(owner)
        await self._boot()

    async def _pause(self) -> None:
        self._pause_one()

    def _pause_one(self) -> str | None:
        machine = self._owner()
        if machine is None:
            return None
        machine.process.paused = True
        self.loop.call_later(self.chance.uniform(0.1, 30.0), self.loop.resume, machine.process)
        return machine.name

    async def _pause_and_take_over(self) -> None:
        paused = self._pause_one()
        await asyncio.sleep(self.chance.uniform(0.0, 2.0))
        await self._displace(paused if self.workers > 1 else None)

    async def _restart(self) -> None:
        machine = self._owner()
        if machine is not None and not machine.process.paused:
            stopping = machine.process.spawn(self.loop, machine.engine.stop())
            await asyncio.wait([stopping], timeout=60)
            self._crash(machine.process)

    async def _clock_forward(self) -> None:
        self.storage.clock.jump(self.chance.choice((1.0, 60.0, 7200.0)))

    async def _clock_back(self) -> None:
        self.storage.clock.jump(-self.chance.choice((1.0, 60.0, 7200.0)))

    # --- what the outside does

    async def _accompany(self, planned: Planned) -> None:
        await asyncio.sleep(planned.start_after)
        if planned.timetable is not None:
            await self._accompany_schedule(planned, planned.timetable)
            return
        run_id = await self._start(planned)
        self.ids.append(run_id)
        helpers = [self.loop.create_task(self._answer(run_id, planned))]
        if planned.cancel_after is not None:
            helpers.append(self.loop.create_task(self._cancel(run_id, planned.cancel_after)))
        watching = [self.loop.create_task(self._watch_replies(run_id, planned))]
        for namespace, right in planned.streams:
            watching += [
                self.loop.create_task(self._read(run_id, namespace, read, right)) for read in ("live", "committed")
            ]
        if planned.fork_after is not None:
            watching.append(self.loop.create_task(self._accompany_fork(run_id, planned)))
        record = await self._ended(run_id)
        for helper in helpers:
            helper.cancel()
        await asyncio.gather(*watching)
        self._check_end(planned, record)

    async def _accompany_schedule(self, planned: Planned, table: Timetable) -> None:
        encoded = values.encode_args(planned.args, planned.kwargs)
        runs = await keep_timetable(
            self.outside, self.storage.store, compile_function(planned.function), encoded, table
        )
        for time in twice(runs):
            self.checker.fault(f"schedule {table.name} has two runs for {time}")
        for run in runs:
            self.ids.append(run.id)
            self._check_end(planned, await self._ended(run.id))

    async def _accompany_fork(self, run_id: str, planned: Planned) -> None:
        await asyncio.sleep(planned.fork_after or 0.0)
        chance = self._fork()
        new_id = new_run_id(self.storage.clock.now(), chance.getrandbits(80))
        while True:
            try:
                await fork(self.outside, run_id, at=None, before=None, code="same", new_id=new_id, chance=chance)
                break
            except RunExistsError:
                break  # it was made by a request whose answer never came
            except WorldError:
                await asyncio.sleep(0.1)
        self.ids.append(new_id)
        self._check_end(planned, await self._ended(new_id))

    def _check_end(self, planned: Planned, record: RunRecord) -> None:
        if not planned.right(record):
            result = bytes(record.output or record.error or b"").decode()
            self.checker.fault(
                f"{record.id} ({record.workflow}) {record.status}, {record.reason}, {result}: a wrong end"
            )

    async def _start(self, planned: Planned) -> str:
        bundle = compile_function(planned.function)
        encoded = values.encode_args(planned.args, planned.kwargs)
        chance = self._fork()
        unnamed = not planned.key and self.chance.random() < 0.5
        run_id = None if planned.key or unnamed else new_run_id(self.storage.clock.now(), chance.getrandbits(80))
        options = StartOptions(
            idempotency_key=planned.key,
            run_id=run_id,
            delay=planned.delay,
            queue=planned.queue,
            priority=planned.priority,
        )
        started: list[str] = []
        while len(started) < (2 if planned.key else 1):
            machine = self._owner() if self.chance.random() < 0.5 else None
            place = machine.place if machine is not None else self.outside
            seed = _next_seed(chance)
            creating = create_run(place, bundle, encoded, options, chance)
            task = machine.process.spawn(self.loop, creating) if machine else self.loop.create_task(creating)
            await asyncio.wait([task], timeout=20)
            if unnamed and not await _succeeded(task, machine):
                started += await self._made_with(seed)
                continue
            if not task.done():
                continue
            try:
                started.append(task.result()[0].id)
            except RunExistsError:
                assert run_id is not None
                started.append(run_id)
            except WorldError:
                await asyncio.sleep(0.1)
        if len(set(started)) > 1:
            self.checker.fault(f"the key {planned.key!r} has two runs: {started}")
        return started[0]

    async def _made_with(self, seed: str) -> list[str]:
        """The run with that randomness, if there is one, once what was under way is recorded or refused."""
        await asyncio.sleep(20)
        store = self.storage.store
        made = [(id, row) for id in list(store._runs) for row in at_once(store.read_events(id, 0, 1))]
        created = [(id, e.decode_event(row.body)) for id, row in made]
        return [id for id, event in created if isinstance(event, e.RunCreated) and event.seed == seed]

    async def _answer(self, run_id: str, planned: Planned) -> None:
        for number, (token, payload) in enumerate(planned.answers):
            await self._send(token, payload, f"{run_id} {number}", self.chance.choice((1, 1, 2)))
        number = len(planned.answers)
        while planned.insist:
            await asyncio.sleep(20)
            await self._send(*planned.answers[-1], f"{run_id} {number}", 1)
            number += 1

    async def _send(self, token: str, payload: Any, dedup: str, times: int) -> None:
        while times:
            try:
                await self.client.send_to_hook(token, values.encode(payload), dedup=dedup)
                times -= 1
            except HookNotFoundError:
                await asyncio.sleep(0.3)
            except WorldError:
                await asyncio.sleep(0.1)

    async def _watch_replies(self, run_id: str, planned: Planned) -> None:
        """Each delivery gets its answer, no other one, and never another one after it (G2)."""
        keys = [ReplyKey(run_id, "0/hook#0", f"{run_id} {number}") for number in range(len(planned.replies))]
        store = self.storage.store
        over = not keys
        seen: dict[ReplyKey, Any] = {}
        while not over:
            since = store.changes()
            answers = at_once(store.read_replies(keys))
            for key, answer in zip(keys, answers, strict=True):
                if answer.value is not None and seen.setdefault(key, bytes(answer.value)) != bytes(answer.value):
                    self.checker.fault(f"{key} was answered again with {answer.value!r} (G3)")
            over = all(answer.over for answer in answers)
            if not over:
                await store.wait_for_change(60.0, since=since)
        for key, right in zip(keys, planned.replies, strict=True):
            if key not in seen or values.decode(seen[key]) != right:
                self.checker.fault(f"{key} was answered with {seen.get(key)!r}, {right!r} is right (G2)")

    async def _read(self, run_id: str, namespace: str, read: Read, right: list[Any]) -> None:
        """Every chunk exactly once, to whoever reads along and to whoever comes late (G3)."""
        try:
            got = await follow(self.client.streams, run_id, namespace, read, self.chance.choice((0, 0, 1, 2)))
        except Repeated as error:
            self.checker.fault(f"{run_id}, stream {namespace!r}, {read}: {error} (G3)")
            return
        page = at_once(self.storage.store.streams.read(run_id, namespace, 0))
        stored = [values.decode(chunk.body) for chunk in page.chunks]
        if got != stored or stored != right:
            self.checker.fault(f"{run_id}, stream {namespace!r}, {read}: {got}, stored {stored}, {right} is right (G3)")

    async def _cancel(self, run_id: str, after: float) -> None:
        await asyncio.sleep(after)
        while True:
            try:
                return await self.client.send(run_id, "cancel", values.encode("simulated"))
            except WorldError:
                await asyncio.sleep(0.1)

    async def _ended(self, run_id: str) -> RunRecord:
        store = self.storage.store
        while True:
            seen = store.changes()
            record = await store.get_run(run_id)
            assert record is not None
            if record.status in TERMINAL:
                return record
            if record.status in PARKED:  # whatever kills engines here comes from outside: no run is to blame
                self.checker.fault(f"{record.id} is {record.status}: {record.reason}")
                raise SimulationStalledError("a run was parked")
            await store.wait_for_change(60.0, since=seen)

    # --- what must hold at the end

    def _judge(self, history: History) -> None:
        store, checker = self.storage.store, self.checker
        for run_id in dict.fromkeys((*self.ids, *store._runs)):
            record, log = at_once(store.get_run(run_id)), at_once(store.read_events(run_id, 0, 1_000_000))
            assert record is not None
            history.endings.append(record)
            trouble = replays(self._program_of(record), run_id, log)
            if trouble:
                checker.fault(trouble)
        ended = {record.id for record in history.endings if record.status in TERMINAL}
        for hook in store._hooks.values():
            if hook.run_id in ended:
                checker.fault(f"{hook.run_id} has ended and keeps the token {hook.token!r}")
        for item in store._inbox.values():
            if item.run_id in ended:
                checker.fault(f"{item.run_id} has ended and keeps inbox item {item.number}")
        for machine in self.machines:
            self._look_after(machine)
        for line in self.loop.unhandled:
            checker.fault(f"nobody took care of: {line}")
        history.broken, history.trace = list(checker.broken), checker.trace
        history.commits, history.bodies = self.storage.commits, checker.bodies
        history.faults, history.seconds = self.faults.seen, self.loop.time()

    def _program_of(self, record: RunRecord) -> Program:
        if record.parent is not None:
            return load_program(known_code(record.bundle))
        bundles = (compile_function(planned.function) for planned in self.plan)
        return load_program(next(bundle for bundle in bundles if bundle.workflow == record.workflow))

    def _look_after(self, machine: Machine) -> None:
        """No task of an engine ends with an exception that nobody has seen."""
        if not machine.booted:
            return
        for task in self.loop.spawned:
            if task.done() and not task.cancelled() and task._log_traceback:
                error = task.exception()
                if not isinstance(error, UseWorkflowError):
                    self.checker.fault(f"a task ended with {error!r}")


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Neither the engines nor the workflows of a simulation write anything."""
    quiet = logging.NullHandler()
    names = ("useworkflow.engine", "useworkflow.workflow", "useworkflow.steps", "useworkflow.runs")
    loggers = [logging.getLogger(name) for name in names]
    before = [(logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(quiet)
        logger.propagate = False
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, (propagate, level) in zip(loggers, before, strict=True):
            logger.removeHandler(quiet)
            logger.propagate = propagate
            logger.setLevel(level)


def _next_seed(chance: random.Random) -> str:
    """The randomness of the run that ``create_run`` makes next with ``chance``, which stays as it is."""
    ahead = random.Random()
    ahead.setstate(chance.getstate())
    return f"{ahead.getrandbits(128):032x}"


async def _succeeded(start: asyncio.Task[Any], machine: Machine | None) -> bool:
    """Whether a start has an answer, and no ``WorldError``; as long as its process lives it must have one some time."""
    while not start.done() and (machine is None or machine.process.alive):
        await asyncio.wait([start], timeout=20)
    return start.done() and not isinstance(start.exception(), WorldError)
