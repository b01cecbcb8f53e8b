# input.py, lowered
async def main():
    _uw_pc = 0
    found = []
    o = [1]
    try:
        o.nope
    except AttributeError as _uw_x2:
        e = _uw_x2
        try:
            _uw_pc = 1
            await aw(1)
            found += [e.name, e.obj is o]
        finally:
            e = None
            del e
    try:
        open('nofile')
    except OSError as _uw_x4:
        e = _uw_x4
        try:
            _uw_pc = 2
            await aw(1)
            found += [e.filename, e.errno, str(e)]
        finally:
            e = None
            del e
    try:
        import mod_x
    except ImportError as _uw_x6:
        e = _uw_x6
        try:
            _uw_pc = 3
            await aw(1)
            found += [e.name]
        finally:
            e = None
            del e
    try:
        nowhere
    except NameError as _uw_x8:
        e = _uw_x8
        try:
            _uw_pc = 4
            await aw(1)
            found += [e.name]
        finally:
            e = None
            del e
    try:
        b'\xff'.decode('utf-8')
    except UnicodeDecodeError as _uw_x10:
        e = _uw_x10
        try:
            e.reason = 'new reason'
            _uw_pc = 5
            await aw(1)
            found += [e.reason, str(e)]
        finally:
            e = None
            del e
    try:
        raise StopIteration(3)
    except StopIteration as _uw_x12:
        e = _uw_x12
        try:
            e.value = 7
            _uw_pc = 6
            await aw(1)
            found += [e.value]
        finally:
            e = None
            del e
    return found

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_x10' in _uw_locals:
            _uw_x10 = _uw_locals['_uw_x10']
        if '_uw_x12' in _uw_locals:
            _uw_x12 = _uw_locals['_uw_x12']
        if '_uw_x2' in _uw_locals:
            _uw_x2 = _uw_locals['_uw_x2']
        if '_uw_x4' in _uw_locals:
            _uw_x4 = _uw_locals['_uw_x4']
        if '_uw_x6' in _uw_locals:
            _uw_x6 = _uw_locals['_uw_x6']
        if '_uw_x8' in _uw_locals:
            _uw_x8 = _uw_locals['_uw_x8']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'found' in _uw_locals:
            found = _uw_locals['found']
        if 'o' in _uw_locals:
            o = _uw_locals['o']
        _uw_locals = None
        if not _uw_go:
            found = []
            o = [1]
        if _uw_go <= 1:
            try:
                if 1 <= _uw_go <= 1:
                    raise _uw_state.rethrow(_uw_x2)
                if _uw_go <= 0:
                    o.nope
            except _uw_BaseException if 1 <= _uw_go <= 1 else () if _uw_go else AttributeError as _uw_x2:
                if not _uw_go:
                    e = _uw_x2
                try:
                    if not _uw_go:
                        _uw_pc = 1
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    found += [e.name, e.obj is o]
                finally:
                    e = None
                    del e
        if _uw_go <= 2:
            try:
                if 2 <= _uw_go <= 2:
                    raise _uw_state.rethrow(_uw_x4)
                if _uw_go <= 0:
                    open('nofile')
            except _uw_BaseException if 2 <= _uw_go <= 2 else () if _uw_go else OSError as _uw_x4:
                if not _uw_go:
                    e = _uw_x4
                try:
                    if not _uw_go:
                        _uw_pc = 2
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    found += [e.filename, e.errno, str(e)]
                finally:
                    e = None
                    del e
        if _uw_go <= 3:
            try:
                if 3 <= _uw_go <= 3:
                    raise _uw_state.rethrow(_uw_x6)
                if _uw_go <= 0:
                    import mod_x
            except _uw_BaseException if 3 <= _uw_go <= 3 else () if _uw_go else ImportError as _uw_x6:
                if not _uw_go:
                    e = _uw_x6
                try:
                    if not _uw_go:
                        _uw_pc = 3
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    found += [e.name]
                finally:
                    e = None
                    del e
        if _uw_go <= 4:
            try:
                if 4 <= _uw_go <= 4:
                    raise _uw_state.rethrow(_uw_x8)
                if _uw_go <= 0:
                    nowhere
            except _uw_BaseException if 4 <= _uw_go <= 4 else () if _uw_go else NameError as _uw_x8:
                if not _uw_go:
                    e = _uw_x8
                try:
                    if not _uw_go:
                        _uw_pc = 4
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    found += [e.name]
                finally:
                    e = None
                    del e
        if _uw_go <= 5:
            try:
                if 5 <= _uw_go <= 5:
                    raise _uw_state.rethrow(_uw_x10)
                if _uw_go <= 0:
                    b'\xff'.decode('utf-8')
            except _uw_BaseException if 5 <= _uw_go <= 5 else () if _uw_go else UnicodeDecodeError as _uw_x10:
                if not _uw_go:
                    e = _uw_x10
                try:
                    if not _uw_go:
                        e.reason = 'new reason'
                    if not _uw_go:
                        _uw_pc = 5
                        await aw(1)
                    else:
                        _uw_go = 0
                        await _uw_state.take()
                    found += [e.reason, str(e)]
                finally:
                    e = None
                    del e
        try:
            if 6 <= _uw_go <= 6:
                raise _uw_state.rethrow(_uw_x12)
            if _uw_go <= 0:
                raise StopIteration(3)
        except _uw_BaseException if 6 <= _uw_go <= 6 else () if _uw_go else StopIteration as _uw_x12:
            if not _uw_go:
                e = _uw_x12
            try:
                if not _uw_go:
                    e.value = 7
                if not _uw_go:
                    _uw_pc = 6
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                found += [e.value]
            finally:
                e = None
                del e
        return found
