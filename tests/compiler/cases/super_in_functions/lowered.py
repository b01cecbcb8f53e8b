# input.py, lowered
async def main():
    _uw_pc = 0

    class Base:
        name = 'base'

        def am(self):
            return 'base.am'

    class K(Base):

        async def am(self):
            _uw_cells = lambda: (__class__,)
            _uw_pc = 0
            _uw_pc = 1
            await aw(0)
            try:

                async def default(u, v=super(__class__, self).am):
                    _uw_pc = 0
                    return v()
                _uw_t2 = log
                _uw_pc = 2
                _uw_t3 = await default(1)
                _uw_t2(_uw_t3)
                _uw_t2 = _uw_t3 = None
                decorate = lambda f, g=super(__class__, self).name: (f, g)
                log(decorate(1))

                class Inner(type(super(__class__, self).am()), metaclass=type):
                    pass
                log(Inner('x'))
            except _uw_evicted():
                raise
            except Exception as e:
                _uw_t2 = _uw_t3 = None
                log(e)

            async def own(u=0):
                _uw_cells = lambda: (__class__,)
                _uw_pc = 0
                _uw_pc = 1
                await aw(0)
                try:
                    return super(__class__, u).name
                except Exception as e:
                    log(type(e))
            _uw_t4 = log
            _uw_pc = 3
            _uw_t5 = await own()
            _uw_t4(_uw_t5)
            _uw_t4 = _uw_t5 = None
            _uw_t6 = log
            _uw_pc = 4
            _uw_t7 = await own(self)
            _uw_t6(_uw_t7)
            _uw_t6 = _uw_t7 = None

        def each(self):
            _uw_cells = lambda: (__class__,)
            _uw_pc = 0

            def inner(it):
                _uw_cells = lambda: (__class__,)
                _uw_pc = 0
                _uw_pc = 1
                yield super(__class__, it).name
            _uw_pc = 1
            yield from inner(self)
    k = K()
    _uw_pc = 1
    await k.am()
    _uw_i2 = _uw_iter(k.each())
    for name in _uw_i2:
        _uw_pc = 2
        await aw(0)
        log(name)
    _uw_i2 = None

# input.py, re-entry forms
class K:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'u' in _uw_locals:
                u = _uw_locals['u']
            if 'v' in _uw_locals:
                v = _uw_locals['v']
            _uw_locals = None
            return v()

class K:

    def _uw_factory(__class__):

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'e' in _uw_locals:
                e = _uw_locals['e']
            if 'u' in _uw_locals:
                u = _uw_locals['u']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            if not _uw_go:
                _uw_pc = 1
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
            try:
                return super(__class__, u).name
            except Exception as e:
                log(type(e))

class K:

    def _uw_factory(__class__):

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t2' in _uw_locals:
                _uw_t2 = _uw_locals['_uw_t2']
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
            if 'decorate' in _uw_locals:
                decorate = _uw_locals['decorate']
            if 'e' in _uw_locals:
                e = _uw_locals['e']
            if 'own' in _uw_locals:
                own = _uw_locals['own']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    await aw(0)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            if _uw_go <= 2:
                try:
                    if not _uw_go:

                        async def default(u, v=super(__class__, self).am):
                            _uw_pc = 0
                            return v()
                        _uw_t2 = log
                    if not _uw_go:
                        _uw_pc = 2
                        _uw_t3 = await default(1)
                    else:
                        _uw_go = 0
                        _uw_t3 = await _uw_state.take()
                    _uw_t2(_uw_t3)
                    _uw_t2 = _uw_t3 = None
                    decorate = lambda f, g=super(__class__, self).name: (f, g)
                    log(decorate(1))

                    class Inner(type(super(__class__, self).am()), metaclass=type):
                        pass
                    log(Inner('x'))
                except _uw_evicted():
                    raise
                except Exception as e:
                    _uw_t2 = _uw_t3 = None
                    log(e)
            if not _uw_go:

                async def own(u=0):
                    _uw_cells = lambda: (__class__,)
                    _uw_pc = 0
                    _uw_pc = 1
                    await aw(0)
                    try:
                        return super(__class__, u).name
                    except Exception as e:
                        log(type(e))
                _uw_t4 = log
            if _uw_go <= 3:
                if not _uw_go:
                    _uw_pc = 3
                    _uw_t5 = await own()
                else:
                    _uw_go = 0
                    _uw_t5 = await _uw_state.take()
            if not _uw_go:
                _uw_t4(_uw_t5)
                _uw_t4 = _uw_t5 = None
                _uw_t6 = log
            if not _uw_go:
                _uw_pc = 4
                _uw_t7 = await own(self)
            else:
                _uw_go = 0
                _uw_t7 = await _uw_state.take()
            _uw_t6(_uw_t7)
            _uw_t6 = _uw_t7 = None

class K:

    def _uw_factory(__class__):

        def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'it' in _uw_locals:
                it = _uw_locals['it']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            if not _uw_go:
                _uw_pc = 1
                yield super(__class__, it).name
            else:
                _uw_go = 0
                yield _uw_state.take()

class K:

    def _uw_factory(__class__):

        def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            if not _uw_go:

                def inner(it):
                    _uw_cells = lambda: (__class__,)
                    _uw_pc = 0
                    _uw_pc = 1
                    yield super(__class__, it).name
            if not _uw_go:
                _uw_pc = 1
                yield from inner(self)
            else:
                _uw_go = 0
                yield from _uw_state.take()

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i2' in _uw_locals:
            _uw_i2 = _uw_locals['_uw_i2']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        if 'name' in _uw_locals:
            name = _uw_locals['name']
        _uw_locals = None
        if not _uw_go:

            class Base:
                name = 'base'

                def am(self):
                    return 'base.am'

            class K(Base):

                async def am(self):
                    _uw_cells = lambda: (__class__,)
                    _uw_pc = 0
                    _uw_pc = 1
                    await aw(0)
                    try:

                        async def default(u, v=super(__class__, self).am):
                            _uw_pc = 0
                            return v()
                        _uw_t2 = log
                        _uw_pc = 2
                        _uw_t3 = await default(1)
                        _uw_t2(_uw_t3)
                        _uw_t2 = _uw_t3 = None
                        decorate = lambda f, g=super(__class__, self).name: (f, g)
                        log(decorate(1))

                        class Inner(type(super(__class__, self).am()), metaclass=type):
                            pass
                        log(Inner('x'))
                    except _uw_evicted():
                        raise
                    except Exception as e:
                        _uw_t2 = _uw_t3 = None
                        log(e)

                    async def own(u=0):
                        _uw_cells = lambda: (__class__,)
                        _uw_pc = 0
                        _uw_pc = 1
                        await aw(0)
                        try:
                            return super(__class__, u).name
                        except Exception as e:
                            log(type(e))
                    _uw_t4 = log
                    _uw_pc = 3
                    _uw_t5 = await own()
                    _uw_t4(_uw_t5)
                    _uw_t4 = _uw_t5 = None
                    _uw_t6 = log
                    _uw_pc = 4
                    _uw_t7 = await own(self)
                    _uw_t6(_uw_t7)
                    _uw_t6 = _uw_t7 = None

                def each(self):
                    _uw_cells = lambda: (__class__,)
                    _uw_pc = 0

                    def inner(it):
                        _uw_cells = lambda: (__class__,)
                        _uw_pc = 0
                        _uw_pc = 1
                        yield super(__class__, it).name
                    _uw_pc = 1
                    yield from inner(self)
            k = K()
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await k.am()
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_i2 = _uw_iter(k.each())
        for _uw_v3 in _uw_chain((None,), _uw_i2) if _uw_go else _uw_i2:
            if not _uw_go:
                name = _uw_v3
            if not _uw_go:
                _uw_pc = 2
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
            log(name)
        _uw_i2 = None
