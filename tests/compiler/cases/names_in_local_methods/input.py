# Inner functions of a method of a local class stand in two re-entry forms, and the interpreter takes them for one.
async def main():
    await aw(0)

    class Local:
        async def method(self):
            await aw(0)
            try:
                async def inner():
                    pass
                inner(**0)
            except TypeError as error:
                log(str(error))
            def deep():
                class Deeper:
                    pass
                return Deeper.__qualname__, (lambda: 0).__qualname__
            log(deep())
    await Local().method()
