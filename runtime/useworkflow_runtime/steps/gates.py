"""Limits on how many attempts of one step run at a time: in this worker, and in all of them together.

    @step(worker_concurrency=2)      at most two at a time in each worker
    @step(concurrency=5)             at most five at a time in all workers of the world
    gates.admit(step)  -> False      it waits at the gate; ``opened`` is called when one of those that wait can go on

Who waits costs no attempt and no place. A slot that is given back goes to whoever waits in this worker, and after ``_TURN`` seconds
first to other workers. Read next: ``worlds.step_slots``; ``execution``, which asks here before it gives out a place.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator

from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.steps.registry import Place, Step
from useworkflow_runtime.worlds.step_slots import StepSlots

_TURN = 1.0
"""Seconds for which a worker hands its slots on to its own attempts before others may have them."""
_REST = 0.05
"""Seconds for which it then does not ask for them."""
_log = logging.getLogger("useworkflow.engine")


class Gate:
    """One step's. ``used``: attempts that it has let through; ``held``: slots of the world that this worker has."""

    __slots__ = ("again", "held", "resting", "settling", "since", "step", "used", "waiting")

    def __init__(self, step: Step) -> None:
        self.step = step
        self.used = 0
        self.held = 0
        self.since = 0.0
        """The loop's time at which it got slots."""
        self.waiting: deque[tuple[str, str]] = deque()
        """(run id, operation id), the longest first."""
        self.settling: asyncio.Task[None] | None = None
        self.again = False
        self.resting = False

    def room(self) -> bool:
        """Whether one more may go through now."""
        options = self.step.options
        return (options.worker_concurrency is None or self.used < options.worker_concurrency) and (
            options.concurrency is None or self.used < self.held
        )

    def wanted(self) -> int:
        """Slots of the world that this worker can use."""
        options = self.step.options
        wanted = self.used if self.resting else self.used + len(self.waiting)
        return min(n for n in (wanted, options.concurrency, options.worker_concurrency) if n is not None)


class Gates:
    """The gates of one engine.

    Args:
        loop: the engine's loop.
        slots: the world's.
        epoch: the engine's.
        shared: other engines may want the same slots.
        opened: called when attempts that wait for this place may go on.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        slots: StepSlots,
        epoch: int,
        shared: bool,
        opened: Callable[[Place], None],
    ) -> None:
        self._loop = loop
        self._slots = slots
        self._epoch = epoch
        self._shared = shared
        self._opened = opened
        self._gates: dict[str, Gate] = {}
        self.asked = False
        """A step with a limit has been met: before that there is nothing to look for."""
        self._closed = False

    def admit(self, step: Step) -> bool:
        """Let an attempt of ``step`` through, if there is room; else it is to ``wait``."""
        gate = self._gates.get(step.id)
        if gate is None or gate.step is not step:
            gate = self._renewed(step, gate)
        if not gate.room():
            return False
        gate.used += 1
        return True

    def _renewed(self, step: Step, former: Gate | None) -> Gate:
        if former is not None:  # the same step with other options
            former.step = step
            return former
        gate = self._gates[step.id] = Gate(step)
        self.asked = True
        return gate

    def wait(self, step: Step, run_id: str, id: str) -> None:
        """An attempt of ``step`` waits until it can go through."""
        gate = self._gates[step.id]
        gate.waiting.append((run_id, id))
        if step.options.concurrency is not None:
            self._settle(gate)

    def leave(self, step: Step) -> None:
        """An attempt that was let through has ended, or does not begin after all."""
        gate = self._gates[step.id]
        gate.used -= 1
        if step.options.concurrency is None:
            return
        if self._shared and gate.waiting and not gate.resting and self._loop.time() - gate.since > _TURN:
            gate.resting = True
            self._loop.call_later(_REST, self._go_on, gate)
        if gate.resting or not gate.waiting:
            self._settle(gate)

    def next_waiting(self, step: Step) -> tuple[str, str] | None:
        """(run id, operation id) of the attempt of ``step`` that waits longest, if it may go through."""
        gate = self._gates.get(step.id)
        return gate.waiting.popleft() if gate is not None and gate.waiting and gate.room() else None

    def open(self, place: Place) -> Iterator[Step]:
        """Steps that run at ``place`` and of which an attempt waits that may go through."""
        for gate in list(self._gates.values()):
            if gate.step.place is place and gate.waiting and gate.room():
                yield gate.step

    def ask_again(self) -> None:
        """Something has changed in the world: there may be slots."""
        for gate in self._gates.values():
            if gate.step.options.concurrency is not None and gate.wanted() != gate.held:
                self._settle(gate)

    def close(self) -> None:
        """Ask for nothing more."""
        self._closed = True
        for gate in self._gates.values():
            if gate.settling is not None:
                gate.settling.cancel()

    # --- slots of the world

    def _go_on(self, gate: Gate) -> None:
        gate.resting = False
        self._settle(gate)

    def _settle(self, gate: Gate) -> None:
        """Bring what this worker holds in line with what it can use."""
        gate.again = True
        if gate.settling is None and not self._closed:
            gate.settling = self._loop.create_task(self._settled(gate))

    async def _settled(self, gate: Gate) -> None:
        try:
            while gate.again:
                gate.again = False
                await self._hold(gate)
        except (WorldError, LostOwnershipError) as error:
            _log.debug("slots of %s cannot be counted now: %s", gate.step.name, error)
        finally:
            gate.settling = None

    async def _hold(self, gate: Gate) -> None:
        limit, wanted = gate.step.options.concurrency, gate.wanted()
        if limit is None or wanted == gate.held:
            return
        before = gate.held = min(gate.held, wanted)
        gate.held = await self._slots.hold(self._epoch, gate.step.id, limit, wanted)
        if gate.held > before:
            gate.since = self._loop.time()
            self._opened(gate.step.place)
            gate.again = True  # what nobody has used is given back
