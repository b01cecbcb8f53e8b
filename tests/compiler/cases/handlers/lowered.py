# input.py, lowered
class Weird(Exception):

    def __init__(self, a, b):
        super().__init__(f'{a}-{b}')
        self.a, self.b = (a, b)

def kinds(*names):
    log(('computed', names))
    return tuple(({'V': ValueError, 'K': KeyError, 'W': Weird}[n] for n in names))

def reraise():
    raise

async def thrower(error):
    _uw_pc = 0
    _uw_pc = 1
    await aw(0)
    raise error

async def main():
    _uw_cells = lambda: (captured,)
    _uw_pc = 0
    out = []
    _uw_i1 = _uw_iter((ValueError('v'), KeyError('k'), Weird(1, 2)))
    for error in _uw_i1:
        try:
            _uw_pc = 1
            await thrower(error)
        except _uw_evicted():
            raise
        except kinds('V') as _uw_x5:
            e = _uw_x5
            try:
                _uw_pc = 2
                await aw(1)
                out.append(('V', repr(e), e is error))
            finally:
                e = None
                del e
        except kinds('K', 'W') as _uw_x9:
            e = _uw_x9
            try:
                _uw_pc = 3
                await aw(2)
                out.append(('KW', repr(e), sys.exc_info()[1] is e, getattr(e, 'a', None)))
                try:
                    reraise()
                except (KeyError, Weird) as _uw_x8:
                    again = _uw_x8
                    try:
                        _uw_pc = 4
                        await aw(3)
                        out.append((again is e, repr(again.__context__)))
                    finally:
                        again = None
                        del again
            finally:
                e = None
                del e
    _uw_i1 = None
    try:
        try:
            _uw_pc = 5
            await thrower(ValueError('first'))
        except _uw_evicted():
            raise
        except ValueError as _uw_x15:
            _uw_pc = 6
            await aw(1)
            try:
                _uw_pc = 7
                await thrower(KeyError('second'))
            except _uw_evicted():
                raise
            except KeyError as _uw_x14:
                k = _uw_x14
                try:
                    _uw_pc = 8
                    await aw(2)
                    out.append(repr(k.__context__))
                    raise Weird(3, 4) from k
                finally:
                    k = None
                    del k
    except _uw_evicted():
        raise
    except Weird as _uw_x17:
        w = _uw_x17
        try:
            _uw_pc = 9
            await aw(3)
            out.append((repr(w.__cause__), repr(w.__context__), repr(w.__context__.__context__), w.__suppress_context__))
            out.append((w.a, w.b, w.args))
        finally:
            w = None
            del w
    try:
        _uw_pc = 10
        await aw(RuntimeError('from the leaf'))
    except _uw_evicted():
        raise
    except _uw_BaseException as _uw_x20:
        _uw_pc = 11
        await aw(1)
        out.append(repr(sys.exc_info()[1]))
    try:
        raise ExceptionGroup('g', [ValueError(1), KeyError(2)])
    except* ValueError as g:
        out.append(repr(g))
    except* KeyError as g:
        out.append(repr(g))
    try:
        _uw_pc = 12
        await aw(1)
        raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
    except _uw_evicted():
        raise
    except ExceptionGroup as _uw_x23:
        g = _uw_x23
        try:
            _uw_pc = 13
            await aw(1)
            out.append((g.message, [repr(x) for x in g.exceptions], repr(g.split(ValueError)[0])))
        finally:
            g = None
            del g
    x = 1
    del x
    _uw_pc = 14
    await aw(1)
    try:
        x
    except NameError as e:
        out.append((type(e).__name__, str(e)))
    try:
        missing
    except NameError as _uw_x26:
        e = _uw_x26
        try:
            _uw_pc = 15
            await aw(1)
            out.append(str(e))
        finally:
            e = None
            del e

    def late():
        return captured
    try:
        late()
    except NameError as e:
        out.append(str(e))
    captured = 5
    _uw_pc = 16
    await aw(1)
    out.append(late())
    _uw_t28 = Weird(5, 6)
    _uw_pc = 17
    _uw_t29 = await aw(ValueError)('cause')
    raise _uw_t28 from _uw_t29

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'error' in _uw_locals:
            error = _uw_locals['error']
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            await aw(0)
        else:
            _uw_go = 0
            await _uw_state.take()
        raise error

def _uw_factory(captured):

    async def _uw_resumed(_uw_state):
        nonlocal captured
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_t28' in _uw_locals:
            _uw_t28 = _uw_locals['_uw_t28']
        if '_uw_t29' in _uw_locals:
            _uw_t29 = _uw_locals['_uw_t29']
        if '_uw_x14' in _uw_locals:
            _uw_x14 = _uw_locals['_uw_x14']
        if '_uw_x15' in _uw_locals:
            _uw_x15 = _uw_locals['_uw_x15']
        if '_uw_x17' in _uw_locals:
            _uw_x17 = _uw_locals['_uw_x17']
        if '_uw_x20' in _uw_locals:
            _uw_x20 = _uw_locals['_uw_x20']
        if '_uw_x23' in _uw_locals:
            _uw_x23 = _uw_locals['_uw_x23']
        if '_uw_x26' in _uw_locals:
            _uw_x26 = _uw_locals['_uw_x26']
        if '_uw_x5' in _uw_locals:
            _uw_x5 = _uw_locals['_uw_x5']
        if '_uw_x8' in _uw_locals:
            _uw_x8 = _uw_locals['_uw_x8']
        if '_uw_x9' in _uw_locals:
            _uw_x9 = _uw_locals['_uw_x9']
        if 'again' in _uw_locals:
            again = _uw_locals['again']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'error' in _uw_locals:
            error = _uw_locals['error']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        if 'late' in _uw_locals:
            late = _uw_locals['late']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        if 'w' in _uw_locals:
            w = _uw_locals['w']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        _uw_cells = lambda: (captured,)
        if not _uw_go:
            out = []
        if _uw_go <= 4:
            if not _uw_go:
                _uw_i1 = _uw_iter((ValueError('v'), KeyError('k'), Weird(1, 2)))
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    error = _uw_v2
                try:
                    if 2 <= _uw_go <= 2:
                        raise _uw_state.rethrow(_uw_x5)
                    if 3 <= _uw_go <= 4:
                        raise _uw_state.rethrow(_uw_x9)
                    if _uw_go <= 1:
                        if not _uw_go:
                            _uw_pc = 1
                            await thrower(error)
                        else:
                            _uw_go = 0
                            await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_BaseException if 2 <= _uw_go <= 2 else () if _uw_go else kinds('V') as _uw_x5:
                    if not _uw_go:
                        e = _uw_x5
                    try:
                        if not _uw_go:
                            _uw_pc = 2
                            await aw(1)
                        else:
                            _uw_go = 0
                            await _uw_state.take()
                        out.append(('V', repr(e), e is error))
                    finally:
                        e = None
                        del e
                except _uw_BaseException if 3 <= _uw_go <= 4 else () if _uw_go else kinds('K', 'W') as _uw_x9:
                    if not _uw_go:
                        e = _uw_x9
                    try:
                        if _uw_go <= 3:
                            if not _uw_go:
                                _uw_pc = 3
                                await aw(2)
                            else:
                                _uw_go = 0
                                await _uw_state.take()
                        if not _uw_go:
                            out.append(('KW', repr(e), sys.exc_info()[1] is e, getattr(e, 'a', None)))
                        try:
                            if 4 <= _uw_go <= 4:
                                raise _uw_state.rethrow(_uw_x8)
                            if _uw_go <= 0:
                                reraise()
                        except _uw_BaseException if 4 <= _uw_go <= 4 else () if _uw_go else (KeyError, Weird) as _uw_x8:
                            if not _uw_go:
                                again = _uw_x8
                            try:
                                if not _uw_go:
                                    _uw_pc = 4
                                    await aw(3)
                                else:
                                    _uw_go = 0
                                    await _uw_state.take()
                                out.append((again is e, repr(again.__context__)))
                            finally:
                                again = None
                                del again
                    finally:
                        e = None
                        del e
            _uw_i1 = None
        if _uw_go <= 9:
            try:
                if 9 <= _uw_go <= 9:
                    raise _uw_state.rethrow(_uw_x17)
                if _uw_go <= 8:
                    try:
                        if 6 <= _uw_go <= 8:
                            raise _uw_state.rethrow(_uw_x15)
                        if _uw_go <= 5:
                            if not _uw_go:
                                _uw_pc = 5
                                await thrower(ValueError('first'))
                            else:
                                _uw_go = 0
                                await _uw_state.take()
                    except _uw_evicted():
                        raise
                    except _uw_BaseException if 6 <= _uw_go <= 8 else () if _uw_go else ValueError as _uw_x15:
                        if _uw_go <= 6:
                            if not _uw_go:
                                _uw_pc = 6
                                await aw(1)
                            else:
                                _uw_go = 0
                                await _uw_state.take()
                        try:
                            if 8 <= _uw_go <= 8:
                                raise _uw_state.rethrow(_uw_x14)
                            if _uw_go <= 7:
                                if not _uw_go:
                                    _uw_pc = 7
                                    await thrower(KeyError('second'))
                                else:
                                    _uw_go = 0
                                    await _uw_state.take()
                        except _uw_evicted():
                            raise
                        except _uw_BaseException if 8 <= _uw_go <= 8 else () if _uw_go else KeyError as _uw_x14:
                            if not _uw_go:
                                k = _uw_x14
                            try:
                                if not _uw_go:
                                    _uw_pc = 8
                                    await aw(2)
                                else:
                                    _uw_go = 0
                                    await _uw_state.take()
                                out.append(repr(k.__context__))
                                raise Weird(3, 4) from k
                            finally:
                                k = None
                                del k
            except _uw_evicted():
                raise
            except _uw_BaseException if 9 <= _uw_go <= 9 else () if _uw_go else Weird as _uw_x17:
                if not _uw_go:
                    w = _uw_x17
                try:
                    if not _uw_go:
                        _uw_pc = 9
                        await aw(3)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    out.append((repr(w.__cause__), repr(w.__context__), repr(w.__context__.__context__), w.__suppress_context__))
                    out.append((w.a, w.b, w.args))
                finally:
                    w = None
                    del w
        if _uw_go <= 11:
            try:
                if 11 <= _uw_go <= 11:
                    raise _uw_state.rethrow(_uw_x20)
                if _uw_go <= 10:
                    if not _uw_go:
                        _uw_pc = 10
                        await aw(RuntimeError('from the leaf'))
                    else:
                        _uw_go = 0
                        await _uw_state.take()
            except _uw_evicted():
                raise
            except _uw_BaseException if 11 <= _uw_go <= 11 else () if _uw_go else _uw_BaseException as _uw_x20:
                if not _uw_go:
                    _uw_pc = 11
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                out.append(repr(sys.exc_info()[1]))
        if not _uw_go:
            try:
                raise ExceptionGroup('g', [ValueError(1), KeyError(2)])
            except* ValueError as g:
                out.append(repr(g))
            except* KeyError as g:
                out.append(repr(g))
        if _uw_go <= 13:
            try:
                if 13 <= _uw_go <= 13:
                    raise _uw_state.rethrow(_uw_x23)
                if _uw_go <= 12:
                    if not _uw_go:
                        _uw_pc = 12
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
            except _uw_evicted():
                raise
            except _uw_BaseException if 13 <= _uw_go <= 13 else () if _uw_go else ExceptionGroup as _uw_x23:
                if not _uw_go:
                    g = _uw_x23
                try:
                    if not _uw_go:
                        _uw_pc = 13
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    out.append((g.message, [repr(x) for x in g.exceptions], repr(g.split(ValueError)[0])))
                finally:
                    g = None
                    del g
        if not _uw_go:
            x = 1
            del x
        if _uw_go <= 14:
            if not _uw_go:
                _uw_pc = 14
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            try:
                x
            except NameError as e:
                out.append((type(e).__name__, str(e)))
        if _uw_go <= 15:
            try:
                if 15 <= _uw_go <= 15:
                    raise _uw_state.rethrow(_uw_x26)
                if _uw_go <= 0:
                    missing
            except _uw_BaseException if 15 <= _uw_go <= 15 else () if _uw_go else NameError as _uw_x26:
                if not _uw_go:
                    e = _uw_x26
                try:
                    if not _uw_go:
                        _uw_pc = 15
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    out.append(str(e))
                finally:
                    e = None
                    del e
        if not _uw_go:

            def late():
                return captured
            try:
                late()
            except NameError as e:
                out.append(str(e))
            captured = 5
        if _uw_go <= 16:
            if not _uw_go:
                _uw_pc = 16
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            out.append(late())
            _uw_t28 = Weird(5, 6)
        if not _uw_go:
            _uw_pc = 17
            _uw_t29 = await aw(ValueError)('cause')
        else:
            _uw_go = 0
            _uw_t29 = await _uw_state.take()
        raise _uw_t28 from _uw_t29
