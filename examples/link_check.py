"""Which of these links still work? Each is fetched by a step of its own, tried again where that can help.

useworkflow run examples/link_check.py '["https://example.org/", "https://example.org/gone"]'
"""

import asyncio

from useworkflow import FatalError, fetch


async def check(links: list[str]) -> dict[str, str]:
    """Fetch all links, at most four at a time, and say what became of each."""
    "use workflow"
    limit = asyncio.Semaphore(4)

    async def one(link: str) -> str:
        async with limit:
            try:
                response = await fetch(link, timeout=10)
            except FatalError as refused:
                return str(refused)
            except OSError:
                return "no answer"
        return f"ok, {len(response.body)} bytes"

    return dict(zip(links, await asyncio.gather(*[one(link) for link in links]), strict=True))
