"""What was promised, compared with what is in the log and in the ledger: the referee of the kills.

    book.look(db)          between two workers: reads the log as the killed one left it
    book.read_ledger()     the lines that step bodies have left since the last time
    book.violations        must stay empty (G2, G3)

A violation is a sentence that names run, step and position.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from load import right_result

OUTCOMES = ("step_completed", "step_failed")
ENDED = ("completed", "failed", "cancelled", "diverged", "stuck")


class Book:
    """Args: ``ledger``, the file that step bodies append to."""

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger
        self.violations: list[str] = []
        self.live: dict[str, int] = {}
        """Runs whose end has not been seen: id -> number."""
        self.ended = 0
        self.bodies = 0
        self.attempts: dict[str, dict[str, set[int]]] = {}
        """Run id -> step id -> attempts that have begun; of live runs."""
        self.recorded: dict[str, set[str]] = {}
        """Run id -> steps whose outcome was recorded when a worker died."""
        self.first_bodies: dict[int, float] = {}
        """Pid -> when its first step body began."""
        self.owned: dict[int, float] = {}
        """Pid -> when it owned the world."""
        self._offset = 0

    # --- the ledger

    def read_ledger(self, *, pid: int | None = None) -> None:
        """Take in the new lines. ``pid``: the only worker that can have written them."""
        if not self.ledger.exists():
            return
        with self.ledger.open("rb") as file:
            file.seek(self._offset)
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        self._offset += len(whole)
        for line in whole.splitlines():
            mark = json.loads(line)
            if pid is not None and mark["pid"] != pid and "step" in mark:
                self.violations.append(f"a worker that is not the owner ran {mark}")
            if "owned" in mark:
                self.owned[mark["pid"]] = mark["at"]
            if "step" in mark:
                self._mark(mark)

    def _mark(self, mark: dict[str, Any]) -> None:
        self.bodies += 1
        step, attempt = mark["step"], mark["attempt"]
        self.first_bodies.setdefault(mark["pid"], mark["at"])
        run = step.partition("/")[0]
        if run not in self.live:
            self.violations.append(f"a body of {step} ran after its run had ended")
        if step in self.recorded.get(run, ()):
            self.violations.append(f"{step} ran (attempt {attempt}) after its outcome was recorded")
        seen = self.attempts.setdefault(run, {}).setdefault(step, set())
        if attempt in seen:
            self.violations.append(f"attempt {attempt} of {step} ran twice")
        seen.add(attempt)

    # --- the log

    def look(self, db: sqlite3.Connection) -> None:
        """Check every run that is not known to have ended. ``db`` is in a read transaction that began while nobody worked."""
        rows = db.execute("SELECT id, number, status, output, coalesce(reason, error) FROM runs").fetchall()
        found = {row[0]: row for row in rows}
        for id, number in list(self.live.items()):
            if id not in found:
                self.violations.append(f"run {id} ({number}) is lost")
                del self.live[id]
                continue
            _, key, status, output, reason = found[id]
            self._check_log(db, id, key, ended=status in ENDED)
            if status in ENDED:
                self._check_end(id, number, status, output, reason)

    def _check_log(self, db: sqlite3.Connection, id: str, key: int, *, ended: bool) -> None:
        rows = db.execute(
            "SELECT key & 0xffffffff, kind, json_extract(body, '$.id'), json_extract(body, '$.attempt') FROM log "
            "WHERE key BETWEEN ? AND ? ORDER BY key",
            (key << 32, key << 32 | 0xFFFFFFFF),
        ).fetchall()
        if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
            self.violations.append(f"the log of {id} has gaps: {[row[0] for row in rows]}")
        outcomes: dict[str, int] = {}
        for seq, kind, step, attempt in rows:
            if kind not in OUTCOMES:
                continue
            if step in outcomes:
                self.violations.append(f"{id}/{step} has two outcomes, at {outcomes[step]} and {seq}")
            outcomes[step] = seq
            if (attempt or 1) not in self.attempts.get(id, {}).get(f"{id}/{step}", ()):
                self.violations.append(f"{id}/{step} has an outcome of attempt {attempt}, which never ran")
        if not ended:
            self.recorded[id] = {f"{id}/{step}" for step in outcomes}
        heard = [seq for seq, kind, *_ in rows if kind == "hook_received"]
        if len(heard) > 3:
            self.violations.append(f"{id} heard {len(heard)} payloads of 3")

    def _check_end(self, id: str, number: int, status: str, output: str | None, reason: str | None) -> None:
        del self.live[id]
        self.recorded.pop(id, None)
        self.attempts.pop(id, None)
        self.ended += 1
        if status != "completed":
            self.violations.append(f"run {id} ({number}) is {status}: {reason}")
        elif json.loads(output or "null") != right_result(number):
            self.violations.append(f"run {id} ({number}) returned {output}, not {right_result(number)}")
