# After a restore, functions and classes made by the re-entry form are called _uw_factory.<locals>._uw_resumed.<locals>.inner:
# __qualname__, TypeError messages ("main.<locals>.inner() got an unexpected keyword argument"). CPython: main.<locals>.inner
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
