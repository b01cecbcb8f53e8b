# input.py, lowered
import contextlib

def count(n):
    """Counts, and says when it is closed."""
    _uw_pc = 0
    try:
        _uw_i1 = _uw_iter(range(n))
        for i in _uw_i1:
            _uw_pc = 1
            got = (yield i)
            if got:
                log(('got', got))
        _uw_i1 = None
    finally:
        if _uw_alive():
            _uw_i1 = None
            log('closed')
    return 'done'

def delegate(n):
    _uw_pc = 0
    _uw_pc = 1
    r = (yield from count(n))
    log(('delegated', r))
    _uw_pc = 2
    yield from [10, 20]
    _uw_pc = 3
    x = (yield 'expr')
    try:
        _uw_pc = 4
        yield 'in try'
    except _uw_evicted():
        raise
    except ValueError as _uw_x7:
        e = _uw_x7
        try:
            _uw_pc = 5
            yield repr(e)
            _uw_pc = 6
            yield repr(sys.exc_info()[1])
        finally:
            e = None
            del e
    return x

def expressions(a):
    _uw_pc = 0
    _uw_t1 = a
    _uw_pc = 1
    _uw_t2 = (yield 1)
    _uw_pc = 2
    _uw_t3 = (yield 2)
    b = _uw_t1 + _uw_t2 * _uw_t3
    _uw_t1 = _uw_t2 = _uw_t3 = None
    _uw_pc = 3
    _uw_t4 = (yield b)
    _uw_pc = 4
    _uw_t5 = (yield 3)
    if not _uw_t5:
        _uw_t5 = ()
    _uw_t7 = (*_uw_t5,)
    _uw_pc = 5
    _uw_t8 = (yield 4)
    c = [_uw_t4, *_uw_t7, _uw_t8]
    _uw_t4 = _uw_t5 = _uw_t7 = _uw_t8 = None
    _uw_pc = 6
    _uw_t9 = (yield 5)
    d = {'k': _uw_t9}
    _uw_t9 = None
    _uw_t10 = f'{a}'
    _uw_pc = 7
    _uw_t11 = (yield 6)
    _uw_pc = 8
    yield f'{_uw_t10}{_uw_t11}{b}'
    _uw_t10 = _uw_t11 = None
    return (a, b, c, d)

def tree(n):
    _uw_pc = 0
    if n:
        _uw_pc = 1
        yield from tree(n - 1)
        _uw_pc = 2
        yield n
        _uw_pc = 3
        yield from tree(n - 1)

@contextlib.contextmanager
def managed(name):
    _uw_pc = 0
    log(('enter', name))
    try:
        try:
            _uw_pc = 1
            yield name.upper()
        except _uw_evicted():
            raise
        except KeyError as e:
            log(('swallowed', repr(e)))
    finally:
        if _uw_alive():
            log(('exit', name))

def in_handler():
    _uw_pc = 0
    try:
        raise ValueError('outer')
    except ValueError as _uw_x6:
        _uw_pc = 1
        yield 1
        try:
            raise KeyError('inner')
            _uw_k2 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x4_e:
            _uw_k2 = 4
            _uw_x4 = _uw_x4_e
            raise
        finally:
            try:
                _uw_pc = 2
                yield repr(sys.exc_info()[1])
            finally:
                _uw_x4 = _uw_w3 = None

async def main():
    _uw_pc = 0
    out = []
    _uw_i1 = _uw_iter(count(3))
    for x in _uw_i1:
        _uw_t3 = out.append
        _uw_pc = 1
        _uw_t4 = await aw(x)
        _uw_t3(_uw_t4)
        _uw_t3 = _uw_t4 = None
    _uw_i1 = None
    g = count(5)
    out.append(next(g))
    _uw_pc = 2
    await aw(0)
    out.append(g.send('hi'))
    _uw_pc = 3
    await aw(0)
    g.close()
    _uw_pc = 4
    await aw(0)
    _uw_i8 = _uw_iter(delegate(2))
    for x in _uw_i8:
        _uw_t10 = out.append
        _uw_pc = 5
        _uw_t11 = await aw(x)
        _uw_t10(_uw_t11)
        _uw_t10 = _uw_t11 = None
    _uw_i8 = None
    d = delegate(1)
    out.append(next(d))
    out.append(next(d))
    _uw_pc = 6
    await aw(0)
    out.append([next(d), next(d), next(d)])
    _uw_pc = 7
    await aw(0)
    out.append(d.throw(ValueError('thrown')))
    _uw_pc = 8
    await aw(0)
    out.append(next(d))
    e = expressions(7)
    sent = None
    try:
        while True:
            got = e.send(sent)
            out.append(got)
            _uw_pc = 9
            await aw(0)
            sent = (got if isinstance(got, int) else 2) if got != 3 else (1, 2)
    except _uw_evicted():
        raise
    except StopIteration as stop:
        out.append(stop.value)
    _uw_i16 = _uw_iter(tree(3))
    for x in _uw_i16:
        _uw_pc = 10
        await aw(0)
        out.append(x)
    _uw_i16 = None
    _uw_m19 = _uw_Managed(managed('m'))
    with _uw_m19 as up:
        _uw_t21 = out.append
        _uw_pc = 11
        _uw_t22 = await aw(up)
        _uw_t21(_uw_t22)
        _uw_t21 = _uw_t22 = None
        raise KeyError('gone')
    _uw_m19 = None
    h = in_handler()
    out.append(next(h))
    _uw_pc = 12
    await aw(0)
    out.append(next(h))
    _uw_pc = 13
    await aw(0)
    try:
        next(h)
    except KeyError as k:
        out.append((repr(k), repr(k.__context__)))
    fresh = count(2)
    _uw_pc = 14
    await aw(0)
    out.append(list(fresh))
    finished = count(0)
    list(finished)
    _uw_pc = 15
    await aw(0)
    out.append(list(finished))
    pairs = zip(count(3), 'abc')
    _uw_i27 = _uw_iter(pairs)
    for p in _uw_i27:
        _uw_t29 = out.append
        _uw_pc = 16
        _uw_t30 = await aw(p)
        _uw_t29(_uw_t30)
        _uw_t29 = _uw_t30 = None
    _uw_i27 = None
    return out

# input.py, re-entry forms
def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if 'got' in _uw_locals:
            got = _uw_locals['got']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        _uw_locals = None
        try:
            if not _uw_go:
                _uw_i1 = _uw_iter(range(n))
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    i = _uw_v2
                if not _uw_go:
                    _uw_pc = 1
                    got = (yield i)
                else:
                    _uw_go = 0
                    got = (yield _uw_state.take())
                if got:
                    log(('got', got))
            _uw_i1 = None
        finally:
            if _uw_alive():
                _uw_i1 = None
                log('closed')
        return 'done'

def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_x7' in _uw_locals:
            _uw_x7 = _uw_locals['_uw_x7']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        if 'r' in _uw_locals:
            r = _uw_locals['r']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                r = (yield from count(n))
            else:
                _uw_go = 0
                r = (yield from _uw_state.take())
        if not _uw_go:
            log(('delegated', r))
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                yield from [10, 20]
            else:
                _uw_go = 0
                yield from _uw_state.take()
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                x = (yield 'expr')
            else:
                _uw_go = 0
                x = (yield _uw_state.take())
        try:
            if 5 <= _uw_go <= 6:
                raise _uw_state.rethrow(_uw_x7)
            if _uw_go <= 4:
                if not _uw_go:
                    _uw_pc = 4
                    yield 'in try'
                else:
                    _uw_go = 0
                    yield _uw_state.take()
        except _uw_evicted():
            raise
        except _uw_BaseException if 5 <= _uw_go <= 6 else () if _uw_go else ValueError as _uw_x7:
            if not _uw_go:
                e = _uw_x7
            try:
                if _uw_go <= 5:
                    if not _uw_go:
                        _uw_pc = 5
                        yield repr(e)
                    else:
                        _uw_go = 0
                        yield _uw_state.take()
                if not _uw_go:
                    _uw_pc = 6
                    yield repr(sys.exc_info()[1])
                else:
                    _uw_go = 0
                    yield _uw_state.take()
            finally:
                e = None
                del e
        return x

def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'b' in _uw_locals:
            b = _uw_locals['b']
        if 'c' in _uw_locals:
            c = _uw_locals['c']
        if 'd' in _uw_locals:
            d = _uw_locals['d']
        _uw_locals = None
        if not _uw_go:
            _uw_t1 = a
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = (yield 1)
            else:
                _uw_go = 0
                _uw_t2 = (yield _uw_state.take())
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t3 = (yield 2)
            else:
                _uw_go = 0
                _uw_t3 = (yield _uw_state.take())
        if not _uw_go:
            b = _uw_t1 + _uw_t2 * _uw_t3
            _uw_t1 = _uw_t2 = _uw_t3 = None
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t4 = (yield b)
            else:
                _uw_go = 0
                _uw_t4 = (yield _uw_state.take())
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t5 = (yield 3)
            else:
                _uw_go = 0
                _uw_t5 = (yield _uw_state.take())
        if not _uw_go:
            if not _uw_t5:
                _uw_t5 = ()
        if not _uw_go:
            _uw_t7 = (*_uw_t5,)
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                _uw_t8 = (yield 4)
            else:
                _uw_go = 0
                _uw_t8 = (yield _uw_state.take())
        if not _uw_go:
            c = [_uw_t4, *_uw_t7, _uw_t8]
            _uw_t4 = _uw_t5 = _uw_t7 = _uw_t8 = None
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                _uw_t9 = (yield 5)
            else:
                _uw_go = 0
                _uw_t9 = (yield _uw_state.take())
        if not _uw_go:
            d = {'k': _uw_t9}
            _uw_t9 = None
            _uw_t10 = f'{a}'
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                _uw_t11 = (yield 6)
            else:
                _uw_go = 0
                _uw_t11 = (yield _uw_state.take())
        if not _uw_go:
            _uw_pc = 8
            yield f'{_uw_t10}{_uw_t11}{b}'
        else:
            _uw_go = 0
            yield _uw_state.take()
        _uw_t10 = _uw_t11 = None
        return (a, b, c, d)

def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        _uw_locals = None
        if True if _uw_go else n:
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    yield from tree(n - 1)
                else:
                    _uw_go = 0
                    yield from _uw_state.take()
            if _uw_go <= 2:
                if not _uw_go:
                    _uw_pc = 2
                    yield n
                else:
                    _uw_go = 0
                    yield _uw_state.take()
            if not _uw_go:
                _uw_pc = 3
                yield from tree(n - 1)
            else:
                _uw_go = 0
                yield from _uw_state.take()

def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'name' in _uw_locals:
            name = _uw_locals['name']
        _uw_locals = None
        if not _uw_go:
            log(('enter', name))
        try:
            try:
                if not _uw_go:
                    _uw_pc = 1
                    yield name.upper()
                else:
                    _uw_go = 0
                    yield _uw_state.take()
            except _uw_evicted():
                raise
            except KeyError as e:
                log(('swallowed', repr(e)))
        finally:
            if _uw_alive():
                log(('exit', name))

def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_k2' in _uw_locals:
            _uw_k2 = _uw_locals['_uw_k2']
        if '_uw_w3' in _uw_locals:
            _uw_w3 = _uw_locals['_uw_w3']
        if '_uw_x4' in _uw_locals:
            _uw_x4 = _uw_locals['_uw_x4']
        if '_uw_x6' in _uw_locals:
            _uw_x6 = _uw_locals['_uw_x6']
        _uw_locals = None
        try:
            if 1 <= _uw_go <= 2:
                raise _uw_state.rethrow(_uw_x6)
            if _uw_go <= 0:
                raise ValueError('outer')
        except _uw_BaseException if 1 <= _uw_go <= 2 else () if _uw_go else ValueError as _uw_x6:
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    yield 1
                else:
                    _uw_go = 0
                    yield _uw_state.take()
            try:
                if 2 <= _uw_go <= 2:
                    if _uw_k2 == 4:
                        raise _uw_state.rethrow(_uw_x4)
                else:
                    raise KeyError('inner')
                    _uw_k2 = 0
            except _uw_evicted():
                raise
            except _uw_BaseException as _uw_x4_e:
                if not _uw_go:
                    _uw_k2 = 4
                    _uw_x4 = _uw_x4_e
                raise
            finally:
                try:
                    if not _uw_go:
                        _uw_pc = 2
                        yield repr(sys.exc_info()[1])
                    else:
                        _uw_go = 0
                        yield _uw_state.take()
                finally:
                    _uw_x4 = _uw_w3 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_i16' in _uw_locals:
            _uw_i16 = _uw_locals['_uw_i16']
        if '_uw_i27' in _uw_locals:
            _uw_i27 = _uw_locals['_uw_i27']
        if '_uw_i8' in _uw_locals:
            _uw_i8 = _uw_locals['_uw_i8']
        if '_uw_m19' in _uw_locals:
            _uw_m19 = _uw_locals['_uw_m19']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
        if '_uw_t21' in _uw_locals:
            _uw_t21 = _uw_locals['_uw_t21']
        if '_uw_t22' in _uw_locals:
            _uw_t22 = _uw_locals['_uw_t22']
        if '_uw_t29' in _uw_locals:
            _uw_t29 = _uw_locals['_uw_t29']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t30' in _uw_locals:
            _uw_t30 = _uw_locals['_uw_t30']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if 'd' in _uw_locals:
            d = _uw_locals['d']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'finished' in _uw_locals:
            finished = _uw_locals['finished']
        if 'fresh' in _uw_locals:
            fresh = _uw_locals['fresh']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        if 'got' in _uw_locals:
            got = _uw_locals['got']
        if 'h' in _uw_locals:
            h = _uw_locals['h']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        if 'p' in _uw_locals:
            p = _uw_locals['p']
        if 'pairs' in _uw_locals:
            pairs = _uw_locals['pairs']
        if 'sent' in _uw_locals:
            sent = _uw_locals['sent']
        if 'stop' in _uw_locals:
            stop = _uw_locals['stop']
        if 'up' in _uw_locals:
            up = _uw_locals['up']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if not _uw_go:
            out = []
        if _uw_go <= 1:
            if not _uw_go:
                _uw_i1 = _uw_iter(count(3))
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    x = _uw_v2
                if not _uw_go:
                    _uw_t3 = out.append
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t4 = await aw(x)
                else:
                    _uw_go = 0
                    _uw_t4 = await _uw_state.take()
                _uw_t3(_uw_t4)
                _uw_t3 = _uw_t4 = None
            _uw_i1 = None
        if not _uw_go:
            g = count(5)
            out.append(next(g))
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            out.append(g.send('hi'))
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            g.close()
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if _uw_go <= 5:
            if not _uw_go:
                _uw_i8 = _uw_iter(delegate(2))
            for _uw_v9 in _uw_chain((None,), _uw_i8) if _uw_go else _uw_i8:
                if not _uw_go:
                    x = _uw_v9
                if not _uw_go:
                    _uw_t10 = out.append
                if not _uw_go:
                    _uw_pc = 5
                    _uw_t11 = await aw(x)
                else:
                    _uw_go = 0
                    _uw_t11 = await _uw_state.take()
                _uw_t10(_uw_t11)
                _uw_t10 = _uw_t11 = None
            _uw_i8 = None
        if not _uw_go:
            d = delegate(1)
            out.append(next(d))
            out.append(next(d))
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            out.append([next(d), next(d), next(d)])
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            out.append(d.throw(ValueError('thrown')))
        if _uw_go <= 8:
            if not _uw_go:
                _uw_pc = 8
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            out.append(next(d))
            e = expressions(7)
            sent = None
        if _uw_go <= 9:
            try:
                while True if _uw_go else True:
                    if not _uw_go:
                        got = e.send(sent)
                        out.append(got)
                    if not _uw_go:
                        _uw_pc = 9
                        await aw(0)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    sent = (got if isinstance(got, int) else 2) if got != 3 else (1, 2)
            except _uw_evicted():
                raise
            except StopIteration as stop:
                out.append(stop.value)
        if _uw_go <= 10:
            if not _uw_go:
                _uw_i16 = _uw_iter(tree(3))
            for _uw_v17 in _uw_chain((None,), _uw_i16) if _uw_go else _uw_i16:
                if not _uw_go:
                    x = _uw_v17
                if not _uw_go:
                    _uw_pc = 10
                    await aw(0)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                out.append(x)
            _uw_i16 = None
        if _uw_go <= 11:
            if not _uw_go:
                _uw_m19 = _uw_Managed(managed('m'))
            with _uw_m19 as _uw_v20:
                if not _uw_go:
                    up = _uw_v20
                if not _uw_go:
                    _uw_t21 = out.append
                if not _uw_go:
                    _uw_pc = 11
                    _uw_t22 = await aw(up)
                else:
                    _uw_go = 0
                    _uw_t22 = await _uw_state.take()
                _uw_t21(_uw_t22)
                _uw_t21 = _uw_t22 = None
                raise KeyError('gone')
            _uw_m19 = None
        if not _uw_go:
            h = in_handler()
            out.append(next(h))
        if _uw_go <= 12:
            if not _uw_go:
                _uw_pc = 12
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            out.append(next(h))
        if _uw_go <= 13:
            if not _uw_go:
                _uw_pc = 13
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            try:
                next(h)
            except KeyError as k:
                out.append((repr(k), repr(k.__context__)))
            fresh = count(2)
        if _uw_go <= 14:
            if not _uw_go:
                _uw_pc = 14
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            out.append(list(fresh))
            finished = count(0)
            list(finished)
        if _uw_go <= 15:
            if not _uw_go:
                _uw_pc = 15
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            out.append(list(finished))
            pairs = zip(count(3), 'abc')
        if not _uw_go:
            _uw_i27 = _uw_iter(pairs)
        for _uw_v28 in _uw_chain((None,), _uw_i27) if _uw_go else _uw_i27:
            if not _uw_go:
                p = _uw_v28
            if not _uw_go:
                _uw_t29 = out.append
            if not _uw_go:
                _uw_pc = 16
                _uw_t30 = await aw(p)
            else:
                _uw_go = 0
                _uw_t30 = await _uw_state.take()
            _uw_t29(_uw_t30)
            _uw_t29 = _uw_t30 = None
        _uw_i27 = None
        return out
