"""Data classes, named tuples, enums, typed dicts, their text and their order."""

import enum
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple


class Size(enum.IntFlag):
    SMALL = 1
    LARGE = 2


class Point(NamedTuple):
    x: int
    y: int = 0


Pair = namedtuple("Pair", "left right")


@dataclass(order=True)
class Item:
    name: str
    price: Decimal = Decimal("1.50")
    tags: frozenset = frozenset()
    extra: dict = field(default_factory=dict)


async def keep(value):
    "use step"
    return value


async def workflow(n):
    "use workflow"
    items = [Item("b", tags=frozenset({"u", "t", "s"})), Item("a", Decimal("2"))]
    back = [await keep(item) for item in items]
    groups = defaultdict(set)
    for item in sorted(back):
        for tag in item.tags:
            groups[item.name].add(tag)
    count = Counter(c for item in back for c in item.name * 2)
    queue = deque([Point(1), Point(2, 3)], maxlen=2)
    queue.append(Pair("l", "r"))
    chained = ChainMap({"k": 1}, {"k": 2, "j": 3})
    await keep([groups, count, queue, dict(chained), Size.SMALL | Size.LARGE, OrderedDict(b=1, a=2)])
    changed = replace(back[0], name="c", extra={"z": {1, 2}, "a": None})
    return [asdict(changed), f"{back}", str(Size(3)), sum((i.price for i in back), Decimal()), [*count.most_common(1)]]
