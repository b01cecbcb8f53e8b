# input.py, lowered
async def main():
    _uw_cells = lambda: (t, x)
    _uw_pc = 0

    def _uw_genexpr1(_uw_0):
        _uw_pc = 0
        _uw_i1 = _uw_iter(_uw_0)
        for r in _uw_i1:
            _uw_pc = 1
            yield (2 * r)
        _uw_i1 = None

    def _uw_genexpr2(_uw_0):
        _uw_cells = lambda: (t, x)
        _uw_pc = 0
        _uw_i1 = _uw_iter(_uw_0)
        for i in _uw_i1:
            if t:
                _uw_pc = 1
                yield (i, x)
        _uw_i1 = None

    async def more():
        _uw_cells = lambda: (last,)
        _uw_pc = 0

        async def _uw_genexpr1(_uw_0):
            _uw_pc = 0
            _uw_i1 = _uw_iter(_uw_0)
            for p in _uw_i1:
                _uw_pc = 1
                _uw_t3 = await aw(p)
                _uw_pc = 2
                yield _uw_t3
                _uw_t3 = None
            _uw_i1 = None

        async def _uw_genexpr2(_uw_0):
            _uw_pc = 0
            _uw_i1 = _uw_iter(_uw_0)
            for k in _uw_i1:
                _uw_pc = 1
                _uw_t3 = await aw(k)
                _uw_pc = 2
                yield _uw_t3
                _uw_t3 = None
            _uw_i1 = None

        async def _uw_genexpr3(_uw_0):
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
                    m = _uw_v3
                    _uw_v3 = None
                    _uw_pc = 2
                    yield m
            _uw_a1 = None

        async def _uw_genexpr4(_uw_0):
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
                    n = _uw_v3
                    _uw_v3 = None
                    _uw_pc = 2
                    yield (n * n)
            _uw_a1 = None

        def _uw_genexpr5(_uw_0):
            nonlocal last
            _uw_cells = lambda: (last,)
            _uw_pc = 0
            pass
            _uw_i1 = _uw_iter(_uw_0)
            for a in _uw_i1:
                _uw_i3 = _uw_iter('xy')
                for b in _uw_i3:
                    if (last := b):
                        _uw_pc = 1
                        yield (a, b)
                _uw_i3 = None
            _uw_i1 = None
        pages = _uw_genexpr1(_uw_iter(range(3)))
        _uw_t1 = []
        _uw_a3 = _uw_aiter(pages)
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
                _uw_v2_p = _uw_v5
                _uw_v5 = None
                _uw_t1_e = _uw_v2_p
                _uw_t1.append(_uw_t1_e)
        _uw_a3 = None
        seen = _uw_t1
        _uw_t1 = _uw_t1_e = None
        squares = _uw_genexpr4(_uw_aiter(_uw_genexpr3(_uw_aiter(_uw_genexpr2(_uw_iter([1, 2]))))))
        _uw_pc = 2
        await aw(1)
        _uw_t8 = seen
        _uw_t9 = []
        _uw_a11 = _uw_aiter(squares)
        _uw_d12 = True
        while _uw_d12:
            try:
                _uw_pc = 3
                _uw_v13 = await _uw_anext(_uw_a11)
            except _uw_evicted():
                raise
            except _uw_StopAsyncIteration:
                _uw_d12 = False
            else:
                _uw_v10_s = _uw_v13
                _uw_v13 = None
                _uw_t9_e = _uw_v10_s
                _uw_t9.append(_uw_t9_e)
        _uw_a11 = None
        _uw_t8 += _uw_t9
        seen = _uw_t8
        _uw_t8 = _uw_t9 = _uw_t9_e = None
        pairs = _uw_genexpr5(_uw_iter([1, 2]))
        _uw_pc = 4
        await aw(1)
        return (seen, list(pairs), last, sum((n for n in [1, 2])), repr(pairs).split(' at ')[0])
    got = []
    rows = _uw_genexpr1(_uw_iter([0, 1, 2]))
    _uw_i1 = _uw_iter(rows)
    for row in _uw_i1:
        _uw_pc = 1
        await aw(1)
        got.append(row)
    _uw_i1 = None
    t = False
    x = 10
    pairs = _uw_genexpr2(_uw_iter([1, 2]))
    _uw_pc = 2
    await aw(1)
    t = True
    x = 2
    _uw_pc = 3
    await aw(1)
    _uw_t6 = got
    _uw_t7 = list(pairs)
    _uw_pc = 4
    _uw_t8 = await more()
    return (_uw_t6, _uw_t7, _uw_t8)

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
        if 'r' in _uw_locals:
            r = _uw_locals['r']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                r = _uw_v2
            if not _uw_go:
                _uw_pc = 1
                yield (2 * r)
            else:
                _uw_go = 0
                yield _uw_state.take()
        _uw_i1 = None

def _uw_factory(t, x):

    def _uw_resumed(_uw_state):
        nonlocal t, x
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        _uw_locals = None
        _uw_cells = lambda: (t, x)
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                i = _uw_v2
            if True if _uw_go else t:
                if not _uw_go:
                    _uw_pc = 1
                    yield (i, x)
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
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if 'p' in _uw_locals:
            p = _uw_locals['p']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                p = _uw_v2
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t3 = await aw(p)
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

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
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
        if 'm' in _uw_locals:
            m = _uw_locals['m']
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
                    m = _uw_v3
                    _uw_v3 = None
                if not _uw_go:
                    _uw_pc = 2
                    yield m
                else:
                    _uw_go = 0
                    yield _uw_state.take()
        _uw_a1 = None

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
        if 'n' in _uw_locals:
            n = _uw_locals['n']
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
                    n = _uw_v3
                    _uw_v3 = None
                if not _uw_go:
                    _uw_pc = 2
                    yield (n * n)
                else:
                    _uw_go = 0
                    yield _uw_state.take()
        _uw_a1 = None

def _uw_factory(last):

    def _uw_resumed(_uw_state):
        nonlocal last
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_i3' in _uw_locals:
            _uw_i3 = _uw_locals['_uw_i3']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'b' in _uw_locals:
            b = _uw_locals['b']
        _uw_locals = None
        _uw_cells = lambda: (last,)
        if not _uw_go:
            pass
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                a = _uw_v2
            if not _uw_go:
                _uw_i3 = _uw_iter('xy')
            for _uw_v4 in _uw_chain((None,), _uw_i3) if _uw_go else _uw_i3:
                if not _uw_go:
                    b = _uw_v4
                if True if _uw_go else (last := b):
                    if not _uw_go:
                        _uw_pc = 1
                        yield (a, b)
                    else:
                        _uw_go = 0
                        yield _uw_state.take()
            _uw_i3 = None
        _uw_i1 = None

def _uw_factory(last):

    async def _uw_resumed(_uw_state):
        nonlocal last
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_a11' in _uw_locals:
            _uw_a11 = _uw_locals['_uw_a11']
        if '_uw_a3' in _uw_locals:
            _uw_a3 = _uw_locals['_uw_a3']
        if '_uw_d12' in _uw_locals:
            _uw_d12 = _uw_locals['_uw_d12']
        if '_uw_d4' in _uw_locals:
            _uw_d4 = _uw_locals['_uw_d4']
        if '_uw_genexpr2' in _uw_locals:
            _uw_genexpr2 = _uw_locals['_uw_genexpr2']
        if '_uw_genexpr3' in _uw_locals:
            _uw_genexpr3 = _uw_locals['_uw_genexpr3']
        if '_uw_genexpr4' in _uw_locals:
            _uw_genexpr4 = _uw_locals['_uw_genexpr4']
        if '_uw_genexpr5' in _uw_locals:
            _uw_genexpr5 = _uw_locals['_uw_genexpr5']
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t1_e' in _uw_locals:
            _uw_t1_e = _uw_locals['_uw_t1_e']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if '_uw_t9_e' in _uw_locals:
            _uw_t9_e = _uw_locals['_uw_t9_e']
        if '_uw_v10_s' in _uw_locals:
            _uw_v10_s = _uw_locals['_uw_v10_s']
        if '_uw_v13' in _uw_locals:
            _uw_v13 = _uw_locals['_uw_v13']
        if '_uw_v2_p' in _uw_locals:
            _uw_v2_p = _uw_locals['_uw_v2_p']
        if '_uw_v5' in _uw_locals:
            _uw_v5 = _uw_locals['_uw_v5']
        if 'pages' in _uw_locals:
            pages = _uw_locals['pages']
        if 'pairs' in _uw_locals:
            pairs = _uw_locals['pairs']
        if 'seen' in _uw_locals:
            seen = _uw_locals['seen']
        if 'squares' in _uw_locals:
            squares = _uw_locals['squares']
        _uw_locals = None
        _uw_cells = lambda: (last,)
        if not _uw_go:

            async def _uw_genexpr1(_uw_0):
                _uw_pc = 0
                _uw_i1 = _uw_iter(_uw_0)
                for p in _uw_i1:
                    _uw_pc = 1
                    _uw_t3 = await aw(p)
                    _uw_pc = 2
                    yield _uw_t3
                    _uw_t3 = None
                _uw_i1 = None

            async def _uw_genexpr2(_uw_0):
                _uw_pc = 0
                _uw_i1 = _uw_iter(_uw_0)
                for k in _uw_i1:
                    _uw_pc = 1
                    _uw_t3 = await aw(k)
                    _uw_pc = 2
                    yield _uw_t3
                    _uw_t3 = None
                _uw_i1 = None

            async def _uw_genexpr3(_uw_0):
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
                        m = _uw_v3
                        _uw_v3 = None
                        _uw_pc = 2
                        yield m
                _uw_a1 = None

            async def _uw_genexpr4(_uw_0):
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
                        n = _uw_v3
                        _uw_v3 = None
                        _uw_pc = 2
                        yield (n * n)
                _uw_a1 = None

            def _uw_genexpr5(_uw_0):
                nonlocal last
                _uw_cells = lambda: (last,)
                _uw_pc = 0
                pass
                _uw_i1 = _uw_iter(_uw_0)
                for a in _uw_i1:
                    _uw_i3 = _uw_iter('xy')
                    for b in _uw_i3:
                        if (last := b):
                            _uw_pc = 1
                            yield (a, b)
                    _uw_i3 = None
                _uw_i1 = None
            pages = _uw_genexpr1(_uw_iter(range(3)))
            _uw_t1 = []
            _uw_a3 = _uw_aiter(pages)
            _uw_d4 = True
        if _uw_go <= 1:
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
                    _uw_v2_p = _uw_v5
                    _uw_v5 = None
                    _uw_t1_e = _uw_v2_p
                    _uw_t1.append(_uw_t1_e)
        if not _uw_go:
            _uw_a3 = None
            seen = _uw_t1
            _uw_t1 = _uw_t1_e = None
            squares = _uw_genexpr4(_uw_aiter(_uw_genexpr3(_uw_aiter(_uw_genexpr2(_uw_iter([1, 2]))))))
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t8 = seen
            _uw_t9 = []
            _uw_a11 = _uw_aiter(squares)
            _uw_d12 = True
        if _uw_go <= 3:
            while True if _uw_go else _uw_d12:
                try:
                    if not _uw_go:
                        _uw_pc = 3
                        _uw_v13 = await _uw_anext(_uw_a11)
                    else:
                        _uw_go = 0
                        _uw_v13 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d12 = False
                else:
                    _uw_v10_s = _uw_v13
                    _uw_v13 = None
                    _uw_t9_e = _uw_v10_s
                    _uw_t9.append(_uw_t9_e)
        if not _uw_go:
            _uw_a11 = None
            _uw_t8 += _uw_t9
            seen = _uw_t8
            _uw_t8 = _uw_t9 = _uw_t9_e = None
            pairs = _uw_genexpr5(_uw_iter([1, 2]))
        if not _uw_go:
            _uw_pc = 4
            await aw(1)
        else:
            _uw_go = 0
            await _uw_state.take()
        return (seen, list(pairs), _uw_bound(lambda: last, 'last', False), sum((n for n in [1, 2])), repr(pairs).split(' at ')[0])

def _uw_factory(t, x):

    async def _uw_resumed(_uw_state):
        nonlocal t, x
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_genexpr2' in _uw_locals:
            _uw_genexpr2 = _uw_locals['_uw_genexpr2']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if 'got' in _uw_locals:
            got = _uw_locals['got']
        if 'more' in _uw_locals:
            more = _uw_locals['more']
        if 'pairs' in _uw_locals:
            pairs = _uw_locals['pairs']
        if 'row' in _uw_locals:
            row = _uw_locals['row']
        if 'rows' in _uw_locals:
            rows = _uw_locals['rows']
        _uw_locals = None
        _uw_cells = lambda: (t, x)
        if not _uw_go:

            def _uw_genexpr1(_uw_0):
                _uw_pc = 0
                _uw_i1 = _uw_iter(_uw_0)
                for r in _uw_i1:
                    _uw_pc = 1
                    yield (2 * r)
                _uw_i1 = None

            def _uw_genexpr2(_uw_0):
                _uw_cells = lambda: (t, x)
                _uw_pc = 0
                _uw_i1 = _uw_iter(_uw_0)
                for i in _uw_i1:
                    if t:
                        _uw_pc = 1
                        yield (i, x)
                _uw_i1 = None

            async def more():
                _uw_cells = lambda: (last,)
                _uw_pc = 0

                async def _uw_genexpr1(_uw_0):
                    _uw_pc = 0
                    _uw_i1 = _uw_iter(_uw_0)
                    for p in _uw_i1:
                        _uw_pc = 1
                        _uw_t3 = await aw(p)
                        _uw_pc = 2
                        yield _uw_t3
                        _uw_t3 = None
                    _uw_i1 = None

                async def _uw_genexpr2(_uw_0):
                    _uw_pc = 0
                    _uw_i1 = _uw_iter(_uw_0)
                    for k in _uw_i1:
                        _uw_pc = 1
                        _uw_t3 = await aw(k)
                        _uw_pc = 2
                        yield _uw_t3
                        _uw_t3 = None
                    _uw_i1 = None

                async def _uw_genexpr3(_uw_0):
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
                            m = _uw_v3
                            _uw_v3 = None
                            _uw_pc = 2
                            yield m
                    _uw_a1 = None

                async def _uw_genexpr4(_uw_0):
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
                            n = _uw_v3
                            _uw_v3 = None
                            _uw_pc = 2
                            yield (n * n)
                    _uw_a1 = None

                def _uw_genexpr5(_uw_0):
                    nonlocal last
                    _uw_cells = lambda: (last,)
                    _uw_pc = 0
                    pass
                    _uw_i1 = _uw_iter(_uw_0)
                    for a in _uw_i1:
                        _uw_i3 = _uw_iter('xy')
                        for b in _uw_i3:
                            if (last := b):
                                _uw_pc = 1
                                yield (a, b)
                        _uw_i3 = None
                    _uw_i1 = None
                pages = _uw_genexpr1(_uw_iter(range(3)))
                _uw_t1 = []
                _uw_a3 = _uw_aiter(pages)
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
                        _uw_v2_p = _uw_v5
                        _uw_v5 = None
                        _uw_t1_e = _uw_v2_p
                        _uw_t1.append(_uw_t1_e)
                _uw_a3 = None
                seen = _uw_t1
                _uw_t1 = _uw_t1_e = None
                squares = _uw_genexpr4(_uw_aiter(_uw_genexpr3(_uw_aiter(_uw_genexpr2(_uw_iter([1, 2]))))))
                _uw_pc = 2
                await aw(1)
                _uw_t8 = seen
                _uw_t9 = []
                _uw_a11 = _uw_aiter(squares)
                _uw_d12 = True
                while _uw_d12:
                    try:
                        _uw_pc = 3
                        _uw_v13 = await _uw_anext(_uw_a11)
                    except _uw_evicted():
                        raise
                    except _uw_StopAsyncIteration:
                        _uw_d12 = False
                    else:
                        _uw_v10_s = _uw_v13
                        _uw_v13 = None
                        _uw_t9_e = _uw_v10_s
                        _uw_t9.append(_uw_t9_e)
                _uw_a11 = None
                _uw_t8 += _uw_t9
                seen = _uw_t8
                _uw_t8 = _uw_t9 = _uw_t9_e = None
                pairs = _uw_genexpr5(_uw_iter([1, 2]))
                _uw_pc = 4
                await aw(1)
                return (seen, list(pairs), last, sum((n for n in [1, 2])), repr(pairs).split(' at ')[0])
            got = []
            rows = _uw_genexpr1(_uw_iter([0, 1, 2]))
        if _uw_go <= 1:
            if not _uw_go:
                _uw_i1 = _uw_iter(rows)
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    row = _uw_v2
                if not _uw_go:
                    _uw_pc = 1
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                got.append(row)
            _uw_i1 = None
        if not _uw_go:
            t = False
            x = 10
            pairs = _uw_genexpr2(_uw_iter([1, 2]))
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            t = True
            x = 2
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t6 = got
            _uw_t7 = list(pairs)
        if not _uw_go:
            _uw_pc = 4
            _uw_t8 = await more()
        else:
            _uw_go = 0
            _uw_t8 = await _uw_state.take()
        return (_uw_t6, _uw_t7, _uw_t8)
