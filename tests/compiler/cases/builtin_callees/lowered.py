# input.py, lowered
async def main():
    _uw_pc = 0
    _uw_t1 = log
    _uw_pc = 1
    _uw_t2 = await aw(1)
    _uw_t1(isinstance(_uw_t2, int))
    _uw_t1 = _uw_t2 = None
    _uw_t3 = log
    _uw_pc = 2
    _uw_t4 = await aw(iter([1, 2]))
    _uw_t3(next(_uw_t4))
    _uw_t3 = _uw_t4 = None
    _uw_t5 = log
    _uw_pc = 3
    _uw_t6 = await aw(len)
    _uw_t7 = callable(_uw_t6)
    _uw_pc = 4
    _uw_t8 = await aw(1)
    _uw_t9 = hasattr(_uw_t8, 'real')
    _uw_pc = 5
    _uw_t10 = await aw(65)
    _uw_t11 = chr(_uw_t10)
    _uw_pc = 6
    _uw_t12 = await aw(1)
    _uw_t13 = hash(_uw_t12)
    _uw_pc = 7
    _uw_t14 = await aw(3)
    _uw_t5((_uw_t7, _uw_t9, _uw_t11, _uw_t13, pow(2, _uw_t14)))
    _uw_t5 = _uw_t6 = _uw_t7 = _uw_t8 = _uw_t9 = _uw_t10 = _uw_t11 = _uw_t12 = _uw_t13 = _uw_t14 = None
    _uw_t15 = log
    _uw_pc = 8
    _uw_t16 = await aw(1.5)
    _uw_t17 = format(_uw_t16, '>5')
    _uw_pc = 9
    _uw_t18 = await aw(255)
    _uw_t19 = hex(_uw_t18)
    _uw_pc = 10
    _uw_t20 = await aw('a')
    _uw_t21 = ord(_uw_t20)
    _uw_pc = 11
    _uw_t22 = await aw(int)
    _uw_t15((_uw_t17, _uw_t19, _uw_t21, issubclass(_uw_t22, object)))
    _uw_t15 = _uw_t16 = _uw_t17 = _uw_t18 = _uw_t19 = _uw_t20 = _uw_t21 = _uw_t22 = None

# input.py, re-entry forms
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
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        _uw_locals = None
        if not _uw_go:
            _uw_t1 = log
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await aw(1)
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
        if not _uw_go:
            _uw_t1(isinstance(_uw_t2, int))
            _uw_t1 = _uw_t2 = None
            _uw_t3 = log
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t4 = await aw(iter([1, 2]))
            else:
                _uw_go = 0
                _uw_t4 = await _uw_state.take()
        if not _uw_go:
            _uw_t3(next(_uw_t4))
            _uw_t3 = _uw_t4 = None
            _uw_t5 = log
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t6 = await aw(len)
            else:
                _uw_go = 0
                _uw_t6 = await _uw_state.take()
        if not _uw_go:
            _uw_t7 = callable(_uw_t6)
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t8 = await aw(1)
            else:
                _uw_go = 0
                _uw_t8 = await _uw_state.take()
        if not _uw_go:
            _uw_t9 = hasattr(_uw_t8, 'real')
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                _uw_t10 = await aw(65)
            else:
                _uw_go = 0
                _uw_t10 = await _uw_state.take()
        if not _uw_go:
            _uw_t11 = chr(_uw_t10)
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                _uw_t12 = await aw(1)
            else:
                _uw_go = 0
                _uw_t12 = await _uw_state.take()
        if not _uw_go:
            _uw_t13 = hash(_uw_t12)
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                _uw_t14 = await aw(3)
            else:
                _uw_go = 0
                _uw_t14 = await _uw_state.take()
        if not _uw_go:
            _uw_t5((_uw_t7, _uw_t9, _uw_t11, _uw_t13, pow(2, _uw_t14)))
            _uw_t5 = _uw_t6 = _uw_t7 = _uw_t8 = _uw_t9 = _uw_t10 = _uw_t11 = _uw_t12 = _uw_t13 = _uw_t14 = None
            _uw_t15 = log
        if _uw_go <= 8:
            if not _uw_go:
                _uw_pc = 8
                _uw_t16 = await aw(1.5)
            else:
                _uw_go = 0
                _uw_t16 = await _uw_state.take()
        if not _uw_go:
            _uw_t17 = format(_uw_t16, '>5')
        if _uw_go <= 9:
            if not _uw_go:
                _uw_pc = 9
                _uw_t18 = await aw(255)
            else:
                _uw_go = 0
                _uw_t18 = await _uw_state.take()
        if not _uw_go:
            _uw_t19 = hex(_uw_t18)
        if _uw_go <= 10:
            if not _uw_go:
                _uw_pc = 10
                _uw_t20 = await aw('a')
            else:
                _uw_go = 0
                _uw_t20 = await _uw_state.take()
        if not _uw_go:
            _uw_t21 = ord(_uw_t20)
        if not _uw_go:
            _uw_pc = 11
            _uw_t22 = await aw(int)
        else:
            _uw_go = 0
            _uw_t22 = await _uw_state.take()
        _uw_t15((_uw_t17, _uw_t19, _uw_t21, issubclass(_uw_t22, object)))
        _uw_t15 = _uw_t16 = _uw_t17 = _uw_t18 = _uw_t19 = _uw_t20 = _uw_t21 = _uw_t22 = None
