# input.py, lowered
import enum

async def main():
    _uw_cells = lambda: (Mood, n)
    _uw_pc = 0
    _uw_pc = 1
    n = await aw(2)

    class Mood(enum.Enum):
        """how"""
        CALM = 1
        WILD = n
        QUIET = 1
        ODD = (1, 2)

        async def told(self):
            _uw_pc = 0
            _uw_t1 = self.name
            _uw_pc = 1
            _uw_t2 = await aw(self.value)
            return (_uw_t1, _uw_t2)

        @property
        def next(self):
            return Mood.WILD

        @classmethod
        def of(cls, v):
            return cls(v)

        @staticmethod
        def plain():
            return n

        def __str__(self):
            return 'mood ' + self.name

    class Planet(enum.Enum):
        EARTH = (1, 2)
        MARS = (3, 4)

        def __init__(self, mass, radius):
            log(('init', mass))
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
        B = 'bee'

    class Base(enum.Enum):

        def hi(self):
            return 'hi ' + self.name

    class Sub(Base):
        X = 1
    calm, rw, quiet = (Mood.CALM, Right.R | Right.W, Mood.QUIET)
    some = Right(0)
    _uw_pc = 2
    await aw(0)
    _uw_t3 = log
    _uw_pc = 3
    _uw_t4 = await calm.told()
    _uw_t3(repr((_uw_t4, calm is Mood.CALM, quiet is calm, list(Mood), Mood.of(2), Mood.plain(), str(calm), Mood.__doc__, calm.next.name)))
    _uw_t3 = _uw_t4 = None
    log(repr((Planet.MARS.radius, list(Planet), Planet((1, 2)) is Planet.EARTH)))
    _uw_pc = 4
    await aw(1)
    log(repr((Level.HIGH > Level.LOW, Level(5) + 1, repr(Level.LOW), list(Level))))
    log(repr((rw is Right.RW, Right.R in rw, repr(some), Right.R | Right.W, ~Right.R, Name.A, Name('bee') is Name.B, f'{Name.B}')))
    log(repr((Sub.X.hi(), Mood.__members__, repr(Mood.ODD), Mood['WILD'].value, len(Mood), Mood.ODD in Mood)))
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
    _uw_pc = 5
    await aw(2)
    log((d[Mood.CALM], d[1], type(calm) is Mood))

# input.py, re-entry forms
class Mood:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if '_uw_t2' in _uw_locals:
                _uw_t2 = _uw_locals['_uw_t2']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_t1 = self.name
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await aw(self.value)
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            return (_uw_t1, _uw_t2)

def _uw_factory(Mood, n):

    async def _uw_resumed(_uw_state):
        nonlocal Mood, n
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'Level' in _uw_locals:
            Level = _uw_locals['Level']
        if 'Name' in _uw_locals:
            Name = _uw_locals['Name']
        if 'Planet' in _uw_locals:
            Planet = _uw_locals['Planet']
        if 'Right' in _uw_locals:
            Right = _uw_locals['Right']
        if 'Sub' in _uw_locals:
            Sub = _uw_locals['Sub']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if 'calm' in _uw_locals:
            calm = _uw_locals['calm']
        if 'd' in _uw_locals:
            d = _uw_locals['d']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'quiet' in _uw_locals:
            quiet = _uw_locals['quiet']
        if 'rw' in _uw_locals:
            rw = _uw_locals['rw']
        if 'some' in _uw_locals:
            some = _uw_locals['some']
        _uw_locals = None
        _uw_cells = lambda: (Mood, n)
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                n = await aw(2)
            else:
                _uw_go = 0
                n = await _uw_state.take()
        if not _uw_go:

            class Mood(enum.Enum):
                """how"""
                CALM = 1
                WILD = n
                QUIET = 1
                ODD = (1, 2)

                async def told(self):
                    _uw_pc = 0
                    _uw_t1 = self.name
                    _uw_pc = 1
                    _uw_t2 = await aw(self.value)
                    return (_uw_t1, _uw_t2)

                @property
                def next(self):
                    return Mood.WILD

                @classmethod
                def of(cls, v):
                    return cls(v)

                @staticmethod
                def plain():
                    return n

                def __str__(self):
                    return 'mood ' + self.name

            class Planet(enum.Enum):
                EARTH = (1, 2)
                MARS = (3, 4)

                def __init__(self, mass, radius):
                    log(('init', mass))
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
                B = 'bee'

            class Base(enum.Enum):

                def hi(self):
                    return 'hi ' + self.name

            class Sub(Base):
                X = 1
            calm, rw, quiet = (_uw_bound(lambda: Mood, 'Mood', False).CALM, Right.R | Right.W, _uw_bound(lambda: Mood, 'Mood', False).QUIET)
            some = Right(0)
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t3 = log
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t4 = await calm.told()
            else:
                _uw_go = 0
                _uw_t4 = await _uw_state.take()
        if not _uw_go:
            _uw_t3(repr((_uw_t4, calm is _uw_bound(lambda: Mood, 'Mood', False).CALM, quiet is calm, list(_uw_bound(lambda: Mood, 'Mood', False)), _uw_bound(lambda: Mood, 'Mood', False).of(2), _uw_bound(lambda: Mood, 'Mood', False).plain(), str(calm), _uw_bound(lambda: Mood, 'Mood', False).__doc__, calm.next.name)))
            _uw_t3 = _uw_t4 = None
            log(repr((Planet.MARS.radius, list(Planet), Planet((1, 2)) is Planet.EARTH)))
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log(repr((Level.HIGH > Level.LOW, Level(5) + 1, repr(Level.LOW), list(Level))))
            log(repr((rw is Right.RW, Right.R in rw, repr(some), Right.R | Right.W, ~Right.R, Name.A, Name('bee') is Name.B, f'{Name.B}')))
            log(repr((Sub.X.hi(), _uw_bound(lambda: Mood, 'Mood', False).__members__, repr(_uw_bound(lambda: Mood, 'Mood', False).ODD), _uw_bound(lambda: Mood, 'Mood', False)['WILD'].value, len(_uw_bound(lambda: Mood, 'Mood', False)), _uw_bound(lambda: Mood, 'Mood', False).ODD in _uw_bound(lambda: Mood, 'Mood', False))))
            try:
                _uw_bound(lambda: Mood, 'Mood', False)(9)
            except ValueError as e:
                log(str(e))
            try:
                _uw_bound(lambda: Mood, 'Mood', False).NEW = 1
                _uw_bound(lambda: Mood, 'Mood', False).CALM = 2
            except AttributeError as e:
                log(str(e))
            d = {_uw_bound(lambda: Mood, 'Mood', False).CALM: 1, Level.LOW: 2}
        if not _uw_go:
            _uw_pc = 5
            await aw(2)
        else:
            _uw_go = 0
            await _uw_state.take()
        log((d[_uw_bound(lambda: Mood, 'Mood', False).CALM], d[1], type(calm) is _uw_bound(lambda: Mood, 'Mood', False)))
