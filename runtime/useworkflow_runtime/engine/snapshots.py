"""When a snapshot pays, and what its body is.

    log since the last snapshot: 40 KiB, last snapshot: 2 KiB     -> take one
    log since the last snapshot: 40 KiB, last snapshot: 300 KiB   -> not yet

So replay after a restart is bounded by a small multiple of the live state, whatever the length of the log (G4), and all
snapshots together write no more than a fraction of the log. A body is MessagePack: the engine's part (outstanding steps,
timers and hooks, by position in the log), then the sandbox's bytes; a keyed digest over both stands in front (G8).
Read next: ``recovery``, which restores from one.
"""

from __future__ import annotations

import hashlib
import hmac

import msgspec

from useworkflow_runtime.deploys.shapes import shapes_in
from useworkflow_runtime.engine.hot_run import HotRun
from useworkflow_runtime.engine.ledger import ChildEntry, HookEntry, Ledger, StepEntry, TimerEntry

_DIGEST = 16


class SnapshotPolicy(msgspec.Struct, frozen=True):
    """Take a snapshot once the log has grown by ``ratio`` times the last snapshot, or what the next is likely to have, and by
    ``least`` bytes at least."""

    least: int = 24 * 1024
    ratio: float = 4.0
    a_task: int = 200
    """Bytes that a task is likely to add: a run of 100,000 tasks is not captured just to learn that it does not pay."""

    def wants(self, hot: HotRun) -> bool:
        """Whether a snapshot of ``hot`` pays now."""
        grown = hot.log_bytes
        if grown < self.least or grown < self.ratio * hot.snapshot_bytes:
            return False
        return grown >= self.ratio * self.a_task * (len(hot.instance.loop.tasks) - 1)


class _Step(msgspec.Struct, frozen=True, array_like=True):
    id: str
    step: str
    seq: int
    line: int
    scheduled_at: int
    attempt: int
    started_at: int | None
    retry_at: int | None
    details: bytes | None = None


class _Timer(msgspec.Struct, frozen=True, array_like=True):
    id: str
    seq: int
    due: int
    what: str
    line: int
    since: int


class _Hook(msgspec.Struct, frozen=True, array_like=True):
    id: str
    token: str
    line: int
    since: int


class _Child(msgspec.Struct, frozen=True, array_like=True):
    id: str
    run_id: str
    parent_close: str
    linked: bool
    line: int
    since: int
    own_id: bool = False


class _Body(msgspec.Struct, frozen=True, array_like=True):
    at: int
    steps: list[_Step]
    timers: list[_Timer]
    hooks: list[_Hook]
    instance: bytes
    bundle: str = ""
    shapes: dict[str, str] = {}
    children: list[_Child] = []


class Restored(msgspec.Struct, frozen=True):
    """What a body held: the last event's time (microseconds), the ledger, the instance's bytes, the id of the code, and
    the shapes of the user's classes that are in it."""

    at: int
    ledger: Ledger
    instance: bytes
    bundle: str
    shapes: dict[str, str]


class SnapshotDamagedError(Exception):
    """The body is not what this engine wrote with this key. Internal: the log is used instead."""


def pack(hot: HotRun, key: bytes | None) -> bytes:
    """Capture a hot run between two turns.

    Raises:
        CaptureError: a live value cannot be captured; the run goes on by replay.
    """
    ledger = hot.ledger
    body = _Body(
        at=hot.at,
        steps=[
            _Step(s.id, s.step, s.seq, s.line, s.scheduled_at, s.attempt, s.started_at, s.retry_at, _bytes(s.details))
            for s in ledger.steps.values()
        ],
        timers=[_Timer(t.id, t.seq, t.due, t.what, t.line, t.since) for t in ledger.timers.values()],
        hooks=[_Hook(h.id, h.token, h.line, h.since) for h in ledger.hooks.values()],
        instance=hot.instance.snapshot(key),
        bundle=hot.program.bundle.id if hot.program.bundle is not None else "",
        shapes=shapes_in(hot.program),
        children=[
            _Child(c.id, c.run_id, c.parent_close, c.linked, c.line, c.since, c.own_id)
            for c in ledger.children.values()
        ],
    )
    data = msgspec.msgpack.encode(body)
    return _digest(data, key) + data


def unpack(data: bytes, key: bytes | None) -> Restored:
    """Read what ``pack`` wrote. Steps come without their arguments: those are in the log.

    Raises:
        SnapshotDamagedError: another key, damaged bytes, or another format.
    """
    digest, body_bytes = data[:_DIGEST], data[_DIGEST:]
    if not hmac.compare_digest(digest, _digest(body_bytes, key)):
        raise SnapshotDamagedError("the snapshot's signature does not hold")
    try:
        body = msgspec.msgpack.decode(body_bytes, type=_Body)
    except msgspec.DecodeError as error:
        raise SnapshotDamagedError(str(error)) from error
    return Restored(body.at, _ledger_of(body), body.instance, body.bundle, body.shapes)


def _ledger_of(body: _Body) -> Ledger:
    ledger = Ledger()
    for s in body.steps:
        details = None if s.details is None else msgspec.Raw(s.details)
        entry = StepEntry(
            s.id, s.step, s.seq, None, s.line, s.scheduled_at, s.attempt, s.started_at, details, s.retry_at
        )
        ledger.add_step(entry)
    for t in body.timers:
        ledger.add_timer(TimerEntry(t.id, t.seq, t.due, t.what, t.line, t.since))
    for h in body.hooks:
        ledger.hooks[h.id] = HookEntry(h.id, h.token, h.line, h.since)
    for c in body.children:
        ledger.children[c.id] = ChildEntry(c.id, c.run_id, c.parent_close, c.linked, c.line, c.since, c.own_id)
    return ledger


def _bytes(value: msgspec.Raw | None) -> bytes | None:
    return None if value is None else bytes(value)


def _digest(data: bytes, key: bytes | None) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST, key=hashlib.sha256(key).digest() if key else b"").digest()
