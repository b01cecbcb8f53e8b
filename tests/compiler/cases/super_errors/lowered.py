# input.py, lowered
class A:

    async def no_args():
        _uw_cells = lambda: (__class__,)
        _uw_pc = 0
        return super(_uw_first())

    async def deleted(self):
        _uw_cells = lambda: (__class__, self)
        _uw_pc = 0
        del self
        return super(__class__, _uw_first(lambda: self))

    async def rebound(self):
        _uw_cells = lambda: (__class__,)
        _uw_pc = 0
        self = 3
        return super(__class__, self)

    async def fine(self):
        _uw_pc = 0
        return 1

class B(A):

    async def fine(self):
        _uw_cells = lambda: (__class__,)
        _uw_pc = 0
        _uw_pc = 1
        await aw(1)
        _uw_pc = 2
        _uw_t2 = await super(__class__, self).fine()
        return _uw_t2

    async def cell(self):
        _uw_cells = lambda: (__class__, self)
        _uw_pc = 0
        f = lambda: self
        _uw_pc = 1
        await aw(1)
        _uw_pc = 2
        _uw_t2 = await super(__class__, self).fine()
        return _uw_t2

    async def nested(self):
        _uw_cells = lambda: (__class__,)
        _uw_pc = 0

        async def inner():
            _uw_cells = lambda: (__class__,)
            _uw_pc = 0
            return super(_uw_first())
        _uw_pc = 1
        await aw(1)
        _uw_pc = 2
        _uw_t2 = await inner()
        return _uw_t2

    async def star(*args):
        _uw_cells = lambda: (__class__,)
        _uw_pc = 0
        _uw_pc = 1
        await aw(1)
        _uw_pc = 2
        _uw_t2 = await super(_uw_first()).fine()
        return _uw_t2

async def outside():
    _uw_pc = 0
    return super(_uw_first())

async def main():
    _uw_pc = 0
    _uw_i1 = _uw_iter((A.no_args, lambda: A().deleted(), lambda: A().rebound(), lambda: B().fine(), lambda: B().cell(), lambda: B().nested(), lambda: B().star(), outside))
    for f in _uw_i1:
        try:
            _uw_t3 = log
            _uw_pc = 1
            _uw_t4 = await f()
            _uw_t3(_uw_t4)
            _uw_t3 = _uw_t4 = None
        except _uw_evicted():
            raise
        except Exception as e:
            _uw_t3 = _uw_t4 = None
            log((type(e).__name__, str(e)))
    _uw_i1 = None

# input.py, re-entry forms
class A:

    def _uw_factory(__class__):

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            return super(_uw_first())

class A:

    def _uw_factory(__class__, self):

        async def _uw_resumed(_uw_state):
            nonlocal self
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            _uw_locals = None
            _uw_cells = lambda: (__class__, self)
            _uw_bound(lambda: self, 'self', False)
            del self
            return super(__class__, _uw_first(lambda: self))

class A:

    def _uw_factory(__class__):

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            self = 3
            return super(__class__, self)

class A:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            return 1

class B:

    def _uw_factory(__class__):

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t2' in _uw_locals:
                _uw_t2 = _uw_locals['_uw_t2']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            if not _uw_go:
                _uw_pc = 2
                _uw_t2 = await super(__class__, self).fine()
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            return _uw_t2

class B:

    def _uw_factory(__class__, self):

        async def _uw_resumed(_uw_state):
            nonlocal self
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t2' in _uw_locals:
                _uw_t2 = _uw_locals['_uw_t2']
            if 'f' in _uw_locals:
                f = _uw_locals['f']
            _uw_locals = None
            _uw_cells = lambda: (__class__, self)
            if not _uw_go:
                f = lambda: self
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            if not _uw_go:
                _uw_pc = 2
                _uw_t2 = await super(__class__, self).fine()
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            return _uw_t2

class B:

    def _uw_factory(__class__):

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            return super(_uw_first())

class B:

    def _uw_factory(__class__):

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t2' in _uw_locals:
                _uw_t2 = _uw_locals['_uw_t2']
            if 'inner' in _uw_locals:
                inner = _uw_locals['inner']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            if not _uw_go:

                async def inner():
                    _uw_cells = lambda: (__class__,)
                    _uw_pc = 0
                    return super(_uw_first())
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            if not _uw_go:
                _uw_pc = 2
                _uw_t2 = await inner()
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            return _uw_t2

class B:

    def _uw_factory(__class__):

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t2' in _uw_locals:
                _uw_t2 = _uw_locals['_uw_t2']
            if 'args' in _uw_locals:
                args = _uw_locals['args']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            if not _uw_go:
                _uw_pc = 2
                _uw_t2 = await super(_uw_first()).fine()
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
            return _uw_t2

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        _uw_locals = None
        return super(_uw_first())

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'f' in _uw_locals:
            f = _uw_locals['f']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter((A.no_args, lambda: A().deleted(), lambda: A().rebound(), lambda: B().fine(), lambda: B().cell(), lambda: B().nested(), lambda: B().star(), outside))
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                f = _uw_v2
            try:
                if not _uw_go:
                    _uw_t3 = log
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t4 = await f()
                else:
                    _uw_go = 0
                    _uw_t4 = await _uw_state.take()
                _uw_t3(_uw_t4)
                _uw_t3 = _uw_t4 = None
            except _uw_evicted():
                raise
            except Exception as e:
                _uw_t3 = _uw_t4 = None
                log((type(e).__name__, str(e)))
        _uw_i1 = None
