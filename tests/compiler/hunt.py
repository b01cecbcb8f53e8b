"""Hunts for programs that lowered code runs differently from CPython, and prints each one shrunk, with its seed.

    python tests/compiler/hunt.py --count 20000 --seed 1

Ends with the counts, and with status 1 if there was a difference. Read next: ``four_ways``.
"""

from __future__ import annotations

import argparse
import ast
import collections
import gc
import random
import re
import signal
import sys
import time

import bundle_ways
import sync_ways
import task_ways
from four_ways import Difference, Exhausted, TooDeep, difference
from program_classes import ClassWriter
from program_kinds import KindWriter
from program_tasks import TaskWriter
from programs import Writer
from shrink import shrunk

ENCODED = 10
"""Of so many programs one goes through the encoding of trees as well."""


def kind_of(found: Difference | str | None) -> str:
    """What two differences have in common that probably have one cause."""
    if not isinstance(found, Difference):
        return found or "none"
    way = re.sub(r"(at|from suspension) [\[\]\d, ]+", "", found.way)
    way = re.sub(r"\d+", "#", way)
    if ": outcome" in way:
        return way + str(found.found)[:12]
    if "harness" in way or "refused" in way:
        return re.sub(r"0x\w+|@\w+-|\d+", "#", way + str(found.found))[:90]
    return way


def examined(source: str, seed: int, bundled: bool = False, sync: bool = False) -> Difference | str | None:
    """The difference, or ``"exhausted"`` or ``"invalid"`` where there is nothing to compare."""
    late.clear()
    signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 5.0, 0.01)
    try:
        if bundled:
            found = bundle_ways.difference(source, seed)
        elif sync:
            found = sync_ways.difference(source, seed)
        elif "async def entry():" in source:
            found = task_ways.difference(source, seed)
        else:
            found = difference(source, seed, encoded=seed % ENCODED == 0)
        return "exhausted" if late else found
    except TooDeep:
        return "too deep"
    except (Exhausted, MemoryError):
        return "exhausted"
    except (SyntaxError, KeyError):
        return "invalid"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


late: list[int] = []


def _stop(number: int, frame: object) -> None:
    if signal.getitimer(signal.ITIMER_VIRTUAL)[1]:  # not while it is being switched off
        late.append(number)
        raise Exhausted


def ends(source: str) -> bool:
    """Whether every ``while`` still counts its turns: shrinking must not make an endless loop."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.While):
            first = node.body[0]
            counts = isinstance(first, ast.AugAssign) and isinstance(first.target, ast.Name)
            if not counts or f"{first.target.id} < " not in ast.unparse(node.test):
                return False
    return True


def hunt(arguments: argparse.Namespace) -> int:
    """Run the hunt; the number of kinds of differences."""
    counts: collections.Counter[str] = collections.Counter()
    kinds: collections.Counter[str] = collections.Counter()
    begin = time.monotonic()
    for seed in range(arguments.seed, arguments.seed + arguments.count):
        if arguments.seconds and time.monotonic() - begin > arguments.seconds:
            break
        if arguments.trace:
            print(seed, file=sys.stderr, flush=True)
        dice = random.Random(seed)
        writer = _writer_of(arguments)(
            dice.randrange, statements=arguments.statements, depth=arguments.depth, generators=arguments.generators
        )
        writer.restricted = arguments.bundled
        source = writer.program()
        found = examined(source, seed, arguments.bundled, arguments.sync)
        counts["programs"] += 1
        if not isinstance(found, Difference):
            counts["same" if found is None else found] += 1
            continue
        if arguments.ignore and re.search(arguments.ignore, str(found)):
            counts["ignored"] += 1
            continue
        counts["different"] += 1
        kind = kind_of(found)
        kinds[kind] += 1
        if kinds[kind] <= arguments.each:
            _show(seed, source, found, arguments)
    seconds = time.monotonic() - begin
    print(f"python {sys.version.split()[0]}: {dict(counts)} in {seconds:.0f} s")
    for kind, number in kinds.most_common():
        print(f"  {number:5} {kind}")
    return len(kinds)


def _writer_of(arguments: argparse.Namespace) -> type[Writer]:
    if arguments.tasks:
        return TaskWriter
    return KindWriter if arguments.kinds else ClassWriter if arguments.classes else Writer


def _show(seed: int, source: str, found: Difference, arguments: argparse.Namespace) -> None:
    kind, seconds, ways = kind_of(found), arguments.shrink, (arguments.bundled, arguments.sync)

    def fails(text: str) -> bool:
        return ends(text) and kind_of(examined(text, seed, *ways)) == kind

    small = shrunk(source, fails, seconds) if seconds else source
    again = examined(small, seed, *ways)
    print(f"===== seed {seed}\n{small}\n----- {again if isinstance(again, Difference) else found}\n", flush=True)


def main() -> int:
    """The command line."""
    gc.freeze()  # what is imported stays
    gc.set_threshold(20_000)
    sys.unraisablehook = lambda _: None  # coroutines that ran out of their limit, or whose capture failed, are dropped
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=0, help="stop after so many seconds")
    parser.add_argument("--shrink", type=float, default=20, help="seconds for making one program small; 0: not at all")
    parser.add_argument("--each", type=int, default=1, help="how many programs to show of one kind of difference")
    parser.add_argument("--statements", type=int, default=40)
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--trace", action="store_true", help="print every seed, to find one that crashes Python")
    parser.add_argument("--ignore", default="", help="a pattern: differences whose text it is in are counted only")
    parser.add_argument("--generators", action="store_true")
    parser.add_argument("--tasks", action="store_true", help="programs with tasks, compared with asyncio")
    parser.add_argument("--classes", action="store_true", help="programs with classes at the top level")
    parser.add_argument("--kinds", action="store_true", help="programs with classes of every kind")
    parser.add_argument(
        "--sync", action="store_true", help="programs without async, in which any call may come to a sync step"
    )
    parser.add_argument("--bundled", action="store_true", help="compiled into bundles, compared with asyncio")
    return 1 if hunt(parser.parse_args()) else 0


if __name__ == "__main__":
    sys.exit(main())
