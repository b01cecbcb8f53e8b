# input.py, lowered
async def main():
    _uw_cells = lambda: (Base, deep)
    _uw_pc = 0
    deep = 5

    class Base:
        __slots__ = ('a', '__p', '__dict__')
        kinds = [1]

        def __init__(self, a):
            self.a = a
            self._Base__p = (a, __class__)

        @property
        def q(self):
            return self._Base__p[0] + deep

        @staticmethod
        def s(x):
            return (x, deep)

        @classmethod
        def c(cls):
            return cls

        def __eq__(self, other):
            return type(other) is type(self) and other.a == self.a

    class Child(Base):

        def m(self):
            return super().q + 1

        async def am(self):
            _uw_cells = lambda: (Base, __class__)
            _uw_pc = 0
            _uw_pc = 1
            await aw(1)
            return (super(__class__, self).q, Base, self)

        def each(self):
            _uw_cells = lambda: (__class__,)
            _uw_pc = 0
            _uw_pc = 1
            yield self
            _uw_pc = 2
            yield __class__

    class Mine(ValueError):
        at = 3
    child = Child(7)
    method = child.m
    steps = child.each()
    log(next(steps) is child)
    _uw_pc = 1
    await aw(1)
    log((method(), method.__self__ is child, child.q, child.s(1), child.c() is Child, child == Child(7)))
    log((Child.kinds is Base.kinds, type(child) is Child, Child.__mro__ == (Child, Base, object), next(steps) is Child))
    log((Child.__qualname__, Child.m.__qualname__, Child.__module__, Base.__hash__))
    log([name for name in vars(Child) if name not in ('__weakref__', '__dict__', '__doc__')])
    _uw_t2 = Base.kinds.append
    _uw_pc = 2
    _uw_t3 = await aw(2)
    _uw_t2(_uw_t3)
    _uw_t2 = _uw_t3 = None
    deep = 6
    log((Child.kinds, child.q))
    try:
        _uw_t4 = Mine
        _uw_pc = 3
        _uw_t5 = await aw(1)
        raise _uw_t4(_uw_t5)
    except _uw_evicted():
        raise
    except ValueError as _uw_x7:
        error = _uw_x7
        try:
            _uw_t4 = _uw_t5 = None
            _uw_pc = 4
            await aw(2)
            log((type(error) is Mine, error.at, isinstance(error, Mine)))
        finally:
            error = None
            del error
    _uw_pc = 5
    _uw_t8 = await child.am()
    q, base, same = _uw_t8
    _uw_t8 = None
    return (q, base is Base, same is child)

# input.py, re-entry forms
class Child:

    def _uw_factory(Base, __class__):

        async def _uw_resumed(_uw_state):
            nonlocal Base
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            _uw_cells = lambda: (Base, __class__)
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
            return (super(__class__, self).q, Base, self)

class Child:

    def _uw_factory(__class__):

        def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    yield self
                else:
                    _uw_go = 0
                    yield _uw_state.take()
            if not _uw_go:
                _uw_pc = 2
                yield __class__
            else:
                _uw_go = 0
                yield _uw_state.take()

def _uw_factory(Base, deep):

    async def _uw_resumed(_uw_state):
        nonlocal Base, deep
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'Child' in _uw_locals:
            Child = _uw_locals['Child']
        if 'Mine' in _uw_locals:
            Mine = _uw_locals['Mine']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_x7' in _uw_locals:
            _uw_x7 = _uw_locals['_uw_x7']
        if 'base' in _uw_locals:
            base = _uw_locals['base']
        if 'child' in _uw_locals:
            child = _uw_locals['child']
        if 'error' in _uw_locals:
            error = _uw_locals['error']
        if 'method' in _uw_locals:
            method = _uw_locals['method']
        if 'q' in _uw_locals:
            q = _uw_locals['q']
        if 'same' in _uw_locals:
            same = _uw_locals['same']
        if 'steps' in _uw_locals:
            steps = _uw_locals['steps']
        _uw_locals = None
        _uw_cells = lambda: (Base, deep)
        if not _uw_go:
            deep = 5

            class Base:
                __slots__ = ('a', '__p', '__dict__')
                kinds = [1]

                def __init__(self, a):
                    self.a = a
                    self._Base__p = (a, __class__)

                @property
                def q(self):
                    return self._Base__p[0] + deep

                @staticmethod
                def s(x):
                    return (x, deep)

                @classmethod
                def c(cls):
                    return cls

                def __eq__(self, other):
                    return type(other) is type(self) and other.a == self.a

            class Child(_uw_bound(lambda: Base, 'Base', False)):

                def m(self):
                    return super().q + 1

                async def am(self):
                    _uw_cells = lambda: (Base, __class__)
                    _uw_pc = 0
                    _uw_pc = 1
                    await aw(1)
                    return (super(__class__, self).q, Base, self)

                def each(self):
                    _uw_cells = lambda: (__class__,)
                    _uw_pc = 0
                    _uw_pc = 1
                    yield self
                    _uw_pc = 2
                    yield __class__

            class Mine(ValueError):
                at = 3
            child = Child(7)
            method = child.m
            steps = child.each()
            log(next(steps) is child)
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log((method(), method.__self__ is child, child.q, child.s(1), child.c() is Child, child == Child(7)))
            log((Child.kinds is _uw_bound(lambda: Base, 'Base', False).kinds, type(child) is Child, Child.__mro__ == (Child, _uw_bound(lambda: Base, 'Base', False), object), next(steps) is Child))
            log((Child.__qualname__, Child.m.__qualname__, Child.__module__, _uw_bound(lambda: Base, 'Base', False).__hash__))
            log([name for name in vars(Child) if name not in ('__weakref__', '__dict__', '__doc__')])
            _uw_t2 = _uw_bound(lambda: Base, 'Base', False).kinds.append
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t3 = await aw(2)
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
        if not _uw_go:
            _uw_t2(_uw_t3)
            _uw_t2 = _uw_t3 = None
            deep = 6
            log((Child.kinds, child.q))
        if _uw_go <= 4:
            try:
                if 4 <= _uw_go <= 4:
                    raise _uw_state.rethrow(_uw_x7)
                if _uw_go <= 3:
                    if not _uw_go:
                        _uw_t4 = Mine
                    if not _uw_go:
                        _uw_pc = 3
                        _uw_t5 = await aw(1)
                    else:
                        _uw_go = 0
                        _uw_t5 = await _uw_state.take()
                    raise _uw_t4(_uw_t5)
            except _uw_evicted():
                raise
            except _uw_BaseException if 4 <= _uw_go <= 4 else () if _uw_go else ValueError as _uw_x7:
                if not _uw_go:
                    error = _uw_x7
                try:
                    if not _uw_go:
                        _uw_t4 = _uw_t5 = None
                    if not _uw_go:
                        _uw_pc = 4
                        await aw(2)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    log((type(error) is Mine, error.at, isinstance(error, Mine)))
                finally:
                    error = None
                    del error
        if not _uw_go:
            _uw_pc = 5
            _uw_t8 = await child.am()
        else:
            _uw_go = 0
            _uw_t8 = await _uw_state.take()
        q, base, same = _uw_t8
        _uw_t8 = None
        return (q, base is _uw_bound(lambda: Base, 'Base', False), same is child)
