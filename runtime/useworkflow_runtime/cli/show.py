"""How commands print: JSON for programs, tables and plain lines for people, errors without frames of ours.

    RunRecord(id="r1", status="completed", output=Raw(b"42"), ...)   ->   {"id": "r1", "status": "completed", "output": 42, ...}

Results go to standard output, all else to standard error. Read next: ``progress``.
"""

from __future__ import annotations

import datetime
import sys
import textwrap
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Raw

from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_runtime.cli.errors import ImportFailedError
from useworkflow_runtime.code.identity import resolve_class
from useworkflow_runtime.worlds.protocol import LoggedEvent, RunRecord
from useworkflow_sandbox import values

_OWN_FOLDERS = tuple(
    str(Path(__file__).resolve().parents[levels] / name)
    for levels, name in ((1, ""), (2, "useworkflow"), (2, "useworkflow_sandbox"), (2, "useworkflow_compiler"),
                         (3, "sandbox"), (3, "compiler"))
)  # fmt: skip


def print_json(value: Any) -> None:
    """Print ``value`` (which may hold ``Raw`` JSON) on standard output, indented, at once: a pipe may wait for it."""
    print(msgspec.json.format(msgspec.json.encode(value), indent=2).decode(), flush=True)


def warn(text: str) -> None:
    """Print a line for the person at the terminal: on standard error."""
    print(text, file=sys.stderr, flush=True)


def moment(at: int | None) -> str | None:
    """Microseconds since the epoch as ISO 8601 in UTC, to the millisecond."""
    if at is None:
        return None
    when = datetime.datetime.fromtimestamp(at / 1e6, tz=datetime.UTC)
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def run_as_json(record: RunRecord) -> dict[str, Any]:
    """The run's row as JSON shows it. Values are in the log's own readable encoding."""
    shown: dict[str, Any] = {
        "id": record.id,
        "workflow": record.workflow,
        "status": record.status,
        "created_at": moment(record.created_at),
        "started_at": moment(record.started_at),
        "completed_at": moment(record.completed_at),
        "wake_at": moment(record.wake_at),
        "events": record.last_seq,
        "bundle": record.bundle,
    }
    if record.idempotency_key is not None:
        shown["idempotency_key"] = record.idempotency_key
    if record.attributes:
        shown["attributes"] = record.attributes
    if record.output is not None:
        shown["output"] = record.output
    if record.error is not None:
        shown["error"] = record.error
        shown["error_kind"] = record.error_kind
    if record.reason is not None:
        shown["reason"] = record.reason
    return shown


def event_as_json(row: LoggedEvent) -> dict[str, Any]:
    """One row of the log."""
    return {"seq": row.seq, "kind": row.kind, "at": moment(row.at), "event": Raw(row.body)}


def plain_value(raw: Raw | bytes | None) -> str:
    """A value for people: a string as it is, everything else as JSON."""
    if raw is None:
        return ""
    value = msgspec.json.decode(raw)
    if isinstance(value, str):
        return value
    return msgspec.json.format(bytes(raw), indent=2).decode()


def workflow_name(workflow: str) -> str:
    """``workflow//shop.orders//place_order`` -> ``shop.orders:place_order``."""
    _, module, qualname = workflow.split("//", 2)
    return f"{module}:{qualname}"


def failure_text(record: RunRecord) -> str:
    """The exception of a failed run with the user's own frames, as far as they were recorded."""
    if record.error is None:
        return ""
    return error_text(values.decode_error(record.error, resolve_class))


def error_text(error: BaseException) -> str:
    """What a user sees of ``error``: our errors by their own text, the user's by their traceback, without our frames."""
    if isinstance(error, ImportFailedError) and error.__cause__ is not None:
        return f"{user_traceback(error.__cause__)}\n{error}"
    if isinstance(error, UseWorkflowError) and not isinstance(error, values.RemoteError):
        return str(error)
    return user_traceback(error)


def user_traceback(error: BaseException) -> str:
    """The traceback of ``error`` and of what caused it, with the frames of useworkflow and importlib taken out.

    An exception that comes from a log shows the frames that were recorded with it.
    """
    parts = []
    before, link = _chained(error)
    if before is not None:
        parts += [user_traceback(before), "", link, ""]
    frames = _frames(error)
    if frames:
        parts += ["Traceback (most recent call last):", *frames]
    parts.append(_last_lines(error))
    if isinstance(error, BaseExceptionGroup):
        for number, member in enumerate(error.exceptions, start=1):
            parts += [f"  -- {number} of {len(error.exceptions)} --", textwrap.indent(user_traceback(member), "  ")]
    return "\n".join(parts)


def _last_lines(error: BaseException) -> str:
    """Class, text and notes. An exception whose class is not here is shown as what it was."""
    if isinstance(error, values.RemoteError):
        return "\n".join([error.what, *getattr(error, "__notes__", ())])
    return "".join(traceback.format_exception_only(error)).rstrip()


def _chained(error: BaseException) -> tuple[BaseException | None, str]:
    if error.__cause__ is not None:
        return error.__cause__, "The above exception was the direct cause of the following exception:"
    if error.__context__ is not None and not error.__suppress_context__:
        return error.__context__, "During handling of the above exception, another exception occurred:"
    return None, ""


def _frames(error: BaseException) -> list[str]:
    recorded = values.remote_traceback(error)
    if recorded is None:
        stack = traceback.extract_tb(error.__traceback__)
        own = traceback.StackSummary.from_list([frame for frame in stack if not _is_ours(frame.filename)])
        return [line.rstrip() for line in own.format()]
    return [f"  {line}" for frame in _recorded_frames(recorded) for line in frame]


def _recorded_frames(text: str) -> Iterator[list[str]]:
    """The user's frames of a recorded traceback, each with the lines that belong to it."""
    frame: list[str] = []
    for line in [*text.splitlines(), 'File "'] if text else []:
        if line.startswith('File "'):
            if frame and not _is_ours(frame[0][len('File "') :].partition('"')[0]):
                yield frame
            frame = []
        frame.append(line)


def _is_ours(filename: str) -> bool:
    return filename.startswith(_OWN_FOLDERS) or filename.startswith("<frozen importlib")
