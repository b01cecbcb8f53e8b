# input.py, lowered
class Countdown:
    """Its own iterator, which begins anew whenever it is asked for one."""

    def __init__(self, n):
        self.n = n
        self.asked = 0

    def __iter__(self):
        self.asked += 1
        self.left = self.n
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        self.left -= 1
        return self.left

async def main():
    _uw_pc = 0
    out = []
    down = Countdown(3)
    _uw_i1 = _uw_iter(down)
    for n in _uw_i1:
        _uw_t3 = out.append
        _uw_pc = 1
        _uw_t4 = await aw(n)
        _uw_t3(_uw_t4)
        _uw_t3 = _uw_t4 = None
    _uw_i1 = None
    _uw_t5 = out.append
    _uw_t6 = []
    _uw_i8 = _uw_iter(down)
    for _uw_v7_n in _uw_i8:
        _uw_pc = 2
        _uw_t6_e = await aw(_uw_v7_n)
        _uw_t6.append(_uw_t6_e)
    _uw_i8 = None
    _uw_t5(_uw_t6)
    _uw_t5 = _uw_t6 = _uw_t6_e = None
    _uw_i11 = _uw_iter(down)
    for n in _uw_i11:
        out.append([n, *down])
        _uw_pc = 3
        await aw(n)
    _uw_i11 = None
    _uw_m14 = Around()
    _uw_pc = 4
    _uw_v15 = await _uw_aenter(_uw_m14)
    try:
        around = _uw_v15
        _uw_v15 = None
        _uw_t19 = out.append
        _uw_t20 = []
        _uw_i22 = _uw_iter(Countdown(2))
        for _uw_v21_n in _uw_i22:
            _uw_t24 = around
            _uw_pc = 5
            _uw_t25 = await aw(_uw_v21_n)
            _uw_t20_e = _uw_t24 + _uw_t25
            _uw_t24 = _uw_t25 = None
            _uw_t20.append(_uw_t20_e)
        _uw_i22 = None
        _uw_t19(_uw_t20)
        _uw_t19 = _uw_t20 = _uw_t20_e = None
    except _uw_evicted():
        raise
    except _uw_BaseException as _uw_e17:
        _uw_t19 = _uw_t20 = _uw_i22 = _uw_t24 = _uw_t25 = None
        _uw_pc = 6
        _uw_t26 = await _uw_aexit(_uw_m14, _uw_e17)
        if not _uw_t26:
            raise
    else:
        _uw_pc = 7
        await _uw_aexit(_uw_m14, None)
    _uw_m14 = None
    return (out, down.asked)

class Around:

    async def __aenter__(self):
        _uw_pc = 0
        _uw_t1 = []
        _uw_i3 = _uw_iter(Countdown(2))
        for _uw_v2_n in _uw_i3:
            _uw_pc = 1
            _uw_t1_e = await aw(_uw_v2_n)
            _uw_t1.append(_uw_t1_e)
        _uw_i3 = None
        return sum(_uw_t1)

    async def __aexit__(self, *error):
        _uw_pc = 0
        _uw_i1 = _uw_iter(Countdown(2))
        for n in _uw_i1:
            _uw_pc = 1
            await aw(n)
        _uw_i1 = None

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_e17' in _uw_locals:
            _uw_e17 = _uw_locals['_uw_e17']
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_i11' in _uw_locals:
            _uw_i11 = _uw_locals['_uw_i11']
        if '_uw_i22' in _uw_locals:
            _uw_i22 = _uw_locals['_uw_i22']
        if '_uw_i8' in _uw_locals:
            _uw_i8 = _uw_locals['_uw_i8']
        if '_uw_m14' in _uw_locals:
            _uw_m14 = _uw_locals['_uw_m14']
        if '_uw_t19' in _uw_locals:
            _uw_t19 = _uw_locals['_uw_t19']
        if '_uw_t20' in _uw_locals:
            _uw_t20 = _uw_locals['_uw_t20']
        if '_uw_t20_e' in _uw_locals:
            _uw_t20_e = _uw_locals['_uw_t20_e']
        if '_uw_t24' in _uw_locals:
            _uw_t24 = _uw_locals['_uw_t24']
        if '_uw_t25' in _uw_locals:
            _uw_t25 = _uw_locals['_uw_t25']
        if '_uw_t26' in _uw_locals:
            _uw_t26 = _uw_locals['_uw_t26']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t6_e' in _uw_locals:
            _uw_t6_e = _uw_locals['_uw_t6_e']
        if '_uw_v15' in _uw_locals:
            _uw_v15 = _uw_locals['_uw_v15']
        if '_uw_v21_n' in _uw_locals:
            _uw_v21_n = _uw_locals['_uw_v21_n']
        if '_uw_v7_n' in _uw_locals:
            _uw_v7_n = _uw_locals['_uw_v7_n']
        if 'around' in _uw_locals:
            around = _uw_locals['around']
        if 'down' in _uw_locals:
            down = _uw_locals['down']
        if 'n' in _uw_locals:
            n = _uw_locals['n']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        _uw_locals = None
        if not _uw_go:
            out = []
            down = Countdown(3)
        if _uw_go <= 1:
            if not _uw_go:
                _uw_i1 = _uw_iter(down)
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    n = _uw_v2
                if not _uw_go:
                    _uw_t3 = out.append
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t4 = await aw(n)
                else:
                    _uw_go = 0
                    _uw_t4 = await _uw_state.take()
                _uw_t3(_uw_t4)
                _uw_t3 = _uw_t4 = None
            _uw_i1 = None
        if not _uw_go:
            _uw_t5 = out.append
            _uw_t6 = []
        if _uw_go <= 2:
            if not _uw_go:
                _uw_i8 = _uw_iter(down)
            for _uw_v9 in _uw_chain((None,), _uw_i8) if _uw_go else _uw_i8:
                if not _uw_go:
                    _uw_v7_n = _uw_v9
                if not _uw_go:
                    _uw_pc = 2
                    _uw_t6_e = await aw(_uw_v7_n)
                else:
                    _uw_go = 0
                    _uw_t6_e = await _uw_state.take()
                _uw_t6.append(_uw_t6_e)
            _uw_i8 = None
        if not _uw_go:
            _uw_t5(_uw_t6)
            _uw_t5 = _uw_t6 = _uw_t6_e = None
        if _uw_go <= 3:
            if not _uw_go:
                _uw_i11 = _uw_iter(down)
            for _uw_v12 in _uw_chain((None,), _uw_i11) if _uw_go else _uw_i11:
                if not _uw_go:
                    n = _uw_v12
                if not _uw_go:
                    out.append([n, *down])
                if not _uw_go:
                    _uw_pc = 3
                    await aw(n)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            _uw_i11 = None
        if not _uw_go:
            _uw_m14 = Around()
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_v15 = await _uw_aenter(_uw_m14)
            else:
                _uw_go = 0
                _uw_v15 = await _uw_state.take()
        try:
            if 6 <= _uw_go <= 6:
                raise _uw_state.rethrow(_uw_e17)
            if _uw_go <= 5:
                if not _uw_go:
                    around = _uw_v15
                    _uw_v15 = None
                    _uw_t19 = out.append
                    _uw_t20 = []
                if not _uw_go:
                    _uw_i22 = _uw_iter(Countdown(2))
                for _uw_v23 in _uw_chain((None,), _uw_i22) if _uw_go else _uw_i22:
                    if not _uw_go:
                        _uw_v21_n = _uw_v23
                    if not _uw_go:
                        _uw_t24 = around
                    if not _uw_go:
                        _uw_pc = 5
                        _uw_t25 = await aw(_uw_v21_n)
                    else:
                        _uw_go = 0
                        _uw_t25 = await _uw_state.take()
                    _uw_t20_e = _uw_t24 + _uw_t25
                    _uw_t24 = _uw_t25 = None
                    _uw_t20.append(_uw_t20_e)
                _uw_i22 = None
                _uw_t19(_uw_t20)
                _uw_t19 = _uw_t20 = _uw_t20_e = None
        except _uw_evicted():
            raise
        except _uw_BaseException if 6 <= _uw_go <= 6 else () if _uw_go else _uw_BaseException as _uw_e17:
            if not _uw_go:
                _uw_t19 = _uw_t20 = _uw_i22 = _uw_t24 = _uw_t25 = None
            if _uw_go <= 6:
                if not _uw_go:
                    _uw_pc = 6
                    _uw_t26 = await _uw_aexit(_uw_m14, _uw_e17)
                else:
                    _uw_go = 0
                    _uw_t26 = await _uw_state.take()
            if not _uw_t26:
                raise
        else:
            if not _uw_go:
                _uw_pc = 7
                await _uw_aexit(_uw_m14, None)
            else:
                _uw_go = 0
                await _uw_state.take()
        _uw_m14 = None
        return (out, down.asked)

class Around:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_i3' in _uw_locals:
                _uw_i3 = _uw_locals['_uw_i3']
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if '_uw_t1_e' in _uw_locals:
                _uw_t1_e = _uw_locals['_uw_t1_e']
            if '_uw_v2_n' in _uw_locals:
                _uw_v2_n = _uw_locals['_uw_v2_n']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_t1 = []
            if not _uw_go:
                _uw_i3 = _uw_iter(Countdown(2))
            for _uw_v4 in _uw_chain((None,), _uw_i3) if _uw_go else _uw_i3:
                if not _uw_go:
                    _uw_v2_n = _uw_v4
                if not _uw_go:
                    _uw_pc = 1
                    _uw_t1_e = await aw(_uw_v2_n)
                else:
                    _uw_go = 0
                    _uw_t1_e = await _uw_state.take()
                _uw_t1.append(_uw_t1_e)
            _uw_i3 = None
            return sum(_uw_t1)

class Around:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_i1' in _uw_locals:
                _uw_i1 = _uw_locals['_uw_i1']
            if 'error' in _uw_locals:
                error = _uw_locals['error']
            if 'n' in _uw_locals:
                n = _uw_locals['n']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_i1 = _uw_iter(Countdown(2))
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    n = _uw_v2
                if not _uw_go:
                    _uw_pc = 1
                    await aw(n)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            _uw_i1 = None
