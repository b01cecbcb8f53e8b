# input.py, lowered
async def main():
    _uw_cells = lambda: (i, n)
    _uw_pc = 0
    undo = []
    n = 0

    def inc():
        nonlocal n
        pass
        n += 1
        return n
    get = lambda: n
    _uw_i1 = _uw_iter(range(3))
    for i in _uw_i1:
        _uw_pc = 1
        await aw(i)
        undo.append(lambda: (i, n))
        inc()
    _uw_i1 = None
    _uw_pc = 2
    await aw(0)
    r = [f() for f in reversed(undo)]
    inc()
    _uw_pc = 3
    await aw(0)

    async def inner(k):
        nonlocal n
        _uw_cells = lambda: (n,)
        _uw_pc = 0
        pass
        _uw_t1 = n
        _uw_pc = 1
        _uw_t2 = await aw(k)
        _uw_t1 += _uw_t2
        n = _uw_t1
        _uw_t1 = _uw_t2 = None
        return n
    c = inner(5)
    _uw_pc = 4
    await aw(1)
    _uw_t7 = r.append
    _uw_pc = 5
    _uw_t8 = await c
    _uw_t7(_uw_t8)
    _uw_t7 = _uw_t8 = None
    r.append((get(), inc(), get()))
    return r

# input.py, re-entry forms
def _uw_factory(n):

    async def _uw_resumed(_uw_state):
        nonlocal n
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        _uw_locals = None
        _uw_cells = lambda: (n,)
        if not _uw_go:
            pass
            _uw_t1 = n
        if not _uw_go:
            _uw_pc = 1
            _uw_t2 = await aw(k)
        else:
            _uw_go = 0
            _uw_t2 = await _uw_state.take()
        _uw_t1 += _uw_t2
        n = _uw_t1
        _uw_t1 = _uw_t2 = None
        return n

def _uw_factory(i, n):

    async def _uw_resumed(_uw_state):
        nonlocal i, n
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if 'c' in _uw_locals:
            c = _uw_locals['c']
        if 'get' in _uw_locals:
            get = _uw_locals['get']
        if 'inc' in _uw_locals:
            inc = _uw_locals['inc']
        if 'r' in _uw_locals:
            r = _uw_locals['r']
        if 'undo' in _uw_locals:
            undo = _uw_locals['undo']
        _uw_locals = None
        _uw_cells = lambda: (i, n)
        if not _uw_go:
            undo = []
            n = 0

            def inc():
                nonlocal n
                pass
                n += 1
                return n
            get = lambda: n
        if _uw_go <= 1:
            if not _uw_go:
                _uw_i1 = _uw_iter(range(3))
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    i = _uw_v2
                if not _uw_go:
                    _uw_pc = 1
                    await aw(_uw_bound(lambda: i, 'i', False))
                else:
                    _uw_go = 0
                    await _uw_state.take()
                undo.append(lambda: (i, n))
                inc()
            _uw_i1 = None
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            r = [f() for f in reversed(undo)]
            inc()
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:

            async def inner(k):
                nonlocal n
                _uw_cells = lambda: (n,)
                _uw_pc = 0
                pass
                _uw_t1 = n
                _uw_pc = 1
                _uw_t2 = await aw(k)
                _uw_t1 += _uw_t2
                n = _uw_t1
                _uw_t1 = _uw_t2 = None
                return n
            c = inner(5)
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t7 = r.append
        if not _uw_go:
            _uw_pc = 5
            _uw_t8 = await c
        else:
            _uw_go = 0
            _uw_t8 = await _uw_state.take()
        _uw_t7(_uw_t8)
        _uw_t7 = _uw_t8 = None
        r.append((get(), inc(), get()))
        return r
