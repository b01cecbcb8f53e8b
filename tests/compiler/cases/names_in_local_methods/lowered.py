# input.py, lowered
async def main():
    _uw_pc = 0
    _uw_pc = 1
    await aw(0)

    class Local:

        async def method(self):
            _uw_pc = 0
            _uw_pc = 1
            await aw(0)
            try:

                async def inner():
                    _uw_pc = 0
                    pass
                inner(**0)
            except TypeError as error:
                log(str(error))

            def deep():

                class Deeper:
                    pass
                return (Deeper.__qualname__, (lambda: 0).__qualname__)
            log(deep())
    _uw_pc = 2
    await Local().method()

# input.py, re-entry forms
class Local:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            _uw_locals = None
            pass

class Local:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'error' in _uw_locals:
                error = _uw_locals['error']
            if 'inner' in _uw_locals:
                inner = _uw_locals['inner']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_pc = 1
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
            try:

                async def inner():
                    _uw_pc = 0
                    pass
                inner(**0)
            except TypeError as error:
                log(str(error))

            def deep():

                class Deeper:
                    pass
                return (Deeper.__qualname__, (lambda: 0).__qualname__)
            log(deep())

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        _uw_locals = None
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:

            class Local:

                async def method(self):
                    _uw_pc = 0
                    _uw_pc = 1
                    await aw(0)
                    try:

                        async def inner():
                            _uw_pc = 0
                            pass
                        inner(**0)
                    except TypeError as error:
                        log(str(error))

                    def deep():

                        class Deeper:
                            pass
                        return (Deeper.__qualname__, (lambda: 0).__qualname__)
                    log(deep())
        if not _uw_go:
            _uw_pc = 2
            await Local().method()
        else:
            _uw_go = 0
            await _uw_state.take()
