# input.py, lowered
async def main():
    _uw_pc = 0
    _uw_pc = 1
    await aw(1)

    def inner():
        pass

    class C:

        def m(self):
            pass
    try:
        inner(k=1)
    except TypeError as e:
        log(str(e))
    try:
        C().m(1)
    except TypeError as e:
        log(str(e))
    return (inner.__qualname__, C.__qualname__, C.m.__qualname__, (lambda: 0).__qualname__, [n.__qualname__ for n in [inner]])

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            await aw(1)
        else:
            _uw_go = 0
            await _uw_state.take()

        def inner():
            pass

        class C:

            def m(self):
                pass
        try:
            inner(k=1)
        except TypeError as e:
            log(str(e))
        try:
            C().m(1)
        except TypeError as e:
            log(str(e))
        return (inner.__qualname__, C.__qualname__, C.m.__qualname__, (lambda: 0).__qualname__, [n.__qualname__ for n in [inner]])
