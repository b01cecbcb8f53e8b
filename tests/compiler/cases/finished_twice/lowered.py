# input.py, lowered
async def main():
    _uw_pc = 0

    def _uw_genexpr1(_uw_0):
        _uw_pc = 0
        _uw_i1 = _uw_iter(_uw_0)
        for k in _uw_i1:
            _uw_pc = 1
            yield 0
        _uw_i1 = None
    h = _uw_genexpr1(_uw_iter([]))
    next(h, 0)

    async def ag():
        _uw_pc = 0
        _uw_pc = 1
        yield 1
    a = ag()
    _uw_t1 = log
    _uw_t2 = []
    _uw_a4 = _uw_aiter(a)
    _uw_d5 = True
    while _uw_d5:
        try:
            _uw_pc = 1
            _uw_v6 = await _uw_anext(_uw_a4)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d5 = False
        else:
            _uw_v3_x = _uw_v6
            _uw_v6 = None
            _uw_t2_e = _uw_v3_x
            _uw_t2.append(_uw_t2_e)
    _uw_a4 = None
    _uw_t1(_uw_t2)
    _uw_t1 = _uw_t2 = _uw_t2_e = None
    _uw_pc = 2
    await aw(0)
    _uw_pc = 3
    await aw(0)
    log(list(h))
    _uw_pc = 4
    await aw(0)
    _uw_t11 = log
    _uw_t12 = []
    _uw_a14 = _uw_aiter(a)
    _uw_d15 = True
    while _uw_d15:
        try:
            _uw_pc = 5
            _uw_v16 = await _uw_anext(_uw_a14)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d15 = False
        else:
            _uw_v13_x = _uw_v16
            _uw_v16 = None
            _uw_t12_e = _uw_v13_x
            _uw_t12.append(_uw_t12_e)
    _uw_a14 = None
    _uw_t11(_uw_t12)
    _uw_t11 = _uw_t12 = _uw_t12_e = None

# input.py, re-entry forms
def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                k = _uw_v2
            if not _uw_go:
                _uw_pc = 1
                yield 0
            else:
                _uw_go = 0
                yield _uw_state.take()
        _uw_i1 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            yield 1
        else:
            _uw_go = 0
            yield _uw_state.take()

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_a14' in _uw_locals:
            _uw_a14 = _uw_locals['_uw_a14']
        if '_uw_a4' in _uw_locals:
            _uw_a4 = _uw_locals['_uw_a4']
        if '_uw_d15' in _uw_locals:
            _uw_d15 = _uw_locals['_uw_d15']
        if '_uw_d5' in _uw_locals:
            _uw_d5 = _uw_locals['_uw_d5']
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
        if '_uw_t12' in _uw_locals:
            _uw_t12 = _uw_locals['_uw_t12']
        if '_uw_t12_e' in _uw_locals:
            _uw_t12_e = _uw_locals['_uw_t12_e']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t2_e' in _uw_locals:
            _uw_t2_e = _uw_locals['_uw_t2_e']
        if '_uw_v13_x' in _uw_locals:
            _uw_v13_x = _uw_locals['_uw_v13_x']
        if '_uw_v16' in _uw_locals:
            _uw_v16 = _uw_locals['_uw_v16']
        if '_uw_v3_x' in _uw_locals:
            _uw_v3_x = _uw_locals['_uw_v3_x']
        if '_uw_v6' in _uw_locals:
            _uw_v6 = _uw_locals['_uw_v6']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'h' in _uw_locals:
            h = _uw_locals['h']
        _uw_locals = None
        if not _uw_go:

            def _uw_genexpr1(_uw_0):
                _uw_pc = 0
                _uw_i1 = _uw_iter(_uw_0)
                for k in _uw_i1:
                    _uw_pc = 1
                    yield 0
                _uw_i1 = None
            h = _uw_genexpr1(_uw_iter([]))
            next(h, 0)

            async def ag():
                _uw_pc = 0
                _uw_pc = 1
                yield 1
            a = ag()
            _uw_t1 = log
            _uw_t2 = []
            _uw_a4 = _uw_aiter(a)
            _uw_d5 = True
        if _uw_go <= 1:
            while True if _uw_go else _uw_d5:
                try:
                    if not _uw_go:
                        _uw_pc = 1
                        _uw_v6 = await _uw_anext(_uw_a4)
                    else:
                        _uw_go = 0
                        _uw_v6 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d5 = False
                else:
                    _uw_v3_x = _uw_v6
                    _uw_v6 = None
                    _uw_t2_e = _uw_v3_x
                    _uw_t2.append(_uw_t2_e)
        if not _uw_go:
            _uw_a4 = None
            _uw_t1(_uw_t2)
            _uw_t1 = _uw_t2 = _uw_t2_e = None
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log(list(h))
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t11 = log
            _uw_t12 = []
            _uw_a14 = _uw_aiter(a)
            _uw_d15 = True
        while True if _uw_go else _uw_d15:
            try:
                if not _uw_go:
                    _uw_pc = 5
                    _uw_v16 = await _uw_anext(_uw_a14)
                else:
                    _uw_go = 0
                    _uw_v16 = await _uw_state.take()
            except _uw_evicted():
                raise
            except _uw_StopAsyncIteration:
                _uw_d15 = False
            else:
                _uw_v13_x = _uw_v16
                _uw_v16 = None
                _uw_t12_e = _uw_v13_x
                _uw_t12.append(_uw_t12_e)
        _uw_a14 = None
        _uw_t11(_uw_t12)
        _uw_t11 = _uw_t12 = _uw_t12_e = None
