# input.py, lowered
async def fail(n):
    _uw_pc = 0
    _uw_pc = 1
    await aw(n)
    raise ValueError(n)

async def main():
    _uw_pc = 0
    out = []
    try:
        try:
            _uw_pc = 1
            await fail(1)
        except _uw_evicted():
            raise
        except ValueError as _uw_x7:
            e = _uw_x7
            try:
                log(repr(e))
                _uw_pc = 2
                await aw(2)
                log(repr(sys.exc_info()[1]))
                try:
                    raise KeyError('x')
                    _uw_k3 = 0
                except _uw_evicted():
                    raise
                except _uw_BaseException as _uw_x5_e:
                    _uw_k3 = 4
                    _uw_x5 = _uw_x5_e
                    raise
                finally:
                    try:
                        _uw_pc = 3
                        await aw(3)
                        log(repr(sys.exc_info()[1]))
                    finally:
                        _uw_x5 = _uw_w4 = None
            finally:
                e = None
                del e
    except _uw_evicted():
        raise
    except KeyError as _uw_x9:
        e = _uw_x9
        try:
            out.append(repr(e.__context__))
            _uw_pc = 4
            await aw(9)
            try:
                raise
            except KeyError as k:
                out.append(k is e)
        finally:
            e = None
            del e
    try:
        e
    except UnboundLocalError as u:
        out.append(str(u))
    _uw_i10 = _uw_iter(range(3))
    for i in _uw_i10:
        try:
            if i == 0:
                _uw_k12 = 3
                continue
            if i == 1:
                _uw_k12 = 3
                continue
            _uw_k12 = 2
            break
            _uw_k12 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x14_e:
            _uw_k12 = 4
            _uw_x14 = _uw_x14_e
            raise
        finally:
            try:
                _uw_t15 = log
                _uw_pc = 5
                _uw_t16 = await aw(i)
                _uw_t15(_uw_t16)
                _uw_t15 = _uw_t16 = None
            finally:
                _uw_x14 = _uw_w13 = None
    _uw_i10 = None

    async def ret():
        _uw_pc = 0
        try:
            _uw_pc = 1
            _uw_t4 = await aw('r')
            _uw_w2 = _uw_t4 + '!'
            _uw_t4 = None
            _uw_k1 = 1
            return _uw_w2
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
                    _uw_t4 = None
                    _uw_t5 = log
                    _uw_pc = 2
                    _uw_t6 = await aw('fin')
                    _uw_t5(_uw_t6)
                    _uw_t5 = _uw_t6 = None
                finally:
                    _uw_x3 = _uw_w2 = None
    _uw_t17 = out.append
    _uw_pc = 6
    _uw_t18 = await ret()
    _uw_t17(_uw_t18)
    _uw_t17 = _uw_t18 = None
    _uw_t19 = RuntimeError('end')
    _uw_pc = 7
    _uw_t20 = await aw(OSError('cause'))
    raise _uw_t19 from _uw_t20

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            await aw(n)
        else:
            _uw_go = 0
            await _uw_state.take()
        raise ValueError(n)

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_k1' in _uw_locals:
            _uw_k1 = _uw_locals['_uw_k1']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_w2' in _uw_locals:
            _uw_w2 = _uw_locals['_uw_w2']
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        _uw_locals = None
        try:
            if 2 <= _uw_go <= 2:
                if _uw_k1 == 4:
                    raise _uw_state.rethrow(_uw_x3)
                if _uw_k1 == 1:
                    return _uw_w2
            else:
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t4 = await aw('r')
                else:
                    _uw_go = 0
                    _uw_t4 = await _uw_state.take()
                _uw_w2 = _uw_t4 + '!'
                _uw_t4 = None
                _uw_k1 = 1
                return _uw_w2
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
                        _uw_t4 = None
                        _uw_t5 = log
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_t6 = await aw('fin')
                    else:
                        _uw_go = 0
                        _uw_t6 = await _uw_state.take()
                    _uw_t5(_uw_t6)
                    _uw_t5 = _uw_t6 = None
                finally:
                    _uw_x3 = _uw_w2 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i10' in _uw_locals:
            _uw_i10 = _uw_locals['_uw_i10']
        if '_uw_k12' in _uw_locals:
            _uw_k12 = _uw_locals['_uw_k12']
        if '_uw_k3' in _uw_locals:
            _uw_k3 = _uw_locals['_uw_k3']
        if '_uw_t15' in _uw_locals:
            _uw_t15 = _uw_locals['_uw_t15']
        if '_uw_t16' in _uw_locals:
            _uw_t16 = _uw_locals['_uw_t16']
        if '_uw_t17' in _uw_locals:
            _uw_t17 = _uw_locals['_uw_t17']
        if '_uw_t18' in _uw_locals:
            _uw_t18 = _uw_locals['_uw_t18']
        if '_uw_t19' in _uw_locals:
            _uw_t19 = _uw_locals['_uw_t19']
        if '_uw_t20' in _uw_locals:
            _uw_t20 = _uw_locals['_uw_t20']
        if '_uw_w13' in _uw_locals:
            _uw_w13 = _uw_locals['_uw_w13']
        if '_uw_w4' in _uw_locals:
            _uw_w4 = _uw_locals['_uw_w4']
        if '_uw_x14' in _uw_locals:
            _uw_x14 = _uw_locals['_uw_x14']
        if '_uw_x5' in _uw_locals:
            _uw_x5 = _uw_locals['_uw_x5']
        if '_uw_x7' in _uw_locals:
            _uw_x7 = _uw_locals['_uw_x7']
        if '_uw_x9' in _uw_locals:
            _uw_x9 = _uw_locals['_uw_x9']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        if 'u' in _uw_locals:
            u = _uw_locals['u']
        _uw_locals = None
        if not _uw_go:
            out = []
        if _uw_go <= 4:
            try:
                if 4 <= _uw_go <= 4:
                    raise _uw_state.rethrow(_uw_x9)
                if _uw_go <= 3:
                    try:
                        if 2 <= _uw_go <= 3:
                            raise _uw_state.rethrow(_uw_x7)
                        if _uw_go <= 1:
                            if not _uw_go:
                                _uw_pc = 1
                                await fail(1)
                            else:
                                _uw_go = 0
                                await _uw_state.take()
                    except _uw_evicted():
                        raise
                    except _uw_BaseException if 2 <= _uw_go <= 3 else () if _uw_go else ValueError as _uw_x7:
                        if not _uw_go:
                            e = _uw_x7
                        try:
                            if not _uw_go:
                                log(repr(e))
                            if _uw_go <= 2:
                                if not _uw_go:
                                    _uw_pc = 2
                                    await aw(2)
                                else:
                                    _uw_go = 0
                                    await _uw_state.take()
                            if not _uw_go:
                                log(repr(sys.exc_info()[1]))
                            try:
                                if 3 <= _uw_go <= 3:
                                    if _uw_k3 == 4:
                                        raise _uw_state.rethrow(_uw_x5)
                                else:
                                    raise KeyError('x')
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
                                        _uw_pc = 3
                                        await aw(3)
                                    else:
                                        _uw_go = 0
                                        await _uw_state.take()
                                    log(repr(sys.exc_info()[1]))
                                finally:
                                    _uw_x5 = _uw_w4 = None
                        finally:
                            e = None
                            del e
            except _uw_evicted():
                raise
            except _uw_BaseException if 4 <= _uw_go <= 4 else () if _uw_go else KeyError as _uw_x9:
                if not _uw_go:
                    e = _uw_x9
                try:
                    if not _uw_go:
                        out.append(repr(e.__context__))
                    if not _uw_go:
                        _uw_pc = 4
                        await aw(9)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    try:
                        raise
                    except KeyError as k:
                        out.append(k is e)
                finally:
                    e = None
                    del e
        if not _uw_go:
            try:
                e
            except UnboundLocalError as u:
                out.append(str(u))
        if _uw_go <= 5:
            if not _uw_go:
                _uw_i10 = _uw_iter(range(3))
            for _uw_v11 in _uw_chain((None,), _uw_i10) if _uw_go else _uw_i10:
                if not _uw_go:
                    i = _uw_v11
                try:
                    if 5 <= _uw_go <= 5:
                        if _uw_k12 == 4:
                            raise _uw_state.rethrow(_uw_x14)
                        if _uw_k12 == 2:
                            break
                        if _uw_k12 == 3:
                            continue
                    else:
                        if i == 0:
                            _uw_k12 = 3
                            continue
                        if i == 1:
                            _uw_k12 = 3
                            continue
                        _uw_k12 = 2
                        break
                        _uw_k12 = 0
                except _uw_evicted():
                    raise
                except _uw_BaseException as _uw_x14_e:
                    if not _uw_go:
                        _uw_k12 = 4
                        _uw_x14 = _uw_x14_e
                    raise
                finally:
                    try:
                        if not _uw_go:
                            _uw_t15 = log
                        if not _uw_go:
                            _uw_pc = 5
                            _uw_t16 = await aw(i)
                        else:
                            _uw_go = 0
                            _uw_t16 = await _uw_state.take()
                        _uw_t15(_uw_t16)
                        _uw_t15 = _uw_t16 = None
                    finally:
                        _uw_x14 = _uw_w13 = None
            _uw_i10 = None
        if not _uw_go:

            async def ret():
                _uw_pc = 0
                try:
                    _uw_pc = 1
                    _uw_t4 = await aw('r')
                    _uw_w2 = _uw_t4 + '!'
                    _uw_t4 = None
                    _uw_k1 = 1
                    return _uw_w2
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
                            _uw_t4 = None
                            _uw_t5 = log
                            _uw_pc = 2
                            _uw_t6 = await aw('fin')
                            _uw_t5(_uw_t6)
                            _uw_t5 = _uw_t6 = None
                        finally:
                            _uw_x3 = _uw_w2 = None
            _uw_t17 = out.append
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                _uw_t18 = await ret()
            else:
                _uw_go = 0
                _uw_t18 = await _uw_state.take()
        if not _uw_go:
            _uw_t17(_uw_t18)
            _uw_t17 = _uw_t18 = None
            _uw_t19 = RuntimeError('end')
        if not _uw_go:
            _uw_pc = 7
            _uw_t20 = await aw(OSError('cause'))
        else:
            _uw_go = 0
            _uw_t20 = await _uw_state.take()
        raise _uw_t19 from _uw_t20
