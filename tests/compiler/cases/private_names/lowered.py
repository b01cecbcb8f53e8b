# input.py, lowered
class Account:
    _Account__limit = 10

    def __init__(self):
        self._Account__balance = 5

    async def __add(self, _Account__n):
        _uw_pc = 0
        _uw_t1 = self
        _uw_t2 = _uw_t1._Account__balance
        _uw_pc = 1
        _uw_t3 = await aw(_Account__n)
        _uw_t2 += _uw_t3
        _uw_t1._Account__balance = _uw_t2
        _uw_t1 = _uw_t2 = _uw_t3 = None
        return self._Account__balance

    async def deposit(self, n):
        _uw_cells = lambda: (self,)
        _uw_pc = 0

        async def __inner(k):
            _uw_cells = lambda: (self,)
            _uw_pc = 0
            _uw_pc = 1
            _uw_t1 = await self._Account__add(k)
            return _uw_t1 + self._Account__limit
        _uw_pc = 1
        _Account__local = await _Account__inner(n)
        _uw_pc = 2
        await aw(0)
        return (_Account__local, _Account__inner.__name__)

    class __Hidden:

        async def who(self):
            _uw_pc = 0
            _uw_pc = 1
            _uw_t1 = await aw(1)
            self._Hidden__x = _uw_t1
            _uw_t1 = None
            return sorted(vars(self))

    async def hidden(self):
        _uw_pc = 0
        _uw_pc = 1
        _uw_t1 = await self._Account__Hidden().who()
        return _uw_t1

async def main():
    _uw_pc = 0
    a = Account()
    _uw_pc = 1
    _uw_t1 = await a.deposit(3)
    _uw_pc = 2
    _uw_t2 = await a.hidden()
    return (_uw_t1, _uw_t2, sorted(vars(a)))

# input.py, re-entry forms
class Account:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_Account__n' in _uw_locals:
                _Account__n = _uw_locals['_Account__n']
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if '_uw_t2' in _uw_locals:
                _uw_t2 = _uw_locals['_uw_t2']
            if '_uw_t3' in _uw_locals:
                _uw_t3 = _uw_locals['_uw_t3']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            if not _uw_go:
                _uw_t1 = self
                _uw_t2 = _uw_t1._Account__balance
            if not _uw_go:
                _uw_pc = 1
                _uw_t3 = await aw(_Account__n)
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
            _uw_t2 += _uw_t3
            _uw_t1._Account__balance = _uw_t2
            _uw_t1 = _uw_t2 = _uw_t3 = None
            return self._Account__balance

class Account:

    def _uw_factory(self):

        async def _uw_resumed(_uw_state):
            nonlocal self
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if 'k' in _uw_locals:
                k = _uw_locals['k']
            _uw_locals = None
            _uw_cells = lambda: (self,)
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await self._Account__add(k)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return _uw_t1 + self._Account__limit

class Account:

    def _uw_factory(self):

        async def _uw_resumed(_uw_state):
            nonlocal self
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_Account__inner' in _uw_locals:
                _Account__inner = _uw_locals['_Account__inner']
            if '_Account__local' in _uw_locals:
                _Account__local = _uw_locals['_Account__local']
            if 'n' in _uw_locals:
                n = _uw_locals['n']
            _uw_locals = None
            _uw_cells = lambda: (self,)
            if not _uw_go:

                async def __inner(k):
                    _uw_cells = lambda: (self,)
                    _uw_pc = 0
                    _uw_pc = 1
                    _uw_t1 = await self._Account__add(k)
                    return _uw_t1 + self._Account__limit
            if _uw_go <= 1:
                if not _uw_go:
                    _uw_pc = 1
                    _Account__local = await _Account__inner(n)
                else:
                    _uw_go = 0
                    _Account__local = await _uw_state.take()
            if not _uw_go:
                _uw_pc = 2
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
            return (_Account__local, _Account__inner.__name__)

class __Hidden:

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
                _uw_t1 = await aw(1)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            self._Hidden__x = _uw_t1
            _uw_t1 = None
            return sorted(vars(self))

class Account:

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
                _uw_t1 = await self._Account__Hidden().who()
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return _uw_t1

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        _uw_locals = None
        if not _uw_go:
            a = Account()
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await a.deposit(3)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
        if not _uw_go:
            _uw_pc = 2
            _uw_t2 = await a.hidden()
        else:
            _uw_go = 0
            _uw_t2 = await _uw_state.take()
        return (_uw_t1, _uw_t2, sorted(vars(a)))
