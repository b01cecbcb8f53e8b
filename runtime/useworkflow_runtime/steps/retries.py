"""What follows a failed attempt: another one, and when; or the end, with notes that say what happened.

    attempt 2 of 4 failed, ValueError    -> Retry(at=now + 2 s +- 10 %)
    attempt 1 failed, FatalError         -> GiveUp
    RetryableError(retry_after="1m")     -> Retry(at=now + 60 s)

Read next: ``engine_steps``, which commits the decision before it acts on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import msgspec

from useworkflow_runtime.steps.options import StepOptions
from useworkflow_sandbox.durations import to_microseconds
from useworkflow_sandbox.errors import SerializationError
from useworkflow_sandbox.step_errors import RetryableError


class Jitter(Protocol):
    """The part of ``random.Random`` that backoff needs. Injected."""

    def random(self) -> float:
        """A number in [0, 1)."""


class Retry(msgspec.Struct, frozen=True):
    """Try again at ``at``, microseconds since the epoch."""

    at: int


class GiveUp(msgspec.Struct, frozen=True):
    """That was the last attempt. ``retries``: how often it was tried again."""

    retries: int


def decide(options: StepOptions, attempt: int, error: BaseException, now: int, jitter: Jitter) -> Retry | GiveUp:
    """Say what follows when attempt ``attempt`` (1-based) ended with ``error`` at ``now`` (microseconds)."""
    if attempt >= options.max_attempts or is_fatal(error):
        return GiveUp(attempt - 1)
    if isinstance(error, RetryableError) and error.retry_after is not None:
        try:
            return Retry(now + to_microseconds(error.retry_after, now))
        except (TypeError, ValueError):
            pass  # it was set to something else later
    return Retry(now + backoff(options, attempt, jitter))


def is_fatal(error: BaseException) -> bool:
    """Whether the error says itself that no retry can help: ``FatalError``, ``fatal = True``, or what cannot be
    serialized (G3: it would fail the same way again)."""
    try:
        fatal = getattr(error, "fatal", False) is True
    except Exception:  # a property of the user's own
        fatal = False
    return fatal or isinstance(error, SerializationError)


def backoff(options: StepOptions, attempt: int, jitter: Jitter) -> int:
    """Microseconds to wait after attempt ``attempt`` (1-based): exponential, capped, then spread by the jitter."""
    try:
        delay = min(options.retry_delay * options.retry_factor ** (attempt - 1), float(options.retry_max_delay))
    except OverflowError:
        delay = float(options.retry_max_delay)
    spread = options.retry_jitter * (2 * jitter.random() - 1)
    return max(0, round(delay * (1 + spread)))


@contextmanager
def annotated(error: BaseException, step: str, retries: int) -> Iterator[None]:
    """While it is recorded, ``error`` has a note that tells the workflow's author what was tried: ``step charge failed after
    3 retries``. It is not kept: a module may raise the same exception again. ``add_note`` would ask the class's
    ``__setattr__``, which refuses in a frozen data class."""
    times = "1 retry" if retries == 1 else f"{retries} retries"
    note = f"step {step} failed after {times}" if retries else f"step {step} failed, without a retry"
    before = error.__dict__.get("__notes__")
    error.__dict__["__notes__"] = [*(before if isinstance(before, list) else ()), note]
    try:
        yield
    finally:
        if before is None:
            del error.__dict__["__notes__"]
        else:
            error.__dict__["__notes__"] = before
