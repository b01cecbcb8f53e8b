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
        await _uw_aenter(_uw_m1)
        _uw_h3 = False
        try:
            try:
                _uw_m9 = M()
                _uw_pc = 2
                await _uw_aenter(_uw_m9)
                _uw_h11 = False
                try:
                    try:
                        _uw_m17 = M()
                        _uw_pc = 3
                        await _uw_aenter(_uw_m17)
                        _uw_h19 = False
                        try:
                            try:
                                _uw_m25 = M()
                                _uw_pc = 4
                                await _uw_aenter(_uw_m25)
                                _uw_h27 = False
                                try:
                                    try:
                                        _uw_m33 = M()
                                        _uw_pc = 5
                                        await _uw_aenter(_uw_m33)
                                        _uw_h35 = False
                                        try:
                                            try:
                                                _uw_m41 = M()
                                                _uw_pc = 6
                                                await _uw_aenter(_uw_m41)
                                                _uw_h43 = False
                                                try:
                                                    _uw_pc = 7
                                                    _uw_w7 = await aw(3)
                                                    _uw_k6 = 1
                                                    _uw_w15 = _uw_w7
                                                    _uw_k14 = 1
                                                    _uw_w23 = _uw_w15
                                                    _uw_k22 = 1
                                                    _uw_w31 = _uw_w23
                                                    _uw_k30 = 1
                                                    _uw_w39 = _uw_w31
                                                    _uw_k38 = 1
                                                    _uw_w45 = _uw_w39
                                                    _uw_h43 = True
                                                    _uw_pc = 8
                                                    await _uw_aexit(_uw_m41, None)
                                                    return _uw_w45
                                                except _uw_evicted():
                                                    raise
                                                except _uw_BaseException as _uw_e44:
                                                    if _uw_h43:
                                                        raise
                                                    _uw_pc = 9
                                                    _uw_t49 = await _uw_aexit(_uw_m41, _uw_e44)
                                                    if not _uw_t49:
                                                        raise
                                                else:
                                                    _uw_pc = 10
                                                    await _uw_aexit(_uw_m41, None)
                                                _uw_m41 = None
                                            except _uw_evicted():
                                                raise
                                            except _uw_BaseException as _uw_e36:
                                                _uw_m41 = _uw_t49 = None
                                                _uw_h35 = True
                                                _uw_pc = 11
                                                _uw_t51 = await _uw_aexit(_uw_m33, _uw_e36)
                                                if not _uw_t51:
                                                    raise
                                            _uw_k38 = 0
                                        except _uw_evicted():
                                            raise
                                        except _uw_BaseException as _uw_x40_e:
                                            _uw_k38 = 4
                                            _uw_x40 = _uw_x40_e
                                            raise
                                        finally:
                                            if _uw_alive():
                                                try:
                                                    _uw_t51 = None
                                                    if not _uw_h35:
                                                        _uw_pc = 12
                                                        await _uw_aexit(_uw_m33, None)
                                                finally:
                                                    _uw_x40 = _uw_w39 = None
                                        _uw_m33 = None
                                    except _uw_evicted():
                                        raise
                                    except _uw_BaseException as _uw_e28:
                                        _uw_m33 = None
                                        _uw_h27 = True
                                        _uw_pc = 13
                                        _uw_t53 = await _uw_aexit(_uw_m25, _uw_e28)
                                        if not _uw_t53:
                                            raise
                                    _uw_k30 = 0
                                except _uw_evicted():
                                    raise
                                except _uw_BaseException as _uw_x32_e:
                                    _uw_k30 = 4
                                    _uw_x32 = _uw_x32_e
                                    raise
                                finally:
                                    if _uw_alive():
                                        try:
                                            _uw_t53 = None
                                            if not _uw_h27:
                                                _uw_pc = 14
                                                await _uw_aexit(_uw_m25, None)
                                        finally:
                                            _uw_x32 = _uw_w31 = None
                                _uw_m25 = None
                            except _uw_evicted():
                                raise
                            except _uw_BaseException as _uw_e20:
                                _uw_m25 = None
                                _uw_h19 = True
                                _uw_pc = 15
                                _uw_t55 = await _uw_aexit(_uw_m17, _uw_e20)
                                if not _uw_t55:
                                    raise
                            _uw_k22 = 0
                        except _uw_evicted():
                            raise
                        except _uw_BaseException as _uw_x24_e:
                            _uw_k22 = 4
                            _uw_x24 = _uw_x24_e
                            raise
                        finally:
                            if _uw_alive():
                                try:
                                    _uw_t55 = None
                                    if not _uw_h19:
                                        _uw_pc = 16
                                        await _uw_aexit(_uw_m17, None)
                                finally:
                                    _uw_x24 = _uw_w23 = None
                        _uw_m17 = None
                    except _uw_evicted():
                        raise
                    except _uw_BaseException as _uw_e12:
                        _uw_m17 = None
                        _uw_h11 = True
                        _uw_pc = 17
                        _uw_t57 = await _uw_aexit(_uw_m9, _uw_e12)
                        if not _uw_t57:
                            raise
                    _uw_k14 = 0
                except _uw_evicted():
                    raise
                except _uw_BaseException as _uw_x16_e:
                    _uw_k14 = 4
                    _uw_x16 = _uw_x16_e
                    raise
                finally:
                    if _uw_alive():
                        try:
                            _uw_t57 = None
                            if not _uw_h11:
                                _uw_pc = 18
                                await _uw_aexit(_uw_m9, None)
                        finally:
                            _uw_x16 = _uw_w15 = None
                _uw_m9 = None
            except _uw_evicted():
                raise
            except _uw_BaseException as _uw_e4:
                _uw_m9 = None
                _uw_h3 = True
                _uw_pc = 19
                _uw_t59 = await _uw_aexit(_uw_m1, _uw_e4)
                if not _uw_t59:
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
                try:
                    _uw_t59 = None
                    if not _uw_h3:
                        _uw_pc = 20
                        await _uw_aexit(_uw_m1, None)
                finally:
                    _uw_x8 = _uw_w7 = None
        _uw_m1 = None
    finally:
        if _uw_alive():
            _uw_m1 = None
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
        if '_uw_e12' in _uw_locals:
            _uw_e12 = _uw_locals['_uw_e12']
        if '_uw_e20' in _uw_locals:
            _uw_e20 = _uw_locals['_uw_e20']
        if '_uw_e28' in _uw_locals:
            _uw_e28 = _uw_locals['_uw_e28']
        if '_uw_e36' in _uw_locals:
            _uw_e36 = _uw_locals['_uw_e36']
        if '_uw_e4' in _uw_locals:
            _uw_e4 = _uw_locals['_uw_e4']
        if '_uw_e44' in _uw_locals:
            _uw_e44 = _uw_locals['_uw_e44']
        if '_uw_h11' in _uw_locals:
            _uw_h11 = _uw_locals['_uw_h11']
        if '_uw_h19' in _uw_locals:
            _uw_h19 = _uw_locals['_uw_h19']
        if '_uw_h27' in _uw_locals:
            _uw_h27 = _uw_locals['_uw_h27']
        if '_uw_h3' in _uw_locals:
            _uw_h3 = _uw_locals['_uw_h3']
        if '_uw_h35' in _uw_locals:
            _uw_h35 = _uw_locals['_uw_h35']
        if '_uw_h43' in _uw_locals:
            _uw_h43 = _uw_locals['_uw_h43']
        if '_uw_k14' in _uw_locals:
            _uw_k14 = _uw_locals['_uw_k14']
        if '_uw_k22' in _uw_locals:
            _uw_k22 = _uw_locals['_uw_k22']
        if '_uw_k30' in _uw_locals:
            _uw_k30 = _uw_locals['_uw_k30']
        if '_uw_k38' in _uw_locals:
            _uw_k38 = _uw_locals['_uw_k38']
        if '_uw_k6' in _uw_locals:
            _uw_k6 = _uw_locals['_uw_k6']
        if '_uw_m1' in _uw_locals:
            _uw_m1 = _uw_locals['_uw_m1']
        if '_uw_m17' in _uw_locals:
            _uw_m17 = _uw_locals['_uw_m17']
        if '_uw_m25' in _uw_locals:
            _uw_m25 = _uw_locals['_uw_m25']
        if '_uw_m33' in _uw_locals:
            _uw_m33 = _uw_locals['_uw_m33']
        if '_uw_m41' in _uw_locals:
            _uw_m41 = _uw_locals['_uw_m41']
        if '_uw_m9' in _uw_locals:
            _uw_m9 = _uw_locals['_uw_m9']
        if '_uw_t49' in _uw_locals:
            _uw_t49 = _uw_locals['_uw_t49']
        if '_uw_t51' in _uw_locals:
            _uw_t51 = _uw_locals['_uw_t51']
        if '_uw_t53' in _uw_locals:
            _uw_t53 = _uw_locals['_uw_t53']
        if '_uw_t55' in _uw_locals:
            _uw_t55 = _uw_locals['_uw_t55']
        if '_uw_t57' in _uw_locals:
            _uw_t57 = _uw_locals['_uw_t57']
        if '_uw_t59' in _uw_locals:
            _uw_t59 = _uw_locals['_uw_t59']
        if '_uw_w15' in _uw_locals:
            _uw_w15 = _uw_locals['_uw_w15']
        if '_uw_w23' in _uw_locals:
            _uw_w23 = _uw_locals['_uw_w23']
        if '_uw_w31' in _uw_locals:
            _uw_w31 = _uw_locals['_uw_w31']
        if '_uw_w39' in _uw_locals:
            _uw_w39 = _uw_locals['_uw_w39']
        if '_uw_w45' in _uw_locals:
            _uw_w45 = _uw_locals['_uw_w45']
        if '_uw_w7' in _uw_locals:
            _uw_w7 = _uw_locals['_uw_w7']
        if '_uw_x16' in _uw_locals:
            _uw_x16 = _uw_locals['_uw_x16']
        if '_uw_x24' in _uw_locals:
            _uw_x24 = _uw_locals['_uw_x24']
        if '_uw_x32' in _uw_locals:
            _uw_x32 = _uw_locals['_uw_x32']
        if '_uw_x40' in _uw_locals:
            _uw_x40 = _uw_locals['_uw_x40']
        if '_uw_x8' in _uw_locals:
            _uw_x8 = _uw_locals['_uw_x8']
        _uw_locals = None
        try:
            if not _uw_go:
                _uw_m1 = M()
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    await _uw_aenter(_uw_m1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
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
                                _uw_m9 = M()
                            if _uw_go <= 2:
                                if not _uw_go:
                                    _uw_pc = 2
                                    await _uw_aenter(_uw_m9)
                                else:
                                    _uw_go = 0
                                    await _uw_state.take()
                            if not _uw_go:
                                _uw_h11 = False
                            try:
                                if 18 <= _uw_go <= 18:
                                    if _uw_k14 == 4:
                                        raise _uw_state.rethrow(_uw_x16)
                                    if _uw_k14 == 1:
                                        return _uw_w15
                                else:
                                    try:
                                        if 17 <= _uw_go <= 17:
                                            raise _uw_state.rethrow(_uw_e12)
                                        if _uw_go <= 16:
                                            if not _uw_go:
                                                _uw_m17 = M()
                                            if _uw_go <= 3:
                                                if not _uw_go:
                                                    _uw_pc = 3
                                                    await _uw_aenter(_uw_m17)
                                                else:
                                                    _uw_go = 0
                                                    await _uw_state.take()
                                            if not _uw_go:
                                                _uw_h19 = False
                                            try:
                                                if 16 <= _uw_go <= 16:
                                                    if _uw_k22 == 4:
                                                        raise _uw_state.rethrow(_uw_x24)
                                                    if _uw_k22 == 1:
                                                        return _uw_w23
                                                else:
                                                    try:
                                                        if 15 <= _uw_go <= 15:
                                                            raise _uw_state.rethrow(_uw_e20)
                                                        if _uw_go <= 14:
                                                            if not _uw_go:
                                                                _uw_m25 = M()
                                                            if _uw_go <= 4:
                                                                if not _uw_go:
                                                                    _uw_pc = 4
                                                                    await _uw_aenter(_uw_m25)
                                                                else:
                                                                    _uw_go = 0
                                                                    await _uw_state.take()
                                                            if not _uw_go:
                                                                _uw_h27 = False
                                                            try:
                                                                if 14 <= _uw_go <= 14:
                                                                    if _uw_k30 == 4:
                                                                        raise _uw_state.rethrow(_uw_x32)
                                                                    if _uw_k30 == 1:
                                                                        return _uw_w31
                                                                else:
                                                                    try:
                                                                        if 13 <= _uw_go <= 13:
                                                                            raise _uw_state.rethrow(_uw_e28)
                                                                        if _uw_go <= 12:
                                                                            if not _uw_go:
                                                                                _uw_m33 = M()
                                                                            if _uw_go <= 5:
                                                                                if not _uw_go:
                                                                                    _uw_pc = 5
                                                                                    await _uw_aenter(_uw_m33)
                                                                                else:
                                                                                    _uw_go = 0
                                                                                    await _uw_state.take()
                                                                            if not _uw_go:
                                                                                _uw_h35 = False
                                                                            try:
                                                                                if 12 <= _uw_go <= 12:
                                                                                    if _uw_k38 == 4:
                                                                                        raise _uw_state.rethrow(_uw_x40)
                                                                                    if _uw_k38 == 1:
                                                                                        return _uw_w39
                                                                                else:
                                                                                    try:
                                                                                        if 11 <= _uw_go <= 11:
                                                                                            raise _uw_state.rethrow(_uw_e36)
                                                                                        if _uw_go <= 10:
                                                                                            if not _uw_go:
                                                                                                _uw_m41 = M()
                                                                                            if _uw_go <= 6:
                                                                                                if not _uw_go:
                                                                                                    _uw_pc = 6
                                                                                                    await _uw_aenter(_uw_m41)
                                                                                                else:
                                                                                                    _uw_go = 0
                                                                                                    await _uw_state.take()
                                                                                            if not _uw_go:
                                                                                                _uw_h43 = False
                                                                                            try:
                                                                                                if 9 <= _uw_go <= 9:
                                                                                                    raise _uw_state.rethrow(_uw_e44)
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
                                                                                                        _uw_w15 = _uw_w7
                                                                                                        _uw_k14 = 1
                                                                                                        _uw_w23 = _uw_w15
                                                                                                        _uw_k22 = 1
                                                                                                        _uw_w31 = _uw_w23
                                                                                                        _uw_k30 = 1
                                                                                                        _uw_w39 = _uw_w31
                                                                                                        _uw_k38 = 1
                                                                                                        _uw_w45 = _uw_w39
                                                                                                        _uw_h43 = True
                                                                                                    if not _uw_go:
                                                                                                        _uw_pc = 8
                                                                                                        await _uw_aexit(_uw_m41, None)
                                                                                                    else:
                                                                                                        _uw_go = 0
                                                                                                        await _uw_state.take()
                                                                                                    return _uw_w45
                                                                                            except _uw_evicted():
                                                                                                raise
                                                                                            except _uw_BaseException if 9 <= _uw_go <= 9 else () if _uw_go else _uw_BaseException as _uw_e44:
                                                                                                if not _uw_go:
                                                                                                    if _uw_h43:
                                                                                                        raise
                                                                                                if _uw_go <= 9:
                                                                                                    if not _uw_go:
                                                                                                        _uw_pc = 9
                                                                                                        _uw_t49 = await _uw_aexit(_uw_m41, _uw_e44)
                                                                                                    else:
                                                                                                        _uw_go = 0
                                                                                                        _uw_t49 = await _uw_state.take()
                                                                                                if not _uw_t49:
                                                                                                    raise
                                                                                            else:
                                                                                                if not _uw_go:
                                                                                                    _uw_pc = 10
                                                                                                    await _uw_aexit(_uw_m41, None)
                                                                                                else:
                                                                                                    _uw_go = 0
                                                                                                    await _uw_state.take()
                                                                                            _uw_m41 = None
                                                                                    except _uw_evicted():
                                                                                        raise
                                                                                    except _uw_BaseException if 11 <= _uw_go <= 11 else () if _uw_go else _uw_BaseException as _uw_e36:
                                                                                        if not _uw_go:
                                                                                            _uw_m41 = _uw_t49 = None
                                                                                            _uw_h35 = True
                                                                                        if _uw_go <= 11:
                                                                                            if not _uw_go:
                                                                                                _uw_pc = 11
                                                                                                _uw_t51 = await _uw_aexit(_uw_m33, _uw_e36)
                                                                                            else:
                                                                                                _uw_go = 0
                                                                                                _uw_t51 = await _uw_state.take()
                                                                                        if not _uw_t51:
                                                                                            raise
                                                                                    _uw_k38 = 0
                                                                            except _uw_evicted():
                                                                                raise
                                                                            except _uw_BaseException as _uw_x40_e:
                                                                                if not _uw_go:
                                                                                    _uw_k38 = 4
                                                                                    _uw_x40 = _uw_x40_e
                                                                                raise
                                                                            finally:
                                                                                if _uw_alive():
                                                                                    try:
                                                                                        if not _uw_go:
                                                                                            _uw_t51 = None
                                                                                        if True if _uw_go else not _uw_h35:
                                                                                            if not _uw_go:
                                                                                                _uw_pc = 12
                                                                                                await _uw_aexit(_uw_m33, None)
                                                                                            else:
                                                                                                _uw_go = 0
                                                                                                await _uw_state.take()
                                                                                    finally:
                                                                                        _uw_x40 = _uw_w39 = None
                                                                            _uw_m33 = None
                                                                    except _uw_evicted():
                                                                        raise
                                                                    except _uw_BaseException if 13 <= _uw_go <= 13 else () if _uw_go else _uw_BaseException as _uw_e28:
                                                                        if not _uw_go:
                                                                            _uw_m33 = None
                                                                            _uw_h27 = True
                                                                        if _uw_go <= 13:
                                                                            if not _uw_go:
                                                                                _uw_pc = 13
                                                                                _uw_t53 = await _uw_aexit(_uw_m25, _uw_e28)
                                                                            else:
                                                                                _uw_go = 0
                                                                                _uw_t53 = await _uw_state.take()
                                                                        if not _uw_t53:
                                                                            raise
                                                                    _uw_k30 = 0
                                                            except _uw_evicted():
                                                                raise
                                                            except _uw_BaseException as _uw_x32_e:
                                                                if not _uw_go:
                                                                    _uw_k30 = 4
                                                                    _uw_x32 = _uw_x32_e
                                                                raise
                                                            finally:
                                                                if _uw_alive():
                                                                    try:
                                                                        if not _uw_go:
                                                                            _uw_t53 = None
                                                                        if True if _uw_go else not _uw_h27:
                                                                            if not _uw_go:
                                                                                _uw_pc = 14
                                                                                await _uw_aexit(_uw_m25, None)
                                                                            else:
                                                                                _uw_go = 0
                                                                                await _uw_state.take()
                                                                    finally:
                                                                        _uw_x32 = _uw_w31 = None
                                                            _uw_m25 = None
                                                    except _uw_evicted():
                                                        raise
                                                    except _uw_BaseException if 15 <= _uw_go <= 15 else () if _uw_go else _uw_BaseException as _uw_e20:
                                                        if not _uw_go:
                                                            _uw_m25 = None
                                                            _uw_h19 = True
                                                        if _uw_go <= 15:
                                                            if not _uw_go:
                                                                _uw_pc = 15
                                                                _uw_t55 = await _uw_aexit(_uw_m17, _uw_e20)
                                                            else:
                                                                _uw_go = 0
                                                                _uw_t55 = await _uw_state.take()
                                                        if not _uw_t55:
                                                            raise
                                                    _uw_k22 = 0
                                            except _uw_evicted():
                                                raise
                                            except _uw_BaseException as _uw_x24_e:
                                                if not _uw_go:
                                                    _uw_k22 = 4
                                                    _uw_x24 = _uw_x24_e
                                                raise
                                            finally:
                                                if _uw_alive():
                                                    try:
                                                        if not _uw_go:
                                                            _uw_t55 = None
                                                        if True if _uw_go else not _uw_h19:
                                                            if not _uw_go:
                                                                _uw_pc = 16
                                                                await _uw_aexit(_uw_m17, None)
                                                            else:
                                                                _uw_go = 0
                                                                await _uw_state.take()
                                                    finally:
                                                        _uw_x24 = _uw_w23 = None
                                            _uw_m17 = None
                                    except _uw_evicted():
                                        raise
                                    except _uw_BaseException if 17 <= _uw_go <= 17 else () if _uw_go else _uw_BaseException as _uw_e12:
                                        if not _uw_go:
                                            _uw_m17 = None
                                            _uw_h11 = True
                                        if _uw_go <= 17:
                                            if not _uw_go:
                                                _uw_pc = 17
                                                _uw_t57 = await _uw_aexit(_uw_m9, _uw_e12)
                                            else:
                                                _uw_go = 0
                                                _uw_t57 = await _uw_state.take()
                                        if not _uw_t57:
                                            raise
                                    _uw_k14 = 0
                            except _uw_evicted():
                                raise
                            except _uw_BaseException as _uw_x16_e:
                                if not _uw_go:
                                    _uw_k14 = 4
                                    _uw_x16 = _uw_x16_e
                                raise
                            finally:
                                if _uw_alive():
                                    try:
                                        if not _uw_go:
                                            _uw_t57 = None
                                        if True if _uw_go else not _uw_h11:
                                            if not _uw_go:
                                                _uw_pc = 18
                                                await _uw_aexit(_uw_m9, None)
                                            else:
                                                _uw_go = 0
                                                await _uw_state.take()
                                    finally:
                                        _uw_x16 = _uw_w15 = None
                            _uw_m9 = None
                    except _uw_evicted():
                        raise
                    except _uw_BaseException if 19 <= _uw_go <= 19 else () if _uw_go else _uw_BaseException as _uw_e4:
                        if not _uw_go:
                            _uw_m9 = None
                            _uw_h3 = True
                        if _uw_go <= 19:
                            if not _uw_go:
                                _uw_pc = 19
                                _uw_t59 = await _uw_aexit(_uw_m1, _uw_e4)
                            else:
                                _uw_go = 0
                                _uw_t59 = await _uw_state.take()
                        if not _uw_t59:
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
                    try:
                        if not _uw_go:
                            _uw_t59 = None
                        if True if _uw_go else not _uw_h3:
                            if not _uw_go:
                                _uw_pc = 20
                                await _uw_aexit(_uw_m1, None)
                            else:
                                _uw_go = 0
                                await _uw_state.take()
                    finally:
                        _uw_x8 = _uw_w7 = None
            _uw_m1 = None
        finally:
            if _uw_alive():
                _uw_m1 = None
                log('end')
