"""Many runs from one: a batch that starts a run for each picture, waits for some, and lets others go on by themselves.

    useworkflow run examples/batch.py:process_batch 3
    useworkflow inspect runs

Each picture is a run of its own, with its own log: it can be asked, cancelled and explained by itself, and is moved by
whichever worker has room. The batch is told of its end once, also if the batch, or the picture's worker, was killed in
between. The report is fired and forgotten: it goes on after the batch has ended.
"""

import asyncio

from useworkflow import Run, WorkflowFailedError, sleep, start


async def process_batch(count: int = 3, pause: float = 0.2) -> dict[str, object]:
    """Make small pictures of ``count`` large ones, the last of which is broken; return what became of each.

    Args:
        count: how many.
        pause: seconds before the report is written.
    """
    "use workflow"
    runs = [await start(shrink, f"picture-{number}", number < count - 1) for number in range(count)]
    sizes = await asyncio.gather(*[outcome(run) for run in runs])
    report = await start.options(parent_close="abandon")(write_report, sizes, pause)
    return {"sizes": sizes, "report": report}


async def outcome(run: Run[int]) -> int | str:
    try:
        return await run.result()
    except WorkflowFailedError as error:
        return str(error.__cause__)


async def shrink(name: str, whole: bool) -> int:
    """One picture: a run of its own."""
    "use workflow"
    size = await measure(name)
    if not whole:
        raise ValueError(f"{name} is broken")
    return size // 10


async def write_report(sizes: list[int | str], pause: float) -> str:
    """Started by the batch, and not waited for."""
    "use workflow"
    await sleep(pause)
    return f"{len(sizes)} pictures, {sum(isinstance(size, str) for size in sizes)} broken"


async def measure(name: str) -> int:
    "use step"
    return 100 * len(name)


async def main() -> None:
    """Start a batch as a plain program, and look at the report that it left behind."""
    run = await start(process_batch, 3)
    ended = await run.result()
    print(ended["sizes"])
    report: Run[str] = ended["report"]  # type: ignore[assignment]
    print(await report.status(), "-", await report.result())


if __name__ == "__main__":
    asyncio.run(main())
