# input.py, lowered
async def g(x):
    _uw_pc = 0
    _uw_pc = 1
    y = await aw(x + 1)
    log(y)
    return y * 2

async def main():
    _uw_cells = lambda: (x,)
    _uw_pc = 0
    x = 1

    def bump():
        nonlocal x
        pass
        x = 10
        return 5
    _uw_t1 = x + bump()
    _uw_pc = 1
    _uw_t2 = await aw(1)
    a = _uw_t1 + _uw_t2
    _uw_t1 = _uw_t2 = None
    out = []
    _uw_i3 = _uw_iter(range(4))
    for i in _uw_i3:
        if i == 2:
            continue
        _uw_t5 = out.append
        _uw_pc = 2
        _uw_t6 = await g(i)
        _uw_t5(_uw_t6)
        _uw_t5 = _uw_t6 = None
    else:
        out.append('else')
    _uw_i3 = None
    _uw_pc = 3
    _uw_t7 = await g(3)
    _uw_pc = 4
    _uw_t8 = await aw({'z': 1})
    d = {'k': _uw_t7, **_uw_t8}
    _uw_t7 = _uw_t8 = None
    _uw_t9 = f'{a!r:>5}'
    _uw_pc = 5
    _uw_t10 = await aw('q')
    s = f'{_uw_t9}{_uw_t10}{x}'
    _uw_t9 = _uw_t10 = None
    return (a, out, d, s, x)

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        if 'y' in _uw_locals:
            y = _uw_locals['y']
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            y = await aw(x + 1)
        else:
            _uw_go = 0
            y = await _uw_state.take()
        log(y)
        return y * 2

def _uw_factory(x):

    async def _uw_resumed(_uw_state):
        nonlocal x
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i3' in _uw_locals:
            _uw_i3 = _uw_locals['_uw_i3']
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
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
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'd' in _uw_locals:
            d = _uw_locals['d']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        if 's' in _uw_locals:
            s = _uw_locals['s']
        _uw_locals = None
        _uw_cells = lambda: (x,)
        if not _uw_go:
            x = 1

            def bump():
                nonlocal x
                pass
                x = 10
                return 5
            _uw_t1 = _uw_bound(lambda: x, 'x', False) + bump()
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await aw(1)
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
        if not _uw_go:
            a = _uw_t1 + _uw_t2
            _uw_t1 = _uw_t2 = None
            out = []
        if _uw_go <= 2:
            if not _uw_go:
                _uw_i3 = _uw_iter(range(4))
            for _uw_v4 in _uw_chain((None,), _uw_i3) if _uw_go else _uw_i3:
                if not _uw_go:
                    i = _uw_v4
                if not _uw_go:
                    if i == 2:
                        continue
                    _uw_t5 = out.append
                if not _uw_go:
                    _uw_pc = 2
                    _uw_t6 = await g(i)
                else:
                    _uw_go = 0
                    _uw_t6 = await _uw_state.take()
                _uw_t5(_uw_t6)
                _uw_t5 = _uw_t6 = None
            else:
                out.append('else')
            _uw_i3 = None
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t7 = await g(3)
            else:
                _uw_go = 0
                _uw_t7 = await _uw_state.take()
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t8 = await aw({'z': 1})
            else:
                _uw_go = 0
                _uw_t8 = await _uw_state.take()
        if not _uw_go:
            d = {'k': _uw_t7, **_uw_t8}
            _uw_t7 = _uw_t8 = None
            _uw_t9 = f'{a!r:>5}'
        if not _uw_go:
            _uw_pc = 5
            _uw_t10 = await aw('q')
        else:
            _uw_go = 0
            _uw_t10 = await _uw_state.take()
        s = f"{_uw_t9}{_uw_t10}{_uw_bound(lambda: x, 'x', False)}"
        _uw_t9 = _uw_t10 = None
        return (a, out, d, s, _uw_bound(lambda: x, 'x', False))
