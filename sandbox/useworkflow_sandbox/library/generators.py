"""What closes the async generators that a run has left open. Read next: ``orphans``."""

from __future__ import annotations

from typing import Any

from useworkflow_sandbox.current import FATAL, current


async def close_generators(generators: list[Any]) -> None:
    """Close each, oldest first; what its cleanup raises is reported and does not stop the others."""
    for generator in generators:
        try:
            await generator.aclose()
        except FATAL:
            raise
        except BaseException as error:
            current().loop.report(f"closing async generator {generator.__qualname__} failed", error)
