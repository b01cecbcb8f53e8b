# input.py, lowered
def gen(name):
    _uw_pc = 0
    try:
        _uw_pc = 1
        yield name
    finally:
        if _uw_alive():
            log(name)

def begun(name):
    made = gen(name)
    next(made)
    return made

def nothing(*parts):
    return 0

async def later(name):
    _uw_pc = 0
    _uw_pc = 1
    await aw(0)
    return begun(name)

class Manager:

    def __init__(self, name):
        self.held = begun(name)

    async def __aenter__(self):
        _uw_pc = 0
        _uw_pc = 1
        await aw(0)
        return begun('entered')

    async def __aexit__(self, *error):
        _uw_pc = 0
        log('exit')

class Plain:

    def __enter__(self):
        self.held = begun('plain manager')

    def __exit__(self, *error):
        log('plain exit')

class Index:
    held = None

async def numbers(name):
    _uw_pc = 0
    try:
        _uw_pc = 1
        yield 1
        _uw_pc = 2
        yield 2
    finally:
        if _uw_alive():
            log(name)

async def statements():
    _uw_pc = 0
    _uw_t1 = nothing
    _uw_t2 = begun('spilled')
    _uw_pc = 1
    _uw_t3 = await aw(1)
    _uw_t1(_uw_t2, _uw_t3)
    _uw_t1 = _uw_t2 = _uw_t3 = None
    log('after the call')
    _uw_t4 = nothing
    _uw_t5 = begun('assigned')
    _uw_pc = 2
    _uw_t6 = await aw(1)
    x = _uw_t4(_uw_t5, _uw_t6)
    _uw_t4 = _uw_t5 = _uw_t6 = None
    log('after the assignment')
    _uw_t7 = x
    _uw_t8 = nothing
    _uw_t9 = begun('augmented')
    _uw_pc = 3
    _uw_t10 = await aw(1)
    _uw_t7 += _uw_t8(_uw_t9, _uw_t10)
    x = _uw_t7
    _uw_t7 = _uw_t8 = _uw_t9 = _uw_t10 = None
    log('after the augmented one')
    if __debug__:
        _uw_t11 = nothing
        _uw_t12 = begun('asserted')
        _uw_pc = 4
        _uw_t13 = await aw(1)
        if not not _uw_t11(_uw_t12, _uw_t13):
            assert False
    _uw_t11 = _uw_t12 = _uw_t13 = None
    log('after the assertion')
    _uw_t14 = nothing
    _uw_pc = 5
    _uw_t15 = await later('attribute')
    _uw_pc = 6
    _uw_t16 = await aw(1)
    Index.at = _uw_t14(_uw_t15, _uw_t16)
    _uw_t14 = _uw_t15 = _uw_t16 = None
    log('after the attribute')
    _uw_t17 = []
    _uw_i19 = _uw_iter(range(2))
    for _uw_v18_y in _uw_i19:
        _uw_t21 = nothing
        _uw_t22 = begun('element')
        _uw_pc = 7
        _uw_t23 = await aw(_uw_v18_y)
        _uw_t17_e = _uw_t21(_uw_t22, _uw_t23)
        _uw_t21 = _uw_t22 = _uw_t23 = None
        _uw_t17.append(_uw_t17_e)
    _uw_i19 = None
    _uw_t17
    _uw_t17 = _uw_t17_e = None
    log('after the comprehension')
    _uw_t24 = []
    _uw_i26 = _uw_iter([0])
    for _uw_v25_y in _uw_i26:
        _uw_pc = 8
        _uw_t28 = await aw(_uw_v25_y)
        if not _uw_t28:
            _uw_t24_e = begun('listed')
            _uw_t24.append(_uw_t24_e)
    _uw_i26 = None
    _uw_t24
    _uw_t24 = _uw_t24_e = None
    log('after the list')
    _uw_t29 = {}
    _uw_i31 = _uw_iter([0])
    for _uw_v30_y in _uw_i31:
        _uw_pc = 9
        _uw_t33 = await aw(_uw_v30_y)
        if not _uw_t33:
            _uw_t29_k = _uw_v30_y
            _uw_t29_e = begun('value')
            _uw_t29[_uw_t29_k] = _uw_t29_e
    _uw_i31 = None
    _uw_t29
    _uw_t29 = _uw_t29_e = _uw_t29_k = None
    log('after the dict')

async def heads():
    _uw_pc = 0
    _uw_t1 = nothing
    _uw_t2 = begun('tested')
    _uw_pc = 1
    _uw_t3 = await aw(1)
    _uw_c4 = _uw_t1(_uw_t2, _uw_t3) == 0
    _uw_t1 = _uw_t2 = _uw_t3 = None
    if _uw_c4:
        log('in if')
        _uw_pc = 2
        await aw(2)
    else:
        _uw_pc = 3
        _uw_t6 = await aw(1)
        if _uw_t6:
            log('not here')
    _uw_t9 = nothing
    _uw_t10 = begun('looped over')
    _uw_pc = 4
    _uw_t11 = await aw(1)
    _uw_i7 = [_uw_t9(_uw_t10, _uw_t11)]
    _uw_t9 = _uw_t10 = _uw_t11 = None
    _uw_i7 = _uw_iter(_uw_i7)
    for y in _uw_i7:
        log('in for')
        _uw_pc = 5
        await aw(2)
    _uw_i7 = None
    _uw_d13 = False
    while True:
        _uw_t14 = nothing
        _uw_t15 = begun('asked again')
        _uw_pc = 6
        _uw_t16 = await aw(1)
        _uw_c17 = not _uw_t14(_uw_t15, _uw_t16)
        _uw_t14 = _uw_t15 = _uw_t16 = None
        if _uw_c17:
            _uw_d13 = True
            break
        log('not here')
    _uw_t19 = nothing
    _uw_t20 = begun('matched')
    _uw_pc = 7
    _uw_t21 = await aw(1)
    _uw_s18 = _uw_t19(_uw_t20, _uw_t21)
    _uw_t19 = _uw_t20 = _uw_t21 = None
    _uw_c22 = 0
    if _uw_c22 == 0:
        match _uw_s18:
            case 0:
                _uw_c22 = 1
    _uw_s18 = None
    if _uw_c22 == 1:
        log('in match')
        _uw_pc = 8
        await aw(2)
    _uw_pc = 9
    _uw_s24 = await later('subject')
    _uw_c26 = 0
    if _uw_c26 == 0:
        match _uw_s24:
            case 0:
                _uw_c26 = 1
            case _:
                _uw_c26 = 2
    _uw_s24 = None
    if _uw_c26 == 1:
        log('not here')
    elif _uw_c26 == 2:
        log('in case')
        _uw_pc = 10
        await aw(2)
    log('after match')
    _uw_m28 = Manager('manager')
    _uw_pc = 11
    await _uw_aenter(_uw_m28)
    try:
        log('in async with')
    except _uw_BaseException as _uw_e31:
        _uw_pc = 12
        _uw_t33 = await _uw_aexit(_uw_m28, _uw_e31)
        if not _uw_t33:
            raise
    else:
        _uw_pc = 13
        await _uw_aexit(_uw_m28, None)
    _uw_m28 = None
    _uw_m35 = Manager('named manager')
    _uw_pc = 14
    _uw_v36 = await _uw_aenter(_uw_m35)
    try:
        kept = _uw_v36
        _uw_v36 = None
        kept = None
        log('in async with, named')
    except _uw_BaseException as _uw_e38:
        _uw_pc = 15
        _uw_t40 = await _uw_aexit(_uw_m35, _uw_e38)
        if not _uw_t40:
            raise
    else:
        _uw_pc = 16
        await _uw_aexit(_uw_m35, None)
    _uw_m35 = None
    log('after async with')
    _uw_pc = 17
    await aw(3)
    _uw_a43 = _uw_aiter(numbers('async generator'))
    _uw_d44 = True
    while _uw_d44:
        try:
            _uw_pc = 18
            _uw_v45 = await _uw_anext(_uw_a43)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d44 = False
        else:
            y = _uw_v45
            _uw_v45 = None
            break
    _uw_a43 = None
    log('after async for')
    _uw_pc = 19
    await aw(3)
    _uw_m48 = _uw_Managed(Plain())
    with _uw_m48:
        _uw_pc = 20
        await aw(1)
    _uw_m48 = None
    log('after with')

async def failing():
    _uw_pc = 0
    try:
        _uw_t1 = nothing
        _uw_t2 = begun('failing')
        _uw_pc = 1
        _uw_t3 = await aw(1)
        _uw_t1(_uw_t2, _uw_t3, 1 / 0)
        _uw_t1 = _uw_t2 = _uw_t3 = None
    except _uw_evicted():
        raise
    except ArithmeticError:
        _uw_t1 = _uw_t2 = _uw_t3 = None
        log('native clause')
    try:
        _uw_t4 = nothing
        _uw_t5 = begun('failing again')
        _uw_pc = 2
        _uw_t6 = await aw(ValueError())
        _uw_t4(_uw_t5, _uw_t6)
        _uw_t4 = _uw_t5 = _uw_t6 = None
    except _uw_evicted():
        raise
    except ValueError as _uw_x8:
        error = _uw_x8
        try:
            _uw_t4 = _uw_t5 = _uw_t6 = None
            log('clause that waits')
            _uw_pc = 3
            await aw(1)
        finally:
            error = None
            del error
    try:
        _uw_i9 = _uw_iter(gen('left by an exception'))
        for y in _uw_i9:
            _uw_pc = 4
            await aw(KeyError())
        _uw_i9 = None
    except* KeyError if _uw_alive() else ():
        _uw_i9 = None
        log('starred clause')
    try:
        try:
            _uw_a12 = _uw_aiter(numbers('async generator, left by an exception'))
            _uw_d13 = True
            while _uw_d13:
                try:
                    _uw_pc = 5
                    _uw_v14 = await _uw_anext(_uw_a12)
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d13 = False
                else:
                    y = _uw_v14
                    _uw_v14 = None
                    _uw_pc = 6
                    await aw(1)
                    raise LookupError
            _uw_a12 = None
        finally:
            if _uw_alive():
                _uw_a12 = None
                log('final body')
    except _uw_evicted():
        raise
    except LookupError:
        log('after the final body')
    try:
        try:
            _uw_t20 = nothing
            _uw_t21 = begun('tried')
            _uw_pc = 7
            _uw_t22 = await aw(TypeError())
            _uw_t20(_uw_t21, _uw_t22)
            _uw_t20 = _uw_t21 = _uw_t22 = None
            _uw_k17 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x19_e:
            _uw_k17 = 4
            _uw_x19 = _uw_x19_e
            raise
        finally:
            if _uw_alive():
                try:
                    _uw_t20 = _uw_t21 = _uw_t22 = None
                    log('final body that waits')
                    _uw_pc = 8
                    await aw(1)
                finally:
                    _uw_x19 = _uw_w18 = None
    except _uw_evicted():
        raise
    except TypeError:
        pass
    try:
        _uw_m24 = _uw_Managed(Plain())
        with _uw_m24:
            _uw_pc = 9
            await aw(OSError())
        _uw_m24 = None
    except _uw_evicted():
        raise
    except OSError:
        _uw_m24 = None
        log('after the exit')

async def in_a_cycle():
    _uw_pc = 0
    kept = begun('held by the function')
    try:
        try:
            raise ValueError
            _uw_k1 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x3_e:
            _uw_k1 = 4
            _uw_x3 = _uw_x3_e
            raise
        finally:
            try:
                _uw_pc = 1
                await aw(1)
                raise KeyError
            finally:
                _uw_x3 = _uw_w2 = None
    except _uw_evicted():
        raise
    except KeyError:
        pass

async def overruled():
    _uw_pc = 0
    _uw_i1 = _uw_iter(range(2))
    for y in _uw_i1:
        try:
            _uw_w4 = begun('value that is not returned')
            _uw_k3 = 1
            return _uw_w4
            _uw_k3 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x5_e:
            _uw_k3 = 4
            _uw_x5 = _uw_x5_e
            raise
        finally:
            try:
                _uw_pc = 1
                await aw(y)
                continue
            finally:
                _uw_x5 = _uw_w4 = None
    _uw_i1 = None
    log('after the loop')

async def main():
    _uw_pc = 0
    _uw_i1 = _uw_iter((statements, heads, failing, in_a_cycle, overruled))
    for each in _uw_i1:
        _uw_pc = 1
        await each()
        log(each.__name__)
    _uw_i1 = None

# input.py, re-entry forms
def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'name' in _uw_locals:
            name = _uw_locals['name']
        _uw_locals = None
        try:
            if not _uw_go:
                _uw_pc = 1
                yield name
            else:
                _uw_go = 0
                yield _uw_state.take()
        finally:
            if _uw_alive():
                log(name)

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'name' in _uw_locals:
            name = _uw_locals['name']
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            await aw(0)
        else:
            _uw_go = 0
            await _uw_state.take()
        return begun(name)

class Manager:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
            return begun('entered')

class Manager:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'error' in _uw_locals:
                error = _uw_locals['error']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            log('exit')

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'name' in _uw_locals:
            name = _uw_locals['name']
        _uw_locals = None
        try:
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    yield 1
                else:
                    _uw_go = 0
                    yield _uw_state.take()
            if not _uw_go:
                _uw_pc = 2
                yield 2
            else:
                _uw_go = 0
                yield _uw_state.take()
        finally:
            if _uw_alive():
                log(name)

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i19' in _uw_locals:
            _uw_i19 = _uw_locals['_uw_i19']
        if '_uw_i26' in _uw_locals:
            _uw_i26 = _uw_locals['_uw_i26']
        if '_uw_i31' in _uw_locals:
            _uw_i31 = _uw_locals['_uw_i31']
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
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
        if '_uw_t17' in _uw_locals:
            _uw_t17 = _uw_locals['_uw_t17']
        if '_uw_t17_e' in _uw_locals:
            _uw_t17_e = _uw_locals['_uw_t17_e']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t21' in _uw_locals:
            _uw_t21 = _uw_locals['_uw_t21']
        if '_uw_t22' in _uw_locals:
            _uw_t22 = _uw_locals['_uw_t22']
        if '_uw_t23' in _uw_locals:
            _uw_t23 = _uw_locals['_uw_t23']
        if '_uw_t24' in _uw_locals:
            _uw_t24 = _uw_locals['_uw_t24']
        if '_uw_t24_e' in _uw_locals:
            _uw_t24_e = _uw_locals['_uw_t24_e']
        if '_uw_t28' in _uw_locals:
            _uw_t28 = _uw_locals['_uw_t28']
        if '_uw_t29' in _uw_locals:
            _uw_t29 = _uw_locals['_uw_t29']
        if '_uw_t29_e' in _uw_locals:
            _uw_t29_e = _uw_locals['_uw_t29_e']
        if '_uw_t29_k' in _uw_locals:
            _uw_t29_k = _uw_locals['_uw_t29_k']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t33' in _uw_locals:
            _uw_t33 = _uw_locals['_uw_t33']
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
        if '_uw_v18_y' in _uw_locals:
            _uw_v18_y = _uw_locals['_uw_v18_y']
        if '_uw_v25_y' in _uw_locals:
            _uw_v25_y = _uw_locals['_uw_v25_y']
        if '_uw_v30_y' in _uw_locals:
            _uw_v30_y = _uw_locals['_uw_v30_y']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if not _uw_go:
            _uw_t1 = nothing
            _uw_t2 = begun('spilled')
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t3 = await aw(1)
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
        if not _uw_go:
            _uw_t1(_uw_t2, _uw_t3)
            _uw_t1 = _uw_t2 = _uw_t3 = None
            log('after the call')
            _uw_t4 = nothing
            _uw_t5 = begun('assigned')
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t6 = await aw(1)
            else:
                _uw_go = 0
                _uw_t6 = await _uw_state.take()
        if not _uw_go:
            x = _uw_t4(_uw_t5, _uw_t6)
            _uw_t4 = _uw_t5 = _uw_t6 = None
            log('after the assignment')
            _uw_t7 = x
            _uw_t8 = nothing
            _uw_t9 = begun('augmented')
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t10 = await aw(1)
            else:
                _uw_go = 0
                _uw_t10 = await _uw_state.take()
        if not _uw_go:
            _uw_t7 += _uw_t8(_uw_t9, _uw_t10)
            x = _uw_t7
            _uw_t7 = _uw_t8 = _uw_t9 = _uw_t10 = None
            log('after the augmented one')
        if _uw_go <= 4:
            if True if _uw_go else __debug__:
                if not _uw_go:
                    _uw_t11 = nothing
                if not _uw_go:
                    _uw_t12 = begun('asserted')
                if _uw_go <= 4:
                    if not _uw_go:
                        _uw_pc = 4
                        _uw_t13 = await aw(1)
                    else:
                        _uw_go = 0
                        _uw_t13 = await _uw_state.take()
                if not not _uw_t11(_uw_t12, _uw_t13):
                    assert False
        if not _uw_go:
            _uw_t11 = _uw_t12 = _uw_t13 = None
            log('after the assertion')
            _uw_t14 = nothing
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                _uw_t15 = await later('attribute')
            else:
                _uw_go = 0
                _uw_t15 = await _uw_state.take()
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                _uw_t16 = await aw(1)
            else:
                _uw_go = 0
                _uw_t16 = await _uw_state.take()
        if not _uw_go:
            Index.at = _uw_t14(_uw_t15, _uw_t16)
            _uw_t14 = _uw_t15 = _uw_t16 = None
            log('after the attribute')
            _uw_t17 = []
        if _uw_go <= 7:
            if not _uw_go:
                _uw_i19 = _uw_iter(range(2))
            for _uw_v20 in _uw_chain((None,), _uw_i19) if _uw_go else _uw_i19:
                if not _uw_go:
                    _uw_v18_y = _uw_v20
                if not _uw_go:
                    _uw_t21 = nothing
                    _uw_t22 = begun('element')
                if not _uw_go:
                    _uw_pc = 7
                    _uw_t23 = await aw(_uw_v18_y)
                else:
                    _uw_go = 0
                    _uw_t23 = await _uw_state.take()
                _uw_t17_e = _uw_t21(_uw_t22, _uw_t23)
                _uw_t21 = _uw_t22 = _uw_t23 = None
                _uw_t17.append(_uw_t17_e)
            _uw_i19 = None
        if not _uw_go:
            _uw_t17
            _uw_t17 = _uw_t17_e = None
            log('after the comprehension')
            _uw_t24 = []
        if _uw_go <= 8:
            if not _uw_go:
                _uw_i26 = _uw_iter([0])
            for _uw_v27 in _uw_chain((None,), _uw_i26) if _uw_go else _uw_i26:
                if not _uw_go:
                    _uw_v25_y = _uw_v27
                if _uw_go <= 8:
                    if not _uw_go:
                        _uw_pc = 8
                        _uw_t28 = await aw(_uw_v25_y)
                    else:
                        _uw_go = 0
                        _uw_t28 = await _uw_state.take()
                if not _uw_t28:
                    _uw_t24_e = begun('listed')
                    _uw_t24.append(_uw_t24_e)
            _uw_i26 = None
        if not _uw_go:
            _uw_t24
            _uw_t24 = _uw_t24_e = None
            log('after the list')
            _uw_t29 = {}
        if not _uw_go:
            _uw_i31 = _uw_iter([0])
        for _uw_v32 in _uw_chain((None,), _uw_i31) if _uw_go else _uw_i31:
            if not _uw_go:
                _uw_v30_y = _uw_v32
            if _uw_go <= 9:
                if not _uw_go:
                    _uw_pc = 9
                    _uw_t33 = await aw(_uw_v30_y)
                else:
                    _uw_go = 0
                    _uw_t33 = await _uw_state.take()
            if not _uw_t33:
                _uw_t29_k = _uw_v30_y
                _uw_t29_e = begun('value')
                _uw_t29[_uw_t29_k] = _uw_t29_e
        _uw_i31 = None
        _uw_t29
        _uw_t29 = _uw_t29_e = _uw_t29_k = None
        log('after the dict')

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_a43' in _uw_locals:
            _uw_a43 = _uw_locals['_uw_a43']
        if '_uw_d44' in _uw_locals:
            _uw_d44 = _uw_locals['_uw_d44']
        if '_uw_e31' in _uw_locals:
            _uw_e31 = _uw_locals['_uw_e31']
        if '_uw_e38' in _uw_locals:
            _uw_e38 = _uw_locals['_uw_e38']
        if '_uw_i7' in _uw_locals:
            _uw_i7 = _uw_locals['_uw_i7']
        if '_uw_m28' in _uw_locals:
            _uw_m28 = _uw_locals['_uw_m28']
        if '_uw_m35' in _uw_locals:
            _uw_m35 = _uw_locals['_uw_m35']
        if '_uw_m48' in _uw_locals:
            _uw_m48 = _uw_locals['_uw_m48']
        if '_uw_s18' in _uw_locals:
            _uw_s18 = _uw_locals['_uw_s18']
        if '_uw_s24' in _uw_locals:
            _uw_s24 = _uw_locals['_uw_s24']
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
        if '_uw_t14' in _uw_locals:
            _uw_t14 = _uw_locals['_uw_t14']
        if '_uw_t15' in _uw_locals:
            _uw_t15 = _uw_locals['_uw_t15']
        if '_uw_t16' in _uw_locals:
            _uw_t16 = _uw_locals['_uw_t16']
        if '_uw_t19' in _uw_locals:
            _uw_t19 = _uw_locals['_uw_t19']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t20' in _uw_locals:
            _uw_t20 = _uw_locals['_uw_t20']
        if '_uw_t21' in _uw_locals:
            _uw_t21 = _uw_locals['_uw_t21']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t33' in _uw_locals:
            _uw_t33 = _uw_locals['_uw_t33']
        if '_uw_t40' in _uw_locals:
            _uw_t40 = _uw_locals['_uw_t40']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if '_uw_v36' in _uw_locals:
            _uw_v36 = _uw_locals['_uw_v36']
        if '_uw_v45' in _uw_locals:
            _uw_v45 = _uw_locals['_uw_v45']
        if 'kept' in _uw_locals:
            kept = _uw_locals['kept']
        if 'y' in _uw_locals:
            y = _uw_locals['y']
        _uw_locals = None
        if not _uw_go:
            _uw_t1 = nothing
            _uw_t2 = begun('tested')
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t3 = await aw(1)
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
        if not _uw_go:
            _uw_c4 = _uw_t1(_uw_t2, _uw_t3) == 0
            _uw_t1 = _uw_t2 = _uw_t3 = None
        if _uw_go <= 3:
            if _uw_go <= 2 if _uw_go else _uw_c4:
                if not _uw_go:
                    log('in if')
                if not _uw_go:
                    _uw_pc = 2
                    await aw(2)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            else:
                if _uw_go <= 3:
                    if not _uw_go:
                        _uw_pc = 3
                        _uw_t6 = await aw(1)
                    else:
                        _uw_go = 0
                        _uw_t6 = await _uw_state.take()
                if _uw_t6:
                    log('not here')
        if not _uw_go:
            _uw_t9 = nothing
            _uw_t10 = begun('looped over')
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t11 = await aw(1)
            else:
                _uw_go = 0
                _uw_t11 = await _uw_state.take()
        if not _uw_go:
            _uw_i7 = [_uw_t9(_uw_t10, _uw_t11)]
            _uw_t9 = _uw_t10 = _uw_t11 = None
        if _uw_go <= 5:
            if not _uw_go:
                _uw_i7 = _uw_iter(_uw_i7)
            for _uw_v8 in _uw_chain((None,), _uw_i7) if _uw_go else _uw_i7:
                if not _uw_go:
                    y = _uw_v8
                if not _uw_go:
                    log('in for')
                if not _uw_go:
                    _uw_pc = 5
                    await aw(2)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            _uw_i7 = None
        if not _uw_go:
            _uw_d13 = False
        if _uw_go <= 6:
            while True if _uw_go else True:
                if not _uw_go:
                    _uw_t14 = nothing
                    _uw_t15 = begun('asked again')
                if _uw_go <= 6:
                    if not _uw_go:
                        _uw_pc = 6
                        _uw_t16 = await aw(1)
                    else:
                        _uw_go = 0
                        _uw_t16 = await _uw_state.take()
                if not _uw_go:
                    _uw_c17 = not _uw_t14(_uw_t15, _uw_t16)
                    _uw_t14 = _uw_t15 = _uw_t16 = None
                if _uw_c17:
                    _uw_d13 = True
                    break
                log('not here')
        if not _uw_go:
            _uw_t19 = nothing
            _uw_t20 = begun('matched')
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                _uw_t21 = await aw(1)
            else:
                _uw_go = 0
                _uw_t21 = await _uw_state.take()
        if not _uw_go:
            _uw_s18 = _uw_t19(_uw_t20, _uw_t21)
            _uw_t19 = _uw_t20 = _uw_t21 = None
            _uw_c22 = 0
            if _uw_c22 == 0:
                match _uw_s18:
                    case 0:
                        _uw_c22 = 1
            _uw_s18 = None
        if _uw_go <= 8:
            if True if _uw_go else _uw_c22 == 1:
                if not _uw_go:
                    log('in match')
                if not _uw_go:
                    _uw_pc = 8
                    await aw(2)
                else:
                    _uw_go = 0
                    await _uw_state.take()
        if _uw_go <= 9:
            if not _uw_go:
                _uw_pc = 9
                _uw_s24 = await later('subject')
            else:
                _uw_go = 0
                _uw_s24 = await _uw_state.take()
        if not _uw_go:
            _uw_c26 = 0
            if _uw_c26 == 0:
                match _uw_s24:
                    case 0:
                        _uw_c26 = 1
                    case _:
                        _uw_c26 = 2
            _uw_s24 = None
        if _uw_go <= 10:
            if False if _uw_go else _uw_c26 == 1:
                log('not here')
            elif True if _uw_go else _uw_c26 == 2:
                if not _uw_go:
                    log('in case')
                if not _uw_go:
                    _uw_pc = 10
                    await aw(2)
                else:
                    _uw_go = 0
                    await _uw_state.take()
        if not _uw_go:
            log('after match')
            _uw_m28 = Manager('manager')
        if _uw_go <= 11:
            if not _uw_go:
                _uw_pc = 11
                await _uw_aenter(_uw_m28)
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 13:
            try:
                if 12 <= _uw_go <= 12:
                    raise _uw_state.rethrow(_uw_e31)
                if _uw_go <= 0:
                    log('in async with')
            except _uw_BaseException if 12 <= _uw_go <= 12 else () if _uw_go else _uw_BaseException as _uw_e31:
                if _uw_go <= 12:
                    if not _uw_go:
                        _uw_pc = 12
                        _uw_t33 = await _uw_aexit(_uw_m28, _uw_e31)
                    else:
                        _uw_go = 0
                        _uw_t33 = await _uw_state.take()
                if not _uw_t33:
                    raise
            else:
                if not _uw_go:
                    _uw_pc = 13
                    await _uw_aexit(_uw_m28, None)
                else:
                    _uw_go = 0
                    await _uw_state.take()
        if not _uw_go:
            _uw_m28 = None
            _uw_m35 = Manager('named manager')
        if _uw_go <= 14:
            if not _uw_go:
                _uw_pc = 14
                _uw_v36 = await _uw_aenter(_uw_m35)
            else:
                _uw_go = 0
                _uw_v36 = await _uw_state.take()
        if _uw_go <= 16:
            try:
                if 15 <= _uw_go <= 15:
                    raise _uw_state.rethrow(_uw_e38)
                if _uw_go <= 0:
                    kept = _uw_v36
                    _uw_v36 = None
                    kept = None
                    log('in async with, named')
            except _uw_BaseException if 15 <= _uw_go <= 15 else () if _uw_go else _uw_BaseException as _uw_e38:
                if _uw_go <= 15:
                    if not _uw_go:
                        _uw_pc = 15
                        _uw_t40 = await _uw_aexit(_uw_m35, _uw_e38)
                    else:
                        _uw_go = 0
                        _uw_t40 = await _uw_state.take()
                if not _uw_t40:
                    raise
            else:
                if not _uw_go:
                    _uw_pc = 16
                    await _uw_aexit(_uw_m35, None)
                else:
                    _uw_go = 0
                    await _uw_state.take()
        if not _uw_go:
            _uw_m35 = None
            log('after async with')
        if _uw_go <= 17:
            if not _uw_go:
                _uw_pc = 17
                await aw(3)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_a43 = _uw_aiter(numbers('async generator'))
            _uw_d44 = True
        if _uw_go <= 18:
            while True if _uw_go else _uw_d44:
                try:
                    if not _uw_go:
                        _uw_pc = 18
                        _uw_v45 = await _uw_anext(_uw_a43)
                    else:
                        _uw_go = 0
                        _uw_v45 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d44 = False
                else:
                    y = _uw_v45
                    _uw_v45 = None
                    break
        if not _uw_go:
            _uw_a43 = None
            log('after async for')
        if _uw_go <= 19:
            if not _uw_go:
                _uw_pc = 19
                await aw(3)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_m48 = _uw_Managed(Plain())
        with _uw_m48:
            if not _uw_go:
                _uw_pc = 20
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        _uw_m48 = None
        log('after with')

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_a12' in _uw_locals:
            _uw_a12 = _uw_locals['_uw_a12']
        if '_uw_d13' in _uw_locals:
            _uw_d13 = _uw_locals['_uw_d13']
        if '_uw_i9' in _uw_locals:
            _uw_i9 = _uw_locals['_uw_i9']
        if '_uw_k17' in _uw_locals:
            _uw_k17 = _uw_locals['_uw_k17']
        if '_uw_m24' in _uw_locals:
            _uw_m24 = _uw_locals['_uw_m24']
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t20' in _uw_locals:
            _uw_t20 = _uw_locals['_uw_t20']
        if '_uw_t21' in _uw_locals:
            _uw_t21 = _uw_locals['_uw_t21']
        if '_uw_t22' in _uw_locals:
            _uw_t22 = _uw_locals['_uw_t22']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_v14' in _uw_locals:
            _uw_v14 = _uw_locals['_uw_v14']
        if '_uw_w18' in _uw_locals:
            _uw_w18 = _uw_locals['_uw_w18']
        if '_uw_x19' in _uw_locals:
            _uw_x19 = _uw_locals['_uw_x19']
        if '_uw_x8' in _uw_locals:
            _uw_x8 = _uw_locals['_uw_x8']
        if 'error' in _uw_locals:
            error = _uw_locals['error']
        if 'y' in _uw_locals:
            y = _uw_locals['y']
        _uw_locals = None
        if _uw_go <= 1:
            try:
                if not _uw_go:
                    _uw_t1 = nothing
                    _uw_t2 = begun('failing')
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t3 = await aw(1)
                else:
                    _uw_go = 0
                    _uw_t3 = await _uw_state.take()
                _uw_t1(_uw_t2, _uw_t3, 1 / 0)
                _uw_t1 = _uw_t2 = _uw_t3 = None
            except _uw_evicted():
                raise
            except ArithmeticError:
                _uw_t1 = _uw_t2 = _uw_t3 = None
                log('native clause')
        if _uw_go <= 3:
            try:
                if 3 <= _uw_go <= 3:
                    raise _uw_state.rethrow(_uw_x8)
                if _uw_go <= 2:
                    if not _uw_go:
                        _uw_t4 = nothing
                        _uw_t5 = begun('failing again')
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_t6 = await aw(ValueError())
                    else:
                        _uw_go = 0
                        _uw_t6 = await _uw_state.take()
                    _uw_t4(_uw_t5, _uw_t6)
                    _uw_t4 = _uw_t5 = _uw_t6 = None
            except _uw_evicted():
                raise
            except _uw_BaseException if 3 <= _uw_go <= 3 else () if _uw_go else ValueError as _uw_x8:
                if not _uw_go:
                    error = _uw_x8
                try:
                    if not _uw_go:
                        _uw_t4 = _uw_t5 = _uw_t6 = None
                        log('clause that waits')
                    if not _uw_go:
                        _uw_pc = 3
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                finally:
                    error = None
                    del error
        if _uw_go <= 4:
            try:
                if not _uw_go:
                    _uw_i9 = _uw_iter(gen('left by an exception'))
                for _uw_v10 in _uw_chain((None,), _uw_i9) if _uw_go else _uw_i9:
                    if not _uw_go:
                        y = _uw_v10
                    if not _uw_go:
                        _uw_pc = 4
                        await aw(KeyError())
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                _uw_i9 = None
            except* KeyError if _uw_alive() else ():
                _uw_i9 = None
                log('starred clause')
        if _uw_go <= 6:
            try:
                try:
                    if not _uw_go:
                        _uw_a12 = _uw_aiter(numbers('async generator, left by an exception'))
                        _uw_d13 = True
                    while True if _uw_go else _uw_d13:
                        try:
                            if _uw_go <= 5:
                                if not _uw_go:
                                    _uw_pc = 5
                                    _uw_v14 = await _uw_anext(_uw_a12)
                                else:
                                    _uw_go = 0
                                    _uw_v14 = await _uw_state.take()
                        except _uw_evicted():
                            raise
                        except _uw_StopAsyncIteration:
                            _uw_d13 = False
                        else:
                            if not _uw_go:
                                y = _uw_v14
                                _uw_v14 = None
                            if not _uw_go:
                                _uw_pc = 6
                                await aw(1)
                            else:
                                _uw_go = 0
                                await _uw_state.take()
                            raise LookupError
                    _uw_a12 = None
                finally:
                    if _uw_alive():
                        _uw_a12 = None
                        log('final body')
            except _uw_evicted():
                raise
            except LookupError:
                log('after the final body')
        if _uw_go <= 8:
            try:
                try:
                    if 8 <= _uw_go <= 8:
                        if _uw_k17 == 4:
                            raise _uw_state.rethrow(_uw_x19)
                    else:
                        if not _uw_go:
                            _uw_t20 = nothing
                            _uw_t21 = begun('tried')
                        if not _uw_go:
                            _uw_pc = 7
                            _uw_t22 = await aw(TypeError())
                        else:
                            _uw_go = 0
                            _uw_t22 = await _uw_state.take()
                        _uw_t20(_uw_t21, _uw_t22)
                        _uw_t20 = _uw_t21 = _uw_t22 = None
                        _uw_k17 = 0
                except _uw_evicted():
                    raise
                except _uw_BaseException as _uw_x19_e:
                    if not _uw_go:
                        _uw_k17 = 4
                        _uw_x19 = _uw_x19_e
                    raise
                finally:
                    if _uw_alive():
                        try:
                            if not _uw_go:
                                _uw_t20 = _uw_t21 = _uw_t22 = None
                                log('final body that waits')
                            if not _uw_go:
                                _uw_pc = 8
                                await aw(1)
                            else:
                                _uw_go = 0
                                await _uw_state.take()
                        finally:
                            _uw_x19 = _uw_w18 = None
            except _uw_evicted():
                raise
            except TypeError:
                pass
        try:
            if not _uw_go:
                _uw_m24 = _uw_Managed(Plain())
            with _uw_m24:
                if not _uw_go:
                    _uw_pc = 9
                    await aw(OSError())
                else:
                    _uw_go = 0
                    await _uw_state.take()
            _uw_m24 = None
        except _uw_evicted():
            raise
        except OSError:
            _uw_m24 = None
            log('after the exit')

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_k1' in _uw_locals:
            _uw_k1 = _uw_locals['_uw_k1']
        if '_uw_w2' in _uw_locals:
            _uw_w2 = _uw_locals['_uw_w2']
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        if 'kept' in _uw_locals:
            kept = _uw_locals['kept']
        _uw_locals = None
        if not _uw_go:
            kept = begun('held by the function')
        try:
            try:
                if 1 <= _uw_go <= 1:
                    if _uw_k1 == 4:
                        raise _uw_state.rethrow(_uw_x3)
                else:
                    raise ValueError
                    _uw_k1 = 0
            except _uw_evicted():
                raise
            except _uw_BaseException as _uw_x3_e:
                if not _uw_go:
                    _uw_k1 = 4
                    _uw_x3 = _uw_x3_e
                raise
            finally:
                try:
                    if not _uw_go:
                        _uw_pc = 1
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    raise KeyError
                finally:
                    _uw_x3 = _uw_w2 = None
        except _uw_evicted():
            raise
        except KeyError:
            pass

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_k3' in _uw_locals:
            _uw_k3 = _uw_locals['_uw_k3']
        if '_uw_w4' in _uw_locals:
            _uw_w4 = _uw_locals['_uw_w4']
        if '_uw_x5' in _uw_locals:
            _uw_x5 = _uw_locals['_uw_x5']
        if 'y' in _uw_locals:
            y = _uw_locals['y']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter(range(2))
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                y = _uw_v2
            try:
                if 1 <= _uw_go <= 1:
                    if _uw_k3 == 4:
                        raise _uw_state.rethrow(_uw_x5)
                    if _uw_k3 == 1:
                        return _uw_w4
                else:
                    _uw_w4 = begun('value that is not returned')
                    _uw_k3 = 1
                    return _uw_w4
                    _uw_k3 = 0
            except _uw_evicted():
                raise
            except _uw_BaseException as _uw_x5_e:
                if not _uw_go:
                    _uw_k3 = 4
                    _uw_x5 = _uw_x5_e
                raise
            finally:
                try:
                    if not _uw_go:
                        _uw_pc = 1
                        await aw(y)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    continue
                finally:
                    _uw_x5 = _uw_w4 = None
        _uw_i1 = None
        log('after the loop')

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if 'each' in _uw_locals:
            each = _uw_locals['each']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter((statements, heads, failing, in_a_cycle, overruled))
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                each = _uw_v2
            if not _uw_go:
                _uw_pc = 1
                await each()
            else:
                _uw_go = 0
                await _uw_state.take()
            log(each.__name__)
        _uw_i1 = None
