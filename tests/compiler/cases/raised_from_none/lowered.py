# input.py, lowered
async def main():
    _uw_pc = 0
    try:
        _uw_pc = 1
        await aw(ValueError('boom'))
    except _uw_evicted():
        raise
    except (KeyError, ValueError) as _uw_x3:
        e = _uw_x3
        try:
            _uw_pc = 2
            await aw(1)
            e.add_note('note')
            raise TypeError('again') from None
        finally:
            e = None
            del e

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        _uw_locals = None
        try:
            if 2 <= _uw_go <= 2:
                raise _uw_state.rethrow(_uw_x3)
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    await aw(ValueError('boom'))
                else:
                    _uw_go = 0
                    await _uw_state.take()
        except _uw_evicted():
            raise
        except _uw_BaseException if 2 <= _uw_go <= 2 else () if _uw_go else (KeyError, ValueError) as _uw_x3:
            if not _uw_go:
                e = _uw_x3
            try:
                if not _uw_go:
                    _uw_pc = 2
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                e.add_note('note')
                raise TypeError('again') from None
            finally:
                e = None
                del e
