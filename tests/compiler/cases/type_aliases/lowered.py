# input.py, lowered
async def main():
    _uw_cells = lambda: (Early, Pair)
    _uw_pc = 0
    type Early = int | None
    _uw_pc = 1
    await aw(1)
    type Pair[T, *Ts, **P] = tuple[T, *Ts]

    def of():
        type Inner = list[Early]
        return Inner
    inner = of()
    _uw_pc = 2
    _uw_t2 = await aw(Pair)

    async def meant(after=_uw_t2):
        _uw_cells = lambda: (Pair, found)
        _uw_pc = 0
        type Late = dict[str, found]
        found = bool
        _uw_pc = 1
        await aw(2)
        return (Late.__value__, after is Pair)

    class K:
        type Own = Pair[int, Early]

        async def m(self):
            _uw_pc = 0
            _uw_pc = 1
            _uw_t1 = await aw(self.Own)
            return _uw_t1
    log((str(Early), Early.__name__, Early.__module__, str(Early.__value__), str(Pair.__value__), str(Pair.__type_params__)))
    log((str(inner), str(inner.__value__), str(Pair[int]), Pair[int].__origin__ is Pair))
    _uw_t3 = log
    _uw_pc = 3
    _uw_t4 = await meant()
    _uw_pc = 4
    _uw_t5 = await K().m()
    _uw_t3((_uw_t4, str(_uw_t5), K.Own.__value__.__args__[1] is Early))
    _uw_t3 = _uw_t4 = _uw_t5 = None
    _uw_pc = 5
    _uw_t6 = await aw(inner.__value__.__args__[0] is Early)
    return _uw_t6

# input.py, re-entry forms
def _uw_factory(Pair, found):

    async def _uw_resumed(_uw_state):
        nonlocal Pair, found
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'Late' in _uw_locals:
            Late = _uw_locals['Late']
        if 'after' in _uw_locals:
            after = _uw_locals['after']
        _uw_locals = None
        _uw_cells = lambda: (Pair, found)
        if not _uw_go:
            type Late = dict[str, found]
            found = bool
        if not _uw_go:
            _uw_pc = 1
            await aw(2)
        else:
            _uw_go = 0
            await _uw_state.take()
        return (Late.__value__, after is Pair)

class K:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await aw(self.Own)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return _uw_t1

def _uw_factory(Early, Pair):

    async def _uw_resumed(_uw_state):
        nonlocal Early, Pair
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'K' in _uw_locals:
            K = _uw_locals['K']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if 'inner' in _uw_locals:
            inner = _uw_locals['inner']
        _uw_locals = None
        _uw_cells = lambda: (Early, Pair)
        if not _uw_go:
            type Early = int | None
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            type Pair[T, *Ts, **P] = tuple[T, *Ts]

            def of():
                type Inner = list[Early]
                return Inner
            inner = of()
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t2 = await aw(_uw_bound(lambda: Pair, 'Pair', False))
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
        if not _uw_go:

            async def meant(after=_uw_t2):
                _uw_cells = lambda: (Pair, found)
                _uw_pc = 0
                type Late = dict[str, found]
                found = bool
                _uw_pc = 1
                await aw(2)
                return (Late.__value__, after is Pair)

            class K:
                type Own = Pair[int, Early]

                async def m(self):
                    _uw_pc = 0
                    _uw_pc = 1
                    _uw_t1 = await aw(self.Own)
                    return _uw_t1
            log((str(_uw_bound(lambda: Early, 'Early', False)), _uw_bound(lambda: Early, 'Early', False).__name__, _uw_bound(lambda: Early, 'Early', False).__module__, str(_uw_bound(lambda: Early, 'Early', False).__value__), str(_uw_bound(lambda: Pair, 'Pair', False).__value__), str(_uw_bound(lambda: Pair, 'Pair', False).__type_params__)))
            log((str(inner), str(inner.__value__), str(_uw_bound(lambda: Pair, 'Pair', False)[int]), _uw_bound(lambda: Pair, 'Pair', False)[int].__origin__ is _uw_bound(lambda: Pair, 'Pair', False)))
            _uw_t3 = log
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t4 = await meant()
            else:
                _uw_go = 0
                _uw_t4 = await _uw_state.take()
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t5 = await K().m()
            else:
                _uw_go = 0
                _uw_t5 = await _uw_state.take()
        if not _uw_go:
            _uw_t3((_uw_t4, str(_uw_t5), K.Own.__value__.__args__[1] is _uw_bound(lambda: Early, 'Early', False)))
            _uw_t3 = _uw_t4 = _uw_t5 = None
        if not _uw_go:
            _uw_pc = 5
            _uw_t6 = await aw(inner.__value__.__args__[0] is _uw_bound(lambda: Early, 'Early', False))
        else:
            _uw_go = 0
            _uw_t6 = await _uw_state.take()
        return _uw_t6
