# input.py, lowered
async def gen():
    _uw_pc = 0
    try:
        while True:
            try:
                _uw_t4 = log
                _uw_pc = 1
                _uw_t5 = await aw(1)
                _uw_pc = 2
                _uw_t6 = (yield _uw_t5)
                _uw_t4(_uw_t6)
                _uw_t4 = _uw_t5 = _uw_t6 = None
            except _uw_evicted():
                raise
            except KeyError as e:
                _uw_t4 = _uw_t5 = _uw_t6 = None
                log(repr(e))
        _uw_k1 = 0
    except _uw_evicted():
        raise
    except _uw_BaseException as _uw_x3_e:
        _uw_k1 = 4
        _uw_x3 = _uw_x3_e
        raise
    finally:
        if _uw_alive():
            try:
                _uw_t4 = _uw_t5 = _uw_t6 = None
                _uw_t7 = log
                _uw_pc = 3
                _uw_t8 = await aw('over')
                _uw_t7(_uw_t8)
                _uw_t7 = _uw_t8 = None
            finally:
                _uw_x3 = None

class Own:

    def __init__(self, step):
        self.step = step

    def __await__(self):
        return _uw_await(self.step)

async def helper(g, v):
    _uw_pc = 0
    _uw_pc = 1
    await aw(1)
    _uw_pc = 2
    _uw_t2 = await g.asend(v)
    return _uw_t2

async def main():
    _uw_pc = 0
    g = gen()
    s = g.asend(6)
    t = g.athrow(KeyError(2))
    own, other = (Own(g.asend(7)), Own(g.aclose()))
    _uw_t1 = log
    _uw_pc = 1
    _uw_t2 = await anext(g)
    _uw_t1(_uw_t2)
    _uw_t1 = _uw_t2 = None
    _uw_t3 = log
    _uw_pc = 2
    _uw_t4 = await s
    _uw_t3(_uw_t4)
    _uw_t3 = _uw_t4 = None
    _uw_t5 = log
    _uw_pc = 3
    _uw_t6 = await helper(g, 8)
    _uw_t5(_uw_t6)
    _uw_t5 = _uw_t6 = None
    _uw_t7 = log
    _uw_pc = 4
    _uw_t8 = await t
    _uw_t7(_uw_t8)
    _uw_t7 = _uw_t8 = None
    _uw_t9 = log
    _uw_pc = 5
    _uw_t10 = await own
    _uw_t9(_uw_t10)
    _uw_t9 = _uw_t10 = None
    _uw_t11 = log
    _uw_pc = 6
    _uw_t12 = await helper(g, 9)
    _uw_t11(_uw_t12)
    _uw_t11 = _uw_t12 = None
    _uw_t13 = log
    _uw_pc = 7
    _uw_t14 = await other
    _uw_t13(_uw_t14)
    _uw_t13 = _uw_t14 = None
    log(own.step is not None)

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_k1' in _uw_locals:
            _uw_k1 = _uw_locals['_uw_k1']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        _uw_locals = None
        try:
            if 3 <= _uw_go <= 3:
                if _uw_k1 == 4:
                    raise _uw_state.rethrow(_uw_x3)
            else:
                while True if _uw_go else True:
                    try:
                        if not _uw_go:
                            _uw_t4 = log
                        if _uw_go <= 1:
                            if not _uw_go:
                                _uw_pc = 1
                                _uw_t5 = await aw(1)
                            else:
                                _uw_go = 0
                                _uw_t5 = await _uw_state.take()
                        if not _uw_go:
                            _uw_pc = 2
                            _uw_t6 = (yield _uw_t5)
                        else:
                            _uw_go = 0
                            _uw_t6 = (yield _uw_state.take())
                        _uw_t4(_uw_t6)
                        _uw_t4 = _uw_t5 = _uw_t6 = None
                    except _uw_evicted():
                        raise
                    except KeyError as e:
                        _uw_t4 = _uw_t5 = _uw_t6 = None
                        log(repr(e))
                _uw_k1 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x3_e:
            if not _uw_go:
                _uw_k1 = 4
                _uw_x3 = _uw_x3_e
            raise
        finally:
            if _uw_alive():
                try:
                    if not _uw_go:
                        _uw_t4 = _uw_t5 = _uw_t6 = None
                        _uw_t7 = log
                    if not _uw_go:
                        _uw_pc = 3
                        _uw_t8 = await aw('over')
                    else:
                        _uw_go = 0
                        _uw_t8 = await _uw_state.take()
                    _uw_t7(_uw_t8)
                    _uw_t7 = _uw_t8 = None
                finally:
                    _uw_x3 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        if 'v' in _uw_locals:
            v = _uw_locals['v']
        _uw_locals = None
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_pc = 2
            _uw_t2 = await g.asend(v)
        else:
            _uw_go = 0
            _uw_t2 = await _uw_state.take()
        return _uw_t2

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
        if '_uw_t12' in _uw_locals:
            _uw_t12 = _uw_locals['_uw_t12']
        if '_uw_t13' in _uw_locals:
            _uw_t13 = _uw_locals['_uw_t13']
        if '_uw_t14' in _uw_locals:
            _uw_t14 = _uw_locals['_uw_t14']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
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
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        if 'other' in _uw_locals:
            other = _uw_locals['other']
        if 'own' in _uw_locals:
            own = _uw_locals['own']
        if 's' in _uw_locals:
            s = _uw_locals['s']
        if 't' in _uw_locals:
            t = _uw_locals['t']
        _uw_locals = None
        if not _uw_go:
            g = gen()
            s = g.asend(6)
            t = g.athrow(KeyError(2))
            own, other = (Own(g.asend(7)), Own(g.aclose()))
            _uw_t1 = log
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await anext(g)
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
        if not _uw_go:
            _uw_t1(_uw_t2)
            _uw_t1 = _uw_t2 = None
            _uw_t3 = log
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t4 = await s
            else:
                _uw_go = 0
                _uw_t4 = await _uw_state.take()
        if not _uw_go:
            _uw_t3(_uw_t4)
            _uw_t3 = _uw_t4 = None
            _uw_t5 = log
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t6 = await helper(g, 8)
            else:
                _uw_go = 0
                _uw_t6 = await _uw_state.take()
        if not _uw_go:
            _uw_t5(_uw_t6)
            _uw_t5 = _uw_t6 = None
            _uw_t7 = log
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t8 = await t
            else:
                _uw_go = 0
                _uw_t8 = await _uw_state.take()
        if not _uw_go:
            _uw_t7(_uw_t8)
            _uw_t7 = _uw_t8 = None
            _uw_t9 = log
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                _uw_t10 = await own
            else:
                _uw_go = 0
                _uw_t10 = await _uw_state.take()
        if not _uw_go:
            _uw_t9(_uw_t10)
            _uw_t9 = _uw_t10 = None
            _uw_t11 = log
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                _uw_t12 = await helper(g, 9)
            else:
                _uw_go = 0
                _uw_t12 = await _uw_state.take()
        if not _uw_go:
            _uw_t11(_uw_t12)
            _uw_t11 = _uw_t12 = None
            _uw_t13 = log
        if not _uw_go:
            _uw_pc = 7
            _uw_t14 = await other
        else:
            _uw_go = 0
            _uw_t14 = await _uw_state.take()
        _uw_t13(_uw_t14)
        _uw_t13 = _uw_t14 = None
        log(own.step is not None)
