# input.py, lowered
def make():

    async def counted(n):
        """Adds to a total that two closures share."""
        nonlocal total
        _uw_cells = lambda: (total,)
        _uw_pc = 0
        pass
        _uw_t1 = total
        _uw_pc = 1
        _uw_t2 = await aw(n)
        _uw_t1 += _uw_t2
        total = _uw_t1
        _uw_t1 = _uw_t2 = None
        return total
    total = 0
    return (counted, lambda: total)

class Greeter:
    prefix = 'hi'

    async def greet(self, name, *rest, punct='!', **extra):
        _uw_pc = 0
        _uw_pc = 1
        await aw(1)
        return self.prefix + name + punct + repr(rest) + repr(sorted(extra))

    @classmethod
    async def make(cls):
        _uw_pc = 0
        _uw_pc = 1
        _uw_t1 = await aw(cls.__name__)
        return _uw_t1

    @staticmethod
    async def pure(x):
        _uw_pc = 0
        _uw_pc = 1
        _uw_t1 = await aw(x)
        return _uw_t1

class Loud(Greeter):

    async def greet(self, name, **kw):
        _uw_cells = lambda: (__class__,)
        _uw_pc = 0
        _uw_pc = 1
        base = await super(__class__, self).greet(name, **kw)
        return base.upper()

async def defaults(a, b=2, /, c=3, *args, d, e=5, **kw):
    _uw_pc = 0
    _uw_pc = 1
    x = await aw(a)
    return (x, b, c, args, d, e, kw)

async def main():
    _uw_cells = lambda: (x,)
    _uw_pc = 0
    out = []
    counted, total = make()
    _uw_pc = 1
    await aw(1)
    _uw_t2 = out.append
    _uw_pc = 2
    _uw_t3 = await counted(2)
    _uw_t4 = total()
    _uw_pc = 3
    _uw_t5 = await counted(3)
    _uw_t2((_uw_t3, _uw_t4, _uw_t5, total()))
    _uw_t2 = _uw_t3 = _uw_t4 = _uw_t5 = None
    out.append(counted.__doc__)
    out.append(counted.__name__)
    g = Loud()
    _uw_t6 = out.append
    _uw_pc = 4
    _uw_t7 = await g.greet('bob', punct='?')
    _uw_t6(_uw_t7)
    _uw_t6 = _uw_t7 = None
    _uw_t8 = out.append
    _uw_pc = 5
    _uw_t9 = await Greeter().greet('al', 1, 2, z=1)
    _uw_t8(_uw_t9)
    _uw_t8 = _uw_t9 = None
    _uw_t10 = out.append
    _uw_pc = 6
    _uw_t11 = await Greeter.make()
    _uw_t10(_uw_t11)
    _uw_t10 = _uw_t11 = None
    _uw_t12 = out.append
    _uw_pc = 7
    _uw_t13 = await Greeter.pure(5)
    _uw_t12(_uw_t13)
    _uw_t12 = _uw_t13 = None
    _uw_t14 = out.append
    _uw_pc = 8
    _uw_t15 = await defaults(1, d=4)
    _uw_t14(_uw_t15)
    _uw_t14 = _uw_t15 = None
    _uw_t16 = out.append
    _uw_pc = 9
    _uw_t17 = await defaults(1, 2, 3, 4, 5, d=6, zz=7)
    _uw_t16(_uw_t17)
    _uw_t16 = _uw_t17 = None
    bound = g.greet
    _uw_pc = 10
    await aw(0)
    _uw_t19 = out.append
    _uw_pc = 11
    _uw_t20 = await bound('later')
    _uw_t19(_uw_t20)
    _uw_t19 = _uw_t20 = None
    fs = [lambda: i for i in range(2)]
    _uw_pc = 12
    await aw(0)
    out.append([f() for f in fs])
    gs = []
    _uw_i22 = _uw_iter(range(3))
    for i in _uw_i22:

        def keep(i=i):
            return i
        gs.append(keep)
        _uw_pc = 13
        await aw(0)
    _uw_i22 = None
    out.append([f() for f in gs])
    x = 1

    async def outer():
        _uw_cells = lambda: (x,)
        _uw_pc = 0
        x = 10

        async def inner():
            nonlocal x
            _uw_cells = lambda: (x,)
            _uw_pc = 0
            pass
            _uw_t1 = x
            _uw_pc = 1
            _uw_t2 = await aw(1)
            _uw_t1 += _uw_t2
            x = _uw_t1
            _uw_t1 = _uw_t2 = None
            return x
        _uw_pc = 1
        _uw_t1 = await inner()
        _uw_pc = 2
        _uw_t2 = await inner()
        return _uw_t1 + _uw_t2 + x
    _uw_t25 = out.append
    _uw_pc = 14
    _uw_t26 = await outer()
    _uw_t25((_uw_t26, x))
    _uw_t25 = _uw_t26 = None
    _uw_t27 = out.append
    _uw_pc = 15
    _uw_t28 = await aw(1)
    _uw_t27(sum((v * x for v in [_uw_t28, 2])))
    _uw_t27 = _uw_t28 = None
    out.append([(lambda v: v + x)(v) for v in (1, 2)])
    _uw_t29 = out.append
    _uw_t30 = {}
    _uw_i32 = _uw_iter(range(3))
    for _uw_v31_k in _uw_i32:
        _uw_t30_k = _uw_v31_k
        _uw_t34 = []
        _uw_i36 = _uw_iter(range(_uw_v31_k))
        for _uw_v35__ in _uw_i36:
            _uw_pc = 16
            _uw_t34_e = await aw(_uw_v31_k)
            _uw_t34.append(_uw_t34_e)
        _uw_i36 = None
        _uw_t30_e = _uw_t34
        _uw_t34 = _uw_t34_e = None
        _uw_t30[_uw_t30_k] = _uw_t30_e
    _uw_i32 = None
    _uw_t29(_uw_t30)
    _uw_t29 = _uw_t30 = _uw_t30_e = _uw_t30_k = None
    return out

# input.py, re-entry forms
def _uw_factory(total):

    async def _uw_resumed(_uw_state):
        nonlocal total
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        _uw_locals = None
        _uw_cells = lambda: (total,)
        if not _uw_go:
            pass
            _uw_t1 = total
        if not _uw_go:
            _uw_pc = 1
            _uw_t2 = await aw(n)
        else:
            _uw_go = 0
            _uw_t2 = await _uw_state.take()
        _uw_t1 += _uw_t2
        total = _uw_t1
        _uw_t1 = _uw_t2 = None
        return total

class Greeter:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'extra' in _uw_locals:
                extra = _uw_locals['extra']
            if 'name' in _uw_locals:
                name = _uw_locals['name']
            if 'punct' in _uw_locals:
                punct = _uw_locals['punct']
            if 'rest' in _uw_locals:
                rest = _uw_locals['rest']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
            return self.prefix + name + punct + repr(rest) + repr(sorted(extra))

class Greeter:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if 'cls' in _uw_locals:
                cls = _uw_locals['cls']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await aw(cls.__name__)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return _uw_t1

class Greeter:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if 'x' in _uw_locals:
                x = _uw_locals['x']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await aw(x)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return _uw_t1

class Loud:

    def _uw_factory(__class__):

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'base' in _uw_locals:
                base = _uw_locals['base']
            if 'kw' in _uw_locals:
                kw = _uw_locals['kw']
            if 'name' in _uw_locals:
                name = _uw_locals['name']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            if not _uw_go:
                _uw_pc = 1
                base = await super(__class__, self).greet(name, **kw)
            else:
                _uw_go = 0
                base = await _uw_state.take()
            return base.upper()

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'args' in _uw_locals:
            args = _uw_locals['args']
        if 'b' in _uw_locals:
            b = _uw_locals['b']
        if 'c' in _uw_locals:
            c = _uw_locals['c']
        if 'd' in _uw_locals:
            d = _uw_locals['d']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'kw' in _uw_locals:
            kw = _uw_locals['kw']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            x = await aw(a)
        else:
            _uw_go = 0
            x = await _uw_state.take()
        return (x, b, c, args, d, e, kw)

def _uw_factory(x):

    async def _uw_resumed(_uw_state):
        nonlocal x
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        _uw_locals = None
        _uw_cells = lambda: (x,)
        if not _uw_go:
            pass
            _uw_t1 = x
        if not _uw_go:
            _uw_pc = 1
            _uw_t2 = await aw(1)
        else:
            _uw_go = 0
            _uw_t2 = await _uw_state.take()
        _uw_t1 += _uw_t2
        x = _uw_t1
        _uw_t1 = _uw_t2 = None
        return x

def _uw_factory(x):

    async def _uw_resumed(_uw_state):
        nonlocal x
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if 'inner' in _uw_locals:
            inner = _uw_locals['inner']
        _uw_locals = None
        _uw_cells = lambda: (x,)
        if not _uw_go:
            x = 10

            async def inner():
                nonlocal x
                _uw_cells = lambda: (x,)
                _uw_pc = 0
                pass
                _uw_t1 = x
                _uw_pc = 1
                _uw_t2 = await aw(1)
                _uw_t1 += _uw_t2
                x = _uw_t1
                _uw_t1 = _uw_t2 = None
                return x
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await inner()
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
        if not _uw_go:
            _uw_pc = 2
            _uw_t2 = await inner()
        else:
            _uw_go = 0
            _uw_t2 = await _uw_state.take()
        return _uw_t1 + _uw_t2 + _uw_bound(lambda: x, 'x', False)

def _uw_factory(x):

    async def _uw_resumed(_uw_state):
        nonlocal x
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i22' in _uw_locals:
            _uw_i22 = _uw_locals['_uw_i22']
        if '_uw_i32' in _uw_locals:
            _uw_i32 = _uw_locals['_uw_i32']
        if '_uw_i36' in _uw_locals:
            _uw_i36 = _uw_locals['_uw_i36']
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
        if '_uw_t19' in _uw_locals:
            _uw_t19 = _uw_locals['_uw_t19']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t20' in _uw_locals:
            _uw_t20 = _uw_locals['_uw_t20']
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
        if '_uw_t30_e' in _uw_locals:
            _uw_t30_e = _uw_locals['_uw_t30_e']
        if '_uw_t30_k' in _uw_locals:
            _uw_t30_k = _uw_locals['_uw_t30_k']
        if '_uw_t34' in _uw_locals:
            _uw_t34 = _uw_locals['_uw_t34']
        if '_uw_t34_e' in _uw_locals:
            _uw_t34_e = _uw_locals['_uw_t34_e']
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
        if '_uw_v31_k' in _uw_locals:
            _uw_v31_k = _uw_locals['_uw_v31_k']
        if '_uw_v35__' in _uw_locals:
            _uw_v35__ = _uw_locals['_uw_v35__']
        if 'bound' in _uw_locals:
            bound = _uw_locals['bound']
        if 'counted' in _uw_locals:
            counted = _uw_locals['counted']
        if 'fs' in _uw_locals:
            fs = _uw_locals['fs']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        if 'gs' in _uw_locals:
            gs = _uw_locals['gs']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        if 'total' in _uw_locals:
            total = _uw_locals['total']
        _uw_locals = None
        _uw_cells = lambda: (x,)
        if not _uw_go:
            out = []
            counted, total = make()
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t2 = out.append
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t3 = await counted(2)
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
        if not _uw_go:
            _uw_t4 = total()
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t5 = await counted(3)
            else:
                _uw_go = 0
                _uw_t5 = await _uw_state.take()
        if not _uw_go:
            _uw_t2((_uw_t3, _uw_t4, _uw_t5, total()))
            _uw_t2 = _uw_t3 = _uw_t4 = _uw_t5 = None
            out.append(counted.__doc__)
            out.append(counted.__name__)
            g = Loud()
            _uw_t6 = out.append
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t7 = await g.greet('bob', punct='?')
            else:
                _uw_go = 0
                _uw_t7 = await _uw_state.take()
        if not _uw_go:
            _uw_t6(_uw_t7)
            _uw_t6 = _uw_t7 = None
            _uw_t8 = out.append
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                _uw_t9 = await Greeter().greet('al', 1, 2, z=1)
            else:
                _uw_go = 0
                _uw_t9 = await _uw_state.take()
        if not _uw_go:
            _uw_t8(_uw_t9)
            _uw_t8 = _uw_t9 = None
            _uw_t10 = out.append
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                _uw_t11 = await Greeter.make()
            else:
                _uw_go = 0
                _uw_t11 = await _uw_state.take()
        if not _uw_go:
            _uw_t10(_uw_t11)
            _uw_t10 = _uw_t11 = None
            _uw_t12 = out.append
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                _uw_t13 = await Greeter.pure(5)
            else:
                _uw_go = 0
                _uw_t13 = await _uw_state.take()
        if not _uw_go:
            _uw_t12(_uw_t13)
            _uw_t12 = _uw_t13 = None
            _uw_t14 = out.append
        if _uw_go <= 8:
            if not _uw_go:
                _uw_pc = 8
                _uw_t15 = await defaults(1, d=4)
            else:
                _uw_go = 0
                _uw_t15 = await _uw_state.take()
        if not _uw_go:
            _uw_t14(_uw_t15)
            _uw_t14 = _uw_t15 = None
            _uw_t16 = out.append
        if _uw_go <= 9:
            if not _uw_go:
                _uw_pc = 9
                _uw_t17 = await defaults(1, 2, 3, 4, 5, d=6, zz=7)
            else:
                _uw_go = 0
                _uw_t17 = await _uw_state.take()
        if not _uw_go:
            _uw_t16(_uw_t17)
            _uw_t16 = _uw_t17 = None
            bound = g.greet
        if _uw_go <= 10:
            if not _uw_go:
                _uw_pc = 10
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t19 = out.append
        if _uw_go <= 11:
            if not _uw_go:
                _uw_pc = 11
                _uw_t20 = await bound('later')
            else:
                _uw_go = 0
                _uw_t20 = await _uw_state.take()
        if not _uw_go:
            _uw_t19(_uw_t20)
            _uw_t19 = _uw_t20 = None
            fs = [lambda: i for i in range(2)]
        if _uw_go <= 12:
            if not _uw_go:
                _uw_pc = 12
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            out.append([f() for f in fs])
            gs = []
        if _uw_go <= 13:
            if not _uw_go:
                _uw_i22 = _uw_iter(range(3))
            for _uw_v23 in _uw_chain((None,), _uw_i22) if _uw_go else _uw_i22:
                if not _uw_go:
                    i = _uw_v23
                if not _uw_go:

                    def keep(i=i):
                        return i
                    gs.append(keep)
                if not _uw_go:
                    _uw_pc = 13
                    await aw(0)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            _uw_i22 = None
        if not _uw_go:
            out.append([f() for f in gs])
            x = 1

            async def outer():
                _uw_cells = lambda: (x,)
                _uw_pc = 0
                x = 10

                async def inner():
                    nonlocal x
                    _uw_cells = lambda: (x,)
                    _uw_pc = 0
                    pass
                    _uw_t1 = x
                    _uw_pc = 1
                    _uw_t2 = await aw(1)
                    _uw_t1 += _uw_t2
                    x = _uw_t1
                    _uw_t1 = _uw_t2 = None
                    return x
                _uw_pc = 1
                _uw_t1 = await inner()
                _uw_pc = 2
                _uw_t2 = await inner()
                return _uw_t1 + _uw_t2 + x
            _uw_t25 = out.append
        if _uw_go <= 14:
            if not _uw_go:
                _uw_pc = 14
                _uw_t26 = await outer()
            else:
                _uw_go = 0
                _uw_t26 = await _uw_state.take()
        if not _uw_go:
            _uw_t25((_uw_t26, _uw_bound(lambda: x, 'x', False)))
            _uw_t25 = _uw_t26 = None
            _uw_t27 = out.append
        if _uw_go <= 15:
            if not _uw_go:
                _uw_pc = 15
                _uw_t28 = await aw(1)
            else:
                _uw_go = 0
                _uw_t28 = await _uw_state.take()
        if not _uw_go:
            _uw_t27(sum((v * x for v in [_uw_t28, 2])))
            _uw_t27 = _uw_t28 = None
            out.append([(lambda v: v + x)(v) for v in (1, 2)])
            _uw_t29 = out.append
            _uw_t30 = {}
        if not _uw_go:
            _uw_i32 = _uw_iter(range(3))
        for _uw_v33 in _uw_chain((None,), _uw_i32) if _uw_go else _uw_i32:
            if not _uw_go:
                _uw_v31_k = _uw_v33
            if not _uw_go:
                _uw_t30_k = _uw_v31_k
                _uw_t34 = []
            if not _uw_go:
                _uw_i36 = _uw_iter(range(_uw_v31_k))
            for _uw_v37 in _uw_chain((None,), _uw_i36) if _uw_go else _uw_i36:
                if not _uw_go:
                    _uw_v35__ = _uw_v37
                if not _uw_go:
                    _uw_pc = 16
                    _uw_t34_e = await aw(_uw_v31_k)
                else:
                    _uw_go = 0
                    _uw_t34_e = await _uw_state.take()
                _uw_t34.append(_uw_t34_e)
            _uw_i36 = None
            _uw_t30_e = _uw_t34
            _uw_t34 = _uw_t34_e = None
            _uw_t30[_uw_t30_k] = _uw_t30_e
        _uw_i32 = None
        _uw_t29(_uw_t30)
        _uw_t29 = _uw_t30 = _uw_t30_e = _uw_t30_k = None
        return out
