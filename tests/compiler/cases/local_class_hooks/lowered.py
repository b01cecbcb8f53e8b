# input.py, lowered
"""Classes inside a function that others have a say in: hooks of bases, members' own ``__init__``, protocols, descriptors."""
import abc
import enum
import typing

async def main():
    _uw_cells = lambda: (Item, Named)
    _uw_pc = 0

    class Base:
        seen = []

        def __init_subclass__(cls, /, k=1, **others):
            super().__init_subclass__(**others)
            log(('hook', cls.__name__, k))
            cls.k = k

    class Slotted:
        __slots__ = ('v',)

        def __init_subclass__(cls):
            log('slotted')

    class Sub(Base, k=3):

        async def am(self, x):
            _uw_cells = lambda: (__class__,)
            _uw_pc = 0
            _uw_pc = 1
            _uw_t1 = await aw(x)
            return (_uw_t1, self.k, super(__class__, self).seen)

    class Leaf(Sub, Slotted):
        __slots__ = ('w',)

    class Text(str, Base):

        def shout(self):
            return self.upper() + '!'
    leaf, text = (Leaf(), Text('it'))
    leaf.v = leaf.w = 1
    _uw_pc = 1
    await aw(0)
    _uw_t2 = leaf.seen.append
    _uw_pc = 2
    _uw_t3 = await leaf.am(2)
    _uw_t2(_uw_t3[:2])
    _uw_t2 = _uw_t3 = None
    log((Base.seen, leaf.v, leaf.w, text.shout(), Text.k, type(text) is Text, [c.__name__ for c in Leaf.__mro__]))

    class Named:

        def __set_name__(self, owner, name):
            log(('named', owner.__name__, name))
            self.name = name

        def __get__(self, instance, owner=None):
            return (self.name, instance is None)

    class Holder:
        v = Named()

    class Level(enum.Enum):

        def __init__(self, v, w=2):
            log(('init', v))
            self.w = w

        async def am(self):
            _uw_pc = 0
            _uw_t1 = self.name
            _uw_t2 = self.w
            _uw_pc = 1
            _uw_t3 = await aw(self.value)
            return (_uw_t1, _uw_t2, _uw_t3)

    class Warned(Level):
        LOW = (1, 5)
        HIGH = (4,)

    class Code(int, enum.Enum):
        OK = (1, 'fine')
        BAD = (2, 'not so')

        def __new__(cls, v, text):
            log(('new', v))
            made = int.__new__(cls, v)
            made._value_ = v
            made.text = text
            return made
    low = Warned.LOW
    _uw_pc = 3
    await aw(0)
    _uw_t5 = log
    _uw_t6 = Holder.v
    _uw_t7 = Holder().v
    _uw_pc = 4
    _uw_t8 = await low.am()
    _uw_t9 = Warned((1, 5)) is low
    _uw_pc = 5
    _uw_t10 = await Warned.HIGH.am()
    _uw_t5((_uw_t6, _uw_t7, _uw_t8, _uw_t9, _uw_t10, [m.name for m in Warned]))
    _uw_t5 = _uw_t6 = _uw_t7 = _uw_t8 = _uw_t9 = _uw_t10 = None
    log((Code(2).text, Code.OK + 1, Code.BAD is Code['BAD']))

    @typing.runtime_checkable
    class Priced(typing.Protocol):
        price: int

        async def pay(self):
            _uw_pc = 0
            ...

    class Item(Priced):
        price = 3

        async def pay(self):
            _uw_pc = 0
            _uw_pc = 1
            _uw_t1 = await aw(self.price)
            return _uw_t1

    class Shape(abc.ABC):

        @classmethod
        def __subclasshook__(cls, other):
            return True if other is Item else NotImplemented

    class Square:
        pass
    Shape.register(Square)
    item = Item()
    _uw_pc = 6
    await aw(0)
    _uw_t12 = log
    _uw_t13 = isinstance(item, Priced)
    _uw_t14 = isinstance(low, Priced)
    _uw_pc = 7
    _uw_t15 = await item.pay()
    _uw_t12((_uw_t13, _uw_t14, _uw_t15, isinstance(Square(), Shape), isinstance(item, Shape)))
    _uw_t12 = _uw_t13 = _uw_t14 = _uw_t15 = None
    try:
        Priced()
    except TypeError as e:
        log(type(e))
    _uw_pc = 8
    await aw(0)
    return isinstance(Item(), Priced)

# input.py, re-entry forms
class Sub:

    def _uw_factory(__class__):

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if '_uw_t1' in _uw_locals:
                _uw_t1 = _uw_locals['_uw_t1']
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            if 'x' in _uw_locals:
                x = _uw_locals['x']
            _uw_locals = None
            _uw_cells = lambda: (__class__,)
            if not _uw_go:
                _uw_pc = 1
                _uw_t1 = await aw(x)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return (_uw_t1, self.k, super(__class__, self).seen)

class Level:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
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
                _uw_t1 = self.name
                _uw_t2 = self.w
            if not _uw_go:
                _uw_pc = 1
                _uw_t3 = await aw(self.value)
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
            return (_uw_t1, _uw_t2, _uw_t3)

class Priced:

    def _uw_factory():

        async def _uw_resumed(_uw_state):
            _uw_go = _uw_state.pc
            _uw_pc = _uw_go
            _uw_locals = _uw_state.take_locals()
            if 'self' in _uw_locals:
                self = _uw_locals['self']
            _uw_locals = None
            ...

class Item:

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
                _uw_t1 = await aw(self.price)
            else:
                _uw_go = 0
                _uw_t1 = await _uw_state.take()
            return _uw_t1

def _uw_factory(Item, Named):

    async def _uw_resumed(_uw_state):
        nonlocal Item, Named
        _uw_go = _uw_state.pc
        _uw_pc = _uw_go
        _uw_locals = _uw_state.take_locals()
        if 'Base' in _uw_locals:
            Base = _uw_locals['Base']
        if 'Code' in _uw_locals:
            Code = _uw_locals['Code']
        if 'Holder' in _uw_locals:
            Holder = _uw_locals['Holder']
        if 'Leaf' in _uw_locals:
            Leaf = _uw_locals['Leaf']
        if 'Priced' in _uw_locals:
            Priced = _uw_locals['Priced']
        if 'Shape' in _uw_locals:
            Shape = _uw_locals['Shape']
        if 'Square' in _uw_locals:
            Square = _uw_locals['Square']
        if 'Text' in _uw_locals:
            Text = _uw_locals['Text']
        if 'Warned' in _uw_locals:
            Warned = _uw_locals['Warned']
        if '_uw_t10' in _uw_locals:
            _uw_t10 = _uw_locals['_uw_t10']
        if '_uw_t12' in _uw_locals:
            _uw_t12 = _uw_locals['_uw_t12']
        if '_uw_t13' in _uw_locals:
            _uw_t13 = _uw_locals['_uw_t13']
        if '_uw_t14' in _uw_locals:
            _uw_t14 = _uw_locals['_uw_t14']
        if '_uw_t15' in _uw_locals:
            _uw_t15 = _uw_locals['_uw_t15']
        if '_uw_t2' in _uw_locals:
            _uw_t2 = _uw_locals['_uw_t2']
        if '_uw_t3' in _uw_locals:
            _uw_t3 = _uw_locals['_uw_t3']
        if '_uw_t5' in _uw_locals:
            _uw_t5 = _uw_locals['_uw_t5']
        if '_uw_t6' in _uw_locals:
            _uw_t6 = _uw_locals['_uw_t6']
        if '_uw_t7' in _uw_locals:
            _uw_t7 = _uw_locals['_uw_t7']
        if '_uw_t8' in _uw_locals:
            _uw_t8 = _uw_locals['_uw_t8']
        if '_uw_t9' in _uw_locals:
            _uw_t9 = _uw_locals['_uw_t9']
        if 'e' in _uw_locals:
            e = _uw_locals['e']
        if 'item' in _uw_locals:
            item = _uw_locals['item']
        if 'leaf' in _uw_locals:
            leaf = _uw_locals['leaf']
        if 'low' in _uw_locals:
            low = _uw_locals['low']
        if 'text' in _uw_locals:
            text = _uw_locals['text']
        _uw_locals = None
        _uw_cells = lambda: (Item, Named)
        if not _uw_go:

            class Base:
                seen = []

                def __init_subclass__(cls, /, k=1, **others):
                    super().__init_subclass__(**others)
                    log(('hook', cls.__name__, k))
                    cls.k = k

            class Slotted:
                __slots__ = ('v',)

                def __init_subclass__(cls):
                    log('slotted')

            class Sub(Base, k=3):

                async def am(self, x):
                    _uw_cells = lambda: (__class__,)
                    _uw_pc = 0
                    _uw_pc = 1
                    _uw_t1 = await aw(x)
                    return (_uw_t1, self.k, super(__class__, self).seen)

            class Leaf(Sub, Slotted):
                __slots__ = ('w',)

            class Text(str, Base):

                def shout(self):
                    return self.upper() + '!'
            leaf, text = (Leaf(), Text('it'))
            leaf.v = leaf.w = 1
        if _uw_go <= 1:
            if not _uw_go:
                _uw_pc = 1
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t2 = leaf.seen.append
        if _uw_go <= 2:
            if not _uw_go:
                _uw_pc = 2
                _uw_t3 = await leaf.am(2)
            else:
                _uw_go = 0
                _uw_t3 = await _uw_state.take()
        if not _uw_go:
            _uw_t2(_uw_t3[:2])
            _uw_t2 = _uw_t3 = None
            log((Base.seen, leaf.v, leaf.w, text.shout(), Text.k, type(text) is Text, [c.__name__ for c in Leaf.__mro__]))

            class Named:

                def __set_name__(self, owner, name):
                    log(('named', owner.__name__, name))
                    self.name = name

                def __get__(self, instance, owner=None):
                    return (self.name, instance is None)

            class Holder:
                v = Named()

            class Level(enum.Enum):

                def __init__(self, v, w=2):
                    log(('init', v))
                    self.w = w

                async def am(self):
                    _uw_pc = 0
                    _uw_t1 = self.name
                    _uw_t2 = self.w
                    _uw_pc = 1
                    _uw_t3 = await aw(self.value)
                    return (_uw_t1, _uw_t2, _uw_t3)

            class Warned(Level):
                LOW = (1, 5)
                HIGH = (4,)

            class Code(int, enum.Enum):
                OK = (1, 'fine')
                BAD = (2, 'not so')

                def __new__(cls, v, text):
                    log(('new', v))
                    made = int.__new__(cls, v)
                    made._value_ = v
                    made.text = text
                    return made
            low = Warned.LOW
        if _uw_go <= 3:
            if not _uw_go:
                _uw_pc = 3
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t5 = log
            _uw_t6 = Holder.v
            _uw_t7 = Holder().v
        if _uw_go <= 4:
            if not _uw_go:
                _uw_pc = 4
                _uw_t8 = await low.am()
            else:
                _uw_go = 0
                _uw_t8 = await _uw_state.take()
        if not _uw_go:
            _uw_t9 = Warned((1, 5)) is low
        if _uw_go <= 5:
            if not _uw_go:
                _uw_pc = 5
                _uw_t10 = await Warned.HIGH.am()
            else:
                _uw_go = 0
                _uw_t10 = await _uw_state.take()
        if not _uw_go:
            _uw_t5((_uw_t6, _uw_t7, _uw_t8, _uw_t9, _uw_t10, [m.name for m in Warned]))
            _uw_t5 = _uw_t6 = _uw_t7 = _uw_t8 = _uw_t9 = _uw_t10 = None
            log((Code(2).text, Code.OK + 1, Code.BAD is Code['BAD']))

            @typing.runtime_checkable
            class Priced(typing.Protocol):
                price: int

                async def pay(self):
                    _uw_pc = 0
                    ...

            class Item(Priced):
                price = 3

                async def pay(self):
                    _uw_pc = 0
                    _uw_pc = 1
                    _uw_t1 = await aw(self.price)
                    return _uw_t1

            class Shape(abc.ABC):

                @classmethod
                def __subclasshook__(cls, other):
                    return True if other is Item else NotImplemented

            class Square:
                pass
            Shape.register(Square)
            item = _uw_bound(lambda: Item, 'Item', False)()
        if _uw_go <= 6:
            if not _uw_go:
                _uw_pc = 6
                await aw(0)
            else:
                _uw_go = 0
                await _uw_state.take()
        if not _uw_go:
            _uw_t12 = log
            _uw_t13 = isinstance(item, Priced)
            _uw_t14 = isinstance(low, Priced)
        if _uw_go <= 7:
            if not _uw_go:
                _uw_pc = 7
                _uw_t15 = await item.pay()
            else:
                _uw_go = 0
                _uw_t15 = await _uw_state.take()
        if not _uw_go:
            _uw_t12((_uw_t13, _uw_t14, _uw_t15, isinstance(Square(), Shape), isinstance(item, Shape)))
            _uw_t12 = _uw_t13 = _uw_t14 = _uw_t15 = None
            try:
                Priced()
            except TypeError as e:
                log(type(e))
        if not _uw_go:
            _uw_pc = 8
            await aw(0)
        else:
            _uw_go = 0
            await _uw_state.take()
        return isinstance(_uw_bound(lambda: Item, 'Item', False)(), Priced)
