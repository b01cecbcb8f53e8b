# input.py, lowered
class M:

    async def __aenter__(self):
        _uw_pc = 0
        _uw_pc = 1
        _uw_t1 = await aw(1)
        return _uw_t1

    async def __aexit__(self, *exc):
        _uw_pc = 0
        _uw_pc = 1
        await aw(2)

async def main():
    _uw_pc = 0
    try:
        _uw_m1 = M()
        _uw_pc = 1
        _uw_v2 = await _uw_aenter(_uw_m1)
        _uw_h3 = False
        try:
            try:
                _uw_m10 = M()
                _uw_pc = 2
                _uw_v11 = await _uw_aenter(_uw_m10)
                _uw_h12 = False
                try:
                    try:
                        _uw_m19 = M()
                        _uw_pc = 3
                        _uw_v20 = await _uw_aenter(_uw_m19)
                        _uw_h21 = False
                        try:
                            try:
                                _uw_m28 = M()
                                _uw_pc = 4
                                _uw_v29 = await _uw_aenter(_uw_m28)
                                _uw_h30 = False
                                try:
                                    try:
                                        _uw_m37 = M()
                                        _uw_pc = 5
                                        _uw_v38 = await _uw_aenter(_uw_m37)
                                        _uw_h39 = False
                                        try:
                                            try:
                                                _uw_m46 = M()
                                                _uw_pc = 6
                                                _uw_v47 = await _uw_aenter(_uw_m46)
                                                _uw_h48 = False
                                                try:
                                                    _uw_pc = 7
                                                    _uw_w7 = await aw(3)
                                                    _uw_k6 = 1
                                                    _uw_w16 = _uw_w7
                                                    _uw_k15 = 1
                                                    _uw_w25 = _uw_w16
                                                    _uw_k24 = 1
                                                    _uw_w34 = _uw_w25
                                                    _uw_k33 = 1
                                                    _uw_w43 = _uw_w34
                                                    _uw_k42 = 1
                                                    _uw_w50 = _uw_w43
                                                    _uw_h48 = True
                                                    _uw_pc = 8
                                                    await _uw_aexit(_uw_m46, None)
                                                    return _uw_w50
                                                except _uw_evicted():
                                                    raise
                                                except _uw_BaseException as _uw_e49:
                                                    if _uw_h48:
                                                        raise
                                                    _uw_pc = 9
                                                    _uw_t52 = await _uw_aexit(_uw_m46, _uw_e49)
                                                    if not _uw_t52:
                                                        raise
                                                else:
                                                    _uw_pc = 10
                                                    await _uw_aexit(_uw_m46, None)
                                            except _uw_evicted():
                                                raise
                                            except _uw_BaseException as _uw_e40:
                                                _uw_h39 = True
                                                _uw_pc = 11
                                                _uw_t45 = await _uw_aexit(_uw_m37, _uw_e40)
                                                if not _uw_t45:
                                                    raise
                                            _uw_k42 = 0
                                        except _uw_evicted():
                                            raise
                                        except _uw_BaseException as _uw_x44_e:
                                            _uw_k42 = 4
                                            _uw_x44 = _uw_x44_e
                                            raise
                                        finally:
                                            if _uw_alive():
                                                if not _uw_h39:
                                                    _uw_pc = 12
                                                    await _uw_aexit(_uw_m37, None)
                                                _uw_x44 = None
                                    except _uw_evicted():
                                        raise
                                    except _uw_BaseException as _uw_e31:
                                        _uw_h30 = True
                                        _uw_pc = 13
                                        _uw_t36 = await _uw_aexit(_uw_m28, _uw_e31)
                                        if not _uw_t36:
                                            raise
                                    _uw_k33 = 0
                                except _uw_evicted():
                                    raise
                                except _uw_BaseException as _uw_x35_e:
                                    _uw_k33 = 4
                                    _uw_x35 = _uw_x35_e
                                    raise
                                finally:
                                    if _uw_alive():
                                        if not _uw_h30:
                                            _uw_pc = 14
                                            await _uw_aexit(_uw_m28, None)
                                        _uw_x35 = None
                            except _uw_evicted():
                                raise
                            except _uw_BaseException as _uw_e22:
                                _uw_h21 = True
                                _uw_pc = 15
                                _uw_t27 = await _uw_aexit(_uw_m19, _uw_e22)
                                if not _uw_t27:
                                    raise
                            _uw_k24 = 0
                        except _uw_evicted():
                            raise
                        except _uw_BaseException as _uw_x26_e:
                            _uw_k24 = 4
                            _uw_x26 = _uw_x26_e
                            raise
                        finally:
                            if _uw_alive():
                                if not _uw_h21:
                                    _uw_pc = 16
                                    await _uw_aexit(_uw_m19, None)
                                _uw_x26 = None
                    except _uw_evicted():
                        raise
                    except _uw_BaseException as _uw_e13:
                        _uw_h12 = True
                        _uw_pc = 17
                        _uw_t18 = await _uw_aexit(_uw_m10, _uw_e13)
                        if not _uw_t18:
                            raise
                    _uw_k15 = 0
                except _uw_evicted():
                    raise
                except _uw_BaseException as _uw_x17_e:
                    _uw_k15 = 4
                    _uw_x17 = _uw_x17_e
                    raise
                finally:
                    if _uw_alive():
                        if not _uw_h12:
                            _uw_pc = 18
                            await _uw_aexit(_uw_m10, None)
                        _uw_x17 = None
            except _uw_evicted():
                raise
            except _uw_BaseException as _uw_e4:
                _uw_h3 = True
                _uw_pc = 19
                _uw_t9 = await _uw_aexit(_uw_m1, _uw_e4)
                if not _uw_t9:
                    raise
            _uw_k6 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x8_e:
            _uw_k6 = 4
            _uw_x8 = _uw_x8_e
            raise
        finally:
            if _uw_alive():
                if not _uw_h3:
                    _uw_pc = 20
                    await _uw_aexit(_uw_m1, None)
                _uw_x8 = None
    finally:
        if _uw_alive():
            log('end')

# input.py, re-entry forms
class M:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await aw(1)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return _uw_t1

class M:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'exc' in _uw_locals:
                exc = _uw_locals['exc']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                await aw(2)
            else:
                _uw_go = 0
                await _uw_state.take()

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_e13' in _uw_locals:
            _uw_e13 = _uw_locals['_uw_e13']
        if '_uw_e22' in _uw_locals:
            _uw_e22 = _uw_locals['_uw_e22']
        if '_uw_e31' in _uw_locals:
            _uw_e31 = _uw_locals['_uw_e31']
        if '_uw_e4' in _uw_locals:
            _uw_e4 = _uw_locals['_uw_e4']
        if '_uw_e40' in _uw_locals:
            _uw_e40 = _uw_locals['_uw_e40']
        if '_uw_e49' in _uw_locals:
            _uw_e49 = _uw_locals['_uw_e49']
        if '_uw_h12' in _uw_locals:
            _uw_h12 = _uw_locals['_uw_h12']
        if '_uw_h21' in _uw_locals:
            _uw_h21 = _uw_locals['_uw_h21']
        if '_uw_h3' in _uw_locals:
            _uw_h3 = _uw_locals['_uw_h3']
        if '_uw_h30' in _uw_locals:
            _uw_h30 = _uw_locals['_uw_h30']
        if '_uw_h39' in _uw_locals:
            _uw_h39 = _uw_locals['_uw_h39']
        if '_uw_h48' in _uw_locals:
            _uw_h48 = _uw_locals['_uw_h48']
        if '_uw_k15' in _uw_locals:
            _uw_k15 = _uw_locals['_uw_k15']
        if '_uw_k24' in _uw_locals:
            _uw_k24 = _uw_locals['_uw_k24']
        if '_uw_k33' in _uw_locals:
            _uw_k33 = _uw_locals['_uw_k33']
        if '_uw_k42' in _uw_locals:
            _uw_k42 = _uw_locals['_uw_k42']
        if '_uw_k6' in _uw_locals:
            _uw_k6 = _uw_locals['_uw_k6']
        if '_uw_m1' in _uw_locals:
            _uw_m1 = _uw_locals['_uw_m1']
        if '_uw_m10' in _uw_locals:
            _uw_m10 = _uw_locals['_uw_m10']
        if '_uw_m19' in _uw_locals:
            _uw_m19 = _uw_locals['_uw_m19']
        if '_uw_m28' in _uw_locals:
            _uw_m28 = _uw_locals['_uw_m28']
        if '_uw_m37' in _uw_locals:
            _uw_m37 = _uw_locals['_uw_m37']
        if '_uw_m46' in _uw_locals:
            _uw_m46 = _uw_locals['_uw_m46']
        if '_uw_t18' in _uw_locals:
            _uw_t18 = _uw_locals['_uw_t18']
        if '_uw_t27' in _uw_locals:
            _uw_t27 = _uw_locals['_uw_t27']
        if '_uw_t36' in _uw_locals:
            _uw_t36 = _uw_locals['_uw_t36']
        if '_uw_t45' in _uw_locals:
            _uw_t45 = _uw_locals['_uw_t45']
        if '_uw_t52' in _uw_locals:
            _uw_t52 = _uw_locals['_uw_t52']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if '_uw_w16' in _uw_locals:
            _uw_w16 = _uw_locals['_uw_w16']
        if '_uw_w25' in _uw_locals:
            _uw_w25 = _uw_locals['_uw_w25']
        if '_uw_w34' in _uw_locals:
            _uw_w34 = _uw_locals['_uw_w34']
        if '_uw_w43' in _uw_locals:
            _uw_w43 = _uw_locals['_uw_w43']
        if '_uw_w50' in _uw_locals:
            _uw_w50 = _uw_locals['_uw_w50']
        if '_uw_w7' in _uw_locals:
            _uw_w7 = _uw_locals['_uw_w7']
        if '_uw_x17' in _uw_locals:
            _uw_x17 = _uw_locals['_uw_x17']
        if '_uw_x26' in _uw_locals:
            _uw_x26 = _uw_locals['_uw_x26']
        if '_uw_x35' in _uw_locals:
            _uw_x35 = _uw_locals['_uw_x35']
        if '_uw_x44' in _uw_locals:
            _uw_x44 = _uw_locals['_uw_x44']
        if '_uw_x8' in _uw_locals:
            _uw_x8 = _uw_locals['_uw_x8']
        _uw_locals = None
        try:
            if not _uw_go:
                _uw_m1 = M()
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    _uw_v2 = await _uw_aenter(_uw_m1)
                else:
                    _uw_go = 0
                    _uw_v2 = await _uw_state.take()
            if not _uw_go:
                _uw_h3 = False
            try:
                if 20 <= _uw_go <= 20:
                    if _uw_k6 == 4:
                        raise _uw_state.rethrow(_uw_x8)
                    if _uw_k6 == 1:
                        return _uw_w7
                else:
                    try:
                        if 19 <= _uw_go <= 19:
                            raise _uw_state.rethrow(_uw_e4)
                        if _uw_go <= 18:
                            if not _uw_go:
                                _uw_m10 = M()
                            if _uw_go <= 2:
                                if not _uw_go:
                                    _uw_pc = 2
                                    _uw_v11 = await _uw_aenter(_uw_m10)
                                else:
                                    _uw_go = 0
                                    _uw_v11 = await _uw_state.take()
                            if not _uw_go:
                                _uw_h12 = False
                            try:
                                if 18 <= _uw_go <= 18:
                                    if _uw_k15 == 4:
                                        raise _uw_state.rethrow(_uw_x17)
                                    if _uw_k15 == 1:
                                        return _uw_w16
                                else:
                                    try:
                                        if 17 <= _uw_go <= 17:
                                            raise _uw_state.rethrow(_uw_e13)
                                        if _uw_go <= 16:
                                            if not _uw_go:
                                                _uw_m19 = M()
                                            if _uw_go <= 3:
                                                if not _uw_go:
                                                    _uw_pc = 3
                                                    _uw_v20 = await _uw_aenter(_uw_m19)
                                                else:
                                                    _uw_go = 0
                                                    _uw_v20 = await _uw_state.take()
                                            if not _uw_go:
                                                _uw_h21 = False
                                            try:
                                                if 16 <= _uw_go <= 16:
                                                    if _uw_k24 == 4:
                                                        raise _uw_state.rethrow(_uw_x26)
                                                    if _uw_k24 == 1:
                                                        return _uw_w25
                                                else:
                                                    try:
                                                        if 15 <= _uw_go <= 15:
                                                            raise _uw_state.rethrow(_uw_e22)
                                                        if _uw_go <= 14:
                                                            if not _uw_go:
                                                                _uw_m28 = M()
                                                            if _uw_go <= 4:
                                                                if not _uw_go:
                                                                    _uw_pc = 4
                                                                    _uw_v29 = await _uw_aenter(_uw_m28)
                                                                else:
                                                                    _uw_go = 0
                                                                    _uw_v29 = await _uw_state.take()
                                                            if not _uw_go:
                                                                _uw_h30 = False
                                                            try:
                                                                if 14 <= _uw_go <= 14:
                                                                    if _uw_k33 == 4:
                                                                        raise _uw_state.rethrow(_uw_x35)
                                                                    if _uw_k33 == 1:
                                                                        return _uw_w34
                                                                else:
                                                                    try:
                                                                        if 13 <= _uw_go <= 13:
                                                                            raise _uw_state.rethrow(_uw_e31)
                                                                        if _uw_go <= 12:
                                                                            if not _uw_go:
                                                                                _uw_m37 = M()
                                                                            if _uw_go <= 5:
                                                                                if not _uw_go:
                                                                                    _uw_pc = 5
                                                                                    _uw_v38 = await _uw_aenter(_uw_m37)
                                                                                else:
                                                                                    _uw_go = 0
                                                                                    _uw_v38 = await _uw_state.take()
                                                                            if not _uw_go:
                                                                                _uw_h39 = False
                                                                            try:
                                                                                if 12 <= _uw_go <= 12:
                                                                                    if _uw_k42 == 4:
                                                                                        raise _uw_state.rethrow(_uw_x44)
                                                                                    if _uw_k42 == 1:
                                                                                        return _uw_w43
                                                                                else:
                                                                                    try:
                                                                                        if 11 <= _uw_go <= 11:
                                                                                            raise _uw_state.rethrow(_uw_e40)
                                                                                        if _uw_go <= 10:
                                                                                            if not _uw_go:
                                                                                                _uw_m46 = M()
                                                                                            if _uw_go <= 6:
                                                                                                if not _uw_go:
                                                                                                    _uw_pc = 6
                                                                                                    _uw_v47 = await _uw_aenter(_uw_m46)
                                                                                                else:
                                                                                                    _uw_go = 0
                                                                                                    _uw_v47 = await _uw_state.take()
                                                                                            if not _uw_go:
                                                                                                _uw_h48 = False
                                                                                            try:
                                                                                                if 9 <= _uw_go <= 9:
                                                                                                    raise _uw_state.rethrow(_uw_e49)
                                                                                                if _uw_go <= 8:
                                                                                                    if _uw_go <= 7:
                                                                                                        if not _uw_go:
                                                                                                            _uw_pc = 7
                                                                                                            _uw_w7 = await aw(3)
                                                                                                        else:
                                                                                                            _uw_go = 0
                                                                                                            _uw_w7 = await _uw_state.take()
                                                                                                    if not _uw_go:
                                                                                                        _uw_k6 = 1
                                                                                                        _uw_w16 = _uw_w7
                                                                                                        _uw_k15 = 1
                                                                                                        _uw_w25 = _uw_w16
                                                                                                        _uw_k24 = 1
                                                                                                        _uw_w34 = _uw_w25
                                                                                                        _uw_k33 = 1
                                                                                                        _uw_w43 = _uw_w34
                                                                                                        _uw_k42 = 1
                                                                                                        _uw_w50 = _uw_w43
                                                                                                        _uw_h48 = True
                                                                                                    if not _uw_go:
                                                                                                        _uw_pc = 8
                                                                                                        await _uw_aexit(_uw_m46, None)
                                                                                                    else:
                                                                                                        _uw_go = 0
                                                                                                        await _uw_state.take()
                                                                                                    return _uw_w50
                                                                                            except _uw_evicted():
                                                                                                raise
                                                                                            except _uw_BaseException if 9 <= _uw_go <= 9 else () if _uw_go else _uw_BaseException as _uw_e49:
                                                                                                if not _uw_go:
                                                                                                    if _uw_h48:
                                                                                                        raise
                                                                                                if _uw_go <= 9:
                                                                                                    if not _uw_go:
                                                                                                        _uw_pc = 9
                                                                                                        _uw_t52 = await _uw_aexit(_uw_m46, _uw_e49)
                                                                                                    else:
                                                                                                        _uw_go = 0
                                                                                                        _uw_t52 = await _uw_state.take()
                                                                                                if not _uw_t52:
                                                                                                    raise
                                                                                            else:
                                                                                                if not _uw_go:
                                                                                                    _uw_pc = 10
                                                                                                    await _uw_aexit(_uw_m46, None)
                                                                                                else:
                                                                                                    _uw_go = 0
                                                                                                    await _uw_state.take()
                                                                                    except _uw_evicted():
                                                                                        raise
                                                                                    except _uw_BaseException if 11 <= _uw_go <= 11 else () if _uw_go else _uw_BaseException as _uw_e40:
                                                                                        if not _uw_go:
                                                                                            _uw_h39 = True
                                                                                        if _uw_go <= 11:
                                                                                            if not _uw_go:
                                                                                                _uw_pc = 11
                                                                                                _uw_t45 = await _uw_aexit(_uw_m37, _uw_e40)
                                                                                            else:
                                                                                                _uw_go = 0
                                                                                                _uw_t45 = await _uw_state.take()
                                                                                        if not _uw_t45:
                                                                                            raise
                                                                                    _uw_k42 = 0
                                                                            except _uw_evicted():
                                                                                raise
                                                                            except _uw_BaseException as _uw_x44_e:
                                                                                if not _uw_go:
                                                                                    _uw_k42 = 4
                                                                                    _uw_x44 = _uw_x44_e
                                                                                raise
                                                                            finally:
                                                                                if _uw_alive():
                                                                                    if True if _uw_go else not _uw_h39:
                                                                                        if not _uw_go:
                                                                                            _uw_pc = 12
                                                                                            await _uw_aexit(_uw_m37, None)
                                                                                        else:
                                                                                            _uw_go = 0
                                                                                            await _uw_state.take()
                                                                                    _uw_x44 = None
                                                                    except _uw_evicted():
                                                                        raise
                                                                    except _uw_BaseException if 13 <= _uw_go <= 13 else () if _uw_go else _uw_BaseException as _uw_e31:
                                                                        if not _uw_go:
                                                                            _uw_h30 = True
                                                                        if _uw_go <= 13:
                                                                            if not _uw_go:
                                                                                _uw_pc = 13
                                                                                _uw_t36 = await _uw_aexit(_uw_m28, _uw_e31)
                                                                            else:
                                                                                _uw_go = 0
                                                                                _uw_t36 = await _uw_state.take()
                                                                        if not _uw_t36:
                                                                            raise
                                                                    _uw_k33 = 0
                                                            except _uw_evicted():
                                                                raise
                                                            except _uw_BaseException as _uw_x35_e:
                                                                if not _uw_go:
                                                                    _uw_k33 = 4
                                                                    _uw_x35 = _uw_x35_e
                                                                raise
                                                            finally:
                                                                if _uw_alive():
                                                                    if True if _uw_go else not _uw_h30:
                                                                        if not _uw_go:
                                                                            _uw_pc = 14
                                                                            await _uw_aexit(_uw_m28, None)
                                                                        else:
                                                                            _uw_go = 0
                                                                            await _uw_state.take()
                                                                    _uw_x35 = None
                                                    except _uw_evicted():
                                                        raise
                                                    except _uw_BaseException if 15 <= _uw_go <= 15 else () if _uw_go else _uw_BaseException as _uw_e22:
                                                        if not _uw_go:
                                                            _uw_h21 = True
                                                        if _uw_go <= 15:
                                                            if not _uw_go:
                                                                _uw_pc = 15
                                                                _uw_t27 = await _uw_aexit(_uw_m19, _uw_e22)
                                                            else:
                                                                _uw_go = 0
                                                                _uw_t27 = await _uw_state.take()
                                                        if not _uw_t27:
                                                            raise
                                                    _uw_k24 = 0
                                            except _uw_evicted():
                                                raise
                                            except _uw_BaseException as _uw_x26_e:
                                                if not _uw_go:
                                                    _uw_k24 = 4
                                                    _uw_x26 = _uw_x26_e
                                                raise
                                            finally:
                                                if _uw_alive():
                                                    if True if _uw_go else not _uw_h21:
                                                        if not _uw_go:
                                                            _uw_pc = 16
                                                            await _uw_aexit(_uw_m19, None)
                                                        else:
                                                            _uw_go = 0
                                                            await _uw_state.take()
                                                    _uw_x26 = None
                                    except _uw_evicted():
                                        raise
                                    except _uw_BaseException if 17 <= _uw_go <= 17 else () if _uw_go else _uw_BaseException as _uw_e13:
                                        if not _uw_go:
                                            _uw_h12 = True
                                        if _uw_go <= 17:
                                            if not _uw_go:
                                                _uw_pc = 17
                                                _uw_t18 = await _uw_aexit(_uw_m10, _uw_e13)
                                            else:
                                                _uw_go = 0
                                                _uw_t18 = await _uw_state.take()
                                        if not _uw_t18:
                                            raise
                                    _uw_k15 = 0
                            except _uw_evicted():
                                raise
                            except _uw_BaseException as _uw_x17_e:
                                if not _uw_go:
                                    _uw_k15 = 4
                                    _uw_x17 = _uw_x17_e
                                raise
                            finally:
                                if _uw_alive():
                                    if True if _uw_go else not _uw_h12:
                                        if not _uw_go:
                                            _uw_pc = 18
                                            await _uw_aexit(_uw_m10, None)
                                        else:
                                            _uw_go = 0
                                            await _uw_state.take()
                                    _uw_x17 = None
                    except _uw_evicted():
                        raise
                    except _uw_BaseException if 19 <= _uw_go <= 19 else () if _uw_go else _uw_BaseException as _uw_e4:
                        if not _uw_go:
                            _uw_h3 = True
                        if _uw_go <= 19:
                            if not _uw_go:
                                _uw_pc = 19
                                _uw_t9 = await _uw_aexit(_uw_m1, _uw_e4)
                            else:
                                _uw_go = 0
                                _uw_t9 = await _uw_state.take()
                        if not _uw_t9:
                            raise
                    _uw_k6 = 0
            except _uw_evicted():
                raise
            except _uw_BaseException as _uw_x8_e:
                if not _uw_go:
                    _uw_k6 = 4
                    _uw_x8 = _uw_x8_e
                raise
            finally:
                if _uw_alive():
                    if True if _uw_go else not _uw_h3:
                        if not _uw_go:
                            _uw_pc = 20
                            await _uw_aexit(_uw_m1, None)
                        else:
                            _uw_go = 0
                            await _uw_state.take()
                    _uw_x8 = None
        finally:
            if _uw_alive():
                log('end')
