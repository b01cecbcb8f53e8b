# input.py, lowered
async def main():
    _uw_cells = lambda: (K, _uw_t1, deep)
    _uw_pc = 0
    deep = 2

    class K[T]:
        t: T = 1

        def m(self, x: T) -> list[T]:
            return (T.__name__, deep)

    class L(K[int]):
        ...

    class M[S: int](K[S]):
        ...

    def g[U, *Us, **P](x: U) -> tuple[*Us,]:

        def inner():
            return (U.__name__, inner.__qualname__)
        return inner()
    _uw_pc = 1
    _uw_t1 = await aw(deep)

    async def h[V](x: V, y=_uw_t1):
        _uw_cells = lambda: (V,)
        _uw_pc = 0
        _uw_pc = 1
        await aw(x)
        return (V.__name__, y)
    k = L()
    _uw_pc = 2
    await aw(1)
    log((L.__parameters__, M.__parameters__ == M.__type_params__, len(g.__type_params__), k.m(1)))
    log((str(L.__orig_bases__), str(K.__type_params__), str(g.__annotations__), str(K[int])))
    log((g.__annotations__['x'] is g.__type_params__[0], K.m.__annotations__['x'] is K.__type_params__[0]))
    log((M.__type_params__[0].__bound__ is int, g(1), issubclass(M, K)))
    _uw_pc = 3
    _uw_t3 = await h(3)
    return _uw_t3

# input.py, re-entry forms
def _uw_factory(V):

    async def _uw_resumed(_uw_state):
        nonlocal V
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        if 'y' in _uw_locals:
            y = _uw_locals['y']
        _uw_locals = None
        _uw_cells = lambda: (V,)
        if not _uw_go:
            _uw_pc = 1
            await aw(x)
        else:
            _uw_go = 0
            await _uw_state.take()
        return (V.__name__, y)

def _uw_factory(K, _uw_t1, deep):

    async def _uw_resumed(_uw_state):
        nonlocal K, _uw_t1, deep
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'L' in _uw_locals:
            L = _uw_locals['L']
        if 'M' in _uw_locals:
            M = _uw_locals['M']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        if 'h' in _uw_locals:
            h = _uw_locals['h']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        _uw_locals = None
        _uw_cells = lambda: (K, _uw_t1, deep)
        if not _uw_go:
            deep = 2

            class K[T]:
                t: T = 1

                def m(self, x: T) -> list[T]:
                    return (T.__name__, deep)

            class L(_uw_bound(lambda: K, 'K', False)[int]):
                ...

            class M[S: int](_uw_bound(lambda: K, 'K', False)[S]):
                ...

            def g[U, *Us, **P](x: U) -> tuple[*Us,]:

                def inner():
                    return (U.__name__, inner.__qualname__)
                return inner()
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await aw(_uw_bound(lambda: deep, 'deep', False))
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
        if not _uw_go:

            async def h[V](x: V, y=_uw_bound(lambda: _uw_t1, '_uw_t1', False)):
                _uw_cells = lambda: (V,)
                _uw_pc = 0
                _uw_pc = 1
                await aw(x)
                return (V.__name__, y)
            k = L()
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log((L.__parameters__, M.__parameters__ == M.__type_params__, len(g.__type_params__), k.m(1)))
            log((str(L.__orig_bases__), str(_uw_bound(lambda: K, 'K', False).__type_params__), str(g.__annotations__), str(_uw_bound(lambda: K, 'K', False)[int])))
            log((g.__annotations__['x'] is g.__type_params__[0], _uw_bound(lambda: K, 'K', False).m.__annotations__['x'] is _uw_bound(lambda: K, 'K', False).__type_params__[0]))
            log((M.__type_params__[0].__bound__ is int, g(1), issubclass(M, _uw_bound(lambda: K, 'K', False))))
        if not _uw_go:
            _uw_pc = 3
            _uw_t3 = await h(3)
        else:
            _uw_go = 0
            _uw_t3 = await _uw_state.take()
        return _uw_t3
