"""Programs of asyncio's primitives give the same trace on the deterministic loop as on CPython's own (G1)."""

from __future__ import annotations

import asyncio
import selectors
import sys
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from useworkflow_sandbox import values
from useworkflow_sandbox.events import RunCreated, TimerFired, TimerStarted
from useworkflow_sandbox.facades.asyncio_facade import make_module
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.program import Program

OURS: Any = make_module({})
EPOCH = 1_000_000


class VirtualSelector(selectors.SelectSelector):
    """Passes the time instead of waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1.0

    def select(self, timeout: float | None = None) -> list[Any]:
        self.now += timeout or 0.0
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """CPython's loop in virtual time."""

    def __init__(self) -> None:
        self._virtual = VirtualSelector()
        super().__init__(self._virtual)
        self._clock_resolution = 1e-7
        self.set_exception_handler(lambda loop, context: None)

    def time(self) -> float:
        return self._virtual.now


def on_cpython(body: Any) -> list[str]:
    """The trace of ``body`` on CPython's loop."""
    trace: list[str] = []
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(body(asyncio, trace))
    return trace


def on_ours(body: Any) -> list[str]:
    """The trace of ``body`` on the deterministic loop."""
    trace: list[str] = []

    async def workflow() -> None:
        await body(OURS, trace)

    instance = Instance.create(Program(workflow, filenames=frozenset({__file__}), host=_no_class), "r")
    commands = instance.deliver(
        RunCreated(at=EPOCH, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16)
    )
    armed: dict[str, int] = {}
    while not instance.finished:
        armed |= {command.id: command.due for command in commands if isinstance(command, TimerStarted)}
        armed = {timer: due for timer, due in armed.items() if timer in instance.operations}
        timer = min(armed, key=armed.__getitem__)
        commands = instance.deliver(TimerFired(at=armed.pop(timer), id=timer))
    return trace


def _no_class(module: str, qualname: str) -> type:
    raise LookupError(qualname)


WORKERS = 4
KINDS = (
    "lock", "semaphore", "event_set", "event_wait", "event_clear", "put", "get", "sleep", "round", "cancel", "fail",
    "notify", "notify_all", "barrier", "shield", "gather", "timeout", "wait_first", "wait_failure",
    "as_completed",
)  # fmt: skip
if sys.version_info >= (3, 13):
    # Before 3.13, TaskGroup and uncancel() count requests otherwise, and a cancelled Condition.wait() loses its
    # notification; workflow code has the rules of 3.13 everywhere.
    KINDS += ("group", "catch", "condition_wait")


class Stage:
    """What the workers of one program share."""

    def __init__(self, aio: Any, trace: list[str]) -> None:
        self.aio = aio
        self.trace = trace
        self.lock = aio.Lock()
        self.semaphore = aio.Semaphore(2)
        self.event = aio.Event()
        self.condition = aio.Condition()
        self.queue = aio.Queue(2)
        self.barrier = aio.Barrier(2)
        self.workers: list[Any] = []
        self.ticks = 0

    def delay(self) -> float:
        """A duration that no other timer of the program shares."""
        self.ticks += 1
        return self.ticks + self.ticks * self.ticks / 1024

    def say(self, *words: object) -> None:
        self.trace.append(" ".join(map(str, words)))

    async def child(self, name: str, fails: bool) -> str:
        self.say(name, "child begins")
        try:
            await self.aio.sleep(self.delay())
            if fails:
                raise ValueError(name)
            return name
        finally:
            self.say(name, "child ends")

    async def member(self, name: str, fails: bool) -> None:
        """A child that says nothing when it is cancelled: asyncio cancels a group's tasks in the order of a set."""
        await self.aio.sleep(self.delay())
        self.say(name, "member is done")
        if fails:
            raise ValueError(name)

    async def perform(self, name: str, kind: str, argument: int) -> None:
        await getattr(self, f"do_{kind}")(name, argument)

    async def do_lock(self, name: str, argument: int) -> None:
        async with self.lock:
            self.say(name, "has the lock")
            await self.aio.sleep(0)

    async def do_semaphore(self, name: str, argument: int) -> None:
        async with self.semaphore:
            self.say(name, "has a place")
            await self.aio.sleep(self.delay())

    async def do_event_set(self, name: str, argument: int) -> None:
        self.event.set()

    async def do_event_clear(self, name: str, argument: int) -> None:
        self.event.clear()

    async def do_event_wait(self, name: str, argument: int) -> None:
        self.say(name, "event", await self.event.wait())

    async def do_put(self, name: str, argument: int) -> None:
        await self.queue.put((name, argument))

    async def do_get(self, name: str, argument: int) -> None:
        self.say(name, "got", await self.queue.get())

    async def do_sleep(self, name: str, argument: int) -> None:
        await self.aio.sleep(self.delay())

    async def do_round(self, name: str, argument: int) -> None:
        await self.aio.sleep(0)

    async def do_cancel(self, name: str, argument: int) -> None:
        self.say(name, "cancels", self.workers[argument].cancel(name), self.workers[argument].cancelling())

    async def do_fail(self, name: str, argument: int) -> None:
        raise KeyError(name)

    async def do_condition_wait(self, name: str, argument: int) -> None:
        async with self.condition:
            self.say(name, "notified", await self.condition.wait())

    async def do_notify(self, name: str, argument: int) -> None:
        async with self.condition:
            self.condition.notify(argument)

    async def do_notify_all(self, name: str, argument: int) -> None:
        async with self.condition:
            self.condition.notify_all()

    async def do_barrier(self, name: str, argument: int) -> None:
        self.say(name, "through the barrier as", await self.barrier.wait())

    async def do_shield(self, name: str, argument: int) -> None:
        self.say(name, await self.aio.shield(self.child(name, False)))

    async def do_gather(self, name: str, argument: int) -> None:
        children = [self.child(f"{name}.{i}", i == argument) for i in range(2)]
        self.say(name, await self.aio.gather(*children, return_exceptions=argument > 1))

    async def do_group(self, name: str, argument: int) -> None:
        try:
            async with self.aio.TaskGroup() as group:
                for i in range(2):
                    group.create_task(self.member(f"{name}.{i}", i == argument))
                await self.aio.sleep(0)
        except ExceptionGroup as errors:
            self.say(name, errors.message, errors.exceptions)

    async def do_timeout(self, name: str, argument: int) -> None:
        try:
            async with self.aio.timeout(self.delay()) as scope:
                await self.event.wait()
        except TimeoutError:
            self.say(name, "timed out", scope.expired())

    async def do_wait_first(self, name: str, argument: int) -> None:
        tasks = [self.aio.create_task(self.child(f"{name}.{i}", False)) for i in range(2)]
        done, pending = await self.aio.wait(tasks, return_when=self.aio.FIRST_COMPLETED)
        self.say(name, sorted(task.result() for task in done), len(pending))

    async def do_wait_failure(self, name: str, argument: int) -> None:
        tasks = [self.aio.create_task(self.child(f"{name}.{i}", i == argument)) for i in range(3)]
        done, pending = await self.aio.wait(tasks, return_when=self.aio.FIRST_EXCEPTION, timeout=self.delay())
        self.say(name, len(done), len(pending), [str(task.exception()) for task in tasks if task.done()])

    async def do_as_completed(self, name: str, argument: int) -> None:
        # Tasks, because asyncio starts what is none in the order of a set.
        tasks = [self.aio.create_task(self.child(f"{name}.{i}", False)) for i in range(2)]
        for first in self.aio.as_completed(tasks):
            await first
            self.say(name, "one is there")

    async def do_catch(self, name: str, argument: int) -> None:
        try:
            await self.event.wait()
        except self.aio.CancelledError as cancelled:
            self.say(name, "caught", cancelled.args, self.aio.current_task().uncancel())

    async def work(self, name: str, acts: list[tuple[str, int]]) -> None:
        try:
            for kind, argument in acts:
                self.say(name, kind)
                await self.perform(name, kind, argument)
            self.say(name, "is done")
        except BaseException as error:
            self.say(name, "ends with", type(error).__name__, error.args)
            raise


def program(scripts: list[list[tuple[str, int]]]) -> Any:
    """A body that starts a worker per script, lets them run for a while, and then cancels them."""

    async def body(aio: Any, trace: list[str]) -> None:
        stage = Stage(aio, trace)
        stage.workers = [aio.create_task(stage.work(f"w{i}", script)) for i, script in enumerate(scripts)]
        await aio.wait(stage.workers, timeout=100_000.5)
        stage.say("the end")
        while not all(worker.done() for worker in stage.workers):
            for worker in stage.workers:
                worker.cancel("over")
            await aio.sleep(stage.delay())
        for outcome in await aio.gather(*stage.workers, return_exceptions=True):
            stage.say(repr(outcome))
        # What is left over is cancelled by the loop, in asyncio in the order of a set.
        stage.trace = []

    return body


acts = st.tuples(st.sampled_from(KINDS), st.integers(0, WORKERS - 1))
scripts = st.lists(st.lists(acts, max_size=5), min_size=WORKERS, max_size=WORKERS)


@settings(max_examples=150)
@given(scripts)
def test_generated_programs_give_cpythons_trace(script: list[list[tuple[str, int]]]) -> None:
    """Locks, queues, events, conditions, barriers, groups, timeouts and cancellation interleave as on CPython's loop."""
    assert on_ours(program(script)) == on_cpython(program(script))
