"""What a step raises to say whether trying again can help. The same classes inside workflow code and outside.

    raise FatalError("the card is stolen")                          -> no retry; the workflow sees FatalError
    raise RetryableError("rate limited", retry_after="1m")          -> tried again in a minute, if attempts are left

They are the user's own exceptions, so they carry no code and no page. Read next: the runtime's ``steps.retries``.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from useworkflow_compiler.errors import public
from useworkflow_sandbox.durations import to_microseconds


@public
class FatalError(Exception):
    """No retry can help. Any exception with a true ``fatal`` attribute says the same."""

    fatal = True


@public
class RetryableError(Exception):
    """Try again, at a time of the step's choosing.

    Args:
        message: what went wrong.
        retry_after: how long to wait (``"1m"``, seconds, ``timedelta``) or until when (aware ``datetime``); the step's
            own backoff where it is left out.

    Raises:
        ValueError, TypeError: ``retry_after`` is no duration: negative, not finite, or a ``datetime`` without a time zone.
    """

    def __init__(self, *message: object, retry_after: str | float | timedelta | datetime | None = None) -> None:
        super().__init__(*message)
        if retry_after is not None:
            to_microseconds(retry_after, now=0)
        self.retry_after = retry_after
