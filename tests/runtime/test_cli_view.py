"""What the command line shows of a run is read from its log."""

from __future__ import annotations

import io
import json
import logging

import pytest
from msgspec import Raw
from rich.console import Console

from useworkflow_runtime.cli.exits import Exit, exit_for_status
from useworkflow_runtime.cli.follow import answer_command
from useworkflow_runtime.cli.inspect import steps_of
from useworkflow_runtime.cli.logs import SayHandler, shown_logs
from useworkflow_runtime.cli.progress import LiveProgress, PlainLog
from useworkflow_runtime.cli.show import moment, plain_value, user_traceback
from useworkflow_runtime.cli.view import RunView, duration, short_name
from useworkflow_runtime.worlds.protocol import LoggedEvent
from useworkflow_sandbox import events as log
from useworkflow_sandbox import values

ERROR = Raw(b"null")


def scheduled(number: int, **more: bool) -> log.StepScheduled:
    return log.StepScheduled(at=10, id=f"0/charge#{number}", step="step//shop//charge", args=Raw(b"[]"), line=7, **more)


def test_view_counts_steps_by_their_state() -> None:
    """Scheduled steps run, retrying ones wait, queued ones wait for a worker, completed ones are done."""
    view = RunView()
    for number in range(4):
        view.apply(scheduled(number))
    view.apply(scheduled(4, queued=True))
    view.apply(log.StepCompleted(at=11, id="0/charge#0", value=Raw(b"1")))
    view.apply(log.StepRetrying(at=12, id="0/charge#1", attempt=1, error=ERROR, retry_at=2_000_012))
    view.apply(log.StepFailed(at=13, id="0/charge#2", error=ERROR, attempt=4))
    assert view.summary() == "steps: 1 done, 1 running, 1 queued, 1 retrying, 1 failed"
    view.apply(log.StepStarted(at=14, id="0/charge#1", attempt=2))
    view.apply(log.StepStarted(at=14, id="0/charge#4", attempt=1))
    assert view.summary() == "steps: 1 done, 3 running, 1 failed"


def test_view_says_what_is_worth_a_line() -> None:
    """Retries, failures, sleeps, hooks and cancellations give a line; ordinary progress does not."""
    view = RunView()
    assert view.apply(scheduled(0)) is None
    retry = log.StepRetrying(at=0, id="0/charge#0", attempt=1, error=ERROR, retry_at=1_500_000)
    assert view.apply(retry) == "step charge failed (attempt 1), next in 1.5s"
    failed = log.StepFailed(at=0, id="0/charge#0", error=ERROR, attempt=4)
    assert view.apply(failed) == "step charge failed for good after attempt 4"
    why = values.encode_error(ConnectionError("no route\nto host"))
    again = log.StepRetrying(at=0, id="0/charge#0", attempt=2, error=why, retry_at=1_500_000)
    assert view.apply(again) == "step charge failed (attempt 2), next in 1.5s: ConnectionError: no route"
    assert view.apply(log.TimerStarted(at=0, id="0/sleep#0", due=90_000_000)) == "sleeps for 1m 30s"
    assert view.apply(log.TimerStarted(at=0, id="0/timeout#0", due=90, what="timeout")) is None
    assert view.apply(log.HookCreated(at=0, id="0/hook#0", token="t")) == "waits for hook t"
    assert view.apply(log.HookReceived(at=0, id="0/hook#0", payload=ERROR)) == "hook t was answered"
    assert view.apply(log.CancelRequested(at=0, reason="no stock")) == "was asked to cancel: no stock"
    assert not view.hooks


def test_plain_log_gives_the_time_and_indents_what_follows() -> None:
    """A plain log has a time of day a line; advice stands under the line that it belongs to."""
    stream = io.StringIO()
    with PlainLog(stream, clock=lambda: 0.0) as progress:
        progress.say("waits for hook t\nanswer it from another terminal")
    first, second = stream.getvalue().splitlines()
    assert first[8:] == " waits for hook t"
    assert second == "         answer it from another terminal"


def test_plain_log_shows_counts_at_most_once_a_second() -> None:
    """Many events within a second give one line with the counts; unchanged counts give none."""
    now = [0.0]
    stream = io.StringIO()
    progress = PlainLog(stream, clock=lambda: now[0])
    view = RunView(done=1)
    progress.update(view)
    now[0] = 1.5
    progress.update(view)
    now[0] = 3.0
    progress.update(view)
    assert stream.getvalue().count("steps: 1 done") == 1


def test_live_display_shows_steps_retries_and_hooks() -> None:
    """On a terminal one sees the counts, the steps that are under way and the hooks that wait."""
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    progress = LiveProgress(console, "place_order", clock=lambda: 0.0)
    view = RunView(done=3)
    for number in range(7):
        view.apply(scheduled(number))
    view.apply(log.StepRetrying(at=0, id="0/charge#0", attempt=2, error=ERROR, retry_at=1))
    view.apply(log.HookCreated(at=0, id="0/hook#0", token="approve:7"))
    progress.update(view)
    with console.capture() as captured:
        console.print(progress._render())
    text = captured.get()
    assert all(part in text for part in ("place_order", "3 done", "6 running", "1 retrying", "and 2 more", "approve:7"))


def test_steps_of_a_log_have_state_attempts_and_duration() -> None:
    """`inspect steps` folds the log: attempts count retries, durations are in microseconds."""
    events = [
        scheduled(0),
        log.StepRetrying(at=20, id="0/charge#0", attempt=1, error=ERROR, retry_at=30),
        log.StepStarted(at=30, id="0/charge#0", attempt=2),
        log.StepCompleted(at=45, id="0/charge#0", value=Raw(b"1"), attempt=2),
        scheduled(1),
    ]
    rows = [LoggedEvent(n, log.kind_of(event), event.at, log.encode_event(event)) for n, event in enumerate(events, 1)]
    first, second = steps_of(rows)
    assert (first["state"], first["attempts"], first["took_us"], first["line"]) == ("completed", 2, 35, 7)
    assert (second["state"], second["attempts"], second["took_us"]) == ("running", 1, None)
    json.dumps([first, second])


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.25, "0.2s"), (12.3, "12s"), (185, "3m 05s"), (7_800, "2h 10m"), (360_000, "4d 04h")],
)
def test_durations_are_short(seconds: float, text: str) -> None:
    """Two units at most."""
    assert duration(seconds) == text


def test_names_are_shortened() -> None:
    """A step's function name is enough for a progress line."""
    assert short_name("step//shop.orders//charge") == "charge"
    assert short_name("0/charge#3") == "charge"


def test_values_and_times_are_readable() -> None:
    """Strings print as they are, structures as JSON, times in ISO 8601."""
    assert plain_value(Raw(b'"done"')) == "done"
    assert plain_value(Raw(b'{"a":1}')) == '{\n  "a": 1\n}'
    assert moment(1_767_225_600_000_000) == "2026-01-01T00:00:00.000Z"
    assert moment(None) is None


def test_traceback_holds_the_users_frames_only() -> None:
    """Frames of useworkflow are left out of what a user sees (G10)."""
    with pytest.raises(ValueError, match="time data") as caught:
        steps_of_broken_log()
    text = user_traceback(caught.value)
    assert "steps_of_broken_log" in text
    assert "cli/inspect.py" not in text


def steps_of_broken_log() -> None:
    class Row:
        @property
        def body(self) -> bytes:
            raise ValueError("time data")

    steps_of([Row()])  # type: ignore[list-item]


def test_exit_codes_follow_the_status() -> None:
    """Scripts can rely on one code a status."""
    statuses = ("completed", "failed", "cancelled", "diverged", "stuck")
    assert [int(exit_for_status(status)) for status in statuses] == [0, 1, 3, 4, 4]
    assert int(Exit.INTERRUPTED) == 130


def test_advice_is_quoted_for_the_shell() -> None:
    """A command that is advised can be pasted, also where the token needs quotes."""
    assert answer_command("a b", "my db") == "useworkflow resume --db 'my db' --hook 'a b' '{\"ok\": true}'"


def test_advice_has_a_payload_that_the_hook_takes() -> None:
    """What the hook's schema describes, not just anything."""
    assert answer_command("t", None, {"of": "list", "parts": ["int"]}) == "useworkflow resume --hook t '[1]'"
    view = RunView()
    view.apply(log.HookCreated(at=1, id="0/hook#0", token="t", schema="int"))
    assert view.hooks["0/hook#0"].schema == "int"


def test_engine_warnings_are_not_repeated_within_half_a_minute() -> None:
    """The same trouble is said once a while; what a workflow prints is said each time."""
    now, said = [0.0], []
    record = logging.LogRecord("useworkflow.engine", logging.WARNING, __file__, 1, "a commit failed", (), None)
    engine = SayHandler(said.append, repeats=False, clock=lambda: now[0])
    engine.emit(record)
    now[0] = 29.0
    engine.emit(record)
    now[0] = 60.0
    engine.emit(record)
    assert said == ["warning: a commit failed"] * 2
    workflow = SayHandler(said.append, repeats=True)
    printed = logging.LogRecord("useworkflow.workflow", logging.INFO, __file__, 1, "half way", (), None)
    workflow.emit(printed)
    workflow.emit(printed)
    assert said[2:] == ["half way"] * 2


def test_loggers_are_as_before_after_a_command() -> None:
    """Showing logs changes nothing for whoever uses the process afterwards."""
    logger = logging.getLogger("useworkflow.workflow")
    before = (logger.level, logger.propagate, list(logger.handlers))
    said: list[str] = []
    with shown_logs(said.append):
        logger.info("inside")
    logger.info("outside")
    assert said == ["inside"]
    assert (logger.level, logger.propagate, list(logger.handlers)) == before
