"""Runs that workflow code starts: what is created with the commit, and what they are told when their parent ends.

    ChildStarted("0/start:ship#0", run_id="run_01...")   -> a NewRun with the code of its parent's bundle, for that commit
    ... and once that is durable                         -> its first turn, in this engine
    the parent ends while 0/start:ship#0 still runs      -> a message to it, as its ``parent_close`` says

Read next: ``hot_run``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Raw

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_compiler.format import Bundle, bundle_of_other
from useworkflow_runtime.code.identity import workflow_function
from useworkflow_runtime.code.programs import load_program
from useworkflow_runtime.engine.ledger import Ledger
from useworkflow_runtime.worlds.protocol import NewRun, RunRecord, Turn
from useworkflow_runtime.worlds.queueing import QueuePlace, StartWindow
from useworkflow_sandbox import events as e
from useworkflow_sandbox import values
from useworkflow_sandbox.declared import declared_timeout
from useworkflow_sandbox.events import decode_event, encode_event
from useworkflow_sandbox.run_ids import child_seed

if TYPE_CHECKING:
    from useworkflow_runtime.engine.engine import Engine
    from useworkflow_runtime.engine.hot_run import HotRun
    from useworkflow_runtime.engine.runs import Runs

AT_ONCE = 100
"""Children that begin between two breaths of the loop."""

_codes: dict[tuple[str, str], Bundle] = {}
_by_id: dict[str, Bundle] = {}


def code_of_child(parent: Bundle, workflow: str) -> Bundle:
    """The code of ``workflow`` as it stands in the bundle of the run that starts it (G7); worked out once."""
    found = _codes.get((parent.id, workflow))
    if found is None:
        found = _codes[parent.id, workflow] = bundle_of_other(parent, workflow)
        _by_id[found.id] = found
    return found


def known_code(bundle_id: str) -> Bundle:
    """The code that ``code_of_child`` gave under this id: to be stored before the run that has it."""
    return _by_id[bundle_id]


def child_run(hot: HotRun, command: e.ChildStarted) -> NewRun:
    """The run that ``command`` of ``hot`` starts."""
    assert hot.program.bundle is not None
    origin = hot.instance.origin
    code = code_of_child(hot.program.bundle, command.workflow)
    created = e.RunCreated(
        at=command.at,
        workflow=command.workflow,
        bundle=code.id,
        args=command.args,
        seed=child_seed(origin.seed, command.id),
        parent=hot.run_id,
        root=origin.root or hot.run_id,
        env=origin.env,
        payload_limit=origin.payload_limit,
        start_at=command.start_at,
        attributes=tuple(command.attributes),
        timeout=declared_timeout(workflow_function(command.workflow)) if command.timeout is None else command.timeout,
    )
    return NewRun(
        id=command.run_id,
        workflow=command.workflow,
        bundle=code.id,
        created=encode_event(created),
        at=command.at,
        idempotency_key=command.idempotency_key,
        args_digest=values.digest(command.args),
        start_at=command.start_at,
        attributes=command.attributes,
        parent=hot.run_id,
        queue=None if command.queue is None else QueuePlace(command.queue, command.key, command.priority),
        operation=command.id,
        window=None if command.window is None else StartWindow(command.key, command.window, command.keep),
        unsure=command.unsure,
    )


def begin_children(engine: Engine, turn: Turn, begun: Sequence[RunRecord]) -> None:
    """Take up the children that the commit of ``turn`` has created for ``engine``, as ``start`` does with a run; many of them
    with a breath of the loop in between."""
    if not engine.running:
        return  # the next one finds them
    created = {child.id: child.created for child in turn.children}
    _begin(engine.runs, created, begun[:AT_ONCE])
    if len(begun) > AT_ONCE:
        engine.spawn(_begin_rest(engine.runs, created, begun))


async def _begin_rest(runs: Runs, created: dict[str, bytes], begun: Sequence[RunRecord]) -> None:
    for first in range(AT_ONCE, len(begun), AT_ONCE):
        await asyncio.sleep(0)
        if not runs.committer.lost:
            _begin(runs, created, begun[first : first + AT_ONCE])


def _begin(runs: Runs, created: dict[str, bytes], begun: Sequence[RunRecord]) -> None:
    for record in begun:
        try:
            program = load_program(known_code(record.bundle))
        except UseWorkflowError:
            runs.adopt(record)  # which says so, and parks it
        else:
            event = decode_event(created[record.id])
            assert isinstance(event, e.RunCreated)  # made by ``child_run``
            runs.begin(record, event, program)


def farewells(run_id: str, ledger: Ledger) -> Iterator[tuple[str, str, Raw]]:
    """What the children that still run are told when their parent ends: (run id, kind, payload)."""
    for child in ledger.children.values():
        # An id that was made for it is that of no other run: where its key was somebody else's, there is no such run.
        if child.parent_close != "abandon" and (child.linked or not child.own_id):
            yield child.run_id, child.parent_close, values.encode(f"its parent {run_id} has ended")
