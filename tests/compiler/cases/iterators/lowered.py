# input.py, lowered
class Sequence:

    def __init__(self, n):
        self.n = n

    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError
        return i * i

class OnlyNext:

    def __init__(self, n):
        self.n = n

    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n

class Iterable:

    def __iter__(self):
        return OnlyNext(3)

async def main():
    _uw_pc = 0
    out = []
    items = [1, 2, 3]
    _uw_i1 = _uw_iter(items)
    for i in _uw_i1:
        if i < 3:
            items.append(i + 10)
        _uw_t3 = out.append
        _uw_pc = 1
        _uw_t4 = await aw(i)
        _uw_t3(_uw_t4)
        _uw_t3 = _uw_t4 = None
    _uw_i1 = None
    _uw_i5 = _uw_iter(Sequence(4))
    for i in _uw_i5:
        _uw_t7 = out.append
        _uw_pc = 2
        _uw_t8 = await aw(i)
        _uw_t7(_uw_t8)
        _uw_t7 = _uw_t8 = None
    _uw_i5 = None
    _uw_i9 = _uw_iter(Iterable())
    for i in _uw_i9:
        _uw_t11 = out.append
        _uw_pc = 3
        _uw_t12 = await aw(i)
        _uw_t11(_uw_t12)
        _uw_t11 = _uw_t12 = None
    _uw_i9 = None
    _uw_i13 = _uw_iter(enumerate(zip('abc', range(3))))
    for i, (a, b) in _uw_i13:
        _uw_t15 = out.append
        _uw_t16 = i
        _uw_t17 = a
        _uw_t18 = b
        _uw_pc = 4
        _uw_t19 = await aw(0)
        _uw_t15((_uw_t16, _uw_t17, _uw_t18, _uw_t19))
        _uw_t15 = _uw_t16 = _uw_t17 = _uw_t18 = _uw_t19 = None
    _uw_i13 = None
    _uw_i20 = _uw_iter(map(str, filter(None, [0, 1, 2])))
    for x in _uw_i20:
        _uw_t22 = out.append
        _uw_pc = 5
        _uw_t23 = await aw(x)
        _uw_t22(_uw_t23)
        _uw_t22 = _uw_t23 = None
    _uw_i20 = None
    _uw_i24 = _uw_iter(reversed([1, 2, 3]))
    for x in _uw_i24:
        _uw_t26 = out.append
        _uw_pc = 6
        _uw_t27 = await aw(x)
        _uw_t26(_uw_t27)
        _uw_t26 = _uw_t27 = None
    _uw_i24 = None
    d = {'a': 1, 'b': 2, 'c': 3}
    _uw_i28 = _uw_iter(d)
    for k in _uw_i28:
        _uw_pc = 7
        _uw_t30 = await aw(d[k] * 2)
        d[k] = _uw_t30
        _uw_t30 = None
    _uw_i28 = None
    _uw_i31 = _uw_iter(d.values())
    for v in _uw_i31:
        d['c'] = 100
        _uw_t33 = out.append
        _uw_pc = 8
        _uw_t34 = await aw(v)
        _uw_t33(_uw_t34)
        _uw_t33 = _uw_t34 = None
    _uw_i31 = None
    try:
        _uw_i35 = _uw_iter(d)
        for k in _uw_i35:
            _uw_pc = 9
            await aw(k)
            d[k + 'x'] = 1
            await_free = 1
        _uw_i35 = None
    except _uw_evicted():
        raise
    except RuntimeError as e:
        _uw_i35 = None
        out.append(str(e))
    it = iter([1, 2, 3, 4])
    _uw_i38 = _uw_iter(it)
    for a in _uw_i38:
        b = next(it)
        _uw_t40 = out.append
        _uw_t41 = a
        _uw_t42 = b
        _uw_pc = 10
        _uw_t43 = await aw(0)
        _uw_t40((_uw_t41, _uw_t42, _uw_t43))
        _uw_t40 = _uw_t41 = _uw_t42 = _uw_t43 = None
    _uw_i38 = None
    target = {}
    _uw_i44 = _uw_iter([(1, 2, 3), (4, 5)])
    for target['i'], *target['rest'] in _uw_i44:
        _uw_t46 = out.append
        _uw_pc = 11
        _uw_t47 = await aw(0)
        _uw_t46((_uw_t47, dict(target)))
        _uw_t46 = _uw_t47 = None
    _uw_i44 = None
    _uw_i48 = _uw_iter(range(10 ** 20, 10 ** 20 + 2))
    for i in _uw_i48:
        _uw_t50 = out.append
        _uw_pc = 12
        _uw_t51 = await aw(i)
        _uw_t50(_uw_t51)
        _uw_t50 = _uw_t51 = None
    _uw_i48 = None
    _uw_i52 = _uw_iter('añሴ')
    for c in _uw_i52:
        _uw_t54 = out.append
        _uw_pc = 13
        _uw_t55 = await aw(c)
        _uw_t54(_uw_t55)
        _uw_t54 = _uw_t55 = None
    _uw_i52 = None
    _uw_i56 = _uw_iter(b'xy')
    for b in _uw_i56:
        _uw_t58 = out.append
        _uw_pc = 14
        _uw_t59 = await aw(b)
        _uw_t58(_uw_t59)
        _uw_t58 = _uw_t59 = None
    _uw_i56 = None
    _uw_i60 = _uw_iter(range(3))
    for i in _uw_i60:
        _uw_i62 = _uw_iter(range(i))
        for j in _uw_i62:
            _uw_pc = 15
            _uw_t64 = await aw(j == 1)
            if _uw_t64:
                break
            out.append((i, j))
        else:
            out.append(('else', i))
            continue
        _uw_i62 = None
        break
    _uw_i60 = None
    while True:
        _uw_pc = 16
        n = await aw(len(out))
        if n % 2:
            break
        out.append('pad')
    i = 0
    while i < 3:
        _uw_t66 = i
        _uw_pc = 17
        _uw_t67 = await aw(1)
        _uw_t66 += _uw_t67
        i = _uw_t66
        _uw_t66 = _uw_t67 = None
        if i == 2:
            continue
    else:
        _uw_t68 = out.append
        _uw_pc = 18
        _uw_t69 = await aw('while else')
        _uw_t68(_uw_t69)
        _uw_t68 = _uw_t69 = None
    return out

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_i13' in _uw_locals:
            _uw_i13 = _uw_locals['_uw_i13']
        if '_uw_i20' in _uw_locals:
            _uw_i20 = _uw_locals['_uw_i20']
        if '_uw_i24' in _uw_locals:
            _uw_i24 = _uw_locals['_uw_i24']
        if '_uw_i28' in _uw_locals:
            _uw_i28 = _uw_locals['_uw_i28']
        if '_uw_i31' in _uw_locals:
            _uw_i31 = _uw_locals['_uw_i31']
        if '_uw_i35' in _uw_locals:
            _uw_i35 = _uw_locals['_uw_i35']
        if '_uw_i38' in _uw_locals:
            _uw_i38 = _uw_locals['_uw_i38']
        if '_uw_i44' in _uw_locals:
            _uw_i44 = _uw_locals['_uw_i44']
        if '_uw_i48' in _uw_locals:
            _uw_i48 = _uw_locals['_uw_i48']
        if '_uw_i5' in _uw_locals:
            _uw_i5 = _uw_locals['_uw_i5']
        if '_uw_i52' in _uw_locals:
            _uw_i52 = _uw_locals['_uw_i52']
        if '_uw_i56' in _uw_locals:
            _uw_i56 = _uw_locals['_uw_i56']
        if '_uw_i60' in _uw_locals:
            _uw_i60 = _uw_locals['_uw_i60']
        if '_uw_i62' in _uw_locals:
            _uw_i62 = _uw_locals['_uw_i62']
        if '_uw_i9' in _uw_locals:
            _uw_i9 = _uw_locals['_uw_i9']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
        if '_uw_t12' in _uw_locals:
            _uw_t12 = _uw_locals['_uw_t12']
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
        if '_uw_t22' in _uw_locals:
            _uw_t22 = _uw_locals['_uw_t22']
        if '_uw_t23' in _uw_locals:
            _uw_t23 = _uw_locals['_uw_t23']
        if '_uw_t26' in _uw_locals:
            _uw_t26 = _uw_locals['_uw_t26']
        if '_uw_t27' in _uw_locals:
            _uw_t27 = _uw_locals['_uw_t27']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t30' in _uw_locals:
            _uw_t30 = _uw_locals['_uw_t30']
        if '_uw_t33' in _uw_locals:
            _uw_t33 = _uw_locals['_uw_t33']
        if '_uw_t34' in _uw_locals:
            _uw_t34 = _uw_locals['_uw_t34']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t40' in _uw_locals:
            _uw_t40 = _uw_locals['_uw_t40']
        if '_uw_t41' in _uw_locals:
            _uw_t41 = _uw_locals['_uw_t41']
        if '_uw_t42' in _uw_locals:
            _uw_t42 = _uw_locals['_uw_t42']
        if '_uw_t43' in _uw_locals:
            _uw_t43 = _uw_locals['_uw_t43']
        if '_uw_t46' in _uw_locals:
            _uw_t46 = _uw_locals['_uw_t46']
        if '_uw_t47' in _uw_locals:
            _uw_t47 = _uw_locals['_uw_t47']
        if '_uw_t50' in _uw_locals:
            _uw_t50 = _uw_locals['_uw_t50']
        if '_uw_t51' in _uw_locals:
            _uw_t51 = _uw_locals['_uw_t51']
        if '_uw_t54' in _uw_locals:
            _uw_t54 = _uw_locals['_uw_t54']
        if '_uw_t55' in _uw_locals:
            _uw_t55 = _uw_locals['_uw_t55']
        if '_uw_t58' in _uw_locals:
            _uw_t58 = _uw_locals['_uw_t58']
        if '_uw_t59' in _uw_locals:
            _uw_t59 = _uw_locals['_uw_t59']
        if '_uw_t64' in _uw_locals:
            _uw_t64 = _uw_locals['_uw_t64']
        if '_uw_t66' in _uw_locals:
            _uw_t66 = _uw_locals['_uw_t66']
        if '_uw_t67' in _uw_locals:
            _uw_t67 = _uw_locals['_uw_t67']
        if '_uw_t68' in _uw_locals:
            _uw_t68 = _uw_locals['_uw_t68']
        if '_uw_t69' in _uw_locals:
            _uw_t69 = _uw_locals['_uw_t69']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'await_free' in _uw_locals:
            await_free = _uw_locals['await_free']
        if 'b' in _uw_locals:
            b = _uw_locals['b']
        if 'c' in _uw_locals:
            c = _uw_locals['c']
        if 'd' in _uw_locals:
            d = _uw_locals['d']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'it' in _uw_locals:
            it = _uw_locals['it']
        if 'items' in _uw_locals:
            items = _uw_locals['items']
        if 'j' in _uw_locals:
            j = _uw_locals['j']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        if 'target' in _uw_locals:
            target = _uw_locals['target']
        if 'v' in _uw_locals:
            v = _uw_locals['v']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if not _uw_go:
            out = []
            items = [1, 2, 3]
        if _uw_go <= 1:
            if not _uw_go:
                _uw_i1 = _uw_iter(items)
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    i = _uw_v2
                if not _uw_go:
                    if i < 3:
                        items.append(i + 10)
                    _uw_t3 = out.append
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t4 = await aw(i)
                else:
                    _uw_go = 0
                    _uw_t4 = await _uw_state.take()
                _uw_t3(_uw_t4)
                _uw_t3 = _uw_t4 = None
            _uw_i1 = None
        if _uw_go <= 2:
            if not _uw_go:
                _uw_i5 = _uw_iter(Sequence(4))
            for _uw_v6 in _uw_chain((None,), _uw_i5) if _uw_go else _uw_i5:
                if not _uw_go:
                    i = _uw_v6
                if not _uw_go:
                    _uw_t7 = out.append
                if not _uw_go:
                    _uw_pc = 2
                    _uw_t8 = await aw(i)
                else:
                    _uw_go = 0
                    _uw_t8 = await _uw_state.take()
                _uw_t7(_uw_t8)
                _uw_t7 = _uw_t8 = None
            _uw_i5 = None
        if _uw_go <= 3:
            if not _uw_go:
                _uw_i9 = _uw_iter(Iterable())
            for _uw_v10 in _uw_chain((None,), _uw_i9) if _uw_go else _uw_i9:
                if not _uw_go:
                    i = _uw_v10
                if not _uw_go:
                    _uw_t11 = out.append
                if not _uw_go:
                    _uw_pc = 3
                    _uw_t12 = await aw(i)
                else:
                    _uw_go = 0
                    _uw_t12 = await _uw_state.take()
                _uw_t11(_uw_t12)
                _uw_t11 = _uw_t12 = None
            _uw_i9 = None
        if _uw_go <= 4:
            if not _uw_go:
                _uw_i13 = _uw_iter(enumerate(zip('abc', range(3))))
            for _uw_v14 in _uw_chain((None,), _uw_i13) if _uw_go else _uw_i13:
                if not _uw_go:
                    i, (a, b) = _uw_v14
                if not _uw_go:
                    _uw_t15 = out.append
                    _uw_t16 = i
                    _uw_t17 = a
                    _uw_t18 = b
                if not _uw_go:
                    _uw_pc = 4
                    _uw_t19 = await aw(0)
                else:
                    _uw_go = 0
                    _uw_t19 = await _uw_state.take()
                _uw_t15((_uw_t16, _uw_t17, _uw_t18, _uw_t19))
                _uw_t15 = _uw_t16 = _uw_t17 = _uw_t18 = _uw_t19 = None
            _uw_i13 = None
        if _uw_go <= 5:
            if not _uw_go:
                _uw_i20 = _uw_iter(map(str, filter(None, [0, 1, 2])))
            for _uw_v21 in _uw_chain((None,), _uw_i20) if _uw_go else _uw_i20:
                if not _uw_go:
                    x = _uw_v21
                if not _uw_go:
                    _uw_t22 = out.append
                if not _uw_go:
                    _uw_pc = 5
                    _uw_t23 = await aw(x)
                else:
                    _uw_go = 0
                    _uw_t23 = await _uw_state.take()
                _uw_t22(_uw_t23)
                _uw_t22 = _uw_t23 = None
            _uw_i20 = None
        if _uw_go <= 6:
            if not _uw_go:
                _uw_i24 = _uw_iter(reversed([1, 2, 3]))
            for _uw_v25 in _uw_chain((None,), _uw_i24) if _uw_go else _uw_i24:
                if not _uw_go:
                    x = _uw_v25
                if not _uw_go:
                    _uw_t26 = out.append
                if not _uw_go:
                    _uw_pc = 6
                    _uw_t27 = await aw(x)
                else:
                    _uw_go = 0
                    _uw_t27 = await _uw_state.take()
                _uw_t26(_uw_t27)
                _uw_t26 = _uw_t27 = None
            _uw_i24 = None
        if not _uw_go:
            d = {'a': 1, 'b': 2, 'c': 3}
        if _uw_go <= 7:
            if not _uw_go:
                _uw_i28 = _uw_iter(d)
            for _uw_v29 in _uw_chain((None,), _uw_i28) if _uw_go else _uw_i28:
                if not _uw_go:
                    k = _uw_v29
                if not _uw_go:
                    _uw_pc = 7
                    _uw_t30 = await aw(d[k] * 2)
                else:
                    _uw_go = 0
                    _uw_t30 = await _uw_state.take()
                d[k] = _uw_t30
                _uw_t30 = None
            _uw_i28 = None
        if _uw_go <= 8:
            if not _uw_go:
                _uw_i31 = _uw_iter(d.values())
            for _uw_v32 in _uw_chain((None,), _uw_i31) if _uw_go else _uw_i31:
                if not _uw_go:
                    v = _uw_v32
                if not _uw_go:
                    d['c'] = 100
                    _uw_t33 = out.append
                if not _uw_go:
                    _uw_pc = 8
                    _uw_t34 = await aw(v)
                else:
                    _uw_go = 0
                    _uw_t34 = await _uw_state.take()
                _uw_t33(_uw_t34)
                _uw_t33 = _uw_t34 = None
            _uw_i31 = None
        if _uw_go <= 9:
            try:
                if not _uw_go:
                    _uw_i35 = _uw_iter(d)
                for _uw_v36 in _uw_chain((None,), _uw_i35) if _uw_go else _uw_i35:
                    if not _uw_go:
                        k = _uw_v36
                    if not _uw_go:
                        _uw_pc = 9
                        await aw(k)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    d[k + 'x'] = 1
                    await_free = 1
                _uw_i35 = None
            except _uw_evicted():
                raise
            except RuntimeError as e:
                _uw_i35 = None
                out.append(str(e))
        if not _uw_go:
            it = iter([1, 2, 3, 4])
        if _uw_go <= 10:
            if not _uw_go:
                _uw_i38 = _uw_iter(it)
            for _uw_v39 in _uw_chain((None,), _uw_i38) if _uw_go else _uw_i38:
                if not _uw_go:
                    a = _uw_v39
                if not _uw_go:
                    b = next(it)
                    _uw_t40 = out.append
                    _uw_t41 = a
                    _uw_t42 = b
                if not _uw_go:
                    _uw_pc = 10
                    _uw_t43 = await aw(0)
                else:
                    _uw_go = 0
                    _uw_t43 = await _uw_state.take()
                _uw_t40((_uw_t41, _uw_t42, _uw_t43))
                _uw_t40 = _uw_t41 = _uw_t42 = _uw_t43 = None
            _uw_i38 = None
        if not _uw_go:
            target = {}
        if _uw_go <= 11:
            if not _uw_go:
                _uw_i44 = _uw_iter([(1, 2, 3), (4, 5)])
            for _uw_v45 in _uw_chain((None,), _uw_i44) if _uw_go else _uw_i44:
                if not _uw_go:
                    target['i'], *target['rest'] = _uw_v45
                if not _uw_go:
                    _uw_t46 = out.append
                if not _uw_go:
                    _uw_pc = 11
                    _uw_t47 = await aw(0)
                else:
                    _uw_go = 0
                    _uw_t47 = await _uw_state.take()
                _uw_t46((_uw_t47, dict(target)))
                _uw_t46 = _uw_t47 = None
            _uw_i44 = None
        if _uw_go <= 12:
            if not _uw_go:
                _uw_i48 = _uw_iter(range(10 ** 20, 10 ** 20 + 2))
            for _uw_v49 in _uw_chain((None,), _uw_i48) if _uw_go else _uw_i48:
                if not _uw_go:
                    i = _uw_v49
                if not _uw_go:
                    _uw_t50 = out.append
                if not _uw_go:
                    _uw_pc = 12
                    _uw_t51 = await aw(i)
                else:
                    _uw_go = 0
                    _uw_t51 = await _uw_state.take()
                _uw_t50(_uw_t51)
                _uw_t50 = _uw_t51 = None
            _uw_i48 = None
        if _uw_go <= 13:
            if not _uw_go:
                _uw_i52 = _uw_iter('añሴ')
            for _uw_v53 in _uw_chain((None,), _uw_i52) if _uw_go else _uw_i52:
                if not _uw_go:
                    c = _uw_v53
                if not _uw_go:
                    _uw_t54 = out.append
                if not _uw_go:
                    _uw_pc = 13
                    _uw_t55 = await aw(c)
                else:
                    _uw_go = 0
                    _uw_t55 = await _uw_state.take()
                _uw_t54(_uw_t55)
                _uw_t54 = _uw_t55 = None
            _uw_i52 = None
        if _uw_go <= 14:
            if not _uw_go:
                _uw_i56 = _uw_iter(b'xy')
            for _uw_v57 in _uw_chain((None,), _uw_i56) if _uw_go else _uw_i56:
                if not _uw_go:
                    b = _uw_v57
                if not _uw_go:
                    _uw_t58 = out.append
                if not _uw_go:
                    _uw_pc = 14
                    _uw_t59 = await aw(b)
                else:
                    _uw_go = 0
                    _uw_t59 = await _uw_state.take()
                _uw_t58(_uw_t59)
                _uw_t58 = _uw_t59 = None
            _uw_i56 = None
        if _uw_go <= 15:
            if not _uw_go:
                _uw_i60 = _uw_iter(range(3))
            for _uw_v61 in _uw_chain((None,), _uw_i60) if _uw_go else _uw_i60:
                if not _uw_go:
                    i = _uw_v61
                if not _uw_go:
                    _uw_i62 = _uw_iter(range(i))
                for _uw_v63 in _uw_chain((None,), _uw_i62) if _uw_go else _uw_i62:
                    if not _uw_go:
                        j = _uw_v63
                    if _uw_go <= 15:
                        if not _uw_go:
                            _uw_pc = 15
                            _uw_t64 = await aw(j == 1)
                        else:
                            _uw_go = 0
                            _uw_t64 = await _uw_state.take()
                    if _uw_t64:
                        break
                    out.append((i, j))
                else:
                    out.append(('else', i))
                    continue
                _uw_i62 = None
                break
            _uw_i60 = None
        if _uw_go <= 16:
            while True if _uw_go else True:
                if not _uw_go:
                    _uw_pc = 16
                    n = await aw(len(out))
                else:
                    _uw_go = 0
                    n = await _uw_state.take()
                if n % 2:
                    break
                out.append('pad')
        if not _uw_go:
            i = 0
        while _uw_go <= 17 if _uw_go else i < 3:
            if not _uw_go:
                _uw_t66 = i
            if not _uw_go:
                _uw_pc = 17
                _uw_t67 = await aw(1)
            else:
                _uw_go = 0
                _uw_t67 = await _uw_state.take()
            _uw_t66 += _uw_t67
            i = _uw_t66
            _uw_t66 = _uw_t67 = None
            if i == 2:
                continue
        else:
            if not _uw_go:
                _uw_t68 = out.append
            if not _uw_go:
                _uw_pc = 18
                _uw_t69 = await aw('while else')
            else:
                _uw_go = 0
                _uw_t69 = await _uw_state.take()
            _uw_t68(_uw_t69)
            _uw_t68 = _uw_t69 = None
        return out
