"""A stream that one step writes and another reads: the workflow only hands it on.

useworkflow run examples/patterns/stream_between_steps.py 4
"""

from useworkflow import Stream, get_writable


async def produce(count: int, out: Stream) -> None:
    "use step"
    for number in range(count):
        await out.write({"line": number})
    await out.close()


async def consume(lines: Stream) -> list[int]:
    "use step"
    return [chunk["line"] async for chunk in lines]


async def pipe(count: int) -> list[int]:
    "use workflow"
    lines = get_writable("lines")
    await produce(count, lines)
    return await consume(lines)
