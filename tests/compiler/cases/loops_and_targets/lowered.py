# input.py, lowered
class It:

    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        _uw_pc = 0
        _uw_pc = 1
        await aw(1)
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n

async def main():
    _uw_pc = 0
    out = []
    _uw_a1 = _uw_aiter(It(3))
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
            i = _uw_v3
            _uw_v3 = None
            _uw_pc = 2
            await aw(1)
            out.append(i)
            if i == 5:
                break
    else:
        out.append('else')
    _uw_a1 = None
    _uw_t6 = out
    _uw_t7 = []
    _uw_a9 = _uw_aiter(It(2))
    _uw_d10 = True
    while _uw_d10:
        try:
            _uw_pc = 3
            _uw_v11 = await _uw_anext(_uw_a9)
        except _uw_evicted():
            raise
        except _uw_StopAsyncIteration:
            _uw_d10 = False
        else:
            _uw_v8_j = _uw_v11
            _uw_v11 = None
            _uw_t7_e = _uw_v8_j
            _uw_t7.append(_uw_t7_e)
    _uw_a9 = None
    _uw_t6 += _uw_t7
    out = _uw_t6
    _uw_t6 = _uw_t7 = _uw_t7_e = None
    _uw_t13 = out
    _uw_t14 = []
    _uw_i16 = _uw_iter(range(3))
    for _uw_v15_k in _uw_i16:
        _uw_pc = 4
        _uw_t18 = await aw(_uw_v15_k != 1)
        if _uw_t18:
            _uw_pc = 5
            _uw_t14_e = await aw(_uw_v15_k)
            _uw_t14.append(_uw_t14_e)
    _uw_i16 = None
    _uw_t13 += _uw_t14
    out = _uw_t13
    _uw_t13 = _uw_t14 = _uw_t14_e = None
    _uw_t20 = out.append
    _uw_t21 = {}
    _uw_i23 = _uw_iter('ab')
    for _uw_v22_k in _uw_i23:
        _uw_t21_k = _uw_v22_k
        _uw_pc = 6
        _uw_t21_e = await aw(_uw_v22_k * 2)
        _uw_t21[_uw_t21_k] = _uw_t21_e
    _uw_i23 = None
    _uw_t20(_uw_t21)
    _uw_t20 = _uw_t21 = _uw_t21_e = _uw_t21_k = None
    _uw_t26 = out.append
    _uw_t27 = {*()}
    _uw_i29 = _uw_iter((1, 1, 2))
    for _uw_v28_k in _uw_i29:
        _uw_pc = 7
        _uw_t27_e = await aw(_uw_v28_k)
        _uw_t27.add(_uw_t27_e)
    _uw_i29 = None
    _uw_t26(sorted(_uw_t27))
    _uw_t26 = _uw_t27 = _uw_t27_e = None
    _uw_pc = 8
    _uw_s32 = await aw((1, 2))
    _uw_c34 = 0
    if _uw_c34 == 0:
        match _uw_s32:
            case [1, x]:
                _uw_c34 = 1
    if _uw_c34 == 1:
        _uw_pc = 9
        _uw_t35 = await aw(x == 3)
        if not _uw_t35:
            _uw_c34 = 0
    if _uw_c34 == 0:
        match _uw_s32:
            case [1, y] if y == 2:
                _uw_c34 = 2
            case _:
                _uw_c34 = 3
    _uw_s32 = None
    if _uw_c34 == 1:
        out.append('no')
    elif _uw_c34 == 2:
        _uw_pc = 10
        await aw(0)
        out.append(('case', x, y))
    elif _uw_c34 == 3:
        out.append('default')
    _uw_d37 = False
    while True:
        _uw_pc = 11
        _uw_t38 = await aw(len(out) < 20)
        if not _uw_t38:
            _uw_d37 = True
            break
        out.append(1)
    if _uw_d37:
        out.append('w-else')
    d = {'a': 1, 'b': 2}
    _uw_i39 = _uw_iter(d.items())
    for k, v in _uw_i39:
        _uw_pc = 12
        await aw(1)
        d['b'] = 5
        out.append((k, v))
    _uw_i39 = None
    x = [1, 2]
    _uw_t42 = x
    _uw_pc = 13
    _uw_t43 = await aw([3])
    _uw_t42 += _uw_t43
    x = _uw_t42
    _uw_t42 = _uw_t43 = None
    o = {'i': 1}
    _uw_t44 = o
    _uw_t45 = _uw_t44['i']
    _uw_pc = 14
    _uw_t46 = await aw(4)
    _uw_t45 += _uw_t46
    _uw_t44['i'] = _uw_t45
    _uw_t44 = _uw_t45 = _uw_t46 = None
    _uw_pc = 15
    _uw_t47 = await aw(((1, 2, 3), 4))
    _uw_t48, _uw_t49 = _uw_t47
    a, *b = _uw_t48
    _uw_t50 = o
    _uw_pc = 16
    _uw_t51 = await aw('z')
    _uw_t50[_uw_t51] = _uw_t49
    _uw_t47 = _uw_t48 = _uw_t49 = _uw_t50 = _uw_t51 = None
    out.append((x, o, a, b))
    _uw_pc = 17
    _uw_t54 = await aw(2)
    _uw_t55 = 1 < _uw_t54
    if _uw_t55:
        _uw_pc = 18
        _uw_t56 = await aw(3)
        _uw_t55 = _uw_t54 < _uw_t56
    _uw_t53 = _uw_t55
    if _uw_t53:
        _uw_pc = 19
        _uw_t53 = await aw('yes')
    _uw_t52 = _uw_t53
    if not _uw_t52:
        _uw_t52 = 0
    v = _uw_t52
    _uw_t52 = _uw_t53 = _uw_t54 = _uw_t55 = _uw_t56 = None
    out.append(v)
    if __debug__:
        _uw_pc = 20
        _uw_t58 = await aw(True)
        if not _uw_t58:
            assert False, 'msg'
    _uw_t58 = None
    _uw_t59 = o
    _uw_pc = 21
    _uw_t60 = await aw('z')
    del _uw_t59[_uw_t60]
    _uw_t59 = _uw_t60 = None
    out.append(o)
    return out

# input.py, re-entry forms
class It:

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
            if self.n == 0:
                raise StopAsyncIteration
            self.n -= 1
            return self.n

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_a1' in _uw_locals:
            _uw_a1 = _uw_locals['_uw_a1']
        if '_uw_a9' in _uw_locals:
            _uw_a9 = _uw_locals['_uw_a9']
        if '_uw_c34' in _uw_locals:
            _uw_c34 = _uw_locals['_uw_c34']
        if '_uw_d10' in _uw_locals:
            _uw_d10 = _uw_locals['_uw_d10']
        if '_uw_d2' in _uw_locals:
            _uw_d2 = _uw_locals['_uw_d2']
        if '_uw_d37' in _uw_locals:
            _uw_d37 = _uw_locals['_uw_d37']
        if '_uw_i16' in _uw_locals:
            _uw_i16 = _uw_locals['_uw_i16']
        if '_uw_i23' in _uw_locals:
            _uw_i23 = _uw_locals['_uw_i23']
        if '_uw_i29' in _uw_locals:
            _uw_i29 = _uw_locals['_uw_i29']
        if '_uw_i39' in _uw_locals:
            _uw_i39 = _uw_locals['_uw_i39']
        if '_uw_s32' in _uw_locals:
            _uw_s32 = _uw_locals['_uw_s32']
        if '_uw_t13' in _uw_locals:
            _uw_t13 = _uw_locals['_uw_t13']
        if '_uw_t14' in _uw_locals:
            _uw_t14 = _uw_locals['_uw_t14']
        if '_uw_t14_e' in _uw_locals:
            _uw_t14_e = _uw_locals['_uw_t14_e']
        if '_uw_t18' in _uw_locals:
            _uw_t18 = _uw_locals['_uw_t18']
        if '_uw_t20' in _uw_locals:
            _uw_t20 = _uw_locals['_uw_t20']
        if '_uw_t21' in _uw_locals:
            _uw_t21 = _uw_locals['_uw_t21']
        if '_uw_t21_e' in _uw_locals:
            _uw_t21_e = _uw_locals['_uw_t21_e']
        if '_uw_t21_k' in _uw_locals:
            _uw_t21_k = _uw_locals['_uw_t21_k']
        if '_uw_t26' in _uw_locals:
            _uw_t26 = _uw_locals['_uw_t26']
        if '_uw_t27' in _uw_locals:
            _uw_t27 = _uw_locals['_uw_t27']
        if '_uw_t27_e' in _uw_locals:
            _uw_t27_e = _uw_locals['_uw_t27_e']
        if '_uw_t35' in _uw_locals:
            _uw_t35 = _uw_locals['_uw_t35']
        if '_uw_t38' in _uw_locals:
            _uw_t38 = _uw_locals['_uw_t38']
        if '_uw_t42' in _uw_locals:
            _uw_t42 = _uw_locals['_uw_t42']
        if '_uw_t43' in _uw_locals:
            _uw_t43 = _uw_locals['_uw_t43']
        if '_uw_t44' in _uw_locals:
            _uw_t44 = _uw_locals['_uw_t44']
        if '_uw_t45' in _uw_locals:
            _uw_t45 = _uw_locals['_uw_t45']
        if '_uw_t46' in _uw_locals:
            _uw_t46 = _uw_locals['_uw_t46']
        if '_uw_t47' in _uw_locals:
            _uw_t47 = _uw_locals['_uw_t47']
        if '_uw_t48' in _uw_locals:
            _uw_t48 = _uw_locals['_uw_t48']
        if '_uw_t49' in _uw_locals:
            _uw_t49 = _uw_locals['_uw_t49']
        if '_uw_t50' in _uw_locals:
            _uw_t50 = _uw_locals['_uw_t50']
        if '_uw_t51' in _uw_locals:
            _uw_t51 = _uw_locals['_uw_t51']
        if '_uw_t52' in _uw_locals:
            _uw_t52 = _uw_locals['_uw_t52']
        if '_uw_t53' in _uw_locals:
            _uw_t53 = _uw_locals['_uw_t53']
        if '_uw_t54' in _uw_locals:
            _uw_t54 = _uw_locals['_uw_t54']
        if '_uw_t55' in _uw_locals:
            _uw_t55 = _uw_locals['_uw_t55']
        if '_uw_t56' in _uw_locals:
            _uw_t56 = _uw_locals['_uw_t56']
        if '_uw_t58' in _uw_locals:
            _uw_t58 = _uw_locals['_uw_t58']
        if '_uw_t59' in _uw_locals:
            _uw_t59 = _uw_locals['_uw_t59']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t60' in _uw_locals:
            _uw_t60 = _uw_locals['_uw_t60']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t7_e' in _uw_locals:
            _uw_t7_e = _uw_locals['_uw_t7_e']
        if '_uw_v11' in _uw_locals:
            _uw_v11 = _uw_locals['_uw_v11']
        if '_uw_v15_k' in _uw_locals:
            _uw_v15_k = _uw_locals['_uw_v15_k']
        if '_uw_v22_k' in _uw_locals:
            _uw_v22_k = _uw_locals['_uw_v22_k']
        if '_uw_v28_k' in _uw_locals:
            _uw_v28_k = _uw_locals['_uw_v28_k']
        if '_uw_v3' in _uw_locals:
            _uw_v3 = _uw_locals['_uw_v3']
        if '_uw_v8_j' in _uw_locals:
            _uw_v8_j = _uw_locals['_uw_v8_j']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'b' in _uw_locals:
            b = _uw_locals['b']
        if 'd' in _uw_locals:
            d = _uw_locals['d']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        if 'o' in _uw_locals:
            o = _uw_locals['o']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        if 'v' in _uw_locals:
            v = _uw_locals['v']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        if 'y' in _uw_locals:
            y = _uw_locals['y']
        _uw_locals = None
        if not _uw_go:
            out = []
            _uw_a1 = _uw_aiter(It(3))
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
                        i = _uw_v3
                        _uw_v3 = None
                    if not _uw_go:
                        _uw_pc = 2
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    out.append(i)
                    if i == 5:
                        break
            else:
                out.append('else')
        if not _uw_go:
            _uw_a1 = None
            _uw_t6 = out
            _uw_t7 = []
            _uw_a9 = _uw_aiter(It(2))
            _uw_d10 = True
        if _uw_go <= 3:
            while True if _uw_go else _uw_d10:
                try:
                    if not _uw_go:
                        _uw_pc = 3
                        _uw_v11 = await _uw_anext(_uw_a9)
                    else:
                        _uw_go = 0
                        _uw_v11 = await _uw_state.take()
                except _uw_evicted():
                    raise
                except _uw_StopAsyncIteration:
                    _uw_d10 = False
                else:
                    _uw_v8_j = _uw_v11
                    _uw_v11 = None
                    _uw_t7_e = _uw_v8_j
                    _uw_t7.append(_uw_t7_e)
        if not _uw_go:
            _uw_a9 = None
            _uw_t6 += _uw_t7
            out = _uw_t6
            _uw_t6 = _uw_t7 = _uw_t7_e = None
            _uw_t13 = out
            _uw_t14 = []
        if _uw_go <= 5:
            if not _uw_go:
                _uw_i16 = _uw_iter(range(3))
            for _uw_v17 in _uw_chain((None,), _uw_i16) if _uw_go else _uw_i16:
                if not _uw_go:
                    _uw_v15_k = _uw_v17
                if _uw_go <= 4:
                    if not _uw_go:
                        _uw_pc = 4
                        _uw_t18 = await aw(_uw_v15_k != 1)
                    else:
                        _uw_go = 0
                        _uw_t18 = await _uw_state.take()
                if True if _uw_go else _uw_t18:
                    if not _uw_go:
                        _uw_pc = 5
                        _uw_t14_e = await aw(_uw_v15_k)
                    else:
                        _uw_go = 0
                        _uw_t14_e = await _uw_state.take()
                    _uw_t14.append(_uw_t14_e)
            _uw_i16 = None
        if not _uw_go:
            _uw_t13 += _uw_t14
            out = _uw_t13
            _uw_t13 = _uw_t14 = _uw_t14_e = None
            _uw_t20 = out.append
            _uw_t21 = {}
        if _uw_go <= 6:
            if not _uw_go:
                _uw_i23 = _uw_iter('ab')
            for _uw_v24 in _uw_chain((None,), _uw_i23) if _uw_go else _uw_i23:
                if not _uw_go:
                    _uw_v22_k = _uw_v24
                if not _uw_go:
                    _uw_t21_k = _uw_v22_k
                if not _uw_go:
                    _uw_pc = 6
                    _uw_t21_e = await aw(_uw_v22_k * 2)
                else:
                    _uw_go = 0
                    _uw_t21_e = await _uw_state.take()
                _uw_t21[_uw_t21_k] = _uw_t21_e
            _uw_i23 = None
        if not _uw_go:
            _uw_t20(_uw_t21)
            _uw_t20 = _uw_t21 = _uw_t21_e = _uw_t21_k = None
            _uw_t26 = out.append
            _uw_t27 = {*()}
        if _uw_go <= 7:
            if not _uw_go:
                _uw_i29 = _uw_iter((1, 1, 2))
            for _uw_v30 in _uw_chain((None,), _uw_i29) if _uw_go else _uw_i29:
                if not _uw_go:
                    _uw_v28_k = _uw_v30
                if not _uw_go:
                    _uw_pc = 7
                    _uw_t27_e = await aw(_uw_v28_k)
                else:
                    _uw_go = 0
                    _uw_t27_e = await _uw_state.take()
                _uw_t27.add(_uw_t27_e)
            _uw_i29 = None
        if not _uw_go:
            _uw_t26(sorted(_uw_t27))
            _uw_t26 = _uw_t27 = _uw_t27_e = None
        if _uw_go <= 8:
            if not _uw_go:
                _uw_pc = 8
                _uw_s32 = await aw((1, 2))
            else:
                _uw_go = 0
                _uw_s32 = await _uw_state.take()
        if not _uw_go:
            _uw_c34 = 0
            if _uw_c34 == 0:
                match _uw_s32:
                    case [1, x]:
                        _uw_c34 = 1
        if _uw_go <= 9:
            if True if _uw_go else _uw_c34 == 1:
                if _uw_go <= 9:
                    if not _uw_go:
                        _uw_pc = 9
                        _uw_t35 = await aw(x == 3)
                    else:
                        _uw_go = 0
                        _uw_t35 = await _uw_state.take()
                if not _uw_t35:
                    _uw_c34 = 0
        if not _uw_go:
            if _uw_c34 == 0:
                match _uw_s32:
                    case [1, y] if y == 2:
                        _uw_c34 = 2
                    case _:
                        _uw_c34 = 3
            _uw_s32 = None
        if _uw_go <= 10:
            if False if _uw_go else _uw_c34 == 1:
                out.append('no')
            elif True if _uw_go else _uw_c34 == 2:
                if not _uw_go:
                    _uw_pc = 10
                    await aw(0)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                out.append(('case', x, y))
            elif _uw_c34 == 3:
                out.append('default')
        if not _uw_go:
            _uw_d37 = False
        if _uw_go <= 11:
            while True if _uw_go else True:
                if _uw_go <= 11:
                    if not _uw_go:
                        _uw_pc = 11
                        _uw_t38 = await aw(len(out) < 20)
                    else:
                        _uw_go = 0
                        _uw_t38 = await _uw_state.take()
                if not _uw_t38:
                    _uw_d37 = True
                    break
                out.append(1)
        if not _uw_go:
            if _uw_d37:
                out.append('w-else')
            d = {'a': 1, 'b': 2}
        if _uw_go <= 12:
            if not _uw_go:
                _uw_i39 = _uw_iter(d.items())
            for _uw_v40 in _uw_chain((None,), _uw_i39) if _uw_go else _uw_i39:
                if not _uw_go:
                    k, v = _uw_v40
                if not _uw_go:
                    _uw_pc = 12
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                d['b'] = 5
                out.append((k, v))
            _uw_i39 = None
        if not _uw_go:
            x = [1, 2]
            _uw_t42 = x
        if _uw_go <= 13:
            if not _uw_go:
                _uw_pc = 13
                _uw_t43 = await aw([3])
            else:
                _uw_go = 0
                _uw_t43 = await _uw_state.take()
        if not _uw_go:
            _uw_t42 += _uw_t43
            x = _uw_t42
            _uw_t42 = _uw_t43 = None
            o = {'i': 1}
            _uw_t44 = o
            _uw_t45 = _uw_t44['i']
        if _uw_go <= 14:
            if not _uw_go:
                _uw_pc = 14
                _uw_t46 = await aw(4)
            else:
                _uw_go = 0
                _uw_t46 = await _uw_state.take()
        if not _uw_go:
            _uw_t45 += _uw_t46
            _uw_t44['i'] = _uw_t45
            _uw_t44 = _uw_t45 = _uw_t46 = None
        if _uw_go <= 15:
            if not _uw_go:
                _uw_pc = 15
                _uw_t47 = await aw(((1, 2, 3), 4))
            else:
                _uw_go = 0
                _uw_t47 = await _uw_state.take()
        if not _uw_go:
            _uw_t48, _uw_t49 = _uw_t47
            a, *b = _uw_t48
            _uw_t50 = o
        if _uw_go <= 16:
            if not _uw_go:
                _uw_pc = 16
                _uw_t51 = await aw('z')
            else:
                _uw_go = 0
                _uw_t51 = await _uw_state.take()
        if not _uw_go:
            _uw_t50[_uw_t51] = _uw_t49
            _uw_t47 = _uw_t48 = _uw_t49 = _uw_t50 = _uw_t51 = None
            out.append((x, o, a, b))
        if _uw_go <= 17:
            if not _uw_go:
                _uw_pc = 17
                _uw_t54 = await aw(2)
            else:
                _uw_go = 0
                _uw_t54 = await _uw_state.take()
        if not _uw_go:
            _uw_t55 = 1 < _uw_t54
        if _uw_go <= 18:
            if True if _uw_go else _uw_t55:
                if not _uw_go:
                    _uw_pc = 18
                    _uw_t56 = await aw(3)
                else:
                    _uw_go = 0
                    _uw_t56 = await _uw_state.take()
                _uw_t55 = _uw_t54 < _uw_t56
        if not _uw_go:
            _uw_t53 = _uw_t55
        if _uw_go <= 19:
            if True if _uw_go else _uw_t53:
                if not _uw_go:
                    _uw_pc = 19
                    _uw_t53 = await aw('yes')
                else:
                    _uw_go = 0
                    _uw_t53 = await _uw_state.take()
        if not _uw_go:
            _uw_t52 = _uw_t53
        if not _uw_go:
            if not _uw_t52:
                _uw_t52 = 0
        if not _uw_go:
            v = _uw_t52
            _uw_t52 = _uw_t53 = _uw_t54 = _uw_t55 = _uw_t56 = None
            out.append(v)
        if _uw_go <= 20:
            if True if _uw_go else __debug__:
                if _uw_go <= 20:
                    if not _uw_go:
                        _uw_pc = 20
                        _uw_t58 = await aw(True)
                    else:
                        _uw_go = 0
                        _uw_t58 = await _uw_state.take()
                if not _uw_t58:
                    assert False, 'msg'
        if not _uw_go:
            _uw_t58 = None
            _uw_t59 = o
        if not _uw_go:
            _uw_pc = 21
            _uw_t60 = await aw('z')
        else:
            _uw_go = 0
            _uw_t60 = await _uw_state.take()
        del _uw_t59[_uw_t60]
        _uw_t59 = _uw_t60 = None
        out.append(o)
        return out
