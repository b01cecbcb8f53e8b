"""test_coroutines test_with_6/7/8, test_for_4, test_for_11 (3.11, 3.12, 3.13), mode lowered.

Where the object of `async with`/`async for` is not awaitable, CPython's TypeError has another message (and cause):

  __aenter__ gives int:  'async with' received an object from __aenter__ that does not implement __await__: int
  __aexit__ gives int:   'async with' received an object from __aexit__ that does not implement __await__: int
  __anext__ gives ():    'async for' received an invalid object from __anext__: tuple   (TypeError, __cause__ = the
                         TypeError "object tuple can't be used in 'await' expression")
  __anext__ gives an object whose __await__ raises E:   the same TypeError with __cause__ = E  (and NOT E itself)

We: TypeError "object int can't be used in 'await' expression"; for the last one E goes through bare.
Mend: seam.enter_async/exit_async check that the result has __await__ (or is a coroutine, or a generator with
CO_ITERABLE_COROUTINE); advance_async calls type(x).__await__ itself in try/except for what is no native coroutine.
"""
class F:
    def __aiter__(self): return self
    def __anext__(self): return self
    def __await__(self): 1 / 0
class CM:
    async def __aenter__(self): return self
    def __aexit__(self, *e): return 444
async def main():
    found = []
    try:
        async for _ in F(): pass
    except TypeError as e:
        found.append((str(e), repr(e.__cause__)))
    try:
        async with CM(): 1 / 0
    except TypeError as e:
        found.append((str(e), repr(e.__context__)))
    return found
