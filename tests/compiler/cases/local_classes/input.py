async def main():
    deep = 5

    class Base:
        __slots__ = ("a", "__p", "__dict__")
        kinds = [1]

        def __init__(self, a):
            self.a = a
            self.__p = (a, __class__)

        @property
        def q(self):
            return self.__p[0] + deep

        @staticmethod
        def s(x):
            return x, deep

        @classmethod
        def c(cls):
            return cls

        def __eq__(self, other):
            return type(other) is type(self) and other.a == self.a

    class Child(Base):
        def m(self):
            return super().q + 1

        async def am(self):
            await aw(1)
            return super().q, Base, self

        def each(self):
            yield self
            yield __class__

    class Mine(ValueError):
        at = 3

    child = Child(7)
    method = child.m
    steps = child.each()
    log(next(steps) is child)
    await aw(1)
    log((method(), method.__self__ is child, child.q, child.s(1), child.c() is Child, child == Child(7)))
    log((Child.kinds is Base.kinds, type(child) is Child, Child.__mro__ == (Child, Base, object), next(steps) is Child))
    log((Child.__qualname__, Child.m.__qualname__, Child.__module__, Base.__hash__))
    log([name for name in vars(Child) if name not in ("__weakref__", "__dict__", "__doc__")])
    Base.kinds.append(await aw(2))
    deep = 6
    log((Child.kinds, child.q))
    try:
        raise Mine(await aw(1))
    except ValueError as error:
        await aw(2)
        log((type(error) is Mine, error.at, isinstance(error, Mine)))
    q, base, same = await child.am()
    return q, base is Base, same is child
