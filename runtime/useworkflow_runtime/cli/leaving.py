"""How the process of a command ends: when its work is done, and no later.

    nothing runs any more                      -> an ordinary end
    a step in a thread, which nobody can end   -> it is left behind; it has no outcome, and runs again

Python itself would wait for such a thread, however long it takes: for a step that waits for a server that has gone, a Ctrl-C or
a SIGTERM would do nothing that one can see. Read next: ``commands``.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from typing import NoReturn

_PATIENCE = 0.2
"""Seconds that idle threads of a pool get to notice that it is closed."""


def leave(code: int) -> NoReturn:
    """End the process with an exit code."""
    left = step_threads()
    until = time.monotonic() + _PATIENCE
    for thread in left:
        thread.join(max(0.0, until - time.monotonic()))
    running = sum(thread.is_alive() for thread in left)
    if not running:
        sys.exit(code)
    what = "a step that runs in a thread is" if running == 1 else f"{running} steps that run in threads are"
    with contextlib.suppress(OSError, ValueError):  # closed by whoever read it
        print(f"{what} left behind, without an outcome", file=sys.stderr)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    os._exit(code)


def step_threads() -> list[threading.Thread]:
    """The threads in which steps of this process run."""
    return [
        thread
        for thread in threading.enumerate()
        if thread.name.startswith(("useworkflow-step", "useworkflow-process"))
    ]
