# input.py, lowered
def said(error):
    log((type(error).__name__, str(error)))

async def main(a=0):
    _uw_cells = lambda: (a, later)
    _uw_pc = 0
    f = lambda: a
    del a
    _uw_pc = 1
    await aw(1)
    try:
        a
    except NameError as e:
        said(e)
    try:
        f()
    except NameError as e:
        said(e)
    try:
        a += 1
    except NameError as e:
        said(e)
    try:
        del a
    except NameError as e:
        said(e)
    a = 5
    _uw_pc = 2
    await aw(1)
    a += 1
    log((a, f()))
    g = lambda: later
    _uw_pc = 3
    await aw(1)
    try:
        print(later)
    except NameError as e:
        said(e)
    later = 2
    _uw_pc = 4
    await aw(1)
    return (g(), [later + i for i in range(2)])

# input.py, re-entry forms
def _uw_factory(a, later):

    async def _uw_resumed(_uw_state):
        nonlocal a, later
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'f' in _uw_locals:
            f = _uw_locals['f']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        _uw_locals = None
        _uw_cells = lambda: (a, later)
        if not _uw_go:
            f = lambda: a
            _uw_bound(lambda: a, 'a', False)
            del a
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            try:
                _uw_bound(lambda: a, 'a', False)
            except NameError as e:
                said(e)
            try:
                f()
            except NameError as e:
                said(e)
            try:
                _uw_own_a = _uw_bound(lambda: a, 'a', False)
                _uw_own_a += 1
                a = _uw_own_a
            except NameError as e:
                said(e)
            try:
                _uw_bound(lambda: a, 'a', False)
                del a
            except NameError as e:
                said(e)
            a = 5
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_own_a = _uw_bound(lambda: a, 'a', False)
            _uw_own_a += 1
            a = _uw_own_a
            log((_uw_bound(lambda: a, 'a', False), f()))
            g = lambda: later
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            try:
                print(_uw_bound(lambda: later, 'later', False))
            except NameError as e:
                said(e)
            later = 2
        if not _uw_go:
            _uw_pc = 4
            await aw(1)
        else:
            _uw_go = 0
            await _uw_state.take()
        return (g(), [_uw_bound(lambda: later, 'later', True) + i for i in range(2)])
