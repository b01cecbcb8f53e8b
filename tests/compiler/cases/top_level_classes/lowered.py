# input.py, lowered
class Base:
    kind = 'base'
    _Base__own = 'own of Base'

    def __init__(self, n):
        self.n = n
        self._Base__seen = []

    async def value(self):
        _uw_cells = lambda: (__class__,)
        _uw_pc = 0
        _uw_t1 = self._Base__seen.append
        _uw_pc = 1
        _uw_t2 = await aw(self.n)
        _uw_t1(_uw_t2)
        _uw_t1 = _uw_t2 = None
        return (self._Base__seen, self._Base__own, __class__.__name__)

    async def __aenter__(self):
        _uw_pc = 0
        _uw_t1 = log
        _uw_pc = 1
        _uw_t2 = await aw('in')
        _uw_t1(_uw_t2)
        _uw_t1 = _uw_t2 = None
        return self

    async def __aexit__(self, kind, error, traceback):
        _uw_pc = 0
        _uw_t1 = log
        _uw_pc = 1
        _uw_t2 = await aw('out')
        _uw_t1((_uw_t2, type(error).__name__))
        _uw_t1 = _uw_t2 = None
        return isinstance(error, KeyError)

    def __aiter__(self):
        return self._Base__rows()

    async def __rows(self):
        _uw_pc = 0
        _uw_i1 = _uw_iter(range(self.n))
        for n in _uw_i1:
            _uw_pc = 1
            _uw_t3 = await aw(n)
            _uw_pc = 2
            yield _uw_t3
            _uw_t3 = None
        _uw_i1 = None

    @classmethod
    async def made(cls, n):
        _uw_pc = 0
        _uw_t1 = cls
        _uw_pc = 1
        _uw_t2 = await aw(n)
        self = _uw_t1(_uw_t2)
        _uw_t1 = _uw_t2 = None
        return self

    @property
    async def later(self):
        _uw_pc = 0
        _uw_pc = 1
        _uw_t1 = await aw(self.kind)
        return _uw_t1

    async def __call__(self, *given):
        _uw_pc = 0
        _uw_t1 = given
        _uw_pc = 1
        _uw_t2 = await aw(self.n)
        return (_uw_t1, _uw_t2)

    class Part:

        async def whole(self):
            _uw_cells = lambda: (__class__,)
            _uw_pc = 0
            _uw_pc = 1
            await aw(1)
            return __class__.__qualname__

class Left(Base):
    kind = 'left'

    async def value(self):
        _uw_cells = lambda: (__class__,)
        _uw_pc = 0
        _uw_t1 = self.kind
        _uw_pc = 1
        _uw_t2 = await super(__class__, self).value()
        return [_uw_t1, _uw_t2]

class Right(Base):

    async def value(self):
        _uw_cells = lambda: (__class__, self)
        _uw_pc = 0

        async def inner():
            _uw_cells = lambda: (__class__, self)
            _uw_pc = 0
            _uw_pc = 1
            _uw_t1 = await super(__class__, self).value()
            return _uw_t1
        _uw_pc = 1
        _uw_t1 = await inner()
        return ['right', _uw_t1]

class Both(Left, Right):

    async def value(self):
        _uw_cells = lambda: (__class__,)
        _uw_pc = 0
        _uw_pc = 1
        _uw_t1 = await super(__class__, self).value()
        _uw_pc = 2
        _uw_t2 = await Base.value(self)
        return ['both', _uw_t1, _uw_t2]

async def main():
    _uw_pc = 0
    _uw_pc = 1
    both = await Both.made(2)
    value, same = (both.value, both)
    _uw_t2 = log
    _uw_pc = 2
    _uw_t3 = await value()
    _uw_t2(_uw_t3)
    _uw_t2 = _uw_t3 = None
    _uw_m4 = both
    _uw_pc = 3
    _uw_v5 = await _uw_aenter(_uw_m4)
    try:
        entered = _uw_v5
        _uw_v5 = None
        _uw_a9 = _uw_aiter(both)
        _uw_d10 = True
        while _uw_d10:
            try:
                _uw_pc = 4
                _uw_v11 = await _uw_anext(_uw_a9)
            except _uw_evicted():
                raise
            except _uw_StopAsyncIteration:
                _uw_d10 = False
            else:
                n = _uw_v11
                _uw_v11 = None
                log(n)
                if n:
                    raise KeyError(n)
        _uw_a9 = None
    except _uw_evicted():
        raise
    except _uw_BaseException as _uw_e7:
        _uw_a9 = None
        _uw_pc = 5
        _uw_t13 = await _uw_aexit(_uw_m4, _uw_e7)
        if not _uw_t13:
            raise
    else:
        _uw_pc = 6
        await _uw_aexit(_uw_m4, None)
    _uw_m4 = None
    _uw_t15 = log
    _uw_t16 = entered is same
    _uw_pc = 7
    _uw_t17 = await both.later
    _uw_pc = 8
    _uw_t18 = await both(1, 2)
    _uw_pc = 9
    _uw_t19 = await Left.Part().whole()
    _uw_t15((_uw_t16, _uw_t17, _uw_t18, _uw_t19))
    _uw_t15 = _uw_t16 = _uw_t17 = _uw_t18 = _uw_t19 = None
    log([kind.__name__ for kind in Both.__mro__])
    _uw_t20 = []
    _uw_a22 = _uw_aiter(Right(3))
    _uw_d23 = True
    while _uw_d23:
        try:
            _uw_pc = 10
            _uw_v24 = await _uw_anext(_uw_a22)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d23 = False
        else:
            _uw_v21_row = _uw_v24
            _uw_v24 = None
            _uw_t20_e = _uw_v21_row
            _uw_t20.append(_uw_t20_e)
    _uw_a22 = None
    return (_uw_t20, value == both.value)

# input.py, re-entry forms
class Base:

    def _uw_factory(__class__):

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
            _uw_cells = lambda: (__class__,)
            if not _uw_go:
                _uw_t1 = self._Base__seen.append
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await aw(self.n)
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            _uw_t1(_uw_t2)
            _uw_t1 = _uw_t2 = None
            return (self._Base__seen, self._Base__own, __class__.__name__)

class Base:

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
                _uw_t1 = log
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await aw('in')
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            _uw_t1(_uw_t2)
            _uw_t1 = _uw_t2 = None
            return self

class Base:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if '_uw_t2' in _uw_locals:
                _uw_t2 = _uw_locals['_uw_t2']
            if 'error' in _uw_locals:
                error = _uw_locals['error']
            if 'kind' in _uw_locals:
                kind = _uw_locals['kind']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            if 'traceback' in _uw_locals:
                traceback = _uw_locals['traceback']
            _uw_locals = None
            if not _uw_go:
                _uw_t1 = log
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await aw('out')
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            _uw_t1((_uw_t2, type(error).__name__))
            _uw_t1 = _uw_t2 = None
            return isinstance(error, KeyError)

class Base:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_i1' in _uw_locals:
                _uw_i1 = _uw_locals['_uw_i1']
            if '_uw_t3' in _uw_locals:
                _uw_t3 = _uw_locals['_uw_t3']
            if 'n' in _uw_locals:
                n = _uw_locals['n']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_i1 = _uw_iter(range(self.n))
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    n = _uw_v2
                if _uw_go <= 1:
                    if not _uw_go:
                        _uw_pc = 1
                        _uw_t3 = await aw(n)
                    else:
                        _uw_go = 0
                        _uw_t3 = await _uw_state.take()
                if not _uw_go:
                    _uw_pc = 2
                    yield _uw_t3
                else:
                    _uw_go = 0
                    yield _uw_state.take()
                _uw_t3 = None
            _uw_i1 = None

class Base:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if '_uw_t2' in _uw_locals:
                _uw_t2 = _uw_locals['_uw_t2']
            if 'cls' in _uw_locals:
                cls = _uw_locals['cls']
            if 'n' in _uw_locals:
                n = _uw_locals['n']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_t1 = cls
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await aw(n)
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            self = _uw_t1(_uw_t2)
            _uw_t1 = _uw_t2 = None
            return self

class Base:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await aw(self.kind)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return _uw_t1

class Base:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if '_uw_t2' in _uw_locals:
                _uw_t2 = _uw_locals['_uw_t2']
            if 'given' in _uw_locals:
                given = _uw_locals['given']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_t1 = given
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await aw(self.n)
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            return (_uw_t1, _uw_t2)

class Part:

    def _uw_factory(__class__):

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
            return __class__.__qualname__

class Left:

    def _uw_factory(__class__):

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
            _uw_cells = lambda: (__class__,)
            if not _uw_go:
                _uw_t1 = self.kind
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await super(__class__, self).value()
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            return [_uw_t1, _uw_t2]

class Right:

    def _uw_factory(__class__, self):

        async def _uw_resumed(_uw_state):
            nonlocal self
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            _uw_locals = None
            _uw_cells = lambda: (__class__, self)
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await super(__class__, self).value()
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return _uw_t1

class Right:

    def _uw_factory(__class__, self):

        async def _uw_resumed(_uw_state):
            nonlocal self
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            _uw_locals = None
            _uw_cells = lambda: (__class__, self)
            if not _uw_go:

                async def inner():
                    _uw_cells = lambda: (__class__, self)
                    _uw_pc = 0
                    _uw_pc = 1
                    _uw_t1 = await super(__class__, self).value()
                    return _uw_t1
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await inner()
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return ['right', _uw_t1]

class Both:

    def _uw_factory(__class__):

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
            _uw_cells = lambda: (__class__,)
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t1 = await super(__class__, self).value()
                else:
                    _uw_go = 0
                    _uw_t1 = await _uw_state.take()
            if not _uw_go:
                _uw_pc = 2
                _uw_t2 = await Base.value(self)
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            return ['both', _uw_t1, _uw_t2]

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_a22' in _uw_locals:
            _uw_a22 = _uw_locals['_uw_a22']
        if '_uw_a9' in _uw_locals:
            _uw_a9 = _uw_locals['_uw_a9']
        if '_uw_d10' in _uw_locals:
            _uw_d10 = _uw_locals['_uw_d10']
        if '_uw_d23' in _uw_locals:
            _uw_d23 = _uw_locals['_uw_d23']
        if '_uw_e7' in _uw_locals:
            _uw_e7 = _uw_locals['_uw_e7']
        if '_uw_m4' in _uw_locals:
            _uw_m4 = _uw_locals['_uw_m4']
        if '_uw_t13' in _uw_locals:
            _uw_t13 = _uw_locals['_uw_t13']
        if '_uw_t15' in _uw_locals:
            _uw_t15 = _uw_locals['_uw_t15']
        if '_uw_t16' in _uw_locals:
            _uw_t16 = _uw_locals['_uw_t16']
        if '_uw_t17' in _uw_locals:
            _uw_t17 = _uw_locals['_uw_t17']
        if '_uw_t18' in _uw_locals:
            _uw_t18 = _uw_locals['_uw_t18']
        if '_uw_t19' in _uw_locals:
            _uw_t19 = _uw_locals['_uw_t19']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t20' in _uw_locals:
            _uw_t20 = _uw_locals['_uw_t20']
        if '_uw_t20_e' in _uw_locals:
            _uw_t20_e = _uw_locals['_uw_t20_e']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_v11' in _uw_locals:
            _uw_v11 = _uw_locals['_uw_v11']
        if '_uw_v21_row' in _uw_locals:
            _uw_v21_row = _uw_locals['_uw_v21_row']
        if '_uw_v24' in _uw_locals:
            _uw_v24 = _uw_locals['_uw_v24']
        if '_uw_v5' in _uw_locals:
            _uw_v5 = _uw_locals['_uw_v5']
        if 'both' in _uw_locals:
            both = _uw_locals['both']
        if 'entered' in _uw_locals:
            entered = _uw_locals['entered']
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        if 'same' in _uw_locals:
            same = _uw_locals['same']
        if 'value' in _uw_locals:
            value = _uw_locals['value']
        _uw_locals = None
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                both = await Both.made(2)
            else:
                _uw_go = 0
                both = await _uw_state.take()
        if not _uw_go:
            value, same = (both.value, both)
            _uw_t2 = log
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t3 = await value()
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
        if not _uw_go:
            _uw_t2(_uw_t3)
            _uw_t2 = _uw_t3 = None
            _uw_m4 = both
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_v5 = await _uw_aenter(_uw_m4)
            else:
                _uw_go = 0
                _uw_v5 = await _uw_state.take()
        if _uw_go <= 6:
            try:
                if 5 <= _uw_go <= 5:
                    raise _uw_state.rethrow(_uw_e7)
                if _uw_go <= 4:
                    if not _uw_go:
                        entered = _uw_v5
                        _uw_v5 = None
                        _uw_a9 = _uw_aiter(both)
                        _uw_d10 = True
                    while True if _uw_go else _uw_d10:
                        try:
                            if not _uw_go:
                                _uw_pc = 4
                                _uw_v11 = await _uw_anext(_uw_a9)
                            else:
                                _uw_go = 0
                                _uw_v11 = await _uw_state.take()
                        except _uw_evicted():
                            raise
                        except _uw_StopAsyncIteration:
                            _uw_d10 = False
                        else:
                            n = _uw_v11
                            _uw_v11 = None
                            log(n)
                            if n:
                                raise KeyError(n)
                    _uw_a9 = None
            except _uw_evicted():
                raise
            except _uw_BaseException if 5 <= _uw_go <= 5 else () if _uw_go else _uw_BaseException as _uw_e7:
                if not _uw_go:
                    _uw_a9 = None
                if _uw_go <= 5:
                    if not _uw_go:
                        _uw_pc = 5
                        _uw_t13 = await _uw_aexit(_uw_m4, _uw_e7)
                    else:
                        _uw_go = 0
                        _uw_t13 = await _uw_state.take()
                if not _uw_t13:
                    raise
            else:
                if not _uw_go:
                    _uw_pc = 6
                    await _uw_aexit(_uw_m4, None)
                else:
                    _uw_go = 0
                    await _uw_state.take()
        if not _uw_go:
            _uw_m4 = None
            _uw_t15 = log
            _uw_t16 = entered is same
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                _uw_t17 = await both.later
            else:
                _uw_go = 0
                _uw_t17 = await _uw_state.take()
        if _uw_go <= 8:
            if not _uw_go:
                _uw_pc = 8
                _uw_t18 = await both(1, 2)
            else:
                _uw_go = 0
                _uw_t18 = await _uw_state.take()
        if _uw_go <= 9:
            if not _uw_go:
                _uw_pc = 9
                _uw_t19 = await Left.Part().whole()
            else:
                _uw_go = 0
                _uw_t19 = await _uw_state.take()
        if not _uw_go:
            _uw_t15((_uw_t16, _uw_t17, _uw_t18, _uw_t19))
            _uw_t15 = _uw_t16 = _uw_t17 = _uw_t18 = _uw_t19 = None
            log([kind.__name__ for kind in Both.__mro__])
            _uw_t20 = []
            _uw_a22 = _uw_aiter(Right(3))
            _uw_d23 = True
        while True if _uw_go else _uw_d23:
            try:
                if not _uw_go:
                    _uw_pc = 10
                    _uw_v24 = await _uw_anext(_uw_a22)
                else:
                    _uw_go = 0
                    _uw_v24 = await _uw_state.take()
            except _uw_evicted():
                raise
            except _uw_StopAsyncIteration:
                _uw_d23 = False
            else:
                _uw_v21_row = _uw_v24
                _uw_v24 = None
                _uw_t20_e = _uw_v21_row
                _uw_t20.append(_uw_t20_e)
        _uw_a22 = None
        return (_uw_t20, value == both.value)
