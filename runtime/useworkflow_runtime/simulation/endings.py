"""How a run of a history may end.

    gives(3, 4)(record)    -> True where the run has completed with 3 or 4

Read next: ``corpus``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from useworkflow_runtime.worlds.protocol import RunRecord
from useworkflow_sandbox import values


def gives(*right: Any) -> Callable[[RunRecord], bool]:
    """The run completes with one of these."""
    return lambda r: r.status == "completed" and r.output is not None and values.decode(r.output) in right


def cancelled_or(*right: Any) -> Callable[[RunRecord], bool]:
    """The run is cancelled, or completes with one of these."""
    return lambda r: r.status == "cancelled" or gives(*right)(r)
