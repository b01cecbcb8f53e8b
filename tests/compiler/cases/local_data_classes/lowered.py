# input.py, lowered
import dataclasses, enum
from dataclasses import dataclass, field
from typing import ClassVar

async def main():
    _uw_cells = lambda: (Coin, base, c, h, s)
    _uw_pc = 0
    _uw_pc = 1
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
            _uw_pc = 0
            _uw_t1 = dataclasses.replace
            _uw_t2 = self
            _uw_t3 = self.x
            _uw_pc = 1
            _uw_t4 = await aw(by)
            return _uw_t1(_uw_t2, x=_uw_t3 + _uw_t4, extra=0)

        @property
        def both(self):
            return (self.x, self.y)

    @dataclass(frozen=True, order=True)
    class Coin:
        v: int

        async def worth(self):
            _uw_cells = lambda: (base,)
            _uw_pc = 0
            _uw_pc = 1
            _uw_t1 = await aw(self.v)
            return _uw_t1 * base

    @dataclass(slots=True, kw_only=True)
    class Slot(Point):
        z: int = 3

        def told(self):
            return (self.both, self.z)

    @dataclass(frozen=True, slots=True, eq=False)
    class Hard:
        a: int = 1
    p, c, s, h = (Point(1), Coin(4), Slot(x=1, z=9), Hard())
    _uw_pc = 2
    await aw(0)
    log((repr(p), repr(c), s.told(), p == Point(1), p != s, repr(h), h == h))
    _uw_t3 = log
    _uw_pc = 3
    _uw_t4 = await p.moved(3)
    _uw_t3(_uw_t4.both)
    _uw_t3 = _uw_t4 = None
    _uw_t5 = log
    _uw_t6 = repr(sorted([c, Coin(1)]))
    _uw_pc = 4
    _uw_t7 = await c.worth()
    _uw_t5((_uw_t6, _uw_t7, hash(c) == hash(Coin(4))))
    _uw_t5 = _uw_t6 = _uw_t7 = None
    for change in (lambda: setattr(c, 'v', 1), lambda: setattr(h, 'a', 1), lambda: Coin(), lambda: setattr(s, 'nope', 1)):
        try:
            log(change())
        except (AttributeError, TypeError) as e:
            log((type(e).__name__, str(e)))
    _uw_pc = 5
    await aw(1)
    log([(f.name, f.type, f.default is dataclasses.MISSING) for f in dataclasses.fields(Slot)])
    log((dataclasses.asdict(p), Point.__match_args__, Point.kinds, Point.__doc__, Coin.__init__.__qualname__))
    match Point(1, 2):
        case Point(x, y):
            log((x, y))

    class Sub(Point):
        pass
    _uw_pc = 6
    await aw(2)
    log((repr(Sub(1)), Sub(2, 3).both, isinstance(Sub(1), Point)))

# input.py, re-entry forms
class Point:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if '_uw_t2' in _uw_locals:
                _uw_t2 = _uw_locals['_uw_t2']
            if '_uw_t3' in _uw_locals:
                _uw_t3 = _uw_locals['_uw_t3']
            if '_uw_t4' in _uw_locals:
                _uw_t4 = _uw_locals['_uw_t4']
            if 'by' in _uw_locals:
                by = _uw_locals['by']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_t1 = dataclasses.replace
                _uw_t2 = self
                _uw_t3 = self.x
            if not _uw_go:
                _uw_pc = 1
                _uw_t4 = await aw(by)
            else:
                _uw_go = 0
                _uw_t4 = await _uw_state.take()
            return _uw_t1(_uw_t2, x=_uw_t3 + _uw_t4, extra=0)

class Coin:

    def _uw_factory(base):

        async def _uw_resumed(_uw_state):
            nonlocal base
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            _uw_cells = lambda: (base,)
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await aw(self.v)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return _uw_t1 * base

def _uw_factory(Coin, base, c, h, s):

    async def _uw_resumed(_uw_state):
        nonlocal Coin, base, c, h, s
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'Point' in _uw_locals:
            Point = _uw_locals['Point']
        if 'Slot' in _uw_locals:
            Slot = _uw_locals['Slot']
        if 'Sub' in _uw_locals:
            Sub = _uw_locals['Sub']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if 'change' in _uw_locals:
            change = _uw_locals['change']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'p' in _uw_locals:
            p = _uw_locals['p']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        if 'y' in _uw_locals:
            y = _uw_locals['y']
        _uw_locals = None
        _uw_cells = lambda: (Coin, base, c, h, s)
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                base = await aw(2)
            else:
                _uw_go = 0
                base = await _uw_state.take()
        if not _uw_go:

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
                    _uw_pc = 0
                    _uw_t1 = dataclasses.replace
                    _uw_t2 = self
                    _uw_t3 = self.x
                    _uw_pc = 1
                    _uw_t4 = await aw(by)
                    return _uw_t1(_uw_t2, x=_uw_t3 + _uw_t4, extra=0)

                @property
                def both(self):
                    return (self.x, self.y)

            @dataclass(frozen=True, order=True)
            class Coin:
                v: int

                async def worth(self):
                    _uw_cells = lambda: (base,)
                    _uw_pc = 0
                    _uw_pc = 1
                    _uw_t1 = await aw(self.v)
                    return _uw_t1 * base

            @dataclass(slots=True, kw_only=True)
            class Slot(Point):
                z: int = 3

                def told(self):
                    return (self.both, self.z)

            @dataclass(frozen=True, slots=True, eq=False)
            class Hard:
                a: int = 1
            p, c, s, h = (Point(1), _uw_bound(lambda: Coin, 'Coin', False)(4), Slot(x=1, z=9), Hard())
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log((repr(p), repr(_uw_bound(lambda: c, 'c', False)), _uw_bound(lambda: s, 's', False).told(), p == Point(1), p != _uw_bound(lambda: s, 's', False), repr(_uw_bound(lambda: h, 'h', False)), _uw_bound(lambda: h, 'h', False) == _uw_bound(lambda: h, 'h', False)))
            _uw_t3 = log
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t4 = await p.moved(3)
            else:
                _uw_go = 0
                _uw_t4 = await _uw_state.take()
        if not _uw_go:
            _uw_t3(_uw_t4.both)
            _uw_t3 = _uw_t4 = None
            _uw_t5 = log
            _uw_t6 = repr(sorted([_uw_bound(lambda: c, 'c', False), _uw_bound(lambda: Coin, 'Coin', False)(1)]))
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t7 = await _uw_bound(lambda: c, 'c', False).worth()
            else:
                _uw_go = 0
                _uw_t7 = await _uw_state.take()
        if not _uw_go:
            _uw_t5((_uw_t6, _uw_t7, hash(_uw_bound(lambda: c, 'c', False)) == hash(_uw_bound(lambda: Coin, 'Coin', False)(4))))
            _uw_t5 = _uw_t6 = _uw_t7 = None
            for change in (lambda: setattr(c, 'v', 1), lambda: setattr(h, 'a', 1), lambda: Coin(), lambda: setattr(s, 'nope', 1)):
                try:
                    log(change())
                except (AttributeError, TypeError) as e:
                    log((type(e).__name__, str(e)))
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log([(f.name, f.type, f.default is dataclasses.MISSING) for f in dataclasses.fields(Slot)])
            log((dataclasses.asdict(p), Point.__match_args__, Point.kinds, Point.__doc__, _uw_bound(lambda: Coin, 'Coin', False).__init__.__qualname__))
            match Point(1, 2):
                case Point(x, y):
                    log((x, y))

            class Sub(Point):
                pass
        if not _uw_go:
            _uw_pc = 6
            await aw(2)
        else:
            _uw_go = 0
            await _uw_state.take()
        log((repr(Sub(1)), Sub(2, 3).both, isinstance(Sub(1), Point)))
