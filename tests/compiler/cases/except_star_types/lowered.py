# input.py, lowered
def kinds(name):
    log(name)
    return {'value': ValueError, 'key': KeyError}[name]

async def main():
    _uw_pc = 0
    try:
        _uw_pc = 1
        await aw(1)
        _uw_pc = 2
        _uw_t2 = await aw(2)
        raise ExceptionGroup('g', [ValueError(_uw_t2), TypeError()])
    except* kinds('value') if _uw_alive() else () as found:
        _uw_t2 = None
        log(repr(found))
    except* kinds('key') if _uw_alive() else ():
        _uw_t2 = None
        log('no')
    except* TypeError if _uw_alive() else ():
        _uw_t2 = None
        log('type')
    try:
        _uw_pc = 3
        await aw(1)
    except* unknown if _uw_alive() else ():
        log('no')
    try:
        try:
            try:
                _uw_pc = 4
                await aw(KeyError('k'))
            except* kinds('value') if _uw_alive() else ():
                log('no')
            _uw_k4 = 0
        except _uw_evicted():
            raise
        except _uw_BaseException as _uw_x6_e:
            _uw_k4 = 4
            _uw_x6 = _uw_x6_e
            raise
        finally:
            if _uw_alive():
                try:
                    _uw_pc = 5
                    await aw(3)
                finally:
                    _uw_x6 = _uw_w5 = None
    except _uw_evicted():
        raise
    except KeyError as _uw_x10:
        error = _uw_x10
        try:
            _uw_pc = 6
            await aw(4)
            return repr(error)
        finally:
            error = None
            del error

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_k4' in _uw_locals:
            _uw_k4 = _uw_locals['_uw_k4']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_w5' in _uw_locals:
            _uw_w5 = _uw_locals['_uw_w5']
        if '_uw_x10' in _uw_locals:
            _uw_x10 = _uw_locals['_uw_x10']
        if '_uw_x6' in _uw_locals:
            _uw_x6 = _uw_locals['_uw_x6']
        if 'error' in _uw_locals:
            error = _uw_locals['error']
        if 'found' in _uw_locals:
            found = _uw_locals['found']
        _uw_locals = None
        if _uw_go <= 2:
            try:
                if _uw_go <= 1:
                    if not _uw_go:
                        _uw_pc = 1
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                if not _uw_go:
                    _uw_pc = 2
                    _uw_t2 = await aw(2)
                else:
                    _uw_go = 0
                    _uw_t2 = await _uw_state.take()
                raise ExceptionGroup('g', [ValueError(_uw_t2), TypeError()])
            except* kinds('value') if _uw_alive() else () as found:
                _uw_t2 = None
                log(repr(found))
            except* kinds('key') if _uw_alive() else ():
                _uw_t2 = None
                log('no')
            except* TypeError if _uw_alive() else ():
                _uw_t2 = None
                log('type')
        if _uw_go <= 3:
            try:
                if not _uw_go:
                    _uw_pc = 3
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            except* unknown if _uw_alive() else ():
                log('no')
        try:
            if 6 <= _uw_go <= 6:
                raise _uw_state.rethrow(_uw_x10)
            if _uw_go <= 5:
                try:
                    if 5 <= _uw_go <= 5:
                        if _uw_k4 == 4:
                            raise _uw_state.rethrow(_uw_x6)
                    else:
                        try:
                            if not _uw_go:
                                _uw_pc = 4
                                await aw(KeyError('k'))
                            else:
                                _uw_go = 0
                                await _uw_state.take()
                        except* kinds('value') if _uw_alive() else ():
                            log('no')
                        _uw_k4 = 0
                except _uw_evicted():
                    raise
                except _uw_BaseException as _uw_x6_e:
                    if not _uw_go:
                        _uw_k4 = 4
                        _uw_x6 = _uw_x6_e
                    raise
                finally:
                    if _uw_alive():
                        try:
                            if not _uw_go:
                                _uw_pc = 5
                                await aw(3)
                            else:
                                _uw_go = 0
                                await _uw_state.take()
                        finally:
                            _uw_x6 = _uw_w5 = None
        except _uw_evicted():
            raise
        except _uw_BaseException if 6 <= _uw_go <= 6 else () if _uw_go else KeyError as _uw_x10:
            if not _uw_go:
                error = _uw_x10
            try:
                if not _uw_go:
                    _uw_pc = 6
                    await aw(4)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                return repr(error)
            finally:
                error = None
                del error
