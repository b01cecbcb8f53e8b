# input.py, lowered
"""Iterators of itertools are live across awaits, begun and not, and go on where they stood; two names are one iterator."""
import itertools as it

async def main():
    _uw_pc = 0
    rows = [1, 2, 3]
    made = {'count': it.count(5, 2), 'cycle': it.cycle('ab'), 'chain': it.chain([1], rows), 'zip': it.zip_longest([1, 2], 'x', fillvalue=0), 'sums': it.accumulate(rows), 'product': it.product('ab', repeat=2), 'some': it.combinations('abc', 2), 'again': it.combinations_with_replacement('ab', 2), 'orders': it.permutations('abc', 2), 'while': it.takewhile(lambda x: x < 3, rows), 'after': it.dropwhile(lambda x: x < 2, rows), 'star': it.starmap(pow, [(2, 3), (3, 2)]), 'only': it.compress('abc', [1, 0, 1]), 'same': it.repeat('x', 3), 'not': it.filterfalse(lambda x: x % 2, range(5)), 'slice': it.islice(it.count(), 1, 9, 3), 'all': it.chain.from_iterable([[1], [2, 3]]), 'ended': it.chain()}
    first, second = it.tee(iter(rows))
    seen = []
    _uw_i1 = _uw_iter(range(4))
    for turn in _uw_i1:
        seen.append({name: next(found, None) for name, found in made.items()})
        seen.append(next(first, 0))
        _uw_pc = 1
        await aw(turn)
        rows.append(turn + 10)
    _uw_i1 = None
    log(seen)
    log(list(second))
    alias = made['chain']
    _uw_pc = 2
    await aw(1)
    log((next(alias, 'end'), next(made['chain'], 'end')))
    _uw_i5 = _uw_iter(it.zip_longest([1, 2], 'a'))
    for left, right in _uw_i5:
        _uw_t7 = log
        _uw_t8 = left
        _uw_t9 = right
        _uw_pc = 3
        _uw_t10 = await aw(left)
        _uw_t7((_uw_t8, _uw_t9, _uw_t10))
        _uw_t7 = _uw_t8 = _uw_t9 = _uw_t10 = None
    _uw_i5 = None
    _uw_t11 = []
    _uw_i13 = _uw_iter(it.product([1, 2], 'x'))
    for _uw_v12_pair in _uw_i13:
        _uw_pc = 4
        _uw_t15 = await aw(True)
        if _uw_t15:
            _uw_t11_e = _uw_v12_pair
            _uw_t11.append(_uw_t11_e)
    _uw_i13 = None
    return _uw_t11

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_i1' in _uw_locals:
            _uw_i1 = _uw_locals['_uw_i1']
        if '_uw_i13' in _uw_locals:
            _uw_i13 = _uw_locals['_uw_i13']
        if '_uw_i5' in _uw_locals:
            _uw_i5 = _uw_locals['_uw_i5']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t11' in _uw_locals:
            _uw_t11 = _uw_locals['_uw_t11']
        if '_uw_t11_e' in _uw_locals:
            _uw_t11_e = _uw_locals['_uw_t11_e']
        if '_uw_t15' in _uw_locals:
            _uw_t15 = _uw_locals['_uw_t15']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if '_uw_v12_pair' in _uw_locals:
            _uw_v12_pair = _uw_locals['_uw_v12_pair']
        if 'alias' in _uw_locals:
            alias = _uw_locals['alias']
        if 'first' in _uw_locals:
            first = _uw_locals['first']
        if 'left' in _uw_locals:
            left = _uw_locals['left']
        if 'made' in _uw_locals:
            made = _uw_locals['made']
        if 'right' in _uw_locals:
            right = _uw_locals['right']
        if 'rows' in _uw_locals:
            rows = _uw_locals['rows']
        if 'second' in _uw_locals:
            second = _uw_locals['second']
        if 'seen' in _uw_locals:
            seen = _uw_locals['seen']
        if 'turn' in _uw_locals:
            turn = _uw_locals['turn']
        _uw_locals = None
        if not _uw_go:
            rows = [1, 2, 3]
            made = {'count': it.count(5, 2), 'cycle': it.cycle('ab'), 'chain': it.chain([1], rows), 'zip': it.zip_longest([1, 2], 'x', fillvalue=0), 'sums': it.accumulate(rows), 'product': it.product('ab', repeat=2), 'some': it.combinations('abc', 2), 'again': it.combinations_with_replacement('ab', 2), 'orders': it.permutations('abc', 2), 'while': it.takewhile(lambda x: x < 3, rows), 'after': it.dropwhile(lambda x: x < 2, rows), 'star': it.starmap(pow, [(2, 3), (3, 2)]), 'only': it.compress('abc', [1, 0, 1]), 'same': it.repeat('x', 3), 'not': it.filterfalse(lambda x: x % 2, range(5)), 'slice': it.islice(it.count(), 1, 9, 3), 'all': it.chain.from_iterable([[1], [2, 3]]), 'ended': it.chain()}
            first, second = it.tee(iter(rows))
            seen = []
        if _uw_go <= 1:
            if not _uw_go:
                _uw_i1 = _uw_iter(range(4))
            for _uw_v2 in _uw_chain((None,), _uw_i1) if _uw_go else _uw_i1:
                if not _uw_go:
                    turn = _uw_v2
                if not _uw_go:
                    seen.append({name: next(found, None) for name, found in made.items()})
                    seen.append(next(first, 0))
                if not _uw_go:
                    _uw_pc = 1
                    await aw(turn)
                else:
                    _uw_go = 0
                    await _uw_state.take()
                rows.append(turn + 10)
            _uw_i1 = None
        if not _uw_go:
            log(seen)
            log(list(second))
            alias = made['chain']
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log((next(alias, 'end'), next(made['chain'], 'end')))
        if _uw_go <= 3:
            if not _uw_go:
                _uw_i5 = _uw_iter(it.zip_longest([1, 2], 'a'))
            for _uw_v6 in _uw_chain((None,), _uw_i5) if _uw_go else _uw_i5:
                if not _uw_go:
                    left, right = _uw_v6
                if not _uw_go:
                    _uw_t7 = log
                    _uw_t8 = left
                    _uw_t9 = right
                if not _uw_go:
                    _uw_pc = 3
                    _uw_t10 = await aw(left)
                else:
                    _uw_go = 0
                    _uw_t10 = await _uw_state.take()
                _uw_t7((_uw_t8, _uw_t9, _uw_t10))
                _uw_t7 = _uw_t8 = _uw_t9 = _uw_t10 = None
            _uw_i5 = None
        if not _uw_go:
            _uw_t11 = []
        if not _uw_go:
            _uw_i13 = _uw_iter(it.product([1, 2], 'x'))
        for _uw_v14 in _uw_chain((None,), _uw_i13) if _uw_go else _uw_i13:
            if not _uw_go:
                _uw_v12_pair = _uw_v14
            if _uw_go <= 4:
                if not _uw_go:
                    _uw_pc = 4
                    _uw_t15 = await aw(True)
                else:
                    _uw_go = 0
                    _uw_t15 = await _uw_state.take()
            if _uw_t15:
                _uw_t11_e = _uw_v12_pair
                _uw_t11.append(_uw_t11_e)
        _uw_i13 = None
        return _uw_t11
