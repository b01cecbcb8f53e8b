async def main(a=0):
    def f(p=0, q=await aw(a)):
        def inner(): ...

        async def also():
            await aw(1)
            return lambda: 1

        class K:
            log(__qualname__)

            def m(self):
                return lambda: 1

            class Deep:
                def n(self): ...

        log((inner.__qualname__, also.__qualname__, K.m.__qualname__, K().m().__qualname__, K.Deep.n.__qualname__))
        log([each.__qualname__ for each in [lambda: 1]])
        yield also
        yield (lambda: 2 for _ in [1])

    made = f()
    also = next(made)
    log((await also()).__qualname__)
    await aw(1)
    log([each.__qualname__ for each in next(made)])
    log(also.__qualname__)
