# input.py, lowered
from collections.abc import Awaitable, Callable
from typing import Any, Literal, Optional, TypeVar
T = TypeVar('T')

async def main():
    _uw_pc = 0

    class Row:
        at: int | None = 3
        items: list['Row']

    async def f(x: int | None, y: Callable[[int], str], *z: Optional[Row]) -> dict[str, Literal[1, 'a']]:
        _uw_pc = 0
        _uw_pc = 1
        _uw_t1 = await aw(x)
        return _uw_t1

    def g(x: Awaitable[T], y: Any) -> tuple[Row, ...]:
        ...
    _uw_t1 = log
    _uw_pc = 1
    _uw_t2 = await f(1, str)
    _uw_t1(_uw_t2)
    _uw_t1 = _uw_t2 = None
    _uw_pc = 2
    await aw(1)
    log([str(value) for value in f.__annotations__.values()])
    log([str(value) for value in g.__annotations__.values()])
    log((Row.__annotations__['at'] == int | None, f.__annotations__['z'] == Optional[Row], Row.at))
    _uw_pc = 3
    _uw_t4 = await f(3, str)
    return _uw_t4

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if 'x' in _uw_locals:
            x = _uw_locals['x']
        if 'y' in _uw_locals:
            y = _uw_locals['y']
        if 'z' in _uw_locals:
            z = _uw_locals['z']
        _uw_locals = None
        if not _uw_go:
            _uw_pc = 1
            _uw_t1 = await aw(x)
        else:
            _uw_go = 0
            _uw_t1 = await _uw_state.take()
        return _uw_t1

def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'Row' in _uw_locals:
            Row = _uw_locals['Row']
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if 'f' in _uw_locals:
            f = _uw_locals['f']
        if 'g' in _uw_locals:
            g = _uw_locals['g']
        _uw_locals = None
        if not _uw_go:

            class Row:
                at: int | None = 3
                items: list['Row']

            async def f(x: int | None, y: Callable[[int], str], *z: Optional[Row]) -> dict[str, Literal[1, 'a']]:
                _uw_pc = 0
                _uw_pc = 1
                _uw_t1 = await aw(x)
                return _uw_t1

            def g(x: Awaitable[T], y: Any) -> tuple[Row, ...]:
                ...
            _uw_t1 = log
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                _uw_t2 = await f(1, str)
            else:
                _uw_go = 0
                _uw_t2 = await _uw_state.take()
        if not _uw_go:
            _uw_t1(_uw_t2)
            _uw_t1 = _uw_t2 = None
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            log([str(value) for value in f.__annotations__.values()])
            log([str(value) for value in g.__annotations__.values()])
            log((Row.__annotations__['at'] == int | None, f.__annotations__['z'] == Optional[Row], Row.at))
        if not _uw_go:
            _uw_pc = 3
            _uw_t4 = await f(3, str)
        else:
            _uw_go = 0
            _uw_t4 = await _uw_state.take()
        return _uw_t4
