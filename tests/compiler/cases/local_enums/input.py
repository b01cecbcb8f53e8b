import enum
async def main():
    n = await aw(2)
    class Mood(enum.Enum):
        "how"
        CALM = 1
        WILD = n
        QUIET = 1
        ODD = (1, 2)
        async def told(self): return (self.name, await aw(self.value))
        @property
        def next(self): return Mood.WILD
        @classmethod
        def of(cls, v): return cls(v)
        @staticmethod
        def plain(): return n
        def __str__(self): return "mood " + self.name
    class Planet(enum.Enum):
        EARTH = (1, 2)
        MARS = (3, 4)
        def __init__(self, mass, radius):
            log(("init", mass))
            self.mass = mass
            self.radius = radius
    class Level(enum.IntEnum):
        LOW = 1
        HIGH = 5
    class Right(enum.Flag):
        R = 1
        W = 2
        RW = 3
    class Name(enum.StrEnum):
        A = enum.auto()
        B = "bee"
    class Base(enum.Enum):
        def hi(self): return "hi " + self.name
    class Sub(Base):
        X = 1
    calm, rw, quiet = Mood.CALM, Right.R | Right.W, Mood.QUIET
    some = Right(0)
    await aw(0)
    log(repr((await calm.told(), calm is Mood.CALM, quiet is calm, list(Mood), Mood.of(2), Mood.plain(), str(calm), Mood.__doc__, calm.next.name)))
    log(repr((Planet.MARS.radius, list(Planet), Planet((1, 2)) is Planet.EARTH)))
    await aw(1)
    log(repr((Level.HIGH > Level.LOW, Level(5) + 1, repr(Level.LOW), list(Level))))
    log(repr((rw is Right.RW, Right.R in rw, repr(some), Right.R | Right.W, ~Right.R, Name.A, Name("bee") is Name.B, f"{Name.B}")))
    log(repr((Sub.X.hi(), Mood.__members__, repr(Mood.ODD), Mood["WILD"].value, len(Mood), Mood.ODD in Mood)))
    try:
        Mood(9)
    except ValueError as e:
        log(str(e))
    try:
        Mood.NEW = 1
        Mood.CALM = 2
    except AttributeError as e:
        log(str(e))
    d = {Mood.CALM: 1, Level.LOW: 2}
    await aw(2)
    log((d[Mood.CALM], d[1], type(calm) is Mood))
