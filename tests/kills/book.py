"""What was promised, compared with what is in the log and in the ledger: the referee of the kills.

    book.read_ledger()     the lines that step bodies have left since the last time
    book.look(log, now)    the log as it stood at that time (monotonic seconds), and the ledger at least as new
    book.violations        must stay empty (G2, G3)

A violation is a sentence that names run, step and position. A body that begins when its run is already further is one, unless
its worker had lost its place and did not know it yet: what comes of such a body is refused. Read next: ``logs``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from load import right_result
from logs import Log

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
        self.recorded: dict[str, tuple[float, set[str]]] = {}
        """Run id -> when its log was read, and the steps that had an outcome then."""
        self.gone: dict[str, float] = {}
        """Run id -> when its end was seen."""
        self.first_bodies: dict[int, float] = {}
        """Pid -> when its first step body began."""
        self.owned: dict[int, float] = {}
        """Pid -> when it owned the world."""
        self.displaced: set[int] = set()
        """Pids of workers that have lost their place at some time, and noticed."""
        self.outdated: list[tuple[int, str]] = []
        """Bodies that began too late, with the pid of their worker: violations but for those of displaced workers."""
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
            if "displaced" in mark:
                self.displaced.add(mark["pid"])
            if "step" in mark:
                self._mark(mark)

    def _mark(self, mark: dict[str, Any]) -> None:
        self.bodies += 1
        step, attempt, at = mark["step"], mark["attempt"], mark["at"]
        self.first_bodies.setdefault(mark["pid"], at)
        run = step.partition("/")[0]
        read, recorded = self.recorded.get(run, (at, ()))
        if run in self.gone and at > self.gone[run]:
            self.outdated.append((mark["pid"], f"a body of {step} ran after its run had ended"))
        elif step in recorded and at > read:
            self.outdated.append((mark["pid"], f"{step} ran (attempt {attempt}) after its outcome was recorded"))
        if run in self.gone:
            return
        seen = self.attempts.setdefault(run, {}).setdefault(step, set())
        if attempt in seen:
            self.violations.append(f"attempt {attempt} of {step} ran twice")
        seen.add(attempt)

    def settle(self) -> None:
        """Bodies that began too late are violations, unless their workers had lost their place."""
        self.violations += [text for pid, text in self.outdated if pid not in self.displaced]
        self.outdated = [found for found in self.outdated if found[0] in self.displaced]

    # --- the log

    def look(self, log: Log, now: float) -> None:
        """Check every run that is not known to have ended. ``live`` must not hold runs that are newer than the log."""
        found = {row[0]: row for row in log.runs()}
        for id, number in list(self.live.items()):
            if id not in found:
                self.violations.append(f"run {id} ({number}) is lost")
                del self.live[id]
                continue
            _, key, status, output, reason = found[id]
            self._check_log(log, id, key, now, ended=status in ENDED)
            if status in ENDED:
                self.gone[id] = now
                heard = [(row[0], row[4]) for row in log.events(key) if row[1] == "hook_received"]
                self._check_end(id, number, status, output, reason, heard)

    def _check_log(self, log: Log, id: str, key: int, now: float, *, ended: bool) -> None:
        rows = log.events(key)
        if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
            self.violations.append(f"the log of {id} has gaps: {[row[0] for row in rows]}")
        outcomes: dict[str, int] = {}
        for seq, kind, step, attempt, _ in rows:
            if kind not in OUTCOMES:
                continue
            if step in outcomes:
                self.violations.append(f"{id}/{step} has two outcomes, at {outcomes[step]} and {seq}")
            outcomes[step] = seq
            if (attempt or 1) not in self.attempts.get(id, {}).get(f"{id}/{step}", ()):
                self.violations.append(f"{id}/{step} has an outcome of attempt {attempt}, which never ran")
        if not ended:
            self.recorded[id] = now, {f"{id}/{step}" for step in outcomes}
        heard = [seq for seq, kind, *_ in rows if kind == "hook_received"]
        if len(heard) > 3:
            self.violations.append(f"{id} heard {len(heard)} payloads of 3")

    def _check_end(self, id: str, number: int, status: str, output: str | None, reason: str | None, heard: Any) -> None:
        del self.live[id]
        self.recorded.pop(id, None)
        self.attempts.pop(id, None)
        self.ended += 1
        if status != "completed":
            self.violations.append(f"run {id} ({number}) is {status}: {reason}")
        elif json.loads(output or "null") != right_result(number):
            self.violations.append(f"run {id} ({number}) returned {output}, not {right_result(number)}; heard {heard}")
