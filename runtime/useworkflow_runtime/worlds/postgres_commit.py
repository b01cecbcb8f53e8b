"""The group commit of a PostgreSQL world: all turns that are ready, one transaction, two round trips (G2).

    first   BEGIN; is the worker alive?; lock the runs of all turns, in order; who owns the tokens that they want?
    second  INSERT the events, UPDATE the runs, ...; COMMIT: one statement a kind, its rows in arrays

Between them it is decided here which turns stand: a turn whose log, or whose run's generation, has moved on is stale, and one of a run that another
worker owns now is lost (G3). Both are left out. Where the connection breaks at the end, the transaction's number tells what
became of it. Read next: ``postgres``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import psycopg
from msgspec import UNSET
from msgspec.structs import replace

from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.worlds import postgres_hooks as hooks
from useworkflow_runtime.worlds import postgres_reading as reading
from useworkflow_runtime.worlds import postgres_streams as streams
from useworkflow_runtime.worlds.attributes import merged
from useworkflow_runtime.worlds.large_values import stored
from useworkflow_runtime.worlds.postgres_children import Reach
from useworkflow_runtime.worlds.postgres_large import Large
from useworkflow_runtime.worlds.postgres_pool import Connection, Pool, impatient
from useworkflow_runtime.worlds.postgres_rows import attributes, json_text, text
from useworkflow_runtime.worlds.postgres_writing import tell
from useworkflow_runtime.worlds.protocol import PARKED, TERMINAL, HookRecord, Turn, TurnOutcome
from useworkflow_runtime.worlds.tokens import address

_STALE = TurnOutcome(committed=False)
_LOST = TurnOutcome(committed=False, lost=True)
_COMMITTED = TurnOutcome(committed=True)

_LOCK = f"""
    SELECT id, number, last_seq, generation, attributes, {reading.FREE} FROM useworkflow.runs WHERE id = ANY(%(ids)s)
    ORDER BY number FOR UPDATE
"""
_OWNERS = """
    SELECT hooks.address, runs.id FROM useworkflow.hooks JOIN useworkflow.runs ON runs.number = hooks.run
    WHERE address = ANY(%s)
"""
_TYPES = {
    "status": "text", "started_at": "bigint", "completed_at": "bigint", "wake_at": "bigint", "error_kind": "text",
    "reason": "text", "output": "text", "error": "text", "attributes": "text", "claims": "int", "active": "bool",
    "epoch": "int", "last_seq": "bigint", "generation": "bigint",
}  # fmt: skip
_UNKNOWN_TRIES = 100
_UNKNOWN_PAUSE = 0.1


class _Locked:
    """A run whose row this transaction has locked."""

    __slots__ = ("attributes", "columns", "generation", "last_seq", "number", "ours")

    def __init__(self, number: int, last_seq: int, generation: int, attributes: str, ours: bool) -> None:
        self.number = number
        self.last_seq = last_seq
        self.generation = generation
        self.attributes = attributes
        self.ours = ours
        self.columns: dict[str, object] = {}


class GroupCommit:
    """One commit of some turns.

    Args:
        epoch: the worker's.
        turns: what is ready.
        url: the world's, for messages.
        now: the world's clock, microseconds.
        message: what is told to other processes where the turns send something or create runs.
        news: what is told to them in any case; ``None``: nothing.
    """

    def __init__(
        self, epoch: int, turns: Sequence[Turn], url: str, now: int, message: str, news: str | None = None
    ) -> None:
        self._news = news
        self._epoch = epoch
        self._turns = turns
        self._url = url
        self._now = now
        self._message = message
        self._begin()

    def _begin(self) -> None:
        self._runs: dict[str, _Locked] = {}
        self._owners: dict[str, str] = {}
        self._accepted: list[Turn] = []
        self._places: list[int] = []
        self._sent: list[tuple[int, str, psycopg.AsyncCursor[tuple[Any, ...]]]] = []
        self._taken: list[tuple[int, HookRecord, str]] = []
        self._wanted: list[tuple[int, HookRecord]] = []
        self._outcomes: list[TurnOutcome] = []
        self._inserted: dict[str, tuple[int, HookRecord]] = {}
        self._changed: dict[str, tuple[int, HookRecord]] = {}
        self._deleted: set[str] = set()
        self._items: set[tuple[int, int]] = set()
        """(number of the run, of the item): those of the items to be consumed that are there."""
        self._xid: str | None = None
        self._told = False
        self._reach = Reach()
        self._large = Large()

    @property
    def told(self) -> bool:
        """Something was put into the inbox of a run, or runs were created: an engine has to look."""
        return self._told or self._reach.told or any(turn.forwards for turn in self._accepted)

    async def run(self, pool: Pool) -> list[TurnOutcome]:
        """Commit.

        Raises:
            LostOwnershipError: the worker's lease has ended.
            WorldError: nothing was committed.
        """
        try:
            return await pool.use(self._transaction)
        except WorldError as error:
            broken = isinstance(error.__cause__, psycopg.OperationalError | OSError)
            if self._xid is None or not broken or not await self._was_committed(pool, error):
                raise
            if not await pool.use(self._stands):
                raise
            return await pool.use(self._with_conflicts)

    async def _transaction(self, db: Connection) -> list[TurnOutcome]:
        self._begin()
        await self._lock(db)
        for turn in self._turns:
            self._take(turn)
        await self._write(db)
        return self._final()

    async def _was_committed(self, pool: Pool, error: WorldError) -> bool:
        """What became of a transaction whose connection broke: the server knows."""
        for _ in range(_UNKNOWN_TRIES):
            try:
                status = await pool.use(self._status)
            except WorldError:
                status = "in progress"
            if status != "in progress":
                return status == "committed"
            await asyncio.sleep(_UNKNOWN_PAUSE)
        raise error

    async def _status(self, db: Connection) -> str | None:
        row = await (await db.execute("SELECT pg_xact_status(%s::text::xid8)", (self._xid,))).fetchone()
        return None if row is None else row[0]

    async def _stands(self, db: Connection) -> bool:
        """Whether the log holds what this commit appended. A server that crashed before the transaction reached its disk
        gives the number to another transaction, which may well have been committed since."""
        turn = next((turn for turn in self._accepted if turn.events), None)
        if turn is None:
            return False  # nobody knows; whoever asked reads the world again
        last, number = turn.events[-1], self._runs[turn.run_id].number
        found = await db.execute(
            "SELECT 1 FROM useworkflow.log JOIN useworkflow.runs ON runs.number = log.run "
            "WHERE log.run = %s AND log.seq = %s AND log.body = %s AND runs.epoch = %s",
            (number, last.seq, stored(last.body).text, self._epoch),
        )
        return await found.fetchone() is not None

    # --- first round trip

    async def _lock(self, db: Connection) -> None:
        awaited = {run_id for turn in self._turns for _, run_id in turn.awaits}
        ids = list({turn.run_id for turn in self._turns} | awaited)
        tokens = {hook.token for turn in self._turns for hook in turn.hooks_created}
        tokens |= {token for turn in self._turns for token in turn.hooks_disposed}
        done = [number for turn in self._turns for number in turn.inbox_done]
        owners = items = None
        async with db.pipeline():
            await db.execute("BEGIN")
            await db.execute(impatient(db))
            fence = await db.execute(reading.FENCE, (self._epoch,))
            locked = await db.execute(_LOCK, {"ids": ids, "epoch": self._epoch})
            if tokens:
                owners = await db.execute(_OWNERS, ([address(token) for token in tokens],))
            if done:
                items = await db.execute("SELECT run, number FROM useworkflow.inbox WHERE number = ANY(%s)", (done,))
            others = await self._reach.read(db, awaited)
        row = await fence.fetchone()
        if row is None:
            raise LostOwnershipError.of(self._url, self._epoch)
        self._xid = str(row[0])
        self._runs = {row[0]: _Locked(*row[1:]) for row in await locked.fetchall()}
        if owners is not None:
            self._owners = dict(await owners.fetchall())
        if items is not None:
            self._items = set(await items.fetchall())
        await self._reach.know(others)

    # --- between: which turns stand

    def _take(self, turn: Turn) -> None:
        run = self._runs.get(turn.run_id)
        if run is None or not run.ours or (run.last_seq, run.generation) != (turn.expected, turn.generation):
            self._outcomes.append(_STALE if run is None or run.ours else _LOST)
            return
        consumed = {(run.number, item) for item in turn.inbox_done}
        if not consumed <= self._items:
            self._outcomes.append(_STALE)
            return
        self._items -= consumed
        index = len(self._outcomes)
        self._outcomes.append(_COMMITTED)
        self._accepted.append(turn)
        self._places.append(index)
        run.last_seq += len(turn.events)
        self._reach.take(run.number, turn)
        self._fold_columns(run, turn)
        if turn.hooks_created or turn.hooks_disposed:
            self._fold_hooks(index, run, turn)
        if turn.status in TERMINAL:
            for name in [name for name, owner in self._owners.items() if owner == turn.run_id]:
                self._drop_hook(name)

    def _fold_hooks(self, index: int, run: _Locked, turn: Turn) -> None:
        """Dispose of what the run owned, create, dispose of what this turn has created: a token may change hands in a turn."""
        later = []
        for token in turn.hooks_disposed:
            if self._owners.get(address(token)) == turn.run_id:
                self._drop_hook(address(token))
            else:
                later.append(token)
        for hook in turn.hooks_created:
            name = address(hook.token)
            if name in self._owners:
                self._taken.append((index, hook, self._owners[name]))
                if turn.status not in TERMINAL and turn.status not in PARKED:
                    run.columns.update(active=True, epoch=self._epoch)
                continue
            self._owners[name] = turn.run_id
            if name in self._deleted:
                self._deleted.discard(name)
                self._changed[name] = (run.number, hook)
            else:
                self._inserted[name] = (run.number, hook)
                self._wanted.append((index, hook))  # another worker's commit may be first
        for token in later:
            if self._owners.get(address(token)) == turn.run_id:
                self._drop_hook(address(token))

    def _drop_hook(self, name: str) -> None:
        del self._owners[name]
        if self._inserted.pop(name, None) is None:
            self._changed.pop(name, None)
            self._deleted.add(name)

    def _fold_columns(self, run: _Locked, turn: Turn) -> None:
        columns = run.columns
        if turn.events:
            columns["last_seq"] = run.last_seq
        else:
            run.generation += 1
            columns["generation"] = run.generation
        for name in ("status", "started_at", "completed_at", "wake_at", "error_kind", "reason"):
            value = getattr(turn, name)
            if value is not UNSET:
                columns[name] = value
        for name in ("output", "error"):
            value = getattr(turn, name)
            if value is not UNSET:
                columns[name] = text(value)
        if turn.attributes is not UNSET:
            run.attributes = json_text(merged(attributes(run.attributes), turn.attributes))
            columns["attributes"] = run.attributes
        if turn.reset_claims:
            columns["claims"] = 0
        if turn.status in TERMINAL or turn.status in PARKED:
            columns["active"] = False
        elif turn.active is not UNSET:
            columns["active"] = turn.active
            if turn.active:
                columns["epoch"] = self._epoch
        if turn.status in TERMINAL:
            columns["wake_at"] = None

    # --- second round trip

    async def _write(self, db: Connection) -> None:
        owners = None
        await self._reach.settle(db, self._now)
        async with db.pipeline():
            await self._append(db)
            await self._update(db)
            await self._write_hooks(db)
            if self._wanted:
                owners = await self._ask_owners(db)
                await self._keep_active(db)
            await self._send(db)
            await self._answer(db)
            await self._settle(db)
            await self._end(db)
            ended = await self._reach.write(db, self._now, self._message)
            if self._reach.told or any(turn.forwards for turn in self._accepted):
                await tell(db, self._message)
            elif self._news is not None:
                await tell(db, self._news)
            await db.execute("COMMIT")
        self._told = ended is not None and await ended.fetchone() is not None
        if owners is not None:
            self._owners = dict(await owners.fetchall())

    async def _append(self, db: Connection) -> None:
        large = self._large
        rows = [
            (
                self._runs[turn.run_id].number,
                event.seq,
                event.kind,
                event.at,
                large.add(turn.run_id, event.seq, event.body),
            )
            for turn in self._accepted
            for event in turn.events
        ]
        await large.write(db)
        if rows:
            await db.execute(
                "INSERT INTO useworkflow.log "
                "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::bigint[], %s::text[])",
                [list(column) for column in zip(*rows, strict=True)],
            )
        snapshots = {turn.run_id: turn.snapshot for turn in self._accepted if turn.snapshot is not None}
        if snapshots:
            await db.execute(
                "INSERT INTO useworkflow.snapshots SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]) "
                "ON CONFLICT (run) DO UPDATE SET seq = excluded.seq, body = excluded.body",
                (
                    [self._runs[run_id].number for run_id in snapshots],
                    [snapshot.seq for snapshot in snapshots.values()],
                    [snapshot.body for snapshot in snapshots.values()],
                ),
            )

    async def _update(self, db: Connection) -> None:
        """One UPDATE for all runs that change the same columns."""
        shapes: dict[tuple[str, ...], list[_Locked]] = {}
        for run in self._runs.values():
            if run.columns:
                shapes.setdefault(tuple(sorted(run.columns)), []).append(run)
        for names, runs in shapes.items():
            values: list[list[Any]] = [[run.columns[name] for run in runs] for name in names]
            await db.execute(
                f"UPDATE useworkflow.runs SET {', '.join(f'{name} = given.{name}' for name in names)} "
                f"FROM unnest(%s::bigint[], {', '.join(f'%s::{_TYPES[name]}[]' for name in names)}) "
                f"AS given(number, {', '.join(names)}) WHERE runs.number = given.number",
                [[run.number for run in runs], *values],
            )

    async def _write_hooks(self, db: Connection) -> None:
        if self._inserted:
            await db.execute(
                "INSERT INTO useworkflow.hooks SELECT * FROM unnest"
                "(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[]) "
                "ON CONFLICT DO NOTHING",
                _hook_columns(self._inserted),
            )
        if self._changed:
            await db.execute(
                "UPDATE useworkflow.hooks SET run = given.run, hook_id = given.hook_id, created_at = given.created_at, "
                "metadata = given.metadata, schema = given.schema, webhook = given.webhook "
                "FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::text[], "
                "%s::text[]) AS given(address, token, run, hook_id, created_at, metadata, schema, webhook) WHERE hooks.address = given.address",
                _hook_columns(self._changed),
            )
        if self._deleted:
            await db.execute("DELETE FROM useworkflow.hooks WHERE address = ANY(%s)", (sorted(self._deleted),))

    async def _send(self, db: Connection) -> None:
        for index, turn in zip(self._places, self._accepted, strict=True):
            for sent in turn.forwards:
                self._sent.append((index, sent.token, await hooks.forward(db, sent)))
        done = [number for turn in self._accepted for number in turn.inbox_done]
        if done:
            await db.execute("DELETE FROM useworkflow.inbox WHERE number = ANY(%s)", (done,))
        over = [(self._runs[turn.run_id].number, each) for turn in self._accepted for each in turn.handed_back]
        if over:
            await db.execute(
                "DELETE FROM useworkflow.offers WHERE (run, operation) IN (SELECT * FROM unnest(%s::bigint[], %s::text[]))",
                ([number for number, _ in over], [operation for _, operation in over]),
            )

    async def _answer(self, db: Connection) -> None:
        for turn in self._accepted:
            if turn.replies:
                await hooks.answer(db, self._runs[turn.run_id].number, turn.replies)

    async def _settle(self, db: Connection) -> None:
        settled = [(turn.run_id, each) for turn in self._accepted for each in turn.settlements]
        if settled:
            await streams.settle(db, settled)

    async def _end(self, db: Connection) -> None:
        ended = [self._runs[turn.run_id].number for turn in self._accepted if turn.status in TERMINAL]
        if ended:
            await hooks.end(db, ended)
            await streams.end(db, ended)
            for table in ("snapshots", "inbox", "tickets", "offers"):
                await db.execute(f"DELETE FROM useworkflow.{table} WHERE run = ANY(%s)", (ended,))

    # --- conflicts

    async def _ask_owners(self, db: Connection) -> psycopg.AsyncCursor[tuple[Any, ...]]:
        return await db.execute(_OWNERS, ([address(hook.token) for _, hook in self._wanted],))

    async def _keep_active(self, db: Connection) -> None:
        """Runs whose token went to another worker's run at the same time have to be told of it."""
        if not self._inserted:
            return
        await db.execute(
            "UPDATE useworkflow.runs SET active = true, epoch = %s FROM unnest(%s::bigint[], %s::text[]) "
            "AS wanted(number, address) JOIN useworkflow.hooks USING (address) "
            f"WHERE runs.number = wanted.number AND hooks.run <> wanted.number AND {reading.LIVE}",
            (self._epoch, *_hook_columns(self._inserted)[2::-2]),
        )

    async def _with_conflicts(self, db: Connection) -> list[TurnOutcome]:
        if self._wanted:
            self._owners = dict(await (await self._ask_owners(db)).fetchall())
        return self._final()

    def _final(self) -> list[TurnOutcome]:
        taken = list(self._taken)
        for index, hook in self._wanted:
            owner = self._owners.get(address(hook.token))
            if address(hook.token) in self._inserted and owner != self._turns[index].run_id:
                taken.append((index, hook, owner or "a run that has ended"))
        outcomes = list(self._outcomes)
        for index, hook, owner in taken:
            found = (*outcomes[index].conflicts, (hook.hook_id, hook.token, owner))
            outcomes[index] = TurnOutcome(committed=True, conflicts=found)
        for index, token, put in self._sent:
            if not put.rowcount:
                outcomes[index] = replace(outcomes[index], unsent=(*outcomes[index].unsent, token))
        return outcomes


def _hook_columns(hooks: dict[str, tuple[int, HookRecord]]) -> list[list[Any]]:
    rows = [
        (
            name,
            hook.token,
            number,
            hook.hook_id,
            hook.created_at,
            text(hook.metadata),
            text(hook.schema),
            text(hook.webhook),
        )
        for name, (number, hook) in sorted(hooks.items())  # in one order, so that two commits cannot wait in a circle
    ]
    return [list(column) for column in zip(*rows, strict=True)]
