# input.py, lowered
"""Matches are live across awaits: of match, search, fullmatch and finditer, with groups, places and bounds."""
import re

async def main():
    _uw_pc = 0
    pattern = re.compile('(?P<name>[a-z]+)(\\d)?')
    found = [pattern.match('abc1 x'), pattern.search('12 ab3', 1), pattern.fullmatch('xy7'), re.match(b'(a)|b', b'b'), list(pattern.finditer('a1 b c3'))[2], re.search('(?<=x)y', 'xxyy'), pattern.match('..ab', 2, 3), re.search('', 'q'), pattern.match('12')]
    same = found[0]
    _uw_pc = 1
    await aw(1)
    log([m and (m.groups(), m.span(), m.pos, m.endpos, m.lastgroup, m.groupdict(), m.string, m.re.pattern) for m in found])
    if (m := pattern.match('go')):
        _uw_t2 = log
        _uw_pc = 2
        _uw_t3 = await aw(m['name'])
        _uw_t2((_uw_t3, m['name'], m.expand('\\1!')))
        _uw_t2 = _uw_t3 = None
    return same is found[0]

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if 'found' in _uw_locals:
            found = _uw_locals['found']
        if 'm' in _uw_locals:
            m = _uw_locals['m']
        if 'pattern' in _uw_locals:
            pattern = _uw_locals['pattern']
        if 'same' in _uw_locals:
            same = _uw_locals['same']
        _uw_locals = None
        if not _uw_go:
            pattern = re.compile('(?P<name>[a-z]+)(\\d)?')
            found = [pattern.match('abc1 x'), pattern.search('12 ab3', 1), pattern.fullmatch('xy7'), re.match(b'(a)|b', b'b'), list(pattern.finditer('a1 b c3'))[2], re.search('(?<=x)y', 'xxyy'), pattern.match('..ab', 2, 3), re.search('', 'q'), pattern.match('12')]
            same = found[0]
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log([m and (m.groups(), m.span(), m.pos, m.endpos, m.lastgroup, m.groupdict(), m.string, m.re.pattern) for m in found])
        if True if _uw_go else (m := pattern.match('go')):
            if not _uw_go:
                _uw_t2 = log
            if not _uw_go:
                _uw_pc = 2
                _uw_t3 = await aw(m['name'])
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
            _uw_t2((_uw_t3, m['name'], m.expand('\\1!')))
            _uw_t2 = _uw_t3 = None
        return same is found[0]
