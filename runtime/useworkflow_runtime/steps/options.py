"""How a step is tried: retries, backoff, timeout and where it runs.

    @step(max_retries=5, timeout="30s")          -> StepOptions(max_retries=5, timeout=30_000_000)
    charge.max_retries = 5                       -> the same, by attribute

Times are given as users like them (``"1m 30s"``, seconds, ``timedelta``) and kept in microseconds.
Read next: ``retries``, which uses the numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal, TypeAlias

import msgspec

from useworkflow_runtime.errors import StepOptionsError
from useworkflow_sandbox.durations import to_microseconds

Duration: TypeAlias = str | float | timedelta
Executor: TypeAlias = Literal["thread", "loop", "process"]

OPTIONS_ATTRIBUTE = "__useworkflow_step__"
"""Where ``@step(...)`` leaves its options on the function."""


class StepOptions(msgspec.Struct, frozen=True):
    """Times are in microseconds. ``executor`` ``None``: the loop for async steps, a thread for plain ones.

    ``heartbeat_timeout``: the longest time between two heartbeats; ``cleanup_timeout``: how long a cancelled async step may
    take to end before its cleanup is cancelled too. ``transaction``: the database in whose transaction the step runs, a URL,
    ``"world"``, or a function that gives one; ``transaction_limit``: the longest that this may take. ``concurrency``: attempts
    at a time in all workers, ``worker_concurrency``: in each.
    """

    max_retries: int = 3
    retry_delay: int = 1_000_000
    retry_factor: float = 2.0
    retry_max_delay: int = 60_000_000
    retry_jitter: float = 0.1
    timeout: int | None = None
    executor: Executor | None = None
    heartbeat_timeout: int | None = None
    cleanup_timeout: int = 10_000_000
    transaction: str | Callable[[], str] | None = None
    transaction_limit: int = 5_000_000
    concurrency: int | None = None
    worker_concurrency: int | None = None

    @property
    def max_attempts(self) -> int:
        """One more than the retries."""
        return self.max_retries + 1


DEFAULTS = StepOptions()
_NAMES = StepOptions.__struct_fields__
_LIMITS = frozenset({"timeout", "heartbeat_timeout", "cleanup_timeout", "transaction_limit"})
_COUNTS = frozenset({"concurrency", "worker_concurrency"})
_DURATIONS = _LIMITS | {"retry_delay", "retry_max_delay"}


def make_options(**given: Any) -> StepOptions:
    """Check options as users give them.

    Raises:
        StepOptionsError: an unknown option, or a value that makes no sense.
    """
    return StepOptions(**{name: _checked(name, value) for name, value in given.items()})


def options_of(function: Callable[..., Any]) -> StepOptions:
    """The options of a step function: its decorator's, then its attributes', then the defaults.

    Raises:
        StepOptionsError: an attribute with a value that makes no sense.
    """
    options: StepOptions = getattr(function, OPTIONS_ATTRIBUTE, DEFAULTS)
    attributes = getattr(function, "__dict__", {})
    changed = {name: _checked(name, attributes[name]) for name in _NAMES if name in attributes}
    return msgspec.structs.replace(options, **changed) if changed else options


def _checked(name: str, value: Any) -> Any:
    if name not in _NAMES:
        raise StepOptionsError(f"unknown step option {name!r}", mend=f"the options are {', '.join(_NAMES)}")
    if name == "executor":
        return _checked_executor(value)
    if name == "transaction":
        return _checked_transaction(value)
    if name in _COUNTS:
        return _checked_count(name, value)
    if name in _DURATIONS:
        return _checked_duration(name, value)
    least = 1 if name == "retry_factor" else 0
    wrong_type = isinstance(value, bool) or not isinstance(value, int if name == "max_retries" else (int, float))
    if wrong_type or not value >= least or (name == "retry_jitter" and value > 1):
        raise StepOptionsError(f"step option {name} cannot be {value!r}", mend=f"give a number of at least {least}")
    return value


def _checked_count(name: str, value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise StepOptionsError(f"step option {name} cannot be {value!r}", mend="give a whole number from 1 on, or None")
    return value


def _checked_duration(name: str, value: Any) -> int | None:
    if value is None and name in ("timeout", "heartbeat_timeout"):
        return None
    try:
        microseconds = to_microseconds(value, 0)
    except (TypeError, ValueError) as error:
        raise StepOptionsError(
            f"step option {name} cannot be {value!r}: {error}", mend='give "30s", seconds or a timedelta'
        ) from error
    if name in _LIMITS and microseconds <= 0:
        raise StepOptionsError(f"step option {name} cannot be zero", mend="leave it out, or give a positive time")
    return microseconds


def _checked_transaction(value: Any) -> Any:
    if value is not None and not callable(value) and not (isinstance(value, str) and value):
        raise StepOptionsError(
            f"step option transaction cannot be {value!r}",
            mend='give "sqlite:///shop.db", "postgresql://host/shop", "world", or a function that gives one of them',
        )
    return value


def _checked_executor(value: Any) -> Executor | None:
    if value not in (None, "thread", "loop", "process"):
        raise StepOptionsError(f"step option executor cannot be {value!r}", mend='it is "thread", "loop" or "process"')
    chosen: Executor | None = value
    return chosen
