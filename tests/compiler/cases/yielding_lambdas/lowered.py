# input.py, lowered
async def main():
    _uw_pc = 0

    def _uw_lambda1():
        _uw_pc = 0
        _uw_pc = 1
        _uw_t1 = (yield 1)
        return _uw_t1

    def _uw_lambda2(x):
        _uw_pc = 0
        _uw_pc = 1
        _uw_t1 = (yield x)
        _uw_pc = 2
        _uw_t2 = (yield (x + 1))
        return (_uw_t1, _uw_t2)
    f = _uw_lambda1
    g = f()
    log(next(g))
    _uw_pc = 1
    await aw(1)
    try:
        g.send(5)
    except StopIteration as e:
        log(e.value)
    h = _uw_lambda2
    k = h(7)
    log(next(k))
    _uw_pc = 2
    await aw(2)
    log(k.send('a'))
    _uw_pc = 3
    await aw(2)
    try:
        k.send('b')
    except StopIteration as e:
        log(e.value)

# input.py, re-entry forms
def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            _uw_t1 = (yield 1)
        else:
            _uw_go = 0
            _uw_t1 = (yield _uw_state.take())
        return _uw_t1

def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = (yield x)
            else:
                _uw_go = 0
                _uw_t1 = (yield _uw_state.take())
        if not _uw_go:
            _uw_pc = 2
            _uw_t2 = (yield (x + 1))
        else:
            _uw_go = 0
            _uw_t2 = (yield _uw_state.take())
        return (_uw_t1, _uw_t2)

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_lambda2' in _uw_locals:
            _uw_lambda2 = _uw_locals['_uw_lambda2']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'f' in _uw_locals:
            f = _uw_locals['f']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        if 'h' in _uw_locals:
            h = _uw_locals['h']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        _uw_locals = None
        if not _uw_go:

            def _uw_lambda1():
                _uw_pc = 0
                _uw_pc = 1
                _uw_t1 = (yield 1)
                return _uw_t1

            def _uw_lambda2(x):
                _uw_pc = 0
                _uw_pc = 1
                _uw_t1 = (yield x)
                _uw_pc = 2
                _uw_t2 = (yield (x + 1))
                return (_uw_t1, _uw_t2)
            f = _uw_lambda1
            g = f()
            log(next(g))
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            try:
                g.send(5)
            except StopIteration as e:
                log(e.value)
            h = _uw_lambda2
            k = h(7)
            log(next(k))
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(2)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log(k.send('a'))
        if not _uw_go:
            _uw_pc = 3
            await aw(2)
        else:
            _uw_go = 0
            await _uw_state.take()
        try:
            k.send('b')
        except StopIteration as e:
            log(e.value)
