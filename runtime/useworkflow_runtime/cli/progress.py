"""What is shown while a run is followed: a live block on a terminal, a plain log otherwise. All of it on stderr.

    12:00:01 run 01J... started
    12:00:02 steps: 40 done, 8 running, 1 retrying
    12:00:02 waits for hook approve:order-7
             answer it from another terminal: useworkflow resume --hook approve:order-7 '{"ok": true}'

Standard output is left to the run's result, so that it can be piped. Read next: ``follow``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from useworkflow_runtime.cli.view import RunView, duration, short_name

_SHOWN_STEPS = 5


class Progress(Protocol):
    """Where a follower reports to."""

    def __enter__(self) -> Progress: ...

    def __exit__(self, *details: object) -> None: ...

    def say(self, line: str) -> None:
        """Print one line that stays."""

    def update(self, view: RunView) -> None:
        """Show the view; called after every batch of events and about once a second."""


class PlainLog:
    """One line an occurrence, with the time of day; the step counts at most once a second."""

    def __init__(self, stream: TextIO, *, clock: Callable[[], float] = time.time) -> None:
        self._stream = stream
        self._clock = clock
        self._last = ""
        self._shown_at = clock()

    def __enter__(self) -> PlainLog:
        return self

    def __exit__(self, *details: object) -> None:
        self._stream.flush()

    def say(self, line: str) -> None:
        first, *more = line.split("\n")
        stamp = time.strftime("%H:%M:%S", time.localtime(self._clock()))
        print(f"{stamp} {first}", *(f"         {each}" for each in more), sep="\n", file=self._stream, flush=True)

    def update(self, view: RunView) -> None:
        summary = view.summary()
        if summary != self._last and self._clock() - self._shown_at >= 1:
            self._last, self._shown_at = summary, self._clock()
            self.say(summary)


class LiveProgress:
    """A block at the bottom of the terminal that is redrawn in place, with finished lines above it."""

    def __init__(self, console: Console, title: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._title = title
        self._clock = clock
        self._started = clock()
        self._view = RunView()
        self._spinner = Spinner("dots")
        self._live = Live(get_renderable=self._render, console=console, refresh_per_second=8, transient=True)

    def __enter__(self) -> LiveProgress:
        self._live.__enter__()
        return self

    def __exit__(self, *details: object) -> None:
        self._live.__exit__(None, None, None)

    def say(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def update(self, view: RunView) -> None:
        self._view = view

    def _render(self) -> Group:
        view = self._view
        self._spinner.update(text=Text(f"{self._title}  {duration(self._clock() - self._started)}", style="bold"))
        counts = Text("  ").append(f"{view.done} done", style="green").append(f"  {view.running} running", style="cyan")
        if view.retrying:
            counts.append(f"  {len(view.retrying)} retrying", style="yellow")
        if view.failed:
            counts.append(f"  {view.failed} failed", style="red")
        return Group(self._spinner, counts, *self._outstanding(view))

    def _outstanding(self, view: RunView) -> list[Text]:
        """The first few steps that are under way, and the hooks that wait for an answer."""
        rows = []
        for step in list(view.steps)[:_SHOWN_STEPS]:
            attempt = view.retrying.get(step)
            note = f"  attempt {attempt} failed, waits" if attempt else ""
            rows.append(Text(f"    {short_name(view.steps[step])}{note}", style="yellow" if attempt else "dim"))
        if len(view.steps) > _SHOWN_STEPS:
            rows.append(Text(f"    and {len(view.steps) - _SHOWN_STEPS} more", style="dim"))
        rows += [Text(f"    waits for hook {hook.token}", style="magenta") for hook in view.hooks.values()]
        return rows


def make_progress(stream: TextIO, title: str) -> Progress:
    """The live block where ``stream`` is a terminal, the plain log where it is not."""
    console = Console(file=stream)
    return LiveProgress(console, title) if console.is_terminal else PlainLog(stream)
