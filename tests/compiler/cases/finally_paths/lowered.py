# input.py, lowered
async def returns(kind):
    _uw_pc = 0
    _uw_i1 = _uw_iter(range(3))
    for i in _uw_i1:
        try:
            try:
                if kind == 'return':
                    _uw_pc = 1
                    _uw_w4 = await aw('value')
                    _uw_k3 = 1
                    _uw_w7 = _uw_w4
                    _uw_k6 = 1
                    return _uw_w7
                if kind == 'break':
                    _uw_k3 = 2
                    _uw_k6 = 2
                    break
                if kind == 'continue' and i < 2:
                    _uw_k3 = 3
                    _uw_k6 = 3
                    continue
                if kind == 'raise':
                    raise ValueError(i)
                if kind == 'override':
                    _uw_w4 = 'lost'
                    _uw_k3 = 1
                    _uw_w7 = _uw_w4
                    _uw_k6 = 1
                    return _uw_w7
                _uw_k6 = 0
            except _uw_evicted():
                raise
            except _uw_BaseException as _uw_x8_e:
                _uw_k6 = 4
                _uw_x8 = _uw_x8_e
                raise
            finally:
                if _uw_alive():
                    try:
                        _uw_t10 = log
                        _uw_t11 = kind
                        _uw_t12 = i
                        _uw_pc = 2
                        _uw_t13 = await aw(1)
                        _uw_t10(('inner', _uw_t11, _uw_t12, _uw_t13, repr(sys.exc_info()[1])))
                        _uw_t10 = _uw_t11 = _uw_t12 = _uw_t13 = None
                        if kind == 'override':
                            _uw_k3 = 2
                            break
                    finally:
                        _uw_x8 = _uw_w7 = None
            _uw_k3 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x5_e:
            _uw_k3 = 4
            _uw_x5 = _uw_x5_e
            raise
        finally:
            if _uw_alive():
                try:
                    _uw_t10 = _uw_t11 = _uw_t12 = _uw_t13 = None
                    _uw_t14 = log
                    _uw_t15 = kind
                    _uw_t16 = i
                    _uw_pc = 3
                    _uw_t17 = await aw(2)
                    _uw_t14(('outer', _uw_t15, _uw_t16, _uw_t17, repr(sys.exc_info()[1])))
                    _uw_t14 = _uw_t15 = _uw_t16 = _uw_t17 = None
                finally:
                    _uw_x5 = _uw_w4 = None
    else:
        log('loop else')
    _uw_i1 = None
    return 'end'

async def nested_override():
    _uw_pc = 0
    try:
        try:
            _uw_w2 = 'first'
            _uw_k1 = 1
            _uw_w5 = _uw_w2
            _uw_k4 = 1
            return _uw_w5
            _uw_k4 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x6_e:
            _uw_k4 = 4
            _uw_x6 = _uw_x6_e
            raise
        finally:
            try:
                try:
                    raise KeyError('swallowed')
                except KeyError as _uw_x9:
                    _uw_t7 = log
                    _uw_pc = 1
                    _uw_t8 = await aw('in finally handler')
                    _uw_t7(_uw_t8)
                    _uw_t7 = _uw_t8 = None
            finally:
                _uw_x6 = _uw_w5 = None
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
                _uw_t7 = _uw_t8 = None
                _uw_t10 = log
                _uw_pc = 2
                _uw_t11 = await aw('outer finally')
                _uw_t10(_uw_t11)
                _uw_t10 = _uw_t11 = None
            finally:
                _uw_x3 = _uw_w2 = None

async def raise_in_finally():
    _uw_pc = 0
    try:
        try:
            raise ValueError('one')
            _uw_k4 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x6_e:
            _uw_k4 = 4
            _uw_x6 = _uw_x6_e
            raise
        finally:
            try:
                _uw_pc = 1
                await aw(1)
                raise TypeError('two')
            finally:
                _uw_x6 = _uw_w5 = None
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
                _uw_t8 = log
                _uw_pc = 2
                _uw_t9 = await aw(2)
                _uw_t8(_uw_t9)
                _uw_t8 = _uw_t9 = None
            finally:
                _uw_x3 = _uw_w2 = None

async def swallow():
    _uw_pc = 0
    while True:
        try:
            raise ValueError('swallowed by continue')
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
                _uw_t4 = await aw(True)
                if _uw_t4:
                    return 'swallowed'
            finally:
                _uw_x3 = _uw_w2 = None

async def loops():
    _uw_pc = 0
    out = []
    _uw_i1 = _uw_iter(range(5))
    for x in _uw_i1:
        try:
            _uw_i6 = _uw_iter(range(5))
            for y in _uw_i6:
                try:
                    if y == 1:
                        _uw_k8 = 3
                        continue
                    if y == 3:
                        _uw_k8 = 2
                        break
                    _uw_t11 = out.append
                    _uw_t12 = x
                    _uw_t13 = y
                    _uw_pc = 1
                    _uw_t14 = await aw(0)
                    _uw_t11((_uw_t12, _uw_t13, _uw_t14))
                    _uw_t11 = _uw_t12 = _uw_t13 = _uw_t14 = None
                    _uw_k8 = 0
                except _uw_evicted():
                    raise
                except _uw_BaseException as _uw_x10_e:
                    _uw_k8 = 4
                    _uw_x10 = _uw_x10_e
                    raise
                finally:
                    if _uw_alive():
                        try:
                            _uw_t11 = _uw_t12 = _uw_t13 = _uw_t14 = None
                            _uw_pc = 2
                            await aw('y')
                        finally:
                            _uw_x10 = _uw_w9 = None
            _uw_i6 = None
            if x == 2:
                _uw_k3 = 2
                break
            _uw_k3 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x5_e:
            _uw_k3 = 4
            _uw_x5 = _uw_x5_e
            raise
        finally:
            if _uw_alive():
                try:
                    _uw_i6 = None
                    _uw_t16 = out.append
                    _uw_pc = 3
                    _uw_t17 = await aw(x)
                    _uw_t16(_uw_t17)
                    _uw_t16 = _uw_t17 = None
                finally:
                    _uw_x5 = _uw_w4 = None
    _uw_i1 = None
    return out

async def else_clause():
    _uw_pc = 0
    try:
        try:
            _uw_t4 = log
            _uw_pc = 1
            _uw_t5 = await aw('body')
            _uw_t4(_uw_t5)
            _uw_t4 = _uw_t5 = None
        except _uw_evicted():
            raise
        except ValueError:
            _uw_t4 = _uw_t5 = None
            log('no')
        else:
            _uw_t6 = log
            _uw_pc = 2
            _uw_t7 = await aw('else')
            _uw_t6(_uw_t7)
            _uw_t6 = _uw_t7 = None
            try:
                raise KeyError('from else')
            except KeyError as _uw_x10:
                e = _uw_x10
                try:
                    _uw_t8 = log
                    _uw_pc = 3
                    _uw_t9 = await aw(repr(e))
                    _uw_t8(_uw_t9)
                    _uw_t8 = _uw_t9 = None
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
                _uw_t4 = _uw_t5 = _uw_t6 = _uw_t7 = _uw_t8 = _uw_t9 = None
                _uw_t11 = log
                _uw_pc = 4
                _uw_t12 = await aw('finally')
                _uw_t11(_uw_t12)
                _uw_t11 = _uw_t12 = None
            finally:
                _uw_x3 = _uw_w2 = None
    return 'ok'

async def main():
    _uw_pc = 0
    _uw_t1 = []
    _uw_i3 = _uw_iter(('return', 'break', 'continue', 'override', 'plain'))
    for _uw_v2_kind in _uw_i3:
        _uw_pc = 1
        _uw_t1_e = await returns(_uw_v2_kind)
        _uw_t1.append(_uw_t1_e)
    _uw_i3 = None
    out = _uw_t1
    _uw_t1 = _uw_t1_e = None
    try:
        _uw_pc = 2
        await returns('raise')
    except _uw_evicted():
        raise
    except ValueError as e:
        out.append(e.args)
    _uw_t7 = out.append
    _uw_pc = 3
    _uw_t8 = await nested_override()
    _uw_t7(_uw_t8)
    _uw_t7 = _uw_t8 = None
    try:
        _uw_pc = 4
        await raise_in_finally()
    except _uw_evicted():
        raise
    except TypeError as e:
        out.append((repr(e), repr(e.__context__)))
    _uw_t10 = out
    _uw_pc = 5
    _uw_t11 = await swallow()
    _uw_pc = 6
    _uw_t12 = await loops()
    _uw_pc = 7
    _uw_t13 = await else_clause()
    _uw_t10 += [_uw_t11, _uw_t12, _uw_t13]
    out = _uw_t10
    _uw_t10 = _uw_t11 = _uw_t12 = _uw_t13 = None
    return out

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_k3' in _uw_locals:
            _uw_k3 = _uw_locals['_uw_k3']
        if '_uw_k6' in _uw_locals:
            _uw_k6 = _uw_locals['_uw_k6']
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
        if '_uw_w4' in _uw_locals:
            _uw_w4 = _uw_locals['_uw_w4']
        if '_uw_w7' in _uw_locals:
            _uw_w7 = _uw_locals['_uw_w7']
        if '_uw_x5' in _uw_locals:
            _uw_x5 = _uw_locals['_uw_x5']
        if '_uw_x8' in _uw_locals:
            _uw_x8 = _uw_locals['_uw_x8']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'kind' in _uw_locals:
            kind = _uw_locals['kind']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter(range(3))
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                i = _uw_v2
            try:
                if 3 <= _uw_go <= 3:
                    if _uw_k3 == 4:
                        raise _uw_state.rethrow(_uw_x5)
                    if _uw_k3 == 1:
                        return _uw_w4
                    if _uw_k3 == 2:
                        break
                    if _uw_k3 == 3:
                        continue
                else:
                    try:
                        if 2 <= _uw_go <= 2:
                            if _uw_k6 == 4:
                                raise _uw_state.rethrow(_uw_x8)
                            if _uw_k6 == 1:
                                return _uw_w7
                            if _uw_k6 == 2:
                                break
                            if _uw_k6 == 3:
                                continue
                        else:
                            if True if _uw_go else kind == 'return':
                                if not _uw_go:
                                    _uw_pc = 1
                                    _uw_w4 = await aw('value')
                                else:
                                    _uw_go = 0
                                    _uw_w4 = await _uw_state.take()
                                _uw_k3 = 1
                                _uw_w7 = _uw_w4
                                _uw_k6 = 1
                                return _uw_w7
                            if kind == 'break':
                                _uw_k3 = 2
                                _uw_k6 = 2
                                break
                            if kind == 'continue' and i < 2:
                                _uw_k3 = 3
                                _uw_k6 = 3
                                continue
                            if kind == 'raise':
                                raise ValueError(i)
                            if kind == 'override':
                                _uw_w4 = 'lost'
                                _uw_k3 = 1
                                _uw_w7 = _uw_w4
                                _uw_k6 = 1
                                return _uw_w7
                            _uw_k6 = 0
                    except _uw_evicted():
                        raise
                    except _uw_BaseException as _uw_x8_e:
                        if not _uw_go:
                            _uw_k6 = 4
                            _uw_x8 = _uw_x8_e
                        raise
                    finally:
                        if _uw_alive():
                            try:
                                if not _uw_go:
                                    _uw_t10 = log
                                    _uw_t11 = kind
                                    _uw_t12 = i
                                if not _uw_go:
                                    _uw_pc = 2
                                    _uw_t13 = await aw(1)
                                else:
                                    _uw_go = 0
                                    _uw_t13 = await _uw_state.take()
                                _uw_t10(('inner', _uw_t11, _uw_t12, _uw_t13, repr(sys.exc_info()[1])))
                                _uw_t10 = _uw_t11 = _uw_t12 = _uw_t13 = None
                                if kind == 'override':
                                    _uw_k3 = 2
                                    break
                            finally:
                                _uw_x8 = _uw_w7 = None
                    _uw_k3 = 0
            except _uw_evicted():
                raise
            except _uw_BaseException as _uw_x5_e:
                if not _uw_go:
                    _uw_k3 = 4
                    _uw_x5 = _uw_x5_e
                raise
            finally:
                if _uw_alive():
                    try:
                        if not _uw_go:
                            _uw_t10 = _uw_t11 = _uw_t12 = _uw_t13 = None
                            _uw_t14 = log
                            _uw_t15 = kind
                            _uw_t16 = i
                        if not _uw_go:
                            _uw_pc = 3
                            _uw_t17 = await aw(2)
                        else:
                            _uw_go = 0
                            _uw_t17 = await _uw_state.take()
                        _uw_t14(('outer', _uw_t15, _uw_t16, _uw_t17, repr(sys.exc_info()[1])))
                        _uw_t14 = _uw_t15 = _uw_t16 = _uw_t17 = None
                    finally:
                        _uw_x5 = _uw_w4 = None
        else:
            log('loop else')
        _uw_i1 = None
        return 'end'

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_k1' in _uw_locals:
            _uw_k1 = _uw_locals['_uw_k1']
        if '_uw_k4' in _uw_locals:
            _uw_k4 = _uw_locals['_uw_k4']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_w2' in _uw_locals:
            _uw_w2 = _uw_locals['_uw_w2']
        if '_uw_w5' in _uw_locals:
            _uw_w5 = _uw_locals['_uw_w5']
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        if '_uw_x6' in _uw_locals:
            _uw_x6 = _uw_locals['_uw_x6']
        if '_uw_x9' in _uw_locals:
            _uw_x9 = _uw_locals['_uw_x9']
        _uw_locals = None
        try:
            if 2 <= _uw_go <= 2:
                if _uw_k1 == 4:
                    raise _uw_state.rethrow(_uw_x3)
                if _uw_k1 == 1:
                    return _uw_w2
            else:
                try:
                    if 1 <= _uw_go <= 1:
                        if _uw_k4 == 4:
                            raise _uw_state.rethrow(_uw_x6)
                        if _uw_k4 == 1:
                            return _uw_w5
                    else:
                        _uw_w2 = 'first'
                        _uw_k1 = 1
                        _uw_w5 = _uw_w2
                        _uw_k4 = 1
                        return _uw_w5
                        _uw_k4 = 0
                except _uw_evicted():
                    raise
                except _uw_BaseException as _uw_x6_e:
                    if not _uw_go:
                        _uw_k4 = 4
                        _uw_x6 = _uw_x6_e
                    raise
                finally:
                    try:
                        try:
                            if 1 <= _uw_go <= 1:
                                raise _uw_state.rethrow(_uw_x9)
                            if _uw_go <= 0:
                                raise KeyError('swallowed')
                        except _uw_BaseException if 1 <= _uw_go <= 1 else () if _uw_go else KeyError as _uw_x9:
                            if not _uw_go:
                                _uw_t7 = log
                            if not _uw_go:
                                _uw_pc = 1
                                _uw_t8 = await aw('in finally handler')
                            else:
                                _uw_go = 0
                                _uw_t8 = await _uw_state.take()
                            _uw_t7(_uw_t8)
                            _uw_t7 = _uw_t8 = None
                    finally:
                        _uw_x6 = _uw_w5 = None
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
                        _uw_t7 = _uw_t8 = None
                        _uw_t10 = log
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_t11 = await aw('outer finally')
                    else:
                        _uw_go = 0
                        _uw_t11 = await _uw_state.take()
                    _uw_t10(_uw_t11)
                    _uw_t10 = _uw_t11 = None
                finally:
                    _uw_x3 = _uw_w2 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_k1' in _uw_locals:
            _uw_k1 = _uw_locals['_uw_k1']
        if '_uw_k4' in _uw_locals:
            _uw_k4 = _uw_locals['_uw_k4']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if '_uw_w2' in _uw_locals:
            _uw_w2 = _uw_locals['_uw_w2']
        if '_uw_w5' in _uw_locals:
            _uw_w5 = _uw_locals['_uw_w5']
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        if '_uw_x6' in _uw_locals:
            _uw_x6 = _uw_locals['_uw_x6']
        _uw_locals = None
        try:
            if 2 <= _uw_go <= 2:
                if _uw_k1 == 4:
                    raise _uw_state.rethrow(_uw_x3)
            else:
                try:
                    if 1 <= _uw_go <= 1:
                        if _uw_k4 == 4:
                            raise _uw_state.rethrow(_uw_x6)
                    else:
                        raise ValueError('one')
                        _uw_k4 = 0
                except _uw_evicted():
                    raise
                except _uw_BaseException as _uw_x6_e:
                    if not _uw_go:
                        _uw_k4 = 4
                        _uw_x6 = _uw_x6_e
                    raise
                finally:
                    try:
                        if not _uw_go:
                            _uw_pc = 1
                            await aw(1)
                        else:
                            _uw_go = 0
                            await _uw_state.take()
                        raise TypeError('two')
                    finally:
                        _uw_x6 = _uw_w5 = None
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
                        _uw_t8 = log
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_t9 = await aw(2)
                    else:
                        _uw_go = 0
                        _uw_t9 = await _uw_state.take()
                    _uw_t8(_uw_t9)
                    _uw_t8 = _uw_t9 = None
                finally:
                    _uw_x3 = _uw_w2 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_k1' in _uw_locals:
            _uw_k1 = _uw_locals['_uw_k1']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_w2' in _uw_locals:
            _uw_w2 = _uw_locals['_uw_w2']
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        _uw_locals = None
        while True if _uw_go else True:
            try:
                if 1 <= _uw_go <= 1:
                    if _uw_k1 == 4:
                        raise _uw_state.rethrow(_uw_x3)
                else:
                    raise ValueError('swallowed by continue')
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
                    if _uw_go <= 1:
                        if not _uw_go:
                            _uw_pc = 1
                            _uw_t4 = await aw(True)
                        else:
                            _uw_go = 0
                            _uw_t4 = await _uw_state.take()
                    if _uw_t4:
                        return 'swallowed'
                finally:
                    _uw_x3 = _uw_w2 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_i6' in _uw_locals:
            _uw_i6 = _uw_locals['_uw_i6']
        if '_uw_k3' in _uw_locals:
            _uw_k3 = _uw_locals['_uw_k3']
        if '_uw_k8' in _uw_locals:
            _uw_k8 = _uw_locals['_uw_k8']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
        if '_uw_t12' in _uw_locals:
            _uw_t12 = _uw_locals['_uw_t12']
        if '_uw_t13' in _uw_locals:
            _uw_t13 = _uw_locals['_uw_t13']
        if '_uw_t14' in _uw_locals:
            _uw_t14 = _uw_locals['_uw_t14']
        if '_uw_t16' in _uw_locals:
            _uw_t16 = _uw_locals['_uw_t16']
        if '_uw_t17' in _uw_locals:
            _uw_t17 = _uw_locals['_uw_t17']
        if '_uw_w4' in _uw_locals:
            _uw_w4 = _uw_locals['_uw_w4']
        if '_uw_w9' in _uw_locals:
            _uw_w9 = _uw_locals['_uw_w9']
        if '_uw_x10' in _uw_locals:
            _uw_x10 = _uw_locals['_uw_x10']
        if '_uw_x5' in _uw_locals:
            _uw_x5 = _uw_locals['_uw_x5']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        if 'y' in _uw_locals:
            y = _uw_locals['y']
        _uw_locals = None
        if not _uw_go:
            out = []
        if not _uw_go:
            _uw_i1 = _uw_iter(range(5))
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                x = _uw_v2
            try:
                if 3 <= _uw_go <= 3:
                    if _uw_k3 == 4:
                        raise _uw_state.rethrow(_uw_x5)
                    if _uw_k3 == 2:
                        break
                else:
                    if not _uw_go:
                        _uw_i6 = _uw_iter(range(5))
                    for _uw_v7 in _uw_chain((None,), _uw_i6) if _uw_go else _uw_i6:
                        if not _uw_go:
                            y = _uw_v7
                        try:
                            if 2 <= _uw_go <= 2:
                                if _uw_k8 == 4:
                                    raise _uw_state.rethrow(_uw_x10)
                                if _uw_k8 == 2:
                                    break
                                if _uw_k8 == 3:
                                    continue
                            else:
                                if not _uw_go:
                                    if y == 1:
                                        _uw_k8 = 3
                                        continue
                                    if y == 3:
                                        _uw_k8 = 2
                                        break
                                    _uw_t11 = out.append
                                    _uw_t12 = x
                                    _uw_t13 = y
                                if not _uw_go:
                                    _uw_pc = 1
                                    _uw_t14 = await aw(0)
                                else:
                                    _uw_go = 0
                                    _uw_t14 = await _uw_state.take()
                                _uw_t11((_uw_t12, _uw_t13, _uw_t14))
                                _uw_t11 = _uw_t12 = _uw_t13 = _uw_t14 = None
                                _uw_k8 = 0
                        except _uw_evicted():
                            raise
                        except _uw_BaseException as _uw_x10_e:
                            if not _uw_go:
                                _uw_k8 = 4
                                _uw_x10 = _uw_x10_e
                            raise
                        finally:
                            if _uw_alive():
                                try:
                                    if not _uw_go:
                                        _uw_t11 = _uw_t12 = _uw_t13 = _uw_t14 = None
                                    if not _uw_go:
                                        _uw_pc = 2
                                        await aw('y')
                                    else:
                                        _uw_go = 0
                                        await _uw_state.take()
                                finally:
                                    _uw_x10 = _uw_w9 = None
                    _uw_i6 = None
                    if x == 2:
                        _uw_k3 = 2
                        break
                    _uw_k3 = 0
            except _uw_evicted():
                raise
            except _uw_BaseException as _uw_x5_e:
                if not _uw_go:
                    _uw_k3 = 4
                    _uw_x5 = _uw_x5_e
                raise
            finally:
                if _uw_alive():
                    try:
                        if not _uw_go:
                            _uw_i6 = None
                            _uw_t16 = out.append
                        if not _uw_go:
                            _uw_pc = 3
                            _uw_t17 = await aw(x)
                        else:
                            _uw_go = 0
                            _uw_t17 = await _uw_state.take()
                        _uw_t16(_uw_t17)
                        _uw_t16 = _uw_t17 = None
                    finally:
                        _uw_x5 = _uw_w4 = None
        _uw_i1 = None
        return out

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_k1' in _uw_locals:
            _uw_k1 = _uw_locals['_uw_k1']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
        if '_uw_t12' in _uw_locals:
            _uw_t12 = _uw_locals['_uw_t12']
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
        if '_uw_w2' in _uw_locals:
            _uw_w2 = _uw_locals['_uw_w2']
        if '_uw_x10' in _uw_locals:
            _uw_x10 = _uw_locals['_uw_x10']
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        _uw_locals = None
        try:
            if 4 <= _uw_go <= 4:
                if _uw_k1 == 4:
                    raise _uw_state.rethrow(_uw_x3)
            else:
                try:
                    if _uw_go <= 1:
                        if not _uw_go:
                            _uw_t4 = log
                        if not _uw_go:
                            _uw_pc = 1
                            _uw_t5 = await aw('body')
                        else:
                            _uw_go = 0
                            _uw_t5 = await _uw_state.take()
                        _uw_t4(_uw_t5)
                        _uw_t4 = _uw_t5 = None
                except _uw_evicted():
                    raise
                except ValueError:
                    _uw_t4 = _uw_t5 = None
                    log('no')
                else:
                    if not _uw_go:
                        _uw_t6 = log
                    if _uw_go <= 2:
                        if not _uw_go:
                            _uw_pc = 2
                            _uw_t7 = await aw('else')
                        else:
                            _uw_go = 0
                            _uw_t7 = await _uw_state.take()
                    if not _uw_go:
                        _uw_t6(_uw_t7)
                        _uw_t6 = _uw_t7 = None
                    try:
                        if 3 <= _uw_go <= 3:
                            raise _uw_state.rethrow(_uw_x10)
                        if _uw_go <= 0:
                            raise KeyError('from else')
                    except _uw_BaseException if 3 <= _uw_go <= 3 else () if _uw_go else KeyError as _uw_x10:
                        if not _uw_go:
                            e = _uw_x10
                        try:
                            if not _uw_go:
                                _uw_t8 = log
                            if not _uw_go:
                                _uw_pc = 3
                                _uw_t9 = await aw(repr(e))
                            else:
                                _uw_go = 0
                                _uw_t9 = await _uw_state.take()
                            _uw_t8(_uw_t9)
                            _uw_t8 = _uw_t9 = None
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
                        _uw_t4 = _uw_t5 = _uw_t6 = _uw_t7 = _uw_t8 = _uw_t9 = None
                        _uw_t11 = log
                    if not _uw_go:
                        _uw_pc = 4
                        _uw_t12 = await aw('finally')
                    else:
                        _uw_go = 0
                        _uw_t12 = await _uw_state.take()
                    _uw_t11(_uw_t12)
                    _uw_t11 = _uw_t12 = None
                finally:
                    _uw_x3 = _uw_w2 = None
        return 'ok'

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i3' in _uw_locals:
            _uw_i3 = _uw_locals['_uw_i3']
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
        if '_uw_t1_e' in _uw_locals:
            _uw_t1_e = _uw_locals['_uw_t1_e']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_v2_kind' in _uw_locals:
            _uw_v2_kind = _uw_locals['_uw_v2_kind']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        _uw_locals = None
        if not _uw_go:
            _uw_t1 = []
        if _uw_go <= 1:
            if not _uw_go:
                _uw_i3 = _uw_iter(('return', 'break', 'continue', 'override', 'plain'))
            for _uw_v4 in _uw_chain((None,), _uw_i3) if _uw_go else _uw_i3:
                if not _uw_go:
                    _uw_v2_kind = _uw_v4
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t1_e = await returns(_uw_v2_kind)
                else:
                    _uw_go = 0
                    _uw_t1_e = await _uw_state.take()
                _uw_t1.append(_uw_t1_e)
            _uw_i3 = None
        if not _uw_go:
            out = _uw_t1
            _uw_t1 = _uw_t1_e = None
        if _uw_go <= 2:
            try:
                if not _uw_go:
                    _uw_pc = 2
                    await returns('raise')
                else:
                    _uw_go = 0
                    await _uw_state.take()
            except _uw_evicted():
                raise
            except ValueError as e:
                out.append(e.args)
        if not _uw_go:
            _uw_t7 = out.append
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t8 = await nested_override()
            else:
                _uw_go = 0
                _uw_t8 = await _uw_state.take()
        if not _uw_go:
            _uw_t7(_uw_t8)
            _uw_t7 = _uw_t8 = None
        if _uw_go <= 4:
            try:
                if not _uw_go:
                    _uw_pc = 4
                    await raise_in_finally()
                else:
                    _uw_go = 0
                    await _uw_state.take()
            except _uw_evicted():
                raise
            except TypeError as e:
                out.append((repr(e), repr(e.__context__)))
        if not _uw_go:
            _uw_t10 = out
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                _uw_t11 = await swallow()
            else:
                _uw_go = 0
                _uw_t11 = await _uw_state.take()
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                _uw_t12 = await loops()
            else:
                _uw_go = 0
                _uw_t12 = await _uw_state.take()
        if not _uw_go:
            _uw_pc = 7
            _uw_t13 = await else_clause()
        else:
            _uw_go = 0
            _uw_t13 = await _uw_state.take()
        _uw_t10 += [_uw_t11, _uw_t12, _uw_t13]
        out = _uw_t10
        _uw_t10 = _uw_t11 = _uw_t12 = _uw_t13 = None
        return out
