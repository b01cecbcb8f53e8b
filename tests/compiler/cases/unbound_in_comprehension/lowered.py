# input.py, lowered
async def main():
    _uw_cells = lambda: (later,)
    _uw_pc = 0
    g = lambda: later
    _uw_pc = 1
    await aw(1)
    try:
        [later for _ in [1]]
    except NameError as e:
        log((type(e).__name__, str(e)))
    try:
        sorted({later for _ in [1]})
    except NameError as _uw_x3:
        e = _uw_x3
        try:
            lines = []
            while e.__traceback__ is not None:
                lines.append(e.__traceback__.tb_frame.f_code.co_name)
                e.__traceback__ = e.__traceback__.tb_next
            _uw_pc = 2
            await aw(1)
            log([line for line in lines if line != 'own_variable'])
        finally:
            e = None
            del e
    later = 2
    _uw_pc = 3
    await aw(1)
    return g()

# input.py, re-entry forms
def _uw_factory(later):

    async def _uw_resumed(_uw_state):
        nonlocal later
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        if 'lines' in _uw_locals:
            lines = _uw_locals['lines']
        _uw_locals = None
        _uw_cells = lambda: (later,)
        if not _uw_go:
            g = lambda: later
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            try:
                [_uw_bound(lambda: later, 'later', True) for _ in [1]]
            except NameError as e:
                log((type(e).__name__, str(e)))
        if _uw_go <= 2:
            try:
                if 2 <= _uw_go <= 2:
                    raise _uw_state.rethrow(_uw_x3)
                if _uw_go <= 0:
                    sorted({_uw_bound(lambda: later, 'later', True) for _ in [1]})
            except _uw_BaseException if 2 <= _uw_go <= 2 else () if _uw_go else NameError as _uw_x3:
                if not _uw_go:
                    e = _uw_x3
                try:
                    if not _uw_go:
                        lines = []
                        while e.__traceback__ is not None:
                            lines.append(e.__traceback__.tb_frame.f_code.co_name)
                            e.__traceback__ = e.__traceback__.tb_next
                    if not _uw_go:
                        _uw_pc = 2
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    log([line for line in lines if line != 'own_variable'])
                finally:
                    e = None
                    del e
        if not _uw_go:
            later = 2
        if not _uw_go:
            _uw_pc = 3
            await aw(1)
        else:
            _uw_go = 0
            await _uw_state.take()
        return g()
