"""``RetryableError``: the step says itself when it makes sense to try again.

useworkflow run examples/patterns/retry_after.py
"""

from datetime import timedelta

from useworkflow import RetryableError, get_step_metadata


async def fetch_report() -> str:
    "use step"
    if get_step_metadata().attempt == 1:
        raise RetryableError("the report is not ready", retry_after=timedelta(milliseconds=100))
    return "the report"


async def wait_for_report() -> str:
    "use workflow"
    return await fetch_report()
