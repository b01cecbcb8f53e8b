# input.py, lowered
async def never():
    _uw_pc = 0
    raise
    _uw_pc = 1
    await aw(lambda: 0)

async def main():
    _uw_pc = 0
    _uw_pc = 1
    _uw_t1 = await aw(1)
    return _uw_t1

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        _uw_locals = None
        if not _uw_go:
            raise
        if not _uw_go:
            _uw_pc = 1
            await aw(lambda: 0)
        else:
            _uw_go = 0
            await _uw_state.take()

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
            _uw_t1 = await aw(1)
        else:
            _uw_go = 0
            _uw_t1 = await _uw_state.take()
        return _uw_t1
