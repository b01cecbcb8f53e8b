# input.py, lowered
"""What Python makes of a function's own classes and functions: named tuples, typed dictionaries, comparisons, dispatch, cached properties."""
import collections
import functools
import typing

async def main():
    _uw_cells = lambda: (rows,)
    _uw_pc = 0

    class Point(typing.NamedTuple):
        x: int
        y: 'int' = 2

        async def moved(self, by):
            _uw_pc = 0
            _uw_t1 = self._replace
            _uw_t2 = self.x
            _uw_pc = 1
            _uw_t3 = await aw(by)
            return _uw_t1(x=_uw_t2 + _uw_t3)
    Pair = collections.namedtuple('Pair', 'a b', defaults=[5])

    class Entry(typing.TypedDict, total=False):
        name: str
        rows: 'list[int]'

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
        return ('any', value)

    @shown.register
    def _(value: int):
        return ('int', value + len(rows))

    class Reader:

        @functools.singledispatchmethod
        async def read(self, value):
            _uw_pc = 0
            _uw_pc = 1
            _uw_t1 = await aw(value)
            return ('any', _uw_t1)

        @read.register
        async def _(self, value: list):
            _uw_pc = 0
            _uw_t1 = []
            _uw_i3 = _uw_iter(value)
            for _uw_v2_n in _uw_i3:
                _uw_pc = 1
                _uw_t1_e = await aw(_uw_v2_n)
                _uw_t1.append(_uw_t1_e)
            _uw_i3 = None
            return ('rows', _uw_t1)

        @functools.cached_property
        def cost(self):
            log('computed')
            return [1]

        def add(self, x, y):
            return x + y
        one = functools.partialmethod(add, 1)
    rows = [1]
    point, pair, reader = (Point(1), Pair(1), Reader())
    one, read, later = (Version(1), reader.read, reader.cost)
    _uw_pc = 1
    await aw(0)
    rows.append(2)
    _uw_t2 = log
    _uw_t3 = point
    _uw_pc = 2
    _uw_t4 = await point.moved(3)
    _uw_t2((_uw_t3, _uw_t4, Point._field_defaults, Point(7) == (7, 2), point.y, type(point) is Point))
    _uw_t2 = _uw_t3 = _uw_t4 = None
    log((pair, pair._asdict(), Pair(3, 4).b, Pair.__name__, Entry(name='n'), sorted(Entry.__optional_keys__)))
    _uw_pc = 3
    await aw(0)
    log((one >= Version(0), one > Version(2), max(one, Version(3)).v, shown(3), shown('x'), hash(one) == hash(one)))
    _uw_t6 = log
    _uw_pc = 4
    _uw_t7 = await read([1, 2])
    _uw_pc = 5
    _uw_t8 = await reader.read('x')
    _uw_t6((_uw_t7, _uw_t8, reader.cost is later, reader.one(4), Reader.cost.attrname))
    _uw_t6 = _uw_t7 = _uw_t8 = None
    return [n.v for n in sorted([Version(3), one])]

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
            if 'by' in _uw_locals:
                by = _uw_locals['by']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_t1 = self._replace
                _uw_t2 = self.x
            if not _uw_go:
                _uw_pc = 1
                _uw_t3 = await aw(by)
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
            return _uw_t1(x=_uw_t2 + _uw_t3)

class Reader:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            if 'value' in _uw_locals:
                value = _uw_locals['value']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await aw(value)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return ('any', _uw_t1)

class Reader:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_i3' in _uw_locals:
                _uw_i3 = _uw_locals['_uw_i3']
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if '_uw_t1_e' in _uw_locals:
                _uw_t1_e = _uw_locals['_uw_t1_e']
            if '_uw_v2_n' in _uw_locals:
                _uw_v2_n = _uw_locals['_uw_v2_n']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            if 'value' in _uw_locals:
                value = _uw_locals['value']
            _uw_locals = None
            if not _uw_go:
                _uw_t1 = []
            if not _uw_go:
                _uw_i3 = _uw_iter(value)
            for _uw_v4 in _uw_chain((None,), _uw_i3) if _uw_go else _uw_i3:
                if not _uw_go:
                    _uw_v2_n = _uw_v4
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t1_e = await aw(_uw_v2_n)
                else:
                    _uw_go = 0
                    _uw_t1_e = await _uw_state.take()
                _uw_t1.append(_uw_t1_e)
            _uw_i3 = None
            return ('rows', _uw_t1)

def _uw_factory(rows):

    async def _uw_resumed(_uw_state):
        nonlocal rows
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'Entry' in _uw_locals:
            Entry = _uw_locals['Entry']
        if 'Pair' in _uw_locals:
            Pair = _uw_locals['Pair']
        if 'Point' in _uw_locals:
            Point = _uw_locals['Point']
        if 'Reader' in _uw_locals:
            Reader = _uw_locals['Reader']
        if 'Version' in _uw_locals:
            Version = _uw_locals['Version']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if 'later' in _uw_locals:
            later = _uw_locals['later']
        if 'one' in _uw_locals:
            one = _uw_locals['one']
        if 'pair' in _uw_locals:
            pair = _uw_locals['pair']
        if 'point' in _uw_locals:
            point = _uw_locals['point']
        if 'read' in _uw_locals:
            read = _uw_locals['read']
        if 'reader' in _uw_locals:
            reader = _uw_locals['reader']
        if 'shown' in _uw_locals:
            shown = _uw_locals['shown']
        _uw_locals = None
        _uw_cells = lambda: (rows,)
        if not _uw_go:

            class Point(typing.NamedTuple):
                x: int
                y: 'int' = 2

                async def moved(self, by):
                    _uw_pc = 0
                    _uw_t1 = self._replace
                    _uw_t2 = self.x
                    _uw_pc = 1
                    _uw_t3 = await aw(by)
                    return _uw_t1(x=_uw_t2 + _uw_t3)
            Pair = collections.namedtuple('Pair', 'a b', defaults=[5])

            class Entry(typing.TypedDict, total=False):
                name: str
                rows: 'list[int]'

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
                return ('any', value)

            @shown.register
            def _(value: int):
                return ('int', value + len(rows))

            class Reader:

                @functools.singledispatchmethod
                async def read(self, value):
                    _uw_pc = 0
                    _uw_pc = 1
                    _uw_t1 = await aw(value)
                    return ('any', _uw_t1)

                @read.register
                async def _(self, value: list):
                    _uw_pc = 0
                    _uw_t1 = []
                    _uw_i3 = _uw_iter(value)
                    for _uw_v2_n in _uw_i3:
                        _uw_pc = 1
                        _uw_t1_e = await aw(_uw_v2_n)
                        _uw_t1.append(_uw_t1_e)
                    _uw_i3 = None
                    return ('rows', _uw_t1)

                @functools.cached_property
                def cost(self):
                    log('computed')
                    return [1]

                def add(self, x, y):
                    return x + y
                one = functools.partialmethod(add, 1)
            rows = [1]
            point, pair, reader = (Point(1), Pair(1), Reader())
            one, read, later = (Version(1), reader.read, reader.cost)
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_bound(lambda: rows, 'rows', False).append(2)
            _uw_t2 = log
            _uw_t3 = point
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t4 = await point.moved(3)
            else:
                _uw_go = 0
                _uw_t4 = await _uw_state.take()
        if not _uw_go:
            _uw_t2((_uw_t3, _uw_t4, Point._field_defaults, Point(7) == (7, 2), point.y, type(point) is Point))
            _uw_t2 = _uw_t3 = _uw_t4 = None
            log((pair, pair._asdict(), Pair(3, 4).b, Pair.__name__, Entry(name='n'), sorted(Entry.__optional_keys__)))
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log((one >= Version(0), one > Version(2), max(one, Version(3)).v, shown(3), shown('x'), hash(one) == hash(one)))
            _uw_t6 = log
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t7 = await read([1, 2])
            else:
                _uw_go = 0
                _uw_t7 = await _uw_state.take()
        if not _uw_go:
            _uw_pc = 5
            _uw_t8 = await reader.read('x')
        else:
            _uw_go = 0
            _uw_t8 = await _uw_state.take()
        _uw_t6((_uw_t7, _uw_t8, reader.cost is later, reader.one(4), Reader.cost.attrname))
        _uw_t6 = _uw_t7 = _uw_t8 = None
        return [n.v for n in sorted([Version(3), one])]
