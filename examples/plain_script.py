"""A program without asyncio: plain functions as workflow and step, started and awaited with ``useworkflow.sync``.

    python examples/plain_script.py

A plain workflow calls plain steps by their names, without ``await``; it is suspended at each call all the same, and survives
there. ``sync`` has what a plain program needs: ``start``, ``get_run``, ``list_runs``, ``resume_hook``, and runs whose methods wait.
"""

from useworkflow import sync


def add_up(numbers: list[int]) -> int:
    "use workflow"
    total = 0
    for number in numbers:
        total = add(total, number)
    return total


def add(a: int, b: int) -> int:
    "use step"
    sync.set_attributes({"last": b})
    return a + b


if __name__ == "__main__":
    run = sync.start.options(attributes={"kind": "sum"})(add_up, [1, 2, 3])
    print(run.result(timeout=60), run.status())
    print([found.id == run.id for found in sync.list_runs(attributes={"kind": "sum", "last": 3}, limit=1)])
