import dataclasses, enum
from dataclasses import dataclass, field
from typing import ClassVar
async def main():
    base = await aw(2)
    @dataclass
    class Point:
        x: int
        y: int = base
        tags: list = field(default_factory=list, repr=False)
        kinds: ClassVar[int] = 7
        extra: dataclasses.InitVar[int] = 5
        def __post_init__(self, extra):
            self.x += extra
        async def moved(self, by):
            return dataclasses.replace(self, x=self.x + await aw(by), extra=0)
        @property
        def both(self): return (self.x, self.y)
    @dataclass(frozen=True, order=True)
    class Coin:
        v: int
        async def worth(self): return await aw(self.v) * base
    @dataclass(slots=True, kw_only=True)
    class Slot(Point):
        z: int = 3
        def told(self): return (self.both, self.z)
    @dataclass(frozen=True, slots=True, eq=False)
    class Hard:
        a: int = 1
    p, c, s, h = Point(1), Coin(4), Slot(x=1, z=9), Hard()
    await aw(0)
    log((repr(p), repr(c), s.told(), p == Point(1), p != s, repr(h), h == h))
    log((await p.moved(3)).both)
    log((repr(sorted([c, Coin(1)])), await c.worth(), hash(c) == hash(Coin(4))))
    for change in (lambda: setattr(c, "v", 1), lambda: setattr(h, "a", 1), lambda: Coin(), lambda: setattr(s, "nope", 1)):
        try:
            log(change())
        except (AttributeError, TypeError) as e:
            log((type(e).__name__, str(e)))
    await aw(1)
    log([(f.name, f.type, f.default is dataclasses.MISSING) for f in dataclasses.fields(Slot)])
    log((dataclasses.asdict(p), Point.__match_args__, Point.kinds, Point.__doc__, Coin.__init__.__qualname__))
    match Point(1, 2):
        case Point(x, y): log((x, y))
    class Sub(Point): pass
    await aw(2)
    log((repr(Sub(1)), Sub(2, 3).both, isinstance(Sub(1), Point)))
