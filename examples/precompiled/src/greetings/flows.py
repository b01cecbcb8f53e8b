"""Greet some people, one durable step after another.

$ useworkflow build examples/precompiled/src        (what the wheel's build hook does, too)
$ PYTHONPATH=examples/precompiled/src python -m greetings.flows Ada Grace
"""

import asyncio
import sys

from greetings.steps import send, write_card
from useworkflow import start


async def greet(names: list[str]) -> int:
    "use workflow"
    cards = await asyncio.gather(*[write_card(name) for name in names])
    total = 0
    for card in cards:
        total += await send(card)
    return total


async def run(names: list[str]) -> int:
    """Start a run, and wait for its result."""
    return await (await start(greet, names)).result()


def main() -> None:
    """What the script ``greet`` does: greet those who are named."""
    characters = asyncio.run(run(sys.argv[1:] or ["world"]))
    compiled = "a compiler" if "useworkflow_compiler.lower" in sys.modules else "no compiler"
    print(f"{characters} characters, with {compiled} in memory")


if __name__ == "__main__":
    main()
