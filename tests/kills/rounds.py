"""Kill a worker again and again, at random moments, and check after each time that nothing was lost or done twice.

    python tests/kills/rounds.py --rounds 1000 --seed 7
        ->  {"seed": 7, "rounds": 1000, "violations": [], "restart_to_next_step_s": {"median": 0.21, ...}, ...}

One round: a worker is started on what the last one left, and ended with ``kill -9`` while it imports, while it recovers, or
under load; some are stopped with SIGSTOP for a while before, some meet a full disk, some checkpoint after every few pages, and all remove
ended runs while they work. Meanwhile this process starts runs, so that 200 are always under way, and answers their hooks, each payload
twice with the same ``dedup_key``. The seed decides what is done; the machine decides what it hits. Read next: ``book``, the referee.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from book import Book  # noqa: E402
from load import PAYLOADS, much  # noqa: E402
from logs import SQLiteLog  # noqa: E402

from useworkflow_runtime.cli.starting import start_in  # noqa: E402
from useworkflow_runtime.errors import HookNotFoundError  # noqa: E402
from useworkflow_runtime.worlds.sqlite import SQLiteWorld  # noqa: E402
from useworkflow_sandbox import values  # noqa: E402

REFUSALS = (3, 4)


class Rounds:
    """A folder with a world, its ledger, and the worker of the moment.

    Args:
        folder: where world and ledger are kept.
        seed: decides which worker is ended how and when.
        load: runs that are kept under way.
    """

    def __init__(self, folder: Path, seed: int, load: int = 200) -> None:
        self.path = folder / "world.db"
        self.book = Book(folder / "ledger")
        self.chance = random.Random(seed)
        self.load = load
        self.world = SQLiteWorld(self.path)
        self.restarts: list[float] = []
        self.owning: list[float] = []
        self.kinds: dict[str, int] = {}
        self.started = 0
        self.refused = 0
        self._sent: dict[str, int] = {}
        self._safe_to_prune = 0
        self._environment = {**os.environ, "KILLS_LEDGER": str(self.book.ledger)}

    # --- the other process: starts runs, answers hooks

    async def feed(self) -> None:
        """Keep ``load`` runs under way."""
        while len(self.book.live) < self.load:
            number = self.started
            self.started += 1
            run_id, _ = await start_in(self.world, much, (number,), {}, key=None)
            self.book.live[run_id] = number

    async def answer(self) -> None:
        """Send the next payload of each hook that is there, twice with the same key."""
        rows = await self.world._reader.ask(lambda db: db.execute("SELECT token FROM hooks").fetchall())
        for (token,) in rows:
            count = self._sent.get(token, 0)
            if count == PAYLOADS:
                continue
            try:
                for _ in range(2):
                    await self.world.send_to_hook(token, values.encode(count), dedup=f"payload {count}")
            except HookNotFoundError:
                continue
            self._sent[token] = count + 1

    async def answer_until(self, moment: float) -> None:
        """Answer hooks until that time (monotonic seconds)."""
        while (left := moment - time.monotonic()) > 0:
            await self.answer()
            await asyncio.sleep(min(left, 0.02))

    # --- one round

    async def round(self) -> None:
        """Start a worker, end it."""
        chance = self.chance
        options: dict[str, Any] = {"prune_before": self._safe_to_prune}
        if chance.random() < 0.5:
            options["checkpoint"] = chance.choice((1, 10, 100))
        if chance.random() < 0.05:
            options["full"] = [chance.uniform(0.0, 0.1), chance.uniform(0.05, 0.3)]
        kind = chance.choices(("import", "recovery", "load", "stop"), (5, 35, 50, 10))[0]
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        delay = chance.uniform(0.0, {"import": 0.2, "recovery": 0.1, "load": 0.8, "stop": 0.3}[kind])
        begun = time.monotonic()
        worker = self.spawn(options)
        try:
            if kind == "import":
                await asyncio.sleep(delay)
            elif await self._owned(worker):
                await self.answer_until(time.monotonic() + delay)
                if kind == "stop":
                    await self._stop(worker, chance.uniform(0.02, 0.4), another=chance.random() < 0.3)
        finally:
            worker.kill()
            worker.wait()
        self.look(worker.pid)
        if worker.pid in self.book.first_bodies:
            self.restarts.append(self.book.first_bodies[worker.pid] - begun)
        if worker.pid in self.book.owned:
            self.owning.append(self.book.owned[worker.pid] - begun)
        await self.feed()

    def spawn(self, options: dict[str, Any]) -> subprocess.Popen[bytes]:
        """A worker on this world."""
        return subprocess.Popen(
            [sys.executable, str(HERE / "worker.py"), str(self.path), json.dumps(options)],
            env=self._environment,
            stderr=subprocess.DEVNULL,
        )

    async def _owned(self, worker: subprocess.Popen[bytes]) -> bool:
        give_up = time.monotonic() + 30
        while worker.pid not in self.book.owned:
            if worker.poll() is not None or time.monotonic() > give_up:
                self.book.violations.append(f"a worker did not own the world: exit {worker.poll()}")
                return False
            await asyncio.sleep(0.003)
            self.book.read_ledger(pid=worker.pid)
        return True

    async def _stop(self, worker: subprocess.Popen[bytes], seconds: float, *, another: bool) -> None:
        """SIGSTOP for a while; meanwhile nobody else can own the world."""
        worker.send_signal(signal.SIGSTOP)
        await asyncio.sleep(seconds)
        if another:
            second = self.spawn({})
            while second.poll() is None:
                await asyncio.sleep(0.005)
            self.refused += 1
            if second.returncode not in REFUSALS:
                self.book.violations.append(f"a second worker left with {second.returncode}")
        worker.send_signal(signal.SIGCONT)
        await self.answer_until(time.monotonic() + 0.1)

    def look(self, pid: int) -> None:
        """Check everything, now that nobody works."""
        now = self.world.now()
        self.book.read_ledger(pid=pid)
        db = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            db.execute("BEGIN")
            self.book.look(SQLiteLog(db), time.monotonic())
        finally:
            db.close()
        self.book.settle()
        self._safe_to_prune = now

    async def finish(self, patience: float) -> None:
        """Let one last worker end all runs, for at most ``patience`` seconds."""
        worker = self.spawn({"prune_before": self._safe_to_prune})
        give_up = time.monotonic() + patience
        try:
            await self._owned(worker)
            while time.monotonic() < give_up:
                await self.answer_until(time.monotonic() + 0.2)
                rows = await self.world._reader.ask(
                    lambda db: db.execute("SELECT count(*) FROM runs WHERE status IN ('pending', 'running')").fetchone()
                )
                if rows[0] == 0:
                    break
        finally:
            worker.kill()
            worker.wait()
        self.look(worker.pid)
        self.book.violations += [f"run {id} ({number}) never ended" for id, number in self.book.live.items()]

    async def all(self, rounds: int, *, seconds: float | None = None, say: bool = False) -> dict[str, Any]:
        """Some rounds, or as many as ``seconds`` allow, but no fewer than three, and the end; what was found."""
        begun = time.monotonic()
        await self.world.open()
        done = 0
        try:
            await self.feed()
            while done < rounds and (seconds is None or done < 3 or time.monotonic() - begun < seconds):
                before = len(self.book.violations)
                await self.round()
                done += 1
                for line in self.book.violations[before:] if say else ():
                    print(f"round {done}: {line}", file=sys.stderr, flush=True)
                if say and done % 50 == 0:
                    print(f"{done} rounds, {self.book.ended} runs ended", file=sys.stderr, flush=True)
            await self.finish(120 if seconds is None else 20)
            damage = await self.world._reader.ask(lambda db: db.execute("PRAGMA integrity_check").fetchall())
            if damage != [("ok",)]:
                self.book.violations.append(f"integrity: {damage}")
        finally:
            await self.world.close()
        return {
            "rounds": done,
            "kinds": self.kinds,
            "violations": self.book.violations,
            "runs_ended": self.book.ended,
            "step_bodies": self.book.bodies,
            "second_workers_refused": self.refused,
            "restart_to_next_step_s": spread(self.restarts),
            "restart_to_ownership_s": spread(self.owning),
            "seconds": round(time.monotonic() - begun, 1),
        }


def spread(times: list[float]) -> dict[str, float]:
    """Median and extremes, in seconds."""
    if not times:
        return {}
    return {
        "median": round(statistics.median(times), 4),
        "p90": round(sorted(times)[int(len(times) * 0.9)], 4),
        "most": round(max(times), 4),
        "count": len(times),
    }


def main() -> int:
    """The long form; 1 if anything was violated."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--load", type=int, default=200)
    parser.add_argument("--folder", type=Path, default=None, help="kept; by default a temporary one")
    given = parser.parse_args()
    seed = random.SystemRandom().randrange(1 << 32) if given.seed is None else given.seed
    print(f"seed {seed}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        report = asyncio.run(Rounds(folder, seed, given.load).all(given.rounds, say=True))
    print(json.dumps({"seed": seed, **report}, indent=2))
    return 1 if report["violations"] else 0


if __name__ == "__main__":
    sys.exit(main())
