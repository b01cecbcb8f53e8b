"""Classes inside a function that others have a say in: hooks of bases, members' own ``__init__``, protocols, descriptors."""

import abc
import enum
import typing


async def main():
    class Base:
        seen = []

        def __init_subclass__(cls, /, k=1, **others):
            super().__init_subclass__(**others)
            log(("hook", cls.__name__, k))
            cls.k = k

    class Slotted:
        __slots__ = ("v",)

        def __init_subclass__(cls):
            log("slotted")

    class Sub(Base, k=3):
        async def am(self, x):
            return (await aw(x), self.k, super().seen)

    class Leaf(Sub, Slotted):
        __slots__ = ("w",)

    class Text(str, Base):
        def shout(self):
            return self.upper() + "!"

    leaf, text = Leaf(), Text("it")
    leaf.v = leaf.w = 1
    await aw(0)
    leaf.seen.append((await leaf.am(2))[:2])
    log((Base.seen, leaf.v, leaf.w, text.shout(), Text.k, type(text) is Text, [c.__name__ for c in Leaf.__mro__]))

    class Named:
        def __set_name__(self, owner, name):
            log(("named", owner.__name__, name))
            self.name = name

        def __get__(self, instance, owner=None):
            return (self.name, instance is None)

    class Holder:
        v = Named()

    class Level(enum.Enum):
        def __init__(self, v, w=2):
            log(("init", v))
            self.w = w

        async def am(self):
            return (self.name, self.w, await aw(self.value))

    class Warned(Level):
        LOW = (1, 5)
        HIGH = (4,)

    class Code(int, enum.Enum):
        OK = (1, "fine")
        BAD = (2, "not so")

        def __new__(cls, v, text):
            log(("new", v))
            made = int.__new__(cls, v)
            made._value_ = v
            made.text = text
            return made

    low = Warned.LOW
    await aw(0)
    log((Holder.v, Holder().v, await low.am(), Warned((1, 5)) is low, await Warned.HIGH.am(), [m.name for m in Warned]))
    log((Code(2).text, Code.OK + 1, Code.BAD is Code["BAD"]))

    @typing.runtime_checkable
    class Priced(typing.Protocol):
        price: int

        async def pay(self): ...

    class Item(Priced):
        price = 3

        async def pay(self):
            return await aw(self.price)

    class Shape(abc.ABC):
        @classmethod
        def __subclasshook__(cls, other):
            return True if other is Item else NotImplemented

    class Square:
        pass

    Shape.register(Square)
    item = Item()
    await aw(0)
    log((isinstance(item, Priced), isinstance(low, Priced), await item.pay(), isinstance(Square(), Shape), isinstance(item, Shape)))
    try:
        Priced()
    except TypeError as e:
        log(type(e))
    await aw(0)
    return isinstance(Item(), Priced)
