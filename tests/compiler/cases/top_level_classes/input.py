class Base:
    kind = "base"
    __own = "own of Base"

    def __init__(self, n):
        self.n = n
        self.__seen = []

    async def value(self):
        self.__seen.append(await aw(self.n))
        return (self.__seen, self.__own, __class__.__name__)

    async def __aenter__(self):
        log(await aw("in"))
        return self

    async def __aexit__(self, kind, error, traceback):
        log((await aw("out"), type(error).__name__))
        return isinstance(error, KeyError)

    def __aiter__(self):
        return self.__rows()

    async def __rows(self):
        for n in range(self.n):
            yield await aw(n)

    @classmethod
    async def made(cls, n):
        self = cls(await aw(n))
        return self

    @property
    async def later(self):
        return await aw(self.kind)

    async def __call__(self, *given):
        return (given, await aw(self.n))

    class Part:
        async def whole(self):
            await aw(1)
            return __class__.__qualname__


class Left(Base):
    kind = "left"

    async def value(self):
        return [self.kind, await super().value()]


class Right(Base):
    async def value(self):
        async def inner():
            return await super(__class__, self).value()

        return ["right", await inner()]


class Both(Left, Right):
    async def value(self):
        return ["both", await super().value(), await Base.value(self)]


async def main():
    both = await Both.made(2)
    value, same = both.value, both
    log(await value())
    async with both as entered:
        async for n in both:
            log(n)
            if n:
                raise KeyError(n)
    log((entered is same, await both.later, await both(1, 2), await Left.Part().whole()))
    log([kind.__name__ for kind in Both.__mro__])
    return [row async for row in Right(3)], value == both.value
