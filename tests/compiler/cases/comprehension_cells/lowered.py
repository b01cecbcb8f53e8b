# input.py, lowered
async def main():
    _uw_pc = 0
    out = []
    _uw_i1 = _uw_iter(range(2))
    for i in _uw_i1:
        _uw_t3 = out
        _uw_pc = 1
        _uw_t4 = await aw([i])
        _uw_t3 += [lambda: x for x in _uw_t4]
        out = _uw_t3
        _uw_t3 = _uw_t4 = None
    _uw_i1 = None
    return [f() for f in out]

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        _uw_locals = None
        if not _uw_go:
            out = []
        if not _uw_go:
            _uw_i1 = _uw_iter(range(2))
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                i = _uw_v2
            if not _uw_go:
                _uw_t3 = out
            if not _uw_go:
                _uw_pc = 1
                _uw_t4 = await aw([i])
            else:
                _uw_go = 0
                _uw_t4 = await _uw_state.take()
            _uw_t3 += [lambda: x for x in _uw_t4]
            out = _uw_t3
            _uw_t3 = _uw_t4 = None
        _uw_i1 = None
        return [f() for f in out]
