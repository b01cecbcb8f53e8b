"""Several workers on one PostgreSQL: kill them, stop them past their lease, kill the server, and check that nothing was lost or done twice.

    python tests/kills/postgres_rounds.py --rounds 300 --seed 7
        ->  {"seed": 7, "rounds": 300, "violations": [], "runs_ended": 9041, ...}

One round: under load one worker, or all of them, are ended with ``kill -9`` (some while they join), or stopped with SIGSTOP past
their lease, or the server is restarted, or killed, or killed again while it recovers, or its disk is full for a while. All
workers remove ended runs while they work. Some have few places, so that their steps are executed by others. Meanwhile this process starts runs and answers their hooks, each payload twice with the same ``dedup_key``. The seed decides what is done;
the machine decides what it hits. Read next: ``book``, the referee; ``server``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from book import Book  # noqa: E402
from load import PAYLOADS, much  # noqa: E402
from logs import PostgresLog  # noqa: E402
from server import Server  # noqa: E402

from useworkflow_runtime.cli.starting import start_in  # noqa: E402
from useworkflow_runtime.errors import HookNotFoundError, WorldError  # noqa: E402
from useworkflow_runtime.worlds.postgres import PostgresWorld  # noqa: E402
from useworkflow_sandbox import values  # noqa: E402

KINDS = {"kill": 46, "joining": 12, "all": 6, "stop": 14, "restart": 8, "crash": 9, "crash_twice": 5, "full": 8}
"""What is done in a round, and how often of a hundred times."""
LEASE = 1.5
_LATER = 30.0
"""Seconds after which an ended run may be removed: a commit that the server's death held up carries its former time."""
_SERVER = ("restart", "crash", "crash_twice")


class PostgresRounds:
    """A server, its ledger, and the workers of the moment.

    Args:
        server: a running one.
        folder: where the ledger is kept.
        seed: decides who is ended how and when.
        workers: how many work at a time.
        load: runs that are kept under way.
        kinds: what may be done, and how often.
    """

    def __init__(
        self,
        server: Server,
        folder: Path,
        seed: int,
        *,
        workers: int = 3,
        load: int = 60,
        kinds: dict[str, int] = KINDS,
    ) -> None:
        self.server = server
        self.book = Book(folder / "ledger")
        self.chance = random.Random(seed)
        self.load = load
        self.kinds = kinds
        self.done: dict[str, int] = {}
        self.world = PostgresWorld(f"{server.url}&lease={LEASE}")
        self.workers: list[subprocess.Popen[bytes]] = []
        self.count = workers
        self.started = 0
        self._sent: dict[str, int] = {}
        self._seen: list[tuple[float, int]] = []
        self._environment = {**os.environ, "KILLS_LEDGER": str(self.book.ledger)}

    # --- the outside: starts runs, answers hooks

    async def live(self) -> None:
        """Keep ``load`` runs under way and answer their hooks, for ever; a server that is down is asked again."""
        while True:
            try:
                while len(self.book.live) < self.load:
                    await self._start_one()
                await self._answer()
            except WorldError:
                pass
            await asyncio.sleep(0.02)

    async def _start_one(self) -> None:
        number = self.started
        run_id, _ = await start_in(
            self.world, much, (number,), {}, key=str(number)
        )  # the same run if its answer was lost
        self.started += 1
        self.book.live[run_id] = number

    async def _answer(self) -> None:
        async def tokens(db: Any) -> list[Any]:
            return list(await (await db.execute("SELECT token FROM useworkflow.hooks")).fetchall())

        for (token,) in await self.world._pool.use(tokens):
            count = self._sent.get(token, 0)
            if count == PAYLOADS:
                continue
            try:
                for _ in range(2):
                    await self.world.send_to_hook(token, values.encode(count), dedup=f"payload {count}")
            except HookNotFoundError:
                continue
            self._sent[token] = count + 1

    # --- workers

    def spawn(self) -> subprocess.Popen[bytes]:
        """One more worker."""
        safe = [now for at, now in self._seen if time.monotonic() - at > _LATER]
        worker = subprocess.Popen(
            [
                sys.executable,
                str(HERE / "worker.py"),
                self.world_url,
                json.dumps({"prune_before": max(safe, default=0), "places": self.chance.choice((None, 1, 2))}),
            ],
            env=self._environment,
            stderr=subprocess.DEVNULL,
        )
        self.workers.append(worker)
        return worker

    @property
    def world_url(self) -> str:
        """What workers are given."""
        return f"{self.server.url}&lease={LEASE}"

    async def fill_up(self) -> None:
        """Replace the workers that are gone; wait until all that are there have joined."""
        give_up = time.monotonic() + 60
        while time.monotonic() < give_up:
            self.workers = [worker for worker in self.workers if worker.poll() is None]
            while len(self.workers) < self.count:
                self.spawn()
            self.book.read_ledger()
            if all(worker.pid in self.book.owned for worker in self.workers):
                return
            await asyncio.sleep(0.02)
        self.book.violations.append("the workers did not join within a minute")

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """``kill -9``."""
        worker.kill()
        worker.wait()

    # --- one round

    async def round(self) -> None:
        """Let them work for a moment, then do something to them."""
        await self.fill_up()
        await asyncio.sleep(self.chance.uniform(0.05, 0.8))
        kind = self.chance.choices(list(self.kinds), list(self.kinds.values()))[0]
        self.done[kind] = self.done.get(kind, 0) + 1
        await getattr(self, f"_{kind}")()
        if kind not in _SERVER:
            await asyncio.sleep(self.chance.uniform(0.0, 1.5))
        self.look()

    async def _kill(self) -> None:
        self.kill(self.chance.choice(self.workers))

    async def _joining(self) -> None:
        worker = self.spawn()
        until = time.monotonic() + 5
        in_time = self.chance.random() < 0.3
        while not in_time and worker.pid not in self.book.owned and time.monotonic() < until:
            await asyncio.sleep(0.003)
            self.book.read_ledger()
        await asyncio.sleep(self.chance.uniform(0.0, 0.5 if in_time else 0.1))
        self.kill(worker)

    async def _all(self) -> None:
        for worker in self.workers:
            self.kill(worker)

    async def _stop(self) -> None:
        worker = self.chance.choice(self.workers)
        worker.send_signal(signal.SIGSTOP)
        await asyncio.sleep(self.chance.uniform(0.1, 2 * LEASE))
        worker.send_signal(signal.SIGCONT)
        await asyncio.sleep(0.3)  # it notices that it was displaced, and says so

    async def _restart(self) -> None:
        await asyncio.to_thread(self.server.restart)

    async def _crash(self) -> None:
        await asyncio.to_thread(self.chance.choice((self.server.crash, self.server.stop_at_once)))
        await asyncio.to_thread(self.server.start)

    async def _crash_twice(self) -> None:
        await asyncio.to_thread(self.server.crash)
        await asyncio.to_thread(self.server.begin_to_start)
        await asyncio.sleep(self.chance.uniform(0.0, 0.3))
        await asyncio.to_thread(self.server.stop_at_once)
        await asyncio.to_thread(self.server.start)

    async def _full(self) -> None:
        await asyncio.to_thread(self.server.fill_disk, self.chance.choice((1.0, 0.3, 0.05)))
        await asyncio.sleep(self.chance.uniform(0.1, 2.0))
        await asyncio.to_thread(self.server.make_room)

    # --- the referee

    def look(self) -> None:
        """Check everything as it stands now. Nothing else happens in this process meanwhile."""
        with psycopg.connect(self.server.url) as db:
            db.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            world_now = self.world.now()
            db.execute("SELECT 1 FROM useworkflow.meta")  # from here on, it sees nothing newer
            now = time.monotonic()
            self.book.read_ledger()
            self.book.look(PostgresLog(db), now)
        self._seen.append((now, world_now))

    def offered(self) -> int:
        """Steps that waited for a place, and were offered to other workers."""
        with psycopg.connect(self.server.url) as db:
            row = db.execute("SELECT last_value FROM useworkflow.offers_number_seq WHERE is_called").fetchone()
        return 0 if row is None else int(row[0])

    async def finish(self, patience: float) -> None:
        """Let the workers end all runs, for at most ``patience`` seconds."""
        await self.fill_up()
        self.load = 0
        give_up = time.monotonic() + patience
        while self.book.live and time.monotonic() < give_up:
            await asyncio.sleep(0.2)
            self.look()
        for worker in self.workers:
            worker.kill()
            worker.wait()
        self.book.read_ledger()
        self.book.settle()
        self.book.violations += [f"run {id} ({number}) never ended" for id, number in self.book.live.items()]

    async def all(self, rounds: int, *, seconds: float | None = None, say: bool = False) -> dict[str, Any]:
        """Some rounds, or as many as ``seconds`` allow, but no fewer than three, and the end; what was found."""
        begun = time.monotonic()
        done = 0
        await self.world.open()
        outside = asyncio.create_task(self.live())
        try:
            while done < rounds and (seconds is None or done < 3 or time.monotonic() - begun < seconds):
                before = len(self.book.violations)
                await self.round()
                done += 1
                for line in self.book.violations[before:] if say else ():
                    print(f"round {done}: {line}", file=sys.stderr, flush=True)
                if say and done % 25 == 0:
                    print(f"{done} rounds, {self.book.ended} runs ended", file=sys.stderr, flush=True)
            await self.finish(120)
        finally:
            outside.cancel()
            for worker in self.workers:
                worker.kill()
                worker.wait()
            await asyncio.gather(outside, return_exceptions=True)
            await self.world.close()
        return {
            "rounds": done,
            "kinds": self.done,
            "violations": self.book.violations,
            "runs_ended": self.book.ended,
            "step_bodies": self.book.bodies,
            "steps_offered": self.offered(),
            "bodies_of_displaced_workers": len(self.book.outdated),
            "server_starts": self.server.starts,
            "seconds": round(time.monotonic() - begun, 1),
        }


def main() -> int:
    """The long form; 1 if anything was violated."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--load", type=int, default=60)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--kind", choices=list(KINDS), action="append", help="only this; may be repeated")
    given = parser.parse_args()
    seed = random.SystemRandom().randrange(1 << 32) if given.seed is None else given.seed
    kinds = {kind: often for kind, often in KINDS.items() if not given.kind or kind in given.kind}
    print(f"seed {seed}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as folder, Server() as server:
        rounds = PostgresRounds(server, Path(folder), seed, workers=given.workers, load=given.load, kinds=kinds)
        report = asyncio.run(rounds.all(given.rounds, say=True))
    print(json.dumps({"seed": seed, **report}, indent=2))
    return 1 if report["violations"] else 0


if __name__ == "__main__":
    sys.exit(main())
