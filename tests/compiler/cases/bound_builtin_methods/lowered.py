# input.py, lowered
import datetime

async def main():
    _uw_pc = 0

    async def numbers():
        _uw_pc = 0
        while True:
            try:
                _uw_t1 = log
                _uw_pc = 1
                _uw_t2 = (yield 1)
                _uw_t1(_uw_t2)
                _uw_t1 = _uw_t2 = None
            except _uw_evicted():
                raise
            except ValueError as error:
                _uw_t1 = _uw_t2 = None
                log(str(error))

    def plain():
        _uw_pc = 0
        _uw_t1 = log
        _uw_pc = 1
        _uw_t2 = (yield 1)
        _uw_t1(_uw_t2)
        _uw_t1 = _uw_t2 = None
    made, other = (numbers(), plain())
    _uw_t1 = log
    _uw_pc = 1
    _uw_t2 = await made.__anext__()
    _uw_t1(_uw_t2)
    _uw_t1 = _uw_t2 = None
    log(next(other))
    _uw_t3 = log
    _uw_t4 = made.asend
    _uw_pc = 2
    _uw_t5 = await aw(2)
    _uw_pc = 3
    _uw_t6 = await _uw_t4(_uw_t5)
    _uw_t3(_uw_t6)
    _uw_t3 = _uw_t4 = _uw_t5 = _uw_t6 = None
    _uw_t7 = log
    _uw_t8 = made.athrow
    _uw_pc = 4
    _uw_t9 = await aw(3)
    _uw_pc = 5
    _uw_t10 = await _uw_t8(ValueError(_uw_t9))
    _uw_t7(_uw_t10)
    _uw_t7 = _uw_t8 = _uw_t9 = _uw_t10 = None
    try:
        _uw_t11 = other.send
        _uw_pc = 6
        _uw_t12 = await aw(4)
        _uw_t11(_uw_t12)
        _uw_t11 = _uw_t12 = None
    except _uw_evicted():
        raise
    except StopIteration:
        _uw_t11 = _uw_t12 = None
        log('end')
    error = KeyError('k')
    _uw_t13 = error.add_note
    _uw_pc = 7
    _uw_t14 = await aw('note')
    _uw_t13(_uw_t14)
    _uw_t13 = _uw_t14 = None
    log(error.__notes__)
    day = datetime.date(2024, 2, 3)
    _uw_t15 = log
    _uw_t16 = day.replace
    _uw_pc = 8
    _uw_t17 = await aw(2025)
    _uw_t15(_uw_t16(year=_uw_t17).isoformat())
    _uw_t15 = _uw_t16 = _uw_t17 = None
    _uw_t18 = log
    _uw_t19 = range(5).index
    _uw_pc = 9
    _uw_t20 = await aw(3)
    _uw_t18(_uw_t19(_uw_t20))
    _uw_t18 = _uw_t19 = _uw_t20 = None
    _uw_pc = 10
    await made.aclose()
    _uw_t22 = 'a-b'.split
    _uw_pc = 11
    _uw_t23 = await aw('-')
    return _uw_t22(_uw_t23)

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if 'error' in _uw_locals:
            error = _uw_locals['error']
        _uw_locals = None
        while True if _uw_go else True:
            try:
                if not _uw_go:
                    _uw_t1 = log
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t2 = (yield 1)
                else:
                    _uw_go = 0
                    _uw_t2 = (yield _uw_state.take())
                _uw_t1(_uw_t2)
                _uw_t1 = _uw_t2 = None
            except _uw_evicted():
                raise
            except ValueError as error:
                _uw_t1 = _uw_t2 = None
                log(str(error))

def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        _uw_locals = None
        if not _uw_go:
            _uw_t1 = log
        if not _uw_go:
            _uw_pc = 1
            _uw_t2 = (yield 1)
        else:
            _uw_go = 0
            _uw_t2 = (yield _uw_state.take())
        _uw_t1(_uw_t2)
        _uw_t1 = _uw_t2 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
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
        if '_uw_t18' in _uw_locals:
            _uw_t18 = _uw_locals['_uw_t18']
        if '_uw_t19' in _uw_locals:
            _uw_t19 = _uw_locals['_uw_t19']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t20' in _uw_locals:
            _uw_t20 = _uw_locals['_uw_t20']
        if '_uw_t22' in _uw_locals:
            _uw_t22 = _uw_locals['_uw_t22']
        if '_uw_t23' in _uw_locals:
            _uw_t23 = _uw_locals['_uw_t23']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
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
        if 'day' in _uw_locals:
            day = _uw_locals['day']
        if 'error' in _uw_locals:
            error = _uw_locals['error']
        if 'made' in _uw_locals:
            made = _uw_locals['made']
        if 'other' in _uw_locals:
            other = _uw_locals['other']
        _uw_locals = None
        if not _uw_go:

            async def numbers():
                _uw_pc = 0
                while True:
                    try:
                        _uw_t1 = log
                        _uw_pc = 1
                        _uw_t2 = (yield 1)
                        _uw_t1(_uw_t2)
                        _uw_t1 = _uw_t2 = None
                    except _uw_evicted():
                        raise
                    except ValueError as error:
                        _uw_t1 = _uw_t2 = None
                        log(str(error))

            def plain():
                _uw_pc = 0
                _uw_t1 = log
                _uw_pc = 1
                _uw_t2 = (yield 1)
                _uw_t1(_uw_t2)
                _uw_t1 = _uw_t2 = None
            made, other = (numbers(), plain())
            _uw_t1 = log
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await made.__anext__()
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
        if not _uw_go:
            _uw_t1(_uw_t2)
            _uw_t1 = _uw_t2 = None
            log(next(other))
            _uw_t3 = log
            _uw_t4 = made.asend
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t5 = await aw(2)
            else:
                _uw_go = 0
                _uw_t5 = await _uw_state.take()
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t6 = await _uw_t4(_uw_t5)
            else:
                _uw_go = 0
                _uw_t6 = await _uw_state.take()
        if not _uw_go:
            _uw_t3(_uw_t6)
            _uw_t3 = _uw_t4 = _uw_t5 = _uw_t6 = None
            _uw_t7 = log
            _uw_t8 = made.athrow
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t9 = await aw(3)
            else:
                _uw_go = 0
                _uw_t9 = await _uw_state.take()
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                _uw_t10 = await _uw_t8(ValueError(_uw_t9))
            else:
                _uw_go = 0
                _uw_t10 = await _uw_state.take()
        if not _uw_go:
            _uw_t7(_uw_t10)
            _uw_t7 = _uw_t8 = _uw_t9 = _uw_t10 = None
        if _uw_go <= 6:
            try:
                if not _uw_go:
                    _uw_t11 = other.send
                if not _uw_go:
                    _uw_pc = 6
                    _uw_t12 = await aw(4)
                else:
                    _uw_go = 0
                    _uw_t12 = await _uw_state.take()
                _uw_t11(_uw_t12)
                _uw_t11 = _uw_t12 = None
            except _uw_evicted():
                raise
            except StopIteration:
                _uw_t11 = _uw_t12 = None
                log('end')
        if not _uw_go:
            error = KeyError('k')
            _uw_t13 = error.add_note
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                _uw_t14 = await aw('note')
            else:
                _uw_go = 0
                _uw_t14 = await _uw_state.take()
        if not _uw_go:
            _uw_t13(_uw_t14)
            _uw_t13 = _uw_t14 = None
            log(error.__notes__)
            day = datetime.date(2024, 2, 3)
            _uw_t15 = log
            _uw_t16 = day.replace
        if _uw_go <= 8:
            if not _uw_go:
                _uw_pc = 8
                _uw_t17 = await aw(2025)
            else:
                _uw_go = 0
                _uw_t17 = await _uw_state.take()
        if not _uw_go:
            _uw_t15(_uw_t16(year=_uw_t17).isoformat())
            _uw_t15 = _uw_t16 = _uw_t17 = None
            _uw_t18 = log
            _uw_t19 = range(5).index
        if _uw_go <= 9:
            if not _uw_go:
                _uw_pc = 9
                _uw_t20 = await aw(3)
            else:
                _uw_go = 0
                _uw_t20 = await _uw_state.take()
        if not _uw_go:
            _uw_t18(_uw_t19(_uw_t20))
            _uw_t18 = _uw_t19 = _uw_t20 = None
        if _uw_go <= 10:
            if not _uw_go:
                _uw_pc = 10
                await made.aclose()
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t22 = 'a-b'.split
        if not _uw_go:
            _uw_pc = 11
            _uw_t23 = await aw('-')
        else:
            _uw_go = 0
            _uw_t23 = await _uw_state.take()
        return _uw_t22(_uw_t23)
