# input.py, lowered
async def stubborn(v):
    _uw_pc = 0
    try:
        _uw_pc = 1
        yield v
    except _uw_evicted():
        raise
    except GeneratorExit as _uw_x5:
        _uw_t2 = log
        _uw_pc = 2
        _uw_t3 = await aw('closing')
        _uw_t2(_uw_t3)
        _uw_t2 = _uw_t3 = None
        try:
            _uw_pc = 3
            await aw(KeyError(1))
        except _uw_evicted():
            raise
        except KeyError as e:
            log((repr(e), repr(e.__context__)))
    _uw_pc = 4
    _uw_t6 = await aw('ignored')
    _uw_pc = 5
    yield _uw_t6
    _uw_t6 = None
    log('goes on')
    _uw_t8 = log
    _uw_pc = 6
    _uw_t9 = await aw('again')
    _uw_pc = 7
    _uw_t10 = (yield _uw_t9)
    _uw_t8(_uw_t10)
    _uw_t8 = _uw_t9 = _uw_t10 = None

async def orderly():
    _uw_pc = 0
    try:
        _uw_pc = 1
        yield 1
        _uw_k1 = 0
    except _uw_evicted():
        raise
    except _uw_BaseException as _uw_x3_e:
        _uw_k1 = 4
        _uw_x3 = _uw_x3_e
        raise
    finally:
        if _uw_alive():
            try:
                _uw_t5 = log
                _uw_pc = 2
                _uw_t6 = await aw('a')
                _uw_t5(_uw_t6)
                _uw_t5 = _uw_t6 = None
                inner = failing()
                _uw_pc = 3
                await anext(inner)
                _uw_pc = 4
                await attempt(inner.aclose())
                _uw_pc = 5
                await aw('b')
            finally:
                _uw_x3 = None

async def failing():
    _uw_pc = 0
    try:
        _uw_pc = 1
        yield 1
        _uw_k1 = 0
    except _uw_evicted():
        raise
    except _uw_BaseException as _uw_x3_e:
        _uw_k1 = 4
        _uw_x3 = _uw_x3_e
        raise
    finally:
        if _uw_alive():
            try:
                _uw_pc = 2
                await aw(0)
                _uw_pc = 3
                await aw(ValueError('in the end'))
            finally:
                _uw_x3 = None

async def attempt(step):
    _uw_pc = 0
    try:
        _uw_t1 = log
        _uw_pc = 1
        _uw_t2 = await step
        _uw_t1(_uw_t2)
        _uw_t1 = _uw_t2 = None
    except _uw_evicted():
        raise
    except (Exception, GeneratorExit, StopAsyncIteration) as e:
        _uw_t1 = _uw_t2 = None
        log((repr(e), repr(e.__context__)))

async def main():
    _uw_pc = 0
    g = stubborn(1)
    _uw_t1 = log
    _uw_pc = 1
    _uw_t2 = await anext(g)
    _uw_t1(_uw_t2)
    _uw_t1 = _uw_t2 = None
    _uw_pc = 2
    await attempt(g.aclose())
    _uw_pc = 3
    await attempt(g.aclose())
    _uw_pc = 4
    await attempt(g.athrow(ValueError(1)))
    _uw_pc = 5
    await attempt(g.asend(3))
    _uw_pc = 6
    await attempt(g.asend(4))
    _uw_pc = 7
    await attempt(g.aclose())
    g = orderly()
    _uw_pc = 8
    await anext(g)
    _uw_pc = 9
    await attempt(g.aclose())
    _uw_pc = 10
    await attempt(g.aclose())
    _uw_pc = 11
    await attempt(anext(g))
    g = failing()
    _uw_pc = 12
    await anext(g)
    _uw_pc = 13
    await attempt(g.aclose())
    _uw_pc = 14
    await attempt(g.aclose())

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if '_uw_x5' in _uw_locals:
            _uw_x5 = _uw_locals['_uw_x5']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'v' in _uw_locals:
            v = _uw_locals['v']
        _uw_locals = None
        if _uw_go <= 3:
            try:
                if 2 <= _uw_go <= 3:
                    raise _uw_state.rethrow(_uw_x5)
                if _uw_go <= 1:
                    if not _uw_go:
                        _uw_pc = 1
                        yield v
                    else:
                        _uw_go = 0
                        yield _uw_state.take()
            except _uw_evicted():
                raise
            except _uw_BaseException if 2 <= _uw_go <= 3 else () if _uw_go else GeneratorExit as _uw_x5:
                if not _uw_go:
                    _uw_t2 = log
                if _uw_go <= 2:
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_t3 = await aw('closing')
                    else:
                        _uw_go = 0
                        _uw_t3 = await _uw_state.take()
                if not _uw_go:
                    _uw_t2(_uw_t3)
                    _uw_t2 = _uw_t3 = None
                try:
                    if not _uw_go:
                        _uw_pc = 3
                        await aw(KeyError(1))
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                except _uw_evicted():
                    raise
                except KeyError as e:
                    log((repr(e), repr(e.__context__)))
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t6 = await aw('ignored')
            else:
                _uw_go = 0
                _uw_t6 = await _uw_state.take()
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                yield _uw_t6
            else:
                _uw_go = 0
                yield _uw_state.take()
        if not _uw_go:
            _uw_t6 = None
            log('goes on')
            _uw_t8 = log
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                _uw_t9 = await aw('again')
            else:
                _uw_go = 0
                _uw_t9 = await _uw_state.take()
        if not _uw_go:
            _uw_pc = 7
            _uw_t10 = (yield _uw_t9)
        else:
            _uw_go = 0
            _uw_t10 = (yield _uw_state.take())
        _uw_t8(_uw_t10)
        _uw_t8 = _uw_t9 = _uw_t10 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_k1' in _uw_locals:
            _uw_k1 = _uw_locals['_uw_k1']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        if 'inner' in _uw_locals:
            inner = _uw_locals['inner']
        _uw_locals = None
        try:
            if 2 <= _uw_go <= 5:
                if _uw_k1 == 4:
                    raise _uw_state.rethrow(_uw_x3)
            else:
                if not _uw_go:
                    _uw_pc = 1
                    yield 1
                else:
                    _uw_go = 0
                    yield _uw_state.take()
                _uw_k1 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x3_e:
            if not _uw_go:
                _uw_k1 = 4
                _uw_x3 = _uw_x3_e
            raise
        finally:
            if _uw_alive():
                try:
                    if not _uw_go:
                        _uw_t5 = log
                    if _uw_go <= 2:
                        if not _uw_go:
                            _uw_pc = 2
                            _uw_t6 = await aw('a')
                        else:
                            _uw_go = 0
                            _uw_t6 = await _uw_state.take()
                    if not _uw_go:
                        _uw_t5(_uw_t6)
                        _uw_t5 = _uw_t6 = None
                        inner = failing()
                    if _uw_go <= 3:
                        if not _uw_go:
                            _uw_pc = 3
                            await anext(inner)
                        else:
                            _uw_go = 0
                            await _uw_state.take()
                    if _uw_go <= 4:
                        if not _uw_go:
                            _uw_pc = 4
                            await attempt(inner.aclose())
                        else:
                            _uw_go = 0
                            await _uw_state.take()
                    if not _uw_go:
                        _uw_pc = 5
                        await aw('b')
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                finally:
                    _uw_x3 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_k1' in _uw_locals:
            _uw_k1 = _uw_locals['_uw_k1']
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        _uw_locals = None
        try:
            if 2 <= _uw_go <= 3:
                if _uw_k1 == 4:
                    raise _uw_state.rethrow(_uw_x3)
            else:
                if not _uw_go:
                    _uw_pc = 1
                    yield 1
                else:
                    _uw_go = 0
                    yield _uw_state.take()
                _uw_k1 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x3_e:
            if not _uw_go:
                _uw_k1 = 4
                _uw_x3 = _uw_x3_e
            raise
        finally:
            if _uw_alive():
                try:
                    if _uw_go <= 2:
                        if not _uw_go:
                            _uw_pc = 2
                            await aw(0)
                        else:
                            _uw_go = 0
                            await _uw_state.take()
                    if not _uw_go:
                        _uw_pc = 3
                        await aw(ValueError('in the end'))
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                finally:
                    _uw_x3 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'step' in _uw_locals:
            step = _uw_locals['step']
        _uw_locals = None
        try:
            if not _uw_go:
                _uw_t1 = log
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await step
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            _uw_t1(_uw_t2)
            _uw_t1 = _uw_t2 = None
        except _uw_evicted():
            raise
        except (Exception, GeneratorExit, StopAsyncIteration) as e:
            _uw_t1 = _uw_t2 = None
            log((repr(e), repr(e.__context__)))

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        _uw_locals = None
        if not _uw_go:
            g = stubborn(1)
            _uw_t1 = log
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await anext(g)
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
        if not _uw_go:
            _uw_t1(_uw_t2)
            _uw_t1 = _uw_t2 = None
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await attempt(g.aclose())
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                await attempt(g.aclose())
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                await attempt(g.athrow(ValueError(1)))
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                await attempt(g.asend(3))
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                await attempt(g.asend(4))
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                await attempt(g.aclose())
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            g = orderly()
        if _uw_go <= 8:
            if not _uw_go:
                _uw_pc = 8
                await anext(g)
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 9:
            if not _uw_go:
                _uw_pc = 9
                await attempt(g.aclose())
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 10:
            if not _uw_go:
                _uw_pc = 10
                await attempt(g.aclose())
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 11:
            if not _uw_go:
                _uw_pc = 11
                await attempt(anext(g))
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            g = failing()
        if _uw_go <= 12:
            if not _uw_go:
                _uw_pc = 12
                await anext(g)
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 13:
            if not _uw_go:
                _uw_pc = 13
                await attempt(g.aclose())
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_pc = 14
            await attempt(g.aclose())
        else:
            _uw_go = 0
            await _uw_state.take()
