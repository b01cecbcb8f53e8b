# input.py, lowered
class Outer:

    async def am(self):
        _uw_cells = lambda: (super,)
        _uw_pc = 0

        class super:
            msg = 'own'

        class C:

            def m(self):
                return super().msg
        _uw_pc = 1
        await aw(1)
        log(C().m())
        _uw_pc = 2
        await aw(2)
        return C().m()

async def main():
    _uw_pc = 0
    _uw_pc = 1
    _uw_t1 = await Outer().am()
    return _uw_t1

# input.py, re-entry forms
class Outer:

    def _uw_factory(super):

        async def _uw_resumed(_uw_state):
            nonlocal super
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'C' in _uw_locals:
                C = _uw_locals['C']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            _uw_cells = lambda: (super,)
            if not _uw_go:

                class super:
                    msg = 'own'

                class C:

                    def m(self):
                        return super().msg
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            if not _uw_go:
                log(C().m())
            if not _uw_go:
                _uw_pc = 2
                await aw(2)
            else:
                _uw_go = 0
                await _uw_state.take()
            return C().m()

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
            _uw_t1 = await Outer().am()
        else:
            _uw_go = 0
            _uw_t1 = await _uw_state.take()
        return _uw_t1
