# input.py, lowered
async def ticks(n):
    _uw_pc = 0
    try:
        try:
            _uw_i4 = _uw_iter(range(n))
            for i in _uw_i4:
                _uw_t6 = log
                _uw_pc = 1
                _uw_t7 = await aw(i)
                _uw_t6(('before', _uw_t7))
                _uw_t6 = _uw_t7 = None
                _uw_pc = 2
                got = (yield i)
                if got is not None:
                    log(('got', got))
            _uw_i4 = None
        except _uw_evicted():
            raise
        except ValueError as _uw_x10:
            e = _uw_x10
            try:
                _uw_i4 = _uw_t6 = _uw_t7 = None
                _uw_pc = 3
                yield ('handled', repr(e))
            finally:
                e = None
                del e
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
                _uw_i4 = _uw_t6 = _uw_t7 = None
                _uw_t11 = log
                _uw_pc = 4
                _uw_t12 = await aw('f')
                _uw_t11(('finally', _uw_t12))
                _uw_t11 = _uw_t12 = None
            finally:
                _uw_x3 = None

async def mapped(source):
    _uw_pc = 0
    _uw_a1 = _uw_aiter(source)
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
            x = _uw_v3
            _uw_v3 = None
            _uw_pc = 2
            _uw_t5 = await aw(x * 2)
            _uw_pc = 3
            yield _uw_t5
            _uw_t5 = None
    _uw_a1 = None

async def early(n):
    _uw_pc = 0
    source = ticks(n)
    try:
        _uw_a4 = _uw_aiter(source)
        _uw_d5 = True
        while _uw_d5:
            try:
                _uw_pc = 1
                _uw_v6 = await _uw_anext(_uw_a4)
            except _uw_evicted():
                raise
            except _uw_StopAsyncIteration:
                _uw_d5 = False
            else:
                x = _uw_v6
                _uw_v6 = None
                if x == 1:
                    _uw_k1 = 1
                    return
                _uw_pc = 2
                yield x
        _uw_a4 = None
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
                _uw_a4 = None
                _uw_pc = 3
                await source.aclose()
            finally:
                _uw_x3 = None

async def stubborn():
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
                await aw('slow cleanup')
                log('cleaned')
            finally:
                _uw_x3 = None

async def ignores():
    _uw_pc = 0
    try:
        _uw_pc = 1
        yield 1
    except _uw_evicted():
        raise
    except GeneratorExit as _uw_x4:
        _uw_pc = 2
        await aw(0)
        _uw_pc = 3
        yield 2

async def main():
    _uw_pc = 0
    out = []
    _uw_a1 = _uw_aiter(ticks(3))
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
            x = _uw_v3
            _uw_v3 = None
            _uw_t5 = out.append
            _uw_pc = 2
            _uw_t6 = await aw(x)
            _uw_t5(_uw_t6)
            _uw_t5 = _uw_t6 = None
    _uw_a1 = None
    _uw_t7 = out
    _uw_t8 = []
    _uw_a10 = _uw_aiter(mapped(ticks(3)))
    _uw_d11 = True
    while _uw_d11:
        try:
            _uw_pc = 3
            _uw_v12 = await _uw_anext(_uw_a10)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d11 = False
        else:
            _uw_v9_x = _uw_v12
            _uw_v12 = None
            _uw_t8_e = _uw_v9_x
            _uw_t8.append(_uw_t8_e)
    _uw_a10 = None
    _uw_t7 += _uw_t8
    out = _uw_t7
    _uw_t7 = _uw_t8 = _uw_t8_e = None
    _uw_t14 = out
    _uw_t15 = []
    _uw_a17 = _uw_aiter(ticks(2))
    _uw_d18 = True
    while _uw_d18:
        try:
            _uw_pc = 4
            _uw_v19 = await _uw_anext(_uw_a17)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d18 = False
        else:
            _uw_v16_y = _uw_v19
            _uw_v19 = None
            _uw_pc = 5
            _uw_t21 = await aw(_uw_v16_y)
            if _uw_t21:
                _uw_t15_e = _uw_v16_y
                _uw_t15.append(_uw_t15_e)
    _uw_a17 = None
    _uw_t14 += _uw_t15
    out = _uw_t14
    _uw_t14 = _uw_t15 = _uw_t15_e = None
    g = ticks(5)
    _uw_t22 = out.append
    _uw_pc = 6
    _uw_t23 = await g.asend(None)
    _uw_t22(_uw_t23)
    _uw_t22 = _uw_t23 = None
    _uw_t24 = out.append
    _uw_pc = 7
    _uw_t25 = await g.asend('sent')
    _uw_t24(_uw_t25)
    _uw_t24 = _uw_t25 = None
    _uw_pc = 8
    await aw(0)
    _uw_t27 = out.append
    _uw_pc = 9
    _uw_t28 = await g.__anext__()
    _uw_t27(_uw_t28)
    _uw_t27 = _uw_t28 = None
    _uw_t29 = out.append
    _uw_pc = 10
    _uw_t30 = await g.athrow(ValueError('t'))
    _uw_t29(_uw_t30)
    _uw_t29 = _uw_t30 = None
    _uw_pc = 11
    await aw(0)
    try:
        _uw_pc = 12
        await g.__anext__()
    except _uw_evicted():
        raise
    except StopAsyncIteration:
        out.append('stopped')
    s = stubborn()
    _uw_t33 = out.append
    _uw_pc = 13
    _uw_t34 = await anext(s)
    _uw_t33(_uw_t34)
    _uw_t33 = _uw_t34 = None
    _uw_pc = 14
    await aw(0)
    _uw_pc = 15
    await s.aclose()
    _uw_t37 = out.append
    _uw_pc = 16
    _uw_t38 = await anext(s, 'default')
    _uw_t37(_uw_t38)
    _uw_t37 = _uw_t38 = None
    t = ticks(1)
    _uw_t39 = out.append
    _uw_pc = 17
    _uw_t40 = await anext(t, 'd')
    _uw_t39(_uw_t40)
    _uw_t39 = _uw_t40 = None
    _uw_t41 = out.append
    _uw_pc = 18
    _uw_t42 = await anext(t, 'd')
    _uw_t41(_uw_t42)
    _uw_t41 = _uw_t42 = None
    i = ignores()
    _uw_pc = 19
    await i.asend(None)
    try:
        _uw_pc = 20
        await i.aclose()
    except _uw_evicted():
        raise
    except RuntimeError as e:
        out.append(str(e))
    _uw_a45 = _uw_aiter(early(5))
    _uw_d46 = True
    while _uw_d46:
        try:
            _uw_pc = 21
            _uw_v47 = await _uw_anext(_uw_a45)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d46 = False
        else:
            x = _uw_v47
            _uw_v47 = None
            out.append(x)
    _uw_a45 = None
    fresh = ticks(1)
    _uw_pc = 22
    await aw(0)
    _uw_a50 = _uw_aiter(fresh)
    _uw_d51 = True
    while _uw_d51:
        try:
            _uw_pc = 23
            _uw_v52 = await _uw_anext(_uw_a50)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d51 = False
        else:
            x = _uw_v52
            _uw_v52 = None
            out.append(x)
    _uw_a50 = None
    left = ticks(4)
    _uw_a54 = _uw_aiter(left)
    _uw_d55 = True
    while _uw_d55:
        try:
            _uw_pc = 24
            _uw_v56 = await _uw_anext(_uw_a54)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d55 = False
        else:
            x = _uw_v56
            _uw_v56 = None
            if x == 2:
                break
    else:
        out.append('no')
    _uw_a54 = None
    _uw_pc = 25
    await left.aclose()
    return out

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i4' in _uw_locals:
            _uw_i4 = _uw_locals['_uw_i4']
        if '_uw_k1' in _uw_locals:
            _uw_k1 = _uw_locals['_uw_k1']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
        if '_uw_t12' in _uw_locals:
            _uw_t12 = _uw_locals['_uw_t12']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_x10' in _uw_locals:
            _uw_x10 = _uw_locals['_uw_x10']
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'got' in _uw_locals:
            got = _uw_locals['got']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        _uw_locals = None
        try:
            if 4 <= _uw_go <= 4:
                if _uw_k1 == 4:
                    raise _uw_state.rethrow(_uw_x3)
            else:
                try:
                    if 3 <= _uw_go <= 3:
                        raise _uw_state.rethrow(_uw_x10)
                    if _uw_go <= 2:
                        if not _uw_go:
                            _uw_i4 = _uw_iter(range(n))
                        for _uw_v5 in _uw_chain((None,), _uw_i4) if _uw_go else _uw_i4:
                            if not _uw_go:
                                i = _uw_v5
                            if not _uw_go:
                                _uw_t6 = log
                            if _uw_go <= 1:
                                if not _uw_go:
                                    _uw_pc = 1
                                    _uw_t7 = await aw(i)
                                else:
                                    _uw_go = 0
                                    _uw_t7 = await _uw_state.take()
                            if not _uw_go:
                                _uw_t6(('before', _uw_t7))
                                _uw_t6 = _uw_t7 = None
                            if not _uw_go:
                                _uw_pc = 2
                                got = (yield i)
                            else:
                                _uw_go = 0
                                got = (yield _uw_state.take())
                            if got is not None:
                                log(('got', got))
                        _uw_i4 = None
                except _uw_evicted():
                    raise
                except _uw_BaseException if 3 <= _uw_go <= 3 else () if _uw_go else ValueError as _uw_x10:
                    if not _uw_go:
                        e = _uw_x10
                    try:
                        if not _uw_go:
                            _uw_i4 = _uw_t6 = _uw_t7 = None
                        if not _uw_go:
                            _uw_pc = 3
                            yield ('handled', repr(e))
                        else:
                            _uw_go = 0
                            yield _uw_state.take()
                    finally:
                        e = None
                        del e
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
                        _uw_i4 = _uw_t6 = _uw_t7 = None
                        _uw_t11 = log
                    if not _uw_go:
                        _uw_pc = 4
                        _uw_t12 = await aw('f')
                    else:
                        _uw_go = 0
                        _uw_t12 = await _uw_state.take()
                    _uw_t11(('finally', _uw_t12))
                    _uw_t11 = _uw_t12 = None
                finally:
                    _uw_x3 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_a1' in _uw_locals:
            _uw_a1 = _uw_locals['_uw_a1']
        if '_uw_d2' in _uw_locals:
            _uw_d2 = _uw_locals['_uw_d2']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_v3' in _uw_locals:
            _uw_v3 = _uw_locals['_uw_v3']
        if 'source' in _uw_locals:
            source = _uw_locals['source']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if not _uw_go:
            _uw_a1 = _uw_aiter(source)
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
                    x = _uw_v3
                    _uw_v3 = None
                if _uw_go <= 2:
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_t5 = await aw(x * 2)
                    else:
                        _uw_go = 0
                        _uw_t5 = await _uw_state.take()
                if not _uw_go:
                    _uw_pc = 3
                    yield _uw_t5
                else:
                    _uw_go = 0
                    yield _uw_state.take()
                _uw_t5 = None
        _uw_a1 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_a4' in _uw_locals:
            _uw_a4 = _uw_locals['_uw_a4']
        if '_uw_d5' in _uw_locals:
            _uw_d5 = _uw_locals['_uw_d5']
        if '_uw_k1' in _uw_locals:
            _uw_k1 = _uw_locals['_uw_k1']
        if '_uw_v6' in _uw_locals:
            _uw_v6 = _uw_locals['_uw_v6']
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        if 'source' in _uw_locals:
            source = _uw_locals['source']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if not _uw_go:
            source = ticks(n)
        try:
            if 3 <= _uw_go <= 3:
                if _uw_k1 == 4:
                    raise _uw_state.rethrow(_uw_x3)
                if _uw_k1 == 1:
                    return
            else:
                if not _uw_go:
                    _uw_a4 = _uw_aiter(source)
                    _uw_d5 = True
                while True if _uw_go else _uw_d5:
                    try:
                        if _uw_go <= 1:
                            if not _uw_go:
                                _uw_pc = 1
                                _uw_v6 = await _uw_anext(_uw_a4)
                            else:
                                _uw_go = 0
                                _uw_v6 = await _uw_state.take()
                    except _uw_evicted():
                        raise
                    except _uw_StopAsyncIteration:
                        _uw_d5 = False
                    else:
                        if not _uw_go:
                            x = _uw_v6
                            _uw_v6 = None
                            if x == 1:
                                _uw_k1 = 1
                                return
                        if not _uw_go:
                            _uw_pc = 2
                            yield x
                        else:
                            _uw_go = 0
                            yield _uw_state.take()
                _uw_a4 = None
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
                        _uw_a4 = None
                    if not _uw_go:
                        _uw_pc = 3
                        await source.aclose()
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
            if 2 <= _uw_go <= 2:
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
                        _uw_pc = 2
                        await aw('slow cleanup')
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    log('cleaned')
                finally:
                    _uw_x3 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_x4' in _uw_locals:
            _uw_x4 = _uw_locals['_uw_x4']
        _uw_locals = None
        try:
            if 2 <= _uw_go <= 3:
                raise _uw_state.rethrow(_uw_x4)
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    yield 1
                else:
                    _uw_go = 0
                    yield _uw_state.take()
        except _uw_evicted():
            raise
        except _uw_BaseException if 2 <= _uw_go <= 3 else () if _uw_go else GeneratorExit as _uw_x4:
            if _uw_go <= 2:
                if not _uw_go:
                    _uw_pc = 2
                    await aw(0)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            if not _uw_go:
                _uw_pc = 3
                yield 2
            else:
                _uw_go = 0
                yield _uw_state.take()

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_a1' in _uw_locals:
            _uw_a1 = _uw_locals['_uw_a1']
        if '_uw_a10' in _uw_locals:
            _uw_a10 = _uw_locals['_uw_a10']
        if '_uw_a17' in _uw_locals:
            _uw_a17 = _uw_locals['_uw_a17']
        if '_uw_a45' in _uw_locals:
            _uw_a45 = _uw_locals['_uw_a45']
        if '_uw_a50' in _uw_locals:
            _uw_a50 = _uw_locals['_uw_a50']
        if '_uw_a54' in _uw_locals:
            _uw_a54 = _uw_locals['_uw_a54']
        if '_uw_d11' in _uw_locals:
            _uw_d11 = _uw_locals['_uw_d11']
        if '_uw_d18' in _uw_locals:
            _uw_d18 = _uw_locals['_uw_d18']
        if '_uw_d2' in _uw_locals:
            _uw_d2 = _uw_locals['_uw_d2']
        if '_uw_d46' in _uw_locals:
            _uw_d46 = _uw_locals['_uw_d46']
        if '_uw_d51' in _uw_locals:
            _uw_d51 = _uw_locals['_uw_d51']
        if '_uw_d55' in _uw_locals:
            _uw_d55 = _uw_locals['_uw_d55']
        if '_uw_t14' in _uw_locals:
            _uw_t14 = _uw_locals['_uw_t14']
        if '_uw_t15' in _uw_locals:
            _uw_t15 = _uw_locals['_uw_t15']
        if '_uw_t15_e' in _uw_locals:
            _uw_t15_e = _uw_locals['_uw_t15_e']
        if '_uw_t21' in _uw_locals:
            _uw_t21 = _uw_locals['_uw_t21']
        if '_uw_t22' in _uw_locals:
            _uw_t22 = _uw_locals['_uw_t22']
        if '_uw_t23' in _uw_locals:
            _uw_t23 = _uw_locals['_uw_t23']
        if '_uw_t24' in _uw_locals:
            _uw_t24 = _uw_locals['_uw_t24']
        if '_uw_t25' in _uw_locals:
            _uw_t25 = _uw_locals['_uw_t25']
        if '_uw_t27' in _uw_locals:
            _uw_t27 = _uw_locals['_uw_t27']
        if '_uw_t28' in _uw_locals:
            _uw_t28 = _uw_locals['_uw_t28']
        if '_uw_t29' in _uw_locals:
            _uw_t29 = _uw_locals['_uw_t29']
        if '_uw_t30' in _uw_locals:
            _uw_t30 = _uw_locals['_uw_t30']
        if '_uw_t33' in _uw_locals:
            _uw_t33 = _uw_locals['_uw_t33']
        if '_uw_t34' in _uw_locals:
            _uw_t34 = _uw_locals['_uw_t34']
        if '_uw_t37' in _uw_locals:
            _uw_t37 = _uw_locals['_uw_t37']
        if '_uw_t38' in _uw_locals:
            _uw_t38 = _uw_locals['_uw_t38']
        if '_uw_t39' in _uw_locals:
            _uw_t39 = _uw_locals['_uw_t39']
        if '_uw_t40' in _uw_locals:
            _uw_t40 = _uw_locals['_uw_t40']
        if '_uw_t41' in _uw_locals:
            _uw_t41 = _uw_locals['_uw_t41']
        if '_uw_t42' in _uw_locals:
            _uw_t42 = _uw_locals['_uw_t42']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_t8_e' in _uw_locals:
            _uw_t8_e = _uw_locals['_uw_t8_e']
        if '_uw_v12' in _uw_locals:
            _uw_v12 = _uw_locals['_uw_v12']
        if '_uw_v16_y' in _uw_locals:
            _uw_v16_y = _uw_locals['_uw_v16_y']
        if '_uw_v19' in _uw_locals:
            _uw_v19 = _uw_locals['_uw_v19']
        if '_uw_v3' in _uw_locals:
            _uw_v3 = _uw_locals['_uw_v3']
        if '_uw_v47' in _uw_locals:
            _uw_v47 = _uw_locals['_uw_v47']
        if '_uw_v52' in _uw_locals:
            _uw_v52 = _uw_locals['_uw_v52']
        if '_uw_v56' in _uw_locals:
            _uw_v56 = _uw_locals['_uw_v56']
        if '_uw_v9_x' in _uw_locals:
            _uw_v9_x = _uw_locals['_uw_v9_x']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'fresh' in _uw_locals:
            fresh = _uw_locals['fresh']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'left' in _uw_locals:
            left = _uw_locals['left']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        if 's' in _uw_locals:
            s = _uw_locals['s']
        if 't' in _uw_locals:
            t = _uw_locals['t']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if not _uw_go:
            out = []
            _uw_a1 = _uw_aiter(ticks(3))
            _uw_d2 = True
        if _uw_go <= 2:
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
                        x = _uw_v3
                        _uw_v3 = None
                        _uw_t5 = out.append
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_t6 = await aw(x)
                    else:
                        _uw_go = 0
                        _uw_t6 = await _uw_state.take()
                    _uw_t5(_uw_t6)
                    _uw_t5 = _uw_t6 = None
        if not _uw_go:
            _uw_a1 = None
            _uw_t7 = out
            _uw_t8 = []
            _uw_a10 = _uw_aiter(mapped(ticks(3)))
            _uw_d11 = True
        if _uw_go <= 3:
            while True if _uw_go else _uw_d11:
                try:
                    if not _uw_go:
                        _uw_pc = 3
                        _uw_v12 = await _uw_anext(_uw_a10)
                    else:
                        _uw_go = 0
                        _uw_v12 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d11 = False
                else:
                    _uw_v9_x = _uw_v12
                    _uw_v12 = None
                    _uw_t8_e = _uw_v9_x
                    _uw_t8.append(_uw_t8_e)
        if not _uw_go:
            _uw_a10 = None
            _uw_t7 += _uw_t8
            out = _uw_t7
            _uw_t7 = _uw_t8 = _uw_t8_e = None
            _uw_t14 = out
            _uw_t15 = []
            _uw_a17 = _uw_aiter(ticks(2))
            _uw_d18 = True
        if _uw_go <= 5:
            while True if _uw_go else _uw_d18:
                try:
                    if _uw_go <= 4:
                        if not _uw_go:
                            _uw_pc = 4
                            _uw_v19 = await _uw_anext(_uw_a17)
                        else:
                            _uw_go = 0
                            _uw_v19 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d18 = False
                else:
                    if not _uw_go:
                        _uw_v16_y = _uw_v19
                        _uw_v19 = None
                    if _uw_go <= 5:
                        if not _uw_go:
                            _uw_pc = 5
                            _uw_t21 = await aw(_uw_v16_y)
                        else:
                            _uw_go = 0
                            _uw_t21 = await _uw_state.take()
                    if _uw_t21:
                        _uw_t15_e = _uw_v16_y
                        _uw_t15.append(_uw_t15_e)
        if not _uw_go:
            _uw_a17 = None
            _uw_t14 += _uw_t15
            out = _uw_t14
            _uw_t14 = _uw_t15 = _uw_t15_e = None
            g = ticks(5)
            _uw_t22 = out.append
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                _uw_t23 = await g.asend(None)
            else:
                _uw_go = 0
                _uw_t23 = await _uw_state.take()
        if not _uw_go:
            _uw_t22(_uw_t23)
            _uw_t22 = _uw_t23 = None
            _uw_t24 = out.append
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                _uw_t25 = await g.asend('sent')
            else:
                _uw_go = 0
                _uw_t25 = await _uw_state.take()
        if not _uw_go:
            _uw_t24(_uw_t25)
            _uw_t24 = _uw_t25 = None
        if _uw_go <= 8:
            if not _uw_go:
                _uw_pc = 8
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t27 = out.append
        if _uw_go <= 9:
            if not _uw_go:
                _uw_pc = 9
                _uw_t28 = await g.__anext__()
            else:
                _uw_go = 0
                _uw_t28 = await _uw_state.take()
        if not _uw_go:
            _uw_t27(_uw_t28)
            _uw_t27 = _uw_t28 = None
            _uw_t29 = out.append
        if _uw_go <= 10:
            if not _uw_go:
                _uw_pc = 10
                _uw_t30 = await g.athrow(ValueError('t'))
            else:
                _uw_go = 0
                _uw_t30 = await _uw_state.take()
        if not _uw_go:
            _uw_t29(_uw_t30)
            _uw_t29 = _uw_t30 = None
        if _uw_go <= 11:
            if not _uw_go:
                _uw_pc = 11
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 12:
            try:
                if not _uw_go:
                    _uw_pc = 12
                    await g.__anext__()
                else:
                    _uw_go = 0
                    await _uw_state.take()
            except _uw_evicted():
                raise
            except StopAsyncIteration:
                out.append('stopped')
        if not _uw_go:
            s = stubborn()
            _uw_t33 = out.append
        if _uw_go <= 13:
            if not _uw_go:
                _uw_pc = 13
                _uw_t34 = await anext(s)
            else:
                _uw_go = 0
                _uw_t34 = await _uw_state.take()
        if not _uw_go:
            _uw_t33(_uw_t34)
            _uw_t33 = _uw_t34 = None
        if _uw_go <= 14:
            if not _uw_go:
                _uw_pc = 14
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 15:
            if not _uw_go:
                _uw_pc = 15
                await s.aclose()
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t37 = out.append
        if _uw_go <= 16:
            if not _uw_go:
                _uw_pc = 16
                _uw_t38 = await anext(s, 'default')
            else:
                _uw_go = 0
                _uw_t38 = await _uw_state.take()
        if not _uw_go:
            _uw_t37(_uw_t38)
            _uw_t37 = _uw_t38 = None
            t = ticks(1)
            _uw_t39 = out.append
        if _uw_go <= 17:
            if not _uw_go:
                _uw_pc = 17
                _uw_t40 = await anext(t, 'd')
            else:
                _uw_go = 0
                _uw_t40 = await _uw_state.take()
        if not _uw_go:
            _uw_t39(_uw_t40)
            _uw_t39 = _uw_t40 = None
            _uw_t41 = out.append
        if _uw_go <= 18:
            if not _uw_go:
                _uw_pc = 18
                _uw_t42 = await anext(t, 'd')
            else:
                _uw_go = 0
                _uw_t42 = await _uw_state.take()
        if not _uw_go:
            _uw_t41(_uw_t42)
            _uw_t41 = _uw_t42 = None
            i = ignores()
        if _uw_go <= 19:
            if not _uw_go:
                _uw_pc = 19
                await i.asend(None)
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 20:
            try:
                if not _uw_go:
                    _uw_pc = 20
                    await i.aclose()
                else:
                    _uw_go = 0
                    await _uw_state.take()
            except _uw_evicted():
                raise
            except RuntimeError as e:
                out.append(str(e))
        if not _uw_go:
            _uw_a45 = _uw_aiter(early(5))
            _uw_d46 = True
        if _uw_go <= 21:
            while True if _uw_go else _uw_d46:
                try:
                    if not _uw_go:
                        _uw_pc = 21
                        _uw_v47 = await _uw_anext(_uw_a45)
                    else:
                        _uw_go = 0
                        _uw_v47 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d46 = False
                else:
                    x = _uw_v47
                    _uw_v47 = None
                    out.append(x)
        if not _uw_go:
            _uw_a45 = None
            fresh = ticks(1)
        if _uw_go <= 22:
            if not _uw_go:
                _uw_pc = 22
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_a50 = _uw_aiter(fresh)
            _uw_d51 = True
        if _uw_go <= 23:
            while True if _uw_go else _uw_d51:
                try:
                    if not _uw_go:
                        _uw_pc = 23
                        _uw_v52 = await _uw_anext(_uw_a50)
                    else:
                        _uw_go = 0
                        _uw_v52 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d51 = False
                else:
                    x = _uw_v52
                    _uw_v52 = None
                    out.append(x)
        if not _uw_go:
            _uw_a50 = None
            left = ticks(4)
            _uw_a54 = _uw_aiter(left)
            _uw_d55 = True
        if _uw_go <= 24:
            while True if _uw_go else _uw_d55:
                try:
                    if not _uw_go:
                        _uw_pc = 24
                        _uw_v56 = await _uw_anext(_uw_a54)
                    else:
                        _uw_go = 0
                        _uw_v56 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d55 = False
                else:
                    x = _uw_v56
                    _uw_v56 = None
                    if x == 2:
                        break
            else:
                out.append('no')
        if not _uw_go:
            _uw_a54 = None
        if not _uw_go:
            _uw_pc = 25
            await left.aclose()
        else:
            _uw_go = 0
            await _uw_state.take()
        return out
