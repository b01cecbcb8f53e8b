# input.py, lowered
class Box:

    def __init__(self, v):
        self.v = v

    def m(self, *args, **kw):
        log(('m', self.v, args, tuple(kw.items())))
        return self.v

    def other(self, *args, **kw):
        return 'other'

def tick(name, value=None):
    log(name)
    return value if value is not None else name

async def main():
    _uw_cells = lambda: (d, l, o, x)
    _uw_pc = 0
    out = []
    o = Box(1)

    async def swap(v):
        _uw_cells = lambda: (o,)
        _uw_pc = 0
        o.m = o.other
        _uw_pc = 1
        _uw_t1 = await aw(v)
        return _uw_t1
    _uw_t1 = out.append
    _uw_t2 = o.m
    _uw_pc = 1
    _uw_t3 = await swap(2)
    _uw_t1(_uw_t2(_uw_t3))
    _uw_t1 = _uw_t2 = _uw_t3 = None
    del o.m
    l = [1, 2]

    async def grow():
        _uw_cells = lambda: (l,)
        _uw_pc = 0
        l.append(3)
        _uw_pc = 1
        _uw_t1 = await aw(9)
        return _uw_t1
    _uw_t4 = out.append
    _uw_t5 = o.m
    _uw_t6 = (*l,)
    _uw_pc = 2
    _uw_t7 = await grow()
    _uw_t4(_uw_t5(*_uw_t6, _uw_t7))
    _uw_t4 = _uw_t5 = _uw_t6 = _uw_t7 = None
    d = {'p': 1}

    async def put():
        _uw_cells = lambda: (d,)
        _uw_pc = 0
        d['q'] = 2
        _uw_pc = 1
        _uw_t1 = await aw(3)
        return _uw_t1
    _uw_t8 = out.append
    _uw_t9 = o.m
    _uw_t10 = {**d}
    _uw_pc = 3
    _uw_t11 = await put()
    _uw_t8(_uw_t9(**_uw_t10, r=_uw_t11))
    _uw_t8 = _uw_t9 = _uw_t10 = _uw_t11 = None
    x = 1

    async def bump():
        nonlocal x
        _uw_cells = lambda: (x,)
        _uw_pc = 0
        pass
        x += 100
        _uw_pc = 1
        _uw_t1 = await aw(1)
        return _uw_t1
    _uw_t12 = out.append
    _uw_t13 = x
    _uw_pc = 4
    _uw_t14 = await bump()
    _uw_t12((_uw_t13, _uw_t14, x))
    _uw_t12 = _uw_t13 = _uw_t14 = None
    _uw_t15 = out.append
    _uw_t16 = x
    _uw_t17 = (*l,)
    _uw_pc = 5
    _uw_t18 = await bump()
    _uw_t15([_uw_t16, *_uw_t17, _uw_t18, x])
    _uw_t15 = _uw_t16 = _uw_t17 = _uw_t18 = None
    _uw_t19 = out.append
    _uw_t20 = x
    _uw_t21 = x
    _uw_pc = 6
    _uw_t22 = await bump()
    _uw_t19({_uw_t20: _uw_t21, _uw_t22: x, **d})
    _uw_t19 = _uw_t20 = _uw_t21 = _uw_t22 = None
    _uw_t23 = x
    _uw_pc = 7
    _uw_t24 = await bump()
    _uw_t23 += _uw_t24
    x = _uw_t23
    _uw_t23 = _uw_t24 = None
    out.append(x)

    def dd():
        log('d')
        return d

    def ix(k):
        log(('ix', k))
        return k
    _uw_t25 = dd()
    _uw_t26 = ix('p')
    _uw_t27 = _uw_t25[_uw_t26]
    _uw_pc = 8
    _uw_t28 = await aw(5)
    _uw_t27 += _uw_t28
    _uw_t25[_uw_t26] = _uw_t27
    _uw_t25 = _uw_t26 = _uw_t27 = _uw_t28 = None
    _uw_pc = 9
    _uw_t29 = await aw(tick('r'))
    dd()[ix('n1')], dd()[ix('n2')] = (_uw_t29, tick('s'))
    _uw_t29 = None
    out.append(dict(d))
    s = slice(None)
    letters = list('abcdef')
    _uw_t30 = out.append
    _uw_t31 = letters
    _uw_t32 = tick(1, 1)
    _uw_pc = 10
    _uw_t33 = await aw(4)
    _uw_t30(_uw_t31[_uw_t32:_uw_t33:tick(2, 2)])
    _uw_t30 = _uw_t31 = _uw_t32 = _uw_t33 = None
    _uw_t34 = ['z']
    _uw_t35 = letters
    _uw_t36 = tick(0, 0)
    _uw_pc = 11
    _uw_t37 = await aw(2)
    _uw_t35[_uw_t36:_uw_t37] = _uw_t34
    _uw_t34 = _uw_t35 = _uw_t36 = _uw_t37 = None
    out.append(letters)
    _uw_t38 = out.append
    _uw_t39 = f'{x}'
    _uw_pc = 12
    _uw_t40 = await bump()
    _uw_t41 = f'{_uw_t40}'
    _uw_t42 = x
    _uw_pc = 13
    _uw_t43 = await aw(6)
    _uw_t38(f'{_uw_t39}{_uw_t41}{_uw_t42!r:>{_uw_t43}}x={x!r}')
    _uw_t38 = _uw_t39 = _uw_t40 = _uw_t41 = _uw_t42 = _uw_t43 = None
    _uw_pc = 14
    _uw_t44 = await aw([1])
    a = b = _uw_t44
    _uw_t44 = None
    out.append(a is b)
    _uw_pc = 15
    _uw_t45 = await aw('xyz')
    first, *rest = _uw_t45
    _uw_t45 = None
    out.append((first, rest))
    _uw_pc = 16
    _uw_t46 = await aw(4)
    (n := _uw_t46)
    _uw_t46 = None
    _uw_t47 = out.append
    _uw_t48 = n
    _uw_pc = 17
    _uw_t49 = await aw(5)
    _uw_t47([_uw_t48, (m := _uw_t49) + m, n + m])
    _uw_t47 = _uw_t48 = _uw_t49 = None
    _uw_t50 = out.append
    _uw_t51 = []
    _uw_i53 = _uw_iter(range(3))
    for _uw_v52_k in _uw_i53:
        _uw_pc = 18
        _uw_t55 = await aw(_uw_v52_k)
        _uw_t51_e = (y := _uw_t55)
        _uw_t55 = None
        _uw_t51.append(_uw_t51_e)
    _uw_i53 = None
    _uw_t50(_uw_t51)
    _uw_t50 = _uw_t51 = _uw_t51_e = None
    out.append(y)
    _uw_t56 = out.append
    _uw_pc = 19
    _uw_t58 = await aw(0)
    if _uw_t58:
        _uw_pc = 20
        _uw_t57 = await aw(1)
    else:
        _uw_pc = 21
        _uw_t57 = await aw('else')
    _uw_t56(_uw_t57)
    _uw_t56 = _uw_t57 = _uw_t58 = None
    _uw_t61 = out.append
    _uw_pc = 22
    _uw_t62 = await aw(0)
    if not _uw_t62:
        _uw_pc = 23
        _uw_t64 = await aw('')
        if not _uw_t64:
            _uw_pc = 24
            _uw_t64 = await aw('third')
        _uw_t62 = _uw_t64
    _uw_t61(_uw_t62)
    _uw_t61 = _uw_t62 = _uw_t64 = None
    _uw_t67 = out.append
    _uw_t68 = tick('a')
    if _uw_t68:
        _uw_pc = 25
        _uw_t69 = await aw(0)
        if _uw_t69:
            _uw_t69 = tick('never')
        _uw_t68 = _uw_t69
    _uw_t67(_uw_t68)
    _uw_t67 = _uw_t68 = _uw_t69 = None
    _uw_t71 = out.append
    _uw_pc = 26
    _uw_t72 = await aw(True)
    _uw_t71(not _uw_t72)
    _uw_t71 = _uw_t72 = None
    _uw_t73 = out.append
    _uw_pc = 27
    _uw_t74 = await aw(3)
    _uw_t73(-_uw_t74 ** 2)
    _uw_t73 = _uw_t74 = None
    _uw_t75 = out.append
    _uw_t76 = 1 < 2
    if _uw_t76:
        _uw_pc = 28
        _uw_t77 = await aw(3)
        _uw_t78 = 2 < _uw_t77
        if _uw_t78:
            _uw_t79 = _uw_t77 < 4
            if _uw_t79:
                _uw_pc = 29
                _uw_t80 = await aw(0)
                _uw_t81 = 4 < _uw_t80
                if _uw_t81:
                    _uw_t81 = _uw_t80 < tick('never')
                _uw_t79 = _uw_t81
            _uw_t78 = _uw_t79
        _uw_t76 = _uw_t78
    _uw_t75(_uw_t76)
    _uw_t75 = _uw_t76 = _uw_t77 = _uw_t78 = _uw_t79 = _uw_t80 = _uw_t81 = None
    _uw_t82 = out.append
    _uw_pc = 30
    _uw_t83 = await aw('default')
    _uw_t82((lambda q=_uw_t83: q)())
    _uw_t82 = _uw_t83 = None

    def deco(tag):
        log(tag)
        return lambda f: (tag, f(1))
    _uw_t84 = deco
    _uw_pc = 31
    _uw_t85 = await aw('d1')
    _uw_t86 = _uw_t84(_uw_t85)
    _uw_t87 = deco(tick('d2'))
    _uw_pc = 32
    _uw_t88 = await aw(7)

    @_uw_t86
    @_uw_t87
    def decorated(p, q=_uw_t88):
        return p + q
    out.append(decorated)
    _uw_pc = 33
    _uw_t89 = await aw(Box)

    class Local(_uw_t89):
        field = 3
    out.append(Local(5).m())
    _uw_t90 = out.append
    if False:
        _uw_t92 = type(sys)
        _uw_pc = 34
        _uw_t93 = await aw('mod')
        _uw_t91 = _uw_t92(str(_uw_t93)).__name__
    else:
        _uw_t91 = 'skip'
    _uw_t90(_uw_t91)
    _uw_t90 = _uw_t91 = _uw_t92 = _uw_t93 = None
    try:
        _uw_t94 = o.m
        _uw_t95 = {**{'a': 1}}
        _uw_pc = 35
        _uw_t96 = await aw({'a': 2})
        f = _uw_t94(**_uw_t95, **_uw_t96)
        _uw_t94 = _uw_t95 = _uw_t96 = None
    except _uw_evicted():
        raise
    except TypeError as e:
        _uw_t94 = _uw_t95 = _uw_t96 = None
        out.append(str(e))
    try:
        if __debug__:
            _uw_pc = 36
            _uw_t97 = await aw(0)
            if not _uw_t97:
                _uw_pc = 37
                _uw_t98 = await aw('m')
                assert False, f'message {_uw_t98}'
        _uw_t97 = _uw_t98 = None
    except _uw_evicted():
        raise
    except AssertionError as e:
        _uw_t97 = _uw_t98 = None
        out.append(e.args)
    del d['p']
    _uw_t99 = d
    _uw_pc = 38
    _uw_t100 = await aw('q')
    del _uw_t99[_uw_t100]
    _uw_t99 = _uw_t100 = None
    out.append(d)
    return out

# input.py, re-entry forms
def _uw_factory(o):

    async def _uw_resumed(_uw_state):
        nonlocal o
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if 'v' in _uw_locals:
            v = _uw_locals['v']
        _uw_locals = None
        _uw_cells = lambda: (o,)
        if not _uw_go:
            o.m = o.other
        if not _uw_go:
            _uw_pc = 1
            _uw_t1 = await aw(v)
        else:
            _uw_go = 0
            _uw_t1 = await _uw_state.take()
        return _uw_t1

def _uw_factory(l):

    async def _uw_resumed(_uw_state):
        nonlocal l
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        _uw_locals = None
        _uw_cells = lambda: (l,)
        if not _uw_go:
            l.append(3)
        if not _uw_go:
            _uw_pc = 1
            _uw_t1 = await aw(9)
        else:
            _uw_go = 0
            _uw_t1 = await _uw_state.take()
        return _uw_t1

def _uw_factory(d):

    async def _uw_resumed(_uw_state):
        nonlocal d
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        _uw_locals = None
        _uw_cells = lambda: (d,)
        if not _uw_go:
            d['q'] = 2
        if not _uw_go:
            _uw_pc = 1
            _uw_t1 = await aw(3)
        else:
            _uw_go = 0
            _uw_t1 = await _uw_state.take()
        return _uw_t1

def _uw_factory(x):

    async def _uw_resumed(_uw_state):
        nonlocal x
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        _uw_locals = None
        _uw_cells = lambda: (x,)
        if not _uw_go:
            pass
            x += 100
        if not _uw_go:
            _uw_pc = 1
            _uw_t1 = await aw(1)
        else:
            _uw_go = 0
            _uw_t1 = await _uw_state.take()
        return _uw_t1

def _uw_factory(d, l, o, x):

    async def _uw_resumed(_uw_state):
        nonlocal d, l, o, x
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i53' in _uw_locals:
            _uw_i53 = _uw_locals['_uw_i53']
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t100' in _uw_locals:
            _uw_t100 = _uw_locals['_uw_t100']
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
        if '_uw_t23' in _uw_locals:
            _uw_t23 = _uw_locals['_uw_t23']
        if '_uw_t24' in _uw_locals:
            _uw_t24 = _uw_locals['_uw_t24']
        if '_uw_t25' in _uw_locals:
            _uw_t25 = _uw_locals['_uw_t25']
        if '_uw_t26' in _uw_locals:
            _uw_t26 = _uw_locals['_uw_t26']
        if '_uw_t27' in _uw_locals:
            _uw_t27 = _uw_locals['_uw_t27']
        if '_uw_t28' in _uw_locals:
            _uw_t28 = _uw_locals['_uw_t28']
        if '_uw_t29' in _uw_locals:
            _uw_t29 = _uw_locals['_uw_t29']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t30' in _uw_locals:
            _uw_t30 = _uw_locals['_uw_t30']
        if '_uw_t31' in _uw_locals:
            _uw_t31 = _uw_locals['_uw_t31']
        if '_uw_t32' in _uw_locals:
            _uw_t32 = _uw_locals['_uw_t32']
        if '_uw_t33' in _uw_locals:
            _uw_t33 = _uw_locals['_uw_t33']
        if '_uw_t34' in _uw_locals:
            _uw_t34 = _uw_locals['_uw_t34']
        if '_uw_t35' in _uw_locals:
            _uw_t35 = _uw_locals['_uw_t35']
        if '_uw_t36' in _uw_locals:
            _uw_t36 = _uw_locals['_uw_t36']
        if '_uw_t37' in _uw_locals:
            _uw_t37 = _uw_locals['_uw_t37']
        if '_uw_t38' in _uw_locals:
            _uw_t38 = _uw_locals['_uw_t38']
        if '_uw_t39' in _uw_locals:
            _uw_t39 = _uw_locals['_uw_t39']
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
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t50' in _uw_locals:
            _uw_t50 = _uw_locals['_uw_t50']
        if '_uw_t51' in _uw_locals:
            _uw_t51 = _uw_locals['_uw_t51']
        if '_uw_t51_e' in _uw_locals:
            _uw_t51_e = _uw_locals['_uw_t51_e']
        if '_uw_t55' in _uw_locals:
            _uw_t55 = _uw_locals['_uw_t55']
        if '_uw_t56' in _uw_locals:
            _uw_t56 = _uw_locals['_uw_t56']
        if '_uw_t57' in _uw_locals:
            _uw_t57 = _uw_locals['_uw_t57']
        if '_uw_t58' in _uw_locals:
            _uw_t58 = _uw_locals['_uw_t58']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t61' in _uw_locals:
            _uw_t61 = _uw_locals['_uw_t61']
        if '_uw_t62' in _uw_locals:
            _uw_t62 = _uw_locals['_uw_t62']
        if '_uw_t64' in _uw_locals:
            _uw_t64 = _uw_locals['_uw_t64']
        if '_uw_t67' in _uw_locals:
            _uw_t67 = _uw_locals['_uw_t67']
        if '_uw_t68' in _uw_locals:
            _uw_t68 = _uw_locals['_uw_t68']
        if '_uw_t69' in _uw_locals:
            _uw_t69 = _uw_locals['_uw_t69']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t71' in _uw_locals:
            _uw_t71 = _uw_locals['_uw_t71']
        if '_uw_t72' in _uw_locals:
            _uw_t72 = _uw_locals['_uw_t72']
        if '_uw_t73' in _uw_locals:
            _uw_t73 = _uw_locals['_uw_t73']
        if '_uw_t74' in _uw_locals:
            _uw_t74 = _uw_locals['_uw_t74']
        if '_uw_t75' in _uw_locals:
            _uw_t75 = _uw_locals['_uw_t75']
        if '_uw_t76' in _uw_locals:
            _uw_t76 = _uw_locals['_uw_t76']
        if '_uw_t77' in _uw_locals:
            _uw_t77 = _uw_locals['_uw_t77']
        if '_uw_t78' in _uw_locals:
            _uw_t78 = _uw_locals['_uw_t78']
        if '_uw_t79' in _uw_locals:
            _uw_t79 = _uw_locals['_uw_t79']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_t80' in _uw_locals:
            _uw_t80 = _uw_locals['_uw_t80']
        if '_uw_t81' in _uw_locals:
            _uw_t81 = _uw_locals['_uw_t81']
        if '_uw_t82' in _uw_locals:
            _uw_t82 = _uw_locals['_uw_t82']
        if '_uw_t83' in _uw_locals:
            _uw_t83 = _uw_locals['_uw_t83']
        if '_uw_t84' in _uw_locals:
            _uw_t84 = _uw_locals['_uw_t84']
        if '_uw_t85' in _uw_locals:
            _uw_t85 = _uw_locals['_uw_t85']
        if '_uw_t86' in _uw_locals:
            _uw_t86 = _uw_locals['_uw_t86']
        if '_uw_t87' in _uw_locals:
            _uw_t87 = _uw_locals['_uw_t87']
        if '_uw_t88' in _uw_locals:
            _uw_t88 = _uw_locals['_uw_t88']
        if '_uw_t89' in _uw_locals:
            _uw_t89 = _uw_locals['_uw_t89']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if '_uw_t90' in _uw_locals:
            _uw_t90 = _uw_locals['_uw_t90']
        if '_uw_t91' in _uw_locals:
            _uw_t91 = _uw_locals['_uw_t91']
        if '_uw_t92' in _uw_locals:
            _uw_t92 = _uw_locals['_uw_t92']
        if '_uw_t93' in _uw_locals:
            _uw_t93 = _uw_locals['_uw_t93']
        if '_uw_t94' in _uw_locals:
            _uw_t94 = _uw_locals['_uw_t94']
        if '_uw_t95' in _uw_locals:
            _uw_t95 = _uw_locals['_uw_t95']
        if '_uw_t96' in _uw_locals:
            _uw_t96 = _uw_locals['_uw_t96']
        if '_uw_t97' in _uw_locals:
            _uw_t97 = _uw_locals['_uw_t97']
        if '_uw_t98' in _uw_locals:
            _uw_t98 = _uw_locals['_uw_t98']
        if '_uw_t99' in _uw_locals:
            _uw_t99 = _uw_locals['_uw_t99']
        if '_uw_v52_k' in _uw_locals:
            _uw_v52_k = _uw_locals['_uw_v52_k']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'b' in _uw_locals:
            b = _uw_locals['b']
        if 'bump' in _uw_locals:
            bump = _uw_locals['bump']
        if 'dd' in _uw_locals:
            dd = _uw_locals['dd']
        if 'deco' in _uw_locals:
            deco = _uw_locals['deco']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'f' in _uw_locals:
            f = _uw_locals['f']
        if 'first' in _uw_locals:
            first = _uw_locals['first']
        if 'ix' in _uw_locals:
            ix = _uw_locals['ix']
        if 'letters' in _uw_locals:
            letters = _uw_locals['letters']
        if 'm' in _uw_locals:
            m = _uw_locals['m']
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        if 'rest' in _uw_locals:
            rest = _uw_locals['rest']
        if 's' in _uw_locals:
            s = _uw_locals['s']
        if 'y' in _uw_locals:
            y = _uw_locals['y']
        _uw_locals = None
        _uw_cells = lambda: (d, l, o, x)
        if not _uw_go:
            out = []
            o = Box(1)

            async def swap(v):
                _uw_cells = lambda: (o,)
                _uw_pc = 0
                o.m = o.other
                _uw_pc = 1
                _uw_t1 = await aw(v)
                return _uw_t1
            _uw_t1 = out.append
            _uw_t2 = _uw_bound(lambda: o, 'o', False).m
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t3 = await swap(2)
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
        if not _uw_go:
            _uw_t1(_uw_t2(_uw_t3))
            _uw_t1 = _uw_t2 = _uw_t3 = None
            del _uw_bound(lambda: o, 'o', False).m
            l = [1, 2]

            async def grow():
                _uw_cells = lambda: (l,)
                _uw_pc = 0
                l.append(3)
                _uw_pc = 1
                _uw_t1 = await aw(9)
                return _uw_t1
            _uw_t4 = out.append
            _uw_t5 = _uw_bound(lambda: o, 'o', False).m
            _uw_t6 = (*_uw_bound(lambda: l, 'l', False),)
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t7 = await grow()
            else:
                _uw_go = 0
                _uw_t7 = await _uw_state.take()
        if not _uw_go:
            _uw_t4(_uw_t5(*_uw_t6, _uw_t7))
            _uw_t4 = _uw_t5 = _uw_t6 = _uw_t7 = None
            d = {'p': 1}

            async def put():
                _uw_cells = lambda: (d,)
                _uw_pc = 0
                d['q'] = 2
                _uw_pc = 1
                _uw_t1 = await aw(3)
                return _uw_t1
            _uw_t8 = out.append
            _uw_t9 = _uw_bound(lambda: o, 'o', False).m
            _uw_t10 = {**_uw_bound(lambda: d, 'd', False)}
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t11 = await put()
            else:
                _uw_go = 0
                _uw_t11 = await _uw_state.take()
        if not _uw_go:
            _uw_t8(_uw_t9(**_uw_t10, r=_uw_t11))
            _uw_t8 = _uw_t9 = _uw_t10 = _uw_t11 = None
            x = 1

            async def bump():
                nonlocal x
                _uw_cells = lambda: (x,)
                _uw_pc = 0
                pass
                x += 100
                _uw_pc = 1
                _uw_t1 = await aw(1)
                return _uw_t1
            _uw_t12 = out.append
            _uw_t13 = _uw_bound(lambda: x, 'x', False)
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t14 = await bump()
            else:
                _uw_go = 0
                _uw_t14 = await _uw_state.take()
        if not _uw_go:
            _uw_t12((_uw_t13, _uw_t14, _uw_bound(lambda: x, 'x', False)))
            _uw_t12 = _uw_t13 = _uw_t14 = None
            _uw_t15 = out.append
            _uw_t16 = _uw_bound(lambda: x, 'x', False)
            _uw_t17 = (*_uw_bound(lambda: l, 'l', False),)
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                _uw_t18 = await bump()
            else:
                _uw_go = 0
                _uw_t18 = await _uw_state.take()
        if not _uw_go:
            _uw_t15([_uw_t16, *_uw_t17, _uw_t18, _uw_bound(lambda: x, 'x', False)])
            _uw_t15 = _uw_t16 = _uw_t17 = _uw_t18 = None
            _uw_t19 = out.append
            _uw_t20 = _uw_bound(lambda: x, 'x', False)
            _uw_t21 = _uw_bound(lambda: x, 'x', False)
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                _uw_t22 = await bump()
            else:
                _uw_go = 0
                _uw_t22 = await _uw_state.take()
        if not _uw_go:
            _uw_t19({_uw_t20: _uw_t21, _uw_t22: _uw_bound(lambda: x, 'x', False), **_uw_bound(lambda: d, 'd', False)})
            _uw_t19 = _uw_t20 = _uw_t21 = _uw_t22 = None
            _uw_t23 = _uw_bound(lambda: x, 'x', False)
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                _uw_t24 = await bump()
            else:
                _uw_go = 0
                _uw_t24 = await _uw_state.take()
        if not _uw_go:
            _uw_t23 += _uw_t24
            x = _uw_t23
            _uw_t23 = _uw_t24 = None
            out.append(_uw_bound(lambda: x, 'x', False))

            def dd():
                log('d')
                return d

            def ix(k):
                log(('ix', k))
                return k
            _uw_t25 = dd()
            _uw_t26 = ix('p')
            _uw_t27 = _uw_t25[_uw_t26]
        if _uw_go <= 8:
            if not _uw_go:
                _uw_pc = 8
                _uw_t28 = await aw(5)
            else:
                _uw_go = 0
                _uw_t28 = await _uw_state.take()
        if not _uw_go:
            _uw_t27 += _uw_t28
            _uw_t25[_uw_t26] = _uw_t27
            _uw_t25 = _uw_t26 = _uw_t27 = _uw_t28 = None
        if _uw_go <= 9:
            if not _uw_go:
                _uw_pc = 9
                _uw_t29 = await aw(tick('r'))
            else:
                _uw_go = 0
                _uw_t29 = await _uw_state.take()
        if not _uw_go:
            dd()[ix('n1')], dd()[ix('n2')] = (_uw_t29, tick('s'))
            _uw_t29 = None
            out.append(dict(_uw_bound(lambda: d, 'd', False)))
            s = slice(None)
            letters = list('abcdef')
            _uw_t30 = out.append
            _uw_t31 = letters
            _uw_t32 = tick(1, 1)
        if _uw_go <= 10:
            if not _uw_go:
                _uw_pc = 10
                _uw_t33 = await aw(4)
            else:
                _uw_go = 0
                _uw_t33 = await _uw_state.take()
        if not _uw_go:
            _uw_t30(_uw_t31[_uw_t32:_uw_t33:tick(2, 2)])
            _uw_t30 = _uw_t31 = _uw_t32 = _uw_t33 = None
            _uw_t34 = ['z']
            _uw_t35 = letters
            _uw_t36 = tick(0, 0)
        if _uw_go <= 11:
            if not _uw_go:
                _uw_pc = 11
                _uw_t37 = await aw(2)
            else:
                _uw_go = 0
                _uw_t37 = await _uw_state.take()
        if not _uw_go:
            _uw_t35[_uw_t36:_uw_t37] = _uw_t34
            _uw_t34 = _uw_t35 = _uw_t36 = _uw_t37 = None
            out.append(letters)
            _uw_t38 = out.append
            _uw_t39 = f"{_uw_bound(lambda: x, 'x', False)}"
        if _uw_go <= 12:
            if not _uw_go:
                _uw_pc = 12
                _uw_t40 = await bump()
            else:
                _uw_go = 0
                _uw_t40 = await _uw_state.take()
        if not _uw_go:
            _uw_t41 = f'{_uw_t40}'
            _uw_t42 = _uw_bound(lambda: x, 'x', False)
        if _uw_go <= 13:
            if not _uw_go:
                _uw_pc = 13
                _uw_t43 = await aw(6)
            else:
                _uw_go = 0
                _uw_t43 = await _uw_state.take()
        if not _uw_go:
            _uw_t38(f"{_uw_t39}{_uw_t41}{_uw_t42!r:>{_uw_t43}}x={_uw_bound(lambda: x, 'x', False)!r}")
            _uw_t38 = _uw_t39 = _uw_t40 = _uw_t41 = _uw_t42 = _uw_t43 = None
        if _uw_go <= 14:
            if not _uw_go:
                _uw_pc = 14
                _uw_t44 = await aw([1])
            else:
                _uw_go = 0
                _uw_t44 = await _uw_state.take()
        if not _uw_go:
            a = b = _uw_t44
            _uw_t44 = None
            out.append(a is b)
        if _uw_go <= 15:
            if not _uw_go:
                _uw_pc = 15
                _uw_t45 = await aw('xyz')
            else:
                _uw_go = 0
                _uw_t45 = await _uw_state.take()
        if not _uw_go:
            first, *rest = _uw_t45
            _uw_t45 = None
            out.append((first, rest))
        if _uw_go <= 16:
            if not _uw_go:
                _uw_pc = 16
                _uw_t46 = await aw(4)
            else:
                _uw_go = 0
                _uw_t46 = await _uw_state.take()
        if not _uw_go:
            (n := _uw_t46)
            _uw_t46 = None
            _uw_t47 = out.append
            _uw_t48 = n
        if _uw_go <= 17:
            if not _uw_go:
                _uw_pc = 17
                _uw_t49 = await aw(5)
            else:
                _uw_go = 0
                _uw_t49 = await _uw_state.take()
        if not _uw_go:
            _uw_t47([_uw_t48, (m := _uw_t49) + m, n + m])
            _uw_t47 = _uw_t48 = _uw_t49 = None
            _uw_t50 = out.append
            _uw_t51 = []
        if _uw_go <= 18:
            if not _uw_go:
                _uw_i53 = _uw_iter(range(3))
            for _uw_v54 in _uw_chain((None,), _uw_i53) if _uw_go else _uw_i53:
                if not _uw_go:
                    _uw_v52_k = _uw_v54
                if not _uw_go:
                    _uw_pc = 18
                    _uw_t55 = await aw(_uw_v52_k)
                else:
                    _uw_go = 0
                    _uw_t55 = await _uw_state.take()
                _uw_t51_e = (y := _uw_t55)
                _uw_t55 = None
                _uw_t51.append(_uw_t51_e)
            _uw_i53 = None
        if not _uw_go:
            _uw_t50(_uw_t51)
            _uw_t50 = _uw_t51 = _uw_t51_e = None
            out.append(y)
            _uw_t56 = out.append
        if _uw_go <= 19:
            if not _uw_go:
                _uw_pc = 19
                _uw_t58 = await aw(0)
            else:
                _uw_go = 0
                _uw_t58 = await _uw_state.take()
        if _uw_go <= 21:
            if _uw_go <= 20 if _uw_go else _uw_t58:
                if not _uw_go:
                    _uw_pc = 20
                    _uw_t57 = await aw(1)
                else:
                    _uw_go = 0
                    _uw_t57 = await _uw_state.take()
            elif not _uw_go:
                _uw_pc = 21
                _uw_t57 = await aw('else')
            else:
                _uw_go = 0
                _uw_t57 = await _uw_state.take()
        if not _uw_go:
            _uw_t56(_uw_t57)
            _uw_t56 = _uw_t57 = _uw_t58 = None
            _uw_t61 = out.append
        if _uw_go <= 22:
            if not _uw_go:
                _uw_pc = 22
                _uw_t62 = await aw(0)
            else:
                _uw_go = 0
                _uw_t62 = await _uw_state.take()
        if _uw_go <= 24:
            if True if _uw_go else not _uw_t62:
                if _uw_go <= 23:
                    if not _uw_go:
                        _uw_pc = 23
                        _uw_t64 = await aw('')
                    else:
                        _uw_go = 0
                        _uw_t64 = await _uw_state.take()
                if True if _uw_go else not _uw_t64:
                    if not _uw_go:
                        _uw_pc = 24
                        _uw_t64 = await aw('third')
                    else:
                        _uw_go = 0
                        _uw_t64 = await _uw_state.take()
                _uw_t62 = _uw_t64
        if not _uw_go:
            _uw_t61(_uw_t62)
            _uw_t61 = _uw_t62 = _uw_t64 = None
            _uw_t67 = out.append
            _uw_t68 = tick('a')
        if _uw_go <= 25:
            if True if _uw_go else _uw_t68:
                if _uw_go <= 25:
                    if not _uw_go:
                        _uw_pc = 25
                        _uw_t69 = await aw(0)
                    else:
                        _uw_go = 0
                        _uw_t69 = await _uw_state.take()
                if _uw_t69:
                    _uw_t69 = tick('never')
                _uw_t68 = _uw_t69
        if not _uw_go:
            _uw_t67(_uw_t68)
            _uw_t67 = _uw_t68 = _uw_t69 = None
            _uw_t71 = out.append
        if _uw_go <= 26:
            if not _uw_go:
                _uw_pc = 26
                _uw_t72 = await aw(True)
            else:
                _uw_go = 0
                _uw_t72 = await _uw_state.take()
        if not _uw_go:
            _uw_t71(not _uw_t72)
            _uw_t71 = _uw_t72 = None
            _uw_t73 = out.append
        if _uw_go <= 27:
            if not _uw_go:
                _uw_pc = 27
                _uw_t74 = await aw(3)
            else:
                _uw_go = 0
                _uw_t74 = await _uw_state.take()
        if not _uw_go:
            _uw_t73(-_uw_t74 ** 2)
            _uw_t73 = _uw_t74 = None
            _uw_t75 = out.append
            _uw_t76 = 1 < 2
        if _uw_go <= 29:
            if True if _uw_go else _uw_t76:
                if _uw_go <= 28:
                    if not _uw_go:
                        _uw_pc = 28
                        _uw_t77 = await aw(3)
                    else:
                        _uw_go = 0
                        _uw_t77 = await _uw_state.take()
                if not _uw_go:
                    _uw_t78 = 2 < _uw_t77
                if True if _uw_go else _uw_t78:
                    if not _uw_go:
                        _uw_t79 = _uw_t77 < 4
                    if True if _uw_go else _uw_t79:
                        if _uw_go <= 29:
                            if not _uw_go:
                                _uw_pc = 29
                                _uw_t80 = await aw(0)
                            else:
                                _uw_go = 0
                                _uw_t80 = await _uw_state.take()
                        if not _uw_go:
                            _uw_t81 = 4 < _uw_t80
                        if _uw_t81:
                            _uw_t81 = _uw_t80 < tick('never')
                        _uw_t79 = _uw_t81
                    _uw_t78 = _uw_t79
                _uw_t76 = _uw_t78
        if not _uw_go:
            _uw_t75(_uw_t76)
            _uw_t75 = _uw_t76 = _uw_t77 = _uw_t78 = _uw_t79 = _uw_t80 = _uw_t81 = None
            _uw_t82 = out.append
        if _uw_go <= 30:
            if not _uw_go:
                _uw_pc = 30
                _uw_t83 = await aw('default')
            else:
                _uw_go = 0
                _uw_t83 = await _uw_state.take()
        if not _uw_go:
            _uw_t82((lambda q=_uw_t83: q)())
            _uw_t82 = _uw_t83 = None

            def deco(tag):
                log(tag)
                return lambda f: (tag, f(1))
            _uw_t84 = deco
        if _uw_go <= 31:
            if not _uw_go:
                _uw_pc = 31
                _uw_t85 = await aw('d1')
            else:
                _uw_go = 0
                _uw_t85 = await _uw_state.take()
        if not _uw_go:
            _uw_t86 = _uw_t84(_uw_t85)
            _uw_t87 = deco(tick('d2'))
        if _uw_go <= 32:
            if not _uw_go:
                _uw_pc = 32
                _uw_t88 = await aw(7)
            else:
                _uw_go = 0
                _uw_t88 = await _uw_state.take()
        if not _uw_go:

            @_uw_t86
            @_uw_t87
            def decorated(p, q=_uw_t88):
                return p + q
            out.append(decorated)
        if _uw_go <= 33:
            if not _uw_go:
                _uw_pc = 33
                _uw_t89 = await aw(Box)
            else:
                _uw_go = 0
                _uw_t89 = await _uw_state.take()
        if not _uw_go:

            class Local(_uw_t89):
                field = 3
            out.append(Local(5).m())
            _uw_t90 = out.append
        if _uw_go <= 34:
            if True if _uw_go else False:
                if not _uw_go:
                    _uw_t92 = type(sys)
                if not _uw_go:
                    _uw_pc = 34
                    _uw_t93 = await aw('mod')
                else:
                    _uw_go = 0
                    _uw_t93 = await _uw_state.take()
                _uw_t91 = _uw_t92(str(_uw_t93)).__name__
            else:
                _uw_t91 = 'skip'
        if not _uw_go:
            _uw_t90(_uw_t91)
            _uw_t90 = _uw_t91 = _uw_t92 = _uw_t93 = None
        if _uw_go <= 35:
            try:
                if not _uw_go:
                    _uw_t94 = _uw_bound(lambda: o, 'o', False).m
                    _uw_t95 = {**{'a': 1}}
                if not _uw_go:
                    _uw_pc = 35
                    _uw_t96 = await aw({'a': 2})
                else:
                    _uw_go = 0
                    _uw_t96 = await _uw_state.take()
                f = _uw_t94(**_uw_t95, **_uw_t96)
                _uw_t94 = _uw_t95 = _uw_t96 = None
            except _uw_evicted():
                raise
            except TypeError as e:
                _uw_t94 = _uw_t95 = _uw_t96 = None
                out.append(str(e))
        if _uw_go <= 37:
            try:
                if True if _uw_go else __debug__:
                    if _uw_go <= 36:
                        if not _uw_go:
                            _uw_pc = 36
                            _uw_t97 = await aw(0)
                        else:
                            _uw_go = 0
                            _uw_t97 = await _uw_state.take()
                    if True if _uw_go else not _uw_t97:
                        if not _uw_go:
                            _uw_pc = 37
                            _uw_t98 = await aw('m')
                        else:
                            _uw_go = 0
                            _uw_t98 = await _uw_state.take()
                        assert False, f'message {_uw_t98}'
                _uw_t97 = _uw_t98 = None
            except _uw_evicted():
                raise
            except AssertionError as e:
                _uw_t97 = _uw_t98 = None
                out.append(e.args)
        if not _uw_go:
            del _uw_bound(lambda: d, 'd', False)['p']
            _uw_t99 = _uw_bound(lambda: d, 'd', False)
        if not _uw_go:
            _uw_pc = 38
            _uw_t100 = await aw('q')
        else:
            _uw_go = 0
            _uw_t100 = await _uw_state.take()
        del _uw_t99[_uw_t100]
        _uw_t99 = _uw_t100 = None
        out.append(_uw_bound(lambda: d, 'd', False))
        return out
