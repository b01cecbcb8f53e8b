"""What workflow code reads of the world outside is recorded: environment names, time zones, samples, paths from steps."""

from __future__ import annotations

import pathlib
import sys
from typing import Any

import pytest

sys.path.append(str(pathlib.Path(__file__).parent))

from stack import ran, refused

from useworkflow_sandbox.events import RunCreated, decode_event, encode_event
from useworkflow_sandbox.values import encode_args

STEP = """
async def echo(value=None):
    "use step"
    return value
"""


def test_listed_environment_names_are_read_from_the_log() -> None:
    """Whatever the process has now; a listed name that was not set is as if it were not set (G5)."""
    source = f"""{STEP}
import os
from os import environ, getenv
async def wf():
    "use workflow"
    first = os.environ["REGION"]
    await echo()
    return [first, environ.get("UNSET", "d"), getenv("UNSET"), "REGION" in environ, "UNSET" in os.environ, dict(environ),
            os.getenv("REGION", "x")]
"""
    env = {"REGION": "eu-1", "UNSET": None}
    assert ran(source, env=env, restore=True).result == ["eu-1", "d", None, True, False, {"REGION": "eu-1"}, "eu-1"]


@pytest.mark.parametrize(
    "read", ["os.environ['HOME']", "os.getenv('HOME')", "os.environ.get('HOME')", "'HOME' in os.environ"]
)
def test_other_environment_names_are_refused_with_the_remedy(read: str) -> None:
    """Also by ``in`` and ``get``: an answer would depend on the worker."""
    error = refused(f'import os\nasync def wf():\n    "use workflow"\n    return {read}\n')
    assert error.code == "UW202"
    assert '`env = ["HOME"]`' in str(error)
    assert "secrets in a step" in str(error)


@pytest.mark.parametrize("change", ["os.environ['A'] = 'b'", "os.environ.update(A='b')", "os.environ.pop('A')"])
def test_the_environment_cannot_be_changed(change: str) -> None:
    """It belongs to the process."""
    assert refused(f'import os\nasync def wf():\n    "use workflow"\n    {change}\n').code == "UW202"


def test_secrets_are_refused() -> None:
    """What is in the log is no secret."""
    error = refused('import secrets\nasync def wf():\n    "use workflow"\n    return secrets.token_hex()\n')
    assert error.code == "UW207"
    assert "no secret" in str(error)


def test_the_log_keeps_the_environment() -> None:
    """``RunCreated.env`` is written and read; logs without it, as earlier versions wrote them, are read as before."""
    created = RunCreated(at=1, workflow="w", bundle="b", args=encode_args((), {}), seed="00", env={"A": None, "B": "1"})
    assert decode_event(encode_event(created)) == created
    old = b'{"kind":"run_created","at":1,"workflow":"w","bundle":"b","args":[[],{}],"seed":"00"}'
    decoded: Any = decode_event(old)
    assert decoded.env == {}
    assert b"env" not in encode_event(decoded)


def test_the_machines_time_zone_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """``astimezone`` and ``timestamp`` of a naive datetime, and ``astimezone()`` of an aware one, mean UTC (G5)."""
    import time

    source = f"""{STEP}
from datetime import UTC, datetime, timedelta, timezone
async def wf():
    "use workflow"
    naive, aware = datetime(2026, 7, 1, 12), datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    return [naive.timestamp(), naive.astimezone().isoformat(), aware.astimezone().isoformat(), aware.timestamp(),
            naive.astimezone(timezone(timedelta(hours=1))).isoformat()]
"""
    found = []
    for zone in ("UTC", "Asia/Tokyo"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        found.append(ran(source).result)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    assert found[0] == found[1]
    assert found[0] == [
        1782907200.0, "2026-07-01T12:00:00+00:00", "2026-07-01T10:00:00+00:00", 1782900000.0, "2026-07-01T13:00:00+01:00",
    ]  # fmt: skip


def test_samples_come_from_the_log() -> None:
    """``NormalDist.samples`` without a seed draws from the run's randomness; with one it is the same on every Python."""
    source = """
import statistics
async def wf():
    "use workflow"
    dist = statistics.NormalDist(10, 2)
    return [dist.samples(2), dist.samples(2, seed=7), isinstance(dist, statistics.NormalDist), dist.mean]
"""
    first, second = ran(source).result, ran(source).result
    assert first == second
    assert first[2:] == [True, 10.0]
    assert first[0] != first[1]


def test_paths_from_steps_cannot_touch_the_file_system() -> None:
    """A path that comes back from a step, also inside a data class, computes and refuses I/O (UW202)."""
    source = f"""{STEP}
from dataclasses import dataclass
from pathlib import Path
@dataclass
class File:
    path: Path
async def wf():
    "use workflow"
    path = await echo(Path("/tmp/x") / "y")
    file = await echo(File(path))
    found = [str(path.parent), file.path == path, isinstance(path, Path)]
    for path in (path, file.path, path.parent):
        try:
            path.exists()
        except RuntimeError as error:
            found.append(error.code)
    return found
"""
    assert ran(source, restore=True).result == ["/tmp/x", True, True, "UW202", "UW202", "UW202"]


def test_obj_of_an_attribute_error_is_refused() -> None:
    """``AttributeError.obj`` leads to whatever object lacked an attribute; ``obj`` of the user's own objects is theirs."""
    source = """
class Own:
    def __init__(self): self.obj = 5
async def wf():
    "use workflow"
    try:
        len.missing
    except AttributeError as error:
        return error.obj
"""
    assert refused(source).code == "UW206"
    assert ran(source.replace("return error.obj", "return Own().obj")).result == 5


def test_print_and_logging_are_commands() -> None:
    """They are part of the turn, and show no address and no hash order."""
    from useworkflow_sandbox.events import Logged

    source = """
import logging
class Plain: pass
async def wf():
    "use workflow"
    print({"b", "a"}, Plain())
    logging.getLogger("x").info("%s", Plain())
"""
    texts = [command.text for command in ran(source).commands if isinstance(command, Logged)]
    assert texts == ["{'b', 'a'} <shop.Plain object>", "<shop.Plain object>"]
