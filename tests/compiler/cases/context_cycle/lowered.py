# input.py, lowered
async def main():
    _uw_pc = 0
    try:
        raise KeyError('a')
    except KeyError as _uw_x4:
        a = _uw_x4
        try:
            try:
                raise ValueError('b')
            except ValueError as _uw_x3:
                b = _uw_x3
                try:
                    try:
                        raise TypeError('c')
                    except TypeError as _uw_x2:
                        c = _uw_x2
                        try:
                            a.__context__ = c
                            before = c.__context__ is b
                            _uw_pc = 1
                            await aw(1)
                            return (before, c.__context__ is b, a.__context__ is c)
                        finally:
                            c = None
                            del c
                finally:
                    b = None
                    del b
        finally:
            a = None
            del a

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_x2' in _uw_locals:
            _uw_x2 = _uw_locals['_uw_x2']
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        if '_uw_x4' in _uw_locals:
            _uw_x4 = _uw_locals['_uw_x4']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'b' in _uw_locals:
            b = _uw_locals['b']
        if 'before' in _uw_locals:
            before = _uw_locals['before']
        if 'c' in _uw_locals:
            c = _uw_locals['c']
        _uw_locals = None
        try:
            if 1 <= _uw_go <= 1:
                raise _uw_state.rethrow(_uw_x4)
            if _uw_go <= 0:
                raise KeyError('a')
        except _uw_BaseException if 1 <= _uw_go <= 1 else () if _uw_go else KeyError as _uw_x4:
            if not _uw_go:
                a = _uw_x4
            try:
                try:
                    if 1 <= _uw_go <= 1:
                        raise _uw_state.rethrow(_uw_x3)
                    if _uw_go <= 0:
                        raise ValueError('b')
                except _uw_BaseException if 1 <= _uw_go <= 1 else () if _uw_go else ValueError as _uw_x3:
                    if not _uw_go:
                        b = _uw_x3
                    try:
                        try:
                            if 1 <= _uw_go <= 1:
                                raise _uw_state.rethrow(_uw_x2)
                            if _uw_go <= 0:
                                raise TypeError('c')
                        except _uw_BaseException if 1 <= _uw_go <= 1 else () if _uw_go else TypeError as _uw_x2:
                            if not _uw_go:
                                c = _uw_x2
                            try:
                                if not _uw_go:
                                    a.__context__ = c
                                    before = c.__context__ is b
                                if not _uw_go:
                                    _uw_pc = 1
                                    await aw(1)
                                else:
                                    _uw_go = 0
                                    await _uw_state.take()
                                return (before, c.__context__ is b, a.__context__ is c)
                            finally:
                                c = None
                                del c
                    finally:
                        b = None
                        del b
            finally:
                a = None
                del a
