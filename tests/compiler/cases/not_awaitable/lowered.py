# input.py, lowered
"""Objects of `async with` and `async for` that cannot be awaited: the messages and causes are CPython's."""

class F:

    def __aiter__(self):
        return self

    def __anext__(self):
        return self

    def __await__(self):
        1 / 0

class CM:

    async def __aenter__(self):
        _uw_pc = 0
        return self

    def __aexit__(self, *e):
        return 444

async def main():
    _uw_pc = 0
    found = []
    try:
        _uw_a1 = _uw_aiter(F())
        _uw_d2 = True
        while _uw_d2:
            try:
                _uw_pc = 1
                _uw_v3 = await _uw_anext(_uw_a1)
            except _uw_evicted():
                raise
            except _uw_StopAsyncIteration:
                _uw_d2 = False
            else:
                _ = _uw_v3
                _uw_v3 = None
                pass
        _uw_a1 = None
    except _uw_evicted():
        raise
    except TypeError as e:
        _uw_a1 = None
        found.append((str(e), repr(e.__cause__)))
    try:
        _uw_m5 = CM()
        _uw_pc = 2
        await _uw_aenter(_uw_m5)
        try:
            1 / 0
        except _uw_BaseException as _uw_e8:
            _uw_pc = 3
            _uw_t10 = await _uw_aexit(_uw_m5, _uw_e8)
            if not _uw_t10:
                raise
        else:
            _uw_pc = 4
            await _uw_aexit(_uw_m5, None)
        _uw_m5 = None
    except _uw_evicted():
        raise
    except TypeError as e:
        _uw_m5 = _uw_t10 = None
        found.append((str(e), repr(e.__context__)))
    return found

# input.py, re-entry forms
class CM:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            return self

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_' in _uw_locals:
            _ = _uw_locals['_']
        if '_uw_a1' in _uw_locals:
            _uw_a1 = _uw_locals['_uw_a1']
        if '_uw_d2' in _uw_locals:
            _uw_d2 = _uw_locals['_uw_d2']
        if '_uw_e8' in _uw_locals:
            _uw_e8 = _uw_locals['_uw_e8']
        if '_uw_m5' in _uw_locals:
            _uw_m5 = _uw_locals['_uw_m5']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_v3' in _uw_locals:
            _uw_v3 = _uw_locals['_uw_v3']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'found' in _uw_locals:
            found = _uw_locals['found']
        _uw_locals = None
        if not _uw_go:
            found = []
        if _uw_go <= 1:
            try:
                if not _uw_go:
                    _uw_a1 = _uw_aiter(F())
                    _uw_d2 = True
                while True if _uw_go else _uw_d2:
                    try:
                        if not _uw_go:
                            _uw_pc = 1
                            _uw_v3 = await _uw_anext(_uw_a1)
                        else:
                            _uw_go = 0
                            _uw_v3 = await _uw_state.take()
                    except _uw_evicted():
                        raise
                    except _uw_StopAsyncIteration:
                        _uw_d2 = False
                    else:
                        _ = _uw_v3
                        _uw_v3 = None
                        pass
                _uw_a1 = None
            except _uw_evicted():
                raise
            except TypeError as e:
                _uw_a1 = None
                found.append((str(e), repr(e.__cause__)))
        try:
            if not _uw_go:
                _uw_m5 = CM()
            if _uw_go <= 2:
                if not _uw_go:
                    _uw_pc = 2
                    await _uw_aenter(_uw_m5)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            try:
                if 3 <= _uw_go <= 3:
                    raise _uw_state.rethrow(_uw_e8)
                if _uw_go <= 0:
                    1 / 0
            except _uw_BaseException if 3 <= _uw_go <= 3 else () if _uw_go else _uw_BaseException as _uw_e8:
                if _uw_go <= 3:
                    if not _uw_go:
                        _uw_pc = 3
                        _uw_t10 = await _uw_aexit(_uw_m5, _uw_e8)
                    else:
                        _uw_go = 0
                        _uw_t10 = await _uw_state.take()
                if not _uw_t10:
                    raise
            else:
                if not _uw_go:
                    _uw_pc = 4
                    await _uw_aexit(_uw_m5, None)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            _uw_m5 = None
        except _uw_evicted():
            raise
        except TypeError as e:
            _uw_m5 = _uw_t10 = None
            found.append((str(e), repr(e.__context__)))
        return found
