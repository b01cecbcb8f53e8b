# input.py, lowered
async def main():
    _uw_cells = lambda: (held, later, never, seen, total)
    _uw_pc = 0
    seen = []
    total = 0

    async def note(k: int) -> None:
        nonlocal total
        _uw_cells = lambda: (last, later, mine, seen, total)
        _uw_pc = 0
        pass
        mine = [k, later]
        _uw_i1 = _uw_iter(range(2))
        for i in _uw_i1:
            _uw_pc = 1
            last = await aw(i)
        _uw_i1 = None
        _uw_t4 = total
        _uw_pc = 2
        _uw_t5 = await aw(k)
        _uw_t4 += _uw_t5
        total = _uw_t4
        _uw_t4 = _uw_t5 = None
        seen.append(total)
        seen.extend((lambda: [*mine, last])())
    _uw_i1 = _uw_iter(range(2))
    for i in _uw_i1:
        later = i
        _uw_pc = 1
        await note(i)
    _uw_i1 = None
    _uw_pc = 2
    held = await aw(7)
    get = lambda: held
    try:
        _uw_pc = 3
        await aw(1)
        print((lambda: never)())
    except _uw_evicted():
        raise
    except NameError as error:
        seen.append(str(error))
    _uw_pc = 4
    await aw(2)

    async def again(x: int) -> int:
        _uw_cells = lambda: (x,)
        _uw_pc = 0
        _uw_pc = 1
        x = await aw(x + 1)
        f = lambda: x
        _uw_pc = 2
        await aw(0)
        return f()
    _uw_t7 = seen
    _uw_t8 = total
    _uw_t9 = get()
    _uw_pc = 5
    _uw_t10 = await again(3)
    return (_uw_t7, _uw_t8, _uw_t9, _uw_t10)

# input.py, re-entry forms
def _uw_factory(last, later, mine, seen, total):

    async def _uw_resumed(_uw_state):
        nonlocal last, later, mine, seen, total
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'k' in _uw_locals:
            k = _uw_locals['k']
        _uw_locals = None
        _uw_cells = lambda: (last, later, mine, seen, total)
        if not _uw_go:
            pass
            mine = [k, later]
        if _uw_go <= 1:
            if not _uw_go:
                _uw_i1 = _uw_iter(range(2))
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    i = _uw_v2
                if not _uw_go:
                    _uw_pc = 1
                    last = await aw(i)
                else:
                    _uw_go = 0
                    last = await _uw_state.take()
            _uw_i1 = None
        if not _uw_go:
            _uw_t4 = total
        if not _uw_go:
            _uw_pc = 2
            _uw_t5 = await aw(k)
        else:
            _uw_go = 0
            _uw_t5 = await _uw_state.take()
        _uw_t4 += _uw_t5
        total = _uw_t4
        _uw_t4 = _uw_t5 = None
        seen.append(total)
        seen.extend((lambda: [*mine, last])())

def _uw_factory(x):

    async def _uw_resumed(_uw_state):
        nonlocal x
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'f' in _uw_locals:
            f = _uw_locals['f']
        _uw_locals = None
        _uw_cells = lambda: (x,)
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                x = await aw(x + 1)
            else:
                _uw_go = 0
                x = await _uw_state.take()
        if not _uw_go:
            f = lambda: x
        if not _uw_go:
            _uw_pc = 2
            await aw(0)
        else:
            _uw_go = 0
            await _uw_state.take()
        return f()

def _uw_factory(held, later, never, seen, total):

    async def _uw_resumed(_uw_state):
        nonlocal held, later, never, seen, total
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if 'error' in _uw_locals:
            error = _uw_locals['error']
        if 'get' in _uw_locals:
            get = _uw_locals['get']
        if 'i' in _uw_locals:
            i = _uw_locals['i']
        if 'note' in _uw_locals:
            note = _uw_locals['note']
        _uw_locals = None
        _uw_cells = lambda: (held, later, never, seen, total)
        if not _uw_go:
            seen = []
            total = 0

            async def note(k: int) -> None:
                nonlocal total
                _uw_cells = lambda: (last, later, mine, seen, total)
                _uw_pc = 0
                pass
                mine = [k, later]
                _uw_i1 = _uw_iter(range(2))
                for i in _uw_i1:
                    _uw_pc = 1
                    last = await aw(i)
                _uw_i1 = None
                _uw_t4 = total
                _uw_pc = 2
                _uw_t5 = await aw(k)
                _uw_t4 += _uw_t5
                total = _uw_t4
                _uw_t4 = _uw_t5 = None
                seen.append(total)
                seen.extend((lambda: [*mine, last])())
        if _uw_go <= 1:
            if not _uw_go:
                _uw_i1 = _uw_iter(range(2))
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    i = _uw_v2
                if not _uw_go:
                    later = i
                if not _uw_go:
                    _uw_pc = 1
                    await note(i)
                else:
                    _uw_go = 0
                    await _uw_state.take()
            _uw_i1 = None
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                held = await aw(7)
            else:
                _uw_go = 0
                held = await _uw_state.take()
        if not _uw_go:
            get = lambda: held
        if _uw_go <= 3:
            try:
                if not _uw_go:
                    _uw_pc = 3
                    await aw(1)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                print((lambda: never)())
            except _uw_evicted():
                raise
            except NameError as error:
                _uw_bound(lambda: seen, 'seen', False).append(str(error))
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                await aw(2)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:

            async def again(x: int) -> int:
                _uw_cells = lambda: (x,)
                _uw_pc = 0
                _uw_pc = 1
                x = await aw(x + 1)
                f = lambda: x
                _uw_pc = 2
                await aw(0)
                return f()
            _uw_t7 = _uw_bound(lambda: seen, 'seen', False)
            _uw_t8 = _uw_bound(lambda: total, 'total', False)
            _uw_t9 = get()
        if not _uw_go:
            _uw_pc = 5
            _uw_t10 = await again(3)
        else:
            _uw_go = 0
            _uw_t10 = await _uw_state.take()
        return (_uw_t7, _uw_t8, _uw_t9, _uw_t10)
