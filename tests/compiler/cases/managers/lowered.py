# input.py, lowered
class M:

    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    def __enter__(self):
        log(('enter', self.name))
        return self

    def __exit__(self, t, v, tb):
        log(('exit', self.name, repr(v)))
        return self.swallow

    async def __aenter__(self):
        _uw_pc = 0
        _uw_pc = 1
        await aw(1)
        log(('aenter', self.name))
        return self.name

    async def __aexit__(self, t, v, tb):
        _uw_pc = 0
        _uw_pc = 1
        await aw(2)
        log(('aexit', self.name, repr(v)))
        return self.swallow

async def main():
    _uw_pc = 0
    _uw_m1 = _uw_Managed(M('a'))
    with _uw_m1 as a:
        _uw_m3 = _uw_Managed(M('b', True))
        with _uw_m3 as b:
            _uw_pc = 1
            await aw(1)
            log(a.name + b.name)
            raise ValueError('swallowed by b')
        _uw_m3 = None
    _uw_m1 = None
    _uw_m6 = M('c')
    _uw_pc = 2
    _uw_v7 = await _uw_aenter(_uw_m6)
    try:
        c = _uw_v7
        _uw_v7 = None
        _uw_pc = 3
        await aw(1)
        log(c)
    except _uw_evicted():
        raise
    except _uw_BaseException as _uw_e9:
        _uw_pc = 4
        _uw_t12 = await _uw_aexit(_uw_m6, _uw_e9)
        if not _uw_t12:
            raise
    else:
        _uw_pc = 5
        await _uw_aexit(_uw_m6, None)
    _uw_m6 = None
    _uw_m14 = M('d', True)
    _uw_pc = 6
    await _uw_aenter(_uw_m14)
    try:
        _uw_pc = 7
        await aw(1)
        raise KeyError('d')
    except _uw_evicted():
        raise
    except _uw_BaseException as _uw_e17:
        _uw_pc = 8
        _uw_t20 = await _uw_aexit(_uw_m14, _uw_e17)
        if not _uw_t20:
            raise
    else:
        _uw_pc = 9
        await _uw_aexit(_uw_m14, None)
    _uw_m14 = None

    async def f():
        _uw_pc = 0
        _uw_m1 = M('e')
        _uw_pc = 1
        await _uw_aenter(_uw_m1)
        _uw_h3 = False
        try:
            _uw_pc = 2
            _uw_w5 = await aw('ret')
            _uw_h3 = True
            _uw_pc = 3
            await _uw_aexit(_uw_m1, None)
            return _uw_w5
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_e4:
            if _uw_h3:
                raise
            _uw_pc = 4
            _uw_t9 = await _uw_aexit(_uw_m1, _uw_e4)
            if not _uw_t9:
                raise
        else:
            _uw_pc = 5
            await _uw_aexit(_uw_m1, None)
        _uw_m1 = None
    _uw_t22 = log
    _uw_pc = 10
    _uw_t23 = await f()
    _uw_t22(_uw_t23)
    _uw_t22 = _uw_t23 = None
    _uw_i24 = _uw_iter(range(2))
    for i in _uw_i24:
        _uw_m26 = M('loop')
        _uw_pc = 11
        await _uw_aenter(_uw_m26)
        _uw_h28 = False
        try:
            _uw_pc = 12
            _uw_t31 = await aw(i)
            if _uw_t31:
                _uw_h28 = True
                _uw_pc = 13
                await _uw_aexit(_uw_m26, None)
                break
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_e29:
            _uw_t31 = None
            if _uw_h28:
                raise
            _uw_pc = 14
            _uw_t33 = await _uw_aexit(_uw_m26, _uw_e29)
            if not _uw_t33:
                raise
        else:
            _uw_pc = 15
            await _uw_aexit(_uw_m26, None)
        _uw_m26 = None
    _uw_i24 = None
    try:
        _uw_m35 = M('x')
        _uw_pc = 16
        await _uw_aenter(_uw_m35)
        try:
            with M('y'):
                raise ValueError('out')
        except _uw_BaseException as _uw_e38:
            _uw_pc = 17
            _uw_t40 = await _uw_aexit(_uw_m35, _uw_e38)
            if not _uw_t40:
                raise
        else:
            _uw_pc = 18
            await _uw_aexit(_uw_m35, None)
        _uw_m35 = None
    except _uw_evicted():
        raise
    except ValueError as _uw_x43:
        e = _uw_x43
        try:
            _uw_m35 = _uw_t40 = None
            _uw_pc = 19
            await aw(1)
            return repr(e)
        finally:
            e = None
            del e

# input.py, re-entry forms
class M:

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
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
            log(('aenter', self.name))
            return self.name

class M:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            if 't' in _uw_locals:
                t = _uw_locals['t']
            if 'tb' in _uw_locals:
                tb = _uw_locals['tb']
            if 'v' in _uw_locals:
                v = _uw_locals['v']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                await aw(2)
            else:
                _uw_go = 0
                await _uw_state.take()
            log(('aexit', self.name, repr(v)))
            return self.swallow

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_e4' in _uw_locals:
            _uw_e4 = _uw_locals['_uw_e4']
        if '_uw_h3' in _uw_locals:
            _uw_h3 = _uw_locals['_uw_h3']
        if '_uw_m1' in _uw_locals:
            _uw_m1 = _uw_locals['_uw_m1']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if '_uw_w5' in _uw_locals:
            _uw_w5 = _uw_locals['_uw_w5']
        _uw_locals = None
        if not _uw_go:
            _uw_m1 = M('e')
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await _uw_aenter(_uw_m1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_h3 = False
        try:
            if 4 <= _uw_go <= 4:
                raise _uw_state.rethrow(_uw_e4)
            if _uw_go <= 3:
                if _uw_go <= 2:
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_w5 = await aw('ret')
                    else:
                        _uw_go = 0
                        _uw_w5 = await _uw_state.take()
                if not _uw_go:
                    _uw_h3 = True
                if not _uw_go:
                    _uw_pc = 3
                    await _uw_aexit(_uw_m1, None)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                return _uw_w5
        except _uw_evicted():
            raise
        except _uw_BaseException if 4 <= _uw_go <= 4 else () if _uw_go else _uw_BaseException as _uw_e4:
            if not _uw_go:
                if _uw_h3:
                    raise
            if _uw_go <= 4:
                if not _uw_go:
                    _uw_pc = 4
                    _uw_t9 = await _uw_aexit(_uw_m1, _uw_e4)
                else:
                    _uw_go = 0
                    _uw_t9 = await _uw_state.take()
            if not _uw_t9:
                raise
        else:
            if not _uw_go:
                _uw_pc = 5
                await _uw_aexit(_uw_m1, None)
            else:
                _uw_go = 0
                await _uw_state.take()
        _uw_m1 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_e17' in _uw_locals:
            _uw_e17 = _uw_locals['_uw_e17']
        if '_uw_e29' in _uw_locals:
            _uw_e29 = _uw_locals['_uw_e29']
        if '_uw_e38' in _uw_locals:
            _uw_e38 = _uw_locals['_uw_e38']
        if '_uw_e9' in _uw_locals:
            _uw_e9 = _uw_locals['_uw_e9']
        if '_uw_h28' in _uw_locals:
            _uw_h28 = _uw_locals['_uw_h28']
        if '_uw_i24' in _uw_locals:
            _uw_i24 = _uw_locals['_uw_i24']
        if '_uw_m1' in _uw_locals:
            _uw_m1 = _uw_locals['_uw_m1']
        if '_uw_m14' in _uw_locals:
            _uw_m14 = _uw_locals['_uw_m14']
        if '_uw_m26' in _uw_locals:
            _uw_m26 = _uw_locals['_uw_m26']
        if '_uw_m3' in _uw_locals:
            _uw_m3 = _uw_locals['_uw_m3']
        if '_uw_m35' in _uw_locals:
            _uw_m35 = _uw_locals['_uw_m35']
        if '_uw_m6' in _uw_locals:
            _uw_m6 = _uw_locals['_uw_m6']
        if '_uw_t12' in _uw_locals:
            _uw_t12 = _uw_locals['_uw_t12']
        if '_uw_t20' in _uw_locals:
            _uw_t20 = _uw_locals['_uw_t20']
        if '_uw_t22' in _uw_locals:
            _uw_t22 = _uw_locals['_uw_t22']
        if '_uw_t23' in _uw_locals:
            _uw_t23 = _uw_locals['_uw_t23']
        if '_uw_t31' in _uw_locals:
            _uw_t31 = _uw_locals['_uw_t31']
        if '_uw_t33' in _uw_locals:
            _uw_t33 = _uw_locals['_uw_t33']
        if '_uw_t40' in _uw_locals:
            _uw_t40 = _uw_locals['_uw_t40']
        if '_uw_v7' in _uw_locals:
            _uw_v7 = _uw_locals['_uw_v7']
        if '_uw_x43' in _uw_locals:
            _uw_x43 = _uw_locals['_uw_x43']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'b' in _uw_locals:
            b = _uw_locals['b']
        if 'c' in _uw_locals:
            c = _uw_locals['c']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        _uw_locals = None
        if _uw_go <= 1:
            if not _uw_go:
                _uw_m1 = _uw_Managed(M('a'))
            with _uw_m1 as _uw_v2:
                if not _uw_go:
                    a = _uw_v2
                if not _uw_go:
                    _uw_m3 = _uw_Managed(M('b', True))
                with _uw_m3 as _uw_v4:
                    if not _uw_go:
                        b = _uw_v4
                    if not _uw_go:
                        _uw_pc = 1
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    log(a.name + b.name)
                    raise ValueError('swallowed by b')
                _uw_m3 = None
            _uw_m1 = None
        if not _uw_go:
            _uw_m6 = M('c')
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_v7 = await _uw_aenter(_uw_m6)
            else:
                _uw_go = 0
                _uw_v7 = await _uw_state.take()
        if _uw_go <= 5:
            try:
                if 4 <= _uw_go <= 4:
                    raise _uw_state.rethrow(_uw_e9)
                if _uw_go <= 3:
                    if not _uw_go:
                        c = _uw_v7
                        _uw_v7 = None
                    if not _uw_go:
                        _uw_pc = 3
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    log(c)
            except _uw_evicted():
                raise
            except _uw_BaseException if 4 <= _uw_go <= 4 else () if _uw_go else _uw_BaseException as _uw_e9:
                if _uw_go <= 4:
                    if not _uw_go:
                        _uw_pc = 4
                        _uw_t12 = await _uw_aexit(_uw_m6, _uw_e9)
                    else:
                        _uw_go = 0
                        _uw_t12 = await _uw_state.take()
                if not _uw_t12:
                    raise
            else:
                if not _uw_go:
                    _uw_pc = 5
                    await _uw_aexit(_uw_m6, None)
                else:
                    _uw_go = 0
                    await _uw_state.take()
        if not _uw_go:
            _uw_m6 = None
            _uw_m14 = M('d', True)
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                await _uw_aenter(_uw_m14)
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 9:
            try:
                if 8 <= _uw_go <= 8:
                    raise _uw_state.rethrow(_uw_e17)
                if _uw_go <= 7:
                    if not _uw_go:
                        _uw_pc = 7
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    raise KeyError('d')
            except _uw_evicted():
                raise
            except _uw_BaseException if 8 <= _uw_go <= 8 else () if _uw_go else _uw_BaseException as _uw_e17:
                if _uw_go <= 8:
                    if not _uw_go:
                        _uw_pc = 8
                        _uw_t20 = await _uw_aexit(_uw_m14, _uw_e17)
                    else:
                        _uw_go = 0
                        _uw_t20 = await _uw_state.take()
                if not _uw_t20:
                    raise
            else:
                if not _uw_go:
                    _uw_pc = 9
                    await _uw_aexit(_uw_m14, None)
                else:
                    _uw_go = 0
                    await _uw_state.take()
        if not _uw_go:
            _uw_m14 = None

            async def f():
                _uw_pc = 0
                _uw_m1 = M('e')
                _uw_pc = 1
                await _uw_aenter(_uw_m1)
                _uw_h3 = False
                try:
                    _uw_pc = 2
                    _uw_w5 = await aw('ret')
                    _uw_h3 = True
                    _uw_pc = 3
                    await _uw_aexit(_uw_m1, None)
                    return _uw_w5
                except _uw_evicted():
                    raise
                except _uw_BaseException as _uw_e4:
                    if _uw_h3:
                        raise
                    _uw_pc = 4
                    _uw_t9 = await _uw_aexit(_uw_m1, _uw_e4)
                    if not _uw_t9:
                        raise
                else:
                    _uw_pc = 5
                    await _uw_aexit(_uw_m1, None)
                _uw_m1 = None
            _uw_t22 = log
        if _uw_go <= 10:
            if not _uw_go:
                _uw_pc = 10
                _uw_t23 = await f()
            else:
                _uw_go = 0
                _uw_t23 = await _uw_state.take()
        if not _uw_go:
            _uw_t22(_uw_t23)
            _uw_t22 = _uw_t23 = None
        if _uw_go <= 15:
            if not _uw_go:
                _uw_i24 = _uw_iter(range(2))
            for _uw_v25 in _uw_chain((None,), _uw_i24) if _uw_go else _uw_i24:
                if not _uw_go:
                    i = _uw_v25
                if not _uw_go:
                    _uw_m26 = M('loop')
                if _uw_go <= 11:
                    if not _uw_go:
                        _uw_pc = 11
                        await _uw_aenter(_uw_m26)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                if not _uw_go:
                    _uw_h28 = False
                try:
                    if 14 <= _uw_go <= 14:
                        raise _uw_state.rethrow(_uw_e29)
                    if _uw_go <= 13:
                        if _uw_go <= 12:
                            if not _uw_go:
                                _uw_pc = 12
                                _uw_t31 = await aw(i)
                            else:
                                _uw_go = 0
                                _uw_t31 = await _uw_state.take()
                        if True if _uw_go else _uw_t31:
                            if not _uw_go:
                                _uw_h28 = True
                            if not _uw_go:
                                _uw_pc = 13
                                await _uw_aexit(_uw_m26, None)
                            else:
                                _uw_go = 0
                                await _uw_state.take()
                            break
                except _uw_evicted():
                    raise
                except _uw_BaseException if 14 <= _uw_go <= 14 else () if _uw_go else _uw_BaseException as _uw_e29:
                    if not _uw_go:
                        _uw_t31 = None
                        if _uw_h28:
                            raise
                    if _uw_go <= 14:
                        if not _uw_go:
                            _uw_pc = 14
                            _uw_t33 = await _uw_aexit(_uw_m26, _uw_e29)
                        else:
                            _uw_go = 0
                            _uw_t33 = await _uw_state.take()
                    if not _uw_t33:
                        raise
                else:
                    if not _uw_go:
                        _uw_pc = 15
                        await _uw_aexit(_uw_m26, None)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                _uw_m26 = None
            _uw_i24 = None
        try:
            if 19 <= _uw_go <= 19:
                raise _uw_state.rethrow(_uw_x43)
            if _uw_go <= 18:
                if not _uw_go:
                    _uw_m35 = M('x')
                if _uw_go <= 16:
                    if not _uw_go:
                        _uw_pc = 16
                        await _uw_aenter(_uw_m35)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                try:
                    if 17 <= _uw_go <= 17:
                        raise _uw_state.rethrow(_uw_e38)
                    if _uw_go <= 0:
                        with M('y'):
                            raise ValueError('out')
                except _uw_BaseException if 17 <= _uw_go <= 17 else () if _uw_go else _uw_BaseException as _uw_e38:
                    if _uw_go <= 17:
                        if not _uw_go:
                            _uw_pc = 17
                            _uw_t40 = await _uw_aexit(_uw_m35, _uw_e38)
                        else:
                            _uw_go = 0
                            _uw_t40 = await _uw_state.take()
                    if not _uw_t40:
                        raise
                else:
                    if not _uw_go:
                        _uw_pc = 18
                        await _uw_aexit(_uw_m35, None)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                _uw_m35 = None
        except _uw_evicted():
            raise
        except _uw_BaseException if 19 <= _uw_go <= 19 else () if _uw_go else ValueError as _uw_x43:
            if not _uw_go:
                e = _uw_x43
            try:
                if not _uw_go:
                    _uw_m35 = _uw_t40 = None
                if not _uw_go:
                    _uw_pc = 19
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                return repr(e)
            finally:
                e = None
                del e
