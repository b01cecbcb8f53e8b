# input.py, lowered
async def main():
    _uw_pc = 0
    d = {}
    _uw_t1 = [1, 2, 3]
    _uw_t2, *_uw_t3 = _uw_t1
    _uw_t4 = d
    _uw_pc = 1
    _uw_t5 = await aw(0)
    _uw_t4[_uw_t5] = _uw_t2
    l = _uw_t3
    _uw_t1 = _uw_t2 = _uw_t3 = _uw_t4 = _uw_t5 = None
    _uw_t6 = [1, 2, 3]
    *_uw_t7, _uw_t8 = _uw_t6
    _uw_t9 = d
    _uw_pc = 2
    _uw_t10 = await aw(5)
    _uw_t9[_uw_t10] = _uw_t7
    m = _uw_t8
    _uw_t6 = _uw_t7 = _uw_t8 = _uw_t9 = _uw_t10 = None
    return (d, l, m)

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
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
        if 'd' in _uw_locals:
            d = _uw_locals['d']
        if 'l' in _uw_locals:
            l = _uw_locals['l']
        if 'm' in _uw_locals:
            m = _uw_locals['m']
        _uw_locals = None
        if not _uw_go:
            d = {}
            _uw_t1 = [1, 2, 3]
            _uw_t2, *_uw_t3 = _uw_t1
            _uw_t4 = d
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t5 = await aw(0)
            else:
                _uw_go = 0
                _uw_t5 = await _uw_state.take()
        if not _uw_go:
            _uw_t4[_uw_t5] = _uw_t2
            l = _uw_t3
            _uw_t1 = _uw_t2 = _uw_t3 = _uw_t4 = _uw_t5 = None
            _uw_t6 = [1, 2, 3]
            *_uw_t7, _uw_t8 = _uw_t6
            _uw_t9 = d
        if not _uw_go:
            _uw_pc = 2
            _uw_t10 = await aw(5)
        else:
            _uw_go = 0
            _uw_t10 = await _uw_state.take()
        _uw_t9[_uw_t10] = _uw_t7
        m = _uw_t8
        _uw_t6 = _uw_t7 = _uw_t8 = _uw_t9 = _uw_t10 = None
        return (d, l, m)
