# input.py, lowered
async def gen():
    _uw_pc = 0
    try:
        while True:
            try:
                _uw_t1 = log
                _uw_pc = 1
                _uw_t2 = await aw(1)
                _uw_pc = 2
                _uw_t3 = (yield _uw_t2)
                _uw_t1(_uw_t3)
                _uw_t1 = _uw_t2 = _uw_t3 = None
            except _uw_evicted():
                raise
            except KeyError as e:
                _uw_t1 = _uw_t2 = _uw_t3 = None
                log(repr(e))
    finally:
        if _uw_alive():
            _uw_t1 = _uw_t2 = _uw_t3 = None
            log('over')

async def main():
    _uw_pc = 0
    g = gen()
    _uw_pc = 1
    await anext(g)
    s = g.asend(5)
    _uw_pc = 2
    await aw(1)
    _uw_t3 = log
    _uw_pc = 3
    _uw_t4 = await s
    _uw_t3(_uw_t4)
    _uw_t3 = _uw_t4 = None
    s = g.athrow(KeyError(1))
    _uw_pc = 4
    await aw(1)
    _uw_t6 = log
    _uw_pc = 5
    _uw_t7 = await s
    _uw_t6(_uw_t7)
    _uw_t6 = _uw_t7 = None
    s = g.aclose()
    _uw_pc = 6
    await aw(1)
    _uw_t9 = log
    _uw_pc = 7
    _uw_t10 = await s
    _uw_t9(_uw_t10)
    _uw_t9 = _uw_t10 = None
    try:
        _uw_t11 = log
        _uw_pc = 8
        _uw_t12 = await s
        _uw_t11(_uw_t12)
        _uw_t11 = _uw_t12 = None
    except _uw_evicted():
        raise
    except RuntimeError as e:
        _uw_t11 = _uw_t12 = None
        log(repr(e))
    g = gen()
    s = g.asend(None)
    _uw_pc = 9
    await aw(1)
    _uw_t14 = log
    _uw_pc = 10
    _uw_t15 = await s
    _uw_t14(_uw_t15)
    _uw_t14 = _uw_t15 = None
    _uw_pc = 11
    await g.aclose()
    try:
        _uw_t17 = log
        _uw_pc = 12
        _uw_t18 = await s
        _uw_t17(_uw_t18)
        _uw_t17 = _uw_t18 = None
    except _uw_evicted():
        raise
    except RuntimeError as e:
        _uw_t17 = _uw_t18 = None
        log(repr(e))
    g = gen()
    s = anext(g, 5)
    _uw_pc = 13
    await aw(1)
    _uw_t20 = log
    _uw_pc = 14
    _uw_t21 = await s
    _uw_t20(_uw_t21)
    _uw_t20 = _uw_t21 = None
    s = g.aclose()
    _uw_pc = 15
    await aw(2)
    _uw_t23 = log
    _uw_pc = 16
    _uw_t24 = await s
    _uw_t23(_uw_t24)
    _uw_t23 = _uw_t24 = None
    g = gen()
    s = g.aclose()
    _uw_pc = 17
    await aw(2)
    _uw_t26 = log
    _uw_pc = 18
    _uw_t27 = await s
    _uw_t26(_uw_t27)
    _uw_t26 = _uw_t27 = None
    _uw_pc = 19
    await aw(3)
    _uw_t29 = log
    _uw_t30 = []
    _uw_a32 = _uw_aiter(g)
    _uw_d33 = True
    while _uw_d33:
        try:
            _uw_pc = 20
            _uw_v34 = await _uw_anext(_uw_a32)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d33 = False
        else:
            _uw_v31_x = _uw_v34
            _uw_v34 = None
            _uw_t30_e = _uw_v31_x
            _uw_t30.append(_uw_t30_e)
    _uw_a32 = None
    _uw_t29(_uw_t30)
    _uw_t29 = _uw_t30 = _uw_t30_e = None

# input.py, re-entry forms
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
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        _uw_locals = None
        try:
            while True if _uw_go else True:
                try:
                    if not _uw_go:
                        _uw_t1 = log
                    if _uw_go <= 1:
                        if not _uw_go:
                            _uw_pc = 1
                            _uw_t2 = await aw(1)
                        else:
                            _uw_go = 0
                            _uw_t2 = await _uw_state.take()
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_t3 = (yield _uw_t2)
                    else:
                        _uw_go = 0
                        _uw_t3 = (yield _uw_state.take())
                    _uw_t1(_uw_t3)
                    _uw_t1 = _uw_t2 = _uw_t3 = None
                except _uw_evicted():
                    raise
                except KeyError as e:
                    _uw_t1 = _uw_t2 = _uw_t3 = None
                    log(repr(e))
        finally:
            if _uw_alive():
                _uw_t1 = _uw_t2 = _uw_t3 = None
                log('over')

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_a32' in _uw_locals:
            _uw_a32 = _uw_locals['_uw_a32']
        if '_uw_d33' in _uw_locals:
            _uw_d33 = _uw_locals['_uw_d33']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
        if '_uw_t12' in _uw_locals:
            _uw_t12 = _uw_locals['_uw_t12']
        if '_uw_t14' in _uw_locals:
            _uw_t14 = _uw_locals['_uw_t14']
        if '_uw_t15' in _uw_locals:
            _uw_t15 = _uw_locals['_uw_t15']
        if '_uw_t17' in _uw_locals:
            _uw_t17 = _uw_locals['_uw_t17']
        if '_uw_t18' in _uw_locals:
            _uw_t18 = _uw_locals['_uw_t18']
        if '_uw_t20' in _uw_locals:
            _uw_t20 = _uw_locals['_uw_t20']
        if '_uw_t21' in _uw_locals:
            _uw_t21 = _uw_locals['_uw_t21']
        if '_uw_t23' in _uw_locals:
            _uw_t23 = _uw_locals['_uw_t23']
        if '_uw_t24' in _uw_locals:
            _uw_t24 = _uw_locals['_uw_t24']
        if '_uw_t26' in _uw_locals:
            _uw_t26 = _uw_locals['_uw_t26']
        if '_uw_t27' in _uw_locals:
            _uw_t27 = _uw_locals['_uw_t27']
        if '_uw_t29' in _uw_locals:
            _uw_t29 = _uw_locals['_uw_t29']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t30' in _uw_locals:
            _uw_t30 = _uw_locals['_uw_t30']
        if '_uw_t30_e' in _uw_locals:
            _uw_t30_e = _uw_locals['_uw_t30_e']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if '_uw_v31_x' in _uw_locals:
            _uw_v31_x = _uw_locals['_uw_v31_x']
        if '_uw_v34' in _uw_locals:
            _uw_v34 = _uw_locals['_uw_v34']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        if 's' in _uw_locals:
            s = _uw_locals['s']
        _uw_locals = None
        if not _uw_go:
            g = gen()
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await anext(g)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            s = g.asend(5)
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t3 = log
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t4 = await s
            else:
                _uw_go = 0
                _uw_t4 = await _uw_state.take()
        if not _uw_go:
            _uw_t3(_uw_t4)
            _uw_t3 = _uw_t4 = None
            s = g.athrow(KeyError(1))
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t6 = log
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                _uw_t7 = await s
            else:
                _uw_go = 0
                _uw_t7 = await _uw_state.take()
        if not _uw_go:
            _uw_t6(_uw_t7)
            _uw_t6 = _uw_t7 = None
            s = g.aclose()
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t9 = log
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                _uw_t10 = await s
            else:
                _uw_go = 0
                _uw_t10 = await _uw_state.take()
        if not _uw_go:
            _uw_t9(_uw_t10)
            _uw_t9 = _uw_t10 = None
        if _uw_go <= 8:
            try:
                if not _uw_go:
                    _uw_t11 = log
                if not _uw_go:
                    _uw_pc = 8
                    _uw_t12 = await s
                else:
                    _uw_go = 0
                    _uw_t12 = await _uw_state.take()
                _uw_t11(_uw_t12)
                _uw_t11 = _uw_t12 = None
            except _uw_evicted():
                raise
            except RuntimeError as e:
                _uw_t11 = _uw_t12 = None
                log(repr(e))
        if not _uw_go:
            g = gen()
            s = g.asend(None)
        if _uw_go <= 9:
            if not _uw_go:
                _uw_pc = 9
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t14 = log
        if _uw_go <= 10:
            if not _uw_go:
                _uw_pc = 10
                _uw_t15 = await s
            else:
                _uw_go = 0
                _uw_t15 = await _uw_state.take()
        if not _uw_go:
            _uw_t14(_uw_t15)
            _uw_t14 = _uw_t15 = None
        if _uw_go <= 11:
            if not _uw_go:
                _uw_pc = 11
                await g.aclose()
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 12:
            try:
                if not _uw_go:
                    _uw_t17 = log
                if not _uw_go:
                    _uw_pc = 12
                    _uw_t18 = await s
                else:
                    _uw_go = 0
                    _uw_t18 = await _uw_state.take()
                _uw_t17(_uw_t18)
                _uw_t17 = _uw_t18 = None
            except _uw_evicted():
                raise
            except RuntimeError as e:
                _uw_t17 = _uw_t18 = None
                log(repr(e))
        if not _uw_go:
            g = gen()
            s = anext(g, 5)
        if _uw_go <= 13:
            if not _uw_go:
                _uw_pc = 13
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t20 = log
        if _uw_go <= 14:
            if not _uw_go:
                _uw_pc = 14
                _uw_t21 = await s
            else:
                _uw_go = 0
                _uw_t21 = await _uw_state.take()
        if not _uw_go:
            _uw_t20(_uw_t21)
            _uw_t20 = _uw_t21 = None
            s = g.aclose()
        if _uw_go <= 15:
            if not _uw_go:
                _uw_pc = 15
                await aw(2)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t23 = log
        if _uw_go <= 16:
            if not _uw_go:
                _uw_pc = 16
                _uw_t24 = await s
            else:
                _uw_go = 0
                _uw_t24 = await _uw_state.take()
        if not _uw_go:
            _uw_t23(_uw_t24)
            _uw_t23 = _uw_t24 = None
            g = gen()
            s = g.aclose()
        if _uw_go <= 17:
            if not _uw_go:
                _uw_pc = 17
                await aw(2)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t26 = log
        if _uw_go <= 18:
            if not _uw_go:
                _uw_pc = 18
                _uw_t27 = await s
            else:
                _uw_go = 0
                _uw_t27 = await _uw_state.take()
        if not _uw_go:
            _uw_t26(_uw_t27)
            _uw_t26 = _uw_t27 = None
        if _uw_go <= 19:
            if not _uw_go:
                _uw_pc = 19
                await aw(3)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t29 = log
            _uw_t30 = []
            _uw_a32 = _uw_aiter(g)
            _uw_d33 = True
        while True if _uw_go else _uw_d33:
            try:
                if not _uw_go:
                    _uw_pc = 20
                    _uw_v34 = await _uw_anext(_uw_a32)
                else:
                    _uw_go = 0
                    _uw_v34 = await _uw_state.take()
            except _uw_evicted():
                raise
            except _uw_StopAsyncIteration:
                _uw_d33 = False
            else:
                _uw_v31_x = _uw_v34
                _uw_v34 = None
                _uw_t30_e = _uw_v31_x
                _uw_t30.append(_uw_t30_e)
        _uw_a32 = None
        _uw_t29(_uw_t30)
        _uw_t29 = _uw_t30 = _uw_t30_e = None
