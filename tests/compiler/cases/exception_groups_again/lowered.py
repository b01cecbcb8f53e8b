# input.py, lowered
async def main():
    _uw_pc = 0
    members = [ValueError(1), KeyError('k')]
    group = ExceptionGroup('g', members)
    members.append(TypeError())
    try:
        try:
            raise group
        except* ValueError as found:
            log((repr(found), found.exceptions[0] is members[0]))
    except ExceptionGroup as _uw_x4:
        rest = _uw_x4
        try:
            _uw_pc = 1
            await aw(1)
            log((repr(rest), rest.exceptions[0] is members[1], rest.__context__ is None))
            try:
                raise ExceptionGroup('h', [group, rest])
            except ExceptionGroup as _uw_x3:
                outer = _uw_x3
                try:
                    _uw_pc = 2
                    await aw(2)
                    log((repr(outer.split(KeyError)), outer.args[1] is outer.exceptions))
                finally:
                    outer = None
                    del outer
        finally:
            rest = None
            del rest
    _uw_pc = 3
    await aw(3)
    return (repr(group), group.args[1] is members)

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_x3' in _uw_locals:
            _uw_x3 = _uw_locals['_uw_x3']
        if '_uw_x4' in _uw_locals:
            _uw_x4 = _uw_locals['_uw_x4']
        if 'group' in _uw_locals:
            group = _uw_locals['group']
        if 'members' in _uw_locals:
            members = _uw_locals['members']
        if 'outer' in _uw_locals:
            outer = _uw_locals['outer']
        if 'rest' in _uw_locals:
            rest = _uw_locals['rest']
        _uw_locals = None
        if not _uw_go:
            members = [ValueError(1), KeyError('k')]
            group = ExceptionGroup('g', members)
            members.append(TypeError())
        if _uw_go <= 2:
            try:
                if 1 <= _uw_go <= 2:
                    raise _uw_state.rethrow(_uw_x4)
                if _uw_go <= 0:
                    try:
                        raise group
                    except* ValueError as found:
                        log((repr(found), found.exceptions[0] is members[0]))
            except _uw_BaseException if 1 <= _uw_go <= 2 else () if _uw_go else ExceptionGroup as _uw_x4:
                if not _uw_go:
                    rest = _uw_x4
                try:
                    if _uw_go <= 1:
                        if not _uw_go:
                            _uw_pc = 1
                            await aw(1)
                        else:
                            _uw_go = 0
                            await _uw_state.take()
                    if not _uw_go:
                        log((repr(rest), rest.exceptions[0] is members[1], rest.__context__ is None))
                    try:
                        if 2 <= _uw_go <= 2:
                            raise _uw_state.rethrow(_uw_x3)
                        if _uw_go <= 0:
                            raise ExceptionGroup('h', [group, rest])
                    except _uw_BaseException if 2 <= _uw_go <= 2 else () if _uw_go else ExceptionGroup as _uw_x3:
                        if not _uw_go:
                            outer = _uw_x3
                        try:
                            if not _uw_go:
                                _uw_pc = 2
                                await aw(2)
                            else:
                                _uw_go = 0
                                await _uw_state.take()
                            log((repr(outer.split(KeyError)), outer.args[1] is outer.exceptions))
                        finally:
                            outer = None
                            del outer
                finally:
                    rest = None
                    del rest
        if not _uw_go:
            _uw_pc = 3
            await aw(3)
        else:
            _uw_go = 0
            await _uw_state.take()
        return (repr(group), group.args[1] is members)
