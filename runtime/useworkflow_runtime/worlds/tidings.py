"""What runs are told of other runs: the payloads of the inbox items ``finished`` and ``linked``.

    end_of(Turn(status="completed", output=Raw(b"3"), ...))   -> {"outcome":"completed","value":3}
    link_to("run_01...")                                      -> {"run_id":"run_01..."}

Read next: ``protocol``, which reads them again.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, Raw

from useworkflow_runtime.worlds.protocol import NOTHING, End, Link, RunRecord, Turn


def end_of(turn: Turn) -> Raw:
    """What those are told who wait for the run that ``turn`` ends: an encoded ``End``."""
    return _encoded_end(str(turn.status), turn.output, turn.error, turn.error_kind, turn.reason)


def end_in(record: RunRecord | None) -> Raw:
    """The same of a run that has ended already; of ``None``: there is no such run."""
    if record is None:
        return Raw(msgspec.json.encode(End("missing")))
    return _encoded_end(record.status, record.output, record.error, record.error_kind, record.reason)


def _encoded_end(outcome: str, value: Any, error: Any, error_kind: Any, reason: Any) -> Raw:
    nothing = (None, UNSET)
    end = End(
        outcome,
        NOTHING if value in nothing else value,
        NOTHING if error in nothing else error,
        None if error_kind in nothing else error_kind,
        None if reason in nothing else reason,
    )
    return Raw(msgspec.json.encode(end))


def link_to(run_id: str, problem: str = "") -> Raw:
    """An encoded ``Link``, as the inbox item ``linked`` holds it."""
    return Raw(msgspec.json.encode(Link(run_id, problem)))
