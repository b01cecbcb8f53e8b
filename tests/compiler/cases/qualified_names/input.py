# Functions and classes made after a restore have the qualified names that they have without one.
async def main():
    await aw(1)
    def inner(): pass
    class C:
        def m(self): pass
    try:
        inner(k=1)
    except TypeError as e:
        log(str(e))
    try:
        C().m(1)
    except TypeError as e:
        log(str(e))
    return inner.__qualname__, C.__qualname__, C.m.__qualname__, (lambda: 0).__qualname__, [n.__qualname__ for n in [inner]]
