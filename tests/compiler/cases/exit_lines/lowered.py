# input.py, lowered
class Acm:

    async def __aenter__(self):
        _uw_pc = 0
        pass

    async def __aexit__(self, *a):
        _uw_pc = 0
        _uw_pc = 1
        await aw(1)
        raise ValueError

async def f1():
    _uw_pc = 0
    _uw_i1 = _uw_iter([1])
    for x in _uw_i1:
        _uw_m3 = Acm()
        _uw_pc = 1
        await _uw_aenter(_uw_m3)
        _uw_h5 = False
        try:
            log(1)
            _uw_h5 = True
            _uw_pc = 2
            await _uw_aexit(_uw_m3, None)
            break
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_e6:
            if _uw_h5:
                raise
            _uw_pc = 3
            _uw_t9 = await _uw_aexit(_uw_m3, _uw_e6)
            if not _uw_t9:
                raise
        else:
            _uw_pc = 4
            await _uw_aexit(_uw_m3, None)
        _uw_m3 = None
    _uw_i1 = None

async def main():
    _uw_pc = 0
    _uw_pc = 1
    await f1()

# input.py, re-entry forms
class Acm:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            pass

class Acm:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'a' in _uw_locals:
                a = _uw_locals['a']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
            raise ValueError

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_e6' in _uw_locals:
            _uw_e6 = _uw_locals['_uw_e6']
        if '_uw_h5' in _uw_locals:
            _uw_h5 = _uw_locals['_uw_h5']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_m3' in _uw_locals:
            _uw_m3 = _uw_locals['_uw_m3']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if not _uw_go:
            _uw_i1 = _uw_iter([1])
        for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
            if not _uw_go:
                x = _uw_v2
            if not _uw_go:
                _uw_m3 = Acm()
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    await _uw_aenter(_uw_m3)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            if not _uw_go:
                _uw_h5 = False
            try:
                if 3 <= _uw_go <= 3:
                    raise _uw_state.rethrow(_uw_e6)
                if _uw_go <= 2:
                    if not _uw_go:
                        log(1)
                        _uw_h5 = True
                    if not _uw_go:
                        _uw_pc = 2
                        await _uw_aexit(_uw_m3, None)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    break
            except _uw_evicted():
                raise
            except _uw_BaseException if 3 <= _uw_go <= 3 else () if _uw_go else _uw_BaseException as _uw_e6:
                if not _uw_go:
                    if _uw_h5:
                        raise
                if _uw_go <= 3:
                    if not _uw_go:
                        _uw_pc = 3
                        _uw_t9 = await _uw_aexit(_uw_m3, _uw_e6)
                    else:
                        _uw_go = 0
                        _uw_t9 = await _uw_state.take()
                if not _uw_t9:
                    raise
            else:
                if not _uw_go:
                    _uw_pc = 4
                    await _uw_aexit(_uw_m3, None)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            _uw_m3 = None
        _uw_i1 = None

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            await f1()
        else:
            _uw_go = 0
            await _uw_state.take()
