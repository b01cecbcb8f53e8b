"""CPython's tests of asyncio's primitives on the sandbox's own, with every task restored at every single await.

    python restored.py test_asyncio.test_locks out.json   ->   {"outcomes": {"LockTests.test_lock": "ok", ...}, "restored": 2481, ...}

The tests and the sandbox's library run in their lowered forms. After each step of a task, all parked coroutines of the
instance go to bytes, are evicted, and come back; what a test holds outside stays the same object. In a process of its
own, since it changes how captures are written. Read next: ``own_primitives``, the referee's ``resuming``.
"""

from __future__ import annotations

import json
import pathlib
import sys
import types
from typing import Any

HERE = pathlib.Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "referee")]

from loading import Referee, lower_source  # noqa: E402
from own_primitives import driven, outcomes  # noqa: E402
from resuming import Keep, Restored, Resuming  # noqa: E402

from useworkflow_compiler.compile import compile_library  # noqa: E402
from useworkflow_sandbox import current  # noqa: E402
from useworkflow_sandbox.codes import CodeTable  # noqa: E402
from useworkflow_sandbox.library import SOURCES  # noqa: E402
from useworkflow_sandbox.program import load_library  # noqa: E402
from useworkflow_sandbox.seam import seam  # noqa: E402
from useworkflow_sandbox.tasks import Task  # noqa: E402


class OnInstances(Resuming):
    """The restoring of the tasks of an instance: its futures park again whoever awaits them."""

    def restore(self) -> None:
        token = current.enter(current.current(), prime=True)
        try:
            super().restore()
        finally:
            current.leave(token)


def restore_tasks(resuming: Resuming) -> None:
    """Make tasks, and the main task of a test, drive their coroutines through ``resuming``."""
    begin = Task.__init__

    def through(coro: Any) -> Any:
        return Restored(resuming, coro) if resuming.is_lowered(coro) else coro

    def begin_restoring(self: Task, coro: Any, **options: Any) -> None:
        begin(self, coro, **options)
        if self._coro is coro:
            self._coro = through(coro)

    Task.__init__ = begin_restoring  # type: ignore[method-assign]
    driven.append(through)


def run(name: str) -> dict[str, Any]:
    """Run the tests of one module."""
    referee = Referee(CodeTable(load_library(compile_library(SOURCES))))
    resuming = OnInstances(referee, Keep.VALUES)
    restore_tasks(resuming)

    def execute(module: types.ModuleType) -> None:
        path = module.__file__
        assert path is not None
        source = pathlib.Path(path).read_text(encoding="utf-8")
        vars(module)["__builtins__"].update(seam(referee.host))
        referee.codes.add_module(lower_source(source, module.__name__, path, referee), vars(module))

    found = outcomes(name, execute)
    return {"outcomes": found, "lowered": referee.lowered, "unlowered": referee.refused, **resuming.counts.plain()}


if __name__ == "__main__":
    pathlib.Path(sys.argv[2]).write_text(json.dumps(run(sys.argv[1])), encoding="utf-8")
