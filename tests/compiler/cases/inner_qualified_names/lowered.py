# input.py, lowered
async def main(a=0):
    _uw_pc = 0
    _uw_pc = 1
    _uw_t1 = await aw(a)

    def f(p=0, q=_uw_t1):
        _uw_pc = 0

        def _uw_genexpr1(_uw_0):
            _uw_pc = 0
            _uw_i1 = _uw_iter(_uw_0)
            for _ in _uw_i1:
                _uw_pc = 1
                yield (lambda: 2)
            _uw_i1 = None

        def inner():
            ...

        async def also():
            _uw_pc = 0
            _uw_pc = 1
            await aw(1)
            return lambda: 1

        class K:
            log(__qualname__)

            def m(self):
                return lambda: 1

            class Deep:

                def n(self):
                    ...
        log((inner.__qualname__, also.__qualname__, K.m.__qualname__, K().m().__qualname__, K.Deep.n.__qualname__))
        log([each.__qualname__ for each in [lambda: 1]])
        _uw_pc = 1
        yield also
        _uw_pc = 2
        yield _uw_genexpr1(_uw_iter([1]))
    made = f()
    also = next(made)
    _uw_t2 = log
    _uw_pc = 2
    _uw_t3 = await also()
    _uw_t2(_uw_t3.__qualname__)
    _uw_t2 = _uw_t3 = None
    _uw_pc = 3
    await aw(1)
    log([each.__qualname__ for each in next(made)])
    log(also.__qualname__)

# input.py, re-entry forms
def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_' in _uw_locals:
            _ = _uw_locals['_']
        if '_uw_0' in _uw_locals:
            _uw_0 = _uw_locals['_uw_0']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter(_uw_0)
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                _ = _uw_v2
            if not _uw_go:
                _uw_pc = 1
                yield (lambda: 2)
            else:
                _uw_go = 0
                yield _uw_state.take()
        _uw_i1 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            await aw(1)
        else:
            _uw_go = 0
            await _uw_state.take()
        return lambda: 1

def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_genexpr1' in _uw_locals:
            _uw_genexpr1 = _uw_locals['_uw_genexpr1']
        if 'p' in _uw_locals:
            p = _uw_locals['p']
        if 'q' in _uw_locals:
            q = _uw_locals['q']
        _uw_locals = None
        if not _uw_go:

            def _uw_genexpr1(_uw_0):
                _uw_pc = 0
                _uw_i1 = _uw_iter(_uw_0)
                for _ in _uw_i1:
                    _uw_pc = 1
                    yield (lambda: 2)
                _uw_i1 = None

            def inner():
                ...

            async def also():
                _uw_pc = 0
                _uw_pc = 1
                await aw(1)
                return lambda: 1

            class K:
                log(__qualname__)

                def m(self):
                    return lambda: 1

                class Deep:

                    def n(self):
                        ...
            log((inner.__qualname__, also.__qualname__, K.m.__qualname__, K().m().__qualname__, K.Deep.n.__qualname__))
            log([each.__qualname__ for each in [lambda: 1]])
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                yield also
            else:
                _uw_go = 0
                yield _uw_state.take()
        if not _uw_go:
            _uw_pc = 2
            yield _uw_genexpr1(_uw_iter([1]))
        else:
            _uw_go = 0
            yield _uw_state.take()

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'also' in _uw_locals:
            also = _uw_locals['also']
        if 'made' in _uw_locals:
            made = _uw_locals['made']
        _uw_locals = None
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await aw(a)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
        if not _uw_go:

            def f(p=0, q=_uw_t1):
                _uw_pc = 0

                def _uw_genexpr1(_uw_0):
                    _uw_pc = 0
                    _uw_i1 = _uw_iter(_uw_0)
                    for _ in _uw_i1:
                        _uw_pc = 1
                        yield (lambda: 2)
                    _uw_i1 = None

                def inner():
                    ...

                async def also():
                    _uw_pc = 0
                    _uw_pc = 1
                    await aw(1)
                    return lambda: 1

                class K:
                    log(__qualname__)

                    def m(self):
                        return lambda: 1

                    class Deep:

                        def n(self):
                            ...
                log((inner.__qualname__, also.__qualname__, K.m.__qualname__, K().m().__qualname__, K.Deep.n.__qualname__))
                log([each.__qualname__ for each in [lambda: 1]])
                _uw_pc = 1
                yield also
                _uw_pc = 2
                yield _uw_genexpr1(_uw_iter([1]))
            made = f()
            also = next(made)
            _uw_t2 = log
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t3 = await also()
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
        if not _uw_go:
            _uw_t2(_uw_t3.__qualname__)
            _uw_t2 = _uw_t3 = None
        if not _uw_go:
            _uw_pc = 3
            await aw(1)
        else:
            _uw_go = 0
            await _uw_state.take()
        log([each.__qualname__ for each in next(made)])
        log(also.__qualname__)
