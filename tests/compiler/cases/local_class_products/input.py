"""What Python makes of a function's own classes and functions: named tuples, typed dictionaries, comparisons, dispatch, cached properties."""

import collections
import functools
import typing


async def main():
    class Point(typing.NamedTuple):
        x: int
        y: "int" = 2

        async def moved(self, by):
            return self._replace(x=self.x + await aw(by))

    Pair = collections.namedtuple("Pair", "a b", defaults=[5])

    class Entry(typing.TypedDict, total=False):
        name: str
        rows: "list[int]"

    @functools.total_ordering
    class Version:
        def __init__(self, v):
            self.v = v

        def __eq__(self, other):
            return self.v == other.v

        def __lt__(self, other):
            return self.v < other.v

        __hash__ = object.__hash__

    @functools.singledispatch
    def shown(value):
        return ("any", value)

    @shown.register
    def _(value: int):
        return ("int", value + len(rows))

    class Reader:
        @functools.singledispatchmethod
        async def read(self, value):
            return ("any", await aw(value))

        @read.register
        async def _(self, value: list):
            return ("rows", [await aw(n) for n in value])

        @functools.cached_property
        def cost(self):
            log("computed")
            return [1]

        def add(self, x, y):
            return x + y

        one = functools.partialmethod(add, 1)

    rows = [1]
    point, pair, reader = Point(1), Pair(1), Reader()
    one, read, later = Version(1), reader.read, reader.cost
    await aw(0)
    rows.append(2)
    log((point, await point.moved(3), Point._field_defaults, Point(7) == (7, 2), point.y, type(point) is Point))
    log((pair, pair._asdict(), Pair(3, 4).b, Pair.__name__, Entry(name="n"), sorted(Entry.__optional_keys__)))
    await aw(0)
    log((one >= Version(0), one > Version(2), max(one, Version(3)).v, shown(3), shown("x"), hash(one) == hash(one)))
    log((await read([1, 2]), await reader.read("x"), reader.cost is later, reader.one(4), Reader.cost.attrname))
    return [n.v for n in sorted([Version(3), one])]
