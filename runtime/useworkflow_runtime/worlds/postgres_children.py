"""Runs that are started, awaited and written to by other runs, in a PostgreSQL world: a part of the group commit.

    first round trip    the awaited runs are locked with those of the turns, in one order, and read
    second              children, waits, messages; those who wait for a run that ends get their items: one statement a kind

A child whose key or id may be taken costs two round trips more; what it finds is locked too, so that an end is either seen or
announced. Read next: ``postgres_commit``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Raw

from useworkflow_runtime.errors import RunExistsError, RunNotFoundError
from useworkflow_runtime.worlds import postgres_code as code
from useworkflow_runtime.worlds import postgres_large as large
from useworkflow_runtime.worlds import postgres_reading as reading
from useworkflow_runtime.worlds import postgres_windows as windows
from useworkflow_runtime.worlds.postgres_pool import Connection, transaction
from useworkflow_runtime.worlds.postgres_rows import RECORD, address, record, text
from useworkflow_runtime.worlds.postgres_schema import CHANNEL
from useworkflow_runtime.worlds.postgres_writing import insert_runs, tell
from useworkflow_runtime.worlds.protocol import TERMINAL, LoggedEvent, NewRun, RunRecord, Turn
from useworkflow_runtime.worlds.tidings import end_in, end_of, link_to

_THERE = f"""
    {RECORD} WHERE runs.id = %s OR (runs.workflow = %s AND runs.key_address = %s)
    ORDER BY (runs.key_address IS NOT DISTINCT FROM %s AND runs.workflow = %s) DESC LIMIT 1 FOR SHARE
"""


class Reach:
    """What the accepted turns of one group commit do to other runs."""

    def __init__(self) -> None:
        self._others: dict[str, RunRecord] = {}
        self._children: list[NewRun] = []
        self._unsure: list[tuple[int, NewRun]] = []
        self._waits: list[tuple[str, int, str]] = []
        """(run id, number of the waiting run, operation)."""
        self._items: list[tuple[int, str, str, str]] = []
        """(number of the run, kind, target, payload)."""
        self._sends: list[tuple[str, str, str]] = []
        self._ended: dict[int, str] = {}
        """Number of a run that ends -> what those who wait for it are told."""

    async def read(self, db: Connection, awaited: set[str]) -> Any:
        """Read the runs that turns wait for, which are locked; to be called in the pipeline of the first round trip."""
        return await db.execute(f"{RECORD} WHERE runs.id = ANY(%s)", (sorted(awaited),)) if awaited else None

    async def know(self, found: Any) -> None:
        """Take in what was read."""
        if found is not None:
            records = [record(row) for row in await found.fetchall()]
            self._others = {each.id: each for each in records}

    def take(self, number: int, turn: Turn) -> None:
        """Fold in a turn that stands. ``number``: its run's."""
        for child in turn.children:
            if child.unsure:
                self._unsure.append((number, child))
            else:
                self._children.append(child)
                self._waits.append((child.id, number, child.operation))
        for operation, run_id in turn.awaits:
            self.await_end(number, operation, run_id, self._others.get(run_id))
        self._sends += [(run_id, kind, text(payload)) for run_id, kind, payload in turn.sends]
        if turn.status in TERMINAL:
            self._ended[number] = text(end_of(turn))

    def await_end(self, number: int, operation: str, run_id: str, there: RunRecord | None) -> None:
        """Register a wait for a run, of which ``there`` is the locked row; answer it where there is nothing to wait for."""
        if there is None or there.status in TERMINAL:
            self._put(number, "finished", operation, end_in(there))
        else:
            self._waits.append((run_id, number, operation))

    def _put(self, number: int, kind: str, target: str, payload: Raw) -> None:
        self._items.append((number, kind, target, text(payload)))

    @property
    def told(self) -> bool:
        """Something was put into the inbox of a run, or runs were created, as far as is known before the end."""
        return bool(self._children or self._unsure or self._items or self._sends)

    async def settle(self, db: Connection, now: int) -> None:
        """Find out which run each unsure child is."""
        for number, asked in self._unsure:
            child = asked
            if child.window is not None:
                joined = await windows.join(db, child, child.window, now)
                if joined is not None:
                    self._put(number, "linked", child.operation, link_to(joined.id))
                    self.await_end(number, child.operation, joined.id, await _locked(db, joined.id))
                    continue
                child = await windows.opened(db, child, child.window, now)
            if await insert_runs(db, [child], None, now):
                self._put(number, "linked", child.operation, link_to(child.id))
                self._waits.append((child.id, number, child.operation))
                continue
            key = None if child.idempotency_key is None else address(child.idempotency_key)
            found = await db.execute(_THERE, (child.id, child.workflow, key, key, child.workflow))
            row = await found.fetchone()
            assert row is not None  # it has just stood in the way
            there = record(row)
            by_key = key is not None and there.idempotency_key == child.idempotency_key
            problem = "" if by_key else "id"
            if by_key and not child.has_arguments(await reading.digest_of(db, there.id)):
                problem = "key"
            self._put(number, "linked", child.operation, link_to(there.id, problem))
            if not problem:
                self.await_end(number, child.operation, there.id, there)

    async def write(self, db: Connection, now: int, message: str) -> Any:
        """Write; to be called in the pipeline of the second round trip. Returns the cursor that has a row if anyone was
        told of an end; ``message`` is then told to other processes."""
        if self._children:
            await insert_runs(db, self._children, None, now)
        if self._waits:
            await db.execute(
                "INSERT INTO useworkflow.waits SELECT runs.number, given.waiting, given.operation "
                "FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS given(id, waiting, operation) "
                "JOIN useworkflow.runs USING (id) ON CONFLICT DO NOTHING",
                _columns(self._waits),
            )
        if self._items:
            await db.execute(
                "INSERT INTO useworkflow.inbox (run, kind, target, payload) "
                "SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[])",
                _columns(self._items),
            )
        if self._sends:
            await db.execute(
                "INSERT INTO useworkflow.inbox (run, kind, target, payload) "
                "SELECT runs.number, given.kind, '', given.payload "
                "FROM unnest(%s::text[], %s::text[], %s::text[]) AS given(id, kind, payload) "
                f"JOIN useworkflow.runs USING (id) WHERE {reading.NOT_ENDED}",
                _columns(self._sends),
            )
        return await self._announce(db, message) if self._ended else None

    async def _announce(self, db: Connection, message: str) -> Any:
        return await db.execute(
            "WITH gone AS (DELETE FROM useworkflow.waits WHERE run = ANY(%s) RETURNING run, waiting, operation), "
            "told AS (INSERT INTO useworkflow.inbox (run, kind, target, payload) "
            "SELECT gone.waiting, 'finished', gone.operation, given.payload FROM gone "
            "JOIN unnest(%s::bigint[], %s::text[]) AS given(run, payload) USING (run) "
            f"JOIN useworkflow.runs ON runs.number = gone.waiting AND {reading.NOT_ENDED} RETURNING 1) "
            f"SELECT pg_notify('{CHANNEL}', %s) FROM (SELECT 1 FROM told LIMIT 1) AS once",
            (list(self._ended), list(self._ended), list(self._ended.values()), message),
        )


async def _locked(db: Connection, run_id: str) -> RunRecord | None:
    row = await (await db.execute(f"{RECORD} WHERE runs.id = %s FOR SHARE", (run_id,))).fetchone()
    return None if row is None else record(row)


async def fork_run(
    db: Connection,
    new: NewRun,
    run_id: str,
    until: int,
    tail: Sequence[LoggedEvent],
    awaits: Sequence[tuple[str, str]],
    now: int,
    message: str,
) -> RunRecord:
    """See ``World.fork_run``."""
    async with transaction(db):
        awaited = sorted({run for _, run in awaits} | {run_id})
        found = await db.execute(f"{RECORD} WHERE runs.id = ANY(%s) ORDER BY number FOR SHARE", (awaited,))
        others = {each.id: each for each in [record(row) for row in await found.fetchall()]}
        if run_id not in others:
            raise RunNotFoundError.of(run_id)
        if not await insert_runs(db, [new], None, now):
            raise RunExistsError.of(new.id)
        last_seq = until + len(tail)
        made = await db.execute(
            "UPDATE useworkflow.runs SET status = 'running', started_at = %s, last_seq = %s WHERE id = %s RETURNING number",
            (new.at, last_seq, new.id),
        )
        row = await made.fetchone()
        assert row is not None  # it has just been made
        number = int(row[0])
        await db.execute(
            "INSERT INTO useworkflow.log SELECT %s, seq, kind, at, body FROM useworkflow.log "
            "WHERE run = (SELECT number FROM useworkflow.runs WHERE id = %s) AND seq > 1 AND seq <= %s",
            (number, run_id, until),
        )
        await large.copy(db, run_id, until, number)
        await code.inherit(db, run_id, number)
        for event in tail:
            await db.execute(
                "INSERT INTO useworkflow.log VALUES (%s, %s, %s, %s, %s)",
                (number, event.seq, event.kind, event.at, event.body.decode()),
            )
        reach = Reach()
        for operation, run in awaits:
            reach.await_end(number, operation, run, others.get(run))
        await reach.write(db, now, message)
        await tell(db, message)
        forked = await reading.run(db, new.id)
        assert forked is not None
        return forked


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
