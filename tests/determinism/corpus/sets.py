"""Sets and frozensets: displays, comprehensions, operators, methods, from steps, as keys, in messages."""

from dataclasses import dataclass, field
from enum import Enum

NAMES = {"delta", "alpha", "charlie", "bravo"}
FROZEN = frozenset(["x-ray", "whiskey", "victor"])


class Colour(Enum):
    RED = "r"
    BLUE = "b"


@dataclass(frozen=True)
class Tag:
    name: str


@dataclass
class Bag:
    tags: set = field(default_factory=set)

    def fill(self) -> None:
        self.tags |= {"un", "deux", "trois"}


async def shuffle(values):
    "use step"
    return {f"step-{value}" for value in values}


async def show(*values):
    "use step"
    return list(values)


async def workflow(n):
    "use workflow"
    words = {"zulu", "yankee", *NAMES, *FROZEN}
    for word in words:
        await show(word)
    lengths = {len(word): word for word in words}
    comp = {word[0] for word in words if word != "zulu"}
    both = [list(words & NAMES), list(words - NAMES), list(words ^ {"new", "zulu"}), list(words | {"q", "p"})]
    await show(lengths, list(comp), both, f"{words} {comp!r}", str(FROZEN), list(FROZEN | words))
    words.discard("zulu")
    words.update(["k", "j"], {"i", "h"})
    await show([words.pop() for _ in range(3)], sorted(words), ",".join(words), tuple(words), dict.fromkeys(words))
    returned = await shuffle(words)
    first, *rest = returned
    await show(first, rest, [x for x in returned if x > "step-c"], max(returned, key=len))
    bag = Bag()
    bag.fill()
    for tag in bag.tags:
        await show(tag)
    tags = {Tag("b"): 1, Tag("a"): 2}
    await show(
        [t.name for t in {Tag("b"), Tag("a"), Tag("c")}],
        [c.name for c in {Colour.RED, Colour.BLUE}],
        list(tags.values()),
    )
    views = {"one": 1, "two": 2, "three": 3}
    await show(list(views.keys() - {"two"}), list(views.keys() & {"three", "one"}), [*views.items() ^ {("one", 1)}])
    grouped = {}
    for word in words:
        grouped.setdefault(len(word), set()).add(word)
    await show({size: list(group) for size, group in grouped.items()}, type(words) is set, isinstance(bag.tags, set))
    held = [words | NAMES, words & {"k", "alpha", *NAMES}, {"own", *words} - NAMES, words ^ FROZEN, NAMES & words]
    words -= {"j", "k"}
    words.add("last")
    await show(len(held))
    held[0].add("more")
    await show([list(each) for each in held], held[1].pop() if held[1] else "", [*held[1], *(held[0] - held[2])])
    awaited = {(await show(word))[0] for word in held[0] if word != "more"}
    await show(list(awaited), {word.upper() for word in awaited} >= {"ALPHA"}, [*{len(word) for word in awaited}])
    return [words, frozenset(words)]
