"""A step that may fail more often than three times.

useworkflow run examples/patterns/more_retries.py
"""

from useworkflow import get_step_metadata, step


@step(max_retries=5, retry_delay="10ms", retry_factor=1)
async def call_shaky_service() -> str:
    "use step"
    attempt = get_step_metadata().attempt
    if attempt < 6:
        raise ConnectionError(f"attempt {attempt}")
    return f"it worked at attempt {attempt}"


async def stubborn() -> str:
    "use workflow"
    return await call_shaky_service()
