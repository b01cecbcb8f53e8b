"""For programs that are not asynchronous: the same functions, and they wait.

    from useworkflow import sync

    run = sync.start(place_order, "o-17")
    print(run.result(timeout=60))

Defined in ``useworkflow_runtime.blocking``.
"""

from useworkflow_runtime.blocking import Run as Run
from useworkflow_runtime.blocking import get_hook as get_hook
from useworkflow_runtime.blocking import get_run as get_run
from useworkflow_runtime.blocking import list_runs as list_runs
from useworkflow_runtime.blocking import resume_hook as resume_hook
from useworkflow_runtime.blocking import set_attributes as set_attributes
from useworkflow_runtime.blocking import start as start

__all__ = ["Run", "get_hook", "get_run", "list_runs", "resume_hook", "set_attributes", "start"]
