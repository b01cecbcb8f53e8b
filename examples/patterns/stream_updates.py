"""Progress to whoever reads along, while the work goes on.

python examples/patterns/stream_updates.py
"""

import asyncio

from useworkflow import get_writable, start


async def convert(page: int) -> int:
    "use step"
    await get_writable("progress").write({"page": page, "state": "converted"})
    return page


async def convert_book(pages: int) -> int:
    "use workflow"
    for page in range(1, pages + 1):
        await convert(page)
    return pages


async def main() -> None:
    run = await start(convert_book, 3)
    async for update in run.stream("progress"):
        print(update["page"], update["state"])
    print(await run.result(), "pages")


if __name__ == "__main__":
    asyncio.run(main())
