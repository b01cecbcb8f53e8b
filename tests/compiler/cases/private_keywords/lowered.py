# input.py, lowered
class T:

    async def m(self):
        _uw_pc = 0
        _uw_pc = 1
        await aw(1)

        def g(*, _T__k=2):
            return _T__k
        try:
            r = g(__k=5)
        except TypeError as e:
            r = str(e)
        return (dict(__x=1), r, g(_T__k=4))

async def main():
    _uw_pc = 0
    _uw_pc = 1
    _uw_t1 = await T().m()
    return _uw_t1

# input.py, re-entry forms
class T:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'e' in _uw_locals:
                e = _uw_locals['e']
            if 'r' in _uw_locals:
                r = _uw_locals['r']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()

            def g(*, _T__k=2):
                return _T__k
            try:
                r = g(__k=5)
            except TypeError as e:
                r = str(e)
            return (dict(__x=1), r, g(_T__k=4))

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            _uw_t1 = await T().m()
        else:
            _uw_go = 0
            _uw_t1 = await _uw_state.take()
        return _uw_t1
