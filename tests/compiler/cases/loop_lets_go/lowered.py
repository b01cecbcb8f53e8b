# input.py, lowered
def gen():
    _uw_pc = 0
    try:
        _uw_pc = 1
        yield 1
        _uw_pc = 2
        yield 2
    finally:
        if _uw_alive():
            log('closed')

async def main():
    _uw_pc = 0
    _uw_i1 = _uw_iter(gen())
    for x in _uw_i1:
        _uw_pc = 1
        await aw(x)
        break
    _uw_i1 = None
    log('after')
    _uw_pc = 2
    await aw(2)

# input.py, re-entry forms
def _uw_factory():

    def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        _uw_locals = None
        try:
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    yield 1
                else:
                    _uw_go = 0
                    yield _uw_state.take()
            if not _uw_go:
                _uw_pc = 2
                yield 2
            else:
                _uw_go = 0
                yield _uw_state.take()
        finally:
            if _uw_alive():
                log('closed')

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        _uw_locals = None
        if _uw_go <= 1:
            if not _uw_go:
                _uw_i1 = _uw_iter(gen())
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    x = _uw_v2
                if not _uw_go:
                    _uw_pc = 1
                    await aw(x)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                break
            _uw_i1 = None
        if not _uw_go:
            log('after')
        if not _uw_go:
            _uw_pc = 2
            await aw(2)
        else:
            _uw_go = 0
            await _uw_state.take()
