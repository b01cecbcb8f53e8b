# input.py, lowered
def plain():
    _uw_pc = 0
    _uw_pc = 1
    yield 1

async def agen():
    _uw_pc = 0
    _uw_pc = 1
    yield 1

async def main():
    _uw_pc = 0

    def _uw_genexpr1(_uw_0):
        _uw_pc = 0
        _uw_i1 = _uw_iter(_uw_0)
        for x in _uw_i1:
            _uw_pc = 1
            yield x
        _uw_i1 = None

    async def _uw_genexpr2(_uw_0):
        _uw_pc = 0
        _uw_a1 = _uw_aiter(_uw_0)
        _uw_d2 = True
        while _uw_d2:
            try:
                _uw_pc = 1
                _uw_v3 = await _uw_anext(_uw_a1)
            except _uw_evicted():
                raise
            except _uw_StopAsyncIteration:
                _uw_d2 = False
            else:
                x = _uw_v3
                _uw_v3 = None
                _uw_pc = 2
                yield x
        _uw_a1 = None
    h = _uw_genexpr1(_uw_iter([]))
    next(h, 0)
    p = plain()
    list(p)
    a = agen()
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
    f = _uw_genexpr2(_uw_aiter(agen()))
    _uw_t8 = log
    _uw_t9 = []
    _uw_a11 = _uw_aiter(f)
    _uw_d12 = True
    while _uw_d12:
        try:
            _uw_pc = 2
            _uw_v13 = await _uw_anext(_uw_a11)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d12 = False
        else:
            _uw_v10_x = _uw_v13
            _uw_v13 = None
            _uw_t9_e = _uw_v10_x
            _uw_t9.append(_uw_t9_e)
    _uw_a11 = None
    _uw_t8(_uw_t9)
    _uw_t8 = _uw_t9 = _uw_t9_e = None
    c = agen()
    _uw_pc = 3
    await anext(c)
    _uw_pc = 4
    await c.aclose()
    fresh = agen()
    _uw_pc = 5
    await fresh.aclose()
    _uw_pc = 6
    await aw(1)
    _uw_t19 = log
    _uw_t20 = list(h)
    _uw_t21 = list(p)
    _uw_t22 = []
    _uw_a24 = _uw_aiter(a)
    _uw_d25 = True
    while _uw_d25:
        try:
            _uw_pc = 7
            _uw_v26 = await _uw_anext(_uw_a24)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d25 = False
        else:
            _uw_v23_x = _uw_v26
            _uw_v26 = None
            _uw_t22_e = _uw_v23_x
            _uw_t22.append(_uw_t22_e)
    _uw_a24 = None
    _uw_t28 = []
    _uw_a30 = _uw_aiter(f)
    _uw_d31 = True
    while _uw_d31:
        try:
            _uw_pc = 8
            _uw_v32 = await _uw_anext(_uw_a30)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d31 = False
        else:
            _uw_v29_x = _uw_v32
            _uw_v32 = None
            _uw_t28_e = _uw_v29_x
            _uw_t28.append(_uw_t28_e)
    _uw_a30 = None
    _uw_t34 = []
    _uw_a36 = _uw_aiter(c)
    _uw_d37 = True
    while _uw_d37:
        try:
            _uw_pc = 9
            _uw_v38 = await _uw_anext(_uw_a36)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d37 = False
        else:
            _uw_v35_x = _uw_v38
            _uw_v38 = None
            _uw_t34_e = _uw_v35_x
            _uw_t34.append(_uw_t34_e)
    _uw_a36 = None
    _uw_t40 = []
    _uw_a42 = _uw_aiter(fresh)
    _uw_d43 = True
    while _uw_d43:
        try:
            _uw_pc = 10
            _uw_v44 = await _uw_anext(_uw_a42)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d43 = False
        else:
            _uw_v41_x = _uw_v44
            _uw_v44 = None
            _uw_t40_e = _uw_v41_x
            _uw_t40.append(_uw_t40_e)
    _uw_a42 = None
    _uw_t19((_uw_t20, _uw_t21, _uw_t22, _uw_t28, _uw_t34, _uw_t40))
    _uw_t19 = _uw_t20 = _uw_t21 = _uw_t22 = _uw_t22_e = _uw_t28 = _uw_t28_e = _uw_t34 = _uw_t34_e = _uw_t40 = _uw_t40_e = None

# input.py, re-entry forms
def _uw_factory():

    def _uw_resumed(_uw_state):
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
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            yield 1
        else:
            _uw_go = 0
            yield _uw_state.take()

def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                x = _uw_v2
            if not _uw_go:
                _uw_pc = 1
                yield x
            else:
                _uw_go = 0
                yield _uw_state.take()
        _uw_i1 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_a1' in _uw_locals:
            _uw_a1 = _uw_locals['_uw_a1']
        if '_uw_d2' in _uw_locals:
            _uw_d2 = _uw_locals['_uw_d2']
        if '_uw_v3' in _uw_locals:
            _uw_v3 = _uw_locals['_uw_v3']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if not _uw_go:
            _uw_a1 = _uw_aiter(_uw_0)
            _uw_d2 = True
        while True if _uw_go else _uw_d2:
            try:
                if _uw_go <= 1:
                    if not _uw_go:
                        _uw_pc = 1
                        _uw_v3 = await _uw_anext(_uw_a1)
                    else:
                        _uw_go = 0
                        _uw_v3 = await _uw_state.take()
            except _uw_evicted():
                raise
            except _uw_StopAsyncIteration:
                _uw_d2 = False
            else:
                if not _uw_go:
                    x = _uw_v3
                    _uw_v3 = None
                if not _uw_go:
                    _uw_pc = 2
                    yield x
                else:
                    _uw_go = 0
                    yield _uw_state.take()
        _uw_a1 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_a11' in _uw_locals:
            _uw_a11 = _uw_locals['_uw_a11']
        if '_uw_a24' in _uw_locals:
            _uw_a24 = _uw_locals['_uw_a24']
        if '_uw_a30' in _uw_locals:
            _uw_a30 = _uw_locals['_uw_a30']
        if '_uw_a36' in _uw_locals:
            _uw_a36 = _uw_locals['_uw_a36']
        if '_uw_a4' in _uw_locals:
            _uw_a4 = _uw_locals['_uw_a4']
        if '_uw_a42' in _uw_locals:
            _uw_a42 = _uw_locals['_uw_a42']
        if '_uw_d12' in _uw_locals:
            _uw_d12 = _uw_locals['_uw_d12']
        if '_uw_d25' in _uw_locals:
            _uw_d25 = _uw_locals['_uw_d25']
        if '_uw_d31' in _uw_locals:
            _uw_d31 = _uw_locals['_uw_d31']
        if '_uw_d37' in _uw_locals:
            _uw_d37 = _uw_locals['_uw_d37']
        if '_uw_d43' in _uw_locals:
            _uw_d43 = _uw_locals['_uw_d43']
        if '_uw_d5' in _uw_locals:
            _uw_d5 = _uw_locals['_uw_d5']
        if '_uw_genexpr2' in _uw_locals:
            _uw_genexpr2 = _uw_locals['_uw_genexpr2']
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t19' in _uw_locals:
            _uw_t19 = _uw_locals['_uw_t19']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t20' in _uw_locals:
            _uw_t20 = _uw_locals['_uw_t20']
        if '_uw_t21' in _uw_locals:
            _uw_t21 = _uw_locals['_uw_t21']
        if '_uw_t22' in _uw_locals:
            _uw_t22 = _uw_locals['_uw_t22']
        if '_uw_t22_e' in _uw_locals:
            _uw_t22_e = _uw_locals['_uw_t22_e']
        if '_uw_t28' in _uw_locals:
            _uw_t28 = _uw_locals['_uw_t28']
        if '_uw_t28_e' in _uw_locals:
            _uw_t28_e = _uw_locals['_uw_t28_e']
        if '_uw_t2_e' in _uw_locals:
            _uw_t2_e = _uw_locals['_uw_t2_e']
        if '_uw_t34' in _uw_locals:
            _uw_t34 = _uw_locals['_uw_t34']
        if '_uw_t34_e' in _uw_locals:
            _uw_t34_e = _uw_locals['_uw_t34_e']
        if '_uw_t40' in _uw_locals:
            _uw_t40 = _uw_locals['_uw_t40']
        if '_uw_t40_e' in _uw_locals:
            _uw_t40_e = _uw_locals['_uw_t40_e']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if '_uw_t9_e' in _uw_locals:
            _uw_t9_e = _uw_locals['_uw_t9_e']
        if '_uw_v10_x' in _uw_locals:
            _uw_v10_x = _uw_locals['_uw_v10_x']
        if '_uw_v13' in _uw_locals:
            _uw_v13 = _uw_locals['_uw_v13']
        if '_uw_v23_x' in _uw_locals:
            _uw_v23_x = _uw_locals['_uw_v23_x']
        if '_uw_v26' in _uw_locals:
            _uw_v26 = _uw_locals['_uw_v26']
        if '_uw_v29_x' in _uw_locals:
            _uw_v29_x = _uw_locals['_uw_v29_x']
        if '_uw_v32' in _uw_locals:
            _uw_v32 = _uw_locals['_uw_v32']
        if '_uw_v35_x' in _uw_locals:
            _uw_v35_x = _uw_locals['_uw_v35_x']
        if '_uw_v38' in _uw_locals:
            _uw_v38 = _uw_locals['_uw_v38']
        if '_uw_v3_x' in _uw_locals:
            _uw_v3_x = _uw_locals['_uw_v3_x']
        if '_uw_v41_x' in _uw_locals:
            _uw_v41_x = _uw_locals['_uw_v41_x']
        if '_uw_v44' in _uw_locals:
            _uw_v44 = _uw_locals['_uw_v44']
        if '_uw_v6' in _uw_locals:
            _uw_v6 = _uw_locals['_uw_v6']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'c' in _uw_locals:
            c = _uw_locals['c']
        if 'f' in _uw_locals:
            f = _uw_locals['f']
        if 'fresh' in _uw_locals:
            fresh = _uw_locals['fresh']
        if 'h' in _uw_locals:
            h = _uw_locals['h']
        if 'p' in _uw_locals:
            p = _uw_locals['p']
        _uw_locals = None
        if not _uw_go:

            def _uw_genexpr1(_uw_0):
                _uw_pc = 0
                _uw_i1 = _uw_iter(_uw_0)
                for x in _uw_i1:
                    _uw_pc = 1
                    yield x
                _uw_i1 = None

            async def _uw_genexpr2(_uw_0):
                _uw_pc = 0
                _uw_a1 = _uw_aiter(_uw_0)
                _uw_d2 = True
                while _uw_d2:
                    try:
                        _uw_pc = 1
                        _uw_v3 = await _uw_anext(_uw_a1)
                    except _uw_evicted():
                        raise
                    except _uw_StopAsyncIteration:
                        _uw_d2 = False
                    else:
                        x = _uw_v3
                        _uw_v3 = None
                        _uw_pc = 2
                        yield x
                _uw_a1 = None
            h = _uw_genexpr1(_uw_iter([]))
            next(h, 0)
            p = plain()
            list(p)
            a = agen()
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
            f = _uw_genexpr2(_uw_aiter(agen()))
            _uw_t8 = log
            _uw_t9 = []
            _uw_a11 = _uw_aiter(f)
            _uw_d12 = True
        if _uw_go <= 2:
            while True if _uw_go else _uw_d12:
                try:
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_v13 = await _uw_anext(_uw_a11)
                    else:
                        _uw_go = 0
                        _uw_v13 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d12 = False
                else:
                    _uw_v10_x = _uw_v13
                    _uw_v13 = None
                    _uw_t9_e = _uw_v10_x
                    _uw_t9.append(_uw_t9_e)
        if not _uw_go:
            _uw_a11 = None
            _uw_t8(_uw_t9)
            _uw_t8 = _uw_t9 = _uw_t9_e = None
            c = agen()
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                await anext(c)
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                await c.aclose()
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            fresh = agen()
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                await fresh.aclose()
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t19 = log
            _uw_t20 = list(h)
            _uw_t21 = list(p)
            _uw_t22 = []
            _uw_a24 = _uw_aiter(a)
            _uw_d25 = True
        if _uw_go <= 7:
            while True if _uw_go else _uw_d25:
                try:
                    if not _uw_go:
                        _uw_pc = 7
                        _uw_v26 = await _uw_anext(_uw_a24)
                    else:
                        _uw_go = 0
                        _uw_v26 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d25 = False
                else:
                    _uw_v23_x = _uw_v26
                    _uw_v26 = None
                    _uw_t22_e = _uw_v23_x
                    _uw_t22.append(_uw_t22_e)
        if not _uw_go:
            _uw_a24 = None
            _uw_t28 = []
            _uw_a30 = _uw_aiter(f)
            _uw_d31 = True
        if _uw_go <= 8:
            while True if _uw_go else _uw_d31:
                try:
                    if not _uw_go:
                        _uw_pc = 8
                        _uw_v32 = await _uw_anext(_uw_a30)
                    else:
                        _uw_go = 0
                        _uw_v32 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d31 = False
                else:
                    _uw_v29_x = _uw_v32
                    _uw_v32 = None
                    _uw_t28_e = _uw_v29_x
                    _uw_t28.append(_uw_t28_e)
        if not _uw_go:
            _uw_a30 = None
            _uw_t34 = []
            _uw_a36 = _uw_aiter(c)
            _uw_d37 = True
        if _uw_go <= 9:
            while True if _uw_go else _uw_d37:
                try:
                    if not _uw_go:
                        _uw_pc = 9
                        _uw_v38 = await _uw_anext(_uw_a36)
                    else:
                        _uw_go = 0
                        _uw_v38 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d37 = False
                else:
                    _uw_v35_x = _uw_v38
                    _uw_v38 = None
                    _uw_t34_e = _uw_v35_x
                    _uw_t34.append(_uw_t34_e)
        if not _uw_go:
            _uw_a36 = None
            _uw_t40 = []
            _uw_a42 = _uw_aiter(fresh)
            _uw_d43 = True
        while True if _uw_go else _uw_d43:
            try:
                if not _uw_go:
                    _uw_pc = 10
                    _uw_v44 = await _uw_anext(_uw_a42)
                else:
                    _uw_go = 0
                    _uw_v44 = await _uw_state.take()
            except _uw_evicted():
                raise
            except _uw_StopAsyncIteration:
                _uw_d43 = False
            else:
                _uw_v41_x = _uw_v44
                _uw_v44 = None
                _uw_t40_e = _uw_v41_x
                _uw_t40.append(_uw_t40_e)
        _uw_a42 = None
        _uw_t19((_uw_t20, _uw_t21, _uw_t22, _uw_t28, _uw_t34, _uw_t40))
        _uw_t19 = _uw_t20 = _uw_t21 = _uw_t22 = _uw_t22_e = _uw_t28 = _uw_t28_e = _uw_t34 = _uw_t34_e = _uw_t40 = _uw_t40_e = None
