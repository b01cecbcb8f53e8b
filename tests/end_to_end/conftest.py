"""The command line as a user has it: real processes, real files, real signals. Waiting is for output or for a file."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 60.0
"""Seconds after which a test gives up; far more than anything here takes."""


def until(condition: Callable[[], Any], what: str) -> Any:
    """Look again and again until ``condition`` gives something true, and return it."""
    give_up = time.monotonic() + DEADLINE
    pause = threading.Event()
    while not (value := condition()):
        assert time.monotonic() < give_up, f"waited in vain for {what}"
        pause.wait(0.005)
    return value


class Background:
    """A Python process that runs beside the test. Both streams are gathered, line by line."""

    def __init__(self, arguments: tuple[str, ...], folder: Path, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def output(self) -> str:
        """What came so far."""
        return "\n".join(self.lines)

    def wait_for(self, pattern: str) -> re.Match[str]:
        """The first match of ``pattern`` in the output, as soon as it is there."""

        def look() -> re.Match[str] | None:
            found = re.search(pattern, self.output)
            if found is None and self.process.poll() is not None:
                self._reader.join()
                found = re.search(pattern, self.output)
                assert found, f"ended with {self.process.returncode} before {pattern!r}:\n{self.output}"
            return found

        match: re.Match[str] = until(look, f"{pattern!r} in:\n{self.output}")
        return match

    def kill(self) -> None:
        """``kill -9``: no handler runs, nothing is flushed."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(DEADLINE)
        self._reader.join(DEADLINE)

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.end()

    def end(self) -> int:
        """Wait for the end; the exit code."""
        code = self.process.wait(DEADLINE)
        self._reader.join(DEADLINE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


class CommandLine:
    """``useworkflow`` in a folder of its own, with ``.useworkflow/world.db`` there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("USEWORKFLOW_", "PYTHONHASHSEED"))
        }
        self.background: list[Background] = []

    def __call__(self, *arguments: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run a command to its end; ``code`` is the exit code that it must have (``None``: any)."""
        done = subprocess.run(
            [sys.executable, "-m", "useworkflow_runtime.cli", *arguments],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=DEADLINE,
        )
        assert code is None or done.returncode == code, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def json(self, *arguments: str) -> Any:
        """Run a command with ``--json`` and return what it printed."""
        return json.loads(self(*arguments, "--json").stdout)

    def start(self, *arguments: str) -> Background:
        """Run a command beside the test."""
        return self.start_python("-m", "useworkflow_runtime.cli", *arguments)

    def start_python(self, *arguments: str) -> Background:
        """Run Python beside the test."""
        process = Background(arguments, self.folder, self.environment)
        self.background.append(process)
        return process

    def example(self, name: str) -> str:
        """The path of an example, copied here so that the test may do what it likes with it."""
        copy = self.folder / name
        copy.write_text((ROOT / "examples" / name).read_text(encoding="utf-8"), encoding="utf-8")
        return str(copy)

    def write(self, name: str, source: str) -> str:
        """A module of the test's own."""
        place = self.folder / name
        place.write_text(source, encoding="utf-8")
        return str(place)

    def only_run(self) -> dict[str, Any]:
        """The one run of this world."""
        (run,) = self.json("inspect", "runs")
        return dict(run)

    def wait_for_hook(self, token: str) -> None:
        """Return when the one run of this world waits at ``token``."""

        def waits() -> bool:
            run = self.only_run()
            return token in [hook["token"] for hook in self.json("inspect", "run", run["id"])["hooks"]]

        until(waits, f"hook {token}")

    def recorded_steps(self, run_id: str) -> set[str]:
        """Ids of the steps whose outcome is in the log."""
        return {
            step["id"] for step in self.json("inspect", "steps", run_id) if step["state"] in ("completed", "failed")
        }


@pytest.fixture
def cli(tmp_path: Path) -> Iterator[CommandLine]:
    """``useworkflow`` in a fresh folder; whatever still runs at the end is killed."""
    command_line = CommandLine(tmp_path)
    yield command_line
    for process in command_line.background:
        if process.process.poll() is None:
            process.kill()
        if process.process.stdout is not None:
            process.process.stdout.close()


@pytest.fixture(name="until")
def until_fixture() -> Callable[[Callable[[], Any], str], Any]:
    """``until(condition, what)``: poll with a deadline."""
    return until
