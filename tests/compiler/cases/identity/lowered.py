# input.py, lowered
import enum

class Color(enum.Enum):
    RED = 1

class Node:

    def __init__(self):
        self.me = self
        self.items = []

async def main():
    _uw_cells = lambda: (even, odd, recursive)
    _uw_pc = 0
    a = []
    b = a
    nan = float('nan')
    held = [nan]
    node = Node()
    node.items.append(node)
    color = Color.RED
    kind = Node
    none = None
    dots = ...

    def recursive(n):
        return n if n == 0 else recursive(n - 1)

    def even(n):
        return n == 0 or odd(n - 1)

    def odd(n):
        return n != 0 and even(n - 1)
    method = node.items.append
    _uw_pc = 1
    await aw(1)
    b.append(1)
    method(2)
    out = [a is b, a, nan in held, node.me is node, node.items[0] is node, node.items[1]]
    out += [color is Color.RED, kind is Node, none is None, dots is ..., recursive(3), even(4)]
    loop = []
    loop.append(loop)

    async def child(shared):
        _uw_pc = 0
        _uw_t1 = shared.append
        _uw_pc = 1
        _uw_t2 = await aw('child')
        _uw_t1(_uw_t2)
        _uw_t1 = _uw_t2 = None
        return shared
    _uw_pc = 2
    await aw(1)
    _uw_t3 = out.append
    _uw_pc = 3
    _uw_t4 = await child(a)
    _uw_t3(_uw_t4 is b)
    _uw_t3 = _uw_t4 = None
    out.append(loop[0] is loop)
    fresh = child(b)
    _uw_pc = 4
    await aw(1)
    _uw_t6 = out.append
    _uw_pc = 5
    _uw_t7 = await fresh
    _uw_t6(_uw_t7 is a)
    _uw_t6 = _uw_t7 = None
    return out

# input.py, re-entry forms
def _uw_factory():

    async def _uw_resumed(_uw_state):
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t1' in _uw_locals:
            _uw_t1 = _uw_locals['_uw_t1']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if 'shared' in _uw_locals:
            shared = _uw_locals['shared']
        _uw_locals = None
        if not _uw_go:
            _uw_t1 = shared.append
        if not _uw_go:
            _uw_pc = 1
            _uw_t2 = await aw('child')
        else:
            _uw_go = 0
            _uw_t2 = await _uw_state.take()
        _uw_t1(_uw_t2)
        _uw_t1 = _uw_t2 = None
        return shared

def _uw_factory(even, odd, recursive):

    async def _uw_resumed(_uw_state):
        nonlocal even, odd, recursive
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t4' in _uw_locals:
            _uw_t4 = _uw_locals['_uw_t4']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if 'a' in _uw_locals:
            a = _uw_locals['a']
        if 'b' in _uw_locals:
            b = _uw_locals['b']
        if 'child' in _uw_locals:
            child = _uw_locals['child']
        if 'color' in _uw_locals:
            color = _uw_locals['color']
        if 'dots' in _uw_locals:
            dots = _uw_locals['dots']
        if 'fresh' in _uw_locals:
            fresh = _uw_locals['fresh']
        if 'held' in _uw_locals:
            held = _uw_locals['held']
        if 'kind' in _uw_locals:
            kind = _uw_locals['kind']
        if 'loop' in _uw_locals:
            loop = _uw_locals['loop']
        if 'method' in _uw_locals:
            method = _uw_locals['method']
        if 'nan' in _uw_locals:
            nan = _uw_locals['nan']
        if 'node' in _uw_locals:
            node = _uw_locals['node']
        if 'none' in _uw_locals:
            none = _uw_locals['none']
        if 'out' in _uw_locals:
            out = _uw_locals['out']
        _uw_locals = None
        _uw_cells = lambda: (even, odd, recursive)
        if not _uw_go:
            a = []
            b = a
            nan = float('nan')
            held = [nan]
            node = Node()
            node.items.append(node)
            color = Color.RED
            kind = Node
            none = None
            dots = ...

            def recursive(n):
                return n if n == 0 else recursive(n - 1)

            def even(n):
                return n == 0 or odd(n - 1)

            def odd(n):
                return n != 0 and even(n - 1)
            method = node.items.append
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            b.append(1)
            method(2)
            out = [a is b, a, nan in held, node.me is node, node.items[0] is node, node.items[1]]
            out += [color is Color.RED, kind is Node, none is None, dots is ..., _uw_bound(lambda: recursive, 'recursive', False)(3), _uw_bound(lambda: even, 'even', False)(4)]
            loop = []
            loop.append(loop)

            async def child(shared):
                _uw_pc = 0
                _uw_t1 = shared.append
                _uw_pc = 1
                _uw_t2 = await aw('child')
                _uw_t1(_uw_t2)
                _uw_t1 = _uw_t2 = None
                return shared
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t3 = out.append
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                _uw_t4 = await child(a)
            else:
                _uw_go = 0
                _uw_t4 = await _uw_state.take()
        if not _uw_go:
            _uw_t3(_uw_t4 is b)
            _uw_t3 = _uw_t4 = None
            out.append(loop[0] is loop)
            fresh = child(b)
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                await aw(1)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t6 = out.append
        if not _uw_go:
            _uw_pc = 5
            _uw_t7 = await fresh
        else:
            _uw_go = 0
            _uw_t7 = await _uw_state.take()
        _uw_t6(_uw_t7 is a)
        _uw_t6 = _uw_t7 = None
        return out
