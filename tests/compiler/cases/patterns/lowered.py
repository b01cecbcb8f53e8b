# input.py, lowered
class Point:
    __match_args__ = ('x', 'y')

    def __init__(self, x, y):
        self.x, self.y = (x, y)

def subject(v):
    log(('subject', v if isinstance(v, (int, str)) else type(v).__name__))
    return v

async def classify(v):
    _uw_pc = 0
    _uw_s1 = subject(v)
    _uw_c2 = 0
    if _uw_c2 == 0:
        match _uw_s1:
            case 0 | 1:
                _uw_c2 = 1
            case int(n):
                _uw_c2 = 2
    if _uw_c2 == 2:
        _uw_t3 = n > 100
        if _uw_t3:
            _uw_pc = 1
            _uw_t3 = await aw(n % 2 == 0)
        if not _uw_t3:
            _uw_c2 = 0
    if _uw_c2 == 0:
        match _uw_s1:
            case int(n):
                _uw_c2 = 3
    if _uw_c2 == 3:
        _uw_pc = 2
        _uw_t5 = await aw(n > 100)
        if not _uw_t5:
            _uw_c2 = 0
    if _uw_c2 == 0:
        match _uw_s1:
            case str() as s:
                _uw_c2 = 4
            case [a, *rest]:
                _uw_c2 = 5
    if _uw_c2 == 5:
        _uw_pc = 3
        _uw_t6 = await aw(len(rest) > 5)
        if not _uw_t6:
            _uw_c2 = 0
    if _uw_c2 == 0:
        match _uw_s1:
            case [a, b, *_]:
                _uw_c2 = 6
            case {'k': inner, **others}:
                _uw_c2 = 7
            case Point(x=px, y=0):
                _uw_c2 = 8
            case Point(px, py):
                _uw_c2 = 9
            case None:
                _uw_c2 = 10
            case _:
                _uw_c2 = 11
    _uw_s1 = None
    if _uw_c2 == 1:
        _uw_pc = 4
        _uw_t7 = await aw('small')
        return _uw_t7
    elif _uw_c2 == 2:
        _uw_t8 = n
        _uw_pc = 5
        _uw_t9 = await aw(0)
        return ('even big', _uw_t8, _uw_t9)
    elif _uw_c2 == 3:
        return ('odd big', n)
    elif _uw_c2 == 4:
        _uw_pc = 6
        await aw(1)
        return ('str', s)
    elif _uw_c2 == 5:
        return 'long'
    elif _uw_c2 == 6:
        _uw_pc = 7
        await aw(1)
        return ('seq', a, b, rest)
    elif _uw_c2 == 7:
        _uw_t12 = inner
        _uw_t13 = others
        _uw_pc = 8
        _uw_t14 = await aw(2)
        return ('map', _uw_t12, _uw_t13, _uw_t14)
    elif _uw_c2 == 8:
        _uw_t15 = px
        _uw_pc = 9
        _uw_t16 = await aw(3)
        return ('point', _uw_t15, _uw_t16)
    elif _uw_c2 == 9:
        _uw_t17 = px
        _uw_t18 = py
        _uw_pc = 10
        _uw_t19 = await aw(3)
        return ('point2', _uw_t17, _uw_t18, _uw_t19)
    elif _uw_c2 == 10:
        _uw_pc = 11
        _uw_t20 = await aw('none')
        return _uw_t20
    elif _uw_c2 == 11:
        _uw_pc = 12
        _uw_t21 = await aw(4)
        return ('other', _uw_t21)

async def main():
    _uw_pc = 0
    values = [0, 1, 7, 102, 103, 's', [1, 2, 3], {'k': 1, 'z': 2}, Point(1, 0), Point(1, 2), None, 1.5]
    out = []
    _uw_i1 = _uw_iter(values)
    for v in _uw_i1:
        _uw_t3 = out.append
        _uw_pc = 1
        _uw_t4 = await classify(v)
        _uw_t3(_uw_t4)
        _uw_t3 = _uw_t4 = None
    _uw_i1 = None
    _uw_pc = 2
    _uw_s5 = await aw((1, (2, 3)))
    _uw_c7 = 0
    if _uw_c7 == 0:
        match _uw_s5:
            case [a, [b, c]]:
                _uw_c7 = 1
    _uw_s5 = None
    if _uw_c7 == 1:
        out.append((a, b, c))
    return out

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_c2' in _uw_locals:
            _uw_c2 = _uw_locals['_uw_c2']
        if '_uw_s1' in _uw_locals:
            _uw_s1 = _uw_locals['_uw_s1']
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
        if '_uw_t20' in _uw_locals:
            _uw_t20 = _uw_locals['_uw_t20']
        if '_uw_t21' in _uw_locals:
            _uw_t21 = _uw_locals['_uw_t21']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
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
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'b' in _uw_locals:
            b = _uw_locals['b']
        if 'inner' in _uw_locals:
            inner = _uw_locals['inner']
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        if 'others' in _uw_locals:
            others = _uw_locals['others']
        if 'px' in _uw_locals:
            px = _uw_locals['px']
        if 'py' in _uw_locals:
            py = _uw_locals['py']
        if 'rest' in _uw_locals:
            rest = _uw_locals['rest']
        if 's' in _uw_locals:
            s = _uw_locals['s']
        if 'v' in _uw_locals:
            v = _uw_locals['v']
        _uw_locals = None
        if not _uw_go:
            _uw_s1 = subject(v)
            _uw_c2 = 0
            if _uw_c2 == 0:
                match _uw_s1:
                    case 0 | 1:
                        _uw_c2 = 1
                    case int(n):
                        _uw_c2 = 2
        if _uw_go <= 1:
            if True if _uw_go else _uw_c2 == 2:
                if not _uw_go:
                    _uw_t3 = n > 100
                if _uw_go <= 1:
                    if True if _uw_go else _uw_t3:
                        if not _uw_go:
                            _uw_pc = 1
                            _uw_t3 = await aw(n % 2 == 0)
                        else:
                            _uw_go = 0
                            _uw_t3 = await _uw_state.take()
                if not _uw_t3:
                    _uw_c2 = 0
        if not _uw_go:
            if _uw_c2 == 0:
                match _uw_s1:
                    case int(n):
                        _uw_c2 = 3
        if _uw_go <= 2:
            if True if _uw_go else _uw_c2 == 3:
                if _uw_go <= 2:
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_t5 = await aw(n > 100)
                    else:
                        _uw_go = 0
                        _uw_t5 = await _uw_state.take()
                if not _uw_t5:
                    _uw_c2 = 0
        if not _uw_go:
            if _uw_c2 == 0:
                match _uw_s1:
                    case str() as s:
                        _uw_c2 = 4
                    case [a, *rest]:
                        _uw_c2 = 5
        if _uw_go <= 3:
            if True if _uw_go else _uw_c2 == 5:
                if _uw_go <= 3:
                    if not _uw_go:
                        _uw_pc = 3
                        _uw_t6 = await aw(len(rest) > 5)
                    else:
                        _uw_go = 0
                        _uw_t6 = await _uw_state.take()
                if not _uw_t6:
                    _uw_c2 = 0
        if not _uw_go:
            if _uw_c2 == 0:
                match _uw_s1:
                    case [a, b, *_]:
                        _uw_c2 = 6
                    case {'k': inner, **others}:
                        _uw_c2 = 7
                    case Point(x=px, y=0):
                        _uw_c2 = 8
                    case Point(px, py):
                        _uw_c2 = 9
                    case None:
                        _uw_c2 = 10
                    case _:
                        _uw_c2 = 11
            _uw_s1 = None
        if _uw_go <= 4 if _uw_go else _uw_c2 == 1:
            if not _uw_go:
                _uw_pc = 4
                _uw_t7 = await aw('small')
            else:
                _uw_go = 0
                _uw_t7 = await _uw_state.take()
            return _uw_t7
        elif _uw_go <= 5 if _uw_go else _uw_c2 == 2:
            if not _uw_go:
                _uw_t8 = n
            if not _uw_go:
                _uw_pc = 5
                _uw_t9 = await aw(0)
            else:
                _uw_go = 0
                _uw_t9 = await _uw_state.take()
            return ('even big', _uw_t8, _uw_t9)
        elif False if _uw_go else _uw_c2 == 3:
            return ('odd big', n)
        elif _uw_go <= 6 if _uw_go else _uw_c2 == 4:
            if not _uw_go:
                _uw_pc = 6
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
            return ('str', s)
        elif False if _uw_go else _uw_c2 == 5:
            return 'long'
        elif _uw_go <= 7 if _uw_go else _uw_c2 == 6:
            if not _uw_go:
                _uw_pc = 7
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
            return ('seq', a, b, rest)
        elif _uw_go <= 8 if _uw_go else _uw_c2 == 7:
            if not _uw_go:
                _uw_t12 = inner
                _uw_t13 = others
            if not _uw_go:
                _uw_pc = 8
                _uw_t14 = await aw(2)
            else:
                _uw_go = 0
                _uw_t14 = await _uw_state.take()
            return ('map', _uw_t12, _uw_t13, _uw_t14)
        elif _uw_go <= 9 if _uw_go else _uw_c2 == 8:
            if not _uw_go:
                _uw_t15 = px
            if not _uw_go:
                _uw_pc = 9
                _uw_t16 = await aw(3)
            else:
                _uw_go = 0
                _uw_t16 = await _uw_state.take()
            return ('point', _uw_t15, _uw_t16)
        elif _uw_go <= 10 if _uw_go else _uw_c2 == 9:
            if not _uw_go:
                _uw_t17 = px
                _uw_t18 = py
            if not _uw_go:
                _uw_pc = 10
                _uw_t19 = await aw(3)
            else:
                _uw_go = 0
                _uw_t19 = await _uw_state.take()
            return ('point2', _uw_t17, _uw_t18, _uw_t19)
        elif _uw_go <= 11 if _uw_go else _uw_c2 == 10:
            if not _uw_go:
                _uw_pc = 11
                _uw_t20 = await aw('none')
            else:
                _uw_go = 0
                _uw_t20 = await _uw_state.take()
            return _uw_t20
        elif True if _uw_go else _uw_c2 == 11:
            if not _uw_go:
                _uw_pc = 12
                _uw_t21 = await aw(4)
            else:
                _uw_go = 0
                _uw_t21 = await _uw_state.take()
            return ('other', _uw_t21)

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_s5' in _uw_locals:
            _uw_s5 = _uw_locals['_uw_s5']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'b' in _uw_locals:
            b = _uw_locals['b']
        if 'c' in _uw_locals:
            c = _uw_locals['c']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        if 'v' in _uw_locals:
            v = _uw_locals['v']
        if 'values' in _uw_locals:
            values = _uw_locals['values']
        _uw_locals = None
        if not _uw_go:
            values = [0, 1, 7, 102, 103, 's', [1, 2, 3], {'k': 1, 'z': 2}, Point(1, 0), Point(1, 2), None, 1.5]
            out = []
        if _uw_go <= 1:
            if not _uw_go:
                _uw_i1 = _uw_iter(values)
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    v = _uw_v2
                if not _uw_go:
                    _uw_t3 = out.append
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t4 = await classify(v)
                else:
                    _uw_go = 0
                    _uw_t4 = await _uw_state.take()
                _uw_t3(_uw_t4)
                _uw_t3 = _uw_t4 = None
            _uw_i1 = None
        if not _uw_go:
            _uw_pc = 2
            _uw_s5 = await aw((1, (2, 3)))
        else:
            _uw_go = 0
            _uw_s5 = await _uw_state.take()
        _uw_c7 = 0
        if _uw_c7 == 0:
            match _uw_s5:
                case [a, [b, c]]:
                    _uw_c7 = 1
        _uw_s5 = None
        if _uw_c7 == 1:
            out.append((a, b, c))
        return out
