# input.py, lowered
class EG(ExceptionGroup):

    def __new__(cls, message, excs, code):
        made = super().__new__(cls, message, excs)
        made.code = code
        return made

async def main():
    _uw_pc = 0
    try:
        raise EG('g', [ValueError(1)], 42)
    except EG as _uw_x2:
        e = _uw_x2
        try:
            _uw_pc = 1
            await aw(1)
            return (e.message, e.code, len(e.exceptions))
        finally:
            e = None
            del e

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_x2' in _uw_locals:
            _uw_x2 = _uw_locals['_uw_x2']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        _uw_locals = None
        try:
            if 1 <= _uw_go <= 1:
                raise _uw_state.rethrow(_uw_x2)
            if _uw_go <= 0:
                raise EG('g', [ValueError(1)], 42)
        except _uw_BaseException if 1 <= _uw_go <= 1 else () if _uw_go else EG as _uw_x2:
            if not _uw_go:
                e = _uw_x2
            try:
                if not _uw_go:
                    _uw_pc = 1
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                return (e.message, e.code, len(e.exceptions))
            finally:
                e = None
                del e
