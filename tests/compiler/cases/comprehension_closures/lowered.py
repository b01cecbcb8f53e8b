# input.py, lowered
async def main():
    _uw_cells = lambda: (i, late, w)
    _uw_pc = 0

    async def _uw_listcomp1(_uw_0):
        _uw_cells = lambda: (i, y)
        _uw_pc = 0
        _uw_result = []
        _uw_i1 = _uw_iter(_uw_0)
        for y in _uw_i1:
            _uw_pc = 1
            _uw_t3 = await aw(True)
            if _uw_t3:
                _uw_t4 = lambda: (i, y)
                _uw_pc = 2
                _uw_t5 = await aw(y)
                _uw_element = (_uw_t4, _uw_t5)[0]
                _uw_t4 = _uw_t5 = None
                _uw_result.append(_uw_element)
        _uw_i1 = None
        return _uw_result

    async def _uw_dictcomp2(_uw_0):
        _uw_cells = lambda: (y,)
        _uw_pc = 0
        _uw_result = {}
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
                y = _uw_v3
                _uw_v3 = None
                _uw_pc = 2
                _uw_key = await aw(y)
                _uw_element = lambda: y
                _uw_result[_uw_key] = _uw_element
        _uw_a1 = None
        return _uw_result

    async def _uw_setcomp3(_uw_0):
        _uw_cells = lambda: (y, z)
        _uw_pc = 0
        _uw_result = {*()}
        _uw_i1 = _uw_iter(_uw_0)
        for y in _uw_i1:
            _uw_t5 = y
            _uw_pc = 1
            _uw_t6 = await aw(2)
            _uw_i3 = range(_uw_t5, _uw_t6)
            _uw_t5 = _uw_t6 = None
            _uw_i3 = _uw_iter(_uw_i3)
            for z in _uw_i3:
                _uw_element = (lambda: (y, z))()
                _uw_result.add(_uw_element)
            _uw_i3 = None
        _uw_i1 = None
        return _uw_result

    async def _uw_listcomp4(_uw_0):
        nonlocal w
        _uw_cells = lambda: (w, y)
        _uw_pc = 0
        pass
        _uw_result = []
        _uw_i1 = _uw_iter(_uw_0)
        for y in _uw_i1:
            _uw_t3 = (w := y)
            _uw_t4 = lambda: (w, y)
            _uw_pc = 1
            _uw_t5 = await aw(1)
            _uw_element = (_uw_t3, _uw_t4, _uw_t5)[1]
            _uw_t3 = _uw_t4 = _uw_t5 = None
            _uw_result.append(_uw_element)
        _uw_i1 = None
        return _uw_result

    async def _uw_listcomp5(_uw_0):
        _uw_cells = lambda: (y,)
        _uw_pc = 0
        _uw_result = []
        _uw_i1 = _uw_iter(_uw_0)
        for y in _uw_i1:
            _uw_pc = 1
            _uw_t3 = await aw(y)
            if _uw_t3:
                _uw_element = lambda: y
                _uw_result.append(_uw_element)
        _uw_i1 = None
        return _uw_result

    async def _uw_listcomp6(_uw_0):
        _uw_cells = lambda: (y,)
        _uw_pc = 0
        _uw_result = []
        _uw_i1 = _uw_iter(_uw_0)
        for y in _uw_i1:
            _uw_t3 = lambda: y
            _uw_pc = 1
            _uw_t4 = await aw(ValueError(y))
            _uw_element = (_uw_t3, _uw_t4)
            _uw_t3 = _uw_t4 = None
            _uw_result.append(_uw_element)
        _uw_i1 = None
        return _uw_result

    async def _uw_listcomp7(_uw_0):
        _uw_cells = lambda: (late, y)
        _uw_pc = 0
        _uw_result = []
        _uw_i1 = _uw_iter(_uw_0)
        for y in _uw_i1:
            _uw_t3 = lambda: y
            _uw_t4 = _uw_bound(lambda: late, 'late', True)
            _uw_pc = 1
            _uw_t5 = await aw(y)
            _uw_element = (_uw_t3, _uw_t4, _uw_t5)
            _uw_t3 = _uw_t4 = _uw_t5 = None
            _uw_result.append(_uw_element)
        _uw_i1 = None
        return _uw_result
    hs = []
    _uw_i1 = _uw_iter(range(3))
    for i in _uw_i1:
        _uw_t3 = hs.append
        _uw_pc = 1
        _uw_t4 = await _uw_listcomp1(_uw_iter(range(i + 1)))
        _uw_t3(_uw_t4)
        _uw_t3 = _uw_t4 = None
        _uw_t5 = hs.append
        _uw_pc = 2
        _uw_t6 = await _uw_dictcomp2(_uw_aiter(rows(i + 2)))
        _uw_t5(list(_uw_t6.values()))
        _uw_t5 = _uw_t6 = None
        _uw_t7 = hs.append
        _uw_pc = 3
        _uw_t8 = await _uw_setcomp3(_uw_iter(range(2)))
        _uw_t7(sorted(_uw_t8))
        _uw_t7 = _uw_t8 = None
    _uw_i1 = None
    log([[f() if callable(f) else f for f in h] for h in hs])
    _uw_pc = 4
    await aw(1)
    log([[f() if callable(f) else f for f in h] for h in hs])
    _uw_pc = 5
    ws = await _uw_listcomp4(_uw_iter(range(3)))
    _uw_pc = 6
    await aw(2)
    log((w, [f() for f in ws]))
    _uw_pc = 7
    _uw_t12 = await _uw_listcomp5(_uw_iter(range(3)))
    fs = [g() for g in _uw_t12]
    _uw_t12 = None
    log(fs)
    try:
        _uw_t13 = log
        _uw_pc = 8
        _uw_t14 = await _uw_listcomp6(_uw_iter(range(3)))
        _uw_t13(_uw_t14)
        _uw_t13 = _uw_t14 = None
    except _uw_evicted():
        raise
    except ValueError as e:
        _uw_t13 = _uw_t14 = None
        log(e.args)
    try:
        _uw_t15 = log
        _uw_pc = 9
        _uw_t16 = await _uw_listcomp7(_uw_iter(range(2)))
        _uw_t15(_uw_t16)
        _uw_t15 = _uw_t16 = None
    except _uw_evicted():
        raise
    except NameError as e:
        _uw_t15 = _uw_t16 = None
        log(repr(e))
    late = 1

async def rows(n):
    _uw_pc = 0
    _uw_i1 = _uw_iter(range(n))
    for k in _uw_i1:
        _uw_pc = 1
        _uw_t3 = await aw(k)
        _uw_pc = 2
        yield _uw_t3
        _uw_t3 = None
    _uw_i1 = None

# input.py, re-entry forms
def _uw_factory(i, y):

    async def _uw_resumed(_uw_state):
        nonlocal i, y
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_result' in _uw_locals:
            _uw_result = _uw_locals['_uw_result']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        _uw_locals = None
        _uw_cells = lambda: (i, y)
        if not _uw_go:
            _uw_result = []
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                y = _uw_v2
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t3 = await aw(True)
                else:
                    _uw_go = 0
                    _uw_t3 = await _uw_state.take()
            if True if _uw_go else _uw_t3:
                if not _uw_go:
                    _uw_t4 = lambda: (i, y)
                if not _uw_go:
                    _uw_pc = 2
                    _uw_t5 = await aw(_uw_bound(lambda: y, 'y', False))
                else:
                    _uw_go = 0
                    _uw_t5 = await _uw_state.take()
                _uw_element = (_uw_t4, _uw_t5)[0]
                _uw_t4 = _uw_t5 = None
                _uw_result.append(_uw_element)
        _uw_i1 = None
        return _uw_result

def _uw_factory(y):

    async def _uw_resumed(_uw_state):
        nonlocal y
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_a1' in _uw_locals:
            _uw_a1 = _uw_locals['_uw_a1']
        if '_uw_d2' in _uw_locals:
            _uw_d2 = _uw_locals['_uw_d2']
        if '_uw_result' in _uw_locals:
            _uw_result = _uw_locals['_uw_result']
        if '_uw_v3' in _uw_locals:
            _uw_v3 = _uw_locals['_uw_v3']
        _uw_locals = None
        _uw_cells = lambda: (y,)
        if not _uw_go:
            _uw_result = {}
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
                    y = _uw_v3
                    _uw_v3 = None
                if not _uw_go:
                    _uw_pc = 2
                    _uw_key = await aw(_uw_bound(lambda: y, 'y', False))
                else:
                    _uw_go = 0
                    _uw_key = await _uw_state.take()
                _uw_element = lambda: y
                _uw_result[_uw_key] = _uw_element
        _uw_a1 = None
        return _uw_result

def _uw_factory(y, z):

    async def _uw_resumed(_uw_state):
        nonlocal y, z
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_i3' in _uw_locals:
            _uw_i3 = _uw_locals['_uw_i3']
        if '_uw_result' in _uw_locals:
            _uw_result = _uw_locals['_uw_result']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        _uw_locals = None
        _uw_cells = lambda: (y, z)
        if not _uw_go:
            _uw_result = {*()}
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                y = _uw_v2
            if not _uw_go:
                _uw_t5 = _uw_bound(lambda: y, 'y', False)
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t6 = await aw(2)
                else:
                    _uw_go = 0
                    _uw_t6 = await _uw_state.take()
            if not _uw_go:
                _uw_i3 = range(_uw_t5, _uw_t6)
                _uw_t5 = _uw_t6 = None
            if not _uw_go:
                _uw_i3 = _uw_iter(_uw_i3)
            for _uw_v4 in () if _uw_go else _uw_i3:
                if not _uw_go:
                    z = _uw_v4
                _uw_element = (lambda: (y, z))()
                _uw_result.add(_uw_element)
            _uw_i3 = None
        _uw_i1 = None
        return _uw_result

def _uw_factory(w, y):

    async def _uw_resumed(_uw_state):
        nonlocal w, y
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_result' in _uw_locals:
            _uw_result = _uw_locals['_uw_result']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        _uw_locals = None
        _uw_cells = lambda: (w, y)
        if not _uw_go:
            pass
            _uw_result = []
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                y = _uw_v2
            if not _uw_go:
                _uw_t3 = (w := _uw_bound(lambda: y, 'y', False))
                _uw_t4 = lambda: (w, y)
            if not _uw_go:
                _uw_pc = 1
                _uw_t5 = await aw(1)
            else:
                _uw_go = 0
                _uw_t5 = await _uw_state.take()
            _uw_element = (_uw_t3, _uw_t4, _uw_t5)[1]
            _uw_t3 = _uw_t4 = _uw_t5 = None
            _uw_result.append(_uw_element)
        _uw_i1 = None
        return _uw_result

def _uw_factory(y):

    async def _uw_resumed(_uw_state):
        nonlocal y
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_result' in _uw_locals:
            _uw_result = _uw_locals['_uw_result']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        _uw_locals = None
        _uw_cells = lambda: (y,)
        if not _uw_go:
            _uw_result = []
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                y = _uw_v2
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t3 = await aw(_uw_bound(lambda: y, 'y', False))
                else:
                    _uw_go = 0
                    _uw_t3 = await _uw_state.take()
            if _uw_t3:
                _uw_element = lambda: y
                _uw_result.append(_uw_element)
        _uw_i1 = None
        return _uw_result

def _uw_factory(y):

    async def _uw_resumed(_uw_state):
        nonlocal y
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_result' in _uw_locals:
            _uw_result = _uw_locals['_uw_result']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        _uw_locals = None
        _uw_cells = lambda: (y,)
        if not _uw_go:
            _uw_result = []
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                y = _uw_v2
            if not _uw_go:
                _uw_t3 = lambda: y
            if not _uw_go:
                _uw_pc = 1
                _uw_t4 = await aw(ValueError(_uw_bound(lambda: y, 'y', False)))
            else:
                _uw_go = 0
                _uw_t4 = await _uw_state.take()
            _uw_element = (_uw_t3, _uw_t4)
            _uw_t3 = _uw_t4 = None
            _uw_result.append(_uw_element)
        _uw_i1 = None
        return _uw_result

def _uw_factory(late, y):

    async def _uw_resumed(_uw_state):
        nonlocal late, y
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_result' in _uw_locals:
            _uw_result = _uw_locals['_uw_result']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        _uw_locals = None
        _uw_cells = lambda: (late, y)
        if not _uw_go:
            _uw_result = []
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                y = _uw_v2
            if not _uw_go:
                _uw_t3 = lambda: y
                _uw_t4 = _uw_bound(lambda: late, 'late', True)
            if not _uw_go:
                _uw_pc = 1
                _uw_t5 = await aw(_uw_bound(lambda: y, 'y', False))
            else:
                _uw_go = 0
                _uw_t5 = await _uw_state.take()
            _uw_element = (_uw_t3, _uw_t4, _uw_t5)
            _uw_t3 = _uw_t4 = _uw_t5 = None
            _uw_result.append(_uw_element)
        _uw_i1 = None
        return _uw_result

def _uw_factory(i, late, w):

    async def _uw_resumed(_uw_state):
        nonlocal i, late, w
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_dictcomp2' in _uw_locals:
            _uw_dictcomp2 = _uw_locals['_uw_dictcomp2']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_listcomp1' in _uw_locals:
            _uw_listcomp1 = _uw_locals['_uw_listcomp1']
        if '_uw_listcomp4' in _uw_locals:
            _uw_listcomp4 = _uw_locals['_uw_listcomp4']
        if '_uw_listcomp5' in _uw_locals:
            _uw_listcomp5 = _uw_locals['_uw_listcomp5']
        if '_uw_listcomp6' in _uw_locals:
            _uw_listcomp6 = _uw_locals['_uw_listcomp6']
        if '_uw_listcomp7' in _uw_locals:
            _uw_listcomp7 = _uw_locals['_uw_listcomp7']
        if '_uw_setcomp3' in _uw_locals:
            _uw_setcomp3 = _uw_locals['_uw_setcomp3']
        if '_uw_t12' in _uw_locals:
            _uw_t12 = _uw_locals['_uw_t12']
        if '_uw_t13' in _uw_locals:
            _uw_t13 = _uw_locals['_uw_t13']
        if '_uw_t14' in _uw_locals:
            _uw_t14 = _uw_locals['_uw_t14']
        if '_uw_t15' in _uw_locals:
            _uw_t15 = _uw_locals['_uw_t15']
        if '_uw_t16' in _uw_locals:
            _uw_t16 = _uw_locals['_uw_t16']
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
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'fs' in _uw_locals:
            fs = _uw_locals['fs']
        if 'hs' in _uw_locals:
            hs = _uw_locals['hs']
        if 'ws' in _uw_locals:
            ws = _uw_locals['ws']
        _uw_locals = None
        _uw_cells = lambda: (i, late, w)
        if not _uw_go:

            async def _uw_listcomp1(_uw_0):
                _uw_cells = lambda: (i, y)
                _uw_pc = 0
                _uw_result = []
                _uw_i1 = _uw_iter(_uw_0)
                for y in _uw_i1:
                    _uw_pc = 1
                    _uw_t3 = await aw(True)
                    if _uw_t3:
                        _uw_t4 = lambda: (i, y)
                        _uw_pc = 2
                        _uw_t5 = await aw(y)
                        _uw_element = (_uw_t4, _uw_t5)[0]
                        _uw_t4 = _uw_t5 = None
                        _uw_result.append(_uw_element)
                _uw_i1 = None
                return _uw_result

            async def _uw_dictcomp2(_uw_0):
                _uw_cells = lambda: (y,)
                _uw_pc = 0
                _uw_result = {}
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
                        y = _uw_v3
                        _uw_v3 = None
                        _uw_pc = 2
                        _uw_key = await aw(y)
                        _uw_element = lambda: y
                        _uw_result[_uw_key] = _uw_element
                _uw_a1 = None
                return _uw_result

            async def _uw_setcomp3(_uw_0):
                _uw_cells = lambda: (y, z)
                _uw_pc = 0
                _uw_result = {*()}
                _uw_i1 = _uw_iter(_uw_0)
                for y in _uw_i1:
                    _uw_t5 = y
                    _uw_pc = 1
                    _uw_t6 = await aw(2)
                    _uw_i3 = range(_uw_t5, _uw_t6)
                    _uw_t5 = _uw_t6 = None
                    _uw_i3 = _uw_iter(_uw_i3)
                    for z in _uw_i3:
                        _uw_element = (lambda: (y, z))()
                        _uw_result.add(_uw_element)
                    _uw_i3 = None
                _uw_i1 = None
                return _uw_result

            async def _uw_listcomp4(_uw_0):
                nonlocal w
                _uw_cells = lambda: (w, y)
                _uw_pc = 0
                pass
                _uw_result = []
                _uw_i1 = _uw_iter(_uw_0)
                for y in _uw_i1:
                    _uw_t3 = (w := y)
                    _uw_t4 = lambda: (w, y)
                    _uw_pc = 1
                    _uw_t5 = await aw(1)
                    _uw_element = (_uw_t3, _uw_t4, _uw_t5)[1]
                    _uw_t3 = _uw_t4 = _uw_t5 = None
                    _uw_result.append(_uw_element)
                _uw_i1 = None
                return _uw_result

            async def _uw_listcomp5(_uw_0):
                _uw_cells = lambda: (y,)
                _uw_pc = 0
                _uw_result = []
                _uw_i1 = _uw_iter(_uw_0)
                for y in _uw_i1:
                    _uw_pc = 1
                    _uw_t3 = await aw(y)
                    if _uw_t3:
                        _uw_element = lambda: y
                        _uw_result.append(_uw_element)
                _uw_i1 = None
                return _uw_result

            async def _uw_listcomp6(_uw_0):
                _uw_cells = lambda: (y,)
                _uw_pc = 0
                _uw_result = []
                _uw_i1 = _uw_iter(_uw_0)
                for y in _uw_i1:
                    _uw_t3 = lambda: y
                    _uw_pc = 1
                    _uw_t4 = await aw(ValueError(y))
                    _uw_element = (_uw_t3, _uw_t4)
                    _uw_t3 = _uw_t4 = None
                    _uw_result.append(_uw_element)
                _uw_i1 = None
                return _uw_result

            async def _uw_listcomp7(_uw_0):
                _uw_cells = lambda: (late, y)
                _uw_pc = 0
                _uw_result = []
                _uw_i1 = _uw_iter(_uw_0)
                for y in _uw_i1:
                    _uw_t3 = lambda: y
                    _uw_t4 = _uw_bound(lambda: late, 'late', True)
                    _uw_pc = 1
                    _uw_t5 = await aw(y)
                    _uw_element = (_uw_t3, _uw_t4, _uw_t5)
                    _uw_t3 = _uw_t4 = _uw_t5 = None
                    _uw_result.append(_uw_element)
                _uw_i1 = None
                return _uw_result
            hs = []
        if _uw_go <= 3:
            if not _uw_go:
                _uw_i1 = _uw_iter(range(3))
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    i = _uw_v2
                if not _uw_go:
                    _uw_t3 = hs.append
                if _uw_go <= 1:
                    if not _uw_go:
                        _uw_pc = 1
                        _uw_t4 = await _uw_listcomp1(_uw_iter(range(_uw_bound(lambda: i, 'i', False) + 1)))
                    else:
                        _uw_go = 0
                        _uw_t4 = await _uw_state.take()
                if not _uw_go:
                    _uw_t3(_uw_t4)
                    _uw_t3 = _uw_t4 = None
                    _uw_t5 = hs.append
                if _uw_go <= 2:
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_t6 = await _uw_dictcomp2(_uw_aiter(rows(_uw_bound(lambda: i, 'i', False) + 2)))
                    else:
                        _uw_go = 0
                        _uw_t6 = await _uw_state.take()
                if not _uw_go:
                    _uw_t5(list(_uw_t6.values()))
                    _uw_t5 = _uw_t6 = None
                    _uw_t7 = hs.append
                if not _uw_go:
                    _uw_pc = 3
                    _uw_t8 = await _uw_setcomp3(_uw_iter(range(2)))
                else:
                    _uw_go = 0
                    _uw_t8 = await _uw_state.take()
                _uw_t7(sorted(_uw_t8))
                _uw_t7 = _uw_t8 = None
            _uw_i1 = None
        if not _uw_go:
            log([[f() if callable(f) else f for f in h] for h in hs])
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log([[f() if callable(f) else f for f in h] for h in hs])
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                ws = await _uw_listcomp4(_uw_iter(range(3)))
            else:
                _uw_go = 0
                ws = await _uw_state.take()
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                await aw(2)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log((_uw_bound(lambda: w, 'w', False), [f() for f in ws]))
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                _uw_t12 = await _uw_listcomp5(_uw_iter(range(3)))
            else:
                _uw_go = 0
                _uw_t12 = await _uw_state.take()
        if not _uw_go:
            fs = [g() for g in _uw_t12]
            _uw_t12 = None
            log(fs)
        if _uw_go <= 8:
            try:
                if not _uw_go:
                    _uw_t13 = log
                if not _uw_go:
                    _uw_pc = 8
                    _uw_t14 = await _uw_listcomp6(_uw_iter(range(3)))
                else:
                    _uw_go = 0
                    _uw_t14 = await _uw_state.take()
                _uw_t13(_uw_t14)
                _uw_t13 = _uw_t14 = None
            except _uw_evicted():
                raise
            except ValueError as e:
                _uw_t13 = _uw_t14 = None
                log(e.args)
        try:
            if not _uw_go:
                _uw_t15 = log
            if not _uw_go:
                _uw_pc = 9
                _uw_t16 = await _uw_listcomp7(_uw_iter(range(2)))
            else:
                _uw_go = 0
                _uw_t16 = await _uw_state.take()
            _uw_t15(_uw_t16)
            _uw_t15 = _uw_t16 = None
        except _uw_evicted():
            raise
        except NameError as e:
            _uw_t15 = _uw_t16 = None
            log(repr(e))
        late = 1

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter(range(n))
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                k = _uw_v2
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t3 = await aw(k)
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
