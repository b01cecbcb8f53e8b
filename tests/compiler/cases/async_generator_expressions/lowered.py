# input.py, lowered
async def main():
    _uw_cells = lambda: (arange,)
    _uw_pc = 0

    async def arange(n):
        _uw_pc = 0
        _uw_i1 = _uw_iter(range(n))
        for i in _uw_i1:
            _uw_pc = 1
            await aw(1)
            _uw_pc = 2
            yield i
        _uw_i1 = None

    def make(n):

        async def _uw_genexpr1(_uw_0):
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
                    i = _uw_v3
                    _uw_v3 = None
                    _uw_pc = 2
                    yield (i * 2)
            _uw_a1 = None
        return _uw_genexpr1(_uw_aiter(arange(n)))
    _uw_t1 = []
    _uw_a3 = _uw_aiter(make(3))
    _uw_d4 = True
    while _uw_d4:
        try:
            _uw_pc = 1
            _uw_v5 = await _uw_anext(_uw_a3)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d4 = False
        else:
            _uw_v2_i = _uw_v5
            _uw_v5 = None
            _uw_t1_e = _uw_v2_i
            _uw_t1.append(_uw_t1_e)
    _uw_a3 = None
    return _uw_t1

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter(range(n))
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                i = _uw_v2
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            if not _uw_go:
                _uw_pc = 2
                yield i
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
        if 'i' in _uw_locals:
            i = _uw_locals['i']
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
                    i = _uw_v3
                    _uw_v3 = None
                if not _uw_go:
                    _uw_pc = 2
                    yield (i * 2)
                else:
                    _uw_go = 0
                    yield _uw_state.take()
        _uw_a1 = None

def _uw_factory(arange):

    async def _uw_resumed(_uw_state):
        nonlocal arange
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_a3' in _uw_locals:
            _uw_a3 = _uw_locals['_uw_a3']
        if '_uw_d4' in _uw_locals:
            _uw_d4 = _uw_locals['_uw_d4']
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t1_e' in _uw_locals:
            _uw_t1_e = _uw_locals['_uw_t1_e']
        if '_uw_v2_i' in _uw_locals:
            _uw_v2_i = _uw_locals['_uw_v2_i']
        if '_uw_v5' in _uw_locals:
            _uw_v5 = _uw_locals['_uw_v5']
        _uw_locals = None
        _uw_cells = lambda: (arange,)
        if not _uw_go:

            async def arange(n):
                _uw_pc = 0
                _uw_i1 = _uw_iter(range(n))
                for i in _uw_i1:
                    _uw_pc = 1
                    await aw(1)
                    _uw_pc = 2
                    yield i
                _uw_i1 = None

            def make(n):

                async def _uw_genexpr1(_uw_0):
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
                            i = _uw_v3
                            _uw_v3 = None
                            _uw_pc = 2
                            yield (i * 2)
                    _uw_a1 = None
                return _uw_genexpr1(_uw_aiter(arange(n)))
            _uw_t1 = []
            _uw_a3 = _uw_aiter(make(3))
            _uw_d4 = True
        while True if _uw_go else _uw_d4:
            try:
                if not _uw_go:
                    _uw_pc = 1
                    _uw_v5 = await _uw_anext(_uw_a3)
                else:
                    _uw_go = 0
                    _uw_v5 = await _uw_state.take()
            except _uw_evicted():
                raise
            except _uw_StopAsyncIteration:
                _uw_d4 = False
            else:
                _uw_v2_i = _uw_v5
                _uw_v5 = None
                _uw_t1_e = _uw_v2_i
                _uw_t1.append(_uw_t1_e)
        _uw_a3 = None
        return _uw_t1
