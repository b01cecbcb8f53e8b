async def main():
    class Base:
        name = "base"

        def am(self):
            return "base.am"

    class K(Base):
        async def am(self):
            await aw(0)
            try:

                async def default(u, v=super().am):
                    return v()

                log(await default(1))
                decorate = lambda f, g=super().name: (f, g)
                log(decorate(1))

                class Inner(type(super().am()), metaclass=type):
                    pass

                log(Inner("x"))
            except Exception as e:
                log(e)

            async def own(u=0):
                await aw(0)
                try:
                    return super().name
                except Exception as e:
                    log(type(e))

            log(await own())
            log(await own(self))

        def each(self):
            def inner(it):
                yield super().name

            yield from inner(self)

    k = K()
    await k.am()
    for name in k.each():
        await aw(0)
        log(name)
